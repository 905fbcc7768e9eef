-- Exact sums of numeric, against the server's own sum
SET extra_float_digits = 1;
SET search_path = prove, public;

-- A million numbers of every shape
CREATE UNLOGGED TABLE number (id bigint, shape text, x numeric) WITH (parallel_workers = 2);

INSERT INTO number
	SELECT id, 'money', (pick(id, 2, 2000000000) - 400000000) / 100.00
	FROM generate_series(1, 250000) AS id;
INSERT INTO number
	SELECT id, 'whole numbers up to 1e18', hashint8extended(id, 3) >> pick(id, 4, 60)
	FROM generate_series(250001, 400000) AS id;
INSERT INTO number
	SELECT id, 'scale 0 to 30', ((hashint8extended(id, 5) >> pick(id, 6, 60)) || 'e-' || pick(id, 7, 31))::numeric
	FROM generate_series(400001, 600000) AS id;
INSERT INTO number
	SELECT id, '1e-20 to 1e130', ((hashint8extended(id, 8) >> pick(id, 9, 60)) || 'e' || pick(id, 10, 132) - 20)::numeric
	FROM generate_series(600001, 800000) AS id;
INSERT INTO number
	SELECT id, 'long headers', round((hashint8extended(id, 11) || 'e' || pick(id, 12, 400) - 130)::numeric, pick(id, 13, 200))
	FROM generate_series(800001, 900000) AS id;
INSERT INTO number
	SELECT id, 'forty digits', ((hashint8extended(id, 14) || abs(hashint8extended(id, 15))::text) || 'e-' || pick(id, 16, 40))::numeric
	FROM generate_series(900001, 995000) AS id;
-- long enough to be compressed in place, and to be stored elsewhere
INSERT INTO number
	SELECT id, 'five thousand digits', (pick(id, 17, 90) + 10 || repeat('1234567890', 500) || 'e-' || pick(id, 18, 5000))::numeric
	FROM generate_series(995001, 999000) AS id;
INSERT INTO number
	SELECT id, 'ten thousand digits',
		   (SELECT '-' || string_agg(abs(hashint8extended(id, 100 + n))::text, '') FROM generate_series(1, 540) AS n)::numeric
	FROM generate_series(999001, 1000000) AS id WHERE id % 20 = 0;
INSERT INTO number
	SELECT id, 'money', 0 FROM generate_series(999001, 1000000) AS id WHERE id % 20 <> 0;
ANALYZE number;

SELECT count(*), count(*) FILTER (WHERE pg_column_size(x) < pg_column_size(x + 0) / 2 AND shape ~ 'five') AS compressed,
	count(*) FILTER (WHERE pg_column_size(x) > 4000) AS elsewhere
FROM number;

SELECT shape, count(*),
	spend_of(kam.wallet_agg(x, NULL))::text = sum(x)::text AS as_stored,
	spend_of(kam.wallet_agg(x + 0, NULL))::text = sum(x)::text AS as_computed
FROM number GROUP BY shape ORDER BY shape COLLATE "C";

SELECT spend_of(kam.wallet_agg(x, NULL))::text = sum(x)::text AS all_shapes_at_once,
	spend_of(kam.wallet_agg(x, NULL))::text = spend_of(kam.wallet_agg(x, NULL ORDER BY id DESC))::text AS downwards
FROM number;

-- in many small mixtures, where the scale changes at every point
SELECT count(*) AS groups, count(*) FILTER (WHERE spend IS DISTINCT FROM total) AS different
FROM (SELECT spend_of(kam.wallet_agg(x, NULL))::text AS spend, sum(x)::text AS total
	  FROM number GROUP BY hashint8extended(id, 19) % 20000) AS mixture;

-- and in window frames, taking numbers away again
SELECT count(*) AS frames, count(*) FILTER (WHERE spend IS DISTINCT FROM total) AS different
FROM (SELECT spend_of(kam.wallet_agg(x, NULL) OVER frame)::text AS spend, (sum(x) OVER frame)::text AS total
	  FROM number WHERE id % 100 = 7 AND shape <> 'ten thousand digits'
	  WINDOW frame AS (ORDER BY hashint8extended(id, 20) ROWS BETWEEN 5 PRECEDING AND 2 FOLLOWING)) AS moved;

-- Products: the second factor is a permutation of the same numbers
CREATE UNLOGGED TABLE factors AS
	SELECT n.id, n.shape, n.x, m.x AS y
	FROM number n JOIN number m ON m.id = (n.id * 7919) % 1000000
	WHERE n.id % 4 = 1 AND n.shape <> 'ten thousand digits' AND m.shape <> 'ten thousand digits';

SELECT shape, count(*),
	(kam.score_agg(y, abs(x))::jsonb ->> 'weighted_value')::numeric = sum(y * abs(x)) AS weighted,
	(kam.retention_agg(x, y)::jsonb ->> 'opening_squared')::numeric = sum(x * x) FILTER (WHERE x > 0) AS squared,
	(kam.retention_agg(x, y)::jsonb ->> 'closing_squared')::numeric = sum(y * y) FILTER (WHERE x > 0) AS squared2,
	(kam.retention_agg(x, y)::jsonb ->> 'opening_closing')::numeric = sum(x * y) FILTER (WHERE x > 0) AS mixed,
	kam.closing(kam.retention_agg(x, y)) = sum(y) FILTER (WHERE x > 0) AS closing,
	kam.expansion(kam.retention_agg(x, y)) = sum(y - x) FILTER (WHERE x > 0 AND y > x) AS expansion,
	kam.contraction(kam.retention_agg(x, y)) = sum(x - y) FILTER (WHERE y > 0 AND y < x) AS contraction
FROM factors GROUP BY shape ORDER BY shape COLLATE "C";

-- The stored form of numeric: the digits that numeric_out shows are those
-- that were read, for every length, exponent and display scale
CREATE TEMP TABLE edge AS
	SELECT sign, digits, exponent, extra, (sign || digits || 'e' || exponent)::numeric AS x
	FROM unnest('{"",-}'::text[]) AS sign,
		 unnest('{0,1,9,10,99,9999,10000,10001,99990000,99999999,100000000,1000000000000001,9999999999999999,10000000000000000,
				 123456789012345678901234567890123456,999999999999999999999999999999999999,1000000000000000000000000000000000000,
				 1234567890123456789012345678901234567890123456789012345678901234567890}'::text[]) AS digits,
		 generate_series(-75, 75) AS exponent,
		 unnest('{0,1,62,63,64,65,300}'::int[]) AS extra;
SELECT count(*), count(*) FILTER (WHERE spend_of(state)::text <> x::text) AS different,
	count(*) FILTER (WHERE spend_of(state)::text <> state::text::kam.wallet::jsonb ->> 'spend') AS different_as_text
FROM (SELECT x, kam.wallet_agg(x, NULL) AS state
	  FROM (SELECT row_number() OVER () AS n, round(x, scale(x) + extra) AS x FROM edge) AS spread GROUP BY n, x) AS one;
SELECT count(*), count(*) FILTER (WHERE spend_of(state)::text <> x::text) AS different
FROM (SELECT x, kam.wallet_agg(x, NULL) AS state
	  FROM (SELECT ('1e' || n)::numeric AS x FROM generate_series(-400, 400) AS n) AS power GROUP BY x) AS one;

-- The largest and the smallest numeric
SELECT spend_of(kam.wallet_agg(x, NULL))::text = sum(x)::text AS exact, length(sum(x)::text) AS characters
FROM (VALUES (1e131071), (1e-16383), (0.1), (1)) AS extreme (x);
SELECT spend_of(kam.wallet_agg(x, NULL))::text = sum(x)::text AS exact, sum(x)
FROM (VALUES (9e131071), (-9e131071), (0.25), (1)) AS extreme (x);
-- Only a sum that numeric cannot hold is refused
SELECT outcome($$SELECT kam.share_of_wallet(x, 1) FROM (VALUES (9e131071), (9e131071)) AS extreme (x)$$);

-- NaN and infinities are refused wherever money is meant
SELECT x, outcome(format('SELECT kam.nrr(%L::numeric, 1)', x))
FROM unnest('{NaN,Infinity,-Infinity}'::text[]) AS x;

-- Zeros at the end are those of sum(): as many as the input with the most
SELECT kam.opening(kam.retention_agg(x, 0)) AS opening, sum(x)
FROM (VALUES (1.10), (2.2000), (3)) AS money (x);
SELECT kam.opening(kam.retention_agg(x, 0) OVER frame) AS opening, sum(x) OVER frame
FROM (VALUES (1, 1.10), (2, 2.2000), (3, 3), (4, 4.5)) AS money (n, x)
WINDOW frame AS (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
DROP TABLE number, factors;
