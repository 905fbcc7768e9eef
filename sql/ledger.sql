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
-- whatever bytea_output is
SET bytea_output = escape;
SELECT left(x::text, 2) AS start, x::text::kam.ledger::text = x::text AS same FROM (SELECT s FROM state WHERE grp = 0 AND part = 1) AS q (x);
RESET bytea_output;
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
