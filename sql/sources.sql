-- The queries of doc/sources_*.md, as the pages print them, over tables of the
-- shape that each system has. What they must return is worked out by hand in
-- test/fixtures/sources. Nothing of it stays.
\getenv srcdir PG_ABS_SRCDIR

BEGIN;
SET LOCAL timezone = 'UTC';
SET LOCAL datestyle = 'ISO, MDY';
CREATE SCHEMA sources;
SET LOCAL search_path = sources;

-- The contract: the tables of doc/sources.md, one per source
CREATE TABLE contract (source text, n bigint, name text, type text, required boolean);
-- What the page of a system holds, and what its queries must return: rows as text
CREATE TABLE page (system text, page text);
CREATE TABLE expected (source text, row text);

CREATE FUNCTION read_contract(page text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO contract
	SELECT substring(section FROM '^(\w+)\n'), line.n, cell[1], cell[2], cell[3] = 'yes'
	FROM string_to_table(page, E'\n### ') AS section
	CROSS JOIN LATERAL string_to_table(section, E'\n') WITH ORDINALITY AS line (line, n)
	CROSS JOIN LATERAL regexp_match(line, '^\| `(\w+)` \| (\w+) \| (yes|) *\|') AS cell
	WHERE cell IS NOT NULL
$$;

-- Blocks of code stand between fences, hence at the even places.
CREATE FUNCTION queries(page text) RETURNS TABLE (source text, query text) LANGUAGE sql AS $$
	SELECT substring(block FROM '^sql no-run source=(\w+)\n'), substring(block FROM '\n(.*);\s*$')
	FROM string_to_table(page, '```') WITH ORDINALITY AS part (block, n)
	WHERE n % 2 = 0 AND block LIKE 'sql no-run source=%'
$$;

CREATE FUNCTION define(system text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	q record;
BEGIN
	EXECUTE format('CREATE SCHEMA %I', 'kam_' || system);
	FOR q IN SELECT * FROM page AS p, queries(p.page) WHERE p.system = define.system LOOP
		EXECUTE format('CREATE VIEW %I.%I AS %s', 'kam_' || system, q.source, q.query);
	END LOOP;
END
$$;

-- Where the columns are not those of the contract: unknown, missing, of another
-- type, in another order. A key has the type of the account's, one of four.
CREATE FUNCTION faults(system text)
	RETURNS TABLE (source text, column_name text, found text, wanted text) LANGUAGE sql AS $$
	WITH column_of AS (
		SELECT c.relname::text AS source, a.attname::text AS name, a.attnum AS n, format_type(a.atttypid, NULL) AS type
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = to_regnamespace('kam_' || system) AND a.attnum > 0
	), key AS (
		SELECT type FROM column_of WHERE source = 'account' AND name = 'account_id'
	), checked AS (
		SELECT source, name, f.type AS found,
			CASE w.type WHEN 'key' THEN coalesce((SELECT type FROM key WHERE type IN ('integer', 'bigint', 'text', 'uuid')), 'a type for keys')
				WHEN 'timestamptz' THEN 'timestamp with time zone' ELSE w.type END AS wanted,
			row_number() OVER (PARTITION BY source ORDER BY f.n) AS place_found,
			row_number() OVER (PARTITION BY source ORDER BY w.n) AS place_wanted
		FROM column_of AS f
		FULL JOIN (SELECT v.source, w.name, w.n, w.type, w.required
				   FROM (SELECT DISTINCT source FROM column_of) AS v
				   JOIN contract AS w ON w.source = regexp_replace(v.source, '_spread$', '')) AS w USING (source, name)
		WHERE f.name IS NOT NULL OR w.required
	)
	SELECT source, name, coalesce(found, 'missing'),
		CASE WHEN found = wanted THEN 'at place ' || place_wanted ELSE coalesce(wanted, 'no such column') END
	FROM checked
	WHERE found IS DISTINCT FROM wanted OR place_found <> place_wanted
	UNION ALL
	SELECT 'account', NULL, 'missing', 'the source' WHERE NOT EXISTS (SELECT FROM key)
	ORDER BY 1, 2
$$;

CREATE FUNCTION differences(system text)
	RETURNS TABLE (source text, difference text, found text) LANGUAGE plpgsql AS $$
DECLARE
	view record;
BEGIN
	FOR view IN
		SELECT coalesce(c.relname, e.source) AS name, c.relname IS NULL AS missing
		FROM (SELECT DISTINCT expected.source FROM expected) AS e
		FULL JOIN (SELECT relname::text FROM pg_class WHERE relnamespace = to_regnamespace('kam_' || system) AND relkind = 'v') AS c
			ON c.relname = e.source
		ORDER BY 1
	LOOP
		IF view.missing THEN
			RETURN QUERY SELECT view.name, 'no query', NULL;
			CONTINUE;
		END IF;
		RETURN QUERY EXECUTE format($query$
			WITH e AS (SELECT row::%1$s AS r FROM expected WHERE source = %2$L),
				f AS (SELECT v AS r FROM %1$s AS v)
			SELECT %2$L, 'missing', r::text FROM (TABLE e EXCEPT ALL TABLE f) AS m
			UNION ALL
			SELECT %2$L, 'too much', r::text FROM (TABLE f EXCEPT ALL TABLE e) AS t
			ORDER BY 3$query$, format('%I.%I', 'kam_' || system, view.name), view.name);
	END LOOP;
END
$$;

CREATE FUNCTION counts(system text) RETURNS TABLE (source text, rows bigint) LANGUAGE sql AS $$
	SELECT source, count(*) FROM expected GROUP BY source
	ORDER BY (SELECT min(c.ctid) FROM contract AS c WHERE c.source = regexp_replace(expected.source, '_spread$', '')), source
$$;

\set contract `cat "$PG_ABS_SRCDIR/doc/sources.md"`
\o /dev/null
SELECT read_contract(:'contract');
\o
SELECT source, string_agg(name || CASE WHEN required THEN '' ELSE '?' END, ' ' ORDER BY n) AS columns
FROM contract GROUP BY source ORDER BY min(ctid);
SELECT DISTINCT type FROM contract ORDER BY 1;

-- It is the contract that create_portfolio checks.
WITH k AS (SELECT source, column_name, type, required FROM kam.portfolio_columns()),
	c AS (SELECT source, name, type, required FROM contract)
SELECT 'not in doc/sources.md' AS difference, m::text AS found FROM (TABLE k EXCEPT TABLE c) AS m
UNION ALL
SELECT 'only in doc/sources.md', m::text FROM (TABLE c EXCEPT TABLE k) AS m;

-- The checks themselves: each of these faults is found.
INSERT INTO page VALUES ('faulty', E'\n```sql no-run source=account\nSELECT 1::smallint AS account_id, ''A''::varchar AS name;\n```\n
```sql no-run source=revenue\nSELECT 1 AS account_id, 2 AS amount, ''x'' AS colour, date ''2025-01-01'' AS booked_on;\n```\n
```sql no-run source=survey\nSELECT 1 AS account_id;\n```\n');
INSERT INTO expected VALUES ('account', '(1,A)'), ('revenue', '(1,3,x,2025-01-01)'), ('cost', '(1)');
SELECT define('faulty');
SELECT * FROM faults('faulty');
SELECT * FROM differences('faulty');
DELETE FROM expected;

-- Which system serves which source is said in a table of doc/sources.md.
CREATE TABLE serves (system text, source text);
INSERT INTO serves
SELECT cell[1], c.source
FROM string_to_table(:'contract', E'\n') AS line
CROSS JOIN LATERAL regexp_match(line, '^\| \[\w+\]\(sources_(\w+)\.md\) \| (.*) \|$') AS cell
CROSS JOIN LATERAL string_to_table(cell[2], ', ') AS c (source)
WHERE cell IS NOT NULL;
CREATE FUNCTION serves_differences() RETURNS TABLE (difference text, found text) LANGUAGE sql AS $$
	WITH p AS (SELECT system, q.source FROM page, queries(page.page) AS q WHERE system <> 'faulty' AND q.source <> 'revenue_spread')
	SELECT 'no query on the page', m::text FROM (TABLE serves EXCEPT ALL TABLE p) AS m
	UNION ALL
	SELECT 'not in the table', m::text FROM (TABLE p EXCEPT ALL TABLE serves) AS m
$$;

\set system odoo
\i :srcdir/test/fixtures/sources/check.psql
\set system erpnext
\i :srcdir/test/fixtures/sources/check.psql
\set system salesforce
\i :srcdir/test/fixtures/sources/check.psql
\set system hubspot
\i :srcdir/test/fixtures/sources/check.psql
\set system stripe
\i :srcdir/test/fixtures/sources/check.psql
\set system dolibarr
\i :srcdir/test/fixtures/sources/check.psql

SELECT system, count(*) AS sources FROM serves GROUP BY system ORDER BY system;
SELECT * FROM serves_differences();

-- The queries as they are printed make a portfolio, of which each view answers.
-- A CRM has no revenue: there each account, merged ones included, brings 100.
CREATE FUNCTION make_portfolio(which text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	portfolio text := 'portfolio_' || which;
	view text;
	fault text;
	faults text;
BEGIN
	EXECUTE (SELECT format('SELECT kam.create_portfolio(%L, %s)', portfolio, string_agg(format('%s => %L', source, query), ', '))
		FROM (SELECT q.source, q.query FROM page AS p, queries(p.page) AS q WHERE p.system = which AND q.source <> 'revenue_spread'
			  UNION ALL
			  SELECT 'revenue', format('SELECT account_id, date ''2025-06-30'' AS booked_on, 100.00 AS amount FROM %I.account', 'kam_' || which)
			  WHERE NOT EXISTS (SELECT FROM serves AS s WHERE s.system = which AND s.source = 'revenue')) AS q);
	EXECUTE format('UPDATE %I.setting SET value = ''EUR'' WHERE name = ''base_currency''', portfolio);
	-- For a system without rates, the test's own: one of anything is half a euro.
	IF NOT EXISTS (SELECT FROM serves AS s WHERE s.system = which AND s.source = 'fx_rate') THEN
		EXECUTE format('INSERT INTO %I.fx_rate (currency, valid_from, rate) SELECT c, ''2020-01-01'', 0.5 FROM unnest(''{USD,JPY,KWD}''::text[]) AS c', portfolio);
	END IF;
	FOR view IN
		SELECT c.oid::regclass::text FROM pg_class AS c
		WHERE c.relnamespace = to_regnamespace(portfolio) AND c.relkind = 'v' ORDER BY c.relname
	LOOP
		BEGIN
			EXECUTE format('SELECT count(v::text) FROM %s AS v', view);
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS fault = MESSAGE_TEXT;
			faults := concat_ws('; ', faults, view || ': ' || fault);
		END;
	END LOOP;
	RETURN coalesce(faults, 'all views answer');
END
$$;
SET LOCAL kam.as_of = '2025-12-31';
SELECT system, make_portfolio(system) FROM page WHERE system <> 'faulty' ORDER BY system;

CREATE FUNCTION figures(which text) RETURNS TABLE (account text, revenue numeric, contribution_margin numeric, open_pipeline numeric,
	annual_contract_value numeric, nps numeric, csat numeric, sla_attainment numeric) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('
		SELECT account_id::text, round(revenue, 2), round(contribution_margin, 2), round(open_pipeline, 2), round(annual_contract_value, 2),
			round(nps, 2), round(csat, 2), round(sla_attainment, 2)
		FROM %I.account_kpi', 'portfolio_' || which);
END
$$;
SELECT p.system, f.* FROM page AS p, figures(p.system) AS f WHERE p.system <> 'faulty' ORDER BY p.system, f.account COLLATE "C";
-- A cycle is reported, and its members stand alone.
SELECT 'hubspot' AS system, account_id, problem FROM portfolio_hubspot.account_group WHERE problem IS NOT NULL
UNION ALL
SELECT 'dolibarr', account_id, problem FROM portfolio_dolibarr.account_group WHERE problem IS NOT NULL
ORDER BY 1, 2;
ROLLBACK;
