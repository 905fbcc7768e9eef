-- The portfolio over the views: end of April 2014, in dollars, a year against the year before.

SELECT kam.create_portfolio('reseller_accounts',
    account => 'adventureworks.account',
    revenue => 'adventureworks.revenue',
    cost => 'adventureworks.cost',
    wallet => 'adventureworks.wallet')
\g /dev/null

UPDATE reseller_accounts.setting SET value = 'USD' WHERE name = 'base_currency';
