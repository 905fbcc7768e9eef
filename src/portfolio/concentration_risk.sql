-- What hangs on each account. Shares are of the revenue of all accounts above zero.
CREATE VIEW concentration_risk AS
SELECT k.account_id, k.name, k.revenue,
	(k.revenue / k.total)::numeric(9,6) AS revenue_share,
	(k.contribution_margin / k.total_margin)::numeric(24,6) AS margin_share,
	k.revenue_rank::integer AS revenue_rank,
	k.cumulative_share::numeric(9,6) AS cumulative_share,
	k.abc_class,
	k.revenue / k.total >= p.major_share AS is_major_customer,
	k.contract_ends_on, k.notice_on,
	(CASE WHEN k.contracts > 0 THEN
		CASE WHEN k.covered_until <= p.renewal_until THEN greatest(k.revenue, 0) ELSE 0 END END)::numeric(18,2) AS revenue_at_risk,
	((k.total_of_squares - greatest(k.revenue, 0) ^ 2) / nullif(k.total - greatest(k.revenue, 0), 0) ^ 2)::numeric(9,6) AS hhi_without
FROM (SELECT a.*,
			 nullif(sum(greatest(a.revenue, 0)) OVER (), 0) AS total,
			 sum(greatest(a.revenue, 0) ^ 2) OVER () AS total_of_squares,
			 nullif(sum(greatest(a.contribution_margin, 0)) OVER (), 0) AS total_margin,
			 rank() OVER w AS revenue_rank,
			 cumulative_share(a.revenue) OVER w AS cumulative_share,
			 abc_class(a.revenue, abc.a, abc.b) OVER w AS abc_class
	  FROM account_kpi AS a
	  CROSS JOIN (SELECT abc_a AS a, abc_b AS b FROM parameter) AS abc
	  WINDOW w AS (ORDER BY a.revenue DESC)) AS k
CROSS JOIN parameter AS p;

COMMENT ON VIEW concentration_risk IS 'what hangs on each account; one row per account';
COMMENT ON COLUMN concentration_risk.account_id IS 'key of the account';
COMMENT ON COLUMN concentration_risk.name IS 'its name';
COMMENT ON COLUMN concentration_risk.revenue IS 'revenue of the window, in the base currency';
COMMENT ON COLUMN concentration_risk.revenue_share IS 'share of the revenue of all accounts above zero; negative where credits outweigh';
COMMENT ON COLUMN concentration_risk.margin_share IS 'share of the contribution margin of all accounts with one above zero; NULL without costs';
COMMENT ON COLUMN concentration_risk.revenue_rank IS 'rank by revenue, 1 is the largest; ties share one';
COMMENT ON COLUMN concentration_risk.cumulative_share IS 'share of the accounts of this rank and above';
COMMENT ON COLUMN concentration_risk.abc_class IS 'A, B or C by the cumulative share of those above it: settings abc_a and abc_b';
COMMENT ON COLUMN concentration_risk.is_major_customer IS 'its share reaches the setting major_share, 10 % in ASC 280 and IFRS 8';
COMMENT ON COLUMN concentration_risk.contract_ends_on IS 'first day after its last contract in force; NULL if one has no end';
COMMENT ON COLUMN concentration_risk.notice_on IS 'next day of notice';
COMMENT ON COLUMN concentration_risk.revenue_at_risk IS 'revenue if its contracts end within the setting renewal_months and do not renew themselves, else 0, in the base currency; NULL without a contract';
COMMENT ON COLUMN concentration_risk.hhi_without IS 'Herfindahl-Hirschman index of the others, a fraction';
