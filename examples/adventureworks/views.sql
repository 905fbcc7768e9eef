-- AdventureWorks' tables in the shapes of a portfolio's sources (doc/sources.md), and its quotas.

SET search_path = adventureworks;

-- Both customer numbers of a store lie in one territory.
CREATE VIEW account AS
SELECT s.store_id AS account_id, s.store_name AS name, t.country_code AS country, t.name AS region,
       s.specialty AS industry, s.business_type AS segment, p.full_name AS owner
FROM stores AS s
LEFT JOIN (SELECT store_id, min(territory_id) AS territory_id FROM store_customers GROUP BY store_id) AS c
    USING (store_id)
LEFT JOIN sales_territories AS t USING (territory_id)
LEFT JOIN salespeople AS p USING (salesperson_id);

-- Orders are entered once a month, on its last day or the first of the next. The day before is in the
-- month that is meant: each calendar month has its orders, and none has those of two.
CREATE VIEW revenue AS
SELECT o.store_id AS account_id, o.order_date - 1 AS booked_on, l.line_total AS amount,
       p.category AS product, t.country_code AS country, l.sales_order_detail_id::text AS line_id
FROM sales_orders AS o
JOIN sales_order_lines AS l USING (sales_order_id)
JOIN products AS p USING (product_id)
LEFT JOIN sales_territories AS t USING (territory_id);

-- At the standard cost of today: there is no other.
CREATE VIEW cost AS
SELECT o.store_id AS account_id, o.order_date - 1 AS incurred_on, l.order_qty * p.standard_cost AS amount,
       'cogs' AS kind
FROM sales_orders AS o
JOIN sales_order_lines AS l USING (sales_order_id)
JOIN products AS p USING (product_id);

-- What a store says that it sells in a year is the most that it can spend with suppliers.
CREATE VIEW wallet AS
SELECT store_id AS account_id, (SELECT min(order_date) FROM sales_orders) AS as_of, annual_sales AS amount,
       'annual sales as declared by the store' AS method
FROM stores
WHERE annual_sales > 0;

-- Quotas are for quarters from February, May, August and November; their dates are those of the
-- orders plus 4,017 days. Sales are credited to the salesperson of the order.
CREATE VIEW quota AS
WITH quota AS (
    SELECT salesperson_id, date_trunc('month', (quota_date - 4018)::timestamp)::date AS quarter, sales_quota
    FROM salesperson_quota_history
),
sales AS (
    SELECT salesperson_id,
           (date_trunc('quarter', (order_date - 1)::timestamp - INTERVAL '1 month') + INTERVAL '1 month')::date AS quarter,
           sum(sub_total) AS sold
    FROM sales_orders
    GROUP BY 1, 2
)
SELECT p.salesperson_id, p.full_name, quarter, q.sales_quota, s.sold
FROM quota AS q
FULL JOIN sales AS s USING (salesperson_id, quarter)
JOIN salespeople AS p USING (salesperson_id);
