-- From Velmara's own tables to the shapes that kam's aggregates take: one row per group and year,
-- one row per group and criterion. An account is the group, because a customer that moves orders
-- from one subsidiary to another has neither left nor joined.

SET search_path = velmara;

-- The day of the report and the twelve months before it. One place to change.
CREATE VIEW reporting AS
SELECT DATE '2025-01-01' AS starts_on, DATE '2026-01-01' AS as_of;

CREATE VIEW account_group AS
WITH RECURSIVE member AS (
    SELECT account_id, account_id AS group_id, name AS group_name, industry, 0 AS depth
    FROM account
    WHERE parent_account_id IS NULL AND NOT is_internal
    UNION ALL
    SELECT a.account_id, m.group_id, m.group_name, m.industry, m.depth + 1
    FROM account AS a JOIN member AS m ON a.parent_account_id = m.account_id
)
SELECT account_id, group_id, group_name, industry, depth
FROM member;

-- The customers' ledger: our own branch is not in it.
CREATE VIEW revenue AS
SELECT group_id, booked_on, amount, product, site, country, kind
FROM invoice_line JOIN account_group USING (account_id);

-- Invoices and credit notes are netted inside the group and the year before anything is compared.
CREATE VIEW revenue_year AS
SELECT group_id, extract(year FROM booked_on)::int AS year, sum(amount) AS amount
FROM revenue
GROUP BY group_id, year;

-- Each year beside the next. NULL on one side: no business in that year.
CREATE VIEW retention_pair AS
SELECT group_id, opening_year, o.amount AS opening, c.amount AS closing
FROM (SELECT group_id, year AS opening_year, amount FROM revenue_year WHERE year < 2025) AS o
FULL JOIN (SELECT group_id, year - 1 AS opening_year, amount FROM revenue_year WHERE year > 2023) AS c
    USING (group_id, opening_year);

-- What we know of each group in the reporting year; NULL where we know nothing.
CREATE VIEW group_kpi AS
WITH revenue_now AS (
    SELECT group_id, sum(amount) AS revenue
    FROM revenue, reporting
    WHERE booked_on >= starts_on AND booked_on < as_of
    GROUP BY group_id
),
cost_now AS (
    SELECT group_id, sum(amount) AS cost, sum(amount) FILTER (WHERE kind <> 'cogs') AS cost_to_serve
    FROM cost JOIN account_group USING (account_id), reporting
    WHERE incurred_on >= starts_on AND incurred_on < as_of
    GROUP BY group_id
),
offer AS (
    SELECT group_id, sum(amount * probability) AS pipeline
    FROM opportunity JOIN account_group USING (account_id)
    WHERE NOT is_closed
    GROUP BY group_id
),
frame AS (
    SELECT group_id, max(12 * extract(year FROM age(ends_on, as_of))
                         + extract(month FROM age(ends_on, as_of))) AS contract_months
    FROM contract JOIN account_group USING (account_id), reporting
    WHERE ends_on > as_of
    GROUP BY group_id
),
wallet_now AS (
    SELECT group_id, sum(amount) AS wallet
    FROM wallet JOIN account_group USING (account_id)
    GROUP BY group_id
)
SELECT group_id, group_name, industry, revenue,
       (revenue - cost) / nullif(revenue, 0) AS margin,
       cost_to_serve / nullif(revenue, 0) AS cost_to_serve,
       coalesce(pipeline, 0) AS pipeline,
       coalesce(contract_months, 0) AS contract_months,
       wallet,
       -- greatest(wallet - revenue, 0) would turn an unknown wallet into "nothing left to win".
       CASE WHEN wallet >= revenue THEN wallet - revenue WHEN wallet < revenue THEN 0 END AS white_space
FROM account_group
JOIN revenue_now USING (group_id)
LEFT JOIN cost_now USING (group_id)
LEFT JOIN offer USING (group_id)
LEFT JOIN frame USING (group_id)
LEFT JOIN wallet_now USING (group_id)
WHERE depth = 0;

-- Every group meets every criterion; the score is NULL where the value is unknown. Fixed goalposts,
-- so that one customer's score does not move when another customer does.
CREATE VIEW criterion_score AS
SELECT group_id, criterion.criterion, family, weight, value, kam.goalpost(value, worst, best) AS score
FROM group_kpi
CROSS JOIN criterion
LEFT JOIN assessment ON assessment.account_id = group_id AND assessment.criterion = criterion.criterion
CROSS JOIN LATERAL (
    SELECT CASE criterion.criterion
               WHEN 'pipeline'      THEN pipeline
               WHEN 'white space'   THEN white_space
               WHEN 'margin'        THEN margin
               WHEN 'cost to serve' THEN cost_to_serve
               WHEN 'contract'      THEN contract_months
               WHEN 'revenue'       THEN revenue
               ELSE mark
           END AS value
) AS measured;

-- A customer is eligible when even the least that it can score reaches the bar, and out when even
-- the most cannot. Between the two, the answer hangs on what we do not know.
CREATE VIEW eligibility AS
WITH scored AS (
    SELECT group_id,
           kam.weighted_score(score, weight) AS score,
           kam.score_interval(score, weight, 0, 100) AS score_interval,
           kam.score_coverage(score, weight) AS coverage
    FROM criterion_score
    GROUP BY group_id
)
SELECT group_id, score, lower(score_interval) AS score_low, upper(score_interval) AS score_high, coverage,
       CASE WHEN lower(score_interval) >= 60 THEN 'eligible'
            WHEN upper(score_interval) < 60 THEN 'not eligible'
            ELSE 'undetermined' END AS verdict
FROM scored;

-- Offer x probability x margin, added up over the open offers of the group.
CREATE VIEW expected_value AS
SELECT group_id, sum(kam.weighted_score(amount, probability, margin)) AS expected_value
FROM opportunity
JOIN account_group USING (account_id)
JOIN group_kpi USING (group_id)
WHERE NOT is_closed
GROUP BY group_id;
