-- Invoice lines in the shapes that kam's aggregates take. Every decision about a line is in the
-- first two views; nothing below them filters again.

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
       l.quantity * l.unit_price AS amount, l.invoice_no, l.stock_code, l.country,
       CASE WHEN l.customer_id IS NULL THEN 'no customer'
            WHEN n.stock_code IS NOT NULL THEN n.why
            ELSE 'counted' END AS part
FROM online_retail AS l LEFT JOIN not_goods AS n USING (stock_code);

CREATE VIEW revenue AS
SELECT account_id, booked_on, amount, invoice_no, stock_code, country
FROM ledger
WHERE part = 'counted';

-- Eight customers bought from two countries: an account's country is that of its last invoice.
CREATE VIEW account AS
SELECT DISTINCT ON (customer_id) customer_id AS account_id, country
FROM online_retail
WHERE customer_id IS NOT NULL
ORDER BY customer_id, invoice_date DESC, invoice_no DESC;

-- Nothing here says what a customer spends elsewhere. The view is where such figures go.
CREATE VIEW wallet AS
SELECT NULL::int AS account_id, NULL::numeric AS amount
WHERE false;

-- Whole days in [starts_on, ends_on): the last day breaks off at noon.
CREATE VIEW ledger_span AS
SELECT min(invoice_date)::date AS starts_on, max(invoice_date)::date AS ends_on
FROM online_retail;

CREATE VIEW reporting AS
SELECT (ends_on - INTERVAL '1 year')::date AS starts_on, ends_on
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
    GROUP BY account_id, booked_on
)
SELECT opening_period, closing_period, account_id,
       sum(amount) FILTER (WHERE booked_on >= opening_from AND booked_on < opening_to) AS opening,
       sum(amount) FILTER (WHERE booked_on >= closing_from AND booked_on < closing_to) AS closing
FROM comparison
JOIN account_day ON booked_on >= opening_from AND booked_on < opening_to
                 OR booked_on >= closing_from AND booked_on < closing_to
GROUP BY opening_period, closing_period, account_id;

CREATE VIEW retention AS
SELECT opening_period, closing_period, opening_from, partial,
       kam.retention_agg(opening, closing) AS retention,
       count(*) FILTER (WHERE opening <= 0) AS nonpositive
FROM comparison
JOIN retention_pair USING (opening_period, closing_period)
GROUP BY opening_period, closing_period, opening_from, partial;

-- What the lines say about each customer of the reporting year.
CREATE VIEW account_kpi AS
WITH year AS (
    SELECT account_id,
           sum(amount) AS revenue,
           -- Sent back or cancelled per pound invoiced: unknown where nothing was invoiced.
           coalesce(-sum(amount) FILTER (WHERE amount < 0), 0)
               / sum(amount) FILTER (WHERE amount > 0) AS returned,
           count(DISTINCT stock_code) FILTER (WHERE amount > 0) AS articles,
           -- Twelfths of the year rather than calendar months, as it begins within a month.
           count(DISTINCT (booked_on - starts_on) * 12 / (ends_on - starts_on))
               FILTER (WHERE amount > 0) AS active_months
    FROM revenue, reporting
    WHERE booked_on >= starts_on AND booked_on < ends_on
    GROUP BY account_id
),
growth AS (
    SELECT account_id, coalesce(closing, 0) / opening AS growth
    FROM retention_pair
    WHERE opening_period = 'Q2 2011' AND opening > 0
)
SELECT account_id, country, revenue, returned, articles, active_months,
       growth, wallet.amount AS wallet
FROM account
JOIN year USING (account_id)
LEFT JOIN growth USING (account_id)
LEFT JOIN wallet USING (account_id);

-- Weights and goalposts are ours. What the ledger does not record stays in the list, unknown: a
-- criterion dropped because nobody measured it would look like one that does not matter.
CREATE VIEW criterion AS
SELECT *
FROM (VALUES
    ('growth',   'potential',        15, 0.5,     2.0),
    ('articles', 'potential',        15,   0,     200),
    ('returned', 'profitability',    15, 0.20,      0),
    ('rhythm',   'risk',             20,   0,      12),
    ('revenue',  'strategic impact', 25,   0,   50000),
    ('fit',      'fit',              10,   0,      10)
) AS c (criterion, family, weight, worst, best);

CREATE VIEW criterion_score AS
SELECT account_id, criterion, family, weight::numeric, value,
       kam.goalpost(value, worst::numeric, best::numeric) AS score
FROM account_kpi
CROSS JOIN criterion
CROSS JOIN LATERAL (
    SELECT CASE criterion
               WHEN 'growth'   THEN growth
               WHEN 'articles' THEN articles
               WHEN 'returned' THEN returned
               WHEN 'rhythm'   THEN active_months
               WHEN 'revenue'  THEN revenue
           END AS value
) AS measured;

CREATE VIEW eligibility AS
WITH scored AS (
    SELECT account_id,
           kam.weighted_score(score, weight) AS score,
           kam.score_interval(score, weight, 0, 100) AS score_interval,
           kam.score_coverage(score, weight) AS coverage
    FROM criterion_score
    GROUP BY account_id
)
SELECT account_id, score, lower(score_interval) AS score_low, upper(score_interval) AS score_high,
       coverage,
       CASE WHEN lower(score_interval) >= 60 THEN 'eligible'
            WHEN upper(score_interval) < 60 THEN 'not eligible'
            ELSE 'undetermined' END AS verdict
FROM scored;
