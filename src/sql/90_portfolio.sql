/*
 * The portfolio: a schema with the views and tables of one programme.
 *
 * The relations themselves are in src/portfolio, one file each; here is what
 * makes them.  Three rules keep it safe.  A portfolio is only ever worked on by
 * the role that owns it, so that its registry can not borrow another role's
 * rights.  Names enter statements by format() alone.  And a source is executed
 * as nothing but a subquery of a view, after a cursor has shown that it is one
 * query that returns rows.
 */

-- What the sources offer

CREATE FUNCTION portfolio_columns()
	RETURNS TABLE (source text, source_position integer, source_comment text,
		column_name text, column_position integer, type text, required boolean, condition text, comment text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT s.source, s.n, s.comment, c.name, row_number() OVER (PARTITION BY s.source ORDER BY c.n)::integer,
	c.type, c.required, c.condition, c.comment
FROM (VALUES
	(1, 'account', 'customers'),
	(2, 'revenue', 'invoice lines and credit notes'),
	(3, 'cost', 'costs of serving customers'),
	(4, 'contract', 'contracts with customers'),
	(5, 'opportunity', 'sales opportunities'),
	(6, 'wallet', 'what customers spend in our category, with everybody'),
	(7, 'potential', 'what customers could buy from us, us included'),
	(8, 'survey', 'answers of customers'),
	(9, 'service_level', 'promises of service'),
	(10, 'measure', 'any figure of the company''s own'),
	(11, 'fx_rate', 'exchange rates')) AS s (n, source, comment)
JOIN (VALUES
	(1, 'account', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(2, 'account', 'name', 'text', true, NULL, 'its name'),
	(3, 'account', 'parent_account_id', 'key', false, NULL, 'the customer that it belongs to'),
	(4, 'account', 'country', 'text', false, NULL, 'country'),
	(5, 'account', 'region', 'text', false, NULL, 'region'),
	(6, 'account', 'industry', 'text', false, NULL, 'industry'),
	(7, 'account', 'segment', 'text', false, NULL, 'segment'),
	(8, 'account', 'owner', 'text', false, NULL, 'who in our company looks after it'),
	(9, 'account', 'is_internal', 'boolean', false, NULL, 'a company of our own, left out of all figures'),
	(10, 'account', 'created_on', 'date', false, NULL, 'day on which it became known'),

	(11, 'revenue', 'account_id', 'key', true, NULL, 'key of the customer'),
	(12, 'revenue', 'booked_on', 'date', true, 'booked_on IS NOT NULL', 'day of the invoice or of the service'),
	(13, 'revenue', 'amount', 'numeric', true, 'amount IS NOT NULL', 'amount net of tax, credits negative, in its currency'),
	(14, 'revenue', 'currency', 'text', false, NULL, 'currency; NULL is the base currency'),
	(15, 'revenue', 'product', 'text', false, NULL, 'product'),
	(16, 'revenue', 'site', 'text', false, NULL, 'site of the customer'),
	(17, 'revenue', 'country', 'text', false, NULL, 'country of the sale'),
	(18, 'revenue', 'business_unit', 'text', false, NULL, 'our business unit'),
	(19, 'revenue', 'kind', 'text', false, 'kind IN (''recurring'', ''usage'', ''one_off'', ''service'', ''credit'')', 'recurring, usage, one_off, service or credit'),
	(20, 'revenue', 'line_id', 'text', false, NULL, 'key of the line'),
	(21, 'revenue', 'recorded_at', 'timestamptz', false, NULL, 'when the line became known'),

	(22, 'cost', 'account_id', 'key', true, NULL, 'key of the customer'),
	(23, 'cost', 'incurred_on', 'date', true, 'incurred_on IS NOT NULL', 'day of the cost'),
	(24, 'cost', 'amount', 'numeric', true, 'amount IS NOT NULL', 'cost, in its currency'),
	(25, 'cost', 'currency', 'text', false, NULL, 'currency; NULL is the base currency'),
	(26, 'cost', 'kind', 'text', false, 'kind IN (''cogs'', ''delivery'', ''support'', ''logistics'', ''sales'', ''acquisition'', ''rebate'', ''overhead'')', 'cogs, delivery, support, logistics, sales, acquisition, rebate or overhead'),

	(27, 'contract', 'contract_id', 'text', true, 'contract_id IS NOT NULL', 'key of the contract'),
	(28, 'contract', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(29, 'contract', 'starts_on', 'date', true, 'starts_on IS NOT NULL', 'first day'),
	(30, 'contract', 'ends_on', 'date', true, 'ends_on > starts_on', 'first day after it; NULL if it has no end'),
	(31, 'contract', 'annual_value', 'numeric', false, NULL, 'value of a year, in its currency'),
	(32, 'contract', 'currency', 'text', false, NULL, 'currency; NULL is the base currency'),
	(33, 'contract', 'notice_days', 'integer', false, 'notice_days >= 0', 'days of notice before its end'),
	(34, 'contract', 'auto_renew', 'boolean', false, NULL, 'goes on unless notice is given'),
	(35, 'contract', 'is_framework', 'boolean', false, NULL, 'a framework agreement'),
	(36, 'contract', 'status', 'text', false, NULL, 'status; draft, cancelled and terminated contracts do not count'),

	(37, 'opportunity', 'opportunity_id', 'text', true, 'opportunity_id IS NOT NULL', 'key of the opportunity'),
	(38, 'opportunity', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(39, 'opportunity', 'amount', 'numeric', true, NULL, 'amount, in the base currency'),
	(40, 'opportunity', 'probability', 'numeric', true, 'probability BETWEEN 0 AND 1', 'probability to win it, 0 to 1'),
	(41, 'opportunity', 'stage', 'text', false, NULL, 'stage'),
	(42, 'opportunity', 'product', 'text', false, NULL, 'product'),
	(43, 'opportunity', 'site', 'text', false, NULL, 'site of the customer'),
	(44, 'opportunity', 'kind', 'text', false, 'kind IN (''new'', ''expansion'', ''renewal'')', 'new, expansion or renewal'),
	(45, 'opportunity', 'created_on', 'date', false, NULL, 'day on which it was opened'),
	(46, 'opportunity', 'closes_on', 'date', false, NULL, 'day on which it was or will be decided'),
	(47, 'opportunity', 'is_won', 'boolean', false, NULL, 'won'),
	(48, 'opportunity', 'is_closed', 'boolean', false, NULL, 'decided, won or lost'),

	(49, 'wallet', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(50, 'wallet', 'as_of', 'date', true, 'as_of IS NOT NULL', 'day of the estimate'),
	(51, 'wallet', 'amount', 'numeric', true, NULL, 'its total spend of a year in our category, in the base currency'),
	(52, 'wallet', 'product', 'text', false, NULL, 'product; NULL is all of them'),
	(53, 'wallet', 'method', 'text', false, NULL, 'how it was estimated'),
	(54, 'wallet', 'confidence', 'numeric', false, 'confidence BETWEEN 0 AND 1', 'how sure it is, 0 to 1'),

	(55, 'potential', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(56, 'potential', 'product', 'text', true, NULL, 'product'),
	(57, 'potential', 'site', 'text', true, NULL, 'site of the customer'),
	(58, 'potential', 'amount', 'numeric', true, 'amount >= 0', 'what it could buy in a year, in the base currency; NULL if not known'),

	(59, 'survey', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(60, 'survey', 'answered_on', 'date', true, 'answered_on IS NOT NULL', 'day of the answer'),
	(61, 'survey', 'kind', 'text', true, 'kind IN (''nps'', ''csat'')', 'nps (0 to 10) or csat (1 to 5)'),
	(62, 'survey', 'score', 'numeric', true, NULL, 'the answer'),
	(63, 'survey', 'respondent', 'text', false, NULL, 'who answered'),
	(64, 'survey', 'role', 'text', false, NULL, 'role of who answered'),

	(65, 'service_level', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(66, 'service_level', 'due_at', 'timestamptz', true, 'due_at IS NOT NULL', 'when it was promised; of a date, its end'),
	(67, 'service_level', 'resolved_at', 'timestamptz', true, NULL, 'when it was done; NULL while open'),
	(68, 'service_level', 'metric', 'text', false, NULL, 'what was promised'),
	(69, 'service_level', 'contract_id', 'text', false, NULL, 'contract of the promise'),
	(70, 'service_level', 'excluded', 'boolean', false, NULL, 'does not count'),

	(71, 'measure', 'account_id', 'key', true, 'account_id IS NOT NULL', 'key of the customer'),
	(72, 'measure', 'measure', 'text', true, 'measure IS NOT NULL', 'name of the figure'),
	(73, 'measure', 'value', 'numeric', true, NULL, 'the figure'),
	(74, 'measure', 'measured_on', 'date', false, NULL, 'day of the figure'),

	(75, 'fx_rate', 'currency', 'text', true, 'currency IS NOT NULL', 'currency'),
	(76, 'fx_rate', 'valid_from', 'date', true, 'valid_from IS NOT NULL', 'first day of the rate'),
	(77, 'fx_rate', 'rate', 'numeric', true, 'rate > 0', 'units of the base currency for one of it')
) AS c (n, source, name, type, required, condition, comment) ON c.source = s.source
$$;
COMMENT ON FUNCTION portfolio_columns() IS
	'the sources of a portfolio and their columns, types and units: what create_portfolio expects';

-- Small helpers of the generator

CREATE FUNCTION portfolio_distance(a text, b text)
	RETURNS integer
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	above integer[] := ARRAY(SELECT generate_series(0, length(b)));
	line integer[];
BEGIN
	FOR i IN 1 .. length(a) LOOP
		line := ARRAY[i];
		FOR j IN 1 .. length(b) LOOP
			line := line || least(line[j] + 1, above[j + 1] + 1,
				above[j] + CASE WHEN substr(a, i, 1) = substr(b, j, 1) THEN 0 ELSE 1 END);
		END LOOP;
		above := line;
	END LOOP;
	RETURN above[length(b) + 1];
END
$$;
COMMENT ON FUNCTION portfolio_distance(text, text) IS
	'serves create_portfolio: letters to change between two names';

CREATE FUNCTION portfolio_base_type(type oid)
	RETURNS regtype
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	base oid := type;
	below oid;
BEGIN
	LOOP
		SELECT typbasetype INTO below FROM pg_type WHERE oid = base AND typtype = 'd';
		EXIT WHEN NOT FOUND;
		base := below;
	END LOOP;
	RETURN base::regtype;
END
$$;
COMMENT ON FUNCTION portfolio_base_type(oid) IS
	'serves create_portfolio: what a domain is made of';

CREATE FUNCTION portfolio_key_type(type regtype)
	RETURNS text
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT CASE
	WHEN type IN ('smallint'::regtype, 'integer'::regtype) THEN 'integer'
	WHEN type IN ('bigint'::regtype, 'uuid'::regtype) THEN format_type(type, NULL)
	WHEN type IN ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'name'::regtype) THEN 'text'
END
$$;
COMMENT ON FUNCTION portfolio_key_type(regtype) IS
	'serves create_portfolio: the type of account keys that come as this one, NULL if there is none';

CREATE FUNCTION portfolio_full_type(type text)
	RETURNS text
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT format('pg_catalog.%I', typname) FROM pg_type WHERE oid = type::regtype
$$;
COMMENT ON FUNCTION portfolio_full_type(text) IS
	'serves create_portfolio: the name of a type of the server on any search path';

-- The expression that reads a column of the type found as the one wanted; NULL if
-- the one can not stand for the other. It is read on the search path of the source:
-- hence the full names.
CREATE FUNCTION portfolio_read(column_name text, found regtype, wanted text, key_type text)
	RETURNS text
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT CASE
	-- a day that something is due ends with its last moment
	WHEN wanted = 'timestamptz' AND column_name = 'due_at' AND found = 'date'::regtype THEN
		format('(s.%I OPERATOR(pg_catalog.+) 1)::pg_catalog.timestamptz OPERATOR(pg_catalog.-) ''1 microsecond''::pg_catalog.interval', column_name)
	WHEN CASE wanted
		WHEN 'key' THEN CASE WHEN key_type IN ('integer', 'bigint')
			THEN found IN ('smallint'::regtype, 'integer'::regtype) OR found = key_type::regtype
			ELSE kam.portfolio_key_type(found) = key_type END
		WHEN 'text' THEN typcategory IN ('S', 'E') OR found IN ('smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'uuid'::regtype)
		WHEN 'numeric' THEN found IN ('numeric'::regtype, 'smallint'::regtype, 'integer'::regtype, 'bigint'::regtype, 'double precision'::regtype)
		WHEN 'integer' THEN found IN ('smallint'::regtype, 'integer'::regtype)
		WHEN 'date' THEN found IN ('date'::regtype, 'timestamp'::regtype)
		WHEN 'timestamptz' THEN found IN ('timestamptz'::regtype, 'timestamp'::regtype, 'date'::regtype)
		WHEN 'boolean' THEN found = 'boolean'::regtype END
	THEN format('s.%I::%s', column_name, kam.portfolio_full_type(CASE wanted WHEN 'key' THEN key_type ELSE wanted END))
END
FROM pg_type
WHERE oid = found
$$;
COMMENT ON FUNCTION portfolio_read(text, regtype, text, text) IS
	'serves create_portfolio: the expression that reads a column as the type of the contract, NULL if it cannot';

-- Runs what kam itself wrote, under the search path of a portfolio. pg_temp is
-- last, or a temporary table would stand in for one of the portfolio.
CREATE FUNCTION portfolio_execute(portfolio name, statement text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('search_path', format('pg_catalog, kam, %I, pg_temp', portfolio), true);
	EXECUTE statement;
END
$$;
COMMENT ON FUNCTION portfolio_execute(name, text) IS
	'serves create_portfolio: executes a template in a portfolio';

-- The relation that a name means on the given search path
CREATE FUNCTION portfolio_relation(definition text, path text)
	RETURNS regclass
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('search_path', path, true);
	RETURN definition::regclass;
END
$$;
COMMENT ON FUNCTION portfolio_relation(text, text) IS
	'serves create_portfolio: the relation that a name means';

CREATE FUNCTION portfolio_is_query(definition text)
	RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT regexp_replace(definition, '^(\s|--[^\n]*(\n|$)|/\*.*?\*/)+', '') ~* '^(\(|(select|with|values|table)(\s|\(|--|/\*))'
$$;
COMMENT ON FUNCTION portfolio_is_query(text) IS
	'serves create_portfolio: whether the text of a source is a query rather than a name';

-- Makes a view of a source's query, to see its columns and to read it. The cursor
-- refuses everything but one query that returns rows, and what would close the
-- parenthesis; the view refuses a query that changes data.
CREATE FUNCTION portfolio_probe(portfolio name, view_name name, query text, path text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	c refcursor;
BEGIN
	PERFORM set_config('search_path', path, true);
	OPEN c FOR EXECUTE query;
	CLOSE c;
	EXECUTE format(E'CREATE VIEW %I.%I WITH (security_invoker = true) AS SELECT * FROM (%s\n) AS s',
		portfolio, view_name, query);
END
$$;
COMMENT ON FUNCTION portfolio_probe(name, name, text, text) IS
	'serves create_portfolio: makes a view of the query of a source';

-- A portfolio works for its owner alone: not even for a superuser, whom the text
-- in its registry would otherwise command.
CREATE FUNCTION portfolio_check_owner(portfolio text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	schema_oid oid;
	foreign_owner oid;
	me oid := (SELECT oid FROM pg_roles WHERE rolname = current_user);
BEGIN
	IF portfolio IS NULL THEN
		RAISE EXCEPTION 'the name of a portfolio must not be NULL' USING ERRCODE = 'null_value_not_allowed';
	END IF;
	SELECT n.oid INTO schema_oid FROM pg_namespace AS n
	WHERE n.nspname = portfolio
		AND (SELECT count(*) FROM pg_class AS c
			 WHERE c.relnamespace = n.oid AND c.relname IN ('source', 'setting') AND c.relkind = 'r') = 2;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'portfolio "%" does not exist', portfolio
			USING ERRCODE = 'invalid_schema_name',
				HINT = 'SELECT portfolio FROM kam.portfolios lists those that there are.';
	END IF;
	SELECT owner INTO foreign_owner
	FROM (SELECT nspowner FROM pg_namespace WHERE oid = schema_oid
		  UNION ALL
		  SELECT c.relowner FROM pg_class AS c
		  WHERE c.relnamespace = schema_oid
			AND (c.relname = 'source' OR c.relname IN (SELECT t.name FROM kam.portfolio_templates() AS t) OR c.relname IN (SELECT k.source FROM kam.portfolio_columns() AS k))) AS o (owner)
	WHERE owner <> me
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'portfolio "%" belongs to another role', portfolio
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = format('It or a relation of it belongs to %I; the current role is %I. What is written in the registry would be executed with the rights of whoever calls this.', pg_get_userbyid(foreign_owner), current_user),
				HINT = format('Connect as %I.', pg_get_userbyid(foreign_owner));
	END IF;
END
$$;
COMMENT ON FUNCTION portfolio_check_owner(text) IS
	'serves set_source, rebuild, explain: refuses whoever is not the owner of a portfolio';

-- Building

-- Makes all relations of a portfolio that its registry describes. Where it can,
-- it replaces views in place: grants on them and views over them stay.
CREATE FUNCTION portfolio_build(portfolio name, check_keys boolean)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	schema_oid oid := (SELECT oid FROM pg_namespace WHERE nspname = portfolio);
	registered record;
	wanted record;
	relation regclass;
	relation_kind "char";
	key_type text;				-- of the accounts, as the portfolio has it
	wanted_type text;
	found_type regtype;
	expression text;
	expressions text[];
	columns text[];				-- that a source has
	nearest text;
	suggested text[];			-- columns already said to be others
	rewritten text[];			-- the source as it should be written
	is_faulty boolean;
	codes text[] := '{}';		-- the faults, all of them
	details text[] := '{}';
	hints text[] := '{}';
	code text;
	fault text;
	origin text;				-- what a source is read from
	bases jsonb := '{}';		-- source: the SELECT of its view
	definition text;
	nulls bigint;
	duplicates bigint;
	anew boolean := false;		-- whether the views must be dropped
	grants text[] := '{}';
	granted text;
	pass integer;
	name_found text;
	type_found text;
	has_rows boolean;
	must_recreate text[] := '{}';
	must_retype text[] := '{}';
BEGIN
	-- kam comes before the portfolio on the path, so that functions planted there do not
	-- stand in for kam's; a relation in kam would be read in place of the portfolio's
	SELECT string_agg(quote_ident(c.relname), ', ' ORDER BY c.relname) INTO fault
	FROM pg_class AS c
	WHERE c.relnamespace = 'kam'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'f', 'p')
		AND (c.relname IN (SELECT t.name FROM kam.portfolio_templates() AS t) OR c.relname IN (SELECT k.source FROM kam.portfolio_columns() AS k));
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION 'the schema kam has relations that stand in for those of portfolio "%"', portfolio
			USING ERRCODE = 'duplicate_table',
				DETAIL = format('Found %s.', fault),
				HINT = 'Move them to another schema: ALTER TABLE ... SET SCHEMA. They may have been made while kam was first on the search path.';
	END IF;

	-- What each source has, and whether that is what it should have
	FOR registered IN EXECUTE format(
		'SELECT k.source, k.source_position, r.definition, r.search_path, r.source IS NOT NULL AS is_registered
		 FROM (SELECT DISTINCT source, source_position FROM kam.portfolio_columns()) AS k
		 FULL JOIN %I.source AS r ON r.source = k.source
		 ORDER BY k.source_position', portfolio)
	LOOP
		IF registered.source IS NULL THEN
			RAISE EXCEPTION 'the registry of portfolio "%" is damaged', portfolio
				USING ERRCODE = 'data_corrupted', DETAIL = 'Its table "source" names a source that there is not.';
		END IF;
		is_faulty := false;
		columns := '{}';
		rewritten := '{}';
		suggested := '{}';
		expressions := '{}';
		origin := NULL;
		CONTINUE WHEN registered.definition IS NULL;

		BEGIN
			IF kam.portfolio_is_query(registered.definition) THEN
				definition := rtrim(registered.definition, E' \t\r\n;');
				PERFORM kam.portfolio_probe(portfolio, 'kam probe', definition, registered.search_path);
				relation := format('%I.%I', portfolio, 'kam probe')::regclass;
				origin := format(E'(%s\n)', definition);
			ELSE
				relation := kam.portfolio_relation(registered.definition, registered.search_path);
				origin := (SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = relation);
				SELECT relkind INTO relation_kind FROM pg_class WHERE oid = relation;
				IF NOT FOUND THEN
					RAISE EXCEPTION 'relation "%" does not exist', registered.definition USING ERRCODE = 'undefined_table';
				ELSIF relation_kind NOT IN ('r', 'v', 'm', 'f', 'p') THEN
					RAISE EXCEPTION '"%" is neither a table nor a view', registered.definition USING ERRCODE = 'wrong_object_type';
				ELSIF (SELECT relpersistence FROM pg_class WHERE oid = relation) = 't' THEN
					RAISE EXCEPTION '"%" is a temporary table', registered.definition USING ERRCODE = 'wrong_object_type';
				ELSIF (SELECT relnamespace FROM pg_class WHERE oid = relation) = schema_oid THEN
					RAISE EXCEPTION '"%" belongs to the portfolio itself', registered.definition USING ERRCODE = 'wrong_object_type';
				ELSIF NOT has_table_privilege(relation, 'SELECT') AND NOT has_any_column_privilege(relation, 'SELECT') THEN
					RAISE EXCEPTION 'permission denied for "%"', registered.definition USING ERRCODE = 'insufficient_privilege';
				END IF;
			END IF;
		EXCEPTION WHEN OTHERS THEN
			GET STACKED DIAGNOSTICS code = RETURNED_SQLSTATE, fault = MESSAGE_TEXT;
			-- A cancelled or failing server is no fault of the source.
			IF code LIKE '57%' OR code LIKE '53%' OR code LIKE 'XX%' OR code LIKE '40%' THEN
				RAISE;
			END IF;
			codes := codes || code;
			details := details || format('%s: %s.', registered.source, fault);
			hints := hints || format('%s: give the name of a table or view, or one SELECT.', registered.source);
			CONTINUE;
		END;

		SELECT array_agg(attname::text ORDER BY attnum) INTO columns
		FROM pg_attribute WHERE attrelid = relation AND attnum > 0 AND NOT attisdropped;
		columns := coalesce(columns, '{}');

		IF registered.source = 'account' THEN
			SELECT kam.portfolio_base_type(atttypid), format_type(atttypid, NULL) INTO found_type, type_found
			FROM pg_attribute WHERE attrelid = relation AND attname = 'account_id' AND attnum > 0 AND NOT attisdropped;
			IF FOUND THEN
				key_type := kam.portfolio_key_type(found_type);
			END IF;
		END IF;

		FOR wanted IN
			SELECT c.column_name, c.type, c.required,
				kam.portfolio_base_type(a.atttypid) AS found_type, format_type(a.atttypid, a.atttypmod) AS type_found
			FROM kam.portfolio_columns() AS c
			LEFT JOIN pg_attribute AS a
				ON a.attrelid = relation AND a.attname = c.column_name AND a.attnum > 0 AND NOT a.attisdropped
			WHERE c.source = registered.source
			ORDER BY c.column_position
		LOOP
			wanted_type := CASE wanted.type WHEN 'key' THEN coalesce(key_type, 'bigint') ELSE wanted.type END;
			IF wanted.found_type IS NULL THEN
				expressions := expressions || format('NULL::%s AS %I', kam.portfolio_full_type(wanted_type), wanted.column_name);
				CONTINUE WHEN NOT wanted.required;
				is_faulty := true;
				codes := codes || '42703'::text;
				-- the nearest of the columns that are not something else already
				SELECT c INTO nearest
				FROM unnest(columns) AS c
				WHERE c NOT IN (SELECT column_name FROM kam.portfolio_columns() WHERE source = registered.source) AND c <> ALL (suggested)
				ORDER BY NOT (lower(c) LIKE '%' || wanted.column_name || '%' OR wanted.column_name LIKE '%' || lower(c) || '%'),
					kam.portfolio_distance(left(lower(c), 63), wanted.column_name), c
				LIMIT 1;
				details := details || format('%s: column %I is missing; there are %s.', registered.source, wanted.column_name,
					coalesce((SELECT string_agg(quote_ident(c), ', ') FROM unnest(columns) AS c), 'none'));
				suggested := suggested || nearest;
				rewritten := rewritten || CASE WHEN nearest IS NULL THEN format('... AS %I', wanted.column_name)
					ELSE format('%I AS %I', nearest, wanted.column_name) END;
			ELSE
				expression := CASE WHEN wanted.type = 'key' AND key_type IS NULL THEN NULL
					ELSE kam.portfolio_read(wanted.column_name, wanted.found_type, wanted.type, key_type) END;
				IF expression IS NULL AND (wanted.type <> 'key' OR key_type IS NOT NULL OR registered.source = 'account') THEN
					is_faulty := true;
					codes := codes || '42804'::text;
					details := details || format('%s: column %I is of type %s, not %s.', registered.source, wanted.column_name, wanted.type_found,
						CASE WHEN wanted.type = 'key' AND key_type IS NULL THEN 'integer, bigint, text or uuid'
							 WHEN wanted.type = 'key' THEN format('that of the accounts, %s', key_type)
							 ELSE wanted_type END);
					rewritten := rewritten || CASE wanted_type
						WHEN 'date' THEN format('(%I AT TIME ZONE ''UTC'')::date AS %1$I', wanted.column_name)
						ELSE format('CAST(%I AS %s) AS %1$I', wanted.column_name,
							CASE WHEN wanted.type = 'key' AND key_type IS NULL THEN 'text' ELSE wanted_type END) END;
				ELSE
					expressions := expressions || format('%s AS %I', expression, wanted.column_name);
					rewritten := rewritten || quote_ident(wanted.column_name);
				END IF;
			END IF;
		END LOOP;

		-- Keys of accounts are looked at before anything is joined on them.
		IF registered.source = 'account' AND check_keys AND 'account_id' = ANY (columns) THEN
			EXECUTE format('SELECT count(*) FILTER (WHERE account_id IS NULL), count(account_id) - count(DISTINCT account_id) FROM %s', relation)
			INTO nulls, duplicates;
			IF nulls > 0 THEN
				codes := codes || '23502'::text;
				details := details || format('account: rows whose account_id is NULL: %s.', nulls);
				hints := hints || 'account: leave these rows out, WHERE account_id IS NOT NULL.'::text;
			END IF;
			IF duplicates > 0 THEN
				codes := codes || '23505'::text;
				details := details || format('account: rows that repeat an account_id: %s.', duplicates);
				hints := hints || format('account: give one row for each; SELECT account_id FROM %s GROUP BY account_id HAVING count(*) > 1 lists them.',
					CASE WHEN origin LIKE '(%' THEN 'the source' ELSE origin END);
			END IF;
		END IF;

		IF is_faulty THEN
			hints := hints || format(E'%s: write %s', registered.source,
				quote_literal(format('SELECT %s FROM %s', array_to_string(rewritten, ', '),
					CASE WHEN origin LIKE '(%' THEN origin || ' AS s' ELSE origin END)));
		END IF;
		IF relation = to_regclass(format('%I.%I', portfolio, 'kam probe')) THEN
			EXECUTE format('DROP VIEW %I.%I', portfolio, 'kam probe');
		END IF;
		bases := bases || jsonb_build_object(registered.source,
			jsonb_build_object('select', format(E'SELECT %s\nFROM %s AS s', array_to_string(expressions, ', '), origin),
				'path', registered.search_path));
	END LOOP;

	IF NOT 'account' = ANY (SELECT jsonb_object_keys(bases)) AND codes = '{}' THEN
		RAISE EXCEPTION 'portfolio "%" has no source of accounts', portfolio
			USING ERRCODE = 'null_value_not_allowed', HINT = 'Give one with kam.set_source.';
	END IF;

	-- Tables that hold account keys of another type than the accounts now have
	FOR name_found, type_found IN
		SELECT c.relname, format_type(a.atttypid, NULL)
		FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid
		WHERE c.relnamespace = schema_oid AND c.relkind = 'r' AND a.attname = 'account_id' AND NOT a.attisdropped
			AND (c.relname IN (SELECT source FROM kam.portfolio_columns())
				 OR c.relname IN (SELECT t.name FROM kam.portfolio_templates() AS t WHERE t.body ~ '\maccount_key\M'))
			AND key_type IS NOT NULL AND a.atttypid <> key_type::regtype
		ORDER BY c.relname
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', portfolio, name_found) INTO has_rows;
		IF has_rows THEN
			codes := codes || '42804'::text;
			details := details || format('account: account_id is of type %s, but %s of the table %I are of type %s.', key_type, 'those', name_found, type_found);
			hints := hints || format('account: cast account_id to %s, or empty the table %I.', type_found, name_found);
		ELSE
			must_retype := must_retype || name_found;
			anew := true;
		END IF;
	END LOOP;

	IF codes <> '{}' THEN
		RAISE EXCEPTION 'the sources of portfolio "%" are not as they should be', portfolio
			USING ERRCODE = CASE WHEN (SELECT count(DISTINCT c) FROM unnest(codes) AS c) = 1 THEN codes[1] ELSE '22023' END,
				DETAIL = array_to_string(details, E'\n'),
				HINT = array_to_string(hints, E'\n');
	END IF;

	-- A source that was a table of the portfolio and is none now, or the reverse
	FOR wanted IN
		SELECT DISTINCT k.source, c.relkind
		FROM kam.portfolio_columns() AS k
		JOIN pg_class AS c ON c.relname = k.source AND c.relnamespace = schema_oid
		WHERE (c.relkind = 'r') = (bases ? k.source)
		ORDER BY k.source
	LOOP
		anew := true;
		IF wanted.relkind = 'r' THEN
			EXECUTE format('SELECT EXISTS (SELECT FROM %I.%I)', portfolio, wanted.source) INTO has_rows;
			IF has_rows THEN
				RAISE EXCEPTION 'the table "%" of portfolio "%" has rows', wanted.source, portfolio
					USING ERRCODE = 'object_not_in_prerequisite_state',
						DETAIL = 'A source would take its place.',
						HINT = format('Move them elsewhere first, or delete them: DELETE FROM %I.%I.', portfolio, wanted.source);
			END IF;
			must_recreate := must_recreate || wanted.source;
		END IF;
	END LOOP;

	-- First in place; if that cannot be, after dropping the views.
	FOR pass IN 1 .. 2 LOOP
		IF anew THEN
			SELECT coalesce(array_agg(format('GRANT %s ON %I.%I TO %s%s', a.what, portfolio, a.relname,
				CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE format('%I', pg_get_userbyid(a.grantee)) END,
				CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)), '{}')
			INTO grants
			FROM (SELECT c.relname, c.relowner, x.grantee, x.is_grantable, x.privilege_type AS what
				  FROM pg_class AS c, aclexplode(c.relacl) AS x
				  WHERE c.relnamespace = schema_oid
				  UNION ALL
				  SELECT c.relname, c.relowner, x.grantee, x.is_grantable, format('%s (%I)', x.privilege_type, t.attname)
				  FROM pg_class AS c JOIN pg_attribute AS t ON t.attrelid = c.oid, aclexplode(t.attacl) AS x
				  WHERE c.relnamespace = schema_oid AND NOT t.attisdropped) AS a
			WHERE a.grantee <> a.relowner;
			FOR name_found IN
				SELECT c.relname
				FROM pg_class AS c
				JOIN (SELECT t.name, 100 + t.step AS step FROM kam.portfolio_templates() AS t
					  UNION ALL
					  SELECT DISTINCT k.source, k.source_position FROM kam.portfolio_columns() AS k) AS made ON made.name = c.relname
				WHERE c.relnamespace = schema_oid AND c.relkind = 'v'
				ORDER BY made.step DESC
			LOOP
				EXECUTE format('DROP VIEW %I.%I', portfolio, name_found);
			END LOOP;
			FOREACH name_found IN ARRAY must_recreate LOOP
				EXECUTE format('DROP TABLE %I.%I', portfolio, name_found);
			END LOOP;
			FOR name_found IN SELECT t FROM unnest(must_retype) AS t WHERE t <> ALL (must_recreate) LOOP
				EXECUTE format('ALTER TABLE %I.%I ALTER account_id TYPE %s USING NULL', portfolio, name_found, key_type);
			END LOOP;
		END IF;
		BEGIN
			PERFORM kam.portfolio_make(portfolio, bases, key_type);
			EXIT;
		EXCEPTION WHEN invalid_table_definition THEN
			IF anew THEN
				RAISE;
			END IF;
			anew := true;
		END;
	END LOOP;
	FOREACH granted IN ARRAY grants LOOP
		EXECUTE granted;
	END LOOP;
END
$$;
COMMENT ON FUNCTION portfolio_build(name, boolean) IS
	'serves create_portfolio, set_source, rebuild: makes all relations that the registry describes';

CREATE FUNCTION portfolio_make(portfolio name, bases jsonb, key_type text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	schema_oid oid := (SELECT oid FROM pg_namespace WHERE nspname = portfolio);
	layer record;
	template record;
	body text;
	kind text;
	stray text;
BEGIN
	-- The base layer: a view over each source, a table where there is none
	FOR layer IN
		SELECT c.source, c.source_comment,
			string_agg(format('%I %s%s', c.column_name, CASE c.type WHEN 'key' THEN key_type ELSE c.type END,
				CASE WHEN c.condition = c.column_name || ' IS NOT NULL' THEN ' NOT NULL'
					 WHEN c.condition IS NOT NULL THEN format(' CHECK (%s)', c.condition) ELSE '' END), ', ' ORDER BY c.column_position) AS columns
		FROM kam.portfolio_columns() AS c
		GROUP BY c.source, c.source_position, c.source_comment
		ORDER BY c.source_position
	LOOP
		IF bases ? layer.source THEN
			PERFORM kam.portfolio_view(portfolio, layer.source::name, bases -> layer.source ->> 'select', bases -> layer.source ->> 'path');
		ELSIF to_regclass(format('%I.%I', portfolio, layer.source)) IS NULL THEN
			EXECUTE format('CREATE TABLE %I.%I (%s)', portfolio, layer.source, layer.columns);
			EXECUTE format('ANALYZE %I.%I', portfolio, layer.source);
		END IF;
		EXECUTE format('COMMENT ON %s %I.%I IS %L', CASE WHEN bases ? layer.source THEN 'VIEW' ELSE 'TABLE' END,
			portfolio, layer.source, layer.source_comment
			|| CASE WHEN bases ? layer.source THEN ', as the company''s tables have them' ELSE ', to be filled: there is no source' END);
	END LOOP;
	PERFORM kam.portfolio_execute(portfolio, format('COMMENT ON COLUMN %I.%I.%I IS %L', portfolio, c.source, c.column_name, c.comment))
	FROM kam.portfolio_columns() AS c;

	FOR template IN SELECT * FROM kam.portfolio_templates() AS t ORDER BY t.step LOOP
		body := regexp_replace(template.body, '\maccount_key\M', key_type, 'g');
		kind := substring(body FROM '^(?:--[^\n]*\n|\n)*CREATE (VIEW|TABLE) ');
		IF kind = 'TABLE' AND to_regclass(format('%I.%I', portfolio, template.name)) IS NOT NULL THEN
			CONTINUE;
		END IF;
		-- The name is kam's own, but the one of the schema may contain anything:
		-- hence no replacement text made of it.
		IF kind IS NOT NULL THEN
			body := overlay(body PLACING
				CASE kind WHEN 'TABLE' THEN format('CREATE TABLE %I.%I', portfolio, template.name)
					ELSE format('CREATE OR REPLACE VIEW %I.%I WITH (security_invoker = true)', portfolio, template.name) END
				FROM strpos(body, format('CREATE %s %s', kind, template.name))
				FOR length(format('CREATE %s %s', kind, template.name)));
		END IF;
		PERFORM kam.portfolio_execute(portfolio, body);
		IF kind = 'TABLE' THEN
			EXECUTE format('ANALYZE %I.%I', portfolio, template.name);
		END IF;
	END LOOP;

	-- What the templates call must be the server's or kam's, whatever somebody put
	-- into the schema.
	SELECT string_agg(DISTINCT v.relname, ', ') INTO stray
	FROM pg_class AS v
	JOIN pg_rewrite AS w ON w.ev_class = v.oid
	JOIN pg_depend AS d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
	LEFT JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
	LEFT JOIN pg_operator AS o ON d.refclassid = 'pg_operator'::regclass AND o.oid = d.refobjid
	LEFT JOIN pg_type AS t ON d.refclassid = 'pg_type'::regclass AND t.oid = d.refobjid
	WHERE v.relnamespace = schema_oid AND v.relname IN (SELECT name FROM kam.portfolio_templates())
		AND schema_oid IN (p.pronamespace, o.oprnamespace, t.typnamespace);
	IF stray IS NOT NULL THEN
		RAISE EXCEPTION 'the schema of portfolio "%" has functions, operators or types that stand in for others', portfolio
			USING ERRCODE = 'duplicate_function',
				DETAIL = format('Used by: %s.', stray),
				HINT = 'Drop them, and find out who may create objects there.';
	END IF;

	-- Each view must be readable; one that reads itself is found here. Not those that
	-- others put beside them: planning a query already runs immutable functions.
	FOR layer IN
		SELECT relname FROM pg_class
		WHERE relnamespace = schema_oid AND relkind = 'v'
			AND (relname IN (SELECT t.name FROM kam.portfolio_templates() AS t) OR relname IN (SELECT c.source FROM kam.portfolio_columns() AS c))
		ORDER BY oid
	LOOP
		EXECUTE format('SELECT FROM %I.%I LIMIT 0', portfolio, layer.relname);
	END LOOP;
END
$$;
COMMENT ON FUNCTION portfolio_make(name, jsonb, text) IS
	'serves create_portfolio, set_source, rebuild: creates what is not there and replaces views';

-- A view over a source, resolved on the path that was current when it was given
CREATE FUNCTION portfolio_view(portfolio name, view_name name, query text, path text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM set_config('search_path', path, true);
	EXECUTE format('CREATE OR REPLACE VIEW %I.%I WITH (security_invoker = true) AS %s', portfolio, view_name, query);
END
$$;
COMMENT ON FUNCTION portfolio_view(name, name, text, text) IS
	'serves create_portfolio: makes the view over a source';

CREATE FUNCTION portfolio_create(portfolio text, sources jsonb, path text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	currency text;
BEGIN
	IF portfolio IS NULL THEN
		RAISE EXCEPTION 'the name of a portfolio must not be NULL' USING ERRCODE = 'null_value_not_allowed';
	ELSIF portfolio = '' OR octet_length(portfolio) > 63 OR portfolio ~ '[\x01-\x1f\x7f]' OR portfolio LIKE 'pg\_%' OR portfolio IN ('kam', 'information_schema', 'public') THEN
		RAISE EXCEPTION 'a portfolio cannot have the name %', quote_literal(portfolio)
			USING ERRCODE = 'invalid_name',
				DETAIL = 'It is the name of a new schema: 1 to 63 bytes, without control characters, none of PostgreSQL''s and kam''s own.';
	ELSIF sources -> 'account' IS NULL OR sources -> 'revenue' IS NULL THEN
		RAISE EXCEPTION 'a portfolio needs the sources account and revenue'
			USING ERRCODE = 'null_value_not_allowed',
				HINT = 'kam.portfolio_columns() lists the columns that they should have.';
	END IF;
	-- Of two sessions that work on the same portfolio, one waits and then looks at what the other left.
	PERFORM pg_advisory_xact_lock(hashtextextended('kam portfolio ' || portfolio, 0));
	IF EXISTS (SELECT FROM pg_namespace WHERE nspname = portfolio) THEN
		RAISE EXCEPTION 'schema "%" already exists', portfolio
			USING ERRCODE = 'duplicate_schema',
				HINT = 'A portfolio gets a schema of its own. kam.set_source and kam.rebuild change one that there is.';
	END IF;

	EXECUTE format('CREATE SCHEMA %I', portfolio);
	EXECUTE format('COMMENT ON SCHEMA %I IS %L', portfolio, 'kam: a portfolio of key accounts');
	EXECUTE format($sql$
		CREATE TABLE %1$I.source (
			source text PRIMARY KEY,
			definition text CHECK (definition <> ''),
			search_path text NOT NULL);
		COMMENT ON TABLE %1$I.source IS 'kam: where this portfolio reads from; kam.set_source changes it';
		COMMENT ON COLUMN %1$I.source.source IS 'name of the source';
		COMMENT ON COLUMN %1$I.source.definition IS 'a table, a view or a query; NULL if there is none and the portfolio has a table instead';
		COMMENT ON COLUMN %1$I.source.search_path IS 'the search path on which names in it were meant'
		$sql$, portfolio);
	EXECUTE format('INSERT INTO %I.source SELECT source, $1 ->> source, $2 FROM kam.portfolio_columns() WHERE column_position = 1 ORDER BY source_position', portfolio)
		USING sources, path;
	PERFORM kam.portfolio_name_relations(portfolio::name, path);
	PERFORM kam.portfolio_build(portfolio::name, true);

	-- The base currency: the one that most lines of revenue are in
	EXECUTE format('SELECT currency FROM %I.revenue WHERE currency IS NOT NULL GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1', portfolio)
	INTO currency;
	IF currency IS NOT NULL THEN
		EXECUTE format('UPDATE %I.setting SET value = $1 WHERE name = ''base_currency''', portfolio) USING currency;
	END IF;
END
$$;
COMMENT ON FUNCTION portfolio_create(text, jsonb, text) IS
	'serves create_portfolio';

-- Relations are registered under their full name: it means the same on any path.
CREATE FUNCTION portfolio_name_relations(portfolio name, path text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	registered record;
	relation regclass;
BEGIN
	FOR registered IN EXECUTE format('SELECT source, definition FROM %I.source WHERE definition IS NOT NULL AND NOT kam.portfolio_is_query(definition)', portfolio) LOOP
		BEGIN
			relation := kam.portfolio_relation(registered.definition, path);
		EXCEPTION WHEN OTHERS THEN
			relation := NULL;	-- portfolio_build says what is wrong, of all sources at once
		END;
		EXECUTE format('UPDATE %I.source SET definition = (SELECT format(''%%I.%%I'', nspname, relname) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE c.oid = $1) WHERE source = $2 AND EXISTS (SELECT FROM pg_class WHERE oid = $1 AND relpersistence <> ''t'')', portfolio)
			USING relation, registered.source;
	END LOOP;
END
$$;
COMMENT ON FUNCTION portfolio_name_relations(name, text) IS
	'serves create_portfolio: registers relations under their full names';

-- What users call. These take over the caller's search path, on which the names in
-- sources are meant; everything in them was resolved when they were created.

CREATE FUNCTION create_portfolio(name text, account text, revenue text, cost text DEFAULT NULL, contract text DEFAULT NULL,
		opportunity text DEFAULT NULL, wallet text DEFAULT NULL, potential text DEFAULT NULL, survey text DEFAULT NULL,
		service_level text DEFAULT NULL, measure text DEFAULT NULL, fx_rate text DEFAULT NULL)
	RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT kam.portfolio_create(name,
		pg_catalog.jsonb_strip_nulls(pg_catalog.jsonb_build_object(
			'account'::text, account, 'revenue'::text, revenue, 'cost'::text, cost, 'contract'::text, contract,
			'opportunity'::text, opportunity, 'wallet'::text, wallet, 'potential'::text, potential, 'survey'::text, survey,
			'service_level'::text, service_level, 'measure'::text, measure, 'fx_rate'::text, fx_rate)),
		pg_catalog.current_setting('search_path'::text));
END;
COMMENT ON FUNCTION create_portfolio(text, text, text, text, text, text, text, text, text, text, text, text) IS
	'makes a portfolio: a schema of this name with views over these tables, views or queries of the company';

CREATE FUNCTION portfolio_set_source(portfolio text, source text, definition text, path text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('kam portfolio ' || portfolio, 0));
	PERFORM kam.portfolio_check_owner(portfolio);
	IF NOT EXISTS (SELECT FROM kam.portfolio_columns() AS c WHERE c.source = portfolio_set_source.source) THEN
		RAISE EXCEPTION 'there is no source "%"', source
			USING ERRCODE = 'invalid_parameter_value',
				HINT = format('Sources are %s.', (SELECT string_agg(DISTINCT c.source, ', ') FROM kam.portfolio_columns() AS c));
	ELSIF source IN ('account', 'revenue') AND definition IS NULL THEN
		RAISE EXCEPTION 'a portfolio needs the sources account and revenue' USING ERRCODE = 'null_value_not_allowed';
	END IF;
	EXECUTE format('INSERT INTO %I.source (source, definition, search_path) VALUES ($1, $2, $3)
		ON CONFLICT (source) DO UPDATE SET definition = excluded.definition, search_path = excluded.search_path', portfolio)
		USING source, definition, path;
	PERFORM kam.portfolio_name_relations(portfolio::name, path);
	PERFORM kam.portfolio_build(portfolio::name, source = 'account');
END
$$;
COMMENT ON FUNCTION portfolio_set_source(text, text, text, text) IS
	'serves set_source';

CREATE FUNCTION set_source(portfolio text, source text, definition text)
	RETURNS void
	LANGUAGE sql
BEGIN ATOMIC
	SELECT kam.portfolio_set_source(portfolio, source, definition, pg_catalog.current_setting('search_path'::text));
END;
COMMENT ON FUNCTION set_source(text, text, text) IS
	'gives a portfolio another table, view or query for a source; NULL for an empty table to be filled';

CREATE FUNCTION rebuild(portfolio text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('kam portfolio ' || portfolio, 0));
	PERFORM kam.portfolio_check_owner(portfolio);
	PERFORM kam.portfolio_build(portfolio::name, false);
END
$$;
COMMENT ON FUNCTION rebuild(text) IS
	'makes the views of a portfolio anew, such as after a table of the company was dropped and loaded again';

CREATE FUNCTION drop_portfolio(portfolio text)
	RETURNS void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	relation record;
	left_over text;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('kam portfolio ' || portfolio, 0));
	PERFORM kam.portfolio_check_owner(portfolio);
	FOR relation IN
		SELECT c.relname, c.relkind
		FROM pg_class AS c
		JOIN (SELECT t.name, 100 + t.step AS step FROM kam.portfolio_templates() AS t
			  UNION ALL SELECT DISTINCT k.source, k.source_position FROM kam.portfolio_columns() AS k
			  UNION ALL SELECT 'source', 0) AS made ON made.name = c.relname
		WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = portfolio) AND c.relkind IN ('r', 'v')
		ORDER BY made.step DESC
	LOOP
		EXECUTE format('DROP %s %I.%I', CASE relation.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, portfolio, relation.relname);
	END LOOP;
	-- Somebody's own objects in the schema are not dropped with it.
	EXECUTE format('DROP SCHEMA %I', portfolio);
END
$$;
COMMENT ON FUNCTION drop_portfolio(text) IS
	'drops a portfolio with the tables of its programme; refuses while other objects depend on it or are in its schema';

-- Proof: the lines behind a figure. What each adds is the difference of a rounded
-- running total, and the last takes what is left, so that they add up to the figure
-- as the view shows it.
CREATE FUNCTION explain(portfolio text, metric text, account text)
	RETURNS TABLE (source text, customer text, line_id text, on_day date, kind text, product text,
		amount numeric, currency text, base_amount numeric, divisor numeric, contribution numeric)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	key_type text;
	belongs_to text;
BEGIN
	PERFORM kam.portfolio_check_owner(portfolio);
	IF metric IS NULL OR metric NOT IN ('revenue', 'revenue_previous', 'nrr', 'contribution_margin', 'share_of_wallet', 'revenue_share') THEN
		RAISE EXCEPTION 'metric % cannot be explained', coalesce(quote_literal(metric), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = 'Metrics are revenue, revenue_previous, nrr, contribution_margin, share_of_wallet, revenue_share.';
	END IF;
	SELECT format_type(a.atttypid, NULL) INTO key_type
	FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
	WHERE n.nspname = portfolio AND c.relname = 'account_group' AND a.attname = 'group_id';
	-- The schema of the portfolio is not on the path: whoever may create in it could
	-- put an operator there that fits better than the server's.
	EXECUTE format('SELECT $1::%1$s::text, (SELECT group_id::text FROM %2$I.account_group WHERE account_id = $1::%1$s)', key_type, portfolio)
	INTO account, belongs_to USING account;
	IF account IS NULL OR belongs_to IS DISTINCT FROM account THEN
		RAISE EXCEPTION 'there is no account %', coalesce(quote_literal(account), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = coalesce('It belongs to account ' || quote_literal(belongs_to) || '.', 'Give an account_id of account_kpi.');
	END IF;
	RETURN QUERY EXECUTE format($sql$
		WITH line AS (
			SELECT l.*,
				CASE WHEN $2 = 'revenue_previous' THEN CASE WHEN l.source = 'revenue' AND l.period = 'previous' THEN 1 END
					WHEN $2 = 'nrr' THEN CASE WHEN l.source = 'revenue' AND l.kind IS DISTINCT FROM 'one_off' THEN CASE l.period WHEN 'window' THEN 1 ELSE 0 END END
					WHEN $2 = 'contribution_margin' THEN CASE WHEN l.source = 'revenue' AND l.period = 'window' THEN 1 WHEN l.source = 'cost' THEN -1 END
					WHEN $2 = 'share_of_wallet' THEN CASE WHEN l.source = 'revenue' AND l.period = 'window' THEN 1 WHEN l.source = 'wallet' THEN 0 END
					ELSE CASE WHEN l.source = 'revenue' AND l.period = 'window' THEN 1 END
				END AS sign
			FROM %2$I.account_line AS l
			WHERE l.account_id = $1::%1$s
		), figure AS (
			SELECT CASE $2 WHEN 'revenue' THEN k.revenue WHEN 'revenue_previous' THEN k.revenue_previous WHEN 'nrr' THEN k.nrr
					WHEN 'contribution_margin' THEN k.contribution_margin WHEN 'share_of_wallet' THEN k.share_of_wallet ELSE r.revenue_share END AS value,
				CASE $2 WHEN 'nrr' THEN (SELECT sum(base_amount) FROM line WHERE sign = 0)
					WHEN 'share_of_wallet' THEN k.wallet * p.window_months / 12
					WHEN 'revenue_share' THEN (SELECT sum(revenue) FROM %2$I.concentration_risk WHERE revenue > 0 AND $2 = 'revenue_share')
					ELSE 1 END AS divisor,
				CASE WHEN $2 IN ('nrr', 'share_of_wallet', 'revenue_share') THEN 6 ELSE 2 END AS digits
			FROM %2$I.account_kpi AS k
			CROSS JOIN %2$I.parameter AS p
			LEFT JOIN %2$I.concentration_risk AS r ON r.account_id = k.account_id AND $2 = 'revenue_share'
			WHERE k.account_id = $1::%1$s
		), step AS (
			SELECT line.*, figure.*, row_number() OVER w AS n,
				sum(line.sign * line.base_amount) OVER (w ROWS UNBOUNDED PRECEDING) AS running
			FROM line
			CROSS JOIN figure
			WHERE line.sign IS NOT NULL
			WINDOW w AS (ORDER BY line.sign = 0, line.source DESC, line.on_day, line.line_id, line.base_amount, line.customer_id)
		), last AS (
			SELECT max(n) FILTER (WHERE sign <> 0) AS n FROM step
		)
		SELECT s.source, s.customer_id::text, s.line_id, s.on_day, s.kind, s.product, s.amount, s.currency, s.base_amount, CASE WHEN s.digits > 2 THEN trim_scale(s.divisor) END,
			CASE WHEN s.value IS NULL THEN NULL WHEN s.sign = 0 THEN 0
				ELSE CASE WHEN s.n = last.n THEN s.value ELSE round(s.running / s.divisor, s.digits) END
					- round((s.running - s.sign * s.base_amount) / s.divisor, s.digits) END
		FROM step AS s
		CROSS JOIN last
		ORDER BY s.n
		$sql$, key_type, portfolio)
	USING account, metric;
END
$$;
COMMENT ON FUNCTION explain(text, text, text) IS
	'the source lines behind a figure of account_kpi, each with what it contributes: they add up to the figure exactly';

CREATE FUNCTION explain(portfolio text, metric text, account bigint)
	RETURNS TABLE (source text, customer text, line_id text, on_day date, kind text, product text,
		amount numeric, currency text, base_amount numeric, divisor numeric, contribution numeric)
	LANGUAGE sql
BEGIN ATOMIC
	SELECT e.source, e.customer, e.line_id, e.on_day, e.kind, e.product, e.amount, e.currency, e.base_amount, e.divisor, e.contribution
	FROM kam.explain(portfolio, metric, account::text) AS e;
END;
COMMENT ON FUNCTION explain(text, text, bigint) IS
	'the source lines behind a figure of account_kpi, each with what it contributes: they add up to the figure exactly';

CREATE FUNCTION explain(portfolio text, metric text, account uuid)
	RETURNS TABLE (source text, customer text, line_id text, on_day date, kind text, product text,
		amount numeric, currency text, base_amount numeric, divisor numeric, contribution numeric)
	LANGUAGE sql
BEGIN ATOMIC
	SELECT e.source, e.customer, e.line_id, e.on_day, e.kind, e.product, e.amount, e.currency, e.base_amount, e.divisor, e.contribution
	FROM kam.explain(portfolio, metric, account::text) AS e;
END;
COMMENT ON FUNCTION explain(text, text, uuid) IS
	'the source lines behind a figure of account_kpi, each with what it contributes: they add up to the figure exactly';

CREATE VIEW portfolios AS
SELECT n.nspname::text AS portfolio, pg_catalog.pg_get_userbyid(n.nspowner)::text AS owner,
	n.nspowner OPERATOR(pg_catalog.=) (SELECT r.oid FROM pg_catalog.pg_roles AS r WHERE r.rolname OPERATOR(pg_catalog.=) CURRENT_USER) AS is_mine
FROM pg_catalog.pg_namespace AS n
JOIN pg_catalog.pg_class AS c ON c.relnamespace OPERATOR(pg_catalog.=) n.oid AND c.relname OPERATOR(pg_catalog.=) 'source'::name AND c.relkind OPERATOR(pg_catalog.=) 'r'::"char"
WHERE pg_catalog.obj_description(c.oid, 'pg_class'::name) OPERATOR(pg_catalog.~~) 'kam: where this portfolio reads from%'::text
	AND pg_catalog.has_schema_privilege(n.oid, 'USAGE'::text);
COMMENT ON VIEW portfolios IS
	'the portfolios of this database that the current role may use';
COMMENT ON COLUMN portfolios.portfolio IS 'name, also that of its schema';
COMMENT ON COLUMN portfolios.owner IS 'the role that may change and rebuild it';
COMMENT ON COLUMN portfolios.is_mine IS 'whether that is the current role';
GRANT SELECT ON portfolios TO PUBLIC;

-- What the templates use

-- From the top down, so that a cycle is never entered; who is in one, or below, is
-- not reached. A function, since the planner has no idea how many rows a recursion
-- gives and guesses a thousand times too many.
CREATE FUNCTION ultimate_parents(accounts integer[], parents integer[], internal boolean[])
	RETURNS TABLE (account_id integer, group_id integer, level integer, is_internal boolean, problem text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2000
	SET search_path = pg_catalog, pg_temp
AS $$
WITH RECURSIVE customer AS (
	SELECT DISTINCT ON (a) a, p, i
	FROM unnest(accounts, parents, internal) AS u (a, p, i)
	WHERE a IS NOT NULL
	ORDER BY a, p, i
), link AS (
	SELECT c.a, c.p, coalesce(c.i, false) AS i, up.a AS parent
	FROM customer AS c
	LEFT JOIN customer AS up ON up.a = c.p AND up.a <> c.a
), tree AS (
	SELECT a, a AS top, 0 AS level, i
	FROM link
	WHERE parent IS NULL
	UNION ALL
	SELECT link.a, tree.top, tree.level + 1, tree.i OR link.i
	FROM tree
	JOIN link ON link.parent = tree.a
	WHERE tree.level < 100
)
SELECT link.a, coalesce(tree.top, link.a), coalesce(tree.level, 0), coalesce(tree.i, link.i),
	CASE WHEN tree.a IS NULL THEN 'cycle'
		WHEN link.p = link.a THEN 'own parent'
		WHEN link.p IS NOT NULL AND link.parent IS NULL THEN 'parent missing' END
FROM link
LEFT JOIN tree ON tree.a = link.a
$$;
COMMENT ON FUNCTION ultimate_parents(integer[], integer[], boolean[]) IS
	'the ultimate parent of each account, and whether it or one above it is internal; who is in a cycle, below one or deeper than 100 levels stands alone';

CREATE FUNCTION ultimate_parents(accounts bigint[], parents bigint[], internal boolean[])
	RETURNS TABLE (account_id bigint, group_id bigint, level integer, is_internal boolean, problem text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2000
	SET search_path = pg_catalog, pg_temp
AS $$
WITH RECURSIVE customer AS (
	SELECT DISTINCT ON (a) a, p, i
	FROM unnest(accounts, parents, internal) AS u (a, p, i)
	WHERE a IS NOT NULL
	ORDER BY a, p, i
), link AS (
	SELECT c.a, c.p, coalesce(c.i, false) AS i, up.a AS parent
	FROM customer AS c
	LEFT JOIN customer AS up ON up.a = c.p AND up.a <> c.a
), tree AS (
	SELECT a, a AS top, 0 AS level, i
	FROM link
	WHERE parent IS NULL
	UNION ALL
	SELECT link.a, tree.top, tree.level + 1, tree.i OR link.i
	FROM tree
	JOIN link ON link.parent = tree.a
	WHERE tree.level < 100
)
SELECT link.a, coalesce(tree.top, link.a), coalesce(tree.level, 0), coalesce(tree.i, link.i),
	CASE WHEN tree.a IS NULL THEN 'cycle'
		WHEN link.p = link.a THEN 'own parent'
		WHEN link.p IS NOT NULL AND link.parent IS NULL THEN 'parent missing' END
FROM link
LEFT JOIN tree ON tree.a = link.a
$$;
COMMENT ON FUNCTION ultimate_parents(bigint[], bigint[], boolean[]) IS
	'the ultimate parent of each account, and whether it or one above it is internal; who is in a cycle, below one or deeper than 100 levels stands alone';

CREATE FUNCTION ultimate_parents(accounts text[], parents text[], internal boolean[])
	RETURNS TABLE (account_id text, group_id text, level integer, is_internal boolean, problem text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2000
	SET search_path = pg_catalog, pg_temp
AS $$
WITH RECURSIVE customer AS (
	SELECT DISTINCT ON (a) a, p, i
	FROM unnest(accounts, parents, internal) AS u (a, p, i)
	WHERE a IS NOT NULL
	ORDER BY a, p, i
), link AS (
	SELECT c.a, c.p, coalesce(c.i, false) AS i, up.a AS parent
	FROM customer AS c
	LEFT JOIN customer AS up ON up.a = c.p AND up.a <> c.a
), tree AS (
	SELECT a, a AS top, 0 AS level, i
	FROM link
	WHERE parent IS NULL
	UNION ALL
	SELECT link.a, tree.top, tree.level + 1, tree.i OR link.i
	FROM tree
	JOIN link ON link.parent = tree.a
	WHERE tree.level < 100
)
SELECT link.a, coalesce(tree.top, link.a), coalesce(tree.level, 0), coalesce(tree.i, link.i),
	CASE WHEN tree.a IS NULL THEN 'cycle'
		WHEN link.p = link.a THEN 'own parent'
		WHEN link.p IS NOT NULL AND link.parent IS NULL THEN 'parent missing' END
FROM link
LEFT JOIN tree ON tree.a = link.a
$$;
COMMENT ON FUNCTION ultimate_parents(text[], text[], boolean[]) IS
	'the ultimate parent of each account, and whether it or one above it is internal; who is in a cycle, below one or deeper than 100 levels stands alone';

CREATE FUNCTION ultimate_parents(accounts uuid[], parents uuid[], internal boolean[])
	RETURNS TABLE (account_id uuid, group_id uuid, level integer, is_internal boolean, problem text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 2000
	SET search_path = pg_catalog, pg_temp
AS $$
WITH RECURSIVE customer AS (
	SELECT DISTINCT ON (a) a, p, i
	FROM unnest(accounts, parents, internal) AS u (a, p, i)
	WHERE a IS NOT NULL
	ORDER BY a, p, i
), link AS (
	SELECT c.a, c.p, coalesce(c.i, false) AS i, up.a AS parent
	FROM customer AS c
	LEFT JOIN customer AS up ON up.a = c.p AND up.a <> c.a
), tree AS (
	SELECT a, a AS top, 0 AS level, i
	FROM link
	WHERE parent IS NULL
	UNION ALL
	SELECT link.a, tree.top, tree.level + 1, tree.i OR link.i
	FROM tree
	JOIN link ON link.parent = tree.a
	WHERE tree.level < 100
)
SELECT link.a, coalesce(tree.top, link.a), coalesce(tree.level, 0), coalesce(tree.i, link.i),
	CASE WHEN tree.a IS NULL THEN 'cycle'
		WHEN link.p = link.a THEN 'own parent'
		WHEN link.p IS NOT NULL AND link.parent IS NULL THEN 'parent missing' END
FROM link
LEFT JOIN tree ON tree.a = link.a
$$;
COMMENT ON FUNCTION ultimate_parents(uuid[], uuid[], boolean[]) IS
	'the ultimate parent of each account, and whether it or one above it is internal; who is in a cycle, below one or deeper than 100 levels stands alone';

CREATE FUNCTION rate_missing(currency text, on_day date)
	RETURNS numeric
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	RAISE EXCEPTION 'there is no exchange rate for %', quote_literal(currency)
		USING ERRCODE = 'invalid_parameter_value',
			DETAIL = format('Wanted for %s. Amounts of two currencies are not added.', on_day),
			HINT = 'Add it to fx_rate, or change base_currency in the table "setting" of the portfolio.';
END
$$;
COMMENT ON FUNCTION rate_missing(text, date) IS
	'serves in_base_currency: raises the error that names the currency and the day';

CREATE FUNCTION in_base_currency(amount numeric, currency text, base_currency text, rate numeric, on_day date)
	RETURNS numeric
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN CASE WHEN amount IS NULL THEN NULL
		WHEN currency IS NULL OR currency OPERATOR(pg_catalog.=) base_currency THEN amount
		WHEN rate IS NOT NULL THEN amount OPERATOR(pg_catalog.*) rate
		ELSE kam.rate_missing(currency, on_day) END;
COMMENT ON FUNCTION in_base_currency(numeric, text, text, numeric, date) IS
	'amount at this rate unless it is in the base currency; an error that names currency and day if there is no rate';
