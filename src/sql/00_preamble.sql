/* kam: key account management */

\echo Use "CREATE EXTENSION kam" to load this file. \quit

-- A schema "kam" that somebody else made could hold functions that capture
-- calls meant for ours, now or, by its owner's hand, later.  A superuser takes
-- over one that is empty and that nobody else may create in: a dump restores
-- the schema, with its old owner, before the extension.
DO $$
DECLARE
	schema_owner oid;
	extension_owner oid;
	untouched boolean;
BEGIN
	SELECT n.nspowner, e.extowner,
		n.nspacl IS NULL
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_proc p
			WHERE p.pronamespace OPERATOR(pg_catalog.=) n.oid)
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_class c
			WHERE c.relnamespace OPERATOR(pg_catalog.=) n.oid)
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_type t
			WHERE t.typnamespace OPERATOR(pg_catalog.=) n.oid)
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_operator o
			WHERE o.oprnamespace OPERATOR(pg_catalog.=) n.oid)
	INTO schema_owner, extension_owner, untouched
	FROM pg_catalog.pg_namespace n, pg_catalog.pg_extension e
	WHERE n.oid OPERATOR(pg_catalog.=) e.extnamespace
		AND e.extname OPERATOR(pg_catalog.=) 'kam';

	IF schema_owner OPERATOR(pg_catalog.<>) extension_owner THEN
		IF untouched AND (SELECT r.rolsuper FROM pg_catalog.pg_roles r
			WHERE r.oid OPERATOR(pg_catalog.=) extension_owner)
		THEN
			EXECUTE pg_catalog.format('ALTER SCHEMA kam OWNER TO %I',
				pg_catalog.pg_get_userbyid(extension_owner));
		ELSE
			RAISE EXCEPTION 'schema "kam" belongs to another role'
				USING ERRCODE = 'insufficient_privilege',
					DETAIL = pg_catalog.format('It belongs to %s, who could put functions beside those of the extension.',
						pg_catalog.pg_get_userbyid(schema_owner)),
					HINT = 'Drop or rename that schema; CREATE EXTENSION makes a new one.';
		END IF;
	END IF;
END
$$;

-- What is in it computes from its arguments alone; analysts may use it.
GRANT USAGE ON SCHEMA kam TO PUBLIC;
