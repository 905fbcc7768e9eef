-- Plans, people and governance: what may be entered, and what the views make of it
-- (over sql/portfolio_setup.sql)
SET client_min_messages = warning;
SET search_path = velmara;
SELECT kam.create_portfolio('governed', account => 'customer', revenue => 'line', cost => 'cost', contract => 'contract', opportunity => 'deal', wallet => 'wallet', potential => 'potential',
	survey => 'answer', service_level => 'ticket', measure => 'measure', fx_rate => 'rate');
SET search_path = governed, prove;
SET DateStyle = ISO;
SET kam.as_of = '2025-06-30';

-- What may be. Membership, responsibilities and committees of a name do not overlap; ends are the first day after.
INSERT INTO key_account (account_id, starts_on, ends_on, tier) VALUES (1, '2024-01-01', NULL, 'gold'), (3, '2024-01-01', '2025-01-01', NULL), (3, '2025-01-01', NULL, 'silver'), (4, '2025-03-01', NULL, NULL), (99, '2025-03-01', NULL, NULL);
INSERT INTO responsibility (account_id, role, person, starts_on, ends_on, time_share) VALUES
	(1, 'account manager', 'Kim', '2024-01-01', '2025-01-01', 0.5), (1, 'account manager', 'Lou', '2025-01-01', NULL, 0.4), (3, 'account manager', 'Lou', '2025-01-01', NULL, 0.7),
	(1, 'executive sponsor', 'Ada', '2024-01-01', NULL, NULL), (2, 'account manager', 'Max', '2024-01-01', NULL, 0.2), (1, 'product', 'Kim', '2025-01-01', NULL, 0.1), (1, 'product', 'Max', '2025-01-01', NULL, 0.1);
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.key_account VALUES (1, '2025-06-01')$$,
	$$INSERT INTO governed.key_account VALUES (3, '2023-01-01', '2024-01-02')$$,
	$$INSERT INTO governed.key_account VALUES (3, '2026-01-01', '12000-01-01')$$,
	$$INSERT INTO governed.key_account VALUES (5, '0044-03-15 BC', '0045-03-15 BC')$$,
	$$INSERT INTO governed.key_account VALUES (5, '-infinity')$$,
	$$INSERT INTO governed.key_account VALUES (5, '2025-01-01', 'infinity')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'account manager', 'Max', '2025-02-01', '2025-03-01')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'executive sponsor', 'Bea', '2023-01-01')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'product', 'Kim', '2025-02-01')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'product', 'Bea', '2025-02-01', NULL, 0)$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'product', 'Bea', '2025-02-01', NULL, 1.0001)$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'friend', 'Bea', '2025-02-01')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'sales', '', '2025-02-01')$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'sales', 'Bea', '2025-02-01', '2025-02-01')$$]) AS call;
-- a load that comes again: the same rows are met by their key, and what overlaps is still refused
INSERT INTO key_account (account_id, starts_on, tier) VALUES (1, '2024-01-01', 'gold'), (3, '2025-01-01', 'gold') ON CONFLICT (account_id, starts_on) DO UPDATE SET tier = excluded.tier RETURNING account_id, starts_on, tier;
INSERT INTO responsibility VALUES (1, 'account manager', 'Lou', '2025-01-01'), (1, 'product', 'Kim', '2025-01-01') ON CONFLICT DO NOTHING RETURNING person;
UPDATE key_account SET tier = 'silver' WHERE account_id = 3 AND starts_on = '2025-01-01';
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.key_account VALUES (1, '2024-01-01')$$,
	$$INSERT INTO governed.key_account VALUES (1, '2024-02-01') ON CONFLICT (account_id, starts_on) DO UPDATE SET tier = 'x'$$,
	$$INSERT INTO governed.responsibility VALUES (1, 'account manager', 'Max', '2025-01-01') ON CONFLICT (account_id, role, person, starts_on) DO NOTHING$$]) AS call;
-- a key is not mistaken for another: ranges of different keys never meet
SELECT count(*) AS pairs, count(*) FILTER (WHERE a.key <> b.key AND kam.exclusive_days('4712-01-01 BC', NULL, VARIADIC a.key) && kam.exclusive_days('4000-01-01', '5874897-12-31', VARIADIC b.key)) AS met,
	bool_and(a.key <> b.key OR kam.exclusive_days('2025-01-01', NULL, VARIADIC a.key) && kam.exclusive_days('4000-01-01', '4000-01-02', VARIADIC b.key)) AS own
FROM (SELECT ARRAY[n::text] AS key FROM generate_series(-40, 40) AS n UNION VALUES ('{a,b}'::text[]), ('{ab}'), ('{a,b,""}'), ('{"a,b"}'), ('{""}'), ('{b,a}'), (ARRAY[NULL])) AS a
CROSS JOIN (SELECT ARRAY[n::text] AS key FROM generate_series(-40, 40) AS n UNION VALUES ('{a,b}'::text[]), ('{ab}'), ('{a,b,""}'), ('{"a,b"}'), ('{""}'), ('{b,a}'), (ARRAY[NULL])) AS b;
SELECT kam.exclusive_days('2025-01-01', '2025-01-01', 'x') AS no_days, kam.exclusive_days(NULL, '2025-01-01', 'x') IS NOT NULL AS no_start;

-- Committees, meetings, decisions
ALTER TABLE committee ALTER committee_id RESTART WITH 100;
ALTER TABLE meeting ALTER meeting_id RESTART WITH 100;
ALTER TABLE decision ALTER decision_id RESTART WITH 100;
INSERT INTO committee (committee_id, account_id, chair, starts_on) VALUES (1, 1, 'Lou', '2024-01-01'), (2, 3, NULL, '2025-01-01'), (3, 5, NULL, '2025-01-01');
INSERT INTO meeting (meeting_id, committee_id, planned_on, held_on, cancelled_on) VALUES (1, 1, '2025-02-01', '2025-02-03', NULL), (2, 1, '2025-05-01', '2025-05-02', NULL), (3, 1, '2025-07-20', NULL, NULL), (4, 1, '2025-04-01', NULL, '2025-03-20'),
	(5, 2, '2025-02-01', '2025-03-30', NULL), (6, 2, '2025-07-01', NULL, '2025-06-01'), (7, 2, '2025-09-30', NULL, NULL);
INSERT INTO decision (decision_id, meeting_id, decision, owner, due_on, done_on) VALUES (1, 1, 'pilot in Kiel', 'Lou', '2025-04-01', '2025-04-10'), (2, 2, 'roll out to Bonn', 'Lou', '2025-09-01', NULL), (3, 2, 'price review', NULL, NULL, '2025-07-15');
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.committee (account_id, starts_on) VALUES (1, '2025-06-01')$$,
	$$INSERT INTO governed.committee (account_id, name, starts_on) VALUES (1, 'technology board', '2025-06-01') RETURNING account_id$$,
	$$INSERT INTO governed.meeting (committee_id, planned_on, held_on, cancelled_on) VALUES (1, '2025-08-01', '2025-08-01', '2025-07-01')$$,
	$$INSERT INTO governed.meeting (committee_id, planned_on) VALUES (77, '2025-08-01')$$,
	$$INSERT INTO governed.meeting (committee_id, planned_on) VALUES (1, '2025-05-01')$$,
	$$INSERT INTO governed.decision (meeting_id, decision) VALUES (1, '')$$]) AS call;

-- Plans: a draft is free; approval freezes it, and an account has one that is active
ALTER TABLE plan ALTER plan_id RESTART WITH 100;
ALTER TABLE milestone ALTER milestone_id RESTART WITH 100;
ALTER TABLE objective ALTER objective_id RESTART WITH 100;
INSERT INTO plan (plan_id, account_id, version, title, starts_on, ends_on) VALUES (1, 1, 1, 'Adler 2025', '2025-01-01', '2026-01-01'), (2, 1, 2, 'Adler 2025, revised', '2025-06-01', '2026-01-01'), (3, 3, 1, 'Brandt', '2025-01-01', '2025-06-30'), (4, 4, 1, 'draft', '2025-01-01', '2026-01-01');
INSERT INTO milestone (milestone_id, plan_id, title, project, value, due_on, done_on, realised) VALUES
	(1, 1, 'sponsor meeting', NULL, 10, '2025-03-02', '2025-02-20', NULL), (2, 1, 'pilot in Kiel', 'Kiel', 10, '2025-04-01', '2025-03-28', 12), (3, 1, 'framework agreement', NULL, 80, '2025-05-01', NULL, NULL),
	(4, 1, 'roll-out', 'Bonn', 100, '2025-12-27', NULL, NULL), (5, 1, 'no day yet', NULL, 5, NULL, NULL, NULL), (6, 1, 'no value yet', NULL, NULL, '2025-05-01', '2025-07-01', NULL),
	(7, 2, 'roll-out', 'Bonn', 100, '2026-03-31', NULL, NULL), (8, 3, 'audit', NULL, 50, '2024-12-15', '2025-06-30', 40);
INSERT INTO objective (objective_id, plan_id, title, metric, baseline, target, due_on) VALUES (1, 1, 'half of the wallet', 'share_of_wallet', 0.4, 0.5, '2025-09-30'), (2, 1, 'less to serve', 'cost_to_serve_rate', 0.2, 0.1, NULL), (3, 1, 'four countries', 'measure:countries', NULL, 4, NULL),
	(4, 1, 'better NPS than ever', 'nps', 0.2, 0.3, '2025-06-01'), (5, 3, 'on time', 'sla_attainment', NULL, 0.99, NULL);
INSERT INTO assumption (plan_id, metric, lowest, highest) VALUES (1, 'nrr', 1.05, 1.2), (1, 'contribution_margin_rate', 0.3, NULL), (1, 'cac_payback_months', NULL, 12), (3, 'nrr', 0.9, NULL), (3, 'csat', 0.8, NULL);
UPDATE plan SET approved_on = '2025-01-10', approved_by = 'Ada' WHERE plan_id IN (1, 3);
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE governed.plan SET approved_on = '2025-06-01' WHERE plan_id = 2$$,
	$$UPDATE governed.plan SET ends_on = '2027-01-01' WHERE plan_id = 1$$,
	$$UPDATE governed.plan SET approved_on = NULL WHERE plan_id = 1$$,
	$$DELETE FROM governed.plan WHERE plan_id = 1$$,
	$$UPDATE governed.plan SET closed_on = '2025-01-09' WHERE plan_id = 1$$,
	$$UPDATE governed.plan SET closed_on = '2025-01-09' WHERE plan_id = 4$$,
	$$UPDATE governed.milestone SET due_on = '2025-12-31' WHERE milestone_id = 3$$,
	$$UPDATE governed.milestone SET value = 10 WHERE milestone_id = 3$$,
	$$UPDATE governed.milestone SET plan_id = 2 WHERE milestone_id = 3$$,
	$$UPDATE governed.milestone SET plan_id = 1 WHERE milestone_id = 7$$,
	$$DELETE FROM governed.milestone WHERE milestone_id = 3$$,
	$$INSERT INTO governed.milestone (plan_id, title) VALUES (1, 'late idea')$$,
	$$UPDATE governed.objective SET target = 0.41 WHERE objective_id = 1$$,
	$$DELETE FROM governed.assumption WHERE plan_id = 1$$,
	$$UPDATE governed.milestone SET realised = 5 WHERE milestone_id = 3$$,
	$$UPDATE governed.milestone SET done_on = '2025-05-05', realised = -5 WHERE milestone_id = 3$$,
	$$UPDATE governed.milestone SET note = 'waits for legal' WHERE milestone_id = 3 RETURNING note$$,
	$$UPDATE governed.plan SET reviewed_on = '2025-05-15' WHERE plan_id = 1 RETURNING reviewed_on$$,
	$$INSERT INTO governed.plan (account_id, version, title, starts_on, ends_on) VALUES (1, 1, 'again', '2025-01-01', '2026-01-01')$$,
	$$INSERT INTO governed.plan (account_id, title, starts_on, ends_on) VALUES (5, 'x', '2025-01-01', '2025-01-01')$$,
	$$INSERT INTO governed.objective (plan_id, title, metric, target) VALUES (2, 'x', 'happiness', 1)$$,
	$$INSERT INTO governed.objective (plan_id, title, metric, target) VALUES (2, 'x', 'measure:', 1)$$,
	$$INSERT INTO governed.objective (plan_id, title, metric, target) VALUES (2, 'x', 'nrr', 'NaN')$$,
	$$INSERT INTO governed.objective (plan_id, title, metric, baseline, target) VALUES (2, 'x', 'nrr', 1, 1)$$,
	$$INSERT INTO governed.assumption (plan_id, metric) VALUES (2, 'nrr')$$,
	$$INSERT INTO governed.assumption (plan_id, metric, lowest, highest) VALUES (2, 'nrr', 1, 0.9)$$,
	$$INSERT INTO governed.milestone (plan_id, title, value) VALUES (2, 'x', -1)$$,
	$$INSERT INTO governed.milestone (plan_id, title, due_on) VALUES (2, 'x', '5874897-12-31')$$]) AS call;
-- the new version takes over on the day the old one ends, in one transaction
BEGIN;
UPDATE plan SET closed_on = '2025-06-01' WHERE plan_id = 1;
UPDATE plan SET approved_on = '2025-06-01' WHERE plan_id = 2;
SELECT plan_id, version, milestones, value FROM plan_progress WHERE account_id = 1;
SET LOCAL kam.as_of = '2025-05-31';
SELECT plan_id, version, milestones, value FROM plan_progress WHERE account_id = 1;
ROLLBACK;
-- a draft goes with all that belongs to it
BEGIN;
DELETE FROM plan WHERE plan_id = 2;
SELECT count(*) FROM milestone WHERE plan_id = 2;
ROLLBACK;
-- what is approved is not swept away either, and drafts alone are
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY['TRUNCATE governed.plan CASCADE', 'TRUNCATE governed.milestone', 'TRUNCATE governed.objective', 'TRUNCATE governed.assumption']) AS call;
-- nor behind a policy that hides the plan; one that shows it is no hindrance
CREATE ROLE regress_kam_hidden;
GRANT USAGE ON SCHEMA governed, prove TO regress_kam_hidden;
GRANT SELECT, INSERT, UPDATE, DELETE ON plan, milestone TO regress_kam_hidden;
ALTER TABLE plan ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON plan TO regress_kam_hidden USING (account_id <> 1);
SET ROLE regress_kam_hidden;
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE governed.milestone SET value = 1 WHERE milestone_id = 3$$,
	$$INSERT INTO governed.milestone (plan_id, title) VALUES (1, 'late idea')$$,
	$$UPDATE governed.milestone SET plan_id = 4 WHERE milestone_id = 7$$,
	$$UPDATE governed.milestone SET value = 1 WHERE milestone_id = 8$$,
	$$INSERT INTO governed.milestone (milestone_id, plan_id, title) VALUES (90, 4, 'in a draft') RETURNING title$$,
	$$DELETE FROM governed.plan WHERE plan_id = 4 RETURNING plan_id$$,
	$$INSERT INTO governed.milestone (plan_id, title) VALUES (77, 'of none')$$]) AS call;
RESET ROLE;
DROP POLICY own ON plan;
ALTER TABLE plan DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON plan, milestone FROM regress_kam_hidden;
REVOKE USAGE ON SCHEMA governed, prove FROM regress_kam_hidden;
DROP ROLE regress_kam_hidden;

-- Progress. Adler: planned 10 + 10 + 80 = 100 by the day, earned 20, brought 10 + 12 = 22; the curve is at 20 on 1 April, day 90 of 180; the last
-- 90 days begin on 1 April, when the 20 were earned. Slip: (10 x -10 + 10 x -4 + 80 x 60) / 100. Done on 1 July is open on 30 June, and late.
-- Brandt has its only milestone due before the plan starts, so it began then: 50 due on day 0, done after 197 days; brought 40, which is what counts.
SELECT account_id, name, plan_id, milestones, milestones_done, milestones_late, value, planned_value, earned_value, realised_value FROM plan_progress ORDER BY account_id;
SELECT account_id, value_index, time_index, realisation_rate, slip_days, velocity, velocity_rate, unscheduled_milestones, unvalued_milestones FROM plan_progress ORDER BY account_id;
-- the same as the aggregate, and as the KPI of the account
SELECT p.account_id, p.time_index = k.plan_time_index AS as_kpi, p.time_index = m.value AS as_metric FROM plan_progress AS p JOIN account_kpi AS k USING (account_id) JOIN account_metric AS m ON m.account_id = p.account_id AND m.metric = 'plan_time_index' ORDER BY 1;
SELECT count(*) FROM account_kpi WHERE plan_time_index IS NOT NULL;
-- a placeholder of 1 next to millions, a base of a cent next to them, a target next to the baseline: the figures are large, and no view fails
BEGIN;
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) VALUES (50, 4, 'placeholder', '2025-01-01', '2026-01-01');
INSERT INTO milestone (plan_id, title, value, due_on, done_on, realised) VALUES (50, 'placeholder', 1, '2025-04-15', '2025-05-01', 5000000), (50, 'early', 2000000, '2025-12-01', '2025-05-01', NULL);
INSERT INTO objective (objective_id, plan_id, title, metric, baseline, target) VALUES (50, 50, 'as ever', 'revenue', 0, 0.000001);
UPDATE plan SET approved_on = '2025-01-01', closed_on = NULL WHERE plan_id = 50;
DELETE FROM velmara.line WHERE account_id = 4;
INSERT INTO velmara.line (account_id, booked_on, amount, currency) VALUES (4, '2023-08-01', 0.01, 'EUR'), (4, '2025-06-01', 5000000, 'EUR');
INSERT INTO velmara.wallet (account_id, as_of, amount) VALUES (4, '2025-01-01', 0.01);
SELECT value_index, realisation_rate, velocity_rate, time_index FROM plan_progress WHERE plan_id = 50;
SELECT progress_rate, is_met FROM objective_progress WHERE objective_id = 50;
SELECT growth_rate, nrr, share_of_wallet FROM account_kpi WHERE account_id = 4;
ROLLBACK;
-- Objectives. Wallet 650 / 1400 = 0.464286: 64 % of the way. To serve 75 / 650 = 0.115385: 85 %. Countries 4 without a baseline. NPS 0.333333 is met.
SELECT account_id, objective_id, metric, baseline, target, current_value, progress_rate, is_met, due_on, days_left FROM objective_progress ORDER BY objective_id;
-- Assumptions. Adler's nrr is 550 / 500 = 1.1, its margin 0.423077; 10 for winning it are paid back by 275 / 12 a month. Brandt: 0.8; nobody asked it.
SELECT account_id, metric, lowest, highest, current_value, drift, verdict FROM plan_drift ORDER BY account_id, metric;
-- a figure that is none is not known, to objectives, assumptions and alerts: NaN is above every target
BEGIN;
INSERT INTO velmara.measure SELECT 4, 'such ' || n, v, '2025-03-31' FROM unnest('{NaN,Infinity,-Infinity,1e30,7}'::numeric[]) WITH ORDINALITY AS u (v, n);
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) VALUES (50, 4, 'figures', '2025-01-01', '2026-01-01');
INSERT INTO objective (plan_id, title, metric, baseline, target) SELECT 50, 'o', 'measure:such ' || n, 0, 5 FROM generate_series(1, 5) AS n;
INSERT INTO assumption (plan_id, metric, highest) SELECT 50, 'measure:such ' || n, 5 FROM generate_series(1, 5) AS n;
INSERT INTO alert_rule SELECT 'such ' || n, 'measure:such ' || n, 5, 4, '' FROM generate_series(1, 5) AS n;
UPDATE plan SET approved_on = '2025-01-01' WHERE plan_id = 50;
SELECT o.metric, o.current_value, progress_rate, is_met, verdict, (SELECT change FROM alerts AS a WHERE a.metric = o.metric) AS alert
FROM objective_progress AS o JOIN plan_drift AS d USING (plan_id, metric) WHERE plan_id = 50 ORDER BY o.metric;
ROLLBACK;
-- with 1100 more of it before the window: 1110 / (275 / 12) = 48.44 months, and nothing else changes
BEGIN;
CREATE TEMP TABLE before AS TABLE account_kpi;
INSERT INTO velmara.cost (account_id, incurred_on, amount, kind) VALUES (1, '2020-02-01', 700, 'acquisition'), (2, '2024-02-01', 400, 'acquisition'), (4, '2020-01-01', 5, 'acquisition'), (1, '2025-07-01', 9, 'acquisition');
SELECT account_id, cac_payback_months FROM account_kpi WHERE cac_payback_months IS NOT NULL;
SELECT count(*) FROM (SELECT to_jsonb(k) - 'cac_payback_months' FROM account_kpi AS k EXCEPT SELECT to_jsonb(b) - 'cac_payback_months' FROM before AS b) AS d;
SELECT account_id, verdict, drift FROM plan_drift WHERE metric = 'cac_payback_months';
ROLLBACK;

-- The programme of the day: Adler's manager is the one of the account itself, not of Ulm. Account 99 is in no source.
TABLE programme ORDER BY account_id;
-- Loads: Lou has Adler and Brandt, 0.4 + 0.7; Max has Ulm, which is Adler's. Adler 650, Brandt 240, Cordes 100.
TABLE coverage ORDER BY limit_name, person;
-- Gaps. Adler met on 2 May and meets on 20 July: none, but a phase. Brandt met on 30 March, which is three months ago to the day; it is to meet on
-- 30 September, which is three months ahead to the day; its plan ended today and was last seen on 10 January. Cordes has nothing.
SELECT account_id, name, account_manager, gap, since_on FROM governance_gap ORDER BY account_id, step_no;
SET kam.as_of = '2025-06-29';
SELECT gap, since_on FROM governance_gap WHERE account_id = 3 ORDER BY step_no;
SET kam.as_of = '2025-06-30';

-- Phases are entered in order, and each may follow only some
INSERT INTO phase (account_id, phase, starts_on) VALUES (1, 'discovery', '2024-01-01');
INSERT INTO phase (account_id, phase, starts_on) VALUES (1, 'value proposition', '2024-04-01');
INSERT INTO phase (account_id, phase, starts_on) VALUES (1, 'execution', '2024-10-01'), (3, 'execution', '2025-01-01'), (3, 'expansion', '2025-07-15');
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (1, 'discovery', '2025-01-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (1, 'execution', '2025-01-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (1, 'discovery', '2024-05-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (1, 'discovery', '2023-01-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (1, 'execution', '2024-10-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on) VALUES (4, 'growth', '2024-10-01')$$,
	$$INSERT INTO governed.phase (account_id, phase, starts_on, previous_phase, previous_starts_on) VALUES (4, 'expansion', '2024-10-01', 'execution', '2024-01-01')$$,
	$$UPDATE governed.phase SET phase = 'expansion' WHERE account_id = 1 AND starts_on = '2024-04-01'$$,
	$$UPDATE governed.phase SET starts_on = '2023-12-31' WHERE account_id = 1 AND starts_on = '2024-04-01'$$,
	$$DELETE FROM governed.phase WHERE account_id = 1 AND starts_on = '2024-04-01'$$,
	$$UPDATE governed.phase SET starts_on = '2024-03-01' WHERE account_id = 1 AND starts_on = '2024-04-01' RETURNING previous_starts_on$$,
	$$DELETE FROM governed.phase_transition WHERE from_phase = 'discovery'$$]) AS call;
TABLE phase ORDER BY account_id, starts_on;
TABLE phase_progress ORDER BY account_id, step_no;
-- a transition that the programme allows itself
INSERT INTO phase_transition VALUES ('execution', 'discovery');
INSERT INTO phase (account_id, phase, starts_on) VALUES (1, 'discovery', '2025-06-30');
SELECT phase, days, is_current FROM phase_progress WHERE account_id = 1 ORDER BY step_no;
SELECT account_id, gap FROM governance_gap WHERE gap = 'no phase' ORDER BY account_id;

-- Stakeholders. Adler: contact with two of four within six months; the champion's last was on 30 December, six months ago to the day: silent.
-- The opinion of Eve is two years old to the day and counts no more; Uwe has left. Support: (5 x 1 + 3 x -1 + 4 x 0) / 12.
ALTER TABLE stakeholder ALTER stakeholder_id RESTART WITH 100;
INSERT INTO stakeholder (stakeholder_id, account_id, level, person, starts_on, ends_on, last_contact_on, influence, stance, decision_role, opinion, assessed_on) VALUES
	(1, 1, 'executive', 'Eva Adler', '2024-01-01', NULL, '2024-12-30', 5, 'champion', 'decides', 'wants us in all plants', '2025-01-15'),
	(2, 1, 'procurement', 'Paul Preis', '2024-01-01', NULL, '2025-06-01', 3, 'opponent', 'approves', NULL, '2025-06-01'),
	(3, 2, 'business', 'Bo Werk', '2024-01-01', NULL, '2025-06-30', 4, 'neutral', 'uses', NULL, '2025-06-01'),
	(4, 1, 'business', 'Eve', '2022-01-01', NULL, NULL, 5, 'opponent', 'decides', 'difficult', '2023-06-30'),
	(5, 1, 'business', 'Uwe', '2022-01-01', '2023-06-30', '2023-06-01', 5, 'supporter', 'decides', NULL, '2023-06-01'),
	(6, 3, 'business', 'Tom', '2024-01-01', NULL, '2025-07-01', NULL, NULL, NULL, NULL, NULL);
SELECT * FROM relationship_coverage ORDER BY account_id \gx
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.stakeholder (account_id, level, person, starts_on, assessed_on) VALUES (1, 'board', 'X', '2025-01-01', NULL)$$,
	$$INSERT INTO governed.stakeholder (account_id, level, person, starts_on, assessed_on, influence) VALUES (1, 'business', 'X', '2025-01-01', '2025-01-01', 6)$$,
	$$INSERT INTO governed.stakeholder (account_id, level, person, starts_on, assessed_on, stance) VALUES (1, 'business', 'X', '2025-01-01', '2025-01-01', 'enemy')$$,
	$$INSERT INTO governed.stakeholder (account_id, level, person, starts_on, assessed_on, stance) VALUES (1, 'business', 'X', '2025-01-01', NULL, 'neutral')$$,
	$$INSERT INTO governed.stakeholder (account_id, level, person, starts_on, assessed_on) VALUES (1, 'business', '', '2025-01-01', NULL)$$]) AS call;

-- Opinions are granted apart: who may not read them reads the rest
CREATE ROLE regress_kam_reader;
GRANT USAGE ON SCHEMA governed, velmara, prove TO regress_kam_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA velmara TO regress_kam_reader;
GRANT SELECT ON key_account, account, account_group, parameter, setting, programme, responsibility, relationship_coverage TO regress_kam_reader;
GRANT SELECT (stakeholder_id, account_id, level, job_title, starts_on, ends_on, last_contact_on) ON stakeholder TO regress_kam_reader;
SET ROLE regress_kam_reader;
SELECT level, count(*) FROM stakeholder GROUP BY level ORDER BY level;
SELECT outcome('SELECT person FROM governed.stakeholder'), outcome('SELECT stance FROM governed.stakeholder'), outcome('SELECT * FROM governed.relationship_coverage');
RESET ROLE;
-- what is older than the retention period goes, with the names of who left as long ago; again, and there is nothing more to do
SELECT kam.forget_people('governed');
SELECT stakeholder_id, person, influence, stance, decision_role, opinion, assessed_on FROM stakeholder ORDER BY stakeholder_id;
SELECT kam.forget_people('governed');
SELECT outcome($$SELECT kam.forget_people('bare')$$), outcome($$SELECT kam.forget_people('nobody')$$), outcome($$SELECT kam.forget_people(NULL)$$);
SET ROLE regress_kam_reader;
SELECT outcome($$SELECT kam.forget_people('governed')$$);
RESET ROLE;
-- kam.as_of set to the future does not make it forget more
SET kam.as_of = '2099-01-01';
INSERT INTO stakeholder (stakeholder_id, account_id, level, person, stance, assessed_on) VALUES (7, 5, 'business', 'Ida', 'neutral', current_date);
SELECT kam.forget_people('governed') \g /dev/null
SELECT person, stance FROM stakeholder WHERE stakeholder_id = 7;
DELETE FROM stakeholder WHERE stakeholder_id = 7;
SET kam.as_of = '2025-06-30';
-- the switch: names go at once, and none comes in
UPDATE setting SET value = 'true' WHERE name = 'pseudonymous_people';
INSERT INTO stakeholder (stakeholder_id, account_id, level, person, starts_on) VALUES (8, 5, 'business', 'Ben', '2025-01-01');
UPDATE stakeholder SET person = 'Eva Adler' WHERE stakeholder_id = 1;
SELECT stakeholder_id, person FROM stakeholder ORDER BY stakeholder_id;
UPDATE setting SET value = 'false' WHERE name = 'pseudonymous_people';
SELECT DISTINCT person FROM stakeholder WHERE person NOT LIKE 'person %';
-- the same for a row that takes the place of another
BEGIN;
UPDATE stakeholder SET person = 'Eva Adler' WHERE stakeholder_id = 1;
DELETE FROM setting WHERE name = 'pseudonymous_people';
INSERT INTO setting (name, value, type, unit, comment) VALUES ('pseudonymous_people', 'true', 'boolean', 'true or false', '');
SELECT person FROM stakeholder WHERE stakeholder_id = 1;
ROLLBACK;
-- names that cannot be seen cannot be removed, which is said
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT outcome($$UPDATE governed.setting SET value = 'true' WHERE name = 'pseudonymous_people'$$);
ROLLBACK;
CREATE ROLE regress_kam_hidden;
GRANT USAGE ON SCHEMA governed, prove TO regress_kam_hidden;
GRANT SELECT, UPDATE ON setting, stakeholder TO regress_kam_hidden;
ALTER TABLE stakeholder ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON stakeholder TO regress_kam_hidden USING (account_id <> 1);
SET ROLE regress_kam_hidden;
SELECT outcome($$UPDATE governed.setting SET value = 'true' WHERE name = 'pseudonymous_people'$$);
RESET ROLE;
DROP POLICY own ON stakeholder;
ALTER TABLE stakeholder DISABLE ROW LEVEL SECURITY;
REVOKE ALL ON setting, stakeholder FROM regress_kam_hidden;
REVOKE USAGE ON SCHEMA governed, prove FROM regress_kam_hidden;
DROP ROLE regress_kam_hidden;

-- Offers, risks
ALTER TABLE offer ALTER offer_id RESTART WITH 100;
INSERT INTO offer (offer_id, account_id, title, offered_on, decided_on, is_accepted, is_framework, term_months, service_level, bonus, penalty, contract_id) VALUES (1, 1, 'pumps as a service', '2025-02-01', '2025-04-01', true, true, 36, 0.95, 100, 200, 'K1');
INSERT INTO offer_module VALUES (1, 'base', '', 400, NULL), (1, 'remote care', 'Kiel', 100, 0.98), (1, 'remote care', 'Bonn', 50, NULL);
INSERT INTO risk (account_id, title, probability, impact, opened_on) VALUES (1, 'new buyer', 0.4, 100, '2025-05-01');
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.offer (account_id, title, decided_on, is_accepted) VALUES (1, 'x', '2025-01-01', true)$$,
	$$INSERT INTO governed.offer (account_id, title, offered_on, is_accepted) VALUES (1, 'x', '2025-01-01', true)$$,
	$$INSERT INTO governed.offer (account_id, title, offered_on, contract_id) VALUES (1, 'x', '2025-01-01', 'K2')$$,
	$$INSERT INTO governed.offer (account_id, title, service_level) VALUES (1, 'x', 95)$$,
	$$INSERT INTO governed.offer_module VALUES (1, 'base', '', 1)$$,
	$$INSERT INTO governed.offer_module VALUES (1, 'more', '', 'NaN')$$,
	$$INSERT INTO governed.risk (account_id, title, opened_on, probability) VALUES (1, 'x', '2025-01-01', 40)$$,
	$$INSERT INTO governed.risk (account_id, title, opened_on, impact) VALUES (1, 'x', '2025-01-01', 'NaN')$$,
	$$INSERT INTO governed.risk (account_id, title, opened_on, closed_on) VALUES (1, 'x', '2025-01-02', '2025-01-01')$$]) AS call;

-- Limits. Beyond one there is a warning; from 2099 on, so that the day does not matter.
SET client_min_messages = warning;
INSERT INTO responsibility (account_id, role, person, starts_on) SELECT n, 'account manager', 'Zoe', '2099-01-01' FROM generate_series(101, 108) AS n;
INSERT INTO responsibility (account_id, role, person, starts_on) VALUES (109, 'account manager', 'Zoe', '2099-03-01'), (110, 'sales', 'Zoe', '2099-03-01');
INSERT INTO responsibility (account_id, role, person, starts_on) SELECT n, 'executive sponsor', 'Zoe', '2099-01-01' FROM generate_series(101, 106) AS n;
UPDATE responsibility SET ends_on = '2099-02-01' WHERE account_id = 101 AND person = 'Zoe' AND role = 'account manager';
UPDATE responsibility SET time_share = 0.1 WHERE person = 'Nobody';
INSERT INTO key_account (account_id, starts_on) SELECT n, '2099-01-01' FROM generate_series(101, 127) AS n;
SET client_min_messages = error;
-- to enforce one it must hold, on every day from now on; days of today are not printed
CREATE FUNCTION prove.dayless(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	SET CONSTRAINTS ALL DEFERRED;
	EXECUTE query;
	SET CONSTRAINTS ALL IMMEDIATE;
	SET CONSTRAINTS ALL DEFERRED;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	DECLARE message text; detail text; hint text;
	BEGIN
		GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
		RETURN concat_ws(' | ', SQLSTATE, message, replace(detail, (now() AT TIME ZONE 'UTC')::date::text, 'today'), hint);
	END;
END $$;
SELECT call, dayless(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_key_accounts'$$,
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_manager_load'$$,
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_sponsor_load'$$,
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_committee'$$]) AS call;
DELETE FROM key_account WHERE account_id > 125;
DELETE FROM responsibility WHERE person = 'Zoe' AND account_id > 105;
DELETE FROM responsibility WHERE person IN ('Lou', 'Max') AND role = 'account manager';
SELECT call, dayless(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_key_accounts'$$,
	$$UPDATE governed.setting SET value = '4' WHERE name = 'least_key_accounts'$$,
	$$UPDATE governed.setting SET value = 'true' WHERE name IN ('enforce_key_accounts', 'enforce_manager_load', 'enforce_sponsor_load')$$,
	$$INSERT INTO governed.key_account VALUES (126, '2099-06-01'), (127, '2099-06-01')$$,
	$$INSERT INTO governed.key_account VALUES (126, '2099-06-01', '2099-07-01'), (127, '2099-07-01', NULL)$$,
	$$DELETE FROM governed.key_account WHERE account_id = 99$$,
	$$UPDATE governed.key_account SET ends_on = '2025-04-01' WHERE account_id = 99$$,
	$$INSERT INTO governed.responsibility VALUES (201, 'account manager', 'Pat', '2025-01-01'), (202, 'account manager', 'Pat', '2025-01-01')$$,
	$$INSERT INTO governed.responsibility VALUES (201, 'account manager', 'Pat', '2025-01-01'), (202, 'account manager', 'Pat', '2025-01-01'), (203, 'account manager', 'Pat', '2025-01-01')$$,
	$$DELETE FROM governed.responsibility WHERE account_id = 203$$,
	$$UPDATE governed.responsibility SET person = 'Ann' WHERE account_id = 203$$,
	$$UPDATE governed.responsibility SET person = 'Ann' WHERE person = 'Pat'$$,
	$$INSERT INTO governed.responsibility SELECT n, 'executive sponsor', 'Zoe', '2099-05-01' FROM generate_series(111, 111) AS n$$,
	$$UPDATE governed.setting SET value = '2' WHERE name = 'most_accounts_per_manager'$$,
	$$UPDATE governed.setting SET value = 'false' WHERE name = 'enforce_manager_load'$$,
	$$UPDATE governed.setting SET value = '2' WHERE name = 'most_accounts_per_manager'$$,
	$$DELETE FROM governed.setting WHERE name = 'most_key_accounts'$$]) AS call;
-- nor does a limit come in by another door, or go by one
SELECT call, dayless(call) AS outcome FROM unnest(ARRAY[
	$$INSERT INTO governed.setting (name, value, type, unit, comment) VALUES ('most_key_accounts', '3', 'integer', 'accounts', '')$$,
	$$TRUNCATE governed.key_account$$]) AS call;
SELECT value FROM setting WHERE name = 'most_key_accounts';
SELECT kam.rebuild('governed');
-- committees: with none of the key accounts but Adler and Brandt meeting
UPDATE setting SET value = 'false' WHERE name LIKE 'enforce%';
DELETE FROM key_account WHERE account_id NOT IN (1, 3);
UPDATE meeting SET held_on = current_date - 2 WHERE meeting_id = 2;
SELECT call, dayless(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_committee'$$,
	$$INSERT INTO governed.meeting (committee_id, planned_on) VALUES (2, current_date + 40)$$,
	$$UPDATE governed.setting SET value = 'true' WHERE name = 'enforce_committee'$$,
	$$INSERT INTO governed.key_account VALUES (5, '2025-01-01')$$,
	$$WITH k AS (INSERT INTO governed.key_account VALUES (5, '2025-01-01')) INSERT INTO governed.meeting (committee_id, planned_on) VALUES (3, current_date + 40)$$,
	$$UPDATE governed.meeting SET cancelled_on = current_date WHERE committee_id = 3$$,
	$$UPDATE governed.committee SET ends_on = current_date - 1 WHERE committee_id = 1$$,
	$$DELETE FROM governed.committee WHERE committee_id = 3$$,
	$$TRUNCATE governed.meeting CASCADE$$,
	$$UPDATE governed.setting SET value = '1' WHERE name = 'committee_months'$$]) AS call;
-- a snapshot that cannot see what others did meanwhile is no ground to decide on
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO committee (account_id, name, starts_on) VALUES (1, 'board', '2025-01-01');
SELECT dayless('SELECT 1');
ROLLBACK;
-- nor is what row-level security leaves
CREATE ROLE regress_kam_writer;
GRANT USAGE ON SCHEMA governed, prove TO regress_kam_writer;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA governed TO regress_kam_writer;
ALTER TABLE key_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON key_account TO regress_kam_writer USING (account_id = 1);
SET ROLE regress_kam_writer;
SELECT dayless($$UPDATE governed.key_account SET note = 'mine' WHERE account_id = 1$$);
RESET ROLE;
ALTER TABLE key_account DISABLE ROW LEVEL SECURITY;
DROP POLICY own ON key_account;
-- who may write without reading is not asked for more while nothing is enforced, and is while it is
REVOKE SELECT ON key_account, responsibility FROM regress_kam_writer;
SET ROLE regress_kam_writer;
SELECT dayless($$INSERT INTO governed.responsibility VALUES (1, 'sales', 'Kai', '2025-01-01')$$), dayless($$INSERT INTO governed.key_account VALUES (4, '2025-03-01')$$), dayless($$INSERT INTO governed.responsibility VALUES (1, 'executive sponsor', 'Kai', '2025-01-01')$$);
RESET ROLE;
UPDATE setting SET value = 'false' WHERE name = 'enforce_committee';

-- Nothing of it is lost in a rebuild; keys of another type are refused while there are rows
CREATE FUNCTION prove.contents() RETURNS TABLE (of text, content text) LANGUAGE plpgsql AS $$
BEGIN
	FOR of IN SELECT relname FROM pg_class WHERE relnamespace = 'governed'::regnamespace AND relkind = 'r' ORDER BY relname LOOP
		EXECUTE format('SELECT count(*) || %L || md5(string_agg(t::text, %L ORDER BY t::text)) FROM governed.%I AS t', ' rows ', ';', of) INTO content;
		RETURN NEXT;
	END LOOP;
END $$;
CREATE TEMP TABLE contents AS SELECT * FROM contents();
SELECT kam.rebuild('governed');
SELECT count(*) AS tables, count(*) FILTER (WHERE b.content IS DISTINCT FROM c.content) AS changed FROM contents AS b FULL JOIN contents() AS c USING (of);
SELECT outcome($$SELECT kam.set_source('governed', 'account', 'SELECT account_id::bigint, name FROM velmara.customer')$$);
-- metrics: what describe says of each is what account_metric has, and what a criterion may have
SELECT m.metric FROM kam.metrics() AS m FULL JOIN (SELECT DISTINCT metric FROM account_metric WHERE metric NOT LIKE 'measure:%') AS a USING (metric) WHERE m.metric IS NULL OR a.metric IS NULL;
SELECT * FROM kam.describe('nrr') \gx
SELECT * FROM kam.describe('measure:countries');
SELECT outcome(format('SELECT kam.describe(%L)', m)) FROM unnest(ARRAY['', 'measure:', 'NRR', NULL]) AS m;
SELECT count(*) AS not_told FROM kam.metrics() AS m WHERE num_nulls(metric, definition, unit, source, caveats) > 0;

-- Keys of the other types
DO $$
DECLARE type text; key text;
BEGIN
	FOREACH type IN ARRAY ARRAY['bigint', 'text', 'uuid'] LOOP
		key := CASE type WHEN 'uuid' THEN 'md5(%s::text)::uuid' ELSE '%s::' || type END;
		PERFORM kam.create_portfolio('by ' || type, format('SELECT %s AS account_id, name, %s AS parent_account_id FROM velmara.customer', format(key, 'account_id'), format(key, 'parent_account_id')),
			format('SELECT %s AS account_id, booked_on, amount FROM velmara.line WHERE currency = ''EUR''', format(key, 'account_id')));
		EXECUTE format('INSERT INTO %I.key_account SELECT %s, ''2025-01-01''', 'by ' || type, format(key, '1'));
		EXECUTE format('INSERT INTO %I.responsibility SELECT %s, ''account manager'', ''Lou'', ''2025-01-01''', 'by ' || type, format(key, '2'));
		EXECUTE format('INSERT INTO %I.plan (account_id, title, starts_on, ends_on) SELECT %s, ''plan'', ''2025-01-01'', ''2026-01-01''', 'by ' || type, format(key, '1'));
		EXECUTE format('INSERT INTO %I.milestone (plan_id, title, value, due_on) SELECT 1, ''step'', 10, ''2025-03-01''', 'by ' || type);
		EXECUTE format('UPDATE %I.plan SET approved_on = ''2025-01-01''', 'by ' || type);
		EXECUTE format('INSERT INTO %I.phase SELECT %s, ''discovery'', ''2025-01-01''', 'by ' || type, format(key, '1'));
		EXECUTE format('INSERT INTO %I.phase SELECT %s, ''value proposition'', ''2025-02-01''', 'by ' || type, format(key, '1'));
		EXECUTE format('INSERT INTO %I.stakeholder (account_id, level, person, starts_on) SELECT %s, ''business'', ''Bo'', ''2025-01-01''', 'by ' || type, format(key, '1'));
	END LOOP;
END $$;
CREATE FUNCTION prove.by_key(type text) RETURNS TABLE (manager text, accounts int, gaps bigint, time_index numeric, phase text, stakeholders int) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT (SELECT account_manager FROM %1$I.programme), (SELECT c.accounts FROM %1$I.coverage AS c WHERE limit_name = ''account manager''), (SELECT count(*) FROM %1$I.governance_gap),
		(SELECT p.time_index FROM %1$I.plan_progress AS p), (SELECT f.phase FROM %1$I.phase_progress AS f WHERE is_current), (SELECT r.stakeholders FROM %1$I.relationship_coverage AS r)', 'by ' || type);
END $$;
SELECT type, k.* FROM unnest(ARRAY['bigint', 'text', 'uuid']) AS type, by_key(type) AS k;
SELECT kam.drop_portfolio('by ' || type) FROM unnest(ARRAY['bigint', 'text', 'uuid']) AS type;

DROP FUNCTION prove.dayless, prove.contents, prove.by_key;
SELECT kam.drop_portfolio('governed');
REVOKE USAGE ON SCHEMA prove FROM regress_kam_reader, regress_kam_writer;
REVOKE USAGE ON SCHEMA velmara FROM regress_kam_reader;
REVOKE SELECT ON ALL TABLES IN SCHEMA velmara FROM regress_kam_reader;
DROP ROLE regress_kam_reader, regress_kam_writer;
