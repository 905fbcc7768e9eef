-- Cohorts against plain SQL: all columns equal
SET search_path = prove, public;
SET jit = off;
SET extra_float_digits = 1;
CREATE FUNCTION check_cohorts(ledger int, grain text, account text DEFAULT 'account', booked_on text DEFAULT 'day', amount text DEFAULT 'amount', plain_amount text DEFAULT 'amount', zone text DEFAULT NULL)
	RETURNS SETOF text
	LANGUAGE sql
	RETURN (SELECT string_agg(format('%s by %s: %s', ledger, grain, d), E'\n') FROM prove.different(
		format('SELECT * FROM unnest((SELECT kam.revenue_cohorts(%s, %s, %s, %L%s) FROM prove.line WHERE ledger = %s)) AS b', account, booked_on, amount, grain, ', ' || quote_literal(zone), ledger),
		format('SELECT * FROM prove.cohorts(%L, %L)',
			format('SELECT %s::text AS account, prove.period(%s, %L) AS period, (%s)::numeric AS amount FROM prove.line WHERE ledger = %s AND %s IS NOT NULL',
				account, CASE WHEN zone IS NULL THEN booked_on || '::date' ELSE format('(%s AT TIME ZONE %L)::date', booked_on, zone) END, grain, plain_amount, ledger, amount), grain)) AS d);
SELECT grain, count(DISTINCT ledger) AS ledgers, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger, unnest('{month,quarter,year,week,quarter from 2,year from 12}'::text[]) AS grain LEFT JOIN LATERAL check_cohorts(ledger, grain) AS d ON true
WHERE ledger < 2000 AND (ledger % 3 = 0 OR ledger >= 1000 OR grain = 'month') GROUP BY grain ORDER BY grain COLLATE "C";
SELECT ledger, d AS different_by_day FROM (VALUES (9), (12), (48), (1000)) AS v (ledger), LATERAL check_cohorts(ledger, 'day') AS d WHERE d IS NOT NULL;
-- Every type of account, date and amount
SELECT account, booked_on, amount, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM (VALUES ('account', 'day', NULL, 'amount_float', 'amount_float::text'), ('account', 'at', NULL, 'amount_bigint', 'amount_bigint'), ('account', 'at_zone', 'Australia/Lord_Howe', 'amount', 'amount'),
		('account_int', 'day', NULL, 'amount_int', 'amount_int'), ('account_text', 'day', NULL, 'amount', 'amount'), ('account_text', 'at', NULL, 'amount_float', 'amount_float::text'), ('account_text', 'at_zone', 'Europe/London', 'amount_bigint', 'amount_bigint'),
		('account_varchar', 'at', NULL, 'amount', 'amount'), ('account_uuid', 'day', NULL, 'amount_bigint', 'amount_bigint'), ('account_uuid', 'at', NULL, 'amount', 'amount'), ('account_uuid', 'at_zone', 'America/Lima', 'amount_float', 'amount_float::text'))
		AS t (account, booked_on, zone, amount, plain_amount),
	unnest('{1000,1001,1002,1003}'::int[]) AS ledger LEFT JOIN LATERAL check_cohorts(ledger, 'month', account, booked_on, amount, plain_amount, zone) AS d ON true
GROUP BY account, booked_on, amount ORDER BY account COLLATE "C", booked_on COLLATE "C", amount COLLATE "C";

-- By hand: B starts in January, pauses and returns larger; C's first lines are credits, so its cohort is March
CREATE TEMP TABLE few (account text, booked_on date, amount numeric);
INSERT INTO few VALUES ('A', '2024-01-05', 100), ('A', '2024-02-05', 80), ('A', '2024-03-05', -10), ('B', '2024-01-20', 50), ('B', '2024-03-01', 90), ('C', '2024-02-01', -5), ('C', '2024-03-02', 30), (NULL, '2024-01-01', 7);
SELECT c.* FROM unnest((SELECT kam.revenue_cohorts(account, booked_on, amount, 'month') FROM few)) AS c;
-- Nobody ever paid: no cohort
SELECT kam.revenue_cohorts(account, booked_on, -amount, 'month') IS NULL AS none FROM few WHERE account = 'B';
-- No quadratic flood: 2,000 periods have 2 million cells
SELECT outcome($$SELECT kam.revenue_cohorts(n % 5, date '1990-01-01' + n, 1, 'day') FROM generate_series(0, 2500) AS n$$);

DROP FUNCTION check_cohorts;
