-- Every figure twice: from kam over the portfolio and the example's views, and in plain SQL over the table as loaded,
-- written without either; checked figures stand as literals besides. Sums must be equal; quotients
-- to 12 decimals, as two ways of dividing may round differently.

SET search_path = gift_accounts, online_retail;
SET kam.as_of = '2011-11-30';

CREATE TEMP VIEW counted AS
SELECT * FROM online_retail.revenue WHERE account_id IS NOT NULL;

-- ------------------------------------------------------------------------------------ the ledger

SELECT pg_temp.same('541,909 lines worth 9,747,747.934, none lost on the way to the parts',
    (SELECT format('%s %s', count(*), sum(amount)) FROM ledger), '541909 9747747.934');
SELECT pg_temp.same('135,080 lines worth 1,447,682.12 have no customer',
    (SELECT format('%s %s', count(*), sum(amount)) FROM ledger WHERE part = 'no customer'),
    '135080 1447682.12');
SELECT pg_temp.same('stock written off at no price never reaches a customer',
    (SELECT count(*) FROM ledger JOIN online_retail USING (invoice_no, stock_code)
     WHERE quantity < 0 AND invoice_no NOT LIKE 'C%' AND part <> 'no customer'), 0::bigint);
-- An opening of 0 or less is outside the cohort, so kam sums the positive lines here.
SELECT pg_temp.same('counted revenue, summed by kam as well',
    (SELECT kam.opening(kam.retention_agg(amount, NULL::numeric))
            + sum(amount) FILTER (WHERE amount < 0) FROM counted),
    (SELECT sum(quantity * unit_price) FROM online_retail
     WHERE customer_id IS NOT NULL
       AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S')));
SELECT pg_temp.same('an order of 74,215 pieces cancelled within minutes nets to nothing',
    (SELECT sum(amount) FROM counted WHERE account_id = 12346), 0.0);

-- ----------------------------------------------------------------------------- figures per account

-- The textbook: a customer at a time.
CREATE TEMP TABLE plain_line AS
SELECT customer_id, invoice_no, stock_code, invoice_date::date AS day, quantity * unit_price AS amount, country
FROM online_retail
WHERE stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S') OR customer_id IS NULL;

CREATE TEMP TABLE plain_kpi AS
SELECT c.customer_id, coalesce(l.now, 0) AS revenue, coalesce(l.before, 0) AS before, l.first_on, l.last_on,
       CASE WHEN l.before > 0 AND l.first_on < '2011-03-01' THEN round(coalesce(l.now, 0) / l.before, 6) END AS nrr,
       CASE WHEN l.before > 0 AND l.first_on < '2011-03-01' THEN round(least(greatest(coalesce(l.now, 0), 0), l.before) / l.before, 6) END AS grr,
       coalesce(l.articles, 0) AS articles, coalesce(l.months, 0) AS months, coalesce(l.back, 0) / l.sold AS returned,
       round(coalesce(l.now, 0), 2) / sum(round(greatest(l.now, 0), 2)) OVER () AS share
FROM (SELECT DISTINCT customer_id FROM online_retail WHERE customer_id IS NOT NULL) AS c
LEFT JOIN (SELECT customer_id, min(day) AS first_on, max(day) AS last_on,
                  sum(amount) FILTER (WHERE day >= '2011-06-01') AS now, sum(amount) FILTER (WHERE day < '2011-06-01') AS before,
                  count(DISTINCT stock_code) FILTER (WHERE day >= '2011-06-01' AND amount > 0) AS articles,
                  count(DISTINCT to_char(day, 'YYYY-MM')) FILTER (WHERE day >= '2011-06-01' AND amount > 0) AS months,
                  sum(amount) FILTER (WHERE day >= '2011-06-01' AND amount > 0) AS sold,
                  -sum(amount) FILTER (WHERE day >= '2011-06-01' AND amount < 0) AS back
           FROM plain_line WHERE day <= '2011-11-30' GROUP BY customer_id) AS l USING (customer_id);

SELECT pg_temp.same('all customers have the revenue, the growth, the retention and the days of plain SQL',
    (SELECT count(*)
     FROM account_kpi AS k
     JOIN plain_kpi AS p ON p.customer_id = k.account_id
     WHERE k.revenue = round(p.revenue, 2) AND k.revenue_previous = round(p.before, 2)
       AND k.nrr IS NOT DISTINCT FROM p.nrr AND k.grr IS NOT DISTINCT FROM p.grr AND k.growth_rate IS NOT DISTINCT FROM p.nrr - 1
       AND k.first_booked_on IS NOT DISTINCT FROM p.first_on AND k.last_booked_on IS NOT DISTINCT FROM p.last_on
       AND num_nonnulls(contribution_margin, cost_to_serve, wallet, share_of_wallet, potential, white_space, nps, csat,
                        sla_attainment, open_pipeline, contracts, annual_contract_value) = 0), 4372::bigint);
SELECT pg_temp.same('literals: revenue of both windows, accounts with growth, above zero and below',
    (SELECT format('%s %s %s %s %s', sum(revenue), sum(revenue_previous), count(growth_rate), count(*) FILTER (WHERE revenue > 0),
                   count(*) FILTER (WHERE revenue < 0)) FROM account_kpi), '4791451.43 3092007.15 1695 3453 33');
SELECT pg_temp.same('NRR, GRR, customers kept and standard error of the windows',
    (SELECT ARRAY[accounts, nrr, grr, logo_retention, nrr_stderr, opening] FROM gift_accounts.retention WHERE basis = 'window' AND definition = 'cohort'),
    (WITH cohort AS (SELECT before AS o, revenue AS c FROM plain_kpi WHERE before > 0 AND first_on < '2011-03-01'),
     ratio AS (SELECT sum(c) / sum(o) AS r, sum(o) AS total, count(*)::numeric AS n FROM cohort)
     SELECT ARRAY[n, round(r, 6), round(sum(least(o, greatest(c, 0))) / total, 6), round(count(*) FILTER (WHERE c > 0) / n, 6),
                  round(sqrt(n / (n - 1) * sum((c - r * o) ^ 2)) / total, 6), round(total, 2)]
     FROM cohort CROSS JOIN ratio GROUP BY r, total, n));
SELECT pg_temp.same('every account: share, rank and class; credits beyond invoices make a share negative',
    (SELECT count(*)
     FROM concentration_risk AS r
     JOIN (SELECT customer_id, round(share, 6) AS share, rank() OVER w AS rank,
                  sum(greatest(share, 0)) OVER w - sum(greatest(share, 0)) OVER (PARTITION BY round(revenue, 2)) AS above
           FROM plain_kpi WINDOW w AS (ORDER BY round(revenue, 2) DESC)) AS p ON p.customer_id = r.account_id
     WHERE r.revenue_share = p.share AND r.revenue_rank = p.rank
       AND r.abc_class = CASE WHEN p.above < 0.8 THEN 'A' WHEN p.above < 0.95 THEN 'B' ELSE 'C' END
       AND num_nonnulls(margin_share, contract_ends_on, revenue_at_risk) = 0), 4372::bigint);
SELECT pg_temp.same('concentration by account, country of sale and article',
    (SELECT array_agg(format('%s %s %s %s %s', dimension, members, hhi, largest_member, top_1_share) ORDER BY dimension)
     FROM gift_accounts.concentration WHERE dimension IN ('account', 'country of sale', 'product')),
    (WITH member AS (
         SELECT 'account' AS dimension, customer_id::text AS member, sum(amount) AS amount FROM plain_line WHERE customer_id IS NOT NULL AND day BETWEEN '2011-06-01' AND '2011-11-30' GROUP BY 2
         UNION ALL SELECT 'country of sale', country, sum(amount) FROM plain_line WHERE customer_id IS NOT NULL AND day BETWEEN '2011-06-01' AND '2011-11-30' GROUP BY 2
         UNION ALL SELECT 'product', stock_code, sum(amount) FROM plain_line WHERE customer_id IS NOT NULL AND day BETWEEN '2011-06-01' AND '2011-11-30' GROUP BY 2)
     SELECT array_agg(f ORDER BY dimension)
     FROM (SELECT dimension, format('%s %s %s %s %s', dimension, count(*), round(sum(amount ^ 2) / sum(amount) ^ 2, 6),
                                    (array_agg(member ORDER BY amount DESC))[1], round(max(amount) / sum(amount), 6)) AS f
           FROM member WHERE amount > 0 GROUP BY dimension) AS a));

-- --------------------------------------------------------------------------- retention, quarter to quarter

CREATE TEMP TABLE plain_quarter AS
SELECT customer_id,
       CASE WHEN invoice_date < '2011-01-01' THEN 0 WHEN invoice_date < '2011-04-01' THEN 1
            WHEN invoice_date < '2011-07-01' THEN 2 WHEN invoice_date < '2011-10-01' THEN 3
            ELSE 4 END AS quarter,
       sum(quantity * unit_price) AS amount
FROM online_retail
WHERE customer_id IS NOT NULL
  AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S')
GROUP BY 1, 2;

CREATE TEMP VIEW plain_retention AS
WITH cohort AS (
    SELECT o.quarter, o.amount AS o, coalesce(c.amount, 0) AS c
    FROM plain_quarter AS o
    LEFT JOIN plain_quarter AS c ON c.customer_id = o.customer_id AND c.quarter = o.quarter + 1
    WHERE o.amount > 0 AND o.quarter < 4
),
ratio AS (
    SELECT quarter, sum(c) / sum(o) AS r, sum(o) AS total, count(*)::numeric AS n
    FROM cohort
    GROUP BY quarter
)
SELECT quarter, n, total, sum(c) AS closing, r AS nrr,
       sum(least(o, greatest(c, 0))) / total AS grr,
       count(*) FILTER (WHERE c > 0) / n AS logos,
       sqrt(n / (n - 1) * sum((c - r * o) ^ 2)) / total AS stderr
FROM cohort JOIN ratio USING (quarter)
GROUP BY quarter, r, total, n;

CREATE TEMP VIEW kam_retention AS
SELECT row_number() OVER (ORDER BY opening_from) - 1 AS quarter, opening_period, closing_period,
       partial, retention
FROM quarter_on_quarter;

SELECT pg_temp.same(format('opening, closing and customers, %s to %s', opening_period, closing_period),
    ARRAY[kam.opening(retention), kam.closing(retention), kam.accounts(retention)],
    ARRAY[total, closing, n])
FROM kam_retention LEFT JOIN plain_retention USING (quarter)
ORDER BY quarter;

SELECT pg_temp.same(format('NRR, GRR, customers kept and standard error, %s to %s', opening_period, closing_period),
    ARRAY[round(kam.nrr(retention), 12), round(kam.grr(retention), 12),
          round(kam.logo_retention(retention), 12), round(kam.nrr_stderr(retention), 12)],
    ARRAY[round(nrr, 12), round(grr, 12), round(logos, 12), round(stderr, 12)])
FROM kam_retention LEFT JOIN plain_retention USING (quarter)
ORDER BY quarter;

SELECT pg_temp.same('the one-step aggregates say the same as the stored states',
    (SELECT array_agg(ARRAY[nrr, grr] ORDER BY opening_from)
     FROM (SELECT opening_from, kam.nrr(opening, closing) AS nrr, kam.grr(opening, closing) AS grr
           FROM comparison JOIN retention_pair USING (opening_period, closing_period)
           GROUP BY opening_from) AS a),
    (SELECT array_agg(ARRAY[kam.nrr(retention), kam.grr(retention)] ORDER BY opening_from)
     FROM quarter_on_quarter));

SELECT pg_temp.same('literals: NRR and GRR into each quarter of 2011',
    (SELECT array_agg(format('%s %s %s', closing_period, round(kam.nrr(retention), 6),
                             round(kam.grr(retention), 6)) ORDER BY quarter) FROM kam_retention),
    ARRAY['Q1 2011 1.407086 0.593227', 'Q2 2011 0.813923 0.600563',
          'Q3 2011 0.952392 0.658773', 'Q4 2011 0.833085 0.584310']);

SELECT pg_temp.same('only quarters that the ledger covers in full are comparable',
    (SELECT array_agg(coalesce(partial, 'complete') ORDER BY quarter) FROM kam_retention),
    ARRAY['Q4 2010 begins 2010-12-01', 'complete', 'complete', 'Q4 2011 ends 2011-12-09']);

-- ---------------------------------------------------------------------------------------- bridge

-- The textbook: every customer in every quarter, and the quarter before beside it.
CREATE TEMP VIEW plain_bridge AS
WITH net AS (
    SELECT customer_id, date_trunc('quarter', invoice_date)::date AS quarter, sum(quantity * unit_price) AS amount
    FROM online_retail
    WHERE customer_id IS NOT NULL AND invoice_date < '2011-12-01'
      AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S')
    GROUP BY 1, 2
),
grid AS (
    SELECT customer_id, quarter, amount, greatest(coalesce(amount, 0), 0) AS c
    FROM (SELECT DISTINCT customer_id FROM net) AS customer
    CROSS JOIN (SELECT DISTINCT quarter FROM net) AS q
    LEFT JOIN net USING (customer_id, quarter)
),
step AS (
    SELECT quarter, amount, c, lag(c, 1, 0.0) OVER (PARTITION BY customer_id ORDER BY quarter) AS o,
           sum(c) OVER (PARTITION BY customer_id ORDER BY quarter) > c AS ever
    FROM grid
)
SELECT quarter AS period, sum(o) AS opening,
       coalesce(sum(c) FILTER (WHERE o = 0 AND NOT ever), 0) AS new_,
       coalesce(sum(c) FILTER (WHERE o = 0 AND ever), 0) AS reactivation,
       coalesce(sum(c - o) FILTER (WHERE o > 0 AND c > o), 0) AS expansion,
       coalesce(sum(o - c) FILTER (WHERE c > 0 AND c < o), 0) AS contraction,
       coalesce(sum(o) FILTER (WHERE c = 0), 0) AS churned,
       sum(c) AS closing, coalesce(sum(amount) FILTER (WHERE amount < 0), 0) AS negative,
       count(*) FILTER (WHERE o = 0 AND c > 0 AND NOT ever) AS accounts_new,
       count(*) FILTER (WHERE o = 0 AND c > 0 AND ever) AS accounts_reactivated,
       count(*) FILTER (WHERE o > 0 AND c > o) AS accounts_expanded,
       count(*) FILTER (WHERE c > 0 AND c < o) AS accounts_contracted,
       count(*) FILTER (WHERE o > 0 AND c = 0) AS accounts_churned,
       count(*) FILTER (WHERE o > 0) AS accounts_opening, count(*) FILTER (WHERE c > 0) AS accounts_closing
FROM step
GROUP BY quarter;

SELECT pg_temp.same(format('revenue bridge of the quarter from %s', period),
    ARRAY[b.opening, b.new_revenue, b.reactivation, b.expansion, b.contraction, b.churned, b.closing, b.negative,
          b.accounts_opening, b.accounts_new, b.accounts_reactivated, b.accounts_expanded, b.accounts_contracted,
          b.accounts_churned, b.accounts_closing],
    ARRAY[round(p.opening, 2), round(p.new_, 2), round(p.reactivation, 2), round(p.expansion, 2), round(p.contraction, 2),
          round(p.churned, 2), round(p.closing, 2), round(p.negative, 2), p.accounts_opening, p.accounts_new,
          p.accounts_reactivated, p.accounts_expanded, p.accounts_contracted, p.accounts_churned, p.accounts_closing])
FROM revenue_bridge AS b FULL JOIN plain_bridge AS p USING (period)
ORDER BY period;

SELECT pg_temp.same('revenue without customer of every quarter',
    (SELECT array_agg(without_account ORDER BY period) FROM revenue_bridge),
    (SELECT array_agg(amount ORDER BY quarter)
     FROM (SELECT date_trunc('quarter', day::timestamp) AS quarter, round(sum(amount), 2) AS amount FROM plain_line
           WHERE customer_id IS NULL AND day <= '2011-11-30' GROUP BY 1) AS q));

-- --------------------------------------------------------------------------------- concentration

-- The textbook: customers first, and their rank.
CREATE TEMP VIEW plain_concentration AS
WITH customer AS (SELECT customer_id, sum(quantity * unit_price) AS amount FROM online_retail
           WHERE customer_id IS NOT NULL
             AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S') GROUP BY 1),
ranked AS (
    SELECT amount, row_number() OVER (ORDER BY amount) AS i, count(*) OVER () AS n
    FROM customer
    WHERE amount >= 0
)
SELECT sum(amount ^ 2) / sum(amount) ^ 2 AS hhi,
       sum((2 * i - n - 1) * amount) / (sum(amount) * max(n)) AS gini,
       sum((2 * i - n - 1) * amount) / (sum(amount) * (max(n) - 1)) AS corrected,
       sum(amount) FILTER (WHERE i > n - 10) / sum(amount) AS top_10,
       (SELECT -sum(share * ln(share))
        FROM (SELECT amount / sum(amount) OVER () AS share FROM customer WHERE amount > 0) AS s) AS entropy,
       (SELECT count(*) FROM customer WHERE amount <= 0) AS nonpositive,
       (SELECT count(*) FROM customer WHERE amount < 0) AS negative
FROM ranked;

SELECT pg_temp.same('index, effective number, Gini coefficient, largest ten and entropy, straight from the lines',
    (SELECT ARRAY[round(kam.hhi(account_id, amount), 12), round(kam.effective_accounts(account_id, amount), 9),
                  round(kam.gini(account_id, amount), 12), round(kam.gini(account_id, amount, true), 12),
                  round(kam.top_share(account_id, amount, 10), 12), round(kam.entropy(account_id, amount)::numeric, 12)]
     FROM counted),
    (SELECT ARRAY[round(hhi, 12), round(1 / hhi, 9), round(gini, 12), round(corrected, 12), round(top_10, 12), round(entropy, 12)]
     FROM plain_concentration));
SELECT pg_temp.same('the same from one row per customer, and from a ledger by month',
    (SELECT ARRAY[kam.hhi(amount), kam.gini(amount), kam.gini(amount, true), kam.top_share(amount, 10)]
     FROM (SELECT sum(amount) AS amount FROM counted GROUP BY account_id) AS a),
    (SELECT ARRAY[kam.hhi(l), kam.gini(l), kam.gini(l, true), kam.top_share(l, 10)]
     FROM (SELECT kam.rollup(l) AS l
           FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM counted GROUP BY date_trunc('month', booked_on)) AS m) AS r));
SELECT pg_temp.same('customers left out',
    (SELECT ARRAY[kam.nonpositive_accounts(l), kam.negative_accounts(l)]
     FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM counted) AS a),
    (SELECT ARRAY[nonpositive, negative] FROM plain_concentration));
SELECT pg_temp.same('literals: index, Gini coefficient and entropy',
    (SELECT format('%s %s %s', round(kam.hhi(account_id, amount), 9), round(kam.gini(account_id, amount), 9),
                   round(kam.entropy(account_id, amount)::numeric, 9)) FROM counted), '0.004548070 0.704299014 7.034955514');

-- ------------------------------------------------------------------------------------ eligibility

-- Weights, goalposts and figures written out again; what has no figure is not known.
CREATE TEMP VIEW plain_score AS
SELECT customer_id, sum(weight * score) / sum(weight) FILTER (WHERE score IS NOT NULL) AS score,
       sum(weight * coalesce(score, 0)) / sum(weight) AS score_low,
       sum(weight * coalesce(score, 100)) / sum(weight) AS score_high,
       sum(weight) FILTER (WHERE score IS NOT NULL) / sum(weight) AS coverage
FROM (SELECT customer_id, weight,
             -- least() and greatest() skip NULL: an unknown value must not become a 0.
             least(100, greatest(0, 100 * (round(value, 6) - worst) / (best - worst))) + CASE WHEN value IS NOT NULL THEN 0 END AS score
      FROM plain_kpi
      CROSS JOIN LATERAL (VALUES
          (15.0, nrr - 1, -0.5, 1), (15, articles, 0, 200), (15, returned, 0.2, 0), (20, months, 0, 6),
          (25, round(revenue, 2), 0, 25000), (7, share, 0.2, 0), (7, grr, 0.7, 1),
          (86, NULL, 1, 5)) AS c (weight, value, worst, best)) AS s
GROUP BY customer_id;

SELECT pg_temp.same('all customers have the score, the interval, the coverage and the verdict of plain SQL',
    (SELECT count(*)
     FROM eligibility AS e JOIN plain_score AS p ON p.customer_id = e.account_id
     WHERE (abs(e.score - p.score) < 0.000002 AND p.coverage >= 0.4 OR e.score IS NULL AND p.coverage < 0.4)
       AND abs(e.score_low - p.score_low) < 0.000002 AND abs(e.score_high - p.score_high) < 0.000002
       AND abs(e.coverage_share - p.coverage) < 0.000001
       AND e.verdict = CASE WHEN p.score_low >= 60 THEN 'eligible' WHEN p.score_high < 60 THEN 'not eligible' ELSE 'undetermined' END),
    4372::bigint);
SELECT pg_temp.same('literal: verdicts', (SELECT array_agg(v ORDER BY v) FROM (SELECT format('%s %s', count(*), verdict) AS v FROM eligibility GROUP BY verdict) AS a),
    ARRAY['3759 undetermined', '613 not eligible']);

-- ---------------------------------------------------------------------- readiness and data quality

SELECT pg_temp.same('lines without customer',
    (SELECT ARRAY[rows_affected, accounts_affected, base_amount] FROM data_quality WHERE rule = 'revenue_account_unknown'),
    (SELECT ARRAY[count(*), 0, sum(round(quantity * unit_price, 2))] FROM online_retail WHERE customer_id IS NULL));
SELECT pg_temp.same('lines of December 2011, after the day that we look at it',
    (SELECT ARRAY[rows_affected, accounts_affected, base_amount] FROM data_quality WHERE rule = 'dated_after_as_of'),
    (SELECT ARRAY[count(*), count(DISTINCT customer_id), sum(round(amount, 2))] FROM plain_line WHERE day > '2011-11-30'));
SELECT pg_temp.same('lines of a customer like another of the window: the same day, article, amount, country and kind',
    (SELECT ARRAY[rows_affected, accounts_affected, base_amount] FROM data_quality WHERE rule = 'line_twin'),
    (SELECT ARRAY[sum(n - 1), count(DISTINCT customer_id), sum(round(amount * (n - 1), 2))]
     FROM (SELECT customer_id, day, stock_code, amount, country, count(*) AS n FROM plain_line
           WHERE customer_id IS NOT NULL AND day BETWEEN '2011-06-01' AND '2011-11-30'
           GROUP BY customer_id, day, stock_code, amount, country, invoice_no LIKE 'C%' OR amount < 0
           HAVING count(*) > 1) AS twin));
SELECT pg_temp.same('credits of an article beyond its invoices, of each customer',
    (SELECT ARRAY[rows_affected, accounts_affected, base_amount] FROM data_quality WHERE rule = 'credits_exceed_invoices'),
    (SELECT ARRAY[sum(n), count(DISTINCT customer_id), sum(round(amount, 2))]
     FROM (SELECT customer_id, stock_code, count(*) AS n, sum(amount) AS amount FROM plain_line
           WHERE customer_id IS NOT NULL AND day BETWEEN '2011-06-01' AND '2011-11-30' GROUP BY customer_id, stock_code HAVING sum(amount) < 0) AS s));
SELECT pg_temp.same('literal: no other rule is broken, and no credit note is above zero',
    (SELECT array_agg(format('%s %s', rule, rows_affected) ORDER BY step_no) FROM data_quality WHERE rows_affected > 0),
    ARRAY['revenue_account_unknown 135080', 'credits_exceed_invoices 952', 'line_twin 4069', 'dated_after_as_of 25468']);
SELECT pg_temp.same('growth is known for the revenue of the customers that it is known for',
    (SELECT ARRAY[coverage_share, accounts_known, accounts] FROM readiness WHERE view_name = 'account_kpi' AND metric = 'growth_rate'),
    (SELECT ARRAY[round(sum(greatest(revenue, 0)) FILTER (WHERE nrr IS NOT NULL) / sum(greatest(revenue, 0)), 6), count(nrr), count(*)] FROM plain_kpi));

-- ------------------------------------------------------------------------------------------ proof

SELECT pg_temp.same(format('the lines behind the revenue of %s, credits among them, add up to it', id),
    (SELECT ARRAY[sum(contribution), count(*), count(*) FILTER (WHERE kind = 'credit')] FROM kam.explain('gift_accounts', 'revenue', id)),
    (SELECT ARRAY[round(sum(amount), 2), count(*), count(*) FILTER (WHERE invoice_no LIKE 'C%')]
     FROM plain_line WHERE customer_id = id AND day BETWEEN '2011-06-01' AND '2011-11-30'))
FROM (VALUES (15098), (17448), (14646)) AS a (id);
