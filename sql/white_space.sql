-- The revenue that could still be had
SET extra_float_digits = 1;
SET search_path = prove, public;

-- However the rows come, the result is the same, and that of plain SQL.
-- Trailing zeros of an amount are those of the input with the most.
CREATE FUNCTION plain_white_space(p text, c text, type text DEFAULT NULL) RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN ARRAY[
		format(CASE WHEN type IS NULL THEN 'round(sum(greatest(%1$s - greatest(%2$s, 0), 0)) FILTER (WHERE %1$s IS NOT NULL), max(greatest(scale(%1$s), scale(%2$s))))'
					ELSE '(sum(greatest(%1$s - greatest(%2$s, 0), 0)) FILTER (WHERE %1$s IS NOT NULL))::%3$s' END, p, c, type),
		format('coalesce(trim_scale(sum(least(%1$s, %2$s)) FILTER (WHERE %2$s > 0 AND %1$s IS NOT NULL)), 0)::%3$s / nullif(trim_scale(sum(%1$s)), 0)::%3$s', p, c, coalesce(type, 'numeric')),
		NULL];
CREATE FUNCTION white_space_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.white_space(p, a)","kam.penetration(p, a)","kam.white_space_agg(p, a)"}'::text[];
SELECT * FROM prove.aggregate(white_space_calls(), 'sample_numeric', plain => plain_white_space('p', 'a'),
	state => 'kam.white_space_agg(p, a)', finals => '{kam.white_space($),kam.penetration($),$}') AS numeric;
SELECT * FROM prove.aggregate(white_space_calls(), 'sample_bigint', plain => plain_white_space('p::numeric', 'a::numeric'),
	state => 'kam.white_space_agg(p, a)', finals => '{kam.white_space($),kam.penetration($),$}') AS bigint;
SELECT * FROM prove.aggregate(white_space_calls(), 'sample_integer', plain => plain_white_space('p::numeric', 'a::numeric'),
	state => 'kam.white_space_agg(p, a)', finals => '{kam.white_space($),kam.penetration($),$}') AS integer;
SELECT * FROM prove.aggregate(white_space_calls(), 'sample_float8', plain => plain_white_space('exact_p', 'exact_a', 'float8'),
	state => 'kam.white_space_agg(p, a)', finals => '{kam.white_space_float8($),kam.penetration_float8($),$}') AS float8;
-- the cells, and what is sold and what is not make the potential
SELECT count(*) AS groups, bool_and(kam.unknown_cells(s) = unknown AND (s::jsonb ->> 'known')::int = known AND (s::jsonb ->> 'sold')::int = sold) AS cells,
	bool_and((s::jsonb ->> 'white_space')::numeric + (s::jsonb ->> 'filled')::numeric = (s::jsonb ->> 'potential')::numeric AND (s::jsonb ->> 'potential')::numeric = potential) AS amounts
FROM (SELECT kam.white_space_agg(p, a) AS s, count(*) FILTER (WHERE p IS NULL AND a IS NOT NULL) AS unknown, count(p) AS known, count(p) FILTER (WHERE a > 0) AS sold, coalesce(sum(p), 0) AS potential
	  FROM sample_numeric GROUP BY id % 50) AS q;

-- Trap B2: cells are not netted: 80, not 50
SELECT sum(potential) - sum(current) AS netted, kam.white_space(potential, current) AS white_space, kam.penetration(potential, current) AS penetration FROM (VALUES (100, 20), (100, 130)) AS v (potential, current);
-- Trap B3: an inner join leaves out the empty cells: 40, not 240
CREATE TEMP TABLE potential (product text, site text, amount numeric);
CREATE TEMP TABLE sold (product text, site text, amount numeric);
INSERT INTO potential VALUES ('pumps', 'Kiel', 100), ('pumps', 'Ulm', 100), ('valves', 'Kiel', 100);
INSERT INTO sold VALUES ('pumps', 'Kiel', 60);
SELECT (SELECT kam.white_space(p.amount, s.amount) FROM potential p JOIN sold s USING (product, site)) AS inner_join,
	kam.white_space(p.amount, s.amount) AS outer_join, kam.unknown_cells(kam.white_space_agg(p.amount, s.amount)) AS unknown
FROM potential p FULL JOIN sold s USING (product, site);
-- a cell is aggregated first: two lines of 60 in a cell of 100 leave nothing
SELECT (SELECT kam.white_space(100, amount) FROM unnest('{60,60}'::int[]) AS amount) AS lines, (SELECT kam.white_space(100, amount) FROM (SELECT sum(amount) FROM unnest('{60,60}'::int[]) AS amount) AS cell (amount)) AS cell;

-- Edges of a cell
SELECT potential, current, kam.white_space(potential, current), kam.penetration(potential, current), kam.unknown_cells(kam.white_space_agg(potential, current)) AS unknown
FROM (VALUES (1, 100.00, 20.0), (2, 100, NULL), (3, NULL, 20), (4, NULL, NULL), (5, 0, 20), (6, 0, NULL), (7, 100, 130), (8, 100, 100), (9, 100, 0), (10, 100, -20), (11, 1e40, 1e-40)) AS v (n, potential, current) GROUP BY n, potential, current ORDER BY n;
SELECT kam.white_space(p, c), kam.penetration(p, c), kam.white_space_agg(p, c) FROM (VALUES (NULL::numeric, 5), (NULL, NULL)) AS v (p, c);
SELECT kam.white_space(p, c), kam.penetration(p, c) FROM (VALUES (1.7e308::float8, 1e308::float8), (1.7e308, 1.7e308)) AS v (p, c);
SELECT kam.white_space(p, c), kam.penetration(p, c) FROM (VALUES (9223372036854775807, -9223372036854775808), (9223372036854775807, 9223372036854775807)) AS v (p, c);
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['white_space(-1, 0)', 'white_space(-0.01, NULL)', 'white_space(-5e-324::float8, 1)', 'white_space(-9223372036854775808, 1)', 'white_space(-1e-40, 1)', 'white_space(0, -1)', $$white_space('NaN'::numeric, 1)$$, $$penetration(1, 'Infinity'::float8)$$,
	$$white_space_agg(NULL, '-Infinity'::numeric)$$, 'penetration(5e-324::float8, 1.7e308)']) AS call;
SELECT outcome($$SELECT kam.white_space(p, 0) FROM unnest('{1.7e308,1.7e308}'::float8[]) AS p$$);

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.white_space(%s))', arguments)) AS white_space, outcome(format('SELECT pg_typeof(kam.penetration(%s))', arguments)) AS penetration
FROM unnest(ARRAY['1, 2', '1::bigint, 2', '1::smallint, 2::smallint', '1.5, 2', '1, 2.5', '1::float8, 2', '1.5, 2::float8', $$'1', '2'$$, '1, NULL', 'NULL, NULL']) AS arguments;
DROP FUNCTION plain_white_space, white_space_calls;
