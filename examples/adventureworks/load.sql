-- AdventureWorks' reseller tables, as they are: names and columns of the source. DATA in the
-- environment is the folder that holds adventureworks/.

BEGIN;
CREATE SCHEMA adventureworks;
SET LOCAL search_path = adventureworks;

CREATE TABLE salespeople (
    salesperson_id int PRIMARY KEY, manager_id int, full_name text NOT NULL, job_title text,
    organization_level int, territory_id int, territory_name text, country_code text,
    territory_group text, sales_quota numeric, bonus numeric, commission_pct numeric, sales_ytd numeric,
    sales_last_year numeric
);

CREATE TABLE salesperson_quota_history (
    salesperson_id int REFERENCES salespeople, quota_date date, sales_quota numeric NOT NULL,
    PRIMARY KEY (salesperson_id, quota_date)
);

CREATE TABLE sales_territories (
    territory_id int PRIMARY KEY, name text NOT NULL, country_code text NOT NULL,
    territory_group text NOT NULL, sales_ytd numeric, sales_last_year numeric
);

CREATE TABLE stores (
    store_id int PRIMARY KEY, store_name text NOT NULL, salesperson_id int REFERENCES salespeople,
    business_type text, year_opened int, specialty text, annual_sales numeric, annual_revenue numeric,
    bank_name text, square_feet int, brands text, internet text, number_employees int
);

CREATE TABLE store_customers (
    customer_id int PRIMARY KEY, contact_id int, store_id int NOT NULL REFERENCES stores,
    territory_id int NOT NULL REFERENCES sales_territories, account_number text
);

CREATE TABLE products (
    product_id int PRIMARY KEY, product_number text, product_name text NOT NULL, model_name text,
    make_flag int, standard_cost numeric NOT NULL, list_price numeric, subcategory text, category text
);

CREATE TABLE sales_orders (
    sales_order_id int PRIMARY KEY, order_date date NOT NULL, due_date date, ship_date date,
    salesperson_id int NOT NULL REFERENCES salespeople, customer_id int NOT NULL,
    store_id int NOT NULL REFERENCES stores, contact_id int,
    territory_id int REFERENCES sales_territories, sub_total numeric NOT NULL, tax_amt numeric,
    freight numeric, total_due numeric
);

CREATE TABLE sales_order_lines (
    sales_order_detail_id int PRIMARY KEY, sales_order_id int NOT NULL REFERENCES sales_orders,
    product_id int NOT NULL REFERENCES products, order_qty int NOT NULL, unit_price numeric NOT NULL,
    unit_price_discount numeric NOT NULL, line_total numeric NOT NULL
);

\copy salespeople FROM PROGRAM 'zcat "$DATA/adventureworks/salespeople.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy salesperson_quota_history FROM PROGRAM 'zcat "$DATA/adventureworks/salesperson_quota_history.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_territories FROM PROGRAM 'zcat "$DATA/adventureworks/sales_territories.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy stores FROM PROGRAM 'zcat "$DATA/adventureworks/stores.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy store_customers FROM PROGRAM 'zcat "$DATA/adventureworks/store_customers.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy products FROM PROGRAM 'zcat "$DATA/adventureworks/products.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_orders FROM PROGRAM 'zcat "$DATA/adventureworks/sales_orders.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy sales_order_lines FROM PROGRAM 'zcat "$DATA/adventureworks/sales_order_lines.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE adventureworks.stores, adventureworks.store_customers, adventureworks.products,
        adventureworks.sales_orders, adventureworks.sales_order_lines;
