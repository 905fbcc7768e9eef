-- How far a weight must move before the verdict on a score changes
SET extra_float_digits = 1;
SET search_path = prove, public;

-- Random scorecards: 1 to 7 criteria, weights that add up to anything, some of them 0, some values unknown; thresholds above, below and exactly at the score
CREATE TABLE criterion_numeric AS
	SELECT account, n, CASE WHEN pick(id, 1, 8) = 0 THEN NULL ELSE round(prove.random(id, 2)::numeric * 100, pick(id, 3, 3)) END AS value, CASE WHEN pick(id, 4, 8) = 0 THEN 0 ELSE round(prove.random(id, 5)::numeric * 10, pick(id, 6, 4)) END AS weight
	FROM generate_series(1, 400) AS account, LATERAL generate_series(1, 1 + pick(account, 7, 7)) AS n, LATERAL (SELECT account * 10 + n) AS i (id);
CREATE TABLE criterion_bigint AS SELECT account, n, value::bigint, weight::bigint FROM criterion_numeric;
CREATE TABLE criterion_float8 AS SELECT account, n, value::float8, weight::float8 FROM criterion_numeric;
-- The same in plain SQL, by the definition: the others keep their proportions, and the shift must leave every weight between 0 and 1.
-- A score at the threshold passes: one below must reach it, one that passes must get below it.
CREATE FUNCTION plain_shift(source text, thresholds text) RETURNS TABLE (account int, n int, threshold numeric, shift numeric, passes boolean) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH share AS (
			SELECT account, n, value::numeric AS x, weight::numeric AS own, sum(weight::numeric) FILTER (WHERE value IS NOT NULL) OVER w AS total, sum(value::numeric * weight::numeric) OVER w AS weighted
			FROM %s WINDOW w AS (PARTITION BY account)
		), part AS (
			SELECT account, n, x, own / nullif(total, 0) AS w, weighted / nullif(total, 0) AS s, (weighted - x * own) / nullif(total - own, 0) AS r, total, weighted, own FROM share
		), asked AS (SELECT p.*, t.threshold, (t.threshold - s) / nullif(x - r, 0) AS d, weighted >= t.threshold * total AS passes FROM part p, LATERAL (SELECT DISTINCT (%s)::numeric) AS t (threshold))
		SELECT account, n, threshold, CASE WHEN r IS NULL OR x IS NULL THEN NULL
				-- the score with all weight on the criterion is x, with none r
				WHEN NOT passes AND d > 0 AND x >= threshold THEN d WHEN NOT passes AND d < 0 AND round(r, 18) >= threshold AND own > 0 THEN d
				WHEN passes AND x < threshold THEN d WHEN passes AND x > r AND round(r, 18) < threshold AND own > 0 THEN d END, passes
		FROM asked WHERE s IS NOT NULL$query$, source, thresholds);
END $$;
CREATE TEMP TABLE comparison AS
	SELECT 'numeric' AS type, p.*, k.shift AS found FROM plain_shift('prove.criterion_numeric', 'unnest(ARRAY[0, 20, 50.5, 80, 100, -1, x])') AS p
	JOIN (SELECT account, n, value, weight, kam.score_agg(value, weight) OVER (PARTITION BY account) AS s FROM criterion_numeric) AS c USING (account, n), LATERAL (SELECT kam.weight_shift(s, value, weight, threshold)) AS k (shift)
	UNION ALL SELECT 'bigint', p.*, k.shift FROM plain_shift('prove.criterion_bigint', 'unnest(ARRAY[0, 20, 50, 80, 100])') AS p
	JOIN (SELECT account, n, value, weight, kam.score_agg(value, weight) OVER (PARTITION BY account) AS s FROM criterion_bigint) AS c USING (account, n), LATERAL (SELECT kam.weight_shift(s, value, weight, threshold::bigint)) AS k (shift)
	UNION ALL SELECT 'float8', p.*, k.shift::numeric FROM plain_shift('prove.criterion_float8', 'unnest(ARRAY[0, 20, 50.5, 80, 100])') AS p
	JOIN (SELECT account, n, value, weight, kam.score_agg(value, weight) OVER (PARTITION BY account) AS s FROM criterion_float8) AS c USING (account, n), LATERAL (SELECT kam.weight_shift(s, value, weight, threshold::float8)) AS k (shift);
SELECT type, count(*), count(shift) AS shifts, count(shift) FILTER (WHERE passes) AS that_fail, count(shift) FILTER (WHERE NOT passes) AS that_pass, count(*) FILTER (WHERE (shift IS NULL) <> (found IS NULL)) AS wrong_null, count(*) FILTER (WHERE abs(shift - found) > 1e-12 * greatest(abs(shift), 1)) AS wrong
FROM comparison GROUP BY type ORDER BY type COLLATE "C";
-- What it says holds: with the weight shifted as told the score is the threshold, and beyond it the verdict is the other one
CREATE TEMP TABLE shifted AS
	SELECT c.account, c.n, c.threshold, c.passes, beyond, kam.weighted_score(o.value, CASE WHEN o.n = c.n THEN w.own + found * beyond ELSE o.weight / t.total * (1 - w.own - found * beyond) / (1 - w.own) END) AS score
	FROM comparison c JOIN criterion_numeric o USING (account), LATERAL (SELECT sum(weight) FROM criterion_numeric q WHERE q.account = c.account AND q.value IS NOT NULL) AS t (total),
		LATERAL (SELECT weight / t.total FROM criterion_numeric q WHERE (q.account, q.n) = (c.account, c.n)) AS w (own), unnest('{0,0.999,1,1.001}'::numeric[]) AS beyond
	WHERE type = 'numeric' AND found <> 0 AND o.value IS NOT NULL AND w.own + found * beyond BETWEEN 0 AND 1
	GROUP BY c.account, c.n, c.threshold, c.passes, beyond;
SELECT beyond, count(*) > 300 AS many, count(*) FILTER (WHERE CASE beyond WHEN 1 THEN abs(score - threshold) < 1e-12 ELSE (score >= threshold) = (passes = (beyond < 1)) END) = count(*) AS so FROM shifted GROUP BY beyond ORDER BY beyond;

-- From a score and shares of weight it is the same, but for what rounding the score changes
SELECT count(*) AS compared, count(*) FILTER (WHERE (a IS NULL) <> (b IS NULL)) AS other_null, count(*) FILTER (WHERE abs(a - b) > 1e-12 * greatest(abs(a), 1)) AS other
FROM (SELECT kam.weight_shift(s, value, weight, threshold) AS a, kam.weight_shift(kam.weighted_score(s), value, weight / nullif(total, 0), threshold) AS b
	  FROM (SELECT value, weight, kam.score_agg(value, weight) OVER w AS s, sum(weight) FILTER (WHERE value IS NOT NULL) OVER w AS total FROM criterion_numeric WINDOW w AS (PARTITION BY account)) AS c, unnest('{20,50.5,80}'::numeric[]) AS threshold) AS q;

-- Three criteria by hand: S = 0.5 * 80 + 0.3 * 40 + 0.2 * 30 = 58. To 50: -8 / (80 - 36) = -0.1818, -8 / (40 - 65.714) = 0.3111, -8 / (30 - 65) = 0.2286; the first is the most fragile. To 60: 0.0455 for the first, -0.0778 and -0.0571.
CREATE TEMP TABLE scorecard (account text, criterion text, value numeric, weight numeric);
INSERT INTO scorecard VALUES ('A', 'potential', 80, 50), ('A', 'risk', 40, 30), ('A', 'fit', 30, 20);
SELECT threshold, criterion, round(shift, 4) AS shift, CASE WHEN shift IS NOT NULL THEN rank() OVER (PARTITION BY threshold ORDER BY abs(shift)) END AS rank
FROM (SELECT threshold, criterion, kam.weight_shift(kam.score_agg(value, weight) OVER (PARTITION BY account, threshold), value, weight, threshold) AS shift FROM scorecard, unnest('{50,58,60,79,80,81,30,29}'::numeric[]) AS threshold) AS s
ORDER BY threshold, criterion COLLATE "C";
-- the scale of the weights does not matter
SELECT bool_and(a = b AND a = c) AS same
FROM (SELECT kam.weight_shift(kam.score_agg(value, weight) OVER (), value, weight, 50), kam.weight_shift(kam.score_agg(value, weight * 1e30) OVER (), value, weight * 1e30, 50), kam.weight_shift(kam.score_agg(value, weight / 100) OVER (), value, weight / 100, 50) FROM scorecard) AS s (a, b, c);

-- Edges: the score is the threshold, the value is the score, one criterion alone, the others without weight, no weight, at the ends
SELECT label, kam.weight_shift(score, value, weight, threshold) AS shift
FROM (VALUES (1, 'at the threshold, falls with less', 50.0, 80.0, 0.2, 50.0), (2, 'at the threshold, falls with more', 50, 20, 0.2, 50), (3, 'at the threshold, has no weight to lose', 50, 80, 0, 50), (4, 'the value is the score', 60, 60, 0.2, 50), (5, 'alone', 60, 60, 1, 50), (6, 'alone, says the caller', 60, 80, 1, 50),
	(7, 'below, reached by all weight', 40, 50, 0.2, 50), (8, 'below, out of reach', 40, 49.9, 0.2, 50), (9, 'passes, at the threshold by all weight', 60, 50, 0.2, 50), (10, 'passes, below by all weight', 60, 49.9, 0.2, 50), (11, 'below, reached by none', 40, 0, 0.2, 50), (12, 'below, not by none', 40, 1, 0.2, 50),
	(13, 'passes, at the threshold by none', 60, 100, 0.2, 50), (14, 'passes, below by none', 60, 100.1, 0.2, 50), (15, 'no weight, to be given some', 40, 90, 0, 50), (16, 'no weight, and none to take', 40, 10, 0, 50), (17, 'negative values', -10, -30, 0.25, -12), (18, 'unknown', NULL, 1, 0.5, 2)) AS v (n, label, score, value, weight, threshold) ORDER BY n;
SELECT label, kam.weight_shift(s, 60.0, 1.0, 50) AS shift
FROM (SELECT 'alone' AS label, kam.score_agg(60.0, 1) AS s UNION ALL SELECT 'the others without weight', kam.score_agg(v, w) FROM (VALUES (60.0, 1), (10, 0)) AS q (v, w) UNION ALL SELECT 'the others unknown', kam.score_agg(v, w) FROM (VALUES (60.0, 1), (NULL, 3)) AS q (v, w)
	  UNION ALL SELECT 'with another', kam.score_agg(v, w) FROM (VALUES (60.0, 1), (20, 3), (NULL, 3)) AS q (v, w)) AS t;
SELECT kam.weight_shift(kam.score_agg(v, w), 5.0, 0, 50) AS no_weight_at_all FROM (VALUES (60.0, 0), (10, 0)) AS q (v, w);
SELECT kam.weight_shift(kam.score_agg(v, 1::float8), 5::float8, 1, 50) AS of_nan, kam.weight_shift(kam.score_agg(v, 1::float8), NULL::float8, 1, 50) AS unknown FROM unnest('{60,NaN}'::float8[]) AS v;
SELECT kam.weight_shift(1e300::float8, 1.7e308, 1e-300, 1.6e308) AS large, kam.weight_shift(0::float8, 5e-324, 0.5, 5e-324) AS small, kam.weight_shift(1e40, 1e41, 1e-40, 2e40) AS wide, kam.weight_shift(kam.score_agg(v, 1::bigint), 9223372036854775807, 1, 0) AS bigint FROM unnest('{9223372036854775807,-9223372036854775808}'::bigint[]) AS v;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['weight_shift(60.0, 80, -0.2, 50)', 'weight_shift(60.0, 80, 1.2, 50)', 'weight_shift(60, 80, 20, 50)', $$weight_shift('NaN'::numeric, 80, 0.2, 50)$$, $$weight_shift(60, 'Infinity'::float8, 0.2, 50)$$, $$weight_shift(60, 80, 'NaN'::float8, 50)$$, $$weight_shift(60.0, 80, 0.2, '-Infinity'::numeric)$$,
	'weight_shift(kam.score_agg(60.0, 1), 60.0, -1, 50)', 'weight_shift(kam.score_agg(60.0, 1), 60.0, 2, 50)', 'weight_shift(kam.score_agg(NULL, 1.0), 60.0, 1, 50)', $$weight_shift(kam.score_agg(60.0, 1), 'NaN'::numeric, 1, 50)$$, 'weight_shift(NULL::kam.score, -1.0, -1, 50)', 'weight_shift(60.0, 80, 0.2, NULL)']) AS call;

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.weight_shift(%s))', arguments)) AS number, outcome(format('SELECT pg_typeof(kam.weight_shift(kam.score_agg(60, 1), %s))', regexp_replace(arguments, '^[^,]*, ', ''))) AS score
FROM unnest(ARRAY['60, 80, 0, 50', '60::bigint, 80, 0, 50', '60.5, 80, 0.2, 50', '60, 80, 0.2, 50', '60::float8, 80, 0.2, 50', '60::real, 80, 0, 50', '60::smallint, 80::smallint, 0::smallint, 50::smallint', '60.5, 80::float8, 0.2, 50', '60::money, 80, 0, 50']) AS arguments;
DROP TABLE criterion_numeric, criterion_bigint, criterion_float8;
DROP FUNCTION plain_shift;
