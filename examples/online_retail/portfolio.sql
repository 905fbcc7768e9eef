-- The portfolio over the views: end of November 2011, in pounds, six months against the six before.

SELECT kam.create_portfolio('gift_accounts',
    account => 'online_retail.account',
    revenue => 'online_retail.revenue',
    measure => 'online_retail.measure')
\g /dev/null

UPDATE gift_accounts.setting AS s SET value = n.value
FROM (VALUES ('base_currency', 'GBP'), ('window_months', '6'), ('bridge_grain', 'quarter'), ('least_coverage', '0.4')) AS n (name, value)
WHERE s.name = n.name;

-- What the ledger says besides. Weights and goalposts are ours. The criteria that nothing here measures
-- stay, unknown: one dropped because nobody measured it would look like one that does not matter.
INSERT INTO gift_accounts.criterion (criterion, family, position, weight, metric, worst, best, comment) VALUES
    ('growth',   'potential',        14, 15, 'growth_rate',           -0.5,     1, 'growth against the window before'),
    ('articles', 'potential',        15, 15, 'measure:articles',         0,   200, 'articles bought'),
    ('returned', 'profitability',    24, 15, 'measure:returned',      0.20,     0, 'sent back or cancelled per pound invoiced'),
    ('rhythm',   'risk',             34, 20, 'measure:active months',    0,     6, 'months with an invoice, of six'),
    ('revenue',  'strategic impact', 44, 25, 'revenue',                  0, 25000, 'revenue of the window');
