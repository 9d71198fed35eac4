"""The statements of counting: fresh counts come into a table, then meet the old ones.

Submissions are locked as the entry of values locks them; what is handed in keeps
both its values and its counts.
"""

TABLES = """
DROP TABLE IF EXISTS counted_now, counted_change;
CREATE TEMPORARY TABLE counted_now (
    unit_id bigint, indicator_id bigint, kind varchar(10),
    numerator numeric, denominator numeric,
    PRIMARY KEY (indicator_id, unit_id)) ON COMMIT DROP
"""

FILL = """
INSERT INTO counted_now
SELECT unit_id, %(indicator)s, %(kind)s, numerator, denominator
  FROM unnest(%(units)s::bigint[], %(numerators)s::numeric[],
              %(denominators)s::numeric[]) AS row (unit_id, numerator, denominator)
"""

_OPEN = """
  JOIN monitoring_submission s
    ON s.cycle_id = %(cycle)s AND s.unit_id = n.unit_id
   AND s.status IN ('draft', 'returned')
"""
_KNOWN = """
  LEFT JOIN monitoring_countedvalue c
    ON c.cycle_id = %(cycle)s AND c.unit_id = n.unit_id
   AND c.indicator_id = n.indicator_id
  LEFT JOIN monitoring_value v
    ON v.cycle_id = %(cycle)s AND v.unit_id = n.unit_id
   AND v.indicator_id = n.indicator_id
"""
_NOTHING_TYPED = """(v.unit_id IS NULL OR (v.numerator IS NULL
   AND v.denominator IS NULL AND v.not_applicable_reason = ''))"""

CHANGES = f"""
CREATE TEMPORARY TABLE counted_change ON COMMIT DROP AS
SELECT n.* FROM counted_now n {_OPEN} {_KNOWN}
 WHERE (c.numerator, c.denominator) IS DISTINCT FROM (n.numerator, n.denominator)
    OR {_NOTHING_TYPED}
"""  # noqa: S608 - joined from constants

LOCK = """
SELECT s.id FROM monitoring_submission s
 WHERE s.cycle_id = %(cycle)s AND s.unit_id IN (SELECT unit_id FROM counted_change)
 ORDER BY s.id FOR UPDATE
"""

VALUES = f"""
INSERT INTO monitoring_value AS value (cycle_id, unit_id, indicator_id, kind, numerator,
    denominator, not_applicable_reason, comment, version, updated_at, updated_by_id)
SELECT %(cycle)s, n.unit_id, n.indicator_id, n.kind, n.numerator, n.denominator,
       '', '', 1, now(), %(robot)s
  FROM counted_change n {_OPEN} {_KNOWN}
 WHERE {_NOTHING_TYPED}
    OR ((v.numerator, v.denominator) = (c.numerator, c.denominator)
        AND (v.numerator, v.denominator) <> (n.numerator, n.denominator))
    ON CONFLICT (cycle_id, unit_id, indicator_id) DO UPDATE
   SET numerator = excluded.numerator, denominator = excluded.denominator,
       version = value.version + 1, updated_at = excluded.updated_at,
       updated_by_id = excluded.updated_by_id
"""  # noqa: S608 - joined from constants

COUNTS = f"""
INSERT INTO monitoring_countedvalue AS counted
    (cycle_id, unit_id, indicator_id, numerator, denominator, counted_at)
SELECT %(cycle)s, n.unit_id, n.indicator_id, n.numerator, n.denominator, now()
  FROM counted_change n {_OPEN}
    ON CONFLICT (cycle_id, indicator_id, unit_id) DO UPDATE
   SET numerator = excluded.numerator, denominator = excluded.denominator,
       counted_at = excluded.counted_at
 WHERE (counted.numerator, counted.denominator)
    <> (excluded.numerator, excluded.denominator)
"""  # noqa: S608 - joined from constants

GONE = """
DELETE FROM monitoring_countedvalue c
 USING monitoring_submission s
 WHERE c.cycle_id = %(cycle)s AND c.indicator_id = ANY(%(indicators)s)
   AND s.cycle_id = c.cycle_id AND s.unit_id = c.unit_id
   AND s.status IN ('draft', 'returned')
   AND NOT EXISTS (SELECT FROM counted_now n
                    WHERE n.unit_id = c.unit_id AND n.indicator_id = c.indicator_id)
"""
