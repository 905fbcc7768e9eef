-- The programme of 2024 and 2025 with Korvala (account 100), and just enough of five others to make it one.

SELECT kam.create_portfolio('key_accounts',
    account => 'SELECT customer_id AS account_id, name, belongs_to AS parent_account_id, country, industry FROM talvik.customer',
    revenue => 'SELECT customer_id AS account_id, booked_on, amount, product, plant AS site, country, business_unit, kind, line_id FROM talvik.invoice_line',
    cost => 'SELECT customer_id AS account_id, incurred_on, amount, kind FROM talvik.cost_line',
    contract => 'SELECT contract_id, customer_id AS account_id, starts_on, ends_on, annual_value, notice_days, auto_renew, is_framework FROM talvik.contract',
    wallet => 'SELECT customer_id AS account_id, estimated_on AS as_of, amount, method FROM talvik.wallet',
    potential => 'SELECT customer_id AS account_id, product, plant AS site, amount FROM talvik.potential',
    service_level => $$SELECT customer_id AS account_id, due_at, arrived_at AS resolved_at, 'technician in time' AS metric, customer_at_fault AS excluded FROM talvik.service_visit$$)
\g /dev/null
SET search_path = key_accounts, kam;

-- December 2023: the six that spend most with others
SET kam.as_of = '2023-12-31';
INSERT INTO key_account (account_id, starts_on, tier)
SELECT account_id, '2024-01-01', CASE account_id WHEN 100 THEN 'strategic' ELSE 'key' END FROM account_kpi ORDER BY wallet - revenue DESC LIMIT 6;

INSERT INTO responsibility (account_id, role, person, starts_on, time_share)
SELECT account_id, r.role, r.person, '2024-01-01', r.time_share
FROM (SELECT account_id, row_number() OVER (ORDER BY account_id DESC) AS n FROM key_account) AS k
JOIN (VALUES ('account manager', 'Maarja', 0.3, 0), ('account manager', 'Piet', 0.25, 1), ('executive sponsor', 'Henrik', NULL, 0), ('executive sponsor', 'Ulla', NULL, 1)) AS r (role, person, time_share, half) ON r.half = n % 2
WHERE account_id <> 100;
INSERT INTO responsibility (account_id, role, person, starts_on, time_share) VALUES
    (100, 'account manager', 'Piet', '2024-01-01', 0.4), (100, 'executive sponsor', 'Ulla', '2024-01-01', NULL), (100, 'sales', 'Jens', '2024-01-01', 0.2), (100, 'product', 'Tiina', '2024-02-01', 0.5),
    (100, 'delivery', 'Oskar', '2024-04-01', 0.6), (100, 'delivery', 'Beata', '2025-07-01', 0.8), (100, 'marketing', 'Lea', '2025-04-01', 0.1);

-- A committee each, once a quarter; that of one of the others was called off in autumn, and not held since
INSERT INTO committee (account_id, chair, starts_on) SELECT account_id, person, '2024-01-01' FROM responsibility WHERE role = 'executive sponsor' ORDER BY account_id DESC;
INSERT INTO meeting (committee_id, planned_on, held_on, cancelled_on)
SELECT committee_id, day, CASE WHEN day < '2026-01-01' AND NOT called_off THEN day END, CASE WHEN called_off THEN day - 7 END
FROM committee, unnest('{2024-03-20,2024-06-19,2024-09-18,2024-12-11,2025-03-19,2025-06-18,2025-09-17,2025-12-10,2026-03-18}'::date[]) AS day,
     LATERAL (SELECT committee_id = 6 AND day IN ('2025-09-17', '2025-12-10') AS called_off) AS c
ORDER BY committee_id, day;
INSERT INTO decision (meeting_id, decision, owner, due_on, done_on)
SELECT meeting_id, d.decision, d.owner, d.due_on, d.done_on
FROM meeting JOIN committee USING (committee_id)
JOIN (VALUES (date '2024-03-20', 'build the failure model with the engineers of Kuusjoki', 'Tiina', date '2024-05-31', date '2024-06-14'),
             ('2024-09-18', 'offer all five plants a contract paid by performance', 'Piet', '2024-10-31', '2024-10-15'),
             ('2025-03-19', 'new drives for Zielno before sensors: move it, and Erlbruck', 'Oskar', '2025-04-10', '2025-04-10'),
             ('2025-06-18', 'two technicians of Korvala trained at Granvik', 'Oskar', '2025-07-31', '2025-07-25'),
             ('2025-09-17', 'a technician who lives near Erlbruck', 'Beata', '2025-11-30', NULL),
             ('2025-12-10', 'fit the model again with the failures of Erlbruck', 'Tiina', '2026-01-31', NULL)) AS d (held_on, decision, owner, due_on, done_on) USING (held_on)
WHERE account_id = 100 ORDER BY held_on;

-- Phases follow each other: the pilot proves the value, the contract is the execution, two further countries the expansion.
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'discovery', '2024-01-01' FROM key_account;
INSERT INTO phase (account_id, phase, starts_on) VALUES (100, 'value proposition', '2024-04-01');
INSERT INTO phase (account_id, phase, starts_on) VALUES (100, 'execution', '2025-01-01');
INSERT INTO phase (account_id, phase, starts_on) VALUES (100, 'expansion', '2025-07-01');

-- ---------------------------------------------------------------------------------------------------------- the plan
-- Each plant is to halve its hours in the first six months: half of an average month of 2023, at the plant's cost of an hour.
SET kam.as_of = '2024-03-31';
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 100, 'predictive maintenance, designed together', '2024-04-01', '2026-07-01');
INSERT INTO milestone (plan_id, title, project, value, due_on) VALUES (1, 'failure model of the drives, with Kuusjoki''s engineers', 'co-design', NULL, '2024-05-31');
INSERT INTO milestone (plan_id, title, project, value, due_on)
SELECT 1, 'six months at ' || plant, m.project, round(0.5 * 6 * hours * hour_cost, -3), m.due_on
FROM talvik.plant
JOIN (SELECT plant, sum(hours) / 12 AS hours FROM talvik.downtime WHERE cause = 'drive' AND stopped_on < '2024-01-01' GROUP BY plant) AS b USING (plant)
JOIN (VALUES ('Kuusjoki', 'co-design', date '2024-09-30'), ('Harjala', 'co-design', '2025-03-31'), ('Granvik', 'roll-out', '2025-06-30'), ('Erlbruck', 'roll-out', '2025-09-30'), ('Zielno', 'roll-out', '2025-12-31')) AS m (plant, project, due_on) USING (plant)
ORDER BY m.due_on;
INSERT INTO objective (plan_id, title, metric, baseline, target)
SELECT 1, o.title, o.metric, m.value, o.target
FROM (VALUES ('promises kept as the contract asks', 'sla_attainment', 0.95), ('two fifths of what they spend', 'share_of_wallet', 0.4), ('white space down to 1.8 million', 'white_space', 1800000), ('half of what they could buy of us', 'penetration_rate', 0.5)) AS o (title, metric, target)
JOIN account_metric AS m USING (metric) WHERE m.account_id = 100;
INSERT INTO assumption (plan_id, metric, lowest, highest, note) VALUES
    (1, 'nrr', 1.1, NULL, 'fees outgrow the repairs that are no longer needed'), (1, 'contribution_margin_rate', 0.38, NULL, NULL), (1, 'cac_payback_months', NULL, 6, 'what co-design cost, in months of margin'),
    (1, 'revenue_share', NULL, 0.12, 'we do not come to depend on it');
UPDATE plan SET approved_on = '2024-04-02', approved_by = 'Ulla' WHERE plan_id = 1;

-- Nobody types what a plant has saved: it is what its log says of the first six months.
CREATE VIEW measured AS
SELECT p.plant, 'six months at ' || p.plant AS title, (p.live_on + interval '6 months - 1 day')::date AS measured_on, round(sum(a.avoided_value), 2) AS realised
FROM talvik.plant AS p
JOIN talvik.avoided_downtime AS a ON a.plant = p.plant AND a.month < p.live_on + interval '6 months'
GROUP BY p.plant, p.live_on
HAVING count(*) = 6;
UPDATE milestone SET done_on = '2024-06-14' WHERE project = 'co-design' AND value IS NULL;
UPDATE milestone SET done_on = measured_on, realised = measured.realised FROM measured WHERE measured.title = milestone.title AND measured_on < '2025-04-10';

-- April 2025: Zielno is to get new drives first. What was approved stays as it was; version 2 takes its place.
BEGIN;
INSERT INTO plan (plan_id, account_id, version, title, starts_on, ends_on) SELECT 2, account_id, 2, title, starts_on, ends_on FROM plan WHERE plan_id = 1;
INSERT INTO milestone (plan_id, title, project, value, due_on, done_on, realised)
SELECT 2, title, project, value, CASE title WHEN 'six months at Erlbruck' THEN '2025-11-30' WHEN 'six months at Zielno' THEN '2026-03-31' ELSE due_on END, done_on, realised FROM milestone WHERE plan_id = 1 ORDER BY milestone_id;
INSERT INTO objective (plan_id, title, metric, baseline, target) SELECT 2, title, metric, baseline, target FROM objective WHERE plan_id = 1 ORDER BY objective_id;
INSERT INTO assumption (plan_id, metric, lowest, highest, note) SELECT 2, metric, lowest, highest, note FROM assumption WHERE plan_id = 1 ORDER BY assumption_id;
UPDATE plan SET closed_on = '2025-04-10' WHERE plan_id = 1;
UPDATE plan SET approved_on = '2025-04-10', approved_by = 'Ulla' WHERE plan_id = 2;
COMMIT;
UPDATE milestone SET done_on = measured_on, realised = measured.realised FROM measured WHERE measured.title = milestone.title AND plan_id = 2 AND done_on IS NULL;

-- The others have a plan each, all gone through in December
INSERT INTO plan (plan_id, account_id, title, starts_on, ends_on) SELECT 10 + row_number() OVER (ORDER BY account_id), account_id, 'first predictive maintenance', '2025-01-01', '2026-07-01' FROM key_account WHERE account_id <> 100;
INSERT INTO milestone (plan_id, title, value, due_on) SELECT plan_id, 'visit to Kuusjoki', 5000, '2025-09-30' FROM plan WHERE account_id <> 100;
UPDATE milestone SET done_on = '2025-09-03' WHERE title = 'visit to Kuusjoki' AND plan_id <> 12;
UPDATE plan SET approved_on = '2025-01-15', approved_by = 'Ulla' WHERE account_id <> 100;
UPDATE plan SET reviewed_on = '2025-12-10' WHERE plan_id <> 1;

-- ------------------------------------------------------------------------------------------------ offers and risks
-- A year's bonus and penalty are those of all plants and quarters of the terms that came of it.
INSERT INTO offer (offer_id, account_id, title, offered_on, valid_until, decided_on, is_accepted, is_framework, term_months, conditions, service_level, bonus, penalty, contract_id)
SELECT 1, 100, 'predictive maintenance, paid by performance', '2024-10-15', '2024-12-31', '2024-11-20', true, true, 60, 'by plant and quarter: a bonus above the service level, a penalty below it', min(service_level), 4 * sum(quarter_bonus), 4 * sum(quarter_penalty), 'P-2025' FROM talvik.performance_term;
INSERT INTO offer_module (offer_id, module, site, amount, service_level) SELECT 1, 'predictive maintenance', plant, 12 * 9000, service_level FROM talvik.performance_term;
INSERT INTO offer (offer_id, account_id, title, offered_on, valid_until, term_months) VALUES (2, 100, 'parts in stock at the plant', '2025-11-20', '2026-03-31', 36);
INSERT INTO offer_module (offer_id, module, site, amount) VALUES (2, 'parts', 'Erlbruck', 140000), (2, 'parts', 'Zielno', 70000);

INSERT INTO risk (account_id, title, probability, impact, owner, mitigation, opened_on, closed_on) VALUES
    (100, 'Korvala buys its drives elsewhere, and the model with them', 0.1, 1200000, 'Ulla', 'contract to 2029; two further customers on the same model', '2024-04-01', NULL),
    (100, 'Granvik does not act on warnings', 0.6, 40000, 'Oskar', 'train technicians of Korvala', '2025-02-01', '2025-10-01'),
    (100, 'Erlbruck misses its service level all year', 0.4, 20000, 'Beata', 'a technician who lives near', '2025-10-01', NULL),
    (100, 'the model does not fit Zielno''s drives', 0.3, 108000, 'Tiina', 'new drives first', '2025-03-19', NULL);

-- ---------------------------------------------------------------------------------------------------------- people
INSERT INTO stakeholder (account_id, level, job_title, person, starts_on, last_contact_on, influence, stance, decision_role, assessed_on) VALUES
    (100, 'executive', 'chief operating officer', 'Aino', '2023-01-01', '2025-12-10', 5, 'supporter', 'decides', '2025-12-10'),
    (100, 'procurement', 'head of purchasing', 'Risto', '2023-01-01', '2025-11-26', 4, 'sceptic', 'approves', '2025-12-10'),
    (110, 'business', 'head of maintenance, Kuusjoki', 'Eero', '2023-01-01', '2025-12-03', 4, 'champion', 'advises', '2025-12-10'),
    (110, 'business', 'mill manager, Harjala', 'Sanna', '2023-01-01', '2025-05-12', 3, 'champion', 'uses', '2025-06-18'),
    (120, 'business', 'mill manager, Granvik', 'Nils', '2023-06-01', '2025-12-10', 3, 'supporter', 'uses', '2025-12-10'),
    (130, 'executive', 'managing director, Germany', 'Gerda', '2024-01-01', '2025-10-22', 4, 'neutral', 'decides', '2025-12-10'),
    (130, 'business', 'head of maintenance, Erlbruck', 'Uwe', '2024-01-01', '2025-09-30', 3, 'opponent', 'uses', '2025-12-10'),
    (140, 'procurement', 'purchasing, Zielno', 'Ewa', '2025-03-01', '2025-12-04', 2, 'neutral', 'advises', '2025-12-10');

-- ---------------------------------------------------------------------------------------------------------- alerts
-- The board wants to hear of dependency earlier than at a fifth. Looked at after each quarter of 2025.
UPDATE alert_rule SET raise_at = 0.12, clear_at = 0.10 WHERE rule = 'dependency';
SET kam.as_of = '2025-06-30';
SELECT * FROM kam.refresh_alerts('key_accounts') \g /dev/null
SET kam.as_of = '2025-09-30';
SELECT * FROM kam.refresh_alerts('key_accounts') \g /dev/null
UPDATE alert SET acknowledged_by = 'Piet', acknowledged_on = '2025-10-01' WHERE account_id = 100;
SET kam.as_of = '2025-12-31';
INSERT INTO review (account_id, quarter, document, kept_on) VALUES (100, '2025-10-01', kam.account_review('key_accounts', 100, '2025-10-01'), '2026-01-07');
