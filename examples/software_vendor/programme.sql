-- The programme of 2025, in the order in which it happened.
SET search_path = key_accounts, kam;
CREATE TABLE nubela.quarter_gap (day date, account_id int, account_manager text, gap text, since_on date);
CREATE TABLE nubela.quarter_alert (day date, account_id int, rule text, change text, value numeric);

-- ------------------------------------------------------------------------------- January: twenty accounts, and who has them

INSERT INTO key_account (account_id, starts_on, tier)
SELECT account_id, '2025-01-01', CASE WHEN score_rank <= 5 THEN 'strategic' ELSE 'key' END FROM eligibility WHERE verdict = 'eligible';

-- Five neighbours in the list by country to each manager and each sponsor
INSERT INTO responsibility (account_id, role, person, starts_on, time_share)
SELECT account_id, role, person[fifth], '2025-01-01', share
FROM (SELECT account_id, ntile(4) OVER (ORDER BY country, account_id) AS fifth FROM key_account JOIN nubela.customer USING (account_id)) AS k,
     (VALUES ('account manager', '{Ines,Jonas,Kira,Luca}'::text[], 0.18), ('executive sponsor', '{Anna,Boris,Carla,David}', NULL)) AS r (role, person, share);

-- From here on these limits hold, whoever writes.
UPDATE setting SET value = 'true' WHERE name IN ('enforce_key_accounts', 'enforce_manager_load', 'enforce_sponsor_load');

-- A steering committee each, chaired by the sponsor, planned two quarters ahead
INSERT INTO committee (account_id, chair, starts_on)
SELECT account_id, person, '2025-01-01' FROM responsibility WHERE role = 'executive sponsor' ORDER BY account_id;
INSERT INTO meeting (committee_id, planned_on)
SELECT committee_id, day + committee_id::int % 10
FROM committee, unnest('{2025-03-10,2025-06-10,2025-09-10,2025-12-08,2026-03-10}'::date[]) AS day;

INSERT INTO stakeholder (account_id, level, job_title, person, starts_on, last_contact_on, influence, stance, decision_role, assessed_on)
SELECT account_id, level, title, format('%s of %s', title, name), '2024-01-01', '2024-12-12', influence,
       (ARRAY['champion', 'supporter', 'neutral', 'sceptic'])[1 + floor(4 * nubela.jitter(format('stance %s %s', account_id, level)))::int], decision_role, '2025-01-20'
FROM key_account
JOIN nubela.customer USING (account_id),
     (VALUES ('executive', 'CIO', 5, 'decides'), ('procurement', 'head of purchasing', 3, 'approves'), ('business', 'head of operations', 4, 'uses'))
         AS s (level, title, influence, decision_role)
ORDER BY account_id, level;

INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'discovery', '2025-01-01' FROM key_account;

-- The offer that is to be made: modules at a share of the wallet. What each customer will say is Nubela's to invent.
CREATE TABLE nubela.reply AS
SELECT account_id, CASE WHEN n IN (2, 5) THEN 'framework' WHEN n IN (1, 3, 7, 8, 11, 12) THEN 'all modules' WHEN n IN (4, 14) THEN 'one module, late'
                        WHEN n IN (9, 13, 15, 17, 18, 20) THEN 'no' ELSE 'not yet' END AS reply
FROM (SELECT account_id, row_number() OVER (ORDER BY score_rank) AS n FROM eligibility WHERE verdict = 'eligible') AS e;
CREATE TABLE nubela.price AS
SELECT account_id, module, round(wallet * share, -2) AS amount
FROM key_account
JOIN account_kpi USING (account_id), (VALUES ('analytics', 0.10), ('security', 0.07), ('automation', 0.06)) AS m (module, share);

-- One plan each; the baseline is what kam computes for 31 December 2024.
INSERT INTO plan (account_id, title, starts_on, ends_on) SELECT account_id, 'modules for ' || name, '2025-01-01', '2026-01-01' FROM key_account JOIN nubela.customer USING (account_id) ORDER BY account_id;
INSERT INTO milestone (plan_id, title, value, due_on)
SELECT plan_id, m.title, share * (SELECT sum(amount) FROM nubela.price AS c WHERE c.account_id = plan.account_id), due_on
FROM plan, (VALUES (1, 'needs analysed', 0.1, date '2025-03-15'), (2, 'decision', 0.3, '2025-04-30'), (3, 'modules live', 0.3, '2025-06-30'),
                  (4, 'users trained', 0.2, '2025-09-15'), (5, 'results reviewed', 0.1, '2025-11-30'))
    AS m (n, title, share, due_on)
ORDER BY plan_id, n;
INSERT INTO objective (plan_id, title, metric, baseline, target)
SELECT plan_id, 'ten points more of the wallet', 'share_of_wallet', share_of_wallet, share_of_wallet + 0.1 FROM plan JOIN account_kpi USING (account_id);
INSERT INTO assumption (plan_id, metric, lowest)
SELECT plan_id, metric, lowest FROM plan, (VALUES ('grr', 0.95), ('contribution_margin_rate', 0.3)) AS a (metric, lowest);
UPDATE plan SET approved_on = '2025-01-15', approved_by = 'board';

-- ---------------------------------------------------------------- first quarter: analyse, offer; four of the eight sign

UPDATE milestone SET done_on = '2025-02-20' WHERE title = 'needs analysed';
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'value proposition', '2025-02-20' FROM key_account;
INSERT INTO offer (account_id, title, offered_on, valid_until, is_framework, term_months, conditions, service_level, bonus, penalty)
SELECT account_id, 'three modules', '2025-03-03', '2025-09-30', reply = 'framework', CASE reply WHEN 'framework' THEN 36 ELSE 12 END,
       CASE reply WHEN 'framework' THEN 'price held for 36 months, core included' ELSE 'price held for 12 months; each module alone if wanted' END, 0.95, 1000, 3000
FROM nubela.reply ORDER BY account_id;
INSERT INTO offer_module (offer_id, module, amount) SELECT offer_id, module, amount FROM offer JOIN nubela.price USING (account_id);

-- When each signs; what it takes is invoiced from the first of the next month on.
CREATE TABLE nubela.signed AS
SELECT account_id, reply, offer_id, CASE WHEN reply = 'one module, late' THEN date '2025-08-20' WHEN account_id % 3 = 0 THEN '2025-04-10' ELSE '2025-03-18' END AS signed_on,
       CASE reply WHEN 'framework' THEN 'F' ELSE 'M' END || to_char(account_id, 'FM00') AS contract_id
FROM nubela.reply JOIN offer USING (account_id) WHERE reply IN ('framework', 'all modules', 'one module, late');
DELETE FROM offer_module USING nubela.signed AS s WHERE s.offer_id = offer_module.offer_id AND s.reply = 'one module, late' AND module <> 'analytics';

INSERT INTO nubela.invoice_line
SELECT account_id, month + 4, round(amount / 12, 2), module, 'recurring'
FROM nubela.signed
JOIN offer_module USING (offer_id), generate_series(date_trunc('month', signed_on) + interval '1 month', '2025-12-01', '1 month') AS g (t), LATERAL (SELECT t::date AS month) AS m;
INSERT INTO nubela.support_cost
SELECT account_id, booked_on, round(0.35 * sum(amount), 2), 'support' FROM nubela.invoice_line WHERE module <> 'core' GROUP BY account_id, booked_on;

-- A framework takes the place of the contract for the core product; the other contracts stand beside it.
INSERT INTO nubela.contract
SELECT s.contract_id, s.account_id, (date_trunc('month', signed_on) + interval '1 month')::date, (date_trunc('month', signed_on) + make_interval(months => 1 + term_months))::date,
       (SELECT sum(amount) FROM offer_module AS m WHERE m.offer_id = s.offer_id)
           + CASE WHEN is_framework THEN (SELECT annual_value FROM nubela.contract AS c WHERE c.account_id = s.account_id) ELSE 0 END, CASE WHEN is_framework THEN 180 ELSE 90 END, NOT is_framework, is_framework
FROM nubela.signed AS s JOIN offer USING (offer_id);
UPDATE nubela.contract AS c SET ends_on = f.starts_on FROM nubela.contract AS f WHERE f.account_id = c.account_id AND f.is_framework AND NOT c.is_framework;
UPDATE offer SET decided_on = signed_on, is_accepted = true, contract_id = s.contract_id FROM nubela.signed AS s WHERE s.offer_id = offer.offer_id;
UPDATE milestone SET done_on = signed_on FROM plan JOIN nubela.signed USING (account_id) WHERE plan.plan_id = milestone.plan_id AND milestone.title = 'decision';
UPDATE milestone SET done_on = (date_trunc('month', signed_on) + interval '1 month')::date FROM plan JOIN nubela.signed USING (account_id) WHERE plan.plan_id = milestone.plan_id AND milestone.title = 'modules live';
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'execution', (date_trunc('month', signed_on) + interval '1 month')::date FROM nubela.signed;

UPDATE meeting SET held_on = planned_on WHERE planned_on < '2025-03-31';
UPDATE plan SET reviewed_on = '2025-03-25';
\set day 2025-03-31
\ir quarter.sql

-- ------------------------------------- second quarter: Kira leaves, six refuse and get another plan

UPDATE meeting SET held_on = planned_on WHERE planned_on BETWEEN '2025-04-01' AND '2025-06-30';
UPDATE plan SET reviewed_on = '2025-06-24';
UPDATE offer SET decided_on = '2025-06-12', is_accepted = false FROM nubela.reply AS r WHERE r.account_id = offer.account_id AND reply = 'no';
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'discovery', '2025-06-12' FROM nubela.reply WHERE reply = 'no';
BEGIN;
UPDATE responsibility SET ends_on = '2025-06-16' WHERE person = 'Kira';
INSERT INTO responsibility (account_id, role, person, starts_on, time_share) SELECT account_id, role, 'Nora', '2025-07-07', time_share FROM responsibility WHERE person = 'Kira';
COMMIT;
\set day 2025-06-30
\ir quarter.sql

-- An approved plan cannot be bent: the six get a second version.
BEGIN;
UPDATE plan SET closed_on = '2025-07-10' FROM nubela.reply AS r WHERE r.account_id = plan.account_id AND reply = 'no';
INSERT INTO plan (account_id, version, title, starts_on, ends_on)
SELECT account_id, 2, 'win back ' || name, '2025-07-10', '2026-07-01' FROM nubela.reply JOIN nubela.customer USING (account_id) WHERE reply = 'no' ORDER BY account_id;
INSERT INTO milestone (plan_id, title, value, due_on, done_on)
SELECT plan_id, m.title, share * amount, due_on, done_on
FROM plan JOIN nubela.price USING (account_id), (VALUES (1, 'reasons understood', 0.3, date '2025-09-30', date '2025-09-12'), (2, 'new offer agreed with sponsor', 0.3, '2025-12-15', '2025-12-05'), (3, 'offer renewed', 0.4, '2026-03-31', NULL))
    AS m (n, title, share, due_on, done_on)
WHERE version = 2 AND module = 'analytics' ORDER BY plan_id, n;
INSERT INTO assumption (plan_id, metric, lowest)
SELECT plan_id, metric, lowest FROM plan, (VALUES ('grr', 0.95), ('contribution_margin_rate', 0.3)) AS a (metric, lowest) WHERE version = 2;
UPDATE plan SET approved_on = '2025-07-10', approved_by = 'board' WHERE version = 2;
COMMIT;

-- ------------------------------------------------------------ third quarter: two take one module; one committee does not meet

UPDATE alert SET acknowledged_by = 'Anna', acknowledged_on = '2025-07-15' WHERE rule = 'plan is behind' AND cleared_on IS NULL;
CREATE TABLE nubela.absent AS SELECT committee_id, account_id FROM committee JOIN nubela.reply USING (account_id) WHERE reply = 'not yet' ORDER BY account_id LIMIT 1;
UPDATE milestone SET done_on = '2025-08-29'
FROM plan JOIN nubela.reply USING (account_id) WHERE plan.plan_id = milestone.plan_id AND reply IN ('framework', 'all modules') AND milestone.title = 'users trained';
UPDATE meeting SET held_on = planned_on WHERE planned_on BETWEEN '2025-07-01' AND '2025-09-30' AND committee_id NOT IN (SELECT committee_id FROM nubela.absent);
UPDATE meeting SET cancelled_on = planned_on - 7 WHERE planned_on BETWEEN '2025-07-01' AND '2025-12-31' AND committee_id IN (SELECT committee_id FROM nubela.absent);
UPDATE plan SET reviewed_on = '2025-09-23' WHERE closed_on IS NULL AND account_id NOT IN (SELECT account_id FROM nubela.absent);
\set day 2025-09-30
\ir quarter.sql

-- ------------------------------------------------------- fourth quarter: results reviewed, the two frameworks expand

UPDATE milestone SET done_on = '2025-12-05'
FROM plan JOIN nubela.reply USING (account_id) WHERE plan.plan_id = milestone.plan_id AND reply = 'one module, late' AND milestone.title = 'users trained';
UPDATE milestone SET done_on = '2025-11-20'
FROM plan JOIN nubela.reply USING (account_id) WHERE plan.plan_id = milestone.plan_id AND reply IN ('framework', 'all modules') AND milestone.title = 'results reviewed';
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'expansion', '2025-11-20' FROM nubela.reply WHERE reply = 'framework';
UPDATE meeting SET held_on = planned_on WHERE planned_on BETWEEN '2025-10-01' AND '2025-12-31' AND cancelled_on IS NULL;
UPDATE plan SET reviewed_on = '2025-12-18' WHERE closed_on IS NULL AND account_id NOT IN (SELECT account_id FROM nubela.absent);
\set day 2025-12-31
\ir quarter.sql

-- The review of the larger framework, as it is on the board's table in January
INSERT INTO review (account_id, quarter, document, kept_on)
SELECT account_id, '2025-10-01', kam.account_review('key_accounts', account_id::text, '2025-10-01'), '2026-01-08'
FROM account_kpi JOIN nubela.reply USING (account_id) WHERE reply = 'framework' ORDER BY revenue DESC LIMIT 1;

-- ---------------------------------------------------- twelve months later: is the share of wallet up, or only its estimate?

-- How far one estimate is from the mean of the four, relative to it: a property of how Nubela estimates, so of all customers
-- and both years together.
CREATE VIEW nubela.estimate_error AS
SELECT sqrt(sum((e.amount / w.amount - 1) ^ 2) / (count(*) - count(DISTINCT (e.account_id, e.estimated_on)))) AS of_one,
       sqrt(sum((e.amount / w.amount - 1) ^ 2) / (count(*) - count(DISTINCT (e.account_id, e.estimated_on))) / 4) AS of_mean
FROM nubela.wallet_estimate AS e
JOIN nubela.wallet AS w ON w.account_id = e.account_id AND w.as_of = e.estimated_on;

-- Share = revenue / wallet. Revenue is invoiced, the wallet has the relative error e: so the share has the error share x e, and
-- the change, of two estimates made apart, the root of the sum of both squares. README.md says why three of these, not two.
CREATE VIEW nubela.share_change AS
SELECT *, change / standard_error AS errors, CASE WHEN change > 3 * standard_error THEN 'up' WHEN change < -3 * standard_error THEN 'down' ELSE 'within the error' END AS verdict
FROM (SELECT k.account_id, k.name, k.revenue_previous, k.revenue, o.baseline AS share_then, k.share_of_wallet AS share_now,
             k.share_of_wallet - o.baseline AS change, e.of_mean * sqrt(o.baseline ^ 2 + k.share_of_wallet ^ 2) AS standard_error
      FROM account_kpi AS k
      JOIN plan AS p ON p.account_id = k.account_id AND p.version = 1
      JOIN objective AS o ON o.plan_id = p.plan_id
      CROSS JOIN nubela.estimate_error AS e) AS c;
