-- K and O are summed over the finest slices first, those into the slices above.
ANALYZE work_answer;
CREATE TEMP TABLE work_sum AS
  WITH finest AS MATERIALIZED (
    SELECT own_slice, indicator_id, sum(k) AS k, sum(o) AS o,
           sum(reported) AS reported, sum(expected) AS expected
      FROM work_answer
     GROUP BY own_slice, indicator_id
  ), summed AS (
    SELECT part.slice_id, indicator_id, sum(k) AS k, sum(o) AS o,
           sum(reported)::int AS reported, sum(expected)::int AS expected
      FROM finest
      JOIN work_part part ON part.part_id = finest.own_slice
     GROUP BY part.slice_id, indicator_id
    OFFSET 0
  )
SELECT slice_id, indicator_id, k, o, reported, expected,
       CASE WHEN o > 0 THEN 'counted'
            WHEN o = 0 THEN 'no_data'
            WHEN expected = 0 THEN 'not_applicable'
            ELSE 'missing' END AS state,
       pg_temp.value_of(i.kind, k, o, i.decimals) AS value
  FROM summed
  JOIN work_indicator i USING (indicator_id);
ANALYZE work_sum;
