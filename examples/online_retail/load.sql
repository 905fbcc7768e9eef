-- Online Retail's one table, as it is, with the numbers of its lines, as the source has no key. DATA in the environment is the folder that holds
-- online_retail/.

BEGIN;
CREATE SCHEMA online_retail;
SET LOCAL search_path = online_retail;

CREATE TABLE online_retail (
    invoice_no text NOT NULL, stock_code text NOT NULL, description text, quantity int NOT NULL,
    invoice_date timestamp NOT NULL, unit_price numeric NOT NULL, customer_id int,
    country text NOT NULL, line_no int GENERATED ALWAYS AS IDENTITY PRIMARY KEY
);

\copy online_retail (invoice_no, stock_code, description, quantity, invoice_date, unit_price, customer_id, country) FROM PROGRAM 'zcat "$DATA/online_retail/online_retail.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE online_retail.online_retail;
