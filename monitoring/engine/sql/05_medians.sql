-- The median of the units' own values in each slice: the middle one, or the mean of two.

-- In municipalities every value takes its place, in its type and in the whole; one sort
-- serves both, for the types of a municipality lie beside each other in it.
CREATE TEMP TABLE work_median AS
  WITH placed AS (
    SELECT whole_slice, own_slice, indicator_id, value,
           row_number() OVER among_all AS place,
           count(*) OVER (PARTITION BY whole_slice, indicator_id) AS units,
           row_number() OVER among_own AS own_place,
           count(*) OVER (PARTITION BY whole_slice, indicator_id, own_slice) AS own_units
      FROM work_answer
     WHERE value IS NOT NULL AND own_slice <> whole_slice
    WINDOW among_all AS (PARTITION BY whole_slice, indicator_id ORDER BY value),
           among_own AS (PARTITION BY whole_slice, indicator_id, own_slice
                         ORDER BY value)
  ), middle AS MATERIALIZED (
    SELECT whole_slice, own_slice, indicator_id, value,
           place IN ((units + 1) / 2, (units + 2) / 2) AS of_all,
           own_place IN ((own_units + 1) / 2, (own_units + 2) / 2) AS of_own
      FROM placed
     WHERE place IN ((units + 1) / 2, (units + 2) / 2)
        OR own_place IN ((own_units + 1) / 2, (own_units + 2) / 2)
  ), found AS (
    SELECT whole_slice AS slice_id, indicator_id, avg(value) AS median
      FROM middle WHERE of_all GROUP BY whole_slice, indicator_id
     UNION ALL
    SELECT own_slice, indicator_id, avg(value)
      FROM middle WHERE of_own GROUP BY own_slice, indicator_id
  )
SELECT slice_id, indicator_id, round(median, decimals) AS median
  FROM found
  JOIN work_indicator USING (indicator_id);

-- In the region it is enough how many have which value.
INSERT INTO work_median
SELECT slice_id, indicator_id, round(avg(value), decimals)
  FROM (
    SELECT slice_id, indicator_id, value, units,
           sum(units) OVER (PARTITION BY slice_id, indicator_id ORDER BY value) AS up_to,
           sum(units) OVER (PARTITION BY slice_id, indicator_id) AS of_all
      FROM (SELECT part.slice_id, indicator_id, value, sum(units) AS units
              FROM work_tally t
              JOIN work_part part ON part.part_id = t.peers
             GROUP BY part.slice_id, indicator_id, value) AS tally
       ) AS ordered
  JOIN work_indicator i USING (indicator_id)
 WHERE up_to >= div(of_all + 1, 2) AND up_to - units < div(of_all + 2, 2)
 GROUP BY slice_id, indicator_id, decimals;
ANALYZE work_median;
