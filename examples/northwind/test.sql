-- Every figure twice: from kam over the example's views, and in plain SQL over Northwind's own
-- tables, written without either; published or once checked figures stand as literals besides.
-- Sums must be equal; quotients to 12 decimals, as two ways of dividing may round differently.

SET search_path = northwind;

CREATE TEMP VIEW plain_line AS
SELECT order_id, customer_id, order_date, d.unit_price * quantity * (1 - discount) AS amount
FROM orders JOIN order_details AS d USING (order_id);

-- ------------------------------------------------------------------------------------ the ledger

SELECT pg_temp.same('2,155 order lines', (SELECT count(*) FROM revenue), 2155::bigint);
SELECT pg_temp.same('91 customers, two of which never ordered',
    (SELECT array_agg(account_id ORDER BY account_id) FROM account
     WHERE account_id NOT IN (SELECT account_id FROM revenue)), ARRAY['FISSA', 'PARIS']);
SELECT pg_temp.same('revenue is 1,265,793.0395, summed by kam as well',
    (SELECT kam.opening(kam.retention_agg(amount, NULL::numeric))
     FROM (SELECT sum(amount) AS amount FROM revenue GROUP BY account_id) AS a), 1265793.0395);
SELECT pg_temp.same('the same revenue without views', (SELECT sum(amount) FROM plain_line), 1265793.0395);

SELECT pg_temp.same('top five customers',
    (SELECT array_agg(format('%s %s', account_id, amount) ORDER BY amount DESC)
     FROM (SELECT account_id, trim_scale(sum(amount)) AS amount FROM revenue
           GROUP BY account_id ORDER BY sum(amount) DESC LIMIT 5) AS a),
    ARRAY['QUICK 110277.305', 'ERNSH 104874.9785', 'SAVEA 104361.95', 'RATTC 51097.8005',
          'HUNGO 49979.905']);

-- ------------------------------------------------------------------------------------- retention

-- The textbook: two sets of customers, outer-joined.
CREATE FUNCTION pg_temp.plain_retention(opening_from date, opening_to date, closing_from date,
    closing_to date, OUT nrr numeric, OUT grr numeric, OUT logos numeric, OUT stderr numeric)
LANGUAGE sql AS $$
    WITH cohort AS (
        SELECT o.amount AS o, coalesce(c.amount, 0) AS c
        FROM (SELECT customer_id, sum(amount) AS amount FROM plain_line
              WHERE order_date >= opening_from AND order_date < opening_to GROUP BY 1) AS o
        LEFT JOIN (SELECT customer_id, sum(amount) AS amount FROM plain_line
              WHERE order_date >= closing_from AND order_date < closing_to GROUP BY 1) AS c
            USING (customer_id)
        WHERE o.amount > 0
    ),
    ratio AS (SELECT sum(c) / sum(o) AS r, sum(o) AS total, count(*)::numeric AS n FROM cohort)
    SELECT r, sum(least(o, greatest(c, 0))) / total, count(*) FILTER (WHERE c > 0) / n,
           sqrt(n / (n - 1) * sum((c - r * o) ^ 2)) / total
    FROM cohort CROSS JOIN ratio
    GROUP BY r, total, n
$$;

SELECT pg_temp.same(format('NRR, GRR, customers kept and standard error, %s to %s', opening_period, closing_period),
    ARRAY[round(kam.nrr(opening, closing), 12), round(kam.grr(opening, closing), 12),
          round(kam.logo_retention(opening, closing), 12), round(kam.nrr_stderr(opening, closing), 12)],
    (SELECT ARRAY[round(nrr, 12), round(grr, 12), round(logos, 12), round(stderr, 12)]
     FROM pg_temp.plain_retention(opening_from, opening_to, closing_from, closing_to)))
FROM comparison JOIN retention_pair USING (opening_period, closing_period)
GROUP BY grain, opening_period, closing_period, opening_from, opening_to, closing_from, closing_to
ORDER BY grain, opening_from;

SELECT pg_temp.same('the stored states say the same as the one-step aggregates',
    (SELECT array_agg(kam.nrr(retention) ORDER BY grain, opening_from) FROM retention),
    (SELECT array_agg(nrr ORDER BY grain, opening_from)
     FROM (SELECT grain, opening_from, kam.nrr(opening, closing) AS nrr
           FROM comparison JOIN retention_pair USING (opening_period, closing_period)
           GROUP BY grain, opening_from) AS a));

SELECT pg_temp.same('literals: NRR and GRR, Q4 1996 to Q4 1997 and Q1 1997 to Q1 1998',
    (SELECT array_agg(format('%s %s', round(kam.nrr(retention), 6), round(kam.grr(retention), 6))
                      ORDER BY opening_from) FROM retention WHERE partial IS NULL),
    ARRAY['1.116027 0.613262', '1.651550 0.692967']);

SELECT pg_temp.same('only periods that the ledger covers in full are comparable',
    (SELECT array_agg(format('%s: %s', opening_period, coalesce(partial, 'complete')) ORDER BY grain, opening_from)
     FROM comparison),
    ARRAY['Q3 1996: Q3 1996 begins 1996-07-04', 'Q4 1996: complete', 'Q1 1997: complete',
          'Q2 1997: Q2 1998 ends 1998-05-06', '1996: 1996 begins 1996-07-04',
          '1997: 1998 ends 1998-05-06']);

-- ---------------------------------------------------------------------------------------- bridge

-- The textbook: every customer in every quarter, and the quarter before beside it.
CREATE TEMP VIEW plain_bridge AS
WITH net AS (
    SELECT customer_id, date_trunc('quarter', order_date::timestamp)::date AS quarter, sum(amount) AS amount
    FROM plain_line
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

SELECT pg_temp.same('literal: all quarters together are the revenue',
    (SELECT sum(closing + negative) FROM kam_bridge), 1265793.0395);

-- --------------------------------------------------------------------------------- concentration

-- The textbook: customers first, and their rank.
CREATE TEMP VIEW plain_concentration AS
WITH customer AS (SELECT customer_id, sum(amount) AS amount FROM plain_line GROUP BY 1),
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
                   round(kam.entropy(account_id, amount)::numeric, 9)) FROM revenue), '0.033690888 0.575453682 3.868604606');

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

SELECT pg_temp.same('all 88 customers score alike in kam and in plain SQL',
    count(*) FILTER (WHERE abs(e.score - p.score) < 1e-12 AND abs(e.coverage - p.coverage) < 1e-12
                     AND abs(e.score_low - p.score_low) < 1e-12 AND abs(e.score_high - p.score_high) < 1e-12),
    88::bigint)
FROM eligibility AS e JOIN plain_score AS p USING (account_id);

SELECT pg_temp.same('literal: the three best scores',
    (SELECT array_agg(format('%s %s', account_id, round(score, 6)) ORDER BY score DESC)
     FROM (SELECT account_id, score FROM eligibility ORDER BY score DESC LIMIT 3) AS a),
    ARRAY['QUICK 91.151703', 'HANAR 84.384810', 'FOLKO 83.654210']);

-- ---------------------------------------------------------------------------------------- wallet

SELECT pg_temp.same('no wallet known: the share is NULL, not 0',
    (SELECT kam.share_of_wallet(revenue, wallet) FROM account_kpi), NULL::numeric);
SELECT pg_temp.same('no wallet known: the coverage is 0',
    (SELECT kam.wallet_coverage(revenue, wallet) FROM account_kpi), 0::numeric);
