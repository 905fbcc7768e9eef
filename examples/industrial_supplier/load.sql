-- Talvik Drives, an invented maker of drives that also maintains them: 36 customers in 31 groups. One of these is
-- Korvala, a paper maker with five plants in four countries. Every figure follows from rules that stand here.

BEGIN;
CREATE SCHEMA talvik;
SET LOCAL search_path = talvik;

CREATE TABLE customer (customer_id int PRIMARY KEY, name text NOT NULL, belongs_to int REFERENCES customer, country text NOT NULL, industry text NOT NULL);
INSERT INTO customer
SELECT n, name, NULL, (ARRAY['FI', 'SE', 'DE', 'PL', 'EE'])[1 + n % 5], (ARRAY['mining', 'steel', 'food', 'timber'])[1 + n % 4]
FROM unnest(ARRAY['Aldenau', 'Birkmo', 'Cendrowo', 'Dalsvik', 'Eskelund', 'Fagerhult Kraft', 'Gorzyn', 'Hallavik', 'Immeln', 'Jarvenkyla', 'Karstholm',
                  'Lindheim', 'Mustvee Saag', 'Nybro Kvarn', 'Oberhall', 'Paltamo', 'Quellwitz', 'Rautamaa', 'Sandhem', 'Tamsala', 'Urnitz', 'Vallby',
                  'Wolnica', 'Yllas Timber', 'Zarnow', 'Arkona Zement', 'Bodarna', 'Czarna Huta', 'Drossen', 'Brennock Steel', 'Brennock Tubes']) WITH ORDINALITY AS c (name, n);
UPDATE customer SET belongs_to = 30 WHERE customer_id = 31;
INSERT INTO customer VALUES (100, 'Korvala', NULL, 'FI', 'paper'), (110, 'Korvala Finland', 100, 'FI', 'paper'), (120, 'Korvala Sweden', 100, 'SE', 'paper'),
    (130, 'Korvala Germany', 100, 'DE', 'paper'), (140, 'Korvala Poland', 100, 'PL', 'paper');

-- Korvala's plants. What an hour without paper costs is the controllers' figure, not ours. live_on is the day from which
-- sensors and model watch the drives.
CREATE TABLE plant (plant text PRIMARY KEY, plant_no int NOT NULL, customer_id int NOT NULL REFERENCES customer, country text NOT NULL, hour_cost numeric NOT NULL, live_on date NOT NULL);
INSERT INTO plant VALUES ('Kuusjoki', 1, 110, 'FI', 6500, '2024-04-01'), ('Harjala', 2, 110, 'FI', 5200, '2024-10-01'), ('Granvik', 3, 120, 'SE', 7800, '2025-01-01'),
    ('Erlbruck', 4, 130, 'DE', 9000, '2025-08-01'), ('Zielno', 5, 140, 'PL', 4800, '2025-10-01');

-- ------------------------------------------------------------------------------------------------ the downtime log
-- Two stops a month because of drives and three for other reasons, give or take 20 %. Once a plant is live, drives stop
-- it for a share of the hours of before; Granvik needed half a year to trust the warnings. Other stops do not change.
CREATE TABLE downtime (plant text NOT NULL REFERENCES plant, stopped_on date NOT NULL, cause text NOT NULL CHECK (cause IN ('drive', 'other')), hours numeric(6,1) NOT NULL);
INSERT INTO downtime
SELECT plant, month + 8 * stop, 'drive', round(hours / 2 * (0.8 + (plant_no * 3 + extract(month FROM month)::int * 5 + extract(year FROM month)::int * 2 + stop * 4) % 9 * 0.05)
       * CASE WHEN month < live_on THEN 1 WHEN plant = 'Granvik' AND month < '2025-07-01' THEN 0.8 ELSE remaining END, 1)
FROM plant
JOIN (VALUES ('Kuusjoki', 8.0, 0.35), ('Harjala', 6, 0.45), ('Granvik', 9, 0.4), ('Erlbruck', 7, 0.55), ('Zielno', 10, 0.6)) AS rule (plant, hours, remaining) USING (plant)
CROSS JOIN (SELECT generate_series('2023-01-01', '2025-12-01', interval '1 month')::date) AS m (month)
CROSS JOIN generate_series(1, 2) AS stop;
INSERT INTO downtime
SELECT plant, month + 7 * stop, 'other', round(4 * (0.8 + (plant_no * 2 + extract(month FROM month)::int * 7 + extract(year FROM month)::int + stop) % 9 * 0.05), 1)
FROM plant
CROSS JOIN (SELECT generate_series('2023-01-01', '2025-12-01', interval '1 month')::date) AS m (month)
CROSS JOIN generate_series(1, 3) AS stop;

-- Avoided is what an average month of 2023 had and this month has not: below zero in a month that was worse.
CREATE VIEW avoided_downtime AS
SELECT p.plant, m.month, b.hours AS baseline_hours, m.hours, b.hours - m.hours AS avoided_hours, (b.hours - m.hours) * p.hour_cost AS avoided_value
FROM plant AS p
JOIN (SELECT plant, sum(hours) / 12 AS hours FROM downtime WHERE cause = 'drive' AND stopped_on >= '2023-01-01' AND stopped_on < '2024-01-01' GROUP BY plant) AS b USING (plant)
JOIN (SELECT plant, date_trunc('month', stopped_on::timestamp)::date AS month, sum(hours) AS hours FROM downtime WHERE cause = 'drive' GROUP BY 1, 2) AS m USING (plant)
WHERE m.month >= p.live_on;

-- --------------------------------------------------------------------------------------------- promises of service
-- A technician at the machine within the time agreed: so many promises a quarter, so many missed.
CREATE TABLE service_visit (customer_id int NOT NULL REFERENCES customer, plant text REFERENCES plant, due_at timestamptz NOT NULL, arrived_at timestamptz, customer_at_fault boolean NOT NULL);
INSERT INTO service_visit
SELECT p.customer_id, plant, due_at, CASE WHEN i * 7 % promised < missed THEN due_at + (3 + i) * interval '1 hour' ELSE due_at - (1 + i % 5) * interval '1 hour' END, false
FROM (VALUES ('Kuusjoki', date '2023-01-01', 12, ARRAY[2, 1, 2, 1,  1, 1, 0, 1]), ('Harjala', '2023-01-01', 12, ARRAY[1, 2, 1, 2,  2, 1, 1, 0]), ('Granvik', '2023-01-01', 8, ARRAY[1, 2, 1, 1,  1, 2, 1, 1]),
             ('Kuusjoki', '2025-01-01', 20, ARRAY[0, 1, 0, 0]), ('Harjala', '2025-01-01', 20, ARRAY[1, 0, 0, 1]), ('Granvik', '2025-01-01', 20, ARRAY[4, 2, 1, 0]),
             ('Erlbruck', '2025-07-01', 8, ARRAY[1]), ('Erlbruck', '2025-10-01', 20, ARRAY[3]), ('Zielno', '2025-10-01', 20, ARRAY[1])) AS v (plant, since, promised, misses)
JOIN plant AS p USING (plant)
CROSS JOIN unnest(misses) WITH ORDINALITY AS q (missed, quarter)
CROSS JOIN generate_series(1, promised) AS i
CROSS JOIN LATERAL (SELECT (since + (quarter - 1) * interval '3 months' + i * interval '86 days' / promised) AT TIME ZONE 'UTC' AS due_at) AS d
WHERE NOT (plant = 'Erlbruck' AND promised = 8 AND due_at < '2025-08-01 00:00+00');
-- one that is still open at the end of 2025, and one where the machine was not stopped as agreed
UPDATE service_visit SET arrived_at = NULL WHERE plant = 'Erlbruck' AND due_at = (SELECT max(due_at) FROM service_visit WHERE plant = 'Erlbruck' AND arrived_at > due_at);
INSERT INTO service_visit VALUES (120, 'Granvik', '2025-05-20 12:00+00', '2025-05-21 08:00+00', true);
INSERT INTO service_visit
SELECT n, NULL, due_at, due_at + CASE WHEN (n * 13 + month * 7 + year) % 17 = 0 THEN interval '6 hours' ELSE interval '-2 hours' END, false
FROM generate_series(1, 31) AS n CROSS JOIN generate_series(2023, 2025) AS year CROSS JOIN generate_series(1, 12) AS month
CROSS JOIN LATERAL (SELECT (make_date(year, month, 12) + time '12:00') AT TIME ZONE 'UTC' AS due_at) AS d;

-- --------------------------------------------------------------------------------------------------------- invoices
CREATE TABLE invoice_line (line_id text PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, booked_on date NOT NULL, amount numeric(12,2) NOT NULL,
    product text NOT NULL, plant text REFERENCES plant, country text NOT NULL, business_unit text NOT NULL, kind text NOT NULL);

-- Everybody else: parts and repairs by the month, drives once a year. Nobody grows or shrinks by much, one leaves and one comes.
INSERT INTO invoice_line
SELECT format('%s-%s-%s', product, to_char(n, 'FM00'), to_char(day, 'YYYY-MM')), n, day,
       round((100 + n * 7 % 20 * 20) * 1000 * share * (1 + (n * 5 % 9 - 3) * 0.01 * (year - 2023)) * (0.95 + (n * 13 + month * 7) % 11 * 0.01), 2),
       product, NULL, country, CASE product WHEN 'drives' THEN 'drives' ELSE 'service' END, kind
FROM customer AS c (n)
CROSS JOIN (VALUES ('parts', 0.4 / 12, 'usage'), ('repairs', 0.3 / 12, 'service'), ('drives', 0.3, 'one_off')) AS p (product, share, kind)
CROSS JOIN generate_series(2023, 2025) AS year
CROSS JOIN generate_series(1, 12) AS month
CROSS JOIN LATERAL (SELECT make_date(year, month, 15) AS day) AS d
WHERE n <= 31 AND (product <> 'drives' OR month = 1 + n % 12) AND NOT (n = 17 AND day >= '2024-07-01') AND NOT (n = 24 AND day < '2024-05-01');
-- Two of them want what Korvala has.
INSERT INTO invoice_line
SELECT format('fee-%s-%s', to_char(n, 'FM00'), to_char(day, 'YYYY-MM')), n, day, 2500, 'predictive maintenance', NULL, country, 'digital', 'recurring'
FROM customer AS c (n) CROSS JOIN generate_series(7, 12) AS month CROSS JOIN LATERAL (SELECT make_date(2025, month, 15) AS day) AS d WHERE n IN (4, 9);

-- Korvala, by plant: parts and repairs. A plant that is live needs a third of the repairs. Germany and Poland bought nothing before.
INSERT INTO invoice_line
SELECT format('%s-%s-%s', product, plant, to_char(day, 'YYYY-MM')), customer_id, day,
       round(amount * (1 + 0.03 * (year - 2023)) * (0.95 + (plant_no * 13 + month * 7) % 11 * 0.01) / CASE WHEN product = 'repairs' AND day >= live_on THEN 3 ELSE 1 END, 2),
       product, plant, country, 'service', kind
FROM plant
JOIN (VALUES ('Kuusjoki', 'parts', 'usage', 14000, date '2023-01-01'), ('Harjala', 'parts', 'usage', 9000, '2023-01-01'), ('Granvik', 'parts', 'usage', 6000, '2023-01-01'),
             ('Erlbruck', 'parts', 'usage', 5000, '2025-04-01'), ('Zielno', 'parts', 'usage', 3000, '2025-10-01'),
             ('Kuusjoki', 'repairs', 'service', 12000, '2023-01-01'), ('Harjala', 'repairs', 'service', 8000, '2023-01-01'), ('Granvik', 'repairs', 'service', 5000, '2023-01-01'),
             ('Erlbruck', 'repairs', 'service', 4000, '2025-04-01')) AS rule (plant, product, kind, amount, since) USING (plant)
CROSS JOIN generate_series(2023, 2025) AS year
CROSS JOIN generate_series(1, 12) AS month
CROSS JOIN LATERAL (SELECT make_date(year, month, 15) AS day) AS d
WHERE day >= since;
INSERT INTO invoice_line
SELECT format('drives-%s-%s', plant, to_char(day, 'YYYY-MM')), customer_id, day, amount, 'drives', plant, country, 'drives', 'one_off'
FROM plant
JOIN (VALUES ('Kuusjoki', date '2023-05-10', 200000), ('Granvik', '2023-10-12', 90000), ('Harjala', '2024-06-11', 220000), ('Granvik', '2024-11-20', 130000),
             ('Kuusjoki', '2025-02-18', 60000), ('Erlbruck', '2025-05-14', 260000), ('Zielno', '2025-09-09', 180000)) AS rule (plant, day, amount) USING (plant);
-- The fee: 4,000 a month while it was a pilot, 9,000 under the contract.
INSERT INTO invoice_line
SELECT format('fee-%s-%s', plant, to_char(day, 'YYYY-MM')), customer_id, day, CASE WHEN day < '2025-01-01' THEN 4000 ELSE 9000 END, 'predictive maintenance', plant, country, 'digital', 'recurring'
FROM plant CROSS JOIN (SELECT generate_series('2024-04-15', '2025-12-15', interval '1 month')::date) AS m (day) WHERE day >= live_on;

-- The performance contract. By plant and quarter, from the first whole quarter that it is live: more promises kept than the
-- service level earn a bonus, fewer cost a penalty, and both are lines of the invoice.
CREATE TABLE contract (contract_id text PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, starts_on date NOT NULL, ends_on date, annual_value numeric(12,2), notice_days int, auto_renew boolean NOT NULL, is_framework boolean NOT NULL);
INSERT INTO contract VALUES ('S-2021', 110, '2021-01-01', '2025-01-01', 276000, 90, false, false), ('P-2025', 100, '2025-01-01', '2030-01-01', 540000, 180, false, true);
INSERT INTO contract SELECT 'M-' || to_char(n, 'FM00'), n, make_date(2023, 1 + n % 12, 1), make_date(2028, 1 + n % 12, 1), (100 + n * 7 % 20 * 20) * 300, 90, n % 3 = 0, false FROM generate_series(1, 31) AS n WHERE n NOT IN (17, 24);

CREATE TABLE performance_term (contract_id text NOT NULL REFERENCES contract, plant text NOT NULL REFERENCES plant, first_quarter date NOT NULL, service_level numeric NOT NULL, quarter_bonus numeric NOT NULL, quarter_penalty numeric NOT NULL, PRIMARY KEY (contract_id, plant));
INSERT INTO performance_term
SELECT 'P-2025', plant, CASE plant WHEN 'Erlbruck' THEN '2025-10-01' WHEN 'Zielno' THEN '2025-10-01' ELSE date '2025-01-01' END, 0.95, 3000, 5000 FROM plant;

INSERT INTO invoice_line
SELECT format('%s-%s-%s', CASE WHEN amount > 0 THEN 'bonus' ELSE 'penalty' END, plant, to_char(quarter, 'YYYY"Q"Q')), p.customer_id, (quarter + interval '3 months - 1 day')::date, amount,
       'predictive maintenance', plant, p.country, 'digital', CASE WHEN amount > 0 THEN 'service' ELSE 'credit' END
FROM plant AS p
JOIN performance_term AS t USING (plant)
JOIN LATERAL (SELECT date_trunc('quarter', due_at AT TIME ZONE 'UTC')::date AS quarter, count(*) AS promised, count(*) FILTER (WHERE arrived_at <= due_at) AS kept
              FROM service_visit AS v WHERE v.plant = t.plant AND NOT customer_at_fault GROUP BY 1) AS q ON quarter >= first_quarter
CROSS JOIN LATERAL (SELECT CASE WHEN kept > service_level * promised THEN quarter_bonus WHEN kept < service_level * promised THEN -quarter_penalty END AS amount) AS b
WHERE amount IS NOT NULL;

-- ------------------------------------------------------------------------------------------------------------ costs
CREATE TABLE cost_line (customer_id int NOT NULL REFERENCES customer, incurred_on date NOT NULL, amount numeric(12,2) NOT NULL, kind text NOT NULL);
INSERT INTO cost_line
SELECT customer_id, booked_on, round(sum(amount * rate), 2), cost
FROM invoice_line
JOIN (VALUES ('drives', 'cogs', 0.64), ('parts', 'cogs', 0.55), ('parts', 'logistics', 0.04), ('repairs', 'delivery', 0.7), ('predictive maintenance', 'delivery', 0.35),
             ('drives', 'sales', 0.04), ('parts', 'sales', 0.04), ('repairs', 'sales', 0.04), ('predictive maintenance', 'sales', 0.04)) AS r (product, cost, rate) USING (product)
WHERE line_id !~ '^(bonus|penalty)-'    -- a bonus costs nothing, and a penalty saves nothing
GROUP BY customer_id, booked_on, cost;
-- Co-designing the model with Korvala's engineers, and two further roll-outs prepared
INSERT INTO cost_line SELECT 100, day, CASE WHEN day < '2025-01-01' THEN 9000 ELSE 5000 END, 'acquisition' FROM (SELECT generate_series('2024-02-15', '2025-07-15', interval '1 month')::date) AS m (day);

-- What Korvala spends on drives and their upkeep with everybody, by country, and what each plant could buy of us in a year
CREATE TABLE wallet (customer_id int NOT NULL REFERENCES customer, estimated_on date NOT NULL, amount numeric(12,2) NOT NULL, method text NOT NULL);
INSERT INTO wallet
SELECT customer_id, make_date(year, 12, 1), amount * (1 + 0.01 * (year - 2023)), 'their budget'
FROM (VALUES (110, 1100000), (120, 800000), (130, 1200000), (140, 700000)) AS w (customer_id, amount) CROSS JOIN generate_series(2023, 2025) AS year;
INSERT INTO wallet
SELECT n, make_date(year, 12, 1), (100 + n * 7 % 20 * 20) * 1000 * (1.2 + n * 3 % 7 * 0.25), 'our estimate' FROM generate_series(1, 31) AS n CROSS JOIN generate_series(2023, 2025) AS year;
CREATE TABLE potential (customer_id int NOT NULL REFERENCES customer, plant text NOT NULL REFERENCES plant, product text NOT NULL, amount numeric(12,2), PRIMARY KEY (plant, product));
INSERT INTO potential
SELECT customer_id, plant, product, amount
FROM plant
JOIN (VALUES ('drives', ARRAY[250000, 200000, 250000, 400000, 250000]), ('parts', ARRAY[250000, 180000, 220000, 320000, 180000]),
             ('repairs', ARRAY[60000, 40000, 60000, 80000, 50000]), ('predictive maintenance', ARRAY[108000, 108000, 108000, 108000, 108000])) AS v (product, amounts) ON true
CROSS JOIN LATERAL (SELECT amounts[plant_no] AS amount) AS a;
COMMIT;
ANALYZE talvik.customer, talvik.plant, talvik.downtime, talvik.service_visit, talvik.invoice_line, talvik.cost_line, talvik.contract, talvik.wallet, talvik.potential;
