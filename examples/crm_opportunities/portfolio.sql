-- The portfolio over the views, in dollars. Sales begin in March 2017, so the last quarter is compared
-- with the one before.

SELECT kam.create_portfolio('crm_accounts',
    account => 'crm.account',
    revenue => 'crm.revenue',
    opportunity => 'crm.opportunity')
\g /dev/null

UPDATE crm_accounts.setting SET value = 'USD' WHERE name = 'base_currency';
UPDATE crm_accounts.setting SET value = '3' WHERE name = 'window_months';
