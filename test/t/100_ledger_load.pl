# Ledgers of size: two million accounts, many groups, little memory, limits
# that are met, queries that are cancelled, keys made to collide.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time usleep);

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
$node->append_conf('postgresql.conf', q{
	shared_buffers = '256MB'
	max_wal_size = '4GB'
	autovacuum = off
	jit = off
	parallel_setup_cost = 0
	parallel_tuple_cost = 0.01
	max_parallel_workers_per_gather = 0
});
$node->start;
sub query { return $node->safe_psql('postgres', shift) }

# Two million accounts; account k has k % 3 lines more than one
query(q{
	CREATE EXTENSION kam;
	CREATE UNLOGGED TABLE line WITH (parallel_workers = 2) AS
		SELECT hashint8extended(k, 1) AS account, date '2024-01-01' + (hashint8(k * 3 + n) & 511) AS day, ((hashint8(k + n) & 65535) - 6000) / 100.0 AS amount
		FROM generate_series(1, 2000000) AS k, generate_series(0, (k % 3)::int) AS n WHERE n < 2;
	ANALYZE line;
});
my $bridge = q{SELECT kam.revenue_bridge(account, day, amount, 'quarter')};
query(qq{CREATE TABLE bridge AS $bridge AS b FROM line});
is(query(q{
		SELECT (sum(closing + negative) = (SELECT sum(amount) FROM line))
			AND sum(accounts_new) = (SELECT count(DISTINCT account) FROM (SELECT account FROM line GROUP BY account, date_trunc('quarter', day) HAVING sum(amount) > 0) AS q)
			AND bool_and(opening + new_ + reactivation + expansion - contraction - churned = closing)
		FROM bridge, unnest(b)}),
	't', 'two million accounts: the sums and accounts are those of plain SQL');
is(query(q{SELECT count(*) FROM (
		SELECT account, date_trunc('quarter', day)::date AS period, sum(amount) AS balance FROM line GROUP BY 1, 2) AS q
		GROUP BY period ORDER BY period}) =~ tr/\n//, 5, 'in six quarters');
is(query(q{
		SELECT count(*) FROM (
			SELECT period, sum(greatest(balance, 0)) AS closing, count(*) FILTER (WHERE balance > 0) AS accounts, count(*) FILTER (WHERE balance <= 0) AS nonpositive
			FROM (SELECT account, date_trunc('quarter', day)::date AS period, sum(amount) AS balance FROM line GROUP BY 1, 2) AS q GROUP BY period) AS plain
		JOIN (SELECT b.* FROM bridge, unnest(b) AS b) AS b USING (period)
		WHERE b.closing = plain.closing AND accounts_closing = accounts AND accounts_nonpositive = nonpositive}),
	'6', 'and so are the balances of each');
like(query(qq{SET max_parallel_workers_per_gather = 2; EXPLAIN (COSTS OFF) $bridge FROM line}), qr/Partial Aggregate/, 'workers take part');
is(query(qq{SET max_parallel_workers_per_gather = 2; SELECT ($bridge FROM line) = b FROM bridge}), 't', 'real workers find the same');

# and so is concentration, straight from lines and from one row per account
query(q{
	CREATE UNLOGGED TABLE total WITH (parallel_workers = 2) AS SELECT account, sum(amount) AS amount FROM line GROUP BY account;
	CREATE TABLE concentration AS
		SELECT kam.hhi(account, amount) AS hhi, kam.gini(account, amount) AS gini, kam.gini(account, amount, true) AS corrected, kam.top_share(account, amount, 1000) AS top, round(kam.entropy(account, amount)::numeric, 11) AS entropy,
			kam.nonpositive_accounts(kam.concentration_agg(account, amount)) AS nonpositive FROM line;
});
is(query(q{
		SELECT hhi = trim_scale(sum(v * v)) / trim_scale(sum(v) ^ 2) AND round(gini, 15) = round(sum((2 * i - n - 1) * v) / (sum(v) * max(n)), 15) AND round(corrected, 15) = round(sum((2 * i - n - 1) * v) / (sum(v) * (max(n) - 1)), 15)
			AND round(top, 15) = round(sum(v) FILTER (WHERE i > n - 1000) / sum(v), 15) AND abs(entropy - (ln(sum(v)::float8) - sum(v::float8 * ln(greatest(v, 0.0001)::float8)) / sum(v)::float8)::numeric) < 1e-9
			AND nonpositive = (SELECT count(*) FROM total WHERE amount <= 0)
		FROM concentration, (SELECT amount AS v, row_number() OVER (ORDER BY amount) AS i, count(*) OVER () AS n FROM total WHERE amount >= 0) AS r GROUP BY concentration.*, hhi, gini, corrected, top, entropy, nonpositive}),
	't', 'two million accounts: the concentration is that of plain SQL');
for my $source (['line', 'account, amount'], ['total', 'account, amount'], ['total', 'amount'])
{
	my ($table, $arguments) = @$source;
	for my $workers (0, 2)
	{
		is(query(qq{SET max_parallel_workers_per_gather = $workers; SELECT (SELECT ROW(kam.hhi($arguments), kam.gini($arguments), kam.gini($arguments, true), kam.top_share($arguments, 1000), round(kam.entropy($arguments)::numeric, 11)) FROM $table) = ROW(hhi, gini, corrected, top, entropy) FROM concentration}),
			't', "and so it is from ($arguments) of table $table with $workers workers");
	}
}

# Many groups in little memory
for my $setting ('enable_hashagg = off', 'enable_sort = off')
{
	is(query(qq{
			SET work_mem = '64kB'; SET $setting;
			SELECT count(*), sum(closing) = (SELECT sum(balance) FROM (SELECT sum(amount) AS balance FROM line WHERE account % 10 = 0 GROUP BY account, date_trunc('quarter', day) HAVING sum(amount) > 0) AS p)
			FROM (SELECT (unnest(kam.revenue_bridge(account, day, amount, 'quarter'))).closing FROM line WHERE account % 10 = 0 GROUP BY account % 1000000) AS q}) =~ s/^\d+\|//r,
		't', "two hundred thousand groups in 64 kB with $setting");
}
# nor are they a burden in much memory: each group costs the same, however many there are
is(query(q{
		SET work_mem = '1GB'; SET enable_sort = off; SET statement_timeout = '60s';
		SELECT count(*) FROM (SELECT kam.revenue_bridge(account, day, amount, 'quarter') FROM line WHERE account % 10 = 0 GROUP BY account % 1000000) AS q}),
	query(q{SELECT count(DISTINCT account % 1000000) FROM line WHERE account % 10 = 0}), 'nor in a gigabyte');

# An error in time, and nothing left of it
my ($stdout, $stderr);
$node->psql('postgres', qq{\\set VERBOSITY verbose\nSET kam.ledger_memory_limit = '20MB'; $bridge FROM line}, stdout => \$stdout, stderr => \$stderr);
like($stderr, qr/ERROR:  53400: ledger needs more memory than kam.ledger_memory_limit allows\nDETAIL: .*the limit is 20 MB\.\nHINT:  Use a coarser grain/, 'the limit is met by an error with a hint');
my $memory = q{(SELECT substring(pg_read_file('/proc/self/status') FROM 'RssAnon:\s+(\d+) kB')::int)};
my ($failed, $before, $after) = split /\|/, query(qq{
	SET kam.ledger_memory_limit = '8MB';
	CREATE TEMP TABLE run (n int, kb int);
	DO \$\$ DECLARE failed int := 0; BEGIN
		FOR n IN 1 .. 200 LOOP
			BEGIN
				PERFORM kam.revenue_bridge(md5((k + n)::text), date '2024-01-01' + k % 300, 1e25 * k, 'month') FROM generate_series(1, CASE WHEN n % 2 = 0 THEN 100000 ELSE 2000 END) AS k;
			EXCEPTION WHEN configuration_limit_exceeded THEN
				failed := failed + 1;
			END;
			IF n IN (40, 200) THEN INSERT INTO run VALUES (failed, $memory); END IF;
		END LOOP;
	END \$\$;
	SELECT max(n), min(kb), max(kb) FROM run});
is($failed, 100, 'a hundred times');
cmp_ok($after - $before, '<', 4096, "and the memory is given back: $before kB after 40 runs, $after kB after 200");

# How much memory a ledger takes, beyond what a scan of the same table takes
query(q{
	CREATE UNLOGGED TABLE monthly AS SELECT hashint8extended(k, 1) AS account, (date '2020-01-01' + m * interval '1 month')::date AS day, k % 1000 + 0.25 AS amount FROM generate_series(1, 100000) AS k, generate_series(0, 47) AS m;
	CREATE UNLOGGED TABLE by_month AS SELECT * FROM monthly ORDER BY day, hashint8(account);
});
for my $table ('monthly', 'by_month')
{
	my $peak = q{SELECT substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s+(\d+) kB')};
	my ($scan, $ledger) = split /\n/, query(qq{
		DO 'BEGIN PERFORM sum(amount), min(day), max(account) FROM $table; PERFORM kam.revenue_bridge(1, day, amount, ''month'') FROM (SELECT * FROM $table LIMIT 10) AS q; END';
		$peak;
		DO 'BEGIN PERFORM kam.revenue_bridge(account, day, amount, ''month'') FROM $table; END';
		$peak});
	my $bytes = ($ledger - $scan) * 1024 / (100000 * 48);
	cmp_ok($bytes, '<=', 16, sprintf('%.1f bytes for each account and month of table %s', $bytes, $table));
	cmp_ok($bytes, '>=', 8, 'but not nothing');
}

# Whoever cancels is heard, at once but for what a busy machine adds, whatever the ledger is about
query(q{
	CREATE UNLOGGED TABLE big (s kam.ledger, text_key kam.ledger);
	ALTER TABLE big ALTER s SET STORAGE external, ALTER text_key SET STORAGE external;
	INSERT INTO big SELECT kam.ledger_agg(account, day, amount, 'week'), kam.ledger_agg('customer ' || account, day, amount / 1e15, 'month') FROM line WHERE account % 4 = 0;
});
my %work = (
	'building' => q{SELECT kam.revenue_bridge(k, date '2024-01-01' + (k % 300)::int, 1.5, 'month') FROM generate_series(1, 1000000000::bigint) AS k},
	'building with text keys' => q{SELECT kam.revenue_bridge(k::text, date '2024-01-01' + (k % 300)::int, 1.5, 'month') FROM generate_series(1, 1000000000::bigint) AS k},
	'widening' => q{SELECT kam.revenue_bridge(k % 1000000, date '2024-01-01' + (k % 300)::int, CASE k WHEN 3000000 THEN 1e-18 ELSE 1.5 END, 'week') FROM generate_series(1, 4000000::bigint) AS k},
	'merging' => q{SELECT kam.accounts(kam.rollup(s)) FROM big, generate_series(1, 100)},
	'merging text keys' => q{SELECT kam.accounts(kam.rollup(text_key)) FROM big, generate_series(1, 100)},
	'reading' => q{SELECT sum(kam.accounts(s)) FROM big, generate_series(1, 100)},
	'the bridge' => q{SELECT kam.revenue_bridge(kam.ledger_combine(NULL, s)) FROM big, generate_series(1, 100)},
	'the bridge of wide cells' => q{SELECT kam.revenue_bridge(text_key) FROM big, generate_series(1, 100)},
	'cohorts' => q{SELECT kam.revenue_cohorts(s) FROM big, generate_series(1, 100)},
	'definitions' => q{SELECT kam.retention_definitions(s, '2024-06-01', '2024-12-01') FROM big, generate_series(1, 100)},
	'retention' => q{SELECT kam.retention(s, date '2024-06-01', date '2024-12-01') FROM big, generate_series(1, 100)},
	'writing' => q{SELECT length(s::text) FROM big, generate_series(1, 100)},
	'concentration' => q{SELECT kam.entropy(k, k::numeric) FROM generate_series(1, 1000000000::bigint) AS k},
	'concentration of rows' => q{SELECT kam.gini(k) FROM generate_series(1, 1000000000::bigint) AS k},
	'sorting totals' => q{SELECT kam.gini(s), kam.top_share(s, 3), kam.entropy(s) FROM big, generate_series(1, 100)},
	'sorting wide totals' => q{SELECT kam.gini(kam.ledger_combine(kam.concentration_accum(NULL::kam.ledger, 1e40), s)) FROM (SELECT kam.concentration_agg(amount) AS s FROM total) AS q, generate_series(1, 100)},
	'answers' => q{SELECT kam.nps_stderr(k % 1000000, k % 11) FROM generate_series(1, 1000000000::bigint) AS k},
	'many rows' => q{SELECT sum(cardinality(b)) FROM (SELECT kam.revenue_bridge(1, d, 1, 'day') FROM unnest('{0001-01-01,2700-01-01}'::date[]) AS d, generate_series(1, 20) AS n GROUP BY n) AS q (b)},
	'real workers' => qq{SET max_parallel_workers_per_gather = 2; SELECT count(*) FROM (SELECT kam.revenue_bridge(account, day, amount, 'month') FROM line, generate_series(1, 20) AS n) AS q});
for my $name (sort keys %work)
{
	my $worst = 0;
	my $cancelled = 0;
	for my $timeout (150, 700, 1300)
	{
		my $started = time;
		$node->psql('postgres', "SET statement_timeout = $timeout; $work{$name}", stdout => \$stdout, stderr => \$stderr);
		my $late = time - $started - $timeout / 1000;
		$cancelled += $stderr =~ /canceling statement due to statement timeout/;
		$worst = $late if $late > $worst;
	}
	cmp_ok($cancelled, '>', 0, "$name can be cancelled");
	cmp_ok($worst, '<', 10, sprintf('and soon is (%.2f s)', $worst));
}
my $victim = IPC::Run::start(['psql', '-XAt', '-d', $node->connstr('postgres'), '-c', "/* victim */ $work{building}"], '>', \my $out, '2>', \my $err);
$node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity WHERE query ~ '^/. victim' AND state = 'active'}) or die 'the victim did not start';
usleep(300_000);
my $started = time;
query(q{SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query ~ '^/. victim'});
$victim->finish;
like($err, qr/canceling statement due to user request/, 'pg_cancel_backend() is answered');
cmp_ok(time - $started, '<', 10, 'as fast');

# Keys made to collide: half a million of them would take hours if they did
for my $key ('k', 'k << 32', 'k << 44', '(k << 32) + 7', '-k', 'k * 65536', 'k * 4294967295', 'k * 1000000007', '(k & 255) << 56 | (k >> 8)',
	q{repeat('x', 40) || k}, q{k || repeat('x', 900)}, q{reverse(k::text)}, q{lpad(k::text, 16, '0')}, q{('00000000-0000-0000-0000-' || lpad(to_hex(k), 12, '0'))::uuid}, q{(lpad(to_hex(k), 8, '0') || '-0000-0000-0000-000000000000')::uuid})
{
	is(query(qq{SET statement_timeout = '20s'; SELECT kam.accounts(kam.ledger_agg($key, date '2024-01-01', 1, 'month')) FROM generate_series(1, @{[$key =~ /900/ ? 50000 : 500000]}::bigint) AS k}),
		$key =~ /900/ ? 50000 : 500000, "keys $key are no trouble");
}
unlike(slurp_file($node->logfile), qr/PANIC|terminated by signal|TRAP|out of memory/, 'the server took it all');
$node->stop;
done_testing();
