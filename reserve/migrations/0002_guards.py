"""What the database itself forbids in the reserve: texts and protocols are final."""

from django.db import migrations

GUARDS = """
CREATE TRIGGER reserve_consenttext_only_grows BEFORE UPDATE OR DELETE
    ON reserve_consenttext FOR EACH STATEMENT EXECUTE FUNCTION portal_only_grows();

CREATE FUNCTION reserve_protocol_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed protocol does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reserve_protocol_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reserve_protocol_frozen BEFORE UPDATE OR DELETE
    ON reserve_protocol FOR EACH ROW EXECUTE FUNCTION reserve_protocol_frozen();

CREATE FUNCTION reserve_decision_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    protocol bigint := CASE TG_OP WHEN 'INSERT' THEN NEW.protocol_id
                                  ELSE OLD.protocol_id END;
BEGIN
    IF EXISTS (SELECT FROM reserve_protocol
                WHERE id = protocol AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a signed protocol does not change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reserve_protocol_frozen';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER reserve_decision_frozen BEFORE INSERT OR UPDATE OR DELETE
    ON reserve_decision FOR EACH ROW EXECUTE FUNCTION reserve_decision_frozen();

CREATE FUNCTION reserve_score_in_range() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reserve_stagecriterion c
                     JOIN reserve_sheet s ON s.id = NEW.sheet_id
                    WHERE c.id = NEW.criterion_id AND c.stage_id = s.stage_id
                      AND NEW.points BETWEEN c.minimum AND c.maximum) THEN
        RAISE EXCEPTION 'points beyond the criterion'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reserve_score_in_range';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reserve_score_in_range BEFORE INSERT OR UPDATE
    ON reserve_score FOR EACH ROW EXECUTE FUNCTION reserve_score_in_range();
"""
UNDO = """
DROP TRIGGER reserve_consenttext_only_grows ON reserve_consenttext;
DROP FUNCTION reserve_protocol_frozen CASCADE;
DROP FUNCTION reserve_decision_frozen CASCADE;
DROP FUNCTION reserve_score_in_range CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("reserve", "0001_initial"), ("portal", "0005_expert")]

    operations = [migrations.RunSQL(GUARDS, UNDO)]
