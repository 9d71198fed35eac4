"""Paths of units are kept by the database; the journal only grows."""

from django.db import migrations

UNIT_PATH = """
CREATE FUNCTION portal_unit_path() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    above portal_unit%ROWTYPE;
BEGIN
    IF NEW.kind = 'region' THEN
        NEW.path := lpad(NEW.id::text, 7, '0') || '/';
        RETURN NEW;
    END IF;
    SELECT * INTO above FROM portal_unit WHERE id = NEW.parent_id;
    IF above.kind IS DISTINCT FROM
       (CASE NEW.kind WHEN 'municipality' THEN 'region' ELSE 'municipality' END) THEN
        RAISE EXCEPTION 'unit % (%) cannot stand under %', NEW.id, NEW.kind, above.kind
            USING ERRCODE = 'check_violation', CONSTRAINT = 'portal_unit_depth';
    END IF;
    NEW.path := above.path || lpad(NEW.id::text, 7, '0') || '/';
    RETURN NEW;
END $$;
CREATE TRIGGER portal_unit_path BEFORE INSERT OR UPDATE OF parent_id, kind, path
    ON portal_unit FOR EACH ROW EXECUTE FUNCTION portal_unit_path();

CREATE FUNCTION portal_unit_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE portal_unit SET path = '' WHERE parent_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER portal_unit_move AFTER UPDATE OF path, parent_id ON portal_unit
    FOR EACH ROW WHEN (OLD.path IS DISTINCT FROM NEW.path)
    EXECUTE FUNCTION portal_unit_move();
"""

JOURNAL = """
CREATE FUNCTION portal_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER portal_journal_only_grows BEFORE UPDATE OR DELETE ON portal_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION portal_only_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            UNIT_PATH,
            "DROP TRIGGER portal_unit_move ON portal_unit;"
            "DROP TRIGGER portal_unit_path ON portal_unit;"
            "DROP FUNCTION portal_unit_move; DROP FUNCTION portal_unit_path;",
        ),
        migrations.RunSQL(
            JOURNAL,
            "DROP TRIGGER portal_journal_only_grows ON portal_journalentry;"
            "DROP FUNCTION portal_only_grows;",
        ),
    ]
