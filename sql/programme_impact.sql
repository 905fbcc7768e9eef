-- Does the programme work? Companies of which it is known whether it does.
SET client_min_messages = warning;
SET DateStyle = ISO;
CREATE SCHEMA truth;
SET search_path = truth, prove;
-- 240 customers, three years by months from 2022 on; customers 1 to 30 become key accounts in 2024, two of three in January, the others in April
CREATE TABLE customer AS SELECT n AS account_id, 'customer ' || n AS name, CASE n % 2 WHEN 0 THEN 'large' ELSE 'small' END AS segment, CASE n % 3 WHEN 0 THEN 'FR' ELSE 'DE' END AS country FROM generate_series(1, 240) AS n;
CREATE TABLE line (account_id int, booked_on date, amount numeric(12,2), site text, kind text);
CREATE TABLE cost (account_id int, incurred_on date, amount numeric(12,2));
CREATE TABLE deal (opportunity_id int, account_id int, amount numeric, probability numeric, closes_on date, is_won boolean, is_closed boolean);
-- what a month brings: a size, growth of 2 % a year with noise, and for key accounts from their entry on "lift" on top
CREATE PROCEDURE truth.fill(lift numeric) LANGUAGE sql SET search_path = truth, prove AS $$
	TRUNCATE line, cost, deal;
	INSERT INTO line
	SELECT n, month, round((100 + 900 * prove.random(n, 1)::numeric) * (1 + 0.02 * (extract(year FROM month) - 2022)) * (0.85 + 0.3 * prove.random(n * 100 + m, 2)::numeric)
			* CASE WHEN n <= 30 AND month >= CASE WHEN n % 3 = 0 THEN date '2024-04-01' ELSE date '2024-01-01' END THEN 1 + lift ELSE 1 END, 2), 'site ' || n || CASE WHEN month >= '2024-01-01' AND n % 5 = 0 THEN 'b' ELSE 'a' END, NULL
	FROM generate_series(1, 240) AS n, generate_series(0, 41) AS m, LATERAL (SELECT (date '2022-01-01' + make_interval(months => m))::date AS month) AS d;
	INSERT INTO cost SELECT account_id, booked_on, round(amount * (0.6 - CASE WHEN account_id <= 30 AND booked_on >= '2024-01-01' THEN lift / 4 ELSE 0 END), 2) FROM line;
	INSERT INTO deal SELECT n * 100 + m, n, 1000, round(prove.random(n * 100 + m, 3)::numeric, 2), (date '2022-01-15' + make_interval(months => m))::date, prove.random(n * 100 + m, 4) < prove.random(n * 100 + m, 3), true FROM generate_series(1, 240) AS n, generate_series(0, 41, 3) AS m;
$$;
CALL fill(0.15);
SELECT kam.create_portfolio('impact', account => 'customer', revenue => 'line', cost => 'cost', opportunity => 'deal');
SET search_path = impact, truth, prove;
SET kam.as_of = '2025-06-30';

-- nobody is in it: eight rows that say so
SELECT metric, better, key_accounts, compared_accounts, effect, p_value, verdict FROM programme_impact ORDER BY step_no;
INSERT INTO key_account (account_id, starts_on) SELECT n, CASE WHEN n % 3 = 0 THEN date '2024-04-10' ELSE date '2024-01-15' END FROM generate_series(1, 30) AS n;
-- with a lift of 15 % in revenue and 3.75 points in margin: found, and the true values lie in the intervals. The sizes within a class and the noise of 15 % a month leave the others alone.
SELECT metric, key_accounts AS key, compared_accounts AS others, key_before, key_after, compared_before, compared_after, effect, effect_low, effect_high, p_value, verdict FROM programme_impact ORDER BY step_no;
SELECT effect_low < 0.15 AND effect_high > 0.15 AS covers_lift FROM programme_impact WHERE metric = 'nrr';
-- once more, in another session's settings: the same to the last digit
CREATE TEMP TABLE found AS TABLE programme_impact;
SET DateStyle = 'SQL, DMY';
SET TIME ZONE 'Pacific/Kiritimati';
SET enable_hashagg = off;
SELECT count(*) FROM (TABLE programme_impact EXCEPT TABLE found) AS d;
RESET enable_hashagg;
RESET TIME ZONE;
SET DateStyle = ISO;

-- the same by hand, for retention: windows of 12 months around each entry, strata of entry, segment and size by powers of 4, each other account in one of them
CREATE FUNCTION truth.plain() RETURNS TABLE (key int, others int, effect numeric) LANGUAGE sql AS $$
	WITH year AS (
		SELECT e AS entered, account_id, sum(amount) FILTER (WHERE booked_on < e - interval '1 year') AS o, sum(amount) FILTER (WHERE booked_on >= e - interval '1 year' AND booked_on < e) AS b,
			sum(amount) FILTER (WHERE booked_on >= e) AS a
		FROM truth.line, unnest('{2024-01-01,2024-04-01}'::date[]) AS e WHERE booked_on >= e - interval '2 years' AND booked_on < e + interval '1 year' GROUP BY e, account_id
	), unit AS (
		SELECT *, account_id <= 30 AS t FROM (SELECT y.*, count(*) FILTER (WHERE account_id <= 30) OVER w AS nt, count(*) FILTER (WHERE account_id > 30) OVER w AS nc
			FROM year AS y WHERE account_id > 30 OR entered = CASE WHEN account_id % 3 = 0 THEN date '2024-04-01' ELSE date '2024-01-01' END
			WINDOW w AS (PARTITION BY entered, account_id % 2, floor(log(4, b)))) AS x WHERE nt > 0 AND nc > 0
	), once AS (
		SELECT *, count(*) FILTER (WHERE t) OVER w AS n_key, count(*) FILTER (WHERE NOT t) OVER w AS n_other
		FROM (SELECT DISTINCT ON (account_id) * FROM unit ORDER BY account_id, hashtextextended(account_id::text, entered - date '2000-01-01')) AS d
		WINDOW w AS (PARTITION BY entered, account_id % 2, floor(log(4, b)))
	), ratio AS (
		SELECT t, count(*) AS n, sum(b * w) / sum(o * w) AS before, sum(a * w) / sum(b * w) AS after
		FROM (SELECT *, CASE WHEN t THEN 1 ELSE n_key::numeric / n_other END AS w FROM once WHERE n_key > 0 AND n_other > 0) AS weighed GROUP BY t
	)
	SELECT k.n::int, c.n::int, round((k.after - k.before) - (c.after - c.before), 6) FROM ratio AS k, ratio AS c WHERE k.t AND NOT c.t
$$;
SELECT p.*, p.effect = i.effect AS same FROM plain() AS p, programme_impact AS i WHERE i.metric = 'nrr';

-- costs that are not known in one of the windows are not none: the account is left out of the margin
BEGIN;
DELETE FROM cost WHERE account_id IN (1, 2) AND incurred_on < '2024-01-01' OR account_id = 4 AND incurred_on >= '2024-01-01';
SELECT i.metric, i.key_accounts - f.key_accounts AS fewer, i.verdict FROM programme_impact AS i JOIN found AS f USING (metric) WHERE (i.*) IS DISTINCT FROM (f.*);
ROLLBACK;

-- who has left still counts: the effect is that of having been chosen
UPDATE key_account SET ends_on = '2024-08-01' WHERE account_id <= 10;
SELECT count(*) FROM (TABLE programme_impact EXCEPT TABLE found) AS d;
-- a year is not over for those of April until the end of March
SET kam.as_of = '2025-03-30';
SELECT metric, key_accounts FROM programme_impact WHERE metric = 'nrr';
SET kam.as_of = '2024-12-30';
SELECT metric, key_accounts, verdict FROM programme_impact WHERE metric = 'nrr';
SET kam.as_of = '2025-06-30';
-- without a lift nothing is found in the metrics it would change
CALL fill(0);
SELECT metric, effect, p_value, verdict FROM programme_impact WHERE metric IN ('nrr', 'contribution_margin_rate') ORDER BY step_no;
-- and a lift downwards is worse
CALL fill(-0.15);
SELECT metric, effect, p_value, verdict FROM programme_impact WHERE metric IN ('nrr', 'contribution_margin_rate') ORDER BY step_no;
CALL fill(0.15);
-- too few: four key accounts
DELETE FROM key_account WHERE account_id > 4;
SELECT metric, key_accounts, effect, verdict FROM programme_impact ORDER BY step_no;
UPDATE setting SET value = '4' WHERE name = 'least_impact_accounts';
SELECT metric, key_accounts, verdict FROM programme_impact WHERE metric = 'nrr';
-- compared by size alone, and by country as well
SELECT value, (SELECT compared_accounts FROM programme_impact WHERE metric = 'nrr') AS others FROM setting WHERE name = 'impact_match';
UPDATE setting SET value = 'size' WHERE name = 'impact_match';
SELECT value, (SELECT compared_accounts FROM programme_impact WHERE metric = 'nrr') AS others FROM setting WHERE name = 'impact_match';
UPDATE setting SET value = 'country' WHERE name = 'impact_match';
SELECT value, (SELECT compared_accounts FROM programme_impact WHERE metric = 'nrr') AS others FROM setting WHERE name = 'impact_match';

-- Places, by hand: windows of 12 months around January 2025. One key account: 200 a year at site a, then 50 of it at b in the year before, 120 at c in the year after.
CREATE TABLE truth.few (account_id int, booked_on date, amount numeric, site text, country text, business_unit text, kind text);
INSERT INTO truth.few VALUES (1, '2023-02-01', 200, 'a', 'DE', 'x', NULL), (1, '2024-02-01', 150, 'a', 'DE', 'x', NULL), (1, '2024-03-01', 50, 'b', 'DE', 'x', NULL), (1, '2025-02-01', 130, 'a', 'DE', 'x', NULL), (1, '2025-03-01', 120, 'c', 'FR', 'y', NULL),
	(2, '2023-02-01', 200, 'a', 'DE', NULL, NULL), (2, '2024-02-01', 200, 'a', 'DE', NULL, NULL), (2, '2025-02-01', 150, 'a', 'DE', NULL, NULL), (2, '2025-03-01', 20, 'd', 'DE', NULL, 'one_off'), (3, '2024-03-01', 210, 'e', 'DE', NULL, NULL), (4, '2023-02-01', 900000, 'e', 'DE', NULL, NULL);
SELECT kam.create_portfolio('places', account => 'SELECT account_id, name FROM truth.customer WHERE account_id < 5', revenue => 'truth.few');
INSERT INTO places.key_account VALUES (1, '2025-01-01');
SET kam.as_of = '2025-12-31';
-- Retention: 200 / 200 then 250 / 200; of the others 200 / 200, then (150 + 0) / (200 + 210): customer 3 is new in the year before and gone after. Sites: 50 / 200, then 120 / 200; of the others 210 / 200: all of customer 3, then 20 / 410.
-- Months: all in two of 12: deviation from the mean; customer 3's site is not in two windows. Business units are known of one alone.
SELECT metric, key_accounts AS key, compared_accounts AS others, key_before, key_after, compared_before, compared_after, effect, effect_low, verdict FROM places.programme_impact ORDER BY step_no;

DROP TABLE pg_temp.found;
SELECT kam.drop_portfolio('impact'), kam.drop_portfolio('places');
DROP SCHEMA truth CASCADE;
