-- Scores from weighted criteria
SET extra_float_digits = 1;
SET search_path = prove, public;

-- However the rows come, the result is the same, and that of plain SQL.
CREATE FUNCTION plain_scores(a text, p text, low text, high text, type text DEFAULT 'numeric') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (
		SELECT array_agg(CASE WHEN e IS NOT NULL THEN format(e, a, p, low, high, type) END ORDER BY n)
		FROM unnest(ARRAY[
			-- weighted_score, score_coverage
			'trim_scale(sum(%1$s * %2$s))::%5$s / nullif(trim_scale(sum(%2$s) FILTER (WHERE %1$s IS NOT NULL))::%5$s, 0)',
			'coalesce(trim_scale(sum(%2$s) FILTER (WHERE %1$s IS NOT NULL)), 0)::%5$s / nullif(trim_scale(sum(%2$s))::%5$s, 0)',
			-- score_interval
			'CASE WHEN sum(%2$s) > 0 THEN numrange(
				CASE WHEN count(*) FILTER (WHERE %2$s IS NOT NULL AND %1$s IS NULL AND %3$s IS NULL) = 0
					 THEN (trim_scale(sum(coalesce(%1$s, %3$s) * %2$s)) / trim_scale(sum(%2$s)))::%5$s::numeric END,
				CASE WHEN count(*) FILTER (WHERE %2$s IS NOT NULL AND %1$s IS NULL AND %4$s IS NULL) = 0
					 THEN (trim_scale(sum(coalesce(%1$s, %4$s) * %2$s)) / trim_scale(sum(%2$s)))::%5$s::numeric END, ''[]'') END',
			NULL, NULL]) WITH ORDINALITY AS u (e, n));
CREATE FUNCTION score_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.weighted_score(a, p)","kam.score_coverage(a, p)","kam.score_interval(a, p, low, high)",
			 "kam.score_agg(a, p)","kam.score_agg(a, p, low, high)"}'::text[];
SELECT * FROM prove.aggregate(score_calls(), 'sample_numeric', plain => plain_scores('a', 'p', 'low', 'high')) AS numeric;
SELECT * FROM prove.aggregate(score_calls(), 'sample_bigint', plain => plain_scores('a::numeric', 'p', 'low', 'high')) AS bigint;
SELECT * FROM prove.aggregate(score_calls(), 'sample_integer', plain => plain_scores('a::numeric', 'p', 'low', 'high')) AS integer;
SELECT * FROM prove.aggregate(score_calls(), 'sample_float8',
	plain => plain_scores('exact_a', 'exact_p', 'exact_low', 'exact_high', 'float8')) AS float8;

-- The same by way of states
SELECT * FROM prove.aggregate('{"kam.weighted_score(a, p)","kam.score_coverage(a, p)","kam.score_agg(a, p)"}', 'sample_numeric',
	state => 'kam.score_agg(a, p)', finals => '{kam.weighted_score($),kam.score_coverage($),$}') AS numeric
WHERE numeric ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{"kam.weighted_score(a, p)","kam.score_coverage(a, p)","kam.score_agg(a, p)"}', 'sample_float8',
	state => 'kam.score_agg(a, p)', finals => '{kam.weighted_score_float8($),kam.score_coverage_float8($),$}') AS float8
WHERE float8 ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{"kam.score_interval(a, p, low, high)","kam.score_agg(a, p, low, high)"}', 'sample_numeric',
	state => 'kam.score_agg(a, p, low, high)', finals => '{kam.score_interval($),$}') AS numeric
WHERE numeric ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{"kam.score_interval(a, p, low, high)","kam.score_agg(a, p, low, high)"}', 'sample_bigint',
	state => 'kam.score_agg(a, p, low, high)', finals => '{kam.score_interval($),$}') AS bigint
WHERE bigint ~ 'state|split|rolled';

-- NaN and infinities of float8 values: what float8 arithmetic makes of them,
-- in window frames too, where they come and go
CREATE TABLE nonfinite (id bigint, grp int, a float8, p float8) WITH (parallel_workers = 4);
INSERT INTO nonfinite
	SELECT id, id % 3, CASE pick(id, 1, 25) WHEN 0 THEN 'NaN'::float8 WHEN 1 THEN 'Infinity' WHEN 2 THEN '-Infinity' ELSE pick(id, 2, 100) END, pick(id, 3, 5)
	FROM generate_series(1, 400) AS id;
ANALYZE nonfinite;
SELECT * FROM prove.aggregate('{"kam.weighted_score(a, p)","kam.score_coverage(a, p)","kam.score_agg(a, p)"}', 'nonfinite',
	plain => '{sum(a * p) / nullif(sum(p)\, 0),CASE WHEN sum(p) > 0 THEN 1::float8 END,NULL}',
	state => 'kam.score_agg(a, p)', finals => '{kam.weighted_score_float8($),kam.score_coverage_float8($),$}') AS nonfinite;
SELECT kam.weighted_score(s) AS as_numeric, kam.weighted_score_float8(s) AS as_float8, kam.score_interval(s) AS interval
FROM (SELECT kam.score_agg(v, 1, 0, 9) FROM unnest('{1,Infinity}'::float8[]) AS v) AS q (s);

-- The geometric score takes logarithms; its plain SQL agrees in 13 digits.
SELECT * FROM prove.aggregate('{"kam.geometric_score(abs(a), p)","kam.log_score_agg(abs(a), p)"}', 'sample_numeric',
	state => 'kam.log_score_agg(abs(a), p)', finals => '{kam.geometric_score($),$}') AS numeric;
SELECT * FROM prove.aggregate('{"kam.geometric_score(abs(a::numeric), p)","kam.log_score_agg(abs(a::numeric), p)"}', 'sample_bigint',
	state => 'kam.log_score_agg(abs(a::numeric), p)', finals => '{kam.geometric_score($),$}') AS bigint;
SELECT * FROM prove.aggregate('{"kam.geometric_score(p, p)","kam.log_score_agg(p, p)"}', 'sample_bigint',
	state => 'kam.log_score_agg(p, p)', finals => '{kam.geometric_score($),$}') AS bigint;
SELECT * FROM prove.aggregate('{"kam.geometric_score(p, p)","kam.log_score_agg(p, p)"}', 'sample_integer',
	state => 'kam.log_score_agg(p, p)', finals => '{kam.geometric_score($),$}') AS integer;
SELECT * FROM prove.aggregate('{"kam.geometric_score(abs(a), p)","kam.log_score_agg(abs(a), p)"}', 'sample_float8',
	state => 'kam.log_score_agg(abs(a), p)', finals => '{kam.geometric_score_float8($),$}') AS float8;
SELECT count(*) AS groups, count(*) FILTER (WHERE score IS NULL) AS unknown, count(*) FILTER (WHERE score = 0) AS zero,
	count(*) FILTER (WHERE score IS DISTINCT FROM expected AND (abs(score - expected) < expected * 1e-13) IS NOT TRUE) AS different
FROM (SELECT kam.geometric_score(abs(a), p) AS score,
			 CASE WHEN sum(p) FILTER (WHERE a IS NOT NULL) > 0 THEN
				CASE WHEN bool_or(a = 0 AND p > 0) THEN 0
					 ELSE exp(sum(p * ln(nullif(abs(a), 0))) / sum(p) FILTER (WHERE a IS NOT NULL)) END END AS expected
	  FROM sample_float8 GROUP BY id % 150) AS q;

-- Published figures
-- Triantaphyllou's data on Wikipedia, weighted sum model: 21.5, 22.0, 22.0; weighted product model after
-- division by column sums, log10 (scikit-criteria): -0.50128589, -0.50448471, -0.52947246; ratios 1.00739, 1.06705, 1.05922
CREATE TEMP TABLE wikipedia (alternative text, criterion int, value numeric, weight numeric);
INSERT INTO wikipedia
	SELECT alternative, n, value, (ARRAY[0.20, 0.15, 0.40, 0.25])[n]
	FROM (VALUES ('A1', '{25,20,15,30}'::numeric[]), ('A2', '{10,30,20,30}'), ('A3', '{30,10,30,10}')) AS a (alternative, row),
		LATERAL unnest(row) WITH ORDINALITY AS u (value, n);
SELECT alternative, round(kam.weighted_score(value, weight), 12) AS weighted, round(log(kam.geometric_score(value / total, weight)), 8) AS log_product
FROM (SELECT *, sum(value) OVER (PARTITION BY criterion) AS total FROM wikipedia) AS w GROUP BY alternative ORDER BY alternative;
SELECT round(a1 / a2, 5) AS a1_a2, round(a1 / a3, 5) AS a1_a3, round(a2 / a3, 5) AS a2_a3
FROM (SELECT kam.geometric_score(value, weight) FILTER (WHERE alternative = 'A1') AS a1, kam.geometric_score(value, weight) FILTER (WHERE alternative = 'A2') AS a2,
			 kam.geometric_score(value, weight) FILTER (WHERE alternative = 'A3') AS a3 FROM wikipedia) AS s;
-- scikit-criteria, test_WeightedProductModel, weights 1: log10 of the products 0.77815125 and 2.07918125
SELECT round(3 * log(kam.geometric_score(v, 1.0)), 8) AS a FROM (VALUES (1), (2), (3)) AS t (v);
SELECT round(3 * log(kam.geometric_score(v, 1.0)), 8) AS b FROM (VALUES (4), (5), (6)) AS t (v);
-- OECD/JRC handbook (2008): 21, 1, 1, 1 and 6, 6, 6, 6 tie at 6 arithmetically, but are 2.14 and 6 geometrically
SELECT account, round(kam.weighted_score(v, 1), 10) AS arithmetic, round(kam.geometric_score(v, 1), 10) AS geometric
FROM (VALUES ('a', 21), ('a', 1), ('a', 1), ('a', 1), ('b', 6), ('b', 6), ('b', 6), ('b', 6)) AS t (account, v) GROUP BY account ORDER BY account;
-- C1: a missing criterion leaves both sides: 25.8333 at coverage 0.60; as zero it would be 15.5. It could lie between 15.5 and 55.5.
SELECT round(kam.weighted_score(v, w), 12) AS score, round(kam.score_coverage(v, w), 12) AS coverage, kam.score_interval(v, w, 0, 100) AS interval,
	sum(coalesce(v, 0) * w) AS as_zero
FROM (VALUES (25, 0.2), (20, 0.15), (NULL, 0.4), (30, 0.25)) AS t (v, w);
-- C2: a percentage where a ratio is meant; C2': a near-zero criterion hidden by arithmetic
SELECT outcome('SELECT kam.weighted_score(1000000, 50, 0.3)') AS percentage, kam.weighted_score(1000000, 0.50, 0.30) AS expected_value;
SELECT kam.weighted_score(v, 1) AS arithmetic, round(kam.geometric_score(v, 1), 12) AS geometric FROM (VALUES (1), (0.0001)) AS t (v);
-- D. J. Wheeler on risk priority numbers: 1000 products of three marks take 120 values
SELECT count(*) AS cells, count(DISTINCT round(kam_product, 6)) AS values
FROM (SELECT i, j, k, kam.geometric_score(m, 1) ^ 3 AS kam_product
	  FROM generate_series(1, 10) AS i, generate_series(1, 10) AS j, generate_series(1, 10) AS k, LATERAL unnest(ARRAY[i, j, k]) AS m
	  GROUP BY i, j, k) AS q;
-- C4: goalposts do not move with the accounts of the day. scikit-criteria, MinMaxScaler: 1 and 4 become 0 and 1
SELECT kam.goalpost(1, 1, 4) / 100 AS lowest, kam.goalpost(4, 1, 4) / 100 AS highest;
SELECT account, kam.weighted_score(kam.goalpost(x, 0, 10), 1) FILTER (WHERE account <> 'C') AS without_c, kam.weighted_score(kam.goalpost(x, 0, 10), 1) AS with_c
FROM (VALUES ('A', 10.0), ('A', 1.0), ('B', 0.0), ('B', 9.0), ('C', 0.0), ('C', 10.0)) AS t (account, x) GROUP BY account ORDER BY account;

-- Goalposts: either direction, clipped, exact
SELECT kam.goalpost(75, 50, 100) AS up, kam.goalpost(75, 100, 50) AS down, kam.goalpost(7, 0, 3.0) AS above, kam.goalpost(-7, 0, 3.0) AS below,
	kam.goalpost(1, 0, 3.0) AS third, kam.goalpost(2, 3.0, 0) AS third_down, kam.goalpost(1, 5.0, 5) AS no_span, kam.goalpost(NULL, 0, 1.0) AS unknown;
SELECT kam.goalpost(75::float8, 50, 100) AS up, kam.goalpost(0::float8, -1e308, 1e308) AS wide, kam.goalpost(5e-324, 0::float8, 1e-323) AS narrow,
	kam.goalpost('Infinity'::float8, 0, 1) AS above, kam.goalpost('-Infinity'::float8, 0, 1) AS below, kam.goalpost('NaN'::float8, 0, 1) AS nan,
	kam.goalpost(1::float8, 5, 5) AS no_span, kam.goalpost(1e-308::float8, 1.7e308, -1.7e308) AS half;
SELECT count(*) AS goalposts, count(*) FILTER (WHERE abs(kam.goalpost(a, low, high) - 100 * (least(greatest(a, low), high) - low) / (high - low)) > 1e-10) AS different,
	count(*) FILTER (WHERE abs(kam.goalpost(a, high, low) - (100 - kam.goalpost(a, low, high))) > 1e-10) AS not_symmetric,
	count(*) FILTER (WHERE kam.goalpost(a, low, high) NOT BETWEEN 0 AND 100) AS out_of_range
FROM sample_numeric WHERE low < high AND a IS NOT NULL AND grp <> 3;
SELECT count(*) AS goalposts, count(*) FILTER (WHERE abs(kam.goalpost(a, low, high) - 100 * (least(greatest(a, low), high) - low) / (high - low)) > 1e-10) AS different,
	count(*) FILTER (WHERE kam.goalpost(a, low, high) NOT BETWEEN 0 AND 100) AS out_of_range
FROM sample_float8 WHERE low < high AND a IS NOT NULL;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$goalpost('NaN'::numeric, 0, 1)$$, $$goalpost(1, 'Infinity', 1.0)$$, $$goalpost(1, 0, 'NaN'::float8)$$, $$goalpost(1, '-Infinity'::float8, 0)$$]) AS call;

-- Expected value
SELECT kam.weighted_score(250000, 0.35, 0.2) AS expected_value, kam.weighted_score(0, 0.0, 0) AS nothing, kam.weighted_score(100, 1.0, -0.25) AS loss,
	kam.weighted_score(100, NULL, 0.5) AS unknown, kam.weighted_score(100::float8, 0.5, 0.5) AS float8;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['weighted_score(-1, 0.5, 0.5)', 'weighted_score(1, 1.01, 0.5)', 'weighted_score(1, -0.01, 0.5)', 'weighted_score(1, 0.5, 35.0)',
	$$weighted_score('NaN'::numeric, 0.5, 0.5)$$, $$weighted_score(1, 'NaN', 0.5)$$, $$weighted_score(1, 0.5, 'Infinity'::numeric)$$,
	'weighted_score(-1::float8, 0.5, 0.5)', 'weighted_score(1::float8, 1.01, 0.5)', $$weighted_score(1::float8, 0.5, 'NaN')$$, 'weighted_score(1::float8, 0.5, 35)']) AS call;

-- Edges: no weight, no value, a row without weight
SELECT kam.weighted_score(v, w), kam.score_coverage(v, w), kam.score_interval(v, w, 0, 10), kam.geometric_score(v, w) FROM (VALUES (5.0, 0.0), (7, 0)) AS t (v, w);
SELECT kam.weighted_score(v, w), kam.score_coverage(v, w), kam.score_interval(v, w, 0, 10), kam.geometric_score(v, w) FROM (VALUES (NULL::numeric, 1.0), (NULL, 3)) AS t (v, w);
SELECT kam.weighted_score(v, w), kam.score_coverage(v, w), kam.score_interval(v, w, 0, 10) FROM (VALUES (5, 1.0), (100, NULL), (NULL, NULL)) AS t (v, w);
-- a bound that is missing leaves that side open; a known value needs no bounds
SELECT kam.score_interval(v, w, low, high) FROM (VALUES (5.0, 1.0, NULL::numeric, NULL::numeric), (NULL, 1, 0, NULL)) AS t (v, w, low, high);
SELECT kam.score_interval(v, w, low, high) FROM (VALUES (5.0, 1.0, NULL::numeric, NULL::numeric), (NULL, 1, NULL, 10)) AS t (v, w, low, high);
SELECT kam.score_interval(v, w, low, high), kam.score_interval(kam.score_agg(v, w)) AS from_unbounded FROM (VALUES (NULL::numeric, 1, NULL::numeric, NULL::numeric)) AS t (v, w, low, high);
-- the largest integers
SELECT kam.weighted_score(v, w), kam.score_coverage(v, w) FROM (VALUES (9223372036854775807, 9223372036854775807), (-9223372036854775808, 9223372036854775807)) AS t (v, w);
-- weights far apart, and logarithms that would overflow as products
SELECT kam.geometric_score(v, w)::numeric FROM (VALUES (1e10::float8, 1e308::float8), (1e10, 1e308)) AS t (v, w);
SELECT kam.geometric_score(v, 5e-324::float8)::numeric FROM unnest('{3,3}'::float8[]) AS v;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['weighted_score(1, -1)', 'weighted_score(1.5, -0.001)', 'weighted_score(1::float8, -1)', $$weighted_score(1, 'NaN'::float8)$$, $$weighted_score(1, 'Infinity'::float8)$$,
	$$weighted_score(1, 'NaN'::numeric)$$, $$weighted_score('NaN'::numeric, 1)$$, 'weighted_score(1, -9223372036854775808)', 'score_coverage(NULL, -1)',
	'score_interval(NULL, 1, 10, 0)', 'score_interval(NULL, 1, 10.5, 0)', $$score_interval(NULL, 1, 0, 'NaN'::float8)$$, $$score_interval(NULL, 1, '-Infinity'::float8, 0)$$,
	'geometric_score(-1, 1)', 'geometric_score(-0.5, 1)', 'geometric_score(1, -1)', $$geometric_score('NaN'::float8, 1)$$, $$geometric_score('Infinity'::numeric, 1)$$, 'geometric_score(1e400, 1)']) AS call;

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.weighted_score(%s))', arguments)) AS weighted, outcome(format('SELECT pg_typeof(kam.geometric_score(%s))', arguments)) AS geometric
FROM unnest(ARRAY['1, 2', '1::bigint, 2', '1::smallint, 2::smallint', '1.5, 2', '1, 0.4', '1::bigint, 0.4', '1::float8, 2', '1, 0.4::float8', '1.5, 0.4::float8', '1::real, 2::real',
	$$'1', '2'$$, '1, NULL', 'NULL, 2', 'NULL, 0.4']) AS arguments;
SELECT arguments, outcome(format('SELECT ((kam.score_agg(%s))::jsonb) ->> ''numbers''', arguments)) AS numbers
FROM unnest(ARRAY['1, 2, 0, 10', '1, 0.4, 0, 10', '1::bigint, 2, 0, 10', '1::float8, 2, 0, 10', '1.5, 2, 0, 10::float8', 'NULL, 2, 0, 10', $$'1', '2', '0', '10'$$]) AS arguments;
SELECT arguments, outcome(format('SELECT pg_typeof(kam.weighted_score(%s))', arguments)) AS expected_value, outcome(format('SELECT pg_typeof(kam.goalpost(%s))', arguments)) AS goalpost
FROM unnest(ARRAY['1, 0, 0', '1, 0.5, 0', '1, 0, 0.5::float8', $$'1', '0', '0'$$]) AS arguments;
DROP TABLE nonfinite;
DROP FUNCTION plain_scores, score_calls;
