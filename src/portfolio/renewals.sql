-- Contracts in force that end within the horizon
CREATE VIEW renewals AS
SELECT k.contract_id, a.account_id, a.name, k.starts_on, k.ends_on,
	k.ends_on - coalesce(k.notice_days, 0) AS notice_on,
	k.ends_on - coalesce(k.notice_days, 0) - p.as_of AS days_to_notice,
	k.auto_renew, k.is_framework,
	in_base_currency(k.annual_value, k.currency, p.base_currency, c.rate, p.until - 1)::numeric(18,2) AS annual_value,
	a.revenue,
	(a.covered_until <= p.renewal_until)::boolean AS is_last
FROM parameter AS p
JOIN contract AS k ON k.starts_on <= p.as_of AND k.ends_on > p.as_of AND k.ends_on <= p.renewal_until
	AND lower(coalesce(k.status, '')) NOT IN ('draft', 'cancelled', 'terminated')
JOIN account_group AS g ON g.account_id = k.account_id AND NOT g.is_internal
JOIN account_kpi AS a ON a.account_id = g.group_id
LEFT JOIN current_rate AS c ON c.currency = k.currency;

COMMENT ON VIEW renewals IS 'contracts in force that end within the setting renewal_months; one row per contract';
COMMENT ON COLUMN renewals.contract_id IS 'key of the contract';
COMMENT ON COLUMN renewals.account_id IS 'key of the account';
COMMENT ON COLUMN renewals.name IS 'its name';
COMMENT ON COLUMN renewals.starts_on IS 'first day of the contract';
COMMENT ON COLUMN renewals.ends_on IS 'first day after it';
COMMENT ON COLUMN renewals.notice_on IS 'last day to give notice; the end, where no notice is agreed';
COMMENT ON COLUMN renewals.days_to_notice IS 'days until then; negative once it has passed';
COMMENT ON COLUMN renewals.auto_renew IS 'goes on unless notice is given';
COMMENT ON COLUMN renewals.is_framework IS 'a framework agreement';
COMMENT ON COLUMN renewals.annual_value IS 'value of a year, in the base currency; NULL if not known';
COMMENT ON COLUMN renewals.revenue IS 'revenue of the account in the window, in the base currency';
COMMENT ON COLUMN renewals.is_last IS 'no contract of the account goes on beyond the horizon';
