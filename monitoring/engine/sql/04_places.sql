-- How many units have which value: places and the region's medians need no more.
CREATE TEMP TABLE work_tally AS
SELECT peers, indicator_id, value, count(*) AS units
  FROM work_answer
 WHERE value IS NOT NULL
 GROUP BY peers, indicator_id, value;
ANALYZE work_tally;

-- The place of a value among the peers: equal values share it, the next one skips.
CREATE TEMP TABLE work_place AS
SELECT t.peers AS peers_id, t.indicator_id, t.value,
       (1 + sum(t.units) OVER better - t.units)::int AS rank,
       (sum(t.units) OVER (PARTITION BY t.peers, t.indicator_id))::int AS peers
  FROM work_tally t
  JOIN work_indicator i USING (indicator_id)
WINDOW better AS (
       PARTITION BY t.peers, t.indicator_id
       ORDER BY pg_temp.goodness(t.value, i.higher_is_better) DESC);
ANALYZE work_place;
