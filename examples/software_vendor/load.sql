-- Nubela, an invented vendor of business software: what its systems hold of 80 customers, 2023 to 2025,
-- before what its key-account programme sells. Nothing is random: jitter comes from SHA-256 of a label.

BEGIN;
CREATE SCHEMA nubela;
SET LOCAL search_path = nubela, public;
-- labels of jitter are text, and have dates in them
SET LOCAL datestyle = 'ISO, MDY';
SET LOCAL timezone = 'UTC';

-- 0 to 1, the same for the same label on every server
CREATE FUNCTION jitter(label text) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT ('x' || left(encode(sha256(convert_to('nubela ' || label, 'UTF8')), 'hex'), 6))::bit(24)::int / 16777216.0
$$;

CREATE TABLE customer (
    account_id int PRIMARY KEY, name text NOT NULL UNIQUE, country text NOT NULL, segment text NOT NULL
);
INSERT INTO customer
SELECT n, first[1 + (n - 1) / 5] || ' ' || last[1 + (n - 1) % 5], country[1 + floor(4 * jitter('country ' || n))::int],
       CASE WHEN n % 5 IN (1, 2, 3) THEN 'finance' ELSE 'retail' END
FROM generate_series(1, 80) AS n,
     (SELECT '{Alder,Birke,Corvin,Dorn,Elster,Falk,Gerlan,Holm,Isar,Jura,Kestel,Lorn,Mara,Norden,Orlo,Pellin}'::text[] AS first,
             '{Bank,Insurance,Credit,Stores,Markets}'::text[] AS last, '{DE,ES,FR,IT}'::text[] AS country) AS name;

-- What each pays a month for the core product, how much of its spend on such software that is, what it costs to
-- serve, and how its business goes. Known to this file alone.
CREATE TEMP TABLE trait ON COMMIT DROP AS
SELECT n AS account_id, 1000 + 4000 * jitter('size ' || n) AS monthly, 0.18 + 0.6 * jitter('share ' || n) AS share,
       0.30 + 0.42 * jitter('cost ' || n) AS cost_rate, 0.97 + 0.10 * jitter('growth ' || n) AS growth
FROM generate_series(1, 80) AS n;

CREATE TABLE invoice_line (
    account_id int NOT NULL REFERENCES customer, booked_on date NOT NULL, amount numeric(12,2) NOT NULL,
    module text NOT NULL, kind text NOT NULL
);
INSERT INTO invoice_line
SELECT account_id, make_date(year, month, 5),
       round(monthly * growth ^ (year - 2023) * (0.95 + 0.1 * jitter(format('use %s %s %s', account_id, year, month))), 2), 'core', 'recurring'
FROM trait, generate_series(2023, 2025) AS year, generate_series(1, 12) AS month;

CREATE TABLE support_cost (
    account_id int NOT NULL REFERENCES customer, incurred_on date NOT NULL, amount numeric(12,2) NOT NULL, kind text NOT NULL
);
INSERT INTO support_cost
SELECT account_id, booked_on, round(amount * cost_rate * (0.95 + 0.1 * jitter(format('cost %s %s', account_id, booked_on))), 2), 'support'
FROM invoice_line
JOIN trait USING (account_id);

-- What a customer spends on such software with everybody, estimated every November by four people who do not talk
-- to each other. Each is off by some 10 %; nobody knows which way.
CREATE TABLE wallet_estimate (
    account_id int NOT NULL REFERENCES customer, estimated_on date NOT NULL, method text NOT NULL, amount numeric(12,2) NOT NULL,
    PRIMARY KEY (account_id, estimated_on, method)
);
INSERT INTO wallet_estimate
SELECT account_id, make_date(year, 11, 30), method,
       round(12 * monthly * growth / share * 1.02 ^ (year - 2024)
             * (1 + 0.2 * (jitter(label || 'a') + jitter(label || 'b') + jitter(label || 'c') - 1.5)), -2)
FROM trait, generate_series(2024, 2025) AS year, unnest('{customer,annual report,analyst,account manager}'::text[]) AS method,
     LATERAL (SELECT format('wallet %s %s %s', account_id, year, method) AS label) AS l;

CREATE TABLE contract (
    contract_id text PRIMARY KEY, account_id int NOT NULL REFERENCES customer, starts_on date NOT NULL, ends_on date,
    annual_value numeric(12,2), notice_days int, auto_renew boolean, is_framework boolean NOT NULL
);
INSERT INTO contract
SELECT 'C' || to_char(account_id, 'FM00'), account_id, date '2023-01-01' + make_interval(months => month),
       date '2026-01-01' + make_interval(months => month), round(12 * monthly * growth, -2), 90, true, false
FROM trait, LATERAL (SELECT 1 + floor(20 * jitter('contract ' || account_id))::int AS month) AS m;

-- Four tickets a month each, to be solved in two days. Some 3 % are late.
CREATE TABLE ticket (
    account_id int NOT NULL REFERENCES customer, due_at timestamptz NOT NULL, resolved_at timestamptz
);
INSERT INTO ticket
SELECT account_id, due_at, due_at + CASE WHEN jitter(format('ticket %s %s', account_id, due_at::date)) < 0.03 THEN interval '9 hours' ELSE interval '-9 hours' END
FROM trait, generate_series(timestamptz '2024-01-04 12:00+00', '2025-12-31 12:00+00', '182 hours') AS due_at;

-- What two board members think of each, 1 to 5, as the programme was chosen
CREATE TABLE board_opinion (
    account_id int NOT NULL REFERENCES customer, question text NOT NULL, member text NOT NULL, score int NOT NULL CHECK (score BETWEEN 1 AND 5)
);
INSERT INTO board_opinion
SELECT account_id, question, member,
       least(5, greatest(1, 1 + floor(5 * jitter(format('%s %s', question, account_id))) + round(jitter(format('%s %s %s', question, account_id, member)) * 2 - 1)))
FROM trait, unnest('{solution fit,co-innovation}'::text[]) AS question, unnest('{Anna,Boris}'::text[]) AS member;
COMMIT;

ANALYZE nubela.customer, nubela.invoice_line, nubela.support_cost, nubela.contract, nubela.ticket;
