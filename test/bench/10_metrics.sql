-- nrr, weighted_score and share_of_wallet over two columns, against a bare
-- scan, the built-in sums of the same columns, and plain SQL.
--
-- No value is NULL: every row costs every query its full price.

\echo Metrics over two columns, :rows rows
\echo

CREATE UNLOGGED TABLE pair_numeric AS
SELECT (random() * 100000)::numeric(12,2) AS o, (random() * 100000)::numeric(12,2) AS c
FROM generate_series(1, :rows);
CREATE UNLOGGED TABLE pair_float8 AS SELECT o::float8, c::float8 FROM pair_numeric;
CREATE UNLOGGED TABLE pair_bigint AS SELECT (100 * o)::bigint AS o, (100 * c)::bigint AS c FROM pair_numeric;
VACUUM (ANALYZE) pair_numeric;
VACUUM (ANALYZE) pair_float8;
VACUUM (ANALYZE) pair_bigint;

-- The scan unpacks both columns, since c stands behind o, and counts one.
INSERT INTO query (topic, input, name, role, workers, sql)
SELECT 'metrics', t.input, q.name, q.role, t.workers, format(q.sql, t.input)
FROM (VALUES
		('numeric', '{0,2}'::integer[]),
		('float8', '{0}'),
		('bigint', '{0}')) AS t (input, workers),
	(VALUES
		('count(c)', 'scan',
			'SELECT count(c) FROM kam_bench.pair_%s'),
		('sum(o), sum(c)', 'sums',
			'SELECT (sum(o), sum(c)) FROM kam_bench.pair_%s'),
		('nrr', 'kam',
			'SELECT kam.nrr(o, c) FROM kam_bench.pair_%s'),
		('nrr', 'plain SQL',
			'SELECT sum(c) FILTER (WHERE o > 0)
				/ nullif(sum(o) FILTER (WHERE o > 0), 0) FROM kam_bench.pair_%s'),
		('weighted_score', 'kam',
			'SELECT kam.weighted_score(o, c) FROM kam_bench.pair_%s'),
		('weighted_score', 'plain SQL',
			'SELECT sum(o * c)
				/ nullif(sum(c) FILTER (WHERE o IS NOT NULL), 0) FROM kam_bench.pair_%s'),
		('share_of_wallet', 'kam',
			'SELECT kam.share_of_wallet(o, c) FROM kam_bench.pair_%s'),
		('share_of_wallet', 'plain SQL',
			'SELECT sum(o) FILTER (WHERE c IS NOT NULL)
				/ nullif(sum(c), 0) FROM kam_bench.pair_%s'),
		('six rates', 'kam',
			'SELECT (kam.nrr(o, c), kam.grr(o, c), kam.logo_retention(o, c),
				kam.churn_rate(o, c), kam.contraction_rate(o, c), kam.expansion_rate(o, c))
			FROM kam_bench.pair_%s'),
		('six rates', 'plain SQL',
			'SELECT (sum(c) / nullif(sum(o), 0),
				sum(least(o, greatest(c, 0))) / nullif(sum(o), 0),
				count(*) FILTER (WHERE c > 0)::numeric / nullif(count(*), 0),
				sum(o) FILTER (WHERE NOT c > 0) / nullif(sum(o), 0),
				sum(o - c) FILTER (WHERE c > 0 AND c < o) / nullif(sum(o), 0),
				sum(c - o) FILTER (WHERE c > o) / nullif(sum(o), 0))
			FROM kam_bench.pair_%s WHERE o > 0')
	) AS q (name, role, sql);

SELECT kam_bench.workers_launched(sql, 2) AS launched
FROM query WHERE topic = 'metrics' AND input = 'numeric' AND name = 'nrr' AND role = 'kam' \gset
\echo kam.nrr gets :launched of 2 workers
CALL measure('metrics');

\echo
\echo '"x sums": cost above the scan / that of the two built-in sums; the bar is 1.00.'
\echo '    Only for numeric: the built-in sums of the others cost next to nothing.'
\echo '"x plain SQL": how many times as long the plain SQL takes.'
\echo
SELECT m.input, m.workers, m.name AS query,
	round(m.ms::numeric) AS "ms",
	round(p.ms::numeric) AS "plain SQL, ms",
	round((m.ms / scan.ms)::numeric, 2) AS "x scan",
	CASE WHEN m.role <> 'scan' AND m.input = 'numeric'
		THEN round(((m.ms - scan.ms) / nullif(sums.ms - scan.ms, 0))::numeric, 2) END AS "x sums",
	round((p.ms / m.ms)::numeric, 2) AS "x plain SQL"
FROM median m
JOIN median scan ON scan.role = 'scan'
	AND (scan.topic, scan.input, scan.workers) = (m.topic, m.input, m.workers)
JOIN median sums ON sums.role = 'sums'
	AND (sums.topic, sums.input, sums.workers) = (m.topic, m.input, m.workers)
LEFT JOIN median p ON p.role = 'plain SQL' AND m.role = 'kam'
	AND (p.topic, p.input, p.workers, p.name) = (m.topic, m.input, m.workers, m.name)
WHERE m.topic = 'metrics' AND m.role <> 'plain SQL'
ORDER BY array_position('{numeric,bigint,float8}', m.input), m.workers,
	array_position('{scan,sums,kam}', m.role),
	array_position('{nrr,weighted_score,share_of_wallet,six rates}', m.name);

-- A fast wrong answer is worth nothing. The plain SQL may differ in its last
-- digits: its quotients are rounded elsewhere, and its float8 sums as well.
SELECT count(*) AS "answers compared",
	count(*) FILTER (WHERE round(m.answer::numeric, 6) IS DISTINCT FROM round(p.answer::numeric, 6))
		AS "that differ from the plain SQL"
FROM median m
JOIN median p ON p.role = 'plain SQL' AND m.role = 'kam'
	AND (p.topic, p.input, p.workers, p.name) = (m.topic, m.input, m.workers, m.name)
WHERE m.topic = 'metrics' AND m.name <> 'six rates';
