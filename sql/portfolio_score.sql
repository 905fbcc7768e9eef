-- Eligibility: criteria, assessments, scores and verdicts, worked out by hand over sql/portfolio_setup.sql
SET search_path = programme, prove;
SET DateStyle = ISO;
SET kam.as_of = '2025-06-30';

-- What there is by default: five families, whose weights make 100
SELECT family, string_agg(criterion, ', ' ORDER BY position) AS criteria, sum(weight) AS weight, count(metric) AS measured FROM criterion GROUP BY family ORDER BY min(position);
SELECT sum(weight) FROM criterion;
-- with so little known of anybody, nothing is decided
SELECT account_id, verdict, score, score_low, score_high, coverage_share, settled_by, settles_alone FROM eligibility ORDER BY account_id;
SET search_path = bare;
SELECT verdict, count(*), count(score) AS scores, count(expected_value) AS expected_values, min(coverage_share), max(coverage_share), count(DISTINCT settled_by) AS settled_by FROM eligibility GROUP BY verdict;
SELECT criterion, count(value) AS known, count(contribution) AS contributions, count(raters) AS raters FROM eligibility_detail GROUP BY criterion ORDER BY min(step_no);
SELECT count(*) FROM weight_sensitivity;
SET search_path = programme, prove;

-- Four criteria of 4 + 3 + 2 + 1. Adler: margin 0.423077 of 0 to 0.5 is 84.6154; wallet 0.464286 of 0.9 to 0.1 is 54.46425; 4 countries of
-- 0 to 5 is 80: the last measured up to the day, of the parent; fit (5 + 3) / 2 of 1 to 5 is 75: Kim's later assessment, and Lou's of Ulm.
-- (4 x 84.6154 + 3 x 54.46425 + 2 x 80 + 75) / 10 = 73.685435. Expected: 500 x 95 / 230 x 0.423077 = 87.37.
DELETE FROM criterion;
INSERT INTO criterion VALUES ('margin', 'profitability', 1, 4, 'contribution_margin_rate', 0, 0.5, NULL, ''), ('wallet', 'potential', 2, 3, 'share_of_wallet', 0.9, 0.1, NULL, ''),
	('countries', 'strategic impact', 3, 2, 'measure:countries', 0, 5, NULL, ''), ('fit', 'fit', 4, 1, NULL, 1, 5, NULL, ''), ('ignored', 'fit', 5, 0, NULL, 1, 5, NULL, '');
INSERT INTO assessment (account_id, criterion, rater, assessed_on, score, note) VALUES (1, 'fit', 'Kim', '2025-01-15', 4, 'first visit'), (1, 'fit', 'Kim', '2025-06-01', 5, 'second visit'), (2, 'fit', 'Lou', '2025-06-01', 3, NULL), (1, 'fit', 'Kim', '2025-07-02', 1, 'too late');
INSERT INTO key_account (account_id, starts_on, ends_on, tier) VALUES (2, '2025-01-01', NULL, 'gold'), (3, '2024-01-01', '2025-06-30', NULL);
SELECT account_id, criterion, family, value, raters, disagreement, score, weight, weight_share, contribution FROM eligibility_detail WHERE account_id IN (1, 3) ORDER BY account_id, step_no;
-- Brandt: margin 50, 1 country is 20: 6 of 10 known, no score; from 24 to 64. Its wallet could only settle that it is not eligible, 54 or 34.
-- Cordes: its wallet of 1.25 is 0, as far as the goalposts go; from 0 to 70. Dietz: 0 is 100; from 30. Fuchs: margin 100; from 40.
-- Of the others nothing is known, and no single criterion would do: 40, or 60.
SELECT account_id, verdict, score_rank, score, score_low, score_high, coverage_share, expected_value, knock_outs, settled_by, settles_alone, is_key_account FROM eligibility ORDER BY account_id;
SELECT account_id, potential_score, profitability_score, risk_score, strategic_impact_score, fit_score FROM eligibility WHERE coverage_share > 0 ORDER BY account_id;
-- the contributions add up to the score, to the last digit, and the score is that of the aggregate
CREATE FUNCTION prove.contributions() RETURNS TABLE (accounts bigint, scores bigint, add_up boolean, as_aggregate boolean, in_interval boolean, sensitive bigint) LANGUAGE sql SET search_path = programme AS $$
	SELECT count(*), count(score), bool_and(score IS NOT DISTINCT FROM contributions), bool_and(score IS NULL OR score = direct), bool_and(score IS NULL OR score BETWEEN score_low AND score_high),
		(SELECT count(criterion) FROM weight_sensitivity)
	FROM eligibility JOIN (SELECT account_id, sum(contribution) AS contributions, kam.weighted_score(score, weight)::numeric(9,6) AS direct FROM eligibility_detail GROUP BY account_id) AS d USING (account_id)
$$;
SELECT * FROM contributions();

-- Sensitivity: (60 - S) / (x - R). Wallet: R = (73.685435 - 0.3 x 54.46425) / 0.7 = 81.923086, change -13.685435 / -27.458836 = 0.498398.
-- The others would have to fall below 0. At a weight of 27.7219 the score is 60, with more it is less.
SELECT * FROM weight_sensitivity;
UPDATE criterion SET weight = 27.7219 WHERE criterion = 'wallet';
SELECT score, verdict FROM eligibility WHERE account_id = 1;
UPDATE criterion SET weight = 27.7220 WHERE criterion = 'wallet';
SELECT score, verdict FROM eligibility WHERE account_id = 1;
-- each row of the view by the formula: S at the flipping weight is the threshold
SELECT w.account_id, w.criterion, round(kam.weighted_score(d.score, CASE WHEN d.criterion = w.criterion THEN w.weight_that_flips ELSE d.weight END), 2) AS score_then
FROM weight_sensitivity AS w JOIN eligibility_detail AS d USING (account_id) WHERE w.criterion IS NOT NULL GROUP BY 1, 2;
UPDATE criterion SET weight = 3 WHERE criterion = 'wallet';

-- Knock-outs: Brandt's margin is too low; of whom it is not known, nothing is eligible and that is what to find out
UPDATE criterion SET knock_out = 0.3 WHERE criterion = 'margin';
SELECT account_id, verdict, score, knock_outs, settled_by, settles_alone FROM eligibility ORDER BY account_id;
-- also where less is better, and of a criterion without weight
UPDATE criterion SET knock_out = NULL;
UPDATE criterion SET knock_out = 1.2 WHERE criterion = 'wallet';
SELECT account_id, criterion, value, is_knock_out FROM eligibility_detail WHERE criterion = 'wallet' AND value IS NOT NULL ORDER BY account_id;
UPDATE criterion SET weight = 0 WHERE criterion = 'wallet';
SELECT account_id, verdict, score, score_low, score_high, knock_outs FROM eligibility WHERE account_id IN (1, 4) ORDER BY account_id;
SELECT criterion, weight_share, contribution FROM eligibility_detail WHERE account_id = 1 ORDER BY step_no;
SELECT * FROM contributions();
UPDATE criterion SET knock_out = NULL, weight = 3 WHERE criterion = 'wallet';

-- Thresholds are settings
UPDATE setting SET value = '74' WHERE name = 'eligible_score';
UPDATE setting SET value = '0.5' WHERE name = 'least_coverage';
SELECT account_id, verdict, score_rank, score, score_low, score_high FROM eligibility WHERE account_id IN (1, 3) ORDER BY account_id;
SELECT * FROM contributions();
UPDATE setting SET value = '60' WHERE name = 'eligible_score';
UPDATE setting SET value = '0.7' WHERE name = 'least_coverage';
-- weights of any kind, many criteria: the contributions still add up
INSERT INTO criterion SELECT 'c' || n, 'risk', 10 + n, (n * 7919 % 1000) / 7.0, (ARRAY['contribution_margin_rate', 'share_of_wallet', 'measure:countries', 'revenue_share', 'nps'])[1 + n % 5], 0, 1 + n % 7, NULL, '' FROM generate_series(1, 60) AS n;
UPDATE setting SET value = '0' WHERE name = 'least_coverage';
SELECT * FROM contributions();
DELETE FROM criterion WHERE criterion LIKE 'c_' OR criterion LIKE 'c__';
UPDATE setting SET value = '0.7' WHERE name = 'least_coverage';
-- at another time
SET kam.as_of = '2025-03-31';
SELECT criterion, value, raters FROM eligibility_detail WHERE account_id = 1 AND criterion IN ('countries', 'fit') ORDER BY step_no;
SET kam.as_of = '2025-06-30';
-- no criteria at all
BEGIN;
DELETE FROM criterion;
SELECT count(*) FROM eligibility;
SELECT count(*) FROM weight_sensitivity;
ROLLBACK;
BEGIN;
UPDATE criterion SET weight = 0;
SELECT count(*) FROM eligibility;
ROLLBACK;

-- What may be entered. Every metric there is is one that a criterion can have.
SELECT metric, outcome(format('UPDATE programme.criterion SET metric = %L WHERE criterion = ''margin'' RETURNING metric', metric)) AS outcome FROM account_metric GROUP BY metric
	HAVING outcome(format('UPDATE programme.criterion SET metric = %L WHERE criterion = ''margin'' RETURNING metric', metric)) <> metric;
UPDATE criterion SET metric = 'contribution_margin_rate' WHERE criterion = 'margin';
SELECT call, outcome(call) AS outcome FROM unnest(ARRAY[
	$$UPDATE programme.criterion SET metric = 'margin' WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET metric = 'measure:' WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET metric = NULL WHERE criterion = 'wallet'$$,
	$$UPDATE programme.criterion SET weight = -1 WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET weight = 'NaN' WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET worst = 0.5 WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET best = 'Infinity' WHERE criterion = 'margin'$$,
	$$UPDATE programme.criterion SET family = 'luck' WHERE criterion = 'margin'$$,
	$$INSERT INTO programme.assessment VALUES (1, 'fit', 'Lou', '2025-06-01', 6)$$,
	$$INSERT INTO programme.assessment VALUES (1, 'fit', 'Lou', '2025-06-01', 'NaN')$$,
	$$INSERT INTO programme.assessment VALUES (1, 'price', 'Lou', '2025-06-01', 3)$$,
	$$INSERT INTO programme.assessment VALUES (1, 'fit', 'Kim', '2025-06-01', 3)$$,
	$$INSERT INTO programme.key_account VALUES (2, '2025-06-01')$$,
	$$INSERT INTO programme.key_account VALUES (4, '2025-06-01', '2025-06-01')$$]) AS call;

-- The programme's tables outlive a rebuild, and a change of the keys is refused while they have rows
SELECT kam.rebuild('programme');
SELECT (SELECT count(*) FROM criterion) AS criteria, (SELECT count(*) FROM assessment) AS assessments, (SELECT count(*) FROM key_account) AS key_accounts;
SELECT outcome($$SELECT kam.set_source('programme', 'account', 'SELECT account_id::bigint, name FROM velmara.customer')$$);
-- keys of another type, with rows in every table
DO $$
DECLARE type text; key text;
BEGIN
	FOREACH type IN ARRAY ARRAY['bigint', 'text', 'uuid'] LOOP
		key := CASE type WHEN 'uuid' THEN 'md5(%s::text)::uuid' ELSE '%s::' || type END;
		PERFORM kam.create_portfolio('by ' || type, format('SELECT %s AS account_id, name, %s AS parent_account_id FROM velmara.customer', format(key, 'account_id'), format(key, 'parent_account_id')),
			format('SELECT %s AS account_id, booked_on, amount, product, site FROM velmara.line WHERE currency = ''EUR''', format(key, 'account_id')),
			measure => format('SELECT %s AS account_id, measure, value, measured_on FROM velmara.measure', format(key, 'account_id')));
		EXECUTE format('INSERT INTO %I.assessment SELECT %s, ''reference'', ''Kim'', ''2025-01-01'', 4', 'by ' || type, format(key, '2'));
		EXECUTE format('INSERT INTO %I.key_account SELECT %s, ''2025-01-01''', 'by ' || type, format(key, '1'));
	END LOOP;
END $$;
CREATE FUNCTION prove.by_key(type text) RETURNS TABLE (accounts bigint, key_accounts bigint, low text, revenue numeric, bridge numeric, nrr numeric, hhi numeric) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT count(*), count(*) FILTER (WHERE is_key_account), (SELECT string_agg(score_low::text, '' '' ORDER BY score_low) FROM %1$I.eligibility), (SELECT sum(revenue) FROM %1$I.account_kpi), (SELECT sum(closing) FROM %1$I.revenue_bridge),
		(SELECT nrr FROM %1$I.retention WHERE basis = ''window'' AND definition = ''cohort''), (SELECT hhi FROM %1$I.concentration WHERE dimension = ''account'') FROM %1$I.eligibility', 'by ' || type);
END $$;
SELECT type, k.* FROM unnest(ARRAY['bigint', 'text', 'uuid']) AS type, by_key(type) AS k;
SELECT kam.drop_portfolio('by ' || type) FROM unnest(ARRAY['bigint', 'text', 'uuid']) AS type;

-- Filters on an account reach the tables of the company
CREATE FUNCTION prove.uses_index(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE line text;
BEGIN
	FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
		IF line LIKE '%line_account_id%' THEN RETURN true; END IF;
	END LOOP;
	RETURN false;
END $$;
INSERT INTO velmara.line (account_id, booked_on, amount, currency) SELECT 1000 + n % 1000, DATE '2024-08-01' + n % 300, 1, 'EUR' FROM generate_series(1, 20000) AS n;
INSERT INTO velmara.customer SELECT n, 'small' FROM generate_series(1000, 1999) AS n;
CREATE INDEX line_account_id ON velmara.line (account_id);
ANALYZE velmara.line, velmara.customer;
SELECT view, uses_index(format('SELECT * FROM programme.%I WHERE account_id = 1500', view)) FROM unnest(ARRAY['account_revenue', 'account_kpi', 'white_space', 'account_white_space', 'renewals', 'revenue']) AS view;
DELETE FROM velmara.line WHERE account_id >= 1000;
DELETE FROM velmara.customer WHERE account_id >= 1000;
DROP INDEX velmara.line_account_id;

DROP FUNCTION prove.contributions, prove.by_key, prove.uses_index;
SELECT kam.drop_portfolio('programme'), kam.drop_portfolio('bare');
SET client_min_messages = warning;
DROP SCHEMA velmara CASCADE;
