"""The statement that matches rules with results."""

RECOMMEND = """
INSERT INTO monitoring_recommendation (cycle_id, unit_id, person_id, rule_id, text_id,
    rank, in_letter, deadline_on, numerator, denominator, value, level,
    previous_value, change, years_in_row)
WITH cycle AS (SELECT * FROM monitoring_cycle WHERE id = %(cycle)s),
rules AS (
    SELECT DISTINCT ON (rule.code) rule.*
      FROM monitoring_rule rule
      JOIN cycle USING (methodology_id)
     ORDER BY rule.code, rule.version DESC
), figures AS (
    SELECT r.unit_id, r.indicator_id, NULL::bigint AS track_id, r.numerator,
           r.denominator, r.value, r.level, r.previous_value, r.change, r.trend,
           CASE WHEN i.higher_is_better THEN r.value ELSE 100 - r.value END AS goodness
      FROM monitoring_result r
      JOIN monitoring_indicator i ON i.id = r.indicator_id
     WHERE r.cycle_id = %(cycle)s AND r.organization_type = '' AND r.level <> ''
    UNION ALL
    SELECT s.unit_id, NULL, s.track_id, NULL, NULL, s.value, s.level,
           s.previous_value, s.change, s.trend, s.value
      FROM monitoring_summary s
     WHERE s.cycle_id = %(cycle)s AND s.organization_type = '' AND s.level <> ''
), heads AS (
    SELECT p.unit_id, a.person_id, risk.years_in_row
      FROM cycle
      JOIN portal_position p ON p.kind = 'head'
      JOIN portal_appointment a ON a.position_id = p.id
       AND a.starts_on <= cycle.reference_on
       AND (a.ends_on IS NULL OR a.ends_on > cycle.reference_on)
      LEFT JOIN monitoring_riskentry risk ON risk.cycle_id = cycle.id
       AND risk.person_id = a.person_id AND risk.unit_id = p.unit_id
), called AS (
    SELECT DISTINCT ON (f.unit_id, rule.text_id)
           f.*, rule.id AS rule_id, rule.text_id, rule.priority, rule.code,
           heads.person_id, heads.years_in_row
      FROM rules rule
      JOIN figures f  -- 0 for none: equality can be hashed
        ON coalesce(f.indicator_id, 0) = coalesce(rule.indicator_id, 0)
       AND coalesce(f.track_id, 0) = coalesce(rule.track_id, 0)
      JOIN portal_organization o ON o.unit_id = f.unit_id
      LEFT JOIN heads ON heads.unit_id = f.unit_id
     WHERE (rule.levels = '{}' OR f.level = ANY (rule.levels))
       AND (rule.trends = '{}' OR f.trend = ANY (rule.trends))
       AND (rule.organization_types = '{}' OR o.type = ANY (rule.organization_types))
       AND (NOT rule.repeated_risk OR heads.years_in_row >= 2)
     ORDER BY f.unit_id, rule.text_id, rule.priority, f.goodness,
           rule.code COLLATE "C"
), ranked AS (
    SELECT called.*,
           row_number() OVER (PARTITION BY unit_id
                              ORDER BY priority, goodness, code COLLATE "C") AS rank
      FROM called
)
SELECT %(cycle)s, ranked.unit_id, ranked.person_id, ranked.rule_id, ranked.text_id,
       ranked.rank, ranked.rank <= cycle.recommendations_in_letter, deadline.day,
       ranked.numerator, ranked.denominator, ranked.value, ranked.level,
       ranked.previous_value, ranked.change, ranked.years_in_row
  FROM ranked
 CROSS JOIN cycle
  JOIN unnest(%(texts)s, %(days)s::date[]) AS deadline (text_id, day) USING (text_id)
"""
