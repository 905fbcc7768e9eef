SET search_path = gift_accounts, online_retail;
SET kam.as_of = '2011-11-30';

\echo
\echo '0. What is counted?'
\echo

SELECT part AS "Lines", count(*) AS "Number", round(sum(amount), 2) AS "Amount £",
       CASE WHEN part = 'counted' THEN count(*) FILTER (WHERE amount < 0) END AS "Negative",
       CASE WHEN part = 'counted' THEN round(sum(amount) FILTER (WHERE amount < 0), 2) END AS "Their £"
FROM ledger
GROUP BY part
ORDER BY part <> 'counted', count(*) DESC;

SELECT format(E'Reading: %s %% of the lines, with %s %% of the money, name no customer and are in no account\n'
              'below. Cancellations are netted inside their customer and period.',
              round(100.0 * count(*) FILTER (WHERE part = 'no customer') / count(*)),
              round(100 * sum(amount) FILTER (WHERE part = 'no customer') / sum(amount))) AS reading
FROM ledger
\gset

\echo :reading

\echo
\echo '1. Who are our largest accounts, and what do they bring?  (June to November 2011, the six months before beside)'
\echo

SELECT c.revenue_rank AS "#", k.name AS "Account", k.country AS "Country",
       round(k.revenue) AS "Revenue £", round(k.revenue_previous) AS "Before £",
       round(100 * k.growth_rate) AS "Growth %", k.is_partial_base AS "Partial base",
       round(100 * c.revenue_share, 1) AS "Share %", round(100 * c.cumulative_share, 1) AS "Cumulative %",
       c.abc_class AS "Class"
FROM account_kpi AS k
JOIN concentration_risk AS c USING (account_id)
WHERE c.revenue_rank <= 12
ORDER BY c.revenue_rank, k.account_id;

SELECT format(E'Reading: of %s customers %s bought more than they gave back, %s gave back more, and %s did nothing or as much of both.\n'
              '%s make the first 80 %% (class A). Of those that began before March all together grew by %s %%:\n'
              'the second half of the year has the season, so compare customers with that, not with 0.',
              count(*), count(*) FILTER (WHERE k.revenue > 0), count(*) FILTER (WHERE k.revenue < 0),
              count(*) FILTER (WHERE k.revenue = 0), count(*) FILTER (WHERE abc_class = 'A'),
              round(100 * (sum(k.revenue) FILTER (WHERE growth_rate IS NOT NULL)
                           / sum(k.revenue_previous) FILTER (WHERE growth_rate IS NOT NULL) - 1))) AS reading
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

SELECT format('Reading: %s customers are as concentrated as %s of equal size, %s articles as %s.',
              a.members, round(a.effective_members), p.members, round(p.effective_members)) AS reading
FROM concentration AS a, concentration AS p
WHERE a.dimension = 'account' AND p.dimension = 'product'
\gset

\echo :reading

\echo
\echo '3. How much of the business before comes back?'
\echo

SELECT basis AS "Basis", definition AS "Definition", accounts AS "Customers", round(opening) AS "Opening £",
       round(100 * nrr, 1) AS "NRR %", round(100 * nrr_stderr, 1) AS "±", round(100 * grr, 1) AS "GRR %",
       round(100 * logo_retention, 1) AS "Kept %"
FROM retention
WHERE definition = 'cohort'
ORDER BY basis DESC;

\echo 'The same of a quarter and the next:'

SELECT opening_period AS "From",
       closing_period AS "To",
       kam.accounts(retention) AS "Customers",
       round(kam.opening(retention)) AS "Opening £",
       CASE WHEN partial IS NULL THEN round(kam.closing(retention)) END AS "Closing £",
       CASE WHEN partial IS NULL THEN round(100 * kam.nrr(retention), 1) END AS "NRR %",
       CASE WHEN partial IS NULL THEN round(100 * kam.nrr_stderr(retention), 1) END AS "±",
       CASE WHEN partial IS NULL THEN round(100 * kam.grr(retention), 1) END AS "GRR %",
       CASE WHEN partial IS NULL THEN round(100 * kam.logo_retention(retention), 1) END AS "Kept %",
       coalesce(partial, '') AS "Partial: not comparable"
FROM quarter_on_quarter
ORDER BY opening_from;

SELECT format(E'Reading: %s of every 100 pounds of %s came back in %s (± %s); without growth %s.\n'
              '%s customers whose invoices did not exceed their credits in %s are no base. A quarter\n'
              'is short for this trade: who skips one has not left. Read GRR and Kept as ordering\n'
              'rhythm, not as churn.',
              round(100 * kam.nrr(retention)), opening_period, closing_period,
              round(100 * kam.nrr_stderr(retention)), round(100 * kam.grr(retention)), nonpositive,
              opening_period) AS reading
FROM quarter_on_quarter
WHERE partial IS NULL
ORDER BY opening_from DESC
LIMIT 1
\gset

\echo :reading

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
       round(opening) AS "Opening £",
       CASE WHEN partial IS NULL THEN round(new_revenue) END AS "New",
       CASE WHEN partial IS NULL THEN round(reactivation) END AS "Back",
       CASE WHEN partial IS NULL THEN round(expansion) END AS "Grew",
       CASE WHEN partial IS NULL THEN round(contraction) END AS "Shrank",
       CASE WHEN partial IS NULL THEN round(churned) END AS "Skipped",
       round(closing) AS "Closing £", round(negative) AS "Below 0 £", round(without_account) AS "No customer £",
       coalesce(partial, repeat('+', round(15 * (new_revenue + reactivation + expansion) / largest)::int)
                         || repeat('-', round(15 * (contraction + churned) / largest)::int))
           AS "Gains, losses, or why partial"
FROM bridge,
     (SELECT max(greatest(new_revenue + reactivation + expansion, contraction + churned)) AS largest
      FROM bridge WHERE partial IS NULL) AS scale
ORDER BY period;

SELECT format(E'Reading: from %s to %s pounds in %s. %s customers bought more than the quarter\n'
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
\echo 'Who skips a quarter has not left: see how much comes back. New is new to this ledger, which begins'
\echo 'in December 2010. What customers got back beyond what they bought stands apart, below 0.'

\echo
\echo '5. What could still be sold?'
\echo

SELECT status AS "Status", count(*) AS "Cells", count(DISTINCT account_id) AS "Customers", count(DISTINCT product) AS "Articles",
       round(sum(sold)) AS "Sold £ a year", sum(potential) AS "Potential £", sum(white_space) AS "White space £"
FROM white_space
GROUP BY status
ORDER BY status;

\echo 'Reading: nobody wrote down what a customer could buy, and there is no list of what we have. So there is a cell for what was'
\echo 'sold alone (unknown: no more than came back), and white space is unknown, not 0.'

\echo
\echo '6. Which customers deserve key-account treatment?'
\echo

\ir ../eligibility.sql

\echo
\echo '7. Which figures can be had, and what to supply for the rest?'
\echo

\ir ../readiness.sql

SELECT format(E'Reading: known for all of the revenue are %s of %s figures. Growth is not missing but young:\nit comes with time to those who began after February 2011.', count(*) FILTER (WHERE coverage_share = 1), count(*)) AS reading
FROM readiness
\gset

\echo :reading

\echo
\echo '8. What is wrong with the data?'
\echo

SELECT rule AS "Rule", severity AS "Severity", rows_affected AS "Rows", accounts_affected AS "Customers",
       base_amount AS "Amount £", example AS "Such as", effect AS "Effect"
FROM data_quality
WHERE rows_affected > 0
ORDER BY step_no;

SELECT format(E'Reading: %s of %s rules are broken. A quarter of all lines names no customer. Of the %s lines like another,\n'
              '%s repeat one of the same invoice in full; whether they are mistakes only the invoice can say, and they are counted.',
              count(*) FILTER (WHERE rows_affected > 0), count(*), max(rows_affected) FILTER (WHERE rule = 'line_twin'),
              (SELECT sum(n - 1)
               FROM (SELECT count(*) AS n
                     FROM online_retail.online_retail AS l
                     JOIN parameter AS p ON l.invoice_date >= p.starts_on AND l.invoice_date < p.until
                     WHERE customer_id IS NOT NULL AND stock_code NOT IN (SELECT stock_code FROM not_goods)
                     GROUP BY invoice_no, stock_code, description, quantity, invoice_date, unit_price, customer_id, country) AS same)) AS reading
FROM data_quality
\gset

\echo :reading

\echo
\echo '9. Where does a figure come from?'
\echo

SELECT format(E'%s has revenue of %s pounds and ranks %s. Its lines, large credits among them:', name, revenue, revenue_rank) AS reading
FROM concentration_risk
WHERE account_id = 15098
\gset

\echo :reading

SELECT on_day AS "Day", line_id AS "Invoice/line", kind AS "Kind", product AS "Article", round(amount, 2) AS "Amount £", contribution AS "Contribution £",
       sum(contribution) OVER (ORDER BY on_day, substring(line_id FROM '[0-9]+$')::int) AS "Running £"
FROM kam.explain('gift_accounts', 'revenue', 15098)
ORDER BY on_day, substring(line_id FROM '[0-9]+$')::int;

\echo 'Reading: an order of 38,970 pounds taken back the same day as a manual entry. Counted without it, the customer would be'
SELECT format('number %s of all; the credit leaves %s pounds.',
              (SELECT count(*) + 1 FROM account_kpi WHERE revenue > (SELECT sum(amount) FROM kam.explain('gift_accounts', 'revenue', 15098) WHERE amount > 0)),
              revenue) AS reading
FROM account_kpi
WHERE account_id = 15098
\gset

\echo :reading
