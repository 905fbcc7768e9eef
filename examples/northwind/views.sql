-- Northwind's tables in the shapes that kam's aggregates take.

SET search_path = northwind;

CREATE VIEW account AS
SELECT customer_id AS account_id, company_name AS name, country
FROM customers;

-- Money keeps its four decimals: rounding each line would move the total.
CREATE VIEW revenue AS
SELECT customer_id AS account_id, order_date AS booked_on,
       d.unit_price * quantity * (1 - discount) AS amount,
       d.unit_price * quantity AS list_amount,
       product_name AS product, category_id
FROM orders
JOIN order_details AS d USING (order_id)
JOIN products USING (product_id);

-- Nothing in Northwind says what a customer spends elsewhere. The view is where such figures go.
CREATE VIEW wallet AS
SELECT NULL::text AS account_id, NULL::numeric AS amount
WHERE false;

-- The ledger covers [starts_on, ends_on). The reporting year is its last twelve whole months.
CREATE VIEW ledger_span AS
SELECT min(order_date) AS starts_on, max(order_date) + 1 AS ends_on
FROM orders;

CREATE VIEW reporting AS
SELECT (date_trunc('month', ends_on::timestamp) - INTERVAL '1 year')::date AS starts_on,
       date_trunc('month', ends_on::timestamp)::date AS ends_on
FROM ledger_span;

-- Each quarter and each year beside the same one a year later, and what makes them incomparable:
-- a period that the ledger covers in part is no base and no result.
CREATE VIEW comparison AS
WITH period AS (
    SELECT 'Q' || extract(quarter FROM day) || ' ' || extract(year FROM day) AS period,
           'Q' || extract(quarter FROM day) || ' ' || extract(year FROM day) + 1 AS a_year_later,
           1 AS grain, day::date AS starts_on, (day + INTERVAL '3 months')::date AS ends_on
    FROM ledger_span,
         generate_series(date_trunc('quarter', starts_on::timestamp), ends_on, '3 months') AS day
    UNION ALL
    SELECT extract(year FROM day)::text, (extract(year FROM day) + 1)::text,
           2, day::date, (day + INTERVAL '1 year')::date
    FROM ledger_span,
         generate_series(date_trunc('year', starts_on::timestamp), ends_on, '1 year') AS day
)
SELECT grain, o.period AS opening_period, c.period AS closing_period,
       o.starts_on AS opening_from, o.ends_on AS opening_to,
       c.starts_on AS closing_from, c.ends_on AS closing_to,
       CASE WHEN o.starts_on < s.starts_on AND c.ends_on > s.ends_on THEN 'both partial'
            WHEN o.starts_on < s.starts_on
            THEN format('%s begins %s', o.period, s.starts_on)
            WHEN c.ends_on > s.ends_on
            THEN format('%s ends %s', c.period, s.ends_on - 1) END AS partial
FROM period AS o
JOIN period AS c USING (grain)
CROSS JOIN ledger_span AS s
WHERE c.period = o.a_year_later;

-- One row per comparison and customer. FILTER leaves NULL on a side without orders.
CREATE VIEW retention_pair AS
SELECT opening_period, closing_period, account_id,
       sum(amount) FILTER (WHERE booked_on >= opening_from AND booked_on < opening_to) AS opening,
       sum(amount) FILTER (WHERE booked_on >= closing_from AND booked_on < closing_to) AS closing
FROM comparison
JOIN revenue ON booked_on >= opening_from AND booked_on < opening_to
             OR booked_on >= closing_from AND booked_on < closing_to
GROUP BY opening_period, closing_period, account_id;

CREATE VIEW retention AS
SELECT grain, opening_period, closing_period, opening_from, partial,
       kam.retention_agg(opening, closing) AS retention
FROM comparison
JOIN retention_pair USING (opening_period, closing_period)
GROUP BY grain, opening_period, closing_period, opening_from, partial;

-- What Northwind's tables say about each customer that ordered in the reporting year.
CREATE VIEW account_kpi AS
WITH year AS (
    SELECT account_id,
           sum(amount) AS revenue,
           sum(amount) / sum(list_amount) AS price_kept,
           count(DISTINCT category_id) AS categories,
           count(DISTINCT date_trunc('month', booked_on::timestamp)) AS active_months
    FROM revenue, reporting
    WHERE booked_on >= starts_on AND booked_on < ends_on
    GROUP BY account_id
),
freight AS (
    SELECT customer_id AS account_id, sum(freight) AS freight
    FROM orders, reporting
    WHERE order_date >= starts_on AND order_date < ends_on
    GROUP BY customer_id
),
-- October to March is what the ledger holds twice in whole quarters: growth is measured there alone.
growth AS (
    SELECT account_id, coalesce(sum(closing), 0) / sum(opening) AS growth
    FROM retention_pair JOIN comparison USING (opening_period, closing_period)
    WHERE grain = 1 AND partial IS NULL
    GROUP BY account_id
)
SELECT account_id, name, country, revenue, price_kept, categories, active_months,
       freight / nullif(revenue, 0) AS freight, growth, wallet.amount AS wallet
FROM account
JOIN year USING (account_id)
JOIN freight USING (account_id)
LEFT JOIN growth USING (account_id)
LEFT JOIN wallet USING (account_id);

-- Weights and goalposts are ours. What Northwind does not record stays in the list, unknown: a
-- criterion dropped because nobody measured it would look like one that does not matter.
CREATE VIEW criterion AS
SELECT *
FROM (VALUES
    ('growth',     'potential',        20, 0.5,  3.0),
    ('breadth',    'potential',        15,   1,    8),
    ('price kept', 'profitability',    15, 0.80, 1.00),
    ('freight',    'profitability',     5, 0.20, 0.02),
    ('rhythm',     'risk',             15,   0,   12),
    ('revenue',    'strategic impact', 20,   0, 30000),
    ('fit',        'fit',              10,   0,   10)
) AS c (criterion, family, weight, worst, best);

CREATE VIEW criterion_score AS
SELECT account_id, criterion, family, weight::numeric, value,
       kam.goalpost(value, worst::numeric, best::numeric) AS score
FROM account_kpi
CROSS JOIN criterion
CROSS JOIN LATERAL (
    SELECT CASE criterion
               WHEN 'growth'     THEN growth
               WHEN 'breadth'    THEN categories
               WHEN 'price kept' THEN price_kept
               WHEN 'freight'    THEN freight
               WHEN 'rhythm'     THEN active_months
               WHEN 'revenue'    THEN revenue
           END AS value
) AS measured;

CREATE VIEW eligibility AS
WITH scored AS (
    SELECT account_id,
           kam.weighted_score(score, weight) AS score,
           kam.score_interval(score, weight, 0, 100) AS score_interval,
           kam.score_coverage(score, weight) AS coverage
    FROM criterion_score
    GROUP BY account_id
)
SELECT account_id, score, lower(score_interval) AS score_low, upper(score_interval) AS score_high,
       coverage,
       CASE WHEN lower(score_interval) >= 60 THEN 'eligible'
            WHEN upper(score_interval) < 60 THEN 'not eligible'
            ELSE 'undetermined' END AS verdict
FROM scored;
