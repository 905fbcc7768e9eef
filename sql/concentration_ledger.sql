-- Concentration straight from invoice lines, and what has to see all accounts
-- at once: the Gini coefficient, the share of the largest, the entropy
SET extra_float_digits = 1;
SET search_path = prove, public;

-- In plain SQL: the accounts' totals, then each figure from them
CREATE FUNCTION totals(accounts text[], amounts numeric[]) RETURNS numeric[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(total) FROM (SELECT sum(amount) AS total FROM unnest(accounts, amounts) AS line (account, amount)
			WHERE account IS NOT NULL AND amount IS NOT NULL GROUP BY account) AS t);
CREATE FUNCTION figure(name text, totals numeric[], k int DEFAULT NULL) RETURNS numeric
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT CASE WHEN sum(v) > 0 THEN CASE name
				WHEN 'hhi' THEN trim_scale(sum(v * v)) / trim_scale(sum(v) * sum(v))
				WHEN 'effective_accounts' THEN trim_scale(sum(v) * sum(v)) / trim_scale(sum(v * v))
				WHEN 'gini' THEN trim_scale(sum((2 * i - n - 1) * v)) / trim_scale(sum(v) * max(n))
				WHEN 'corrected gini' THEN trim_scale(sum((2 * i - n - 1) * v)) / nullif(trim_scale(sum(v) * (max(n) - 1)), 0)
				WHEN 'top_share' THEN trim_scale(sum(v) FILTER (WHERE i > n - k)) / trim_scale(sum(v))
			END END
			FROM (SELECT v, row_number() OVER (ORDER BY v) AS i, count(*) OVER () AS n FROM unnest(totals) AS v WHERE v >= 0) AS ranked);
-- with numeric logarithms of 30 digits; a share without digits counts for nothing
CREATE FUNCTION plain_entropy(totals numeric[]) RETURNS float8
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT -sum(share * ln(share))::float8
			FROM (SELECT round(v / sum(v) OVER (), 60) AS share FROM unnest(totals) AS v WHERE v > 0) AS s WHERE share > 0);

-- Lines of every kind: 0 money, 1 all scales, 2 and 3 beyond 64 and 128 bits, 4 without account, 5 one account, 6 a single line, 7 without amount, 8 credits alone, and NULL
CREATE TABLE sample_total WITH (parallel_workers = 4) AS
	SELECT row_number() OVER (ORDER BY ledger, id) AS id,
		CASE WHEN ledger < 1004 THEN ledger - 1000 WHEN id = 1100 THEN 6 WHEN id % 5 = 4 THEN 8 WHEN id % 5 < 3 THEN 4 + id % 5 + (id % 5 = 2)::int END::int AS grp,
		CASE WHEN ledger = 1004 AND id % 5 = 0 AND id <> 1100 THEN NULL WHEN ledger = 1004 AND id % 5 = 1 THEN 42 ELSE account END AS account,
		CASE WHEN ledger = 1004 AND id % 5 = 0 THEN NULL ELSE account_text END AS account_text, account_varchar, account_uuid, account_int,
		CASE WHEN ledger = 1004 AND id % 5 = 2 THEN NULL WHEN ledger = 1004 AND id % 5 = 4 THEN -abs(amount) ELSE amount END AS amount, amount_float, amount_bigint, amount_int
	FROM (SELECT * FROM line WHERE ledger BETWEEN 1000 AND 1003 AND id <= 250
		  UNION ALL
		  SELECT 1004 AS ledger, id, account, account_int, account_text, account_varchar, account_uuid, day, at, at_zone, amount, amount_float, amount_bigint, amount_int FROM line WHERE ledger = 1000 AND id BETWEEN 1001 AND 1400) AS q;
ANALYZE sample_total;
SELECT grp, count(*) AS lines, count(account) AS with_account, count(amount) AS with_amount, count(DISTINCT account) AS accounts FROM sample_total GROUP BY grp ORDER BY grp;

-- However the lines come, the result is the same, and that of plain SQL.
CREATE FUNCTION keyed_calls(account text, amount text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('kam.%s(%s, %s%s)', split_part(call, ',', 1), account, amount, substring(call FROM ',.*')) ORDER BY n)
			FROM unnest('{hhi,effective_accounts,gini,"gini, id IS NOT NULL","top_share, (id * 0)::int + 3",entropy}'::text[]) WITH ORDINALITY AS c (call, n));
CREATE FUNCTION plain_calls(totals text, type text DEFAULT 'numeric') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN ARRAY[format('prove.figure(''hhi'', %s)', totals), format('prove.figure(''effective_accounts'', %s)', totals), format('prove.figure(''gini'', %s)::%s', totals, type),
		format('prove.figure(''corrected gini'', %s)::%s', totals, type), format('prove.figure(''top_share'', %s, 3)::%s', totals, type), NULL];
SELECT * FROM prove.aggregate(keyed_calls('account', 'amount'), 'sample_total', plain => plain_calls('prove.totals(array_agg(account::text), array_agg(amount))')) AS bigint_numeric;
SELECT * FROM prove.aggregate(keyed_calls('account_text', 'amount_float'), 'sample_total',
	plain => plain_calls('prove.totals(array_agg(account_text), array_agg(amount_float::text::numeric))'), moving => false) AS text_float8;
SELECT * FROM prove.aggregate(keyed_calls('account_uuid', 'amount_bigint'), 'sample_total',
	plain => plain_calls('prove.totals(array_agg(account_uuid::text), array_agg(amount_bigint::numeric))'), moving => false) AS uuid_bigint;
SELECT * FROM prove.aggregate(keyed_calls('account_int', 'amount_int'), 'sample_total',
	plain => plain_calls('prove.totals(array_agg(account_int::text), array_agg(amount_int::numeric))'), moving => false) AS int_int;
SELECT * FROM prove.aggregate(keyed_calls('account_varchar', 'amount'), 'sample_total',
	plain => plain_calls('prove.totals(array_agg(account_varchar::text), array_agg(amount))'), moving => false) AS varchar_numeric;
-- One row per account: each its own, equal amounts too
CREATE FUNCTION row_calls() RETURNS text[]
	LANGUAGE sql IMMUTABLE RETURN '{kam.gini(a),"kam.gini(a, id IS NOT NULL)","kam.top_share(a, (id * 0)::int + 3)",kam.entropy(a)}'::text[];
SELECT * FROM prove.aggregate(row_calls(), 'sample_numeric', plain => (plain_calls('array_agg(a)'))[3:6]) AS row_numeric;
SELECT * FROM prove.aggregate(row_calls(), 'sample_float8', plain => (plain_calls('array_agg(a::text::numeric)', 'float8'))[3:6]) AS row_float8;
SELECT * FROM prove.aggregate(row_calls(), 'sample_bigint', plain => (plain_calls('array_agg(a::numeric)'))[3:6], moving => false) AS row_bigint;
SELECT * FROM prove.aggregate(row_calls(), 'sample_integer', plain => (plain_calls('array_agg(a::numeric)'))[3:6], moving => false) AS row_integer;
-- The entropy is a double
SELECT count(*) AS entropies, count(*) FILTER (WHERE abs(found - plain) > 4e-15) AS off, count(*) FILTER (WHERE (found IS NULL) <> (plain IS NULL)) AS unknown, count(*) FILTER (WHERE found > ln(greatest(n, 1))) AS beyond
FROM (SELECT kam.entropy(account, amount) AS found, plain_entropy(totals(array_agg(account::text), array_agg(amount))) AS plain, count(DISTINCT account)::float8 AS n FROM sample_total GROUP BY grp
	  UNION ALL SELECT kam.entropy(account_text, amount_float), plain_entropy(totals(array_agg(account_text), array_agg(amount_float::text::numeric))), count(DISTINCT account_text) FROM sample_total GROUP BY grp
	  UNION ALL SELECT kam.entropy(a), plain_entropy(array_agg(a)), count(a) FROM sample_numeric GROUP BY grp
	  UNION ALL SELECT kam.entropy(a), plain_entropy(array_agg(a::text::numeric)), count(a) FROM sample_float8 GROUP BY grp) AS q;
-- also where one account has nearly all, and with equal ones
SELECT x, abs(kam.entropy(v) / (x * (1 - ln(x)) - x * x / 2)::float8 - 1) < 1e-15 AS as_the_series FROM unnest('{1e-8,1e-12,1e-25}'::numeric[]) AS x, LATERAL (VALUES (1 - x), (x)) AS v (v) GROUP BY x ORDER BY x DESC;
SELECT count(*) AS sizes, bool_and(abs(e - ln(n::float8)) < 1e-15 * n) AS near_ln_n, bool_and(e <= ln(n::float8)) AS never_above
FROM (SELECT n, kam.entropy(0.1) AS e FROM generate_series(2, 40) AS n, generate_series(1, n) GROUP BY n) AS q;

-- Ledgers as values: in parts, stored, as text, merged in any order; each says what one step says, and what was left out
CREATE TABLE state WITH (parallel_workers = 3) AS
	SELECT min(id) AS id, grp, id % 11 AS part, kam.concentration_agg(account, amount) AS s, kam.concentration_agg(account_text, amount_float) AS t, kam.concentration_agg(account_uuid, amount_bigint) AS u,
		kam.concentration_agg(amount) AS w, kam.concentration_agg(amount_int) AS i
	FROM sample_total GROUP BY grp, id % 11;
ANALYZE state;
CREATE FUNCTION finals(s text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format('ARRAY[kam.hhi(%1$s)::text, kam.effective_accounts(%1$s)::text, kam.gini(%1$s)::text, kam.gini(%1$s, true)::text, kam.gini(%1$s, false)::text, kam.top_share(%1$s, 1)::text, kam.top_share(%1$s, 5)::text, kam.entropy(%1$s)::text,
		kam.accounts(%1$s)::text, kam.negative_accounts(%1$s)::text, kam.nonpositive_accounts(%1$s)::text, kam.lines_without_account(%1$s)::text, kam.without_account(%1$s)::text]', s);
CREATE FUNCTION plain_finals(accounts text, amounts text) RETURNS text
	LANGUAGE sql IMMUTABLE
	RETURN format('ARRAY[prove.figure(''hhi'', t)::text, prove.figure(''effective_accounts'', t)::text, prove.figure(''gini'', t)::text, prove.figure(''corrected gini'', t)::text, prove.figure(''gini'', t)::text, prove.figure(''top_share'', t, 1)::text, prove.figure(''top_share'', t, 5)::text, entropy::text,
		(SELECT count(*) FROM unnest(t))::text, (SELECT count(*) FROM unnest(t) AS v WHERE v < 0)::text, (SELECT count(*) FROM unnest(t) AS v WHERE v <= 0)::text, loose::text, round(coalesce(loose_amount, 0), digits)::text]
		FROM (SELECT grp, prove.totals(array_agg((%1$s)::text), array_agg(%2$s)) AS t, kam.entropy(%1$s, %2$s) AS entropy, count(%2$s) FILTER (WHERE %1$s IS NULL) AS loose, sum(%2$s) FILTER (WHERE %1$s IS NULL) AS loose_amount,
			max(scale(%2$s)) AS digits FROM prove.sample_total WHERE %2$s IS NOT NULL GROUP BY grp) AS q', accounts, amounts);
CREATE FUNCTION merged(how text, column_name text, clause text DEFAULT 'GROUP BY grp', source text DEFAULT 'prove.state', VARIADIC plan text[] DEFAULT '{}') RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE result text;
BEGIN
	PERFORM prove.plan(VARIADIC plan);
	result := prove.rows(format('SELECT grp, %s FROM %s %s HAVING %s IS NOT NULL', prove.finals(replace(how, '$', column_name)), source, clause, replace(how, '$', column_name)));
	PERFORM prove.plan();
	RETURN result;
END
$$;
CREATE TEMP TABLE before AS SELECT sum(hashtext(state::text)) AS hash FROM state;
-- against plain SQL
SELECT prove.difference(prove.rows('SELECT grp, ' || plain_finals('account', 'amount')), merged('kam.rollup($)', 's')) AS numeric,
	prove.difference(prove.rows('SELECT grp, ' || plain_finals('account_uuid', 'amount_bigint::numeric')), merged('kam.rollup($)', 'u')) AS bigint,
	prove.difference(prove.rows('SELECT grp, ' || finals('kam.concentration_agg(account_text, amount_float)') || ' FROM prove.sample_total GROUP BY grp HAVING count(amount_float) > 0'), merged('kam.rollup($)', 't')) AS float8,
	prove.difference(prove.rows('SELECT grp, ' || finals('kam.concentration_agg(amount)') || ' FROM prove.sample_total GROUP BY grp HAVING count(amount) > 0'), merged('kam.rollup($)', 'w')) AS per_row,
	prove.difference(prove.rows('SELECT grp, ' || finals('kam.concentration_agg(amount_int)') || ' FROM prove.sample_total GROUP BY grp'), merged('kam.rollup($)', 'i')) AS per_row_of_integer;
SELECT c, what, prove.difference(merged('kam.rollup($)', c), found) AS difference
FROM unnest('{s,t,u,w}'::text[]) AS c, LATERAL (VALUES
	('shuffled', merged('kam.rollup($ ORDER BY hashint8extended(id, 7))', c)),
	('the other way round', merged('kam.rollup($ ORDER BY part DESC)', c)),
	('as text', merged('kam.rollup($::text::kam.ledger)', c)),
	('rolled up twice', merged('kam.rollup($)', c, 'GROUP BY grp', format('(SELECT grp, kam.rollup(%1$s) AS %1$s FROM prove.state GROUP BY grp, part %% 3) AS q', c))),
	('in parallel', merged('kam.rollup($)', c, 'GROUP BY grp', 'prove.state', 'max_parallel_workers_per_gather=3')),
	('with parts that are NULL', merged('kam.rollup(CASE WHEN n = 1 THEN $ END)', c, 'GROUP BY grp', 'prove.state, generate_series(1, 2) AS n')),
	('combined by hand', merged('kam.ledger_combine(kam.rollup($) FILTER (WHERE part < 5), kam.rollup($::text::kam.ledger) FILTER (WHERE part >= 5))', c))
	) AS v (what, found) WHERE prove.difference(merged('kam.rollup($)', c), found) IS NOT NULL;
SELECT hash = (SELECT sum(hashtext(state::text)) FROM state) AS unchanged FROM before;
-- one step and two steps
SELECT count(*) AS groups, bool_and(kam.hhi(s) IS NOT DISTINCT FROM h AND kam.effective_accounts(s) IS NOT DISTINCT FROM f AND kam.gini(s) IS NOT DISTINCT FROM g AND kam.gini(s, true) IS NOT DISTINCT FROM c AND kam.top_share(s, 2) IS NOT DISTINCT FROM t AND kam.entropy(s) IS NOT DISTINCT FROM e) AS same
FROM (SELECT kam.concentration_agg(account, amount) AS s, kam.hhi(account, amount) AS h, kam.effective_accounts(account, amount) AS f, kam.gini(account, amount) AS g, kam.gini(account, amount, true) AS c, kam.top_share(account, amount, 2) AS t, kam.entropy(account, amount) AS e
	  FROM sample_total GROUP BY grp
	  UNION ALL SELECT kam.concentration_agg(a), kam.hhi(a), kam.effective_accounts(a), kam.gini(a), kam.gini(a, true), kam.top_share(a, 2), kam.entropy(a) FROM sample_numeric GROUP BY grp) AS q;
-- Other ledgers answer over all their periods.
SELECT kam.gini(kam.ledger_agg(account, day, amount, 'month')) = kam.gini(account, amount) AS gini, kam.hhi(kam.ledger_agg(account, day, amount, 'day')) = kam.hhi(account, amount) AS hhi,
	kam.entropy(kam.ledger_agg(account, day, amount, 'year')) = kam.entropy(account, amount) AS entropy, kam.top_share(kam.ledger_agg(account, day, amount, 'week'), 4) = kam.top_share(account, amount, 4) AS top_share,
	kam.without_account(kam.ledger_agg(account, day, amount, 'month')) = sum(amount) FILTER (WHERE account IS NULL) AS without_account
FROM line WHERE ledger = 1000;
-- window frames over states, and several figures of one scan
SELECT prove.difference(prove.rows('SELECT part, ARRAY[(SELECT kam.gini(kam.rollup(s))::text FROM prove.state AS q WHERE grp = 0 AND q.part BETWEEN f.part - 2 AND f.part)] FROM prove.state AS f WHERE grp = 0'),
	prove.rows('SELECT part, ARRAY[kam.gini(kam.rollup(s) OVER (ORDER BY part ROWS 2 PRECEDING))::text] FROM prove.state WHERE grp = 0')) AS frames;
-- What went out and in again is the same, byte by byte
SELECT count(*) AS states, count(*) FILTER (WHERE x::text::kam.ledger::text = x::text) AS same, count(*) FILTER (WHERE '\x' || encode(kam.ledger_send(x), 'hex') = x::text) AS sent
FROM state, LATERAL (VALUES (s), (t), (u), (w), (i)) AS v (x) WHERE x IS NOT NULL AND grp NOT IN (1, 2, 3);
SELECT kam.concentration_agg(account, amount) IS NULL AS no_lines, kam.concentration_agg(amount) IS NULL AS no_rows FROM sample_total WHERE grp = 7;

-- Published figures
-- npmjs.com/package/gini-ss: zeros count
SELECT kam.gini(v) = 0.8 AS gini, kam.gini(v, true) = 1 AS corrected FROM unnest('{0,0,0,0,1}'::int[]) AS v;
-- scikit-bio, test_gini (trapezoids); not its "rectangles", 0.2027
SELECT round(kam.gini(v), 14) = 0.32771210013908 AS numeric, kam.gini(v::float8) AS float8 FROM unnest('{4.5,6.7,3.4,15.0,18.0,3.5,6.7,14.1}'::numeric[]) AS v;
-- rhayden.us: CR4 of four equal firms
SELECT kam.top_share(v, 4) = 1 AS cr4, kam.hhi(v) = 0.25 AS hhi FROM unnest('{25,25,25,25}'::int[]) AS v;
-- scikit-bio, test_shannon: exp(entropy); entropy of 1 .. 4 in definitions
SELECT round(exp(kam.entropy(v))::numeric, 9) AS exp_entropy, round(kam.entropy(v)::numeric, 9) AS entropy FROM unnest('{1,2,3,4}'::int[]) AS v;
-- PySAL: Theil T of 0, 0, 0, 10, 10, 10 is ln 2
SELECT abs(ln(count(*)::float8) - kam.entropy(v) - ln(2::float8)) < 1e-15 AS theil FROM unnest('{0,0,0,10,10,10}'::int[]) AS v;
-- Trap D1: over lines 0.26, over accounts 0.44
SELECT round(kam.hhi(amount), 2) AS over_lines, round(kam.hhi(account, amount), 2) AS over_accounts FROM (VALUES ('A', 30), ('A', 30), ('B', 20), ('C', 20)) AS t (account, amount);
-- Trap D2: a negative account
SELECT kam.hhi(account, amount) AS positive_part, kam.negative_accounts(kam.concentration_agg(account, amount)) AS left_out FROM (VALUES ('A', 120), ('B', 40), ('C', 40), ('C', -100)) AS t (account, amount);

-- Edges
SELECT kam.hhi(a, v), kam.effective_accounts(a, v), kam.gini(a, v), kam.gini(a, v, true), kam.top_share(a, v, 1), kam.entropy(a, v), kam.nonpositive_accounts(kam.concentration_agg(a, v)) FROM (VALUES (1, 0), (2, -5), (3, 5), (3, -5)) AS t (a, v);
SELECT kam.hhi(a, v), kam.gini(a, v), kam.gini(a, v, true) AS corrected, kam.top_share(a, v, 1), kam.top_share(a, v, 2147483647) AS all_of_them, kam.entropy(a, v) FROM (VALUES (1, 7.5)) AS t (a, v);
SELECT kam.hhi(a, v), kam.gini(a, v), kam.top_share(a, v, 1), kam.entropy(a, v), kam.accounts(kam.concentration_agg(a, v)) AS accounts, kam.lines_without_account(kam.concentration_agg(a, v)) AS lines, kam.without_account(kam.concentration_agg(a, v)) AS amount FROM (VALUES (NULL::bigint, 7.50), (NULL, 3)) AS t (a, v);
SELECT round(kam.gini(v), 12) AS gini, round(kam.top_share(v, 1), 12) AS top, round(kam.entropy(v)::numeric, 12) AS entropy FROM unnest('{1e400,1e-400,5e399}'::numeric[]) AS v;
SELECT kam.gini(v), kam.top_share(v, 1) AS top, round(kam.entropy(v)::numeric, 12) AS entropy FROM unnest('{1e308,1e308,5e-324}'::float8[]) AS v;
SELECT kam.hhi(1, v) AS tiny, kam.gini(1, v) = 0 AS gini, kam.top_share(1, v, 1) = 1 AS top, kam.entropy(1, v) FROM unnest('{1e-10000}'::numeric[]) AS v;
SELECT round(kam.hhi(a, v), 12) AS hhi, round(kam.gini(a, v), 12) AS gini FROM (VALUES (1, 170141183460469231731687303715884105727), (2, 170141183460469231731687303715884105727), (2, 1), (3, 1)) AS t (a, v);
SELECT round(kam.hhi(a, v::numeric), 12) AS squares_of_256_bits, round(kam.gini(a, v::numeric), 12) AS gini FROM generate_series(1, 100) AS a, LATERAL (SELECT 1e35 * a) AS t (v);
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY[$$hhi(1, 'NaN'::numeric)$$, $$gini('x', 'Infinity'::float8)$$, $$entropy('-Infinity'::numeric)$$, $$gini('NaN'::float8)$$, 'top_share(1, 2.5, 0)', 'top_share(2.5, -1)', 'top_share(1, 2.5, NULL)', 'gini(2.5, NULL::boolean)',
	'gini(1, 2, NULL)', 'top_share(1, v, v) FROM generate_series(1, 2) AS v', 'gini(v, v > 1) FROM generate_series(1, 2) AS v', 'top_share(kam.concentration_agg(1, 2))', 'top_share(kam.concentration_agg(1, 2), 0)', 'top_share(kam.concentration_agg(1, 2), NULL)',
	$$hhi(kam.subscription_agg(1, '2024-01-01', NULL, 5, 'month'))$$, 'hhi(kam.nps_agg(1, 5))', $$without_account(kam.nps_agg(1, 5))$$, $$revenue_bridge(kam.concentration_agg(1, 2))$$, $$retention(kam.concentration_agg(1, 2))$$,
	$$retention(kam.concentration_agg(1, 2), '2024-01-01'::date, '2024-02-01')$$, $$nps(kam.concentration_agg(1, 2))$$, $$nps_stderr(kam.ledger_agg(1, '2024-01-01'::date, 2, 'month'))$$,
	$$ledger_combine(kam.concentration_agg(1, 2), kam.concentration_agg(2))$$, $$ledger_combine(kam.concentration_agg(1, 2), kam.concentration_agg('a', 2))$$, $$ledger_combine(kam.concentration_agg(1, 2), kam.nps_agg(1, 2))$$,
	$$ledger_combine(kam.concentration_agg(1, 2), kam.ledger_agg(1, '2024-01-01'::date, 2, 'month'))$$,
	$$gini(kam.ledger_combine(kam.concentration_accum(NULL, 1::numeric, 2), kam.concentration_accum(NULL, 1::numeric, 3)))$$,
	$$top_share(kam.ledger_combine(kam.concentration_accum(NULL, 1::numeric, 1), kam.concentration_accum(NULL, 3::numeric, 1))::text::kam.ledger)$$]) AS call;

-- The limit of memory, and as many accounts as rows
SET kam.ledger_memory_limit = '1MB';
SELECT call, left(outcome(format('SELECT kam.%s FROM generate_series(1, 200000) AS v', call)), 68) AS outcome FROM unnest('{"gini(v, true)","hhi(v, v)","entropy(v::text, v)","rollup(kam.concentration_accum(NULL::kam.ledger, v))"}'::text[]) AS call;
RESET kam.ledger_memory_limit;
SELECT kam.gini(v) = 199999::numeric / 600000 AS gini, round(kam.gini(v, true), 9) AS corrected, kam.accounts(kam.concentration_agg(v)) AS accounts, length(kam.ledger_send(kam.concentration_agg(v))) / 200000 AS bytes_each FROM generate_series(1, 200000) AS v;

DROP TABLE sample_total, state;
DROP FUNCTION totals, figure, plain_entropy, keyed_calls, plain_calls, row_calls, finals, plain_finals, merged;
