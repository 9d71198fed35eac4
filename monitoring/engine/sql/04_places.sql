-- The place of each value among the units' peers: equal values share it, the next one
-- skips. How many units have which value says it all, and is far fewer rows.
CREATE TEMP TABLE work_place AS
SELECT peers_id, indicator_id, value,
       (1 + sum(units) OVER better - units)::int AS rank,
       (sum(units) OVER (PARTITION BY peers_id, indicator_id))::int AS peers
  FROM (SELECT peers_id, indicator_id, value, count(*) AS units
          FROM work_answer
         WHERE value IS NOT NULL
         GROUP BY peers_id, indicator_id, value) AS tally
  JOIN work_indicator i USING (indicator_id)
WINDOW better AS (
       PARTITION BY peers_id, indicator_id
       ORDER BY pg_temp.goodness(value, i.higher_is_better) DESC);
ANALYZE work_place;
