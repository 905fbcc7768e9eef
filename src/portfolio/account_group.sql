-- The account that each customer belongs to: its ultimate parent. From the top
-- down, so that a cycle is never entered; who is in one, or below, is not reached.
CREATE VIEW account_group AS
WITH RECURSIVE customer AS (
	SELECT DISTINCT ON (account_id) account_id, parent_account_id, coalesce(is_internal, false) AS is_internal
	FROM account
	WHERE account_id IS NOT NULL
	ORDER BY account_id, parent_account_id
), link AS (
	SELECT c.account_id, c.parent_account_id, c.is_internal, up.account_id AS parent_id
	FROM customer AS c
	CROSS JOIN parameter AS p
	LEFT JOIN customer AS up ON up.account_id = c.parent_account_id AND up.account_id <> c.account_id AND p.group_accounts
), tree AS (
	SELECT account_id, account_id AS group_id, 0 AS level, is_internal
	FROM link
	WHERE parent_id IS NULL
	UNION ALL
	SELECT link.account_id, tree.group_id, tree.level + 1, tree.is_internal OR link.is_internal
	FROM tree
	JOIN link ON link.parent_id = tree.account_id
	WHERE tree.level < 100
)
SELECT link.account_id,
	coalesce(tree.group_id, link.account_id) AS group_id,
	coalesce(tree.level, 0) AS level,
	coalesce(tree.is_internal, link.is_internal) AS is_internal,
	CASE WHEN tree.account_id IS NULL THEN 'cycle'
		WHEN NOT p.group_accounts THEN NULL
		WHEN link.parent_account_id = link.account_id THEN 'own parent'
		WHEN link.parent_account_id IS NOT NULL AND link.parent_id IS NULL THEN 'parent missing'
	END AS problem
FROM link
CROSS JOIN parameter AS p
LEFT JOIN tree ON tree.account_id = link.account_id;

COMMENT ON VIEW account_group IS 'the account that each customer belongs to: its ultimate parent; one row per customer';
COMMENT ON COLUMN account_group.account_id IS 'key of the customer';
COMMENT ON COLUMN account_group.group_id IS 'key of its ultimate parent, which is the account of all other views';
COMMENT ON COLUMN account_group.level IS 'steps from the ultimate parent down to it';
COMMENT ON COLUMN account_group.is_internal IS 'it or one above it is a company of our own';
COMMENT ON COLUMN account_group.problem IS 'cycle (in one, below one, or deeper than 100 levels: it stands alone), own parent, parent missing; NULL if none';
