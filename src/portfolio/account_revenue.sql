-- Revenue of the window and of the one before, at constant rates
CREATE VIEW account_revenue AS
SELECT l.account_id,
	sum(in_base_currency(l.revenue, l.currency, p.base_currency, c.rate, p.until - 1)) AS revenue,
	sum(in_base_currency(l.revenue_previous, l.currency, p.base_currency, c.rate, p.until - 1)) AS revenue_previous,
	sum(in_base_currency(l.repeat_revenue, l.currency, p.base_currency, c.rate, p.until - 1)) AS repeat_revenue,
	sum(in_base_currency(l.repeat_revenue_previous, l.currency, p.base_currency, c.rate, p.until - 1)) AS repeat_revenue_previous,
	min(l.first_booked_on) AS first_booked_on,
	max(l.last_booked_on) AS last_booked_on
FROM (SELECT g.group_id AS account_id, r.currency,
			 sum(r.amount) FILTER (WHERE r.booked_on >= (SELECT starts_on FROM parameter)) AS revenue,
			 sum(r.amount) FILTER (WHERE r.booked_on >= (SELECT previous_from FROM parameter)
				AND r.booked_on < (SELECT starts_on FROM parameter)) AS revenue_previous,
			 sum(r.amount) FILTER (WHERE r.booked_on >= (SELECT starts_on FROM parameter)
				AND r.kind IS DISTINCT FROM 'one_off') AS repeat_revenue,
			 sum(r.amount) FILTER (WHERE r.booked_on >= (SELECT previous_from FROM parameter)
				AND r.booked_on < (SELECT starts_on FROM parameter)
				AND r.kind IS DISTINCT FROM 'one_off') AS repeat_revenue_previous,
			 min(r.booked_on) AS first_booked_on,
			 max(r.booked_on) AS last_booked_on
	  FROM revenue AS r
	  JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
	  WHERE r.booked_on < (SELECT until FROM parameter)
	  GROUP BY g.group_id, r.currency) AS l
CROSS JOIN parameter AS p
LEFT JOIN current_rate AS c ON c.currency = l.currency
GROUP BY l.account_id;

COMMENT ON VIEW account_revenue IS 'revenue of the window and of the one before; one row per account with revenue up to the end of the window';
COMMENT ON COLUMN account_revenue.account_id IS 'key of the account';
COMMENT ON COLUMN account_revenue.revenue IS 'revenue of the window, net of credits, in the base currency';
COMMENT ON COLUMN account_revenue.revenue_previous IS 'revenue of the previous window, in the base currency at the same rates';
COMMENT ON COLUMN account_revenue.repeat_revenue IS 'revenue without lines of kind one_off, in the base currency';
COMMENT ON COLUMN account_revenue.repeat_revenue_previous IS 'the same of the previous window, in the base currency at the same rates';
COMMENT ON COLUMN account_revenue.first_booked_on IS 'day of the first line ever';
COMMENT ON COLUMN account_revenue.last_booked_on IS 'day of the last line up to the end of the window';
