-- Every figure twice: from kam over the example's views, and in plain SQL over the table as loaded,
-- written without either; checked figures stand as literals besides. Sums must be equal; quotients
-- to 12 decimals, as two ways of dividing may round differently.

SET search_path = online_retail;

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
            + sum(amount) FILTER (WHERE amount < 0) FROM revenue),
    (SELECT sum(quantity * unit_price) FROM online_retail
     WHERE customer_id IS NOT NULL
       AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S')));
SELECT pg_temp.same('an order of 74,215 pieces cancelled within minutes nets to nothing',
    (SELECT sum(amount) FROM revenue WHERE account_id = 12346), 0.0);

-- ------------------------------------------------------------------------------------- retention

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
FROM retention;

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
     FROM retention));

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
    WHERE customer_id IS NOT NULL
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
       count(*) FILTER (WHERE amount <= 0) AS accounts_nonpositive
FROM step
GROUP BY quarter;

CREATE TEMP VIEW kam_bridge AS
SELECT b.*
FROM unnest((SELECT kam.revenue_bridge(account_id, booked_on, amount, 'quarter') FROM revenue)) AS b;

SELECT pg_temp.same(format('revenue bridge of the quarter from %s', period),
    ARRAY[b.opening, b.new_, b.reactivation, b.expansion, b.contraction, b.churned, b.closing, b.negative,
          b.accounts_new, b.accounts_reactivated, b.accounts_expanded, b.accounts_contracted,
          b.accounts_churned, b.accounts_nonpositive],
    ARRAY[p.opening, p.new_, p.reactivation, p.expansion, p.contraction, p.churned, p.closing, p.negative,
          p.accounts_new, p.accounts_reactivated, p.accounts_expanded, p.accounts_contracted,
          p.accounts_churned, p.accounts_nonpositive])
FROM kam_bridge AS b FULL JOIN plain_bridge AS p USING (period)
ORDER BY period;

SELECT pg_temp.same('all quarters together are the counted revenue',
    (SELECT sum(closing + negative) FROM kam_bridge), (SELECT sum(amount) FROM plain_quarter));

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
     FROM revenue),
    (SELECT ARRAY[round(hhi, 12), round(1 / hhi, 9), round(gini, 12), round(corrected, 12), round(top_10, 12), round(entropy, 12)]
     FROM plain_concentration));
SELECT pg_temp.same('the same from one row per customer, and from a ledger by month',
    (SELECT ARRAY[kam.hhi(amount), kam.gini(amount), kam.gini(amount, true), kam.top_share(amount, 10)]
     FROM (SELECT sum(amount) AS amount FROM revenue GROUP BY account_id) AS a),
    (SELECT ARRAY[kam.hhi(l), kam.gini(l), kam.gini(l, true), kam.top_share(l, 10)]
     FROM (SELECT kam.rollup(l) AS l
           FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM revenue GROUP BY date_trunc('month', booked_on)) AS m) AS r));
SELECT pg_temp.same('customers left out',
    (SELECT ARRAY[kam.nonpositive_accounts(l), kam.negative_accounts(l)]
     FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM revenue) AS a),
    (SELECT ARRAY[nonpositive, negative] FROM plain_concentration));
SELECT pg_temp.same('literals: index, Gini coefficient and entropy',
    (SELECT format('%s %s %s', round(kam.hhi(account_id, amount), 9), round(kam.gini(account_id, amount), 9),
                   round(kam.entropy(account_id, amount)::numeric, 9)) FROM revenue), '0.004548070 0.704299014 7.034955514');

-- ----------------------------------------------------------------------------------------- score

CREATE TEMP VIEW plain_score AS
SELECT account_id,
       sum(score * weight) / sum(weight) FILTER (WHERE score IS NOT NULL) AS score,
       sum(coalesce(score, 0) * weight) / sum(weight) AS score_low,
       sum(coalesce(score, 100) * weight) / sum(weight) AS score_high,
       sum(weight) FILTER (WHERE score IS NOT NULL) / sum(weight) AS coverage
FROM (SELECT account_id, weight,
             least(100, greatest(0, 100 * (value - worst) / (best - worst)))
                 -- least() and greatest() skip NULL: an unknown value must not become a 0.
                 + CASE WHEN value IS NOT NULL THEN 0 END AS score
      FROM criterion_score JOIN criterion USING (criterion, family, weight)) AS s
GROUP BY account_id;

SELECT pg_temp.same('every customer of the year scores alike in kam and in plain SQL',
    count(*) FILTER (WHERE abs(e.score - p.score) < 1e-12 AND abs(e.coverage - p.coverage) < 1e-12
                     AND abs(e.score_low - p.score_low) < 1e-12 AND abs(e.score_high - p.score_high) < 1e-12),
    (SELECT count(DISTINCT customer_id) FROM online_retail
     WHERE invoice_date >= '2010-12-09' AND invoice_date < '2011-12-09'
       AND stock_code NOT IN ('POST', 'DOT', 'C2', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'B', 'S')))
FROM eligibility AS e JOIN plain_score AS p USING (account_id);

-- ---------------------------------------------------------------------------------------- wallet

SELECT pg_temp.same('no wallet known: the share is NULL, not 0',
    (SELECT kam.share_of_wallet(revenue, wallet) FROM account_kpi), NULL::numeric);
SELECT pg_temp.same('no wallet known: the coverage is 0',
    (SELECT kam.wallet_coverage(revenue, wallet) FROM account_kpi), 0::numeric);
