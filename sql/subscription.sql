-- Subscriptions: the bridge of rates that hold over half-open intervals, and prepayments spread over their days
SET search_path = prove, public;
SET jit = off;
SET extra_float_digits = 1;

-- The bridge in plain SQL: on the first day of each period every account has the sum of its rates that hold.  "subscriptions" has the columns
-- account (text), starts_on, ends_on, amount; periods reach from the first in which one can start to the last in which one starts or has ended.
CREATE FUNCTION plain_bridge(subscriptions text, grain text)
	RETURNS SETOF kam.bridge_row
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH sub AS MATERIALIZED (SELECT *, account IS NULL AS loose FROM (%1$s) AS s WHERE amount IS NOT NULL),
		event AS MATERIALIZED (
			SELECT loose, (CASE WHEN prove.period(day, %2$L) = day THEN day ELSE prove.period(day, %2$L) + prove.step(%2$L) END)::date AS period
			FROM sub, unnest(ARRAY[starts_on, nullif(ends_on, 'infinity')]) AS day WHERE day IS NOT NULL),
		spine AS (SELECT generate_series(min(period), max(period), prove.step(%2$L))::date AS period FROM event),
		grid AS MATERIALIZED (
			SELECT loose, account, period, coalesce(sum(amount) FILTER (WHERE starts_on <= period AND period < coalesce(ends_on, 'infinity')), 0) AS balance
			FROM sub CROSS JOIN spine GROUP BY loose, account, period),
		move AS (
			SELECT *, coalesce(lag(c) OVER w, 0) AS o, coalesce(max(c) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) > 0 AS ever
			FROM (SELECT *, greatest(balance, 0) AS c FROM grid WHERE NOT loose) AS g WINDOW w AS (PARTITION BY account ORDER BY period)),
		total AS (
			SELECT period, sum(o) AS opening, coalesce(sum(c) FILTER (WHERE o = 0 AND NOT ever), 0) AS new, coalesce(sum(c) FILTER (WHERE o = 0 AND ever), 0) AS reactivation,
				coalesce(sum(c - o) FILTER (WHERE o > 0 AND c > o), 0) AS expansion, coalesce(sum(o - c) FILTER (WHERE c > 0 AND c < o), 0) AS contraction, coalesce(sum(o) FILTER (WHERE c = 0), 0) AS churned,
				sum(c) AS closing, sum(least(balance, 0)) AS negative,
				count(*) FILTER (WHERE o > 0) AS n1, count(*) FILTER (WHERE o = 0 AND c > 0 AND NOT ever) AS n2, count(*) FILTER (WHERE o = 0 AND c > 0 AND ever) AS n3, count(*) FILTER (WHERE o > 0 AND c > o) AS n4,
				count(*) FILTER (WHERE c > 0 AND c < o) AS n5, count(*) FILTER (WHERE o > 0 AND c = 0) AS n6, count(*) FILTER (WHERE c > 0) AS n7, count(*) FILTER (WHERE balance < 0) AS n8
			FROM move GROUP BY period)
		SELECT period, coalesce(opening, 0), coalesce(new, 0), coalesce(reactivation, 0), coalesce(expansion, 0), coalesce(contraction, 0), coalesce(churned, 0), coalesce(closing, 0), coalesce(negative, 0),
			coalesce((SELECT balance FROM grid WHERE loose AND grid.period = spine.period), 0),
			coalesce(n1, 0), coalesce(n2, 0), coalesce(n3, 0), coalesce(n4, 0), coalesce(n5, 0), coalesce(n6, 0), coalesce(n7, 0), coalesce(n8, 0),
			(SELECT count(*) FROM event WHERE loose AND event.period = spine.period)
		FROM spine LEFT JOIN total USING (period)$q$, subscriptions, grain);
END
$$;
-- lines as subscriptions: some end on the day they begin, some never, by NULL or infinity; starts and ends in the middle of periods and at their edges
CREATE VIEW subscription AS
	SELECT *, CASE id % 3 WHEN 0 THEN day ELSE prove.period(day, 'month') END AS starts_on,
		CASE WHEN id % 11 = 0 THEN NULL WHEN id % 11 = 1 THEN 'infinity' WHEN id % 11 < 4 THEN (prove.period(day, 'month') + (id % 14) * interval '1 month' + interval '1 month')::date ELSE day + (id % 97)::int * 5 END AS ends_on
	FROM line;
CREATE FUNCTION check_subscriptions(ledger int, grain text, account text DEFAULT 'account', amount text DEFAULT 'amount', plain_amount text DEFAULT 'amount')
	RETURNS text
	LANGUAGE sql
	RETURN (SELECT string_agg(format('%s by %s: %s', ledger, grain, d), E'\n') FROM (
		SELECT prove.different(format('SELECT b.* FROM unnest((SELECT kam.subscription_bridge(%s, starts_on, ends_on, %s, %L) FROM prove.subscription WHERE ledger = %s)) AS b', account, amount, grain, ledger),
			format('SELECT * FROM prove.plain_bridge(%L, %L)', format('SELECT %s::text AS account, starts_on, ends_on, (%s)::numeric AS amount FROM prove.subscription WHERE ledger = %s', account, plain_amount, ledger), grain))
		UNION ALL
		SELECT prove.bridge_faults((SELECT kam.revenue_bridge(kam.subscription_agg(s.account, starts_on, ends_on, s.amount, grain)) FROM prove.subscription AS s WHERE s.ledger = check_subscriptions.ledger))) AS f (d) WHERE d IS NOT NULL);
SELECT grain, count(*) AS ledgers, count(d) AS different, min(d) AS example
FROM ledger, unnest('{month,quarter,year,week,quarter from 3,year from 7}'::text[]) AS grain, check_subscriptions(ledger, grain) AS d
WHERE nlines * ndays < 100000 AND (ledger % 5 = 0 OR grain = 'month' AND ledger % 2 = 0) AND NOT (grain = 'week' AND nlines * ndays > 20000) GROUP BY grain ORDER BY grain COLLATE "C";
SELECT ledger, check_subscriptions(ledger, 'day') AS different FROM ledger WHERE nlines * ndays < 5000 AND ledger % 5 = 0 AND check_subscriptions(ledger, 'day') IS NOT NULL;
SELECT account, amount, count(d) AS different, min(d) AS example
FROM unnest('{account,account_int,account_text,account_varchar,account_uuid}'::text[]) AS account, (VALUES ('amount', 'amount'), ('amount_float', 'amount_float::text'), ('amount_bigint', 'amount_bigint'), ('amount_int', 'amount_int')) AS a (amount, plain_amount),
	ledger, check_subscriptions(ledger, 'month', account, amount, plain_amount) AS d
WHERE nlines BETWEEN 30 AND 1000 AND ndays <= 100 AND ledger < 35 GROUP BY account, amount ORDER BY account COLLATE "C", amount COLLATE "C";

-- However the rows come
CREATE TABLE sample_subscription WITH (parallel_workers = 4) AS
	SELECT row_number() OVER (ORDER BY ledger, id) AS id, nullif(ledger - 1000, 3) AS grp, account, account_text, starts_on, ends_on, amount, amount_float, text 'month' AS grain FROM subscription WHERE ledger BETWEEN 1000 AND 1003 AND id <= 200;
ANALYZE sample_subscription;
SELECT * FROM prove.aggregate(ARRAY[$$kam.subscription_bridge(account, starts_on, ends_on, amount, coalesce(grain, 'month')::text)$$, $$kam.subscription_bridge(account_text, starts_on, ends_on, amount_float, coalesce(grain, 'month')::text)$$], 'sample_subscription');

-- By hand: half-open, active on the first day of the period
CREATE TEMP TABLE few (account text, starts_on date, ends_on date, amount numeric);
INSERT INTO few VALUES
	('to the end of March', '2024-01-01', '2024-04-01', 100), ('never on a first day', '2024-01-02', '2024-01-31', 999), ('from February on', '2024-01-15', NULL, 50),
	('upgrade', '2024-01-01', '2024-03-01', 10), ('upgrade', '2024-03-01', 'infinity', 30), ('pause', '2024-01-01', '2024-02-01', 7), ('pause', '2024-04-01', NULL, 8),
	('empty', '2024-02-01', '2024-02-01', 5), ('credit', '2024-02-01', NULL, -4), (NULL, '2024-03-01', '2024-04-10', 2), ('no amount', '2020-01-01', NULL, NULL);
SELECT b.* FROM unnest((SELECT kam.subscription_bridge(account, starts_on, ends_on, amount, 'month') FROM few)) AS b;
SELECT kam.retention(kam.subscription_agg(account, starts_on, ends_on, amount, 'month'), date '2024-01-31', '2024-04-15')::jsonb - '{closing_squared,opening_closing,opening_squared}'::text[] AS january_to_april FROM few;
-- the largest bigint starts and ends
SELECT b.closing FROM unnest((SELECT kam.subscription_bridge(k, d, e, a, 'month') FROM (VALUES (1, date '2024-01-01', date '2024-02-01', 9223372036854775807), (2, '2024-01-01', '2024-02-01', -9223372036854775808), (3, '2024-01-01', '2024-02-01', 9223372036854775807)) AS v (k, d, e, a))) AS b;

-- What is refused
SELECT call, outcome('SELECT kam.subscription_bridge(' || call || ')')
FROM unnest(ARRAY[$$1, '2024-02-01', '2024-01-31', 1.5, 'month'$$, $$1, NULL, '2024-01-31', 1.5, 'month'$$, $$1, 'infinity', NULL, 1.5, 'month'$$, $$1, '-infinity', '2024-01-01', 1.5, 'month'$$, $$1, '2024-01-01', '-infinity', 1.5, 'month'$$,
	$$1, '2024-01-01', NULL, 'NaN'::numeric, 'month'$$, $$1, '2024-01-01', NULL, '-Infinity'::float8, 'month'$$, $$1, '2024-01-01', NULL, 1.5, NULL$$, $$1, '2024-01-01', NULL, 1.5, 'months'$$,
	$$1, '5874897-12-02', NULL, 1.5, 'month'$$, $$1, '2024-01-01', '5874897-12-31', 1.5, 'month'$$, $$1, '2024-01-01', '9999-12-31', 1.5, 'day'$$]) AS call;
SELECT outcome($$SELECT kam.retention(kam.subscription_agg(1, '2024-01-01', NULL, 1.5, 'month'), daterange('2024-01-01', '2024-02-01'), daterange('2024-02-01', '2024-03-01'))$$);

-- spread(): the parts add up, are in proportion, and lie in the right periods
SELECT count(*) AS spreads, count(*) FILTER (WHERE total = amount) AS add_up, count(*) FILTER (WHERE total_days = ends_on - starts_on) AS cover, sum(wrong) AS wrong, sum(parts) > 10000 AS many
FROM (
	SELECT a.amount, starts_on, ends_on, sum(s.part) AS total, count(*) AS parts,
		sum(least(next.day, ends_on) - greatest(s.period, starts_on)) AS total_days,
		-- the sum up to the end of each part is the share of the days, rounded to the digits of the amount, and cents at least
		count(*) FILTER (WHERE s.period <> prove.period(s.period, grain) OR abs(until - round(amount * (least(next.day, ends_on) - starts_on) / (ends_on - starts_on), greatest(scale(amount), 2))) > 0) AS wrong
	FROM generate_series(1, 300) AS n, unnest('{day,week,month,quarter,year,quarter from 2,year from 4}'::text[]) AS grain,
		LATERAL (SELECT prove.amount(n, 7, (ARRAY['money', 'few', 'scales', 'large'])[n % 4 + 1])) AS a (amount),
		LATERAL (SELECT date '2023-01-01' + prove.pick(n, 8, 800), date '2023-01-01' + prove.pick(n, 8, 800) + 1 + prove.pick(n, 9, (ARRAY[1, 40, 400, 1200])[n % 4 + 1])) AS d (starts_on, ends_on),
		LATERAL (SELECT *, sum(part) OVER (ORDER BY period) AS until FROM kam.spread(a.amount, starts_on, ends_on, grain)) AS s,
		LATERAL (SELECT (s.period + prove.step(grain))::date) AS next (day)
	GROUP BY n, grain, a.amount, starts_on, ends_on) AS q;
SELECT * FROM kam.spread(1000, '2024-01-15', '2024-04-15', 'month');
SELECT * FROM kam.spread(-0.01, '2024-12-31', '2026-01-01', 'year from 7');
SELECT * FROM kam.spread(1200, '2024-02-29', '2024-03-01', 'quarter');
SELECT * FROM kam.spread(NULL, '2024-01-15', '2024-04-15', 'month');
SELECT sum(part), count(*) FROM kam.spread(1e30 + 0.001, '2024-01-15', '2025-04-15', 'day');
-- a prepayment as revenue: the bridge of its parts
SELECT period, opening, new_, churned, closing FROM unnest((SELECT kam.revenue_bridge(1, s.period, part, 'quarter') FROM kam.spread(1200, '2024-02-01', '2025-02-01', 'quarter') AS s)) AS b;
SELECT call, outcome('SELECT kam.spread(' || call || ')')
FROM unnest(ARRAY[$$100, '2024-01-01', '2024-01-01', 'month'$$, $$100, '2024-01-02', '2024-01-01', 'month'$$, $$100, '2024-01-01', 'infinity', 'month'$$, $$100, '-infinity', '2024-01-01', 'month'$$,
	$$'NaN', '2024-01-01', '2025-01-01', 'month'$$, $$'Infinity', '2024-01-01', '2025-01-01', 'month'$$, $$100, '2024-01-01', '2025-01-01', 'Month'$$, $$100, '2024-01-01', '2025-01-01', 'hour'$$,
	$$100, '5874897-12-30', '5874897-12-31', 'year'$$, $$100, '4714-11-24 BC', '4714-11-25 BC', 'year'$$]) AS call;

DROP TABLE sample_subscription;
DROP FUNCTION check_subscriptions, plain_bridge;
DROP VIEW subscription;
