-- Heads in post on both reference days whose organizations are high in two cycles in a
-- row, or grew above the median growth of their type by more than the margin.
WITH now AS (
    SELECT s.unit_id, s.value, s.level, s.previous_value, s.change, o.type
      FROM monitoring_summary s
      JOIN portal_organization o ON o.unit_id = s.unit_id
     WHERE s.cycle_id = %(cycle)s AND s.track_id IS NULL AND s.organization_type = ''
), was AS (
    SELECT unit_id, level
      FROM monitoring_summary
     WHERE cycle_id = %(previous)s AND track_id IS NULL AND organization_type = ''
), peers AS (
    SELECT type, count(*) AS units,
           round(percentile_cont(0.5) WITHIN GROUP (ORDER BY change)::numeric, 2) AS median
      FROM now WHERE change IS NOT NULL
     GROUP BY type
), found AS (
    SELECT a.person_id, now.*, peers.median, peers.units,
           now.level = 'high' AND was.level IS NOT DISTINCT FROM 'high' AS is_high,
           coalesce(peers.units >= %(fewest)s
                    AND now.change > peers.median + %(margin)s, false) AS has_grown
      FROM now
      JOIN portal_unit u ON u.id = now.unit_id AND u.path LIKE ANY(%(branches)s)
      JOIN portal_position p ON p.unit_id = now.unit_id AND p.kind = 'head'
      JOIN portal_appointment a ON a.position_id = p.id
       AND a.starts_on <= %(previous_on)s
       AND (a.ends_on IS NULL OR a.ends_on > %(cycle_on)s)
      LEFT JOIN was ON was.unit_id = now.unit_id
      LEFT JOIN peers ON peers.type = now.type
)
SELECT person_id, unit_id, value, previous_value, change, median, units,
       is_high, has_grown
  FROM found
 WHERE is_high OR has_grown
 ORDER BY value DESC NULLS LAST, unit_id
