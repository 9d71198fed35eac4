-- Posts of heads, when and why they will be free, and who is ready to take them.
-- The same rules as in reserve/matching.py, said once more for sets; a test compares.
-- Opens every query of the map: branches are LIKE patterns, until ends the horizon.
WITH latest AS (
    SELECT DISTINCT ON (owner_id) id
      FROM monitoring_cycle
     WHERE status IN ('computed', 'published', 'archived') AND kind = 'annual'
     ORDER BY owner_id, year DESC
), risk AS (
    SELECT person_id, unit_id, max(years_in_row) AS years
      FROM monitoring_riskentry
     WHERE cycle_id IN (SELECT id FROM latest) AND years_in_row >= 2
     GROUP BY person_id, unit_id
), post AS (
    SELECT u.id AS unit_id, u.parent_id AS municipality_id, u.short_name, u.sort_name,
           o.type, p.id AS position_id, a.id AS appointment_id, a.person_id,
           v.id AS vacancy_id, risk.years,
           CASE WHEN a.id IS NULL THEN %(today)s::date END AS vacant,
           v.free_on AS declared,
           a.ends_on AS leaves,
           t.contract_ends_on AS contract,
           t.attestation_due_on AS attestation,
           make_date(t.birth_year + %(age)s, 12, 31) AS age,
           CASE WHEN risk.years IS NOT NULL THEN %(year_end)s::date END AS risk
      FROM portal_unit u
      JOIN portal_organization o ON o.unit_id = u.id
      LEFT JOIN portal_position p ON p.unit_id = u.id AND p.kind = 'head'
      LEFT JOIN portal_appointment a ON a.position_id = p.id
           AND a.starts_on <= %(today)s
           AND (a.ends_on IS NULL OR a.ends_on > %(today)s)
      LEFT JOIN reserve_tenure t ON t.appointment_id = a.id
      LEFT JOIN reserve_vacancy v ON v.position_id = p.id AND v.status = 'open'
      LEFT JOIN risk ON risk.person_id = a.person_id AND risk.unit_id = u.id
     WHERE u.kind = 'organization' AND u.path LIKE ANY(%(branches)s)
       AND (u.valid_from IS NULL OR u.valid_from <= %(today)s)
       AND (u.valid_to IS NULL OR u.valid_to > %(today)s)
       AND (%(type)s = '' OR o.type = %(type)s)
), dated AS (
    SELECT post.*, why.free_on, why.reasons,
           EXISTS (SELECT FROM portal_appointment n
                    WHERE n.position_id = post.position_id
                      AND n.starts_on > %(today)s) AS has_successor
      FROM post CROSS JOIN LATERAL (
           SELECT CASE WHEN min(x.on_day) IS NOT NULL
                       THEN greatest(min(x.on_day), %(today)s::date) END AS free_on,
                  array_agg(x.code ORDER BY x.on_day, x.code) AS reasons
             FROM (VALUES ('vacant', vacant), ('declared', declared),
                          ('leaves', leaves), ('contract', contract),
                          ('attestation', attestation), ('age', age),
                          ('risk', risk)) AS x (code, on_day)
            WHERE x.on_day <= %(until)s::date) AS why
), freeing AS (
    SELECT * FROM dated
     WHERE free_on IS NOT NULL AND NOT has_successor
       AND (%(reason)s = '' OR %(reason)s = ANY(reasons))
), member AS (
    SELECT m.id, m.person_id, m.organization_types, m.status, u.path,
           nullif(split_part(u.path, '/', 2), '')::bigint AS home_id
      FROM reserve_member m
      JOIN portal_unit u ON u.id = m.unit_id
     WHERE m.status IN ('training', 'internship', 'project', 'ready', 'approval')
       AND m.post = 'head' AND u.path LIKE ANY(%(branches)s)
       AND EXISTS (SELECT FROM reserve_consent c
                     JOIN reserve_consenttext x ON x.id = c.text_id
                    WHERE c.person_id = m.person_id AND c.withdrawn_at IS NULL
                      AND x.purpose = 'processing')
), place AS (
    SELECT id, person_id, organization_types, status, home_id AS municipality_id
      FROM member WHERE home_id IS NOT NULL
     UNION
    SELECT m.id, m.person_id, m.organization_types, m.status, agreed.unit_id
      FROM member m JOIN reserve_member_municipalities agreed ON agreed.member_id = m.id
), pair AS (
    SELECT f.unit_id, place.id AS member_id, place.person_id
      FROM freeing f
      JOIN place ON place.municipality_id = f.municipality_id
       AND (cardinality(place.organization_types) = 0
            OR f.type = ANY(place.organization_types))
       AND place.person_id IS DISTINCT FROM f.person_id
     WHERE place.status = 'ready'
        OR EXISTS (SELECT FROM reserve_nomination n
                    WHERE n.vacancy_id = f.vacancy_id AND n.person_id = place.person_id
                      AND n.status IN ('submitted', 'documents', 'interview',
                                       'approved'))
), line AS (
    SELECT f.*, coalesce(found.fits, 0) AS fits
      FROM freeing f
      LEFT JOIN (SELECT unit_id, count(DISTINCT person_id) AS fits
                   FROM pair GROUP BY unit_id) AS found USING (unit_id)
)
