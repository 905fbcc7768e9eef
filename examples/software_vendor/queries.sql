SET search_path = key_accounts, kam;

\echo
\echo '1. December 2024: who qualifies, of 80 customers'
\echo
SET kam.as_of = '2024-12-31';
SELECT verdict AS "Verdict", count(*) AS "Customers", round(min(score)) || ' - ' || round(max(score)) AS "Scores" FROM eligibility GROUP BY verdict ORDER BY verdict;

\echo '2. A year later: the managers and their accounts'
\echo
SET kam.as_of = '2025-12-31';
SELECT limit_name AS "Limit", coalesce(person, 'all') AS "Who", accounts AS "Accounts", coalesce(lowest::text, '') || ' - ' || highest AS "Limits", verdict AS "Verdict", round(100 * time_share) AS "Time %", round(revenue / 1000) AS "Revenue k€"
FROM coverage ORDER BY limit_name, person;
SELECT name AS "Account", account_manager AS "Manager", gap AS "Gap", since_on AS "Since" FROM governance_gap ORDER BY account_id, step_no;

\echo '3. The plans, furthest behind first'
\echo
SELECT name AS "Account", milestones_done || ' of ' || milestones AS "Done", round(planned_value / 1000) AS "Due k€", round(earned_value / 1000) AS "Earned k€", round(time_index, 2) AS "Time index", round(slip_days) AS "Days late"
FROM plan_progress ORDER BY time_index, account_id LIMIT 6;

\echo '4. Share of wallet, of those where it rose beyond what the estimates can be wrong'
\echo
SELECT name AS "Account", share_then AS "2024", share_now AS "2025", round(most_then, 3) AS "At most then", round(least_now, 3) AS "At least now"
FROM share_change WHERE least_now > most_then ORDER BY account_id;

\echo '5. Framework agreements, and the modules offered'
\echo
SELECT a.name AS "Account", o.contract_id AS "Contract", c.starts_on AS "From", c.ends_on AS "Until", round(sum(m.amount)) AS "Modules €", string_agg(m.module, ', ' ORDER BY m.module) AS "Which"
FROM offer AS o JOIN account_kpi AS a USING (account_id) JOIN contract AS c ON c.contract_id = o.contract_id JOIN offer_module AS m USING (offer_id)
WHERE o.is_framework AND o.is_accepted GROUP BY a.name, o.contract_id, c.starts_on, c.ends_on ORDER BY 2;

\echo '6. Was it the programme? Key accounts against others like them'
\echo
SELECT metric AS "Metric", key_accounts AS "Key", compared_accounts AS "Others", round(key_before, 3) AS "Before", round(key_after, 3) AS "After", round(effect, 3) AS "Effect", round(effect_low, 3) || ' to ' || round(effect_high, 3) AS "95 %", p_value AS "p", verdict AS "Verdict"
FROM programme_impact WHERE verdict <> 'not known' ORDER BY step_no;
\echo 'The eight were chosen for what they would want: read the traps in doc/difference_in_differences.md.'
