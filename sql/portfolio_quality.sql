-- Data quality and readiness: each rule broken by hand, once, and nothing else with it
SET search_path = prove, public;
SET client_min_messages = warning;
SET DateStyle = ISO;
SET TIME ZONE 'UTC';
SET kam.as_of = '2025-06-30';

-- A company with nothing to complain of. Of the window adler has 600 + 600, ulm below it 100 USD at 0.80, brandt 200 + 200.
CREATE SCHEMA spotless;
CREATE TABLE spotless.customer (account_id text, name text, parent_account_id text, country text, region text, industry text, segment text, owner text, is_internal boolean);
INSERT INTO spotless.customer VALUES ('adler', 'Adler', NULL, 'DE', 'north', 'food', 'large', 'Kim', NULL), ('ulm', 'Adler Ulm', 'adler', 'DE', 'south', 'food', 'large', 'Kim', NULL),
	('brandt', 'Brandt', NULL, 'FR', 'west', 'steel', 'small', 'Lou', false), ('own', 'Spotless Service', NULL, 'DE', 'north', 'food', 'small', 'Lou', true);
CREATE TABLE spotless.line (account_id text, booked_on date, amount numeric, currency text, product text, site text, country text, business_unit text, kind text, line_id text, recorded_at timestamptz);
INSERT INTO spotless.line (account_id, booked_on, amount, currency, product, kind, line_id) VALUES
	('adler', '2023-08-15', 1000, 'EUR', 'pump', 'recurring', 'L1'), ('adler', '2024-08-15', 600, 'EUR', 'pump', 'recurring', 'L2'), ('adler', '2024-11-15', 600, NULL, 'pump', 'recurring', 'L3'),
	('ulm', '2024-10-05', 110, 'USD', 'valve', 'one_off', 'L4'), ('ulm', '2024-10-20', -10, 'USD', 'valve', 'credit', 'L5'),
	('brandt', '2023-09-01', 300, 'EUR', 'pump', 'usage', 'L6'), ('brandt', '2024-09-01', 200, 'EUR', 'pump', 'usage', 'L7'), ('brandt', '2025-01-15', 200, 'EUR', 'pump', 'usage', 'L8');
CREATE TABLE spotless.cost (account_id text, incurred_on date, amount numeric, currency text, kind text);
INSERT INTO spotless.cost VALUES ('adler', '2024-08-15', 500, 'EUR', 'cogs'), ('ulm', '2024-10-05', 30, 'USD', 'delivery'), ('brandt', '2024-09-01', 100, 'EUR', 'support');
CREATE TABLE spotless.contract (contract_id text, account_id text, starts_on date, ends_on date, annual_value numeric, currency text, notice_days int, auto_renew boolean, is_framework boolean, status text);
INSERT INTO spotless.contract VALUES ('k1', 'adler', '2024-01-01', '2026-01-01', 1200, 'EUR', 90, false, false, 'active'), ('k2', 'brandt', '2024-01-01', '2027-01-01', 400, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE spotless.deal (opportunity_id text, account_id text, amount numeric, probability numeric, closes_on date, is_won boolean, is_closed boolean);
INSERT INTO spotless.deal VALUES ('o1', 'adler', 100, 0.5, '2025-12-31', NULL, NULL), ('o2', 'brandt', 50, 1, '2025-03-31', true, true);
CREATE TABLE spotless.wallet (account_id text, as_of date, amount numeric, product text);
INSERT INTO spotless.wallet VALUES ('adler', '2025-01-01', 5000), ('brandt', '2025-01-01', 2000);
CREATE TABLE spotless.potential (account_id text, product text, site text, amount numeric);
INSERT INTO spotless.potential VALUES ('adler', 'pump', NULL, 2000);
CREATE TABLE spotless.answer (account_id text, answered_on date, kind text, score numeric, respondent text);
INSERT INTO spotless.answer VALUES ('adler', '2025-03-01', 'nps', 9, 'Ann'), ('brandt', '2025-02-01', 'csat', 4, 'Bob');
CREATE TABLE spotless.ticket (account_id text, due_at timestamptz, resolved_at timestamptz, metric text);
INSERT INTO spotless.ticket VALUES ('adler', '2025-01-10', '2025-01-09', 'repair');
CREATE TABLE spotless.measure (account_id text, measure text, value numeric);
INSERT INTO spotless.measure VALUES ('adler', 'countries', 3);
CREATE TABLE spotless.rate (currency text, valid_from date, rate numeric);
INSERT INTO spotless.rate VALUES ('USD', '2023-01-01', 0.80);
SELECT kam.create_portfolio('quality', account => 'spotless.customer', revenue => 'spotless.line', cost => 'spotless.cost', contract => 'spotless.contract', opportunity => 'spotless.deal', wallet => 'spotless.wallet',
	potential => 'spotless.potential', survey => 'spotless.answer', service_level => 'spotless.ticket', measure => 'spotless.measure', fx_rate => 'spotless.rate');
SELECT base_currency FROM quality.parameter;

-- the rules, none of which is broken: here, and where there are two sources only
SELECT step_no, rule, source, severity FROM quality.data_quality ORDER BY step_no;
SELECT count(*) AS rules, sum(rows_affected) AS rows, sum(accounts_affected) AS accounts, sum(base_amount) AS amount, count(example) AS examples FROM quality.data_quality;
SELECT * FROM quality.data_quality_detail;
SELECT kam.create_portfolio('two_sources', 'SELECT account_id, name FROM spotless.customer', 'SELECT account_id, booked_on, amount FROM spotless.line');
SELECT count(*) AS rules, sum(rows_affected) AS rows, sum(base_amount) AS amount FROM two_sources.data_quality;

-- What fires after a statement, which is then undone: rule, rows, accounts, amount, example, finding
CREATE FUNCTION prove.fires(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE fired text;
BEGIN
	EXECUTE statement;
	SELECT string_agg(format('%s: %s of %s, %s, %s (%s)', q.rule, q.rows_affected, q.accounts_affected, coalesce(q.base_amount::text, 'amount not known'), coalesce(q.example, 'no example'), d.findings), E'\n' ORDER BY q.step_no)
	INTO fired
	FROM quality.data_quality AS q
	LEFT JOIN (SELECT rule, string_agg(DISTINCT finding, ', ') AS findings, sum(rows_affected) AS rows, sum(base_amount) AS amount, count(base_amount) AS amounts FROM quality.data_quality_detail GROUP BY rule) AS d USING (rule)
	-- the detail is what the counts are of
	WHERE q.rows_affected <> 0 OR d.rule IS NOT NULL OR q.rows_affected <> coalesce(d.rows, 0) OR d.amounts > 0 AND q.base_amount <> d.amount;
	RAISE EXCEPTION USING ERRCODE = 'KAM99', MESSAGE = coalesce(fired, 'nothing');
EXCEPTION WHEN SQLSTATE 'KAM99' THEN
	RETURN SQLERRM;
END $$;
CREATE TABLE prove.plant (n serial, statement text);
\pset format unaligned
\pset fieldsep ' => '
INSERT INTO prove.plant (statement) VALUES
	($$UPDATE spotless.customer SET parent_account_id = 'gone' WHERE account_id = 'brandt'$$),
	($$UPDATE spotless.customer SET parent_account_id = 'ulm' WHERE account_id = 'adler'$$),
	($$UPDATE spotless.customer SET parent_account_id = 'brandt' WHERE account_id = 'brandt'$$),
	($$INSERT INTO spotless.customer VALUES ('Bran-dt', 'another')$$),
	($$INSERT INTO spotless.customer VALUES ('x1', 'BRANDT.')$$),
	($$INSERT INTO spotless.customer VALUES ('x1', 'Adler,', 'ulm')$$),	-- below the other: no two accounts
	($$INSERT INTO spotless.line VALUES ('ghost', '2025-02-01', 50, 'USD', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES (NULL, '2023-07-01', 50, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('ghost', '2023-06-30', 50, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),	-- before both windows
	($$INSERT INTO spotless.line VALUES ('brandt', NULL, 70, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', NULL, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 'NaN', 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', '-Infinity', 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 1e16, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '0205-02-01', 5, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '-infinity', 5, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'GBP', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2022-12-31', 5, 'USD', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),	-- the bridge wants a rate of that month
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-07-01', 5, 'GBP', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),	-- no rate is wanted yet
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'EUR', 'pump', NULL, NULL, NULL, 'subscription', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'EUR', 'pump', NULL, NULL, NULL, NULL, 'L90'), ('brandt', '2025-02-02', 6, 'USD', 'pump', NULL, NULL, NULL, NULL, 'L91'), ('brandt', '2023-09-02', 7, 'EUR', 'pump', NULL, NULL, NULL, NULL, 'L92')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'EUR', NULL, NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 40, 'EUR', 'pump', NULL, NULL, NULL, 'credit', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 40, 'EUR', 'filter', NULL, NULL, NULL, 'usage', 'L90'), ('brandt', '2025-02-01', -70, 'EUR', 'filter', NULL, NULL, NULL, 'credit', 'L91')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-01-16', 201, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L8'), ('brandt', '2025-01-17', 202, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L8')$$),
	($$INSERT INTO spotless.line SELECT account_id, booked_on, amount, currency, product, site, country, business_unit, kind, id FROM spotless.line, unnest('{L80,L81}'::text[]) AS id WHERE line_id = 'L8'$$),
	($$UPDATE spotless.line SET line_id = NULL; INSERT INTO spotless.line TABLE spotless.line$$),
	($$INSERT INTO spotless.line VALUES ('own', '2025-02-01', 99, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90', '2025-04-02 23:59:59+00'), ('brandt', '2025-02-01', 6, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L91', '2025-04-03 00:00+00')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2025-06-30', 5, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90'), ('brandt', '2025-07-01', 6, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L91')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2023-10-01', 120, 'EUR', 'pump', NULL, NULL, NULL, 'recurring', 'L90'), ('brandt', '2024-10-01', 130, 'EUR', 'pump', NULL, NULL, NULL, 'recurring', 'L91')$$),
	($$INSERT INTO spotless.line VALUES ('brandt', '2024-10-01', 130, 'EUR', 'pump', NULL, NULL, NULL, 'recurring', 'L91')$$),	-- it only begins
	($$INSERT INTO spotless.cost VALUES ('ghost', '2025-02-01', 50, 'EUR', 'cogs')$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', NULL, 'EUR', 'cogs')$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', NULL, 8, 'USD', 'cogs')$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', 'Infinity', 'EUR', 'cogs')$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', 5, 'GBP', 'cogs'), ('brandt', '2024-06-30', 5, 'GBP', 'cogs')$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', 5, 'EUR', 'misc')$$),
	($$DELETE FROM spotless.cost WHERE account_id = 'brandt'$$),
	($$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', -150, 'EUR', 'cogs'), ('brandt', '2024-06-30', -900, 'EUR', 'cogs'), ('brandt', '2025-02-01', -10, 'USD', 'support'), ('adler', '2025-02-01', -9000, 'EUR', 'overhead')$$),
	($$INSERT INTO spotless.contract VALUES ('k3', 'ghost', '2025-01-01', '2026-01-01', 100, 'USD')$$),
	($$INSERT INTO spotless.contract VALUES ('k2', 'brandt', '2027-01-01', '2028-01-01', 410)$$),
	($$INSERT INTO spotless.contract VALUES ('k3', 'brandt', '2025-01-01', '2025-01-01', 100)$$),
	($$INSERT INTO spotless.contract VALUES ('k3', 'brandt', NULL, '2025-01-01', 100, NULL, NULL, NULL, NULL, NULL), ('k4', 'brandt', NULL, '2025-01-01', 100, NULL, NULL, NULL, NULL, 'draft')$$),
	($$INSERT INTO spotless.contract VALUES ('k3', 'brandt', '2025-01-01', NULL, 100, NULL, NULL, NULL, NULL, NULL), ('k4', 'brandt', '2025-01-01', NULL, 100, NULL, NULL, NULL, true, NULL), ('k5', 'brandt', '2025-01-01', NULL, 100, NULL, NULL, NULL, NULL, 'Draft')$$),
	($$INSERT INTO spotless.contract VALUES ('k3', 'brandt', '2022-01-01', '2023-01-01', 100, NULL, NULL, NULL, NULL, 'Active'), ('k4', 'brandt', '2022-01-01', '2023-01-01', 100, NULL, NULL, NULL, NULL, 'expired')$$),
	($$UPDATE spotless.contract SET currency = 'GBP' WHERE contract_id = 'k2'$$),
	($$INSERT INTO spotless.deal VALUES ('o3', 'ghost', 70, 0.5)$$),
	($$INSERT INTO spotless.deal VALUES ('o1', 'adler', 70, 0.5, '2025-12-31')$$),
	($$INSERT INTO spotless.deal VALUES ('o3', 'adler', NULL, 0.5, NULL, NULL, NULL), ('o4', 'adler', 5, NULL, NULL, NULL, NULL), ('o5', 'adler', 'NaN', 0.5, NULL, NULL, NULL), ('o6', 'adler', NULL, 0, NULL, false, true)$$),
	($$INSERT INTO spotless.deal VALUES ('o3', 'adler', 70, 0.5, '2025-06-29', NULL, NULL), ('o4', 'adler', 70, 0.5, '2025-06-30', NULL, NULL), ('o5', 'adler', 70, 0.5, '2025-06-29', false, true)$$),
	($$INSERT INTO spotless.deal VALUES ('o3', 'adler', 70, 0.9, '2025-01-01', true, true)$$),
	($$INSERT INTO spotless.deal VALUES ('o3', 'adler', 70, 50)$$),
	($$INSERT INTO spotless.wallet VALUES ('ghost', '2025-01-01', 500)$$),
	($$INSERT INTO spotless.wallet VALUES ('ulm', '2025-01-01', 0)$$),
	($$UPDATE spotless.wallet SET amount = 300 WHERE account_id = 'brandt'$$),
	($$UPDATE spotless.wallet SET as_of = '2024-06-29' WHERE account_id = 'brandt'$$),
	($$UPDATE spotless.wallet SET as_of = '2024-06-30' WHERE account_id = 'brandt'$$),
	($$INSERT INTO spotless.potential VALUES ('ghost', 'pump', 'Kiel', 500)$$),
	($$INSERT INTO spotless.potential VALUES ('brandt', 'pump', 'Kiel', -5)$$),
	($$INSERT INTO spotless.answer VALUES ('ghost', '2025-02-01', 'nps', 5, 'Cem')$$),
	($$INSERT INTO spotless.answer VALUES ('brandt', '2025-02-01', 'nps', 11, 'Cem'), ('brandt', '2025-02-01', 'nps', NULL, 'Dee'), ('brandt', '2025-02-01', 'mood', 5, 'Eva')$$),
	($$UPDATE spotless.answer SET answered_on = '2024-06-29' WHERE account_id = 'brandt'$$),
	($$INSERT INTO spotless.ticket VALUES ('ghost', '2025-02-01', NULL, 'repair')$$),
	($$INSERT INTO spotless.ticket VALUES ('brandt', NULL, '2025-02-01', 'repair')$$),
	($$INSERT INTO spotless.measure VALUES ('ghost', 'countries', 5)$$),
	($$INSERT INTO spotless.measure VALUES ('adler', 'mood', 'NaN'), ('adler', 'calm', '-Infinity'), ('brandt', 'mood', NULL), ('brandt', 'calm', 1e18), ('brandt', 'ease', -1e17)$$),
	($$INSERT INTO spotless.rate VALUES ('CHF', '2023-01-01', 0), ('CHF', NULL, 1.1), ('CHF', '2024-01-01', 'NaN'), ('CHF', '2024-02-01', NULL)$$),
	($$INSERT INTO spotless.rate VALUES ('USD', '2023-01-01', 0.90)$$),
	($$INSERT INTO quality.assessment (account_id, criterion, rater, score) VALUES ('ghost', 'reference', 'Kim', 3)$$),
	($$INSERT INTO quality.key_account (account_id, starts_on) VALUES ('ghost', '2025-01-01')$$),
	($$INSERT INTO quality.responsibility (account_id, role, person) VALUES ('ghost', 'sales', 'Kim'); INSERT INTO quality.committee (account_id) VALUES ('ghost'); INSERT INTO quality.plan (account_id, title, starts_on, ends_on) VALUES ('ghost', 'p', '2025-01-01', '2026-01-01');
	   INSERT INTO quality.phase (account_id, phase) VALUES ('ghost', 'discovery'); INSERT INTO quality.stakeholder (account_id, level, person) VALUES ('ghost', 'business', 'Ann'); INSERT INTO quality.offer (account_id, title) VALUES ('ghost', 'o'); INSERT INTO quality.risk (account_id, title) VALUES ('ghost', 'r')$$),
	($$INSERT INTO quality.offer (account_id, title, offered_on, decided_on, is_accepted, contract_id) VALUES ('adler', 'known', '2025-01-01', '2025-02-01', true, 'k1'), ('adler', 'not known', '2025-01-01', '2025-02-01', true, 'k9')$$),
	($$INSERT INTO quality.criterion (criterion, family, position, metric, worst, best, weight, comment) VALUES ('mood', 'fit', 91, 'measure:mood', 0, 1, 1, ''), ('countries', 'potential', 92, 'measure:countries', 0, 5, 1, '');
	   INSERT INTO quality.plan (plan_id, account_id, title, starts_on, ends_on) VALUES (1, 'adler', 'p', '2025-01-01', '2026-01-01'); INSERT INTO quality.objective (plan_id, title, metric, target) VALUES (1, 'better mood', 'measure:mood', 1);
	   INSERT INTO quality.assumption (plan_id, metric, lowest) VALUES (1, 'measure:mood', 0), (1, 'nrr', 1); INSERT INTO quality.alert_rule (rule, metric, raise_at, clear_at, comment) VALUES ('bad mood', 'measure:mood', 0.2, 0.4, '')$$);
CREATE TABLE prove.fired AS SELECT n, statement, fires(statement) AS fires FROM prove.plant;
SELECT statement, E'\n\t' || replace(fires, E'\n', E'\n\t') AS fires FROM prove.fired ORDER BY n;
\pset format aligned

-- every rule has been broken, and no statement broke more than one
SELECT rule FROM quality.data_quality WHERE rule NOT IN (SELECT split_part(unnest(string_to_array(fires, E'\n')), ':', 1) FROM prove.fired);
SELECT count(*) AS statements, count(*) FILTER (WHERE fires = 'nothing') AS nothing, count(*) FILTER (WHERE fires LIKE E'%\n%') AS several FROM prove.fired;
-- without groups parents do not matter
UPDATE quality.setting SET value = 'false' WHERE name = 'group_accounts';
SELECT fires($$UPDATE spotless.customer SET parent_account_id = 'gone' WHERE account_id = 'brandt'$$);
UPDATE quality.setting SET value = 'true' WHERE name = 'group_accounts';

-- Readiness. Revenue 1280 and 400. Ulm's costs, but no other's, are to serve: adler has them, and brandt's support. Only adler has a potential, nps and
-- tickets: 1280 / 1680; only brandt csat. All contracts have an end. Nobody said what site, country or business unit.
SELECT view_name, metric, is_computable, coverage_share, accounts_known, accounts, missing FROM quality.readiness ORDER BY step_no;
SELECT DISTINCT remedy FROM quality.readiness ORDER BY remedy;
SELECT view_name, metric, coverage_share, accounts_known, missing, remedy FROM two_sources.readiness WHERE view_name <> 'eligibility' ORDER BY step_no;
SELECT metric, is_computable, coverage_share, missing FROM two_sources.readiness WHERE view_name = 'eligibility' ORDER BY step_no;

-- against the views themselves: a figure is known where the view does not show NULL
CREATE FUNCTION prove.unlike(portfolio text) RETURNS TABLE (view_name text, metric text, coverage_share numeric, shown numeric, accounts_known integer, shown_accounts integer, is_computable boolean) LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
	FOR r IN EXECUTE format('SELECT * FROM %I.readiness WHERE view_name IN (''account_kpi'', ''concentration_risk'') ORDER BY step_no', portfolio) LOOP
		EXECUTE format('SELECT coalesce(sum(greatest(revenue, 0)) FILTER (WHERE %2$I IS NOT NULL), 0) / nullif(sum(greatest(revenue, 0)), 0), count(%2$I) FROM %1$I.%3$I', portfolio, r.metric, r.view_name)
		INTO shown, shown_accounts;
		IF (r.coverage_share, r.accounts_known, r.is_computable) IS DISTINCT FROM (shown::numeric(9,6), shown_accounts, shown_accounts > 0) THEN
			view_name := r.view_name; metric := r.metric; coverage_share := r.coverage_share; accounts_known := r.accounts_known; is_computable := r.is_computable;
			RETURN NEXT;
		END IF;
	END LOOP;
	FOR r IN EXECUTE format('SELECT * FROM %I.readiness WHERE view_name = ''eligibility'' ORDER BY step_no', portfolio) LOOP
		EXECUTE format('SELECT coalesce(sum(greatest(k.revenue, 0)) FILTER (WHERE d.value IS NOT NULL), 0) / nullif(sum(greatest(k.revenue, 0)), 0), count(d.value) FROM %1$I.account_kpi AS k LEFT JOIN %1$I.criterion_score AS d ON d.account_id = k.account_id AND d.criterion = $1', portfolio)
		INTO shown, shown_accounts USING r.metric;
		IF (r.coverage_share, r.accounts_known, r.is_computable) IS DISTINCT FROM (shown::numeric(9,6), shown_accounts, shown_accounts > 0) THEN
			view_name := r.view_name; metric := r.metric; coverage_share := r.coverage_share; accounts_known := r.accounts_known; is_computable := r.is_computable;
			RETURN NEXT;
		END IF;
	END LOOP;
	FOR r IN EXECUTE format('SELECT * FROM %I.readiness WHERE view_name = ''concentration'' ORDER BY step_no', portfolio) LOOP
		shown := NULL;
		EXECUTE format('SELECT revenue / nullif(coalesce(revenue, 0) + coalesce(revenue_unknown, 0), 0) FROM %1$I.concentration WHERE dimension = $1', portfolio) INTO shown USING r.metric;
		IF r.is_computable IS DISTINCT FROM coalesce(shown > 0, false) THEN
			view_name := r.view_name; metric := r.metric; coverage_share := r.coverage_share; is_computable := r.is_computable;
			RETURN NEXT;
		END IF;
	END LOOP;
END $$;
SELECT * FROM unlike('quality');
SELECT * FROM unlike('two_sources');
SELECT * FROM unlike('programme');
SELECT * FROM unlike('bare');
-- a window without revenue; other windows
SET kam.as_of = '2020-01-31';
SELECT metric, is_computable, coverage_share, accounts_known, missing FROM quality.readiness WHERE view_name <> 'eligibility' AND metric IN ('revenue', 'nrr', 'contracts', 'nps', 'product', 'movements') ORDER BY step_no;
SELECT rule, rows_affected, base_amount FROM quality.data_quality WHERE rows_affected > 0 ORDER BY step_no;
SET kam.as_of = '2024-06-30';
SELECT * FROM unlike('quality');
SELECT * FROM unlike('programme');
SET kam.as_of = '2025-06-30';
-- the company of the other tests: what is known to be wrong with it
SELECT rule, rows_affected, accounts_affected, base_amount, example FROM programme.data_quality WHERE rows_affected > 0 ORDER BY step_no;

-- What makes other views fail: these two answer, and say why
CREATE FUNCTION prove.still_answers(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE says text; error text;
BEGIN
	EXECUTE statement;
	error := split_part(outcome('SELECT count(k::text) FROM quality.account_kpi AS k'), ' | ', 1);
	SELECT string_agg(DISTINCT missing, '; ') || ' | ' || count(*) FILTER (WHERE is_computable) || ' computable' INTO says
	FROM quality.readiness WHERE view_name = 'account_kpi';
	RAISE EXCEPTION USING ERRCODE = 'KAM99', MESSAGE = coalesce(says, 'nothing is missing') || ' | account_kpi: ' || error || ' | ' || coalesce((SELECT string_agg(rule, ', ') FROM quality.data_quality WHERE rows_affected > 0), 'no rule');
EXCEPTION WHEN SQLSTATE 'KAM99' THEN
	RETURN SQLERRM;
END $$;
SELECT statement, still_answers(statement) FROM unnest(ARRAY[
	$$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 5, 'GBP', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$,
	$$DELETE FROM spotless.rate$$,
	$$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 'NaN', 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$,
	$$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 'Infinity', 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$,
	$$INSERT INTO spotless.line VALUES ('brandt', '2025-02-01', 1e17, 'EUR', 'pump', NULL, NULL, NULL, 'usage', 'L90')$$,
	$$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', 5, 'GBP', 'cogs')$$,
	$$INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', 'Infinity', 'EUR', 'cogs')$$,
	$$UPDATE spotless.contract SET currency = 'GBP'$$,
	$$INSERT INTO spotless.answer VALUES ('brandt', '2025-02-01', 'nps', 11)$$,
	$$UPDATE spotless.rate SET valid_from = '2025-07-01'$$]) AS statement;

-- a margin above the revenue, a probability in percent: there is no expected value, but the view answers for all
BEGIN;
INSERT INTO spotless.deal VALUES ('o9', 'brandt', 100, 0.5, '2025-12-31', NULL, NULL);
SELECT account_id, expected_value FROM quality.eligibility ORDER BY account_id;
INSERT INTO spotless.cost VALUES ('brandt', '2025-02-01', -150, 'EUR', 'cogs');
UPDATE spotless.deal SET probability = 50 WHERE opportunity_id = 'o1';
SELECT account_id, expected_value FROM quality.eligibility ORDER BY account_id;
ROLLBACK;

-- Random data, and the same rules written once more against the tables
INSERT INTO spotless.customer SELECT 'c' || n, 'Customer ' || n FROM generate_series(1, 50) AS n;
SELECT setseed(0.25);
INSERT INTO spotless.line
SELECT CASE WHEN n % 41 = 0 THEN 'ghost' || n % 5 ELSE 'c' || 1 + floor(50 * random()) END, DATE '2023-07-01' + floor(random() * 760)::int, round((random() * 900 - 100)::numeric, 2),
	(ARRAY['EUR', 'USD', NULL, 'JPY'])[CASE WHEN n % 97 = 0 THEN 4 ELSE 1 + floor(random() * 3)::int END], (ARRAY['pump', 'valve', 'filter', NULL])[1 + floor(random() * 4)::int], NULL, NULL, NULL,
	(ARRAY['recurring', 'usage', 'one_off', 'service', 'credit', NULL, 'gift'])[1 + floor(random() * 7)::int], 'R' || CASE WHEN n % 53 = 0 THEN n - 1 ELSE n END, NULL
FROM generate_series(1, 2000) AS n;
INSERT INTO spotless.line SELECT account_id, booked_on, amount, currency, product, site, country, business_unit, kind, line_id || 'twin' FROM spotless.line WHERE line_id ~ '7$' AND line_id LIKE 'R%';
UPDATE spotless.line SET recorded_at = booked_on + CASE WHEN line_id ~ '3$' THEN 70 ELSE 20 END WHERE line_id LIKE 'R%';
ANALYZE spotless.customer, spotless.line;
WITH l AS (
	SELECT *, CASE WHEN currency = 'USD' THEN round(amount * 0.80, 2) WHEN currency IS NULL OR currency = 'EUR' THEN amount END AS eur, booked_on BETWEEN '2024-07-01' AND '2025-06-30' AS now,
		account_id NOT IN (SELECT account_id FROM spotless.customer) AS unknown, CASE account_id WHEN 'ulm' THEN 'adler' ELSE account_id END AS top
	FROM spotless.line
), bad (rule, rows, account, amount) AS (
	SELECT 'revenue_account_unknown', 1, top, eur FROM l WHERE unknown
	UNION ALL SELECT 'revenue_rate_missing', 1, top, NULL FROM l WHERE currency = 'JPY' AND booked_on <= '2025-06-30'
	UNION ALL SELECT 'revenue_kind_unknown', 1, top, eur FROM l WHERE kind = 'gift'
	UNION ALL SELECT 'credit_positive', 1, top, eur FROM l WHERE kind = 'credit' AND amount > 0
	UNION ALL SELECT 'recorded_late', 1, top, eur FROM l WHERE recorded_at::date - booked_on > 60
	UNION ALL SELECT 'dated_after_as_of', 1, top, eur FROM l WHERE booked_on > '2025-06-30'
	UNION ALL SELECT 'line_id_repeated', 1, top, eur FROM (SELECT *, row_number() OVER (PARTITION BY line_id ORDER BY booked_on, amount, account_id) AS step FROM l WHERE now) AS l WHERE step > 1
	UNION ALL SELECT 'line_twin', 1, a.top, a.eur FROM l AS a WHERE a.now AND a.line_id NOT IN (SELECT line_id FROM l WHERE now GROUP BY line_id HAVING count(*) > 1)
		AND EXISTS (SELECT FROM l AS b WHERE b.now AND (b.account_id, b.booked_on, b.amount, b.currency, b.product, b.kind) IS NOT DISTINCT FROM (a.account_id, a.booked_on, a.amount, a.currency, a.product, a.kind)
			AND b.line_id < a.line_id AND b.line_id NOT IN (SELECT line_id FROM l WHERE now GROUP BY line_id HAVING count(*) > 1))
	UNION ALL SELECT 'kind_missing', 1, top, eur FROM l WHERE now AND kind IS NULL
	UNION ALL SELECT 'product_missing', 1, top, eur FROM l WHERE now AND product IS NULL
	UNION ALL SELECT 'credits_exceed_invoices', count(*), min(top), sum(eur) FROM l WHERE now GROUP BY account_id, product HAVING sum(eur) < 0 AND count(*) = count(eur)
	UNION ALL SELECT 'recurring_in_one_month', count(*), top, sum(eur) FROM l WHERE now AND kind = 'recurring' AND EXISTS (SELECT FROM l AS b WHERE b.account_id = l.account_id AND b.kind = 'recurring' AND b.booked_on BETWEEN '2023-07-01' AND '2024-06-30')
		GROUP BY account_id, top HAVING count(*) = count(eur) AND sum(eur) > 0 AND count(DISTINCT date_trunc('month', booked_on)) = 1
	UNION ALL SELECT 'cost_missing', 1, top, NULL FROM l WHERE now AND NOT unknown AND top LIKE 'c%' GROUP BY top HAVING bool_and(eur IS NOT NULL) AND sum(eur) > 0
), expected AS (
	SELECT rule, sum(rows) AS rows_affected, count(DISTINCT account) AS accounts_affected, CASE WHEN count(*) = count(amount) THEN sum(amount) END AS base_amount FROM bad GROUP BY rule
)
SELECT rule, q.rows_affected, q.accounts_affected, q.base_amount, q.rows_affected IS NOT DISTINCT FROM e.rows_affected AND q.accounts_affected IS NOT DISTINCT FROM e.accounts_affected
	AND (e.base_amount IS NULL OR abs(q.base_amount - e.base_amount) < 0.01 * q.rows_affected) AS as_expected
FROM quality.data_quality AS q FULL JOIN expected AS e USING (rule) WHERE q.rows_affected > 0 OR e.rule IS NOT NULL ORDER BY q.step_no;
DELETE FROM spotless.line WHERE currency = 'JPY';
SELECT * FROM unlike('quality');

-- plain types, comments, and rights of the caller
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'two_sources'::regnamespace AND c.relname IN ('data_quality', 'readiness', 'data_quality_detail') AND (format_type(a.atttypid, a.atttypmod) !~ '^(integer|text|boolean|date|numeric\(\d+,\d+\))$' OR col_description(c.oid, a.attnum) IS NULL) ORDER BY 1, 2;
SELECT count(*) FROM pg_class WHERE relnamespace = 'quality'::regnamespace AND relname IN ('data_quality', 'readiness', 'data_quality_detail') AND 'security_invoker=true' = ANY (reloptions);

SELECT kam.drop_portfolio('quality'), kam.drop_portfolio('two_sources');
DROP FUNCTION prove.fires, prove.still_answers, prove.unlike;
DROP TABLE prove.plant, prove.fired;
DROP SCHEMA spotless CASCADE;
