-- Heads on the reference day whose organization's consolidated value is low; the years
-- in a row follow the person, wherever they worked a cycle before.
DELETE FROM monitoring_riskentry WHERE cycle_id = %(cycle)s;
INSERT INTO monitoring_riskentry (cycle_id, person_id, unit_id, value, years_in_row)
SELECT c.id, a.person_id, w.unit_id, w.value,
       1 + coalesce((SELECT max(before.years_in_row) FROM monitoring_riskentry before
                      WHERE before.cycle_id = c.previous_id
                        AND before.person_id = a.person_id), 0)
  FROM work_summary w
  JOIN monitoring_cycle c ON c.id = %(cycle)s
  JOIN portal_position p ON p.unit_id = w.unit_id AND p.kind = 'head'
  JOIN portal_appointment a
    ON a.position_id = p.id AND a.starts_on <= c.reference_on
   AND (a.ends_on IS NULL OR a.ends_on > c.reference_on)
 WHERE w.kind = 'organization' AND w.track_id IS NULL
   AND pg_temp.level_of(w.value, w.medium_from, w.high_from) = 'low'
 ORDER BY w.unit_id;
