SET search_path = food_accounts, northwind;
SET kam.as_of = '1998-04-30';

\echo
\echo '1. Who are our largest accounts, and what do they bring?  (June 1997 to April 1998, eleven months before beside)'
\echo

SELECT c.revenue_rank AS "#", k.name AS "Customer", k.country AS "Country",
       round(k.revenue) AS "Revenue $", round(k.revenue_previous) AS "Before $",
       round(100 * k.growth_rate) AS "Growth %", k.is_partial_base AS "Partial base",
       round(100 * c.revenue_share, 1) AS "Share %", round(100 * c.cumulative_share, 1) AS "Cumulative %",
       c.abc_class AS "Class", c.is_major_customer AS "Major"
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
WHERE c.revenue_rank <= 12
ORDER BY c.revenue_rank, k.account_id;

SELECT format(E'Reading: %s of %s customers ordered, and %s make the first 80 %% (class A). %s reach the 10 %% that are to be\n'
              'disclosed. No growth is known for %s with sales in both windows: theirs began after September 1996.',
              count(*) FILTER (WHERE k.revenue > 0), count(*), count(*) FILTER (WHERE abc_class = 'A'),
              count(*) FILTER (WHERE is_major_customer),
              count(*) FILTER (WHERE is_partial_base AND k.revenue > 0)) AS reading
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
\gset

\echo :reading

\echo
\echo '2. How much hangs on how few?'
\echo

SELECT dimension AS "By", members AS "Members", round(effective_members, 1) AS "Worth so many equals",
       largest_member AS "Largest", round(100 * top_1_share, 1) AS "Top 1 %", round(100 * top_5_share, 1) AS "Top 5 %",
       round(100 * top_10_share, 1) AS "Top 10 %", round(10000 * hhi, 1) AS "HHI points"
FROM concentration
WHERE members > 0
ORDER BY hhi;

SELECT format('Reading: %s customers are as concentrated as %s of equal size. Without %s the index falls from %s to %s points.',
              members, round(effective_members), c.name, round(10000 * hhi), round(10000 * c.hhi_without)) AS reading
FROM concentration
JOIN concentration_risk AS c ON c.account_id = largest_member
WHERE dimension = 'account'
\gset

\echo :reading

\echo
\echo '3. How much of the business before comes back?'
\echo

SELECT basis AS "Basis", definition AS "Definition", accounts AS "Customers", round(opening) AS "Opening $",
       round(100 * nrr, 1) AS "NRR %", round(100 * nrr_stderr, 1) AS "±", round(100 * grr, 1) AS "GRR %",
       round(100 * logo_retention, 1) AS "Kept %"
FROM retention
WHERE definition = 'cohort'
ORDER BY basis DESC;

\echo 'The same of a quarter and the same one a year later, which no view of the portfolio compares:'

SELECT opening_period AS "From",
       closing_period AS "To",
       kam.accounts(retention) AS "Customers",
       round(kam.opening(retention)) AS "Opening $",
       CASE WHEN partial IS NULL THEN round(kam.closing(retention)) END AS "Closing $",
       CASE WHEN partial IS NULL THEN round(100 * kam.nrr(retention), 1) END AS "NRR %",
       CASE WHEN partial IS NULL THEN round(100 * kam.nrr_stderr(retention), 1) END AS "±",
       CASE WHEN partial IS NULL THEN round(100 * kam.grr(retention), 1) END AS "GRR %",
       CASE WHEN partial IS NULL THEN round(100 * kam.logo_retention(retention), 1) END AS "Kept %",
       coalesce(partial, '') AS "Partial: not comparable"
FROM year_on_year
ORDER BY grain, opening_from;

SELECT format(E'Reading: %s of every 100 dollars of %s came back in %s (± %s); without growth %s.',
              round(100 * kam.nrr(retention)), opening_period, closing_period,
              round(100 * kam.nrr_stderr(retention)), round(100 * kam.grr(retention))) AS reading
FROM year_on_year
WHERE partial IS NULL
ORDER BY opening_from DESC
LIMIT 1
\gset

SELECT format('%s to %s, taken at face value, would read %s, but %s: partial.', opening_period, closing_period,
              round(100 * kam.nrr(retention)), partial) AS reading_partial
FROM year_on_year
WHERE grain = 2
ORDER BY opening_from
LIMIT 1
\gset

\echo :reading
\echo :reading_partial

\echo
\echo '4. What made the revenue of one quarter that of the next?'
\echo

-- A quarter is comparable if the ledger covers it and the one before in full; the view ends with the window.
CREATE TEMP VIEW bridge AS
SELECT format('Q%s %s', extract(quarter FROM period), extract(year FROM period)) AS quarter,
       CASE WHEN period < s.starts_on THEN format('begins %s: all new', s.starts_on)
            WHEN period - INTERVAL '3 months' < s.starts_on THEN format('opening begins %s', s.starts_on)
            WHEN period + INTERVAL '3 months' > p.until THEN format('ends %s', p.until - 1) END AS partial,
       b.*
FROM revenue_bridge AS b
CROSS JOIN ledger_span AS s
CROSS JOIN parameter AS p;

SELECT quarter AS "Quarter",
       round(opening) AS "Opening $",
       CASE WHEN partial IS NULL THEN round(new_revenue) END AS "New",
       CASE WHEN partial IS NULL THEN round(reactivation) END AS "Back",
       CASE WHEN partial IS NULL THEN round(expansion) END AS "Grew",
       CASE WHEN partial IS NULL THEN round(contraction) END AS "Shrank",
       CASE WHEN partial IS NULL THEN round(churned) END AS "Skipped",
       round(closing) AS "Closing $",
       coalesce(partial, repeat('+', round(15 * (new_revenue + reactivation + expansion) / largest)::int)
                         || repeat('-', round(15 * (contraction + churned) / largest)::int))
           AS "Gains, losses, or why partial"
FROM bridge,
     (SELECT max(greatest(new_revenue + reactivation + expansion, contraction + churned)) AS largest
      FROM bridge WHERE partial IS NULL) AS scale
ORDER BY period;

SELECT format(E'Reading: from %s to %s dollars in %s. %s customers bought more than the quarter\n'
              'before (+%s), %s came back (+%s); new: %s (+%s).\n'
              '%s bought less (-%s), and %s nothing (-%s).',
              round(opening), round(closing), quarter, accounts_expanded, round(expansion),
              accounts_reactivated, round(reactivation), accounts_new, round(new_revenue),
              accounts_contracted, round(contraction), accounts_churned, round(churned)) AS reading
FROM bridge
WHERE partial IS NULL
ORDER BY period DESC
LIMIT 1
\gset

\echo :reading
\echo 'Who skips a quarter has not left: see how much comes back. The first quarter is all new, as nothing'
\echo 'is known of the time before.'

\echo
\echo '5. What could still be sold?'
\echo

SELECT product AS "Category",
       count(*) FILTER (WHERE w.status = 'sold') AS "Buy it",
       round(percentile_cont(0.5) WITHIN GROUP (ORDER BY w.sold) FILTER (WHERE w.status = 'sold')) AS "for $ a year (median)",
       count(*) FILTER (WHERE w.status = 'unknown' AND k.revenue > 0) AS "Others who order",
       string_agg(k.name, ', ' ORDER BY c.revenue_rank) FILTER (WHERE w.status = 'unknown' AND c.revenue_rank <= 10) AS "of the ten largest",
       sum(w.white_space) AS "White space $"
FROM white_space AS w
JOIN account_kpi AS k USING (account_id)
JOIN concentration_risk AS c USING (account_id)
GROUP BY product
ORDER BY 2;

\echo 'Reading: who does not buy what, and whom to ask. White space is unknown, not 0: no customer said what it could'
\echo 'buy. What others spend is no potential of this one; put what you learn into the view "potential".'

\echo
\echo '6. Which customers deserve key-account treatment?'
\echo

\ir ../eligibility.sql

\echo
\echo '7. Which figures can be had, and what to supply for the rest?'
\echo

\ir ../readiness.sql

SELECT format(E'Reading: known for all of the revenue are %s of %s figures. Growth is not missing but young:\nit comes with time to those who began after September 1996.', count(*) FILTER (WHERE coverage_share = 1), count(*)) AS reading
FROM readiness
\gset

\echo :reading

\echo
\echo '8. What is wrong with the data?'
\echo

SELECT rule AS "Rule", severity AS "Severity", rows_affected AS "Rows", accounts_affected AS "Customers",
       base_amount AS "Amount $", example AS "Such as", effect AS "Effect"
FROM data_quality
WHERE rows_affected > 0
ORDER BY step_no;

SELECT format('Reading: %s rules were looked at.', count(*)) AS reading
FROM data_quality
\gset

\echo :reading

\echo
\echo '9. Where does a figure come from?'
\echo

SELECT format(E'The NRR of %s is %s, of %s lines: the largest are', name, nrr, count(*)) AS reading
FROM account_kpi
CROSS JOIN LATERAL kam.explain('food_accounts', 'nrr', account_id)
WHERE account_id = 'QUICK'
GROUP BY name, nrr
\gset

\echo :reading

SELECT on_day AS "Day", line_id AS "Order/product", product AS "Category", round(amount, 2) AS "Amount $",
       divisor AS "Divided by", contribution AS "Contribution"
FROM kam.explain('food_accounts', 'nrr', 'QUICK')
ORDER BY contribution DESC, on_day, line_id
LIMIT 5;
