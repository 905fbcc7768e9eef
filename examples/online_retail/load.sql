-- Online Retail's one table, as it is. DATA in the environment is the folder that holds
-- online_retail/.

BEGIN;
CREATE SCHEMA online_retail;
SET LOCAL search_path = online_retail;

CREATE TABLE online_retail (
    invoice_no text NOT NULL, stock_code text NOT NULL, description text, quantity int NOT NULL,
    invoice_date timestamp NOT NULL, unit_price numeric NOT NULL, customer_id int,
    country text NOT NULL
);

\copy online_retail FROM PROGRAM 'zcat "$DATA/online_retail/online_retail.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE online_retail.online_retail;
