/* kam: key account management */

\echo Use "CREATE EXTENSION kam" to load this file. \quit

-- A schema "kam" that somebody else made could hold functions that capture
-- calls meant for ours.
DO $$
BEGIN
	IF EXISTS (
		SELECT
		FROM pg_catalog.pg_namespace n, pg_catalog.pg_extension e
		WHERE n.oid OPERATOR(pg_catalog.=) e.extnamespace
			AND e.extname OPERATOR(pg_catalog.=) 'kam'
			AND n.nspowner OPERATOR(pg_catalog.<>) e.extowner)
	THEN
		RAISE EXCEPTION 'schema "kam" belongs to another role'
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = 'Its owner could put functions beside those of the extension.',
				HINT = 'Drop or rename that schema; CREATE EXTENSION makes a new one.';
	END IF;
END
$$;
