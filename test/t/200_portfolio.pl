# The safety of portfolios: dump and restore, what DROP does, what another role can see
# and do, and that an ordinary role can do everything.
use strict;
use warnings;
use FindBin;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', "kam.as_of = '2025-06-30'\ntimezone = 'UTC'\njit = off\nclient_min_messages = warning");
$node->start;
my $dump = $node->basedir . '/dump';

# as role, database, statements: what they print; and the error that they end in
sub run
{
	my ($role, $db, $sql) = @_;
	my ($stdout, $stderr) = ('', '');
	my $code = $node->psql($db, "\\set VERBOSITY verbose\n$sql", stdout => \$stdout, stderr => \$stderr, on_error_stop => 1,
		extra_params => [ '--username', $role ]);
	return ($code, $stdout, $stderr);
}

sub answer
{
	my ($role, $db, $sql) = @_;
	my ($code, $stdout, $stderr) = run($role, $db, $sql);
	return $code == 0 ? $stdout : $stderr;
}

sub fails
{
	my ($role, $sql, $sqlstate, $name) = @_;
	my ($code, $stdout, $stderr) = run($role, 'company', $sql);
	like($code == 0 ? "no error, but: $stdout" : $stderr, qr/\b$sqlstate: /, $name);
	unlike($stdout . $stderr, qr/OVERRUN/, "$name; nothing of mallory's runs");
}

my $superuser = $node->safe_psql('postgres', 'SELECT current_user');

# --- An ordinary role, with SELECT on the tables and CREATE on the database ----------------

$node->safe_psql('postgres', q{
	CREATE ROLE owner LOGIN; CREATE ROLE reader LOGIN; CREATE ROLE "Kim" LOGIN; CREATE ROLE "Lou" LOGIN; CREATE ROLE mallory LOGIN;
	CREATE DATABASE company});
$node->safe_psql('company', q{
	CREATE EXTENSION kam;
	GRANT CREATE ON DATABASE company TO owner, mallory;
	CREATE SCHEMA crm;
	GRANT USAGE ON SCHEMA crm TO owner, reader;
	CREATE TABLE crm.customer (account_id int PRIMARY KEY, name text, parent_account_id int, country text, region text, owner text);
	INSERT INTO crm.customer VALUES (1, 'Adler', NULL, 'DE', 'north', 'Kim'), (2, 'Adler Ulm', 1, 'DE', 'north', 'Kim'), (3, 'Brandt', NULL, 'DE', 'north', 'Kim'),
		(731001, 'Hidden Corp', NULL, 'FR', 'south', 'Lou'), (731002, 'hidden corp', 99, 'FR', 'south', 'Lou');
	CREATE TABLE crm.line (line_id int, account_id int, booked_on date, amount numeric, currency text, product text, kind text, region text);
	INSERT INTO crm.line VALUES (1, 1, '2023-08-15', 400, 'EUR', 'pump', 'recurring', 'north'), (2, 1, '2024-08-15', 500, 'EUR', 'pump', 'recurring', 'north'), (3, 2, '2024-10-05', 60, 'USD', 'valve', NULL, 'north'),
		(4, 3, '2023-08-15', 300, 'EUR', 'pump', 'usage', 'north'), (5, 3, '2024-07-10', 240, 'EUR', 'pump', 'usage', 'north'),
		(731003, 731001, '2023-08-15', 731400, 'EUR', 'hidden product', 'usage', 'south'), (731004, 731001, '2024-08-15', 731500, 'EUR', 'hidden product', 'usage', 'south'),
		(731005, 731002, '2024-08-15', 731100, 'EUR', 'hidden product', 'hidden kind', 'south'), (731006, 731999, '2024-08-15', 731700, 'EUR', 'hidden product', 'credit', 'south');
	CREATE TABLE crm.cost (account_id int, incurred_on date, amount numeric, kind text, region text);
	INSERT INTO crm.cost VALUES (1, '2024-08-15', 300, 'cogs', 'north'), (3, '2024-08-15', 100, 'support', 'north'), (731001, '2024-08-15', 731300, 'cogs', 'south');
	CREATE TABLE crm.contract (contract_id text, account_id int, starts_on date, ends_on date, annual_value numeric, status text, region text);
	INSERT INTO crm.contract VALUES ('c1', 1, '2024-01-01', '2026-01-01', 400, 'active', 'north'), ('hidden contract', 731001, '2024-01-01', '2025-12-01', 731555, 'active', 'south'), ('hidden old', 731001, '2020-01-01', '2021-12-01', 731556, 'active', 'south');
	CREATE TABLE crm.rate (currency text, valid_from date, rate numeric);
	INSERT INTO crm.rate VALUES ('USD', '2023-01-01', 0.8);
	GRANT SELECT ON ALL TABLES IN SCHEMA crm TO owner});

is(answer('owner', 'company', q{
	SELECT kam.create_portfolio('key_accounts', account => 'crm.customer', revenue => 'crm.line', cost => 'crm.cost', contract => 'crm.contract',
		fx_rate => 'SELECT currency, valid_from, rate FROM crm.rate')}), '', 'an ordinary role makes a portfolio');
is(answer('owner', 'company', q{
	UPDATE key_accounts.setting SET value = '40' WHERE name = 'eligible_score';
	UPDATE key_accounts.criterion SET weight = 12 WHERE criterion = 'margin';
	INSERT INTO key_accounts.assessment (account_id, criterion, rater, assessed_on, score, note) VALUES (1, 'reference', 'Kim', '2025-01-01', 4, 'it''s "quoted"; -- \\ ');
	INSERT INTO key_accounts.key_account (account_id, starts_on, tier) VALUES (1, '2025-01-01', 'gold');
	INSERT INTO key_accounts.wallet (account_id, as_of, amount) VALUES (1, '2025-01-01', 2000);
	INSERT INTO key_accounts.survey (account_id, answered_on, kind, score) VALUES (3, '2025-01-01', 'nps', 9);
	SELECT kam.rebuild('key_accounts');
	SELECT kam.set_source('key_accounts', 'cost', 'SELECT * FROM crm.cost');
	SELECT contribution FROM kam.explain('key_accounts', 'revenue', 1)}) =~ s/^\n+//r, "500.00\n48.00", 'it fills, changes, rebuilds and explains it');

my @views = split /\n/, $node->safe_psql('company', q{
	SELECT relname FROM pg_class WHERE relnamespace = 'key_accounts'::regnamespace AND relkind IN ('v', 'r') ORDER BY relname});
ok((grep { $_ eq 'data_quality' } @views) && @views > 30, 'there are views to look at');
# all rows of a relation of the portfolio, as text
sub contents
{
	my ($role, $db, $relation) = @_;
	return answer($role, $db, qq{SELECT v::text FROM key_accounts."$relation" AS v ORDER BY v::text COLLATE "C"});
}
is(join(' ', grep { contents('owner', 'company', $_) =~ /ERROR/ } @views), '', 'every view answers its owner');

# --- Dump and restore -----------------------------------------------------------------

my $described = q{
	SELECT c.relname, c.relkind, c.reloptions, pg_get_userbyid(c.relowner), c.relacl, obj_description(c.oid, 'pg_class')
	FROM pg_class AS c WHERE c.relnamespace = 'key_accounts'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY c.relname;
	SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attacl, col_description(c.oid, a.attnum)
	FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 WHERE c.relnamespace = 'key_accounts'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY 1, 2};
$node->safe_psql('company', q{GRANT USAGE ON SCHEMA key_accounts TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA key_accounts TO reader; GRANT UPDATE (value) ON key_accounts.setting TO "Kim"});
for my $format ('plain', 'custom')
{
	$node->safe_psql('postgres', "CREATE DATABASE copy_$format");
	my $target = $node->connstr("copy_$format");
	command_ok([ 'pg_dump', '--format', $format, '--file', "$dump.$format", '--dbname', $node->connstr('company') ], "dump, $format");
	command_ok($format eq 'plain'
		? [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.$format", '-d', $target ]
		: [ 'pg_restore', '--exit-on-error', '--dbname', $target, "$dump.$format" ], "restore, $format");
	is(join(' ', grep { contents('owner', "copy_$format", $_) ne contents('owner', 'company', $_) } @views), '', "every relation has the same rows, $format");
	is($node->safe_psql("copy_$format", $described), $node->safe_psql('company', $described), "and the same columns, options, rights and comments, $format");
	is(answer('owner', "copy_$format", q{SELECT kam.rebuild('key_accounts'); SELECT portfolio, owner, is_mine FROM kam.portfolios}) =~ s/^\n+//r, 'key_accounts|owner|t', "which can be rebuilt, $format");
	is($node->safe_psql("copy_$format", $described), $node->safe_psql('company', $described), "into the same, $format");
}
# by the owner alone, who is not allowed to touch the company's tables; into a database of the owner's that has them
$node->safe_psql('postgres', 'CREATE DATABASE copy_owner OWNER owner');
command_ok([ 'pg_dump', '--schema', 'crm', '--file', "$dump.crm", '--dbname', $node->connstr('company') ], "dump the company's tables");
command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.crm", '-d', $node->connstr('copy_owner') ], 'restore them');
command_ok([ 'pg_dump', '--schema', 'key_accounts', '--file', "$dump.owner", '--dbname', $node->connstr('company') . ' user=owner' ], 'dump a portfolio by its owner');
is(answer('owner', 'copy_owner', 'CREATE EXTENSION kam'), '', 'the owner of a database makes the extension');
command_ok([ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.owner", '-d', $node->connstr('copy_owner') . ' user=owner' ], 'and restores the portfolio');
is(join(' ', grep { contents('owner', 'copy_owner', $_) ne contents('owner', 'company', $_) } @views), '', 'every relation has the same rows');

# --- DROP ---------------------------------------------------------------------------------

fails($superuser, 'DROP EXTENSION kam', '2BP01', 'DROP EXTENSION refuses while there is a portfolio');
fails($superuser, 'DROP TABLE crm.customer', '2BP01', 'so does DROP of a table that it reads');
# a load that drops with CASCADE: rebuild gives back all of it, and default privileges the grants
my %before = map { $_ => contents('owner', 'company', $_) } @views;
my $rights = q{SELECT c.relname, x.grantee::regrole, x.privilege_type FROM pg_class AS c, aclexplode(c.relacl) AS x WHERE c.relnamespace = 'key_accounts'::regnamespace AND x.grantee = 'reader'::regrole ORDER BY 1, 2, 3};
my $rights_before = $node->safe_psql('company', $rights);
my $described_before = $node->safe_psql('company', q{SELECT c.relname, c.relkind, c.reloptions, obj_description(c.oid, 'pg_class') FROM pg_class AS c WHERE c.relnamespace = 'key_accounts'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY 1});
is(answer('owner', 'company', 'ALTER DEFAULT PRIVILEGES IN SCHEMA key_accounts GRANT SELECT ON TABLES TO reader'), '', 'grant for good');
for my $lost ('customer', 'line', 'rate')
{
	$node->safe_psql('company', qq{
		CREATE TABLE crm.kept AS TABLE crm.$lost; DROP TABLE crm.$lost CASCADE;
		ALTER TABLE crm.kept RENAME TO $lost; GRANT SELECT ON crm.$lost TO owner});
	isnt((run('owner', 'company', 'SELECT * FROM key_accounts.account_kpi'))[0], 0, "without crm.$lost views are gone");
	is(answer('owner', 'company', q{SELECT kam.rebuild('key_accounts')}), '', "rebuild after crm.$lost was loaded again");
	is(join(' ', grep { contents('owner', 'company', $_) ne $before{$_} } @views), '', 'every relation has its rows again');
	is($node->safe_psql('company', $rights), $rights_before, 'the reader may read all of it again');
	is($node->safe_psql('company', q{SELECT c.relname, c.relkind, c.reloptions, obj_description(c.oid, 'pg_class') FROM pg_class AS c WHERE c.relnamespace = 'key_accounts'::regnamespace AND c.relkind IN ('r', 'v') ORDER BY 1}),
		$described_before, 'of the invoker and with comments');
}

# --- What a reader sees ---------------------------------------------------------------------

my @of_sources = grep { $_ !~ /^(alert|alert_rule|assessment|assumption|committee|criterion|decision|key_account|measure|meeting|milestone|objective|offer|offer_module|opportunity|parameter|phase|phase_transition|plan|potential|responsibility|review|risk|service_level|setting|source|stakeholder|survey|wallet)$/ } @views;
is(join(' ', grep { contents('reader', 'company', $_) !~ /42501: permission denied/ } @of_sources), '', 'without SELECT on the sources there is nothing to see in any view');
$node->safe_psql('company', q{GRANT SELECT ON ALL TABLES IN SCHEMA crm TO reader});
for my $table ('customer', 'line', 'cost', 'contract')
{
	$node->safe_psql('company', qq{ALTER TABLE crm.$table ENABLE ROW LEVEL SECURITY; CREATE POLICY of_all ON crm.$table TO owner USING (true); CREATE POLICY of_the_north ON crm.$table TO reader USING (region = 'north')});
}
is(join(' ', grep { contents('owner', 'company', $_) ne $before{$_} } @views), '', 'row-level security that lets the owner see all changes nothing for it');
is(join(' ', grep { contents('reader', 'company', $_) =~ /hidden|731|ERROR: /i } @views), '', 'the reader sees no trace of hidden rows in any view');
is(join(' ', grep { contents('owner', 'company', $_) =~ /hidden|731/i } 'account_kpi', 'data_quality', 'data_quality_detail', 'readiness', 'concentration', 'account_line', 'renewals'),
	'account_kpi data_quality data_quality_detail concentration account_line renewals', 'which the owner sees there');
# what the reader sees is what a portfolio over the visible rows would say
$node->safe_psql('company', q{
	CREATE SCHEMA visible;
	CREATE TABLE visible.customer AS SELECT * FROM crm.customer WHERE region = 'north'; CREATE TABLE visible.line AS SELECT * FROM crm.line WHERE region = 'north';
	CREATE TABLE visible.cost AS SELECT * FROM crm.cost WHERE region = 'north'; CREATE TABLE visible.contract AS SELECT * FROM crm.contract WHERE region = 'north';
	SELECT kam.create_portfolio('of_visible', 'visible.customer', 'visible.line', cost => 'visible.cost', contract => 'visible.contract', fx_rate => 'crm.rate');
	UPDATE of_visible.setting SET value = '40' WHERE name = 'eligible_score';
	UPDATE of_visible.criterion SET weight = 12 WHERE criterion = 'margin';
	INSERT INTO of_visible.assessment TABLE key_accounts.assessment; INSERT INTO of_visible.key_account TABLE key_accounts.key_account;
	INSERT INTO of_visible.wallet TABLE key_accounts.wallet; INSERT INTO of_visible.survey TABLE key_accounts.survey});
is(join(' ', grep { contents('reader', 'company', $_) ne answer($superuser, 'company', qq{SELECT v::text FROM of_visible."$_" AS v ORDER BY v::text COLLATE "C"}) } grep { $_ ne 'source' } @views),
	'', 'it sees exactly the figures of the rows that it may see');
# one plan, two roles
is(answer($superuser, 'company', q{
	PREPARE k AS SELECT count(*), sum(revenue) FROM key_accounts.account_kpi;
	SET ROLE owner; EXECUTE k; SET ROLE reader; EXECUTE k; SET ROLE owner; EXECUTE k}), "4|1463388.00\n2|788.00\n4|1463388.00", 'a prepared statement gives each role its own rows');
for my $call (q{kam.explain('key_accounts', 'revenue', 731001)}, q{kam.rebuild('key_accounts')}, q{kam.set_source('key_accounts', 'revenue', 'crm.line')}, q{kam.drop_portfolio('key_accounts')})
{
	fails('reader', "SELECT * FROM $call", '42501', "a reader cannot $call");
}
is(answer('mallory', 'company', q{SELECT count(*) FROM kam.portfolios}), '0', 'a role without rights does not see that there are portfolios');
fails('mallory', 'SELECT * FROM key_accounts.account_kpi', '42501', 'nor into them');

# --- An account manager: the own accounts, of the whole ------------------------------------------

is(answer('owner', 'company', q{
	CREATE MATERIALIZED VIEW key_accounts.concentration_of_all AS
		SELECT k.owner AS manager, c.* FROM key_accounts.concentration_risk AS c JOIN key_accounts.account_kpi AS k USING (account_id);
	CREATE VIEW key_accounts.my_concentration WITH (security_barrier = true) AS
		SELECT * FROM key_accounts.concentration_of_all WHERE manager = current_user;
	REVOKE ALL ON key_accounts.concentration_of_all, key_accounts.my_concentration FROM reader;
	GRANT USAGE ON SCHEMA key_accounts TO "Kim", "Lou";
	GRANT SELECT ON key_accounts.my_concentration TO "Kim", "Lou"}), '', 'the owner stores the figures of all and gives out a view of the own');
is(answer('Kim', 'company', 'SELECT account_id, revenue, revenue_share FROM key_accounts.my_concentration ORDER BY account_id'), "1|548.00|0.000374\n3|240.00|0.000164",
	'a manager sees the own accounts, and their shares of all revenue');
is(answer('Lou', 'company', 'SELECT account_id, revenue, revenue_share FROM key_accounts.my_concentration ORDER BY account_id'), "731001|731500.00|0.499867\n731002|731100.00|0.499594", 'another the others');
is(answer('owner', 'company', 'SELECT round(sum(revenue_share), 4) FROM key_accounts.concentration_of_all'), '1.0000', 'which together are the whole');
for my $relation ('concentration_of_all', 'concentration_risk', 'account_kpi')
{
	fails('Kim', "SELECT * FROM key_accounts.$relation", '42501', "and not $relation");
}
is(answer('Kim', 'company', q{
	SET client_min_messages = notice;
	CREATE FUNCTION pg_temp.leak(n text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS $$ BEGIN RAISE NOTICE 'saw %', n; RETURN true; END $$;
	SELECT string_agg(name, ' ' ORDER BY name) FROM key_accounts.my_concentration WHERE pg_temp.leak(name)}) =~ /Hidden/i ? 1 : 0, 0, 'a leaky function is shown no row of others');
is(answer('owner', 'company', q{REFRESH MATERIALIZED VIEW key_accounts.concentration_of_all; SELECT kam.rebuild('key_accounts'); SELECT count(*) FROM key_accounts.my_concentration}) =~ s/^\n+//r, '0', 'it is refreshed, and rebuild leaves it alone');

# --- Mallory ----------------------------------------------------------------------------------

my $overrun = q{CREATE FUNCTION lure.overrun() RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $f$ BEGIN RAISE WARNING 'OVERRUN as %', current_user; RETURN 1; END $f$};
# a portfolio of mallory's own making, called by a superuser
is(answer('mallory', 'company', qq{
	CREATE SCHEMA lure; GRANT USAGE ON SCHEMA lure TO PUBLIC; $overrun;
	CREATE TABLE lure.customer (account_id int, name text); CREATE TABLE lure.line (account_id int, booked_on date, amount numeric);
	SELECT kam.create_portfolio('trap', 'lure.customer', 'lure.line');
	GRANT USAGE ON SCHEMA trap TO PUBLIC;
	UPDATE trap.source SET definition = 'SELECT lure.overrun() AS account_id, NULL::text AS name' WHERE source = 'account'}), '', 'mallory makes a portfolio with a crafted registry');
my @calls = (q{kam.rebuild('trap')}, q{kam.set_source('trap', 'cost', NULL)}, q{kam.explain('trap', 'revenue', 1)}, q{kam.drop_portfolio('trap')});
for my $who ($superuser, 'owner')
{
	fails($who, "SELECT $_", '42501', "$who does not run $_") for @calls;
}
# whose schema was given away, with tables of mallory's in it
$node->safe_psql('company', "ALTER SCHEMA trap OWNER TO $superuser");
fails($superuser, "SELECT $_", '42501', "nor in a schema that became its own: $_") for @calls;
$node->safe_psql('company', "ALTER TABLE trap.source OWNER TO $superuser; ALTER TABLE trap.setting OWNER TO $superuser");
fails($superuser, "SELECT $_", '42501', "nor with the registry, while views of it are mallory's: $_") for @calls;
$node->safe_psql('company', 'ALTER SCHEMA trap OWNER TO mallory; ALTER TABLE trap.source OWNER TO mallory; ALTER TABLE trap.setting OWNER TO mallory');
for my $text ('SELECT 1 AS account_id, NULL::text AS name; ALTER ROLE mallory SUPERUSER', 'SELECT 1) AS s; ALTER ROLE mallory SUPERUSER; --', 'lure.customer; ALTER ROLE mallory SUPERUSER',
	q{lure."customer"; SELECT lure.overrun()}, 'DO $$ BEGIN ALTER ROLE mallory SUPERUSER; END $$', 'WITH x AS (DELETE FROM crm.line RETURNING *) SELECT account_id, kind AS name FROM x', 'COPY crm.line TO PROGRAM \'true\'')
{
	my $quoted = $text =~ s/'/''/gr;
	isnt((run('mallory', 'company', "UPDATE trap.source SET definition = '$quoted' WHERE source = 'account'; SELECT kam.rebuild('trap')"))[0], 0, "refused as a source: $text");
	fails($superuser, q{SELECT kam.rebuild('trap')}, '42501', 'also when a superuser calls it');
}
is($node->safe_psql('company', q{SELECT rolsuper FROM pg_roles WHERE rolname = 'mallory'}), 'f', 'mallory is no superuser');

# in a portfolio of another, whose owner lets mallory create in its schema
$node->safe_psql('company', 'GRANT USAGE, CREATE ON SCHEMA key_accounts TO mallory');
my @plants = (
	[ 'a view', 'CREATE VIEW key_accounts.planted AS SELECT 1 AS x WHERE lure.overrun() = 1', 'DROP VIEW key_accounts.planted' ],
	[ 'an operator that fits better', 'CREATE FUNCTION lure.times(integer, numeric) RETURNS numeric LANGUAGE plpgsql AS $f$ BEGIN RAISE WARNING \'OVERRUN\'; RETURN 1; END $f$; CREATE OPERATOR key_accounts.* (FUNCTION = lure.times, LEFTARG = integer, RIGHTARG = numeric)',
		'DROP OPERATOR key_accounts.* (integer, numeric); DROP FUNCTION lure.times' ],
	[ 'functions that fit better', join('; ', map { "CREATE FUNCTION key_accounts.$_ LANGUAGE plpgsql IMMUTABLE AS \$f\$ BEGIN RAISE WARNING 'OVERRUN'; RETURN NULL; END \$f\$" }
			'format(text, text) RETURNS text', 'unnest(text[]) RETURNS text', 'concat_ws(text, text, text) RETURNS text', 'quote_literal(integer) RETURNS text', 'round(numeric, bigint) RETURNS numeric', 'as_of() RETURNS date', 'nps(numeric) RETURNS numeric'),
		'DROP FUNCTION key_accounts.format, key_accounts.unnest, key_accounts.concat_ws, key_accounts.quote_literal, key_accounts.round, key_accounts.as_of, key_accounts.nps' ],
	[ 'a type', 'CREATE TYPE key_accounts.text AS (x int); CREATE DOMAIN key_accounts.numeric AS pg_catalog.numeric', 'DROP TYPE key_accounts.text; DROP DOMAIN key_accounts.numeric' ]);
for my $plant (@plants)
{
	my ($name, $create, $drop) = @$plant;
	is(answer('mallory', 'company', $create), '', "mallory plants $name");
	for my $call (q{kam.rebuild('key_accounts')}, q{kam.set_source('key_accounts', 'cost', 'crm.cost')}, q{kam.explain('key_accounts', 'share_of_wallet', 1)}, q{kam.explain('key_accounts', 'nrr', 1)})
	{
		my ($code, $stdout, $stderr) = run('owner', 'company', "SELECT $call");
		unlike($stdout . $stderr, qr/OVERRUN/, "the owner runs nothing of it in $call");
		like($code == 0 ? '42723: ' : $stderr, qr/\b42723: /, 'and is told if it would have been used');
	}
	is(join(' ', grep { contents('owner', 'company', $_) =~ /OVERRUN/ } @views), '', 'nor in any view');
	is(answer('mallory', 'company', $drop), '', 'gone again');
	is(answer('owner', 'company', q{SELECT kam.rebuild('key_accounts')}), '', 'rebuild is as before');
}
# a relation of mallory's in the place of one of kam's
$node->safe_psql('company', 'CREATE TABLE crm.kept AS TABLE crm.rate; DROP TABLE crm.rate CASCADE; ALTER TABLE crm.kept RENAME TO rate; GRANT SELECT ON crm.rate TO owner, reader');
is(answer('mallory', 'company', q{CREATE VIEW key_accounts.current_rate AS SELECT 'USD'::text AS currency, lure.overrun()::numeric AS rate}), '', 'mallory takes the place of a view that was lost');
fails('owner', "SELECT $_", '42501', "which the owner does not run, but is told, in $_") for q{kam.rebuild('key_accounts')}, q{kam.explain('key_accounts', 'revenue', 1)};
is(answer('mallory', 'company', 'DROP VIEW key_accounts.current_rate'), '', 'gone again');
is(answer('owner', 'company', q{DROP TABLE key_accounts.measure CASCADE; SELECT 1}), '1', 'a table is lost');
is(answer('mallory', 'company', q{CREATE TABLE key_accounts.measure (account_id bigint, measure text, value numeric, measured_on date); INSERT INTO key_accounts.measure VALUES (1); GRANT ALL ON key_accounts.measure TO PUBLIC;
	ALTER TABLE key_accounts.measure ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON key_accounts.measure USING (lure.overrun() = 1)}), '', 'mallory takes its place, with a policy that runs a function');
fails('owner', "SELECT kam.rebuild('key_accounts')", '42501', 'which the owner does not run');
is(answer('mallory', 'company', 'DROP TABLE key_accounts.measure'), '', 'gone again');
is(answer('owner', 'company', q{SELECT kam.rebuild('key_accounts')}), '', 'rebuild gives all back');
is(join(' ', grep { contents('owner', 'company', $_) ne $before{$_} } grep { $_ ne 'source' } @views), '', 'every relation has its rows again');

# the search path of who calls: mallory's schema first, with functions and temporary tables in the way
is(answer('mallory', 'company', q{
	CREATE FUNCTION lure.create_portfolio(text, text, text) RETURNS void LANGUAGE plpgsql AS $f$ BEGIN RAISE WARNING 'OVERRUN'; END $f$;
	CREATE FUNCTION lure.format(text, text) RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RAISE WARNING 'OVERRUN'; RETURN NULL; END $f$;
	CREATE FUNCTION lure.jsonb_strip_nulls(jsonb) RETURNS jsonb LANGUAGE plpgsql AS $f$ BEGIN RAISE WARNING 'OVERRUN'; RETURN NULL; END $f$;
	CREATE FUNCTION lure.times(integer, numeric) RETURNS numeric LANGUAGE plpgsql AS $f$ BEGIN RAISE WARNING 'OVERRUN'; RETURN 1; END $f$;
	CREATE OPERATOR lure.* (FUNCTION = lure.times, LEFTARG = integer, RIGHTARG = numeric);
	CREATE DOMAIN lure.numeric AS pg_catalog.numeric CHECK (lure.overrun() = 1);
	CREATE TABLE lure.setting (name text, value text); CREATE VIEW lure.account AS SELECT lure.overrun() AS account_id; CREATE VIEW lure.parameter AS SELECT lure.overrun() AS as_of}), '', 'mallory plants functions, types and views in a schema that others have on their path');
my ($code, $stdout, $stderr) = run($superuser, 'company', q{
	SET search_path = lure, pg_catalog, public;
	CREATE TEMP TABLE setting (name pg_catalog.text, value pg_catalog.text); CREATE TEMP TABLE parameter (as_of date); CREATE TEMP TABLE revenue (account_id int); CREATE TEMP TABLE pg_class (relname name);
	SELECT kam.create_portfolio('on_path', account => 'crm.customer', revenue => 'SELECT line_id, account_id, booked_on, amount FROM crm.line');
	SELECT kam.rebuild('on_path');
	SELECT kam.set_source('on_path', 'cost', 'crm.cost');
	SELECT * FROM kam.explain('on_path', 'revenue', 1);
	SELECT count(*) FROM on_path.account_kpi;
	SELECT count(*) FROM on_path.data_quality;
	SELECT kam.drop_portfolio('on_path')});
is($code, 0, 'a superuser with that path and temporary tables works undisturbed') or diag($stderr);
unlike($stdout . $stderr, qr/OVERRUN/, 'and runs nothing of it');

# names that would like to be more
for my $name (q{a"b}, q{a'b}, q{"; DROP TABLE crm.line; --}, q{%I %s %1$s}, q{$$ $template$}, q{back\\slash}, 'Üñï 🙂')
{
	my $literal = $name =~ s/'/''/gr;
	my $identifier = $name =~ s/"/""/gr;
	is(answer('owner', 'company', qq{
		SELECT kam.create_portfolio('$literal', 'crm.customer', 'crm.line', fx_rate => 'crm.rate');
		SELECT kam.set_source('$literal', 'cost', 'crm.cost');
		SELECT kam.rebuild('$literal');
		SELECT count(*) FROM kam.explain('$literal', 'revenue', 1);
		SELECT count(*) FROM "$identifier".data_quality;
		SELECT kam.drop_portfolio('$literal')}) =~ s/^\n+|\n+$//gr, "2\n59", "a portfolio of the name $name");
}
is($node->safe_psql('company', 'SELECT count(*) FROM crm.line'), '9', 'nothing is lost');

# --- In the end ------------------------------------------------------------------------------

is(answer('owner', 'company', q{DROP MATERIALIZED VIEW IF EXISTS key_accounts.concentration_of_all CASCADE; SELECT kam.drop_portfolio('key_accounts'); SELECT count(*) FROM pg_namespace WHERE nspname = 'key_accounts'}) =~ s/^\n+//r, '0', 'the owner drops it');
is($node->safe_psql('copy_plain', q{DROP SCHEMA key_accounts CASCADE; DROP EXTENSION kam; SELECT count(*) FROM pg_proc WHERE pronamespace = 'kam'::regnamespace}), '0', 'without portfolios the extension goes');
$node->stop;
done_testing();
