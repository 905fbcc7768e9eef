-- Every figure twice: from kam over the portfolio, and in plain SQL over the CRM's own tables; once
-- checked figures stand as literals besides.

SET search_path = crm_accounts, crm;
SET kam.as_of = '2017-12-31';

-- ------------------------------------------------------------------------------------ the sources

SELECT pg_temp.same('8,800 opportunities, each with a product of the price list',
    (SELECT count(*) FROM deal), 8800::bigint);
SELECT pg_temp.same('4,238 wins of 10,005,534 dollars are the revenue',
    (SELECT ARRAY[count(*), sum(amount)] FROM crm.revenue), ARRAY[4238, 10005534.0]);
SELECT pg_temp.same('1,425 open ones have no account; the others are all there',
    (SELECT ARRAY[count(*), 8800 - count(*), count(*) FILTER (WHERE NOT is_closed)] FROM crm.opportunity),
    ARRAY[7375::bigint, 1425, 664]);
SELECT pg_temp.same('probabilities lie between 0 and 1, won is 1 and lost 0',
    (SELECT bool_and(CASE WHEN is_won THEN probability = 1 WHEN is_closed THEN probability = 0
                     ELSE probability > 0.5 AND probability < 0.7 END) FROM crm.opportunity), true);
SELECT pg_temp.same('win shares: won of decided deals',
    (SELECT array_agg(format('%s %s', product, round(win_share, 6)) ORDER BY product) FROM win_share),
    (SELECT array_agg(format('%s %s', CASE product WHEN 'GTXPro' THEN 'GTX Pro' ELSE product END,
                             round(won::numeric / (won + lost), 6)) ORDER BY CASE product WHEN 'GTXPro' THEN 'GTX Pro' ELSE product END)
     FROM (SELECT product, sum((deal_stage = 'Won')::int) AS won, sum((deal_stage = 'Lost')::int) AS lost
           FROM sales_pipeline GROUP BY product) AS p));

-- ---------------------------------------------------------------------------------- the hierarchy

SELECT pg_temp.same('85 companies are 70 accounts: 7 parents with 15 subsidiaries, one level, nothing to report',
    (SELECT ARRAY[count(*), count(DISTINCT group_id), count(*) FILTER (WHERE level > 0), max(level), count(problem)] FROM account_group),
    ARRAY[85::bigint, 70, 15, 1, 0]);
SELECT pg_temp.same('Acme Corporation has four subsidiaries',
    (SELECT array_agg(account_id ORDER BY account_id COLLATE "C") FROM account_group WHERE group_id = 'Acme Corporation'),
    ARRAY['Acme Corporation', 'Bluth Company', 'Codehow', 'Donquadtech', 'Iselectrics']);

-- ----------------------------------------------------------------------------- figures per account

CREATE TEMP VIEW plain_kpi AS
WITH member AS (SELECT account, coalesce(subsidiary_of, account) AS parent FROM accounts),
price AS (SELECT CASE product WHEN 'GTX Pro' THEN 'GTXPro' ELSE product END AS product, sales_price FROM products),
share AS (SELECT product, avg((deal_stage = 'Won')::int) AS p FROM sales_pipeline WHERE close_date IS NOT NULL GROUP BY product)
SELECT parent,
       coalesce(sum(close_value) FILTER (WHERE deal_stage = 'Won' AND close_date BETWEEN '2017-10-01' AND '2017-12-31'), 0) AS revenue,
       coalesce(sum(close_value) FILTER (WHERE deal_stage = 'Won' AND close_date BETWEEN '2017-07-01' AND '2017-09-30'), 0) AS before,
       coalesce(sum(sales_price) FILTER (WHERE close_date IS NULL), 0) AS open_pipeline,
       coalesce(sum(sales_price * p) FILTER (WHERE close_date IS NULL), 0) AS weighted_pipeline
FROM member
LEFT JOIN sales_pipeline USING (account)
LEFT JOIN price USING (product)
LEFT JOIN share USING (product)
GROUP BY parent;

SELECT pg_temp.same('all 70 accounts have the revenue, growth and pipeline of plain SQL',
    (SELECT count(*)
     FROM account_kpi AS k
     JOIN plain_kpi AS p ON p.parent = k.account_id
     WHERE k.revenue = p.revenue AND k.revenue_previous = p.before
       AND k.growth_rate IS NOT DISTINCT FROM round(p.revenue / nullif(p.before, 0) - 1, 6)
       AND k.open_pipeline = p.open_pipeline AND k.weighted_pipeline = round(p.weighted_pipeline, 2)), 70::bigint);

SELECT pg_temp.same('the five largest accounts',
    (SELECT array_agg(format('%s %s', name, revenue::bigint) ORDER BY revenue_rank) FROM concentration_risk WHERE revenue_rank <= 5),
    (SELECT array_agg(format('%s %s', parent, revenue::bigint) ORDER BY revenue DESC)
     FROM (SELECT parent, revenue FROM plain_kpi ORDER BY revenue DESC LIMIT 5) AS a));

SELECT pg_temp.same('concentration of the accounts',
    (SELECT hhi FROM concentration WHERE dimension = 'account'),
    (SELECT round(sum(revenue ^ 2) / sum(revenue) ^ 2, 6) FROM plain_kpi));

SELECT pg_temp.same('NRR and GRR of the quarter',
    (SELECT ARRAY[accounts::numeric, round(nrr, 6), round(grr, 6)] FROM retention WHERE basis = 'window' AND definition = 'cohort'),
    (SELECT ARRAY[count(*), round(sum(revenue) / sum(before), 6), round(sum(least(before, revenue)) / sum(before), 6)]
     FROM plain_kpi WHERE before > 0));

SELECT pg_temp.same('every month of the bridge closes with what was won in it',
    (SELECT array_agg(format('%s %s', period, (closing + negative)::bigint) ORDER BY period) FROM revenue_bridge),
    (SELECT array_agg(format('%s %s', month, won) ORDER BY month)
     FROM (SELECT date_trunc('month', close_date::timestamp)::date AS month, sum(close_value)::bigint AS won
           FROM sales_pipeline WHERE deal_stage = 'Won' GROUP BY 1) AS m));

SELECT pg_temp.same('mean squared error of the probabilities',
    (SELECT round(kam.brier_score(w.win_share, d.deal_stage = 'Won'), 9)
     FROM deal AS d JOIN win_share AS w USING (product) WHERE d.deal_stage IN ('Won', 'Lost')),
    (SELECT round(avg((w.win_share - (d.deal_stage = 'Won')::int) ^ 2), 9)
     FROM deal AS d JOIN win_share AS w USING (product) WHERE d.deal_stage IN ('Won', 'Lost')));

SELECT pg_temp.same('literals: revenue and pipeline, NRR and GRR of the quarter, the largest account',
    (SELECT format('%s %s %s %s %s', sum(k.revenue)::bigint, sum(k.open_pipeline)::bigint, round(sum(k.weighted_pipeline))::bigint,
                   (SELECT format('%s %s', round(nrr, 6), round(grr, 6)) FROM retention WHERE basis = 'window' AND definition = 'cohort'),
                   (SELECT name FROM concentration_risk WHERE revenue_rank = 1))
     FROM account_kpi AS k), '2802496 1635448 1023337 0.939724 0.806729 Acme Corporation');
