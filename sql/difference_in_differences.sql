-- Difference in differences of ratios, against plain SQL, published numbers and known truth
SET search_path = prove, kam;

-- The same in plain SQL: strata with both sides, controls weighed, ratios of sums, influences differenced within units
CREATE FUNCTION prove.did(source text) RETURNS TABLE (effect float8, stderr float8, treated int, controls int, treated_before float8, treated_after float8, control_before float8, control_after float8)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($sql$
		WITH unit AS (
			SELECT t, v0, b0, v1, b1, CASE WHEN t THEN 1 ELSE nt / nc END AS w
			FROM (SELECT *, (count(*) FILTER (WHERE t) OVER (PARTITION BY s))::float8 AS nt, (count(*) FILTER (WHERE NOT t) OVER (PARTITION BY s))::float8 AS nc
				  FROM (SELECT * FROM %I WHERE num_nulls(t, s, v0, b0, v1, b1) = 0) AS known) AS counted
			WHERE nt > 0 AND nc > 0
		), side AS (
			SELECT t, count(*)::int AS n, sum(w * b0) AS s0, sum(w * b1) AS s1, sum(w * v0) / sum(w * b0) AS r0, sum(w * v1) / sum(w * b1) AS r1 FROM unit GROUP BY t
		), error AS (
			SELECT side.t, n / (n - 1.0) * sum((w * ((v1 - r1 * b1) / s1 - (v0 - r0 * b0) / s0)) ^ 2) AS variance FROM unit JOIN side USING (t) GROUP BY side.t, n
		)
		SELECT (a.r1 - a.r0) - (k.r1 - k.r0), (SELECT sqrt(sum(variance)) FROM error), a.n, k.n, a.r0, a.r1, k.r0, k.r1
		FROM side AS a, side AS k WHERE a.t AND NOT k.t
		$sql$, source);
END $$;
CREATE FUNCTION prove.by_kam(source text, permutations int DEFAULT 999) RETURNS TABLE (effect float8, stderr float8, effect_low float8, effect_high float8, p_value float8, treated int, controls int,
	treated_before float8, treated_after float8, control_before float8, control_after float8) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT d.* FROM (SELECT kam.difference_in_differences(array_agg(t ORDER BY id), array_agg(s ORDER BY id), array_agg(v0 ORDER BY id), array_agg(b0 ORDER BY id),
		array_agg(v1 ORDER BY id), array_agg(b1 ORDER BY id), %s) AS d FROM %I) AS x, LATERAL (SELECT (x.d).*) AS d', permutations, source);
END $$;

-- By hand. Treated: 100 + 300 kept of 500 before, 0.8, then 450 of 400, 1.125. Controls: 90 of 100, then 81 of 90: 0.9 both. Effect 0.325.
CREATE TABLE prove.small (id int, t boolean, s int, v0 float8, b0 float8, v1 float8, b1 float8);
INSERT INTO small VALUES (1, true, 1, 100, 200, 120, 100), (2, true, 1, 300, 300, 330, 300), (3, false, 1, 50, 60, 45, 50), (4, false, 1, 40, 40, 36, 40);
SELECT round(effect::numeric, 6) AS effect, treated, controls, treated_before, treated_after, control_before, control_after FROM by_kam('small');
-- a stratum of one side, and what is not known, change nothing
INSERT INTO small VALUES (5, true, 2, 9, 9, 99, 9), (6, false, 3, 9, 9, 99, 9), (7, true, 1, NULL, 9, 99, 9), (8, NULL, 1, 9, 9, 99, 9), (9, true, NULL, 9, 9, 99, 9), (10, false, 1, 9, 9, 9, NULL);
SELECT round(effect::numeric, 6) AS effect, treated, controls FROM by_kam('small');
-- Card and Krueger (1994): employment of 20.44 and 21.03 in New Jersey, 23.33 and 21.17 in Pennsylvania: 2.75 from the rounded means, published as 2.76
SELECT round((difference_in_differences(ARRAY[true, false], ARRAY[1, 1], ARRAY[20.44, 23.33], ARRAY[1, 1], ARRAY[21.03, 21.17], ARRAY[1, 1])).effect::numeric, 2) AS effect;

-- Random data, with strata, unknowns and zero bases, against plain SQL
CREATE TABLE prove.many AS
	SELECT seed, id, prove.random(id, seed) < 0.3 AS t, pick(id, seed + 1, 6) AS s, CASE WHEN pick(id, seed + 6, 20) > 0 THEN prove.random(id, seed + 2) * 100 END AS v0,
		CASE WHEN pick(id, seed + 7, 9) > 0 THEN prove.random(id, seed + 3) * 100 ELSE 0 END AS b0, prove.random(id, seed + 4) * 100 AS v1, prove.random(id, seed + 5) * 100 AS b1
	FROM generate_series(1, 120) AS id, generate_series(10, 300, 10) AS seed;
CREATE FUNCTION prove.compared() RETURNS TABLE (sets bigint, largest_difference numeric, p_values_below_005 bigint, intervals_over_0 bigint, ordered boolean) LANGUAGE plpgsql AS $$
DECLARE n int; k record; p record; d float8 := 0; low bigint := 0; covered bigint := 0; o boolean := true;
BEGIN
	FOR n IN 10 .. 300 BY 10 LOOP
		CREATE TABLE one AS SELECT * FROM many WHERE seed = n;
		SELECT * INTO k FROM by_kam('one', 199);
		SELECT * INTO p FROM did('one');
		IF (k.treated, k.controls) IS DISTINCT FROM (p.treated, p.controls) THEN RAISE EXCEPTION 'set %: % %', n, k, p; END IF;
		d := greatest(d, abs(k.effect / p.effect - 1), abs(k.stderr / p.stderr - 1), abs(k.treated_before / p.treated_before - 1), abs(k.treated_after / p.treated_after - 1),
			abs(k.control_before / p.control_before - 1), abs(k.control_after / p.control_after - 1));
		low := low + (k.p_value < 0.05)::int;
		covered := covered + (k.effect_low < 0 AND k.effect_high > 0)::int;
		o := o AND k.effect_low < k.effect AND k.effect < k.effect_high AND k.p_value BETWEEN 0.005 AND 1;
		DROP TABLE one;
	END LOOP;
	RETURN QUERY SELECT 30::bigint, round(d::numeric, 9), low, covered, o;
END $$;
-- of 30 sets without any effect a few are below 0.05 and few intervals leave 0 out
SELECT * FROM compared();

-- The permutation test. Two of each in a stratum: of 6 arrangements 2 are as extreme as all of one side: a third, however many times it is dealt.
CREATE TABLE prove.four AS SELECT id, id <= 2 AS t, 1 AS s, 0::float8 AS v0, 1::float8 AS b0, CASE WHEN id <= 2 THEN 1 ELSE 0 END::float8 AS v1, 1::float8 AS b1 FROM generate_series(1, 4) AS id;
SELECT effect, round(p_value::numeric, 2) AS p FROM by_kam('four', 100000);
-- 5 + 5: 2 of 252 arrangements; with 1 / (permutations + 1) as the least that can be said
CREATE TABLE prove.ten AS SELECT id, id <= 5 AS t, 1 AS s, 0::float8 AS v0, 1::float8 AS b0, CASE WHEN id <= 5 THEN 1 ELSE 0 END::float8 AS v1, 1::float8 AS b1 FROM generate_series(1, 10) AS id;
SELECT effect, stderr, round(p_value::numeric, 3) AS p, round(2 / 252.0, 3) AS exact FROM by_kam('ten', 200000);
SELECT p_value >= 0.5 AS at_least_one_in_two FROM by_kam('ten', 1);
-- no effect at all: every arrangement is as large
CREATE TABLE prove.none AS SELECT id, id % 2 = 0 AS t, 1 AS s, 1::float8 AS v0, 1::float8 AS b0, 1::float8 AS v1, 1::float8 AS b1 FROM generate_series(1, 20) AS id;
SELECT effect, stderr, effect_low, effect_high, p_value FROM by_kam('none');
-- nor when rounding makes every one of them another: all have 0.9 before and after
SELECT count(*) AS sets, count(*) FILTER (WHERE d.effect <> 0) > 0 AS rounded, max(abs(d.effect)) < 1e-14 AS no_effect, min(d.p_value) AS p
FROM (SELECT array_agg(id <= 6) AS t, array_agg(1) AS s, array_agg(b * 0.9) AS v0, array_agg(b) AS b0, array_agg(a * 0.9) AS v1, array_agg(a) AS b1
	  FROM (SELECT seed, id, 10 + 1000 * prove.random(id, seed) AS b, 10 + 1000 * prove.random(id, -seed) AS a FROM generate_series(1, 50) AS seed, generate_series(1, 30) AS id) AS x GROUP BY seed) AS y,
	LATERAL difference_in_differences(t, s, v0, b0, v1, b1, 99) AS d;
-- the quantile of Student's t with as many degrees of freedom as the smaller side has accounts, less one; as printed in any table of it
SELECT n - 1 AS freedom, round(((d.effect_high - d.effect) / d.stderr)::numeric, 2) AS t, printed
FROM (SELECT n, printed, array_agg(id <= n) AS t, array_agg(1) AS s, array_agg(prove.random(id)) AS v0, array_agg(1.0::float8) AS b, array_agg(prove.random(id, 1)) AS v1
	  FROM (VALUES (2, 12.71), (3, 4.30), (4, 3.18), (5, 2.78), (6, 2.57), (7, 2.45), (11, 2.23), (31, 2.04)) AS v (n, printed), generate_series(1, 2 * n) AS id GROUP BY n, printed) AS y,
	LATERAL difference_in_differences(t, s, v0, b, v1, b, 1) AS d ORDER BY n;
-- treatment is dealt out within strata: where all that differs is the stratum, nothing is found
CREATE TABLE prove.strata AS SELECT id, id % 10 < CASE WHEN id <= 50 THEN 8 ELSE 2 END AS t, CASE WHEN id <= 50 THEN 1 ELSE 2 END AS s, 1::float8 AS v0, 1::float8 AS b0,
	CASE WHEN id <= 50 THEN 5 ELSE 1 END + prove.random(id) / 100 AS v1, 1::float8 AS b1 FROM generate_series(1, 100) AS id;
SELECT abs(effect) < 0.01 AS no_effect, p_value > 0.05 AS not_significant FROM by_kam('strata');
UPDATE strata SET s = 1;
SELECT effect > 2 AS confounded, p_value < 0.01 AS and_significant FROM by_kam('strata');
-- a true effect of 0.2 on 10 accounts among 200 is found, and lies in its interval
CREATE TABLE prove.real AS SELECT id, id <= 10 AS t, id % 4 AS s, (0.9 + (prove.random(id) - 0.5) / 10) * size AS v0, size AS b0, (0.9 + CASE WHEN id <= 10 THEN 0.2 ELSE 0 END + (prove.random(id, 1) - 0.5) / 10) * size AS v1, size AS b1
	FROM (SELECT id, 100 + 900 * prove.random(id, 2) AS size FROM generate_series(1, 200) AS id) AS x;
SELECT effect_low < 0.2 AND effect_high > 0.2 AS covered, effect_low > 0 AS above_0, p_value FROM by_kam('real');
-- the same again and in parallel; without regard to what the strata are called
SELECT count(DISTINCT d::text) FROM (SELECT by_kam('real') AS d FROM generate_series(1, 3)) AS x;
UPDATE real SET s = s * 1000 - 7;
SELECT round(effect::numeric, 6) = (SELECT round(effect::numeric, 6) FROM did('real')) AS same FROM by_kam('real');

-- Nothing, too little, nonsense
SELECT * FROM difference_in_differences('{}', '{}', '{}', '{}', '{}', '{}');
SELECT * FROM difference_in_differences('{t}', '{1}', '{1}', '{1}', '{1}', '{1}');
SELECT * FROM difference_in_differences('{t,f}', '{1,1}', '{1,2}', '{1,1}', '{3,2}', '{1,1}');
SELECT * FROM difference_in_differences('{t,f,f}', '{1,1,1}', '{1,2,2}', '{0,1,1}', '{3,2,2}', '{1,1,1}');
SELECT * FROM difference_in_differences(NULL, '{1}', '{1}', '{1}', '{1}', '{1}');
SELECT call, outcome('SELECT kam.difference_in_differences' || call) AS outcome FROM unnest(ARRAY[
	$$('{t,f}', '{1}', '{1,2}', '{1,1}', '{3,2}', '{1,1}')$$, $$('{t,f}', '{1,1}', '{1,2}', '{1,1}', '{3,2}', '{1,1,1}')$$, $$('{{t,f}}', '{1,1}', '{1,2}', '{1,1}', '{3,2}', '{1,1}')$$,
	$$('{t,f}', '{1,1}', '{1,NaN}', '{1,1}', '{3,2}', '{1,1}')$$, $$('{t,f}', '{1,1}', '{1,1}', '{1,1}', '{3,2}', '{1,-Infinity}')$$, $$('{t,NULL}', '{1,1}', '{1,1}', '{1,Infinity}', '{3,2}', '{1,1}')$$,
	$$('{t,f}', '{1,1}', '{1,1}', '{1,1}', '{3,2}', '{1,1}', 0)$$, $$('{t,f}', '{1,1}', '{1,1}', '{1,1}', '{3,2}', '{1,1}', 1000001)$$, $$('{t,f}', '{1,1}', '{1,1}', '{1,1}', '{3,2}', '{1,1}', NULL)$$]) AS call;
-- extreme numbers: no infinity comes out, nor a ratio of 0 where the bases add up to one
SELECT effect, treated_before, treated_units FROM difference_in_differences('{t,t,f,f}', '{1,1,1,1}', '{1e300,1e300,1,1}', '{1e308,1e308,1,1}', '{1,1,1,1}', '{1,1,1,1}');
SELECT effect, control_after FROM difference_in_differences('{t,t,f,f}', '{1,1,1,1}', '{1,1,1,1}', '{1,1,1,1}', '{1,1,1,1}', '{1,1,1e308,1e308}');
SELECT effect, p_value FROM difference_in_differences('{t,f,t,f}', '{1,1,1,1}', '{1e308,1,1e308,1}', '{1e-308,1,1,1}', '{1e308,1,1,1}', '{1,1,1,1}');
-- it can be cancelled
SET statement_timeout = '100ms';
SELECT effect FROM (SELECT difference_in_differences(array_agg(id % 2 = 0), array_agg(1), array_agg(1.0::float8), array_agg(1.0::float8), array_agg(id::float8), array_agg(1.0::float8), 1000000) AS d FROM generate_series(1, 100000) AS id) AS x, LATERAL (SELECT (x.d).*) AS d;
RESET statement_timeout;

DROP TABLE small, many, four, ten, none, strata, real;
DROP FUNCTION did, by_kam, compared;
