-- The key accounts of the day, and who looks after them. Where the account itself has nobody,
-- it is whoever looks after a member of its group.
CREATE VIEW programme AS
WITH member AS (
	SELECT DISTINCT ON (coalesce(g.group_id, k.account_id)) coalesce(g.group_id, k.account_id) AS account_id, k.tier,
		min(k.starts_on) OVER (PARTITION BY coalesce(g.group_id, k.account_id)) AS starts_on,
		g.group_id IS NOT NULL AND NOT g.is_internal AS is_account
	FROM parameter AS p
	JOIN key_account AS k ON k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
	LEFT JOIN account_group AS g ON g.account_id = k.account_id
	ORDER BY coalesce(g.group_id, k.account_id), (g.group_id = k.account_id) DESC, k.account_id
), held AS (
	SELECT DISTINCT ON (g.group_id, r.role) g.group_id AS account_id, r.role, r.person, r.starts_on
	FROM parameter AS p
	JOIN responsibility AS r ON r.starts_on <= p.as_of AND (r.ends_on > p.as_of OR r.ends_on IS NULL)
	JOIN account_group AS g ON g.account_id = r.account_id
	WHERE r.role IN ('account manager', 'executive sponsor')
	ORDER BY g.group_id, r.role, (g.group_id = r.account_id) DESC, r.account_id
)
SELECT m.account_id, a.name, m.tier, m.starts_on,
	manager.person AS account_manager,
	manager.starts_on AS manager_since,
	sponsor.person AS executive_sponsor,
	m.is_account
FROM member AS m
LEFT JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = m.account_id
LEFT JOIN held AS manager ON manager.account_id = m.account_id AND manager.role = 'account manager'
LEFT JOIN held AS sponsor ON sponsor.account_id = m.account_id AND sponsor.role = 'executive sponsor';

COMMENT ON VIEW programme IS 'the key accounts on the day of kam.as_of(), and who looks after them; one row per account';
COMMENT ON COLUMN programme.account_id IS 'key of the account';
COMMENT ON COLUMN programme.name IS 'its name; NULL if the source account does not have it';
COMMENT ON COLUMN programme.tier IS 'tier of the programme';
COMMENT ON COLUMN programme.starts_on IS 'first day as a key account';
COMMENT ON COLUMN programme.account_manager IS 'who manages it; NULL if nobody';
COMMENT ON COLUMN programme.manager_since IS 'since when';
COMMENT ON COLUMN programme.executive_sponsor IS 'its sponsor; NULL if nobody';
COMMENT ON COLUMN programme.is_account IS 'the source account has it, and not as a company of our own';
