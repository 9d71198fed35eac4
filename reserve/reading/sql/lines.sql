-- One row for a post that will be free; what it takes counts those elsewhere.
, fitting AS (
    SELECT t.type, count(DISTINCT m.person_id) AS people
      FROM (SELECT DISTINCT type FROM line) AS t
      JOIN member m ON m.status = 'ready'
       AND (cardinality(m.organization_types) = 0 OR t.type = ANY(m.organization_types))
     GROUP BY t.type
), prospective AS (
    SELECT k.municipality_id, k.type, count(DISTINCT p.person_id) AS people
      FROM (SELECT DISTINCT municipality_id, type FROM line) AS k
      JOIN place p ON p.municipality_id = k.municipality_id
       AND p.status IN ('training', 'internship', 'project')
       AND (cardinality(p.organization_types) = 0 OR k.type = ANY(p.organization_types))
     GROUP BY k.municipality_id, k.type
)
SELECT line.unit_id, line.municipality_id, line.short_name, line.type,
       line.appointment_id, line.vacancy_id, line.free_on, line.reasons, line.years,
       line.vacant IS NOT NULL, line.fits,
       greatest(coalesce(fitting.people, 0) - line.fits, 0),
       coalesce(prospective.people, 0),
       concat_ws(' ', h.last_name, h.first_name, h.patronymic)
  FROM line
  LEFT JOIN fitting USING (type)
  LEFT JOIN prospective USING (municipality_id, type)
  LEFT JOIN portal_person h ON h.id = line.person_id
 WHERE %(municipality)s = 0 OR line.municipality_id = %(municipality)s
 ORDER BY least(line.fits, 2), line.free_on, line.sort_name, line.unit_id
