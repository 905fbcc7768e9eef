/*
 * Running the programme: what the tables and views of src/portfolio that hold
 * plans, people and governance are kept right by.
 *
 * Nothing here runs with other rights than those of who writes. What must hold
 * for two sessions at once is a constraint wherever one can say it; the limits
 * of the programme, which count rows, take a lock at commit instead.
 */

-- Metrics: what each is, for kam.describe and for what may be named in the tables

CREATE FUNCTION metrics()
	RETURNS TABLE (metric text, definition text, unit text, source text, caveats text)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
VALUES
	('revenue', 'sum of the lines of the window, credits negative, at constant exchange rates', 'money, base currency', 'revenue', 'no lines are 0, as the ledger is taken to be complete'),
	('growth_rate', 'revenue / revenue of the previous window - 1', 'ratio, from -1', 'revenue', 'NULL without revenue in the previous window, or if it began there later than grace_months'),
	('nrr', 'repeat revenue of the window / that of the previous window; all kinds but one_off', 'ratio; 1 is all kept', 'revenue', 'NULL as growth_rate; over invoices, not over contracts; of one account, so without an interval'),
	('grr', 'the lower of repeat revenue and that of the previous window / the latter', 'ratio, 0 to 1', 'revenue', 'NULL as growth_rate; says nothing of growth'),
	('contribution_margin', 'revenue - costs of the window other than overhead and acquisition', 'money, base currency', 'revenue, cost', 'NULL without costs in the window: costs that are missing look like margin'),
	('contribution_margin_rate', 'contribution margin / revenue', 'ratio', 'revenue, cost', 'NULL unless revenue is above zero; costs that are missing look like margin'),
	('cost_to_serve_rate', 'costs of delivery, support, logistics and sales / revenue', 'ratio', 'revenue, cost', 'only costs that are booked to accounts'),
	('cac_payback_months', 'all costs of acquisition up to the end of the window / contribution margin of a month of the window', 'months', 'revenue, cost', 'NULL unless the margin is above zero and there were costs of acquisition; takes today''s margin for that of all times'),
	('wallet', 'what the account spends in our category in a year with everybody', 'money, base currency', 'wallet', 'an estimate: as good as its method'),
	('share_of_wallet', 'revenue of a year / wallet', 'ratio; above 1 the wallet is wrong', 'revenue, wallet', 'as uncertain as the wallet'),
	('potential', 'sum of the known potential of products and sites', 'money, base currency', 'potential', 'cells that are not known count for nothing'),
	('white_space', 'potential not yet sold, per product and site, never netted', 'money, base currency', 'potential, revenue', 'of the known cells only'),
	('penetration_rate', 'share of the known potential that is sold', 'ratio, 0 to 1', 'potential, revenue', 'of the known cells only'),
	('nps', 'share of answers of 9 and 10 - share of 0 to 6, in the window', 'ratio, -1 to 1', 'survey', 'of few answers per account it moves in leaps; answers of one person count each'),
	('csat', 'share of answers from csat_cut up, in the window', 'ratio, 0 to 1', 'survey', 'of few answers per account it moves in leaps'),
	('sla_attainment', 'promises kept / promises kept or missed, due in the window', 'ratio, 0 to 1', 'service_level', 'one that is open and overdue is missed; excluded ones do not count'),
	('open_pipeline', 'amounts of opportunities neither won nor closed', 'money, base currency', 'opportunity', 'NULL if there are no opportunities at all'),
	('weighted_pipeline', 'the same times their probabilities', 'money, base currency', 'opportunity', 'as good as the probabilities: brier_score tells'),
	('contracts', 'contracts in force', 'count', 'contract', 'NULL if there are no contracts at all'),
	('remaining_contract_months', 'time until the last contract in force ends', 'months of 365.25 / 12 days', 'contract', 'NULL without one, and if one has no end'),
	('annual_contract_value', 'value of a year of the contracts in force', 'money, base currency', 'contract', 'contracts without a value count for nothing'),
	('revenue_share', 'revenue / revenue of all accounts above zero', 'ratio', 'revenue', 'of the accounts that the reader may see'),
	('plan_time_index', 'days after its start by which the plan was to be where it is / days gone, by value', 'ratio; below 1 the plan is late', 'milestone', 'of active plans; NULL without milestones that have a value and a due date')
$$;
COMMENT ON FUNCTION metrics() IS
	'the metrics of a portfolio: definition, unit, where they come from and what to mind';

CREATE FUNCTION describe(metric text)
	RETURNS TABLE (name text, definition text, unit text, source text, caveats text)
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF metric LIKE 'measure:_%' THEN
		RETURN QUERY VALUES (metric, 'the last value of the company''s own figure of this name, of the account or else of one below it',
			'its own', 'measure', 'kam knows nothing of it but its values');
		RETURN;
	END IF;
	RETURN QUERY SELECT m.metric, m.definition, m.unit, m.source, m.caveats FROM kam.metrics() AS m WHERE m.metric = describe.metric;
	IF NOT FOUND THEN
		RAISE EXCEPTION 'there is no metric %', coalesce(quote_literal(metric), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = format('Metrics are %s, and measure:NAME for those of the source measure.', (SELECT string_agg(m.metric, ', ') FROM kam.metrics() AS m));
	END IF;
END
$$;
COMMENT ON FUNCTION describe(text) IS
	'a metric of portfolios: its definition, unit, where it comes from and what to mind';

CREATE FUNCTION portfolio_is_metric(metric text)
	RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT metric LIKE 'measure:_%' OR metric IN (SELECT m.metric FROM kam.metrics() AS m)
$$;
COMMENT ON FUNCTION portfolio_is_metric(text) IS
	'serves the tables of a portfolio: whether there is such a metric';

-- Days of different keys on one line of numbers, where they never meet: what an
-- exclusion constraint over key and days needs without btree_gist. A key is 128 bits.
CREATE FUNCTION exclusive_days(starts_on date, ends_on date, VARIADIC key text[])
	RETURNS numrange
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
SELECT numrange(k.place + (starts_on - DATE '2000-01-01'), k.place + coalesce(ends_on - DATE '2000-01-01', 5000000000))
FROM (SELECT (hash_array_extended(key, 0)::numeric * 18446744073709551616 + hash_array_extended(key, 1)) * 10000000000 AS place) AS k
$$;
COMMENT ON FUNCTION exclusive_days(date, date, text[]) IS
	'days from starts_on until before ends_on (NULL for ever) of a key, as a range that overlaps with those of the same key alone; for exclusion constraints';

-- The exclusion constraints hold against everybody, but name the days as numbers. What can be
-- seen to overlap is said in words before.
CREATE FUNCTION portfolio_refuse_overlap()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	new_row jsonb := to_jsonb(NEW);
	old_row jsonb := CASE WHEN TG_OP = 'UPDATE' THEN to_jsonb(OLD) END;
	starts name := TG_ARGV[0];
	ends name := TG_ARGV[1];
	keys text[] := TG_ARGV[2 : array_upper(TG_ARGV, 1)];
	other record;
BEGIN
	-- it takes no more rights than writing does, and leaves nonsense to the other constraints
	IF NOT has_table_privilege(TG_RELID, 'SELECT') OR new_row -> starts = 'null'
		OR (new_row ->> ends)::date <= (new_row ->> starts)::date OR 'infinity' IN (new_row ->> starts, new_row ->> ends) OR new_row ->> starts = '-infinity' THEN
		RETURN NEW;
	END IF;
	EXECUTE format($sql$
		SELECT t.%3$I AS starts, t.%4$I AS ends
		FROM %1$I.%2$I AS t
		WHERE t.account_id::text = $1 ->> 'account_id' AND t.%3$I IS NOT NULL
			AND daterange(t.%3$I, t.%4$I) && daterange(($1 ->> $3)::date, ($1 ->> $4)::date)
			AND to_jsonb(t) @> (SELECT jsonb_object_agg(k, $1 -> k) FROM unnest($2) AS k)
			AND to_jsonb(t) IS DISTINCT FROM $5
			-- the same row again is for its key to say: ON CONFLICT names that
			AND NOT EXISTS (
				SELECT FROM pg_index AS i
				WHERE i.indrelid = $6 AND i.indisunique AND to_jsonb(t) @> (
					SELECT jsonb_object_agg(a.attname, $1 -> a.attname::text)
					FROM pg_attribute AS a
					WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)))
		ORDER BY t.%3$I
		LIMIT 1
		$sql$, TG_TABLE_SCHEMA, TG_TABLE_NAME, starts, ends)
	INTO other USING new_row, keys, starts, ends, old_row, TG_RELID;
	IF other.starts IS NOT NULL THEN
		RAISE EXCEPTION 'two rows of "%" overlap in time', TG_TABLE_NAME
			USING ERRCODE = 'exclusion_violation', SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
				DETAIL = format('For %s, %s to %s overlaps with %s to %s.',
					(SELECT string_agg(format('%s %s', k, quote_literal(new_row ->> k)), ', ' ORDER BY n) FROM unnest(keys) WITH ORDINALITY AS u (k, n)),
					new_row ->> starts, coalesce('before ' || (new_row ->> ends), 'no end'), other.starts, coalesce('before ' || other.ends, 'no end')),
				HINT = format('End the other first: set its %s.', ends);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION portfolio_refuse_overlap() IS
	'serves the tables of a portfolio: says what overlaps';

-- Limits

-- What is beyond a limit: of the whole portfolio, or of what one row concerns. Loads are
-- counted on every day from today on, since responsibilities are entered ahead.
CREATE FUNCTION portfolio_breaches(portfolio name, limit_name text, subjects text[])
	RETURNS TABLE (is_above boolean, message text, detail text)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
	IF limit_name = 'key accounts' THEN
		RETURN QUERY EXECUTE format($sql$
			WITH bound AS (
				SELECT max(value) FILTER (WHERE name = 'least_key_accounts')::bigint AS least,
					max(value) FILTER (WHERE name = 'most_key_accounts')::bigint AS most
				FROM %1$I.setting
			), load AS (
				SELECT d.day, count(DISTINCT k.account_id) AS accounts
				FROM (SELECT $1 AS day UNION SELECT starts_on FROM %1$I.key_account WHERE starts_on > $1) AS d
				LEFT JOIN %1$I.key_account AS k ON k.starts_on <= d.day AND (k.ends_on > d.day OR k.ends_on IS NULL)
				GROUP BY d.day
			)
			(SELECT true, format('there are more than %%s key accounts', b.most), format('There are %%s on %%s.', l.accounts, l.day)
			 FROM load AS l JOIN bound AS b ON l.accounts > b.most
			 ORDER BY l.accounts DESC, l.day LIMIT 1)
			UNION ALL
			SELECT false, format('there are fewer than %%s key accounts', b.least), format('There are %%s on %%s.', l.accounts, l.day)
			FROM load AS l JOIN bound AS b ON l.accounts < b.least
			WHERE l.day = $1
			$sql$, portfolio) USING today;
	ELSIF limit_name IN ('account manager', 'executive sponsor') THEN
		RETURN QUERY EXECUTE format($sql$
			WITH bound AS (
				SELECT CASE $2 WHEN 'account manager' THEN max(value) FILTER (WHERE name = 'least_accounts_per_manager')::bigint END AS least,
					CASE $2 WHEN 'account manager' THEN max(value) FILTER (WHERE name = 'most_accounts_per_manager')
						ELSE max(value) FILTER (WHERE name = 'most_accounts_per_sponsor') END::bigint AS most
				FROM %1$I.setting
			), held AS (
				SELECT person, account_id, starts_on, ends_on
				FROM %1$I.responsibility
				WHERE role = $2 AND (person = ANY ($3) OR $3 IS NULL) AND (ends_on > $1 OR ends_on IS NULL)
			), load AS (
				SELECT d.person, d.day, count(DISTINCT h.account_id) AS accounts
				FROM (SELECT person, greatest(starts_on, $1) AS day FROM held
					  UNION SELECT person, $1 FROM held WHERE starts_on <= $1) AS d
				JOIN held AS h ON h.person = d.person AND h.starts_on <= d.day AND (h.ends_on > d.day OR h.ends_on IS NULL)
				GROUP BY d.person, d.day
			)
			(SELECT DISTINCT ON (l.person) true, format('%%s %%s has more than %%s accounts', $2, quote_literal(l.person), b.most),
				format('There are %%s on %%s.', l.accounts, l.day)
			 FROM load AS l JOIN bound AS b ON l.accounts > b.most
			 ORDER BY l.person, l.accounts DESC, l.day)
			UNION ALL
			(SELECT false, format('%%s %%s has fewer than %%s accounts', $2, quote_literal(l.person), b.least),
				format('There are %%s on %%s.', l.accounts, l.day)
			 FROM load AS l JOIN bound AS b ON l.accounts < b.least
			 WHERE l.day = $1
			 ORDER BY l.person)
			$sql$, portfolio) USING today, limit_name, subjects;
	ELSE
		RETURN QUERY EXECUTE format($sql$
			WITH bound AS (
				SELECT make_interval(months => value::integer) AS span, value FROM %1$I.setting WHERE name = 'committee_months'
			)
			SELECT false, format('key account %%s has no committee that meets', quote_literal(k.account_id)),
				format('None of its committees has met in the last %%s months or is to meet in the next.', b.value)
			FROM %1$I.key_account AS k
			CROSS JOIN bound AS b
			WHERE k.starts_on <= $1 AND (k.ends_on > $1 OR k.ends_on IS NULL) AND (k.account_id::text = ANY ($2) OR $2 IS NULL)
				AND NOT EXISTS (
					SELECT FROM %1$I.committee AS c
					JOIN %1$I.meeting AS m ON m.committee_id = c.committee_id
					WHERE c.account_id = k.account_id AND c.starts_on <= $1 AND (c.ends_on > $1 OR c.ends_on IS NULL)
						AND (m.held_on > $1 - b.span AND m.held_on <= $1
							 OR m.held_on IS NULL AND m.cancelled_on IS NULL AND m.planned_on >= $1 AND m.planned_on < $1 + b.span))
			ORDER BY k.account_id
			$sql$, portfolio) USING today, subjects;
	END IF;
END
$$;
COMMENT ON FUNCTION portfolio_breaches(name, text, text[]) IS
	'serves the tables of a portfolio: what is beyond a limit of the programme';

-- Limits that are enforced, looked at when a transaction ends. One at a time: the second of two
-- sessions waits here for the first, and then sees what it did.
CREATE FUNCTION portfolio_enforce_limits()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	old_row jsonb := CASE WHEN TG_OP IN ('UPDATE', 'DELETE') THEN to_jsonb(OLD) END;
	new_row jsonb := CASE WHEN TG_OP IN ('INSERT', 'UPDATE') THEN to_jsonb(NEW) END;
	is_enforced boolean;
	rule record;
	breach record;
	hidden text;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('kam limits ' || TG_TABLE_SCHEMA, 0));
	-- while a portfolio is being made, there are no other tables yet
	EXECUTE format('SELECT EXISTS (SELECT FROM %I.setting WHERE name ~ ''^enforce_'' AND value = ''true'')', TG_TABLE_SCHEMA) INTO is_enforced;
	IF NOT is_enforced THEN
		RETURN NULL;
	END IF;
	FOR rule IN EXECUTE format($sql$
		SELECT r.limit_name, r.setting, r.subjects
		FROM (VALUES
			(1, 'key accounts', 'enforce_key_accounts', $1 = 'key_account', NULL::text[]),
			(2, 'account manager', 'enforce_manager_load', $1 = 'responsibility', ARRAY[$2 ->> 'person', $3 ->> 'person']),
			(3, 'executive sponsor', 'enforce_sponsor_load', $1 = 'responsibility', ARRAY[$2 ->> 'person', $3 ->> 'person']),
			(4, 'committee', 'enforce_committee', $1 IN ('key_account', 'committee', 'meeting'),
				CASE $1 WHEN 'meeting' THEN ARRAY(SELECT account_id::text FROM %1$I.committee
												  WHERE committee_id IN (($2 ->> 'committee_id')::bigint, ($3 ->> 'committee_id')::bigint))
					ELSE ARRAY[$2 ->> 'account_id', $3 ->> 'account_id'] END)) AS r (n, limit_name, setting, concerns, subjects)
		JOIN %1$I.setting AS s ON s.name = r.setting AND s.value = 'true'
		WHERE r.concerns OR $1 = 'setting'
		ORDER BY r.n
		$sql$, TG_TABLE_SCHEMA) USING TG_TABLE_NAME, old_row, new_row
	LOOP
		IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
			RAISE EXCEPTION 'a limit that is enforced cannot be checked in a transaction that is %', current_setting('transaction_isolation')
				USING ERRCODE = 'feature_not_supported',
					DETAIL = format('Setting %s of portfolio "%s" is true, and what other sessions have done meanwhile cannot be seen.', rule.setting, TG_TABLE_SCHEMA),
					HINT = 'Use BEGIN ISOLATION LEVEL READ COMMITTED.';
		END IF;
		SELECT string_agg(format('"%s"', t), ', ') INTO hidden
		FROM unnest(ARRAY['setting', 'key_account', 'responsibility', 'committee', 'meeting']) AS t
		WHERE row_security_active(format('%I.%I', TG_TABLE_SCHEMA, t));
		IF hidden IS NOT NULL THEN
			RAISE EXCEPTION 'a limit that is enforced cannot be checked behind row-level security'
				USING ERRCODE = 'insufficient_privilege',
					DETAIL = format('Setting %s of portfolio "%s" is true, and policies hide rows of %s from %I.', rule.setting, TG_TABLE_SCHEMA, hidden, current_user),
					HINT = 'Write as the owner of the portfolio, or have the owner set it to false.';
		END IF;
		FOR breach IN
			SELECT b.message, b.detail
			FROM kam.portfolio_breaches(TG_TABLE_SCHEMA, rule.limit_name, CASE WHEN TG_TABLE_NAME <> 'setting' AND TG_OP <> 'TRUNCATE' THEN rule.subjects END) AS b
			LIMIT 1
		LOOP
			RAISE EXCEPTION '%', breach.message
				USING ERRCODE = 'check_violation',
					SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
					DETAIL = breach.detail,
					HINT = format(CASE TG_OP WHEN 'TRUNCATE' THEN 'Use DELETE, which is looked at when the transaction ends.' ELSE 'Do all that belongs together in one transaction.' END
						|| ' This is an error since the setting %s is true.', rule.setting);
		END LOOP;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION portfolio_enforce_limits() IS
	'serves the tables of a portfolio: refuses a transaction that breaks an enforced limit';

-- Limits that are not: who adds beyond them is told. Who is still below finds it in the view coverage.
CREATE FUNCTION portfolio_warn_limits()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	limits text[] := ARRAY['key accounts'];
	subjects text[];
	breach record;
BEGIN
	-- A warning is no reason to ask for more rights than writing needs.
	IF NOT has_table_privilege(format('%I.setting', TG_TABLE_SCHEMA), 'SELECT') OR NOT has_table_privilege(TG_RELID, 'SELECT') THEN
		RETURN NULL;
	END IF;
	IF TG_TABLE_NAME = 'responsibility' THEN
		limits := ARRAY['account manager', 'executive sponsor'];
		subjects := ARRAY(SELECT DISTINCT to_jsonb(c) ->> 'person' FROM changed AS c);
	END IF;
	IF NOT EXISTS (SELECT FROM changed) THEN
		RETURN NULL;
	END IF;
	-- what is enforced is an error already, when the transaction ends
	EXECUTE format($sql$
		SELECT array_agg(l ORDER BY n)
		FROM unnest($1) WITH ORDINALITY AS u (l, n)
		WHERE NOT EXISTS (SELECT FROM %I.setting
						  WHERE value = 'true' AND name = CASE l WHEN 'key accounts' THEN 'enforce_key_accounts'
							WHEN 'account manager' THEN 'enforce_manager_load' ELSE 'enforce_sponsor_load' END)
		$sql$, TG_TABLE_SCHEMA) INTO limits USING limits;
	FOR breach IN
		SELECT b.message, b.detail
		FROM unnest(limits) WITH ORDINALITY AS l (limit_name, n)
		CROSS JOIN LATERAL kam.portfolio_breaches(TG_TABLE_SCHEMA, l.limit_name, subjects) AS b
		WHERE b.is_above
		ORDER BY l.n, b.message
	LOOP
		RAISE WARNING '%', breach.message
			USING ERRCODE = '01000', DETAIL = breach.detail, HINT = 'The view coverage shows all limits.';
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION portfolio_warn_limits() IS
	'serves the tables of a portfolio: warns of what goes beyond a limit';

-- Plans

CREATE FUNCTION portfolio_freeze_plan()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET row_security = off
AS $$
DECLARE
	approved record;
BEGIN
	IF TG_OP = 'TRUNCATE' THEN
		EXECUTE format('SELECT plan_id, approved_on FROM %I.plan WHERE approved_on IS NOT NULL ORDER BY plan_id LIMIT 1', TG_TABLE_SCHEMA) INTO approved;
		IF approved.plan_id IS NULL THEN
			RETURN NULL;
		END IF;
		RAISE EXCEPTION 'plan % is approved, and approved plans are kept as they are', approved.plan_id
			USING ERRCODE = 'object_not_in_prerequisite_state',
				DETAIL = format('It was approved on %s, and TRUNCATE of "%s" would take what belongs to it.', approved.approved_on, TG_TABLE_NAME),
				HINT = 'Use DELETE for drafts.';
	ELSIF OLD.approved_on IS NULL THEN
		RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
	ELSIF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
		RETURN NEW;
	END IF;
	RAISE EXCEPTION 'plan % is approved, and approved plans are kept as they are', OLD.plan_id
		USING ERRCODE = 'object_not_in_prerequisite_state',
			DETAIL = format('It was approved on %s. Of an approved plan only %s can change.', OLD.approved_on, array_to_string(TG_ARGV, ', ')),
			HINT = 'Make a new version: insert it as a draft, then in one transaction set closed_on of this one and approved_on of that one.';
END
$$;
COMMENT ON FUNCTION portfolio_freeze_plan() IS
	'serves the tables of a portfolio: keeps approved plans';

-- The lock on the plan makes an approval wait for this transaction, and this one for an approval.
CREATE FUNCTION portfolio_freeze_baseline()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	approved record;
	looked_at bigint[] := '{}';
	hidden bigint;
BEGIN
	IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
		RETURN NEW;
	END IF;
	FOR approved IN EXECUTE format('SELECT plan_id, approved_on FROM %I.plan WHERE plan_id IN ($1, $2) ORDER BY plan_id FOR SHARE', TG_TABLE_SCHEMA)
		USING CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END
	LOOP
		looked_at := looked_at || approved.plan_id;
		IF approved.approved_on IS NOT NULL THEN
			RAISE EXCEPTION 'plan % is approved, and its baseline is frozen', approved.plan_id
				USING ERRCODE = 'object_not_in_prerequisite_state',
					DETAIL = format('It was approved on %s. Of its rows in "%s" only %s can change.', approved.approved_on, TG_TABLE_NAME, array_to_string(TG_ARGV, ', ')),
					HINT = 'Make a new version: insert it as a draft, then in one transaction set closed_on of this one and approved_on of that one.';
		END IF;
	END LOOP;
	-- A plan that is not there is one deleted with all that belongs to it, or one for the foreign
	-- key to miss; or a policy hides it, and it may be approved.
	IF row_security_active(format('%I.plan', TG_TABLE_SCHEMA)) THEN
		SELECT min(u.plan_id) INTO hidden
		FROM unnest(ARRAY[CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END]) AS u (plan_id)
		WHERE u.plan_id <> ALL (looked_at);
		IF hidden IS NOT NULL THEN
			RAISE EXCEPTION 'whether plan % is approved cannot be checked behind row-level security', hidden
				USING ERRCODE = 'insufficient_privilege',
					DETAIL = format('Policies of "plan" hide it from %I, or do not let it be locked.', current_user),
					HINT = 'Write as the owner of the portfolio, or let the policies show the plan for SELECT and UPDATE.';
		END IF;
	END IF;
	RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
COMMENT ON FUNCTION portfolio_freeze_baseline() IS
	'serves the tables of a portfolio: keeps what belongs to approved plans';

CREATE FUNCTION portfolio_follow_phase()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF NEW.previous_starts_on IS NULL THEN
		EXECUTE format('SELECT phase, starts_on FROM %I.phase WHERE account_id = $1 AND starts_on < $2 ORDER BY starts_on DESC LIMIT 1', TG_TABLE_SCHEMA)
		INTO NEW.previous_phase, NEW.previous_starts_on USING NEW.account_id, NEW.starts_on;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION portfolio_follow_phase() IS
	'serves the tables of a portfolio: links a phase to the one before';

-- People

CREATE FUNCTION portfolio_setting_now(portfolio name, setting text)
	RETURNS text
	AS 'MODULE_PATHNAME'
	LANGUAGE C STRICT
	SET search_path = pg_catalog, pg_temp;
COMMENT ON FUNCTION portfolio_setting_now(name, text) IS
	'serves the tables of a portfolio: a setting as it is now, whatever the transaction may see';

CREATE FUNCTION portfolio_pseudonymise_one()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	-- whoever sets the switch waits for this transaction, and then finds its rows
	PERFORM pg_advisory_xact_lock_shared(hashtextextended('kam people ' || TG_TABLE_SCHEMA, 0));
	IF kam.portfolio_setting_now(TG_TABLE_SCHEMA, 'pseudonymous_people') = 'true' THEN
		NEW.person := 'person ' || NEW.stakeholder_id;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION portfolio_pseudonymise_one() IS
	'serves the tables of a portfolio: keeps names out if they are not wanted';

CREATE FUNCTION portfolio_pseudonymise()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF row_security_active(format('%I.stakeholder', TG_TABLE_SCHEMA)) THEN
		RAISE EXCEPTION 'names cannot be removed behind row-level security'
			USING ERRCODE = 'insufficient_privilege',
				DETAIL = format('Policies hide rows of "stakeholder" from %I.', current_user),
				HINT = format('Set %s as the owner of the portfolio.', NEW.name);
	END IF;
	IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
		RAISE EXCEPTION 'names cannot be removed in a transaction that is %', current_setting('transaction_isolation')
			USING ERRCODE = 'feature_not_supported',
				DETAIL = 'Names that other sessions have written meanwhile cannot be seen.',
				HINT = 'Use BEGIN ISOLATION LEVEL READ COMMITTED.';
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('kam people ' || TG_TABLE_SCHEMA, 0));
	EXECUTE format('UPDATE %I.stakeholder SET person = ''person '' || stakeholder_id WHERE person <> ''person '' || stakeholder_id', TG_TABLE_SCHEMA);
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION portfolio_pseudonymise() IS
	'serves the tables of a portfolio: removes the names of stakeholders';

CREATE FUNCTION forget_people(portfolio text)
	RETURNS integer
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET row_security = off
AS $$
DECLARE
	since date;
	forgotten integer;
BEGIN
	PERFORM kam.portfolio_check_owner(portfolio);
	-- kam.as_of set to the future is no reason to forget more
	EXECUTE format('SELECT least(opinion_since, (current_date - make_interval(months => opinion_months))::date) FROM %I.parameter', portfolio) INTO since;
	EXECUTE format($sql$
		UPDATE %I.stakeholder
		SET influence = NULL, stance = NULL, decision_role = NULL, opinion = NULL, assessed_on = NULL,
			person = CASE WHEN ends_on <= $1 THEN 'person ' || stakeholder_id ELSE person END
		WHERE assessed_on <= $1
			OR ends_on <= $1 AND (person <> 'person ' || stakeholder_id OR assessed_on IS NOT NULL)
		$sql$, portfolio) USING since;
	GET DIAGNOSTICS forgotten = ROW_COUNT;
	-- reviews that were kept say how old an opinion is; the rest of what they say of people is as old as their quarter
	EXECUTE format($sql$
		UPDATE %I.review AS r
		SET document = jsonb_set(r.document, '{stakeholders}', (
			SELECT jsonb_agg(CASE WHEN (e ->> 'assessed_on')::date <= $1 THEN e - '{influence,stance,decision_role,assessed_on}'::text[] ELSE e END ORDER BY n)
			FROM jsonb_path_query(r.document, '$.stakeholders[*]') WITH ORDINALITY AS u (e, n)))
		WHERE EXISTS (SELECT FROM jsonb_path_query(r.document, '$.stakeholders[*]') AS e WHERE (e ->> 'assessed_on')::date <= $1)
		$sql$, portfolio) USING since;
	EXECUTE format($sql$
		UPDATE %I.review
		SET document = document - 'stakeholders'
		WHERE quarter + interval '3 months' <= $1 AND document ? 'stakeholders'
		$sql$, portfolio) USING since;
	RETURN forgotten;
END
$$;
COMMENT ON FUNCTION forget_people(text) IS
	'removes opinions about people that are older than the setting opinion_months, and the names of those who left as long ago; returns how many';

-- Alerts

CREATE FUNCTION refresh_alerts(portfolio text)
	RETURNS TABLE (account text, name text, rule text, change text, value numeric, noted_value numeric)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	last_look date;
	changes jsonb;
BEGIN
	PERFORM kam.portfolio_check_owner(portfolio);
	-- two at once would both raise the same
	PERFORM pg_advisory_xact_lock(hashtextextended('kam alerts ' || portfolio, 0));
	EXECUTE format('SELECT max(greatest(noted_on, cleared_on)) FROM %I.alert', portfolio) INTO last_look;
	IF last_look > kam.as_of() THEN
		RAISE EXCEPTION 'alerts are not looked at for a day before the last change'
			USING ERRCODE = 'invalid_parameter_value',
				DETAIL = format('The day is %s, and the last change was on %s.', kam.as_of(), last_look),
				HINT = 'RESET kam.as_of.';
	END IF;
	EXECUTE format($sql$
		SELECT jsonb_agg(jsonb_build_object('alert_id', alert_id, 'account', account_id::text, 'name', name, 'rule', rule, 'change', change,
			'value', value, 'noted_value', noted_value) ORDER BY name, account_id, rule)
		FROM %I.alerts
		WHERE change <> 'unchanged'
		$sql$, portfolio) INTO changes;
	IF changes IS NULL THEN
		RETURN;
	END IF;
	EXECUTE format($sql$
		UPDATE %1$I.alert AS t
		SET cleared_on = CASE WHEN c.change = 'cleared' THEN kam.as_of() END,
			noted_on = CASE c.change WHEN 'worse' THEN kam.as_of() ELSE t.noted_on END,
			noted_value = CASE c.change WHEN 'worse' THEN c.value ELSE t.noted_value END,
			acknowledged_by = CASE c.change WHEN 'worse' THEN NULL ELSE t.acknowledged_by END,
			acknowledged_on = CASE c.change WHEN 'worse' THEN NULL ELSE t.acknowledged_on END
		FROM jsonb_to_recordset($1) AS c (alert_id bigint, change text, value numeric)
		WHERE t.alert_id = c.alert_id
		$sql$, portfolio) USING changes;
	EXECUTE format($sql$
		INSERT INTO %1$I.alert (account_id, rule, raised_on, raised_value, noted_on, noted_value)
		SELECT k.account_id, c.rule, kam.as_of(), c.value, kam.as_of(), c.value
		FROM jsonb_to_recordset($1) AS c (alert_id bigint, account text, rule text, value numeric)
		JOIN (SELECT DISTINCT account_id FROM %1$I.programme) AS k ON k.account_id::text = c.account
		WHERE c.alert_id IS NULL
		ORDER BY c.account, c.rule
		$sql$, portfolio) USING changes;
	-- everybody in the database may listen: it says that there is something, not what
	PERFORM pg_notify('kam_alerts', jsonb_build_object('portfolio', portfolio, 'as_of', kam.as_of(),
		'raised', jsonb_array_length(jsonb_path_query_array(changes, '$[*] ? (@.change == "raised")')),
		'worse', jsonb_array_length(jsonb_path_query_array(changes, '$[*] ? (@.change == "worse")')),
		'cleared', jsonb_array_length(jsonb_path_query_array(changes, '$[*] ? (@.change == "cleared")')))::text);
	RETURN QUERY
		SELECT c.account, c.name, c.rule, c.change, c.value, c.noted_value
		FROM jsonb_to_recordset(changes) AS c (account text, name text, rule text, change text, value numeric, noted_value numeric);
END
$$;
COMMENT ON FUNCTION refresh_alerts(text) IS
	'raises and clears the alerts of a portfolio, returns what has changed, and notifies the channel kam_alerts of it';

-- Reviews

-- These look at days of their own, in a time zone of their own. Both settings are declared, so
-- that the caller's come back.
CREATE FUNCTION portfolio_metrics_of(portfolio text, account text, key_type regtype, day date)
	RETURNS jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET "TimeZone" = 'UTC'
	SET kam.as_of = ''
AS $$
DECLARE
	result jsonb;
BEGIN
	PERFORM set_config('kam.as_of', to_char(day, 'YYYY-MM-DD'), true);
	EXECUTE format('SELECT jsonb_object_agg(metric, value) FROM %I.account_metric WHERE account_id = $1::%s', portfolio, key_type)
	INTO result USING account;
	RETURN result;
END
$$;
COMMENT ON FUNCTION portfolio_metrics_of(text, text, regtype, date) IS
	'serves account_review: the metrics of an account on a day';

CREATE FUNCTION portfolio_review(portfolio text, account text, quarter date, today date)
	RETURNS jsonb
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
	SET "TimeZone" = 'UTC'
	SET kam.as_of = ''
AS $$
DECLARE
	starts_on date;
	day date;
	key_type regtype;
	belongs_to text;
	document jsonb;
	metrics jsonb;
	previous jsonb;
BEGIN
	PERFORM kam.portfolio_check_owner(portfolio);
	IF quarter IS NULL OR NOT isfinite(quarter) THEN
		RAISE EXCEPTION 'quarter must be a day of the quarter'
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('Found %s.', coalesce(quarter::text, 'NULL')), HINT = 'Give any day of it, such as its first.';
	END IF;
	starts_on := date_trunc('quarter', quarter::timestamp)::date;
	IF starts_on > today THEN
		RAISE EXCEPTION 'the quarter has not begun'
			USING ERRCODE = 'invalid_parameter_value', DETAIL = format('It begins on %s, and the day is %s.', to_char(starts_on, 'YYYY-MM-DD'), to_char(today, 'YYYY-MM-DD')),
				HINT = 'Ask for an earlier one, or set kam.as_of.';
	END IF;
	-- A quarter that is not over is looked at up to the day.
	day := least((starts_on + interval '3 months')::date - 1, today);
	SELECT a.atttypid INTO key_type
	FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
	WHERE n.nspname = portfolio AND c.relname = 'account_group' AND a.attname = 'group_id';
	EXECUTE format('SELECT $1::%1$s::text, (SELECT group_id::text FROM %2$I.account_group WHERE account_id = $1::%1$s AND NOT is_internal)', key_type, portfolio)
	INTO account, belongs_to USING account;
	IF account IS NULL OR belongs_to IS DISTINCT FROM account THEN
		RAISE EXCEPTION 'there is no account %', coalesce(quote_literal(account), 'NULL')
			USING ERRCODE = 'invalid_parameter_value',
				HINT = coalesce('It belongs to account ' || quote_literal(belongs_to) || '.', 'Give an account_id of account_kpi.');
	END IF;
	EXECUTE format('SELECT document FROM %I.review WHERE account_id = $1::%s AND quarter = $2', portfolio, key_type)
	INTO document USING account, starts_on;
	IF document IS NOT NULL THEN
		RETURN document;
	END IF;

	metrics := kam.portfolio_metrics_of(portfolio, account, key_type, day);
	previous := kam.portfolio_metrics_of(portfolio, account, key_type, starts_on - 1);
	PERFORM set_config('kam.as_of', to_char(day, 'YYYY-MM-DD'), true);
	EXECUTE format($sql$
		WITH member AS (
			SELECT account_id FROM %1$I.account_group WHERE group_id = $1::%2$s
		), active AS (
			SELECT l.plan_id
			FROM %1$I.plan AS l
			WHERE l.account_id IN (SELECT account_id FROM member) AND l.approved_on <= $2 AND (l.closed_on > $2 OR l.closed_on IS NULL)
		)
		SELECT jsonb_build_object(
			'portfolio', $3, 'account_id', i.account_id, 'name', i.name,
			'quarter', to_char($4, 'YYYY"-Q"Q'), 'as_of', $2, 'previous_as_of', $4 - 1,
			'base_currency', (SELECT base_currency FROM %1$I.parameter),
			'programme', (SELECT jsonb_build_object('tier', k.tier, 'starts_on', k.starts_on, 'account_manager', k.account_manager, 'executive_sponsor', k.executive_sponsor)
						  FROM %1$I.programme AS k WHERE k.account_id = i.account_id),
			'team', (SELECT coalesce(jsonb_agg(jsonb_build_object('role', r.role, 'person', r.person, 'time_share', r.time_share) ORDER BY r.role, r.person), '[]')
					 FROM (SELECT DISTINCT role, person, time_share FROM %1$I.responsibility
						   WHERE account_id IN (SELECT account_id FROM member) AND starts_on <= $2 AND (ends_on > $2 OR ends_on IS NULL)) AS r),
			'kpis', (SELECT jsonb_object_agg(v.key, jsonb_build_object('value', v.value, 'previous', $6 -> v.key,
						'change', CASE WHEN jsonb_typeof(v.value) = 'number' AND jsonb_typeof($6 -> v.key) = 'number' THEN (v.value #>> '{}')::numeric - ($6 ->> v.key)::numeric END))
					 FROM jsonb_each($5) AS v),
			'phase', (SELECT jsonb_agg(jsonb_build_object('phase', f.phase, 'starts_on', f.starts_on, 'days', f.days) ORDER BY f.account_id)
					  FROM %1$I.phase_progress AS f WHERE f.account_id IN (SELECT account_id FROM member) AND f.is_current),
			'plan', (SELECT coalesce(jsonb_agg(to_jsonb(g) - 'account_id' - 'name' || jsonb_build_object(
						'objectives', (SELECT coalesce(jsonb_agg(to_jsonb(o) - 'account_id' - 'name' - 'plan_id' ORDER BY o.objective_id), '[]')
									   FROM %1$I.objective_progress AS o WHERE o.plan_id = g.plan_id),
						'assumptions', (SELECT coalesce(jsonb_agg(to_jsonb(d) - 'account_id' - 'name' - 'plan_id' - 'version' ORDER BY d.metric), '[]')
										FROM %1$I.plan_drift AS d WHERE d.plan_id = g.plan_id),
						'milestones', (SELECT coalesce(jsonb_agg(jsonb_build_object('milestone_id', m.milestone_id, 'title', m.title, 'project', m.project, 'value', m.value, 'due_on', m.due_on,
											'done_on', CASE WHEN m.done_on <= $2 THEN m.done_on END, 'realised', CASE WHEN m.done_on <= $2 THEN m.realised END) ORDER BY m.due_on, m.milestone_id), '[]')
									   FROM %1$I.milestone AS m WHERE m.plan_id = g.plan_id)) ORDER BY g.plan_id), '[]')
					 FROM %1$I.plan_progress AS g WHERE g.plan_id IN (SELECT plan_id FROM active)),
			'risks', (SELECT coalesce(jsonb_agg(jsonb_build_object('risk_id', r.risk_id, 'title', r.title, 'probability', r.probability, 'impact', r.impact,
						'expected_loss', round(r.probability * r.impact, 2), 'owner', r.owner, 'mitigation', r.mitigation, 'opened_on', r.opened_on)
						ORDER BY r.probability * r.impact DESC NULLS LAST, r.risk_id), '[]')
					  FROM %1$I.risk AS r WHERE r.account_id IN (SELECT account_id FROM member) AND r.opened_on <= $2 AND (r.closed_on > $2 OR r.closed_on IS NULL)),
			'renewals', (SELECT coalesce(jsonb_agg(to_jsonb(r) - 'account_id' - 'name' - 'revenue' ORDER BY r.notice_on, r.ends_on, r.contract_id), '[]')
						 FROM %1$I.renewals AS r WHERE r.account_id = i.account_id),
			'offers', (SELECT coalesce(jsonb_agg(jsonb_build_object('offer_id', o.offer_id, 'title', o.title, 'offered_on', o.offered_on, 'valid_until', o.valid_until, 'is_framework', o.is_framework,
						'amount', (SELECT sum(u.amount) FROM %1$I.offer_module AS u WHERE u.offer_id = o.offer_id)) ORDER BY o.offered_on, o.offer_id), '[]')
					   FROM %1$I.offer AS o WHERE o.account_id IN (SELECT account_id FROM member) AND o.offered_on <= $2 AND (o.decided_on > $2 OR o.decided_on IS NULL)
						AND (o.valid_until >= $2 OR o.valid_until IS NULL)),
			'relationships', (SELECT to_jsonb(c) - 'account_id' - 'name' - 'account_manager' FROM %1$I.relationship_coverage AS c WHERE c.account_id = i.account_id),
			'stakeholders', (SELECT coalesce(jsonb_agg(jsonb_build_object('stakeholder_id', s.stakeholder_id, 'level', s.level, 'job_title', s.job_title,
								'last_contact_on', CASE WHEN s.last_contact_on <= $2 THEN s.last_contact_on END) || CASE WHEN s.assessed_on > p.opinion_since AND s.assessed_on <= $2
								THEN jsonb_build_object('influence', s.influence, 'stance', s.stance, 'decision_role', s.decision_role, 'assessed_on', s.assessed_on) ELSE '{}' END ORDER BY s.stakeholder_id), '[]')
							 FROM %1$I.stakeholder AS s CROSS JOIN %1$I.parameter AS p
							 WHERE s.account_id IN (SELECT account_id FROM member) AND s.starts_on <= $2 AND (s.ends_on > $2 OR s.ends_on IS NULL)),
			'white_space', (SELECT coalesce(jsonb_agg(to_jsonb(w) - 'account_id' - 'name' ORDER BY w.white_space DESC NULLS LAST, w.product, w.site), '[]')
							FROM %1$I.white_space AS w WHERE w.account_id = i.account_id AND (w.white_space > 0 OR w.white_space IS NULL)),
			'meetings', (SELECT jsonb_build_object('last_held_on', max(m.held_on) FILTER (WHERE m.held_on <= $2),
							'next_planned_on', min(m.planned_on) FILTER (WHERE m.planned_on > $2 AND (m.held_on IS NULL OR m.held_on > $2) AND (m.cancelled_on IS NULL OR m.cancelled_on > $2)))
						 FROM %1$I.meeting AS m JOIN %1$I.committee AS c ON c.committee_id = m.committee_id WHERE c.account_id IN (SELECT account_id FROM member)),
			'open_decisions', (SELECT coalesce(jsonb_agg(jsonb_build_object('decision_id', d.decision_id, 'decision', d.decision, 'owner', d.owner, 'decided_on', m.held_on, 'due_on', d.due_on,
								'is_overdue', coalesce(d.due_on < $2, false)) ORDER BY d.due_on NULLS LAST, d.decision_id), '[]')
							   FROM %1$I.decision AS d JOIN %1$I.meeting AS m ON m.meeting_id = d.meeting_id JOIN %1$I.committee AS c ON c.committee_id = m.committee_id
							   WHERE c.account_id IN (SELECT account_id FROM member) AND m.held_on <= $2 AND (d.done_on > $2 OR d.done_on IS NULL)),
			'governance_gaps', (SELECT coalesce(jsonb_agg(g.gap ORDER BY g.step_no), '[]') FROM %1$I.governance_gap AS g WHERE g.account_id = i.account_id),
			'alerts', (SELECT coalesce(jsonb_agg(jsonb_build_object('alert_id', t.alert_id, 'rule', t.rule, 'raised_on', t.raised_on, 'raised_value', t.raised_value) ORDER BY t.raised_on, t.alert_id), '[]')
					   FROM %1$I.alert AS t WHERE t.account_id = i.account_id AND t.raised_on <= $2 AND (t.cleared_on > $2 OR t.cleared_on IS NULL)),
			'not_known', (SELECT coalesce(jsonb_agg(v.key ORDER BY v.key COLLATE "C"), '[]') FROM jsonb_each($5) AS v WHERE v.value = 'null'))
		FROM %1$I.account_kpi AS i
		WHERE i.account_id = $1::%2$s
		$sql$, portfolio, key_type)
	INTO document USING account, day, portfolio, starts_on, metrics, previous;
	RETURN document;
END
$$;
COMMENT ON FUNCTION portfolio_review(text, text, date, date) IS
	'serves account_review: the document, as it is to be known today';

CREATE FUNCTION account_review(portfolio text, account text, quarter date)
	RETURNS jsonb
	LANGUAGE sql
	RETURN kam.portfolio_review(portfolio, account, quarter, kam.as_of());
COMMENT ON FUNCTION account_review(text, text, date) IS
	'all there is to say of an account at the end of a quarter, as one document: the one that was kept, or else the one of the data as they are';

CREATE FUNCTION account_review(portfolio text, account bigint, quarter date)
	RETURNS jsonb
	LANGUAGE sql
	RETURN kam.portfolio_review(portfolio, account::text, quarter, kam.as_of());
COMMENT ON FUNCTION account_review(text, bigint, date) IS
	'all there is to say of an account at the end of a quarter, as one document: the one that was kept, or else the one of the data as they are';

CREATE FUNCTION account_review(portfolio text, account uuid, quarter date)
	RETURNS jsonb
	LANGUAGE sql
	RETURN kam.portfolio_review(portfolio, account::text, quarter, kam.as_of());
COMMENT ON FUNCTION account_review(text, uuid, date) IS
	'all there is to say of an account at the end of a quarter, as one document: the one that was kept, or else the one of the data as they are';
