-- The new rows take the old partition's place in an instant; until then readers of
-- results see the old ones. Nothing that only served the work stays.
ALTER TABLE monitoring_result DETACH PARTITION {partition};
DROP TABLE {partition};
ALTER TABLE {fresh} RENAME TO {partition};
ALTER INDEX {fresh}_pkey RENAME TO {partition}_pkey;
ALTER TABLE monitoring_result ATTACH PARTITION {partition} FOR VALUES IN (%(cycle)s);
ALTER TABLE {partition} DROP CONSTRAINT of_one_cycle;

DROP TABLE work_indicator, work_unit, work_answer, work_sum, work_aggregate, work_place,
           work_mean, work_summary, work_summary_median;
