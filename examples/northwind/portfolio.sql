-- The portfolio over the views: end of April 1998, in dollars, eleven months against the eleven before.

SELECT kam.create_portfolio('food_accounts',
    account => 'northwind.account',
    revenue => 'northwind.revenue',
    potential => 'northwind.potential',
    measure => 'northwind.measure')
\g /dev/null

UPDATE food_accounts.setting AS s SET value = n.value
FROM (VALUES ('base_currency', 'USD'), ('window_months', '11'), ('bridge_grain', 'quarter'), ('least_coverage', '0.4')) AS n (name, value)
WHERE s.name = n.name;

-- What the orders say besides. Weights and goalposts are ours. The criteria that nothing here measures
-- stay, unknown: one dropped because nobody measured it would look like one that does not matter.
INSERT INTO food_accounts.criterion (criterion, family, position, weight, metric, worst, best, comment) VALUES
    ('growth',     'potential',        14, 20, 'growth_rate',           -0.5,     2, 'growth against the window before'),
    ('breadth',    'potential',        15, 15, 'measure:categories',       1,     8, 'categories bought, of eight'),
    ('price kept', 'profitability',    24, 15, 'measure:price kept',    0.80,     1, 'revenue / revenue at list prices'),
    ('rhythm',     'risk',             34, 15, 'measure:active months',    0,    11, 'months with an order, of eleven'),
    ('revenue',    'strategic impact', 44, 20, 'revenue',                  0, 30000, 'revenue of the window');
UPDATE food_accounts.criterion
SET metric = 'measure:freight', worst = 0.20, best = 0.02, comment = 'freight / revenue: the one cost on record'
WHERE criterion = 'cost to serve';
