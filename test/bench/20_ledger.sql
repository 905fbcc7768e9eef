-- The revenue bridge and retention straight from lines, against SELECT sum(amount)
-- over the same table, the plain SQL in bridge/, and DuckDB over its own file.
--
-- 100,000 accounts, 48 months, one line in twenty a credit note. "random": lines in no
-- order. "dated": as a ledger has them, by date. No value is NULL. Tables of one
-- kind of key at a time, so that they stay in the buffer cache.

\set accounts 100000
\echo The ledger: :rows lines, :accounts accounts, 48 months
\echo

-- Plain SQL gets all the memory that it asks for.
SET work_mem = '2GB';

SELECT setseed(0.5) \g /dev/null
CREATE UNLOGGED TABLE line_bigint_random AS
SELECT 1 + floor(random() * :accounts)::bigint AS account,
	DATE '2022-01-01' + floor(random() * 1461)::integer AS booked_on,
	(CASE WHEN random() < 0.05 THEN -500 ELSE 10000 END * random() ^ 3)::numeric(12,2) AS amount
FROM generate_series(1, :rows);
CREATE UNLOGGED TABLE line_bigint_dated AS
SELECT * FROM line_bigint_random ORDER BY booked_on;
VACUUM (ANALYZE) line_bigint_random;
VACUUM (ANALYZE) line_bigint_dated;

-- All columns of a bridge as one value, in the words of bridge/digest.sql.
\set bridge 'WITH bridge AS (SELECT * FROM unnest((SELECT kam.revenue_bridge(account, booked_on, amount, ''month'') FROM line))) '
\set digest `cat bridge/digest.sql`
\set grid `cat bridge/grid.sql`
\set lag `cat bridge/lag.sql`
\set full_join `cat bridge/full_join.sql`

CREATE TABLE ledger_query AS
SELECT *
FROM (VALUES
	('sum(amount)', 'sums', '{0,2}'::integer[], NULL::integer,
		'SELECT sum(amount) FROM line'),
	('revenue_bridge', 'kam', '{0,2}', NULL,
		:'bridge' || :'digest'),
	('nrr of two years', 'kam', '{0}', NULL,
		'SELECT kam.nrr(account, booked_on, amount,
			daterange(''2024-01-01'', ''2025-01-01''), daterange(''2025-01-01'', ''2026-01-01''))
		FROM line'),
	('grid', 'plain SQL', '{0}', :slow_runs, :'grid' || :'digest'),
	('lag', 'plain SQL', '{0}', :slow_runs, :'lag' || :'digest'),
	('full_join', 'plain SQL', '{0}', :slow_runs, :'full_join' || :'digest')
) AS q (name, role, workers, max_runs, sql);

-- The same with the workers alone: as many processes as processors.
CREATE PROCEDURE measure_without_leader(which text)
LANGUAGE plpgsql
AS $$
BEGIN
	INSERT INTO query
	SELECT 'workers alone', input, name, role, workers, max_runs, sql
	FROM query WHERE topic = which AND name = 'revenue_bridge';
	PERFORM set_config('parallel_leader_participation', 'off', false);
	CALL measure('workers alone');
	PERFORM set_config('parallel_leader_participation', 'on', false);
END
$$;

CREATE TABLE memory (input text, bytes numeric);

-- What the ledger holds when all lines are in it: asked beside the finished aggregate,
-- while its memory is still there.
CREATE FUNCTION note_memory(wanted text, accounts numeric) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('INSERT INTO memory
		SELECT %L, held / (%s * cardinality(bridge))
		FROM (SELECT kam.revenue_bridge(account, booked_on, amount, ''month'') AS bridge,
				(SELECT sum(total_bytes) FROM pg_backend_memory_contexts
				 WHERE name LIKE ''kam ledger%%'') AS held
			FROM %I) AS t', wanted, accounts, 'line_' || replace(wanted, ' ', '_'));
END
$$;

-- --------------------------------------------------------------------- keys of type bigint

INSERT INTO query
SELECT 'ledger bigint', 'bigint ' || o.name, q.name, role, workers, max_runs,
	regexp_replace(sql, '\mFROM line\M', 'FROM line_bigint_' || o.name)
FROM ledger_query AS q, (VALUES ('random'), ('dated')) AS o (name);

SELECT workers_launched(sql, 2) AS launched
FROM query WHERE input = 'bigint random' AND name = 'revenue_bridge' \gset
\echo kam.revenue_bridge gets :launched of 2 workers
CALL measure('ledger bigint');
CALL measure_without_leader('ledger bigint');
SELECT note_memory('bigint random', :accounts), note_memory('bigint dated', :accounts) \g /dev/null

-- A tenth of the lines: with the same accounts, and with a tenth of those as well.
CREATE UNLOGGED TABLE line_tenth AS SELECT * FROM line_bigint_random LIMIT :rows / 10;
CREATE UNLOGGED TABLE line_tenth_accounts AS SELECT account % (:accounts / 10) AS account, booked_on, amount FROM line_tenth;
VACUUM (ANALYZE) line_tenth;
VACUUM (ANALYZE) line_tenth_accounts;
INSERT INTO query
SELECT 'ledger growth', t.name, q.name, role, '{0}', NULL,
	regexp_replace(sql, '\mFROM line\M', 'FROM line_' || t.name)
FROM ledger_query AS q, (VALUES ('bigint_random'), ('tenth'), ('tenth_accounts')) AS t (name)
WHERE q.name = 'revenue_bridge';
CALL measure('ledger growth');

-- DuckDB in rounds: its formulations once, then the bridge here, and so on.
\! duckdb/install
\set duckdb `test -e "$KAM_BENCH_SCRATCH/duckdb/installed" && echo on || echo off`
\if :duckdb
COPY line_bigint_random TO STDOUT (FORMAT csv) \g |cat >"$KAM_BENCH_SCRATCH/line.csv"
\! node duckdb/duckdb.cjs load
INSERT INTO query
SELECT 'duckdb', input, name, role, '{0}', 1, sql
FROM query WHERE topic = 'ledger bigint' AND input = 'bigint random' AND name = 'revenue_bridge';
\ir duckdb/round.sql
\ir duckdb/round.sql
\ir duckdb/round.sql
\ir duckdb/round.sql
\ir duckdb/round.sql
-- number the rounds, so that they pair up
UPDATE timing AS t
SET run = n
FROM (SELECT ctid, row_number() OVER (ORDER BY ctid) AS n FROM timing WHERE topic = 'duckdb') AS r
WHERE t.ctid = r.ctid;
\set from_csv `cat "$KAM_BENCH_SCRATCH/duckdb.csv"`
INSERT INTO timing
SELECT 'duckdb', 'bigint random', split_part(line, ',', 1), 'DuckDB', 0,
	row_number() OVER (PARTITION BY split_part(line, ',', 1) ORDER BY n),
	split_part(line, ',', 2)::numeric, split_part(line, ',', 3)
FROM regexp_split_to_table(:'from_csv', '\n') WITH ORDINALITY AS l (line, n)
WHERE line <> '';
\endif

-- --------------------------------------------------------------------- keys of type text

CREATE UNLOGGED TABLE line_text_random AS
SELECT 'C' || lpad(account::text, 7, '0') AS account, booked_on, amount FROM line_bigint_random;
CREATE UNLOGGED TABLE line_text_dated AS
SELECT 'C' || lpad(account::text, 7, '0') AS account, booked_on, amount FROM line_bigint_dated;
DROP TABLE line_bigint_random, line_bigint_dated, line_tenth, line_tenth_accounts;
VACUUM (ANALYZE) line_text_random;
VACUUM (ANALYZE) line_text_dated;
INSERT INTO query
SELECT 'ledger text', 'text ' || o.name, q.name, role, workers, max_runs,
	regexp_replace(sql, '\mFROM line\M', 'FROM line_text_' || o.name)
FROM ledger_query AS q, (VALUES ('random'), ('dated')) AS o (name)
WHERE role <> 'plain SQL';
CALL measure('ledger text');
DELETE FROM query WHERE topic = 'workers alone';
CALL measure_without_leader('ledger text');
SELECT note_memory('text random', :accounts), note_memory('text dated', :accounts) \g /dev/null

-- ----------------------------------------------------------------------------- the figures

\echo
\echo All times, ms
\echo
SELECT CASE topic WHEN 'ledger growth' THEN 'growth: ' WHEN 'duckdb' THEN 'rounds: ' WHEN 'workers alone' THEN 'workers alone: ' ELSE '' END || input AS input,
	workers, role, name AS query, round(ms::numeric) AS median, round(fastest) AS fastest, runs
FROM median
WHERE topic IN ('ledger bigint', 'ledger text', 'workers alone', 'ledger growth', 'duckdb')
ORDER BY array_position('{ledger bigint,ledger text,workers alone,ledger growth,duckdb}', topic), input, workers,
	array_position('{sums,kam,plain SQL,DuckDB}', role), name;

CREATE TABLE comparison (
	part integer, comparison text, topic text, input text, a_name text, a_workers integer,
	b_input text, b_name text, b_workers integer, at_most numeric, at_least numeric);

-- at most so many times the cost of a sum
INSERT INTO comparison
SELECT 1, format('%s / %s', name, 'sum(amount)'), topic, input, name, 0, input, 'sum(amount)', 0,
	CASE WHEN name = 'revenue_bridge' AND topic = 'ledger text' THEN 1.6 ELSE 1.2 END, NULL
FROM query
WHERE topic IN ('ledger bigint', 'ledger text') AND role = 'kam';
INSERT INTO comparison
SELECT 2, format('%s, no workers / 2 workers', name), topic, input, name, 0, input, name, 2,
	NULL, CASE role WHEN 'kam' THEN 1.6 END
FROM query
WHERE topic IN ('ledger bigint', 'ledger text') AND workers = '{0,2}';
INSERT INTO comparison
SELECT DISTINCT 2, 'revenue_bridge, no workers / 2 workers alone', topic, input, name, 0, input, name, 2, NULL::numeric, NULL::numeric
FROM timing
WHERE topic = 'workers alone';
INSERT INTO comparison
SELECT 3, format('plain SQL (%s) / revenue_bridge', name), topic, input, name, 0, input, 'revenue_bridge', 0,
	NULL, CASE WHEN ms = min(ms) OVER (PARTITION BY input) THEN 15 END
FROM median
WHERE topic = 'ledger bigint' AND role = 'plain SQL';
INSERT INTO comparison
SELECT 4, format('DuckDB (%s), 2 threads / revenue_bridge', name), topic, input, name, 0, input, 'revenue_bridge', 0,
	NULL, CASE WHEN ms = min(ms) OVER () THEN 2 END
FROM median
WHERE topic = 'duckdb' AND role = 'DuckDB';
INSERT INTO comparison VALUES
	(5, '10 x the lines', 'ledger growth', 'bigint_random', 'revenue_bridge', 0, 'tenth', 'revenue_bridge', 0, 11, NULL),
	(5, '10 x the lines and 10 x the accounts', 'ledger growth', 'bigint_random', 'revenue_bridge', 0, 'tenth_accounts', 'revenue_bridge', 0, NULL, NULL);

\echo 'ratio: of the two times in one turn, the median of all turns. The bars are for 10000000 lines.'
\echo
SELECT comparison, replace(input, '_', ' ') AS input, ms, "of ms", round(ratio::numeric, 2) AS ratio,
	CASE WHEN at_most IS NOT NULL THEN format('at most %s', at_most)
		WHEN at_least IS NOT NULL THEN format('at least %s', at_least) ELSE '' END AS bar,
	CASE WHEN at_most IS NULL AND at_least IS NULL THEN ''
		WHEN ratio <= at_most OR ratio >= at_least THEN 'met' ELSE 'MISSED' END AS verdict
FROM (SELECT c.*, round(a.ms::numeric) AS ms, round(b.ms::numeric) AS "of ms",
		ratio(c.topic, c.input, a_name, a_workers, b_input, b_name, b_workers) AS ratio
	FROM comparison AS c
	JOIN median AS a ON (a.topic, a.input, a.name, a.workers) = (c.topic, c.input, a_name, a_workers)
	JOIN median AS b ON (b.topic, b.input, b.name, b.workers) = (c.topic, b_input, b_name, b_workers)
	UNION ALL
	SELECT 6, 'bytes per account and month', NULL, input, NULL, NULL, NULL, NULL, NULL, 16, NULL, NULL, NULL, bytes
	FROM memory) AS c
ORDER BY part, coalesce(at_most, at_least) IS NULL, comparison NOT LIKE 'revenue_bridge%', comparison, input;

-- Every formulation gives the same bridge, in every column, wherever it was run.
SELECT count(*) AS "bridges compared", count(DISTINCT answer) - 1 AS "that differ"
FROM timing
WHERE name IN ('revenue_bridge', 'grid', 'lag', 'full_join') AND topic <> 'ledger growth';
