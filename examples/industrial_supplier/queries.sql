SET search_path = key_accounts, kam;

\echo
\echo '1. December 2023: who spends most with others?'
\echo
SET kam.as_of = '2023-12-31';

SELECT k.name AS "Account", (SELECT count(*) FROM account_group AS g WHERE g.group_id = k.account_id) AS "Companies", round(k.revenue / 1000) AS "Revenue k€",
       round(k.wallet / 1000) AS "Wallet k€", round(100 * k.share_of_wallet) AS "Ours %", round((k.wallet - k.revenue) / 1000) AS "With others k€",
       round(100 * c.revenue_share, 1) AS "Share of us %"
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
ORDER BY k.wallet - k.revenue DESC
LIMIT 6;

SELECT format(E'Reading: these six become key accounts. Korvala buys in %s of its four countries, for %s %% of our revenue.',
              count(DISTINCT country), round(100 * (SELECT revenue_share FROM concentration_risk WHERE account_id = 100), 1)) AS reading
FROM revenue WHERE account_id >= 100 AND booked_on <= '2023-12-31'
\gset
\echo :reading

\echo
\echo '2. What is an hour without paper worth?  (the plants'' own logs of 2023)'
\echo

SELECT p.plant AS "Plant", p.country AS "Country", round(sum(hours) FILTER (WHERE cause = 'drive') / 12, 1) AS "Hours a month: drives", round(sum(hours) FILTER (WHERE cause = 'other') / 12, 1) AS "other",
       p.hour_cost AS "An hour costs €", round(sum(hours) FILTER (WHERE cause = 'drive') * p.hour_cost / 1000) AS "A year of drive stops k€", round(m.value / 1000) AS "Half, for six months k€"
FROM talvik.plant AS p
JOIN talvik.downtime AS d USING (plant)
JOIN milestone AS m ON m.plan_id = 1 AND m.title = 'six months at ' || p.plant
WHERE d.stopped_on < '2024-01-01'
GROUP BY p.plant, p.plant_no, p.country, p.hour_cost, m.value
ORDER BY p.plant_no;

SELECT format(E'Reading: drives stop the five plants for %s k€ a year. The plan promises to halve that in each plant''s first six\nmonths, with a model that Korvala''s engineers and ours build together.',
              (SELECT round(sum(hours * hour_cost) / 1000) FROM talvik.downtime JOIN talvik.plant USING (plant) WHERE cause = 'drive' AND stopped_on < '2024-01-01')) AS reading
\gset
\echo :reading

\echo
\echo '3. How did the programme go about it?'
\echo
SET kam.as_of = '2025-12-31';

SELECT phase AS "Phase", starts_on AS "From", ends_on AS "Until", days AS "Days" FROM phase_progress WHERE account_id = 100 ORDER BY step_no;
SELECT m.held_on AS "Committee", d.decision AS "Decided", d.owner AS "Owner", d.due_on AS "Due", coalesce(d.done_on::text, CASE WHEN d.due_on < kam.as_of() THEN 'overdue' ELSE 'open' END) AS "Done"
FROM decision AS d JOIN meeting AS m USING (meeting_id) ORDER BY m.held_on;

\echo '4. What was promised, and what did the plants'' logs say six months after?'
\echo

SELECT n.title AS "Milestone", round(n.value / 1000) AS "Expected k€", o.due_on AS "Due (version 1)", n.due_on AS "Due (version 2)", n.done_on AS "Done", round(n.realised / 1000) AS "Realised k€", round(100 * n.realised / n.value) AS "%"
FROM milestone AS n JOIN milestone AS o ON o.plan_id = 1 AND o.title = n.title
WHERE n.plan_id = 2 ORDER BY n.due_on, n.milestone_id;

SELECT p.plant AS "Plant", p.live_on AS "Live from", round(sum(d.hours) FILTER (WHERE cause = 'drive' AND stopped_on < '2024-01-01') / 12, 1) AS "Drives 2023",
       round(sum(d.hours) FILTER (WHERE cause = 'drive' AND stopped_on >= '2025-10-01') / 3, 1) AS "Drives Q4 2025", round(sum(d.hours) FILTER (WHERE cause = 'other' AND stopped_on < '2024-01-01') / 12, 1) AS "Other 2023",
       round(sum(d.hours) FILTER (WHERE cause = 'other' AND stopped_on >= '2025-10-01') / 3, 1) AS "Other Q4 2025", round(a.value / 1000) AS "Avoided so far k€"
FROM talvik.plant AS p
JOIN talvik.downtime AS d USING (plant)
JOIN (SELECT plant, sum(avoided_value) AS value FROM talvik.avoided_downtime GROUP BY plant) AS a USING (plant)
GROUP BY p.plant, p.plant_no, p.live_on, a.value ORDER BY p.plant_no;

SELECT format(E'Reading: hours a month. %s k€ of downtime avoided since April 2024, for %s k€ of fees. Stops that have nothing to do with\ndrives are as they were, so it is not that the plants run less. Granvik brought %s %% of what was expected: it began to\nact on warnings only in July.',
              (SELECT round(sum(avoided_value) / 1000) FROM talvik.avoided_downtime),
              (SELECT round(sum(amount) / 1000) FROM revenue WHERE line_id LIKE 'fee-%' AND account_id >= 100),
              (SELECT round(100 * realised / value) FROM milestone WHERE plan_id = 2 AND title LIKE '%Granvik')) AS reading
\gset
\echo :reading

\echo
\echo '5. Where was the plan, as it was known on the day?'
\echo

CREATE TEMPORARY TABLE plan_on_day AS SELECT date '2000-01-01' AS day, * FROM plan_progress WHERE false;
SET kam.as_of = '2024-12-31';
INSERT INTO plan_on_day SELECT kam.as_of(), * FROM plan_progress WHERE account_id = 100;
SET kam.as_of = '2025-04-09';
INSERT INTO plan_on_day SELECT kam.as_of(), * FROM plan_progress WHERE account_id = 100;
SET kam.as_of = '2025-06-30';
INSERT INTO plan_on_day SELECT kam.as_of(), * FROM plan_progress WHERE account_id = 100;
SET kam.as_of = '2025-12-31';
INSERT INTO plan_on_day SELECT kam.as_of(), * FROM plan_progress WHERE account_id = 100;
SELECT day AS "On", version AS "Version", milestones_done || ' of ' || milestones AS "Done", milestones_late AS "Late", round(planned_value / 1000) AS "Due k€", round(earned_value / 1000) AS "Earned k€", round(realised_value / 1000) AS "Realised k€",
       round(value_index, 2) AS "Value index", round(time_index, 2) AS "Time index", round(slip_days, 1) AS "Days late"
FROM plan_on_day ORDER BY day;

\echo 'Reading: earned is at most what was planned, so that Kuusjoki''s surplus does not hide what Granvik lacks. At the end of 2025'
\echo 'Erlbruck is late: it went live in August, and its six months are not over. The time index takes work between two due dates'
\echo 'as steady: in December 2024 nothing was late, but with nothing due until March it shows nothing since September. Read it with'
\echo 'the late ones beside it.'

\echo
\echo '6. Do we keep our promises, plant by plant?  (share of visits in time; the contract asks for 95 %)'
\echo

SELECT plant AS "Plant", round(100 * kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') FILTER (WHERE due_at < '2024-01-01+00'), 1) AS "2023", round(100 * kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') FILTER (WHERE due_at >= '2024-01-01+00' AND due_at < '2025-01-01+00'), 1) AS "2024",
       round(100 * kam.sla_attainment(arrived_at, due_at, '2025-04-01+00') FILTER (WHERE due_at >= '2025-01-01+00' AND due_at < '2025-04-01+00'), 1) AS "Q1 2025", round(100 * kam.sla_attainment(arrived_at, due_at, '2025-07-01+00') FILTER (WHERE due_at >= '2025-04-01+00' AND due_at < '2025-07-01+00'), 1) AS "Q2",
       round(100 * kam.sla_attainment(arrived_at, due_at, '2025-10-01+00') FILTER (WHERE due_at >= '2025-07-01+00' AND due_at < '2025-10-01+00'), 1) AS "Q3", round(100 * kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') FILTER (WHERE due_at >= '2025-10-01+00' AND due_at < '2026-01-01+00'), 1) AS "Q4",
       count(*) FILTER (WHERE due_at >= '2025-01-01+00') AS "Visits 2025", round(100 * kam.sla_attainment(arrived_at, due_at, '2026-01-01+00') FILTER (WHERE due_at >= '2025-01-01+00'), 1) AS "2025"
FROM talvik.service_visit JOIN talvik.plant USING (plant) WHERE NOT customer_at_fault
GROUP BY plant, plant_no ORDER BY plant_no;

SELECT title AS "Offer", offered_on AS "Offered", decided_on AS "Accepted", contract_id AS "Contract", term_months AS "Months", round(100 * service_level) AS "Level %", bonus AS "Bonus of a year €", penalty AS "Penalty €",
       (SELECT count(*) || ' plants, ' || round(sum(amount) / 1000) || ' k€ a year' FROM offer_module AS m WHERE m.offer_id = o.offer_id) AS "Modules"
FROM offer AS o WHERE is_accepted;

SELECT site AS "Plant", string_agg(to_char(booked_on, '"Q"Q') || ' ' || to_char(amount, 'FMSG999,999'), ',  ' ORDER BY booked_on) AS "Lines of bonus and penalty 2025 €", sum(amount) AS "Sum €"
FROM revenue JOIN talvik.plant ON plant = site WHERE line_id ~ '^(bonus|penalty)-' GROUP BY site, plant_no ORDER BY plant_no;

SELECT format(E'Reading: as an account, %s %% in 2025, just below the 95 %% of the contract. By plant the money says more: Kuusjoki\nand Harjala earn, Granvik cost two penalties before its first bonus, and Erlbruck begins with one.', round(100 * sla_attainment, 1)) AS reading
FROM account_kpi WHERE account_id = 100
\gset
\echo :reading

\echo
\echo '7. What is Korvala''s revenue of 2025 made of?  (kam.explain: each line with what it adds)'
\echo

-- over all rows the sum has everything twice, by line and in all
WITH line AS (
    SELECT split_part(line_id, '-', 1) AS what, contribution FROM kam.explain('key_accounts', 'revenue', 100)
)
SELECT coalesce(what, 'all') AS "Lines of", count(*) AS "Lines", to_char(sum(contribution), 'FM9,999,990.00') AS "€", round(100 * sum(contribution) / sum(sum(contribution)) OVER () * 2, 1) AS "%"
FROM line GROUP BY ROLLUP (what) ORDER BY grouping(what), sum(contribution) DESC;

WITH line AS (
    SELECT source || ': ' || coalesce(kind, '') AS what, contribution FROM kam.explain('key_accounts', 'contribution_margin', 100)
)
SELECT CASE WHEN grouping(what) = 1 THEN 'contribution margin' ELSE what END AS "Lines of", count(*) AS "Lines", to_char(sum(contribution), 'FM9,999,990.00') AS "€"
FROM line GROUP BY ROLLUP (what) ORDER BY grouping(what), what LIKE 'cost%', sum(contribution) DESC;

SELECT format(E'Reading: both add up, to the cent, to the %s and %s of account_kpi. The penalties are credits: they\nreduce revenue, retention and margin, and no cost offsets them.', to_char(revenue, 'FM9,999,990.00'), to_char(contribution_margin, 'FM9,999,990.00')) AS reading
FROM account_kpi WHERE account_id = 100
\gset
\echo :reading

\echo
\echo '8. Did it carry over to further countries?  (revenue k€)'
\echo

SELECT coalesce(country, 'all') AS "Country", CASE WHEN grouping(site) = 1 THEN 'all' ELSE site END AS "Plant", round(sum(amount) FILTER (WHERE booked_on < '2024-01-01') / 1000) AS "2023",
       round(sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01') / 1000) AS "2024", round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01') / 1000) AS "2025",
       round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01' AND kind = 'one_off') / 1000) AS "of this drives", round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01' AND product = 'parts') / 1000) AS "parts", round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01' AND product = 'repairs') / 1000) AS "repairs",
       round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01' AND product = 'predictive maintenance') / 1000) AS "fees, bonus, penalty",
       round(100 * sum(amount) FILTER (WHERE booked_on >= '2025-01-01') / nullif(sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01'), 0) - 100) AS "Growth %"
FROM revenue WHERE account_id >= 100
GROUP BY ROLLUP (country, site) HAVING grouping(site) = 0 OR grouping(country) = 1 ORDER BY grouping(country), country, site;

SELECT business_unit AS "Business unit", round(sum(amount) FILTER (WHERE booked_on < '2024-01-01') / 1000) AS "2023", round(sum(amount) FILTER (WHERE booked_on >= '2024-01-01' AND booked_on < '2025-01-01') / 1000) AS "2024", round(sum(amount) FILTER (WHERE booked_on >= '2025-01-01') / 1000) AS "2025"
FROM revenue WHERE account_id >= 100 GROUP BY business_unit ORDER BY business_unit;

CREATE TEMPORARY TABLE year_end AS SELECT date '2000-01-01' AS day, nrr, growth_rate, contribution_margin_rate FROM account_kpi WHERE false;
SET kam.as_of = '2024-12-31';
INSERT INTO year_end SELECT kam.as_of(), nrr, growth_rate, contribution_margin_rate FROM account_kpi WHERE account_id = 100;
SET kam.as_of = '2025-12-31';
INSERT INTO year_end SELECT kam.as_of(), nrr, growth_rate, contribution_margin_rate FROM account_kpi WHERE account_id = 100;
SELECT format(E'Reading: %s k€ of %s k€ come from Germany and Poland, where there was nothing; most of that is new drives, which are\nbought once. NRR, which leaves drives out, was %s in 2024, when repairs went that the sensors made needless, and %s in 2025.',
              (SELECT round(sum(amount) / 1000) FROM revenue WHERE account_id >= 100 AND booked_on >= '2025-01-01' AND country IN ('DE', 'PL')), (SELECT round(revenue / 1000) FROM account_kpi WHERE account_id = 100),
              (SELECT round(nrr, 2) FROM year_end WHERE day = '2024-12-31'), (SELECT round(nrr, 2) FROM year_end WHERE day = '2025-12-31')) AS reading
\gset
\echo :reading

\echo
\echo '9. And how much hangs on it?'
\echo

CREATE TEMPORARY TABLE hangs AS SELECT date '2000-01-01' AS day, c.revenue_share, c.is_major_customer, c.hhi_without, d.hhi, d.effective_members FROM concentration_risk AS c, concentration AS d WHERE false;
SET kam.as_of = '2023-12-31';
INSERT INTO hangs SELECT kam.as_of(), c.revenue_share, c.is_major_customer, c.hhi_without, d.hhi, d.effective_members FROM concentration_risk AS c, concentration AS d WHERE account_id = 100 AND dimension = 'account';
SET kam.as_of = '2024-12-31';
INSERT INTO hangs SELECT kam.as_of(), c.revenue_share, c.is_major_customer, c.hhi_without, d.hhi, d.effective_members FROM concentration_risk AS c, concentration AS d WHERE account_id = 100 AND dimension = 'account';
SET kam.as_of = '2025-12-31';
INSERT INTO hangs SELECT kam.as_of(), c.revenue_share, c.is_major_customer, c.hhi_without, d.hhi, d.effective_members FROM concentration_risk AS c, concentration AS d WHERE account_id = 100 AND dimension = 'account';
SELECT day AS "Year to", round(100 * revenue_share, 1) AS "Korvala's share of us %", CASE WHEN is_major_customer THEN 'yes' ELSE 'no' END AS "To be disclosed", round(10000 * hhi) AS "HHI points", round(10000 * hhi_without) AS "without Korvala", round(effective_members, 1) AS "Accounts worth so many equals",
       (SELECT round(kam.effective_accounts(country, amount), 1) FROM revenue WHERE account_id >= 100 AND booked_on > day - interval '1 year' AND booked_on <= day) AS "Korvala's countries", (SELECT round(kam.effective_accounts(site, amount), 1) FROM revenue WHERE account_id >= 100 AND booked_on > day - interval '1 year' AND booked_on <= day) AS "plants"
FROM hangs ORDER BY day;
SELECT title AS "Risk", round(100 * probability) AS "Probable %", round(impact / 1000) AS "Impact k€", round(probability * impact / 1000) AS "Weighted k€", owner AS "Owner", mitigation AS "What is done"
FROM risk WHERE account_id = 100 AND closed_on IS NULL ORDER BY probability * impact DESC;

\echo 'Reading: the same success seen from two sides. Korvala''s business rests on more plants and countries than before, and'
\echo 'ours more on Korvala: past the tenth of revenue from which a customer is to be disclosed.'

\echo
\echo '10. What was the plan to reach, and does what it assumed still hold?'
\echo

SELECT title AS "Objective", metric AS "Measured by", round(baseline, CASE WHEN baseline > 1000 THEN 0 ELSE 3 END) AS "March 2024", round(target, CASE WHEN baseline > 1000 THEN 0 ELSE 3 END) AS "Target", round(current_value, CASE WHEN baseline > 1000 THEN 0 ELSE 3 END) AS "Now", round(100 * progress_rate) AS "Way %", CASE WHEN is_met THEN 'yes' ELSE 'not yet' END AS "Met", days_left AS "Days left"
FROM objective_progress WHERE account_id = 100 ORDER BY objective_id;
SELECT metric AS "Assumed of", lowest AS "At least", highest AS "At most", round(current_value, 3) AS "Now", verdict AS "Verdict", round(drift, 3) AS "Off by" FROM (SELECT metric, round(lowest, 2) AS lowest, round(highest, 2) AS highest, current_value, verdict, drift, account_id FROM plan_drift) AS d WHERE account_id = 100 ORDER BY metric;
SELECT site AS "Plant", round(sum(potential) / 1000) AS "Potential k€", round(sum(sold) / 1000) AS "Sold k€", round(sum(white_space) / 1000) AS "White space k€", round(sum(white_space) FILTER (WHERE product = 'predictive maintenance') / 1000) AS "of this fees", (array_agg(product ORDER BY white_space DESC))[1] AS "Most in"
FROM white_space JOIN talvik.plant ON plant = site WHERE account_id = 100 GROUP BY site, plant_no ORDER BY plant_no;

\echo 'Reading: nothing is met yet, all is on its way; the one assumption that broke is that we would not depend on Korvala. White space'
\echo 'is never netted: what Kuusjoki pays above its potential as a bonus closes no gap at Zielno.'

\echo
\echo '11. Who carries it, whom do we know, and what is missing?'
\echo

SELECT role AS "Role", string_agg(person || coalesce(' ' || round(100 * time_share) || ' %', ''), ', ' ORDER BY person) AS "Who (share of time)" FROM responsibility WHERE account_id = 100 AND starts_on <= kam.as_of() AND (ends_on IS NULL OR ends_on > kam.as_of()) GROUP BY role ORDER BY role;
SELECT job_title AS "At Korvala", level AS "Level", decision_role AS "Role", stance AS "Stance", influence AS "Influence", last_contact_on AS "Last contact" FROM stakeholder ORDER BY influence DESC, last_contact_on DESC;
SELECT stakeholders AS "People", levels || ' of 3' AS "Levels", in_contact AS "In contact", deciders_in_contact || ' of ' || deciders AS "Deciders", champions AS "Champions", silent_champions AS "silent", adversaries AS "Adversaries", round(support_balance, 2) AS "Support, -1 to 1" FROM relationship_coverage WHERE account_id = 100;
SELECT limit_name AS "Limit", coalesce(person, '-') AS "Who", accounts AS "Accounts", verdict AS "Verdict", round(100 * time_share) AS "Time %", round(revenue / 1000) AS "Revenue k€" FROM coverage ORDER BY limit_name, person;
SELECT name AS "Account", account_manager AS "Manager", gap AS "Gap", since_on AS "Since" FROM governance_gap ORDER BY account_id, step_no;

\echo '12. What rings?'
\echo

SELECT name AS "Account", rule AS "Rule", change AS "Change", round(value, 3) AS "Value", round(noted_value, 3) AS "Noted", round(raise_at, 2) AS "Raised beyond", round(clear_at, 2) AS "Cleared at", days_open AS "Days", acknowledged_by AS "Seen by"
FROM alerts ORDER BY account_id DESC, rule;

\echo 'Reading: Piet had seen that the plan is behind. It has lost more than the tenth between raising and clearing since, so it'
\echo 'rings anew. Two accounts are back above the 90 % of promises kept, and stay on the list until they are at 95.'

\echo
\echo '13. The review of the fourth quarter, as it was on the table'
\echo

SELECT k.key AS "Figure", round((k.value ->> 'previous')::numeric, 3) AS "Third quarter", round((k.value ->> 'value')::numeric, 3) AS "Fourth", round((k.value ->> 'change')::numeric, 3) AS "Change"
FROM jsonb_each(kam.account_review('key_accounts', 100, '2025-12-31') -> 'kpis') AS k
WHERE k.key IN ('nrr', 'sla_attainment', 'share_of_wallet', 'contribution_margin_rate', 'plan_time_index', 'revenue_share') ORDER BY k.key;
SELECT d ->> 'as_of' AS "As of", d #>> '{phase,0,phase}' AS "Phase", d #>> '{plan,0,version}' AS "Plan version", d #>> '{risks,0,title}' AS "Largest risk", d #>> '{offers,0,title}' AS "Open offer", d #>> '{meetings,next_planned_on}' AS "Next committee"
FROM kam.account_review('key_accounts', 100, '2025-12-31') AS d;
