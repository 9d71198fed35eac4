-- Who was asked and what was asked.

-- One row for an indicator: how it is judged, and its namesake a cycle before.
CREATE TEMP TABLE work_indicator AS
SELECT i.id AS indicator_id,
       i.kind,
       i.collected_at,
       i.organization_types,
       i.sample_flag,
       i.missing_rule = 'count_as_no' AS silence_is_no,
       i.higher_is_better,
       i.weight,
       i.track_id,
       coalesce(i.medium_from, m.medium_from) AS medium_from,
       coalesce(i.high_from, m.high_from) AS high_from,
       m.decimals::int AS decimals,
       m.tolerance,
       before.id AS previous_id
  FROM monitoring_cycle c
  JOIN monitoring_methodology m ON m.id = c.methodology_id
  JOIN monitoring_indicator i ON i.methodology_id = m.id
  LEFT JOIN monitoring_cycle p ON p.id = c.previous_id
  LEFT JOIN monitoring_indicator before
         ON before.methodology_id = p.methodology_id AND before.code = i.code
 WHERE c.id = %(cycle)s;

-- One row for a unit that was asked; a municipality that answers for itself has no type
-- and no municipality above. Peers are the units of one kind and type in the region.
CREATE TEMP TABLE work_unit AS
SELECT asked.*, dense_rank() OVER (ORDER BY region_id, type)::int AS peers_id
  FROM (
    SELECT u.id AS unit_id,
           u.kind,
           coalesce(o.type, '') AS type,
           array_remove(ARRAY[
               CASE WHEN o.is_rural THEN 'rural' END,
               CASE WHEN o.is_low_results THEN 'low_results' END,
               CASE WHEN o.is_unfavorable THEN 'unfavorable' END,
               CASE WHEN o.is_innovative THEN 'innovative' END], NULL) AS flags,
           CASE u.kind WHEN 'organization' THEN above.id END AS municipality_id,
           CASE u.kind WHEN 'organization' THEN above.parent_id ELSE above.id END
               AS region_id,
           s.status = 'accepted'
               OR (s.status = 'submitted' AND c.counts_from = 'submitted') AS counts
      FROM monitoring_submission s
      JOIN monitoring_cycle c ON c.id = s.cycle_id
      JOIN portal_unit u ON u.id = s.unit_id
      JOIN portal_unit above ON above.id = u.parent_id
      LEFT JOIN portal_organization o ON o.unit_id = u.id
     WHERE s.cycle_id = %(cycle)s
       ) AS asked
 ORDER BY region_id, municipality_id, type, unit_id;

ANALYZE work_indicator;
ANALYZE work_unit;
