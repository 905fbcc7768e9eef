-- Every figure twice: from kam over the portfolio and the example's views, and in plain SQL over
-- Northwind's own tables, written without either; published or once checked figures stand as literals besides.
-- Sums must be equal; quotients to 12 decimals, as two ways of dividing may round differently.

SET search_path = food_accounts, northwind;
SET kam.as_of = '1998-04-30';

CREATE TEMP VIEW plain_line AS
SELECT order_id, customer_id, order_date, d.unit_price * quantity * (1 - discount) AS amount
FROM orders JOIN order_details AS d USING (order_id);

-- ------------------------------------------------------------------------------------ the ledger

SELECT pg_temp.same('2,155 order lines', (SELECT count(*) FROM northwind.revenue), 2155::bigint);
SELECT pg_temp.same('91 customers, two of which never ordered',
    (SELECT array_agg(account_id ORDER BY account_id) FROM northwind.account
     WHERE account_id NOT IN (SELECT account_id FROM northwind.revenue)), ARRAY['FISSA', 'PARIS']);
SELECT pg_temp.same('revenue is 1,265,793.0395, summed by kam as well',
    (SELECT kam.opening(kam.retention_agg(amount, NULL::numeric))
     FROM (SELECT sum(amount) AS amount FROM northwind.revenue GROUP BY account_id) AS a), 1265793.0395);
SELECT pg_temp.same('the same revenue without views', (SELECT sum(amount) FROM plain_line), 1265793.0395);

SELECT pg_temp.same('top five customers',
    (SELECT array_agg(format('%s %s', account_id, amount) ORDER BY amount DESC)
     FROM (SELECT account_id, trim_scale(sum(amount)) AS amount FROM northwind.revenue
           GROUP BY account_id ORDER BY sum(amount) DESC LIMIT 5) AS a),
    ARRAY['QUICK 110277.305', 'ERNSH 104874.9785', 'SAVEA 104361.95', 'RATTC 51097.8005',
          'HUNGO 49979.905']);

-- ------------------------------------------------------------------------------- figures per account

-- The textbook: a customer at a time, without a view of the example.
CREATE TEMP VIEW plain_kpi AS
SELECT c.customer_id, c.company_name, c.country,
       coalesce(l.now, 0) AS revenue, coalesce(l.before, 0) AS before, l.first_on, l.last_on,
       CASE WHEN l.before > 0 AND l.first_on < '1996-10-01' THEN round(coalesce(l.now, 0) / l.before, 6) END AS nrr,
       CASE WHEN l.before > 0 AND l.first_on < '1996-10-01' THEN round(least(coalesce(l.now, 0), l.before) / l.before, 6) END AS grr,
       round(coalesce(l.now, 0) / t.total, 6) AS share,
       coalesce(l.categories, 0) AS categories, coalesce(l.months, 0) AS months, l.now / l.listed AS price_kept,
       (SELECT sum(freight) FROM orders AS o WHERE o.customer_id = c.customer_id AND order_date BETWEEN '1997-06-01' AND '1998-04-30') / l.now AS freight
FROM customers AS c
LEFT JOIN (SELECT customer_id, min(order_date) AS first_on, max(order_date) AS last_on,
                  sum(amount) FILTER (WHERE order_date >= '1997-06-01') AS now,
                  sum(amount) FILTER (WHERE order_date < '1997-06-01') AS before,
                  sum(listed) FILTER (WHERE order_date >= '1997-06-01') AS listed,
                  count(DISTINCT category_id) FILTER (WHERE order_date >= '1997-06-01') AS categories,
                  count(DISTINCT to_char(order_date, 'YYYY-MM')) FILTER (WHERE order_date >= '1997-06-01') AS months
           FROM (SELECT o.customer_id, o.order_date, p.category_id, d.unit_price * d.quantity AS listed,
                        d.unit_price * d.quantity * (1 - d.discount) AS amount
                 FROM orders AS o, order_details AS d, products AS p
                 WHERE d.order_id = o.order_id AND p.product_id = d.product_id AND o.order_date <= '1998-04-30') AS line
           GROUP BY customer_id) AS l USING (customer_id)
CROSS JOIN (SELECT sum(amount) AS total FROM plain_line WHERE order_date BETWEEN '1997-06-01' AND '1998-04-30') AS t;

SELECT pg_temp.same('windows: eleven months, and as many before, from the first of July 1996',
    (SELECT ARRAY[previous_from, starts_on, until] FROM parameter), ARRAY['1996-07-01', '1997-06-01', '1998-05-01']::date[]);
SELECT pg_temp.same('all 91 accounts have the revenue, the growth, the retention and the days of plain SQL',
    (SELECT count(*)
     FROM account_kpi AS k
     JOIN plain_kpi AS p ON p.customer_id = k.account_id
     WHERE k.name = p.company_name AND k.country = p.country
       AND k.revenue = round(p.revenue, 2) AND k.revenue_previous = round(p.before, 2)
       AND k.nrr IS NOT DISTINCT FROM p.nrr AND k.grr IS NOT DISTINCT FROM p.grr
       AND k.growth_rate IS NOT DISTINCT FROM p.nrr - 1
       AND coalesce(k.is_partial_base, false) = coalesce(p.first_on BETWEEN '1996-10-01' AND '1997-05-31', false)
       AND k.first_booked_on IS NOT DISTINCT FROM p.first_on AND k.last_booked_on IS NOT DISTINCT FROM p.last_on), 91::bigint);
SELECT pg_temp.same('nobody has a figure of what is not on record',
    (SELECT count(*) FROM account_kpi
     WHERE num_nonnulls(contribution_margin, contribution_margin_rate, cost_to_serve, cost_to_serve_rate, wallet, share_of_wallet,
                        potential, white_space, penetration_rate, nps, csat, sla_attainment, open_pipeline, weighted_pipeline,
                        contracts, contract_ends_on, annual_contract_value, cac_payback_months) > 0), 0::bigint);
SELECT pg_temp.same('literals: revenue of both windows, accounts with growth',
    (SELECT format('%s %s %s', sum(revenue), sum(revenue_previous), count(growth_rate)) FROM account_kpi), '794272.31 453187.17 43');

-- Who began after September 1996 has no comparable base.
SELECT pg_temp.same('NRR, GRR, customers kept and standard error of the windows',
    (SELECT ARRAY[accounts, nrr, grr, logo_retention, nrr_stderr, opening] FROM retention WHERE basis = 'window' AND definition = 'cohort'),
    (WITH cohort AS (SELECT before AS o, revenue AS c FROM plain_kpi WHERE before > 0 AND first_on < '1996-10-01'),
     ratio AS (SELECT sum(c) / sum(o) AS r, sum(o) AS total, count(*)::numeric AS n FROM cohort)
     SELECT ARRAY[n, round(r, 6), round(sum(least(o, c)) / total, 6), round(count(*) FILTER (WHERE c > 0) / n, 6),
                  round(sqrt(n / (n - 1) * sum((c - r * o) ^ 2)) / total, 6), round(total, 2)]
     FROM cohort CROSS JOIN ratio GROUP BY r, total, n));
SELECT pg_temp.same('the same of April 1998 against May 1997, the months that end the windows',
    (SELECT ARRAY[accounts, nrr, grr, logo_retention, opening] FROM retention WHERE basis = 'month' AND definition = 'cohort'),
    (SELECT ARRAY[count(*), round(sum(c) / sum(o), 6), round(sum(least(o, c)) / sum(o), 6), round(count(*) FILTER (WHERE c > 0)::numeric / count(*), 6),
                  round(sum(o), 2)]
     FROM (SELECT sum(amount) FILTER (WHERE order_date BETWEEN '1997-05-01' AND '1997-05-31') AS o,
                  coalesce(sum(amount) FILTER (WHERE order_date BETWEEN '1998-04-01' AND '1998-04-30'), 0) AS c
           FROM plain_line GROUP BY customer_id) AS a
     WHERE o > 0));

-- ------------------------------------------------------------------------ retention, a year apart

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
    (SELECT array_agg(kam.nrr(retention) ORDER BY grain, opening_from) FROM year_on_year),
    (SELECT array_agg(nrr ORDER BY grain, opening_from)
     FROM (SELECT grain, opening_from, kam.nrr(opening, closing) AS nrr
           FROM comparison JOIN retention_pair USING (opening_period, closing_period)
           GROUP BY grain, opening_from) AS a));

SELECT pg_temp.same('literals: NRR and GRR, Q4 1996 to Q4 1997 and Q1 1997 to Q1 1998',
    (SELECT array_agg(format('%s %s', round(kam.nrr(retention), 6), round(kam.grr(retention), 6))
                      ORDER BY opening_from) FROM year_on_year WHERE partial IS NULL),
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
    WHERE order_date <= '1998-04-30'
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

SELECT pg_temp.same('the bridge has a row for each of eight quarters, all in the base currency and none without an account',
    (SELECT ARRAY[count(*), sum(fx_effect), sum(without_account)] FROM revenue_bridge), ARRAY[8, 0, 0.0]);
SELECT pg_temp.same('literal: all quarters of the ledger together are the revenue, in exact money',
    (SELECT sum(b.closing + b.negative)
     FROM unnest((SELECT kam.revenue_bridge(account_id, booked_on, amount, 'quarter') FROM northwind.revenue)) AS b), 1265793.0395);

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
     FROM northwind.revenue),
    (SELECT ARRAY[round(hhi, 12), round(1 / hhi, 9), round(gini, 12), round(corrected, 12), round(top_10, 12), round(entropy, 12)]
     FROM plain_concentration));
SELECT pg_temp.same('the same from one row per customer, and from a ledger by month',
    (SELECT ARRAY[kam.hhi(amount), kam.gini(amount), kam.gini(amount, true), kam.top_share(amount, 10)]
     FROM (SELECT sum(amount) AS amount FROM northwind.revenue GROUP BY account_id) AS a),
    (SELECT ARRAY[kam.hhi(l), kam.gini(l), kam.gini(l, true), kam.top_share(l, 10)]
     FROM (SELECT kam.rollup(l) AS l
           FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM northwind.revenue GROUP BY date_trunc('month', booked_on)) AS m) AS r));
SELECT pg_temp.same('customers left out',
    (SELECT ARRAY[kam.nonpositive_accounts(l), kam.negative_accounts(l)]
     FROM (SELECT kam.concentration_agg(account_id, amount) AS l FROM northwind.revenue) AS a),
    (SELECT ARRAY[nonpositive, negative] FROM plain_concentration));
SELECT pg_temp.same('literals: index, Gini coefficient and entropy',
    (SELECT format('%s %s %s', round(kam.hhi(account_id, amount), 9), round(kam.gini(account_id, amount), 9),
                   round(kam.entropy(account_id, amount)::numeric, 9)) FROM northwind.revenue), '0.033690888 0.575453682 3.868604606');

-- The same of the window, from the portfolio.
SELECT pg_temp.same('every account: share, rank, cumulative share, class, and the index without it',
    (SELECT count(*)
     FROM concentration_risk AS r
     JOIN (SELECT customer_id, share, rank() OVER w AS rank, round(sum(revenue) OVER w / sum(revenue) OVER (), 6) AS cumulative,
                  (sum(revenue) OVER w - revenue) / sum(revenue) OVER () AS above,
                  round((sum(revenue ^ 2) OVER () - revenue ^ 2) / (sum(revenue) OVER () - revenue) ^ 2, 6) AS hhi_without
           FROM plain_kpi
           WINDOW w AS (ORDER BY revenue DESC)) AS p ON p.customer_id = r.account_id
     WHERE r.revenue_share = p.share AND r.revenue_rank = p.rank AND abs(r.cumulative_share - p.cumulative) <= 0.000001
       AND r.abc_class = CASE WHEN p.above < 0.8 THEN 'A' WHEN p.above < 0.95 THEN 'B' ELSE 'C' END
       AND NOT r.is_major_customer AND p.share < 0.1 AND r.hhi_without = p.hhi_without
       AND num_nonnulls(r.margin_share, r.contract_ends_on, r.revenue_at_risk) = 0), 91::bigint);

SELECT pg_temp.same('concentration by account, country, country of sale and category',
    (SELECT array_agg(format('%s %s %s %s %s %s', dimension, members, hhi, largest_member, top_1_share, top_5_share) ORDER BY dimension)
     FROM concentration WHERE members > 0),
    (WITH line AS (
         SELECT c.customer_id, c.country, o.ship_country, k.category_name, d.unit_price * d.quantity * (1 - d.discount) AS amount
         FROM customers AS c JOIN orders AS o USING (customer_id) JOIN order_details AS d USING (order_id)
         JOIN products AS p USING (product_id) JOIN categories AS k USING (category_id)
         WHERE o.order_date BETWEEN '1997-06-01' AND '1998-04-30'
     ),
     member AS (
         SELECT 'account' AS dimension, customer_id AS member, sum(amount) AS amount FROM line GROUP BY 2
         UNION ALL SELECT 'country', country, sum(amount) FROM line GROUP BY 2
         UNION ALL SELECT 'country of sale', ship_country, sum(amount) FROM line GROUP BY 2
         UNION ALL SELECT 'product', category_name, sum(amount) FROM line GROUP BY 2
     ),
     ranked AS (SELECT *, row_number() OVER (PARTITION BY dimension ORDER BY amount DESC) AS i FROM member)
     SELECT array_agg(figures ORDER BY dimension)
     FROM (SELECT dimension, format('%s %s %s %s %s %s', dimension, count(*), round(sum(amount ^ 2) / sum(amount) ^ 2, 6),
                                    max(member) FILTER (WHERE i = 1), round(max(amount) / sum(amount), 6),
                                    round(sum(amount) FILTER (WHERE i <= 5) / sum(amount), 6)) AS figures
           FROM ranked GROUP BY dimension) AS f));

-- ------------------------------------------------------------------------------------ white space

SELECT pg_temp.same('91 customers times eight categories: sold for what plain SQL says per year, or unknown',
    (SELECT array_agg(DISTINCT format('%s %s %s', status, sold > 0, coalesce(potential, white_space) IS NULL)) FROM white_space),
    ARRAY['sold t t', 'unknown f t']);
SELECT pg_temp.same('each of the 728 cells',
    (SELECT count(*)
     FROM white_space AS w
     JOIN (SELECT c.customer_id, k.category_name,
                  coalesce((SELECT sum(d.unit_price * d.quantity * (1 - d.discount))
                            FROM orders AS o JOIN order_details AS d USING (order_id) JOIN products AS p USING (product_id)
                            WHERE o.customer_id = c.customer_id AND p.category_id = k.category_id
                              AND o.order_date BETWEEN '1997-06-01' AND '1998-04-30'), 0) AS sold
           FROM customers AS c CROSS JOIN categories AS k) AS p ON p.customer_id = w.account_id AND p.category_name = w.product
     WHERE w.sold = round(p.sold * 12 / 11, 2) AND w.site IS NULL), 728::bigint);

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
          (20.0, nrr - 1, -0.5, 2), (15, categories, 1, 8), (15, price_kept, 0.8, 1), (7, freight, 0.2, 0.02), (15, months, 0, 11),
          (20, round(revenue, 2), 0, 30000), (7, share, 0.2, 0), (7, grr, 0.7, 1),
          (79, NULL, 1, 5)) AS c (weight, value, worst, best)) AS s
GROUP BY customer_id;

SELECT pg_temp.same('nineteen criteria of weight 185',
    (SELECT ARRAY[count(*), sum(weight)] FROM criterion), ARRAY[19, 185.0]);
SELECT pg_temp.same('all 91 customers have the score, the interval, the coverage and the verdict of plain SQL',
    (SELECT count(*)
     FROM eligibility AS e JOIN plain_score AS p ON p.customer_id = e.account_id
     WHERE (abs(e.score - p.score) < 0.000002 AND p.coverage >= 0.4 OR e.score IS NULL AND p.coverage < 0.4)
       AND abs(e.score_low - p.score_low) < 0.000002 AND abs(e.score_high - p.score_high) < 0.000002
       AND abs(e.coverage_share - p.coverage) < 0.000001
       AND e.verdict = CASE WHEN p.score_low >= 60 THEN 'eligible' WHEN p.score_high < 60 THEN 'not eligible' ELSE 'undetermined' END),
    91::bigint);
SELECT pg_temp.same('what to find out first is what weighs most of what is not known: growth, the price kept, else the wallet',
    (SELECT count(*)
     FROM eligibility AS e JOIN plain_kpi AS p ON p.customer_id = e.account_id
     WHERE e.settled_by IS NOT DISTINCT FROM
           CASE WHEN e.verdict <> 'undetermined' THEN NULL WHEN p.nrr IS NULL THEN 'growth' WHEN p.price_kept IS NULL THEN 'price kept'
                ELSE 'share of wallet' END), 91::bigint);
SELECT pg_temp.same('literals: verdicts, and the three best scores',
    (SELECT format('%s %s', (SELECT string_agg(format('%s %s', n, verdict), ', ' ORDER BY verdict)
                             FROM (SELECT verdict, count(*) AS n FROM eligibility GROUP BY verdict) AS v),
                   string_agg(format('%s %s', account_id, score), ', ' ORDER BY score_rank))
     FROM eligibility WHERE score_rank <= 3), '3 not eligible, 88 undetermined HANAR 87.132223, FOLKO 82.643898, SAVEA 82.438803');

-- ---------------------------------------------------------------------- readiness and data quality

SELECT pg_temp.same('growth is known for the revenue of the customers that it is known for',
    (SELECT ARRAY[coverage_share, accounts_known, accounts] FROM readiness WHERE view_name = 'account_kpi' AND metric = 'growth_rate'),
    (SELECT ARRAY[round(sum(revenue) FILTER (WHERE nrr IS NOT NULL) / sum(revenue), 6), count(nrr), count(*)] FROM plain_kpi));
SELECT pg_temp.same('readiness names every source that is not there',
    (SELECT array_agg(DISTINCT source ORDER BY source)
     FROM readiness CROSS JOIN LATERAL regexp_split_to_table(missing, ', ') AS source),
    '{account.industry,account.owner,account.region,account.segment,assessment,contract,contract.annual_value,contract.ends_on,cost,cost.kind,
      opportunity,potential,revenue.business_unit,service_level,survey.csat,survey.nps,wallet}'::text[]);
SELECT pg_temp.same('the one thing wrong with the data are the lines of May 1998, after the day that we look at it',
    (SELECT array_agg(format('%s %s %s %s', rule, rows_affected, accounts_affected, base_amount) ORDER BY step_no)
     FROM data_quality WHERE rows_affected > 0),
    (SELECT ARRAY[format('dated_after_as_of %s %s %s', count(*), count(DISTINCT customer_id), sum(round(amount, 2)))]
     FROM plain_line WHERE order_date > '1998-04-30'));

-- ------------------------------------------------------------------------------------------ proof

SELECT pg_temp.same(format('the lines behind the revenue and the NRR of %s add up to them', account_id),
    (SELECT ARRAY[sum(contribution), count(*)] FROM kam.explain('food_accounts', 'nrr', account_id))
        || (SELECT ARRAY[sum(contribution), count(*)] FROM kam.explain('food_accounts', 'revenue', account_id)),
    (SELECT ARRAY[round(sum(amount) FILTER (WHERE order_date >= '1997-06-01') / sum(amount) FILTER (WHERE order_date < '1997-06-01'), 6),
                  count(*), round(sum(amount) FILTER (WHERE order_date >= '1997-06-01'), 2),
                  count(*) FILTER (WHERE order_date >= '1997-06-01')]
     FROM plain_line WHERE customer_id = account_id AND order_date <= '1998-04-30'))
FROM (VALUES ('QUICK'), ('ERNSH'), ('HANAR')) AS a (account_id);
