-- The CRM's tables in the shapes of a portfolio's sources (doc/sources.md).

SET search_path = crm;

-- The pipeline writes a product otherwise than the price list.
CREATE VIEW deal AS
SELECT o.opportunity_id, o.account, o.sales_agent, o.deal_stage, o.engage_date, o.close_date, o.close_value,
       p.product, p.sales_price
FROM sales_pipeline AS o
JOIN products AS p ON p.product = CASE o.product WHEN 'GTXPro' THEN 'GTX Pro' ELSE o.product END;

-- An account is worked by 10 to 30 people. Its owner is who won most of it.
CREATE VIEW account AS
SELECT a.account AS account_id, a.account AS name, a.subsidiary_of AS parent_account_id,
       CASE a.office_location WHEN 'Philipines' THEN 'Philippines' ELSE a.office_location END AS country,
       CASE a.sector WHEN 'technolgy' THEN 'technology' ELSE a.sector END AS industry,
       o.sales_agent AS owner
FROM accounts AS a
LEFT JOIN (SELECT DISTINCT ON (account) account, sales_agent
           FROM deal
           WHERE deal_stage = 'Won'
           GROUP BY account, sales_agent
           ORDER BY account, sum(close_value) DESC, sales_agent) AS o USING (account);

-- A CRM has no invoices. What was won is taken as revenue of the day it was won.
CREATE VIEW revenue AS
SELECT account AS account_id, close_date AS booked_on, close_value AS amount, product, opportunity_id AS line_id
FROM deal
WHERE deal_stage = 'Won';

-- The stages have no probabilities. That of an open deal is the share won of the decided ones of its
-- product. What is open or lost has no value: it stands at list price.
CREATE VIEW win_share AS
SELECT product, count(*) FILTER (WHERE deal_stage = 'Won')::numeric / count(*) AS win_share
FROM deal
WHERE deal_stage IN ('Won', 'Lost')
GROUP BY product;

CREATE VIEW opportunity AS
SELECT d.opportunity_id, d.account AS account_id,
       CASE d.deal_stage WHEN 'Won' THEN d.close_value ELSE d.sales_price END AS amount,
       CASE d.deal_stage WHEN 'Won' THEN 1 WHEN 'Lost' THEN 0 ELSE w.win_share END AS probability,
       d.deal_stage AS stage, d.product, d.engage_date AS created_on, d.close_date AS closes_on,
       d.deal_stage = 'Won' AS is_won, d.deal_stage IN ('Won', 'Lost') AS is_closed
FROM deal AS d
LEFT JOIN win_share AS w USING (product)
WHERE d.account IS NOT NULL;
