-- Invoice lines in the shapes of a portfolio's sources (doc/sources.md), and quarters beside the next. Every
-- decision about a line is in the first three views; nothing below them filters again.

SET search_path = online_retail;

-- Stock codes that are no goods. Manual entries (M) and discounts (D) are not among them: they
-- correct what a customer pays for goods.
CREATE VIEW not_goods AS
SELECT *
FROM (VALUES
    ('POST',         'freight charged on'),
    ('DOT',          'freight charged on'),
    ('C2',           'freight charged on'),
    ('BANK CHARGES', 'a bank''s fee'),
    ('AMAZONFEE',    'a marketplace''s fee'),
    ('CRUK',         'a donation'),
    ('B',            'bad debt'),
    ('S',            'samples')
) AS n (stock_code, why);

-- Each line belongs to one part; only "counted" lines are an account's revenue. Cancellations and
-- other negative lines stay in, to be netted inside the customer and the period.
CREATE VIEW ledger AS
SELECT l.customer_id AS account_id, l.invoice_date::date AS booked_on,
       l.quantity * l.unit_price AS amount, l.invoice_no, l.line_no, l.stock_code, l.country,
       CASE WHEN l.customer_id IS NULL THEN 'no customer'
            WHEN n.stock_code IS NOT NULL THEN n.why
            ELSE 'counted' END AS part
FROM online_retail AS l LEFT JOIN not_goods AS n USING (stock_code);

-- Lines without customer are revenue, of no account: the portfolio shows them as such. There is no key of a
-- line but its number in the file. (The two parts of the ledger in a form that the planner can estimate.)
CREATE VIEW revenue AS
SELECT customer_id AS account_id, invoice_date::date AS booked_on, quantity * unit_price AS amount,
       stock_code AS product, country,
       CASE WHEN invoice_no LIKE 'C%' OR quantity * unit_price < 0 THEN 'credit' ELSE 'usage' END AS kind,
       invoice_no || '/' || line_no AS line_id
FROM online_retail
WHERE customer_id IS NULL OR stock_code NOT IN (SELECT stock_code FROM not_goods);

-- There are no names. Eight customers bought from two countries: an account's country is that of its last invoice.
-- Stored, as nearly every view of the portfolio reads it.
CREATE MATERIALIZED VIEW account AS
SELECT DISTINCT ON (customer_id) customer_id AS account_id, 'Customer ' || customer_id AS name, country
FROM online_retail
WHERE customer_id IS NOT NULL
ORDER BY customer_id, invoice_date DESC, invoice_no DESC;
CREATE UNIQUE INDEX ON account (account_id);
ANALYZE account;

-- Whole days in [starts_on, ends_on): the last day breaks off at noon.
CREATE VIEW ledger_span AS
SELECT min(invoice_date)::date AS starts_on, max(invoice_date)::date AS ends_on
FROM online_retail;

-- The window is the second half of the twelve whole months.
CREATE VIEW reporting AS
SELECT (date_trunc('month', ends_on::timestamp) - INTERVAL '6 months')::date AS starts_on,
       date_trunc('month', ends_on::timestamp)::date AS ends_on
FROM ledger_span;

-- Each quarter beside the next, and what makes a pair incomparable: a quarter that the ledger covers
-- in part is no base and no result. There is no year to compare with the year before: only eight
-- days of December are in the ledger twice, and eight days show when customers order, not whether.
CREATE VIEW comparison AS
WITH quarter AS (
    SELECT 'Q' || extract(quarter FROM day) || ' ' || extract(year FROM day) AS period,
           day::date AS starts_on, (day + INTERVAL '3 months')::date AS ends_on
    FROM ledger_span,
         generate_series(date_trunc('quarter', starts_on::timestamp), ends_on, '3 months') AS day
)
SELECT o.period AS opening_period, c.period AS closing_period,
       o.starts_on AS opening_from, o.ends_on AS opening_to,
       c.starts_on AS closing_from, c.ends_on AS closing_to,
       CASE WHEN o.starts_on < s.starts_on
            THEN format('%s begins %s', o.period, s.starts_on)
            WHEN c.ends_on > s.ends_on
            THEN format('%s ends %s', c.period, s.ends_on) END AS partial
FROM quarter AS o
JOIN quarter AS c ON c.starts_on = o.ends_on
CROSS JOIN ledger_span AS s;

-- One row per comparison and customer. FILTER leaves NULL on a side without lines.
CREATE VIEW retention_pair AS
WITH account_day AS (
    SELECT account_id, booked_on, sum(amount) AS amount
    FROM revenue
    WHERE account_id IS NOT NULL
    GROUP BY account_id, booked_on
)
SELECT opening_period, closing_period, account_id,
       sum(amount) FILTER (WHERE booked_on >= opening_from AND booked_on < opening_to) AS opening,
       sum(amount) FILTER (WHERE booked_on >= closing_from AND booked_on < closing_to) AS closing
FROM comparison
JOIN account_day ON booked_on >= opening_from AND booked_on < opening_to
                 OR booked_on >= closing_from AND booked_on < closing_to
GROUP BY opening_period, closing_period, account_id;

CREATE VIEW quarter_on_quarter AS
SELECT opening_period, closing_period, opening_from, partial,
       kam.retention_agg(opening, closing) AS retention,
       count(*) FILTER (WHERE opening <= 0) AS nonpositive
FROM comparison
JOIN retention_pair USING (opening_period, closing_period)
GROUP BY opening_period, closing_period, opening_from, partial;

-- What else the lines of the window say about a customer. What share was sent back is not known where
-- nothing was invoiced; that nothing was bought in no month is.
CREATE VIEW measure AS
WITH figure AS (
    SELECT a.account_id,
           -sum(l.amount) FILTER (WHERE l.amount < 0) AS credited,
           sum(l.amount) FILTER (WHERE l.amount > 0) AS invoiced,
           count(DISTINCT l.product) FILTER (WHERE l.amount > 0) AS articles,
           count(DISTINCT date_trunc('month', l.booked_on::timestamp)) FILTER (WHERE l.amount > 0) AS active_months
    FROM account AS a
    CROSS JOIN reporting AS r
    LEFT JOIN revenue AS l ON l.account_id = a.account_id AND l.booked_on >= r.starts_on AND l.booked_on < r.ends_on
    GROUP BY a.account_id
)
SELECT account_id, m.measure, m.value, ends_on - 1 AS measured_on
FROM figure
CROSS JOIN reporting
CROSS JOIN LATERAL (VALUES
    ('articles',      articles::numeric),
    ('active months', active_months::numeric),
    ('returned',      coalesce(credited, 0) / invoiced)
) AS m (measure, value)
WHERE m.value IS NOT NULL;
