-- The harness of the benchmarks: a list of queries, and a procedure that times
-- them in turns within one session, so that all of them see the same machine.
--
-- A file NN_topic.sql fills kam_bench.query, calls kam_bench.measure(topic, workers)
-- and prints ratios from kam_bench.median. What belongs together shares an input:
-- the kam query, the plain SQL that a user would write, and what both are
-- measured against.

SET client_min_messages = warning;
DROP SCHEMA IF EXISTS kam_bench CASCADE;
CREATE SCHEMA kam_bench;
CREATE EXTENSION IF NOT EXISTS kam;
SET search_path = kam_bench, pg_catalog;

-- One process unless a measurement asks for workers; no compilation in it.
SET jit = off;
SET max_parallel_workers_per_gather = 0;
-- Every query scans its whole table from its start.
SET synchronize_seqscans = off;

CREATE TABLE query (
	topic text NOT NULL,
	input text NOT NULL,	-- what it reads, such as the type of its columns
	name text NOT NULL,		-- what is computed
	role text NOT NULL CHECK (role IN ('scan', 'sums', 'kam', 'plain SQL')),
	workers integer[] NOT NULL DEFAULT '{0}',	-- measured with so many
	max_runs integer,	-- of a slow one: no warming up, and no more runs than this
	sql text NOT NULL,
	PRIMARY KEY (topic, input, name, role)
);

CREATE TABLE timing (
	topic text NOT NULL,
	input text NOT NULL,
	name text NOT NULL,
	role text NOT NULL,
	workers integer NOT NULL,
	run integer NOT NULL,	-- 0 warms up and does not count
	ms numeric NOT NULL,
	answer text
);

-- The whole list once per run, every query of it with each number of workers.
CREATE PROCEDURE measure(which text)
LANGUAGE plpgsql
AS $$
DECLARE
	runs integer := current_setting('kam_bench.runs')::integer;
	q record;
	started timestamptz;
	result text;
BEGIN
	FOR run IN 0..runs LOOP
		RAISE INFO '%: run % of %', which, run, runs;
		FOR q IN
			SELECT query.*, w AS with_workers
			FROM query, unnest(workers) w
			WHERE topic = which AND (max_runs IS NULL OR run BETWEEN 1 AND max_runs)
			ORDER BY input, name, role, w
		LOOP
			PERFORM set_config('max_parallel_workers_per_gather', q.with_workers::text, true);
			started := clock_timestamp();
			EXECUTE q.sql INTO result;
			INSERT INTO timing
			VALUES (q.topic, q.input, q.name, q.role, q.with_workers, run,
				1000 * extract(epoch FROM clock_timestamp() - started), result);
		END LOOP;
	END LOOP;
	PERFORM set_config('max_parallel_workers_per_gather', '0', true);
END
$$;

CREATE VIEW median AS
SELECT topic, input, name, role, workers,
	percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS ms,
	min(ms) AS fastest,
	count(*) AS runs,
	max(answer) AS answer
FROM timing
WHERE run > 0
GROUP BY topic, input, name, role, workers;

-- What a query takes in terms of another, turn by turn: both of a turn have seen
-- the machine in much the same state.
CREATE FUNCTION ratio(which text, a_input text, a_name text, a_workers integer,
	b_input text, b_name text, b_workers integer)
RETURNS double precision
LANGUAGE sql
AS $$
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a.ms / b.ms)
	FROM timing AS a JOIN timing AS b USING (topic, run)
	WHERE topic = which AND run > 0
		AND (a.input, a.name, a.workers) = (a_input, a_name, a_workers)
		AND (b.input, b.name, b.workers) = (b_input, b_name, b_workers)
$$;

-- How many workers did a query get? Fewer than asked for spoil the figures.
CREATE FUNCTION workers_launched(sql text, wanted integer)
RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
	line text;
	launched integer := 0;
BEGIN
	PERFORM set_config('max_parallel_workers_per_gather', wanted::text, true);
	FOR line IN EXECUTE 'EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ' || sql LOOP
		launched := launched + coalesce(substring(line FROM 'Workers Launched: (\d+)')::integer, 0);
	END LOOP;
	PERFORM set_config('max_parallel_workers_per_gather', '0', true);
	RETURN launched;
END
$$;
