# What aggregates need of a server: workers, memory, time.
use strict;
use warnings;
use FindBin;
use Time::HiRes qw(time);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', q{
	shared_buffers = 64MB
	max_worker_processes = 8
	max_parallel_workers = 8
	jit = off
	autovacuum = off
});
$node->start;
$node->safe_psql('postgres', 'CREATE EXTENSION kam');
$node->safe_psql('postgres', q{
	CREATE UNLOGGED TABLE account (id int, grp int, o numeric, c numeric, fo float8, fc float8) WITH (parallel_workers = 3);
	INSERT INTO account
		SELECT i, i % 1000, (hashint4(i) & 1048575) / 100.0, CASE WHEN i % 9 > 0 THEN (hashint4(-i) & 1048575) / 1000.0 END,
			   (hashint4(i) & 1048575) / 100.0::float8, CASE WHEN i % 9 > 0 THEN (hashint4(-i) & 1048575) / 1000.0::float8 END
		FROM generate_series(1, 300000) AS i;
	VACUUM ANALYZE account;
});

# Workers that really run give what one process gives.
my $calls = 'kam.nrr(o, c), kam.nrr(fo, fc), kam.nrr_stderr(o, c), kam.weighted_score(c, o), kam.weighted_score(fc, fo), kam.score_coverage(c, o),
	kam.score_interval(c, o, 0, 100), kam.geometric_score(c, o), kam.share_of_wallet(o, c), kam.share_of_wallet(fo, fc), kam.wallet_coverage(o, c),
	kam.retention_agg(o, c), kam.retention_agg(fo, fc), kam.wallet_agg(fo, fc), kam.log_score_agg(fc, fo)';
my $parallel = q{SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0; SET max_parallel_workers_per_gather = 3;};
for my $query ("SELECT $calls FROM account", "SELECT grp, $calls FROM account GROUP BY grp ORDER BY grp",
	"SELECT $calls FROM account WHERE id < 0")
{
	my $serial = $node->safe_psql('postgres', "SET max_parallel_workers_per_gather = 0; $query");
	for my $leader ('on', 'off')
	{
		my $settings = "$parallel SET parallel_leader_participation = $leader;";
		my $plan = $node->safe_psql('postgres', "$settings EXPLAIN (ANALYZE, FORMAT JSON) $query");
		my ($launched) = $plan =~ /"Workers Launched": (\d)/;
		ok($launched && $plan =~ /"Partial Mode": "Partial"/, 'workers aggregate (' . ($launched // 0) . " of them, leader $leader)");
		is($node->safe_psql('postgres', "$settings $query"), $serial, 'and the result is that of one process');
	}
}

# So does the server's compiler, which may inline our functions.
SKIP:
{
	skip 'this server has no JIT', 1 unless $node->safe_psql('postgres', 'SET jit = on; SELECT pg_jit_available()') eq 't';
	my $query = "SELECT grp % 10, $calls FROM account GROUP BY 1 ORDER BY 1";
	is( $node->safe_psql('postgres', "SET jit = on; SET jit_above_cost = 0; SET jit_inline_above_cost = 0; SET jit_optimize_above_cost = 0; $query"),
		$node->safe_psql('postgres', $query), 'compiled queries give the same');
}

# A million groups in little memory: the hash table spills, and nothing grows
# with the number of rows.
SKIP:
{
	skip 'memory is read from /proc', 7 unless -r '/proc/self/status';

	my $measure = sub {
		my ($settings, $query) = @_;
		my @lines = split /\n/, $node->safe_psql('postgres', qq{
			$settings
			$query;
			SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\\s+(\\d+)')});
		return ($lines[-1] / 1024, $lines[-2]);
	};
	my ($idle) = $measure->('', 'SELECT count(*) FROM account');
	my $many = 'SELECT g, kam.nrr(1.5 + g % 3, 2.5) AS nrr, kam.share_of_wallet(1.5, 2.5 + g % 3) AS share FROM generate_series(1, 1000000) AS g GROUP BY g';
	my $small = 'SET work_mem = \'4MB\'; SET enable_sort = off; SET max_parallel_workers_per_gather = 0;';
	like($node->safe_psql('postgres', "$small EXPLAIN (ANALYZE, FORMAT JSON) $many"), qr/"HashAgg Batches": ([2-9]|\d\d)/, 'a million groups spill');
	my ($used, $result) = $measure->($small, "SELECT count(*), sum(nrr), sum(share) FROM ($many) AS q");
	is($result, $node->safe_psql('postgres', "SET enable_hashagg = off; SELECT count(*), sum(nrr), sum(share) FROM ($many) AS q"), 'with the right result');
	cmp_ok($used, '<', $idle + 100, sprintf('in %.0f MB more than nothing', $used - $idle));

	# numbers that take the wide path, which makes a new state for every row
	($used) = $measure->('', 'SELECT kam.nrr(1e50 + g, 1e-30 * g), kam.weighted_score(1e60 * g, 1e-40 * g) FROM generate_series(1, 300000) AS g');
	cmp_ok($used, '<', $idle + 60, sprintf('wide states do not pile up: %.0f MB more', $used - $idle));
	($used) = $measure->('', 'SELECT kam.nrr(1e300 / g, 1e-300 * g) FROM generate_series(1, 20000) AS g');
	cmp_ok($used, '<', $idle + 60, sprintf('nor those of float8: %.0f MB more', $used - $idle));
	($used) = $measure->('', q{SELECT count(nrr) FROM (SELECT kam.nrr(1e50 + g, 1e-30 * g) OVER (ORDER BY g ROWS 5 PRECEDING) AS nrr
		FROM generate_series(1, 100000) AS g) AS q});
	cmp_ok($used, '<', $idle + 60, sprintf('nor in window frames: %.0f MB more', $used - $idle));
	($used) = $measure->('', q{SELECT kam.nrr(kam.rollup(s)) FROM account, LATERAL (SELECT kam.retention_accum(NULL, o * 1e40, c)) AS r (s)});
	cmp_ok($used, '<', $idle + 60, sprintf('nor when rolled up: %.0f MB more', $used - $idle));
}

# Whoever asks for an end is heard at once.
my $endless = 'SELECT kam.nrr(a.o, b.c), kam.geometric_score(a.o, b.o) FROM account a, account b';
for my $query ($endless, "SELECT kam.nrr(a.o, b.c) OVER (ROWS 100 PRECEDING) FROM account a, account b",
	'SELECT kam.rollup(s) FROM (SELECT kam.retention_agg(a.o, b.c) AS s FROM account a, account b GROUP BY a.id % 10) AS q')
{
	my $stderr = '';
	my $begin = time();
	$node->psql('postgres', "SET statement_timeout = '500ms'; $query", stderr => \$stderr);
	like($stderr, qr/canceling statement due to statement timeout/, 'a timeout ends the query');
	cmp_ok(time() - $begin, '<', 10, 'soon');
}
my $psql = $node->background_psql('postgres', on_error_stop => 0);
my $pid = $psql->query('SELECT pg_backend_pid()');
$psql->query_until(qr/running/, "\\echo running\nSET max_parallel_workers_per_gather = 0;\n$endless;\n");
$node->poll_query_until('postgres', "SELECT state = 'active' AND query LIKE '%geometric%' FROM pg_stat_activity WHERE pid = $pid");
$node->safe_psql('postgres', "SELECT pg_cancel_backend($pid)");
ok($node->poll_query_until('postgres', "SELECT state = 'idle' FROM pg_stat_activity WHERE pid = $pid"), 'a cancelled query ends');
$psql->{stderr} = '';
is($psql->query('SELECT kam.nrr(100, 50) = 0.5'), 't', 'and its session goes on');
$psql->quit;

unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|TRAP/, 'the server lived through all of this');
$node->stop;
done_testing();
