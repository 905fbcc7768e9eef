-- The figures of the programme, one row per account. Every part is grouped by the
-- account, so that a filter on account_id reaches the sources.
CREATE VIEW account_kpi AS
SELECT a.account_id, a.name, a.country, a.region, a.industry, a.segment, a.owner,
	coalesce(r.revenue, 0)::numeric(18,2) AS revenue,
	coalesce(r.revenue_previous, 0)::numeric(18,2) AS revenue_previous,
	(CASE WHEN r.revenue_previous > 0 AND r.first_booked_on < p.grace_until THEN coalesce(r.revenue, 0) / r.revenue_previous - 1 END)::numeric(24,6) AS growth_rate,
	(CASE WHEN r.repeat_revenue_previous > 0 AND r.first_booked_on < p.grace_until THEN coalesce(r.repeat_revenue, 0) / r.repeat_revenue_previous END)::numeric(24,6) AS nrr,
	(CASE WHEN r.repeat_revenue_previous > 0 AND r.first_booked_on < p.grace_until
		THEN least(greatest(coalesce(r.repeat_revenue, 0), 0), r.repeat_revenue_previous) / r.repeat_revenue_previous END)::numeric(9,6) AS grr,
	r.first_booked_on >= p.grace_until AND r.first_booked_on < p.starts_on AS is_partial_base,
	r.first_booked_on, r.last_booked_on,
	(coalesce(r.revenue, 0) - k.variable_cost)::numeric(18,2) AS contribution_margin,
	(CASE WHEN r.revenue > 0 THEN (r.revenue - k.variable_cost) / r.revenue END)::numeric(24,6) AS contribution_margin_rate,
	k.cost_to_serve::numeric(18,2) AS cost_to_serve,
	(CASE WHEN r.revenue > 0 THEN k.cost_to_serve / r.revenue END)::numeric(24,6) AS cost_to_serve_rate,
	w.wallet::numeric(18,2) AS wallet,
	(CASE WHEN w.wallet > 0 THEN coalesce(r.revenue, 0) * 12 / p.window_months / w.wallet END)::numeric(24,6) AS share_of_wallet,
	s.potential::numeric(18,2) AS potential,
	s.white_space::numeric(18,2) AS white_space,
	s.penetration::numeric(9,6) AS penetration_rate,
	v.nps::numeric(9,6) AS nps,
	coalesce(v.nps_answers, 0)::integer AS nps_answers,
	v.csat::numeric(9,6) AS csat,
	coalesce(v.csat_answers, 0)::integer AS csat_answers,
	d.sla_attainment::numeric(9,6) AS sla_attainment,
	coalesce(o.open_pipeline, none.pipeline)::numeric(18,2) AS open_pipeline,
	coalesce(o.weighted_pipeline, none.pipeline)::numeric(18,2) AS weighted_pipeline,
	coalesce(c.contracts, none.contracts)::integer AS contracts,
	c.is_open_ended,
	c.ends_on AS contract_ends_on,
	c.covered_until,
	c.notice_on,
	((c.ends_on - p.as_of) * 12 / 365.25)::numeric(9,2) AS remaining_contract_months,
	c.annual_value::numeric(18,2) AS annual_contract_value,
	cac_payback(k.acquisition_cost, (r.revenue - k.variable_cost) / p.window_months)::numeric(24,2) AS cac_payback_months,
	q.plan_time_index::numeric(12,6) AS plan_time_index
FROM (SELECT DISTINCT ON (a.account_id) a.account_id, a.name, a.country, a.region, a.industry, a.segment, a.owner
	  FROM account AS a
	  JOIN account_group AS g ON g.account_id = a.account_id AND g.group_id = a.account_id AND NOT g.is_internal
	  ORDER BY a.account_id, a.parent_account_id) AS a
CROSS JOIN parameter AS p
-- where nobody writes opportunities or contracts down, an account without any is one that we know nothing of
CROSS JOIN (SELECT CASE WHEN EXISTS (SELECT FROM opportunity) THEN 0 END AS pipeline,
				   CASE WHEN EXISTS (SELECT FROM contract) THEN 0 END AS contracts) AS none
LEFT JOIN account_revenue AS r ON r.account_id = a.account_id
LEFT JOIN account_cost AS k ON k.account_id = a.account_id
LEFT JOIN account_wallet AS w ON w.account_id = a.account_id
LEFT JOIN account_white_space AS s ON s.account_id = a.account_id
LEFT JOIN account_survey AS v ON v.account_id = a.account_id
LEFT JOIN account_service AS d ON d.account_id = a.account_id
LEFT JOIN account_pipeline AS o ON o.account_id = a.account_id
LEFT JOIN account_contract AS c ON c.account_id = a.account_id
LEFT JOIN account_plan AS q ON q.account_id = a.account_id;

COMMENT ON VIEW account_kpi IS 'the figures of the programme; one row per account. NULL is not known, never 0';
COMMENT ON COLUMN account_kpi.account_id IS 'key of the account, an ultimate parent';
COMMENT ON COLUMN account_kpi.name IS 'its name';
COMMENT ON COLUMN account_kpi.country IS 'country';
COMMENT ON COLUMN account_kpi.region IS 'region';
COMMENT ON COLUMN account_kpi.industry IS 'industry';
COMMENT ON COLUMN account_kpi.segment IS 'segment';
COMMENT ON COLUMN account_kpi.owner IS 'who in our company looks after it';
COMMENT ON COLUMN account_kpi.revenue IS 'revenue of the window, net of credits, in the base currency';
COMMENT ON COLUMN account_kpi.revenue_previous IS 'revenue of the previous window, in the base currency at the same rates';
COMMENT ON COLUMN account_kpi.growth_rate IS 'revenue / revenue of the previous window - 1, ratio; NULL without one, or if it is partial';
COMMENT ON COLUMN account_kpi.nrr IS 'net revenue retention: repeat revenue (not one_off) / that of the previous window, ratio; NULL as growth_rate';
COMMENT ON COLUMN account_kpi.grr IS 'gross revenue retention: the same without expansion, 0 to 1';
COMMENT ON COLUMN account_kpi.is_partial_base IS 'its first revenue came too late in the previous window to compare with';
COMMENT ON COLUMN account_kpi.first_booked_on IS 'day of its first line of revenue';
COMMENT ON COLUMN account_kpi.last_booked_on IS 'day of its last line of revenue up to the end of the window';
COMMENT ON COLUMN account_kpi.contribution_margin IS 'revenue - costs other than overhead and acquisition, in the base currency; NULL without costs';
COMMENT ON COLUMN account_kpi.contribution_margin_rate IS 'contribution margin / revenue, ratio';
COMMENT ON COLUMN account_kpi.cost_to_serve IS 'costs of delivery, support, logistics and sales, in the base currency';
COMMENT ON COLUMN account_kpi.cost_to_serve_rate IS 'cost to serve / revenue, ratio';
COMMENT ON COLUMN account_kpi.wallet IS 'what it spends in our category in a year with everybody, in the base currency';
COMMENT ON COLUMN account_kpi.share_of_wallet IS 'revenue per year / wallet, ratio; above 1 the wallet is wrong';
COMMENT ON COLUMN account_kpi.potential IS 'known potential of a year, in the base currency';
COMMENT ON COLUMN account_kpi.white_space IS 'potential not yet sold, in the base currency';
COMMENT ON COLUMN account_kpi.penetration_rate IS 'share of the known potential that is sold, 0 to 1';
COMMENT ON COLUMN account_kpi.nps IS 'net promoter score of the answers of the window, -1 to 1';
COMMENT ON COLUMN account_kpi.nps_answers IS 'answers behind nps';
COMMENT ON COLUMN account_kpi.csat IS 'share of satisfied answers of the window, 0 to 1';
COMMENT ON COLUMN account_kpi.csat_answers IS 'answers behind csat';
COMMENT ON COLUMN account_kpi.sla_attainment IS 'share of the promises due in the window that was kept, 0 to 1';
COMMENT ON COLUMN account_kpi.open_pipeline IS 'amounts of open opportunities, in the base currency; NULL if there are no opportunities at all';
COMMENT ON COLUMN account_kpi.weighted_pipeline IS 'the same times their probabilities, in the base currency';
COMMENT ON COLUMN account_kpi.contracts IS 'contracts in force; NULL if there are no contracts at all';
COMMENT ON COLUMN account_kpi.is_open_ended IS 'a contract in force has no end';
COMMENT ON COLUMN account_kpi.contract_ends_on IS 'first day after the last contract in force; NULL if one has no end';
COMMENT ON COLUMN account_kpi.covered_until IS 'the same; NULL also if one of them renews itself';
COMMENT ON COLUMN account_kpi.notice_on IS 'next day of notice';
COMMENT ON COLUMN account_kpi.remaining_contract_months IS 'months from as_of to contract_ends_on, a month being 365.25 / 12 days';
COMMENT ON COLUMN account_kpi.annual_contract_value IS 'value of a year of the contracts in force, in the base currency';
COMMENT ON COLUMN account_kpi.cac_payback_months IS 'costs of acquisition / contribution margin of a month, in months; NULL unless both are above zero';
COMMENT ON COLUMN account_kpi.plan_time_index IS 'earned schedule of its active plan per day gone, ratio; below 1 it is late; NULL without a plan';
