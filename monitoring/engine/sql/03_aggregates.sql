-- K and O of municipalities and the region, whole and for each organization type, and
-- the median of the units' own values. The median is of doubles: values of up to ten
-- digits and their means come back from them exactly.
CREATE TEMP TABLE work_sum AS
SELECT municipality_id, region_id, peers_id, indicator_id, sum(k) AS k, sum(o) AS o,
       sum(reported)::int AS reported, sum(expected)::int AS expected,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric AS median
  FROM work_answer
 WHERE municipality_id IS NOT NULL
 GROUP BY indicator_id, GROUPING SETS (
       (municipality_id, peers_id), (municipality_id),
       (region_id, peers_id), (region_id))
 UNION ALL  -- of what municipalities answer for themselves
SELECT NULL, region_id, NULL, indicator_id, sum(k), sum(o), sum(reported)::int,
       sum(expected)::int, percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric
  FROM work_answer
 WHERE municipality_id IS NULL
 GROUP BY region_id, indicator_id;

CREATE TEMP TABLE work_aggregate AS
SELECT coalesce(w.municipality_id, w.region_id) AS unit_id,
       coalesce(w.region_id, m.parent_id) AS region_id,
       m.id IS NULL AS is_region, coalesce(p.type, '') AS type, indicator_id, w.k, w.o,
       w.reported, w.expected, round(w.median, i.decimals) AS median,
       CASE WHEN w.o > 0 THEN 'counted'
            WHEN w.o = 0 THEN 'no_data'
            WHEN w.expected = 0 THEN 'not_applicable'
            ELSE 'missing' END AS state,
       pg_temp.value_of(i.kind, w.k, w.o, i.decimals) AS value
  FROM work_sum w
  JOIN work_indicator i USING (indicator_id)
  LEFT JOIN (SELECT DISTINCT peers_id, type FROM work_unit) AS p USING (peers_id)
  LEFT JOIN portal_unit m ON m.id = w.municipality_id;
ANALYZE work_aggregate;
