-- What the parent table asks of its partition.
ALTER TABLE {fresh}
    ALTER cycle_id SET NOT NULL, ALTER unit_id SET NOT NULL,
    ALTER organization_type SET NOT NULL, ALTER indicator_id SET NOT NULL,
    ALTER level SET NOT NULL, ALTER trend SET NOT NULL, ALTER state SET NOT NULL,
    ALTER reported SET NOT NULL, ALTER expected SET NOT NULL,
    ADD CONSTRAINT monitoring_result_level_of_value
        CHECK ((value IS NULL) = (level = '')),
    ADD CONSTRAINT monitoring_result_no_zero_for_no_data
        CHECK (value IS NULL OR denominator > 0),
    ADD CONSTRAINT of_one_cycle CHECK (cycle_id IS NOT NULL AND cycle_id = %(cycle)s),
    ADD CONSTRAINT {fresh}_pkey
        PRIMARY KEY (cycle_id, unit_id, organization_type, indicator_id);
ANALYZE {fresh};
