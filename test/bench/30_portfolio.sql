-- The views of a portfolio over 2,000 accounts and a tenth of the benchmark's rows as
-- lines of revenue, each read as a whole, and for one account where it has accounts.

\echo 'The portfolio: a tenth of the rows as lines of revenue, 2,000 accounts, 60 months'
\echo

SELECT setseed(0.5) \g /dev/null
CREATE TABLE customer AS
SELECT n AS account_id, 'Customer ' || n AS name,
	CASE WHEN n % 5 = 0 THEN n - n % 10 + 1 END AS parent_account_id,
	('{FR,DE,IT,ES,PL,SE,US,JP}'::text[])[1 + n % 8] AS country,
	('{retail,energy,health,transport}'::text[])[1 + n % 4] AS industry,
	'manager ' || n % 40 AS owner
FROM generate_series(1, 2000) AS n;
ALTER TABLE customer ADD PRIMARY KEY (account_id);

CREATE TABLE invoice_line AS
SELECT 1 + floor(2000 * random() ^ 3)::integer AS account_id,
	DATE '2021-01-01' + floor(random() * 1826)::integer AS booked_on,
	(CASE WHEN random() < 0.05 THEN -500 ELSE 10000 END * random() ^ 3)::numeric(12,2) AS amount,
	'product ' || floor(random() * 12) AS product,
	'site ' || floor(random() * 3) AS site,
	(ARRAY['recurring', 'usage', 'one_off', 'service'])[1 + floor(random() * 4)::integer] AS kind
FROM generate_series(1, :rows / 10);
CREATE INDEX ON invoice_line (account_id, booked_on);

CREATE TABLE cost_line AS
SELECT account_id, booked_on AS incurred_on, round(amount * 0.6, 2) AS amount,
	(ARRAY['cogs', 'delivery', 'support', 'logistics', 'sales'])[1 + floor(random() * 5)::integer] AS kind
FROM invoice_line WHERE random() < 0.2;
CREATE INDEX ON cost_line (account_id);

CREATE TABLE contract AS
SELECT n AS contract_id, 1 + n % 2000 AS account_id,
	DATE '2023-01-01' + n % 900 AS starts_on, DATE '2024-06-01' + n % 1300 AS ends_on,
	(n % 97 * 1000)::numeric AS annual_value, n % 120 AS notice_days, n % 3 = 0 AS auto_renew
FROM generate_series(1, 3000) AS n;
CREATE TABLE opportunity AS
SELECT n AS opportunity_id, 1 + n % 2000 AS account_id, (n % 53 * 900)::numeric AS amount,
	(n % 10 / 10.0)::numeric AS probability, 'product ' || n % 12 AS product,
	DATE '2025-01-01' + n % 300 AS created_on, n % 4 = 0 AS is_closed, n % 8 = 0 AS is_won
FROM generate_series(1, 6000) AS n;
CREATE TABLE wallet AS
SELECT n AS account_id, DATE '2025-01-01' AS as_of, (n % 211 * 5000 + 100000)::numeric AS amount
FROM generate_series(1, 2000) AS n;
CREATE TABLE potential AS
SELECT a AS account_id, 'product ' || p AS product, 'site ' || p % 3 AS site, (a % 89 * 500)::numeric AS amount
FROM generate_series(1, 2000) AS a, generate_series(0, 11) AS p;
CREATE TABLE survey AS
SELECT 1 + n % 2000 AS account_id, DATE '2025-01-01' + n % 365 AS answered_on,
	CASE WHEN n % 2 = 0 THEN 'nps' ELSE 'csat' END AS kind, (n % 2000 % 6)::numeric AS score
FROM generate_series(1, 20000) AS n;
CREATE TABLE ticket AS
SELECT 1 + n % 2000 AS account_id, TIMESTAMPTZ '2025-01-01 00:00 UTC' + n * interval '10 minutes' AS due_at,
	TIMESTAMPTZ '2025-01-01 00:00 UTC' + n * interval '10 minutes' + (n % 11 - 9) * interval '1 hour' AS resolved_at
FROM generate_series(1, 50000) AS n;
ANALYZE;

SET client_min_messages = warning;
SELECT kam.create_portfolio('kam_bench_portfolio',
	account => 'kam_bench.customer', revenue => 'kam_bench.invoice_line', cost => 'kam_bench.cost_line',
	contract => 'kam_bench.contract', opportunity => 'kam_bench.opportunity', wallet => 'kam_bench.wallet',
	potential => 'kam_bench.potential', survey => 'kam_bench.survey', service_level => 'kam_bench.ticket') \g /dev/null
SET kam.as_of = '2025-12-31';

-- A programme of 30 accounts, each with what an account can have
SET search_path = kam_bench_portfolio, kam_bench, pg_catalog;
INSERT INTO key_account (account_id, starts_on) SELECT n, DATE '2024-01-01' FROM generate_series(1, 300, 10) AS n;
INSERT INTO responsibility (account_id, role, person, starts_on)
SELECT account_id, role, role || ' ' || account_id % 60, starts_on FROM key_account, unnest('{account manager,executive sponsor}'::text[]) AS role;
INSERT INTO committee (account_id, starts_on) SELECT account_id, starts_on FROM key_account;
INSERT INTO meeting (committee_id, planned_on, held_on)
SELECT committee_id, day, CASE WHEN day <= '2025-12-31' THEN day END FROM committee, generate_series(DATE '2024-02-01', '2026-02-01', interval '3 months') AS m (at), date(at) AS day;
INSERT INTO plan (account_id, title, starts_on, ends_on) SELECT account_id, 'plan', '2025-01-01', '2027-01-01' FROM key_account;
INSERT INTO milestone (plan_id, title, value, due_on, done_on)
SELECT plan_id, 'step ' || n, 1000 * n, DATE '2025-01-01' + 30 * n, CASE WHEN n < plan_id % 12 THEN DATE '2025-01-01' + 29 * n END FROM plan, generate_series(1, 20) AS n;
INSERT INTO objective (plan_id, title, metric, baseline, target) SELECT plan_id, metric, metric, 0.5, 0.9 FROM plan, unnest('{nrr,share_of_wallet,sla_attainment}'::text[]) AS metric;
INSERT INTO assumption (plan_id, metric, lowest) SELECT plan_id, metric, 0.5 FROM plan, unnest('{nrr,contribution_margin_rate}'::text[]) AS metric;
UPDATE plan SET approved_on = '2025-01-01', reviewed_on = '2025-11-01';
INSERT INTO phase (account_id, phase, starts_on) SELECT account_id, 'discovery', starts_on FROM key_account;
INSERT INTO stakeholder (account_id, level, person, starts_on, last_contact_on, influence, stance, assessed_on)
SELECT account_id, (ARRAY['executive', 'procurement', 'business'])[1 + n % 3], 'person ' || n, '2024-01-01', DATE '2025-12-31' - 20 * n, 1 + n % 5, 'supporter', '2025-06-01' FROM key_account, generate_series(1, 8) AS n;
ANALYZE;
SET search_path = kam_bench, pg_catalog;

-- Read all columns of all rows: a mere count would leave them out.
INSERT INTO query (topic, input, name, role, sql)
SELECT 'portfolio', 'all', c.relname, 'kam',
	format('SELECT sum(hashtextextended(v::text, 0)) FROM %s AS v', c.oid::regclass)
FROM pg_class AS c
WHERE c.relnamespace = 'kam_bench_portfolio'::regnamespace AND c.relkind = 'v'
	AND c.relname NOT IN (SELECT source FROM kam_bench_portfolio.source);
INSERT INTO query (topic, input, name, role, sql)
SELECT 'portfolio', 'one account', q.name, 'kam', q.sql || ' WHERE account_id = 1234'
FROM query AS q
JOIN pg_attribute AS a ON a.attrelid = format('kam_bench_portfolio.%I', q.name)::regclass AND a.attname = 'account_id'
WHERE q.topic = 'portfolio';
INSERT INTO query (topic, input, name, role, sql)
VALUES ('portfolio', 'all', 'sum(amount) of the lines', 'sums', 'SELECT sum(amount) FROM kam_bench.invoice_line');
CALL measure('portfolio');

\echo 'The bar: each view below 1000 ms.'
\echo
SELECT name AS view, round(w.ms::numeric) AS "all rows, ms", round(o.ms::numeric, 1) AS "one account, ms",
	CASE WHEN role = 'kam' THEN CASE WHEN w.ms < 1000 THEN 'met' ELSE 'MISSED' END ELSE '' END AS verdict
FROM (SELECT * FROM median WHERE topic = 'portfolio' AND input = 'all') AS w
LEFT JOIN (SELECT name, ms FROM median WHERE topic = 'portfolio' AND input = 'one account') AS o USING (name)
ORDER BY w.ms DESC;
SELECT kam.drop_portfolio('kam_bench_portfolio') \g /dev/null
