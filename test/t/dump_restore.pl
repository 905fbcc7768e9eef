# States in tables, views over aggregates and indexes over kam's functions:
# through dump and restore, by the owner of the database, and in upkeep.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->start;
my $dump = $node->basedir . '/dump';
my ($stdout, $stderr);

# The owner of a database is no superuser, but may have a trusted extension.
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN; CREATE ROLE mallory LOGIN');
$node->safe_psql('postgres', 'CREATE DATABASE source OWNER owner');
my @owner = (extra_params => [ '--username', 'owner' ]);
my @reader = (extra_params => [ '--username', 'reader' ]);
$node->safe_psql('source', 'CREATE EXTENSION kam', @owner);
is( $node->safe_psql('source', q{
		SELECT extowner::regrole, nspowner::regrole FROM pg_extension e JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'kam'}),
	'owner|owner', 'an ordinary role creates the extension');
$node->safe_psql('source', q{
	CREATE TABLE account (id int PRIMARY KEY, country text, opening numeric, closing numeric, spend float8, wallet float8,
						  fit numeric GENERATED ALWAYS AS (kam.goalpost(opening, 0, 1000)) STORED,
						  CHECK (kam.goalpost(opening, 0, 1000) IS NOT NULL));
	INSERT INTO account
		SELECT i, 'C' || i % 5, i * 1.10, CASE WHEN i % 7 > 0 THEN i * 1.2345 END, i / 3.0, CASE WHEN i % 3 > 0 THEN i / 0.7 END
		FROM generate_series(1, 1000) AS i;
	CREATE TABLE stored (country text PRIMARY KEY, r kam.retention, s kam.score, g kam.log_score, w kam.wallet, several kam.wallet[]);
	INSERT INTO stored
		SELECT country, kam.retention_agg(opening, closing), kam.score_agg(closing, opening, 0, 100), kam.log_score_agg(spend, wallet),
			   kam.wallet_agg(spend, wallet), ARRAY[kam.wallet_agg(opening, closing), NULL]
		FROM account GROUP BY country
		UNION ALL
		SELECT 'wide', kam.retention_agg(opening * 1e50, closing * 1e-30), kam.score_agg(closing, opening * 1e90), kam.log_score_agg(spend, 1e-200::float8),
			   kam.wallet_agg(spend * 1e200, wallet), '{}'
		FROM account
		UNION ALL
		SELECT 'nan', NULL, kam.score_agg(CASE WHEN id = 5 THEN 'NaN' ELSE spend END, wallet), NULL, NULL, NULL FROM account;
	CREATE INDEX stored_r ON stored (r);
	CREATE INDEX stored_nrr ON stored (kam.nrr(r));
	CREATE INDEX account_fit ON account (kam.goalpost(closing, 0, 1000));
	CREATE VIEW by_country AS
		SELECT country, kam.nrr(opening, closing) AS nrr, kam.nrr_stderr(opening, closing) AS nrr_stderr, kam.share_of_wallet(spend, wallet) AS share,
			   kam.score_interval(closing, opening, 0, 100) AS interval, kam.geometric_score(spend, wallet) AS geometric,
			   kam.nrr(opening, closing) FILTER (WHERE id > 500) AS later
		FROM account GROUP BY country;
	CREATE VIEW total AS SELECT kam.rollup(r) AS r, kam.nrr(kam.rollup(r)) AS nrr FROM stored;
	CREATE VIEW moving AS SELECT id, kam.grr(opening, closing) OVER (ORDER BY id ROWS 10 PRECEDING) AS grr FROM account;
	CREATE MATERIALIZED VIEW snapshot AS SELECT country, kam.retention_agg(opening, closing) AS r, kam.grr(opening, closing) AS grr FROM account GROUP BY country;
	CREATE UNIQUE INDEX ON snapshot (country);
	GRANT SELECT ON by_country, stored TO reader;
}, @owner);

# Another role may use it, with nothing granted but its own tables.
is( $node->safe_psql('source', q{
		SELECT kam.nrr(o, c) FROM (VALUES (100, 90)) AS v (o, c);
		SELECT kam.nrr(kam.rollup(r)) > 0, kam.rollup(w) IS NOT NULL FROM stored;
		SELECT count(*) FROM by_country;
		SELECT kam.nrr(o, c) OVER (ORDER BY o) FROM (VALUES (100, 90)) AS v (o, c)}, @reader) =~ s/\.?0+(?=[\n|]|$)//gr,
	"0.9\nt|t\n5\n0.9", 'a reader can compute');
($stdout, $stderr) = ('', '');
isnt($node->psql('source', 'CREATE FUNCTION kam.nrr(text) RETURNS int LANGUAGE sql RETURN 1', @reader, stderr => \$stderr), 0,
	'but nothing can be planted beside it');

# Plain, custom and directory format, restored by the owner
my @checks = (
	'SELECT * FROM account ORDER BY id', 'SELECT * FROM stored ORDER BY country', 'SELECT * FROM by_country ORDER BY country',
	'SELECT * FROM total', 'SELECT * FROM moving ORDER BY id', 'SELECT * FROM snapshot ORDER BY country',
	'SELECT country, kam.retention_send(kam.retention_combine(r, r)) FROM stored WHERE country <> \'wide\' ORDER BY country',
	'SELECT country, kam.share_of_wallet_float8(w), kam.weighted_score(s) FROM stored ORDER BY country');
my $schema = sub {
	my ($db) = @_;
	my ($out) = run_command([ 'pg_dump', '--schema-only', '--dbname', $node->connstr($db) . ' user=owner' ]);
	return join("\n", grep { !/^(--|\\(un)?restrict|SET|SELECT pg_catalog.set_config)/ } split /\n/, $out);
};
for my $format ('plain', 'inserts', 'custom', 'directory')
{
	$node->safe_psql('postgres', "CREATE DATABASE copy_$format OWNER owner");
	my $target = $node->connstr("copy_$format") . ' user=owner';
	my @dump = ('pg_dump', '--file', "$dump.$format", '--dbname', $node->connstr('source') . ' user=owner');
	if ($format eq 'plain' || $format eq 'inserts')
	{
		command_ok([ @dump, $format eq 'inserts' ? '--rows-per-insert=100' : () ], "dump, $format");
		command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.$format", '-d', $target ], "restore, $format");
	}
	else
	{
		command_ok([ @dump, '--format', $format ], "dump, $format");
		command_ok([ 'pg_restore', '--exit-on-error', $format eq 'directory' ? '--jobs=2' : (), '--dbname', $target, "$dump.$format" ], "restore, $format");
	}
	my @different = grep {
		my $query = "SET extra_float_digits = 1; $_";
		$node->safe_psql("copy_$format", $query, @owner) ne $node->safe_psql('source', $query, @owner)
	} @checks;
	is("@different", '', "same contents, $format");
	is($schema->("copy_$format"), $schema->('source'), "same schema, $format");
}

# A superuser restores the whole, where the schema comes first, with its owner.
$node->safe_psql('postgres', 'CREATE DATABASE copy_super');
command_ok([ 'pg_dump', '--file', "$dump.super", '--dbname', $node->connstr('source') ], 'dump by a superuser');
command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.super", '-d', $node->connstr('copy_super') ], 'restore by a superuser');
is($node->safe_psql('copy_super', $checks[3]), $node->safe_psql('source', $checks[3]), 'same contents');
is($node->safe_psql('copy_super', $checks[2], @reader), $node->safe_psql('source', $checks[2], @reader), 'and the reader still reads');

# Upkeep
for my $command ('ANALYZE', 'VACUUM FULL stored', 'REINDEX TABLE stored', 'CLUSTER stored USING stored_r',
	'REFRESH MATERIALIZED VIEW snapshot', 'REFRESH MATERIALIZED VIEW CONCURRENTLY snapshot',
	'CREATE STATISTICS stored_stat ON r, w FROM stored', 'ANALYZE stored', 'REINDEX INDEX account_fit')
{
	($stdout, $stderr) = ('', '');
	is($node->psql('source', $command, @owner, stderr => \$stderr), 0, $command) or diag($stderr);
}
is( $node->safe_psql('source', q{
		SET enable_seqscan = off;
		EXPLAIN (COSTS OFF) SELECT id FROM account WHERE kam.goalpost(closing, 0, 1000) = 50}, @owner) =~ /account_fit/ ? 1 : 0,
	1, 'an index over a function of kam is used');
is($node->safe_psql('source', q{SELECT count(*) FROM pg_stats WHERE tablename = 'stored' AND attname = 'r' AND n_distinct <> 0}, @owner),
	'1', 'states have statistics');

# The extension goes only with what depends on it, and leaves nothing behind.
($stdout, $stderr) = ('', '');
isnt($node->psql('copy_plain', 'DROP EXTENSION kam', @owner, stderr => \$stderr), 0, 'DROP EXTENSION refuses while tables have states');
$node->safe_psql('copy_plain', 'DROP EXTENSION kam CASCADE', @owner);
is( $node->safe_psql('copy_plain', q{
		SELECT count(*) FROM pg_proc WHERE pronamespace = 'kam'::regnamespace
		UNION ALL SELECT count(*) FROM pg_type WHERE typnamespace = 'kam'::regnamespace}),
	"0\n0", 'nothing of it is left');
$node->safe_psql('copy_plain', 'CREATE EXTENSION kam', @owner);

# Nor does it go into a schema in which somebody else has made something, or could.
for my $trap (
	[ 'function', 'CREATE SCHEMA kam; CREATE FUNCTION kam.nrr(int, int) RETURNS numeric LANGUAGE sql RETURN 777' ],
	[ 'type', "CREATE SCHEMA kam; CREATE TYPE kam.retention AS ENUM ('x')" ],
	[ 'table', 'CREATE SCHEMA kam; CREATE TABLE kam.t ()' ],
	[ 'operator', 'CREATE SCHEMA kam; CREATE OPERATOR kam.= (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)' ],
	[ 'grant', 'CREATE SCHEMA kam; GRANT CREATE ON SCHEMA kam TO mallory' ])
{
	my ($name, $setup) = @$trap;
	$node->safe_psql('postgres', "CREATE DATABASE trap_$name; GRANT CREATE ON DATABASE trap_$name TO mallory, owner");
	$node->safe_psql("trap_$name", $setup, extra_params => [ '--username', 'mallory' ]);
	for my $who ([], \@owner)
	{
		($stdout, $stderr) = ('', '');
		isnt($node->psql("trap_$name", "\\set VERBOSITY verbose\nCREATE EXTENSION kam", @$who, stderr => \$stderr), 0,
			"a schema kam of another role with a $name is refused");
		like($stderr, qr/42501: .*schema "kam" belongs to another role.*HINT: /s, 'with its SQLSTATE and a hint');
	}
}
# An empty one is refused to an ordinary role, and taken over by a superuser.
$node->safe_psql('postgres', 'CREATE DATABASE trap_empty; GRANT CREATE ON DATABASE trap_empty TO mallory, owner');
$node->safe_psql('trap_empty', 'CREATE SCHEMA kam', extra_params => [ '--username', 'mallory' ]);
isnt($node->psql('trap_empty', 'CREATE EXTENSION kam', @owner, stderr => \$stderr), 0, 'an empty schema of another role is refused to an ordinary one');
$node->safe_psql('trap_empty', 'CREATE EXTENSION kam');
isnt($node->psql('trap_empty', 'CREATE FUNCTION kam.nrr(int, text) RETURNS int LANGUAGE sql RETURN 1', extra_params => [ '--username', 'mallory' ], stderr => \$stderr),
	0, 'a superuser takes it over, and its old owner is shut out');
$node->stop;
done_testing();
