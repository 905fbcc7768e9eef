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
WHERE ledger < 2000 AND (hashint4(ledger) % 3 = 0 OR ledger >= 1000 OR grain = 'month') GROUP BY grain ORDER BY grain COLLATE "C";
SELECT count(DISTINCT ledger) AS ledgers_by_day, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger LEFT JOIN LATERAL check_bridge(ledger, 'day', by_grid => nlines * ndays < 100000) AS d ON true WHERE ledger < 1000 AND ledger % 3 = 0;

-- Every type of account, date and amount
SELECT account, booked_on, amount, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM unnest('{account,account_int,account_text,account_varchar,account_uuid}'::text[]) AS account,
	(VALUES ('day', 'day', NULL), ('at', 'at::date', NULL), ('at_zone', '(at_zone AT TIME ZONE ''America/New_York'')::date', 'America/New_York'),
			('at_zone', '(at_zone AT TIME ZONE ''Pacific/Kiritimati'')::date', 'Pacific/Kiritimati'), ('at_zone', '(at_zone AT TIME ZONE ''Europe/Berlin'')::date', 'Europe/Berlin'))
		AS t (booked_on, plain_day, zone),
	(VALUES ('amount', 'amount'), ('amount_float', 'amount_float::text'), ('amount_bigint', 'amount_bigint'), ('amount_int', 'amount_int')) AS a (amount, plain_amount)
	LEFT JOIN LATERAL (SELECT * FROM unnest('{1000,1001,1002,1003,4,5,6}'::int[]) AS ledger, check_bridge(ledger, 'month', account, booked_on, amount, plain_amount, plain_day, zone, false) AS d) AS d ON true
GROUP BY account, booked_on, amount ORDER BY account COLLATE "C", booked_on COLLATE "C", amount COLLATE "C";
-- on other days than in UTC
SELECT zone, count(*) FILTER (WHERE (at_zone AT TIME ZONE zone)::date <> (at_zone AT TIME ZONE 'UTC')::date) > 100 AS other_days
FROM line, unnest('{America/New_York,Pacific/Kiritimati,Europe/Berlin}'::text[]) AS zone WHERE ledger = 1000 GROUP BY zone ORDER BY zone COLLATE "C";
