-- A country in one region: %(organizations)s organizations, %(indicators)s indicators,
-- the same asked in two cycles. Nothing here is random: every run gets the same rows.
SET session_replication_role = replica;  -- no guards, no history: rows are made whole
SELECT setseed(0.5);

CREATE TEMP TABLE scale AS
SELECT %(organizations)s::int AS organizations, %(indicators)s::int AS indicators,
       greatest(%(organizations)s / 17, 1)::int AS municipalities,
       1000000 AS region, 1000001 AS municipality, 2000001 AS organization;

INSERT INTO portal_unit (id, kind, parent_id, path, name, short_name, code, timezone)
SELECT region, 'region', NULL::bigint, lpad(region::text, 7, '0') || '/', 'Region',
       'Region', '', ''
  FROM scale
 UNION ALL
SELECT municipality + n, 'municipality', region, concat(region, '/', municipality + n, '/'),
       'Municipality ' || n, 'Municipality ' || n, '', ''
  FROM scale, generate_series(0, municipalities - 1) AS n
 UNION ALL
SELECT organization + n, 'organization', municipality + n %% municipalities,
       concat(region, '/', municipality + n %% municipalities, '/', organization + n, '/'),
       'Organization ' || n, 'Organization ' || n, '', ''
  FROM scale, generate_series(0, organizations - 1) AS n;

INSERT INTO portal_organization (unit_id, type, is_rural, is_low_results,
       is_unfavorable, is_innovative, learners, staff)
SELECT organization + n,
       (ARRAY['general', 'general', 'general', 'general', 'general', 'preschool',
              'preschool', 'preschool', 'additional', 'adapted'])[1 + hash %% 10],
       hash %% 3 = 0, hash %% 7 = 0, hash %% 11 = 0, hash %% 13 = 0, 300, 40
  FROM scale, generate_series(0, organizations - 1) AS n,
       LATERAL (SELECT abs(hashint4(n)::bigint) AS hash) AS h;

INSERT INTO portal_person (id, last_name, first_name, patronymic, gender)
SELECT organization + n, 'Person ' || n, 'First', '', 'female'
  FROM scale, generate_series(0, organizations - 1) AS n;

INSERT INTO portal_position (id, unit_id, kind, title)
SELECT organization + n, organization + n, 'head', 'Head'
  FROM scale, generate_series(0, organizations - 1) AS n;

INSERT INTO portal_appointment (id, person_id, position_id, starts_on, order_number,
       is_part_time)
SELECT organization + n, organization + n, organization + n, '2020-09-01', '', false
  FROM scale, generate_series(0, organizations - 1) AS n;

INSERT INTO monitoring_methodology (id, owner_id, code, year, version, name, status,
       order_number, basis, decimals, medium_from, high_from, tolerance, provenance,
       findings)
SELECT region, region, 'bench', 2026, 1, 'Bench', 'draft', '', '[]', 1, 50, 80, 0.5,
       '{}', '[]'
  FROM scale;

INSERT INTO monitoring_track (id, methodology_id, number, name)
SELECT region + n, region, n, 'Track ' || n FROM scale, generate_series(1, 3) AS n;

INSERT INTO monitoring_indicator (id, methodology_id, track_id, code, number, position,
       name, numerator_text, denominator_text, unit_of_observation, kind, collected_at,
       organization_types, sample_flag, sample_note, data_source, higher_is_better,
       weight, missing_rule, provenance)
SELECT region + n, region, region + 1 + n %% 3, n::text, n::text, n, 'Indicator ' || n,
       'K', 'O', '', CASE n %% 10 WHEN 0 THEN 'yes_no' WHEN 1 THEN 'plan' ELSE 'share' END,
       'organization', '{}', '', '', '', n %% 15 <> 7, 1 + n %% 3,
       CASE n %% 20 WHEN 0 THEN 'count_as_no' ELSE 'exclude' END, '{}'
  FROM scale, generate_series(1, indicators) AS n;

SET session_replication_role = origin;   -- the trigger makes the cycles' partitions
INSERT INTO monitoring_cycle (id, methodology_id, owner_id, year, kind, name, status,
       opens_on, closes_on, reference_on, run_on, reply_due_on, counts_from, previous_id,
       recommendations_in_letter, holds_letters)
SELECT region + n, region, region, 2024 + n, 'annual', 'Bench', 'verifying',
       '2026-09-01', '2026-10-01', '2026-10-01', '2026-10-10', '2026-12-01', 'submitted',
       CASE n WHEN 2 THEN region + 1 END, 8, false
  FROM scale, generate_series(1, 2) AS n;
SET session_replication_role = replica;

INSERT INTO monitoring_submission (id, cycle_id, unit_id, status, submitted_at,
       return_reason)
SELECT cycle * 10000000 + organization + n, region + cycle, organization + n,
       CASE abs(hashint4(n)::bigint) %% 50 WHEN 0 THEN 'draft' ELSE 'accepted' END,
       '2026-10-01', ''
  FROM scale, generate_series(1, 2) AS cycle, generate_series(0, organizations - 1) AS n;

INSERT INTO monitoring_value (cycle_id, unit_id, indicator_id, kind, numerator,
       denominator, not_applicable_reason)
SELECT region + cycle, organization + n, i.id, i.kind,
       CASE WHEN applies AND o > 0 THEN (least(hash / 100 %% 100 + cycle * 5, 100) * o / 100)
            WHEN applies THEN 0 END,
       CASE WHEN applies THEN o END,
       CASE WHEN applies THEN '' ELSE 'No such thing here' END
  FROM scale, generate_series(1, 2) AS cycle, generate_series(0, organizations - 1) AS n,
       monitoring_indicator AS i,
       LATERAL (SELECT abs(hashint8(n * 1000::bigint + i.position)::bigint) AS hash) AS h,
       LATERAL (SELECT hash %% 97 <> 0 AS applies,
                       CASE WHEN hash %% 89 = 0 THEN 0 WHEN i.kind = 'yes_no' THEN 1
                            ELSE 1 + hash %% 60 END AS o) AS a
 WHERE i.methodology_id = region AND hash %% 83 <> 0;

DROP TABLE scale;
SET session_replication_role = origin;
