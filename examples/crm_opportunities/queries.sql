SET search_path = crm_accounts, crm;
SET kam.as_of = '2017-12-31';

\echo
\echo '1. What of the pipeline belongs to an account?'
\echo

SELECT deal_stage AS "Stage", count(*) AS "Deals", count(account) AS "With account",
       round(sum(coalesce(nullif(close_value, 0), sales_price)) / 1000) AS "Worth k$",
       round(sum(coalesce(nullif(close_value, 0), sales_price)) FILTER (WHERE account IS NOT NULL) / 1000) AS "With account k$"
FROM deal
GROUP BY deal_stage
ORDER BY min(array_position('{Prospecting,Engaging,Won,Lost}', deal_stage));

SELECT format(E'Reading: %s of %s open deals name no account: they are in no figure below, and worth %s k$ at list price.',
              count(*) FILTER (WHERE account IS NULL), count(*), round(sum(sales_price) FILTER (WHERE account IS NULL) / 1000)) AS reading
FROM deal
WHERE deal_stage IN ('Prospecting', 'Engaging')
\gset

\echo :reading

\echo
\echo '2. Who are our largest accounts, subsidiaries included?  (October to December 2017)'
\echo

SELECT c.revenue_rank AS "#", k.name AS "Account", k.industry AS "Sector",
       (SELECT count(*) FROM account_group AS g WHERE g.group_id = k.account_id) AS "Companies",
       round(k.revenue / 1000) AS "Won k$", round(100 * k.growth_rate) AS "Growth %", round(100 * c.revenue_share, 1) AS "Share %",
       c.abc_class AS "Class", round(k.open_pipeline / 1000) AS "Open k$", round(k.weighted_pipeline / 1000) AS "Weighted k$"
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
WHERE c.revenue_rank <= 12
ORDER BY c.revenue_rank, k.account_id;

SELECT format(E'Reading: %s companies are %s accounts. Company by company, %s leads; as a group it is %s.',
              (SELECT count(*) FROM account), count(*),
              (SELECT account_id FROM crm.revenue WHERE booked_on >= '2017-10-01' GROUP BY 1 ORDER BY sum(amount) DESC LIMIT 1),
              (array_agg(name ORDER BY revenue DESC, account_id))[1]) AS reading
FROM account_kpi
\gset

\echo :reading

\echo
\echo '3. How much hangs on how few?'
\echo

SELECT dimension AS "By", members AS "Members", round(effective_members, 1) AS "Worth so many equals", largest_member AS "Largest",
       round(100 * top_1_share, 1) AS "Top 1 %", round(100 * top_5_share, 1) AS "Top 5 %", round(10000 * hhi) AS "HHI points"
FROM concentration
WHERE members > 0
ORDER BY hhi;

\echo
\echo '4. What made the sales of one month those of the next?'
\echo

SELECT to_char(period, 'Mon') AS "Month", round(opening / 1000) AS "Opening k$", round(new_revenue / 1000) AS "New",
       round(reactivation / 1000) AS "Back", round(expansion / 1000) AS "Grew", round(contraction / 1000) AS "Shrank",
       round(churned / 1000) AS "Skipped", round(closing / 1000) AS "Closing k$", accounts_closing AS "Accounts"
FROM revenue_bridge
ORDER BY period;

\echo
\echo '5. Is the probability worth anything?  (deals decided from July on, with the shares won before)'
\echo

WITH before AS (
    SELECT product, count(*) FILTER (WHERE deal_stage = 'Won')::numeric / count(*) AS win_share
    FROM deal
    WHERE deal_stage IN ('Won', 'Lost') AND close_date < '2017-07-01'
    GROUP BY product
)
SELECT coalesce(product, 'all') AS "Product", count(*) AS "Decided", round(100 * avg(win_share)) AS "Expected %",
       round(100.0 * count(*) FILTER (WHERE deal_stage = 'Won') / count(*)) AS "Won %",
       round(kam.brier_score(win_share, deal_stage = 'Won'), 3) AS "Brier score",
       round(kam.brier_score(0.5, deal_stage = 'Won'), 3) AS "of a coin"
FROM deal
JOIN before USING (product)
WHERE deal_stage IN ('Won', 'Lost') AND close_date >= '2017-07-01'
GROUP BY ROLLUP (product)
ORDER BY grouping(product), product;

\echo 'Reading: the share won is much the same for every product. It says how much of the pipeline to expect,'
\echo 'and nothing of which deal: a score near that of a coin.'
