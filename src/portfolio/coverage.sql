-- The limits of the programme: how many key accounts, and how many accounts each manager and sponsor has
CREATE VIEW coverage AS
WITH held AS (
	SELECT r.role, r.person, r.account_id, r.time_share, g.group_id
	FROM parameter AS p
	JOIN responsibility AS r ON r.starts_on <= p.as_of AND (r.ends_on > p.as_of OR r.ends_on IS NULL)
	LEFT JOIN account_group AS g ON g.account_id = r.account_id
	WHERE r.role IN ('account manager', 'executive sponsor')
), revenue_of AS (
	SELECT h.role, h.person, sum(coalesce(k.revenue, 0)) AS revenue
	FROM (SELECT DISTINCT role, person, group_id FROM held WHERE group_id IS NOT NULL) AS h
	LEFT JOIN account_revenue AS k ON k.account_id = h.group_id
	GROUP BY h.role, h.person
), counted AS (
	SELECT 'key accounts' AS limit_name, NULL AS person, count(DISTINCT k.account_id) AS accounts, NULL::numeric AS time_share,
		(SELECT sum(coalesce(i.revenue, 0)) FROM programme AS m LEFT JOIN account_revenue AS i ON i.account_id = m.account_id WHERE m.is_account) AS revenue,
		p.least_key_accounts AS lowest, p.most_key_accounts AS highest, p.enforce_key_accounts AS is_enforced
	FROM parameter AS p
	LEFT JOIN key_account AS k ON k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
	GROUP BY p.least_key_accounts, p.most_key_accounts, p.enforce_key_accounts
	UNION ALL
	SELECT h.role, h.person, count(DISTINCT h.account_id), sum(h.time_share), max(v.revenue),
		CASE h.role WHEN 'account manager' THEN p.least_accounts_per_manager END,
		CASE h.role WHEN 'account manager' THEN p.most_accounts_per_manager ELSE p.most_accounts_per_sponsor END,
		CASE h.role WHEN 'account manager' THEN p.enforce_manager_load ELSE p.enforce_sponsor_load END
	FROM held AS h
	CROSS JOIN parameter AS p
	LEFT JOIN revenue_of AS v ON v.role = h.role AND v.person = h.person
	GROUP BY h.role, h.person, p.least_accounts_per_manager, p.most_accounts_per_manager, p.most_accounts_per_sponsor, p.enforce_manager_load, p.enforce_sponsor_load
)
SELECT limit_name, person, accounts::integer AS accounts, lowest, highest,
	CASE WHEN accounts < lowest THEN 'below' WHEN accounts > highest THEN 'above' ELSE 'within' END AS verdict,
	is_enforced,
	time_share::numeric(9,4) AS time_share,
	revenue::numeric(18,2) AS revenue
FROM counted;

COMMENT ON VIEW coverage IS 'key accounts, and accounts per manager and per sponsor, against their limits; one row per limit and person';
COMMENT ON COLUMN coverage.limit_name IS 'key accounts, account manager or executive sponsor';
COMMENT ON COLUMN coverage.person IS 'whose accounts; NULL for those of the programme';
COMMENT ON COLUMN coverage.accounts IS 'accounts, as they are entered';
COMMENT ON COLUMN coverage.lowest IS 'fewest that there should be; NULL for none';
COMMENT ON COLUMN coverage.highest IS 'most that there should be';
COMMENT ON COLUMN coverage.verdict IS 'below, within or above';
COMMENT ON COLUMN coverage.is_enforced IS 'the setting that enforces it is true';
COMMENT ON COLUMN coverage.time_share IS 'sum of the shares of working time that are known; above 1 it is more than the person has';
COMMENT ON COLUMN coverage.revenue IS 'revenue of these accounts in the window, in the base currency';
