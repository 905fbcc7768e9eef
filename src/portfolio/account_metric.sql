-- The figures of account_kpi as rows, with those of the company's own. NaN, which is above
-- every target, infinity and what no column holds are not known.
CREATE VIEW account_metric AS
SELECT k.account_id, m.metric, (CASE WHEN m.value BETWEEN -1e17 AND 1e17 THEN m.value END)::numeric(24,6) AS value
FROM (SELECT *, revenue / nullif(sum(greatest(revenue, 0)) OVER (), 0) AS revenue_share
	  FROM account_kpi) AS k
CROSS JOIN LATERAL (VALUES
	('revenue', k.revenue),
	('growth_rate', k.growth_rate),
	('nrr', k.nrr),
	('grr', k.grr),
	('contribution_margin', k.contribution_margin),
	('contribution_margin_rate', k.contribution_margin_rate),
	('cost_to_serve_rate', k.cost_to_serve_rate),
	('wallet', k.wallet),
	('share_of_wallet', k.share_of_wallet),
	('potential', k.potential),
	('white_space', k.white_space),
	('penetration_rate', k.penetration_rate),
	('nps', k.nps),
	('csat', k.csat),
	('sla_attainment', k.sla_attainment),
	('open_pipeline', k.open_pipeline),
	('weighted_pipeline', k.weighted_pipeline),
	('contracts', k.contracts),
	('remaining_contract_months', k.remaining_contract_months),
	('annual_contract_value', k.annual_contract_value),
	('cac_payback_months', k.cac_payback_months),
	('plan_time_index', k.plan_time_index),
	('revenue_share', k.revenue_share::numeric(9,6))) AS m (metric, value)
UNION ALL
-- what the ultimate parent has; else what was measured last below it
(SELECT DISTINCT ON (g.group_id, f.measure) g.group_id, 'measure:' || f.measure, (CASE WHEN f.value BETWEEN -1e17 AND 1e17 THEN f.value END)::numeric(24,6)
 FROM parameter AS p
 JOIN measure AS f ON (f.measured_on <= p.as_of OR f.measured_on IS NULL) AND f.value IS NOT NULL
 JOIN account_group AS g ON g.account_id = f.account_id AND NOT g.is_internal
 ORDER BY g.group_id, f.measure, (g.group_id = f.account_id) DESC, f.measured_on DESC NULLS LAST, f.account_id, f.value);

COMMENT ON VIEW account_metric IS 'the figures of account_kpi as rows, with those of the source measure; one row per account and metric';
COMMENT ON COLUMN account_metric.account_id IS 'key of the account';
COMMENT ON COLUMN account_metric.metric IS 'column of account_kpi, revenue_share of concentration_risk, or measure:NAME';
COMMENT ON COLUMN account_metric.value IS 'value in the unit of the metric; NULL if not known';
