SET search_path = velmara;

\echo
\echo '7. How much hangs on how few?  (2025)'
\echo

SELECT row_number() OVER w AS "#",
       group_name AS "Customer group",
       round(revenue / 1000) AS "Revenue k€",
       round(100 * revenue / sum(revenue) OVER (), 1) AS "Share %",
       round(100 * kam.cumulative_share(revenue) OVER w, 1) AS "Cumulative %",
       kam.abc_class(revenue, 0.8, 0.95) OVER w AS "Class",
       CASE WHEN revenue >= 0.1 * sum(revenue) OVER () THEN 'yes' ELSE '' END AS "Disclose"
FROM group_kpi
WINDOW w AS (ORDER BY revenue DESC, group_id)
ORDER BY revenue DESC, group_id
LIMIT 10;

-- One pass over the invoice lines, credit notes netted inside the group and the year.
CREATE TEMP VIEW concentration AS
SELECT extract(year FROM booked_on)::int AS year, kam.concentration_agg(group_id, amount) AS ledger
FROM revenue
GROUP BY 1;

SELECT year AS "Year",
       kam.accounts(ledger) - kam.nonpositive_accounts(ledger) AS "Groups",
       kam.nonpositive_accounts(ledger) AS "Left out",
       round(100 * kam.top_share(ledger, 1), 1) AS "Top 1 %",
       round(100 * kam.top_share(ledger, 5), 1) AS "Top 5 %",
       round(100 * kam.top_share(ledger, 10), 1) AS "Top 10 %",
       round(10000 * kam.hhi(ledger)) AS "HHI points",
       round(kam.effective_accounts(ledger), 1) AS "Worth so many equals",
       round(kam.gini(ledger, corrected => true), 2) AS "Gini"
FROM concentration
ORDER BY year;

SELECT format(E'Reading: %s groups bought in %s; they are as concentrated as %s of equal size. The largest\n'
              'brings %s %%, the ten largest %s %%, and %s make the first 80 %% (class A).',
              kam.accounts(ledger) - kam.nonpositive_accounts(ledger), year, round(kam.effective_accounts(ledger)),
              round(100 * kam.top_share(ledger, 1)), round(100 * kam.top_share(ledger, 10)),
              (SELECT count(*) FROM (SELECT kam.abc_class(revenue, 0.8, 0.95) OVER (ORDER BY revenue DESC, group_id)
                                     FROM group_kpi) AS c (class) WHERE class = 'A')) AS reading
FROM concentration
WHERE year = 2025
\gset

\echo :reading
\echo 'Disclose: 10 % of revenue and more (ASC 280, IFRS 8). Left out: credits above sales have no share.'
\echo 'HHI: 10,000 if one customer were everything; compare it with the year before. Gini: 0 if all are'
\echo 'equal, 1 if one has all.'
