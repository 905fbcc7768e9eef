SET datestyle = 'ISO, MDY';
SET search_path = key_accounts, nubela, kam;
SET kam.as_of = '2024-12-31';

\echo
\echo '1. December 2024: which of 80 customers become key accounts?'
\echo

SELECT bar AS "Bar", count(*) FILTER (WHERE score >= bar) AS "Reach it", count(*) FILTER (WHERE score >= bar AND knock_outs IS NOT NULL) AS "Knocked out",
       count(*) FILTER (WHERE score >= bar AND knock_outs IS NULL) AS "Eligible"
FROM eligibility, unnest('{60,65,67.4,70}'::numeric[]) AS bar
GROUP BY bar
ORDER BY bar;

\echo 'The first three and those around the line; points of the five criteria add up to the score:'
\echo
SELECT e.score_rank AS "#", e.name AS "Customer", round(e.score, 1) AS "Score",
       round(sum(d.contribution) FILTER (WHERE d.criterion = 'share of wallet'), 1) AS "Wallet 30",
       round(sum(d.contribution) FILTER (WHERE d.criterion = 'solution fit'), 1) AS "Fit 30",
       round(sum(d.contribution) FILTER (WHERE d.criterion = 'margin'), 1) AS "Margin 15",
       round(sum(d.contribution) FILTER (WHERE d.criterion = 'co-innovation'), 1) AS "Innov. 15",
       round(sum(d.contribution) FILTER (WHERE d.criterion = 'churn'), 1) AS "Stays 10",
       CASE WHEN e.knock_outs IS NOT NULL THEN 'out: ' || e.knock_outs || ' below 30 %' WHEN e.verdict = 'eligible' THEN 'in' ELSE 'just missed' END AS "Verdict",
       CASE WHEN e.knock_outs IS NULL AND abs(e.score - w.eligible_score) < 0.5 THEN format('%s %s, not %s', w.criterion, round(w.weight_that_flips, 1), round(w.weight)) END AS "Other verdict with weight"
FROM eligibility AS e
JOIN eligibility_detail AS d USING (account_id)
JOIN weight_sensitivity AS w USING (account_id)
WHERE e.score_rank IN (1, 2, 3, 10) OR e.score_rank BETWEEN 20 AND 24
GROUP BY e.score_rank, e.name, e.score, e.knock_outs, e.verdict, w.eligible_score, w.criterion, w.weight_that_flips, w.weight
ORDER BY e.score_rank;

SELECT format(E'Reading: Holm Credit scores well and earns too little. %s of the twenty, and %s of those who missed, would change sides if one\nweight moved by less than one point of 100: the line is finer than the opinions of the board. So it was drawn, and written down.',
              count(*) FILTER (WHERE verdict = 'eligible'), count(*) FILTER (WHERE verdict <> 'eligible')) AS reading
FROM weight_sensitivity
JOIN eligibility USING (account_id)
WHERE abs(weight_share_change) < 0.01 AND knock_outs IS NULL
\gset
\echo :reading

SET kam.as_of = '2025-12-31';
\echo
\echo '2. Who looks after them?  (five each; above the limits nobody could have entered it)'
\echo

SELECT limit_name AS "Limit", coalesce(person, 'all') AS "Who", accounts AS "Accounts", coalesce(lowest::text, '0') || ' to ' || highest AS "Allowed", verdict AS "Verdict",
       is_enforced AS "Enforced", round(100 * time_share) AS "Time %", round(revenue / 1000) AS "Revenue kEUR"
FROM coverage
ORDER BY limit_name, person;

\echo '3. Four quarters: were they governed?'
\echo

SELECT to_char(day, '"Q"Q') AS "Quarter",
       (SELECT count(*) FROM meeting WHERE held_on <= day AND held_on > day - interval '3 months') || ' of 20' AS "Committees met",
       (SELECT count(*) FROM quarter_gap AS g WHERE g.day = q.day) AS "Gaps",
       (SELECT count(*) FROM quarter_alert AS a WHERE a.day = q.day AND change = 'raised') AS "Raised",
       (SELECT count(*) FROM quarter_alert AS a WHERE a.day = q.day AND change = 'worse') AS "Worse",
       (SELECT count(*) FROM quarter_alert AS a WHERE a.day = q.day AND change = 'cleared') AS "Cleared",
       (SELECT count(*) FROM alert AS a WHERE a.raised_on <= q.day AND (a.cleared_on > q.day OR a.cleared_on IS NULL)) AS "Alerts open"
FROM unnest('{2025-03-31,2025-06-30,2025-09-30,2025-12-31}'::date[]) AS q (day)
ORDER BY day;

SELECT to_char(day, '"Q"Q') AS "Quarter", gap AS "Gap", account_manager AS "Manager", count(*) AS "Accounts", min(name) || CASE WHEN count(*) > 1 THEN ' and others' ELSE '' END AS "Which", min(since_on) AS "Since"
FROM quarter_gap
JOIN customer USING (account_id)
GROUP BY day, gap, account_manager
ORDER BY day, gap;

SELECT to_char(day, '"Q"Q') AS "Quarter", rule AS "Alert", change AS "Change", count(*) AS "Accounts", round(min(value), 2) AS "From", round(max(value), 2) AS "To"
FROM quarter_alert
GROUP BY day, rule, change
ORDER BY day, rule, change;

\echo 'Reading: a plan is behind when less than 80 % of the value that was due has been earned.'
\echo '"notice is near" counts the days until notice is due, "champion is silent" the champions nobody has spoken to for six months.'

\echo
\echo '4. In which phase are they, at the end of each quarter?'
\echo

SELECT to_char(day, '"Q"Q') AS "Quarter", count(*) FILTER (WHERE phase = 'discovery') AS "Discovery", count(*) FILTER (WHERE phase = 'value proposition') AS "Value proposition",
       count(*) FILTER (WHERE phase = 'execution') AS "Execution", count(*) FILTER (WHERE phase = 'expansion') AS "Expansion"
FROM unnest('{2025-03-31,2025-06-30,2025-09-30,2025-12-31}'::date[]) AS q (day)
JOIN phase_progress AS p ON p.starts_on <= day AND (p.ends_on > day OR p.ends_on IS NULL)
GROUP BY day
ORDER BY day;

\echo '5. What was offered, and what became of it?'
\echo

SELECT CASE WHEN is_accepted AND is_framework THEN 'signed, framework' WHEN is_accepted AND modules = 3 THEN 'signed, all modules' WHEN is_accepted THEN 'signed, one module'
            WHEN is_accepted IS NULL THEN 'ran out undecided' ELSE 'refused' END AS "Outcome",
       count(*) AS "Offers", round(sum(amount) / 1000, 1) AS "Modules kEUR a year", term_months AS "Months", min(decided_on) AS "First", max(decided_on) AS "Last", conditions AS "Conditions"
FROM offer
JOIN (SELECT offer_id, count(*) AS modules, sum(amount) AS amount FROM offer_module GROUP BY offer_id) AS m USING (offer_id)
GROUP BY 1, term_months, conditions, is_accepted, is_framework
ORDER BY is_accepted DESC NULLS LAST, is_framework DESC, count(*) DESC;

SELECT k.name AS "Framework with", c.contract_id AS "Contract", c.starts_on AS "From", c.ends_on AS "Until", round(c.annual_value / 1000, 1) AS "kEUR a year", round(100 * o.service_level) AS "Promised %",
       round(100 * k.sla_attainment, 1) AS "Kept %", CASE WHEN k.sla_attainment < o.service_level THEN 'penalty ' || round(o.penalty) ELSE 'bonus ' || round(o.bonus) END AS "Settlement EUR"
FROM offer AS o
JOIN contract AS c USING (contract_id)
JOIN account_kpi AS k ON k.account_id = o.account_id
WHERE o.is_framework AND o.is_accepted
ORDER BY c.contract_id;

\echo '6. How far are the plans, and does what they assume still hold?'
\echo

SELECT title AS "Plan of", accounts AS "Accounts", done AS "Milestones done", round(due / 1000, 1) AS "Due kEUR", round(earned / 1000, 1) AS "Earned kEUR", round(index, 2) AS "Time index", round(slip) AS "Days late"
FROM (SELECT reply, CASE reply WHEN 'no' THEN 'who refused (version 2)' WHEN 'not yet' THEN 'who did not decide' WHEN 'one module, late' THEN 'who took one, late' ELSE 'who took all' END AS title, count(*) AS accounts,
             min(milestones_done) || ' of ' || min(milestones) AS done, sum(planned_value) AS due, sum(earned_value) AS earned, min(time_index) AS index, avg(slip_days) AS slip
      FROM plan_progress
      JOIN (SELECT account_id, CASE reply WHEN 'framework' THEN 'all modules' ELSE reply END AS reply FROM reply) AS r USING (account_id)
      GROUP BY reply) AS p
ORDER BY index DESC;

SELECT name AS "Account", metric AS "Assumed", round(lowest, 3) AS "At least", round(current_value, 3) AS "Now", verdict AS "Verdict" FROM plan_drift WHERE verdict <> 'within' ORDER BY name;

\echo '7. Whom do we know?  (accounts that need somebody to call)'
\echo

SELECT name AS "Account", account_manager AS "Manager", levels AS "Levels", in_contact || ' of ' || stakeholders AS "In contact", silent_champions AS "Silent champions",
       deciders_in_contact || ' of ' || deciders AS "Deciders", round(support_balance, 2) AS "Support"
FROM relationship_coverage
WHERE is_single_threaded OR silent_champions > 0 OR deciders_in_contact = 0
ORDER BY deciders_in_contact, in_contact, name;

\echo '8. Is the share of wallet up, by more than the wallet is uncertain?'
\echo

SELECT format(E'One estimate of a wallet is off by %s %%, the mean of four by %s %%.', round((100 * of_one)::numeric, 1), round((100 * of_mean)::numeric, 1)) AS reading
FROM estimate_error
\gset
\echo :reading
\echo
SELECT name AS "Account", reply AS "Took", round(100 * share_then, 1) AS "2024 %", round(100 * share_now, 1) AS "2025 %", round(100 * change, 1) AS "Points", round((100 * standard_error)::numeric, 1) AS "+-",
       round(errors::numeric, 1) AS "Errors", verdict AS "Verdict", CASE WHEN verdict = 'up' THEN round(100 * (share_now / share_then - 1)) END AS "Undone by wallet +%"
FROM share_change
JOIN reply USING (account_id)
ORDER BY errors DESC;

SELECT format(E'Reading: up in %s accounts, by at least %s standard errors. The last column: by so much the wallet would have to have grown\nunseen, in one year, for the rise to be none. With two errors instead of three %s would count: %s.',
              count(*) FILTER (WHERE verdict = 'up'), min(round(errors::numeric, 1)) FILTER (WHERE verdict = 'up'), count(*) FILTER (WHERE errors > 2),
              string_agg(name, ', ') FILTER (WHERE errors > 2 AND verdict <> 'up') || ' as well') AS reading
FROM share_change
\gset
\echo :reading
\echo

SELECT title AS "Accounts", count(*) AS "Number", round(100 * kam.share_of_wallet(k.revenue_previous, t.amount), 1) AS "2024 %", round(100 * kam.ratio_stderr(t.amount, k.revenue_previous), 1) AS "+- 2024",
       round(100 * kam.share_of_wallet(k.revenue, n.amount), 1) AS "2025 %", round(100 * kam.ratio_stderr(n.amount, k.revenue), 1) AS "+- 2025"
FROM account_kpi AS k
JOIN wallet AS t ON t.account_id = k.account_id AND t.as_of = '2024-11-30'
JOIN wallet AS n ON n.account_id = k.account_id AND n.as_of = '2025-11-30'
LEFT JOIN share_change AS c ON c.account_id = k.account_id
CROSS JOIN LATERAL (VALUES (1, 'the eight', c.verdict = 'up'), (2, 'the other twelve', c.verdict <> 'up'), (3, 'all key accounts', c.account_id IS NOT NULL), (4, 'no key accounts', c.account_id IS NULL)) AS g (n, title, is_in)
WHERE is_in
GROUP BY g.n, title
ORDER BY g.n;

\echo 'Here +- says how much accounts differ from each other, not how wrong a wallet may be.'
\echo
\echo '9. Was it the programme?  (20 key accounts against others of their size and segment, before and after)'
\echo

SELECT metric AS "Metric", key_accounts AS "Key", compared_accounts AS "Others", round(key_before, 3) AS "Before", round(key_after, 3) AS "After", round(compared_before, 3) AS "Others before", round(compared_after, 3) AS "Others after",
       round(effect, 3) AS "Effect", round(effect_low, 3) || ' to ' || round(effect_high, 3) AS "95 %", p_value AS "p", verdict AS "Verdict"
FROM programme_impact
WHERE verdict <> 'not known'
ORDER BY step_no;

\echo 'Reading: key accounts were chosen for what they might still buy; others like them in size and segment were not that.'
\echo 'So part of the effect may be the choice and not the programme. Revenue that steps up in spring is harder to predict.'
\echo
\echo '10. The review of the larger framework, as it was on the table'
\echo

WITH d AS (SELECT document AS d FROM review)
SELECT v.topic AS "Topic", v.value AS "What it says"
FROM d, LATERAL (VALUES
    (1, 'Account', format('%s, %s, %s', d ->> 'name', d #>> '{programme,tier}', d ->> 'quarter')),
    (2, 'Team', (SELECT string_agg(format('%s (%s)', t ->> 'person', t ->> 'role'), ', ') FROM jsonb_array_elements(d -> 'team') AS t)),
    (3, 'Phase', format('%s, for %s days', d #>> '{phase,0,phase}', d #>> '{phase,0,days}')),
    (4, 'Revenue', format('%s EUR in 12 months, %s more than at the end of the third quarter', round((d #>> '{kpis,revenue,value}')::numeric), round((d #>> '{kpis,revenue,change}')::numeric))),
    (5, 'Share of wallet', format('%s %%, objective %s %%: %s', round(100 * (d #>> '{kpis,share_of_wallet,value}')::numeric, 1), round(100 * (d #>> '{plan,0,objectives,0,target}')::numeric, 1),
                                  CASE WHEN (d #>> '{plan,0,objectives,0,is_met}')::boolean THEN 'met' ELSE 'missed' END)),
    (6, 'Margin', format('%s %%', round(100 * (d #>> '{kpis,contribution_margin_rate,value}')::numeric, 1))),
    (7, 'Promises kept', format('%s %%', round(100 * (d #>> '{kpis,sla_attainment,value}')::numeric, 1))),
    (8, 'Plan', format('%s: %s of %s milestones, time index %s', d #>> '{plan,0,title}', d #>> '{plan,0,milestones_done}', jsonb_array_length(d #> '{plan,0,milestones}'), round((d #>> '{plan,0,time_index}')::numeric, 2))),
    (9, 'Contract', format('runs for another %s months', round((d #>> '{kpis,remaining_contract_months,value}')::numeric))),
    (10, 'People', format('%s levels known, %s of %s in contact, %s champions', d #>> '{relationships,levels}', d #>> '{relationships,in_contact}', d #>> '{relationships,stakeholders}', d #>> '{relationships,champions}')),
    (11, 'Committee', format('met on %s, meets again on %s', d #>> '{meetings,last_held_on}', d #>> '{meetings,next_planned_on}')),
    (12, 'Open', format('%s governance gaps, %s alerts, %s decisions, %s risks', jsonb_array_length(d -> 'governance_gaps'), jsonb_array_length(d -> 'alerts'), jsonb_array_length(d -> 'open_decisions'), jsonb_array_length(d -> 'risks'))),
    (13, 'Not known', (SELECT string_agg(m, ', ') FROM jsonb_array_elements_text(d -> 'not_known') AS m))) AS v (n, topic, value)
ORDER BY v.n;
