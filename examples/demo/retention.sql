SET search_path = velmara;

\echo
\echo '2. How much of last year''s business comes back?'
\echo

SELECT opening_year AS "From",
       opening_year + 1 AS "To",
       kam.accounts(retention) AS "Groups",
       round(kam.opening(retention) / 1000) AS "Opening k€",
       round(kam.churned(retention) / 1000) AS "Lost",
       round(kam.contraction(retention) / 1000) AS "Shrunk",
       round((kam.opening(retention) - kam.churned(retention) - kam.contraction(retention)
              + kam.expansion(retention) - kam.closing(retention)) / 1000) AS "Paid back",
       round(kam.expansion(retention) / 1000) AS "Grown",
       round(kam.closing(retention) / 1000) AS "Closing k€",
       round(100 * kam.nrr(retention), 1) AS "NRR %",
       round(100 * kam.nrr_stderr(retention), 1) AS "±",
       round(100 * kam.grr(retention), 1) AS "GRR %",
       round(100 * kam.logo_retention(retention), 1) AS "Kept %"
FROM (SELECT opening_year, kam.retention_agg(opening, closing) AS retention
      FROM retention_pair
      GROUP BY opening_year) AS pair
ORDER BY opening_year;

SELECT format(E'Reading: %s of every 100 euros of 2024 came back in 2025 (± %s). Without the growth of\n'
              'those who stayed it would have been %s. %s of 100 groups are still buying.',
              round(100 * kam.nrr(opening, closing)), round(100 * kam.nrr_stderr(opening, closing)),
              round(100 * kam.grr(opening, closing)), round(100 * kam.logo_retention(opening, closing)))
           AS reading
FROM retention_pair
WHERE opening_year = 2024
\gset

SELECT format(E'%s sent back more than it bought in %s (%s k€): lost in that year,\n'
              'and no base for the next.',
              group_name, year, round(amount / 1000)) AS reading_negative
FROM revenue_year JOIN account_group USING (group_id)
WHERE amount < 0 AND depth = 0
\gset

\echo :reading
\echo :reading_negative
\echo 'NRR: net revenue retention, new customers left out. ±: one standard error, how far chance among'
\echo 'so few customers can move it. GRR: the same without growth. Kept: customers instead of money.'

\echo
\echo '3. Where do we lose it, and where does it grow?  (2024 to 2025, by industry)'
\echo

-- The total is not computed again: it is rolled up from the industries' states.
WITH by_industry AS (
    SELECT industry, kam.retention_agg(opening, closing) AS retention
    FROM retention_pair JOIN account_group USING (group_id)
    WHERE opening_year = 2024 AND depth = 0
    GROUP BY industry
),
line AS (
    SELECT false AS is_total, industry, retention FROM by_industry
    UNION ALL
    SELECT true, 'All', kam.rollup(retention) FROM by_industry
)
SELECT industry AS "Industry",
       kam.accounts(retention) AS "Groups",
       round(kam.opening(retention) / 1000) AS "Opening k€",
       round(kam.churned(retention) / 1000) AS "Lost",
       round(kam.contraction(retention) / 1000) AS "Shrunk",
       round(kam.expansion(retention) / 1000) AS "Grown",
       round(100 * kam.nrr(retention)) AS "NRR %",
       round(100 * kam.nrr_stderr(retention)) AS "±",
       round(100 * kam.grr(retention)) AS "GRR %",
       round(100 * kam.logo_retention(retention)) AS "Kept %"
FROM line
ORDER BY is_total, kam.nrr(retention), industry;

SELECT format(E'Reading: %s is weakest: of every 100 euros of 2024, %s came back (± %s, from %s groups).',
              industry, round(100 * kam.nrr(opening, closing)),
              round(100 * kam.nrr_stderr(opening, closing)),
              count(*) FILTER (WHERE opening > 0)) AS reading
FROM retention_pair JOIN account_group USING (group_id)
WHERE opening_year = 2024 AND depth = 0
GROUP BY industry
ORDER BY kam.nrr(opening, closing), industry
LIMIT 1
\gset

\echo :reading
