-- The MRR playbook's figures are published (or follow from its published data by its own rules) and
-- stand here as literals. Of the others every figure is computed twice: by kam, and in plain SQL over
-- the tables. Sums and counts must be equal; quotients to 12 decimals.

SET search_path = ledger_data;
SET jit = off;

-- ------------------------------------------------------------------------------ the MRR playbook

CREATE TEMP TABLE mrr AS
SELECT kam.subscription_agg(customer_id, start_date, end_date, monthly_amount, 'month') AS ledger
FROM subscription_periods;
CREATE TEMP VIEW movement AS
SELECT b.* FROM unnest((SELECT kam.revenue_bridge(ledger) FROM mrr)) AS b;

SELECT pg_temp.same('the subscriptions give the same bridge in one step',
    (SELECT kam.subscription_bridge(customer_id, start_date, end_date, monthly_amount, 'month') FROM subscription_periods),
    (SELECT kam.revenue_bridge(ledger) FROM mrr));
SELECT pg_temp.same('the spine begins with 2017-09 and ends with 2020-02',
    (SELECT array_agg(DISTINCT period ORDER BY period) FROM movement),
    (SELECT array_agg(month::date) FROM generate_series(timestamp '2017-09-01', '2020-02-01', '1 month') AS month));

-- oracle mrr_bridge: opening, new, reactivation, expansion, contraction, churn, closing
SELECT pg_temp.same(format('playbook: movements of %s', month),
    (SELECT ARRAY[opening, new_, reactivation, expansion, contraction, churned, closing] FROM movement WHERE period = month),
    expected)
FROM (VALUES
    (date '2018-12-01', '{575, 25, 0, 50, 65, 0, 585}'::numeric[]),
    ('2019-02-01', '{620, 30, 0, 25, 0, 50, 625}'),
    ('2019-04-01', '{660, 120, 50, 65, 0, 0, 895}'),
    ('2019-12-01', '{1840, 100, 0, 50, 30, 705, 1255}'),
    ('2020-02-01', '{175, 0, 0, 0, 0, 175, 0}')
) AS oracle (month, expected);

-- oracle dbt_change_category_totals: new, reactivation, upgrade, downgrade, churn; the playbook's
-- own spine begins with 2018-01 and loses the three customers of 2017
SELECT pg_temp.same('playbook: totals of the change categories',
    (SELECT ARRAY[sum(new_), sum(reactivation), sum(expansion), sum(contraction), sum(churned)] FROM movement),
    '{2295, 150, 660, 555, 2550}'::numeric[]);
SELECT pg_temp.same('playbook: totals on its own spine',
    (SELECT ARRAY[sum(new_), sum(reactivation), sum(expansion), sum(contraction), sum(churned)] FROM movement
     WHERE period >= '2018-01-01'),
    '{2195, 150, 660, 555, 2450}'::numeric[]);
-- oracle mrr_bridge_sum_of_months
SELECT pg_temp.same('playbook: the twelve bridges of 2019 added up',
    (SELECT ARRAY[sum(new_), sum(reactivation), sum(expansion), sum(contraction), sum(churned)] FROM movement
     WHERE period BETWEEN '2019-01-01' AND '2019-12-01'),
    '{1445, 100, 520, 455, 940}'::numeric[]);
SELECT pg_temp.same('playbook: every active customer of a month counts once',
    (SELECT array_agg(accounts_closing ORDER BY period) FROM movement),
    (SELECT array_agg((SELECT count(DISTINCT customer_id) FROM subscription_periods
                       WHERE start_date <= month AND month < end_date) ORDER BY month)
     FROM generate_series(timestamp '2017-09-01', '2020-02-01', '1 month') AS month));

-- oracle mrr_bridge_endpoints: opening, expansion, contraction, churn of 2018-12 to 2019-12
SELECT pg_temp.same('playbook: the bridge between the ends of 2019',
    (SELECT ARRAY[kam.opening(r), kam.expansion(r), kam.contraction(r), kam.churned(r)]
     FROM mrr, kam.retention(ledger, date '2018-12-01', date '2019-12-01') AS r),
    '{585, 70, 0, 245}'::numeric[]);
SELECT pg_temp.same('playbook: what new accounts bring closes it at 1255',
    (SELECT closing - kam.closing(r) FROM mrr, kam.retention(ledger, date '2018-12-01', date '2019-12-01') AS r, movement
     WHERE period = '2019-12-01'), 845::numeric);

-- oracles nrr_cohort, grr_cohort and logo_retention
SELECT pg_temp.same(format('playbook: %s from %s to %s', name, opening, closing),
    (SELECT round(CASE name WHEN 'nrr' THEN kam.nrr(r) WHEN 'grr' THEN kam.grr(r) ELSE kam.logo_retention(r) END, 10)
     FROM mrr, kam.retention(ledger, opening, closing) AS r),
    expected)
FROM (VALUES
    ('nrr', date '2019-11-01', date '2019-12-01', 0.6277173913), ('nrr', '2018-12-01', '2019-12-01', 0.7008547009),
    ('grr', '2018-12-01', '2019-12-01', 0.5811965812), ('grr', '2019-05-01', '2019-06-01', 0.9689119171),
    ('logo_retention', '2018-12-01', '2019-12-01', 0.5833333333), ('logo_retention', '2019-06-01', '2019-12-01', 0.5454545455)
) AS oracle (name, opening, closing, expected);

-- definitions.md 1.6: one year, four numbers; oracle trap_product_of_monthly_nrr
CREATE TEMP VIEW definition AS
SELECT d.* FROM mrr, unnest(kam.retention_definitions(ledger, '2018-12-15', '2019-12-15')) AS d;
SELECT pg_temp.same('playbook: nrr of 2019 as a cohort, chained, lazy',
    (SELECT array_agg(round(nrr, 6) ORDER BY definition COLLATE "C") FROM definition
     WHERE definition IN ('cohort', 'chained periods', 'lazy: summed movements')),
    '{0.540128, 0.700855, -0.495726}'::numeric[]);
SELECT pg_temp.same('playbook: the lazy one differs by its movements',
    (SELECT ARRAY[opening, expansion, contraction, churned, difference] FROM definition WHERE definition = 'lazy: summed movements'),
    '{585, 520, 455, 940, -700}'::numeric[]);

-- ------------------------------------------------------------------------------- in plain SQL

CREATE TEMP TABLE line (account text, period date, amount numeric);

-- The bridge of these lines: every account in every period, and the row before
CREATE FUNCTION pg_temp.plain_bridge(step interval) RETURNS SETOF kam.bridge_row
LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH balance AS (
        SELECT l.account, l.period, sum(l.amount) AS amount FROM line AS l WHERE l.account IS NOT NULL GROUP BY 1, 2
    ),
    spine AS (SELECT generate_series(min(l.period), max(l.period), step)::date AS period FROM line AS l),
    grid AS (
        SELECT a.account, s.period, coalesce(b.amount, 0) AS balance, b.amount IS NOT NULL AS has_lines,
               greatest(coalesce(b.amount, 0), 0) AS c,
               coalesce(lag(greatest(coalesce(b.amount, 0), 0)) OVER earlier, 0) AS o,
               coalesce(max(b.amount) OVER (earlier ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) > 0 AS ever
        FROM (SELECT DISTINCT account FROM balance) AS a
        CROSS JOIN spine AS s
        LEFT JOIN balance AS b ON b.account = a.account AND b.period = s.period
        WINDOW earlier AS (PARTITION BY a.account ORDER BY s.period)
    )
    SELECT s.period, coalesce(sum(o), 0), coalesce(sum(c) FILTER (WHERE o = 0 AND NOT ever), 0),
           coalesce(sum(c) FILTER (WHERE o = 0 AND ever), 0), coalesce(sum(c - o) FILTER (WHERE o > 0 AND c > o), 0),
           coalesce(sum(o - c) FILTER (WHERE c > 0 AND c < o), 0), coalesce(sum(o) FILTER (WHERE c = 0), 0),
           coalesce(sum(c), 0), coalesce(sum(least(balance, 0)), 0),
           coalesce((SELECT sum(l.amount) FROM line AS l WHERE l.account IS NULL AND l.period = s.period), 0),
           count(*) FILTER (WHERE o > 0), count(*) FILTER (WHERE o = 0 AND c > 0 AND NOT ever),
           count(*) FILTER (WHERE o = 0 AND c > 0 AND ever), count(*) FILTER (WHERE o > 0 AND c > o),
           count(*) FILTER (WHERE c > 0 AND c < o), count(*) FILTER (WHERE o > 0 AND c = 0),
           count(*) FILTER (WHERE c > 0), count(*) FILTER (WHERE has_lines AND balance <= 0),
           (SELECT count(*) FROM line AS l WHERE l.account IS NULL AND l.period = s.period)
    FROM spine AS s LEFT JOIN grid AS g ON g.period = s.period
    GROUP BY s.period
    ORDER BY s.period;
END
$$;
-- Cohort, age, accounts, active, revenue, net and gross retention of the same table
CREATE FUNCTION pg_temp.plain_cohorts(step interval) RETURNS text[]
LANGUAGE sql AS $$
    WITH balance AS (
        SELECT account, period, sum(amount) AS amount FROM line WHERE account IS NOT NULL GROUP BY 1, 2
    ),
    spine AS (SELECT s::date AS period, n FROM generate_series((SELECT min(period) FROM line), (SELECT max(period) FROM line), step) WITH ORDINALITY AS g (s, n)),
    debut AS (SELECT DISTINCT ON (account) account, period AS cohort, amount AS base FROM balance WHERE amount > 0 ORDER BY account, period)
    SELECT array_agg(format('%s %s: %s of %s, %s, %s, %s', cohort, p.n - b.n, active, accounts, revenue, round(revenue / base, 12), round(kept / base, 12)) ORDER BY cohort, p.n)
    FROM (SELECT cohort, count(*) AS accounts, sum(base) AS base FROM debut GROUP BY cohort) AS c
    JOIN spine AS b ON b.period = cohort
    JOIN spine AS p ON p.period >= cohort
    CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE amount > 0) AS active, coalesce(trim_scale(sum(amount)), 0) AS revenue,
               coalesce(sum(least(base, greatest(amount, 0))), 0) AS kept
        FROM debut AS d JOIN balance AS l USING (account) WHERE d.cohort = c.cohort AND l.period = p.period
    ) AS cell
$$;
CREATE FUNCTION pg_temp.text_of_cohorts(kam.cohort_row[]) RETURNS text[]
LANGUAGE sql AS $$
    SELECT array_agg(format('%s %s: %s of %s, %s, %s, %s', cohort, age, active, accounts, trim_scale(revenue), round(net_retention, 12), round(gross_retention, 12)) ORDER BY cohort, age)
    FROM unnest($1)
$$;
CREATE FUNCTION pg_temp.plain_retention(opening date, closing date, OUT nrr numeric, OUT grr numeric, OUT logos numeric)
LANGUAGE sql AS $$
    SELECT round(sum(c) / sum(o), 12), round(sum(least(o, greatest(c, 0))) / sum(o), 12), round(count(*) FILTER (WHERE c > 0)::numeric / count(*), 12)
    FROM (SELECT coalesce(sum(amount) FILTER (WHERE period = opening), 0) AS o, coalesce(sum(amount) FILTER (WHERE period = closing), 0) AS c
          FROM line WHERE account IS NOT NULL GROUP BY account) AS a
    WHERE o > 0
$$;
-- -------------------------------------------------------------------- Online Retail, by quarter

CREATE TEMP VIEW retail AS SELECT customer_id, invoice_date, quantity * unit_price AS amount FROM online_retail;
INSERT INTO line SELECT customer_id, date_trunc('quarter', invoice_date), amount FROM retail;
SELECT pg_temp.same('Online Retail: movements of each quarter',
    (SELECT kam.revenue_bridge(customer_id, invoice_date, amount, 'quarter') FROM retail),
    (SELECT array_agg(b) FROM pg_temp.plain_bridge('3 months') AS b));
SELECT pg_temp.same('Online Retail: the same from text keys and days',
    (SELECT kam.revenue_bridge(customer_id::text, invoice_date::date, amount, 'quarter') FROM retail),
    (SELECT array_agg(b) FROM pg_temp.plain_bridge('3 months') AS b));
SELECT pg_temp.same('Online Retail: lines without customer, and their amount',
    (SELECT ARRAY[sum(lines_without_account), sum(without_account)]
     FROM unnest((SELECT kam.revenue_bridge(customer_id, invoice_date, amount, 'quarter') FROM retail))),
    '{135080, 1447682.12}'::numeric[]);
SELECT pg_temp.same('Online Retail: 4372 customers', (SELECT kam.accounts(kam.ledger_agg(customer_id, invoice_date, amount, 'quarter')) FROM retail), 4372::bigint);
SELECT pg_temp.same('Online Retail: cohorts of quarters',
    (SELECT pg_temp.text_of_cohorts(kam.revenue_cohorts(customer_id, invoice_date, amount, 'quarter')) FROM retail), pg_temp.plain_cohorts('3 months'));
SELECT pg_temp.same('Online Retail: retention from the second to the third quarter of 2011',
    (SELECT (round(kam.nrr(customer_id, invoice_date::date, amount, q2, q3), 12), round(kam.grr(customer_id, invoice_date::date, amount, q2, q3), 12),
             round(kam.logo_retention(customer_id, invoice_date::date, amount, q2, q3), 12))
     FROM retail, (SELECT daterange('2011-04-01', '2011-07-01'), daterange('2011-07-01', '2011-10-01')) AS w (q2, q3)),
    (SELECT (nrr, grr, logos) FROM pg_temp.plain_retention('2011-04-01', '2011-07-01')));

-- ---------------------------------------------------------------------- Iowa's counties, by year

TRUNCATE line;
INSERT INTO line SELECT county, date_trunc('year', month), state_revenue FROM iowa_liquor_county_month;
SELECT pg_temp.same('Iowa: movements of each year',
    (SELECT kam.revenue_bridge(county, month, state_revenue, 'year') FROM iowa_liquor_county_month),
    (SELECT array_agg(b) FROM pg_temp.plain_bridge('1 year') AS b));
SELECT pg_temp.same('Iowa: cohorts of years',
    (SELECT pg_temp.text_of_cohorts(kam.revenue_cohorts(county, month, state_revenue, 'year')) FROM iowa_liquor_county_month), pg_temp.plain_cohorts('1 year'));
SELECT pg_temp.same('Iowa: retention of every year after the one before',
    (SELECT array_agg((round(kam.nrr(r), 12), round(kam.grr(r), 12), round(kam.logo_retention(r), 12)) ORDER BY y)
     FROM (SELECT kam.ledger_agg(county, month, state_revenue, 'year') AS ledger FROM iowa_liquor_county_month) AS l,
          generate_series(2016, 2020) AS y, kam.retention(ledger, make_date(y - 1, 6, 30), make_date(y, 1, 1)) AS r)::text,
    (SELECT array_agg((nrr, grr, logos) ORDER BY y) FROM generate_series(2016, 2020) AS y, pg_temp.plain_retention(make_date(y - 1, 1, 1), make_date(y, 1, 1)))::text);
-- the counties were renamed in August 2016: lost and found again under other names
SELECT pg_temp.same('Iowa: the renamed counties',
    (SELECT ARRAY[accounts_new, accounts_churned] FROM unnest((SELECT kam.revenue_bridge(county, month, state_revenue, 'year') FROM iowa_liquor_county_month)) WHERE period = '2017-01-01'),
    (SELECT ARRAY[count(*) FILTER (WHERE first = 2017), count(*) FILTER (WHERE last = 2016)]
     FROM (SELECT min(extract(year FROM month)) AS first, max(extract(year FROM month)) AS last FROM iowa_liquor_county_month GROUP BY county) AS c));

-- ------------------------------------------------------------------------ AdventureWorks, by year

CREATE TEMP VIEW store AS SELECT store_id, order_date, line_total FROM sales_orders JOIN sales_order_lines USING (sales_order_id);
TRUNCATE line;
INSERT INTO line SELECT store_id, date_trunc('year', order_date), line_total FROM store;
SELECT pg_temp.same('AdventureWorks: movements of each year',
    (SELECT kam.revenue_bridge(store_id, order_date, line_total, 'year') FROM store),
    (SELECT array_agg(b) FROM pg_temp.plain_bridge('1 year') AS b));
SELECT pg_temp.same('AdventureWorks: cohorts of years',
    (SELECT pg_temp.text_of_cohorts(kam.revenue_cohorts(store_id, order_date, line_total, 'year')) FROM store), pg_temp.plain_cohorts('1 year'));
SELECT pg_temp.same('AdventureWorks: retention from 2012 to 2013, from lines and from the parts of a ledger by quarter',
    (SELECT ARRAY[round(kam.nrr(store_id, order_date, line_total, y1, y2), 12), round(kam.nrr(kam.retention(kam.ledger_agg(store_id, order_date, line_total, 'quarter'), y1, y2)), 12)]
     FROM store, (SELECT daterange('2012-01-01', '2013-01-01'), daterange('2013-01-01', '2014-01-01')) AS w (y1, y2) GROUP BY y1, y2),
    (SELECT ARRAY[nrr, nrr] FROM pg_temp.plain_retention('2012-01-01', '2013-01-01')));
TRUNCATE line;
INSERT INTO line SELECT store_id, date_trunc('month', order_date), line_total FROM store;
SELECT pg_temp.same('AdventureWorks: by month, with months without any order',
    (SELECT kam.revenue_bridge(store_id, order_date, line_total, 'month') FROM store),
    (SELECT array_agg(b) FROM pg_temp.plain_bridge('1 month') AS b));
SELECT pg_temp.same('AdventureWorks: June 2011 is empty, and there',
    (SELECT ARRAY[closing, accounts_closing, accounts_churned - accounts_opening]
     FROM unnest((SELECT kam.revenue_bridge(store_id, order_date, line_total, 'month') FROM store)) WHERE period = '2011-06-01'), '{0, 0, 0}'::numeric[]);
