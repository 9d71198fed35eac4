"""How many values of a submission are complete, kept by a trigger on values."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FILLED = """
CREATE FUNCTION monitoring_value_complete(numerator numeric, denominator numeric,
    not_applicable_reason varchar) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT ((numerator IS NOT NULL AND denominator IS NOT NULL)
            OR not_applicable_reason <> '')::integer
$$;

CREATE FUNCTION monitoring_value_filled() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    cycles bigint[];
    units bigint[];
    deltas integer[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(c.cycle_id), array_agg(c.unit_id), array_agg(c.delta)
          INTO cycles, units, deltas
          FROM (SELECT cycle_id, unit_id, sum(monitoring_value_complete(
                           numerator, denominator, not_applicable_reason)) AS delta
                  FROM changed GROUP BY 1, 2) c
         WHERE c.delta <> 0;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(c.cycle_id), array_agg(c.unit_id), array_agg(c.delta)
          INTO cycles, units, deltas
          FROM (SELECT cycle_id, unit_id, -sum(monitoring_value_complete(
                           numerator, denominator, not_applicable_reason)) AS delta
                  FROM changed GROUP BY 1, 2) c
         WHERE c.delta <> 0;
    ELSE
        SELECT array_agg(c.cycle_id), array_agg(c.unit_id), array_agg(c.delta)
          INTO cycles, units, deltas
          FROM (SELECT b.cycle_id, b.unit_id, sum(b.delta) AS delta
                  FROM (SELECT cycle_id, unit_id, monitoring_value_complete(
                                   numerator, denominator, not_applicable_reason)
                               AS delta FROM changed
                         UNION ALL
                        SELECT cycle_id, unit_id, -monitoring_value_complete(
                                   numerator, denominator, not_applicable_reason)
                          FROM was) b
                 GROUP BY 1, 2) c
         WHERE c.delta <> 0;
    END IF;
    -- in one order, so that two pasted blocks wait for each other
    PERFORM FROM monitoring_submission s
       JOIN unnest(cycles, units) AS c (cycle_id, unit_id) USING (cycle_id, unit_id)
      ORDER BY s.id FOR NO KEY UPDATE OF s;
    UPDATE monitoring_submission s SET filled = s.filled + c.delta
      FROM unnest(cycles, units, deltas) AS c (cycle_id, unit_id, delta)
     WHERE s.cycle_id = c.cycle_id AND s.unit_id = c.unit_id;
    RETURN NULL;
END $$;
CREATE TRIGGER monitoring_value_filled_insert AFTER INSERT ON monitoring_value
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_filled();
CREATE TRIGGER monitoring_value_filled_update AFTER UPDATE ON monitoring_value
    REFERENCING OLD TABLE AS was NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_filled();
CREATE TRIGGER monitoring_value_filled_delete AFTER DELETE ON monitoring_value
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION monitoring_value_filled();

UPDATE monitoring_submission s SET filled = c.complete
  FROM (SELECT cycle_id, unit_id, sum(monitoring_value_complete(
                   numerator, denominator, not_applicable_reason)) AS complete
          FROM monitoring_value GROUP BY 1, 2) c
 WHERE s.cycle_id = c.cycle_id AND s.unit_id = c.unit_id;
"""
UNDO = """
DROP FUNCTION monitoring_value_filled CASCADE;
DROP FUNCTION monitoring_value_complete;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("monitoring", "0003_partitions"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="submission",
            name="update_update",
        ),
        migrations.AddField(
            model_name="submission",
            name="filled",
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="submission",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "monitoring_submissionevent" ("cycle_id", "decided_at", "decided_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "return_reason", "status", "submitted_at", "submitted_by_id", "unit_id") SELECT new_values."cycle_id", new_values."decided_at", new_values."decided_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."return_reason", new_values."status", new_values."submitted_at", new_values."submitted_by_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."cycle_id" IS DISTINCT FROM (new_values."cycle_id") OR old_values."decided_at" IS DISTINCT FROM (new_values."decided_at") OR old_values."decided_by_id" IS DISTINCT FROM (new_values."decided_by_id") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."return_reason" IS DISTINCT FROM (new_values."return_reason") OR old_values."status" IS DISTINCT FROM (new_values."status") OR old_values."submitted_at" IS DISTINCT FROM (new_values."submitted_at") OR old_values."submitted_by_id" IS DISTINCT FROM (new_values."submitted_by_id") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="d42610b903b721fe707469db7d1077ef184b2c20",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_42683",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                    table="monitoring_submission",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILLED, UNDO),
    ]
