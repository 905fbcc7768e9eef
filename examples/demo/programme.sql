\echo
\echo '10. Running the programme: eleven key accounts since January  (end of 2025)'
\echo

SET search_path = key_accounts, kam;

-- The largest of 2024. Who owns an account manages it; a sponsor for Torreblanca is yet to be found.
SET kam.as_of = '2024-12-31';
INSERT INTO key_account (account_id, starts_on, tier)
SELECT account_id, '2025-01-01', CASE WHEN revenue_rank <= 3 THEN 'strategic' ELSE 'key' END FROM concentration_risk WHERE revenue_rank <= 11;
SET kam.as_of = '2025-12-31';
INSERT INTO responsibility (account_id, role, person, starts_on, time_share)
SELECT account_id, 'account manager', owner, '2025-01-01', CASE WHEN tier = 'strategic' THEN 0.4 ELSE 0.25 END FROM key_account JOIN account_kpi USING (account_id);
INSERT INTO responsibility (account_id, role, person, starts_on)
SELECT account_id, 'executive sponsor', CASE WHEN account_id IN (1, 8, 15, 19, 34) THEN 'Elin Maas' ELSE 'Marc Delvaux' END, '2025-01-01' FROM key_account WHERE account_id <> 21;
INSERT INTO responsibility (account_id, role, person, starts_on, time_share) VALUES (8, 'delivery', 'Owen Pryce', '2025-02-01', 0.3), (8, 'product', 'Saskia Blum', '2025-06-01', 0.1);

-- A committee each, every quarter; that of Tarnholm was called off twice, and Morawka has none.
INSERT INTO committee (account_id, chair, starts_on)
SELECT account_id, person, '2025-01-01' FROM responsibility WHERE role = 'executive sponsor' AND account_id <> 19 ORDER BY account_id;
INSERT INTO committee (account_id, starts_on) VALUES (21, '2025-01-01');
INSERT INTO meeting (committee_id, planned_on, held_on, cancelled_on)
SELECT committee_id, day, CASE WHEN day < '2026-01-01' AND NOT is_off THEN day END, CASE WHEN is_off THEN day - 7 END
FROM committee, unnest('{2025-03-18,2025-06-17,2025-09-16,2025-12-09,2026-03-17}'::date[]) AS day, LATERAL (SELECT account_id = 30 AND day IN ('2025-09-16', '2025-12-09') AS is_off) AS o;
INSERT INTO decision (meeting_id, decision, owner, due_on, done_on)
SELECT meeting_id, d.decision, d.owner, d.due_on::date, d.done_on::date
FROM meeting JOIN committee USING (committee_id)
JOIN (VALUES ('2025-09-16', 'ask Brightmoor what it spends on pumps, with everybody', 'Jonas Reuterdal', '2025-11-28', NULL),
             ('2025-12-09', 'offer three years before the day of notice', 'Jonas Reuterdal', '2026-01-16', NULL),
             ('2025-06-17', 'a spare parts store in Hull', 'Owen Pryce', '2025-10-31', '2025-10-20')) AS d (day, decision, owner, due_on, done_on) ON planned_on = d.day::date
WHERE account_id = 8;
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'value proposition', '2025-01-01' FROM key_account;
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'execution', '2025-05-01' FROM key_account WHERE account_id IN (1, 5, 8, 15, 30);

-- Plans of a year and a half for eight of them: so many k€ of value by the service contract, the new line, the second site.
CREATE TEMP TABLE goal (account_id int, contract int, line int, site int, contract_done date, line_done date, realised int);
INSERT INTO goal VALUES (1, 80, 260, 200, '2025-04-10', '2025-09-30', 240), (5, 60, 240, 150, '2025-03-20', '2025-08-15', 310), (8, 90, 120, 180, '2025-05-28', NULL, NULL),
    (15, 50, 160, 90, '2025-04-30', '2025-11-20', 150), (13, 40, 70, 60, '2025-04-25', NULL, NULL), (34, 30, 60, 50, '2025-04-15', '2025-10-10', 75), (11, 30, 60, 40, NULL, NULL, NULL), (30, 40, 50, 50, '2025-06-30', '2025-10-31', 35);
INSERT INTO plan (account_id, title, starts_on, ends_on, note) SELECT account_id, 'grow at home, then abroad', '2025-01-01', '2026-07-01', NULL FROM goal ORDER BY account_id;
INSERT INTO milestone (plan_id, title, value, due_on)
SELECT plan_id, m.title, 1000 * m.value, m.due_on
FROM plan JOIN goal USING (account_id), LATERAL (VALUES ('service contract', contract, DATE '2025-04-30'), ('new pump line', line, '2025-10-31'), ('second site', site, '2026-05-31')) AS m (title, value, due_on)
ORDER BY plan_id, m.due_on;
INSERT INTO objective (plan_id, title, metric, baseline, target)
SELECT plan_id, o.title, o.metric, o.baseline, o.target
FROM plan, (VALUES ('promises kept', 'sla_attainment', 0.8, 0.95), ('grow by a tenth a year', 'growth_rate', 0, 0.1)) AS o (title, metric, baseline, target);
INSERT INTO assumption (plan_id, metric, lowest, highest) SELECT plan_id, a.metric, a.lowest, NULL FROM plan, (VALUES ('nrr', 1.0), ('contribution_margin_rate', 0.25)) AS a (metric, lowest);
UPDATE plan SET approved_on = '2025-01-20', approved_by = 'board', reviewed_on = CASE WHEN account_id = 11 THEN DATE '2025-03-18' ELSE '2025-12-09' END;
UPDATE milestone AS m SET done_on = CASE m.title WHEN 'service contract' THEN contract_done WHEN 'new pump line' THEN line_done END, realised = CASE WHEN m.title = 'new pump line' THEN 1000 * g.realised END
FROM plan AS p JOIN goal AS g USING (account_id) WHERE p.plan_id = m.plan_id;

INSERT INTO stakeholder (account_id, level, job_title, person, starts_on, last_contact_on, influence, stance, decision_role, assessed_on) VALUES
    (8, 'executive', 'chief operating officer', 'Fiona Marsh', '2022-01-01', '2025-07-08', 5, 'champion', 'decides', '2025-06-17'),
    (8, 'procurement', 'head of purchasing', 'Neil Ashdown', '2024-03-01', '2025-12-03', 4, 'sceptic', 'approves', '2025-12-09'),
    (8, 'business', 'plant engineer, Hull', 'Priya Nair', '2021-05-01', '2025-12-11', 3, 'supporter', 'uses', '2025-12-09');
INSERT INTO risk (account_id, title, probability, impact, owner, mitigation, opened_on) VALUES
    (8, 'gives notice on 2 February and buys elsewhere', 0.3, 1100000, 'Jonas Reuterdal', 'an offer for three years in January', '2025-09-16'),
    (8, 'the dairy moves to a supplier of its own', 0.2, 200000, 'Owen Pryce', 'one contract for both', '2025-06-17');
INSERT INTO offer (account_id, title, offered_on, valid_until, is_framework, term_months, service_level) VALUES (8, 'three years, all plants', '2025-12-15', '2026-01-31', true, 36, 0.95);
INSERT INTO offer_module (offer_id, module, amount) VALUES (1, 'pumps', 520000), (1, 'field service', 180000), (1, 'spare parts on site', 95000);

\echo 'Who looks after how many'
SELECT limit_name AS "Limit", coalesce(person, '-') AS "Who", accounts AS "Accounts", concat_ws(' ', lowest, 'to', highest) AS "Should be",
       verdict AS "Verdict", round(100 * time_share) AS "Time %", round(revenue / 1000) AS "Revenue k€"
FROM coverage
ORDER BY limit_name, person;

\echo 'What is missing'
SELECT name AS "Account", account_manager AS "Manager", gap AS "Gap", since_on AS "Since"
FROM governance_gap
ORDER BY account_id, step_no;

\echo 'Where the plans are'
SELECT name AS "Account", milestones_done || ' of ' || milestones AS "Done", milestones_late AS "Late", round(planned_value / 1000) AS "Due k€",
       round(earned_value / 1000) AS "Earned k€", round(realised_value / 1000) AS "Realised k€", round(value_index, 2) AS "Value index", round(slip_days) AS "Days late"
FROM plan_progress
ORDER BY value_index, account_id;

\echo 'What comes up for renewal among them, within a year'
SELECT r.name AS "Account", p.account_manager AS "Manager", r.contract_id AS "Contract", r.notice_on AS "Notice by", r.ends_on AS "Ends",
       CASE WHEN r.auto_renew THEN 'by itself' ELSE 'no' END AS "Renews", round(r.annual_value / 1000) AS "k€ a year", round(r.revenue / 1000) AS "Revenue k€"
FROM renewals AS r
JOIN programme AS p USING (account_id)
ORDER BY r.notice_on, r.contract_id;

\echo 'One account review: Brightmoor Foods, fourth quarter'
CREATE TEMP TABLE page AS SELECT kam.account_review('key_accounts', 8, '2025-10-01') AS d;
SELECT m.name AS "Figure", round((d #>> ARRAY['kpis', m.metric, 'previous'])::numeric * m.factor, m.digits) AS "Q3",
       round((d #>> ARRAY['kpis', m.metric, 'value'])::numeric * m.factor, m.digits) AS "Q4",
       round((d #>> ARRAY['kpis', m.metric, 'change'])::numeric * m.factor, m.digits) AS "Change"
FROM page, (VALUES (1, 'Revenue of 12 months k€', 'revenue', 0.001, 0), (2, 'NRR %', 'nrr', 100, 1), (3, 'Margin %', 'contribution_margin_rate', 100, 1), (4, 'Share of our revenue %', 'revenue_share', 100, 1),
                   (5, 'Share of wallet %', 'share_of_wallet', 100, 1), (6, 'Promises kept %', 'sla_attainment', 100, 1), (7, 'Open offers k€', 'open_pipeline', 0.001, 0)) AS m (n, name, metric, factor, digits)
ORDER BY m.n;
SELECT item AS "Item", what AS "What", who AS "Who", day AS "Day"
FROM page, LATERAL (
    SELECT 1 AS n, 'phase' AS item, f ->> 'phase' AS what, NULL AS who, f ->> 'starts_on' AS day FROM jsonb_array_elements(d -> 'phase') AS f
    UNION ALL SELECT 2, 'late milestone', m ->> 'title', NULL, m ->> 'due_on' FROM jsonb_array_elements(d -> 'plan') AS l, jsonb_array_elements(l -> 'milestones') AS m WHERE m ->> 'done_on' IS NULL AND m ->> 'due_on' <= d ->> 'as_of'
    UNION ALL SELECT 3, 'assumption', (a ->> 'metric') || ' is ' || (a ->> 'verdict') || ' its band', NULL, NULL FROM jsonb_array_elements(d -> 'plan') AS l, jsonb_array_elements(l -> 'assumptions') AS a WHERE a ->> 'verdict' <> 'within'
    UNION ALL SELECT 4, 'renewal', format('contract %s, %s k€ a year', r ->> 'contract_id', round((r ->> 'annual_value')::numeric / 1000)), NULL, r ->> 'notice_on' FROM jsonb_array_elements(d -> 'renewals') AS r
    UNION ALL SELECT 5, 'risk', format('%s (%s %% of %s k€)', r ->> 'title', round(100 * (r ->> 'probability')::numeric), round((r ->> 'impact')::numeric / 1000)), r ->> 'owner', NULL FROM jsonb_array_elements(d -> 'risks') AS r
    UNION ALL SELECT 6, 'offer', format('%s, %s k€', o ->> 'title', round((o ->> 'amount')::numeric / 1000)), NULL, o ->> 'valid_until' FROM jsonb_array_elements(d -> 'offers') AS o
    UNION ALL SELECT 7, 'last contact', (s ->> 'job_title') || ', ' || (s ->> 'stance'), NULL, s ->> 'last_contact_on' FROM jsonb_array_elements(d -> 'stakeholders') AS s
    UNION ALL SELECT 8, 'decision', o ->> 'decision', o ->> 'owner', o ->> 'due_on' FROM jsonb_array_elements(d -> 'open_decisions') AS o) AS i
ORDER BY n, day, what;
SELECT format('Not known of it: %s.', string_agg(k, ', ' ORDER BY k)) AS reading
FROM page, jsonb_array_elements_text(d -> 'not_known') AS k
\gset
\echo :reading
\echo 'Reading: five weeks before the day of notice the one who decides has not been spoken to since July, and nobody knows the wallet.'
