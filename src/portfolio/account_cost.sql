-- Costs of the window. What an account costs does not include overhead, nor what it cost to win it;
-- the latter is what it cost at all times.
CREATE VIEW account_cost AS
SELECT l.account_id,
	sum(in_base_currency(l.variable_cost, l.currency, p.base_currency, c.rate, p.until - 1)) AS variable_cost,
	sum(in_base_currency(l.cost_to_serve, l.currency, p.base_currency, c.rate, p.until - 1)) AS cost_to_serve,
	sum(in_base_currency(l.acquisition_cost, l.currency, p.base_currency, c.rate, p.until - 1)) AS acquisition_cost
FROM (SELECT g.group_id AS account_id, k.currency,
			 sum(k.amount) FILTER (WHERE k.incurred_on >= (SELECT starts_on FROM parameter)
				AND (k.kind IS NULL OR k.kind NOT IN ('overhead', 'acquisition'))) AS variable_cost,
			 sum(k.amount) FILTER (WHERE k.incurred_on >= (SELECT starts_on FROM parameter)
				AND k.kind IN ('delivery', 'support', 'logistics', 'sales')) AS cost_to_serve,
			 sum(k.amount) FILTER (WHERE k.kind = 'acquisition') AS acquisition_cost
	  FROM cost AS k
	  JOIN account_group AS g ON g.account_id = k.account_id AND NOT g.is_internal
	  WHERE k.incurred_on < (SELECT until FROM parameter)
		AND (k.incurred_on >= (SELECT starts_on FROM parameter) OR k.kind = 'acquisition')
	  GROUP BY g.group_id, k.currency) AS l
CROSS JOIN parameter AS p
LEFT JOIN current_rate AS c ON c.currency = l.currency
GROUP BY l.account_id;

COMMENT ON VIEW account_cost IS 'costs of the window, and of winning the account; one row per account with costs';
COMMENT ON COLUMN account_cost.account_id IS 'key of the account';
COMMENT ON COLUMN account_cost.variable_cost IS 'all costs but overhead and acquisition, in the base currency';
COMMENT ON COLUMN account_cost.cost_to_serve IS 'costs of delivery, support, logistics and sales, in the base currency';
COMMENT ON COLUMN account_cost.acquisition_cost IS 'costs of acquisition up to the end of the window, in the base currency';
