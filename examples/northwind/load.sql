-- Northwind's own tables, as they are: names and columns of the source. DATA in the environment is
-- the folder that holds northwind/.

BEGIN;
CREATE SCHEMA northwind;
SET LOCAL search_path = northwind;

CREATE TABLE customers (
    customer_id text PRIMARY KEY, company_name text NOT NULL, contact_name text, contact_title text,
    address text, city text, region text, postal_code text, country text, phone text, fax text
);

CREATE TABLE categories (
    category_id int PRIMARY KEY, category_name text NOT NULL, description text
);

CREATE TABLE products (
    product_id int PRIMARY KEY, product_name text NOT NULL, supplier_id int,
    category_id int REFERENCES categories, quantity_per_unit text, unit_price numeric,
    units_in_stock int, units_on_order int, reorder_level int, discontinued int
);

CREATE TABLE orders (
    order_id int PRIMARY KEY, customer_id text NOT NULL REFERENCES customers, employee_id int,
    order_date date NOT NULL, required_date date, shipped_date date, ship_via int, freight numeric,
    ship_name text, ship_address text, ship_city text, ship_region text, ship_postal_code text,
    ship_country text
);

CREATE TABLE order_details (
    order_id int REFERENCES orders, product_id int REFERENCES products, unit_price numeric NOT NULL,
    quantity int NOT NULL, discount numeric NOT NULL,
    PRIMARY KEY (order_id, product_id)
);

\copy customers FROM PROGRAM 'zcat "$DATA/northwind/customers.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy categories FROM PROGRAM 'zcat "$DATA/northwind/categories.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy products FROM PROGRAM 'zcat "$DATA/northwind/products.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy orders FROM PROGRAM 'zcat "$DATA/northwind/orders.csv.gz"' WITH (FORMAT csv, HEADER true)
\copy order_details FROM PROGRAM 'zcat "$DATA/northwind/order_details.csv.gz"' WITH (FORMAT csv, HEADER true)
COMMIT;

ANALYZE northwind.customers, northwind.categories, northwind.products, northwind.orders,
        northwind.order_details;
