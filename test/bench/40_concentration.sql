-- Concentration straight from invoice lines against SELECT sum(amount) over the same
-- table, and from one row per account against plain SQL.

\set accounts 100000
\echo Concentration: :rows lines of :accounts accounts, and 1000000 rows of an account each
\echo

-- Plain SQL gets all the memory that it asks for.
SET work_mem = '2GB';

SELECT setseed(0.5) \g /dev/null
CREATE UNLOGGED TABLE concentration_bigint AS
SELECT 1 + floor(random() * :accounts)::bigint AS account,
	(CASE WHEN random() < 0.05 THEN -500 ELSE 10000 END * random() ^ 3)::numeric(12,2) AS amount
FROM generate_series(1, :rows);
CREATE UNLOGGED TABLE concentration_text AS
SELECT 'C' || lpad(account::text, 7, '0') AS account, amount FROM concentration_bigint;
CREATE UNLOGGED TABLE concentration_row AS
SELECT (1000000 * random() ^ 3)::numeric(12,2) AS amount FROM generate_series(1, 1000000);
VACUUM (ANALYZE) concentration_bigint;
VACUUM (ANALYZE) concentration_text;
VACUUM (ANALYZE) concentration_row;

\set figures 'SELECT round(sum(v * v) / sum(v) ^ 2, 15), round(sum((2 * i - n - 1) * v) / (sum(v) * max(n)), 15), round(sum(v) FILTER (WHERE i > n - 10) / sum(v), 15) FROM (SELECT v, row_number() OVER (ORDER BY v) AS i, count(*) OVER () AS n FROM %s WHERE v >= 0) AS ranked'

INSERT INTO query
SELECT 'concentration', 'lines ' || key, name, role, workers, NULL, format(sql, 'concentration_' || key)
FROM (VALUES ('bigint'), ('text')) AS k (key),
	(VALUES
		('sum(amount)', 'sums', '{0,2}'::integer[],
			'SELECT sum(amount) FROM %s'),
		('hhi', 'kam', '{0,2}',
			'SELECT round(kam.hhi(account, amount), 15) FROM %s'),
		('gini', 'kam', '{0,2}',
			'SELECT round(kam.gini(account, amount), 15) FROM %s'),
		('top_share', 'kam', '{0}',
			'SELECT round(kam.top_share(account, amount, 10), 15) FROM %s'),
		('four figures', 'kam', '{0}',
			'SELECT (round(kam.hhi(account, amount), 15), kam.effective_accounts(account, amount), kam.gini(account, amount), kam.entropy(account, amount)) FROM %s'),
		('three figures', 'kam', '{0}',
			'SELECT (round(kam.hhi(l), 15), round(kam.gini(l), 15), round(kam.top_share(l, 10), 15)) FROM (SELECT kam.concentration_agg(account, amount) AS l FROM %s) AS t'),
		('three figures', 'plain SQL', '{0}',
			'SELECT f::text FROM (' || format(:'figures', '(SELECT sum(amount) AS v FROM %s GROUP BY account) AS a') || ') AS f')) AS q (name, role, workers, sql);
INSERT INTO query
SELECT 'concentration', 'one row per account', name, role, '{0}', NULL, sql
FROM (VALUES
		('sum(amount)', 'sums', 'SELECT sum(amount) FROM concentration_row'),
		('gini', 'kam', 'SELECT round(kam.gini(amount), 15) FROM concentration_row'),
		('entropy', 'kam', 'SELECT kam.entropy(amount) FROM concentration_row'),
		('three figures', 'kam',
			'SELECT (round(kam.hhi(l), 15), round(kam.gini(l), 15), round(kam.top_share(l, 10), 15)) FROM (SELECT kam.concentration_agg(amount) AS l FROM concentration_row) AS t'),
		('three figures', 'plain SQL',
			'SELECT f::text FROM (' || format(:'figures', '(SELECT amount AS v FROM concentration_row) AS a') || ') AS f')) AS q (name, role, sql);
CALL measure('concentration');

\echo
\echo All times, ms
\echo
SELECT input, workers, role, name AS query, round(ms::numeric) AS median, round(fastest) AS fastest, runs
FROM median
WHERE topic = 'concentration'
ORDER BY input, workers, array_position('{sums,kam,plain SQL}', role), name;

\echo 'of sum(amount): the two times of one turn, the median of all turns. The bar is for 10000000 lines.'
\echo
WITH pair AS (
	SELECT a.input, a.role, a.name, a.workers, percentile_cont(0.5) WITHIN GROUP (ORDER BY a.ms / b.ms) AS ratio, min(a.ms) / min(b.ms) AS fastest
	FROM timing AS a JOIN timing AS b USING (topic, input, run, workers)
	WHERE topic = 'concentration' AND run > 0 AND b.role = 'sums' AND a.role <> 'sums'
	GROUP BY a.input, a.role, a.name, a.workers)
SELECT input, workers, role, name AS query, round(ratio::numeric, 2) AS "of sum(amount)", round(fastest, 2) AS "of the fastest",
	CASE WHEN is_barred THEN 'at most 1.3' ELSE '' END AS bar, CASE WHEN NOT is_barred THEN '' WHEN ratio <= 1.3 THEN 'met' ELSE 'MISSED' END AS verdict
FROM pair, LATERAL (SELECT role = 'kam' AND workers = 0 AND input LIKE 'lines%') AS b (is_barred)
ORDER BY input, workers, role, name;

-- kam and plain SQL give the same, from lines of either key too.
SELECT input, count(DISTINCT answer) = 1 AS same
FROM timing
WHERE topic = 'concentration' AND name = 'three figures'
GROUP BY input
ORDER BY input;

DROP TABLE concentration_bigint, concentration_text, concentration_row;
