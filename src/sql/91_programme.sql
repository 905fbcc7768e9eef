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
		OR new_row ->> ends <= new_row ->> starts OR 'infinity' IN (new_row ->> starts, new_row ->> ends) OR new_row ->> starts = '-infinity' THEN
		RETURN NEW;
	END IF;
	EXECUTE format($sql$
		SELECT t.%3$I AS starts, t.%4$I AS ends
		FROM %1$I.%2$I AS t
		WHERE t.account_id::text = $1 ->> 'account_id' AND t.%3$I IS NOT NULL
			AND daterange(t.%3$I, t.%4$I) && daterange(($1 ->> $3)::date, ($1 ->> $4)::date)
			AND to_jsonb(t) @> (SELECT jsonb_object_agg(k, $1 -> k) FROM unnest($2) AS k)
			AND to_jsonb(t) IS DISTINCT FROM $5
		ORDER BY t.%3$I
		LIMIT 1
		$sql$, TG_TABLE_SCHEMA, TG_TABLE_NAME, starts, ends)
	INTO other USING new_row, keys, starts, ends, old_row;
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
	old_row jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
	new_row jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
	rule record;
	breach record;
	hidden text;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('kam limits ' || TG_TABLE_SCHEMA, 0));
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
			FROM kam.portfolio_breaches(TG_TABLE_SCHEMA, rule.limit_name, CASE WHEN TG_TABLE_NAME <> 'setting' THEN rule.subjects END) AS b
			LIMIT 1
		LOOP
			RAISE EXCEPTION '%', breach.message
				USING ERRCODE = 'check_violation',
					SCHEMA = TG_TABLE_SCHEMA, TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME,
					DETAIL = breach.detail,
					HINT = format('Do all that belongs together in one transaction. This is an error since the setting %s is true.', rule.setting);
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
AS $$
BEGIN
	IF OLD.approved_on IS NULL THEN
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
BEGIN
	IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - TG_ARGV = to_jsonb(OLD) - TG_ARGV THEN
		RETURN NEW;
	END IF;
	FOR approved IN EXECUTE format('SELECT plan_id, approved_on FROM %I.plan WHERE plan_id IN ($1, $2) ORDER BY plan_id FOR SHARE', TG_TABLE_SCHEMA)
		USING CASE WHEN TG_OP <> 'INSERT' THEN OLD.plan_id END, CASE WHEN TG_OP <> 'DELETE' THEN NEW.plan_id END
	LOOP
		IF approved.approved_on IS NOT NULL THEN
			RAISE EXCEPTION 'plan % is approved, and its baseline is frozen', approved.plan_id
				USING ERRCODE = 'object_not_in_prerequisite_state',
					DETAIL = format('It was approved on %s. Of its rows in "%s" only %s can change.', approved.approved_on, TG_TABLE_NAME, array_to_string(TG_ARGV, ', ')),
					HINT = 'Make a new version: insert it as a draft, then in one transaction set closed_on of this one and approved_on of that one.';
		END IF;
	END LOOP;
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

CREATE FUNCTION portfolio_pseudonymise_one()
	RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	pseudonymous boolean;
BEGIN
	-- whoever sets the switch waits for this transaction, and then finds its rows
	PERFORM pg_advisory_xact_lock_shared(hashtextextended('kam people ' || TG_TABLE_SCHEMA, 0));
	EXECUTE format('SELECT value = ''true'' FROM %I.setting WHERE name = ''pseudonymous_people''', TG_TABLE_SCHEMA) INTO pseudonymous;
	IF pseudonymous THEN
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
AS $$
DECLARE
	forgotten integer;
BEGIN
	PERFORM kam.portfolio_check_owner(portfolio);
	EXECUTE format($sql$
		UPDATE %1$I.stakeholder AS s
		SET influence = NULL, stance = NULL, decision_role = NULL, opinion = NULL, assessed_on = NULL,
			person = CASE WHEN s.ends_on <= p.since THEN 'person ' || s.stakeholder_id ELSE s.person END
		-- kam.as_of set to the future is no reason to forget more
		FROM (SELECT least(opinion_since, (current_date - make_interval(months => opinion_months))::date) AS since FROM %1$I.parameter) AS p
		WHERE s.assessed_on <= p.since
			OR s.ends_on <= p.since AND (s.person <> 'person ' || s.stakeholder_id OR s.assessed_on IS NOT NULL)
		$sql$, portfolio);
	GET DIAGNOSTICS forgotten = ROW_COUNT;
	RETURN forgotten;
END
$$;
COMMENT ON FUNCTION forget_people(text) IS
	'removes opinions about people that are older than the setting opinion_months, and the names of those who left as long ago; returns how many';
