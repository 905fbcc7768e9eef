SET search_path = online_retail;

\echo
\echo '0. What is counted?'
\echo

SELECT part AS "Lines", count(*) AS "Number", round(sum(amount), 2) AS "Amount £",
       CASE WHEN part = 'counted' THEN count(*) FILTER (WHERE amount < 0) END AS "Negative",
       CASE WHEN part = 'counted' THEN round(sum(amount) FILTER (WHERE amount < 0), 2) END AS "Their £"
FROM ledger
GROUP BY part
ORDER BY part <> 'counted', count(*) DESC;

SELECT format(E'Reading: %s %% of the lines, with %s %% of the money, name no customer and are in no figure\n'
              'below. Cancellations are netted inside their customer and period.',
              round(100.0 * count(*) FILTER (WHERE part = 'no customer') / count(*)),
              round(100 * sum(amount) FILTER (WHERE part = 'no customer') / sum(amount))) AS reading
FROM ledger
\gset

\echo :reading

\echo
\echo '1. Which customers deserve key-account treatment?  (9 December 2010 to 8 December 2011)'
\echo

SELECT row_number() OVER (ORDER BY score DESC, account_id) AS "#",
       account_id AS "Customer",
       country AS "Country",
       round(score) AS "Score",
       round(score_low) AS "Low",
       round(score_high) AS "High",
       round(100 * coverage) AS "Known %",
       verdict AS "Verdict",
       round(revenue) AS "Revenue £",
       round(100 * revenue / sum(revenue) OVER (), 1) AS "Share %"
FROM eligibility JOIN account_kpi USING (account_id)
ORDER BY score DESC, account_id
LIMIT 12;

SELECT format(E'Reading: of %s customers %s are surely above the bar of 60, and %s are open: the ledger records\n'
              'no fit for anybody, and growth only for customers of the second quarter.',
              count(*), count(*) FILTER (WHERE verdict = 'eligible'),
              count(*) FILTER (WHERE verdict = 'undetermined')) AS reading
FROM eligibility
\gset

\echo :reading

\echo
\echo '2. How much of the last quarter''s business comes back?'
\echo

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
FROM retention
ORDER BY opening_from;

SELECT format(E'Reading: %s of every 100 pounds of %s came back in %s (± %s); without growth %s.\n'
              '%s customers whose invoices did not exceed their credits in %s are no base. A quarter\n'
              'is short for this trade: who skips one has not left. Read GRR and Kept as ordering\n'
              'rhythm, not as churn.',
              round(100 * kam.nrr(retention)), opening_period, closing_period,
              round(100 * kam.nrr_stderr(retention)), round(100 * kam.grr(retention)), nonpositive,
              opening_period) AS reading
FROM retention
WHERE partial IS NULL
ORDER BY opening_from DESC
LIMIT 1
\gset

\echo :reading

\echo
\echo '3. How much of our customers'' spending do we hold?'
\echo

SELECT count(*) AS "Customers",
       count(wallet) AS "Wallet known",
       round(sum(revenue)) AS "Revenue £",
       round(100 * kam.share_of_wallet(revenue, wallet)) AS "Share %",
       round(100 * kam.wallet_coverage(revenue, wallet)) AS "Coverage %"
FROM account_kpi;

\echo 'Reading: nobody wrote down what these customers spend elsewhere, so the share is unknown, not 0.'
\echo 'Put the figures you have into the view "wallet": share and coverage follow.'

\echo
\echo '4. What made the revenue of one quarter that of the next?'
\echo

-- A quarter is comparable if the ledger covers it and the one before in full.
CREATE TEMP VIEW bridge AS
SELECT format('Q%s %s', extract(quarter FROM period), extract(year FROM period)) AS quarter,
       CASE WHEN period < starts_on THEN format('begins %s: all new', starts_on)
            WHEN period - INTERVAL '3 months' < starts_on THEN format('opening begins %s', starts_on)
            WHEN period + INTERVAL '3 months' > ends_on THEN format('ends %s', ends_on) END AS partial,
       b.*
FROM unnest((SELECT kam.revenue_bridge(account_id, booked_on, amount, 'quarter') FROM revenue)) AS b
CROSS JOIN ledger_span;

SELECT quarter AS "Quarter",
       round(opening) AS "Opening £",
       CASE WHEN partial IS NULL THEN round(new_) END AS "New",
       CASE WHEN partial IS NULL THEN round(reactivation) END AS "Back",
       CASE WHEN partial IS NULL THEN round(expansion) END AS "Grew",
       CASE WHEN partial IS NULL THEN round(contraction) END AS "Shrank",
       CASE WHEN partial IS NULL THEN round(churned) END AS "Skipped",
       round(closing) AS "Closing £",
       coalesce(partial, repeat('+', round(15 * (new_ + reactivation + expansion) / largest)::int)
                         || repeat('-', round(15 * (contraction + churned) / largest)::int))
           AS "Gains, losses, or why partial"
FROM bridge,
     (SELECT max(greatest(new_ + reactivation + expansion, contraction + churned)) AS largest
      FROM bridge WHERE partial IS NULL) AS scale
ORDER BY period;

SELECT format(E'Reading: from %s to %s pounds in %s. %s customers bought more than the quarter\n'
              'before (+%s), %s came back (+%s); new: %s (+%s).\n'
              '%s bought less (-%s), and %s nothing (-%s).\n'
              '%s customers got back as much as they bought, or more; what is above, %s pounds, stands apart.',
              round(opening), round(closing), quarter, accounts_expanded, round(expansion),
              accounts_reactivated, round(reactivation), accounts_new, round(new_),
              accounts_contracted, round(contraction), accounts_churned, round(churned),
              accounts_nonpositive, round(-negative)) AS reading
FROM bridge
WHERE partial IS NULL
ORDER BY period DESC
LIMIT 1
\gset

\echo :reading
\echo 'Who skips a quarter has not left: see how much comes back. New is new to this ledger, which begins'
\echo 'in December 2010.'

\echo
\echo '5. How much hangs on how few?  (9 December 2010 to 8 December 2011)'
\echo

SELECT row_number() OVER w AS "#",
       account_id AS "Customer",
       country AS "Country",
       round(revenue) AS "Revenue £",
       round(100 * revenue / sum(revenue) FILTER (WHERE revenue > 0) OVER (), 1) AS "Share %",
       round(100 * kam.cumulative_share(revenue) OVER w, 1) AS "Cumulative %",
       kam.abc_class(revenue, 0.8, 0.95) OVER w AS "Class"
FROM account_kpi
WINDOW w AS (ORDER BY revenue DESC, account_id)
ORDER BY revenue DESC, account_id
LIMIT 10;

-- Straight from the lines, which are netted inside the customer.
CREATE TEMP VIEW concentration AS
SELECT kam.concentration_agg(account_id, amount) AS ledger
FROM revenue, reporting
WHERE booked_on >= starts_on AND booked_on < ends_on;

SELECT kam.accounts(ledger) - kam.nonpositive_accounts(ledger) AS "Customers",
       kam.nonpositive_accounts(ledger) AS "Left out",
       round(100 * kam.top_share(ledger, 1), 1) AS "Top 1 %",
       round(100 * kam.top_share(ledger, 5), 1) AS "Top 5 %",
       round(100 * kam.top_share(ledger, 10), 1) AS "Top 10 %",
       round(10000 * kam.hhi(ledger), 1) AS "HHI points",
       round(kam.effective_accounts(ledger), 1) AS "Worth so many equals",
       round(kam.gini(ledger, corrected => true), 3) AS "Gini"
FROM concentration;

SELECT format(E'Reading: %s customers are as concentrated as %s of equal size; the largest brings %s %% of the revenue,\n'
              'the ten largest %s %%, and %s make the first 80 %% (class A).',
              kam.accounts(ledger) - kam.nonpositive_accounts(ledger), round(kam.effective_accounts(ledger)),
              round(100 * kam.top_share(ledger, 1), 1), round(100 * kam.top_share(ledger, 10), 1),
              (SELECT count(*) FROM (SELECT kam.abc_class(revenue, 0.8, 0.95) OVER (ORDER BY revenue DESC, account_id)
                                     FROM account_kpi) AS c (class) WHERE class = 'A')) AS reading
FROM concentration
\gset

\echo :reading
