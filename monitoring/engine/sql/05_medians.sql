-- The median of the units' own values in each slice: the middle one, or the mean of two.
CREATE TEMP TABLE work_median AS
-- in municipalities: every value in its order
SELECT slice_id, indicator_id, round(avg(value), decimals) AS median
  FROM (
    SELECT s.slice_id, a.indicator_id, a.value,
           row_number() OVER (PARTITION BY s.slice_id, a.indicator_id
                              ORDER BY a.value) AS place,
           count(*) OVER (PARTITION BY s.slice_id, a.indicator_id) AS units
      FROM work_answer a
      JOIN work_part part ON part.part_id = a.own_slice
      JOIN work_slice s ON s.slice_id = part.slice_id AND s.kind = 'municipality'
     WHERE a.value IS NOT NULL
       ) AS ordered
  JOIN work_indicator i USING (indicator_id)
 WHERE place IN ((units + 1) / 2, (units + 2) / 2)
 GROUP BY slice_id, indicator_id, decimals
 UNION ALL
-- in the region: how many have which value
SELECT slice_id, indicator_id, round(avg(value), decimals)
  FROM (
    SELECT slice_id, indicator_id, value,
           sum(units) OVER (PARTITION BY slice_id, indicator_id ORDER BY value) AS up_to,
           sum(units) OVER (PARTITION BY slice_id, indicator_id) AS of_all,
           units
      FROM (SELECT part.slice_id, indicator_id, value, sum(units) AS units
              FROM work_tally t
              JOIN work_part part ON part.part_id = t.peers
             GROUP BY part.slice_id, indicator_id, value) AS tally
       ) AS ordered
  JOIN work_indicator i USING (indicator_id)
 WHERE up_to >= div(of_all + 1, 2) AND up_to - units < div(of_all + 2, 2)
 GROUP BY slice_id, indicator_id, decimals;
ANALYZE work_median;
