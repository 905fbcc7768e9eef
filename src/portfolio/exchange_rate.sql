-- For each month the rate of its last day, up to the month of kam.as_of()
CREATE VIEW exchange_rate AS
SELECT f.currency, m.month::date AS month, f.rate
FROM (SELECT currency, rate, valid_from, p.as_of,
			 lead(valid_from) OVER (PARTITION BY currency ORDER BY valid_from, rate) AS valid_until
	  FROM fx_rate
	  JOIN parameter AS p ON valid_from <= p.as_of) AS f
CROSS JOIN LATERAL generate_series(
	date_trunc('month', greatest(f.valid_from, '1900-01-01')::timestamp),	-- it may be valid since -infinity
	coalesce(date_trunc('month', f.valid_until::timestamp) - interval '1 month', date_trunc('month', f.as_of::timestamp)),
	interval '1 month') AS m (month);

COMMENT ON VIEW exchange_rate IS 'the rate of each month: that of its last day; one row per currency and month';
COMMENT ON COLUMN exchange_rate.currency IS 'currency';
COMMENT ON COLUMN exchange_rate.month IS 'first day of the month';
COMMENT ON COLUMN exchange_rate.rate IS 'units of the base currency for one of it';
