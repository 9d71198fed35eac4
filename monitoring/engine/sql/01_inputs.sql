-- Who was asked, what was asked, and into which slices each answer flows.

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

-- One row for a unit that was asked, in the order of results.
CREATE TEMP TABLE work_unit AS
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
       s.status = 'accepted' OR (s.status = 'submitted' AND c.counts_from = 'submitted')
           AS counts
  FROM monitoring_submission s
  JOIN monitoring_cycle c ON c.id = s.cycle_id
  JOIN portal_unit u ON u.id = s.unit_id
  JOIN portal_unit above ON above.id = u.parent_id
  LEFT JOIN portal_organization o ON o.unit_id = u.id
 WHERE s.cycle_id = %(cycle)s
 ORDER BY u.id;

-- Aggregates: a municipality or the region, whole ('') or one organization type.
CREATE TEMP TABLE work_slice AS
SELECT row_number() OVER ()::int AS slice_id, pairs.*
  FROM (SELECT municipality_id AS unit_id, region_id, 'municipality' AS kind, slice.type
          FROM work_unit CROSS JOIN LATERAL (VALUES (type), ('')) AS slice (type)
         WHERE kind = 'organization'
         UNION
        SELECT unit_id, region_id, kind, '' FROM work_unit WHERE kind = 'municipality'
         UNION
        SELECT region_id, region_id, 'region', slice.type
          FROM work_unit CROSS JOIN LATERAL (VALUES (type), ('')) AS slice (type)
       ) AS pairs (unit_id, region_id, kind, type);

-- A unit's own (finest) slice, the whole above it, and its peers: the region's slice
-- of its type.
ALTER TABLE work_unit ADD own_slice int, ADD whole_slice int, ADD peers int;
UPDATE work_unit u
   SET own_slice = own.slice_id, whole_slice = whole.slice_id, peers = region.slice_id
  FROM work_slice own
  JOIN work_slice whole ON whole.unit_id = own.unit_id AND whole.type = ''
  JOIN work_slice region
    ON region.unit_id = own.region_id AND region.type = own.type
 WHERE own.unit_id = coalesce(u.municipality_id, u.region_id) AND own.type = u.type;

-- Which slices a slice is part of, itself included.
ANALYZE work_slice;
CREATE TEMP TABLE work_part AS
SELECT part.slice_id AS part_id, whole.slice_id
  FROM work_slice part
 CROSS JOIN LATERAL (
    VALUES (part.unit_id, part.type), (part.unit_id, ''),
           (part.region_id, part.type), (part.region_id, '')) AS above (unit_id, type)
  JOIN work_slice whole ON whole.unit_id = above.unit_id AND whole.type = above.type
 GROUP BY part.slice_id, whole.slice_id;

ANALYZE work_indicator;
ANALYZE work_unit;
ANALYZE work_part;
