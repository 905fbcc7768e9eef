-- Northwind's tables in the shapes of a portfolio's sources (doc/sources.md), and quarters a year apart.

SET search_path = northwind;

CREATE VIEW account AS
SELECT customer_id AS account_id, company_name AS name, country
FROM customers;

-- Money keeps its four decimals: rounding each line would move the total. A product of the portfolio is
-- a category of Northwind: of 77 products nobody buys most, of eight categories most could.
CREATE VIEW revenue AS
SELECT customer_id AS account_id, order_date AS booked_on,
       d.unit_price * quantity * (1 - discount) AS amount,
       category_name AS product, ship_country AS country, order_id || '/' || product_id AS line_id
FROM orders
JOIN order_details AS d USING (order_id)
JOIN products USING (product_id)
JOIN categories USING (category_id);

-- Nobody wrote down what a customer could buy of a category. A cell without an amount says so, and
-- that the category is there to be sold.
CREATE VIEW potential AS
SELECT customer_id AS account_id, category_name AS product, NULL::text AS site, NULL::numeric AS amount
FROM customers
CROSS JOIN categories;

-- The ledger covers [starts_on, ends_on). The window is its last eleven whole months, so that the one before,
-- which begins in July 1996, is whole, too, but for its first three days.
CREATE VIEW ledger_span AS
SELECT min(order_date) AS starts_on, max(order_date) + 1 AS ends_on
FROM orders;

CREATE VIEW reporting AS
SELECT (date_trunc('month', ends_on::timestamp) - INTERVAL '11 months')::date AS starts_on,
       date_trunc('month', ends_on::timestamp)::date AS ends_on
FROM ledger_span;

-- What else the orders of the window say about a customer. Who ordered nothing has no prices and no
-- freight to know; that it bought of no category in no month is known.
CREATE VIEW measure AS
WITH window_line AS (
    SELECT customer_id, order_id, order_date, category_id, d.unit_price * quantity AS list_amount,
           d.unit_price * quantity * (1 - discount) AS amount
    FROM orders
    JOIN order_details AS d USING (order_id)
    JOIN products USING (product_id)
    CROSS JOIN reporting
    WHERE order_date >= starts_on AND order_date < ends_on
),
figure AS (
    SELECT customer_id, sum(amount) AS revenue, sum(amount) / sum(list_amount) AS price_kept,
           count(DISTINCT category_id) AS categories,
           count(DISTINCT date_trunc('month', order_date::timestamp)) AS active_months
    FROM customers
    LEFT JOIN window_line USING (customer_id)
    GROUP BY customer_id
),
freight AS (
    SELECT customer_id, sum(freight) AS freight
    FROM orders, reporting
    WHERE order_date >= starts_on AND order_date < ends_on
    GROUP BY customer_id
)
SELECT customer_id AS account_id, m.measure, m.value, ends_on - 1 AS measured_on
FROM figure
LEFT JOIN freight USING (customer_id)
CROSS JOIN reporting
CROSS JOIN LATERAL (VALUES
    ('categories',    categories::numeric),
    ('active months', active_months::numeric),
    ('price kept',    price_kept),
    ('freight',       freight / nullif(revenue, 0))
) AS m (measure, value)
WHERE m.value IS NOT NULL;

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

CREATE VIEW year_on_year AS
SELECT grain, opening_period, closing_period, opening_from, partial,
       kam.retention_agg(opening, closing) AS retention
FROM comparison
JOIN retention_pair USING (opening_period, closing_period)
GROUP BY grain, opening_period, closing_period, opening_from, partial;
