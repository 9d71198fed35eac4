-- Every result: units and slices, judged, compared with the cycle before and with peers.
-- The rows go into a table of their own; the last step puts it in the old partition's place.
CREATE TABLE {fresh} AS
SELECT %(cycle)s::bigint AS cycle_id,
       unit_id,
       organization_type::varchar(12) AS organization_type,
       indicator_id,
       k::numeric(16, 2) AS numerator,
       o::numeric(16, 2) AS denominator,
       value::numeric(12, 2) AS value,
       pg_temp.level_of(goodness, medium_from, high_from)::varchar(6) AS level,
       previous_value,
       change::numeric(12, 2) AS change,
       pg_temp.trend_of(change, tolerance)::varchar(6) AS trend,
       rank,
       peers,
       median::numeric(12, 2) AS median,
       state::varchar(14) AS state,
       reported,
       expected
  FROM (
    SELECT found.*, i.medium_from, i.high_from, i.tolerance,
           found.value - found.previous_value AS change,
           pg_temp.goodness(found.value, i.higher_is_better) AS goodness
      FROM (
        SELECT a.unit_id, '' AS organization_type, a.indicator_id, a.k, a.o, a.value,
               before.value AS previous_value, place.rank, place.peers,
               NULL::numeric AS median, a.state, a.reported, a.expected
          FROM work_answer a
          JOIN work_indicator i USING (indicator_id)
          LEFT JOIN work_place place
                 ON place.peers_id = a.peers_id AND place.indicator_id = a.indicator_id
                AND place.value = a.value
          LEFT JOIN monitoring_result before
                 ON before.cycle_id = %(previous)s AND before.unit_id = a.unit_id
                AND before.organization_type = ''
                AND before.indicator_id = i.previous_id
         UNION ALL
        SELECT w.unit_id, w.type, w.indicator_id, w.k, w.o, w.value, before.value,
               CASE WHEN w.value IS NOT NULL AND NOT w.is_region
                    THEN rank() OVER better END::int,
               CASE WHEN w.value IS NOT NULL AND NOT w.is_region
                    THEN count(w.value) OVER alike END::int,
               w.median, w.state, w.reported, w.expected
          FROM work_aggregate w
          JOIN work_indicator i USING (indicator_id)
          LEFT JOIN monitoring_result before
                 ON before.cycle_id = %(previous)s AND before.unit_id = w.unit_id
                AND before.organization_type = w.type
                AND before.indicator_id = i.previous_id
        WINDOW alike AS (PARTITION BY w.indicator_id, w.region_id, w.type, w.is_region),
               better AS (
                   alike ORDER BY pg_temp.goodness(w.value, i.higher_is_better)
                         DESC NULLS LAST)
           ) AS found
      JOIN work_indicator i USING (indicator_id)
       ) AS compared;
