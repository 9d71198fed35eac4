-- The same rows by SQL as one would write it by hand, knowing what this cycle is like:
-- all indicators at organizations, every type, no samples, one region.
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;

CREATE TABLE floor_result AS
  WITH answer AS MATERIALIZED (
    SELECT s.unit_id, i.id AS indicator_id, o.type, u.parent_id AS municipality_id,
           m.parent_id AS region_id, a.k, a.o, a.reported, a.expected,
           CASE WHEN a.o > 0 THEN 'counted'
                WHEN a.o = 0 THEN 'no_data'
                WHEN a.expected = 0 THEN 'not_applicable'
                ELSE 'missing' END AS state,
           CASE WHEN a.o > 0 THEN round(100 * a.k / a.o, 1) END AS value
      FROM monitoring_submission s
      JOIN portal_unit u ON u.id = s.unit_id
      JOIN portal_unit m ON m.id = u.parent_id
      JOIN portal_organization o ON o.unit_id = u.id
     CROSS JOIN monitoring_indicator i
      LEFT JOIN monitoring_value v
             ON v.cycle_id = s.cycle_id AND v.unit_id = s.unit_id
            AND v.indicator_id = i.id AND s.status = 'accepted'
     CROSS JOIN LATERAL (
        SELECT CASE WHEN i.missing_rule = 'count_as_no' AND v.numerator IS NULL
                     AND coalesce(v.not_applicable_reason, '') = ''
                    THEN 0 ELSE v.numerator END AS k,
               CASE WHEN i.missing_rule = 'count_as_no' AND v.numerator IS NULL
                     AND coalesce(v.not_applicable_reason, '') = ''
                    THEN 1 ELSE v.denominator END AS o,
               (v.numerator IS NOT NULL)::int AS reported,
               (coalesce(v.not_applicable_reason, '') = '')::int AS expected) AS a
     WHERE s.cycle_id = %(cycle)s AND i.methodology_id = %(methodology)s
  ), aggregate AS (
    SELECT coalesce(municipality_id, region_id) AS unit_id, municipality_id,
           coalesce(type, '') AS organization_type, indicator_id,
           sum(k) AS k, sum(o) AS o, sum(reported)::int AS reported,
           sum(expected)::int AS expected,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric, 1)
               AS median
      FROM answer
     GROUP BY indicator_id, GROUPING SETS (
           (municipality_id, type), (municipality_id), (region_id, type), (region_id))
  ), valued AS (
    SELECT a.*, CASE WHEN o > 0 THEN round(100 * k / o, 1) END AS value,
           CASE WHEN o > 0 THEN 'counted'
                WHEN o = 0 THEN 'no_data'
                WHEN expected = 0 THEN 'not_applicable'
                ELSE 'missing' END AS state
      FROM aggregate a
  ), placed AS (
    SELECT unit_id, '' AS organization_type, indicator_id, k, o, value, state, reported,
           expected, NULL::numeric AS median,
           CASE WHEN value IS NOT NULL THEN rank() OVER (
               PARTITION BY indicator_id, type ORDER BY
               CASE WHEN higher_is_better THEN value ELSE -value END DESC NULLS LAST)
           END AS rank,
           CASE WHEN value IS NOT NULL THEN count(value) OVER (
               PARTITION BY indicator_id, type) END AS peers
      FROM answer
      JOIN monitoring_indicator i ON i.id = indicator_id
     UNION ALL
    SELECT unit_id, organization_type, indicator_id, k, o, value, state, reported,
           expected, median,
           CASE WHEN value IS NOT NULL AND municipality_id IS NOT NULL THEN rank() OVER (
               PARTITION BY indicator_id, organization_type, municipality_id IS NULL
               ORDER BY CASE WHEN higher_is_better THEN value ELSE -value END
               DESC NULLS LAST) END,
           CASE WHEN value IS NOT NULL AND municipality_id IS NOT NULL
                THEN count(value) OVER (
               PARTITION BY indicator_id, organization_type, municipality_id IS NULL) END
      FROM valued
      JOIN monitoring_indicator i ON i.id = indicator_id
  )
SELECT %(cycle)s::bigint AS cycle_id, p.unit_id, p.organization_type::varchar(12),
       p.indicator_id, p.k::numeric(16, 2) AS numerator,
       p.o::numeric(16, 2) AS denominator, p.value::numeric(12, 2) AS value,
       CASE WHEN p.value IS NULL THEN ''
            WHEN CASE WHEN i.higher_is_better THEN p.value ELSE 100 - p.value END >= 80
            THEN 'high'
            WHEN CASE WHEN i.higher_is_better THEN p.value ELSE 100 - p.value END >= 50
            THEN 'medium'
            ELSE 'low' END::varchar(6) AS level,
       b.value AS previous_value, (p.value - b.value)::numeric(12, 2) AS change,
       CASE WHEN p.value - b.value > 0.5 THEN 'grew'
            WHEN p.value - b.value < -0.5 THEN 'fell'
            WHEN p.value - b.value IS NOT NULL THEN 'stable'
            ELSE '' END::varchar(6) AS trend,
       p.rank::int, p.peers::int, p.median::numeric(12, 2), p.state::varchar(14),
       p.reported, p.expected
  FROM placed p
  JOIN monitoring_indicator i ON i.id = p.indicator_id
  LEFT JOIN monitoring_result b
         ON b.cycle_id = %(previous)s AND b.unit_id = p.unit_id
        AND b.organization_type = p.organization_type
        AND b.indicator_id = p.indicator_id;
ALTER TABLE floor_result
    ADD PRIMARY KEY (cycle_id, unit_id, organization_type, indicator_id);

CREATE TABLE floor_summary AS
  WITH mean AS (
    SELECT r.unit_id, r.organization_type, i.track_id, count(r.value) AS indicators,
           coalesce(sum(i.weight) FILTER (WHERE r.value IS NOT NULL), 0) AS weight,
           round(sum(i.weight * CASE WHEN i.higher_is_better THEN r.value
                                     ELSE 100 - r.value END)
                 / sum(i.weight) FILTER (WHERE r.value IS NOT NULL), 1) AS value
      FROM floor_result r
      JOIN monitoring_indicator i ON i.id = r.indicator_id
     GROUP BY r.unit_id, r.organization_type,
           GROUPING SETS ((i.track_id), ())
  ), known AS (
    SELECT mean.*, u.kind, u.parent_id AS municipality_id, m.parent_id AS region_id,
           coalesce(o.type, mean.organization_type) AS type
      FROM mean
      JOIN portal_unit u ON u.id = mean.unit_id
      LEFT JOIN portal_unit m ON m.id = u.parent_id
      LEFT JOIN portal_organization o ON o.unit_id = u.id
  ), typical AS (
    SELECT coalesce(municipality_id, region_id) AS unit_id,
           coalesce(type, '') AS organization_type, track_id,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric, 1)
               AS median
      FROM known
     WHERE kind = 'organization'
     GROUP BY track_id, GROUPING SETS (
           (municipality_id, type), (municipality_id), (region_id, type), (region_id))
  )
SELECT k.unit_id, k.organization_type, k.track_id, k.value,
       CASE WHEN k.value >= 80 THEN 'high' WHEN k.value >= 50 THEN 'medium'
            WHEN k.value IS NULL THEN '' ELSE 'low' END AS level,
       b.value AS previous_value, k.value - b.value AS change,
       CASE WHEN k.value - b.value > 0.5 THEN 'grew'
            WHEN k.value - b.value < -0.5 THEN 'fell'
            WHEN k.value - b.value IS NOT NULL THEN 'stable'
            ELSE '' END AS trend,
       CASE WHEN k.value IS NOT NULL AND k.kind <> 'region' THEN rank() OVER (
           PARTITION BY k.kind, k.type, k.track_id ORDER BY k.value DESC NULLS LAST)
       END AS rank,
       CASE WHEN k.value IS NOT NULL AND k.kind <> 'region' THEN count(k.value) OVER (
           PARTITION BY k.kind, k.type, k.track_id) END AS peers,
       t.median, k.weight, k.indicators
  FROM known k
  LEFT JOIN typical t
         ON t.unit_id = k.unit_id AND t.organization_type = k.organization_type
        AND t.track_id IS NOT DISTINCT FROM k.track_id
  LEFT JOIN monitoring_summary b
         ON b.cycle_id = %(previous)s AND b.unit_id = k.unit_id
        AND b.organization_type = k.organization_type
        AND b.track_id IS NOT DISTINCT FROM k.track_id;
CREATE UNIQUE INDEX ON floor_summary (unit_id, organization_type, track_id)
    NULLS NOT DISTINCT;
