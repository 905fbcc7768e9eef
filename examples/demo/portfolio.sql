\echo
\echo '9. All of it as views: a portfolio, made by one call  (end of 2025)'
\echo

SELECT kam.create_portfolio('key_accounts',
    account => 'velmara.account',
    revenue => 'velmara.invoice_line',
    cost => 'velmara.cost',
    contract => 'velmara.contract',
    opportunity => 'velmara.opportunity',
    wallet => 'velmara.wallet',
    survey => 'SELECT account_id, answered_on, kind, score::numeric, respondent FROM velmara.survey WHERE score IS NOT NULL',
    service_level => 'SELECT account_id, due_at AT TIME ZONE ''UTC'' AS due_at, resolved_at AT TIME ZONE ''UTC'' AS resolved_at, metric FROM velmara.service_level')
\g /dev/null

SET kam.as_of = '2025-12-31';
SET search_path = key_accounts, kam;

-- What no table knows, people assess, 1 to 5: here for the ten largest but one.
INSERT INTO assessment (account_id, criterion, rater, assessed_on, score)
SELECT r.account_id, c.criterion, 'key account board', DATE '2025-12-15',
       1 + (r.account_id * 7 + c.position * 3) % 5
FROM concentration_risk AS r
CROSS JOIN criterion AS c
WHERE c.metric IS NULL AND r.revenue_rank <= 10 AND r.revenue_rank <> 4;

\echo 'Which accounts qualify'
SELECT score_rank AS "#", name AS "Account", verdict AS "Verdict",
       round(score) AS "Score", round(score_low) || ' - ' || round(score_high) AS "Can lie in",
       round(100 * coverage_share) AS "Known %",
       round(expected_value / 1000) AS "Expected k€", settled_by AS "Ask first"
FROM eligibility
ORDER BY CASE verdict WHEN 'eligible' THEN 1 WHEN 'undetermined' THEN 2 ELSE 3 END, score_rank, score_high DESC, account_id
LIMIT 12;

\echo 'What threatens us'
SELECT revenue_rank AS "#", name AS "Account", round(revenue / 1000) AS "Revenue k€",
       round(100 * revenue_share, 1) AS "Share %", round(100 * margin_share, 1) AS "of margin %", abc_class AS "Class",
       contract_ends_on AS "Contract ends", notice_on AS "Notice by", round(revenue_at_risk / 1000) AS "At risk k€"
FROM concentration_risk
ORDER BY revenue_rank, account_id
LIMIT 8;

\echo 'How they perform'
SELECT k.name AS "Account", round(100 * growth_rate) AS "Growth %", round(100 * nrr) AS "NRR %",
       round(100 * contribution_margin_rate) AS "Margin %", round(100 * cost_to_serve_rate, 1) AS "To serve %",
       round(100 * share_of_wallet) AS "Wallet %", round(100 * nps) AS "NPS", round(100 * csat) AS "CSAT %",
       round(100 * sla_attainment) AS "SLA %", round(open_pipeline / 1000) AS "Pipeline k€"
FROM account_kpi AS k
JOIN concentration_risk AS r USING (account_id)
ORDER BY revenue_rank, account_id
LIMIT 8;

\echo 'Revenue bridge of the last quarters, k€'
UPDATE setting SET value = 'quarter' WHERE name = 'bridge_grain';
SELECT to_char(period, 'YYYY "Q"Q') AS "Quarter", round(opening / 1000) AS "Opening", round(new_revenue / 1000) AS "New",
       round(reactivation / 1000) AS "Back", round(expansion / 1000) AS "Grown", round(-contraction / 1000) AS "Shrunk",
       round(-churned / 1000) AS "Lost", round(closing / 1000) AS "Closing", accounts_closing AS "Accounts"
FROM revenue_bridge
ORDER BY period DESC
LIMIT 4;

\echo 'What can be computed, and what to supply for the rest'
SELECT metric AS "Figure", round(100 * coverage_share) AS "Known % of revenue", missing AS "Missing", remedy AS "Supply"
FROM readiness
WHERE view_name = 'account_kpi' AND coverage_share < 0.9
ORDER BY step_no;

\echo 'What is wrong with the data'
SELECT rule AS "Rule", severity AS "Severity", rows_affected AS "Rows", accounts_affected AS "Accounts", round(base_amount / 1000) AS "k€", example AS "Such as"
FROM data_quality
WHERE rows_affected > 0
ORDER BY CASE severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, step_no
LIMIT 8;

SELECT format(E'Proof: the net retention of %s is %s; kam.explain lists the %s invoice lines behind it, and\n'
              'their contributions add up to it.', k.name, round(k.nrr, 4), count(*)) AS reading
FROM (SELECT account_id, name, nrr FROM account_kpi JOIN concentration_risk USING (account_id, name) WHERE nrr IS NOT NULL ORDER BY revenue_rank LIMIT 1) AS k
CROSS JOIN LATERAL kam.explain('key_accounts', 'nrr', k.account_id::text) AS e
GROUP BY k.name, k.nrr
\gset
\echo :reading
\echo 'Undetermined: what is not known could still settle it either way; ask that first.'
