-- The types of stored states: retention, score, log_score and wallet
SET extra_float_digits = 1;
SET search_path = prove, kam, public;	-- kam for the operators

-- Sample states of every kind: narrow, wide, float8, with NaN
CREATE TABLE retention_state AS
	SELECT 1 AS n, kam.retention_agg(o, c) AS s
	FROM (VALUES (100, 120), (100, 0), (100.50, 80), (0, 7), (-5, 3), (10, -2.5)) AS v (o, c)
	UNION ALL
	SELECT 2, kam.retention_agg(o, c) FROM (VALUES (1e40, 2e40), (1e-30, 3), (5, 1)) AS v (o, c)
	UNION ALL
	SELECT 3, kam.retention_agg(o, c) FROM (VALUES (0.1::float8, 0.3::float8), (2, 1), (1e30, 5)) AS v (o, c)
	UNION ALL
	SELECT 4, kam.retention_agg(o, c) FROM (VALUES (9223372036854775807, -9223372036854775808), (1, 2)) AS v (o, c);
CREATE TABLE score_state AS
	SELECT 1 AS n, kam.score_agg(v, w, 0, 100) AS s
	FROM (VALUES (25, 0.2), (20, 0.15), (NULL, 0.4), (30.5, 0.25)) AS t (v, w)
	UNION ALL
	SELECT 2, kam.score_agg(v, w) FROM (VALUES (1e40, 2e-30), (NULL, 3)) AS t (v, w)
	UNION ALL
	SELECT 3, kam.score_agg(v, w, 0, 9)
	FROM (VALUES ('NaN'::float8, 1::float8), ('Infinity', 2), ('-Infinity', 3), (0.1, 0.3), (NULL, 1)) AS t (v, w);
CREATE TABLE log_score_state AS
	SELECT 1 AS n, kam.log_score_agg(v, w) AS s FROM (VALUES (1, 1), (1, 3), (0, 2), (3, 0)) AS t (v, w)
	UNION ALL
	SELECT 2, kam.log_score_agg(v, w) FROM (VALUES (1e200, 1e-50), (1e-9, 5.5)) AS t (v, w);
CREATE TABLE wallet_state AS
	SELECT 1 AS n, kam.wallet_agg(s, w) AS s FROM (VALUES (100, 200), (50, NULL), (70.25, 60), (-3, 0)) AS v (s, w)
	UNION ALL
	SELECT 2, kam.wallet_agg(s, w) FROM (VALUES (1e80, 1e81), (1e-80, NULL)) AS v (s, w)
	UNION ALL
	SELECT 3, kam.wallet_agg(s, w) FROM (VALUES (0.1::float8, 0.2::float8), (1e-300, 1e300)) AS v (s, w);
CREATE TABLE sample_state AS
	SELECT 'retention' AS type, n, s::text AS state FROM retention_state
	UNION ALL SELECT 'score', n, s::text FROM score_state
	UNION ALL SELECT 'log_score', n, s::text FROM log_score_state
	UNION ALL SELECT 'wallet', n, s::text FROM wallet_state;

-- The text form
SELECT type, state FROM sample_state WHERE n = 1 ORDER BY type COLLATE "C";
SELECT s::jsonb ->> 'opening' AS opening, (s::jsonb ->> 'closing_squared')::numeric AS squared, s::jsonb = s::text::jsonb AS same
FROM retention_state WHERE n = 3;
SELECT s = s::text::kam.retention AND s::text = s::text::kam.retention::text AS same FROM retention_state;
SELECT s = s::text::kam.score AND s::text = s::text::kam.score::text AND s::jsonb = s::text::jsonb AS same FROM score_state;
SELECT s = s::text::kam.log_score AND s::text = s::text::kam.log_score::text AND s::jsonb = s::text::jsonb AS same FROM log_score_state;
SELECT s = s::text::kam.wallet AND s::text = s::text::kam.wallet::text AND s::jsonb = s::text::jsonb AS same FROM wallet_state;
-- Keys may come in any order; white space does not matter.
SELECT '{"spend": 1, "wallet": 2, "known_spend": 1, "exceeded": 0, "unknown": 0,
		"known": 1, "scale_rows": 1, "scale": 0, "rows": 1, "numbers": "numeric", "version": 1}'::kam.wallet
	= kam.wallet_agg(1, 2) AS same;

-- = goes by value: trailing zeros and the way a sum was kept do not matter,
-- and what is equal has one hash
SELECT a = b AS equal, hash_a = hash_b AS same_hash, a::text = b::text AS same_text
FROM (SELECT kam.wallet_agg(1.5, 2) AS a, kam.wallet_agg(1.500, 2.0) AS b
	  UNION ALL	-- from text, a float8 sum is kept as numeric
	  SELECT s, s::text::kam.wallet FROM wallet_state WHERE n = 3
	  UNION ALL	-- a wide part that has come to zero again
	  SELECT s, kam.wallet_combine_inv(kam.wallet_combine(s, big), big)
	  FROM wallet_state, (SELECT kam.wallet_agg(-1e90, 1e90) AS big) AS b WHERE n = 1
	  UNION ALL	-- and one that makes up for the narrow part
	  SELECT kam.wallet_agg(x, 1), kam.wallet_agg(x, 1 ORDER BY x DESC) FROM (VALUES (1e60 + 1), (-1e60), (5)) AS v (x)) AS pair,
	LATERAL (SELECT kam.wallet_hash(a), kam.wallet_hash(b)) AS hashes (hash_a, hash_b);
SELECT kam.wallet_agg(1::numeric, 2) = kam.wallet_agg(1::float8, 2) AS numeric_is_float8,
	kam.wallet_agg(1::numeric, 2) = kam.wallet_agg(1::bigint, 2) AS numeric_is_bigint;

-- A total order, which the operators agree on
SELECT count(*) AS pairs,
	bool_and((a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int = 1
			 AND (a.s <= b.s) = NOT (a.s > b.s) AND (a.s >= b.s) = NOT (a.s < b.s) AND (a.s <> b.s) = NOT (a.s = b.s)
			 AND sign(kam.retention_cmp(a.s, b.s)) = -sign(kam.retention_cmp(b.s, a.s))
			 AND (a.s < b.s) = (kam.retention_cmp(a.s, b.s) < 0)) AS consistent
FROM retention_state a, retention_state b;
SELECT count(*) AS triples, bool_and(NOT (a.s < b.s AND b.s < c.s) OR a.s < c.s) AS transitive
FROM retention_state a, retention_state b, retention_state c;
SELECT type, bool_and(consistent) AS consistent
FROM (SELECT 'score' AS type, (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int = 1 AND (a.s <= b.s) = NOT (b.s < a.s)
			 AND (a.s <> b.s) = NOT (a.s = b.s) AND (a.s >= b.s) = (kam.score_cmp(a.s, b.s) >= 0) AS consistent FROM score_state a, score_state b
	  UNION ALL
	  SELECT 'log_score', (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int = 1 AND (a.s <= b.s) = NOT (b.s < a.s)
			 AND (a.s <> b.s) = NOT (a.s = b.s) AND (a.s >= b.s) = (kam.log_score_cmp(a.s, b.s) >= 0) FROM log_score_state a, log_score_state b
	  UNION ALL
	  SELECT 'wallet', (a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int = 1 AND (a.s <= b.s) = NOT (b.s < a.s)
			 AND (a.s <> b.s) = NOT (a.s = b.s) AND (a.s >= b.s) = (kam.wallet_cmp(a.s, b.s) >= 0) FROM wallet_state a, wallet_state b) AS pairs
GROUP BY type ORDER BY type COLLATE "C";

-- Grouping, joining and indexes by hash and by order
CREATE TEMP TABLE many AS
	SELECT i, kam.wallet_agg(i % 50 + 0.0, (i % 50 + 1) * 1.00 ) AS s FROM generate_series(1, 1000) AS i GROUP BY i;
BEGIN;
SET LOCAL enable_hashagg = off;
SELECT count(*), min(n), max(n) FROM (SELECT s, count(*) AS n FROM many GROUP BY s) AS g;
SET LOCAL enable_hashagg = on;
SET LOCAL enable_sort = off;
SELECT count(*), min(n), max(n) FROM (SELECT s, count(*) AS n FROM many GROUP BY s) AS g;
SET LOCAL enable_sort = on;
SET LOCAL enable_nestloop = off;
SET LOCAL enable_mergejoin = off;
SELECT count(*) FROM many a JOIN many b USING (s);
SET LOCAL enable_mergejoin = on;
SET LOCAL enable_hashjoin = off;
SELECT count(*) FROM many a JOIN many b USING (s);
COMMIT;
CREATE INDEX ON many (s);
CREATE INDEX ON many USING hash (s);
BEGIN;
SET LOCAL enable_seqscan = off;
SELECT count(*) FROM many WHERE s = (SELECT kam.wallet_agg(7.0, 8.0));
ROLLBACK;
SELECT count(DISTINCT s) FROM many;

-- Functions called by hand never write to a stored row, whatever its header.
CREATE TABLE stored (type text, storage text, r kam.retention, p kam.retention, e kam.retention, l kam.log_score, w kam.wallet, s kam.score);
ALTER TABLE stored ALTER p SET STORAGE plain, ALTER e SET STORAGE external;
INSERT INTO stored (r, p, e, l, w, s)
	SELECT r.s, r.s, r.s, l.s, w.s, s.s
	FROM retention_state r, log_score_state l, wallet_state w, score_state s WHERE r.n < 3 AND w.n < 3 AND s.n < 3;
CREATE TEMP TABLE before AS SELECT stored::text AS line FROM stored;
SELECT count(*), bool_and(length(result) > 100) AS computed
FROM stored, LATERAL (SELECT concat(
	kam.retention_combine(r, p), kam.retention_combine(p, r), kam.retention_combine(e, e), kam.retention_combine_inv(p, p),
	kam.retention_accum(r, 1.5, 2), kam.retention_accum(p, 1e50, 2), kam.retention_accum(e, 1, 2), kam.retention_accum(p, 1::numeric, NULL),
	kam.retention_final(p), kam.nrr(p), kam.grr(p), kam.nrr_stderr(e),
	kam.log_score_combine(l, l), kam.log_score_accum(l, 2.5::float8, 1), kam.log_score_accum(l, 1e-300::float8, 1), kam.log_score_combine_inv(l, l),
	kam.wallet_combine(w, w), kam.wallet_accum(w, 2.5, 1), kam.wallet_accum(w, 2.5e-30, 1), kam.wallet_combine_inv(w, w),
	kam.score_combine(s, s), kam.score_accum(s, 2.5, 1), kam.score_interval_accum(s, 2.5, 1, 0, NULL), kam.score_combine_inv(s, s)) AS result) AS l;
-- also while an aggregate runs
SELECT count(kam.retention_combine(p, p)) > 0 AS computed, kam.rollup(p) = kam.rollup(kam.retention_combine_inv(kam.retention_combine(p, r), r)) AS same,
	kam.rollup(p) OVER () IS NOT NULL AS windowed FROM stored GROUP BY p, r LIMIT 1;
SELECT count(*) AS changed FROM stored FULL JOIN before ON stored::text = before.line WHERE before.line IS NULL OR stored IS NULL;

-- An inverse function refuses to take away what is not there.
SELECT outcome($$SELECT kam.retention_accum_inv(NULL, 5, 3)$$);
SELECT outcome($$SELECT kam.retention_accum_inv(s, 5000, 3) FROM prove.retention_state WHERE n = 1$$);
SELECT outcome($$SELECT kam.retention_combine_inv(a.s, b.s) FROM prove.retention_state a, prove.retention_state b WHERE a.n = 1 AND b.n = 2$$);
SELECT outcome($$SELECT kam.wallet_accum_inv(kam.wallet_agg(5, 7), 5.001, 7)$$);
SELECT outcome($$SELECT kam.wallet_accum_inv(kam.wallet_agg(5, 7), 5, 7)$$);
SELECT outcome($$SELECT kam.score_accum_inv(kam.score_agg(NULL, 7), 5, 7)$$);

-- numeric and float8 do not mix.
SELECT outcome($$SELECT kam.wallet_accum(kam.wallet_agg(1.5, 2), 0.1::float8, 1)$$);
SELECT outcome($$SELECT kam.rollup(s) FROM prove.retention_state$$);

-- Hostile text
SELECT input, outcome(format('SELECT %L::kam.wallet', input))
FROM (VALUES (''), ('1'), ('null'), ('[]'), ('{}'), ('{"version": 1}'), ('{"version": 2}'), ('{"version": "1"}'),
	('{"version": 1.5}'), ('{"version": -1}'), ('{"version": 1e400}'), ('{"version": true}'), ('{"version": {"version": 1}}'),
	('{"version": 1, "version": 2}'), ('{"a": ')) AS hostile (input);
SELECT left(outcome(format('SELECT %L::kam.wallet', repeat('[', 1000000))), 5) AS deeply_nested;
SELECT fault, outcome(format('SELECT %L::kam.wallet', replace(
	'{"version": 1, "numbers": "numeric", "rows": 3, "scale": 2, "scale_rows": 1, "known": 2, "unknown": 1, "exceeded": 1, "known_spend": 3.25, "wallet": 4, "spend": 5}',
	split_part(fault, ' -> ', 1), split_part(fault, ' -> ', 2))))
FROM unnest(ARRAY[
	'"rows": 3 -> "rows": -3', '"rows": 3 -> "rows": 2.5', '"rows": 3 -> "rows": 1000000000000000001', '"rows": 3 -> "rows": null',
	'"rows": 3 -> "rows": 1', '"rows": 3 -> "rows": 3, "extra": 1', '"rows": 3 -> "rovs": 3',
	'"scale": 2 -> "scale": 1', '"scale": 2 -> "scale": 16384', '"scale": 2 -> "scale": -1',
	'"scale_rows": 1 -> "scale_rows": 4', '"scale_rows": 1 -> "scale_rows": -1',
	'"exceeded": 1 -> "exceeded": 3', '"wallet": 4 -> "wallet": -4', '"spend": 5 -> "spend": "5"', '"spend": 5 -> "spend": NaN',
	'"spend": 5 -> "spend": 1e131072', '"spend": 5 -> "spend": 5.001', '"numeric" -> "float8"', '"numeric" -> "money"', '"numeric" -> 1']) AS fault;

-- prove.examine() calls everything with a value: good values give no error.
SELECT type, n, prove.examine(type, format('%L::kam.%s', state, type)) FROM sample_state ORDER BY type COLLATE "C", n;

-- Every key of every sample with every bad value.  What is accepted must be
-- as good as any other value: at most it is too large for something.
CREATE TEMP TABLE mutant AS
	SELECT s.type, s.n, key, bad, jsonb_set(s.state::jsonb, ARRAY[key], bad)::text AS state
	FROM sample_state s, jsonb_object_keys(s.state::jsonb) AS key,
		unnest('{0,1,-1,2,0.5,-0.001,3,17,1000000000000000000,1000000000000000001,-9223372036854775808,1e40,-1e40,1e-40,1e308,1e60000,-1e131071,1e-16383,"null",true,"\"1\"","[]"}'::jsonb[]) AS bad;
CREATE TEMP TABLE verdict AS
	SELECT *, prove.outcome(format('SELECT %L::kam.%s', state, type)) AS input FROM mutant;
SELECT count(*) AS mutants, count(*) FILTER (WHERE input ~ '^\{') > 100 AS some_accepted,
	count(*) FILTER (WHERE input ~ '^22P02 \|') > 1000 AS most_refused,
	count(*) FILTER (WHERE input !~ '^(\{|22P02 \||22003 \| value overflows numeric format)') AS neither
FROM verdict;
SELECT error, count(*) > 0 AS found
FROM verdict, unnest(prove.examine(type, format('%L::kam.%s', state, type))) AS error
WHERE input ~ '^\{'
GROUP BY error ORDER BY error COLLATE "C";

-- Text that ends early, or is garbled anywhere, is refused with 22P02.
SELECT type, count(*) AS texts, count(*) FILTER (WHERE left(prove.outcome(format('SELECT %L::kam.%s', left(state, length), type)), 5) <> '22P02') AS others
FROM sample_state, LATERAL generate_series(0, length(state) - 1) AS length
GROUP BY type ORDER BY type COLLATE "C";
SELECT count(*) AS texts, count(*) FILTER (WHERE verdict !~ '^(\{|22P02|22003)') AS others
FROM (SELECT prove.outcome(format('SELECT %L::kam.%s', overlay(state PLACING chr(33 + prove.pick(place, n, 93)) FROM place FOR 1), type)) AS verdict
	  FROM sample_state, LATERAL generate_series(1, length(state)) AS place) AS garbled;
DROP TABLE retention_state, score_state, log_score_state, wallet_state, sample_state, stored;
