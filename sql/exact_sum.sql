-- Sums of float8 that lose nothing
SET extra_float_digits = 1;
SET search_path = prove, public;

/*
 * The sum as a float8: spend over a wallet of 1.  prove.spend_of() has it as the
 * number that it is.
 */
CREATE FUNCTION sum_of(x float8[], wallet float8 DEFAULT 1) RETURNS float8
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT kam.share_of_wallet(v, CASE WHEN n = 1 THEN wallet ELSE 0 END)
			FROM unnest(x) WITH ORDINALITY AS u (v, n));
-- Cases that go wrong in other ways of adding; most are from CPython's
-- test_math.py, testFsum, with its results
SELECT sum_of(x) AS sum, sum_of(x) = expected AS right
FROM (VALUES
	('{}'::float8[], NULL::float8),
	('{0}', 0),
	('{1e100, 1.0, -1e100, 1e-100, 1e50, -1.0, -1e50}', 1e-100),
	('{9007199254740992, -0.5, -5.551115123125783e-17}', 9007199254740991),
	('{9007199254740992, 1, 7.888609052210118e-31}', 9007199254740994),
	('{9007199254741002, 1, 7.888609052210118e-31}', 9007199254741004),
	('{9007199254740988, 0.5, 5.551115123125783e-17}', 9007199254740989),
	('{1e16, 1, 1e-16}', 10000000000000002),
	('{9999999999999998, 0.9999999999999999, -9999999999999998, -0.9999999999999999}', 0),
	('{0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}', 1),
	-- ties go to the even neighbour, unless anything at all lies below
	('{1, 1.1102230246251565e-16}', 1),
	('{1, 1.1102230246251565e-16, 5e-324}', 1.0000000000000002),
	('{1, 1.1102230246251565e-16, -5e-324}', 1),
	('{1.0000000000000002, 1.1102230246251565e-16}', 1.0000000000000004),
	('{-1.0000000000000002, -1.1102230246251565e-16}', -1.0000000000000004),
	('{1.0000000000000002, 1.1102230246251565e-16, -8.271806125530277e-25}', 1.0000000000000002),
	-- subnormal numbers
	('{5e-324, 5e-324, 5e-324}', 1.5e-323),
	('{2.2250738585072014e-308, -5e-324}', 2.225073858507201e-308),
	('{5e-324, -5e-324}', 0),
	-- large ones, whose partial sums are too large but not their total
	('{1e308, 1e308, -1e308}', 1e308),
	('{1.7976931348623157e308, 1.7976931348623157e308, -1.7976931348623157e308, -1.7976931348623157e308, 1}', 1),
	('{1.7976931348623157e308, 9.979201547673598e291}', 1.7976931348623157e308)
) AS c (x, expected);
SELECT sum_of(array_agg(1 / n::float8)) = 7.485470860550345 AS harmonic,
	sum_of(array_agg((-1) ^ n / n::float8)) = -0.6926474305598203 AS alternating
FROM generate_series(1, 1000) AS n;

-- A total that is too large is refused; a ratio of two such totals is not
SELECT outcome($$SELECT prove.sum_of('{1e308, 1e308}')$$);
SELECT outcome($$SELECT prove.sum_of('{1.7976931348623157e308, 9.979201547673599e291}')$$);
SELECT sum_of('{1e308, 1e308}', 2) AS half, sum_of('{1e308, 1e308, 1e308}', 1e308) AS three,
	sum_of('{1e-320, 1e-320}', 2e-320) AS one;
SELECT kam.nrr(x, x) AS flat, kam.grr(x, x) AS kept FROM unnest('{1.5e308,1.6e308,1.7e308}'::float8[]) AS x;
SELECT kam.weighted_score(v, 1e-200::float8) AS tiny_product FROM unnest('{1e-200,3e-200}'::float8[]) AS v;
SELECT kam.weighted_score(v, 1e200::float8) AS large_product FROM unnest('{1e200,3e200}'::float8[]) AS v;
SELECT outcome('SELECT kam.nrr(1e300::float8, 1e-300)') AS too_small, outcome('SELECT kam.nrr(1e-300::float8, 1e300)') AS too_large;

-- NaN and infinities are refused where money is meant
SELECT x, outcome(format('SELECT kam.share_of_wallet(%L::float8, 1)', x))
FROM unnest('{NaN,Infinity,-Infinity}'::text[]) AS x;
SELECT outcome($$SELECT kam.retention_agg(1, 'NaN'::float8)$$);

-- Random values, against the exact sum in numeric
CREATE UNLOGGED TABLE float (id bigint, shape text, x float8, exact numeric);
INSERT INTO float (id, shape, x)
	SELECT id, 'money', (pick(id, 1, 2000000000) - 700000000) / 100.0::float8 FROM generate_series(1, 20000) AS id
	UNION ALL
	SELECT id, 'whole', hashint8extended(id, 2) >> pick(id, 3, 60) FROM generate_series(20001, 30000) AS id
	UNION ALL
	SELECT id, 'near one', (prove.random(id, 4) - 0.5) * 2.0::float8 ^ (pick(id, 5, 60) - 30) FROM generate_series(30001, 40000) AS id
	UNION ALL
	SELECT id, 'every exponent', (prove.random(id, 6) - 0.5) * 2.0::float8 ^ (pick(id, 7, 2040) - 1020) FROM generate_series(40001, 50000) AS id
	UNION ALL
	SELECT id, 'subnormal', (pick(id, 8, 2000000000) - 1000000000) * 4.9406564584124654e-324 FROM generate_series(50001, 55000) AS id;
UPDATE float SET exact = prove.exact(x);
SELECT shape, count(*), spend_of(kam.wallet_agg(x, NULL)) = sum(exact) AS exact,
	sum(exact)::float8 = prove.sum_of(array_agg(x)) AS rounded
FROM float GROUP BY shape ORDER BY shape COLLATE "C";
SELECT spend_of(kam.wallet_agg(x, NULL)) = sum(exact) AS all_shapes_at_once,
	spend_of(kam.wallet_agg(x, NULL ORDER BY abs(x))) = spend_of(kam.wallet_agg(x, NULL ORDER BY abs(x) DESC)) AS any_order
FROM float;
-- many small sums: each is the float8 nearest to the exact one
SELECT kind, count(*) AS sums, count(*) FILTER (WHERE total <> exact) AS inexact, count(*) FILTER (WHERE nearest <> sum) AS not_nearest
FROM (SELECT 'one shape' AS kind, shape, spend_of(kam.wallet_agg(x, NULL)) AS total, sum(exact) AS exact, sum(exact)::float8 AS nearest,
			 prove.sum_of(array_agg(x)) AS sum
	  FROM float WHERE shape <> 'every exponent' GROUP BY shape, id / 6
	  UNION ALL
	  SELECT 'mixed', NULL, spend_of(kam.wallet_agg(x, NULL)), sum(exact), sum(exact)::float8, prove.sum_of(array_agg(x))
	  FROM float WHERE shape <> 'every exponent' OR abs(x) < 1e300 GROUP BY hashint8extended(id, 10) % 9000) AS sums
GROUP BY kind ORDER BY kind COLLATE "C";

-- Products are exact as well
SELECT (kam.score_agg(x, abs(y))::jsonb ->> 'weighted_value')::numeric = sum(prove.exact(x) * abs(prove.exact(y))) AS weighted,
	(kam.retention_agg(x, y)::jsonb ->> 'opening_closing')::numeric = sum(prove.exact(x) * prove.exact(y)) FILTER (WHERE x > 0) AS mixed
FROM (SELECT a.x, b.x AS y FROM float a JOIN float b ON b.id = (a.id * 7919) % 55000 + 1 WHERE a.id % 10 = 3) AS pair;
DROP TABLE float;
