-- What the tests of the ledger have in common: random lines, and the answers
-- in plain SQL.  The code is not repeated in the output.
\set ECHO none
SET client_min_messages = warning;

-- The period of a day, and the one after, in plain SQL
CREATE FUNCTION prove.period(day date, grain text)
	RETURNS date
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN (date_trunc(split_part(grain, ' ', 1), day - make_interval(months => coalesce(nullif(split_part(grain, ' from ', 2), '')::int, 1) - 1))
			+ make_interval(months => coalesce(nullif(split_part(grain, ' from ', 2), '')::int, 1) - 1))::date;
CREATE FUNCTION prove.step(grain text)
	RETURNS interval
	LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
	RETURN CASE split_part(grain, ' ', 1)
		WHEN 'day' THEN '1 day' WHEN 'week' THEN '7 days' WHEN 'month' THEN '1 month' WHEN 'quarter' THEN '3 months' WHEN 'year' THEN '12 months'
	END::interval;

/*
 * The bridge in plain SQL, twice.  "lines" is a query with the columns account
 * (text), period and amount (numeric), none of whose amounts is NULL.  First:
 * the grid of all accounts and periods, and the row before.
 */
CREATE FUNCTION prove.bridge_by_grid(lines text, grain text)
	RETURNS SETOF kam.bridge_row
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH line AS MATERIALIZED (%s),
		spine AS (SELECT generate_series(min(period), max(period), prove.step(%L))::date AS period FROM line),
		balance AS (SELECT account, period, sum(amount) AS amount FROM line WHERE account IS NOT NULL GROUP BY account, period),
		grid AS (
			SELECT account, period, coalesce(b.amount, 0) AS balance, greatest(coalesce(b.amount, 0), 0) AS c, b.amount IS NOT NULL AS has_lines
			FROM (SELECT DISTINCT account FROM balance) AS a CROSS JOIN spine LEFT JOIN balance AS b USING (account, period)),
		move AS (
			SELECT *, coalesce(lag(c) OVER w, 0) AS o, coalesce(bool_or(c > 0) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), false) AS ever
			FROM grid WINDOW w AS (PARTITION BY account ORDER BY period)),
		total AS (
			SELECT period, sum(o) AS opening,
				sum(c) FILTER (WHERE o = 0 AND c > 0 AND NOT ever) AS new, sum(c) FILTER (WHERE o = 0 AND c > 0 AND ever) AS reactivation,
				sum(c - o) FILTER (WHERE o > 0 AND c > o) AS expansion, sum(o - c) FILTER (WHERE c > 0 AND c < o) AS contraction,
				sum(o) FILTER (WHERE o > 0 AND c = 0) AS churned, sum(c) AS closing, sum(balance) FILTER (WHERE balance < 0) AS negative,
				count(*) FILTER (WHERE o > 0) AS n_opening, count(*) FILTER (WHERE o = 0 AND c > 0 AND NOT ever) AS n_new,
				count(*) FILTER (WHERE o = 0 AND c > 0 AND ever) AS n_reactivated, count(*) FILTER (WHERE o > 0 AND c > o) AS n_expanded,
				count(*) FILTER (WHERE c > 0 AND c < o) AS n_contracted, count(*) FILTER (WHERE o > 0 AND c = 0) AS n_churned,
				count(*) FILTER (WHERE c > 0) AS n_closing, count(*) FILTER (WHERE has_lines AND balance <= 0) AS n_nonpositive
			FROM move GROUP BY period),
		loose AS (SELECT period, sum(amount) AS amount, count(*) AS n FROM line WHERE account IS NULL GROUP BY period)
		SELECT period, coalesce(opening, 0), coalesce(new, 0), coalesce(reactivation, 0), coalesce(expansion, 0), coalesce(contraction, 0),
			coalesce(churned, 0), coalesce(closing, 0), coalesce(negative, 0), coalesce(loose.amount, 0),
			coalesce(n_opening, 0), coalesce(n_new, 0), coalesce(n_reactivated, 0), coalesce(n_expanded, 0), coalesce(n_contracted, 0),
			coalesce(n_churned, 0), coalesce(n_closing, 0), coalesce(n_nonpositive, 0), coalesce(loose.n, 0)
		FROM spine LEFT JOIN total USING (period) LEFT JOIN loose USING (period)$q$, lines, grain);
END
$$;

-- Second: positive balances fully joined with those of the period before,
-- and a row for every movement
CREATE FUNCTION prove.bridge_by_join(lines text, grain text)
	RETURNS SETOF kam.bridge_row
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH line AS MATERIALIZED (%1$s),
		period AS (SELECT period::date FROM generate_series((SELECT min(period) FROM line), (SELECT max(period) FROM line), prove.step(%2$L)) AS period),
		balance AS MATERIALIZED (SELECT account, period, sum(amount) AS amount FROM line GROUP BY account, period),
		positive AS MATERIALIZED (SELECT * FROM balance WHERE account IS NOT NULL AND amount > 0),
		debut AS (SELECT account, min(period) AS debut FROM positive GROUP BY account),
		pair AS (
			SELECT period, account, o.amount AS o, c.amount AS c
			FROM positive AS c
			FULL JOIN (SELECT account, (period + prove.step(%2$L))::date AS period, amount FROM positive) AS o USING (account, period)),
		movement AS (
			SELECT period, 'opening' AS kind, o AS amount FROM pair WHERE o IS NOT NULL
			UNION ALL SELECT period, 'closing', c FROM pair WHERE c IS NOT NULL
			UNION ALL SELECT period, CASE period WHEN debut THEN 'new' ELSE 'reactivation' END, c FROM pair JOIN debut USING (account) WHERE o IS NULL
			UNION ALL SELECT period, CASE sign(c - o) WHEN 1 THEN 'expansion' ELSE 'contraction' END, abs(c - o) FROM pair WHERE c <> o
			UNION ALL SELECT period, 'churned', o FROM pair WHERE c IS NULL
			UNION ALL SELECT period, 'negative', amount FROM balance WHERE account IS NOT NULL AND amount < 0
			UNION ALL SELECT period, 'nonpositive', NULL FROM balance WHERE account IS NOT NULL AND amount <= 0
			UNION ALL SELECT period, 'loose', amount FROM line WHERE account IS NULL)
		SELECT period,
			coalesce(sum(amount) FILTER (WHERE kind = 'opening'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'new'), 0),
			coalesce(sum(amount) FILTER (WHERE kind = 'reactivation'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'expansion'), 0),
			coalesce(sum(amount) FILTER (WHERE kind = 'contraction'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'churned'), 0),
			coalesce(sum(amount) FILTER (WHERE kind = 'closing'), 0), coalesce(sum(amount) FILTER (WHERE kind = 'negative'), 0),
			coalesce(sum(amount) FILTER (WHERE kind = 'loose'), 0),
			count(*) FILTER (WHERE kind = 'opening'), count(*) FILTER (WHERE kind = 'new'), count(*) FILTER (WHERE kind = 'reactivation'),
			count(*) FILTER (WHERE kind = 'expansion'), count(*) FILTER (WHERE kind = 'contraction'), count(*) FILTER (WHERE kind = 'churned'),
			count(*) FILTER (WHERE kind = 'closing'), count(*) FILTER (WHERE kind = 'nonpositive'), count(*) FILTER (WHERE kind = 'loose')
		FROM period LEFT JOIN movement USING (period)
		GROUP BY period$q$, lines, grain);
END
$$;

-- Cohorts in plain SQL: every cohort at every age up to the last period.  How many
-- digits a quotient has depends on trailing zeros, hence trim_scale().
CREATE FUNCTION prove.cohorts(lines text, grain text)
	RETURNS SETOF kam.cohort_row
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY EXECUTE format($q$
		WITH line AS MATERIALIZED (%1$s),
		period AS (
			SELECT period::date, n::int
			FROM generate_series((SELECT min(period) FROM line), (SELECT max(period) FROM line), prove.step(%2$L)) WITH ORDINALITY AS p (period, n)),
		balance AS MATERIALIZED (SELECT account, period, sum(amount) AS amount FROM line WHERE account IS NOT NULL GROUP BY account, period),
		debut AS (SELECT DISTINCT ON (account) account, period AS cohort, amount AS base FROM balance WHERE amount > 0 ORDER BY account, period),
		size AS (SELECT cohort, count(*) AS accounts, sum(base) AS base FROM debut GROUP BY cohort),
		cell AS (
			SELECT cohort, period, count(*) FILTER (WHERE amount > 0) AS active, sum(amount) AS revenue, sum(least(base, greatest(amount, 0))) AS kept
			FROM debut JOIN balance USING (account) WHERE period >= cohort GROUP BY cohort, period)
		SELECT size.cohort, p.n - b.n, p.period, accounts, coalesce(active, 0), coalesce(revenue, 0),
			trim_scale(coalesce(revenue, 0)) / trim_scale(base), trim_scale(coalesce(kept, 0)) / trim_scale(base)
		FROM size JOIN period AS b ON b.period = cohort JOIN period AS p ON p.period >= cohort
		LEFT JOIN cell ON cell.cohort = size.cohort AND cell.period = p.period$q$, lines, grain);
END
$$;

-- The rows of one query that the other lacks, for the eye; none if all is well
CREATE FUNCTION prove.different(one text, other text)
	RETURNS SETOF text
	LANGUAGE plpgsql
AS $$
BEGIN
	RETURN QUERY EXECUTE format('(SELECT ''only in the first: '' || q::text FROM ((%1$s) EXCEPT ALL (%2$s)) AS q)
		UNION ALL (SELECT ''only in the second: '' || q::text FROM ((%2$s) EXCEPT ALL (%1$s)) AS q) LIMIT 4', one, other);
END
$$;

-- What does not hold in a bridge that has to in any; revenue by period, or NULL
CREATE FUNCTION prove.bridge_faults(bridge kam.bridge_row[], revenue numeric DEFAULT NULL)
	RETURNS text
	LANGUAGE sql STABLE
	RETURN (
		SELECT string_agg(DISTINCT fault, ', ' ORDER BY fault)
		FROM (SELECT *, lag(closing, 1, 0::numeric) OVER w AS closing_before, lag(accounts_closing, 1, 0::bigint) OVER w AS accounts_before,
					 sum(closing + negative + without_account) OVER () AS revenue_here
			  FROM unnest(bridge) WINDOW w AS (ORDER BY period)) AS b,
			LATERAL (VALUES
				(opening + new_ + reactivation + expansion - contraction - churned = closing, 'movements'),
				(opening = closing_before, 'opening'),
				(accounts_opening + accounts_new + accounts_reactivated - accounts_churned = accounts_closing, 'accounts'),
				(accounts_opening = accounts_before, 'accounts at the opening'),
				(accounts_expanded + accounts_contracted + accounts_churned <= accounts_opening, 'accounts that changed'),
				(least(opening, new_, reactivation, expansion, contraction, churned, closing, -negative) >= 0, 'signs'),
				(revenue IS NULL OR revenue_here = revenue, 'revenue')) AS v (holds, fault)
		WHERE NOT holds);

/*
 * Random lines.  A ledger is reproduced from its number.  Accounts come with
 * gaps and return; some live for one day; credit notes may exceed invoices;
 * every tenth line is there twice.
 */
CREATE FUNCTION prove.amount(id bigint, seed bigint, style text)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN prove.pick(id, seed + 1, 6) = 0 THEN -1 ELSE 1 END * CASE style
		WHEN 'money' THEN round(prove.pick(id, seed + 2, 100000)::numeric / 100, 2)
		WHEN 'few' THEN prove.pick(id, seed + 2, 3)			-- sums are often zero, changes often none
		WHEN 'scales' THEN round(prove.random(id, seed + 2)::numeric * 1000, prove.pick(id, seed + 3, 31))
		WHEN 'fine' THEN (prove.pick(id, seed + 2, 9) + 1)::numeric / 10::numeric ^ prove.pick(id, seed + 3, 60)
		WHEN 'large' THEN round(prove.random(id, seed + 2)::numeric, 8) * 10::numeric ^ (prove.pick(id, seed + 3, 40) + 1)
		WHEN 'huge' THEN (prove.pick(id, seed + 2, 3) + 1) * 10::numeric ^ (ARRAY[2, 18, 19, 36, 37, 38, 40, 130])[prove.pick(id, seed + 3, 8) + 1]
		WHEN 'edges' THEN (ARRAY[9223372036854775807, 4611686018427387904, 922337203685477.5807, 2251799813685248, 225179981368.5248, 0.00009,
								 1e36 - 1, 170141183460469231731687303715884105727, 1e-20, 1e-21])[prove.pick(id, seed + 2, 10) + 1]
		END;

CREATE TABLE prove.ledger (ledger int PRIMARY KEY, style text, nlines int, naccounts int, ndays int, starts date);
CREATE TABLE prove.line (
	ledger int, id bigint, account bigint, account_int int, account_text text, account_varchar varchar(2000), account_uuid uuid,
	day date, at timestamp, at_zone timestamptz, amount numeric, amount_float float8, amount_bigint bigint, amount_int int)
	WITH (parallel_workers = 4);

CREATE FUNCTION prove.make_lines(number int)
	RETURNS void
	LANGUAGE sql
AS $$
	INSERT INTO prove.line
	SELECT ledger, id, account, hashint8(account), text, text, md5(account::text)::uuid, day, day + time, (day + time) AT TIME ZONE 'UTC',
		amount, coalesce(float, amount::float8),
		CASE style WHEN 'edges' THEN greatest(least(trunc(amount), 9223372036854775807), -9223372036854775808)
			ELSE greatest(least(trunc(amount), 1e18), -1e18) END,
		CASE WHEN abs(amount) < 2e9 THEN amount ELSE 1 END
	FROM (
		SELECT l.ledger, id, l.style,
			CASE k WHEN -1 THEN NULL WHEN 0 THEN -9223372036854775807 - 1 WHEN 1 THEN 9223372036854775807
				WHEN 2 THEN 0 WHEN 3 THEN -1 ELSE hashint8extended(k, 3) >> (k % 50) END AS account,
			CASE k WHEN -1 THEN NULL WHEN 2 THEN '' WHEN 3 THEN ' ' WHEN 4 THEN repeat('Zoë', 255) || 'abc' WHEN 5 THEN repeat('Zoë', 255) || 'abd'
				ELSE 'Kunde ' || k || repeat(' ü', k % 9) END AS text,
			l.starts + CASE WHEN k % 7 = 6 THEN prove.pick(k, 21, l.ndays)		-- one day only
				-- some months of some accounts are empty
				ELSE (SELECT d - CASE WHEN prove.pick(k * 1000 + d / 30, 22, 3) = 0 THEN d % 30 + 1 ELSE 0 END FROM prove.pick(line, l.ledger + 2, l.ndays) AS d) END AS day,
			prove.random(line, l.ledger + 3) * interval '86399.999999 s' AS time,
			CASE WHEN prove.pick(line, l.ledger + 4, 30) > 0 THEN prove.amount(line, l.ledger * 100, l.style) END AS amount,
			CASE WHEN l.style IN ('scales', 'fine') AND prove.pick(line, l.ledger + 4, 30) > 0
				THEN (prove.random(line, l.ledger + 5) - 0.2) * 10::float8 ^ (prove.pick(line, l.ledger + 6, 60) - 30) END AS float
		FROM prove.ledger AS l, generate_series(1, l.nlines) AS id,
			LATERAL (SELECT id - (id % 10 = 0)::int) AS d (line),
			LATERAL (SELECT CASE WHEN prove.pick(line, l.ledger + 7, 25) = 0 THEN -1 ELSE floor(prove.random(line, l.ledger + 1) ^ 2 * l.naccounts)::int END) AS a (k)
		WHERE l.ledger = number) AS q;
$$;

-- Ledgers of every kind; the lines of the small ones
INSERT INTO prove.ledger
	SELECT n, (ARRAY['money', 'few', 'scales', 'fine', 'large', 'huge', 'edges'])[n % 7 + 1],
		(ARRAY[1, 2, 7, 30, 100, 300, 900, 2000])[prove.pick(n, 1, 8) + 1], (ARRAY[1, 2, 5, 20, 100, 400])[prove.pick(n, 2, 6) + 1],
		(ARRAY[1, 40, 100, 400, 1500])[prove.pick(n, 3, 5) + 1],
		(ARRAY['1999-11-20', '2000-01-01', '2023-12-31', '2024-02-29', '0001-03-01'])[prove.pick(n, 4, 5) + 1]::date
	FROM generate_series(1, 140) AS n;
INSERT INTO prove.ledger VALUES (1000, 'money', 3000, 60, 800, '2023-01-10'), (1001, 'scales', 1500, 40, 500, '2023-01-10'), (1002, 'huge', 800, 30, 500, '2023-01-10'),
	(1003, 'edges', 1500, 30, 500, '2023-01-10'), (2000, 'money', 300000, 200000, 400, '2024-01-01');
SELECT count(prove.make_lines(ledger)) AS ledgers FROM prove.ledger WHERE ledger < 2000;
CREATE INDEX ON prove.line (ledger);
ANALYZE prove.line;
RESET client_min_messages;
\set ECHO all

-- What there is to test with
SELECT style, count(DISTINCT ledger) AS ledgers, count(*) AS lines, count(*) - count(account) AS without_account, count(*) - count(amount) AS without_amount,
	count(*) FILTER (WHERE amount < 0) AS negative, max(min_scale(amount)) AS decimals, max(length(trunc(amount)::text)) AS digits
FROM prove.line JOIN prove.ledger USING (ledger) GROUP BY style ORDER BY style COLLATE "C";
-- The two formulations agree, and a bridge with a fault is noticed.
SELECT prove.different($$SELECT * FROM prove.bridge_by_grid('SELECT account::text, prove.period(day, ''month'') AS period, amount FROM prove.line WHERE ledger = 1000 AND amount IS NOT NULL', 'month')$$,
	$$SELECT * FROM prove.bridge_by_join('SELECT account::text, prove.period(day, ''month'') AS period, amount FROM prove.line WHERE ledger = 1000 AND amount IS NOT NULL', 'month')$$);
SELECT prove.bridge_faults(ARRAY[ROW('2024-01-01', 0, 10, 0, 0, 0, 0, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0), ROW('2024-02-01', 10, 0, 0, 0, 3, 0, 7, -1, 2, 1, 0, 0, 0, 1, 0, 1, 0, 1)]::kam.bridge_row[], 18) AS none,
	prove.bridge_faults(ARRAY[ROW('2024-01-01', 0, 10, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0), ROW('2024-02-01', 10, 0, 0, 0, -3, 0, 13, -1, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1)]::kam.bridge_row[], 5) AS seven;
SELECT count(*) FROM prove.different('SELECT 1', 'SELECT 2');
