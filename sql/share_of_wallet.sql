-- Share of wallet
SET extra_float_digits = 1;
SET search_path = prove, public;

-- However the rows come, the result is the same, and that of plain SQL.
CREATE FUNCTION plain_shares(s text, w text, type text DEFAULT 'numeric') RETURNS text[]
	LANGUAGE sql IMMUTABLE
	RETURN (
		SELECT array_agg(CASE WHEN e IS NOT NULL THEN format(e, s, w, type) END ORDER BY n)
		FROM unnest(ARRAY[
			'CASE WHEN sum(%2$s) > 0 THEN trim_scale(coalesce(sum(%1$s) FILTER (WHERE %2$s IS NOT NULL), 0))::%3$s / trim_scale(sum(%2$s))::%3$s END',
			'CASE WHEN sum(%1$s) > 0 THEN trim_scale(coalesce(sum(%1$s) FILTER (WHERE %2$s IS NOT NULL), 0))::%3$s / trim_scale(sum(%1$s))::%3$s END',
			NULL]) WITH ORDINALITY AS u (e, n));
CREATE FUNCTION share_calls() RETURNS text[] LANGUAGE sql IMMUTABLE
	RETURN '{"kam.share_of_wallet(a, p)","kam.wallet_coverage(a, p)","kam.wallet_agg(a, p)"}'::text[];
SELECT * FROM prove.aggregate(share_calls(), 'sample_numeric', plain => plain_shares('a', 'p'),
	state => 'kam.wallet_agg(a, p)', finals => '{kam.share_of_wallet($),kam.wallet_coverage($),$}') AS numeric;
SELECT * FROM prove.aggregate(share_calls(), 'sample_bigint', plain => plain_shares('a::numeric', 'p'),
	state => 'kam.wallet_agg(a, p)', finals => '{kam.share_of_wallet($),kam.wallet_coverage($),$}') AS bigint;
SELECT * FROM prove.aggregate(share_calls(), 'sample_integer', plain => plain_shares('a::numeric', 'p'),
	state => 'kam.wallet_agg(a, p)', finals => '{kam.share_of_wallet($),kam.wallet_coverage($),$}') AS integer;
SELECT * FROM prove.aggregate(share_calls(), 'sample_float8', plain => plain_shares('exact_a', 'exact_p', 'float8'),
	state => 'kam.wallet_agg(a, p)', finals => '{kam.share_of_wallet_float8($),kam.wallet_coverage_float8($),$}') AS float8;
SELECT kam.exceeded_accounts(kam.wallet_agg(a, p)) = count(*) FILTER (WHERE coalesce(a, 0) > p) AS exceeded FROM sample_numeric;
SELECT kam.exceeded_accounts(kam.wallet_agg(a, p)) = count(*) FILTER (WHERE coalesce(a, 0) > p) AS exceeded FROM sample_float8;

-- Published figures
-- https://www.circana.com/liquid-data-go/cpg-dictionary/share-of-wallet: 40 of 100; share-of-wallet-formula (snippet): 350 of 500
SELECT kam.share_of_wallet(40, 100) AS circana;
SELECT kam.share_of_wallet(350, 500) AS formula;
-- marketingbinder: 2M of 6M
SELECT round(kam.share_of_wallet(2000000, 6000000), 12) AS third;
-- Wallet Allocation Rule (Keiningham et al., HBR 2011): rank 1 of 2 is 67 %; rank 3 of 10 is printed as 15 %, exactly 8/55;
-- a sole supplier has it all; two that tie for first of three have rank 1.5 and 5/12 each
SELECT round(kam.wallet_allocation(1.0, 2), 2) AS first_of_two, kam.wallet_allocation(3.0, 10) = 8 / 55.0 AS exact, round(kam.wallet_allocation(3.0, 10), 2) AS third_of_ten,
	kam.wallet_allocation(1.0, 1) AS sole, round(kam.wallet_allocation(1.5, 3), 12) AS tied;
SELECT n, sum(kam.wallet_allocation(rank::numeric, n)) BETWEEN 1 - 1e-15 AND 1 + 1e-15 AS adds_up_to_one, abs(sum(kam.wallet_allocation(rank::float8, n)) - 1) < 1e-14 AS float8
FROM unnest('{1,2,3,7,1000}'::int[]) AS n, LATERAL generate_series(1, n) AS rank GROUP BY n ORDER BY n;
SELECT kam.wallet_allocation(1.0, 9223372036854775807) > 0 AS many, kam.wallet_allocation(9223372036854775807.0, 9223372036854775807) > 0 AS last, kam.wallet_allocation(NULL, 3) AS unknown;

-- Trap B1: a wallet that is not known leaves both sides (0.4167); the mean of ratios is 0.467, with its spend kept it is 0.833
SELECT round(avg(s / w), 3) AS mean_of_ratios, round(sum(s) / sum(w), 3) AS spend_kept, round(kam.share_of_wallet(s, w), 4) AS share,
	kam.wallet_coverage(s, w) AS coverage
FROM (VALUES (20.0, 75), (30, 45), (50, NULL)) AS v (s, w);

-- Edges: no wallet, wallet 0, spend above the wallet, credits
SELECT kam.share_of_wallet(s, w), kam.wallet_coverage(s, w) FROM (VALUES (10.0, NULL::numeric), (20, NULL)) AS v (s, w);
SELECT kam.share_of_wallet(s, w), kam.wallet_coverage(s, w), kam.exceeded_accounts(kam.wallet_agg(s, w)) FROM (VALUES (10.0, 0)) AS v (s, w);
SELECT kam.share_of_wallet(s, w), kam.wallet_coverage(s, w), kam.exceeded_accounts(kam.wallet_agg(s, w)) FROM (VALUES (30.0, 20), (5, 10)) AS v (s, w);
SELECT kam.share_of_wallet(s, w), kam.wallet_coverage(s, w) FROM (VALUES (-5.0, 20)) AS v (s, w);
SELECT kam.share_of_wallet(s, w), kam.wallet_coverage(s, w) FROM (VALUES (NULL::numeric, 20), (5, 20)) AS v (s, w);
SELECT kam.share_of_wallet(s, w) FROM (VALUES (9223372036854775807, 9223372036854775807), (-9223372036854775808, 1)) AS v (s, w);
SELECT call, outcome('SELECT kam.' || call)
FROM unnest(ARRAY['share_of_wallet(1, -1)', 'share_of_wallet(1.5, -0.01)', 'share_of_wallet(1::float8, -5e-324)', 'share_of_wallet(1, -9223372036854775808)',
	$$share_of_wallet('NaN'::numeric, 1)$$, $$share_of_wallet(1, 'Infinity'::numeric)$$, $$wallet_coverage(1, 'NaN'::float8)$$, $$wallet_agg('-Infinity'::float8, NULL)$$,
	'wallet_allocation(0, 3)', 'wallet_allocation(4.0, 3)', 'wallet_allocation(0.5, 3)', $$wallet_allocation('NaN'::numeric, 3)$$, $$wallet_allocation('NaN'::float8, 3)$$,
	'wallet_allocation(1.0, 0)', 'wallet_allocation(1.0, -3)', 'wallet_allocation(1::float8, 0)']) AS call;

-- Which overload is taken
SELECT arguments, outcome(format('SELECT pg_typeof(kam.share_of_wallet(%s))', arguments)) AS share
FROM unnest(ARRAY['1, 2', '1::bigint, 2', '1::smallint, 2::smallint', '1.5, 2', '1, 2.5', '1::float8, 2', '1.5, 2::float8', $$'1', '2'$$, '1, NULL', 'NULL, NULL']) AS arguments;
SELECT arguments, outcome(format('SELECT pg_typeof(kam.wallet_allocation(%s))', arguments)) AS allocation
FROM unnest(ARRAY['1, 2', '1.5, 2', '1::float8, 2', '1.5, count(*)', $$'1', '2'$$]) AS arguments;
DROP FUNCTION plain_shares, share_calls;
