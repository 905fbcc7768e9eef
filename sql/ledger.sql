-- The ledger: the same answers however the lines reach it, as a value, and
-- what it refuses.  That the answers are right: revenue_bridge and its kin.
SET search_path = prove, public;
SET extra_float_digits = 1;

-- Lines in groups: 0 money, 1 all scales, 2 and 3 beyond 64 and 128 bits, 4 without account, 5 one account on one day, 6 a single line, 7 without amount, and NULL
CREATE TABLE sample_line WITH (parallel_workers = 4) AS
	SELECT row_number() OVER (ORDER BY ledger, id) AS id, CASE WHEN ledger < 1004 THEN ledger - 1000 WHEN id = 100 THEN 6 WHEN id % 4 < 3 THEN 4 + id % 4 + (id % 4 = 2)::int END::int AS grp,
		CASE WHEN ledger = 1004 AND id % 4 = 0 THEN NULL WHEN ledger = 1004 AND id % 4 = 1 THEN 42 ELSE account END AS account,
		CASE WHEN ledger = 1004 AND id % 4 = 0 THEN NULL ELSE account_text END AS account_text, account_uuid,
		CASE WHEN ledger = 1004 AND id % 4 = 1 THEN date '2024-02-29' ELSE day END AS day, at, at_zone,
		CASE WHEN ledger = 1004 AND id % 4 = 2 THEN NULL ELSE amount END AS amount, amount_float, amount_bigint, text 'month' AS grain
	FROM (SELECT * FROM line WHERE ledger BETWEEN 1000 AND 1003 AND id <= 320
		  UNION ALL
		  SELECT 1004 AS ledger, id, account, account_int, account_text, account_varchar, account_uuid, day, at, at_zone, amount, amount_float, amount_bigint, amount_int FROM line WHERE ledger = 1000 AND id BETWEEN 1001 AND 1400) AS q;
ANALYZE sample_line;
SELECT grp, count(*) AS lines, count(account) AS with_account, count(amount) AS with_amount, count(DISTINCT account) AS accounts FROM sample_line GROUP BY grp ORDER BY grp;

-- However the rows come
CREATE FUNCTION calls(arguments text, windows text) RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (SELECT array_agg(format('kam.%s(%s)', name, CASE WHEN name ~ 'revenue' THEN arguments ELSE windows END) ORDER BY n)
			FROM unnest('{revenue_bridge,revenue_cohorts,nrr,grr,logo_retention,nrr_stderr}'::text[]) WITH ORDINALITY AS u (name, n)
			WHERE name ~ 'revenue' OR windows IS NOT NULL);
SELECT * FROM prove.aggregate(calls($$account, day, amount, coalesce(grain, 'month')::text$$,
	$$account, day, amount, daterange('2023-01-01', '2023-07-01'), daterange('2023-07-01', '2024-01-01')::daterange$$), 'sample_line') AS bigint;
SELECT * FROM prove.aggregate(calls($$account_text, at, amount_float, coalesce(grain, 'month')::text$$,
	$$account_text, day, amount_float, daterange(NULL, '2023-07-01'), daterange('2023-07-01', NULL)::daterange$$), 'sample_line', moving => false) AS text_float8;
SELECT * FROM prove.aggregate(calls($$account_uuid, at_zone, amount_bigint, coalesce(grain, 'month'), lower('Asia/Kolkata')::text$$, NULL), 'sample_line', moving => false) AS uuid_bigint;
