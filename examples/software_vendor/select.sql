-- December 2024: the portfolio over Nubela's tables, what counts, and who is chosen.

-- The wallet is the mean of the four estimates.
CREATE VIEW nubela.wallet AS
SELECT account_id, estimated_on AS as_of, avg(amount) AS amount, 'mean of 4 estimates' AS method
FROM nubela.wallet_estimate
GROUP BY account_id, estimated_on;

SELECT kam.create_portfolio('key_accounts',
    account => 'nubela.customer',
    revenue => 'SELECT account_id, booked_on, amount, module AS product, kind FROM nubela.invoice_line',
    cost => 'nubela.support_cost', contract => 'nubela.contract', wallet => 'nubela.wallet', service_level => 'nubela.ticket')
\g /dev/null
SET search_path = key_accounts, kam;

-- Five criteria that Nubela has figures or an opinion for. Who earns it less than 30 % is out, whatever else.
DELETE FROM criterion WHERE criterion NOT IN ('share of wallet', 'margin', 'churn', 'co-innovation', 'solution fit');
UPDATE criterion SET weight = CASE criterion WHEN 'share of wallet' THEN 30 WHEN 'solution fit' THEN 30 WHEN 'margin' THEN 15 WHEN 'co-innovation' THEN 15 ELSE 10 END;
UPDATE criterion SET worst = 0.2, best = 0.7, knock_out = 0.3 WHERE criterion = 'margin';
INSERT INTO assessment (account_id, criterion, rater, assessed_on, score)
SELECT account_id, question, member, '2024-12-10', score FROM nubela.board_opinion;
SET kam.as_of = '2024-12-31';

-- A bar of 60 leaves 34, and four managers with five accounts each can serve 20: it is raised until 20 are left.
UPDATE setting SET value = '67.4' WHERE name = 'eligible_score';
