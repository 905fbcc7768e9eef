-- The lines of four companies, as they are. DATA in the environment is the folder that holds
-- mrr_playbook/, online_retail/, iowa_liquor_county_month/ and adventureworks/.

BEGIN;
CREATE SCHEMA ledger_data;
SET LOCAL search_path = ledger_data;

CREATE TABLE subscription_periods (
    subscription_id int, customer_id int NOT NULL, start_date date NOT NULL, end_date date NOT NULL,
    monthly_amount numeric NOT NULL
);

CREATE TABLE online_retail (
    invoice_no text NOT NULL, stock_code text NOT NULL, description text, quantity int NOT NULL,
    invoice_date timestamp NOT NULL, unit_price numeric NOT NULL, customer_id int,
    country text NOT NULL
);

CREATE TABLE iowa_liquor_county_month (
    month date NOT NULL, county text NOT NULL, population int, type text NOT NULL, category text,
    state_cost numeric NOT NULL, state_revenue numeric NOT NULL, bottles_sold int NOT NULL,
    volume_liters numeric NOT NULL
);

CREATE TABLE sales_orders (
    sales_order_id int PRIMARY KEY, order_date date NOT NULL, due_date date, ship_date date,
    salesperson_id int, customer_id int NOT NULL, store_id int NOT NULL, contact_id int,
    territory_id int, sub_total numeric NOT NULL, tax_amt numeric, freight numeric, total_due numeric
);

CREATE TABLE sales_order_lines (
    sales_order_detail_id int PRIMARY KEY, sales_order_id int NOT NULL REFERENCES sales_orders,
    product_id int NOT NULL, order_qty int NOT NULL, unit_price numeric NOT NULL,
    unit_price_discount numeric NOT NULL, line_total numeric NOT NULL
);

\copy subscription_periods FROM PROGRAM 'zcat "$DATA/mrr_playbook/subscription_periods.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy online_retail FROM PROGRAM 'zcat "$DATA/online_retail/online_retail.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy iowa_liquor_county_month FROM PROGRAM 'zcat "$DATA/iowa_liquor_county_month/iowa_liquor_county_month.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_orders FROM PROGRAM 'zcat "$DATA/adventureworks/sales_orders.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_order_lines FROM PROGRAM 'zcat "$DATA/adventureworks/sales_order_lines.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE ledger_data.online_retail, ledger_data.iowa_liquor_county_month;
