-- The views of a portfolio, against figures worked out by hand (sql/portfolio_setup.sql)
SET search_path = programme;
SET DateStyle = ISO;
SET TIME ZONE 'UTC';
SET kam.as_of = '2025-06-30';

SELECT * FROM account_group WHERE problem IS NOT NULL OR is_internal OR level > 0 ORDER BY account_id;
SELECT as_of, previous_from, starts_on, until, rate_month, grace_until, base_currency FROM parameter;
TABLE current_rate;

-- Revenue. Adler with Ulm: 400 + 100 = 500 before, 500 + 100 + 60 - 10 = 650 now, of which 100 one_off: growth 0.3, nrr 550 / 500.
-- Brandt 240 / 300. Dietz left: 0. Ehlers is new: NULL. Fuchs: 100 USD in both, at 0.80. Graf came in January of the
-- previous window: partial. Holm: 30 - 50 = -20 of 20: nrr -1, grr 0. Iversen never bought. Jahn: 20 of 40; the line of 1 July is too late.
SELECT account_id, name, revenue, revenue_previous, growth_rate, nrr, grr, is_partial_base, first_booked_on, last_booked_on FROM account_kpi ORDER BY account_id;
-- Margin: Adler 650 - (300 + 50 + 25) = 275, to serve 50 + 25; Brandt 240 - 180; Dietz 0 - 7, no rate without revenue;
-- Fuchs (100 - 50) USD at 0.80. Nobody else has costs in the window: NULL.
SELECT account_id, contribution_margin, contribution_margin_rate, cost_to_serve, cost_to_serve_rate FROM account_kpi WHERE contribution_margin IS NOT NULL ORDER BY account_id;
-- Wallet: Adler the last total 1300, for Ulm its product: 1400; 650 / 1400. Cordes 100 / 80: the estimate is wrong, and shown.
-- Dietz 0 / 200. Fuchs 0: no share. Brandt's is of July.
SELECT account_id, wallet, share_of_wallet FROM account_kpi WHERE wallet IS NOT NULL ORDER BY account_id;
-- Answers: Adler +1 +1 -1 of 3, satisfied 2 of 3. Promises: one kept, one late, one open and overdue.
SELECT account_id, nps, nps_answers, csat, csat_answers, sla_attainment FROM account_kpi WHERE nps_answers > 0 OR sla_attainment IS NOT NULL ORDER BY account_id;
-- Pipeline: 150 + 80, 150 x 0.5 + 80 x 0.25; others have none, which is known: 0. Contracts: see renewals; Cordes' has no end.
-- Adler's last runs 731 days beyond 30 June 2025: 731 x 12 / 365.25.
SELECT account_id, open_pipeline, weighted_pipeline, contracts, is_open_ended, contract_ends_on, covered_until, notice_on, remaining_contract_months, annual_contract_value FROM account_kpi ORDER BY account_id;
SELECT account_id, country, region, industry, segment, owner FROM account_kpi WHERE account_id IN (1, 7) ORDER BY account_id;

-- White space. Adler, pump in Kiel: 800 - 500. Valve in Ulm: 50 of 40, nothing left. Filter in Kiel is quoted. Pump in Ulm: nobody knows.
SELECT * FROM white_space ORDER BY account_id, product, site;
-- potential 800 + 200 + 40, filled 500 + 0 + 40
SELECT account_id, potential, white_space, penetration_rate FROM account_kpi WHERE potential IS NOT NULL ORDER BY account_id;
SELECT account_id, unknown_cells FROM account_white_space ORDER BY account_id;

-- Concentration. Above zero: 650 + 240 + 150 + 100 + 100 + 80 + 20 = 1340. Adler 650 / 1340; without it the others' hhi is
-- (240^2 + 150^2 + 2 x 100^2 + 80^2 + 20^2) / 690^2 = 106900 / 476100.
-- Adler and Brandt are at 0.664 with Ehlers, so Cordes and Graf, which tie, begin at 0.776: A. Margin: 275 + 60 + 40 = 375.
SELECT account_id, name, revenue, revenue_share, margin_share, revenue_rank, cumulative_share, abc_class, is_major_customer FROM concentration_risk ORDER BY revenue_rank, account_id;
-- at risk: Brandt's only contract ends this year. Adler's goes on, Cordes' has no end, Ehlers' renews itself. Who has none: NULL.
SELECT account_id, contract_ends_on, notice_on, revenue_at_risk, hhi_without FROM concentration_risk ORDER BY account_id;
-- all of 1320 = 1340 - 20; hhi 529400 / 1340^2. Countries: DE 650 + 240 + 150 + 100 - 20 + 20 = 1140, FR 100, US 80, DK nothing.
-- Regions: north 1040, west 100, east 80, south 100 - 20 + 20 = 100. Owner: Kim 890, Lou 250, not known 180.
-- Products: pump 500 + 240 + 150 + 80 - 20 = 950, valve 100 + 50 + 100 + 20 = 270, not known 100.
SELECT dimension, members, revenue, hhi, hhi_normalised, effective_members, gini, largest_member, revenue_unknown FROM concentration ORDER BY dimension;
-- Gini of 650, 240, 150, 100, 100, 80, 20: (2i - 8) v from the smallest on is -6*20 - 4*80 - 2*100 + 0*100 + 2*150 + 4*240 + 6*650 = 4520, of 7 x 1340
SELECT gini, round(4520 / (7 * 1340.0), 6) AS by_hand,
	(SELECT round(sum((2 * i - n - 1) * revenue) / (max(n) * sum(revenue)), 6) FROM (SELECT revenue, row_number() OVER (ORDER BY revenue) AS i, count(*) OVER () AS n FROM account_kpi WHERE revenue > 0) AS v) AS plain
FROM concentration WHERE dimension = 'account';
SELECT dimension, top_1_share, top_5_share, top_10_share, top_20_share FROM concentration ORDER BY dimension;

-- Bridge per calendar year. 2023: 500 + 300 + 100 + 100 + 80 + 20 + 40 = 1140, with Fuchs at 0.90 instead of 0.80: 1150.
-- 2024: Graf new 110; Adler + 50; Brandt - 60; gone are Dietz 100, Holm 20 (now -20), Jahn 40; 1080, with Fuchs at 0.95: 1095.
-- 2025: Ehlers new 150, Jahn back 20; Adler - 450, Graf - 70; gone are Brandt 240, Cordes 100, Fuchs 80. The unknown customer: 5.
UPDATE setting SET value = 'year' WHERE name = 'bridge_grain';
SELECT period, opening, new_revenue, reactivation, expansion, contraction, churned, fx_effect, closing, negative, without_account FROM revenue_bridge ORDER BY period;
SELECT period, accounts_opening, accounts_new, accounts_reactivated, accounts_expanded, accounts_contracted, accounts_churned, accounts_closing FROM revenue_bridge ORDER BY period;
-- each opening is the closing before, and every period adds up, whatever the grain
CREATE FUNCTION velmara.adds_up(grain text) RETURNS TABLE (periods bigint, adds_up boolean, chained boolean) LANGUAGE plpgsql SET search_path = programme AS $$
BEGIN
	UPDATE setting SET value = grain WHERE name = 'bridge_grain';
	RETURN QUERY SELECT count(*), bool_and(opening + new_revenue + reactivation + expansion - contraction - churned + fx_effect = closing), bool_and(opening = coalesce(before, 0))
		FROM (SELECT *, lag(closing) OVER (ORDER BY period) AS before FROM revenue_bridge) AS b;
END $$;
SELECT grain, a.* FROM unnest(ARRAY['month', 'quarter', 'year', 'quarter from 2', 'year from 4']) AS grain, velmara.adds_up(grain) AS a;
UPDATE setting SET value = 'month' WHERE name = 'bridge_grain';

-- Retention of the window, repeat revenue: 500 -> 550, 300 -> 240, 100 -> 100, 100 -> 0, 80 -> 80, 20 -> -20, 40 -> 20, without Graf:
-- nrr 970 / 1140, grr (500 + 240 + 100 + 80 + 20) / 1140, 5 of 7 stayed. June against June: nobody bought in June 2024.
SELECT basis, definition, nrr, grr, nrr_stderr, logo_retention, accounts FROM retention ORDER BY basis DESC, definition;
SELECT basis, definition, opening, reactivation, expansion, contraction, churned, difference FROM retention WHERE opening IS NOT NULL ORDER BY basis DESC, definition;

-- Renewals within 12 months: c1 in October (90 days before 2026-01-01), though c2 goes on; c3, 200 USD at 0.80; c5, whose notice has passed, but renews itself
SELECT * FROM renewals ORDER BY ends_on;

-- The same figures straight from the aggregates over the company's tables
SELECT kam.nrr(opening, closing)::numeric(12,6) AS nrr, kam.grr(opening, closing)::numeric(12,6) AS grr, kam.nrr_stderr(opening, closing)::numeric(12,6) AS nrr_stderr, kam.logo_retention(opening, closing)::numeric(9,6) AS logo_retention
FROM (SELECT coalesce(parent, account_id), sum(amount * rate) FILTER (WHERE booked_on < '2024-07-01') AS opening, sum(amount * rate) FILTER (WHERE booked_on >= '2024-07-01') AS closing
	  FROM (SELECT l.*, CASE WHEN l.account_id = 2 THEN 1 END AS parent, CASE currency WHEN 'USD' THEN 0.80 ELSE 1 END AS rate FROM velmara.line AS l) AS l
	  WHERE booked_on < '2025-07-01' AND account_id NOT IN (8, 11, 77) AND kind IS DISTINCT FROM 'one_off' GROUP BY 1) AS pair;
SELECT kam.hhi(revenue)::numeric(9,6) AS hhi, kam.effective_accounts(revenue)::numeric(12,4) AS effective_accounts FROM account_kpi;
SELECT bool_and(hhi_without IS NOT DISTINCT FROM (SELECT kam.hhi(o.revenue) FROM account_kpi AS o WHERE o.account_id <> c.account_id)::numeric(9,6)) AS hhi_without FROM concentration_risk AS c;
SELECT bool_and(k.share_of_wallet IS NOT DISTINCT FROM (SELECT kam.share_of_wallet(o.revenue, o.wallet) FROM account_kpi AS o WHERE o.account_id = k.account_id)::numeric(12,6)) AS share_of_wallet,
	bool_and(k.contribution_margin_rate IS NOT DISTINCT FROM CASE WHEN contribution_margin IS NOT NULL THEN (SELECT kam.contribution_margin(o.revenue, o.revenue - o.contribution_margin) FROM account_kpi AS o WHERE o.account_id = k.account_id)::numeric(12,6) END) AS margin,
	bool_and(k.white_space IS NOT DISTINCT FROM (SELECT kam.white_space(potential, sold) FROM white_space AS o WHERE o.account_id = k.account_id)) AS white_space FROM account_kpi AS k;

-- In another year, another window, without groups
SET kam.as_of = '2024-06-30';
SELECT account_id, revenue, revenue_previous, nrr, wallet, nps, contracts FROM account_kpi ORDER BY account_id;
SET kam.as_of = '2025-06-30';
UPDATE setting SET value = '6' WHERE name = 'window_months';
SELECT account_id, revenue, revenue_previous, share_of_wallet, white_space FROM account_kpi WHERE account_id IN (1, 6, 8) ORDER BY account_id;
UPDATE setting SET value = '12' WHERE name = 'window_months';
UPDATE setting SET value = 'false' WHERE name = 'group_accounts';
SELECT account_id, revenue, revenue_previous, nrr, wallet FROM account_kpi WHERE account_id IN (1, 2) ORDER BY account_id;
UPDATE setting SET value = 'true' WHERE name = 'group_accounts';

-- Two sources only: every view answers, with NULL where nothing is known and never with 0
SET search_path = bare;
SELECT account_id, revenue, nrr, contribution_margin, cost_to_serve, wallet, share_of_wallet, potential, white_space, nps, csat, sla_attainment, open_pipeline, weighted_pipeline, contracts, remaining_contract_months FROM account_kpi WHERE account_id IN (1, 10) ORDER BY account_id;
SELECT account_id, revenue_share, margin_share, abc_class, revenue_at_risk FROM concentration_risk WHERE account_id IN (1, 10) ORDER BY account_id;
SELECT dimension, members, revenue, hhi, top_1_share, revenue_unknown FROM concentration ORDER BY dimension;
SELECT count(*) AS rows, count(potential) AS potentials, count(white_space) AS white_spaces, count(quoted) AS quoted, string_agg(DISTINCT status, ', ') AS statuses FROM white_space;
SELECT count(*) FROM renewals;
SELECT count(*), sum(closing) FROM revenue_bridge;
SELECT basis, definition, nrr FROM retention WHERE definition = 'cohort' ORDER BY basis;
-- not even revenue
SET kam.as_of = '2020-01-31';
SELECT count(*) AS accounts, sum(revenue) AS revenue, count(growth_rate) AS growth, count(nrr) AS nrr FROM account_kpi;
SELECT count(*) AS accounts, count(revenue_share) AS shares, count(cumulative_share) AS cumulative, count(hhi_without) AS hhi FROM concentration_risk;
SELECT count(*) FROM concentration;
SELECT count(*) FROM revenue_bridge;
SELECT count(*) FROM retention;
SET kam.as_of = '2025-06-30';

-- A currency without a rate: the error names it and the day, and nothing is added up
SET search_path = programme;
SELECT kam.set_source('programme', 'fx_rate', NULL);
SELECT * FROM account_kpi;
SELECT * FROM concentration_risk;
SELECT * FROM concentration;
SELECT * FROM revenue_bridge;
SELECT * FROM retention;
SELECT * FROM white_space;
SELECT * FROM renewals;
-- a rate of today is not enough for the bridge, which wants that of the month of each line
INSERT INTO fx_rate VALUES ('USD', '2025-01-01', 0.80);
SELECT revenue FROM account_kpi WHERE account_id = 7;
SELECT * FROM revenue_bridge;
DELETE FROM fx_rate;
SELECT kam.set_source('programme', 'fx_rate', 'velmara.rate');

-- Columns are of plain types; every object has a comment, and every view is of the invoker
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'programme'::regnamespace AND c.relkind = 'v' AND c.relname NOT LIKE 'account\_%' AND c.relname NOT IN ('exchange_rate', 'current_rate') AND c.relname NOT IN (SELECT source FROM kam.portfolio_columns())
	AND format_type(a.atttypid, a.atttypmod) !~ '^(integer|bigint|text|boolean|date|numeric\(\d+,\d+\))$';
SELECT c.relname, a.attname FROM pg_class AS c LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'programme'::regnamespace AND c.relkind IN ('r', 'v') AND (obj_description(c.oid, 'pg_class') IS NULL OR col_description(c.oid, a.attnum) IS NULL);
SELECT relname FROM pg_class WHERE relnamespace = 'programme'::regnamespace AND relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false);
DROP FUNCTION velmara.adds_up;
