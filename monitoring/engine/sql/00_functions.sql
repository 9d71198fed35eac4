-- The sums of monitoring/formulas.py; simple enough for the planner to inline.
CREATE OR REPLACE FUNCTION pg_temp.value_of(kind text, k numeric, o numeric, decimals int)
RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN o > 0 AND kind IN ('share', 'yes_no', 'plan')
                THEN round(100 * k / o, decimals) END
$$;

CREATE OR REPLACE FUNCTION pg_temp.goodness(value numeric, higher_is_better boolean)
RETURNS numeric LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN higher_is_better THEN value ELSE 100 - value END
$$;

CREATE OR REPLACE FUNCTION pg_temp.level_of(
    goodness numeric, medium_from numeric, high_from numeric)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN goodness IS NULL THEN ''
                WHEN goodness >= high_from THEN 'high'
                WHEN goodness >= medium_from THEN 'medium'
                ELSE 'low' END
$$;

CREATE OR REPLACE FUNCTION pg_temp.trend_of(change numeric, tolerance numeric)
RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN change IS NULL THEN ''
                WHEN abs(change) <= tolerance THEN 'stable'
                WHEN change > 0 THEN 'grew'
                ELSE 'fell' END
$$;
