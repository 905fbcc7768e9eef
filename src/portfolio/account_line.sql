-- The lines behind the figures of an account
CREATE VIEW account_line AS
SELECT g.group_id AS account_id, 'revenue' AS source,
	CASE WHEN r.booked_on >= p.starts_on THEN 'window' ELSE 'previous' END AS period,
	r.account_id AS customer_id, r.line_id, r.booked_on AS on_day, r.kind, r.product, r.amount, r.currency,
	in_base_currency(r.amount, r.currency, p.base_currency, c.rate, p.until - 1) AS base_amount
FROM parameter AS p
CROSS JOIN revenue AS r
JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
LEFT JOIN current_rate AS c ON c.currency = r.currency
WHERE r.booked_on >= (SELECT previous_from FROM parameter) AND r.booked_on < (SELECT until FROM parameter)
UNION ALL
SELECT g.group_id, 'cost', 'window',
	k.account_id, NULL, k.incurred_on, k.kind, NULL, k.amount, k.currency,
	in_base_currency(k.amount, k.currency, p.base_currency, c.rate, p.until - 1)
FROM parameter AS p
CROSS JOIN cost AS k
JOIN account_group AS g ON g.account_id = k.account_id AND NOT g.is_internal
LEFT JOIN current_rate AS c ON c.currency = k.currency
WHERE k.incurred_on >= (SELECT starts_on FROM parameter) AND k.incurred_on < (SELECT until FROM parameter)
	AND (k.kind IS NULL OR k.kind NOT IN ('overhead', 'acquisition'))
UNION ALL
SELECT account_id, 'wallet', NULL, customer_id, NULL, as_of, method, product, amount, NULL, amount
FROM (SELECT *, bool_or(product IS NULL) OVER (PARTITION BY account_id, customer_id) AS has_total
	  FROM (SELECT DISTINCT ON (g.group_id, w.account_id, w.product)
				   g.group_id AS account_id, w.account_id AS customer_id, w.product, w.method, w.amount, w.as_of
			FROM parameter AS p
			JOIN wallet AS w ON w.as_of <= p.as_of AND w.amount IS NOT NULL
			JOIN account_group AS g ON g.account_id = w.account_id AND NOT g.is_internal
			ORDER BY g.group_id, w.account_id, w.product, w.as_of DESC, w.amount) AS latest) AS estimate
WHERE product IS NULL OR NOT has_total;

COMMENT ON VIEW account_line IS 'the lines behind revenue, margin and wallet of an account; one row per line';
COMMENT ON COLUMN account_line.account_id IS 'key of the account';
COMMENT ON COLUMN account_line.source IS 'revenue, cost (without overhead and acquisition) or wallet (the estimates that count)';
COMMENT ON COLUMN account_line.period IS 'window or previous: the window that it is in';
COMMENT ON COLUMN account_line.customer_id IS 'key of the customer, the account or one below it';
COMMENT ON COLUMN account_line.line_id IS 'key of the line, where the source has one';
COMMENT ON COLUMN account_line.on_day IS 'day of the line';
COMMENT ON COLUMN account_line.kind IS 'its kind; of a wallet, how it was estimated';
COMMENT ON COLUMN account_line.product IS 'product';
COMMENT ON COLUMN account_line.amount IS 'amount in its currency';
COMMENT ON COLUMN account_line.currency IS 'currency; NULL is the base currency';
COMMENT ON COLUMN account_line.base_amount IS 'amount in the base currency, at constant rates';
