-- How many people are ready, and how many in the reserve, without double count.
SELECT count(DISTINCT person_id) FILTER (WHERE status = 'ready'),
       count(DISTINCT person_id)
  FROM member
