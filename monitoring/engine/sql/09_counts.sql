-- How much was made, and the digest of what was counted: one line for a unit, its
-- "indicator:K/O" in the order of ids; the SHA-256 of each line, and that of them all.
SELECT (SELECT count(*) FROM work_unit) AS units,
       coalesce(sum(given), 0)::bigint AS answers,
       (SELECT count(*) FROM {fresh}) AS results,
       (SELECT count(*) FROM monitoring_summary WHERE cycle_id = %(cycle)s) AS summaries,
       (SELECT count(*) FROM monitoring_riskentry WHERE cycle_id = %(cycle)s) AS risks,
       encode(sha256(coalesce(string_agg(sha256(convert_to(line, 'UTF8')), ''::bytea
                                         ORDER BY unit_id), '')), 'hex') AS digest
  FROM (
    SELECT unit_id, count(*) AS given,
           unit_id || ' ' || string_agg(indicator_id || ':' || k || '/' || o, ' '
                                        ORDER BY indicator_id) AS line
      FROM work_answer
     WHERE k IS NOT NULL
     GROUP BY unit_id
       ) AS lines;
