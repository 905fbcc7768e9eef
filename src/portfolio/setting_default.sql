-- Settings that are not there get their defaults; others are left as they are.
INSERT INTO setting (name, value, type, lowest, highest, choices, unit, comment) VALUES
	('window_months', '12', 'integer', 1, 60, NULL, 'months', 'length of the window; it ends with the last whole month up to kam.as_of()'),
	('grace_months', '3', 'integer', 0, 60, NULL, 'months', 'an account whose first revenue is later in the previous window than this has no growth and retention'),
	('base_currency', 'EUR', 'text', NULL, NULL, NULL, 'currency', 'currency of all figures; fx_rate says what others are worth in it'),
	('group_accounts', 'true', 'boolean', NULL, NULL, NULL, 'true or false', 'an account is the ultimate parent with all below it; false: each customer stands alone'),
	('bridge_grain', 'month', 'text', NULL, NULL, '{month,quarter,year}', 'period', 'periods of revenue_bridge'),
	('csat_cut', '4', 'number', 0, 100, NULL, 'score', 'lowest answer that counts as satisfied'),
	('abc_a', '0.8', 'number', 0, 1, NULL, 'share of revenue', 'accounts before this cumulative share are of class A'),
	('abc_b', '0.95', 'number', 0, 1, NULL, 'share of revenue', 'accounts before this cumulative share are of class B'),
	('major_share', '0.1', 'number', 0, 1, NULL, 'share of revenue', 'from this share on a customer is to be disclosed (ASC 280, IFRS 8)'),
	('renewal_months', '12', 'integer', 1, 120, NULL, 'months', 'contracts that end within this time are up for renewal'),
	('eligible_score', '60', 'number', 0, 100, NULL, 'score', 'score from which an account is eligible'),
	('least_coverage', '0.7', 'number', 0, 1, NULL, 'share of weight', 'with less of the weight known there is no score')
ON CONFLICT (name) DO NOTHING;
