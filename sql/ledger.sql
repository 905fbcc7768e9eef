-- The ledger: the same answers however the lines reach it, as a value, and
-- what it refuses.  That the answers are right: revenue_bridge and its kin.
SET search_path = prove, public;
SET jit = off;
SET extra_float_digits = 1;

-- Lines in groups: 0 money, 1 all scales, 2 and 3 beyond 64 and 128 bits, 4 without account, 5 one account on one day, 6 a single line, 7 without amount, and NULL
CREATE TABLE sample_line WITH (parallel_workers = 4) AS
	SELECT row_number() OVER (ORDER BY ledger, id) AS id, CASE WHEN ledger < 1004 THEN ledger - 1000 WHEN id = 1100 THEN 6 WHEN id % 4 < 3 THEN 4 + id % 4 + (id % 4 = 2)::int END::int AS grp,
		CASE WHEN ledger = 1004 AND id % 4 = 0 AND id <> 1100 THEN NULL WHEN ledger = 1004 AND id % 4 = 1 THEN 42 ELSE account END AS account,
		CASE WHEN ledger = 1004 AND id % 4 = 0 THEN NULL ELSE account_text END AS account_text, account_uuid,
		CASE WHEN ledger = 1004 AND id % 4 = 1 THEN date '2024-02-29' ELSE day END AS day, at, at_zone,
		CASE WHEN ledger = 1004 AND id % 4 = 2 THEN NULL ELSE amount END AS amount, amount_float, amount_bigint, text 'month' AS grain
	FROM (SELECT * FROM line WHERE ledger BETWEEN 1000 AND 1003 AND id <= 320
		  UNION ALL
		  SELECT 1004 AS ledger, id, account, account_int, account_text, account_varchar, account_uuid, day, at, at_zone, amount, amount_float, amount_bigint, amount_int FROM line WHERE ledger = 1000 AND id BETWEEN 1001 AND 1400) AS q;
ANALYZE sample_line;
SELECT grp, count(*) AS lines, count(account) AS with_account, count(amount) AS with_amount, count(DISTINCT account) AS accounts FROM sample_line GROUP BY grp ORDER BY grp;

-- However the rows come
CREATE FUNCTION calls(arguments text, windows text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('kam.%s(%s)', name, CASE WHEN name ~ 'revenue' THEN arguments ELSE windows END) ORDER BY n)
			FROM unnest('{revenue_bridge,revenue_cohorts,nrr,grr,logo_retention,nrr_stderr}'::text[]) WITH ORDINALITY AS u (name, n)
			WHERE name ~ 'revenue' OR windows IS NOT NULL);
SELECT * FROM prove.aggregate(calls($$account, day, amount, coalesce(grain, 'month')::text$$,
	$$account, day, amount, daterange('2023-01-01', '2023-07-01'), daterange('2023-07-01', '2024-01-01')::daterange$$), 'sample_line') AS bigint;
SELECT * FROM prove.aggregate(calls($$account_text, at, amount_float, coalesce(grain, 'month')::text$$,
	$$account_text, day, amount_float, daterange(NULL, '2023-07-01'), daterange('2023-07-01', NULL)::daterange$$), 'sample_line', moving => false) AS text_float8;
SELECT * FROM prove.aggregate(calls($$account_uuid, at_zone, amount_bigint, coalesce(grain, 'month'), lower('Asia/Kolkata')::text$$, NULL), 'sample_line', moving => false) AS uuid_bigint;

-- Ledgers as values: computed in parts, stored, sent as text, merged in any order
CREATE TABLE state WITH (parallel_workers = 3) AS
	SELECT min(id) AS id, grp, id % 11 AS part, kam.ledger_agg(account, day, amount, 'month') AS s, kam.ledger_agg(account_text, at, amount_float, 'week') AS t,
		kam.ledger_agg(account_uuid, at_zone, amount_bigint, 'quarter from 2', 'Asia/Kolkata') AS u,
		kam.ledger_agg(account, day, amount, daterange('2023-01-01', '2023-07-01'), daterange('2023-07-01', '2024-01-01')) AS w
	FROM sample_line GROUP BY grp, id % 11;
ANALYZE state;
CREATE FUNCTION finals(s text, t text, u text, w text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format('ARRAY[kam.revenue_bridge(%1$s)::text, kam.revenue_cohorts(%1$s)::text, kam.retention(%1$s, ''2023-03-10''::date, ''2024-03-10''::date)::text,
		kam.retention_definitions(%1$s, ''2023-03-10'', ''2024-03-10'')::text, kam.revenue_bridge(%2$s)::text, kam.revenue_bridge(%3$s)::text, kam.accounts(%3$s)::text,
		kam.retention(%4$s)::text, kam.nrr(%4$s)::text, kam.grr(%4$s)::text, kam.logo_retention(%4$s)::text, kam.nrr_stderr(%4$s)::text]', s, t, u, w);
CREATE FUNCTION merged(how text, clause text DEFAULT '', source text DEFAULT 'prove.state', key text DEFAULT 'grp', VARIADIC plan text[] DEFAULT '{}') RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE result text;
BEGIN
	PERFORM prove.plan(VARIADIC plan);
	result := prove.rows(format('SELECT %s, %s FROM %s %s', key, (SELECT prove.finals(replace(how, '$', 's'), replace(how, '$', 't'), replace(how, '$', 'u'), replace(how, '$', 'w'))), source, clause));
	PERFORM prove.plan();
	RETURN result;
END
$$;
CREATE TEMP TABLE expected AS SELECT
	prove.rows('SELECT grp, ' || finals('kam.ledger_agg(account, day, amount, ''month'')', 'kam.ledger_agg(account_text, at, amount_float, ''week'')',
		'kam.ledger_agg(account_uuid, at_zone, amount_bigint, ''quarter from 2'', ''Asia/Kolkata'')',
		'kam.ledger_agg(account, day, amount, daterange(''2023-01-01'', ''2023-07-01''), daterange(''2023-07-01'', ''2024-01-01''))') || ' FROM prove.sample_line GROUP BY grp') AS by_group,
	prove.rows('SELECT NULL, ' || finals('kam.ledger_agg(account, day, amount, ''month'')', 'kam.ledger_agg(account_text, at, amount_float, ''week'')',
		'kam.ledger_agg(account_uuid, at_zone, amount_bigint, ''quarter from 2'', ''Asia/Kolkata'')',
		'kam.ledger_agg(account, day, amount, daterange(''2023-01-01'', ''2023-07-01''), daterange(''2023-07-01'', ''2024-01-01''))') || ' FROM prove.sample_line') AS over_all;
CREATE TEMP TABLE before AS SELECT sum(hashtext(state::text)) AS hash FROM state;
SELECT what, prove.difference(by_group, found) AS difference
FROM expected, LATERAL (VALUES
	('rolled up', merged('kam.rollup($)', 'GROUP BY grp')),
	('shuffled', merged('kam.rollup($ ORDER BY hashint8extended(id, 7))', 'GROUP BY grp')),
	('shuffled again', merged('kam.rollup($ ORDER BY part DESC)', 'GROUP BY grp')),
	('as text', merged('kam.rollup($::text::kam.ledger)', 'GROUP BY grp')),
	('rolled up twice', merged('kam.rollup($)', 'GROUP BY grp', '(SELECT grp, kam.rollup(s) AS s, kam.rollup(t) AS t, kam.rollup(u) AS u, kam.rollup(w) AS w FROM prove.state GROUP BY grp, part % 3) AS q')),
	('in parallel', merged('kam.rollup($)', 'GROUP BY grp', 'prove.state', 'grp', 'max_parallel_workers_per_gather=3')),
	('with parts that are NULL', merged('kam.rollup(CASE WHEN n = 1 THEN $ END)', 'GROUP BY grp', 'prove.state, generate_series(1, 2) AS n')),
	('combined by hand', merged('$', '', '(SELECT g.grp, kam.ledger_combine(a.s::text::kam.ledger, b.s) AS s, kam.ledger_combine(a.t, b.t) AS t, kam.ledger_combine(b.u, a.u::text::kam.ledger) AS u, kam.ledger_combine(b.w, a.w) AS w
		FROM (SELECT grp, kam.rollup(s) AS s, kam.rollup(t) AS t, kam.rollup(u) AS u, kam.rollup(w) AS w FROM prove.state WHERE part <= 6 GROUP BY grp) AS b
		FULL JOIN (SELECT grp, kam.rollup(s) AS s, kam.rollup(t) AS t, kam.rollup(u) AS u, kam.rollup(w) AS w FROM prove.state WHERE part > 6 GROUP BY grp) AS a ON coalesce(a.grp, -1) = coalesce(b.grp, -1)
		, LATERAL (SELECT coalesce(a.grp, b.grp)) AS g (grp)) AS q', 'q.grp'))
	) AS v (what, found);
SELECT prove.difference(over_all, merged('kam.rollup($)', '', 'prove.state', 'NULL')) AS rolled_up_to_all, prove.difference(over_all, merged('kam.rollup($)', '', 'prove.state', 'NULL', 'max_parallel_workers_per_gather=3')) AS in_parallel
FROM expected;
-- merging has not changed what is stored
SELECT hash = (SELECT sum(hashtext(state::text)) FROM state) AS unchanged FROM before;
-- window frames over states
SELECT prove.difference(prove.rows('SELECT part, ARRAY[(SELECT kam.revenue_bridge(kam.rollup(s))::text FROM prove.state AS q WHERE grp = 0 AND q.part BETWEEN f.part - 2 AND f.part)] FROM prove.state AS f WHERE grp = 0'),
	prove.rows('SELECT part, ARRAY[kam.revenue_bridge(kam.rollup(s) OVER (ORDER BY part ROWS 2 PRECEDING))::text] FROM prove.state WHERE grp = 0')) AS frames;
-- What went out and in again is the same, byte by byte but for the order of amounts beyond 128 bits; send() gives the bytes that the text shows.
SELECT count(*) AS states, count(*) FILTER (WHERE x::text::kam.ledger::text = x::text) AS same, count(*) FILTER (WHERE '\x' || encode(kam.ledger_send(x), 'hex') = x::text) AS sent
FROM state, LATERAL (VALUES (s), (u), (w)) AS v (x) WHERE x IS NOT NULL AND grp NOT IN (2, 3);
SELECT sum(length(array_send(ARRAY[s, NULL, s]))) > sum(2 * length(kam.ledger_send(s))) AS in_arrays FROM state WHERE s IS NOT NULL;
-- whatever bytea_output is
SET bytea_output = escape;
SELECT left(x::text, 2) AS start, x::text::kam.ledger::text = x::text AS same FROM (SELECT s FROM state WHERE grp = 0 AND part = 1) AS q (x);
RESET bytea_output;

-- Cells are stored in one to eight bytes each, or as numbers of any length: amounts around all of these widths, in a ledger of 64 bits and in one of 128
SELECT count(*) AS ledgers, count(*) FILTER (WHERE closing = coalesce(plain_closing, 0) AND negative = coalesce(plain_negative, 0)) AS right
FROM (SELECT (SELECT sum(x) FROM unnest(ARRAY[x1, x2, x3]) AS x WHERE x > 0) AS plain_closing, (SELECT sum(x) FROM unnest(ARRAY[x1, x2, x3]) AS x WHERE x < 0) AS plain_negative, b.closing, b.negative
	  FROM generate_series(1, 66) AS k, unnest('{-9223372036854775808,-9223372036854775807,-1,0,5,9223372036854775806}'::numeric[]) AS x1, unnest('{-2,-1,0,1}'::int[]) AS d, unnest('{1,0.01,0.00000001}'::numeric[]) AS unit,
		LATERAL (SELECT (x1 + 2::numeric ^ k + d) * unit, (x1 + 1) * unit, x1 * unit) AS v (x2, x3, x4),
		LATERAL (SELECT kam.ledger_agg(a, date '2024-01-01', x, 'month') FROM (VALUES (1::bigint, x1), (2, x2), (3, x3)) AS v (a, x)) AS l (l),
		LATERAL (SELECT b.* FROM unnest(kam.revenue_bridge(kam.ledger_combine(kam.ledger_accum(NULL, 4::bigint, date '2024-01-01', 0::bigint, 'month'), l::text::kam.ledger))) AS b) AS b) AS q;
-- the widest sum of 128 bits, next to a negative amount
SELECT b.closing, b.negative FROM unnest((SELECT kam.revenue_bridge(kam.ledger_agg(CASE i WHEN 0 THEN 0 ELSE 1 END, date '2024-01-01', CASE i WHEN 0 THEN -10 WHEN 171 THEN 170141183460469231731687303715884105722 - 170 * (1e36 - 1) ELSE 1e36 - 1 END, 'month')::text::kam.ledger)
	FROM generate_series(0, 171) AS i)) AS b;

-- toasted, uncompressed or not
CREATE TABLE stored (grp int, s kam.ledger, uncompressed kam.ledger);
ALTER TABLE stored ALTER uncompressed SET STORAGE external;
INSERT INTO stored SELECT grp, kam.ledger_agg(account, day, amount, 'day'), kam.ledger_agg(account, day, amount, 'day') FROM sample_line GROUP BY grp;
SELECT prove.difference(prove.rows('SELECT grp, ARRAY[kam.revenue_bridge(account, day, amount, ''day'')::text] FROM prove.sample_line GROUP BY grp'), prove.rows('SELECT grp, ARRAY[kam.revenue_bridge(s)::text] FROM prove.stored')) AS stored,
	prove.difference(prove.rows('SELECT grp, ARRAY[kam.revenue_bridge(s)::text] FROM prove.stored'), prove.rows('SELECT grp, ARRAY[kam.revenue_bridge(uncompressed)::text] FROM prove.stored')) AS uncompressed,
	max(pg_column_size(uncompressed)) > 2000 AS toasted
FROM stored;
-- No lines, no ledger: as an aggregate of nothing but NULL
SELECT kam.ledger_agg(account, day, amount, 'month') IS NULL AS no_lines, kam.rollup(s) IS NULL AS nothing_to_roll_up FROM (SELECT account, day, amount, NULL::kam.ledger FROM sample_line WHERE grp = 7 AND amount IS NULL) AS q (account, day, amount, s);

-- Transition functions called by hand: on a state of the same kind they go on, on any other they refuse; what was stored stays as it is.
CREATE TABLE kinds AS SELECT kam.ledger_agg(account, day, amount, 'month') AS plain, kam.ledger_agg(account_text, day, amount, 'month') AS text_key, kam.ledger_agg(account_uuid, day, amount, 'month') AS uuid_key,
	kam.ledger_agg(account, day, amount, 'quarter') AS quarter, kam.ledger_agg(account, day, amount, 'quarter from 2') AS fiscal, kam.ledger_agg(account, at_zone, amount, 'month', 'Asia/Kolkata') AS zone,
	kam.ledger_agg(account, day, amount, daterange('2023-01-01', '2023-07-01'), daterange('2023-07-01', '2024-01-01')) AS windows, kam.subscription_agg(account, day, NULL, amount, 'month') AS stock
	FROM sample_line WHERE grp = 0;
CREATE TEMP TABLE kinds_before AS SELECT kinds::text AS text FROM kinds;
SELECT call, outcome(format('SELECT kam.accounts(%s) - kam.accounts(plain) FROM kinds', call)) AS outcome
FROM unnest(ARRAY[$$kam.ledger_accum(plain, 4711::bigint, date '2024-01-01', 5.5, 'month')$$, $$kam.ledger_accum(plain, NULL::bigint, date '2024-01-01', 5.5, 'month')$$, $$kam.ledger_accum(plain, 4711::bigint, NULL::date, NULL::numeric, 'month')$$,
	$$kam.ledger_accum(kam.ledger_accum(plain, 4711::bigint, timestamp '2024-01-01', 5::bigint, 'month'), 4712::bigint, date '1999-01-01', 0.1::float8, 'month')$$, $$kam.ledger_accum(NULL, 4711::bigint, date '2024-01-01', 1e200, 'month')$$,
	$$kam.ledger_accum(plain, 'x'::text, date '2024-01-01', 5.5, 'month')$$, $$kam.ledger_accum(plain, '10000000-0000-0000-0000-000000000000'::uuid, date '2024-01-01', 5.5, 'month')$$, $$kam.ledger_accum(text_key, 1::bigint, date '2024-01-01', 5.5, 'month')$$,
	$$kam.ledger_accum(quarter, 1::bigint, date '2024-01-01', 5.5, 'month')$$, $$kam.ledger_accum(quarter, 4711::bigint, date '2024-01-01', 5.5, 'quarter from 1')$$, $$kam.ledger_accum(fiscal, 1::bigint, date '2024-01-01', 5.5, 'quarter')$$, $$kam.ledger_accum(windows, 1::bigint, date '2024-01-01', 5.5, 'month')$$,
	$$kam.ledger_accum(plain, 1::bigint, date '2024-01-01', 5.5, daterange('2023-01-01', '2023-07-01'), daterange('2023-07-01', '2024-01-01'))$$, $$kam.ledger_accum(windows, 1::bigint, date '2024-01-01', 5.5, daterange('2023-01-01', '2023-07-02'), daterange('2023-07-02', '2024-01-01'))$$,
	$$kam.ledger_accum(windows, -5::bigint, date '2023-11-11', 5.5, '[2023-01-01,2023-06-30]', '[2023-07-01,2023-12-31]')$$, $$kam.ledger_accum(stock, 1::bigint, date '2024-01-01', 5.5, 'month')$$, $$kam.subscription_accum(plain, 1::bigint, date '2024-01-01', NULL, 5.5, 'month')$$,
	$$kam.subscription_accum(stock, 4711::bigint, date '2024-01-01', NULL, 5.5, 'month')$$, $$kam.ledger_accum(plain, 1::bigint, timestamptz '2024-01-01 UTC', 5.5, 'month', 'UTC')$$, $$kam.ledger_accum(zone, 1::bigint, timestamptz '2024-01-01 UTC', 5.5, 'month', 'Europe/Berlin')$$,
	$$kam.ledger_accum(zone, 4711::bigint, timestamptz '2024-01-01 UTC', 5.5, 'month', 'asia/kolkata')$$, $$kam.ledger_accum(zone, 1::bigint, date '2024-01-01', 5.5, 'month')$$,
	'kam.ledger_combine(plain, quarter)', 'kam.ledger_combine(plain, text_key)', 'kam.ledger_combine(uuid_key, text_key)', 'kam.ledger_combine(windows, plain)', 'kam.ledger_combine(plain, stock)', 'kam.ledger_combine(zone, plain)', 'kam.ledger_combine(fiscal, quarter)',
	'kam.ledger_combine(plain, plain)', 'kam.ledger_combine(plain, NULL)', 'kam.ledger_combine(NULL, plain)', 'kam.ledger_combine(NULL, NULL)', 'kam.ledger_final(plain)']) AS call;
SELECT call, left(outcome(format('SELECT %s FROM kinds', call)), 150) AS outcome
FROM unnest(ARRAY['kam.revenue_bridge(windows)', 'kam.revenue_cohorts(windows)', 'kam.nrr(plain)', 'kam.grr(stock)', 'kam.logo_retention(zone)', 'kam.nrr_stderr(fiscal)', 'kam.retention(plain)', $$kam.retention(windows, date '2023-01-01', date '2023-10-01')$$,
	$$kam.retention(plain, date '2023-05-01', date '2023-05-31')$$, $$kam.retention(plain, date '2023-06-01', date '2023-05-31')$$, $$kam.retention(plain, 'infinity'::date, date '2023-05-31')$$, $$kam.retention(plain, date '-infinity', date '2023-05-31')$$,
	$$kam.retention(plain, date '1823-05-01', date '1923-05-31')$$, $$kam.retention(plain, date '4714-11-24 BC', date '5874897-12-31')$$, $$kam.retention_definitions(plain, '1823-05-01', '2023-05-31')$$, $$kam.retention_definitions(plain, '2023-05-01', '2093-05-31')$$,
	$$kam.retention_definitions(plain, '2023-05-01', '2023-05-31')$$, $$kam.retention_definitions(plain, '-infinity', '2023-05-31')$$, $$kam.retention_definitions(windows, '2023-05-01', '2023-06-30')$$,
	$$kam.retention(plain, daterange('2023-01-01', '2023-02-02'), daterange('2023-03-01', '2023-04-01'))$$, $$kam.retention(plain, daterange('2023-01-02', '2023-02-01'), daterange('2023-03-01', '2023-04-01'))$$, $$kam.retention(plain, daterange('2023-01-01', '2023-04-01'), daterange('2023-03-01', '2023-04-01'))$$,
	$$kam.retention(plain, 'empty'::daterange, daterange('2023-03-01', '2023-04-01'))$$, $$kam.retention(plain, daterange('2023-01-01', NULL), daterange('2023-03-01', '2023-04-01'))$$, $$kam.retention(plain, daterange('2023-01-01', '2023-02-01'), daterange('2023-03-01', 'infinity'))$$,
	$$kam.retention(plain, daterange('-infinity', '2023-02-01'), daterange('2023-03-01', '2023-04-01'))$$, $$kam.accounts(kam.ledger_accum(NULL, 1::bigint, '2024-01-01'::date, NULL::numeric, 'month'))$$, $$kam.revenue_bridge(kam.ledger_accum(NULL, 1::bigint, '2024-01-01'::date, NULL::numeric, 'month'))$$,
	$$kam.retention(kam.ledger_accum(NULL, 1::bigint, '2024-01-01'::date, NULL::numeric, 'month'), date '2024-01-01', date '2024-02-01')$$, $$kam.retention_definitions(kam.ledger_accum(NULL, 1::bigint, '2024-01-01'::date, NULL::numeric, 'month'), '2024-01-01', '2024-02-01')$$]) AS call;
SELECT text = kinds::text AS unchanged FROM kinds, kinds_before;
SELECT t, outcome(format('SELECT %L::kam.ledger', t)) FROM unnest(ARRAY['', '\x', '\x01', 'x', '\xzz', '\x02', '\x00']) AS t;

-- Arguments that must stay the same, and what lines must not be
SELECT call, outcome('SELECT kam.' || replace(call, '$', $$(VALUES (1::bigint, date '2024-01-05', 10.5, 'month', daterange('2024-01-01', '2024-02-01'), daterange('2024-02-01', '2024-03-01'), timestamptz '2024-01-05 UTC', 'UTC'),
		(2, '2024-02-05', 20, 'week', '[2024-01-01,2024-02-01]', '[2024-02-02,2024-03-01)', '2024-01-06 UTC', 'Etc/UTC')) AS v (a, d, x, g, o, c, t, z)$$)) AS outcome
FROM unnest(ARRAY['revenue_bridge(a, d, x, g) FROM $', 'revenue_bridge(a, d, x, CASE a WHEN 1 THEN g END) FROM $', 'nrr(a, d, x, o, c) FROM $', 'nrr(a, d, x, CASE a WHEN 1 THEN o END, c) FROM $', 'nrr(a, d, x, o, CASE a WHEN 2 THEN c END) FROM $',
	'revenue_bridge(a, t, x, ''month'', z) FROM $', 'revenue_bridge(a, t, x, ''month'', CASE a WHEN 1 THEN z END) FROM $', 'subscription_bridge(a, d, NULL, x, g) FROM $']) AS call;
-- Constants are looked at once in each call, and in each call for itself
SELECT outcome($$SELECT kam.ledger_accum(kam.ledger_agg(a, d, 1.5, 'month'), 1::bigint, date '2024-01-01', 1.5, 'year') FROM (VALUES (1::bigint, date '2024-01-05'), (1, '2024-05-01')) AS v (a, d)$$) AS another_grain,
	outcome($$SELECT kam.ledger_accum(kam.ledger_agg(a, d, 1.5, 'month'), 'x'::text, date '2024-01-01', 1.5, 'month') FROM (VALUES (1::bigint, date '2024-01-05'), (1, '2024-05-01')) AS v (a, d)$$) AS another_key;
SELECT g, cardinality(kam.revenue_bridge(a, d, 1.5, 'month')) AS months, cardinality(kam.revenue_bridge(a, d, 1.5, 'year')) AS years, kam.nrr(a, d, a * 1.5, '[2024-01-01,2024-03-01)', '[2024-03-01,2025-01-01)') AS of_months, kam.nrr(a, d, a * 1.5, '[2023-01-01,2024-03-01)', '[2024-03-01,2024-04-01)') AS others
FROM (VALUES (1, 1::bigint, date '2024-01-05'), (1, 1, '2024-03-01'), (1, 1, '2024-06-01'), (2, 2, '2024-02-02')) AS v (g, a, d) GROUP BY GROUPING SETS ((g), ()) ORDER BY g;
SELECT call, left(outcome('SELECT kam.' || call), 240) AS outcome
FROM unnest(ARRAY[$$revenue_bridge(1, NULL::date, 1.5, 'month')$$, $$revenue_bridge(1, 'infinity'::date, 1.5, 'month')$$, $$revenue_bridge(1, '-infinity'::timestamp, 1.5, 'month')$$, $$revenue_bridge(1, 'infinity'::timestamptz, 1.5, 'month', 'UTC')$$, $$revenue_bridge(1, NULL::date, NULL::numeric, 'month')$$,
	$$revenue_bridge(1, '2024-01-01'::date, 'NaN'::numeric, 'month')$$, $$revenue_bridge(1, '2024-01-01'::date, 'Infinity'::numeric, 'month')$$, $$revenue_bridge(1, '2024-01-01'::date, 'NaN'::float8, 'month')$$, $$revenue_bridge(1, '2024-01-01'::date, '-Infinity'::float8, 'month')$$,
	$$revenue_bridge(1, '2024-01-01 UTC'::timestamptz, 1.5, 'month', 'Mars/Olympus')$$, $$revenue_bridge(1, '2024-01-01 UTC'::timestamptz, 1.5, 'month', '')$$, $$revenue_bridge(1, '2024-01-01 UTC'::timestamptz, 1.5, 'month', repeat('x', 100000))$$, $$revenue_bridge(1, '2024-01-01 UTC'::timestamptz, 1.5, 'month', '../UTC')$$,
	$$nrr(1, '2024-01-01'::date, 1.5, 'empty', '[2024-01-01,2025-01-01)')$$, $$nrr(1, '2024-01-01'::date, 1.5, '[2023-01-01,2024-01-01)', 'empty')$$, $$nrr(1, '2024-01-01'::date, 1.5, '[2023-01-01,2024-01-01]', '[2024-01-01,2025-01-01)')$$, $$nrr(1, '2024-01-01'::date, 1.5, '(,)', '[2024-01-01,2025-01-01)')$$,
	$$nrr(1, NULL::date, 1.5, '[2023-01-01,2024-01-01)', '[2024-01-01,2025-01-01)')$$, $$nrr(1, 'infinity'::date, 1.5, '[2023-01-01,2024-01-01)', '[2024-01-01,infinity]')$$]) AS call;
-- keys of 0, 1022, 1023, 1024 bytes and of a megabyte; equal but for the last byte; text that looks alike
SELECT n, left(outcome(format('SELECT kam.accounts(kam.ledger_agg(k, ''2024-01-01''::date, 1.5, ''month'')) FROM (VALUES (repeat(''x'', %1$s)), (repeat(''x'', %1$s)), (repeat(''x'', %1$s - 1) || ''y'')) AS v (k)', n)), 200) AS accounts FROM unnest('{0,1,7,8,9,1022,1023,1024,1048576}'::int[]) AS n;
SELECT kam.accounts(kam.ledger_agg(k, '2024-01-01'::date, 1.5, 'month')) AS nine FROM unnest(ARRAY['a', 'A', ' a', 'a ', E'a\t', 'á', E'a\u0301', '', 'aa', 'a']) AS k;
-- keys compressed or out of line
CREATE TEMP TABLE long_key (k text, d date, x numeric);
INSERT INTO long_key SELECT repeat('k', 1020), '2024-01-01', 1 FROM generate_series(1, 3);
ALTER TABLE long_key ALTER k SET STORAGE external;
INSERT INTO long_key SELECT string_agg(md5(n::text), ''), '2024-01-01', 2 FROM generate_series(1, 31) AS n;
SELECT kam.accounts(kam.ledger_agg(k, d, x, 'month')) FROM long_key;

-- Keys close together, far apart and at the ends of bigint, in whatever order they come: how an account is found depends on them, no figure does
CREATE TABLE key_line (keys text, n int, account bigint, day date, amount numeric);
INSERT INTO key_line
	SELECT k.keys, n, k.account, date '2024-01-01' + n % 60, (n * 37 % 97 - 20) / 4.0
	FROM generate_series(1, 6000) AS n, LATERAL (VALUES ('one', 42::bigint), ('ascending', n % 3000), ('descending', -n % 3000), ('every eighth', 8 * (n % 3000)), ('every ninth, down', -9 * (n % 3000)), ('shuffled', n * 7919 % 3001 - 1500),
		('powers of two', 1::bigint << n % 63), ('far apart', n % 3000 * 1000000000000007), ('outliers', CASE WHEN n % 700 = 0 THEN n * 1000000007::bigint ELSE n % 3000 END), ('an outlier first', CASE WHEN n = 1 THEN -9223372036854775808 ELSE n % 3000 END),
		('far, then close', CASE WHEN n < 200 THEN n * 123456789::bigint ELSE n END), ('close, then far', CASE WHEN n < 5000 THEN n ELSE n * 123456789::bigint END), ('from both ends', CASE n % 2 WHEN 0 THEN 9223372036854775807 - n % 500 ELSE -9223372036854775808 + n % 500 END),
		('over the end', CASE WHEN n < 1000 THEN 9223372036854775807 - n ELSE -9223372036854775808 + n END), ('inwards', CASE n % 2 WHEN 0 THEN n ELSE 9000 - n END), ('outwards', CASE n % 2 WHEN 0 THEN n ELSE -n END)) AS k (keys, account);
CREATE TABLE key_sum AS SELECT keys, date_trunc('month', day)::date AS period, account, sum(amount) AS balance FROM key_line GROUP BY 1, 2, 3;
SELECT prove.difference(prove.rows($$SELECT keys, ARRAY[b.period::text, trim_scale(b.closing)::text, trim_scale(b.negative)::text, b.accounts_closing::text, b.accounts_nonpositive::text] FROM (SELECT keys, kam.revenue_bridge(account, day, amount, 'month') AS bridge FROM prove.key_line GROUP BY keys) AS k, unnest(bridge) AS b$$),
		prove.rows($$SELECT keys, ARRAY[period::text, trim_scale(sum(greatest(balance, 0)))::text, trim_scale(sum(least(balance, 0)))::text, count(*) FILTER (WHERE balance > 0)::text, count(*) FILTER (WHERE balance <= 0)::text] FROM prove.key_sum GROUP BY keys, period$$)) AS against_plain_sql,
	prove.difference(prove.rows($$SELECT keys, ARRAY[kam.accounts(kam.ledger_agg(account, day, amount, 'month'))::text] FROM prove.key_line GROUP BY keys$$), prove.rows($$SELECT keys, ARRAY[count(DISTINCT account)::text] FROM prove.key_line GROUP BY keys$$)) AS accounts;
-- the same in parts that are added up, after a trip, and in another order
SELECT prove.difference(prove.rows($$SELECT keys, ARRAY[kam.revenue_bridge(account, day, amount, 'month')::text] FROM prove.key_line GROUP BY keys$$),
		prove.rows($$SELECT keys, ARRAY[kam.revenue_bridge(kam.rollup(s))::text] FROM (SELECT keys, n % 7 / 2 AS part, kam.ledger_agg(account, day, amount, 'month') AS s FROM prove.key_line GROUP BY 1, 2) AS q GROUP BY keys$$)) AS parts,
	prove.difference(prove.rows($$SELECT keys, ARRAY[kam.ledger_agg(account, day, amount, 'month')::text] FROM prove.key_line GROUP BY keys$$), prove.rows($$SELECT keys, ARRAY[kam.ledger_agg(account, day, amount, 'month' ORDER BY n DESC)::text] FROM prove.key_line GROUP BY keys$$)) AS order_of_lines,
	prove.difference(prove.rows($$SELECT keys, ARRAY[s::text] FROM (SELECT keys, kam.ledger_agg(account, day, amount, 'month') AS s FROM prove.key_line GROUP BY keys) AS q$$), prove.rows($$SELECT keys, ARRAY[s::text::kam.ledger::text] FROM (SELECT keys, kam.ledger_agg(account, day, amount, 'month') AS s FROM prove.key_line GROUP BY keys) AS q$$)) AS trip;
DROP TABLE key_line, key_sum;

-- The number of periods is bounded, and so is memory: an error with a hint, long before the server's is gone
SELECT outcome($$SELECT kam.revenue_bridge(1, d, 1.5, 'day') FROM unnest('{0001-01-01,9999-12-31}'::date[]) AS d$$);
SELECT cardinality(kam.revenue_bridge(1, d, 1.5, 'month')) AS periods FROM unnest('{0001-01-01,9999-12-31}'::date[]) AS d;
SET kam.ledger_memory_limit = '1MB';
SELECT what, regexp_replace(outcome('SELECT kam.revenue_bridge(' || what), 'With \d+ accounts and \d+ periods it would take \d+ MB', 'With N accounts and N periods it would take N MB') AS outcome
FROM unnest(ARRAY[$$n, date '2024-01-01' + n % 300, 1, 'month') FROM generate_series(1, 100000) AS n$$, $$md5(n::text), date '2024-01-01' + n % 300, 1, 'month') FROM generate_series(1, 100000) AS n$$,
	$$n, date '2024-01-01' + n % 30, 1e40, 'month') FROM generate_series(1, 20000) AS n$$, $$1, date '1000-01-01' + n * 10000, 1, 'day') FROM generate_series(1, 20) AS n$$]) AS what;
RESET kam.ledger_memory_limit;
SELECT left(outcome($$SET kam.ledger_memory_limit = '1023kB'$$), 5) AS too_little;
-- ledger_memory(): bytes by accounts and periods
SELECT kam.ledger_memory(100000, 48) / 4800000.0 <= 16 AS sixteen_bytes, kam.ledger_memory(0, 0) > 0 AS least, kam.ledger_memory(1073741824, 1000000) > 0 AS most;
SELECT outcome('SELECT kam.ledger_memory(-1, 1)') AS accounts, outcome('SELECT kam.ledger_memory(1, 1000001)') AS periods, outcome('SELECT kam.ledger_memory(1073741825, 1)') AS too_many;

DROP TABLE sample_line, state, stored, kinds;
DROP FUNCTION calls, finals, merged;
