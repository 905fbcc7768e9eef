-- For the examples' test.sql. Checks print one line each and stop the script at the first that fails.

\pset tuples_only on
\pset format unaligned

CREATE FUNCTION pg_temp.same(what text, got anyelement, expected anyelement) RETURNS text
LANGUAGE plpgsql AS $$
BEGIN
    IF got IS DISTINCT FROM expected THEN
        RAISE EXCEPTION 'not ok - %', what
            USING DETAIL = format('got %s, expected %s', coalesce(got::text, 'NULL'),
                                  coalesce(expected::text, 'NULL'));
    END IF;
    RETURN 'ok - ' || what;
END
$$;
