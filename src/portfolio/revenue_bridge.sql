-- What made the revenue of one period that of the next. The movements are at constant
-- rates; what the rates themselves did is the line fx_effect.
CREATE VIEW revenue_bridge AS
WITH line AS (
	SELECT l.group_id, l.month, p.bridge_grain,
		in_base_currency(l.amount, l.currency, p.base_currency, c.rate, p.until - 1) AS constant,
		in_base_currency(l.amount, l.currency, p.base_currency, e.rate, (l.month + interval '1 month')::date - 1) AS booked
	FROM (SELECT g.group_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date AS month, sum(r.amount) AS amount
		  FROM revenue AS r
		  LEFT JOIN account_group AS g ON g.account_id = r.account_id
		  WHERE r.booked_on < (SELECT until FROM parameter) AND g.is_internal IS NOT TRUE
		  GROUP BY g.group_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date) AS l
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = l.currency
	LEFT JOIN exchange_rate AS e ON e.currency = l.currency AND e.month = l.month
), bridge AS (
	SELECT revenue_bridge(group_id, month, constant, bridge_grain) AS constant,
		revenue_bridge(group_id, month, booked, bridge_grain) AS booked
	FROM line
)
SELECT b.period,
	b.opening::numeric(18,2) AS opening,
	m.new_::numeric(18,2) AS new_revenue,
	m.reactivation::numeric(18,2) AS reactivation,
	m.expansion::numeric(18,2) AS expansion,
	m.contraction::numeric(18,2) AS contraction,
	m.churned::numeric(18,2) AS churned,
	((b.closing - m.closing) - (b.opening - m.opening))::numeric(18,2) AS fx_effect,
	b.closing::numeric(18,2) AS closing,
	b.negative::numeric(18,2) AS negative,
	b.without_account::numeric(18,2) AS without_account,
	m.accounts_opening::integer AS accounts_opening,
	m.accounts_new::integer AS accounts_new,
	m.accounts_reactivated::integer AS accounts_reactivated,
	m.accounts_expanded::integer AS accounts_expanded,
	m.accounts_contracted::integer AS accounts_contracted,
	m.accounts_churned::integer AS accounts_churned,
	m.accounts_closing::integer AS accounts_closing
FROM bridge
CROSS JOIN LATERAL unnest(bridge.constant) AS m
JOIN LATERAL unnest(bridge.booked) AS b ON b.period = m.period;

COMMENT ON VIEW revenue_bridge IS 'opening + new_revenue + reactivation + expansion - contraction - churned + fx_effect = closing; one row per period up to the end of the window';
COMMENT ON COLUMN revenue_bridge.period IS 'first day of the period: a month, or what the setting bridge_grain says';
COMMENT ON COLUMN revenue_bridge.opening IS 'closing of the period before, in the base currency at the rates of each month';
COMMENT ON COLUMN revenue_bridge.new_revenue IS 'from accounts that never had revenue before, at constant rates';
COMMENT ON COLUMN revenue_bridge.reactivation IS 'from accounts that had some, but not in the period before, at constant rates';
COMMENT ON COLUMN revenue_bridge.expansion IS 'gained by accounts with revenue in both periods, at constant rates';
COMMENT ON COLUMN revenue_bridge.contraction IS 'lost by accounts with revenue in both periods, without sign, at constant rates';
COMMENT ON COLUMN revenue_bridge.churned IS 'revenue of the accounts that have none any more, without sign, at constant rates';
COMMENT ON COLUMN revenue_bridge.fx_effect IS 'what exchange rates did, in the base currency; 0 if all is in that';
COMMENT ON COLUMN revenue_bridge.closing IS 'revenue of the accounts above zero, in the base currency at the rates of each month';
COMMENT ON COLUMN revenue_bridge.negative IS 'revenue of the accounts below zero: credits beyond the period''s invoices; closing + negative is the revenue with an account';
COMMENT ON COLUMN revenue_bridge.without_account IS 'revenue without an account, or of one that the source account does not have';
COMMENT ON COLUMN revenue_bridge.accounts_opening IS 'accounts behind opening';
COMMENT ON COLUMN revenue_bridge.accounts_new IS 'accounts behind new_revenue';
COMMENT ON COLUMN revenue_bridge.accounts_reactivated IS 'accounts behind reactivation';
COMMENT ON COLUMN revenue_bridge.accounts_expanded IS 'accounts behind expansion';
COMMENT ON COLUMN revenue_bridge.accounts_contracted IS 'accounts behind contraction';
COMMENT ON COLUMN revenue_bridge.accounts_churned IS 'accounts behind churned';
COMMENT ON COLUMN revenue_bridge.accounts_closing IS 'accounts behind closing';
