"""What the database itself keeps in programs: tallies, and that issued texts stay."""

from django.db import migrations

# One statement's change of the counts, in one order so that two series that are
# moved at once wait for each other instead of locking each other out.
COUNTED = """
    INSERT INTO programs_tally AS t
           (event_id, starts_on, due_on, planned, held, checked, cancelled,
            participants)
    SELECT event_id, starts_on, due_on,
           coalesce(sum(sign) FILTER (WHERE status = 'planned'), 0),
           coalesce(sum(sign) FILTER (WHERE status = 'held'), 0),
           coalesce(sum(sign) FILTER (WHERE status = 'checked'), 0),
           coalesce(sum(sign) FILTER (WHERE status = 'cancelled'), 0),
           coalesce(sum(sign * participants), 0)
      FROM ({rows}) d
     GROUP BY event_id, starts_on, due_on
     ORDER BY event_id, starts_on, due_on
        ON CONFLICT (event_id, starts_on, due_on) DO UPDATE
       SET planned = t.planned + excluded.planned,
           held = t.held + excluded.held,
           checked = t.checked + excluded.checked,
           cancelled = t.cancelled + excluded.cancelled,
           participants = t.participants + excluded.participants;
"""
ROWS = "SELECT event_id, starts_on, due_on, status, participants, {sign} AS sign FROM {table}"
NEW = ROWS.format(sign=1, table="now_rows")
OLD = ROWS.format(sign=-1, table="was_rows")


def function(name: str, rows: str) -> str:
    """Return the function that counts the rows."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {COUNTED.format(rows=rows)}
    RETURN NULL;
END $$;
"""


TALLY = (
    function("programs_tally_inserted", NEW)
    + function("programs_tally_deleted", OLD)
    + function("programs_tally_updated", f"{NEW} UNION ALL {OLD}")
    + """
CREATE TRIGGER programs_occurrence_tally_insert AFTER INSERT ON programs_occurrence
    REFERENCING NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_inserted();
CREATE TRIGGER programs_occurrence_tally_update AFTER UPDATE ON programs_occurrence
    REFERENCING OLD TABLE AS was_rows NEW TABLE AS now_rows
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_updated();
CREATE TRIGGER programs_occurrence_tally_delete AFTER DELETE ON programs_occurrence
    REFERENCING OLD TABLE AS was_rows
    FOR EACH STATEMENT EXECUTE FUNCTION programs_tally_deleted();
"""
)

GUARDS = """
CREATE FUNCTION programs_evaluation_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed evaluation does not change'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'programs_evaluation_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programs_evaluation_frozen BEFORE UPDATE OR DELETE
    ON programs_evaluation FOR EACH ROW
    EXECUTE FUNCTION programs_evaluation_frozen();

-- What was issued stays readable as it was: only tracking may touch these rows.
CREATE FUNCTION programs_event_words_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT status FROM programs_program WHERE id = OLD.program_id)
           IN ('published', 'replaced', 'finished')
       AND (TG_OP = 'DELETE' OR (OLD.name, OLD.number, OLD.schedule_original,
            OLD.expected_result, OLD.bodies_original, OLD.program_id)
           IS DISTINCT FROM (NEW.name, NEW.number, NEW.schedule_original,
            NEW.expected_result, NEW.bodies_original, NEW.program_id)) THEN
        RAISE EXCEPTION 'an issued program changes by a new edition'
            USING ERRCODE = 'check_violation',
                  CONSTRAINT = 'programs_event_words_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER programs_event_words_frozen BEFORE UPDATE OR DELETE
    ON programs_event FOR EACH ROW EXECUTE FUNCTION programs_event_words_frozen();
"""

UNDO = """
DROP FUNCTION programs_tally_inserted CASCADE;
DROP FUNCTION programs_tally_updated CASCADE;
DROP FUNCTION programs_tally_deleted CASCADE;
DROP FUNCTION programs_evaluation_frozen CASCADE;
DROP FUNCTION programs_event_words_frozen CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("programs", "0001_initial")]

    operations = [migrations.RunSQL(TALLY + GUARDS, UNDO)]
