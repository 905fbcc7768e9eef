# The programme's tables with several sessions at once, and through dump and restore:
# what must hold holds whoever else writes, at every isolation level.
use strict;
use warnings;
use IPC::Run;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('main');
$node->init;
# Who waits for a row or a lock must be let go on by the other, not by the test.
$node->append_conf('postgresql.conf', "deadlock_timeout = 10s\nstatement_timeout = 60s\n");
$node->start;

$node->safe_psql('postgres', q{
	CREATE EXTENSION kam;
	CREATE TABLE customer AS SELECT n AS account_id, 'customer ' || n AS name FROM generate_series(1, 40) AS n;
	CREATE TABLE line AS SELECT n AS account_id, date '2025-01-15' AS booked_on, 100.0 AS amount FROM generate_series(1, 40) AS n;
	SELECT kam.create_portfolio('ka', account => 'customer', revenue => 'line')});

# A session: psql that is told statements and says after each that it is done
{
	package Session;

	sub new
	{
		my ($class, $node) = @_;
		my $self = bless { in => '', out => '', n => 0 }, $class;
		$self->{run} = IPC::Run::start([ 'psql', '-XAtq', '-v', 'VERBOSITY=verbose', '-d', $node->connstr('postgres') ],
			'<', \$self->{in}, '>', \$self->{out}, '2>&1', IPC::Run::timeout(600));
		return $self;
	}

	sub send
	{
		my ($self, $sql) = @_;
		$self->{n}++;
		$self->{out} = '';
		$self->{in} .= "$sql;\n\\echo done $self->{n}\n";
		$self->{run}->pump_nb;
		return;
	}

	sub is_done
	{
		my ($self) = @_;
		return $self->{out} =~ /^done $self->{n}$/m;
	}

	# What it printed, errors included
	sub result
	{
		my ($self) = @_;
		$self->{run}->pump until $self->is_done;
		(my $result = $self->{out}) =~ s/^done $self->{n}\n//m;
		return $result;
	}

	sub query
	{
		my ($self, $sql) = @_;
		$self->send($sql);
		return $self->result;
	}

	sub finish
	{
		my ($self) = @_;
		$self->{in} .= "\\q\n";
		$self->{run}->finish;
		return;
	}
}

my ($one, $two, $third) = map { Session->new($node) } 1 .. 3;

# What the third session prints, who only prepares and looks
sub ask
{
	my ($sql) = @_;
	(my $result = $third->query($sql)) =~ s/\n\z//;
	return $result;
}

# Whether the session now waits for a lock or has answered
sub settle
{
	my ($session) = @_;
	for (1 .. 300)
	{
		$session->{run}->pump_nb;
		return if $session->is_done;
		return if ask("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0;
		select undef, undef, undef, 0.02;
	}
	return;
}

# Both sessions begin and write; one commits, then two does. Returns what each said.
sub race
{
	my ($level, $first, $second) = @_;
	$_->query("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM ka.setting") for $one, $two;
	my $said_one = $one->query($first);
	$two->send($second);
	settle($two);
	$said_one .= $one->query('COMMIT');
	my $said_two = $two->result;
	$said_two .= $two->query('COMMIT');
	return ($said_one, $said_two);
}

my @levels = ('READ COMMITTED', 'REPEATABLE READ', 'SERIALIZABLE');

# [ name, set-up, what one does, what two does, the error that two must get, what must hold, and its value ]
my @constraints = (
	[ 'an account gets one active plan',
		q{INSERT INTO ka.plan (plan_id, account_id, version, title, starts_on, ends_on) VALUES (1, 1, 1, 'a', '2025-01-01', '2026-01-01'), (2, 1, 2, 'b', '2025-01-01', '2026-01-01')},
		q{UPDATE ka.plan SET approved_on = '2025-01-10' WHERE plan_id = 1}, q{UPDATE ka.plan SET approved_on = '2025-02-10' WHERE plan_id = 2},
		qr/23P01.*plan_one_active|40001/s, q{SELECT count(*) FROM ka.plan WHERE approved_on IS NOT NULL}, 1 ],
	[ 'and one account manager at a time', '',
		q{INSERT INTO ka.responsibility VALUES (1, 'account manager', 'Kim', '2025-01-01')}, q{INSERT INTO ka.responsibility VALUES (1, 'account manager', 'Lou', '2025-06-01', '2025-07-01')},
		qr/23P01.*responsibility_of_one|40001/s, q{SELECT count(*) FROM ka.responsibility}, 1 ],
	[ 'and is in the programme once', '',
		q{INSERT INTO ka.key_account VALUES (1, '2025-06-01')}, q{INSERT INTO ka.key_account VALUES (1, '2025-01-01', '2025-06-02')},
		qr/23P01.*key_account_once|40001/s, q{SELECT count(*) FROM ka.key_account}, 1 ],
	[ 'and one phase after another', q{INSERT INTO ka.phase VALUES (1, 'discovery', '2025-01-01')},
		q{INSERT INTO ka.phase VALUES (1, 'value proposition', '2025-02-01')}, q{INSERT INTO ka.phase VALUES (1, 'value proposition', '2025-03-01')},
		qr/23505.*phase_follows_one|40001/s, q{SELECT count(*) FROM ka.phase}, 2 ],
	[ 'and one that begins', '',
		q{INSERT INTO ka.phase VALUES (1, 'discovery', '2025-02-01')}, q{INSERT INTO ka.phase VALUES (1, 'execution', '2025-01-01')},
		qr/23505.*phase_follows_one|40001/s, q{SELECT count(*) FROM ka.phase}, 1 ],
	[ 'what is approved meanwhile gets no milestone',
		q{INSERT INTO ka.plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 1, 'a', '2025-01-01', '2026-01-01')},
		q{UPDATE ka.plan SET approved_on = '2025-01-10' WHERE plan_id = 1}, q{INSERT INTO ka.milestone (plan_id, title, value) VALUES (1, 'late', 1)},
		qr/55000.*frozen|40001/s, q{SELECT count(*) FROM ka.milestone}, 0 ],
	[ 'nor loses an objective',
		q{INSERT INTO ka.plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 1, 'a', '2025-01-01', '2026-01-01');
		  INSERT INTO ka.objective (plan_id, title, metric, target) VALUES (1, 'o', 'nrr', 1)},
		q{UPDATE ka.plan SET approved_on = '2025-01-10' WHERE plan_id = 1}, q{DELETE FROM ka.objective},
		qr/55000.*frozen|40001/s, q{SELECT count(*) FROM ka.objective}, 1 ],
	[ 'nor is another',
		q{INSERT INTO ka.plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 1, 'a', '2025-01-01', '2026-01-01')},
		q{UPDATE ka.plan SET approved_on = '2025-01-10' WHERE plan_id = 1}, q{UPDATE ka.plan SET title = 'b' WHERE plan_id = 1},
		qr/55000.*is approved|40001/s, q{SELECT title FROM ka.plan}, 'a' ],
	[ 'nor goes',
		q{INSERT INTO ka.plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 1, 'a', '2025-01-01', '2026-01-01')},
		q{UPDATE ka.plan SET approved_on = '2025-01-10' WHERE plan_id = 1}, q{DELETE FROM ka.plan WHERE plan_id = 1},
		qr/55000.*is approved|40001/s, q{SELECT count(*) FROM ka.plan}, 1 ],
	[ 'an account gets one committee of a name', '',
		q{INSERT INTO ka.committee (account_id, starts_on) VALUES (1, '2025-01-01')}, q{COPY ka.committee (account_id, starts_on) FROM PROGRAM 'echo 1,2025-02-01' WITH (FORMAT csv)},
		qr/23P01.*committee_once|40001/s, q{SELECT count(*) FROM ka.committee}, 1 ]);

# The same for limits that are enforced, which take READ COMMITTED
my $four = q{INSERT INTO ka.responsibility SELECT n, 'account manager', 'Kim', '2025-01-01' FROM generate_series(1, 4) AS n;};
my $three = q{UPDATE ka.setting SET value = CASE name WHEN 'most_key_accounts' THEN '3' WHEN 'least_key_accounts' THEN '0' ELSE 'true' END
	WHERE name IN ('most_key_accounts', 'least_key_accounts', 'enforce_key_accounts'); INSERT INTO ka.key_account VALUES (1, '2025-01-01'), (2, '2025-01-01')};
my @limits = (
	[ 'the last place among the key accounts', $three,
		q{INSERT INTO ka.key_account VALUES (3, '2025-01-01')}, q{INSERT INTO ka.key_account VALUES (4, '2099-01-01')},
		qr/23514.*more than 3 key accounts/s, q{SELECT count(*) FROM ka.key_account}, 3 ],
	[ 'the last place, looked at before the end', $three,
		q{SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO ka.key_account VALUES (3, '2025-01-01')}, q{SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO ka.key_account VALUES (4, '2025-01-01')},
		qr/23514.*more than 3 key accounts/s, q{SELECT count(*) FROM ka.key_account}, 3 ],
	[ 'the last place, looked at in what is undone', $three,
		q{INSERT INTO ka.key_account VALUES (3, '2025-01-01'); SAVEPOINT a; SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK TO a}, q{INSERT INTO ka.key_account VALUES (4, '2025-01-01'); SAVEPOINT a; DELETE FROM ka.key_account WHERE account_id = 4; ROLLBACK TO a},
		qr/23514.*more than 3 key accounts/s, q{SELECT count(*) FROM ka.key_account}, 3 ],
	[ 'of two who leave, one too many', q{INSERT INTO ka.key_account SELECT n, '2025-01-01' FROM generate_series(1, 6) AS n; UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_key_accounts'},
		q{DELETE FROM ka.key_account WHERE account_id = 1}, q{UPDATE ka.key_account SET ends_on = '2025-02-01' WHERE account_id = 2},
		qr/23514.*fewer than 5 key accounts/s, q{SELECT count(*) FROM ka.key_account WHERE ends_on IS NULL}, 5 ],
	[ 'the last account of a manager', qq{$four UPDATE ka.setting SET value = CASE name WHEN 'most_accounts_per_manager' THEN '5' ELSE 'true' END WHERE name IN ('most_accounts_per_manager', 'enforce_manager_load')},
		q{INSERT INTO ka.responsibility VALUES (5, 'account manager', 'Kim', '2025-01-01')}, q{INSERT INTO ka.responsibility VALUES (6, 'account manager', 'Kim', '2025-01-01')},
		qr/23514.*more than 5 accounts/s, q{SELECT count(*) FROM ka.responsibility}, 5 ],
	[ 'of two accounts taken from a manager, one too many', qq{$four UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_manager_load'},
		q{DELETE FROM ka.responsibility WHERE account_id = 1}, q{DELETE FROM ka.responsibility WHERE account_id = 2},
		qr/23514.*fewer than 3 accounts/s, q{SELECT count(*) FROM ka.responsibility}, 3 ],
	[ 'the last account of a sponsor', q{INSERT INTO ka.responsibility SELECT n, 'executive sponsor', 'Ada', '2025-01-01' FROM generate_series(1, 4) AS n; UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_sponsor_load'},
		q{INSERT INTO ka.responsibility VALUES (5, 'executive sponsor', 'Ada', '2025-01-01')}, q{INSERT INTO ka.responsibility VALUES (6, 'executive sponsor', 'Ada', '2099-01-01')},
		qr/23514.*more than 5 accounts/s, q{SELECT count(*) FROM ka.responsibility}, 5 ],
	[ 'the last meeting of a committee', q{INSERT INTO ka.key_account VALUES (1, '2025-01-01'); INSERT INTO ka.committee (committee_id, account_id, starts_on) VALUES (1, 1, '2025-01-01');
			INSERT INTO ka.meeting (meeting_id, committee_id, planned_on) VALUES (1, 1, current_date + 20), (2, 1, current_date + 40); UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_committee'},
		q{UPDATE ka.meeting SET cancelled_on = current_date WHERE meeting_id = 1}, q{DELETE FROM ka.meeting WHERE meeting_id = 2},
		qr/23514.*no committee that meets/s, q{SELECT count(*) FROM ka.meeting WHERE cancelled_on IS NULL}, 1 ],
	[ 'who goes beyond a limit while it is being enforced', qq{$four UPDATE ka.setting SET value = '4' WHERE name = 'most_accounts_per_manager'},
		q{UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_manager_load'}, q{INSERT INTO ka.responsibility VALUES (5, 'account manager', 'Kim', '2025-01-01')},
		qr/23514.*more than 4 accounts/s, q{SELECT count(*) FROM ka.responsibility}, 4 ],
	[ 'and who enforces one while another goes beyond it', qq{$four UPDATE ka.setting SET value = '4' WHERE name = 'most_accounts_per_manager'},
		q{INSERT INTO ka.responsibility VALUES (5, 'account manager', 'Kim', '2025-01-01')}, q{UPDATE ka.setting SET value = 'true' WHERE name = 'enforce_manager_load'},
		qr/23514.*more than 4 accounts/s, q{SELECT value FROM ka.setting WHERE name = 'enforce_manager_load'}, 'false' ]);

my $settings = ask(q{SELECT string_agg(format('(%L, %L)', name, value), ', ') FROM ka.setting});
my $clear = "SET session_replication_role = replica; SET client_min_messages = error; DELETE FROM ka.milestone; DELETE FROM ka.objective; DELETE FROM ka.assumption; DELETE FROM ka.plan; DELETE FROM ka.responsibility;
	DELETE FROM ka.key_account; DELETE FROM ka.phase; DELETE FROM ka.meeting; DELETE FROM ka.committee; DELETE FROM ka.stakeholder;
	UPDATE ka.setting AS s SET value = v.value FROM (VALUES $settings) AS v (name, value) WHERE v.name = s.name; SET session_replication_role = origin";

for my $case ((map { [ @$_, \@levels ] } @constraints), (map { [ @$_, ['READ COMMITTED'] ] } @limits))
{
	my ($name, $setup, $first, $second, $error, $query, $value, $at) = @$case;
	for my $level (@$at)
	{
		ask($clear);
		ask($setup) if $setup;
		my ($said_one, $said_two) = race($level, $first, $second);
		unlike($said_one, qr/ERROR/, "$name: the first commits, $level");
		like($said_two, $error, "the second does not, $level");
		is(ask($query), $value, "and it holds, $level");
	}
}

# A limit cannot be decided on from a snapshot: neither commits.
for my $level (@levels[ 1, 2 ])
{
	ask($clear);
	ask($limits[0][1]);
	my @said = race($level, $limits[0][2], $limits[0][3]);
	like($_, qr/0A000.*READ COMMITTED/s, "an enforced limit is not looked at, $level") for @said;
	is(ask('SELECT count(*) FROM ka.key_account'), 2, "and nothing is written, $level");
}

# Without enforcement nobody waits for anybody but to commit.
ask($clear);
my @said = race('READ COMMITTED', q{INSERT INTO ka.key_account VALUES (3, '2025-01-01')}, q{INSERT INTO ka.key_account VALUES (4, '2025-01-01')});
is("@said", ' ', 'both commit where no limit is enforced');

# The switch that removes names finds those that others were about to write.
my @work = (q{INSERT INTO ka.stakeholder (account_id, level, person) VALUES (1, 'business', 'Eva Adler')}, q{UPDATE ka.setting SET value = 'true' WHERE name = 'pseudonymous_people'});
for my $order (0, 1)
{
	ask($clear);
	@said = race('READ COMMITTED', @work[ $order, 1 - $order ]);
	is("@said", ' ', 'the switch and a new stakeholder both commit');
	like(ask('SELECT person FROM ka.stakeholder'), qr/^person \d+$/, 'and there is no name');
}

# Nor does a name come in by a transaction that began before it, whatever that sees; nor is one left by a switch that cannot see it.
for my $level (@levels)
{
	ask($clear);
	$one->query("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM ka.setting");
	ask($work[1]);
	$one->query($work[0]);
	$one->query('COMMIT');
	like(ask('SELECT person FROM ka.stakeholder'), qr/^person \d+$/, "no name by an older transaction, $level");
	ask($clear);
	$one->query("BEGIN ISOLATION LEVEL $level; SELECT count(*) FROM ka.setting");
	ask($work[0]);
	my $said = $one->query($work[1]) . $one->query('COMMIT');
	like($said, $level eq 'READ COMMITTED' ? qr/\A\z/ : qr/0A000.*names cannot be removed/, "an older switch finds it, or fails, $level");
	like(ask('SELECT person FROM ka.stakeholder'), $level eq 'READ COMMITTED' ? qr/^person \d+$/ : qr/^Eva Adler$/, "and is done or not, $level");
}

# Alerts: two who look at once raise them once, and who listens is told that there is something, but not what.
ask($clear);
ask(q{DELETE FROM ka.alert; INSERT INTO ka.key_account VALUES (1, '2025-01-01'), (2, '2025-01-01'); LISTEN kam_alerts; SET kam.as_of = '2026-06-30'});
my $look = q{SET LOCAL kam.as_of = '2026-06-30'; SELECT account, rule, change FROM kam.refresh_alerts('ka') ORDER BY 1, 2};
for my $level (@levels)
{
	ask('DELETE FROM ka.alert');
	ask('SELECT 1');
	@said = race($level, $look, $look);
	is($said[0], "1|badly governed|raised\n2|badly governed|raised\n", "the first who looks raises the alerts, $level");
	like($said[1], $level eq 'READ COMMITTED' ? qr/\A\z/ : qr/23505.*alert_open|40001/s, "the second finds nothing new, or fails, $level");
	is((ask('SELECT count(*) FROM ka.alert') =~ /^(\d+)$/m)[0], 2, "and they are there once, $level");
}
ask('SELECT 1');
ask('DELETE FROM ka.alert');
like(ask(q{SELECT FROM kam.refresh_alerts('ka')}), qr/"kam_alerts" with payload "\{"as_of": "2026-06-30", "worse": 0, "raised": 2, "cleared": 0, "portfolio": "ka"\}"/, 'who listens is told');

# Who works on a portfolio waits for whoever else does, and then looks at what there is.
for my $case (
	[ 'two create it', '', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, qr/42P06.*schema "twin" already exists/s, 1 ],
	[ 'one drops it while another rebuilds it', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.drop_portfolio('twin')}, q{SELECT kam.rebuild('twin')}, qr/3F000.*portfolio "twin" does not exist/s, 0 ],
	[ 'or gives it a source', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.drop_portfolio('twin')}, q{SELECT kam.set_source('twin', 'cost', 'line')}, qr/3F000.*portfolio "twin" does not exist/s, 0 ],
	[ 'two drop it', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.drop_portfolio('twin')}, q{SELECT kam.drop_portfolio('twin')}, qr/3F000.*portfolio "twin" does not exist/s, 0 ],
	[ 'one drops it while another creates it', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.drop_portfolio('twin')}, q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, qr/\A\s*\z/, 1 ],
	[ 'two give it a source', q{SELECT kam.create_portfolio('twin', 'customer', 'line')}, q{SELECT kam.set_source('twin', 'cost', 'SELECT account_id, booked_on AS incurred_on, amount FROM line')}, q{SELECT kam.set_source('twin', 'wallet', 'SELECT account_id, booked_on AS as_of, amount FROM line')}, qr/\A\s*\z/, 1 ])
{
	my ($name, $setup, $first, $second, $error, $left) = @$case;
	ask(q{SELECT kam.drop_portfolio('twin') FROM kam.portfolios WHERE portfolio = 'twin'});
	ask($setup) if $setup;
	my ($said_one, $said_two) = race('READ COMMITTED', $first, $second);
	unlike($said_one, qr/ERROR/, "$name: the first is done");
	like($said_two, $error, 'the second sees what is left');
	is(ask(q{SELECT count(*) FROM kam.portfolios WHERE portfolio = 'twin'}), $left, 'and that is as it was left');
}
is(ask(q{SET kam.as_of = '2025-12-31'; SELECT count(wallet), count(contribution_margin) FROM twin.account_kpi}), '40|40', 'both sources are there');

$_->finish for $one, $two, $third;

# Dump and restore, by an ordinary role: data, constraints, triggers and views are there.
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE DATABASE source');
$node->safe_psql('postgres', 'ALTER DATABASE source OWNER TO owner');
my @owner = (extra_params => [ '--username', 'owner' ]);
$node->safe_psql('source', q{
	CREATE EXTENSION kam;
	CREATE TABLE customer AS SELECT 'c' || n AS account_id, 'customer ' || n AS name FROM generate_series(1, 8) AS n;
	CREATE TABLE line AS SELECT 'c' || n AS account_id, date '2025-01-15' AS booked_on, 100.0 AS amount FROM generate_series(1, 8) AS n;
	SELECT kam.create_portfolio('ka', account => 'customer', revenue => 'line');
	INSERT INTO ka.key_account SELECT account_id, '2025-01-01' FROM customer LIMIT 6;
	INSERT INTO ka.responsibility SELECT account_id, 'account manager', 'Kim', '2025-01-01' FROM ka.key_account;
	INSERT INTO ka.committee (account_id, starts_on) SELECT account_id, '2025-01-01' FROM ka.key_account;
	INSERT INTO ka.meeting (committee_id, planned_on, held_on) SELECT committee_id, '2025-02-01', '2025-02-01' FROM ka.committee;
	INSERT INTO ka.decision (meeting_id, decision) SELECT meeting_id, 'go on' FROM ka.meeting;
	INSERT INTO ka.plan (account_id, title, starts_on, ends_on) SELECT account_id, 'plan', '2025-01-01', '2026-01-01' FROM ka.key_account;
	INSERT INTO ka.milestone (plan_id, title, value, due_on) SELECT plan_id, 'step', 10, '2025-03-01' FROM ka.plan;
	INSERT INTO ka.objective (plan_id, title, metric, target) SELECT plan_id, 'keep', 'nrr', 1 FROM ka.plan;
	INSERT INTO ka.assumption (plan_id, metric, lowest) SELECT plan_id, 'nrr', 0.9 FROM ka.plan;
	UPDATE ka.plan SET approved_on = '2025-01-01';
	INSERT INTO ka.phase SELECT account_id, 'discovery', '2025-01-01' FROM ka.key_account;
	INSERT INTO ka.phase SELECT account_id, 'value proposition', '2025-02-01' FROM ka.key_account;
	INSERT INTO ka.stakeholder (account_id, level, person, stance) SELECT account_id, 'business', 'Bo', 'champion' FROM ka.key_account;
	INSERT INTO ka.risk (account_id, title) SELECT account_id, 'risk' FROM ka.key_account;
	INSERT INTO ka.offer (account_id, title) SELECT account_id, 'offer' FROM ka.key_account;
	INSERT INTO ka.offer_module SELECT offer_id, 'base' FROM ka.offer;
	SET kam.as_of = '2025-06-30';
	SELECT FROM kam.refresh_alerts('ka');
	INSERT INTO ka.review SELECT 'c1', '2025-04-01', kam.account_review('ka', 'c1', '2025-04-01');
	UPDATE ka.setting SET value = 'true' WHERE name IN ('enforce_key_accounts', 'enforce_manager_load')}, @owner);
my @relations = split /\n/, $node->safe_psql('source', q{SELECT relname FROM pg_class WHERE relnamespace = 'ka'::regnamespace AND relkind IN ('r', 'v') ORDER BY relname});
my $contents = sub {
	my ($db) = @_;
	return join "\n", map { $_ . ': ' . $node->safe_psql($db, "SET kam.as_of = '2025-06-30'; SELECT t::text FROM ka.\"$_\" AS t ORDER BY 1", @owner) } @relations;
};
my $dump = $node->basedir . '/dump';
for my $format ('plain', 'custom')
{
	$node->safe_psql('postgres', "CREATE DATABASE copy_$format OWNER owner");
	my $target = $node->connstr("copy_$format") . ' user=owner';
	command_ok([ 'pg_dump', '--format', $format, '--file', "$dump.$format", '--dbname', $node->connstr('source') . ' user=owner' ], "dump, $format");
	command_ok($format eq 'plain' ? [ 'psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-f', "$dump.$format", '-d', $target ]
		: [ 'pg_restore', '--exit-on-error', '--dbname', $target, "$dump.$format" ], "restore, $format");
	is($contents->("copy_$format"), $contents->('source'), "same contents in all tables and views, $format");
	for my $write (
		[ q{DELETE FROM ka.milestone}, qr/frozen/ ],
		[ q{DELETE FROM ka.key_account WHERE account_id IN ('c1', 'c2')}, qr/fewer than 5 key accounts/ ],
		[ q{INSERT INTO ka.plan (account_id, version, title, starts_on, ends_on, approved_on) VALUES ('c1', 2, 'x', '2025-01-01', '2026-01-01', '2025-03-01')}, qr/overlap/ ],
		[ q{INSERT INTO ka.phase VALUES ('c1', 'expansion', '2025-03-01')}, qr/phase_may_follow/ ])
	{
		my ($stdout, $stderr) = ('', '');
		isnt($node->psql("copy_$format", $write->[0], @owner, stderr => \$stderr), 0, "refused there as well, $format: $write->[0]");
		like($stderr, $write->[1], 'for the same reason');
	}
	is($node->safe_psql("copy_$format", q{SELECT kam.rebuild('ka'); INSERT INTO ka.plan (account_id, version, title, starts_on, ends_on) VALUES ('c1', 2, 'x', '2025-01-01', '2026-01-01') RETURNING plan_id}, @owner),
		"\n8", "it can be rebuilt, and keys go on after those that there were, the refused one included, $format");
}
$node->stop;
done_testing();
