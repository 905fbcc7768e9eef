-- From days to periods, as a ledger of a single line shows them
SET search_path = prove, public;
SET jit = off;

-- The first day of the period of a day, and the row after it
CREATE FUNCTION kam_period(day date, grain text) RETURNS date
	LANGUAGE sql
	RETURN ((kam.revenue_bridge(kam.ledger_accum(NULL, 1::bigint, day, 1::bigint, grain)))[1]).period;
CREATE TEMP TABLE grain AS SELECT unnest('{day,week,month,quarter,year}'::text[]) AS grain
	UNION ALL SELECT kind || ' from ' || n FROM unnest('{quarter,year}'::text[]) AS kind, generate_series(1, 12) AS n
	UNION ALL SELECT kind || ' from 0' || n FROM unnest('{quarter,year}'::text[]) AS kind, generate_series(1, 9) AS n;
-- every day of some years, leap years among them, and the turn of centuries and eras
CREATE TEMP TABLE some_day AS SELECT d::date AS day FROM generate_series(timestamp '2023-12-25', '2025-01-10', '1 day') AS d
	UNION SELECT date '2000-02-27' + n FROM generate_series(0, 5) AS n UNION SELECT date '1900-02-26' + n FROM generate_series(0, 5) AS n UNION SELECT date '1999-12-25' + n FROM generate_series(0, 14) AS n
	UNION SELECT date '0001-01-01' - n FROM generate_series(-400, 400, 7) AS n UNION SELECT date '4700-01-01 BC' + n FROM generate_series(0, 400, 11) AS n
	UNION SELECT date '294276-12-31' - n FROM generate_series(0, 400, 11) AS n UNION SELECT date '1600-01-01' + 997 * n FROM generate_series(0, 300) AS n;
SELECT grain, count(*) AS days, count(*) FILTER (WHERE kam_period(day, grain) IS DISTINCT FROM prove.period(day, regexp_replace(grain, ' 0', ' '))) AS different, min(day) FILTER (WHERE kam_period(day, grain) IS DISTINCT FROM prove.period(day, grain)) AS example
FROM grain, some_day GROUP BY grain ORDER BY grain COLLATE "C";
-- Consecutive periods in one ledger: every day in its own, none left out, whatever the order in which they come
CREATE TEMP TABLE decade AS SELECT d::date AS day FROM generate_series(timestamp '1996-01-03', '2006-11-29', '1 day') AS d ORDER BY hashint8(extract(epoch FROM d)::bigint);
SELECT grain, cardinality(found) AS periods, found = expected AS equal
FROM grain, LATERAL (SELECT ARRAY(SELECT format('%s %s', period, closing) FROM unnest((SELECT kam.revenue_bridge(1, day, 1, grain) FROM decade)) AS b ORDER BY b.period) AS found,
		ARRAY(SELECT format('%s %s', prove.period(day, grain), count(*)) FROM decade GROUP BY prove.period(day, grain) ORDER BY prove.period(day, grain)) AS expected) AS l
WHERE grain !~ ' 0' GROUP BY grain, found, expected ORDER BY grain COLLATE "C";
-- The first and the last date there are, far apart, and timestamps around them
SELECT grain, kam_period('4714-11-24 BC', grain) AS first, kam_period('4714-12-31 BC', grain) AS soon, kam_period('5874897-12-31', grain) AS last FROM grain WHERE grain ~ '^(day|week|month|quarter|year|year from 4|quarter from 12)$' ORDER BY grain COLLATE "C";
SELECT t, z, outcome(format('SELECT (kam.revenue_bridge(1, %L::timestamptz, 1, ''day'', %L))[1].period', t, z))
FROM unnest('{4714-11-24 00:00:00+00 BC,4714-11-24 12:00:00+00 BC,294276-12-31 23:59:59.999999+00}'::text[]) AS t, unnest('{UTC,America/Los_Angeles,Asia/Tokyo}'::text[]) AS z ORDER BY t COLLATE "C", z COLLATE "C";
SELECT t, outcome(format('SELECT (kam.revenue_bridge(1, %L::timestamp, 1, ''day''))[1].period', t)) FROM unnest('{4714-11-24 00:00:00 BC,1999-12-31 23:59:59.999999,2000-01-01 00:00:00,294276-12-31 23:59:59.999999}'::text[]) AS t ORDER BY t COLLATE "C";
SELECT ARRAY(SELECT period FROM unnest((SELECT kam.revenue_bridge(1, d, 1, 'year') FROM unnest('{2024-06-01,4000-01-01 BC,2024-02-29}'::date[]) AS d)) WHERE closing > 0) AS far_apart;
-- Days begin where the time zone says: summer time, half hours, the other side of the date line, zones by offset; the session's zone does not matter.
SET timezone = 'Pacific/Auckland';
CREATE TEMP TABLE moment AS SELECT timestamptz '2024-03-30 20:00 UTC' + n * interval '17 minutes' AS t FROM generate_series(0, 200) AS n UNION ALL SELECT timestamptz '2024-10-26 18:00 UTC' + n * interval '17 minutes' FROM generate_series(0, 200) AS n
	UNION ALL SELECT timestamptz '1970-01-01 UTC' + n * interval '1234567 seconds' FROM generate_series(-3000, 1500) AS n;
SELECT zone, count(*) AS moments, count(*) FILTER (WHERE (kam.revenue_bridge(kam.ledger_accum(NULL, 1::bigint, t, 1::bigint, 'day', zone)))[1].period <> (t AT TIME ZONE zone)::date) AS different
FROM moment, unnest('{UTC,Europe/Berlin,America/New_York,Asia/Kolkata,Pacific/Apia,Pacific/Kiritimati,Australia/Lord_Howe,Africa/Monrovia,america/sao_paulo,Etc/GMT+12,<+07>-7,EST5EDT}'::text[]) AS zone GROUP BY zone ORDER BY zone COLLATE "C";
RESET timezone;
-- What is no grain
SELECT quote_literal(left(g, 16)) AS g, left(outcome(format('SELECT kam.revenue_bridge(1, ''2024-01-01''::date, 1, %L)', g)), 80) AS outcome, length(outcome(format('SELECT kam.revenue_bridge(1, ''2024-01-01''::date, 1, %L)', g))) AS length
FROM unnest(ARRAY['Month', 'month ', ' month', 'months', 'mont', 'month from 4', 'day from 1', 'week from 1', 'year from', 'year from ', 'year from 0', 'year from 13', 'year from 00', 'year from 1 ', 'year from 004', 'year from -1', 'year from +4', 'year from 4x', 'year  from 4', 'year from x', 'quarter from 00',
	'quarter from 99', 'yearfrom 4', '', 'decade', 'monthly', E'month\n', repeat('quarter', 100000)]) WITH ORDINALITY AS u (g, n) ORDER BY n;
SELECT outcome('SELECT kam.revenue_bridge(1, ''2024-01-01''::date, 1, NULL::text)');

DROP FUNCTION kam_period;
