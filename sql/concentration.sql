-- Concentration
SET extra_float_digits = 1;
SET search_path = prove, public;

-- However the rows come, the result is the same, and that of plain SQL.
CREATE FUNCTION plain_concentration(v text, type text DEFAULT 'numeric') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		format('CASE WHEN sum(%1$s) FILTER (WHERE %1$s > 0) > 0 THEN (trim_scale(sum(%1$s * %1$s) FILTER (WHERE %1$s > 0)) / trim_scale(sum(%1$s) FILTER (WHERE %1$s > 0) * sum(%1$s) FILTER (WHERE %1$s > 0)))::%2$s END', v, type),
		format('CASE WHEN sum(%1$s) FILTER (WHERE %1$s > 0) > 0 THEN (trim_scale(sum(%1$s) FILTER (WHERE %1$s > 0) * sum(%1$s) FILTER (WHERE %1$s > 0)) / trim_scale(sum(%1$s * %1$s) FILTER (WHERE %1$s > 0)))::%2$s END', v, type),
		NULL];
CREATE FUNCTION concentration_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.hhi(a)","kam.effective_accounts(a)","kam.hhi_agg(a)"}'::text[];
SELECT * FROM prove.aggregate(concentration_calls(), 'sample_numeric', plain => plain_concentration('a'),
	state => 'kam.hhi_agg(a)', finals => '{kam.hhi($),kam.effective_accounts($),$}') AS numeric;
SELECT * FROM prove.aggregate(concentration_calls(), 'sample_bigint', plain => plain_concentration('a::numeric'),
	state => 'kam.hhi_agg(a)', finals => '{kam.hhi($),kam.effective_accounts($),$}') AS bigint;
SELECT * FROM prove.aggregate(concentration_calls(), 'sample_integer', plain => plain_concentration('a::numeric'),
	state => 'kam.hhi_agg(a)', finals => '{kam.hhi($),kam.effective_accounts($),$}') AS integer;
SELECT * FROM prove.aggregate(concentration_calls(), 'sample_float8', plain => plain_concentration('exact_a', 'float8'),
	state => 'kam.hhi_agg(a)', finals => '{kam.hhi_float8($),kam.effective_accounts_float8($),$}') AS float8;
SELECT kam.nonpositive_accounts(kam.hhi_agg(a)) = count(*) FILTER (WHERE a <= 0) AS nonpositive FROM sample_numeric;

-- Published figures
-- justice.gov/atr/herfindahl-hirschman-index: 30, 30, 20, 20 give 2600 points
SELECT 10000 * kam.hhi(v) = 2600 AS doj FROM unnest('{30,30,20,20}'::numeric[]) AS v;
-- industrialorganization.blogspot.com: 1580 points after a merger
SELECT 10000 * kam.hhi(v) = 1580 AS merger FROM unnest('{25,20,15,10,9,8,7,6}'::numeric[]) AS v;
-- qammunity.org/18532524 prints 8730; the right value is 3789.3
SELECT round(10000 * kam.hhi(v), 4) AS erratum FROM unnest('{310000,725000,405000}'::int[]) AS v;
-- Wikipedia, case 2: 0.643
SELECT round(kam.hhi(v), 9) AS case_2 FROM unnest('{80,2,2,2,2,2,1,1,1,1,1,1,1,1,1,1}'::int[]) AS v;
-- scikit-bio, test_dominance and test_inv_simpson: 0.34; 4. Accounts of zero are harmless.
SELECT kam.hhi(v) = 0.34 AS dominance FROM unnest('{1,0,2,5,2}'::numeric[]) AS v;
SELECT kam.effective_accounts(v) = 4 AS inverse_simpson FROM unnest('{13,13,13,13}'::float8[]) AS v;
-- 40, 30, 20, 10: 1 / 0.3
SELECT round(kam.effective_accounts(v), 12) AS effective FROM unnest('{40,30,20,10}'::bigint[]) AS v;

-- Trap D2: with the negative account kept, 120, 40 and -60 would give 1.96
SELECT kam.hhi(v) AS positive_part, kam.nonpositive_accounts(kam.hhi_agg(v)) AS left_out FROM unnest('{120,40,-60}'::numeric[]) AS v;

-- Edges
SELECT kam.hhi(v), kam.effective_accounts(v), kam.nonpositive_accounts(kam.hhi_agg(v)) FROM unnest('{0,-5}'::numeric[]) AS v;
SELECT kam.hhi(v), kam.effective_accounts(v) FROM unnest('{1e130,1e-20}'::numeric[]) AS v;
SELECT kam.hhi(v) FROM unnest('{1e308,1e308,5e-324}'::float8[]) AS v;
SELECT kam.hhi(v) AS tiny, kam.effective_accounts(v) FROM unnest('{1e-10000}'::numeric[]) AS v;
SELECT kam.hhi_normalised(0.25, 4) AS equal, kam.hhi_normalised(1, 4) AS one_of_four, kam.hhi_normalised(1, 1) AS alone, kam.hhi_normalised(NULL, 4) AS unknown,
	round(kam.hhi_normalised(0.3, 4), 6) AS between;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$hhi('NaN'::numeric)$$, $$hhi('Infinity'::float8)$$, $$effective_accounts('-Infinity'::numeric)$$,
	'hhi_normalised(0.5, 0)', 'hhi_normalised(2600, 4)', 'hhi_normalised(0, 4)', $$hhi_normalised('NaN', 4)$$]) AS call;

-- Values from outside must be possible.
SELECT change, outcome(format('SELECT %L::kam.tally', replace(t, was, change)))
FROM (SELECT kam.hhi_agg(v)::text AS t FROM unnest('{3,4}'::numeric[]) AS v) AS s,
	(VALUES ('"total": 7', '"total": -7'), ('"total": 7', '"total": 0'), ('"squares": 25', '"squares": 50'), ('"squares": 25', '"squares": 24'),
		('"accounts": 2', '"accounts": 1')) AS v (was, change);

-- ABC classes: Heizer & Render, Silicon Chips, exercise 12.1: A 72 %, B 23 %, C 5 %
CREATE TABLE chip (item int PRIMARY KEY, value numeric);
INSERT INTO chip SELECT n, v FROM unnest('{90000,77000,26350,15001,12500,8502,1200,850,504,150}'::numeric[]) WITH ORDINALITY AS u (v, n);
SELECT item, value, kam.abc_class(value, 0.7, 0.95) OVER w AS class, round(kam.cumulative_share(value) OVER w, 4) AS cumulative
FROM chip WINDOW w AS (ORDER BY value DESC, item);
SELECT class, count(*), round(sum(value) / sum(sum(value)) OVER (), 2) AS share
FROM (SELECT value, kam.abc_class(value, 0.7, 0.95) OVER (ORDER BY value DESC) AS class FROM chip) AS c GROUP BY class ORDER BY class;

-- The frame says nothing; peers share a class; the cumulative share goes on row by row (trap D3: 0.7 and 0.9, not 0.9 twice).
SELECT name, v, kam.abc_class(v, 0.5, 0.8) OVER w AS class, kam.abc_class(v, 0.5, 0.8) OVER (ORDER BY v DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS framed,
	round(kam.cumulative_share(v) OVER (ORDER BY v DESC, name), 2) AS cumulative
FROM (VALUES ('A', 50), ('B', 20), ('C', 20), ('D', 10)) AS t (name, v) WINDOW w AS (ORDER BY v DESC) ORDER BY v DESC, name;

-- Against plain SQL: many partitions, ties, nulls, negative amounts, zeros, wide values
CREATE TABLE abc AS
SELECT id, grp, CASE WHEN pick(id, 31, 9) = 0 THEN NULL WHEN pick(id, 32, 9) = 0 THEN -1.5 WHEN pick(id, 33, 50) = 0 THEN 1e40 + id ELSE round((prove.random(id, 34) * 20)::numeric, 1) END AS v
FROM (SELECT id, pick(id, 30, 40) AS grp FROM generate_series(1, 5000) AS id) AS i;
WITH plain AS (
	SELECT id, v, sum(greatest(v, 0)) OVER (PARTITION BY grp) AS total,
		coalesce(sum(greatest(v, 0)) OVER (PARTITION BY grp ORDER BY v DESC NULLS LAST GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
		coalesce(sum(greatest(v, 0)) OVER (PARTITION BY grp ORDER BY v DESC NULLS LAST, id ROWS UNBOUNDED PRECEDING), 0) AS through
	FROM abc
), expected AS (
	SELECT id, CASE WHEN v IS NULL OR total = 0 THEN NULL WHEN v < 0 THEN 'C' WHEN before < 0.4 * total THEN 'A' WHEN before < 0.9 * total THEN 'B' ELSE 'C' END AS class,
		CASE WHEN v IS NOT NULL AND total > 0 THEN trim_scale(through) / trim_scale(total) END AS share
	FROM plain
), found AS (
	SELECT id, kam.abc_class(v, 0.4, 0.9) OVER (PARTITION BY grp ORDER BY v DESC NULLS LAST) AS class,
		kam.cumulative_share(v) OVER (PARTITION BY grp ORDER BY v DESC NULLS LAST, id) AS share
	FROM abc
)
SELECT count(*) AS rows, count(*) FILTER (WHERE f.class IS DISTINCT FROM e.class) AS other_class, count(*) FILTER (WHERE f.share IS DISTINCT FROM e.share) AS other_share,
	count(*) FILTER (WHERE e.class = 'A') > 0 AND count(*) FILTER (WHERE e.class = 'B') > 0 AND count(*) FILTER (WHERE e.class = 'C') > 0 AS all_classes
FROM expected AS e JOIN found AS f USING (id);
SELECT kam.abc_class(v, 0.5, 0.8) OVER () AS class FROM unnest('{1,2}'::numeric[]) AS v;
SELECT kam.abc_class(v, 0.5, 0.8) OVER (ORDER BY v) AS class, kam.cumulative_share(v) OVER (ORDER BY v) AS share FROM unnest('{0,-1,NULL}'::numeric[]) AS v;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['abc_class(1, 80, 95) OVER ()', 'abc_class(1, 0.9, 0.5) OVER ()', 'abc_class(1, -0.1, 0.5) OVER ()', $$abc_class(1, 'NaN', 0.5) OVER ()$$,
	'abc_class(1, NULL, 0.5) OVER ()', $$abc_class('NaN', 0.5, 0.8) OVER ()$$, $$cumulative_share('Infinity') OVER ()$$, 'abc_class(1, 0.5, 0.8)']) AS call;
