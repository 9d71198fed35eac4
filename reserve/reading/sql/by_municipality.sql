-- Posts, those that will be free by year and by cover, people, by municipality.
SELECT every.municipality_id, every.posts,
       coalesce(sum(line.free), 0)::bigint, coalesce(sum(line.free_1), 0)::bigint,
       coalesce(sum(line.free_2), 0)::bigint, coalesce(sum(line.free_3), 0)::bigint,
       coalesce(sum(line.full_), 0)::bigint, coalesce(sum(line.thin), 0)::bigint,
       coalesce(sum(line.bare), 0)::bigint,
       coalesce(max(ready.people), 0), coalesce(max(ready.prospective), 0)
  FROM (SELECT municipality_id, count(*) AS posts FROM post
         GROUP BY municipality_id) AS every
  LEFT JOIN (
       SELECT municipality_id, count(*) AS free,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s) AS free_1,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s + 1)
                  AS free_2,
              count(*) FILTER (WHERE date_part('year', free_on) = %(year)s + 2)
                  AS free_3,
              count(*) FILTER (WHERE fits >= 2) AS full_,
              count(*) FILTER (WHERE fits = 1) AS thin,
              count(*) FILTER (WHERE fits = 0) AS bare
         FROM line GROUP BY municipality_id) AS line USING (municipality_id)
  LEFT JOIN (
       SELECT home_id AS municipality_id,
              count(DISTINCT person_id) FILTER (WHERE status = 'ready') AS people,
              count(DISTINCT person_id)
                  FILTER (WHERE status IN ('training', 'internship', 'project'))
                  AS prospective
         FROM member GROUP BY home_id) AS ready USING (municipality_id)
 GROUP BY every.municipality_id, every.posts
