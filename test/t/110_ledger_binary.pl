# Ledgers in binary COPY: round trips, and damaged values through receive.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "jit = off");
$node->start;
$node->safe_psql('postgres', slurp_file("$FindBin::Bin/../../sql/$_")) for qw(setup.sql ledger_setup.sql);
my $file = $node->basedir . '/ledgers';
sub query { return $node->safe_psql('postgres', shift) }

query(q{
	CREATE TABLE state (n int GENERATED ALWAYS AS IDENTITY, s kam.ledger);
	INSERT INTO state (s) SELECT kam.ledger_agg(account, day, amount, 'month') FROM prove.line WHERE ledger < 1100 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.ledger_agg(account_text, at, amount_float, 'week') FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.ledger_agg(account_uuid, at_zone, amount_bigint, 'year from 4', 'America/New_York') FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.subscription_agg(account_varchar, day, NULL, amount, 'quarter') FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.ledger_agg(account, day, amount, '[2023-01-01,2023-07-01)'::daterange, '[2023-07-01,2024-01-01)') FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.ledger_agg(account, day, amount, '[2023-01-01,2023-07-01)'::daterange, '[2023-07-01,2024-01-01)') FROM prove.line WHERE ledger = 1000 AND id <= 20;
	INSERT INTO state (s) SELECT kam.subscription_agg(account_uuid, day, NULL, amount_float, 'quarter') FROM prove.line WHERE ledger = 1000 AND id <= 20;
	INSERT INTO state (s) SELECT kam.ledger_agg(account_text, at_zone, amount, 'year from 4', 'America/New_York') FROM prove.line WHERE ledger = 1002 AND id <= 20 AND id <> 4;
	INSERT INTO state (s) SELECT kam.concentration_agg(account_text, amount) FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.concentration_agg(amount) FROM prove.line WHERE ledger BETWEEN 1000 AND 1003 GROUP BY ledger;
	INSERT INTO state (s) SELECT kam.concentration_agg(account, amount) FROM prove.line WHERE ledger = 1000 AND id <= 40;
	INSERT INTO state (s) SELECT kam.concentration_agg(amount_float) FROM prove.line WHERE ledger = 1000 AND id <= 40;
	INSERT INTO state (s) SELECT kam.concentration_accum(kam.concentration_agg(amount), 1.5, 1000) FROM prove.line WHERE ledger = 1002 AND id <= 20;
	INSERT INTO state (s) SELECT kam.nps_agg(account, id % 11) FROM prove.line WHERE ledger = 1000 AND id <= 60;
	INSERT INTO state (s) VALUES (NULL);
	CREATE FUNCTION answer(s kam.ledger) RETURNS text LANGUAGE plpgsql AS $$
		BEGIN RETURN kam.accounts(s) || kam.revenue_bridge(s)::text || kam.retention(s, date '2023-02-01', date '2024-01-01')::text;
		EXCEPTION WHEN datatype_mismatch THEN
			BEGIN RETURN kam.accounts(s) || kam.retention(s)::text;
			EXCEPTION WHEN datatype_mismatch THEN
				BEGIN RETURN concat_ws(' ', kam.accounts(s), kam.hhi(s), kam.gini(s), kam.gini(s, true), kam.top_share(s, 3), kam.entropy(s), kam.nonpositive_accounts(s), kam.without_account(s), kam.lines_without_account(s));
				EXCEPTION WHEN datatype_mismatch THEN RETURN concat_ws(' ', kam.accounts(s), kam.nps(s), kam.nps_stderr(s), kam.lines_without_account(s)); END; END; END $$;
});
is(query(qq{
		COPY (SELECT n, s, ARRAY[s, NULL, s] FROM state) TO '$file' (FORMAT binary);
		CREATE TABLE copied (n int, s kam.ledger, a kam.ledger[]);
		COPY copied FROM '$file' (FORMAT binary);
		SELECT count(*) > 150, count(*) FILTER (WHERE answer(o.s) IS DISTINCT FROM answer(c.s) OR answer(a[3]) IS DISTINCT FROM answer(o.s) OR a[2] IS NOT NULL),
			count(*) FILTER (WHERE answer(kam.ledger_combine(c.s, o.s)) IS DISTINCT FROM answer(kam.ledger_combine(o.s, o.s)))
		FROM state o JOIN copied c USING (n)}),
	't|0|0', 'ledgers are the same after binary COPY, and go on like the originals');
is(query(qq{
		COPY (SELECT n, s FROM state) TO '$file';
		TRUNCATE copied;
		COPY copied (n, s) FROM '$file';
		SELECT count(*) FILTER (WHERE answer(o.s) IS DISTINCT FROM answer(c.s)) FROM state o JOIN copied c USING (n)}),
	'0', 'and after COPY as text');

# One value through receive, as COPY calls it
query(qq{
	SELECT lo_create(4711);
	CREATE TABLE received (n bigint, s kam.ledger);
	CREATE FUNCTION receive(n bigint, value bytea) RETURNS text
		LANGUAGE plpgsql
	AS \$\$
	DECLARE
		object int := lo_open(4711, x'60000'::int);
	BEGIN
		PERFORM lo_truncate(object, 0);
		PERFORM lowrite(object, '\\x5047434f50590aff0d0a0000000000000000000002'::bytea || int4send(8) || int8send(n) || int4send(length(value)) || value || '\\xffff');
		PERFORM lo_close(object);
		PERFORM lo_export(4711, '$file.one');
		BEGIN
			COPY received FROM '$file.one' (FORMAT binary);
		EXCEPTION WHEN OTHERS THEN
			RETURN SQLSTATE;
		END;
		RETURN 'accepted';
	END
	\$\$;
	CREATE TABLE mutant AS
		WITH o AS (SELECT n, kam.ledger_send(s) AS value FROM state WHERE length(kam.ledger_send(s)) BETWEEN 80 AND 1500 AND (n > 144 OR n % 9 = 0))
		SELECT 'cut' AS kind, n, substr(value, 1, place) AS value FROM o, generate_series(0, 120) AS place WHERE place < length(value)
		UNION SELECT 'cut', n, substr(value, 1, length(value) - place) FROM o, generate_series(1, 20) AS place WHERE place < length(value)
		UNION SELECT 'longer', n, value || '\\x00' FROM o
		UNION SELECT 'bit', n, set_bit(value, place, 1 - get_bit(value, place)) FROM o, generate_series(0, 60 * 8) AS place WHERE place / 8 < length(value)
		UNION SELECT 'byte', n, set_byte(value, place, prove.pick(n * 1000 + i, 3, 256)) FROM o, generate_series(1, 60) AS i, LATERAL (SELECT prove.pick(n * 1000 + i, 2, length(value))) AS p (place);
	CREATE TABLE verdict AS SELECT row_number() OVER () AS id, kind, receive(row_number() OVER (), value) AS verdict FROM mutant WHERE NOT EXISTS (SELECT FROM state WHERE kam.ledger_send(s) = value)});
note(query(q{SELECT kind, verdict, count(*) FROM verdict GROUP BY 1, 2 ORDER BY 1, 2}));
is(query(q{SELECT count(*) > 5000, count(*) FILTER (WHERE verdict = 'accepted') > 500 FROM verdict}), 't|t', 'thousands of damaged values, hundreds of which pass');
is(query(q{SELECT count(*) FROM verdict WHERE verdict = 'accepted' AND kind IN ('cut', 'longer')}), '0', 'none that is cut off or longer');
is(query(q{SELECT string_agg(DISTINCT verdict, ' ') FROM verdict WHERE verdict !~ '^(accepted|22P03|08P01|54000)$'}), '', 'refusals are proper errors');
is(query(q{
		SET kam.ledger_memory_limit = '1MB';
		CREATE FUNCTION use(s kam.ledger) RETURNS text LANGUAGE plpgsql AS $$
			BEGIN RETURN md5(answer(s)) || md5(kam.ledger_combine(s, s)::text) || md5(s::text::kam.ledger::text); EXCEPTION WHEN OTHERS THEN RETURN SQLSTATE || SQLERRM; END $$;
		SELECT DISTINCT u FROM received, use(s) AS u WHERE n % 4 = 0 AND length(u) < 96 AND u !~ '^(22P03|42804|53400|54000|22003|22023)'}),
	'', 'whatever passes can be used');
unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|TRAP/, 'the server is unharmed');
$node->stop;
done_testing();
