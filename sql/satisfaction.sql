-- What customers say of us, and whether we kept our promises
SET extra_float_digits = 1;
SET search_path = prove, public;

-- Answers of every type: from 0 to 10, some between two of them, some by a hair
CREATE TABLE answer_numeric (id bigint, grp int, score numeric, cut numeric) WITH (parallel_workers = 4);
INSERT INTO answer_numeric
	SELECT id, grp, CASE WHEN grp = 4 OR pick(id, 1, 10) = 0 THEN NULL
						 WHEN pick(id, 2, 20) = 0 THEN pick(id, 3, 10) + 1e-35
						 WHEN pick(id, 4, 3) = 0 THEN round(prove.random(id, 5)::numeric * 10, pick(id, 6, 4))
						 ELSE pick(id, 7, 11) END, 4 + pick(id, 8, 3) * 0.50
	FROM (SELECT id, group_of(id) AS grp FROM generate_series(1, 1500) AS id) AS ids;
CREATE TABLE answer_bigint (id bigint, grp int, score bigint, cut bigint) WITH (parallel_workers = 4);
INSERT INTO answer_bigint SELECT id, grp, score, CASE pick(id, 9, 9) WHEN 0 THEN 9223372036854775807 WHEN 1 THEN -9223372036854775807 - 1 ELSE cut END FROM answer_numeric;
CREATE TABLE answer_integer (id bigint, grp int, score int, cut int) WITH (parallel_workers = 4);
INSERT INTO answer_integer SELECT id, grp, score, cut FROM answer_numeric;
CREATE TABLE answer_float8 (id bigint, grp int, score float8, cut float8) WITH (parallel_workers = 4);
INSERT INTO answer_float8
	SELECT id, grp, CASE pick(id, 9, 15) WHEN 0 THEN 8.9999999999999982 WHEN 1 THEN 6.0000000000000009 WHEN 2 THEN 5e-324 ELSE score END, cut FROM answer_numeric;
ANALYZE answer_numeric, answer_bigint, answer_integer, answer_float8;

-- However the rows come, the result is the same, and that of plain SQL.
CREATE FUNCTION answer_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.nps(score)","kam.nps_stderr(score)","kam.nps_agg(score)",
			 "kam.csat(score, cut)","kam.csat_interval(score, cut)","kam.csat_agg(score, cut)"}'::text[];
CREATE FUNCTION answer_plain() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		'(count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6))::numeric / nullif(count(score), 0)',
		'sqrt((count(*) FILTER (WHERE score >= 9 OR score <= 6)::numeric * count(score)
			   - (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6))::numeric ^ 2::int)
			  / CASE WHEN count(score) > 1 THEN count(score)::numeric * count(score) * count(score) END)',
		NULL,
		'count(*) FILTER (WHERE score >= cut)::numeric / nullif(count(score), 0)',
		NULL, NULL];
SELECT * FROM prove.aggregate(answer_calls(), 'answer_numeric', plain => answer_plain()) AS numeric;
SELECT * FROM prove.aggregate(answer_calls(), 'answer_bigint', plain => answer_plain()) AS bigint;
SELECT * FROM prove.aggregate(answer_calls(), 'answer_integer', plain => answer_plain()) AS integer;
SELECT * FROM prove.aggregate(answer_calls(), 'answer_float8', plain => answer_plain()) AS float8;
-- The same by way of states
SELECT * FROM prove.aggregate('{kam.nps(score),kam.nps_stderr(score),kam.nps_agg(score)}', 'answer_numeric',
	state => 'kam.nps_agg(score)', finals => '{kam.nps($),kam.nps_stderr($),$}') AS nps WHERE nps ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{kam.nps(score),kam.nps_stderr(score),kam.nps_agg(score)}', 'answer_float8',
	state => 'kam.nps_agg(score)', finals => '{kam.nps($),kam.nps_stderr($),$}') AS nps_of_float8 WHERE nps_of_float8 ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{"kam.csat(score, cut)","kam.csat_interval(score, cut)","kam.csat_agg(score, cut)"}', 'answer_numeric',
	state => 'kam.csat_agg(score, cut)', finals => '{kam.csat($),kam.csat_interval($),$}') AS csat WHERE csat ~ 'state|split|rolled';
SELECT * FROM prove.aggregate('{"kam.csat(score, cut)","kam.csat_interval(score, cut)","kam.csat_agg(score, cut)"}', 'answer_bigint',
	state => 'kam.csat_agg(score, cut)', finals => '{kam.csat($),kam.csat_interval($),$}') AS csat_of_bigint WHERE csat_of_bigint ~ 'state|split|rolled';

-- Promises of every kind: kept early, on the minute and late, open, without a
-- due time, and at the ends of time
CREATE TABLE promise (id bigint, grp int, resolved timestamptz, due timestamptz, as_of timestamptz) WITH (parallel_workers = 4);
INSERT INTO promise
	SELECT id, grp, CASE pick(id, 1, 20) WHEN 0 THEN 'infinity' WHEN 1 THEN '-infinity' WHEN 2 THEN due WHEN 3 THEN as_of
						 WHEN 4 THEN NULL WHEN 5 THEN NULL WHEN 6 THEN NULL WHEN 7 THEN due + interval '1 microsecond'
						 ELSE '2025-01-01 UTC'::timestamptz + pick(id, 2, 4000) * interval '1 hour' END, due, as_of
	FROM (SELECT id, group_of(id) AS grp,
				 CASE WHEN group_of(id) = 4 THEN NULL
					  WHEN pick(id, 3, 25) = 0 THEN 'infinity' WHEN pick(id, 3, 25) = 1 THEN '-infinity' WHEN pick(id, 3, 25) = 2 THEN NULL
					  ELSE '2025-01-01 UTC'::timestamptz + pick(id, 4, 4000) * interval '1 hour' END AS due,
				 CASE pick(id, 5, 30) WHEN 0 THEN 'infinity' WHEN 1 THEN '-infinity' ELSE '2025-04-01 UTC'::timestamptz END AS as_of
		  FROM generate_series(1, 1500) AS id) AS times;
CREATE TABLE promise_timestamp (id bigint, grp int, resolved timestamp, due timestamp, as_of timestamp) WITH (parallel_workers = 4);
INSERT INTO promise_timestamp SELECT id, grp, resolved AT TIME ZONE 'UTC', due AT TIME ZONE 'UTC', as_of AT TIME ZONE 'UTC' FROM promise;
CREATE TABLE promise_date (id bigint, grp int, resolved date, due date, as_of date) WITH (parallel_workers = 4);
INSERT INTO promise_date SELECT id, grp, resolved, due, as_of FROM promise_timestamp;
ANALYZE promise, promise_timestamp, promise_date;
CREATE FUNCTION promise_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.sla_attainment(resolved, due, as_of)","kam.sla_undecided(resolved, due, as_of)","kam.sla_agg(resolved, due, as_of)"}'::text[];
CREATE FUNCTION promise_plain() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		'count(*) FILTER (WHERE resolved <= as_of AND resolved <= due)::numeric
		 / nullif(count(*) FILTER (WHERE resolved <= as_of OR due <= as_of) - count(*) FILTER (WHERE due IS NULL AND resolved <= as_of), 0)',
		'CASE WHEN count(due) > 0 THEN count(*) FILTER (WHERE (resolved IS NULL OR resolved > as_of) AND due > as_of) END',
		NULL];
SELECT * FROM prove.aggregate(promise_calls(), 'promise', plain => promise_plain(),
	state => 'kam.sla_agg(resolved, due, as_of)', finals => '{kam.sla_attainment($),kam.sla_undecided($),$}') AS timestamptz;
SELECT * FROM prove.aggregate(promise_calls(), 'promise_timestamp', plain => promise_plain(),
	state => 'kam.sla_agg(resolved, due, as_of)', finals => '{kam.sla_attainment($),kam.sla_undecided($),$}') AS timestamp;
SELECT * FROM prove.aggregate(promise_calls(), 'promise_date', plain => promise_plain(),
	state => 'kam.sla_agg(resolved, due, as_of)', finals => '{kam.sla_attainment($),kam.sla_undecided($),$}') AS date;
-- the three counts are all of them, in every group
SELECT bool_and((s::jsonb ->> 'met')::int = met AND (s::jsonb ->> 'missed')::int = missed AND (s::jsonb ->> 'undecided')::int = undecided) AS same, sum(met) AS met, sum(missed) AS missed, sum(undecided) AS undecided
FROM (SELECT kam.sla_agg(resolved, due, as_of) AS s, count(*) FILTER (WHERE resolved <= as_of AND resolved <= due) AS met,
			 count(*) FILTER (WHERE resolved <= as_of AND resolved > due OR (resolved <= as_of) IS NOT TRUE AND due <= as_of) AS missed,
			 count(*) FILTER (WHERE (resolved <= as_of) IS NOT TRUE AND due > as_of) AS undecided
	  FROM promise GROUP BY grp) AS q WHERE s IS NOT NULL;

-- Other ways to the same figures: the standard error from the variance of answers that count 1, 0 and -1 ...
SELECT count(*) AS groups, max(abs(kam_error - sqrt(variance / n))) < 1e-15 AS same
FROM (SELECT kam.nps_stderr(score) AS kam_error, var_pop(CASE WHEN score >= 9 THEN 1 WHEN score <= 6 THEN -1 ELSE 0 END) AS variance, count(*) AS n
	  FROM answer_numeric WHERE score IS NOT NULL GROUP BY id % 50) AS q;
-- ... and the Wilson interval from its definition: at its limits p, the share is z standard errors sqrt(p (1 - p) / n) away
SELECT count(*) AS intervals, bool_and(lower(i) >= 0 AND upper(i) <= 1 AND lower(i) <= share AND share <= upper(i)) AS contain_the_share,
	bool_and(abs((share - lower(i)) ^ 2 - z ^ 2 * lower(i) * (1 - lower(i)) / n) < 1e-13) AS lower_limit,
	bool_and(abs((share - upper(i)) ^ 2 - z ^ 2 * upper(i) * (1 - upper(i)) / n) < 1e-13) AS upper_limit,
	bool_and(upper(i) = 1 - lower(mirrored) OR abs(upper(i) - 1 + lower(mirrored)) < 1e-14) AS symmetric
FROM (SELECT k::numeric / n AS share, n, z::numeric, kam.wilson_interval(k, n, z) AS i, kam.wilson_interval(n - k, n, z) AS mirrored
	  FROM unnest('{1,2,3,5,10,30,1000}'::int[]) AS n, LATERAL generate_series(0, n, greatest(n / 15, 1)) AS k, unnest('{0.1,1,1.6448536269514722,1.96,10}'::float8[]) AS z) AS q;
SELECT kam.csat_interval(s) = kam.wilson_interval(7, 9) AS same, lower_inc(kam.csat_interval(s)) AND upper_inc(kam.csat_interval(s)) AS closed
FROM (SELECT kam.csat_agg(n, 3) FROM generate_series(1, 9) AS n) AS q (s);

-- Published figures
-- https://stats.stackexchange.com/a/18609 (whuber): half promoters, a sixth detractors: NPS 1/3, variance of one answer 5/9; n = 324: standard error 0.0414
SELECT round(kam.nps(score), 12) AS nps, round(count(*) * kam.nps_stderr(score) ^ 2, 12) AS variance, round(kam.nps_stderr(score), 4) AS stderr
FROM (SELECT CASE WHEN n <= 162 THEN 9 WHEN n <= 270 THEN 7 ELSE 3 END AS score FROM generate_series(1, 324) AS n) AS v;
SELECT round(kam.nps(score), 12) AS nps, round(count(*) * kam.nps_stderr(score) ^ 2, 12) AS variance FROM unnest('{10,10,9,8,7,0}'::int[]) AS score;
-- isixsigma's formula NPS (1 - NPS) / n gives 9.8 points at n = 100 and NPS 0.5; right for 60, 30 and 10 answers is 13.1
SELECT kam.nps(score) * 100 AS points, round(196 * sqrt(kam.nps(score) * (1 - kam.nps(score)) / count(*)), 1) AS isixsigma, round(196 * kam.nps_stderr(score), 1) AS margin
FROM (SELECT CASE WHEN n <= 60 THEN 10 WHEN n <= 90 THEN 8 ELSE 6 END AS score FROM generate_series(1, 100) AS n) AS v;
-- exact: three accounts with three answers each are not nine: clustered by account 0.5879447358, as if independent 0.2916. The estimator is that of nrr_stderr.
SELECT round(kam.nrr_stderr(answers, net), 10) AS clustered, round(kam.nps_stderr(kam.rollup(s)), 4) AS independent, round(kam.nps(kam.rollup(s)), 12) AS nps
FROM (SELECT account, count(score), count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6), kam.nps_agg(score)
	  FROM (VALUES ('A', 10), ('A', 10), ('A', 9), ('B', 6), ('B', 5), ('B', 3), ('C', 9), ('C', 8), ('C', 7)) AS v (account, score) GROUP BY account) AS q (account, answers, net, s);
-- https://help.delighted.com/article/240-how-is-csat-calculated: 42 fives, 32 fours, 10, 9 and 14: 74/107, shown as 69
SELECT round(kam.csat(score, 4), 4) AS delighted, kam.csat(score, 4) = 74 / 107.0 AS exact
FROM (VALUES (5, 42), (4, 32), (3, 10), (2, 9), (1, 14)) AS v (score, n), LATERAL generate_series(1, n);
-- exact: 10 of 10 at z = 1.96: n / (n + z^2) = 0.7224598312333834
SELECT kam.wilson_interval(10, 10, 1.96) AS wilson, abs(lower(kam.wilson_interval(10, 10, 1.96)) - 0.7224598312333834) < 1e-12 AS exact;
-- https://creativeit.net.au/appendixe: 5 of 100 late; Ivanti forum: (95 + 75 + 170) / 400
SELECT kam.sla_attainment(CASE WHEN n > 5 THEN date '2025-01-31' ELSE '2025-02-02' END, '2025-02-01', '2025-03-01') AS creativeit FROM generate_series(1, 100) AS n;
SELECT kam.sla_attainment(kam.rollup(s)) AS ivanti
FROM (SELECT kam.sla_agg(CASE WHEN n <= kept THEN date '2025-01-31' END, '2025-02-01', '2025-03-01') AS s
	  FROM (VALUES (1, 95, 100), (2, 75, 100), (3, 170, 200)) AS v (priority, kept, promised), LATERAL generate_series(1, promised) AS n GROUP BY priority) AS q;

-- Trap E1: of 10, 9, 8, 7, 6 and no answer, 20 points; a mean of 8, 16.7 with NULL in n, 33.3 without passives, 0 in integers
SELECT round(avg(score), 1) AS mean, round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*), 1) AS null_in_n,
	round(100.0 * (count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(*) FILTER (WHERE score >= 9 OR score <= 6), 1) AS no_passives,
	(count(*) FILTER (WHERE score >= 9) - count(*) FILTER (WHERE score <= 6)) / count(score) AS integers, round(100 * kam.nps(score), 1) AS points
FROM unnest('{10,9,8,7,6,NULL}'::int[]) AS score;
-- Trap E2: 0.667 of what is resolved, 0.40 of everything; 0.50 of what is decided
SELECT round(avg((resolved <= due)::int) FILTER (WHERE resolved IS NOT NULL), 3) AS resolved_only, round(count(*) FILTER (WHERE resolved <= due)::numeric / count(*), 2) AS all_created,
	round(kam.sla_attainment(resolved, due, '2025-06-30'), 2) AS attainment, kam.sla_undecided(resolved, due, '2025-06-30') AS undecided
FROM (VALUES (date '2025-06-01', date '2025-06-05'), ('2025-06-10', '2025-06-10'), ('2025-06-20', '2025-06-15'), (NULL, '2025-06-25'), (NULL, '2025-07-10')) AS v (resolved, due);
-- Trap E3: teams with 1 of 1 and 80 of 100 have not 0.90 but 81 of 101
SELECT round(avg(rate), 2) AS mean_of_rates, round(kam.sla_attainment(kam.rollup(s)), 3) AS attainment
FROM (SELECT kam.sla_agg(CASE WHEN n <= kept THEN date '2025-01-31' END, '2025-02-01', '2025-03-01') AS s,
			 kam.sla_attainment(CASE WHEN n <= kept THEN date '2025-01-31' END, '2025-02-01', '2025-03-01') AS rate
	  FROM (VALUES ('a', 1, 1), ('b', 80, 100)) AS v (team, kept, promised), LATERAL generate_series(1, promised) AS n GROUP BY team) AS q;

-- Edges of scores
SELECT score, kam.nps(score) AS nps, kam.nps_stderr(score) AS stderr, kam.nps_agg(score)::jsonb ->> 'passives' AS passives
FROM unnest('{0,6,6.01,8.5,8.99999999999999999999999999,9,9.000,10,NULL}'::numeric[]) AS score GROUP BY score ORDER BY score;
SELECT kam.nps(score), kam.nps_stderr(score) FROM unnest('{10,10,10}'::int[]) AS score;
SELECT kam.nps(score), kam.nps_stderr(score) FROM unnest('{-0,10}'::float8[]) AS score;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['nps(11)', 'nps(-1)', 'nps(10.0000000000000000000000000000000001)', 'nps(-1e-40)', 'nps(-5e-324::float8)', 'nps(10.000000000000002::float8)', 'nps(9223372036854775807)',
	'nps(1e100)', $$nps('NaN'::numeric)$$, $$nps('Infinity'::float8)$$, $$nps_agg('NaN'::float8)$$, $$nps_stderr('-Infinity'::numeric)$$,
	'csat(5, NULL)', 'csat(NULL, 4)', 'csat(NULL, NULL::int)', 'csat(0, 0)', 'csat(-3, -4)', 'csat(1e40, 1e41)', 'csat(1, 1.0000000000000000000000000000000001)',
	$$csat('NaN'::numeric, 4)$$, $$csat('Infinity'::float8, 4)$$, $$csat_interval(5, 'NaN'::float8)$$, $$csat_agg(NULL, 'Infinity'::numeric)$$]) AS call;

-- Edges of times: with as_of before everything all is undecided, what was resolved after as_of was open then
SELECT as_of, kam.sla_attainment(resolved, due, as_of) AS attainment, kam.sla_undecided(resolved, due, as_of) AS undecided, kam.sla_agg(resolved, due, as_of)::jsonb ->> 'missed' AS missed
FROM (VALUES (date '2025-06-01', date '2025-06-05'), ('2025-06-20', '2025-06-15'), (NULL, '2025-06-25')) AS v (resolved, due),
	unnest('{-infinity,2025-01-01,2025-06-01,2025-06-14,2025-06-15,2025-06-19,2025-06-20,2025-06-25,infinity}'::date[]) AS as_of GROUP BY as_of ORDER BY as_of;
SELECT resolved, due, kam.sla_attainment(resolved, due, as_of) AS attainment, kam.sla_undecided(resolved, due, as_of) AS undecided
FROM unnest('{-infinity,infinity,NULL}'::timestamptz[]) AS resolved, unnest('{-infinity,infinity,NULL}'::timestamptz[]) AS due, (SELECT timestamptz '2025-06-30 UTC') AS now (as_of)
GROUP BY resolved, due ORDER BY resolved, due;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$sla_attainment(date '2025-01-01', '2025-01-01', NULL)$$, $$sla_attainment(date '2025-01-01', NULL, NULL)$$, $$sla_undecided(NULL, timestamp 'infinity', NULL)$$,
	$$sla_undecided(NULL::date, NULL, '2025-01-01')$$, $$sla_attainment(NULL, date '2025-01-02', '2025-01-01')$$, $$sla_agg(NULL::timestamptz, NULL, now())$$]) AS call;
-- two zones, one instant
SET timezone = 'Asia/Tokyo';
SELECT kam.sla_attainment('2025-01-01 08:00+09', timestamptz '2024-12-31 23:00+00', '2025-01-01 09:00') AS same_instant;
RESET timezone;

-- wilson_interval
SELECT kam.wilson_interval(0, 0) AS none, kam.wilson_interval(NULL, 5) AS unknown, kam.wilson_interval(1, 1) AS one, kam.wilson_interval(0, 1) AS zero, kam.wilson_interval(1, 2, 1e-300) AS narrow;
SELECT kam.wilson_interval(9223372036854775806, 9223372036854775807) <@ numrange(0, 1, '[]') AS large, kam.wilson_interval(1, 9223372036854775807, 10) <@ numrange(0, 1, '[]') AS small,
	kam.wilson_interval(successes => 7, trials => 9) = kam.wilson_interval(7, 9, 1.959963984540054) AS named;
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['wilson_interval(1, -1)', 'wilson_interval(-1, 5)', 'wilson_interval(6, 5)', 'wilson_interval(1, 0)', 'wilson_interval(1, 5, 0)', 'wilson_interval(1, 5, -1.96)', 'wilson_interval(1, 5, 95)',
	$$wilson_interval(1, 5, 'NaN')$$, $$wilson_interval(1, 5, 'Infinity')$$, 'wilson_interval(1, 5, NULL)']) AS call;

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.nps_agg(%s))', arguments)) AS nps, outcome(format('SELECT kam.nps_agg(%s)::jsonb ->> ''numbers''', arguments)) AS numbers
FROM unnest(ARRAY['9', '9::bigint', '9::smallint', '9.0', '9::float8', '9::real', $$'9'$$, 'NULL', '9::money']) AS arguments;
SELECT arguments, outcome(format('SELECT kam.csat_agg(%s)::jsonb ->> ''numbers''', arguments)) AS csat
FROM unnest(ARRAY['4, 4', '4::bigint, 4', '4::smallint, 4', '4.5, 4', '4, 4.5', '4::real, 4', $$'4', '4'$$, '4, NULL', 'NULL, 4']) AS arguments;
SELECT arguments, outcome(format('SELECT kam.sla_attainment(%s)', arguments)) AS attainment
FROM unnest(ARRAY[$$date '2025-01-01', '2025-01-01', '2025-01-02'$$, $$timestamp '2025-01-01', date '2025-01-01', '2025-01-02'$$, $$'2025-01-01', '2025-01-01', '2025-01-02'$$,
	$$timestamptz '2025-01-01', '2025-01-01', date '2025-01-02'$$, $$time '12:00', '12:00', '12:00'$$]) AS arguments;
DROP TABLE answer_numeric, answer_bigint, answer_integer, answer_float8, promise, promise_timestamp, promise_date;
DROP FUNCTION answer_calls, answer_plain, promise_calls, promise_plain;
