-- What each unit answered to each indicator that applies to it: K, O, D, its state.
-- Silence is "missing"; where the method counts it as «no», it is K = 0 of O = 1.
CREATE TEMP TABLE work_answer AS
SELECT unit_id, region_id, municipality_id, peers_id, indicator_id, k, o, state, reported,
       expected, pg_temp.value_of(kind, k, o, decimals) AS value
  FROM (
    SELECT u.unit_id, u.region_id, u.municipality_id, u.peers_id,
           i.indicator_id, i.kind, i.decimals,
           CASE WHEN v.numerator IS NOT NULL AND v.denominator IS NOT NULL
                THEN v.numerator
                WHEN i.silence_is_no AND coalesce(v.not_applicable_reason, '') = ''
                THEN 0 END AS k,
           CASE WHEN v.numerator IS NOT NULL AND v.denominator IS NOT NULL
                THEN v.denominator
                WHEN i.silence_is_no AND coalesce(v.not_applicable_reason, '') = ''
                THEN 1 END AS o,
           CASE WHEN v.numerator IS NOT NULL AND v.denominator > 0 THEN 'counted'
                WHEN v.numerator IS NOT NULL AND v.denominator = 0 THEN 'no_data'
                WHEN v.not_applicable_reason <> '' THEN 'not_applicable'
                WHEN i.silence_is_no THEN 'counted'
                ELSE 'missing' END AS state,
           (v.numerator IS NOT NULL AND v.denominator IS NOT NULL)::int AS reported,
           (coalesce(v.not_applicable_reason, '') = '')::int AS expected
      FROM work_indicator i
     CROSS JOIN LATERAL (
        SELECT *
          FROM work_unit u
         WHERE u.kind = i.collected_at
           AND (u.kind = 'municipality'
                OR ((i.organization_types = '{}' OR u.type = ANY (i.organization_types))
                    AND (i.sample_flag = '' OR i.sample_flag = ANY (u.flags))))
        OFFSET 0  -- indicator by indicator: that is the order in which sums need them
           ) AS u
      LEFT JOIN monitoring_value v
        ON v.cycle_id = %(cycle)s AND v.unit_id = u.unit_id
       AND v.indicator_id = i.indicator_id AND u.counts
       ) AS answer;
ANALYZE work_answer;
