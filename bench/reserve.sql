-- Multiplies the demo's reserve: members with consents, states, plans and activities,
-- and applications with results, until there are %(members)s members. The network
-- stays as it is: the copies are new people at the same organizations.
CREATE TEMP TABLE times AS
SELECT ceil((%(members)s - count(*))::numeric / count(*))::int AS n FROM reserve_member;

CREATE TEMP TABLE copied_member AS
SELECT m.id AS old, m.person_id AS old_person,
       nextval(pg_get_serial_sequence('reserve_member', 'id')) AS new,
       nextval(pg_get_serial_sequence('portal_person', 'id')) AS person
  FROM generate_series(1, (SELECT n FROM times)) AS turn, reserve_member m
 ORDER BY turn, m.id
 LIMIT (SELECT greatest(%(members)s - count(*), 0) FROM reserve_member);

CREATE TEMP TABLE copied_application AS
SELECT a.id AS old, a.person_id AS old_person, turn,
       nextval(pg_get_serial_sequence('reserve_application', 'id')) AS new,
       nextval(pg_get_serial_sequence('portal_person', 'id')) AS person
  FROM generate_series(1, (SELECT n FROM times)) AS turn, reserve_application a;

INSERT INTO portal_person
SELECT made.* FROM (SELECT old_person, person FROM copied_member
                    UNION ALL SELECT old_person, person FROM copied_application) AS c
  JOIN portal_person p ON p.id = c.old_person,
       jsonb_populate_record(p, jsonb_build_object('id', c.person)) AS made;

INSERT INTO reserve_member
SELECT made.* FROM copied_member c JOIN reserve_member m ON m.id = c.old,
       jsonb_populate_record(m, jsonb_build_object(
           'id', c.new, 'person_id', c.person, 'application_id', NULL)) AS made;

INSERT INTO reserve_member_municipalities (member_id, unit_id)
SELECT c.new, agreed.unit_id
  FROM copied_member c JOIN reserve_member_municipalities agreed ON agreed.member_id = c.old;

INSERT INTO reserve_consent
SELECT made.* FROM (SELECT old_person, person FROM copied_member
                    UNION ALL SELECT old_person, person FROM copied_application) AS c
  JOIN reserve_consent o ON o.person_id = c.old_person,
       jsonb_populate_record(o, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('reserve_consent', 'id')),
           'person_id', c.person)) AS made;

INSERT INTO reserve_transition
SELECT made.* FROM copied_member c
  JOIN (SELECT * FROM reserve_transition ORDER BY id) AS t ON t.member_id = c.old,
       jsonb_populate_record(t::reserve_transition, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('reserve_transition', 'id')),
           'member_id', c.new)) AS made;

CREATE TEMP TABLE copied_plan AS
SELECT p.id AS old, c.new AS member,
       nextval(pg_get_serial_sequence('reserve_developmentplan', 'id')) AS new
  FROM copied_member c JOIN reserve_developmentplan p ON p.member_id = c.old;

INSERT INTO reserve_developmentplan
SELECT made.* FROM copied_plan c JOIN reserve_developmentplan p ON p.id = c.old,
       jsonb_populate_record(p, jsonb_build_object(
           'id', c.new, 'member_id', c.member)) AS made;

INSERT INTO reserve_deficit
SELECT made.* FROM copied_plan c JOIN reserve_deficit d ON d.plan_id = c.old,
       jsonb_populate_record(d, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('reserve_deficit', 'id')),
           'plan_id', c.new)) AS made;

INSERT INTO reserve_planitem
SELECT made.* FROM copied_plan c JOIN reserve_planitem i ON i.plan_id = c.old,
       jsonb_populate_record(i, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('reserve_planitem', 'id')),
           'plan_id', c.new, 'deficit_id', NULL)) AS made;

INSERT INTO reserve_application
SELECT made.* FROM copied_application c JOIN reserve_application a ON a.id = c.old,
       jsonb_populate_record(a, jsonb_build_object(
           'id', c.new, 'person_id', c.person,
           'number', a.number + 100000 * c.turn)) AS made;

INSERT INTO reserve_stageresult
SELECT made.* FROM copied_application c JOIN reserve_stageresult r
    ON r.application_id = c.old,
       jsonb_populate_record(r, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('reserve_stageresult', 'id')),
           'application_id', c.new)) AS made;

ANALYZE;
