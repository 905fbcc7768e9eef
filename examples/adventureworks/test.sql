-- Every figure twice: from kam over the portfolio, and in plain SQL over AdventureWorks' own tables;
-- published or once checked figures stand as literals besides. Sums must be equal.

SET search_path = reseller_accounts, adventureworks;
SET kam.as_of = '2014-04-30';

-- ------------------------------------------------------------------------------------ the sources

SELECT pg_temp.same('60,919 order lines and as many costs',
    (SELECT ARRAY[(SELECT count(*) FROM adventureworks.revenue), (SELECT count(*) FROM adventureworks.cost)]),
    ARRAY[60919::bigint, 60919]);
SELECT pg_temp.same('literal: revenue is 80,487,704.17933',
    (SELECT sum(amount) FROM adventureworks.revenue), 80487704.17933);
SELECT pg_temp.same('lines add up to the orders, but for the rounding of a line to 6 decimals and of an order to 4',
    (SELECT max(abs(o.sub_total - l.total)) < 0.0005
     FROM sales_orders AS o
     JOIN (SELECT sales_order_id, sum(line_total) AS total FROM sales_order_lines GROUP BY 1) AS l USING (sales_order_id)), true);
SELECT pg_temp.same('701 stores, 66 of which never ordered; each has an owner, a territory and a wallet',
    (SELECT ARRAY[count(*), count(*) FILTER (WHERE account_id NOT IN (SELECT account_id FROM adventureworks.revenue)),
                  count(owner), count(region), (SELECT count(*) FROM adventureworks.wallet)] FROM adventureworks.account),
    ARRAY[701::bigint, 66, 701, 701, 701]);
SELECT pg_temp.same('each of 36 months has its orders: 40 days of orders, of one month or of the next',
    (SELECT array_agg(month ORDER BY month) FROM (SELECT DISTINCT date_trunc('month', booked_on::timestamp)::date AS month
                                                  FROM adventureworks.revenue) AS m),
    (SELECT array_agg(m::date) FROM generate_series(timestamp '2011-05-01', '2014-04-01', '1 month') AS m));
SELECT pg_temp.same('the territory of the customer is that of the order',
    (SELECT count(*) FROM sales_orders AS o JOIN store_customers AS c USING (customer_id)
     WHERE c.territory_id <> o.territory_id OR c.store_id <> o.store_id), 0::bigint);

-- ------------------------------------------------------------------------------- figures per store

CREATE TEMP VIEW plain_year AS
SELECT o.store_id, sum(l.line_total) AS revenue, sum(l.order_qty * p.standard_cost) AS cost
FROM sales_orders AS o
JOIN sales_order_lines AS l USING (sales_order_id)
JOIN products AS p USING (product_id)
WHERE o.order_date > '2013-05-01' AND o.order_date <= '2014-05-01'
GROUP BY 1;

CREATE TEMP VIEW plain_kpi AS
SELECT s.store_id, coalesce(y.revenue, 0) AS revenue, y.revenue - y.cost AS margin,
       coalesce(b.revenue, 0) AS before, s.annual_sales AS wallet
FROM stores AS s
LEFT JOIN plain_year AS y USING (store_id)
LEFT JOIN (SELECT o.store_id, sum(l.line_total) AS revenue
           FROM sales_orders AS o JOIN sales_order_lines AS l USING (sales_order_id)
           WHERE o.order_date > '2012-05-01' AND o.order_date <= '2013-05-01'
           GROUP BY 1) AS b USING (store_id);

SELECT pg_temp.same('all 701 stores have the revenue, the margin and the share of wallet of plain SQL',
    (SELECT count(*)
     FROM account_kpi AS k
     JOIN plain_kpi AS p ON p.store_id = k.account_id
     WHERE k.revenue = round(p.revenue, 2) AND k.revenue_previous = round(p.before, 2)
       AND k.contribution_margin IS NOT DISTINCT FROM round(p.margin, 2)
       AND k.share_of_wallet = round(p.revenue / p.wallet, 6)), 701::bigint);

SELECT pg_temp.same('the five largest, with their share',
    (SELECT array_agg(format('%s %s', name, revenue_share) ORDER BY revenue_rank)
     FROM concentration_risk WHERE revenue_rank <= 5),
    (SELECT array_agg(format('%s %s', store_name, round(revenue / total, 6)) ORDER BY revenue DESC)
     FROM (SELECT store_name, revenue, sum(revenue) OVER () AS total
           FROM plain_year JOIN stores USING (store_id) ORDER BY revenue DESC LIMIT 5) AS a));

SELECT pg_temp.same('concentration of the stores',
    (SELECT ARRAY[members::numeric, hhi] FROM concentration WHERE dimension = 'account'),
    (SELECT ARRAY[count(*), round(sum(revenue ^ 2) / sum(revenue) ^ 2, 6)] FROM plain_year WHERE revenue > 0));

-- -------------------------------------------------------------------------------------- retention

-- Who began later than three months into the year before has no comparable base.
SELECT pg_temp.same('NRR, GRR, stores kept',
    (SELECT ARRAY[accounts::numeric, round(nrr, 6), round(grr, 6), round(logo_retention, 6)]
     FROM retention WHERE basis = 'window' AND definition = 'cohort'),
    (SELECT ARRAY[count(*), round(sum(revenue) / sum(before), 6), round(sum(least(before, revenue)) / sum(before), 6),
                  round(count(*) FILTER (WHERE revenue > 0)::numeric / count(*), 6)]
     FROM plain_kpi
     WHERE before > 0 AND (SELECT min(order_date) FROM sales_orders AS o WHERE o.store_id = plain_kpi.store_id) <= '2012-08-01'));

SELECT pg_temp.same('all quarters of the bridge together are the revenue',
    (SELECT sum(closing + negative)
     FROM unnest((SELECT kam.revenue_bridge(account_id, booked_on, amount, 'quarter from 2') FROM adventureworks.revenue))),
    80487704.17933);

-- ------------------------------------------------------------------------------------------ quotas

SELECT pg_temp.same('163 quotas of twelve quarters',
    (SELECT ARRAY[count(sales_quota), count(DISTINCT quarter) FILTER (WHERE sales_quota IS NOT NULL)] FROM quota),
    ARRAY[163::bigint, 12]);
SELECT pg_temp.same('sales credited in all quarters are all orders',
    (SELECT sum(sold) FROM quota), (SELECT sum(sub_total) FROM sales_orders));
SELECT pg_temp.same('quotas and sales of the year, and how far off they were',
    (SELECT ARRAY[sum(sales_quota), sum(sold), round(kam.wape(sold, sales_quota), 9), round(kam.forecast_bias(sold, sales_quota), 9)]
     FROM quota WHERE quarter >= '2013-05-01'),
    (SELECT ARRAY[sum(q), sum(s), round(sum(abs(q - s)) / sum(abs(s)), 9), round(sum(q - s) / sum(s), 9)]
     FROM (SELECT h.sales_quota AS q,
                  (SELECT sum(o.sub_total) FROM sales_orders AS o
                   WHERE o.salesperson_id = h.salesperson_id
                     AND o.order_date - 1 >= date_trunc('month', (h.quota_date - 4018)::timestamp)
                     AND o.order_date - 1 < date_trunc('month', (h.quota_date - 4018)::timestamp) + INTERVAL '3 months') AS s
           FROM salesperson_quota_history AS h
           WHERE h.quota_date - 4018 >= '2013-05-01') AS a));

SELECT pg_temp.same('literals: revenue, margin, NRR and GRR of the year, its quotas',
    (SELECT format('%s %s %s %s', sum(k.revenue), sum(k.contribution_margin),
                   (SELECT format('%s %s', round(nrr, 6), round(grr, 6)) FROM retention WHERE basis = 'window' AND definition = 'cohort'),
                   (SELECT sum(sales_quota)::bigint FROM quota WHERE quarter >= '2013-05-01'))
     FROM account_kpi AS k), '36277591.87 -667312.76 0.759015 0.628354 43240000');
