-- Making portfolios: what is asked of sources, names, keys, rights
SET search_path = prove, public;
SET client_min_messages = warning;
SET kam.as_of = '2025-06-30';

CREATE ROLE regress_kam_owner;
CREATE ROLE regress_kam_reader;
CREATE ROLE regress_kam_mallory;
GRANT CREATE ON DATABASE contrib_regression TO regress_kam_owner, regress_kam_mallory;
CREATE SCHEMA crm;
GRANT USAGE ON SCHEMA crm TO PUBLIC;
GRANT CREATE ON SCHEMA crm TO regress_kam_owner;
GRANT USAGE ON SCHEMA prove TO PUBLIC;
CREATE TABLE crm.customer (account_id int PRIMARY KEY, name varchar(40) NOT NULL, parent_account_id int, country char(2), region text);
INSERT INTO crm.customer VALUES (1, 'Adler', NULL, 'DE', 'north'), (2, 'Adler Ulm', 1, 'DE', 'south'), (3, 'Brandt', 99, 'DE', 'north'), (4, 'Cordes', 5, 'FR', 'north'), (5, 'Dietz', 4, 'FR', 'south'),
	(6, 'Ehlers', 6, 'FR', 'south'), (7, 'Adler Bonn', 2, 'DE', 'south'), (8, 'below a cycle', 5, 'FR', 'south');
CREATE TABLE crm.line (line_id bigint, account_id int, booked_on timestamp, amount numeric(12,2));
INSERT INTO crm.line VALUES (1, 1, '2025-01-31 18:00', 100), (2, 2, '2025-02-01', 50), (3, 7, '2025-03-01', -20);
GRANT SELECT ON ALL TABLES IN SCHEMA crm TO regress_kam_owner;

-- Two tables are enough. An ordinary role with SELECT on them and CREATE on the database can do it.
SET ROLE regress_kam_owner;
SELECT kam.create_portfolio('key_accounts', account => 'crm.customer', revenue => 'crm.line');
-- the base layer: each source has all its columns, in order, with their types
SELECT c.source, c.column_name, c.type AS contract, a.attnum, format_type(a.atttypid, a.atttypmod) AS type
FROM kam.portfolio_columns() AS c
LEFT JOIN pg_attribute AS a ON a.attrelid = format('key_accounts.%I', c.source)::regclass AND a.attname = c.column_name
WHERE a.attnum IS DISTINCT FROM c.column_position
	OR a.atttypid <> (CASE c.type WHEN 'key' THEN 'integer' ELSE c.type END)::regtype OR a.atttypmod <> -1;
SELECT relname, relkind, reloptions FROM pg_class WHERE relnamespace = 'key_accounts'::regnamespace AND relname IN (SELECT source FROM kam.portfolio_columns()) ORDER BY relname;
TABLE key_accounts.source;
SELECT account_id, name, parent_account_id, country, segment FROM key_accounts.account ORDER BY account_id;
SELECT * FROM key_accounts.revenue ORDER BY line_id;
-- every object of it has a comment, and so has every column
SELECT c.relname, a.attname FROM pg_class AS c LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'key_accounts'::regnamespace AND c.relkind IN ('r', 'v') AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL);
-- all views are of the invoker, use nothing but pg_catalog, kam, the portfolio and the sources
SELECT relname FROM pg_class WHERE relnamespace = 'key_accounts'::regnamespace AND relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false);
SELECT DISTINCT coalesce(p.pronamespace, t.typnamespace, o.oprnamespace, c.relnamespace)::regnamespace AS uses
FROM pg_class AS v JOIN pg_rewrite AS w ON w.ev_class = v.oid JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
LEFT JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
LEFT JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
LEFT JOIN pg_operator AS o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
LEFT JOIN pg_class AS c ON d.refclassid = 'pg_class'::regclass AND c.oid = d.refobjid
WHERE v.relnamespace = 'key_accounts'::regnamespace AND d.refclassid <> 'pg_rewrite'::regclass ORDER BY 1;
-- and nobody else was granted anything
SELECT relname, relacl FROM pg_class WHERE relnamespace = 'key_accounts'::regnamespace AND relacl IS NOT NULL;

-- Groups: up to the ultimate parent; a parent that is not there, oneself and cycles are reported
SELECT * FROM key_accounts.account_group ORDER BY account_id;
UPDATE key_accounts.setting SET value = 'false' WHERE name = 'group_accounts';
SELECT count(*), count(problem) AS problems, bool_and(account_id = group_id) AS alone FROM key_accounts.account_group;
UPDATE key_accounts.setting SET value = 'true' WHERE name = 'group_accounts';
-- a chain of 100 levels is followed, what is below it stands alone
RESET ROLE;
INSERT INTO crm.customer SELECT 1000 + n, 'deep', nullif(1000 + n - 1, 1000) FROM generate_series(1, 102) AS n;
SELECT group_id, level, problem FROM key_accounts.account_group WHERE account_id IN (1100, 1101, 1102) ORDER BY account_id;
DELETE FROM crm.customer WHERE account_id > 1000;

-- Settings have a range each, and typed columns
SELECT name, value, type, lowest, highest, choices, unit FROM key_accounts.setting;
SELECT * FROM key_accounts.parameter \gx
SELECT text, outcome(text) AS outcome FROM unnest(ARRAY[
	$$UPDATE key_accounts.setting SET value = '0' WHERE name = 'window_months' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = '12.5' WHERE name = 'window_months' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = '99999999999999999999' WHERE name = 'window_months' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = 'NaN' WHERE name = 'abc_a' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = '1e-1' WHERE name = 'abc_a' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = 'yes' WHERE name = 'group_accounts' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = 'decade' WHERE name = 'bridge_grain' RETURNING value$$,
	$$UPDATE key_accounts.setting SET value = '6' WHERE name = 'window_months' RETURNING value$$,
	$$SELECT previous_from || ' ' || starts_on || ' ' || until FROM key_accounts.parameter$$,
	$$UPDATE key_accounts.setting SET value = '12' WHERE name = 'window_months' RETURNING value$$]) AS text;
-- the window ends with the last whole month
CREATE FUNCTION prove.windows(day text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('kam.as_of', day, true);
	RETURN (SELECT previous_from || ' ' || starts_on || ' ' || until FROM key_accounts.parameter);
END $$;
SELECT day, windows(day) FROM unnest(ARRAY['2025-06-29', '2025-07-01', '2024-02-28', '2024-02-29', '2025-06-30']) AS day;
DROP FUNCTION prove.windows;
SET kam.as_of = '2025-06-30';

-- a table that got into the schema kam would be read in place of the portfolio's own
CREATE TABLE kam.cost (account_id int, incurred_on date, amount numeric);
SET ROLE regress_kam_owner;
SELECT outcome($$SELECT kam.create_portfolio('hidden', 'crm.customer', 'crm.line')$$);
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
RESET ROLE;
DROP TABLE kam.cost;

-- What sources must be: all faults at once
SET ROLE regress_kam_owner;
SELECT outcome(format('SELECT kam.create_portfolio(%L, %s)', 'faults', sources)) AS outcome
FROM unnest(ARRAY[
	$$account => 'SELECT account_id AS customer_no, name AS customer_name FROM crm.customer', revenue => 'crm.line'$$,
	$$account => 'crm.customer', revenue => 'SELECT account_id AS customer, booked_on AT TIME ZONE ''UTC'' AS booked_on, amount::real FROM crm.line', cost => 'crm.costs', wallet => 'SELECT 1'$$,
	$$account => 'SELECT account_id::numeric, name FROM crm.customer', revenue => 'crm.line'$$,
	$$account => 'SELECT account_id::text, name FROM crm.customer', revenue => 'crm.line'$$,
	$$account => 'SELECT account_id, name FROM crm.customer', revenue => 'SELECT account_id::bigint, booked_on, amount FROM crm.line'$$,
	$$account => 'SELECT nullif(account_id, 1) AS account_id, name FROM crm.customer UNION ALL VALUES (2, NULL), (2, NULL), (NULL, NULL)', revenue => 'crm.line'$$,
	$$account => NULL, revenue => 'crm.line'$$,
	$$account => 'crm.customer', revenue => ''$$,
	$$account => 'crm.customer', revenue => '999999999'$$,
	$$account => 'crm.customer', revenue => 'pg_catalog.pg_class_oid_index'$$,
	$$account => 'crm.customer', revenue => 'a.b.c.d.e'$$,
	$$account => 'crm.customer', revenue => 'SELECT * FROM crm.customer AS a JOIN crm.customer AS b USING (country)'$$]) AS sources;
-- nothing is left of it
SELECT nspname FROM pg_namespace WHERE nspname = 'faults';

-- Types that stand in for others
RESET ROLE;
CREATE DOMAIN crm.money_amount AS numeric(12,2);
CREATE TYPE crm.cost_kind AS ENUM ('cogs', 'support');
CREATE TABLE crm.cost (account_id smallint, incurred_on date, amount crm.money_amount, kind crm.cost_kind);
INSERT INTO crm.cost VALUES (1, '2025-01-01', 7.50, 'cogs');
CREATE VIEW crm.promise AS SELECT 1 AS account_id, DATE '2025-01-01' AS due_at, TIMESTAMPTZ '2025-01-01 12:00+00' AS resolved_at;
GRANT SELECT ON crm.cost, crm.promise TO regress_kam_owner;
SET ROLE regress_kam_owner;
SET TIME ZONE 'UTC';
SELECT kam.set_source('key_accounts', 'cost', 'crm.cost'), kam.set_source('key_accounts', 'service_level', 'crm.promise');
SELECT * FROM key_accounts.cost;
-- something due on a day is due until its end
SELECT due_at, resolved_at FROM key_accounts.service_level;
RESET TIME ZONE;

-- Changing sources: NULL is an empty table again, which is not replaced once it has rows
SELECT kam.set_source('key_accounts', 'cost', NULL);
INSERT INTO key_accounts.cost VALUES (1, '2025-01-01', 5);
SELECT outcome($$SELECT kam.set_source('key_accounts', 'cost', 'crm.cost')$$);
DELETE FROM key_accounts.cost;
SELECT outcome($$SELECT kam.set_source('key_accounts', 'cost', 'crm.cost')$$);
SELECT outcome(call) FROM unnest(ARRAY[$$SELECT kam.set_source('key_accounts', 'costs', 'crm.cost')$$, $$SELECT kam.set_source('key_accounts', 'account', NULL)$$,
	$$SELECT kam.set_source('key_accounts', 'account', 'key_accounts.account')$$, $$SELECT kam.set_source('key_account', 'cost', 'crm.cost')$$, $$SELECT kam.set_source(NULL, 'cost', 'crm.cost')$$,
	$$SELECT kam.set_source('key_accounts', NULL, 'crm.cost')$$, $$SELECT kam.rebuild('public')$$, $$SELECT kam.rebuild('pg_catalog')$$]) AS call;
-- the tables of the portfolio keep out what the contract does
SELECT outcome(call) FROM unnest(ARRAY[$$INSERT INTO key_accounts.opportunity VALUES ('o', 1, 100, 50)$$, $$INSERT INTO key_accounts.survey VALUES (1, '2025-01-01', 'mood', 5)$$,
	$$INSERT INTO key_accounts.fx_rate VALUES ('USD', '2025-01-01', 0)$$, $$INSERT INTO key_accounts.contract VALUES ('c', 1, '2025-01-01', '2025-01-01')$$]) AS call;

-- A name in a source means what it meant to the caller, also later on another search path
SET search_path = crm, prove;
SELECT kam.create_portfolio('on_path', account => 'customer', revenue => 'SELECT account_id, booked_on, amount FROM line');
SET search_path = prove, public;
SELECT kam.rebuild('on_path');
SELECT source, definition, search_path FROM on_path.source WHERE definition IS NOT NULL;
SELECT count(*), sum(amount) FROM on_path.revenue;
-- types and operators of somebody else on that path do not stand in for the server's
CREATE DOMAIN crm.text AS pg_catalog.text;
CREATE DOMAIN crm.int4 AS pg_catalog.int4;
SET search_path = crm, pg_catalog, prove;
SELECT kam.set_source('on_path', 'revenue', 'SELECT account_id, booked_on, amount, ''x''::pg_catalog.text AS product FROM line');
SET search_path = prove, public;
SELECT count(*) FROM pg_depend AS d JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid JOIN pg_rewrite AS w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
WHERE w.ev_class = 'on_path.revenue'::regclass AND t.typnamespace = 'crm'::regnamespace;
DROP DOMAIN crm.text, crm.int4;
-- a temporary table does not stand in for one of the portfolio
CREATE TEMP TABLE account (account_id int, name text);
CREATE TEMP TABLE setting (name text, value text);
SELECT kam.rebuild('on_path');
SELECT count(*) FROM on_path.account_group;
SELECT outcome($$SELECT kam.set_source('on_path', 'account', 'pg_temp.account')$$), outcome($$SELECT kam.set_source('on_path', 'account', 'SELECT * FROM pg_temp.account')$$);
DROP TABLE pg_temp.account, pg_temp.setting;
SELECT kam.drop_portfolio('on_path');

-- Keys of any type
RESET ROLE;
CREATE FUNCTION prove.keys_of(type text) RETURNS TABLE (key_type text, accounts bigint, groups bigint, revenue numeric)
LANGUAGE plpgsql AS $$
BEGIN
	PERFORM kam.create_portfolio('keys of ' || type, format('SELECT %1$s AS account_id, name, %2$s AS parent_account_id FROM crm.customer',
			format(CASE type WHEN 'uuid' THEN 'md5(account_id::text)::uuid' ELSE 'account_id::%s' END, type),
			format(CASE type WHEN 'uuid' THEN 'md5(parent_account_id::text)::uuid' ELSE 'parent_account_id::%s' END, type)),
		format('SELECT %1$s AS account_id, booked_on, amount FROM crm.line', format(CASE type WHEN 'uuid' THEN 'md5(account_id::text)::uuid' ELSE 'account_id::%s' END, type)));
	RETURN QUERY EXECUTE format('SELECT (SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %2$L::regclass AND attname = ''group_id''),
		(SELECT count(*) FROM %1$I.account_group), (SELECT count(DISTINCT group_id) FROM %1$I.account_group), (SELECT sum(amount) FROM %1$I.revenue)', 'keys of ' || type, format('%I.account_group', 'keys of ' || type));
	PERFORM kam.drop_portfolio('keys of ' || type);
END $$;
SELECT type, k.* FROM unnest(ARRAY['smallint', 'integer', 'bigint', 'text', 'varchar(20)', 'char(5)', 'name', 'uuid']) AS type, keys_of(type) AS k;
-- a source whose keys change their type: the tables of the portfolio follow while they are empty
SELECT kam.create_portfolio('changing', 'crm.customer', 'SELECT account_id, booked_on, amount FROM crm.line');
SELECT outcome($$SELECT kam.set_source('changing', 'account', 'SELECT account_id::text, name FROM crm.customer')$$);
SELECT kam.set_source('changing', 'revenue', 'SELECT account_id::smallint, booked_on, amount FROM crm.line');
CREATE TABLE crm.key_type AS SELECT 1 AS account_id, 'Adler'::text AS name;
SELECT kam.set_source('changing', 'account', 'crm.key_type');
SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'changing.cost'::regclass AND attname = 'account_id';
DROP TABLE crm.key_type CASCADE;
CREATE TABLE crm.key_type AS SELECT 1::bigint AS account_id, 'Adler'::text AS name;
SELECT kam.rebuild('changing');
SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = 'changing.cost'::regclass AND attname = 'account_id';
SELECT * FROM changing.account_group;
SELECT kam.drop_portfolio('changing');

-- Names
CREATE FUNCTION prove.named(portfolio text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
	EXECUTE format('CREATE TABLE crm.%I (account_id int, name text)', 'of ' || left(portfolio, 20));
	PERFORM kam.create_portfolio(portfolio, format('crm.%I', 'of ' || left(portfolio, 20)), 'crm.line');
	PERFORM kam.set_source(portfolio, 'cost', 'crm.cost');
	PERFORM kam.rebuild(portfolio);
	EXECUTE format('SELECT count(*) FROM %I.revenue', portfolio) INTO n;
	IF NOT EXISTS (SELECT FROM kam.portfolios AS p WHERE p.portfolio = named.portfolio) THEN RETURN 'not listed'; END IF;
	PERFORM kam.drop_portfolio(portfolio);
	IF EXISTS (SELECT FROM kam.portfolios AS p WHERE p.portfolio = named.portfolio) THEN RETURN 'not dropped'; END IF;
	EXECUTE format('DROP TABLE crm.%I', 'of ' || left(portfolio, 20));
	RETURN n;
END $$;
SELECT name, outcome(format('SELECT named(%L)', name)) AS outcome
FROM unnest(ARRAY['Key Accounts', 'a"b', 'a''b', '; DROP SCHEMA crm CASCADE; --', '%I %s %1$s', '$$ $template$', 'a\b\1', 'select', 'Ünïcödé 🙂', repeat('x', 63), repeat('x', 64), repeat('ü', 32),
	'', 'pg_mine', 'kam', 'public', E'a\nb', E'a\tb', NULL, 'account_key', 'crm', 'key_accounts']) AS name;
SELECT count(*) AS lines FROM crm.line;

-- Texts that would like to be more than a source
SET ROLE regress_kam_owner;
SELECT text, outcome(format('SELECT kam.set_source(%L, %L, %L)', 'key_accounts', 'cost', text)) AS outcome
FROM unnest(ARRAY[
	'SELECT 1 AS account_id; DROP TABLE crm.line',
	'SELECT * FROM crm.cost) AS s; DROP TABLE crm.line; --',
	'SELECT * FROM crm.cost) AS s, (SELECT 1',
	'WITH x AS (DELETE FROM key_accounts.setting RETURNING *) SELECT 1 AS account_id, now()::date AS incurred_on, 1.0 AS amount FROM x',
	'SELECT account_id, incurred_on, amount INTO crm.copied FROM crm.cost',
	'SELECT account_id, incurred_on, amount FROM crm.cost FOR UPDATE',
	'DELETE FROM key_accounts.setting RETURNING 1',
	'VALUES (1, DATE ''2025-01-01'', 1.0)',
	'TABLE crm.cost; COMMIT',
	'SELECT $1',
	'SELECT account_id, incurred_on, amount FROM crm.cost -- and no more',
	'/* a comment */ SELECT account_id, incurred_on, amount FROM crm.cost;',
	'(SELECT account_id, incurred_on, amount FROM crm.cost)',
	'SELECT account_id, incurred_on, amount FROM crm.cost /* open',
	'TABLE crm.cost',
	'DO $x$ BEGIN END $x$']) AS text;
SELECT count(*) AS settings FROM key_accounts.setting;
-- the registry is looked at again when it is read
SELECT kam.set_source('key_accounts', 'cost', 'crm.cost');
UPDATE key_accounts.source SET definition = 'SELECT * FROM crm.cost) AS s; DROP SCHEMA crm CASCADE; --' WHERE source = 'cost';
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
UPDATE key_accounts.source SET definition = 'crm.cost', search_path = '"; DROP' WHERE source = 'cost';
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
UPDATE key_accounts.source SET search_path = 'pg_catalog' WHERE source = 'cost';
INSERT INTO key_accounts.source VALUES ('secret', 'crm.cost', '');
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
DELETE FROM key_accounts.source WHERE source = 'secret';
DELETE FROM key_accounts.source WHERE source = 'account';
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
INSERT INTO key_accounts.source VALUES ('account', 'crm.customer', '');
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);

-- Only the owner acts on a portfolio, superusers included
RESET ROLE;
SELECT outcome(call) FROM unnest(ARRAY[$$SELECT kam.rebuild('key_accounts')$$, $$SELECT kam.set_source('key_accounts', 'cost', NULL)$$, $$SELECT kam.drop_portfolio('key_accounts')$$]) AS call;
SET ROLE regress_kam_mallory;
CREATE SCHEMA lure;
CREATE TABLE lure.source (source text, definition text, search_path text);
CREATE TABLE lure.setting (name text, value text);
COMMENT ON TABLE lure.source IS 'kam: where this portfolio reads from';
INSERT INTO lure.source VALUES ('account', 'SELECT 1 AS x; ALTER ROLE regress_kam_mallory SUPERUSER', 'public');
RESET ROLE;
SELECT outcome($$SELECT kam.rebuild('lure')$$);
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_kam_mallory';
-- who hands the schema alone over, or a table of it
ALTER SCHEMA lure OWNER TO CURRENT_USER;
SELECT outcome($$SELECT kam.rebuild('lure')$$);
DROP SCHEMA lure CASCADE;
-- functions planted in a portfolio are not used, and said
SET ROLE regress_kam_owner;
GRANT CREATE, USAGE ON SCHEMA key_accounts TO regress_kam_mallory;
SET ROLE regress_kam_mallory;
CREATE FUNCTION key_accounts.as_of() RETURNS date LANGUAGE sql AS 'SELECT DATE ''1900-01-01''';
CREATE FUNCTION key_accounts.max(text) RETURNS text LANGUAGE sql AS 'SELECT $1';
SET ROLE regress_kam_owner;
SELECT kam.rebuild('key_accounts');
SELECT as_of FROM key_accounts.parameter;
RESET ROLE;
DROP FUNCTION key_accounts.as_of(), key_accounts.max(text);
REVOKE ALL ON SCHEMA key_accounts FROM regress_kam_mallory;
-- a role sees the portfolios that it may use
SET ROLE regress_kam_mallory;
SELECT * FROM kam.portfolios;
SET ROLE regress_kam_owner;
SELECT * FROM kam.portfolios;

-- Reading: rows as the source's row security has them, and no more than the source grants
GRANT USAGE ON SCHEMA key_accounts TO regress_kam_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA key_accounts TO regress_kam_reader;
SET ROLE regress_kam_reader;
SELECT outcome('SELECT count(*) FROM key_accounts.account'), outcome('SELECT count(*) FROM key_accounts.account_group');
RESET ROLE;
GRANT SELECT ON crm.customer TO regress_kam_reader;
ALTER TABLE crm.customer ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_north ON crm.customer FOR SELECT TO regress_kam_reader USING (region = 'north');
SET ROLE regress_kam_reader;
PREPARE seen AS SELECT count(*) FROM key_accounts.account_group;
EXECUTE seen;
RESET ROLE;
EXECUTE seen;
ALTER TABLE crm.customer DISABLE ROW LEVEL SECURITY;

-- A table of the company is dropped and comes back: rebuild makes everything anew.
-- Grants stay where views are replaced; default privileges give them back where they were lost.
SET ROLE regress_kam_owner;
CREATE VIEW key_accounts.own_report AS SELECT count(*) FROM key_accounts.account_group;
SELECT kam.rebuild('key_accounts');
SELECT has_table_privilege('regress_kam_reader', 'key_accounts.account_group', 'SELECT') AS granted, (SELECT count FROM key_accounts.own_report) AS report;
DROP VIEW key_accounts.own_report;
ALTER DEFAULT PRIVILEGES IN SCHEMA key_accounts GRANT SELECT ON TABLES TO regress_kam_reader;
RESET ROLE;
CREATE TABLE crm.kept AS TABLE crm.customer;
DROP TABLE crm.customer CASCADE;
SELECT to_regclass('key_accounts.account') AS account, to_regclass('key_accounts.account_group') AS account_group;
SET ROLE regress_kam_owner;
SELECT outcome($$SELECT kam.rebuild('key_accounts')$$);
RESET ROLE;
ALTER TABLE crm.kept RENAME TO customer;
GRANT SELECT ON crm.customer TO regress_kam_owner;
SET ROLE regress_kam_owner;
SELECT kam.rebuild('key_accounts');
SELECT count(*) FROM key_accounts.account_group;
SELECT has_table_privilege('regress_kam_reader', 'key_accounts.account_group', 'SELECT') AS granted;
SELECT relname FROM pg_class WHERE relnamespace = 'key_accounts'::regnamespace AND relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false);
-- grants come back also where the views had to be dropped, as here where a view becomes a table
REVOKE ALL ON ALL TABLES IN SCHEMA key_accounts FROM regress_kam_reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA key_accounts REVOKE SELECT ON TABLES FROM regress_kam_reader;
GRANT SELECT (account_id, group_id) ON key_accounts.account_group TO regress_kam_reader WITH GRANT OPTION;
GRANT SELECT ON key_accounts.cost TO PUBLIC;
SELECT kam.set_source('key_accounts', 'cost', NULL);
SELECT relname, relkind, (SELECT array_agg(privilege_type || ' to ' || coalesce(nullif(grantee, 0)::regrole::text, 'PUBLIC')) FROM aclexplode(relacl) WHERE grantee <> relowner) AS grants,
	(SELECT array_agg(attname || ' ' || attacl::text ORDER BY attnum) FROM pg_attribute WHERE attrelid = c.oid AND attacl IS NOT NULL) AS columns
FROM pg_class AS c WHERE relnamespace = 'key_accounts'::regnamespace AND relname IN ('cost', 'account_group') ORDER BY relname;
-- views of others over the portfolio are not dropped
CREATE VIEW key_accounts.own_report AS SELECT count(*) FROM key_accounts.account_group;
SELECT outcome($$SELECT kam.set_source('key_accounts', 'cost', 'crm.cost')$$);
SELECT outcome($$SELECT kam.drop_portfolio('key_accounts')$$);
DROP VIEW key_accounts.own_report;

-- Currencies: the base one is that of most lines; without a rate the error names currency and day
RESET ROLE;
CREATE TABLE crm.invoice (account_id int, booked_on date, amount numeric, currency text);
INSERT INTO crm.invoice VALUES (1, '2025-01-31', 100, 'CHF'), (1, '2025-02-01', 50, 'CHF'), (2, '2025-03-01', 20, 'USD');
SELECT kam.create_portfolio('swiss', 'crm.customer', 'crm.invoice');
SELECT base_currency, rate_month FROM swiss.parameter;
SELECT currency, outcome(format('SELECT kam.in_base_currency(20, %L, base_currency, (SELECT rate FROM swiss.current_rate WHERE currency = %1$L), until - 1) FROM swiss.parameter', currency)) FROM unnest(ARRAY['CHF', NULL, 'USD']) AS currency;
INSERT INTO swiss.fx_rate VALUES ('USD', '2024-11-15', 0.90), ('USD', '2025-01-31', 0.91), ('USD', '2025-03-15', 0.88), ('USD', '2025-06-30', 0.80), ('USD', '2025-07-01', 0.70), ('EUR', '2025-06-10', 0.95);
-- each month has the rate of its last day, none after kam.as_of
SELECT * FROM swiss.exchange_rate ORDER BY currency, month;
TABLE swiss.current_rate ORDER BY currency;
SET kam.as_of = '2025-02-27';
TABLE swiss.current_rate ORDER BY currency;
SET kam.as_of = '2025-06-30';
SELECT currency, outcome(format('SELECT kam.in_base_currency(20, %L, base_currency, (SELECT rate FROM swiss.current_rate WHERE currency = %1$L), until - 1) FROM swiss.parameter', currency)) FROM unnest(ARRAY['CHF', NULL, 'USD', 'GBP']) AS currency;
SELECT kam.drop_portfolio('swiss');

-- DROP EXTENSION refuses while there is a portfolio; drop_portfolio leaves nothing
SELECT split_part(outcome('DROP EXTENSION kam'), ' | ', 2) AS drop_extension;
SET ROLE regress_kam_owner;
SELECT kam.drop_portfolio('key_accounts');
SELECT count(*) FROM pg_namespace WHERE nspname = 'key_accounts';
SELECT * FROM kam.portfolios;
RESET ROLE;
DROP SCHEMA crm CASCADE;
DROP FUNCTION prove.keys_of, prove.named;
REVOKE CREATE ON DATABASE contrib_regression FROM regress_kam_owner, regress_kam_mallory;
REVOKE USAGE ON SCHEMA prove FROM PUBLIC;
DROP ROLE regress_kam_owner, regress_kam_reader, regress_kam_mallory;
