-- How concentrated the revenue of the window is, in each of its dimensions
CREATE VIEW concentration AS
WITH cell AS MATERIALIZED (
	SELECT l.group_id, l.product, l.business_unit, l.country,
		sum(in_base_currency(l.amount, l.currency, p.base_currency, c.rate, p.until - 1)) AS amount
	FROM (SELECT g.group_id, r.currency, r.product, r.business_unit, r.country, sum(r.amount) AS amount
		  FROM revenue AS r
		  JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
		  WHERE r.booked_on >= (SELECT starts_on FROM parameter) AND r.booked_on < (SELECT until FROM parameter)
		  GROUP BY g.group_id, r.currency, r.product, r.business_unit, r.country) AS l
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = l.currency
	GROUP BY l.group_id, l.product, l.business_unit, l.country
), account_cell AS MATERIALIZED (
	SELECT a.account_id, a.country, a.region, a.industry, a.segment, a.owner, cell.amount
	FROM (SELECT group_id, sum(amount) AS amount FROM cell GROUP BY group_id) AS cell
	JOIN (SELECT DISTINCT ON (account_id) account_id, country, region, industry, segment, owner
		  FROM account
		  ORDER BY account_id, parent_account_id) AS a ON a.account_id = cell.group_id
), member AS (
	SELECT 'account' AS dimension, account_id::text AS member, amount FROM account_cell
	UNION ALL SELECT 'country', country, sum(amount) FROM account_cell GROUP BY country
	UNION ALL SELECT 'region', region, sum(amount) FROM account_cell GROUP BY region
	UNION ALL SELECT 'industry', industry, sum(amount) FROM account_cell GROUP BY industry
	UNION ALL SELECT 'segment', segment, sum(amount) FROM account_cell GROUP BY segment
	UNION ALL SELECT 'owner', owner, sum(amount) FROM account_cell GROUP BY owner
	UNION ALL SELECT 'product', product, sum(amount) FROM cell GROUP BY product
	UNION ALL SELECT 'business unit', business_unit, sum(amount) FROM cell GROUP BY business_unit
	UNION ALL SELECT 'country of sale', country, sum(amount) FROM cell GROUP BY country
), ranked AS (
	SELECT dimension, member, amount,
		row_number() OVER (PARTITION BY dimension, member IS NULL ORDER BY amount DESC, member) AS rank,
		greatest(amount, 0) / nullif(sum(greatest(amount, 0)) OVER (PARTITION BY dimension, member IS NULL), 0) AS share
	FROM member
)
SELECT dimension,
	count(*) FILTER (WHERE member IS NOT NULL AND amount > 0)::integer AS members,
	(sum(amount) FILTER (WHERE member IS NOT NULL))::numeric(18,2) AS revenue,
	(hhi(amount) FILTER (WHERE member IS NOT NULL))::numeric(9,6) AS hhi,
	CASE WHEN count(*) FILTER (WHERE member IS NOT NULL AND amount > 0) > 0
		THEN hhi_normalised(hhi(amount) FILTER (WHERE member IS NOT NULL), count(*) FILTER (WHERE member IS NOT NULL AND amount > 0)) END::numeric(9,6) AS hhi_normalised,
	(effective_accounts(amount) FILTER (WHERE member IS NOT NULL))::numeric(12,4) AS effective_members,
	(gini(amount) FILTER (WHERE member IS NOT NULL AND amount > 0))::numeric(9,6) AS gini,
	max(member) FILTER (WHERE rank = 1 AND amount > 0) AS largest_member,
	(sum(share) FILTER (WHERE member IS NOT NULL AND rank <= 1))::numeric(9,6) AS top_1_share,
	(sum(share) FILTER (WHERE member IS NOT NULL AND rank <= 5))::numeric(9,6) AS top_5_share,
	(sum(share) FILTER (WHERE member IS NOT NULL AND rank <= 10))::numeric(9,6) AS top_10_share,
	(sum(share) FILTER (WHERE member IS NOT NULL AND rank <= 20))::numeric(9,6) AS top_20_share,
	(sum(amount) FILTER (WHERE member IS NULL))::numeric(18,2) AS revenue_unknown
FROM ranked
GROUP BY dimension;

COMMENT ON VIEW concentration IS 'how concentrated the revenue of the window is; one row per dimension: account, country, region, industry, segment and owner of the account, product, business unit and country of the sale';
COMMENT ON COLUMN concentration.dimension IS 'what the members are';
COMMENT ON COLUMN concentration.members IS 'members with revenue above zero';
COMMENT ON COLUMN concentration.revenue IS 'revenue of all members, in the base currency; NULL if none is known';
COMMENT ON COLUMN concentration.hhi IS 'Herfindahl-Hirschman index, a fraction: 1 / members if all are equal, 1 if there is one';
COMMENT ON COLUMN concentration.hhi_normalised IS '0 if all are equal, 1 if there is one; NULL for one member';
COMMENT ON COLUMN concentration.effective_members IS '1 / hhi: so many members of equal size would be as concentrated';
COMMENT ON COLUMN concentration.gini IS 'Gini coefficient of the members with revenue above zero: 0 if all are equal, near 1 if one of many has nearly all; NULL without any';
COMMENT ON COLUMN concentration.largest_member IS 'the member with the most revenue';
COMMENT ON COLUMN concentration.top_1_share IS 'share of the largest member, 0 to 1';
COMMENT ON COLUMN concentration.top_5_share IS 'share of the 5 largest, 0 to 1';
COMMENT ON COLUMN concentration.top_10_share IS 'share of the 10 largest, 0 to 1';
COMMENT ON COLUMN concentration.top_20_share IS 'share of the 20 largest, 0 to 1';
COMMENT ON COLUMN concentration.revenue_unknown IS 'revenue whose member is not known, in the base currency; in no other figure here';
