"""Values and results are partitioned by cycle and guarded by the database.

The plain tables of the first migration are empty here and are made anew by hand:
Django 5.2 knows composite keys but no partitions, and no foreign key of two
columns. A cycle gets its partitions from a trigger, so that no door can forget it.
"""

from django.db import migrations

TABLES = """
DROP TABLE monitoring_value;
CREATE TABLE monitoring_value (
    cycle_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    indicator_id bigint NOT NULL,
    kind varchar(10) NOT NULL,
    numerator numeric(14, 2),
    denominator numeric(14, 2),
    not_applicable_reason varchar(300) NOT NULL DEFAULT '',
    comment varchar(500) NOT NULL DEFAULT '',
    version integer NOT NULL DEFAULT 1,
    updated_at timestamptz NOT NULL DEFAULT now(),
    updated_by_id bigint REFERENCES portal_user,
    PRIMARY KEY (cycle_id, unit_id, indicator_id),
    CONSTRAINT monitoring_value_submission FOREIGN KEY (cycle_id, unit_id)
        REFERENCES monitoring_submission (cycle_id, unit_id) ON DELETE CASCADE,
    CONSTRAINT monitoring_value_indicator FOREIGN KEY (indicator_id, kind)
        REFERENCES monitoring_indicator (id, kind),
    CONSTRAINT monitoring_value_not_negative
        CHECK (numerator >= 0 AND denominator >= 0),
    CONSTRAINT monitoring_value_part_of_whole
        CHECK (kind NOT IN ('share', 'yes_no') OR numerator <= denominator),
    CONSTRAINT monitoring_value_whole_numbers
        CHECK (kind NOT IN ('share', 'yes_no')
               OR (numerator = trunc(numerator) AND denominator = trunc(denominator))),
    CONSTRAINT monitoring_value_yes_or_no
        CHECK (kind <> 'yes_no' OR (numerator <= 1 AND denominator <= 1)),
    CONSTRAINT monitoring_value_reason_or_figures
        CHECK (not_applicable_reason = ''
               OR (numerator IS NULL AND denominator IS NULL))
) PARTITION BY LIST (cycle_id);

DROP TABLE monitoring_result;
CREATE TABLE monitoring_result (
    cycle_id bigint NOT NULL,
    unit_id bigint NOT NULL,
    organization_type varchar(12) NOT NULL,
    indicator_id bigint NOT NULL,
    numerator numeric(16, 2),
    denominator numeric(16, 2),
    value numeric(12, 2),
    level varchar(6) NOT NULL,
    previous_value numeric(12, 2),
    change numeric(12, 2),
    trend varchar(6) NOT NULL,
    rank integer,
    peers integer,
    median numeric(12, 2),
    state varchar(14) NOT NULL,
    reported integer NOT NULL,
    expected integer NOT NULL,
    PRIMARY KEY (cycle_id, unit_id, organization_type, indicator_id),
    CONSTRAINT monitoring_result_level_of_value
        CHECK ((value IS NULL) = (level = '')),
    CONSTRAINT monitoring_result_no_zero_for_no_data
        CHECK (value IS NULL OR denominator > 0)
) PARTITION BY LIST (cycle_id);
"""

PARTITIONS = """
CREATE FUNCTION monitoring_cycle_partitions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        EXECUTE format('DROP TABLE IF EXISTS monitoring_value_%s', OLD.id);
        EXECUTE format('DROP TABLE IF EXISTS monitoring_result_%s', OLD.id);
        RETURN OLD;
    END IF;
    EXECUTE format('CREATE TABLE monitoring_value_%s PARTITION OF monitoring_value
                    FOR VALUES IN (%s)', NEW.id, NEW.id);
    EXECUTE format('CREATE TABLE monitoring_result_%s PARTITION OF monitoring_result
                    FOR VALUES IN (%s)', NEW.id, NEW.id);
    RETURN NEW;
END $$;
CREATE TRIGGER monitoring_cycle_partitions AFTER INSERT ON monitoring_cycle
    FOR EACH ROW EXECUTE FUNCTION monitoring_cycle_partitions();
"""

GUARD = """
CREATE FUNCTION monitoring_value_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    bad text;
BEGIN
    SELECT format('cycle %s, unit %s: %s, %s', s.cycle_id, s.unit_id, c.status, s.status)
      INTO bad
      FROM (SELECT DISTINCT cycle_id, unit_id FROM changed) v
      JOIN monitoring_submission s USING (cycle_id, unit_id)
      JOIN monitoring_cycle c ON c.id = s.cycle_id
     WHERE c.status <> 'collecting' OR s.status NOT IN ('draft', 'returned')
     LIMIT 1;
    IF bad IS NOT NULL THEN
        RAISE EXCEPTION 'values are closed: %', bad
            USING ERRCODE = 'check_violation', CONSTRAINT = 'monitoring_value_open';
    END IF;
    IF TG_OP <> 'DELETE' AND EXISTS (
        SELECT FROM (SELECT DISTINCT cycle_id, indicator_id FROM changed) v
          JOIN monitoring_indicator i ON i.id = v.indicator_id
          JOIN monitoring_cycle c ON c.id = v.cycle_id
         WHERE i.methodology_id <> c.methodology_id) THEN
        RAISE EXCEPTION 'an indicator of another methodology'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'monitoring_value_method';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER monitoring_value_guard_insert AFTER INSERT ON monitoring_value
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_guard();
CREATE TRIGGER monitoring_value_guard_update AFTER UPDATE ON monitoring_value
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_guard();
CREATE TRIGGER monitoring_value_guard_delete AFTER DELETE ON monitoring_value
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_guard();
"""

HISTORY = """
CREATE FUNCTION monitoring_value_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO monitoring_valuehistory (at, operation, cycle_id, unit_id,
        indicator_id, numerator, denominator, not_applicable_reason, comment,
        version, updated_by_id)
    SELECT clock_timestamp(), lower(TG_OP), cycle_id, unit_id, indicator_id, numerator,
           denominator, not_applicable_reason, comment, version, updated_by_id
      FROM changed;
    RETURN NULL;
END $$;
CREATE TRIGGER monitoring_value_history_insert AFTER INSERT ON monitoring_value
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_history();
CREATE TRIGGER monitoring_value_history_update AFTER UPDATE ON monitoring_value
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_history();
CREATE TRIGGER monitoring_value_history_delete AFTER DELETE ON monitoring_value
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_history();
CREATE TRIGGER monitoring_valuehistory_only_grows BEFORE UPDATE OR DELETE
    ON monitoring_valuehistory FOR EACH STATEMENT EXECUTE FUNCTION portal_only_grows();
"""

FROZEN = """
CREATE FUNCTION monitoring_method_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM monitoring_methodology
                WHERE id = OLD.methodology_id AND status = 'approved') THEN
        RAISE EXCEPTION 'an approved methodology does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'monitoring_method_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER monitoring_indicator_frozen BEFORE UPDATE OR DELETE
    ON monitoring_indicator FOR EACH ROW EXECUTE FUNCTION monitoring_method_frozen();
CREATE TRIGGER monitoring_track_frozen BEFORE UPDATE OR DELETE
    ON monitoring_track FOR EACH ROW EXECUTE FUNCTION monitoring_method_frozen();
CREATE TRIGGER monitoring_criterion_frozen BEFORE UPDATE OR DELETE
    ON monitoring_criterion FOR EACH ROW EXECUTE FUNCTION monitoring_method_frozen();

CREATE FUNCTION monitoring_methodology_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'approved' THEN
        RAISE EXCEPTION 'an approved methodology does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'monitoring_method_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER monitoring_methodology_frozen BEFORE UPDATE OR DELETE
    ON monitoring_methodology FOR EACH ROW
    EXECUTE FUNCTION monitoring_methodology_frozen();
"""


def undo(*statements: str) -> str:
    return ";".join(statements) + ";"


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0002_values_and_results"),
        ("portal", "0002_triggers"),
    ]

    operations = [
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
        migrations.RunSQL(
            PARTITIONS,
            undo(
                "DROP TRIGGER monitoring_cycle_partitions ON monitoring_cycle",
                "DROP FUNCTION monitoring_cycle_partitions",
            ),
        ),
        migrations.RunSQL(GUARD, "DROP FUNCTION monitoring_value_guard CASCADE;"),
        migrations.RunSQL(
            HISTORY,
            undo(
                "DROP TRIGGER monitoring_valuehistory_only_grows"
                " ON monitoring_valuehistory",
                "DROP FUNCTION monitoring_value_history CASCADE",
            ),
        ),
        migrations.RunSQL(
            FROZEN,
            undo(
                "DROP FUNCTION monitoring_method_frozen CASCADE",
                "DROP FUNCTION monitoring_methodology_frozen CASCADE",
            ),
        ),
    ]
