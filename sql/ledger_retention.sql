-- Retention straight from lines: against the aggregates over openings and closings, and against plain SQL
SET search_path = prove, public;
SET jit = off;
SET extra_float_digits = 1;

-- Openings and closings in plain SQL.  A row for each account with lines in either window, as a full join has it.
CREATE FUNCTION pairs(lines text, opening text, closing text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format('SELECT o.amount AS o, c.amount AS c FROM (SELECT account, sum(amount) AS amount FROM (%1$s) AS l WHERE %2$L::daterange @> day GROUP BY account) AS o
		FULL JOIN (SELECT account, sum(amount) AS amount FROM (%1$s) AS l WHERE %3$L::daterange @> day GROUP BY account) AS c USING (account)', lines, opening, closing);
-- nrr, grr, logo retention and the accounts in plain SQL; the standard error from kam.nrr_stderr(opening, closing), which test retention proves
CREATE FUNCTION check_windows(ledger int, opening text, closing text, account text DEFAULT 'account', amount text DEFAULT 'amount', plain_amount text DEFAULT 'amount')
	RETURNS SETOF text
	LANGUAGE plpgsql
AS $$
DECLARE
	pairs text := prove.pairs(format('SELECT %s AS account, day, (%s)::numeric AS amount FROM prove.line WHERE ledger = %s AND %1$s IS NOT NULL AND %s IS NOT NULL', account, plain_amount, ledger, amount), opening, closing);
BEGIN
	RETURN QUERY SELECT format('%s, %s to %s: %s', ledger, opening, closing, d) FROM prove.different(
		format($q$SELECT kam.nrr(%1$s, day, %2$s, %3$L::daterange, %4$L::daterange), kam.grr(%1$s, day, %2$s, %3$L::daterange, %4$L::daterange),
				round(kam.logo_retention(%1$s, day, %2$s, %3$L::daterange, %4$L::daterange), 15), round(kam.nrr_stderr(%1$s, day, %2$s, %3$L::daterange, %4$L::daterange), 12)
			FROM prove.line WHERE ledger = %5$s$q$, account, amount, opening, closing, ledger),
		format($q$SELECT trim_scale(coalesce(sum(c) FILTER (WHERE o > 0), 0)) / trim_scale(sum(o) FILTER (WHERE o > 0)), trim_scale(sum(least(o, greatest(coalesce(c, 0), 0))) FILTER (WHERE o > 0)) / trim_scale(sum(o) FILTER (WHERE o > 0)),
				round(count(*) FILTER (WHERE o > 0 AND c > 0)::numeric / nullif(count(*) FILTER (WHERE o > 0), 0), 15), round(kam.nrr_stderr(o, c), 12) FROM (%s) AS q$q$, pairs)) AS d;
	-- and the state that kam.retention_agg(opening, closing) has
	RETURN QUERY SELECT format('%s, %s to %s: %s', ledger, opening, closing, d) FROM prove.different(
		format($q$SELECT s::jsonb - '{scale,scale_rows}'::text[] FROM (SELECT kam.retention(kam.ledger_agg(%s, day, %s, %L::daterange, %L::daterange)) AS s FROM prove.line WHERE ledger = %s) AS q$q$, account, amount, opening, closing, ledger),
		format($q$SELECT s::jsonb - '{scale,scale_rows}'::text[] FROM (SELECT kam.retention_agg(o, c) AS s FROM (%s) AS q) AS q$q$, pairs)) AS d;
END
$$;

SELECT window_pair, count(DISTINCT ledger) AS ledgers, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger, LATERAL (VALUES ('halves', format('[%s,%s)', starts, starts + ndays / 2 + 1), format('[%s,%s)', starts + ndays / 2 + 1, starts + ndays + 2)), ('apart', format('[%s,%s]', starts + 1, starts + ndays / 4 + 2), format('(%s,)', starts + ndays / 2 + 3)),
		('backwards', format('(%s,]', starts + ndays / 2 + 2), format('[,%s]', starts + ndays / 2)), ('one day', format('[%1$s,%1$s]', starts + 3), format('(-infinity,%s]', starts + 2))) AS w (window_pair, opening, closing)
	LEFT JOIN LATERAL check_windows(ledger, opening, closing) AS d ON true
WHERE ledger < 2000 GROUP BY window_pair ORDER BY window_pair COLLATE "C";
SELECT account, amount, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM unnest('{account,account_int,account_text,account_varchar,account_uuid}'::text[]) AS account, (VALUES ('amount', 'amount'), ('amount_float', 'amount_float::text'), ('amount_bigint', 'amount_bigint'), ('amount_int', 'amount_int')) AS a (amount, plain_amount),
	unnest('{1000,1001,1002,1003}'::int[]) AS ledger LEFT JOIN LATERAL check_windows(ledger, '[2023-01-01,2023-06-15)', '[2023-06-15,2023-12-31]', account, amount, plain_amount) AS d ON true
GROUP BY account, amount ORDER BY account COLLATE "C", amount COLLATE "C";

-- A ledger with periods: two days, two ranges
CREATE FUNCTION check_periods(ledger int, grain text, opening date, closing date)
	RETURNS SETOF text
	LANGUAGE plpgsql
AS $$
DECLARE
	source text := format('SELECT account, day, amount FROM prove.line WHERE ledger = %s AND account IS NOT NULL AND amount IS NOT NULL', ledger);
	o daterange := daterange(prove.period(opening, grain), (prove.period(opening, grain) + prove.step(grain))::date);
	c daterange := daterange(prove.period(closing, grain), (prove.period(closing, grain) + prove.step(grain))::date);
	long_o daterange := daterange((prove.period(opening, grain) - prove.step(grain) * 2)::date, upper(o));
	long_c daterange := daterange(lower(c), (upper(c) + prove.step(grain))::date);
BEGIN
	RETURN QUERY SELECT format('%s by %s, %s and %s: %s', ledger, grain, opening, closing, d) FROM prove.different(
		format('SELECT kam.retention(kam.ledger_agg(account, day, amount, %L), %L::date, %L)::jsonb - ''{scale,scale_rows}''::text[] FROM prove.line WHERE ledger = %s', grain, opening, closing, ledger),
		format('SELECT kam.retention_agg(o, c)::jsonb - ''{scale,scale_rows}''::text[] FROM (%s) AS q', prove.pairs(source, o::text, c::text))) AS d;
	IF NOT long_o && long_c THEN
		RETURN QUERY SELECT format('%s by %s, %s and %s: %s', ledger, grain, long_o, long_c, d) FROM prove.different(
			format('SELECT kam.retention(kam.ledger_agg(account, day, amount, %L), %L::daterange, %L)::jsonb - ''{scale,scale_rows}''::text[] FROM prove.line WHERE ledger = %s', grain, long_o, long_c, ledger),
			format('SELECT kam.retention_agg(o, c)::jsonb - ''{scale,scale_rows}''::text[] FROM (%s) AS q', prove.pairs(source, long_o::text, long_c::text))) AS d;
	END IF;
END
$$;
SELECT grain, count(*) AS pairs, array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM ledger, unnest('{month,quarter,year,week,day,quarter from 2,year from 4}'::text[]) AS grain, (VALUES (0.1, 0.6), (0.3, 0.35), (0.5, 2), (-0.5, 0.5)) AS v (a, b),
	LATERAL (SELECT starts + (ndays * a)::int, starts + (ndays * b)::int) AS t (opening, closing) LEFT JOIN LATERAL check_periods(ledger, grain, opening, closing) AS d ON true
WHERE ledger < 2000 AND (ledger % 3 = 1 OR ledger >= 1000) AND prove.period(opening, grain) < prove.period(closing, grain) GROUP BY grain ORDER BY grain COLLATE "C";
-- Subscriptions: the rates on two days
SELECT array_agg(d) FILTER (WHERE d IS NOT NULL) AS different
FROM unnest('{1000,1001,1002,1003}'::int[]) AS ledger LEFT JOIN LATERAL different(
	format('SELECT kam.retention(kam.subscription_agg(account, day, day + (id %% 200)::int, amount, ''month''), ''2023-05-09''::date, ''2024-01-31'')::jsonb - ''{scale,scale_rows,new,rows}''::text[] FROM prove.line WHERE ledger = %s', ledger),
	format('SELECT kam.retention_agg(o, c)::jsonb - ''{scale,scale_rows,new,rows}''::text[] FROM (SELECT sum(amount) FILTER (WHERE day <= ''2023-05-01'' AND day + (id %% 200)::int > ''2023-05-01'') AS o,
			sum(amount) FILTER (WHERE day <= ''2024-01-01'' AND day + (id %% 200)::int > ''2024-01-01'') AS c
			FROM prove.line WHERE ledger = %s AND account IS NOT NULL GROUP BY account) AS q', ledger)) AS d ON true;

-- A balance holds beyond the last change: a subscription without end is kept, one that has ended is not
SELECT kam.nrr(kam.retention(l, date '2025-01-01', date '2025-06-05')) AS later, kam.nrr(kam.retention(l, date '2026-01-01', date '2027-01-01')) AS much_later,
	kam.accounts(kam.retention(l, date '2026-01-01', date '2027-01-01')) AS accounts, kam.retention(l, date '2023-01-01', date '2024-01-01') IS NULL AS before
FROM (SELECT kam.subscription_agg(a, s, e, x, 'month') AS l FROM (VALUES ('a', date '2025-01-01', NULL::date, 3), ('b', '2025-01-01', '2025-04-01', 1)) AS v (a, s, e, x)) AS q;

-- The definitions side by side, each in plain SQL over the balances of accounts in periods 0, 1, ...
CREATE FUNCTION plain_definitions(number int, grain text, opening_day date, closing_day date)
	RETURNS TABLE (definition text, rate numeric, gross numeric, money numeric[])
	LANGUAGE plpgsql
AS $$
DECLARE
	first date := (SELECT min(prove.period(day, grain)) FROM prove.line AS l WHERE l.ledger = number AND amount IS NOT NULL);
	op int := (SELECT count(*) FROM generate_series(first, prove.period(opening_day, grain), prove.step(grain))) - 1;
	cl int := (SELECT count(*) FROM generate_series(first, prove.period(closing_day, grain), prove.step(grain))) - 1;
	year int := CASE grain WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 WHEN 'week' THEN 52 ELSE 1 END;
BEGIN
	CREATE TEMP TABLE b ON COMMIT DROP AS
		SELECT account, s.n - 1 AS n, sum(amount) AS amount
		FROM prove.line AS l JOIN generate_series(first, first + 40000, prove.step(grain)) WITH ORDINALITY AS s (period, n) ON s.period = prove.period(day, grain)
		WHERE l.ledger = number AND account IS NOT NULL AND amount IS NOT NULL GROUP BY account, s.n;
	CREATE TEMP TABLE pair ON COMMIT DROP AS		-- opening and closing of every account, as many periods earlier as "shift" says
		SELECT shift, account, coalesce(sum(amount) FILTER (WHERE n = op - shift), 0) AS o, coalesce(sum(amount) FILTER (WHERE n = cl - shift), 0) AS c FROM b, generate_series(0, year - 1) AS shift GROUP BY shift, account;
	CREATE TEMP TABLE step ON COMMIT DROP AS		-- from each period to the next
		SELECT s.n, sum(f.amount) AS opening, coalesce(sum(t.amount - f.amount) FILTER (WHERE t.amount > f.amount), 0) AS expansion, coalesce(sum(f.amount - t.amount) FILTER (WHERE t.amount < f.amount), 0) AS contraction,
			coalesce(sum(f.amount) FILTER (WHERE t.amount IS NULL), 0) AS churned
		FROM generate_series(op + 1, cl) AS s (n) LEFT JOIN b AS f ON f.n = s.n - 1 AND f.amount > 0 LEFT JOIN b AS t ON t.n = s.n AND t.account = f.account AND t.amount > 0 GROUP BY s.n;
	RETURN QUERY
	WITH cohort AS (
		SELECT coalesce(sum(p.o), 0) AS opening, coalesce(sum(p.c), 0) AS closing, coalesce(sum(p.c - p.o) FILTER (WHERE p.c > p.o), 0) AS expansion, coalesce(sum(p.o) FILTER (WHERE p.c <= 0), 0) AS churned, coalesce(sum(least(p.o, greatest(p.c, 0))), 0) AS kept
		FROM pair AS p WHERE p.o > 0 AND shift = 0),
	back AS (SELECT coalesce(sum(p.c), 0) AS amount FROM pair AS p WHERE shift = 0 AND p.o <= 0 AND p.c > 0 AND EXISTS (SELECT FROM b WHERE b.account = p.account AND b.n < op AND b.amount > 0)),
	again AS (		-- revenue of accounts that come back from one period to another
		SELECT coalesce(sum(t.amount), 0) AS amount FROM b AS t WHERE t.amount > 0 AND t.n > op AND t.n <= cl AND NOT EXISTS (SELECT FROM b WHERE b.account = t.account AND b.n = t.n - 1 AND b.amount > 0)
			AND EXISTS (SELECT FROM b WHERE b.account = t.account AND b.n < t.n AND b.amount > 0)),
	lazy AS (SELECT sum(s.expansion) AS expansion, sum(s.contraction) AS contraction, sum(s.churned) AS churned FROM step AS s),
	span AS (
		SELECT account, coalesce(sum(amount) FILTER (WHERE n BETWEEN op - (cl - op) + 1 AND op), 0) AS o, coalesce(sum(amount) FILTER (WHERE n BETWEEN cl - (cl - op) + 1 AND cl), 0) AS c
		FROM b WHERE op - (cl - op) + 1 >= 0 AND account IN (SELECT account FROM b WHERE n = op - (cl - op) + 1 AND amount > 0) GROUP BY account),
	flow AS (
		SELECT count(*) AS accounts, coalesce(sum(s.o) FILTER (WHERE s.o > 0), 0) AS opening, coalesce(sum(s.c) FILTER (WHERE s.o > 0), 0) AS closing, coalesce(sum(s.c - s.o) FILTER (WHERE s.o > 0 AND s.c > s.o), 0) AS expansion,
			coalesce(sum(s.o) FILTER (WHERE s.o > 0 AND s.c <= 0), 0) AS churned, coalesce(sum(least(s.o, greatest(s.c, 0))) FILTER (WHERE s.o > 0), 0) AS kept FROM span AS s),
	mean AS (SELECT avg(r.n) AS nrr, avg(r.g) AS grr FROM (SELECT sum(p.c) / sum(p.o) AS n, sum(least(p.o, greatest(p.c, 0))) / sum(p.o) AS g FROM pair AS p WHERE p.o > 0 GROUP BY shift) AS r HAVING count(*) = year AND op >= year - 1)
	SELECT 'cohort', h.closing / nullif(h.opening, 0), h.kept / nullif(h.opening, 0), ARRAY[h.opening, 0, h.expansion, h.opening + h.expansion - h.churned - h.closing, h.churned, 0] FROM cohort AS h
	UNION ALL SELECT 'cohort with reactivation', (h.closing + amount) / nullif(h.opening, 0), h.kept / nullif(h.opening, 0), ARRAY[h.opening, amount, h.expansion, h.opening + h.expansion - h.churned - h.closing, h.churned, amount] FROM cohort AS h, back
	UNION ALL SELECT 'chained periods', product[1], product[2], NULL FROM (
		WITH RECURSIVE chain AS (
			SELECT op AS n, 1::numeric AS nrr, 1::numeric AS grr
			UNION ALL SELECT chain.n + 1, chain.nrr * (s.opening + s.expansion - s.contraction - s.churned) / s.opening, chain.grr * (s.opening - s.contraction - s.churned) / s.opening FROM chain JOIN step AS s ON s.n = chain.n + 1)
		SELECT ARRAY[chain.nrr, chain.grr] FROM chain WHERE n = cl) AS p (product)
	UNION ALL SELECT 'trailing average', (SELECT m.nrr FROM mean AS m), (SELECT m.grr FROM mean AS m), NULL
	UNION ALL SELECT 'flow of two spans', f.closing / nullif(f.opening, 0), f.kept / nullif(f.opening, 0), ARRAY[f.opening, 0, f.expansion, f.opening + f.expansion - f.churned - f.closing, f.churned, f.closing - h.closing] FROM flow AS f, cohort AS h WHERE accounts > 0
	UNION ALL SELECT 'flow of two spans', NULL, NULL, NULL FROM flow WHERE accounts = 0
	UNION ALL SELECT 'lazy: summed movements', (h.opening + l.expansion - l.contraction - l.churned) / nullif(h.opening, 0), (h.opening - l.contraction - l.churned) / nullif(h.opening, 0), ARRAY[h.opening, 0, l.expansion, l.contraction, l.churned,
		h.opening + l.expansion - l.contraction - l.churned - h.closing] FROM lazy AS l, cohort AS h
	UNION ALL SELECT 'lazy: summed movements with reactivation', (h.opening + amount + l.expansion - l.contraction - l.churned) / nullif(h.opening, 0), (h.opening - l.contraction - l.churned) / nullif(h.opening, 0), ARRAY[h.opening, amount, l.expansion, l.contraction, l.churned,
		h.opening + amount + l.expansion - l.contraction - l.churned - h.closing] FROM lazy AS l, cohort AS h, again;
	DROP TABLE b, pair, step;
END
$$;
SELECT grain, count(DISTINCT (ledger, opening, closing)) AS pairs, count(d) AS different, min(format('%s, %s to %s: %s', ledger, opening, closing, d)) FILTER (WHERE d IS NOT NULL) AS example
FROM ledger, (VALUES ('month', 0, 1), ('month', 2, 14), ('month', 13, 19), ('month', 15, 21), ('quarter', 4, 8), ('quarter', 1, 2), ('year', 0, 2), ('year', 1, 2), ('week', 3, 55), ('quarter', 9, 10)) AS v (grain, o, c),
	LATERAL (SELECT min(day) AS first, max(day) AS last FROM line AS l WHERE l.ledger = ledger.ledger AND amount IS NOT NULL) AS r, LATERAL (SELECT (prove.period(first, grain) + o * prove.step(grain))::date, (prove.period(first, grain) + c * prove.step(grain))::date) AS t (opening, closing)
	LEFT JOIN LATERAL different(
		format('SELECT definition, round(nrr, 12), round(grr, 12), CASE WHEN opening IS NOT NULL THEN ARRAY[opening, reactivation, expansion, contraction, churned, difference] END FROM unnest((SELECT kam.retention_definitions(kam.ledger_agg(account, day, amount, %L), %L, %L) FROM prove.line WHERE ledger = %s)) AS u', grain, opening, closing, ledger),
		format('SELECT definition, round(rate, 12), round(gross, 12), money FROM prove.plain_definitions(%s, %L, %L, %L) AS u', ledger, grain, opening, closing)) AS d ON true
WHERE style IN ('money', 'few') AND closing <= last AND ledger < 2000 GROUP BY grain ORDER BY grain COLLATE "C";

DROP FUNCTION pairs, check_windows, check_periods, plain_definitions;
