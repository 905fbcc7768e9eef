-- The last estimate of each wallet. One of all products stands for those of single products.
CREATE VIEW account_wallet AS
SELECT group_id AS account_id, sum(wallet) AS wallet, min(estimated_on) AS estimated_on
FROM (SELECT group_id, account_id,
			 coalesce(sum(amount) FILTER (WHERE product IS NULL), sum(amount)) AS wallet,
			 min(as_of) AS estimated_on
	  FROM (SELECT DISTINCT ON (g.group_id, w.account_id, w.product) g.group_id, w.account_id, w.product, w.amount, w.as_of
			FROM parameter AS p
			JOIN wallet AS w ON w.as_of <= p.as_of AND w.amount IS NOT NULL
			JOIN account_group AS g ON g.account_id = w.account_id AND NOT g.is_internal
			ORDER BY g.group_id, w.account_id, w.product, w.as_of DESC, w.amount) AS latest
	  GROUP BY group_id, account_id) AS customer
GROUP BY group_id;

COMMENT ON VIEW account_wallet IS 'what customers spend in our category with everybody; one row per account with an estimate';
COMMENT ON COLUMN account_wallet.account_id IS 'key of the account';
COMMENT ON COLUMN account_wallet.wallet IS 'spend of a year, in the base currency';
COMMENT ON COLUMN account_wallet.estimated_on IS 'day of the oldest estimate in it';
