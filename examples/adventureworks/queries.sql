SET search_path = reseller_accounts, adventureworks;
SET kam.as_of = '2014-04-30';

\echo
\echo '1. Who are our largest accounts, and what do they bring?  (May 2013 to April 2014)'
\echo

SELECT c.revenue_rank AS "#", k.name AS "Store", k.country AS "Country", k.owner AS "Owner",
       round(k.revenue / 1000) AS "Revenue k$", round(100 * k.growth_rate) AS "Growth %",
       round(100 * k.contribution_margin_rate, 1) AS "Margin %",
       round(100 * c.revenue_share, 1) AS "Share %", c.abc_class AS "Class",
       round(100 * k.share_of_wallet) AS "Wallet %"
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
WHERE c.revenue_rank <= 12
ORDER BY c.revenue_rank, k.account_id;

SELECT format(E'Reading: %s of %s stores bought in this year. Sold at the standard cost of today, %s of them bring less\n'
              'than they cost; all together the margin is %s %%.',
              count(*) FILTER (WHERE revenue > 0), count(*), count(*) FILTER (WHERE contribution_margin < 0),
              round(100 * sum(contribution_margin) / sum(revenue) FILTER (WHERE contribution_margin IS NOT NULL), 1)) AS reading
FROM account_kpi
\gset

\echo :reading

\echo
\echo '2. How much of their spending do we hold?'
\echo

SELECT w.amount AS "Declared sales $", count(*) AS "Stores", round(sum(k.revenue) / 1000) AS "Revenue k$",
       round(100 * kam.share_of_wallet(k.revenue, k.wallet), 1) AS "Share %",
       count(*) FILTER (WHERE k.share_of_wallet > 1) AS "Above 100 %"
FROM account_kpi AS k
JOIN adventureworks.wallet AS w USING (account_id)
GROUP BY ROLLUP (w.amount)
ORDER BY w.amount;

\echo 'Reading: the wallet is what the store says that it sells, an upper bound in five bands; the share is a'
\echo 'lower bound, and says more of who to ask than how much is left. Above 100 % the band is wrong.'

\echo
\echo '3. How much hangs on how few?'
\echo

SELECT dimension AS "By", members AS "Members", round(effective_members, 1) AS "Worth so many equals",
       largest_member AS "Largest", round(100 * top_1_share, 1) AS "Top 1 %", round(100 * top_5_share, 1) AS "Top 5 %",
       round(10000 * hhi) AS "HHI points"
FROM concentration
WHERE members > 0
ORDER BY hhi;

\echo
\echo '4. How much of last year''s business came back?'
\echo

SELECT definition AS "Definition", accounts AS "Stores", round(opening / 1000) AS "Opening k$",
       round(100 * nrr, 1) AS "NRR %", round(100 * nrr_stderr, 1) AS "±", round(100 * grr, 1) AS "GRR %",
       round(100 * logo_retention, 1) AS "Kept %"
FROM retention
WHERE basis = 'window' AND definition = 'cohort';

SELECT to_char(period, 'Mon YYYY') AS "Quarter from", round(opening / 1000) AS "Opening k$", round(new_ / 1000) AS "New",
       round(reactivation / 1000) AS "Back", round(expansion / 1000) AS "Grew", round(contraction / 1000) AS "Shrank",
       round(churned / 1000) AS "Skipped", round(closing / 1000) AS "Closing k$"
FROM unnest((SELECT kam.revenue_bridge(account_id, booked_on, amount, 'quarter from 2') FROM adventureworks.revenue))
ORDER BY period DESC
LIMIT 6;

\echo
\echo '5. Did the owners sell what was asked of them?  (quarters from May 2013 to April 2014)'
\echo

SELECT full_name AS "Salesperson", (SELECT count(*) FROM stores AS s WHERE s.salesperson_id = q.salesperson_id) AS "Stores now",
       round(sum(sales_quota) / 1000) AS "Quota k$", round(sum(sold) / 1000) AS "Sold k$",
       round(100 * sum(sold) / sum(sales_quota)) AS "Attained %",
       round(100 * kam.wape(sold, sales_quota)) AS "Off by %", round(100 * kam.forecast_bias(sold, sales_quota)) AS "Too high by %"
FROM quota AS q
WHERE quarter >= '2013-05-01'
GROUP BY salesperson_id, full_name
ORDER BY sum(sold) / sum(sales_quota) DESC NULLS LAST, full_name;

SELECT format(E'Reading: nobody looks after fewer than %s stores, where 3 to 8 key accounts are what one person can serve:\n'
              'who is a key account must be chosen.', min(n)) AS reading
FROM (SELECT count(*) AS n FROM stores GROUP BY salesperson_id) AS s
\gset

\echo :reading

\echo
\echo '6. Which accounts deserve key-account treatment?'
\echo

SELECT verdict AS "Verdict", count(*) AS "Stores", round(100 * max(coverage_share)) AS "Known at most %",
       mode() WITHIN GROUP (ORDER BY settled_by) AS "Ask first"
FROM eligibility
GROUP BY verdict
ORDER BY verdict;

\echo 'Reading: revenue, cost and wallet alone decide little. What people know of fit and strategic impact, and'
\echo 'what could still be sold, is not in these tables: it goes into the portfolio''s assessment and potential.'
