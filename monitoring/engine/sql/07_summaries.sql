-- Consolidated values: the weighted mean of a unit's D, of each track and of the whole.
CREATE TEMP TABLE work_mean AS
  WITH finest AS MATERIALIZED (  -- a track of 0 is for indicators without one
    SELECT unit_id, organization_type, coalesce(track_id, 0) AS track_id,
           sum(weight) FILTER (WHERE value IS NOT NULL) AS weight,
           count(value) AS indicators,
           sum(weight * pg_temp.goodness(value, higher_is_better)) AS total
      FROM {fresh}
      JOIN work_indicator USING (indicator_id)
     GROUP BY unit_id, organization_type, coalesce(track_id, 0)
  )
SELECT unit_id, organization_type, track_id, weight, indicators, total
  FROM finest
 WHERE track_id <> 0
 UNION ALL
SELECT unit_id, organization_type, NULL, sum(weight), sum(indicators), sum(total)
  FROM finest
 GROUP BY unit_id, organization_type;

-- With whom the place is: organizations of one type, municipalities, in the region.
CREATE TEMP TABLE work_summary AS
SELECT w.unit_id, w.organization_type, w.track_id, w.indicators,
       coalesce(w.weight, 0) AS weight,
       round(w.total / w.weight, m.decimals) AS value,
       m.medium_from, m.high_from, m.tolerance, m.decimals, t.number AS track_number,
       u.kind, coalesce(o.type, w.organization_type) AS type,
       CASE u.kind WHEN 'organization' THEN u.parent_id END AS municipality_id,
       CASE u.kind WHEN 'region' THEN u.id WHEN 'municipality' THEN u.parent_id
                   ELSE above.parent_id END AS region_id
  FROM work_mean w
  JOIN monitoring_cycle c ON c.id = %(cycle)s
  JOIN monitoring_methodology m ON m.id = c.methodology_id
  JOIN portal_unit u ON u.id = w.unit_id
  LEFT JOIN portal_unit above ON above.id = u.parent_id
  LEFT JOIN portal_organization o ON o.unit_id = u.id
  LEFT JOIN monitoring_track t ON t.id = w.track_id;
ANALYZE work_summary;

CREATE TEMP TABLE work_summary_median AS
SELECT coalesce(municipality_id, region_id) AS unit_id, coalesce(type, '') AS type,
       track_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric AS median
  FROM work_summary
 WHERE kind = 'organization'
 GROUP BY track_id, GROUPING SETS (
       (municipality_id, type), (municipality_id), (region_id, type), (region_id));

DELETE FROM monitoring_summary WHERE cycle_id = %(cycle)s;
INSERT INTO monitoring_summary (cycle_id, unit_id, organization_type, track_id, value,
       level, previous_value, change, trend, rank, peers, median, weight, indicators)
SELECT %(cycle)s, w.unit_id, w.organization_type, w.track_id, w.value,
       pg_temp.level_of(w.value, w.medium_from, w.high_from),
       before.value,
       w.value - before.value,
       pg_temp.trend_of(w.value - before.value, w.tolerance),
       CASE WHEN w.kind <> 'region' AND w.value IS NOT NULL
            THEN rank() OVER better END,
       CASE WHEN w.kind <> 'region' AND w.value IS NOT NULL
            THEN count(w.value) OVER alike END,
       round(m.median, w.decimals),
       w.weight,
       w.indicators
  FROM work_summary w
  LEFT JOIN work_summary_median m
         ON m.unit_id = w.unit_id AND m.type = w.organization_type
        AND coalesce(m.track_id, 0) = coalesce(w.track_id, 0)
  LEFT JOIN (SELECT p.*, t.number AS track_number
               FROM monitoring_summary p
               LEFT JOIN monitoring_track t ON t.id = p.track_id
              WHERE p.cycle_id = %(previous)s) AS before
         ON before.unit_id = w.unit_id
        AND before.organization_type = w.organization_type
        AND coalesce(before.track_number, -1) = coalesce(w.track_number, -1)
WINDOW alike AS (PARTITION BY w.region_id, w.kind, w.type, w.track_id),
       better AS (alike ORDER BY w.value DESC NULLS LAST)
 ORDER BY w.unit_id, w.organization_type, w.track_number NULLS FIRST;
