-- What customers earn us, and how well it can be foreseen
SET extra_float_digits = 1;
SET search_path = prove, public;

-- However the rows come, the result is the same, and that of plain SQL.
-- Contribution margin: revenue and cost may both have any sign.
CREATE FUNCTION plain_margin(r text, c text, type text DEFAULT 'numeric') RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[format('CASE WHEN sum(%1$s) > 0 THEN trim_scale(sum(%1$s) - coalesce(sum(%2$s), 0))::%3$s / trim_scale(sum(%1$s))::%3$s END', r, c, type), NULL];
SELECT * FROM prove.aggregate('{"kam.contribution_margin(a, b)","kam.margin_agg(a, b)"}', 'sample_numeric', plain => plain_margin('a', 'b'),
	state => 'kam.margin_agg(a, b)', finals => '{kam.contribution_margin($),$}') AS numeric;
SELECT * FROM prove.aggregate('{"kam.contribution_margin(a, b)","kam.margin_agg(a, b)"}', 'sample_bigint', plain => plain_margin('a::numeric', 'b::numeric'),
	state => 'kam.margin_agg(a, b)', finals => '{kam.contribution_margin($),$}') AS bigint;
SELECT * FROM prove.aggregate('{"kam.contribution_margin(a, b)","kam.margin_agg(a, b)"}', 'sample_integer', plain => plain_margin('a::numeric', 'b::numeric'),
	state => 'kam.margin_agg(a, b)', finals => '{kam.contribution_margin($),$}') AS integer;
SELECT * FROM prove.aggregate('{"kam.contribution_margin(a, b)","kam.margin_agg(a, b)"}', 'sample_float8', plain => plain_margin('exact_a', 'exact_b', 'float8'),
	state => 'kam.margin_agg(a, b)', finals => '{kam.contribution_margin_float8($),$}') AS float8;
SELECT bool_and(kam.contribution(s) = total) AS same, count(*) AS groups
FROM (SELECT kam.margin_agg(a, b) AS s, coalesce(sum(a), 0) - coalesce(sum(b), 0) AS total FROM sample_numeric GROUP BY grp
	  UNION ALL SELECT kam.margin_agg(a, b), coalesce(sum(exact_a), 0) - coalesce(sum(exact_b), 0) FROM sample_float8 GROUP BY grp) AS q;

-- Forecasts
CREATE FUNCTION plain_forecast(a text, f text, type text DEFAULT 'numeric') RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		format('trim_scale(sum(abs(%2$s - %1$s)))::%3$s / nullif(trim_scale(sum(abs(%1$s)) FILTER (WHERE %2$s IS NOT NULL)), 0)::%3$s', a, f, type),
		format('CASE WHEN sum(%1$s) FILTER (WHERE %2$s IS NOT NULL) > 0
				THEN trim_scale(sum(%2$s - %1$s))::%3$s / trim_scale(sum(%1$s) FILTER (WHERE %2$s IS NOT NULL))::%3$s END', a, f, type),
		NULL];
CREATE FUNCTION forecast_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.wape(a, b)","kam.forecast_bias(a, b)","kam.forecast_agg(a, b)"}'::text[];
SELECT * FROM prove.aggregate(forecast_calls(), 'sample_numeric', plain => plain_forecast('a', 'b'),
	state => 'kam.forecast_agg(a, b)', finals => '{kam.wape($),kam.forecast_bias($),$}') AS numeric;
SELECT * FROM prove.aggregate(forecast_calls(), 'sample_bigint', plain => plain_forecast('a::numeric', 'b::numeric'),
	state => 'kam.forecast_agg(a, b)', finals => '{kam.wape($),kam.forecast_bias($),$}') AS bigint;
SELECT * FROM prove.aggregate(forecast_calls(), 'sample_integer', plain => plain_forecast('a::numeric', 'b::numeric'),
	state => 'kam.forecast_agg(a, b)', finals => '{kam.wape($),kam.forecast_bias($),$}') AS integer;
SELECT * FROM prove.aggregate(forecast_calls(), 'sample_float8', plain => plain_forecast('exact_a', 'exact_b', 'float8'),
	state => 'kam.forecast_agg(a, b)', finals => '{kam.wape_float8($),kam.forecast_bias_float8($),$}') AS float8;

-- Stated probabilities: often 0 or 1, sometimes with many digits
CREATE TABLE stated_numeric (id bigint, grp int, p numeric, y boolean) WITH (parallel_workers = 4);
INSERT INTO stated_numeric
	SELECT id, grp, CASE WHEN grp = 4 OR pick(id, 1, 12) = 0 THEN NULL WHEN pick(id, 2, 6) = 0 THEN pick(id, 3, 2)
						 WHEN grp = 3 THEN round(prove.random(id, 4)::numeric * 10::numeric ^ -pick(id, 5, 40), 20 + pick(id, 5, 40)) ELSE round(prove.random(id, 4)::numeric, pick(id, 6, 4)) END,
		CASE pick(id, 7, 12) WHEN 0 THEN NULL ELSE prove.random(id, 8) < prove.random(id, 4) END
	FROM (SELECT id, group_of(id) AS grp FROM generate_series(1, 1500) AS id) AS ids;
CREATE TABLE stated_float8 (id bigint, grp int, p float8, y boolean, exact_p numeric) WITH (parallel_workers = 4);
INSERT INTO stated_float8
	SELECT id, grp, p, y, exact(p) FROM (SELECT id, grp, CASE WHEN grp = 3 AND p = 0 THEN 1e-150 ELSE p END AS p, y FROM stated_numeric) AS q;
ANALYZE stated_numeric, stated_float8;
SELECT * FROM prove.aggregate('{"kam.brier_score(p, y)","kam.brier_agg(p, y)"}', 'stated_numeric',
	plain => '{trim_scale(sum((p - y::int) * (p - y::int))) / count(p - y::int),NULL}',
	state => 'kam.brier_agg(p, y)', finals => '{kam.brier_score($),$}') AS numeric;
SELECT * FROM prove.aggregate('{"kam.brier_score(p, y)","kam.brier_agg(p, y)"}', 'stated_float8',
	plain => '{sum((exact_p - y::int) * (exact_p - y::int))::float8 / count(p - y::int),NULL}',
	state => 'kam.brier_agg(p, y)', finals => '{kam.brier_score_float8($),$}') AS float8;

-- Variation
CREATE FUNCTION plain_variation(a text, type text DEFAULT 'numeric') RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		format('CASE WHEN sum(%1$s) > 0 AND count(%1$s) > 1 THEN sqrt(trim_scale(count(%1$s) * (count(%1$s) * sum(%1$s * %1$s) - sum(%1$s) * sum(%1$s)))
				/ trim_scale(sum(%1$s) * sum(%1$s) * (count(%1$s) - 1)))::%2$s END', a, type),
		format('CASE WHEN sum(%1$s) > 0 THEN sqrt(trim_scale(count(%1$s) * sum(%1$s * %1$s) - sum(%1$s) * sum(%1$s)) / trim_scale(sum(%1$s) * sum(%1$s)))::%2$s END', a, type),
		NULL];
CREATE FUNCTION variation_calls(a text) RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[format('kam.variation(%s)', a), format('kam.variation_pop(%s)', a), format('kam.variation_agg(%s)', a)];
SELECT * FROM prove.aggregate(variation_calls('a'), 'sample_numeric', plain => plain_variation('a'),
	state => 'kam.variation_agg(a)', finals => '{kam.variation($),kam.variation_pop($),$}') AS numeric;
SELECT * FROM prove.aggregate(variation_calls('p'), 'sample_bigint', plain => plain_variation('p::numeric'),
	state => 'kam.variation_agg(p)', finals => '{kam.variation($),kam.variation_pop($),$}') AS bigint;
SELECT * FROM prove.aggregate(variation_calls('a'), 'sample_integer', plain => plain_variation('a::numeric'),
	state => 'kam.variation_agg(a)', finals => '{kam.variation($),kam.variation_pop($),$}') AS integer;
SELECT * FROM prove.aggregate(variation_calls('a'), 'sample_float8', plain => plain_variation('exact_a', 'float8'),
	state => 'kam.variation_agg(a)', finals => '{kam.variation_float8($),kam.variation_pop_float8($),$}') AS float8;
-- the built-in standard deviation over the mean
SELECT count(*) AS groups, bool_and(abs(sample - built_in) < built_in * 1e-12) AS same, bool_and(abs(population - built_in_pop) < built_in_pop * 1e-12) AS same_pop
FROM (SELECT kam.variation(p) AS sample, stddev(p) / avg(p) AS built_in, kam.variation_pop(p) AS population, stddev_pop(p) / avg(p) AS built_in_pop
	  FROM sample_numeric WHERE grp < 3 GROUP BY id % 50) AS q;

-- Published figures
-- OpenStax, Principles of Managerial Accounting 3.1: a T-shirt for 25 with variable costs 15 and 0.50 contributes 9.50; 30 - 18 = 12, 12 of 20 are variable: 0.40
SELECT kam.contribution(kam.margin_agg(25, 15 + 0.50)) AS t_shirt, kam.contribution(kam.margin_agg(30, 18)) AS second, round(kam.contribution_margin(20, 12), 4) AS ratio;
-- https://amara.org/en/videos/L3OEO1ZDUyNf: 1,500,000 less 750,000
SELECT round(kam.contribution_margin(1500000, 750000), 4) AS amara;
-- Dakota Office Products (Kaplan, HBS 9-102-021): rates 52, 6, 220, 10, 4. Customer A earns 5,995; essays print 5,725 with 50 per EDI order, but the pool of 40,000 over 8,000 orders makes it 5.
-- Customer B: 19,000 - 19,020 = -20
SELECT kam.contribution(kam.margin_agg(revenue, cost)) AS customer_a
FROM (VALUES (18000, NULL), (NULL, 200 * 52), (NULL, 200 * 6), (NULL, 6 * 10), (NULL, 60 * 4), (NULL, 6 * (40000 / 8000)), (NULL, 75)) AS v (revenue, cost);
SELECT kam.contribution(kam.margin_agg(19000, 19020)) AS customer_b, kam.contribution_margin(19000, 19020) < 0 AS at_a_loss;
-- https://www.calcmastery.com/cac-payback-gross-margin-adjustment-calculator/: 1200 / (180 * 0.75) = 8.89 months
SELECT round(kam.cac_payback(1200, 180 * 0.75)::numeric, 2) AS months, kam.cac_payback(1200, 180 * 0.75) = 1200 / 135.0::float8 AS exact;
-- LTV 15,000 = 500 * 0.75 / 0.025 and LTV / CAC 2.5 (mhq-gatsby.pages.dev): the first margin now, no discount
SELECT round(kam.customer_lifetime_value(500 * 0.75, 1 - 0.025, 0, 'now')::numeric, 9) AS ltv, round(kam.customer_lifetime_value(500 * 0.75, 1 - 0.025, 0, 'now')::numeric / 6000, 12) AS ltv_cac;
-- margin 100, discount 0.1, retention 0.8: 266.6666666667 at the end and 366.6666666667 now: one margin more
SELECT round(kam.customer_lifetime_value(100, 0.8, 0.1)::numeric, 10) AS at_end, round(kam.customer_lifetime_value(100, 0.8, 0.1, 'end')::numeric, 10) AS named, round(kam.customer_lifetime_value(100, 0.8, 0.1, 'now')::numeric, 10) AS now;
-- Netflix (Darden lecture): (18.45 - 0.50) * 1.01 / 0.015, printed 1,209; Net-4-You: 18.95 * 0.788 / 0.222 = 67.264
SELECT round(kam.customer_lifetime_value(18.45 - 0.50, 0.995, 0.01, first_margin => 'now')::numeric, 1) AS netflix, round(kam.customer_lifetime_value(margin => 18.95, retention => 0.788, discount => 0.01)::numeric, 3) AS net_4_you;
-- https://usaonlineessays.com/definition-of-terms: mean 50,000, standard deviation 10,000
SELECT kam.variation_pop(x) AS variation FROM (VALUES (40000), (60000)) AS v (x);
-- https://stats.stackexchange.com/q/428791: actual 1, 2, 3, 0, forecast 2, 3, 1, 0: MAE 1, RMSE 1.224745; WAPE 2/3, where MAPE is not defined (trap F4: 0.722 with the zero dropped)
SELECT avg(abs(f - a)) AS mae, round(sqrt(avg((f - a) ^ 2)), 6) AS rmse, round(avg(abs(f - a) / nullif(a, 0)), 3) AS mape_zero_dropped, round(kam.wape(a, f), 12) AS wape, kam.forecast_bias(a, f) AS bias
FROM (VALUES (1.0, 2.0), (2, 3), (3, 1), (0, 0)) AS v (a, f);
-- exact: (0.1^2 + 0.6^2 + 0.2^2) / 3
SELECT round(kam.brier_score(p, y), 12) AS brier, kam.brier_score(p::float8, y) AS float8 FROM (VALUES (0.9, true), (0.6, false), (0.2, false)) AS v (p, y);
-- exact: price 10 to 11, quantity 100 to 90: +90 and -100, together -10
SELECT kam.price_effect(10, 100, 11, 90) AS price, kam.volume_effect(10, 100, 11, 90) AS volume, kam.price_effect(10, 100, 11, 90) + kam.volume_effect(10, 100, 11, 90) AS total;
SELECT bool_and(kam.price_effect(a, b, low, high) + kam.volume_effect(a, b, low, high) = low * high - a * b) AS adds_up, count(*) > 500 AS many
FROM sample_numeric WHERE a IS NOT NULL AND b IS NOT NULL AND low IS NOT NULL AND high IS NOT NULL;
-- 5 of 100 leave each month: the margins up to the payback add up to the cost
SELECT cac, retention, round(months::numeric, 6) AS months, abs(margin * (1 - retention ^ months) / (1 - retention) - cac) < cac * 1e-9 AS paid
FROM (VALUES (1200, 135, 0.95), (1200, 135, 0.999999), (10, 135, 0.5), (269, 135, 0.5)) AS v (cac, margin, retention), LATERAL kam.cac_payback(cac, margin, retention) AS months;

-- Trap F1: a mean of margins is 0.45, a join of two revenue lines with three cost lines makes 110 into 420
SELECT round(avg((revenue - cost) / revenue), 2) AS mean_of_margins, round(kam.contribution_margin(revenue, cost), 4) AS margin FROM (VALUES (1000.0, 900), (10, 2)) AS v (revenue, cost);
CREATE TEMP TABLE revenue_line (account int, amount numeric);
CREATE TEMP TABLE cost_line (account int, amount numeric);
INSERT INTO revenue_line VALUES (1, 100), (1, 100);
INSERT INTO cost_line VALUES (1, 30), (1, 30), (1, 30);
SELECT sum(r.amount - c.amount) AS fanned_out FROM revenue_line r JOIN cost_line c USING (account);
SELECT account, kam.contribution(kam.margin_agg(revenue, cost)) AS contribution
FROM (SELECT account, amount AS revenue, NULL AS cost FROM revenue_line UNION ALL SELECT account, NULL, amount FROM cost_line) AS lines GROUP BY account;
-- Trap F2: without the margin the payback is 6.67 months
SELECT round(kam.cac_payback(1200, 180)::numeric, 2) AS without_margin, round(kam.cac_payback(1200, 180 * 0.75)::numeric, 2) AS months;
-- Trap F3: without the months that sold nothing there is no variation; with them 1.1547 (sample), 1.0 (population)
SELECT kam.variation(sales) FILTER (WHERE sales > 0) AS without_zeros, round(kam.variation(sales), 4) AS variation, round(kam.variation_pop(sales), 4) AS population FROM unnest('{100,0,100,0}'::int[]) AS sales;

-- Edges: one side missing, no revenue, negative revenue, negative cost, one row
SELECT revenue, cost, kam.contribution_margin(revenue, cost) AS margin, kam.contribution(kam.margin_agg(revenue, cost)) AS contribution
FROM (VALUES (1, 100.0, 60.0), (2, 100, NULL), (3, NULL, 60), (4, NULL, NULL), (5, 0, 60), (6, -100, -60), (7, 100, 160), (8, 100, -20), (9, 1e-30, 1e30)) AS v (n, revenue, cost) GROUP BY n, revenue, cost ORDER BY n;
SELECT actual, forecast, kam.wape(actual, forecast) AS wape, kam.forecast_bias(actual, forecast) AS bias
FROM (VALUES (1, 100.0, 110.0), (2, 100, NULL), (3, NULL, 60), (4, NULL, NULL), (5, 0, 60), (6, 0, 0), (7, -100, -60), (8, 100, -20)) AS v (n, actual, forecast) GROUP BY n, actual, forecast ORDER BY n;
SELECT kam.wape(actual, forecast), kam.forecast_bias(actual, forecast) FROM (VALUES (100, 110), (-100, -90), (1, 1)) AS v (actual, forecast);
SELECT p, y, kam.brier_score(p, y), kam.brier_score(p::float8, y) FROM (VALUES (0.0, true), (0, false), (1, true), (1, false), (0.5, true), (NULL, true), (0.5, NULL)) AS v (p, y) GROUP BY p, y ORDER BY p, y;
SELECT kam.variation(x), kam.variation_pop(x), kam.variation(x::float8), kam.variation_pop(x::float8) FROM (VALUES (5.0)) AS v (x);
SELECT kam.variation(x), kam.variation_pop(x) FROM unnest('{-1,1}'::int[]) AS x;
SELECT kam.variation(x), kam.variation_pop(x) FROM unnest('{-3,1}'::int[]) AS x;
SELECT kam.variation(x), kam.variation_pop(x) FROM unnest('{0,0,NULL}'::int[]) AS x;
SELECT kam.variation(x), kam.variation_pop(x) FROM unnest('{7,7,7,NULL}'::float8[]) AS x;
-- values that differ in the last digit: nothing cancels; and squares beyond float8
SELECT kam.variation(x) FROM unnest('{1000000000000000000000000000001,1000000000000000000000000000002}'::numeric[]) AS x;
SELECT kam.variation(x) AS kam, stddev(x) / avg(x) AS built_in FROM unnest('{100000001,100000002,100000003}'::float8[]) AS x;
SELECT kam.variation(x), kam.variation(-x) AS negative FROM unnest('{1e308,1.7e308,1e-308}'::float8[]) AS x;
SELECT kam.contribution_margin(r, c) FROM (VALUES (1.7e308::float8, 1e308::float8), (1.7e308, 1.7e308)) AS v (r, c);
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$contribution_margin('NaN'::numeric, 1)$$, $$contribution_margin(1, 'Infinity'::float8)$$, $$margin_agg(NULL, '-Infinity'::numeric)$$, 'contribution_margin(1e-300::float8, 1e300)',
	$$wape('NaN'::numeric, 1)$$, $$wape(NULL, 'NaN'::numeric)$$, $$forecast_bias(1, 'Infinity'::float8)$$, 'wape(5e-324::float8, 1.7e308)',
	'brier_score(50, true)', 'brier_score(1.0000000000000000000000000000000001, true)', 'brier_score(-0.01, false)', 'brier_score(1.0000000000000002::float8, true)', $$brier_score('NaN'::float8, true)$$, $$brier_score('NaN'::numeric, NULL)$$, 'brier_score(1e-200::float8, false)',
	'brier_score(50, NULL)', $$variation('NaN'::numeric)$$, $$variation_pop('Infinity'::float8)$$, 'variation(1e131071)', 'variation(1e70000)', 'variation_pop(1e-10000)']) AS call;

-- Scalars
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['cac_payback(1200, 0)', 'cac_payback(1200, -5)', 'cac_payback(0, 5)', 'cac_payback(-1, 5)', 'cac_payback(NULL, 5)', $$cac_payback('NaN', 5)$$, $$cac_payback(5, 'Infinity')$$, 'cac_payback(1e308, 1e-308)',
	'cac_payback(1200, 135, 1)', 'cac_payback(1200, 135, 0.8)', 'cac_payback(1200, 135, 0.8875)', 'cac_payback(1200, 135, 0)', 'cac_payback(100, 135, 0)', 'cac_payback(135, 135, 0)', 'cac_payback(0, 135, 0)', 'cac_payback(0, 135, 0.9)', 'cac_payback(1200, 0, 0.9)',
	'cac_payback(1200, 135, 95)', 'cac_payback(1200, 135, -0.1)', $$cac_payback(1200, 135, 'NaN')$$, 'cac_payback(-1, 135, 0.9)', 'cac_payback(1200, 135, NULL)', 'cac_payback(1e308, 1e-308, 1)', 'cac_payback(1e308, 1e-308, 0.5)', 'cac_payback(1e-300, 1e300, 0.9)',
	'cac_payback(5e-324, 5e-324, 0.9999999999999999)']) AS call;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['customer_lifetime_value(100, 1, 0)', 'customer_lifetime_value(100, 1, 0.1)', 'customer_lifetime_value(100, 0, 0.1)', $$customer_lifetime_value(100, 0, 0.1, 'now')$$, 'customer_lifetime_value(0, 0.5, 0.1)', 'customer_lifetime_value(-100, 0.8, 0.1)',
	'customer_lifetime_value(100, 0.8, 0)', 'customer_lifetime_value(100, 1, 1e-20)', $$customer_lifetime_value(100, 1, 0, 'now')$$, 'customer_lifetime_value(1e308, 1, 1e-10)', 'customer_lifetime_value(NULL, 0.8, 0.1)', 'customer_lifetime_value(100, 0.8, NULL)', 'customer_lifetime_value(100, 0.8, 0.1, NULL)',
	'customer_lifetime_value(100, 80, 0.1)', 'customer_lifetime_value(100, -0.1, 0.1)', 'customer_lifetime_value(100, 0.8, -0.1)', $$customer_lifetime_value('NaN', 0.8, 0.1)$$, $$customer_lifetime_value(100, 'NaN', 0.1)$$, $$customer_lifetime_value(100, 0.8, 'Infinity')$$,
	$$customer_lifetime_value(100, 0.8, 0.1, 'NOW')$$, $$customer_lifetime_value(100, 0.8, 0.1, '')$$, $$customer_lifetime_value(100, 0.8, 0.1, 'aéééééééééééééééé')$$, $$customer_lifetime_value(100, 0.8, 0.1, 'later')$$]) AS call;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['price_effect(10, 0, 11, 90)', 'volume_effect(10, 0, 11, 90)', 'price_effect(NULL, 100, 11, 90)', 'price_effect(10.00, 100, 11, 90.5)', 'volume_effect(10, -5, 11, 90)',
	$$price_effect('NaN', 100, 11, 90)$$, $$price_effect(10, 'Infinity', 11, 90)$$, $$volume_effect(10, 100, '-Infinity', 90)$$, $$volume_effect(10, 100, 11, 'NaN')$$, 'price_effect(10::float8, 100, 11, 90)']) AS call;

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.contribution_margin(%s))', arguments)) AS margin, outcome(format('SELECT pg_typeof(kam.wape(%s))', arguments)) AS wape
FROM unnest(ARRAY['1, 2', '1::bigint, 2', '1::smallint, 2::smallint', '1.5, 2', '1, 2.5', '1::float8, 2', '1.5, 2::float8', $$'1', '2'$$, '1, NULL', 'NULL, NULL']) AS arguments;
SELECT arguments, outcome(format('SELECT pg_typeof(kam.variation(%s))', arguments)) AS variation
FROM unnest(ARRAY['1', '1::bigint', '1::smallint', '1.5', '1::real', $$'1'$$, 'NULL']) AS arguments;
SELECT arguments, outcome(format('SELECT pg_typeof(kam.brier_score(%s))', arguments)) AS brier
FROM unnest(ARRAY['0.5, true', '1, true', '0.5::float8, true', '0.5::real, false', $$'0.5', 'true'$$, '0.5, NULL', '0.5, 1']) AS arguments;
DROP TABLE stated_numeric, stated_float8;
DROP FUNCTION plain_margin, plain_forecast, forecast_calls, plain_variation, variation_calls;
