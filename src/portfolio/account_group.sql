-- The account that each customer belongs to: its ultimate parent. There is one row for
-- each customer as it is; DISTINCT tells the planner so.
CREATE VIEW account_group AS
SELECT DISTINCT ON (t.account_id) t.account_id, t.group_id, t.level, t.is_internal, t.problem
FROM (SELECT array_agg(a.account_id) AS accounts,
			 array_agg(CASE WHEN p.group_accounts THEN a.parent_account_id END) AS parents,
			 array_agg(a.is_internal) AS internal
	  FROM account AS a
	  CROSS JOIN parameter AS p) AS customer
CROSS JOIN LATERAL ultimate_parents(customer.accounts, customer.parents, customer.internal) AS t
ORDER BY t.account_id;

COMMENT ON VIEW account_group IS 'the account that each customer belongs to: its ultimate parent; one row per customer';
COMMENT ON COLUMN account_group.account_id IS 'key of the customer';
COMMENT ON COLUMN account_group.group_id IS 'key of its ultimate parent, which is the account of all other views';
COMMENT ON COLUMN account_group.level IS 'steps from the ultimate parent down to it';
COMMENT ON COLUMN account_group.is_internal IS 'it or one above it is a company of our own';
COMMENT ON COLUMN account_group.problem IS 'cycle (in one, below one, or deeper than 100 levels: it stands alone), own parent, parent missing; NULL if none';
