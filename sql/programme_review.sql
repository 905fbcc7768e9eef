-- Alerts and account reviews (over sql/portfolio_setup.sql)
SET client_min_messages = warning;
SET DateStyle = ISO;
SET search_path = velmara;
SELECT kam.create_portfolio('reviewed', account => 'customer', revenue => 'line', cost => 'cost', contract => 'contract', opportunity => 'deal', wallet => 'wallet', potential => 'potential',
	survey => 'answer', service_level => 'ticket', fx_rate => 'rate');
SET search_path = reviewed, prove;
SET kam.as_of = '2025-06-30';
INSERT INTO key_account (account_id, starts_on, tier) VALUES (1, '2024-01-01', 'gold'), (3, '2024-01-01', NULL), (7, '2024-01-01', NULL);

-- What the default rules say. Adler: 0.485 of all revenue, one promise of three kept, no governance; its notice is 95 days ahead. Brandt: nrr 0.8, NPS of one answer -1.
SELECT account_id, name, rule, metric, change, value, raise_at, clear_at, raised_on FROM alerts ORDER BY account_id, rule;
-- looking does not change it, refresh_alerts does; and after it nothing is new
SELECT * FROM kam.refresh_alerts('reviewed');
SELECT * FROM kam.refresh_alerts('reviewed');
SELECT alert_id, account_id, rule, raised_on, raised_value, noted_value, cleared_on FROM alert ORDER BY alert_id;
SELECT change, count(*) FROM alerts GROUP BY change;
-- notice of a contract: 95 days are not near. Fuchs' contracts are none; where no contract is known of anybody, nothing is said
UPDATE alert_rule SET raise_at = 100, clear_at = 110 WHERE rule = 'notice is near';
SELECT account_id, value, change FROM alerts WHERE rule = 'notice is near' ORDER BY account_id;
UPDATE alert_rule SET raise_at = 60, clear_at = 90 WHERE rule = 'notice is near';
-- a plan: all that was due by March is done, nothing more is due until September. The time index says late, nothing rings; in October it does
BEGIN;
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) VALUES (90, 1, 'two steps', '2025-01-01', '2026-01-01');
INSERT INTO milestone (plan_id, title, value, due_on) VALUES (90, 'first', 40, '2025-03-01'), (90, 'second', 60, '2025-09-30');
UPDATE plan SET approved_on = '2025-01-01' WHERE plan_id = 90;
UPDATE milestone SET done_on = '2025-03-01' WHERE plan_id = 90 AND title = 'first';
SELECT p.milestones_late, p.value_index, q.plan_value_index, p.time_index, (SELECT count(*) FROM alerts WHERE rule = 'plan is behind') AS rings FROM plan_progress AS p JOIN account_plan AS q USING (account_id);
SET LOCAL kam.as_of = '2025-10-01';
SELECT account_id, metric, change, value FROM alerts WHERE rule = 'plan is behind';
UPDATE milestone SET done_on = '2025-10-01' WHERE plan_id = 90 AND title = 'second';
SELECT account_id, metric, change, value FROM alerts WHERE rule = 'plan is behind';
ROLLBACK;

-- Hysteresis, with a figure that can be set: raised below 3, cleared at 4; as much again below the first is worse
DELETE FROM alert_rule;
SELECT count(*) FROM alert;
INSERT INTO alert_rule VALUES ('few plants', 'measure:plants', 3, 4, 'plants that we serve'), ('many complaints', 'measure:complaints', 10, 5, 'open complaints');
INSERT INTO measure (account_id, measure, value) VALUES (1, 'plants', 3), (1, 'complaints', 10), (3, 'plants', 5);
CREATE FUNCTION prove.step(plants numeric, complaints numeric) RETURNS TABLE (rule text, shown text, value numeric, noted numeric, returned text) LANGUAGE plpgsql SET search_path = reviewed, pg_temp AS $$
BEGIN
	UPDATE measure AS m SET value = CASE m.measure WHEN 'plants' THEN plants ELSE complaints END WHERE m.account_id = 1;
	CREATE TEMP TABLE shown AS SELECT a.rule, a.change, a.value, a.noted_value FROM alerts AS a;
	CREATE TEMP TABLE returned AS SELECT r.rule, r.change FROM kam.refresh_alerts('reviewed') AS r;
	RETURN QUERY SELECT s.rule, s.change, s.value, s.noted_value, r.change FROM shown AS s FULL JOIN returned AS r ON r.rule = s.rule ORDER BY 1;
	DROP TABLE shown, returned;
END $$;
SELECT n, s.* FROM (VALUES (1, 3, 10), (2, 2.999999, 10.5), (3, 3.5, 9), (4, 3.9, 5.1), (5, 2.5, 12), (6, 1.999999, 15.5), (7, 1.5, 20.5), (8, NULL, NULL), (9, 3.999999, 5.000001), (10, 4, 5), (11, 3.5, 9), (12, 2, 11)) AS v (n, plants, complaints), step(plants, complaints) AS s ORDER BY n, s.rule;
SELECT alert_id - min(alert_id) OVER () AS n, rule, raised_value, noted_value, cleared_on FROM alert ORDER BY alert_id;
-- acknowledged: it stays until it gets worse
UPDATE alert SET acknowledged_by = 'Kim', acknowledged_on = '2025-06-30', note = 'visit next week' WHERE cleared_on IS NULL AND rule = 'few plants';
SELECT * FROM step(1.5, 11);
SELECT acknowledged_by, note FROM alerts JOIN alert USING (alert_id, acknowledged_by) WHERE alert.rule = 'few plants';
SELECT * FROM step(1, 11);
SELECT acknowledged_by, note FROM alert WHERE cleared_on IS NULL AND rule = 'few plants';
-- who leaves the programme has no alerts
BEGIN;
UPDATE key_account SET ends_on = '2025-06-30' WHERE account_id = 1;
SELECT * FROM kam.refresh_alerts('reviewed');
ROLLBACK;
-- the days go on, and not back
SET kam.as_of = '2025-07-31';
SELECT * FROM kam.refresh_alerts('reviewed');
UPDATE measure SET value = 9 WHERE measure = 'plants';
SELECT rule, change, days_open FROM alerts ORDER BY rule;
SELECT * FROM kam.refresh_alerts('reviewed');
SET kam.as_of = '2025-07-30';
SELECT outcome($$SELECT kam.refresh_alerts('reviewed')$$);
SET kam.as_of = '2025-06-30';
-- on that day those were open that were: the one that was cleared in July among them; before they were raised, none was
SELECT rule, change, raised_on, days_open FROM alerts ORDER BY rule;
SET kam.as_of = '2025-05-31';
SELECT change, count(*), min(days_open) AS days_open FROM alerts GROUP BY change;
SET kam.as_of = '2025-06-30';
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO reviewed.alert_rule VALUES ('x', 'measure:plants', 3, 3, '')$$,
	$$INSERT INTO reviewed.alert_rule VALUES ('x', 'mood', 3, 4, '')$$,
	$$INSERT INTO reviewed.alert_rule VALUES ('x', 'nrr', 'NaN', 4, '')$$,
	$$INSERT INTO reviewed.alert (account_id, rule, raised_on, raised_value, noted_on, noted_value) SELECT account_id, rule, raised_on, raised_value, noted_on, noted_value FROM reviewed.alert WHERE cleared_on IS NULL$$,
	$$UPDATE reviewed.alert SET acknowledged_by = 'Kim', acknowledged_on = NULL$$,
	$$SELECT kam.refresh_alerts('nobody')$$,
	$$SELECT kam.refresh_alerts(NULL)$$]) AS call;

-- Reviews. Adler in the second quarter of 2025.
INSERT INTO responsibility (account_id, role, person, starts_on, ends_on, time_share) VALUES (1, 'account manager', 'Lou', '2025-01-01', NULL, 0.4), (2, 'delivery', 'Max', '2025-01-01', NULL, 0.2), (1, 'sales', 'Gone', '2024-01-01', '2025-06-30', 0.2);
INSERT INTO committee (committee_id, account_id, starts_on) VALUES (1, 1, '2024-01-01');
INSERT INTO meeting (meeting_id, committee_id, planned_on, held_on, cancelled_on) VALUES (1, 1, '2025-02-01', '2025-02-03', NULL), (2, 1, '2025-05-01', '2025-05-02', NULL), (3, 1, '2025-07-05', NULL, '2025-06-20'), (4, 1, '2025-07-20', '2025-07-20', NULL);
INSERT INTO decision (decision_id, meeting_id, decision, owner, due_on, done_on) VALUES (1, 1, 'pilot in Kiel', 'Lou', '2025-04-01', '2025-04-10'), (2, 2, 'roll out to Bonn', 'Lou', '2025-09-01', NULL), (3, 2, 'price review', NULL, '2025-06-15', '2025-07-15'), (4, 4, 'too late', NULL, NULL, NULL);
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 1, 'Adler 2025', '2025-01-01', '2026-01-01');
INSERT INTO milestone (milestone_id, plan_id, title, value, due_on, done_on, realised) VALUES (1, 1, 'pilot in Kiel', 20, '2025-03-31', '2025-03-20', 25), (2, 1, 'framework agreement', 80, '2025-05-15', '2025-07-10', 90);
INSERT INTO objective (objective_id, plan_id, title, metric, baseline, target) VALUES (1, 1, 'half of the wallet', 'share_of_wallet', 0.4, 0.5);
INSERT INTO assumption (plan_id, metric, lowest) VALUES (1, 'nrr', 1.2);
UPDATE plan SET approved_on = '2025-01-10' WHERE plan_id = 1;
INSERT INTO phase (account_id, phase, starts_on) VALUES (1, 'execution', '2025-01-01'), (1, 'expansion', '2025-07-01');
INSERT INTO risk (risk_id, account_id, title, probability, impact, opened_on, closed_on) VALUES (1, 1, 'new buyer', 0.4, 100, '2025-05-01', '2025-07-01'), (2, 2, 'strike', 0.1, 1000, '2025-05-01', NULL), (3, 1, 'unclear', NULL, 5, '2025-05-01', NULL), (4, 1, 'over', 1, 1, '2025-01-01', '2025-06-30');
INSERT INTO offer (offer_id, account_id, title, offered_on, valid_until) VALUES (1, 2, 'remote care', '2025-06-01', '2025-06-30'), (2, 1, 'expired', '2025-05-01', '2025-06-29'), (3, 1, 'draft', NULL, NULL);
INSERT INTO offer_module VALUES (1, 'care', '', 40), (1, 'spares', '', 10);
INSERT INTO stakeholder (stakeholder_id, account_id, level, person, starts_on, last_contact_on, influence, stance, decision_role, opinion, assessed_on) VALUES
	(1, 1, 'executive', 'Eva Adler', '2024-01-01', '2025-07-05', 5, 'champion', 'decides', 'wants us', '2025-01-15'), (2, 2, 'business', 'Bo Werk', '2024-01-01', '2025-06-20', 4, 'sceptic', 'uses', NULL, '2023-05-01');
CREATE TEMP TABLE document AS SELECT kam.account_review('reviewed', 1, '2025-04-01') AS d;
SELECT key, jsonb_pretty(value) AS value FROM document, jsonb_each(d) WHERE key NOT IN ('kpis', 'relationships', 'white_space') ORDER BY key COLLATE "C";
-- the KPIs are those of account_metric on the two days; changes are differences
SET kam.as_of = '2025-03-31';
CREATE TEMP TABLE earlier AS SELECT metric, value FROM account_metric WHERE account_id = 1;
SET kam.as_of = '2025-06-30';
SELECT count(*) AS metrics, count(v.value -> 'change') FILTER (WHERE v.value -> 'change' <> 'null') AS changes,
	bool_and((v.value ->> 'value')::numeric IS NOT DISTINCT FROM m.value AND (v.value ->> 'previous')::numeric IS NOT DISTINCT FROM e.value
		AND (v.value ->> 'change')::numeric IS NOT DISTINCT FROM m.value - e.value) AS same
FROM document, jsonb_each(d -> 'kpis') AS v FULL JOIN account_metric AS m ON m.metric = v.key LEFT JOIN earlier AS e ON e.metric = m.metric WHERE m.account_id = 1;
SELECT d -> 'white_space' = (SELECT jsonb_agg(to_jsonb(w) - 'account_id' - 'name' ORDER BY white_space DESC NULLS LAST, product, site) FROM white_space AS w WHERE account_id = 1 AND (white_space > 0 OR white_space IS NULL)) AS white_space,
	d -> 'relationships' ->> 'in_contact' AS in_contact FROM document;
-- it holds no name and no words of opinion about a person
SELECT d::text ~ 'Eva|Bo Werk|wants us' AS tells_names FROM document;
-- any day of the quarter, later, and whatever the session is set to: the same document
SET TIME ZONE 'Pacific/Kiritimati';
SET DateStyle = 'SQL, DMY';
SET IntervalStyle = 'iso_8601';
SET extra_float_digits = -5;
SET kam.as_of = '2025-12-31';
SELECT d = kam.account_review('reviewed', 1, '2025-06-30') AS same, d::text = kam.account_review('reviewed', '1', '2025-05-12')::text AS same_text, kam.as_of(), current_setting('TimeZone') AS zone FROM document;
RESET TIME ZONE; RESET IntervalStyle; RESET extra_float_digits;
SET DateStyle = ISO;
SHOW kam.as_of;
-- a quarter that is not over is looked at up to the day
SET kam.as_of = '2025-05-31';
SELECT d ->> 'quarter' AS quarter, d ->> 'as_of' AS as_of, d ->> 'previous_as_of' AS previous, d -> 'meetings' AS meetings FROM kam.account_review('reviewed', 1, '2025-06-01') AS d;
SET kam.as_of = '2025-07-31';
-- one that is kept stays, whatever is booked later
INSERT INTO review (account_id, quarter, document, kept_on) SELECT 1, '2025-04-01', d, '2025-07-03' FROM document;
INSERT INTO velmara.line (account_id, booked_on, amount, currency) VALUES (1, '2025-06-15', 1000, 'EUR');
SELECT d = kam.account_review('reviewed', 1, '2025-04-01') AS kept FROM document;
DELETE FROM review;
SELECT d = kam.account_review('reviewed', 1, '2025-04-01') AS as_before, d -> 'kpis' -> 'revenue' ->> 'value' AS revenue, kam.account_review('reviewed', 1, '2025-04-01') -> 'kpis' -> 'revenue' ->> 'value' AS now FROM document;
DELETE FROM velmara.line WHERE booked_on = '2025-06-15' AND amount = 1000;
SELECT d = kam.account_review('reviewed', 1, '2025-04-01') AS as_before FROM document;
-- of people it forgets with the rest
INSERT INTO review SELECT 1, '2022-01-01', d, '2022-04-01' FROM document;
-- an opinion goes when it is old, in a review that is not; what is no such list stays
INSERT INTO review SELECT 3, date_trunc('quarter', current_date), jsonb_build_object('stakeholders', jsonb_build_array(
	jsonb_build_object('stakeholder_id', 1, 'stance', 'champion', 'influence', 5, 'decision_role', 'decides', 'assessed_on', '2020-01-01'),
	jsonb_build_object('stakeholder_id', 2, 'stance', 'neutral', 'assessed_on', current_date), jsonb_build_object('stakeholder_id', 3), 4)), current_date;
INSERT INTO review VALUES (4, date_trunc('quarter', current_date), '{"stakeholders": "none"}', current_date), (5, date_trunc('quarter', current_date), '{"stakeholders": []}', current_date), (6, date_trunc('quarter', current_date), '{}', current_date);
INSERT INTO review SELECT 1, '2025-04-01', d, '2025-07-01' FROM document;
SELECT kam.forget_people('reviewed');
SELECT quarter, document ? 'stakeholders' AS stakeholders, jsonb_array_length(document -> 'open_decisions') AS decisions FROM review WHERE account_id = 1 ORDER BY quarter;
SELECT account_id, replace(document::text, current_date::text, 'today') AS document FROM review WHERE account_id > 1 ORDER BY account_id;
-- what cannot be reviewed
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$SELECT kam.account_review('reviewed', 2, '2025-04-01')$$, $$SELECT kam.account_review('reviewed', 11, '2025-04-01')$$, $$SELECT kam.account_review('reviewed', 999, '2025-04-01')$$,
	$$SELECT kam.account_review('reviewed', 'x', '2025-04-01')$$, $$SELECT kam.account_review('reviewed', NULL::text, '2025-04-01')$$, $$SELECT kam.account_review('reviewed', 1, NULL)$$,
	$$SELECT kam.account_review('reviewed', 1, 'infinity')$$, $$SELECT kam.account_review('reviewed', 1, '2025-10-01')$$, $$SELECT kam.account_review('nobody', 1, '2025-04-01')$$,
	$$INSERT INTO reviewed.review VALUES (1, '2025-04-02', '{}', '2025-07-01')$$, $$INSERT INTO reviewed.review VALUES (1, '2025-07-01', '[]', '2025-10-01')$$]) AS call;
-- an account of which nothing is known has a review, too: it says so
SELECT d ->> 'name' AS name, jsonb_array_length(d -> 'not_known') AS not_known, d -> 'plan' AS plan, d -> 'programme' AS programme FROM kam.account_review('reviewed', 10, '2025-04-01') AS d;

DROP FUNCTION prove.step;
DROP TABLE pg_temp.document, pg_temp.earlier;
SELECT kam.drop_portfolio('reviewed');
