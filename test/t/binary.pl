# The binary form of states: round trips, and what happens to damaged values.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
$node->safe_psql('postgres', slurp_file("$FindBin::Bin/../../sql/setup.sql"));
my $file = $node->basedir . '/states';

# States of every type: narrow, wide, float8, with NaN, empty
$node->safe_psql('postgres', q{
	CREATE TABLE retention AS
		SELECT row_number() OVER () AS n, s FROM (
			SELECT kam.retention_agg(a, b) AS s FROM prove.sample_numeric WHERE grp = 0
			UNION ALL SELECT kam.retention_agg(a, b) FROM prove.sample_numeric WHERE grp = 3
			UNION ALL SELECT kam.retention_agg(a, b) FROM prove.sample_bigint WHERE grp = 3
			UNION ALL SELECT kam.retention_agg(a, b) FROM prove.sample_float8 WHERE grp = 1
			UNION ALL SELECT kam.retention_agg(a, b) FROM prove.sample_float8 WHERE grp = 3
			UNION ALL SELECT kam.retention_accum(NULL, NULL::numeric, NULL)
			UNION ALL SELECT NULL) AS q;
	CREATE TABLE score AS
		SELECT row_number() OVER () AS n, s FROM (
			SELECT kam.score_agg(a, p, low, high) AS s FROM prove.sample_numeric WHERE grp = 0
			UNION ALL SELECT kam.score_agg(a, p, low, high) FROM prove.sample_numeric WHERE grp = 3
			UNION ALL SELECT kam.score_agg(x, 1) FROM unnest('{1,NaN,Infinity,-Infinity}'::float8[]) AS x
			UNION ALL SELECT kam.score_agg(a, p, low, high) FROM prove.sample_float8 WHERE grp = 3) AS q;
	CREATE TABLE log_score AS
		SELECT row_number() OVER () AS n, s FROM (
			SELECT kam.log_score_agg(abs(a), p) AS s FROM prove.sample_numeric WHERE grp = 0
			UNION ALL SELECT kam.log_score_agg(p, 1e-100::float8) FROM prove.sample_float8 WHERE grp = 3) AS q;
	CREATE TABLE wallet AS
		SELECT row_number() OVER () AS n, s FROM (
			SELECT kam.wallet_agg(a, p) AS s FROM prove.sample_numeric WHERE grp = 0
			UNION ALL SELECT kam.wallet_agg(a, p) FROM prove.sample_numeric WHERE grp = 3
			UNION ALL SELECT kam.wallet_agg(a, p) FROM prove.sample_float8 WHERE grp = 3) AS q;
});

# A value goes through send and receive and is the same, bit by bit.
for my $type (qw(retention score log_score wallet))
{
	is( $node->safe_psql('postgres', qq{
			COPY (SELECT n, s, ARRAY[s, NULL, s] FROM $type) TO '$file.$type' (FORMAT binary);
			CREATE TABLE ${type}_copy (n bigint, s kam.$type, a kam.${type}\[]);
			COPY ${type}_copy FROM '$file.$type' (FORMAT binary);
			SELECT count(*) - count(*) FILTER (WHERE
					o.s::text IS NOT DISTINCT FROM c.s::text
				AND kam.${type}_send(o.s) IS NOT DISTINCT FROM kam.${type}_send(c.s)
				AND a[1]::text IS NOT DISTINCT FROM o.s::text AND a[2] IS NULL
				AND (o.s IS NULL OR o.s OPERATOR(kam.=) c.s))
			FROM $type o FULL JOIN ${type}_copy c USING (n)}),
		'0', "$type is the same after binary COPY");
	is( $node->safe_psql('postgres', qq{
			SELECT count(*) FROM $type o JOIN ${type}_copy c USING (n)
			WHERE kam.${type}_combine(c.s, o.s)::text <> kam.${type}_combine(o.s, o.s)::text}),
		'0', "and goes on like the original");
}

# One value through receive, as COPY calls it; the answer is 'accepted' and
# what prove.examine() finds wrong with it, or the SQLSTATE
$node->safe_psql('postgres', qq{
	SELECT lo_create(4711);
	CREATE FUNCTION receive(type text, n bigint, value bytea) RETURNS text
		LANGUAGE plpgsql
	AS \$\$
	DECLARE
		object int := lo_open(4711, x'60000'::int);
	BEGIN
		PERFORM lo_truncate(object, 0);
		-- signature, flags, no extension; one row of two fields; the end
		PERFORM lowrite(object, '\\x5047434f50590aff0d0a0000000000000000000002'::bytea
						|| int4send(8) || int8send(n) || int4send(length(value)) || value || '\\xffff');
		PERFORM lo_close(object);
		PERFORM lo_export(4711, '$file.one');
		BEGIN
			EXECUTE format('COPY received_%s FROM %L (FORMAT binary)', type, '$file.one');
		EXCEPTION WHEN OTHERS THEN
			RETURN SQLSTATE;
		END;
		RETURN 'accepted ' || prove.examine(type, format('(SELECT s FROM received_%s WHERE n = %s)', type, n))::text;
	END
	\$\$;
	CREATE TABLE received_retention (n bigint PRIMARY KEY, s kam.retention);
	CREATE TABLE received_score (n bigint PRIMARY KEY, s kam.score);
	CREATE TABLE received_log_score (n bigint PRIMARY KEY, s kam.log_score);
	CREATE TABLE received_wallet (n bigint PRIMARY KEY, s kam.wallet);
	CREATE TABLE original AS
		SELECT 'retention' AS type, n, kam.retention_send(s) AS value FROM retention WHERE n IN (1, 2, 4, 6)
		UNION ALL SELECT 'score', n, kam.score_send(s) FROM score WHERE n IN (1, 3)
		UNION ALL SELECT 'log_score', n, kam.log_score_send(s) FROM log_score
		UNION ALL SELECT 'wallet', n, kam.wallet_send(s) FROM wallet WHERE n IN (1, 2);
	CREATE TABLE mutant (id bigint GENERATED ALWAYS AS IDENTITY, type text, kind text, place int, value bytea);
});
is( $node->safe_psql('postgres', q{SELECT DISTINCT receive(type, -n, value) FROM original}),
	'accepted {}', 'the originals pass');

$node->safe_psql('postgres', q{
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'cut', place, substr(value, 1, place) FROM original, generate_series(0, length(value) - 1) AS place;
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'longer', place, value || decode(repeat('00', place), 'hex') FROM original, unnest('{1,2,8,100}'::int[]) AS place;
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'bit', place, set_bit(value, place, 1 - get_bit(value, place))
		FROM original, generate_series(0, length(value) * 8 - 1) AS place
		WHERE length(value) < 1000 AND (place < 300 OR prove.pick(place, n, 15) = 0);
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'byte', place, set_byte(value, place, prove.pick(place, n + 100, 256))
		FROM original, generate_series(0, length(value) - 1) AS place WHERE length(value) < 1000;
	-- what stands in fields of two, four and eight bytes
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'field', place, overlay(value PLACING part FROM place FOR length(part))
		FROM original,
			unnest('{"\\\\xc000","\\\\xd000","\\\\xf000","\\\\x4000","\\\\x8000","\\\\x7fff","\\\\x3fff","\\\\x270f","\\\\x2710",
					 "\\\\x80000000","\\\\x7fffffff","\\\\xffffffff","\\\\x00000006",
					 "\\\\x8000000000000000","\\\\x7fffffffffffffff","\\\\xffffffffffffffff","\\\\x0de0b6b3a7640000","\\\\x0000000000000000"}'::bytea[]) AS part,
			LATERAL generate_series(1, length(value) - length(part) + 1, 4) AS place
		WHERE length(value) < 1000 AND prove.pick(place, hashtext(part::text), 4) = 0;
	-- values of one type given to another
	INSERT INTO mutant (type, kind, place, value) SELECT DISTINCT o.type, 'foreign', 0, v.value FROM original o, original v WHERE o.type <> v.type;
	-- two places at once
	INSERT INTO mutant (type, kind, place, value)
		SELECT type, 'bytes', place, set_byte(set_byte(value, place, prove.pick(place, n + 200, 256)), prove.pick(place, n + 300, length(value)), prove.pick(place, n + 400, 256))
		FROM original, generate_series(0, length(value) - 1) AS place WHERE length(value) < 1000;
});
$node->safe_psql('postgres', q{
	CREATE TABLE verdict AS
		SELECT type, kind, place, value, receive(type, id, value) AS verdict
		FROM mutant WHERE NOT EXISTS (SELECT FROM original o WHERE o.type = mutant.type AND o.value = mutant.value)});
note($node->safe_psql('postgres', q{
	SELECT kind, left(verdict, 10), count(*) FROM verdict GROUP BY 1, 2 ORDER BY 1, 2}));
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM verdict}), '>', 10000, 'there are thousands of damaged values');
cmp_ok($node->safe_psql('postgres', q{SELECT count(*) FROM verdict WHERE verdict ~ '^accepted'}), '>', 500, 'some of which look like good ones');
is( $node->safe_psql('postgres', q{SELECT kind, count(*) FROM verdict WHERE verdict ~ '^accepted' AND kind IN ('cut', 'longer', 'foreign') GROUP BY kind}),
	'', 'none that is cut off, longer, or of another type is accepted');
# 22P03: by us or the numeric in it; 08P01: it ends too early; 22003: a fault check overflowed
is( $node->safe_psql('postgres', q{SELECT type, kind, place, verdict, value FROM verdict WHERE verdict !~ '^(accepted|22P03|08P01|22003)' LIMIT 5}),
	'', 'refusals are proper errors');
is( $node->safe_psql('postgres', q{
		SELECT type, kind, place, error, value FROM verdict, LATERAL unnest(substring(verdict FROM 10)::text[]) AS error
		WHERE verdict ~ '^accepted' AND error !~ '^22003 ' LIMIT 5}),
	'', 'whatever is accepted can be used: at most it is too large');

# Sums of such values are values again, or refused as too large or as a mixture.
is( $node->safe_psql('postgres', q{
		SELECT type, outcome FROM (
			SELECT 'retention' AS type, prove.outcome(format('SELECT kam.rollup(s)::text::kam.retention FROM received_retention WHERE n %% 1000 = %s', n)) AS outcome
			FROM generate_series(0, 999) AS n
			UNION ALL SELECT 'score', prove.outcome(format('SELECT kam.rollup(s)::text::kam.score FROM received_score WHERE n %% 1000 = %s', n))
			FROM generate_series(0, 999) AS n
			UNION ALL SELECT 'log_score', prove.outcome(format('SELECT kam.rollup(s)::text::kam.log_score FROM received_log_score WHERE n %% 1000 = %s', n))
			FROM generate_series(0, 999) AS n
			UNION ALL SELECT 'wallet', prove.outcome(format('SELECT kam.rollup(s)::text::kam.wallet FROM received_wallet WHERE n %% 1000 = %s', n))
			FROM generate_series(0, 999) AS n) AS q
		WHERE outcome !~ '^(\{|\(null\)|22003|42804)' LIMIT 5}),
	'', 'their sums are values again');

unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|TRAP/, 'the server lived through all of this');
$node->stop;
done_testing();
