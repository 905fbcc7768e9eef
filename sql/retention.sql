-- Net and gross revenue retention and their kin
SET extra_float_digits = 1;
SET search_path = prove, public;

-- The rates in plain SQL, from exact columns o and c
CREATE FUNCTION plain_rate(amount text, condition text, o text, type text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format('trim_scale(coalesce(sum(%1$s) FILTER (WHERE %2$s AND %3$s > 0), 0))::%4$s
				  / nullif(trim_scale(sum(%3$s) FILTER (WHERE %3$s > 0))::%4$s, 0)', amount, condition, o, type);
CREATE FUNCTION plain_rates(o text, c text, type text DEFAULT 'numeric') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		plain_rate(c, 'true', o, type),												-- nrr
		plain_rate(format('least(%s, greatest(%s, 0))', o, c), c || ' IS NOT NULL', o, type),	-- grr
		format('count(*) FILTER (WHERE %1$s > 0 AND %2$s > 0)::%3$s / nullif(count(*) FILTER (WHERE %1$s > 0), 0)', o, c, type),
		plain_rate(o, format('coalesce(%s, 0) <= 0', c), o, type),					-- churn_rate
		plain_rate(format('%s - %s', o, c), format('%2$s > 0 AND %2$s < %1$s', o, c), o, type),	-- contraction_rate
		plain_rate(format('%2$s - %1$s', o, c), format('%2$s > %1$s', o, c), o, type),			-- expansion_rate
		NULL, 'kam.nrr_stderr(a, b)', NULL];	-- ratio_stderr is it by another name; below, plain SQL
CREATE FUNCTION calls(arguments text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('kam.%s(%s)', name, arguments) ORDER BY n)
			FROM unnest('{nrr,grr,logo_retention,churn_rate,contraction_rate,expansion_rate,nrr_stderr,ratio_stderr,retention_agg}'::text[])
				WITH ORDINALITY AS u (name, n));
CREATE FUNCTION finals(suffix text DEFAULT '') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('kam.%s%s($)', name, suffix) ORDER BY n)
			FROM unnest('{nrr,grr,logo_retention,churn_rate,contraction_rate,expansion_rate,nrr_stderr,ratio_stderr}'::text[])
				WITH ORDINALITY AS u (name, n)) || '$'::text;

-- However the rows come, the result is the same, and that of plain SQL.
SELECT * FROM prove.aggregate(calls('a, b'), 'sample_numeric', plain => plain_rates('a', 'b'),
	state => 'kam.retention_agg(a, b)', finals => finals()) AS numeric;
SELECT * FROM prove.aggregate(calls('a, b'), 'sample_bigint', plain => plain_rates('a::numeric', 'b::numeric'),
	state => 'kam.retention_agg(a, b)', finals => finals()) AS bigint;
SELECT * FROM prove.aggregate(calls('a, b'), 'sample_integer', plain => plain_rates('a::numeric', 'b::numeric'),
	state => 'kam.retention_agg(a, b)', finals => finals()) AS integer;
SELECT * FROM prove.aggregate(calls('a, b'), 'sample_float8', plain => plain_rates('exact_a', 'exact_b', 'float8'),
	state => 'kam.retention_agg(a, b)', finals => finals('_float8')) AS float8;

-- What a state says, against plain SQL
SELECT kam.opening(s) = o AS opening, kam.closing(s) = c AS closing, kam.expansion(s) = e AS expansion,
	kam.contraction(s) = d AS contraction, kam.churned(s) = l AS churned, kam.accounts(s) = n AS accounts,
	kam.retained_accounts(s) = r AS retained, kam.new_accounts(s) = w AS new, kam.nonpositive_accounts(s) = x AS nonpositive
FROM (SELECT kam.retention_agg(a, b) AS s,
			 sum(a) FILTER (WHERE a > 0) AS o, sum(b) FILTER (WHERE a > 0) AS c, sum(b - a) FILTER (WHERE a > 0 AND b > a) AS e,
			 sum(a - b) FILTER (WHERE b > 0 AND b < a) AS d, sum(a) FILTER (WHERE a > 0 AND (b <= 0 OR b IS NULL)) AS l,
			 count(*) FILTER (WHERE a > 0) AS n, count(*) FILTER (WHERE a > 0 AND b > 0) AS r,
			 count(*) FILTER (WHERE coalesce(a, 0) = 0 AND b > 0) AS w, count(*) FILTER (WHERE a < 0) AS x
	  FROM sample_numeric) AS q;
-- closing = opening + expansion - contraction - churned - credits
SELECT kam.closing(s) = kam.opening(s) + kam.expansion(s) - kam.contraction(s) - kam.churned(s) + credits AS adds_up,
	abs(kam.nrr(s) - (1 + kam.expansion_rate(s) - kam.contraction_rate(s) - kam.churn_rate(s) + credits / kam.opening(s))) < 1e-15 AS rates_add_up,
	abs(kam.grr(s) - (1 - kam.contraction_rate(s) - kam.churn_rate(s))) < 1e-15 AS gross_adds_up,
	kam.grr(s) BETWEEN 0 AND 1 AS gross_in_range
FROM (SELECT kam.retention_agg(a, b) AS s, sum(b) FILTER (WHERE a > 0 AND b < 0) AS credits FROM sample_numeric) AS q;

-- The standard error, against sqrt(n / (n - 1) * sum((c - R * o)^2)) / O computed
-- in whole numbers: O^2 * sum(...) = sum((c * O - C * o)^2)
SELECT count(*) AS groups, count(*) FILTER (WHERE e IS NULL) AS unknown,
	count(*) FILTER (WHERE e IS DISTINCT FROM expected AND (abs(e - expected) < expected * 1e-14) IS NOT TRUE) AS different
FROM (SELECT g, kam.nrr_stderr(s.a, s.b) AS e,
			 sqrt(sum((coalesce(s.b, 0) * t.o - t.c * s.a) ^ 2) FILTER (WHERE s.a > 0)::numeric(1000, 200)
				  * count(*) FILTER (WHERE s.a > 0) / nullif(count(*) FILTER (WHERE s.a > 0) - 1, 0)) / max(t.o) ^ 2 AS expected
	  FROM (SELECT id % 200 AS g, a, b FROM sample_numeric WHERE grp < 3) AS s
	  JOIN (SELECT id % 200 AS g, sum(a) FILTER (WHERE a > 0) AS o, coalesce(sum(b) FILTER (WHERE a > 0), 0) AS c
			FROM sample_numeric WHERE grp < 3 GROUP BY 1) AS t USING (g)
	  GROUP BY g) AS q;
-- One account has none; equal ratios have none that is not 0.
SELECT kam.nrr_stderr(o, c) FROM (VALUES (100, 90)) AS v (o, c);
SELECT kam.nrr_stderr(o, c) FROM (VALUES (100, 90), (200, 180), (10, 9)) AS v (o, c);

-- Published figures
-- https://pulserevops.com/sales-trainings/q97: 10.0, 0.6, 0.9, 1.8 ($M) give 1.03 and 0.85
SELECT round(kam.nrr(10.0, 1.8, 0.6, 0.9), 12) AS nrr, round(kam.grr(10.0, 0.6, 0.9), 12) AS grr;
-- https://ignyteiq.com/glossary/net-revenue-retention/: 1.03
SELECT round(kam.nrr(100000.0, 18000, 6000, 9000), 12) AS nrr;
-- https://help.chartmogul.com/hc/en-us/articles/203359341-Metric-MRR-Churn-Rate: net churn 0.10, gross churn 0.20
SELECT round(kam.nrr(100.0, 10, 10, 10), 12) AS nrr, round(kam.grr(100.0, 10, 10), 12) AS grr, round(1 - kam.grr(100.0, 10, 10), 12) AS gross_churn;
-- https://www.superleap.com/blog/sales/gross-revenue-retention: 0.86, whatever the expansion
SELECT round(kam.grr(100000.0, 6000, 8000), 12) AS grr;
-- https://github.com/Brett777/Predict-Churn, README: 500 accounts, 450 kept, churn 0.10
SELECT round(1 - kam.logo_retention(1, CASE WHEN n <= 450 THEN 1 END), 12) AS logo_churn FROM generate_series(1, 500) AS n;
-- Displayr/flipRevenueMetrics, test-churnandcompanymerges.R: revenue churn 0.09090909 in 2018; after A
-- is merged into B no account is lost, the loss is contraction, and NRR is what it was
SELECT round(kam.churn_rate(o, c), 8) AS churn, round(kam.contraction_rate(o, c), 8) AS contraction,
	round(1 - kam.logo_retention(o, c), 8) AS logo_churn, round(kam.nrr(o, c), 8) AS nrr
FROM (VALUES ('A', 1000, 0), ('B', 10000, 10000)) AS v (account, o, c);
SELECT round(kam.churn_rate(o, c), 8) AS churn, round(kam.contraction_rate(o, c), 8) AS contraction,
	round(1 - kam.logo_retention(o, c), 8) AS logo_churn, round(kam.nrr(o, c), 8) AS nrr
FROM (SELECT 'B', sum(o), sum(c) FROM (VALUES ('A', 1000, 0), ('B', 10000, 10000)) AS v (account, o, c)) AS merged (account, o, c);
-- super-calc.com ex. 2: 1.13; billycalc.com: 4; pitchkit.net/resources/glossary/quick-ratio: 3.5
SELECT round(kam.quick_ratio(40000.0, 5000, 8000, 32000), 3) AS super_calc, round(kam.quick_ratio(15000.0, 5000, 2000, 3000), 12) AS billycalc,
	round(kam.quick_ratio(20.0, 8, 3, 5), 12) AS pitchkit;
-- GP Bullhound, CFO handbook, cohort table: 0.76 in month 12, 0.74 in month 13
SELECT round(kam.grr(size, size * pct / 100.0), 2) AS month_12
FROM (VALUES (54701, 77), (44136, 74), (55887, 76), (46883, 78)) AS v (size, pct);
SELECT round(kam.grr(size, size * pct / 100.0), 2) AS month_13 FROM (VALUES (54701, 75), (44136, 72), (55887, 75)) AS v (size, pct);
-- fight-churn (listings 2.1, 2.2, 2.4) over the seed of dbt-labs/mrr-playbook at f7921cf, revenue per customer on two
-- days: NRR 0.7008547009, GRR 0.5811965812, logo retention 0.5833333333 for 2018-12 to 2019-12; NRR 0.6277173913
-- for 2019-11 to 2019-12; GRR 0.9689119171 for 2019-05 to 2019-06; logo retention 0.5454545455 for 2019-06 to 2019-12
SELECT period, round(kam.nrr(o, c), 10) AS nrr, round(kam.grr(o, c), 10) AS grr, round(kam.logo_retention(o, c), 10) AS logo_retention
FROM (VALUES
	('2018-12 to 2019-12', '{50,25,65,70,75,25,50,50,50,50,50,25}'::int[], '{0,40,65,0,75,35,50,50,95,0,0,0}'::int[]),
	('2019-05 to 2019-06', '{50,65,70,65,75,25,50,50,25,30,25,50,25,50,50,35,50,25,55,45,50}', '{75,65,70,65,75,50,50,50,50,30,40,50,50,50,50,35,50,60,50,45,25}'),
	('2019-06 to 2019-12', '{75,65,70,65,75,50,50,50,50,30,40,50,50,50,50,35,50,60,50,50,45,25}', '{0,65,0,0,75,35,50,50,25,30,95,0,50,0,0,0,50,60,0,0,0,25}'),
	('2019-11 to 2019-12', '{25,65,70,65,75,25,50,50,50,25,30,25,100,50,50,50,50,50,60,45,125,25,35,45,50,25,25,25,25,25,25,30,35,50,25,50,25,25,35,50,25,50}',
	 '{40,65,0,0,75,35,50,50,50,25,30,25,95,0,50,0,0,50,60,45,125,0,0,0,25,25,0,25,0,25,25,0,0,50,50,0,0,25,35,0,0,0}')
) AS seed (period, openings, closings), LATERAL unnest(openings, closings) AS account (o, c)
GROUP BY period ORDER BY period COLLATE "C";
-- On the same seed the product of the twelve monthly NRRs of 2018-12 to 2019-12 is 0.540128: not the NRR of the year.
SELECT round(exp(sum(ln(nrr))), 6) AS product
FROM (SELECT kam.nrr(o, c) AS nrr
	  FROM unnest('{585,620,625,660,895,965,1135,1350,1240,1455,1680,1840}'::int[], '{595,595,600,725,810,1085,1095,1135,1290,1460,1630,1155}'::int[]) AS month (o, c)
	  GROUP BY o, c) AS months;

-- Traps (each with what plain SQL written in haste gives)
-- A1, A2: a churned account stays in, new and reactivated ones stay out
CREATE TEMP TABLE account (o numeric, c numeric);
INSERT INTO account VALUES (100, 120), (100, NULL), (100, 80), (NULL, 50), (0, 30);
SELECT sum(c) FILTER (WHERE o > 0 AND c IS NOT NULL) / sum(o) FILTER (WHERE c IS NOT NULL) AS inner_join, sum(c) / sum(o) AS all_over_all,
	round(kam.nrr(o, c), 4) AS nrr, kam.new_accounts(kam.retention_agg(o, c)) AS new FROM account;
-- A3: not the mean of ratios; A4: no integer division
SELECT avg(c::numeric / o) AS mean_of_ratios, round(kam.nrr(o, c), 4) AS nrr FROM (VALUES (1000, 900), (10, 30)) AS v (o, c);
SELECT sum(c) / sum(o) AS integers, kam.nrr(o, c) AS nrr FROM (VALUES (200, 185)) AS v (o, c);
-- A5: nobody churned: 0, not NULL
SELECT kam.churn_rate(o, c) AS churn, kam.contraction_rate(o, c) AS contraction FROM (VALUES (100, 97), (100, 100)) AS v (o, c);
-- A7: the grain decides: a product switch seen per contract, and per account
SELECT kam.grr(o, c) AS per_contract FROM (VALUES ('P', 100, 0), ('Q', 0, 100)) AS v (product, o, c);
SELECT kam.grr(o, c) AS per_account FROM (SELECT sum(o), sum(c) FROM (VALUES ('P', 100, 0), ('Q', 0, 100)) AS v (product, o, c)) AS a (o, c);
-- A8: the minimum per account, not of totals; A9: rows fanned out by a join count as often as they come
SELECT least(sum(o), sum(c)) / sum(o) AS of_totals, kam.grr(o, c) AS grr FROM (VALUES (100.0, 150), (100, 60)) AS v (o, c);
SELECT round(kam.nrr(o, c), 2) AS fanned_out, round(kam.nrr(o, c) FILTER (WHERE opportunity = 1), 4) AS nrr
FROM account, LATERAL generate_series(1, CASE WHEN c = 120 THEN 3 ELSE 1 END) AS opportunity WHERE o > 0;
-- A10: an account with more credits than revenue has no base; oracle nrr_negative_opening_excluded
SELECT sum(c) / sum(o) AS sums, kam.nrr(o, c) AS nrr, kam.nonpositive_accounts(kam.retention_agg(o, c)) AS nonpositive
FROM (VALUES (100.0, 100), (-50, 0)) AS v (o, c);
-- A11: half a base year doubles the rate; who annualises it first gets 1
SELECT kam.nrr(6 * 10, 12 * 10) AS half_year, kam.nrr(6 * 10 * 12 / 6, 12 * 10) AS annualised;
-- A12: nothing lost
SELECT outcome('SELECT (100 + 20) / (0 + 0)') AS plain, kam.quick_ratio(100, 20, 0, 0) AS quick_ratio;
-- A13: a flat contract in EUR; at one rate for both sides it is flat
SELECT kam.nrr(100 * 1.20, 100 * 1.08) AS two_rates, kam.nrr(100 * 1.20, 100 * 1.20) AS one_rate;
-- oracle nrr_standard_error: residuals 40, -80, 20, 20
SELECT kam.nrr(o, c), round(kam.nrr_stderr(o, c), 13) AS stderr FROM (VALUES (100, 120), (100, 0), (100, 100), (100, 100)) AS v (o, c);

-- No cohort, no rate
SELECT kam.nrr(o, c), kam.grr(o, c), kam.logo_retention(o, c), kam.churn_rate(o, c), kam.nrr_stderr(o, c),
	kam.accounts(kam.retention_agg(o, c)), kam.opening(kam.retention_agg(o, c))
FROM (VALUES (0, 5), (-10, 20), (NULL, 3)) AS v (o, c);
SELECT kam.retention_agg(o, c) IS NULL AS no_rows FROM (VALUES (1, 1)) AS v (o, c) WHERE false;
SELECT kam.retention_agg(o, c) IS NULL AS only_null FROM (VALUES (NULL::numeric, NULL::numeric)) AS v (o, c);
-- A closing below zero counts as it is in nrr, as nothing in grr.
SELECT kam.nrr(o, c), kam.grr(o, c), kam.churn_rate(o, c), kam.logo_retention(o, c) FROM (VALUES (100, -20), (100, 100)) AS v (o, c);
-- The largest integers
SELECT kam.opening(s), kam.closing(s), kam.nrr(s)
FROM (SELECT kam.retention_agg(o, c) FROM (VALUES (9223372036854775807, -9223372036854775808), (9223372036854775807, 9223372036854775807)) AS v (o, c)) AS q (s);
SELECT kam.nrr(o, c) FROM (VALUES (2147483647, -2147483648), (2147483647, 0)) AS v (o, c);

-- Scalars: edges and errors
SELECT kam.nrr(0, 1, 0, 0) AS zero, kam.nrr(-5, 1, 0, 0) AS negative, kam.nrr(NULL, 1, 0, 0) AS unknown, kam.nrr(100, 0, 0, 200) AS overdrawn,
	kam.grr(0, 0, 0) AS gross_of_zero, kam.quick_ratio(0, 0, 1, 0) AS nothing_won;
SELECT kam.nrr(100::float8, 10, 5, 5) AS nrr, kam.grr(100::float8, 5, 5) AS grr, kam.quick_ratio(3::float8, 4, 1, 1) AS quick_ratio,
	kam.quick_ratio(3::float8, 4, 0, 0) AS nothing_lost, kam.nrr(0::float8, 1, 0, 0) AS zero;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['nrr(100, -1, 0, 0)', 'nrr(100, 0, -1, 0)', 'nrr(100, 0, 0, -1)', $$nrr('NaN', 0, 0, 0::numeric)$$, $$nrr(100, 'Infinity', 0, 0::numeric)$$,
	'grr(100, -1, 0)', 'grr(100, 0, -0.5)', $$grr(100::float8, 'NaN', 0)$$, $$nrr('-Infinity'::float8, 0, 0, 0)$$,
	'quick_ratio(-1, 0, 0, 1)', $$quick_ratio(1, 'NaN'::float8, 0, 1)$$, 'nrr(100, 1e308::float8, 1e308, 1e308)']) AS call;

-- Which overload is taken
SELECT arguments, left(outcome(format('SELECT pg_typeof(kam.nrr(%s))', arguments)), 16) AS nrr, left(outcome(format('SELECT (kam.retention_agg(%s)::jsonb) ->> ''numbers''', arguments)), 7) AS numbers
FROM unnest(ARRAY['1, 2', '1::bigint, 2', '1, 2::bigint', '1::smallint, 2::smallint', '1::smallint, 2', '1.5, 2', '1, 2.5', '1::numeric, 2::bigint',
	'1::float8, 2', '1, 2::float8', '1.5, 2::float8', '1::real, 2::real', '1::real, 2.5', $$'1', '2'$$, $$1, '2'$$, $$1.5, '2.5'$$, $$'1', 2::bigint$$,
	'NULL, NULL', '1, NULL', '1.5, NULL', '1::money, 2::money', 'true, false']) AS arguments;
SELECT arguments, outcome(format('SELECT pg_typeof(kam.nrr(%s))', arguments)) AS nrr
FROM unnest(ARRAY['1, 2, 3, 4', '1.5, 2, 3, 4', '1::bigint, 2, 3, 4', '1::float8, 2, 3, 4', $$'1', '2', '3', '4'$$, '1, NULL, NULL, NULL']) AS arguments;
DROP TABLE account;
DROP FUNCTION plain_rate, plain_rates, calls, finals;
