-- The bytes of a ledger: damaged ones are refused, or work like any other
SET search_path = prove, public;
SET jit = off;

-- Whatever is accepted must work everywhere.  What comes back is the errors that no ledger should give; these are due to what a ledger contains:
-- other parameters, no whole periods or windows, too many periods, dates out of range, beyond the limit
CREATE FUNCTION examine_ledger(value text) RETURNS text[]
	LANGUAGE plpgsql
AS $$
DECLARE
	calls text[] := ARRAY['kam.revenue_bridge(s)', 'kam.revenue_cohorts(s)', 'kam.accounts(s)', 'kam.retention(s)', 'kam.retention(s, date ''2024-01-15'', ''2024-03-15'')',
		'kam.retention(s, daterange(''2024-01-01'', ''2024-02-01''), daterange(''2024-02-01'', ''2024-04-01''))', 'kam.retention_definitions(s, ''2024-01-15'', ''2024-03-15'')',
		'kam.nrr(s)', 'kam.grr(s)', 'kam.logo_retention(s)', 'kam.nrr_stderr(s)', 'kam.ledger_send(s)', 's::text::kam.ledger', 'kam.revenue_bridge(kam.ledger_combine(s, s))',
		'kam.ledger_accum(s, 1::bigint, date ''2024-02-03'', 1.5, ''month'')', 'kam.ledger_accum(s, ''one''::text, date ''2024-02-03'', 1.5, ''week'')',
		'kam.ledger_accum(s, ''a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11''::uuid, timestamptz ''2024-02-03 UTC'', 15, ''quarter from 2'', ''Asia/Kolkata'')',
		'kam.ledger_accum(s, 7::bigint, date ''2024-02-03'', 1::bigint, daterange(''2024-01-01'', ''2024-02-01''), daterange(''2024-02-01'', ''2024-03-01''))',
		'kam.subscription_accum(s, 1::bigint, date ''2024-02-03'', ''2024-03-03'', 1.5, ''month'')',
		'kam.hhi(s)', 'kam.gini(s)', 'kam.gini(s, true)', 'kam.top_share(s)', 'kam.top_share(s, 3)', 'kam.entropy(s)', 'kam.nonpositive_accounts(s)', 'kam.without_account(s)', 'kam.lines_without_account(s)', 'kam.nps(s)', 'kam.nps_stderr(s)',
		'kam.concentration_accum(s, ''one''::text, 1.5)', 'kam.concentration_accum(s, 7::bigint, 1::bigint, 4)', 'kam.concentration_accum(s, 1.5, true)', 'kam.nps_accum(s, 1::bigint, 9::bigint)'];
	sound kam.ledger;
	call text;
	result text;
	errors text[] := '{}';
BEGIN
	FOREACH call IN ARRAY calls LOOP
		result := prove.outcome(format('SELECT md5((%s)::text) FROM (SELECT %L::kam.ledger AS s) AS v', call, value));
		IF result ~ '^[0-9A-Z]{5} \| ' AND result !~ '^(42804|22023|54000|53400|22008|22003|22P03) ' THEN
			errors := errors || format('%s from %s', left(result, 60), call);
		END IF;
	END LOOP;
	FOR sound IN SELECT s FROM prove.original LOOP
		result := prove.outcome(format('SELECT concat(md5(kam.revenue_bridge(kam.ledger_combine(%1$L, %2$L))::text), md5(kam.rollup(s)::text)) FROM (VALUES (%2$L::kam.ledger), (%1$L::kam.ledger)) AS v (s)', sound, value));
		IF result ~ '^[0-9A-Z]{5} \| ' AND result !~ '^(42804|22023|54000|53400|22008|22003|22P03) ' THEN
			errors := errors || format('%s from combine', left(result, 60));
		END IF;
	END LOOP;
	-- twice the same, and the same after another trip
	IF prove.outcome(format('SELECT md5(kam.revenue_bridge(%L::kam.ledger)::text)', value)) IS DISTINCT FROM prove.outcome(format('SELECT md5(kam.revenue_bridge(%L::kam.ledger::text::kam.ledger)::text)', value)) THEN
		errors := errors || 'another bridge after a trip'::text;
	END IF;
	RETURN errors;
END
$$;

-- One ledger of each kind
CREATE TABLE original (n int PRIMARY KEY, s kam.ledger);
INSERT INTO original
	SELECT 1, kam.ledger_agg(k, d, a, 'month') FROM (VALUES (7::bigint, date '2024-01-05', 10.50), (8, '2024-01-31', 20), (NULL, '2024-02-01', 3), (8, '2024-03-01', -5), (-9, '2024-03-09', 12345.67)) AS v (k, d, a)
	UNION ALL SELECT 2, kam.ledger_agg(k, d, a, 'week') FROM (VALUES ('one', date '2024-01-05', 1e15::float8), ('two', '2024-02-01', 0.5), ('', '2024-02-02', 0), ('one', '2024-02-02', -3)) AS v (k, d, a)
	UNION ALL SELECT 3, kam.ledger_agg(md5(k)::uuid, d, a, 'quarter from 2', 'Asia/Kolkata') FROM (VALUES ('x', timestamptz '2024-01-05 20:00 UTC', 100::bigint), ('y', '2024-07-01 UTC', 300), (NULL, '2024-07-01 UTC', 1)) AS v (k, d, a)
	UNION ALL SELECT 4, kam.ledger_agg(k, d, a, daterange('2024-01-01', '2024-02-01'), daterange('2024-02-01', '2024-03-01')) FROM (VALUES (7::bigint, date '2024-01-05', 10.50), (8, '2024-02-20', 20)) AS v (k, d, a)
	UNION ALL SELECT 5, kam.subscription_agg(k, d, e, a, 'month') FROM (VALUES (7::bigint, date '2024-01-01', date '2024-03-01', 100.0), (8, '2024-02-20', NULL, 20), (NULL, '2024-01-01', '2024-02-01', 7)) AS v (k, d, e, a)
	UNION ALL SELECT 6, kam.ledger_agg(k, d, a, 'month') FROM (VALUES (7::bigint, date '2024-01-05', 1e40), (8, '2024-01-31', 1e-25), (NULL, '2024-02-01', 1e39), (8, '2024-03-01', 1e30)) AS v (k, d, a)
	UNION ALL SELECT 7, kam.ledger_agg(1000 * k, date '2024-01-01' + (k % 90)::int, k * 1.25, 'month') FROM generate_series(1, 40) AS k
	UNION ALL SELECT 8, kam.concentration_agg(k, a) FROM (VALUES ('one', 10.50), ('two', 20), (NULL, 3), ('two', -5), ('three', -7)) AS v (k, a)
	UNION ALL SELECT 9, kam.concentration_agg(a) FROM (VALUES (10.50), (20), (NULL), (-5), (0), (1e30), (1e40)) AS v (a)
	UNION ALL SELECT 10, kam.concentration_accum(kam.concentration_accum(NULL, 7::bigint, 12.5, 300), 8::bigint, 1e-3, 300)
	UNION ALL SELECT 11, kam.nps_agg(k, a) FROM (VALUES (7::bigint, 10), (7, 3), (8, 8), (NULL, 9)) AS v (k, a);
SELECT n, length(kam.ledger_send(s)) AS bytes, examine_ledger(s::text) AS errors FROM original ORDER BY n;

-- Damage: cut off at every byte, longer, one bit, one byte, two bytes, what numbers end with
CREATE TEMP TABLE mutant AS
	WITH o AS (SELECT n, kam.ledger_send(s) AS value FROM original)
	SELECT 'cut' AS kind, n, substr(value, 1, place) AS value FROM o, generate_series(0, length(value) - 1) AS place
	UNION SELECT 'longer', n, value || decode(repeat('00', place), 'hex') FROM o, unnest('{1,2,8,100}'::int[]) AS place
	UNION SELECT 'bit', n, set_bit(value, place, 1 - get_bit(value, place)) FROM o, generate_series(0, length(value) * 8 - 1) AS place WHERE length(value) < 150
	UNION SELECT 'byte', n, set_byte(value, place, byte) FROM o, generate_series(0, length(value) - 1) AS place, unnest('{0,1,2,127,128,255}'::int[]) AS byte
	UNION SELECT 'byte', n, set_byte(value, place, prove.pick(place, n * 100 + i, 256)) FROM o, generate_series(0, length(value) - 1) AS place, generate_series(1, 3) AS i
	UNION SELECT 'two bytes', n, set_byte(set_byte(value, place, prove.pick(place, n + 200, 256)), prove.pick(place, n * 10 + i, length(value)), prove.pick(place, n + 300 + i, 256)) FROM o, generate_series(0, length(value) - 1) AS place, generate_series(1, 3) AS i
	UNION SELECT 'long number', n, substr(value, 1, place - 1) || number || substr(value, place + 1) FROM o, generate_series(1, length(value)) AS place,
		unnest(ARRAY['\xffffffff0f', '\xfeffffff0f', '\xffffffffffffffffff01', '\xfeffffffffffffffff01', '\xffffffffffffffffffffffffffffffffffff03', '\xfeffffffffffffffffffffffffffffffffff03', '\x80808080808080808080808080808080808004', '\x8000']::bytea[]) AS number
	UNION SELECT 'joined', o.n, substr(o.value, 1, place) || substr(p.value, place + 1) FROM o, o AS p, generate_series(5, 40, 5) AS place WHERE o.n <> p.n;
DELETE FROM mutant WHERE EXISTS (SELECT FROM original AS o WHERE kam.ledger_send(o.s) = mutant.value);
SET kam.ledger_memory_limit = '1MB';	-- such as dates far from each other take
CREATE TEMP TABLE verdict AS SELECT kind, n, value, outcome(format('SELECT %L::kam.ledger::text', value)) AS verdict FROM mutant;
SELECT count(*) > 5000 AS thousands, count(*) FILTER (WHERE verdict ~ '^\\x') > 700 AS many_accepted FROM verdict;
-- none that is cut off or longer is accepted
SELECT kind, n, value FROM verdict WHERE kind IN ('cut', 'longer') AND verdict ~ '^\\x';
-- 22P03: by us or the numeric in it; 54000, 53400: too large
SELECT left(verdict, 5) AS sqlstate, count(*) > 0 AS some FROM verdict WHERE verdict !~ '^\\x' GROUP BY 1 ORDER BY 1;
-- every third of those accepted
SELECT kind, n, value, errors FROM verdict, examine_ledger(value::text) AS errors WHERE verdict ~ '^\\x' AND hashtext(value::text) % 3 = 0 AND errors <> '{}' LIMIT 5;
RESET kam.ledger_memory_limit;

DROP TABLE original;
DROP FUNCTION examine_ledger;

-- Two ledgers whose cells leave 64 bits when they are added, from the middle of the column on; once more beside a cell that is empty in one of them
SELECT (kam.revenue_bridge(kam.rollup(l)))[1].closing = sum(amounts) AS equal, sum(amounts) > 5998 * 4611686018427386404.0 AS large
FROM (SELECT kam.ledger_agg(k, date '2024-01-01', 4611686018427387904 - 1500 + k, 'month') AS l, sum(4611686018427387904 - 1500 + k) AS amounts
	FROM generate_series(1, 3000) AS k, generate_series(1, 2) AS part WHERE k <> 2000 OR part = 1 GROUP BY part) AS q;

-- Thousands of accounts: runs of dense cells as long as they get, up to the last bytes.  Cut off, or with a byte changed at the front or anywhere, they are refused or work like any other.
CREATE FUNCTION verdict(bytes bytea) RETURNS text
	LANGUAGE plpgsql
AS $$
DECLARE
	s kam.ledger;
BEGIN
	s := bytes::text::kam.ledger;
	PERFORM kam.revenue_bridge(kam.ledger_combine(s, s));
	RETURN CASE WHEN kam.ledger_send(s::text::kam.ledger) = kam.ledger_send(s) THEN 'accepted' ELSE 'changed' END;
EXCEPTION WHEN OTHERS THEN
	RETURN sqlstate;
END
$$;
CREATE TEMP TABLE long_ledger AS
	SELECT 'consecutive' AS keys, kam.ledger_send(kam.ledger_agg(k, date '2024-01-01' + (k % 3 * 30)::int, k * 1.25, 'month')) AS bytes FROM generate_series(1, 7000) AS k
	UNION ALL SELECT 'far apart', kam.ledger_send(kam.ledger_agg(k * 1000003::bigint, date '2024-01-01' + (k % 40)::int, 100 - k % 300, 'month')) FROM generate_series(1, 5000) AS k
	UNION ALL SELECT 'text', kam.ledger_send(kam.ledger_agg(k::text, date '2024-01-01', k * 1e9, 'month')) FROM generate_series(1, 4000) AS k;
SELECT keys, verdict(bytes) AS whole, (SELECT array_agg(DISTINCT verdict(substr(bytes, 1, length(bytes) - n))) FROM generate_series(1, 20) AS n) AS cut_off,
	(SELECT array_agg(DISTINCT verdict(set_byte(bytes, prove.pick(n, 1, 60), prove.pick(n, 2, 256)))) FROM generate_series(1, 120) AS n) AS front,
	(SELECT array_agg(DISTINCT verdict(set_byte(bytes, prove.pick(n, 3, length(bytes)), prove.pick(n, 4, 256)))) FROM generate_series(1, 120) AS n) AS anywhere
FROM long_ledger ORDER BY keys;
DROP FUNCTION verdict;
