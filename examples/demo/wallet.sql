SET search_path = velmara;

\echo
\echo '4. How much of our customers'' spending do we hold?  (2025, by industry)'
\echo

SELECT CASE WHEN GROUPING(industry) = 1 THEN 'All' ELSE industry END AS "Industry",
       count(*) AS "Groups",
       count(wallet) AS "Wallet known",
       round(sum(revenue) FILTER (WHERE wallet IS NOT NULL) / 1000) AS "Spend known k€",
       round(sum(wallet) / 1000) AS "Wallet k€",
       round(100 * kam.share_of_wallet(revenue, wallet)) AS "Share %",
       round(100 * kam.wallet_coverage(revenue, wallet)) AS "Coverage %",
       round(sum(white_space) / 1000) AS "Left to win k€"
FROM group_kpi
GROUP BY GROUPING SETS ((industry), ())
ORDER BY GROUPING(industry), sum(white_space) DESC NULLS LAST, industry;

SELECT format(E'Reading: where we know the wallet, we hold %s of every 100 euros. That speaks for %s %% of our\n'
              'revenue; %s groups have told us nothing, and nothing is assumed about them.',
              round(100 * kam.share_of_wallet(revenue, wallet)),
              round(100 * kam.wallet_coverage(revenue, wallet)),
              count(*) - count(wallet)) AS reading
FROM group_kpi
\gset

\echo :reading

\echo
\echo '5. Whose wallet holds the most that is not ours?'
\echo

SELECT group_name AS "Customer group",
       round(revenue / 1000) AS "Our sales k€",
       round(wallet / 1000) AS "Wallet k€",
       round(100 * kam.share_of_wallet(revenue, wallet)) AS "Share %",
       round(white_space / 1000) AS "Left to win k€"
FROM group_kpi
WHERE wallet IS NOT NULL
GROUP BY group_id, group_name, revenue, wallet, white_space
ORDER BY white_space DESC, group_id
LIMIT 6;

-- A share above one is no triumph but a wrong estimate: it is shown, not capped.
SELECT format(E'%s buys %s k€ from us out of a wallet of "%s k€": the estimate is wrong,\n'
              'and a share above 100 says so.',
              group_name, round(revenue / 1000), round(wallet / 1000)) AS reading_wrong
FROM group_kpi
WHERE revenue > wallet
ORDER BY group_id
LIMIT 1
\gset

SELECT format('Reading: %s spends %s of every 100 euros elsewhere.', group_name,
              round(100 * (1 - kam.share_of_wallet(revenue, wallet)))) AS reading
FROM group_kpi
WHERE white_space IS NOT NULL
GROUP BY group_id, group_name, white_space
ORDER BY white_space DESC, group_id
LIMIT 1
\gset

\echo :reading
\echo :reading_wrong
