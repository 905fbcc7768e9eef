-- A company of 12 customers whose every figure can be worked out by hand. The day is
-- 2025-06-30: the window is 2024-07-01 to 2025-06-30, the previous one the year before.
SET client_min_messages = warning;
CREATE SCHEMA velmara;
SET search_path = velmara;
CREATE TABLE customer (account_id int PRIMARY KEY, name text, parent_account_id int, country text, region text, industry text, segment text, owner text, is_internal boolean);
INSERT INTO customer VALUES
	(1, 'Adler', NULL, 'DE', 'north', 'machines', 'large', 'Kim', false),
	(2, 'Adler Ulm', 1, 'DE', 'south', 'machines', 'large', 'Kim', false),
	(3, 'Brandt', NULL, 'DE', 'north', 'food', 'large', 'Kim', NULL),
	(4, 'Cordes', NULL, 'FR', 'west', 'food', 'small', 'Lou', NULL),
	(5, 'Dietz', NULL, 'FR', 'west', 'food', 'small', 'Lou', NULL),
	(6, 'Ehlers', NULL, 'DE', 'north', 'machines', 'small', 'Lou', NULL),
	(7, 'Fuchs', NULL, 'US', 'east', 'machines', 'small', NULL, NULL),
	(8, 'Graf', NULL, 'DE', 'south', 'food', 'small', NULL, NULL),
	(9, 'Holm', NULL, 'DE', 'south', 'food', 'small', NULL, NULL),
	(10, 'Iversen', NULL, 'DK', 'north', 'food', 'small', NULL, NULL),
	(11, 'Velmara Service', NULL, 'DE', 'north', NULL, NULL, NULL, true),
	(12, 'Jahn', 99, 'DE', 'south', 'food', 'small', NULL, NULL);	-- its parent is not there

CREATE TABLE line (line_id serial, account_id int, booked_on date, amount numeric(12,2), currency text, product text, site text, kind text);
INSERT INTO line (account_id, booked_on, amount, currency, product, site, kind) VALUES
	(1, '2023-08-15', 400, 'EUR', 'pump', 'Kiel', 'recurring'), (1, '2024-08-15', 500, 'EUR', 'pump', 'Kiel', 'recurring'), (1, '2025-05-10', 100, 'EUR', 'valve', 'Kiel', 'one_off'),
	(2, '2023-09-20', 100, 'EUR', 'valve', 'Ulm', 'recurring'), (2, '2024-10-05', 60, 'EUR', 'valve', 'Ulm', 'recurring'), (2, '2024-10-20', -10, 'EUR', 'valve', 'Ulm', 'credit'),
	(3, '2023-07-10', 300, 'EUR', 'pump', 'Bonn', NULL), (3, '2024-07-10', 240, 'EUR', 'pump', 'Bonn', NULL),
	(4, '2023-08-01', 100, 'EUR', 'valve', 'Lyon', NULL), (4, '2024-09-01', 100, 'EUR', 'valve', 'Lyon', NULL),
	(5, '2023-07-20', 100, 'EUR', 'valve', 'Lyon', NULL),
	(6, '2025-01-15', 150, 'EUR', 'pump', NULL, NULL),
	(7, '2023-08-15', 100, 'USD', 'pump', 'Reno', NULL), (7, '2024-08-15', 100, 'USD', 'pump', 'Reno', NULL),
	(8, '2024-01-10', 50, 'EUR', NULL, NULL, NULL), (8, '2024-07-20', 60, 'EUR', NULL, NULL, NULL), (8, '2025-01-20', 40, 'EUR', NULL, NULL, NULL),
	(9, '2023-08-08', 20, 'EUR', 'pump', 'Ulm', NULL), (9, '2024-08-08', 30, 'EUR', 'pump', 'Ulm', NULL), (9, '2024-09-08', -50, 'EUR', 'pump', 'Ulm', NULL),
	(11, '2024-09-08', 999, 'EUR', 'pump', NULL, NULL),
	(12, '2023-09-01', 40, 'EUR', 'valve', NULL, NULL), (12, '2025-06-30', 20, 'EUR', 'valve', NULL, NULL), (12, '2025-07-01', 500, 'EUR', 'valve', NULL, NULL),
	(77, '2025-02-01', 5, 'EUR', 'valve', NULL, NULL);	-- nobody knows that customer

CREATE TABLE cost (account_id int, incurred_on date, amount numeric, currency text, kind text);
INSERT INTO cost VALUES (1, '2024-08-15', 300, 'EUR', 'cogs'), (1, '2024-09-01', 50, 'EUR', 'delivery'), (1, '2024-09-01', 100, 'EUR', 'overhead'), (1, '2024-09-01', 10, 'EUR', 'acquisition'), (2, '2025-01-01', 25, 'EUR', 'support'),
	(3, '2024-07-10', 180, 'EUR', NULL), (5, '2024-07-10', 7, 'EUR', 'support'), (7, '2024-08-15', 50, 'USD', 'cogs'), (12, '2023-09-01', 30, 'EUR', 'cogs'), (12, '2025-07-01', 30, 'EUR', 'cogs');
CREATE TABLE contract (contract_id text, account_id int, starts_on date, ends_on date, annual_value numeric, currency text, notice_days int, auto_renew boolean, is_framework boolean, status text);
INSERT INTO contract VALUES ('c1', 1, '2023-01-01', '2026-01-01', 400, 'EUR', 90, false, false, 'active'), ('c2', 2, '2024-01-01', '2027-07-01', 100, NULL, NULL, NULL, true, NULL),
	('c3', 3, '2024-01-01', '2025-12-31', 200, 'USD', 30, false, false, 'active'), ('c4', 4, '2020-01-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('c5', 6, '2025-01-01', '2025-09-30', 150, 'EUR', 120, true, NULL, NULL), ('c6', 8, '2024-01-01', '2026-01-01', 50, 'EUR', NULL, NULL, NULL, 'Cancelled'),
	('c7', 7, '2025-08-01', '2026-08-01', 100, 'USD', NULL, NULL, NULL, NULL), ('c8', 12, '2023-01-01', '2025-06-30', 50, 'EUR', NULL, NULL, NULL, NULL);
CREATE TABLE deal (opportunity_id text, account_id int, amount numeric, probability numeric, product text, site text, created_on date, is_won boolean, is_closed boolean);
INSERT INTO deal VALUES ('o1', 1, 150, 0.5, 'filter', 'Kiel', '2025-01-01', false, false), ('o2', 2, 80, 0.25, 'pump', 'Ulm', NULL, NULL, NULL), ('o3', 1, 100, 1, 'pump', 'Kiel', '2025-01-01', true, true),
	('o4', 1, 60, 0, 'pump', 'Kiel', '2025-01-01', false, true), ('o5', 1, 999, 0.5, 'pump', 'Kiel', '2025-07-05', false, false);
CREATE TABLE wallet (account_id int, as_of date, amount numeric, product text);
INSERT INTO wallet VALUES (1, '2024-01-01', 1000, NULL), (1, '2025-01-01', 1300, NULL), (1, '2025-02-01', 400, 'pump'), (2, '2025-01-01', 100, 'valve'), (2, '2025-01-01', NULL, 'pump'),
	(3, '2025-07-15', 500, NULL), (4, '2025-01-01', 80, NULL), (5, '2025-01-01', 200, NULL), (7, '2025-01-01', 0, NULL);
CREATE TABLE potential (account_id int, product text, site text, amount numeric);
INSERT INTO potential VALUES (1, 'pump', 'Kiel', 800), (1, 'filter', 'Kiel', 200), (2, 'valve', 'Ulm', 40), (2, 'pump', 'Ulm', NULL), (3, 'pump', 'Bonn', 300), (10, 'pump', NULL, 90);
CREATE TABLE answer (account_id int, answered_on date, kind text, score int);
INSERT INTO answer VALUES (1, '2024-09-01', 'nps', 10), (2, '2024-09-01', 'nps', 9), (1, '2025-03-01', 'nps', 6), (1, '2025-03-02', 'nps', NULL), (1, '2025-03-01', 'csat', 5), (1, '2025-03-01', 'csat', 4), (2, '2025-03-01', 'csat', 2),
	(3, '2024-07-01', 'nps', 3), (4, '2024-06-30', 'nps', 9);
CREATE TABLE ticket (account_id int, due_at timestamptz, resolved_at timestamptz, excluded boolean);
INSERT INTO ticket VALUES (1, '2024-08-01 10:00+00', '2024-08-01 09:00+00', NULL), (1, '2024-09-01 10:00+00', '2024-09-02 09:00+00', false), (2, '2025-06-01 10:00+00', NULL, NULL), (1, '2024-09-01 10:00+00', '2024-09-02 09:00+00', true),
	(3, '2024-08-01 10:00+00', '2024-08-01 10:00+00', NULL), (3, '2025-07-15 10:00+00', NULL, NULL);
CREATE TABLE measure (account_id int, measure text, value numeric, measured_on date);
INSERT INTO measure VALUES (1, 'countries', 3, '2024-12-31'), (1, 'countries', 4, '2025-03-31'), (1, 'countries', 9, '2025-07-31'), (2, 'countries', 1, '2025-03-31'), (3, 'countries', 1, NULL);
-- 1 USD is 0.90 EUR until June 2024, 0.95 until May 2025, 0.80 at the end of June 2025
CREATE TABLE rate (currency text, valid_from date, rate numeric);
INSERT INTO rate VALUES ('USD', '2023-01-01', 0.90), ('USD', '2024-07-01', 0.95), ('USD', '2025-06-15', 0.80), ('USD', '2025-07-01', 0.50);

SELECT kam.create_portfolio('programme', account => 'customer', revenue => 'line', cost => 'cost', contract => 'contract', opportunity => 'deal', wallet => 'wallet', potential => 'potential',
	survey => 'answer', service_level => 'ticket', measure => 'measure', fx_rate => 'rate');
-- and one of the same company that knows only the first two
SELECT kam.create_portfolio('bare', account => 'SELECT account_id, name FROM customer', revenue => 'SELECT account_id, booked_on, amount FROM line WHERE currency = ''EUR''');
