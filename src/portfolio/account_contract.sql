-- Contracts in force on the day of kam.as_of()
CREATE VIEW account_contract AS
SELECT g.group_id AS account_id,
	count(*) AS contracts,
	bool_or(k.ends_on IS NULL) AS is_open_ended,
	CASE WHEN NOT bool_or(k.ends_on IS NULL) THEN max(k.ends_on) END AS ends_on,
	CASE WHEN NOT bool_or(k.ends_on IS NULL OR coalesce(k.auto_renew, false)) THEN max(k.ends_on) END AS covered_until,
	min(k.ends_on - coalesce(k.notice_days, 0)) FILTER (WHERE k.ends_on - coalesce(k.notice_days, 0) >= p.as_of) AS notice_on,
	sum(in_base_currency(k.annual_value, k.currency, p.base_currency, c.rate, p.until - 1)) AS annual_value,
	bool_or(coalesce(k.is_framework, false)) AS has_framework
FROM parameter AS p
JOIN contract AS k ON k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
	AND lower(coalesce(k.status, '')) NOT IN ('draft', 'cancelled', 'terminated')
JOIN account_group AS g ON g.account_id = k.account_id AND NOT g.is_internal
LEFT JOIN current_rate AS c ON c.currency = k.currency
GROUP BY g.group_id;

COMMENT ON VIEW account_contract IS 'contracts in force; one row per account that has any';
COMMENT ON COLUMN account_contract.account_id IS 'key of the account';
COMMENT ON COLUMN account_contract.contracts IS 'contracts in force';
COMMENT ON COLUMN account_contract.is_open_ended IS 'one of them has no end';
COMMENT ON COLUMN account_contract.ends_on IS 'first day after the last of them; NULL if one has no end';
COMMENT ON COLUMN account_contract.covered_until IS 'the same; NULL also if one of them renews itself';
COMMENT ON COLUMN account_contract.notice_on IS 'next day of notice';
COMMENT ON COLUMN account_contract.annual_value IS 'value of a year, in the base currency; NULL if not known';
COMMENT ON COLUMN account_contract.has_framework IS 'one of them is a framework agreement';
