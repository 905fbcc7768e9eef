-- The four tables of the publisher, as they are. DATA in the environment is the folder that holds
-- crm_opportunities/.

BEGIN;
CREATE SCHEMA crm;
SET LOCAL search_path = crm;

CREATE TABLE accounts (
    account text PRIMARY KEY, sector text, year_established int, revenue numeric, employees int,
    office_location text, subsidiary_of text REFERENCES accounts DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE products (
    product text PRIMARY KEY, series text NOT NULL, sales_price numeric NOT NULL
);

CREATE TABLE sales_teams (
    sales_agent text PRIMARY KEY, manager text NOT NULL, regional_office text NOT NULL
);

CREATE TABLE sales_pipeline (
    opportunity_id text PRIMARY KEY, sales_agent text NOT NULL REFERENCES sales_teams,
    product text NOT NULL, account text REFERENCES accounts,
    deal_stage text NOT NULL CHECK (deal_stage IN ('Prospecting', 'Engaging', 'Won', 'Lost')),
    engage_date date, close_date date, close_value numeric
);

\copy accounts FROM PROGRAM 'zcat "$DATA/crm_opportunities/accounts.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy products FROM PROGRAM 'zcat "$DATA/crm_opportunities/products.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_teams FROM PROGRAM 'zcat "$DATA/crm_opportunities/sales_teams.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_pipeline FROM PROGRAM 'zcat "$DATA/crm_opportunities/sales_pipeline.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE crm.accounts, crm.sales_pipeline;
