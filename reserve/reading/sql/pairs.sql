-- Who fits the posts of the named organizations.
SELECT pair.unit_id, max(pair.member_id), p.last_name, p.first_name, p.patronymic,
       pair.person_id
  FROM pair JOIN portal_person p ON p.id = pair.person_id
 WHERE pair.unit_id = ANY(%(units)s)
 GROUP BY pair.unit_id, pair.person_id, p.last_name, p.first_name, p.patronymic
 ORDER BY p.last_name, p.first_name, pair.person_id
