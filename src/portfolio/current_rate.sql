-- The one set of rates at which amounts of all times are compared
CREATE VIEW current_rate AS
SELECT e.currency, e.rate
FROM exchange_rate AS e
JOIN parameter AS p ON p.rate_month = e.month;

COMMENT ON VIEW current_rate IS 'the constant rates: those of the last month of the window; one row per currency';
COMMENT ON COLUMN current_rate.currency IS 'currency';
COMMENT ON COLUMN current_rate.rate IS 'units of the base currency for one of it';
