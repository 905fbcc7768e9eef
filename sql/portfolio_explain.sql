-- The lines behind a figure add up to it, exactly
SET search_path = prove;
SET DateStyle = ISO;
SET kam.as_of = '2025-06-30';
-- Adler: 500 + 60 - 10 + 100; nrr without the last, of 500; margin less 300 + 50 + 25; of a wallet of 1300 + 100; of the revenue of all, 1340
SELECT metric, e.* FROM unnest(ARRAY['revenue', 'revenue_previous', 'nrr', 'contribution_margin', 'share_of_wallet', 'revenue_share']) WITH ORDINALITY AS m (metric, n), kam.explain('programme', metric, 1) AS e ORDER BY m.n;
-- Fuchs is in dollars
SELECT * FROM kam.explain('programme', 'contribution_margin', 7);
-- every account and metric: the figure of the view, or NULL where that is NULL
CREATE FUNCTION prove.explained(portfolio text) RETURNS TABLE (metric text, accounts bigint, figures bigint, lines bigint, adds_up boolean) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT f.metric, count(DISTINCT f.account_id), count(DISTINCT f.account_id) FILTER (WHERE f.value IS NOT NULL), sum(e.lines)::bigint, bool_and(coalesce(e.total, 0) = coalesce(f.value, 0) AND (f.value IS NULL OR e.lines > 0 OR f.value = 0) AND (f.value IS NOT NULL OR e.total IS NULL))
		FROM (SELECT k.account_id, m.metric, m.value FROM %1$I.account_kpi AS k JOIN %1$I.concentration_risk AS r USING (account_id), LATERAL (VALUES (''revenue'', k.revenue), (''revenue_previous'', k.revenue_previous), (''nrr'', k.nrr), (''contribution_margin'', k.contribution_margin),
				(''share_of_wallet'', k.share_of_wallet), (''revenue_share'', r.revenue_share)) AS m (metric, value)) AS f,
			LATERAL (SELECT sum(contribution) AS total, count(*) AS lines FROM kam.explain(%1$L, f.metric, f.account_id::text)) AS e GROUP BY f.metric ORDER BY f.metric', portfolio);
END $$;
SELECT * FROM explained('programme');
SELECT * FROM explained('bare');
-- with rates and amounts of many digits
CREATE TABLE velmara.odd_line AS SELECT n AS line_id, 1 + n % 7 AS account_id, DATE '2023-07-01' + (n * 37 % 731)::int AS booked_on, (n * 7919 % 100003) / 700.0 AS amount, (ARRAY['EUR', 'USD', 'JPY'])[1 + n % 3] AS currency FROM generate_series(1, 500) AS n;
SELECT kam.create_portfolio('odd', 'velmara.customer', 'velmara.odd_line', wallet => 'SELECT account_id, DATE ''2025-01-01'' AS as_of, 7777.77 + account_id AS amount FROM velmara.customer',
	cost => 'SELECT account_id, booked_on AS incurred_on, amount / 3 AS amount, currency FROM velmara.odd_line', fx_rate => 'SELECT currency, DATE ''2023-01-01'' AS valid_from, rate FROM (VALUES (''USD'', 0.8765432), (''JPY'', 0.0061234)) AS r (currency, rate)');
UPDATE odd.setting SET value = 'EUR' WHERE name = 'base_currency';
SELECT * FROM explained('odd');
SELECT kam.drop_portfolio('odd');
-- what cannot be explained, and to whom
SELECT call, outcome('SELECT kam.explain(' || call || ')') FROM unnest(ARRAY['''programme'', ''profit'', 1', '''programme'', NULL, 1', '''programme'', ''nrr'', 2', '''programme'', ''nrr'', 99', '''programme'', ''nrr'', ''x''', '''programme'', ''nrr'', NULL::text', '''nothing'', ''nrr'', 1', 'NULL, ''nrr'', 1']) AS call;
SELECT outcome($$SELECT kam.explain('programme', 'nrr', '1; DROP TABLE velmara.line')$$);
CREATE ROLE regress_kam_mallory;
GRANT USAGE ON SCHEMA programme, prove TO regress_kam_mallory;
SET ROLE regress_kam_mallory;
SELECT outcome($$SELECT kam.explain('programme', 'nrr', 1)$$);
RESET ROLE;
REVOKE USAGE ON SCHEMA programme, prove FROM regress_kam_mallory;
DROP ROLE regress_kam_mallory;
DROP FUNCTION prove.explained;
DROP TABLE velmara.odd_line;
