-- The type of the states of simple metrics: tally
SET extra_float_digits = 1;
SET search_path = prove, kam, public;	-- kam for the operators

-- Which functions belong to which metric
CREATE TABLE metric_function (metric text, function text);
INSERT INTO metric_function VALUES
	('nps', 'nps'), ('nps', 'nps_stderr'), ('nps', 'nps_accum'),
	('csat', 'csat'), ('csat', 'csat_interval'), ('csat', 'csat_accum'),
	('sla_attainment', 'sla_attainment'), ('sla_attainment', 'sla_undecided'), ('sla_attainment', 'sla_accum'),
	('contribution_margin', 'contribution_margin'), ('contribution_margin', 'contribution_margin_float8'), ('contribution_margin', 'contribution'), ('contribution_margin', 'contribution_margin_accum'),
	('wape', 'wape'), ('wape', 'wape_float8'), ('wape', 'forecast_bias'), ('wape', 'forecast_bias_float8'), ('wape', 'wape_accum'),
	('brier_score', 'brier_score'), ('brier_score', 'brier_score_float8'), ('brier_score', 'brier_accum'),
	('variation', 'variation'), ('variation', 'variation_float8'), ('variation', 'variation_pop'), ('variation', 'variation_pop_float8'), ('variation', 'variation_accum'),
	('white_space', 'white_space'), ('white_space', 'white_space_float8'), ('white_space', 'penetration'), ('white_space', 'penetration_float8'), ('white_space', 'unknown_cells'), ('white_space', 'white_space_accum'),
	('concentration', 'hhi'), ('concentration', 'hhi_float8'), ('concentration', 'effective_accounts'), ('concentration', 'effective_accounts_float8'), ('concentration', 'nonpositive_accounts'), ('concentration', 'concentration_accum'),
	('plan_progress', 'plan_value_index'), ('plan_progress', 'plan_value_index_float8'), ('plan_progress', 'plan_realisation'), ('plan_progress', 'plan_realisation_float8'), ('plan_progress', 'plan_slip'), ('plan_progress', 'plan_slip_float8'),
	('plan_progress', 'unscheduled_milestones'), ('plan_progress', 'unvalued_milestones'), ('plan_progress', 'plan_progress_accum');
-- None is forgotten: of the functions of a tally only those of the type itself are of no metric.
SELECT DISTINCT proname::text COLLATE "C" AS of_all_metrics
FROM pg_proc WHERE pronamespace = 'kam'::regnamespace AND proargtypes[0] = 'kam.tally'::regtype
	AND regexp_replace(proname, '_inv$', '') NOT IN (SELECT function FROM metric_function) ORDER BY 1;

-- Samples of every metric but concentration, which test concentration has: like money, of every size, float8, float8 of every size, and without a row
CREATE TABLE tally_state (metric text, n int, s kam.tally, PRIMARY KEY (metric, n));
INSERT INTO tally_state
	SELECT 'nps', 1, kam.nps_agg(n % 11) FROM generate_series(1, 40) AS n
	UNION ALL SELECT 'nps', 2, kam.nps_agg(n % 11 - n * 1e-30) FROM generate_series(1, 40) AS n WHERE n % 11 > 0
	UNION ALL SELECT 'nps', 3, kam.nps_agg(n / 4.0::float8) FROM generate_series(0, 40) AS n
	UNION ALL SELECT 'nps', 5, kam.nps_accum(NULL, NULL::numeric)
	UNION ALL SELECT 'csat', 1, kam.csat_agg(n % 5 + 1, 4) FROM generate_series(1, 40) AS n
	UNION ALL SELECT 'csat', 3, kam.csat_agg(n % 5 + 0.5::float8, 4) FROM generate_series(1, 40) AS n
	UNION ALL SELECT 'csat', 5, kam.csat_accum(NULL, NULL, NULL::numeric)
	UNION ALL SELECT 'sla_attainment', 1, kam.sla_agg(CASE WHEN n % 3 > 0 THEN date '2025-01-01' + n END, date '2025-01-20' + n % 10, '2025-01-25') FROM generate_series(1, 40) AS n
	UNION ALL SELECT 'sla_attainment', 5, kam.sla_accum(NULL, NULL::date, NULL, NULL)
	UNION ALL SELECT 'contribution_margin', 1, kam.margin_agg(a, b) FROM sample_numeric WHERE grp = 0
	UNION ALL SELECT 'contribution_margin', 2, kam.margin_agg(a, b) FROM sample_numeric WHERE grp = 3
	UNION ALL SELECT 'contribution_margin', 3, kam.margin_agg(a, b) FROM sample_float8 WHERE grp = 1
	UNION ALL SELECT 'contribution_margin', 4, kam.margin_agg(a, b) FROM sample_float8 WHERE grp = 3
	UNION ALL SELECT 'contribution_margin', 5, kam.contribution_margin_accum(NULL, NULL, NULL::numeric)
	UNION ALL SELECT 'wape', 1, kam.forecast_agg(a, b) FROM sample_numeric WHERE grp = 0
	UNION ALL SELECT 'wape', 2, kam.forecast_agg(a, b) FROM sample_numeric WHERE grp = 3
	UNION ALL SELECT 'wape', 3, kam.forecast_agg(a, b) FROM sample_float8 WHERE grp = 1
	UNION ALL SELECT 'wape', 4, kam.forecast_agg(a, b) FROM sample_float8 WHERE grp = 3
	UNION ALL SELECT 'wape', 5, kam.wape_accum(NULL, NULL, NULL::numeric)
	UNION ALL SELECT 'brier_score', 1, kam.brier_agg(n / 40.0, n % 3 > 0) FROM generate_series(0, 40) AS n
	UNION ALL SELECT 'brier_score', 2, kam.brier_agg(('1e-' || n)::numeric, n % 3 > 0) FROM generate_series(0, 40) AS n
	UNION ALL SELECT 'brier_score', 3, kam.brier_agg(n / 40.0::float8, n % 3 > 0) FROM generate_series(0, 40) AS n
	UNION ALL SELECT 'brier_score', 4, kam.brier_agg(('1e-' || n)::float8, n % 3 > 0) FROM generate_series(0, 40) AS n
	UNION ALL SELECT 'brier_score', 5, kam.brier_accum(NULL, NULL::numeric, NULL)
	UNION ALL SELECT 'variation', 1, kam.variation_agg(a) FROM sample_numeric WHERE grp = 0
	UNION ALL SELECT 'variation', 2, kam.variation_agg(a) FROM sample_numeric WHERE grp = 3
	UNION ALL SELECT 'variation', 3, kam.variation_agg(a) FROM sample_float8 WHERE grp = 1
	UNION ALL SELECT 'variation', 4, kam.variation_agg(a) FROM sample_float8 WHERE grp = 3
	UNION ALL SELECT 'variation', 5, kam.variation_accum(NULL, NULL::numeric)
	UNION ALL SELECT 'white_space', 1, kam.white_space_agg(p, a) FROM sample_numeric WHERE grp = 0
	UNION ALL SELECT 'white_space', 2, kam.white_space_agg(p, a) FROM sample_numeric WHERE grp = 3
	UNION ALL SELECT 'white_space', 3, kam.white_space_agg(p, a) FROM sample_float8 WHERE grp = 1
	UNION ALL SELECT 'white_space', 4, kam.white_space_agg(p, a) FROM sample_float8 WHERE grp = 3
	UNION ALL SELECT 'white_space', 5, kam.white_space_accum(NULL, NULL, NULL::numeric)
	UNION ALL SELECT 'plan_progress', 1, kam.plan_progress_agg(p, b, d + id::int % 50, d + id::int % 40, '2025-01-30') FROM sample_numeric, (SELECT date '2025-01-01') AS v (d) WHERE grp = 0 AND b >= 0
	UNION ALL SELECT 'plan_progress', 2, kam.plan_progress_agg(p, d + id::int % 50, d + id::int % 40, '2025-01-30') FROM sample_numeric, (SELECT date '2025-01-01') AS v (d) WHERE grp = 3
	UNION ALL SELECT 'plan_progress', 3, kam.plan_progress_agg(p, d + id::int % 50, d + id::int % 40, '2025-01-30') FROM sample_float8, (SELECT date '2025-01-01') AS v (d) WHERE grp = 1
	UNION ALL SELECT 'plan_progress', 4, kam.plan_progress_agg(p, d + id::int % 50, d + id::int % 40, '2025-01-30') FROM sample_float8, (SELECT date '2025-01-01') AS v (d) WHERE grp = 3
	UNION ALL SELECT 'plan_progress', 5, kam.plan_progress_accum(NULL, NULL::numeric, NULL, NULL, NULL);

-- The text form, and the binary form: it tells the version, the metric and the kind of number
SELECT s FROM tally_state WHERE n = 1 ORDER BY metric COLLATE "C";
SELECT bool_and(s = s::text::kam.tally AND s::text = s::text::kam.tally::text AND s::jsonb = s::text::jsonb AND s::jsonb ->> 'metric' = metric) AS same FROM tally_state;
SELECT metric, n, substr(kam.tally_send(s), 1, 4) AS head, length(kam.tally_send(s)) AS bytes, pg_column_size(s) AS stored FROM tally_state WHERE n IN (1, 3) ORDER BY metric COLLATE "C", n;
-- Keys may come in any order.
SELECT '{"filled": 1, "sold": 1, "known": 1, "unknown": 0, "metric": "white_space", "potential": 3, "white_space": 2, "scale_rows": 1, "scale": 0, "rows": 1, "numbers": "numeric", "version": 1}'::kam.tally
	= kam.white_space_agg(3, 1) AS same;

-- Through COPY, byte by byte
CREATE TEMP TABLE received (s kam.tally);
CREATE FUNCTION receive(value bytea) RETURNS text	-- the value that receive makes of it, or the error
	LANGUAGE plpgsql
AS $$
DECLARE
	message text;
	detail text;
	-- signature, flags, no extension; one row of one field; the end
	wire text := encode('\x5047434f50590aff0d0a0000000000000000000001'::bytea || int4send(length(value)) || value || '\xffff', 'hex');
BEGIN
	TRUNCATE pg_temp.received;
	EXECUTE format('COPY pg_temp.received FROM PROGRAM %L (FORMAT binary)',
				   format('printf ''%s''', (SELECT string_agg(lpad((b / 64 * 100 + b / 8 % 8 * 10 + b % 8)::text, 4, '\000'), '' ORDER BY place)
											FROM generate_series(1, length(wire), 2) AS place, LATERAL get_byte(decode(substr(wire, place, 2), 'hex'), 0) AS b)));
	RETURN (SELECT s::text FROM pg_temp.received);
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
	RETURN concat_ws(' | ', SQLSTATE, message, nullif(detail, ''));
END
$$;
SELECT count(*) AS values, bool_and(receive(kam.tally_send(s)) = s::text) AS same FROM tally_state;
SELECT receive(kam.tally_send(s)) = s::text AS same FROM tally_state WHERE metric = 'wape' AND n = 4;
SELECT kam.tally_send(r.s) = kam.tally_send(t.s) AS same_bytes FROM tally_state t, received r WHERE metric = 'wape' AND n = 4;

-- = goes by value: trailing zeros and the way a sum was kept do not matter, and what is equal has one hash
SELECT a = b AS equal, hash_a = hash_b AS same_hash, a::text = b::text AS same_text
FROM (SELECT kam.margin_agg(1.5, 2) AS a, kam.margin_agg(1.500, 2.0) AS b
	  UNION ALL SELECT s, s::text::kam.tally FROM tally_state WHERE metric = 'white_space' AND n = 4
	  UNION ALL SELECT s, kam.tally_combine_inv(kam.tally_combine(s, big), big) FROM tally_state, (SELECT kam.margin_agg(-1e90, 1e90) AS big) AS b WHERE metric = 'contribution_margin' AND n = 1
	  UNION ALL SELECT kam.variation_agg(x), kam.variation_agg(x ORDER BY x DESC) FROM (VALUES (1e60 + 1), (-1e60), (5)) AS v (x)) AS pair,
	LATERAL (SELECT kam.tally_hash(a), kam.tally_hash(b)) AS hashes (hash_a, hash_b);
-- The same counts of two metrics are not the same: 1, 1 and 1
SELECT nps = sla AS equal, nps < sla AS less, kam.tally_cmp(nps, sla) AS cmp, kam.tally_cmp(sla, nps) AS other_way
FROM (SELECT kam.nps_agg(x) AS nps FROM unnest('{10,8,1}'::int[]) AS x) AS n,
	(SELECT kam.sla_agg(x, '2025-01-02', '2025-01-01') AS sla FROM unnest('{2024-12-01,2025-01-01,NULL}'::date[]) AS x) AS s;
-- A total order, which the operators agree on
SELECT count(*) AS pairs, bool_and((a.s < b.s)::int + (a.s = b.s)::int + (a.s > b.s)::int = 1
			 AND (a.s <= b.s) = NOT (a.s > b.s) AND (a.s >= b.s) = NOT (a.s < b.s) AND (a.s <> b.s) = NOT (a.s = b.s)
			 AND sign(kam.tally_cmp(a.s, b.s)) = -sign(kam.tally_cmp(b.s, a.s)) AND (a.s < b.s) = (kam.tally_cmp(a.s, b.s) < 0)
			 AND (a.s = b.s) = ((a.metric, a.n) = (b.metric, b.n))) AS consistent
FROM tally_state a, tally_state b;
SELECT count(*) AS triples, bool_and(NOT (a.s < b.s AND b.s < c.s) OR a.s < c.s) AS transitive FROM tally_state a, tally_state b, tally_state c;
-- Grouping, joining and indexes by hash and by order
CREATE TEMP TABLE many AS
	SELECT i, CASE WHEN i % 2 = 0 THEN kam.margin_agg(i % 50 + 0.0, (i % 50) * 1.00) ELSE kam.nps_agg(i % 50 / 5) END AS s FROM generate_series(1, 1000) AS i GROUP BY i;
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
SELECT count(*) FROM many WHERE s = (SELECT kam.nps_agg(7));
ROLLBACK;

-- A tally answers the functions of its own metric, and no other's.
SELECT count(*) FILTER (WHERE s.metric = f.metric) AS own, count(*) FILTER (WHERE s.metric <> f.metric) AS others, count(*) FILTER (WHERE (outcome ~ '^42804 \| tally is of another metric \|') <> (s.metric <> f.metric)) AS wrong
FROM tally_state s, metric_function f, LATERAL outcome(format('SELECT kam.%I(s) FROM prove.tally_state WHERE metric = %L AND n = %s', f.function, s.metric, s.n))
WHERE f.function !~ 'accum' AND s.n IN (1, 3);
SELECT outcome($$SELECT kam.csat(kam.nps_agg(9))$$);
SELECT outcome($$SELECT kam.wape(kam.margin_agg(1, 2))$$);
SELECT count(*) AS pairs, count(*) FILTER (WHERE (combined ~ '^42804 \| (cannot combine|cannot mix)') <> (a.metric <> b.metric OR a.n <> b.n)) AS wrong_combined, count(*) FILTER (WHERE (undone ~ '^42804 \| (cannot combine|cannot mix)') <> (a.metric <> b.metric OR a.n <> b.n)) AS wrong_undone
FROM tally_state a, tally_state b,
	LATERAL (SELECT format('SELECT kam.%%s(a.s, b.s) FROM prove.tally_state a, prove.tally_state b WHERE (a.metric, a.n) = (%L, %s) AND (b.metric, b.n) = (%L, %s)', a.metric, a.n, b.metric, b.n)) AS query (text),
	outcome(format(query.text, 'tally_combine')) AS combined, outcome(format(query.text, 'tally_combine_inv')) AS undone WHERE a.n IN (1, 3) AND b.n IN (1, 3);
SELECT outcome($$SELECT kam.rollup(s ORDER BY metric) FROM prove.tally_state WHERE n = 1 AND metric IN ('nps', 'csat')$$);
SELECT outcome($$SELECT kam.rollup(s) OVER (ORDER BY metric ROWS 1 PRECEDING) FROM prove.tally_state WHERE n = 1 AND metric IN ('nps', 'csat') LIMIT 1 OFFSET 1$$);
SELECT outcome($$SELECT kam.rollup(s ORDER BY n) FROM prove.tally_state WHERE metric = 'nps'$$);
SELECT count(*) AS accumulated, count(*) FILTER (WHERE outcome !~ '^XX001 \| invalid value of type kam.tally \|') AS wrong
FROM tally_state, LATERAL outcome(format($$SELECT kam.brier_accum(s, 0.5, true) FROM prove.tally_state WHERE metric = %L AND n = 1$$, metric)) WHERE n = 1 AND metric <> 'brier_score';
SELECT outcome($$SELECT kam.nps_accum(kam.csat_agg(1, 2), 9)$$);
SELECT outcome($$SELECT kam.nps_accum(kam.nps_agg(9), 9::float8)$$);
-- by metric they roll up, and nothing comes from nothing
SELECT count(*) AS metrics, bool_and(r = s) AS same FROM (SELECT metric, kam.rollup(s) AS r FROM tally_state WHERE n = 1 GROUP BY metric) AS g JOIN tally_state t USING (metric) WHERE t.n = 1;
SELECT kam.rollup(s) FROM tally_state WHERE n = 0;
SELECT count(*) AS metrics, count(kam.tally_final(s)) AS finished FROM tally_state WHERE n = 5;
SELECT metric, kam.rollup(s) AS of_no_rows FROM tally_state WHERE n = 5 GROUP BY metric ORDER BY metric COLLATE "C" LIMIT 2;
SELECT outcome($$SELECT kam.tally_combine(s, s) FROM (SELECT '{"version": 1, "numbers": "numeric", "rows": 600000000000000000, "scale": 0, "scale_rows": 0, "metric": "csat", "satisfied": 600000000000000000, "others": 0}'::kam.tally AS s) AS q$$);

-- Everything that can be called with a tally of a metric, as prove.examine() takes it
CREATE TABLE tally_call AS
	SELECT metric, numbers, array_agg(format('%s%s::text', call, CASE WHEN prorettype = 'kam.tally'::regtype THEN '::text::kam.tally' END) ORDER BY call COLLATE "C") AS calls
	FROM (SELECT m.metric, numbers, prorettype,
				 format(CASE WHEN prokind = 'a' THEN '(SELECT kam.%s(one.%s%s) FROM (SELECT s) AS one)' ELSE 'kam.%s(%s%s)' END, proname, CASE WHEN proname LIKE '%accum_inv' THEN format('kam.%s(s%s)', replace(proname, '_inv', ''), arguments) ELSE 's' END, arguments) AS call
		  FROM pg_proc AS p, LATERAL (SELECT coalesce(string_agg(CASE WHEN a = 'kam.tally'::regtype THEN ', s' WHEN a::regtype::text ~ '^(date|timestamp)' THEN format(', ''2025-01-31''::%s', a::regtype)
															ELSE format(', 1::%s', a::regtype) END, '' ORDER BY n), '') FROM unnest(proargtypes) WITH ORDINALITY AS u (a, n) WHERE n > 1) AS v (arguments),
			unnest('{numeric,float8}'::text[]) AS numbers, (SELECT DISTINCT metric FROM metric_function) AS m LEFT JOIN metric_function f USING (metric)
		  WHERE pronamespace = 'kam'::regnamespace AND proargtypes[0] = 'kam.tally'::regtype
			AND (f.function = regexp_replace(proname, '_inv$', '') AND (proname !~ '_accum' OR numbers = CASE WHEN 'float8'::regtype = ANY (proargtypes) THEN 'float8' ELSE 'numeric' END)
				 OR f.function LIKE '%accum' AND (proname ~ '^tally_' OR proname = 'rollup'))) AS q
	GROUP BY metric, numbers;
SELECT metric, numbers, cardinality(calls) AS calls FROM tally_call ORDER BY metric COLLATE "C", numbers;
CREATE FUNCTION examine_tally(value text) RETURNS text[]
	LANGUAGE plpgsql
AS $$
DECLARE
	its record;
BEGIN
	EXECUTE format('SELECT (%1$s)::jsonb ->> ''metric'' AS metric, (%1$s)::jsonb ->> ''numbers'' AS numbers', value) INTO its;
	INSERT INTO prove.calls SELECT 'kam.tally', numbers, calls FROM prove.tally_call WHERE metric = its.metric AND numbers = its.numbers
		ON CONFLICT (type, numbers) DO UPDATE SET calls = EXCLUDED.calls WHERE prove.calls.calls <> EXCLUDED.calls;
	RETURN prove.examine('tally', value);
END
$$;
-- Good values give no error.
SELECT count(*) AS values, count(*) FILTER (WHERE examine_tally(format('%L::kam.tally', s)) <> '{}') AS errors FROM tally_state;

-- Functions called by hand never write to a stored row, whatever its header.
CREATE TABLE stored (metric text, numbers text, n int, normal kam.tally, plain kam.tally, external kam.tally);
ALTER TABLE stored ALTER plain SET STORAGE plain, ALTER external SET STORAGE external;
INSERT INTO stored SELECT metric, s::jsonb ->> 'numbers', n, s, s, s FROM tally_state;
CREATE TEMP TABLE before AS SELECT stored::text AS line FROM stored;
CREATE FUNCTION call_all(metric text, numbers text, n int, col text) RETURNS boolean
	LANGUAGE plpgsql
AS $$
DECLARE
	found text;
BEGIN
	EXECUTE format('SELECT concat(%s) FROM (SELECT %I AS s FROM prove.stored t WHERE t.metric = %L AND t.n = %s) AS v',
				   (SELECT array_to_string(calls, ', ') FROM prove.tally_call t WHERE (t.metric, t.numbers) = (call_all.metric, call_all.numbers)), col, metric, n) INTO found;
	RETURN length(found) > 100;
END
$$;
SELECT col, count(*) AS values, bool_and(call_all(metric, numbers, n, col)) AS called FROM stored, unnest('{normal,plain,external}'::text[]) AS col GROUP BY col ORDER BY col COLLATE "C";
-- also while an aggregate runs, and in frames
SELECT metric, n, count(kam.tally_combine(plain, plain)) > 0 AS computed, kam.rollup(plain) = kam.rollup(kam.tally_combine_inv(kam.tally_combine(plain, external), external)) AS same,
	kam.rollup(plain) OVER (PARTITION BY metric) IS NOT NULL AS windowed FROM stored WHERE n = 2 GROUP BY metric, n, plain ORDER BY metric COLLATE "C";
SELECT count(*) AS changed FROM stored FULL JOIN before ON stored::text = before.line WHERE before.line IS NULL OR stored IS NULL;

-- An inverse function refuses to take away what is not there.
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['nps_accum_inv(NULL, 5)', 'nps_accum_inv(kam.nps_agg(9), 5)', 'nps_accum_inv(kam.nps_agg(9), 10)', 'csat_accum_inv(kam.csat_agg(5, 4), 3, 4)', $$sla_accum_inv(kam.sla_agg(date '2025-01-01', '2025-01-02', '2025-01-03'), NULL, '2025-01-02', '2025-01-03')$$,
	'contribution_margin_accum_inv(kam.margin_agg(5, 3), 5, 4)', 'contribution_margin_accum_inv(kam.margin_agg(5, 3), 5, 3)', 'wape_accum_inv(kam.forecast_agg(5, 7), 5, 6)', 'wape_accum_inv(kam.forecast_agg(5, 7), 5, 8)',
	'brier_accum_inv(kam.brier_agg(0.9, true), 0.1, true)', 'brier_accum_inv(kam.brier_agg(0.9, true), 0.9, false)', 'variation_accum_inv(kam.variation_agg(5), 6)', 'variation_accum_inv(kam.variation_agg(5.5), -5.5)',
	'white_space_accum_inv(kam.white_space_agg(5, 3), 5, 4)', 'white_space_accum_inv(kam.white_space_agg(5, 3), NULL, 4)', 'white_space_accum_inv(kam.white_space_agg(5, NULL), 5, 0)', 'tally_combine_inv(kam.nps_agg(9), kam.nps_agg(3))',
	$$plan_progress_accum_inv(kam.plan_progress_agg(5, date '2025-01-01', '2025-01-01', '2025-01-01'), 5, '2025-01-01', NULL, '2025-01-01')$$, $$plan_progress_accum_inv(kam.plan_progress_agg(5, date '2025-01-01', NULL, '2025-01-01'), 4, '2025-01-01', NULL, '2025-01-01')$$]) AS call;

-- Hostile text
SELECT input, outcome(format('SELECT %L::kam.tally', input))
FROM (VALUES (''), ('1'), ('[]'), ('{}'), ('{"metric": "nps"}'), ('{"metric": 1}'), ('{"metric": null}'), ('{"metric": ""}'), ('{"metric": "NPS"}'), ('{"metric": "nps", "version": 2}'), ('{"metric": ["nps"]}'), ('{"version": 1, "metric": "retention"}')) AS hostile (input);
SELECT metric, fault, outcome(format('SELECT %L::kam.tally', replace(s::text, split_part(fault, ' -> ', 1), split_part(fault, ' -> ', 2))))
FROM (VALUES ('nps', '"promoters": 6 -> "promoters": 7'), ('nps', '"nps" -> "csat"'), ('nps', '"numeric" -> "money"'), ('nps', '"rows": 40 -> "rows": 39'), ('nps', '"scale": 0 -> "scale": 16384'), ('csat', '"csat" -> "sla_attainment"'),
	('sla_attainment', '"rows": 40 -> "rows": 1000000000000000001'), ('sla_attainment', '"metric" -> "metrik"'),
	('contribution_margin', '"cost": 7 -> "cost": 17'), ('wape', '"absolute_error": 8 -> "absolute_error": -8'), ('brier_score', '"happened": 27 -> "happened": 13'), ('brier_score', '"squares": 13 -> "squares": -13'),
	('variation', '"sum": 7 -> "sum": 17'), ('variation', '"squares": 4 -> "squares": -4'), ('white_space', '"unknown": 19 -> "unknown": 20'), ('white_space', '"filled": 3 -> "filled": 4'),
	('plan_progress', '"overdue": 27 -> "overdue": 47'), ('plan_progress', '"unscheduled": 0 -> "unscheduled": 1'), ('plan_progress', '"planned": 448505.700 -> "planned": 748505.700')) AS v (metric, fault)
JOIN tally_state USING (metric) WHERE n = 1 ORDER BY metric COLLATE "C", fault COLLATE "C";
SELECT value, outcome(format('SELECT %L::kam.tally', value))
FROM (VALUES ('{"version": 1, "numbers": "numeric", "rows": 0, "scale": 0, "scale_rows": 0, "metric": "contribution_margin", "revenue": 5, "cost": 0, "contribution": 5}'),
	('{"version": 1, "numbers": "numeric", "rows": 0, "scale": 0, "scale_rows": 0, "metric": "wape", "actual": 0, "absolute_actual": 0, "error": 0, "absolute_error": 1}'),
	('{"version": 1, "numbers": "numeric", "rows": 0, "scale": 0, "scale_rows": 0, "metric": "variation", "sum": 0, "squares": 1}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "brier_score", "happened": 1, "squares": -5, "probability_where_happened": -3}'),
	('{"version": 1, "numbers": "numeric", "rows": 2, "scale": 1, "scale_rows": 1, "metric": "brier_score", "happened": 1, "squares": 0.01, "probability_where_happened": 0.9}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "white_space", "known": 0, "unknown": 1, "sold": 0, "white_space": 5, "potential": 5, "filled": 0}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "white_space", "known": 1, "unknown": 0, "sold": 0, "white_space": 2, "potential": 5, "filled": 3}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "plan_progress", "milestones": 1, "unscheduled": 0, "unvalued": 0, "due": 1, "done": 0, "overdue": 1, "value": 5, "planned": 5, "earned": 1, "delivered": 0, "slip": 9}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "plan_progress", "milestones": 1, "unscheduled": 0, "unvalued": 0, "due": 1, "done": 1, "overdue": 0, "value": 5, "planned": 5, "earned": 6, "delivered": 5, "slip": 9}'),
	('{"version": 1, "numbers": "numeric", "rows": 1, "scale": 0, "scale_rows": 1, "metric": "plan_progress", "milestones": 1, "unscheduled": 0, "unvalued": 0, "due": 0, "done": 0, "overdue": 0, "value": 5, "planned": 0, "earned": 0, "delivered": 0, "slip": 9}')) AS v (value);

-- Every key of every sample with every bad value: what is accepted is as good as any other value, and its rates are possible ones.
CREATE TEMP TABLE mutant AS
	SELECT s.metric, s.n, key, bad, jsonb_set(s.s::jsonb, ARRAY[key], bad)::text AS state
	FROM tally_state s, jsonb_object_keys(s.s::jsonb) AS key,
		unnest('{0,1,-1,2,0.5,-0.001,3,17,40,1000000000000000000,1000000000000000001,-9223372036854775808,1e40,-1e40,1e-40,1e308,1e60000,-1e131071,1e-16383,"null",true,"\"1\"","\"nps\"","[]"}'::jsonb[]) AS bad;
CREATE TEMP TABLE verdict AS
	SELECT *, prove.outcome(format('SELECT %L::kam.tally', state)) AS input FROM mutant;
SELECT count(*) AS mutants, count(*) FILTER (WHERE input ~ '^\{') > 100 AS some_accepted, count(*) FILTER (WHERE input ~ '^22P02 \|') > 3000 AS most_refused,
	count(*) FILTER (WHERE input !~ '^(\{|22P02 \||22003 \| value overflows numeric format)') AS neither
FROM verdict;
SELECT error, count(*) > 0 AS found
FROM (SELECT * FROM verdict WHERE input ~ '^\{' ORDER BY metric, state::jsonb ->> 'numbers') AS v, unnest(examine_tally(format('%L::kam.tally', state))) AS error
GROUP BY error ORDER BY error COLLATE "C";
CREATE FUNCTION impossible(metric text, state text) RETURNS boolean
	LANGUAGE sql
	RETURN CASE metric
		WHEN 'nps' THEN kam.nps(state::kam.tally) NOT BETWEEN -1 AND 1 OR kam.nps_stderr(state::kam.tally) NOT BETWEEN 0 AND 1
		WHEN 'csat' THEN kam.csat(state::kam.tally) NOT BETWEEN 0 AND 1 OR NOT kam.csat_interval(state::kam.tally) <@ numrange(0, 1, '[]')
		WHEN 'sla_attainment' THEN kam.sla_attainment(state::kam.tally) NOT BETWEEN 0 AND 1 OR kam.sla_undecided(state::kam.tally) < 0
		WHEN 'wape' THEN kam.wape(state::kam.tally) < 0
		WHEN 'brier_score' THEN kam.brier_score(state::kam.tally) NOT BETWEEN 0 AND 1
		WHEN 'variation' THEN kam.variation(state::kam.tally) < 0 OR kam.variation_pop(state::kam.tally) < 0
		WHEN 'plan_progress' THEN kam.plan_value_index(state::kam.tally) < 0 OR kam.plan_realisation(state::kam.tally) < 0 OR kam.unscheduled_milestones(state::kam.tally) < 0
		WHEN 'white_space' THEN kam.white_space(state::kam.tally) < 0 OR kam.penetration(state::kam.tally) NOT BETWEEN 0 AND 1
	END;
SELECT metric, key, bad, state FROM verdict WHERE input ~ '^\{' AND outcome(format('SELECT prove.impossible(%L, %L)', metric, state)) !~ '^(f|\(null\)|22003)';
-- Two keys at once, where they look right
CREATE TEMP TABLE double_mutant AS
	SELECT m.metric, jsonb_set(m.state::jsonb, ARRAY[key], bad)::text AS state
	FROM (SELECT * FROM mutant WHERE n IN (1, 5) AND key NOT IN ('version', 'numbers', 'metric') AND bad IN ('0', '1', '-1', '2', '40', '0.5')) AS m (metric, n, first, first_bad, state),
		jsonb_object_keys(m.state::jsonb) AS key, unnest('{0,1,-1,2,40,0.5}'::jsonb[]) AS bad
	WHERE key > first AND key NOT IN ('version', 'numbers', 'metric');
SELECT count(*) AS mutants, count(*) FILTER (WHERE input ~ '^\{') > 100 AS some_accepted, count(*) FILTER (WHERE input ~ '^\{' AND outcome(format('SELECT prove.impossible(%L, %L)', metric, state)) !~ '^(f|\(null\))') AS impossible,
	count(*) FILTER (WHERE input !~ '^(\{|22P02 \|)') AS neither
FROM (SELECT metric, state, outcome(format('SELECT %L::kam.tally', state)) AS input FROM double_mutant) AS v;
-- Text that ends early, or is garbled anywhere
SELECT count(*) AS texts, count(*) FILTER (WHERE left(outcome(format('SELECT %L::kam.tally', left(s::text, length))), 5) <> '22P02') AS others
FROM tally_state, LATERAL generate_series(0, length(s::text) - 1) AS length WHERE n = 1;
SELECT count(*) > 4000 AS texts, count(*) FILTER (WHERE verdict !~ '^(\{|22P02|22003)') AS others
FROM (SELECT outcome(format('SELECT %L::kam.tally', overlay(s::text PLACING chr(33 + pick(place, n, 93)) FROM place FOR 1))) AS verdict
	  FROM tally_state, LATERAL generate_series(1, length(s::text)) AS place WHERE n < 3) AS garbled;

-- Hostile binary values: cut, too long, of another metric, with bytes, bits and fields changed
SELECT value, receive(value) FROM unnest('{"","\\x01","\\x016e","\\x026e0100","\\x01720100","\\x016e0300","\\x016e0102"}'::bytea[]) AS value;
SELECT receive(substr(value, 1, 1) || family || substr(value, 3)) AS another_metric FROM (SELECT kam.tally_send(kam.nps_agg(9)) AS value) AS v, unnest('{c,l,m,r,x}'::bytea[]) AS family;
CREATE TEMP TABLE original AS SELECT metric, n, kam.tally_send(s) AS value FROM tally_state WHERE n IN (1, 2) AND length(kam.tally_send(s)) < 600;
CREATE TEMP TABLE binary_verdict AS
	SELECT metric, kind, place, value, receive(value) AS verdict
	FROM (SELECT metric, 'cut' AS kind, place, substr(value, 1, place) AS value FROM original, generate_series(0, length(value) - 1, 23) AS place
		  UNION ALL SELECT metric, 'longer', place, value || decode(repeat('00', place), 'hex') FROM original, unnest('{1,8}'::int[]) AS place
		  UNION ALL SELECT metric, 'byte', place, set_byte(value, place, pick(place, n + 100, 256)) FROM original, generate_series(0, length(value) - 1) AS place WHERE pick(place, n + 500, 4) = 0
		  UNION ALL SELECT metric, 'bit', place, set_bit(value, place, 1 - get_bit(value, place)) FROM original, generate_series(0, length(value) * 8 - 1) AS place WHERE pick(place, n, 50) = 0
		  UNION ALL SELECT metric, 'field', place, overlay(value PLACING part FROM place FOR length(part))
		  FROM original, unnest('{"\\x80000000","\\x7fffffff","\\xffffffff","\\x8000000000000000","\\x7fffffffffffffff","\\x0de0b6b3a7640000","\\x0000000000000000"}'::bytea[]) AS part,
			LATERAL generate_series(1, length(value) - length(part) + 1, 4) AS place WHERE pick(place, hashtext(part::text), 10) = 0) AS m
	WHERE NOT EXISTS (SELECT FROM original o WHERE o.value = m.value);
SELECT count(*) > 1000 AS many, count(*) FILTER (WHERE verdict ~ '^\{') > 50 AS some_accepted, count(*) FILTER (WHERE verdict ~ '^22P03') > 500 AS most_refused,
	count(*) FILTER (WHERE verdict ~ '^\{' AND kind IN ('cut', 'longer')) AS wrong_length, count(*) FILTER (WHERE verdict !~ '^(\{|22P03|08P01|22003)') AS neither
FROM binary_verdict;
SELECT error, count(*) > 0 AS found
FROM (SELECT * FROM binary_verdict WHERE verdict ~ '^\{' ORDER BY metric, verdict::jsonb ->> 'numbers') AS v, unnest(examine_tally(format('%L::kam.tally', verdict))) AS error
GROUP BY error ORDER BY error COLLATE "C";
SELECT metric, kind, place, verdict FROM binary_verdict WHERE verdict ~ '^\{' AND outcome(format('SELECT prove.impossible(%L, %L)', metric, verdict)) !~ '^(f|\(null\)|22003)';

DROP TABLE metric_function, tally_state, tally_call, stored;
DROP FUNCTION receive, examine_tally, call_all, impossible;
DELETE FROM prove.calls WHERE type = 'kam.tally'::regtype;
