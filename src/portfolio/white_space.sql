-- What each account could buy, buys and is offered: one cell per product and site
CREATE VIEW white_space AS
SELECT account_id, product, site,
	CASE WHEN sold > 0 THEN 'sold' WHEN quoted > 0 THEN 'quoted' WHEN potential IS NOT NULL THEN 'open' ELSE 'unknown' END AS status,
	potential::numeric(18,2) AS potential,
	sold::numeric(18,2) AS sold,
	quoted::numeric(18,2) AS quoted,
	(CASE WHEN potential IS NOT NULL THEN greatest(potential - greatest(sold, 0), 0) END)::numeric(18,2) AS white_space
FROM (SELECT account_id, product, site,
			 sum(potential) AS potential,
			 coalesce(sum(sold), 0) * 12 / max(window_months) AS sold,
			 -- where nobody writes opportunities down, none is no answer
			 coalesce(sum(quoted), CASE WHEN EXISTS (SELECT FROM opportunity) THEN 0 END) AS quoted
	  FROM (SELECT g.group_id AS account_id, t.product, t.site, t.amount AS potential, NULL::numeric AS sold, NULL::numeric AS quoted, p.window_months
			FROM parameter AS p
			CROSS JOIN potential AS t
			JOIN account_group AS g ON g.account_id = t.account_id AND NOT g.is_internal
			UNION ALL
			SELECT g.group_id, r.product, r.site, NULL, in_base_currency(r.amount, r.currency, p.base_currency, c.rate, p.until - 1), NULL, p.window_months
			FROM parameter AS p
			CROSS JOIN revenue AS r
			JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
			LEFT JOIN current_rate AS c ON c.currency = r.currency
			WHERE r.booked_on >= (SELECT starts_on FROM parameter) AND r.booked_on < (SELECT until FROM parameter)
			UNION ALL
			SELECT g.group_id, o.product, o.site, NULL, NULL, o.amount, p.window_months
			FROM parameter AS p
			JOIN opportunity AS o ON (o.created_on <= p.as_of OR o.created_on IS NULL)
				AND NOT coalesce(o.is_closed, false) AND NOT coalesce(o.is_won, false)
			JOIN account_group AS g ON g.account_id = o.account_id AND NOT g.is_internal) AS part
	  GROUP BY account_id, product, site) AS cell;

COMMENT ON VIEW white_space IS 'what could be sold and is not; one row per account, product and site with a potential, a sale or an open opportunity';
COMMENT ON COLUMN white_space.account_id IS 'key of the account';
COMMENT ON COLUMN white_space.product IS 'product';
COMMENT ON COLUMN white_space.site IS 'site of the customer';
COMMENT ON COLUMN white_space.status IS 'sold, quoted (an open opportunity), open (neither), unknown (no potential either)';
COMMENT ON COLUMN white_space.potential IS 'what could be sold in a year, in the base currency; NULL if not known';
COMMENT ON COLUMN white_space.sold IS 'revenue of the window, per year, in the base currency';
COMMENT ON COLUMN white_space.quoted IS 'amounts of open opportunities, in the base currency; NULL if there are no opportunities at all';
COMMENT ON COLUMN white_space.white_space IS 'potential not yet sold, never below 0, in the base currency; NULL if the potential is not known';
