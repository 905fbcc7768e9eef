-- The standard error of nps over accounts, whose answers may depend on each other
SET search_path = prove, public;

-- definitions, "exact": three accounts with three answers each
SELECT round(kam.nps_stderr(account, score), 10) = 0.5879447358 AS oracle, round(kam.nps(kam.nps_agg(account, score)), 10) AS nps, round(kam.nps_stderr(score), 4) AS as_if_independent
FROM (VALUES ('A', 10), ('A', 10), ('A', 9), ('B', 6), ('B', 5), ('B', 3), ('C', 9), ('C', 8), ('C', 7)) AS t (account, score);
CREATE TABLE sample_answer WITH (parallel_workers = 4) AS
	SELECT id, grp, CASE WHEN pick(id, 61, 12) > 0 THEN floor(prove.random(id, 62) ^ 2 * 30)::bigint END AS account, 'Kunde ' || floor(prove.random(id, 62) ^ 2 * 30) AS account_text, md5(floor(prove.random(id, 62) ^ 2 * 30)::text)::uuid AS account_uuid,
		CASE WHEN grp = 4 OR pick(id, 63, 10) = 0 THEN NULL ELSE least(greatest(pick(id, 64, 11) + CASE WHEN pick(id, 65, 3) = 0 THEN prove.random(id, 66)::numeric - 0.5 ELSE 0 END, 0), 10) END AS score,
		CASE WHEN grp = 4 OR pick(id, 63, 10) = 0 THEN NULL WHEN pick(id, 67, 15) = 0 THEN 8.9999999999999982 WHEN pick(id, 67, 15) = 1 THEN 6.0000000000000009 ELSE pick(id, 64, 11) END::float8 AS score_float, CASE WHEN grp <> 4 THEN pick(id, 64, 11)::bigint END AS score_bigint
	FROM (SELECT id, group_of(id) AS grp FROM generate_series(1, 1500) AS id) AS ids;
ANALYZE sample_answer;
-- However the answers come
SELECT * FROM prove.aggregate('{"kam.nps_stderr(account, score)","kam.nps_stderr(account_text, score_float)","kam.nps_stderr(account_uuid, score_bigint)"}', 'sample_answer') AS nps_stderr;
-- In plain SQL: a ratio of two sums over accounts
CREATE FUNCTION score_of(score numeric) RETURNS int LANGUAGE sql IMMUTABLE RETURN (score >= 9)::int - (score <= 6)::int;
WITH answers (kind, grp, account, score) AS (
	SELECT 'numeric', grp, account::text, score FROM sample_answer WHERE account IS NOT NULL UNION ALL
	SELECT 'float8', grp, account_text, prove.exact(score_float) FROM sample_answer UNION ALL SELECT 'bigint', grp, account_uuid::text, score_bigint FROM sample_answer
), plain AS (
	SELECT kind, grp, r, sqrt(n / nullif(n - 1, 0) * sum((t - r * a) ^ 2)) / nullif(total, 0) AS stderr, n, total
	FROM (SELECT kind, grp, account, count(*)::numeric AS a, sum(score_of(score))::numeric AS t, sum(sum(score_of(score))) OVER w / sum(count(*)) OVER w AS r, count(*) OVER w::numeric AS n, sum(count(*)) OVER w AS total
		  FROM answers WHERE score IS NOT NULL GROUP BY kind, grp, account WINDOW w AS (PARTITION BY kind, grp)) AS q
	GROUP BY kind, grp, r, n, total
), found AS (
	SELECT 'numeric' AS kind, grp, kam.nps_agg(account, score) AS s, kam.nps_stderr(account, score) AS stderr FROM sample_answer GROUP BY grp UNION ALL
	SELECT 'float8', grp, kam.nps_agg(account_text, score_float), kam.nps_stderr(account_text, score_float) FROM sample_answer GROUP BY grp UNION ALL
	SELECT 'bigint', grp, kam.nps_agg(account_uuid, score_bigint), kam.nps_stderr(account_uuid, score_bigint) FROM sample_answer GROUP BY grp
)
SELECT count(*) AS groups, count(p.stderr) AS known, count(*) FILTER (WHERE round(f.stderr, 12) IS DISTINCT FROM round(p.stderr, 12)) AS other_stderr, count(*) FILTER (WHERE kam.nps_stderr(f.s) IS DISTINCT FROM f.stderr) AS other_in_two_steps,
	count(*) FILTER (WHERE round(kam.nps(f.s), 12) IS DISTINCT FROM round(p.r, 12)) AS other_nps, count(*) FILTER (WHERE kam.accounts(f.s) IS DISTINCT FROM p.n) AS other_accounts
FROM found AS f LEFT JOIN plain AS p ON p.kind = f.kind AND p.grp IS NOT DISTINCT FROM f.grp;
-- answers without account, or of none
SELECT kam.lines_without_account(kam.nps_agg(account, score)) = count(score) FILTER (WHERE account IS NULL) AS answers_without_account FROM sample_answer;
-- split and rolled up
SELECT prove.difference(prove.rows('SELECT grp, ARRAY[kam.nps_stderr(account, score)::text] FROM prove.sample_answer GROUP BY grp'),
	prove.rows('SELECT grp, ARRAY[kam.nps_stderr(kam.rollup(s::text::kam.ledger))::text] FROM (SELECT grp, kam.nps_agg(account, score) AS s FROM prove.sample_answer GROUP BY grp, id % 7) AS q GROUP BY grp')) AS rolled_up;
SELECT kam.nps_stderr(a, s) AS one_account, kam.nps(kam.nps_agg(a, s)) AS nps FROM (VALUES (1, 9), (1, 3), (1, 10)) AS t (a, s);
SELECT kam.nps_stderr(a, s) AS two_alike, kam.nps(kam.nps_agg(a, s)) AS nps FROM (VALUES (1, 9), (2, 10)) AS t (a, s);
SELECT kam.nps_stderr(a, s) AS nobody, kam.nps(kam.nps_agg(a, s)) AS nps, kam.lines_without_account(kam.nps_agg(a, s)) AS answers FROM (VALUES (NULL::text, 9), (NULL, NULL)) AS t (a, s);
SET kam.ledger_memory_limit = '1MB';
SELECT left(outcome($$SELECT kam.nps_stderr(v, v % 11) FROM generate_series(1, 200000) AS v$$), 68) AS beyond_the_limit;
RESET kam.ledger_memory_limit;
SELECT call, outcome('SELECT kam.' || call) FROM unnest(ARRAY['nps_stderr(1, 11)', 'nps_stderr(1, -0.5)', $$nps_stderr(1, 'NaN'::float8)$$, $$nps_agg('a', 'Infinity'::numeric)$$, 'nps_stderr(1, 10.000000000000000000000000001)', 'nps_agg(1, 9223372036854775807)']) AS call;

DROP TABLE sample_answer;
DROP FUNCTION score_of;
