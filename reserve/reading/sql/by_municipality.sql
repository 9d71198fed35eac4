-- Posts, those that will be free by year and by cover, people, by municipality;
-- the barest first, of each the nearest bare post.
SELECT every.municipality_id, place.short_name,
       coalesce(line.vacancies, 0)::bigint, line.nearest, line.why,
       every.posts, coalesce(line.free, 0)::bigint,
       coalesce(line.free_1, 0)::bigint, coalesce(line.free_2, 0)::bigint,
       coalesce(line.free_3, 0)::bigint, coalesce(line.full_, 0)::bigint,
       coalesce(line.thin, 0)::bigint, coalesce(line.bare, 0)::bigint,
       coalesce(ready.people, 0), coalesce(ready.prospective, 0)
  FROM (SELECT municipality_id, count(*) AS posts FROM post
         GROUP BY municipality_id) AS every
  JOIN portal_unit AS place ON place.id = every.municipality_id
  LEFT JOIN (
       SELECT municipality_id, count(*) AS free, count(vacancy_id) AS vacancies,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s) AS free_1,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s + 1)
                  AS free_2,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s + 2)
                  AS free_3,
              count(*) FILTER (WHERE fits >= 2) AS full_,
              count(*) FILTER (WHERE fits = 1) AS thin,
              count(*) FILTER (WHERE fits = 0) AS bare,
              min(free_on) FILTER (WHERE fits = 0) AS nearest,
              (array_agg(reasons[1] ORDER BY free_on, unit_id)
                  FILTER (WHERE fits = 0))[1] AS why
         FROM line GROUP BY municipality_id) AS line USING (municipality_id)
  LEFT JOIN (
       SELECT home_id AS municipality_id,
              count(DISTINCT person_id) FILTER (WHERE status = 'ready') AS people,
              count(DISTINCT person_id)
                  FILTER (WHERE status IN ('training', 'internship', 'project'))
                  AS prospective
         FROM member GROUP BY home_id) AS ready USING (municipality_id)
 ORDER BY coalesce(line.bare, 0) DESC, coalesce(line.thin, 0) DESC,
          place.sort_name, place.id
