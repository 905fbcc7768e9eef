-- The revenue bridge against two formulations in plain SQL: all columns equal
SET search_path = prove, public;
SET jit = off;
SET extra_float_digits = 1;

-- One ledger: nothing if all is well, else what differs
CREATE FUNCTION check_bridge(ledger int, grain text, account text DEFAULT 'account', booked_on text DEFAULT 'day', amount text DEFAULT 'amount',
							 plain_amount text DEFAULT 'amount', plain_day text DEFAULT 'day', zone text DEFAULT NULL, by_grid boolean DEFAULT true)
	RETURNS SETOF text
	LANGUAGE plpgsql
AS $$
DECLARE
	found text := format('SELECT b.* FROM unnest((SELECT kam.revenue_bridge(%s, %s, %s, %L%s) FROM prove.line WHERE ledger = %s)) AS b',
						 account, booked_on, amount, grain, ', ' || quote_literal(zone), ledger);
	lines text := format('SELECT %s::text AS account, prove.period(%s, %L) AS period, (%s)::numeric AS amount FROM prove.line WHERE ledger = %s AND %s IS NOT NULL',
						 account, plain_day, grain, plain_amount, ledger, amount);
	revenue numeric;
	fault text;
BEGIN
	RETURN QUERY SELECT format('%s by %s, join: %s', ledger, grain, d) FROM prove.different(found, format('SELECT * FROM prove.bridge_by_join(%L, %L)', lines, grain)) AS d;
	IF by_grid THEN
		RETURN QUERY SELECT format('%s by %s, grid: %s', ledger, grain, d) FROM prove.different(found, format('SELECT * FROM prove.bridge_by_grid(%L, %L)', lines, grain)) AS d;
	END IF;
	EXECUTE format('SELECT sum(amount) FROM (%s) AS q', lines) INTO revenue;
	EXECUTE format('SELECT prove.bridge_faults((SELECT array_agg(b::kam.bridge_row) FROM (%s) AS b), %L)', found, revenue) INTO fault;
	IF fault IS NOT NULL THEN
		RETURN NEXT format('%s by %s: %s', ledger, grain, fault);
	END IF;
END
$$;

-- Random ledgers: every grain, numeric
SELECT grain, count(DISTINCT ledger) AS ledgers, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger, unnest('{month,quarter,year,week,quarter from 2,quarter from 12,year from 4,year from 12}'::text[]) AS grain LEFT JOIN LATERAL check_bridge(ledger, grain) AS d ON true
WHERE ledger < 2000 AND (ledger % 4 = 0 OR ledger >= 1000 OR grain = 'month') GROUP BY grain ORDER BY grain COLLATE "C";
SELECT count(DISTINCT ledger) AS ledgers_by_day, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger LEFT JOIN LATERAL check_bridge(ledger, 'day', by_grid => nlines * ndays < 20000) AS d ON true WHERE ledger < 1000 AND ledger % 4 = 1;

-- Every type of account, date and amount
SELECT account, booked_on, amount, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM unnest('{account,account_int,account_text,account_varchar,account_uuid}'::text[]) AS account,
	(VALUES ('day', 'day', NULL), ('at', 'at::date', NULL), ('at_zone', '(at_zone AT TIME ZONE ''America/New_York'')::date', 'America/New_York'),
			('at_zone', '(at_zone AT TIME ZONE ''Pacific/Kiritimati'')::date', 'Pacific/Kiritimati'),
			('at_zone', '(at_zone AT TIME ZONE ''Europe/Berlin'')::date', 'Europe/Berlin'))
		AS t (booked_on, plain_day, zone),
	(VALUES ('amount', 'amount'), ('amount_float', 'amount_float::text'), ('amount_bigint', 'amount_bigint'), ('amount_int', 'amount_int')) AS a (amount, plain_amount)
	LEFT JOIN LATERAL (SELECT * FROM unnest(CASE WHEN account = 'account' AND booked_on = 'day' THEN '{1000,1001,1002,1003}' ELSE '{1001,1003}' END::int[]) AS ledger, check_bridge(ledger, 'month', account, booked_on, amount, plain_amount, plain_day, zone, false) AS d) AS d ON true
GROUP BY account, booked_on, amount ORDER BY account COLLATE "C", booked_on COLLATE "C", amount COLLATE "C";
-- on other days than in UTC
SELECT zone, count(*) FILTER (WHERE (at_zone AT TIME ZONE zone)::date <> (at_zone AT TIME ZONE 'UTC')::date) > 100 AS other_days
FROM line, unnest('{America/New_York,Pacific/Kiritimati,Europe/Berlin}'::text[]) AS zone WHERE ledger = 1000 GROUP BY zone ORDER BY zone COLLATE "C";

-- 200,000 accounts
SELECT count(make_lines(2000)) AS made;
SELECT count(*) AS lines, count(DISTINCT account) > 100000 AS many_accounts FROM line WHERE ledger = 2000;
SELECT check_bridge(2000, 'month', by_grid => false) AS different;
SELECT check_bridge(2000, 'quarter', 'account_uuid', by_grid => false) AS different;
DELETE FROM line WHERE ledger = 2000;

-- Balances of 64 bits whose sums have more, around the size up to which blocks of them are added at once
SELECT amount, january.closing = plain_closing AND january.negative = plain_negative AS january, february.opening = plain_closing AND february.contraction + february.churned = plain_lost AS february
FROM unnest('{2251799813685247,2251799813685248,4611686018427387904,9223372036854775806}'::bigint[]) AS amount,
	LATERAL (SELECT kam.revenue_bridge(k, d, x, 'month'), sum(x) FILTER (WHERE x > 0 AND d = '2024-01-01'), sum(x) FILTER (WHERE x < 0), sum(lost)
		FROM generate_series(1, 5000) AS k, LATERAL (VALUES (date '2024-01-01', CASE k % 5 WHEN 0 THEN -amount ELSE amount - k % 3 END, NULL),
			('2024-02-01', (k % 7 = 0)::int::bigint, CASE WHEN k % 5 > 0 THEN amount - k % 3 - (k % 7 = 0)::int END)) AS v (d, x, lost)) AS b (b, plain_closing, plain_negative, plain_lost),
	LATERAL (SELECT (b[1]).*) AS january, LATERAL (SELECT (b[2]).*) AS february;

-- By hand: A grows, shrinks and leaves; B starts late, pauses for February and returns; C has a credit larger than its invoices
CREATE TEMP TABLE few (account text, booked_on date, amount numeric);
INSERT INTO few VALUES ('A', '2023-12-15', 100), ('A', '2024-01-05', 110), ('A', '2024-01-31', 10), ('A', '2024-03-01', 90), ('B', '2024-01-20', 50), ('B', '2024-03-31', 50), ('C', '2024-01-02', 30), ('C', '2024-01-09', -45),
	('C', '2024-05-01', 1), (NULL, '2024-02-10', 7), (NULL, '2024-02-11', -2);
SELECT b.* FROM unnest((SELECT kam.revenue_bridge(account, booked_on, amount, 'month') FROM few)) AS b;
SELECT kam.revenue_bridge(account, booked_on, amount, 'year from 2') AS fiscal FROM few;
-- as many decimals as the finest amount has, as sum() shows
SELECT b.closing, b.opening FROM unnest((SELECT kam.revenue_bridge(account, booked_on, amount + 0.000, 'quarter') FROM few)) AS b;
-- a float8 counts as the shortest decimal that is read back as it
SELECT b.closing FROM unnest((SELECT kam.revenue_bridge(n, date '2024-01-01', x, 'day') FROM unnest('{0.1,0.2,0.30000000000000004,1e22,-0,123456.789,5e-324}'::float8[]) WITH ORDINALITY AS u (x, n) WHERE x >= 1e-300 OR x = 0)) AS b;

DROP FUNCTION check_bridge;
