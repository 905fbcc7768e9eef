-- The day at which portfolios are looked at
SET search_path = prove, public;
-- today, in the session's time zone, unless it is set
SELECT kam.as_of() = current_date AS today;
SET kam.as_of = '2025-06-30';
SELECT kam.as_of(), pg_typeof(kam.as_of());
SET DateStyle = 'SQL, DMY';
SELECT kam.as_of() = make_date(2025, 6, 30) AS whatever_datestyle_says;
RESET DateStyle;
BEGIN;
SET LOCAL kam.as_of = '2024-02-29';
SELECT kam.as_of();
COMMIT;
SELECT kam.as_of();
SET kam.as_of = '';
SELECT kam.as_of() = current_date AS today;
-- what is no day is refused, and the day before stays
SET kam.as_of = '0001-01-01';
SELECT text, outcome(format('SELECT set_config(''kam.as_of'', %L, false)', text)) AS outcome, kam.as_of()
FROM unnest(ARRAY['2025-02-29', '2025-13-01', '2025-00-10', '2025-01-00', '0000-01-01', '25-01-01', '2025-1-1', '01.02.2025', 'today', 'infinity', ' 2025-01-01', '2025-01-01 ', '2025-01-01 12:00', '10000-01-01', 'x', '2025-01-0١']) AS text;
SET kam.as_of = '9999-12-31';
SELECT kam.as_of();
RESET kam.as_of;
-- set before the library is loaded, it is not silently today
\c -
SET kam.as_of = 'yesterday';
SELECT kam.as_of();
SET kam.as_of = '2025-06-30';
SELECT kam.as_of();
\c -
SET kam.as_of = '2023-12-31';
SELECT kam.as_of();
-- the same in a parallel worker
CREATE TABLE prove.many AS SELECT generate_series(1, 10000) AS n;
ANALYZE prove.many;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT DISTINCT kam.as_of() FROM prove.many WHERE kam.as_of() + n > '2023-12-31';
SELECT provolatile, proparallel FROM pg_proc WHERE oid = 'kam.as_of()'::regprocedure;
DROP TABLE prove.many;
