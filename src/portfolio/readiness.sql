-- Which figures can be had, and what to supply for the rest. Like data_quality it reads
-- the sources alone and converts nothing without a rate, so that it answers also when
-- what it speaks of cannot: whether a figure is known follows from account_kpi's rules.
CREATE VIEW readiness AS
WITH p AS MATERIALIZED (
	SELECT as_of, previous_from, starts_on, until, grace_until, base_currency FROM parameter
), customer AS MATERIALIZED (
	SELECT account_id, group_id, is_internal FROM account_group
), rate AS MATERIALIZED (
	SELECT currency, rate FROM current_rate WHERE currency IS NOT NULL AND rate IS NOT NULL
), first_rate AS MATERIALIZED (
	SELECT currency, date_trunc('month', min(valid_from)::timestamp)::date AS month
	FROM fx_rate
	WHERE valid_from <= (SELECT as_of FROM p) AND rate IS NOT NULL
	GROUP BY currency
), sale AS MATERIALIZED (
	SELECT account_id, currency,
		sum(amount) FILTER (WHERE booked_on >= (SELECT starts_on FROM p)) AS revenue,
		sum(amount) FILTER (WHERE booked_on >= (SELECT previous_from FROM p) AND booked_on < (SELECT starts_on FROM p)) AS previous,
		sum(amount) FILTER (WHERE booked_on >= (SELECT previous_from FROM p) AND booked_on < (SELECT starts_on FROM p)
			AND kind IS DISTINCT FROM 'one_off') AS repeat_previous,
		sum(amount) FILTER (WHERE booked_on >= (SELECT starts_on FROM p) AND product IS NOT NULL) AS by_product,
		sum(amount) FILTER (WHERE booked_on >= (SELECT starts_on FROM p) AND business_unit IS NOT NULL) AS by_business_unit,
		sum(amount) FILTER (WHERE booked_on >= (SELECT starts_on FROM p) AND country IS NOT NULL) AS by_country,
		min(booked_on) AS first_booked_on
	FROM revenue
	WHERE booked_on < (SELECT until FROM p)
	GROUP BY account_id, currency
), sold AS MATERIALIZED (
	SELECT c.group_id,
		coalesce(sum(s.revenue * x.rate), 0) AS revenue,
		sum(s.previous * x.rate) AS previous,
		sum(s.repeat_previous * x.rate) AS repeat_previous,
		sum(s.by_product * x.rate) AS by_product,
		sum(s.by_business_unit * x.rate) AS by_business_unit,
		sum(s.by_country * x.rate) AS by_country,
		min(s.first_booked_on) AS first_booked_on
	FROM sale AS s
	CROSS JOIN p
	LEFT JOIN customer AS c ON c.account_id = s.account_id
	LEFT JOIN rate AS r ON r.currency = s.currency
	CROSS JOIN LATERAL (SELECT CASE WHEN s.currency <> p.base_currency THEN r.rate ELSE 1 END) AS x (rate)
	WHERE c.is_internal IS NOT TRUE
	GROUP BY c.group_id
), expense AS MATERIALIZED (
	SELECT k.account_id, k.currency,
		sum(k.amount) FILTER (WHERE k.kind IS NULL OR k.kind NOT IN ('overhead', 'acquisition')) AS variable_cost,
		sum(k.amount) FILTER (WHERE k.kind IN ('delivery', 'support', 'logistics', 'sales')) AS cost_to_serve
	FROM cost AS k
	WHERE k.incurred_on >= (SELECT starts_on FROM p) AND k.incurred_on < (SELECT until FROM p)
		AND k.account_id IN (SELECT account_id FROM customer WHERE NOT is_internal)
	GROUP BY k.account_id, k.currency
), agreement AS MATERIALIZED (
	SELECT c.group_id, k.ends_on, k.notice_days, k.annual_value, k.currency
	FROM p
	JOIN contract AS k ON k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
		AND lower(coalesce(k.status, '')) NOT IN ('draft', 'cancelled', 'terminated')
	JOIN customer AS c ON c.account_id = k.account_id AND NOT c.is_internal
), answer AS MATERIALIZED (
	SELECT c.group_id, s.kind, s.score
	FROM p
	JOIN survey AS s ON s.answered_on >= p.starts_on AND s.answered_on < p.until AND s.score IS NOT NULL
	JOIN customer AS c ON c.account_id = s.account_id AND NOT c.is_internal
), item AS MATERIALIZED (
	-- what a figure can want: whether it is there, and in words what to supply
	SELECT *
	FROM (VALUES
		('revenue', EXISTS (SELECT FROM sale WHERE revenue IS NOT NULL), 'invoice lines and credit notes of the window'),
		('revenue before', EXISTS (SELECT FROM sale WHERE previous IS NOT NULL), 'invoice lines and credit notes also of the window before'),
		('revenue.product', EXISTS (SELECT FROM sold WHERE group_id IS NOT NULL AND by_product IS NOT NULL), 'the product of each invoice line'),
		('revenue.business_unit', EXISTS (SELECT FROM sold WHERE group_id IS NOT NULL AND by_business_unit IS NOT NULL), 'our business unit of each invoice line'),
		('revenue.country', EXISTS (SELECT FROM sold WHERE group_id IS NOT NULL AND by_country IS NOT NULL), 'the country of each sale'),
		('account.country', EXISTS (SELECT FROM account WHERE country IS NOT NULL), 'the country of each customer'),
		('account.region', EXISTS (SELECT FROM account WHERE region IS NOT NULL), 'the region of each customer'),
		('account.industry', EXISTS (SELECT FROM account WHERE industry IS NOT NULL), 'the industry of each customer'),
		('account.segment', EXISTS (SELECT FROM account WHERE segment IS NOT NULL), 'the segment of each customer'),
		('account.owner', EXISTS (SELECT FROM account WHERE owner IS NOT NULL), 'who in our company looks after each customer'),
		('cost', EXISTS (SELECT FROM expense WHERE variable_cost IS NOT NULL), 'costs by customer and month: goods, delivery, support'),
		('cost.kind', EXISTS (SELECT FROM expense WHERE cost_to_serve IS NOT NULL), 'costs of kind delivery, support, logistics or sales'),
		('wallet', EXISTS (SELECT FROM p JOIN wallet AS w ON w.as_of <= p.as_of WHERE w.amount IS NOT NULL), 'estimates of what each customer spends in our category in a year, with everybody'),
		('potential', EXISTS (SELECT FROM potential WHERE amount IS NOT NULL), 'what each customer could buy in a year, by product and site'),
		('survey.nps', EXISTS (SELECT FROM answer WHERE kind = 'nps'), 'answers of kind nps of the window'),
		('survey.csat', EXISTS (SELECT FROM answer WHERE kind = 'csat'), 'answers of kind csat of the window'),
		('service_level', EXISTS (SELECT FROM p JOIN service_level AS s ON s.due_at >= p.starts_on::timestamptz AND s.due_at < p.until::timestamptz WHERE NOT coalesce(s.excluded, false)),
			'tickets or deliveries with the time they were promised for and done'),
		('opportunity', EXISTS (SELECT FROM opportunity), 'opportunities with amount and probability'),
		('contract', EXISTS (SELECT FROM contract), 'contracts with their first and last day'),
		('contract.ends_on', EXISTS (SELECT FROM agreement WHERE ends_on IS NOT NULL), 'the end of each contract in force'),
		('contract.annual_value', EXISTS (SELECT FROM agreement WHERE annual_value IS NOT NULL), 'the value of a year of each contract in force'),
		('assessment', EXISTS (SELECT FROM assessment), 'assessments from 1 to 5 by those who know the account'),
		-- what stands in the way; data_quality says more
		('fx_rate', (SELECT string_agg(DISTINCT s.currency, ', ') FROM sale AS s CROSS JOIN p
					 WHERE s.currency <> p.base_currency AND s.currency NOT IN (SELECT currency FROM rate) AND (s.revenue IS NOT NULL OR s.previous IS NOT NULL)) IS NULL,
			'exchange rates of all currencies of revenue, of the end of the window'),
		('fx_rate of each month', NOT EXISTS (SELECT FROM sale AS s CROSS JOIN p LEFT JOIN first_rate AS f ON f.currency = s.currency
					 WHERE s.currency <> p.base_currency AND (f.month IS NULL OR s.first_booked_on < f.month)),
			'exchange rates of all currencies of revenue, from the first line on'),
		('fx_rate for cost', NOT EXISTS (SELECT FROM expense AS e CROSS JOIN p WHERE e.currency <> p.base_currency AND e.currency NOT IN (SELECT currency FROM rate)),
			'exchange rates of all currencies of costs, of the end of the window'),
		('fx_rate for contract', NOT EXISTS (SELECT FROM agreement AS k CROSS JOIN p WHERE k.annual_value IS NOT NULL AND k.currency <> p.base_currency AND k.currency NOT IN (SELECT currency FROM rate)),
			'exchange rates of all currencies of contracts, of the end of the window'),
		('revenue.amount', NOT EXISTS (SELECT FROM sale WHERE NOT revenue BETWEEN -1e15 AND 1e15 OR NOT previous BETWEEN -1e15 AND 1e15), 'amounts that are numbers: see rule revenue_impossible'),
		('revenue.booked_on', NOT EXISTS (SELECT FROM sale WHERE first_booked_on < '1900-01-01'), 'days that there were: see rule revenue_impossible'),
		('cost.amount', NOT EXISTS (SELECT FROM expense WHERE NOT variable_cost BETWEEN -1e15 AND 1e15), 'costs that are numbers: see rule cost_impossible'),
		('survey.score', NOT EXISTS (SELECT FROM answer WHERE kind = 'nps' AND NOT score BETWEEN 0 AND 10), 'scores of nps from 0 to 10: see rule survey_out_of_range')
	) AS i (item, is_there, supply)
), top AS MATERIALIZED (
	-- the accounts, and what each weighs
	SELECT a.account_id, a.country, a.region, a.industry, a.segment, a.owner, greatest(coalesce(s.revenue, 0), 0) AS weight
	FROM (SELECT DISTINCT ON (a.account_id) a.account_id, a.country, a.region, a.industry, a.segment, a.owner
		  FROM account AS a
		  JOIN customer AS c ON c.account_id = a.account_id AND c.group_id = a.account_id AND NOT c.is_internal
		  ORDER BY a.account_id, a.parent_account_id) AS a
	LEFT JOIN sold AS s ON s.group_id = a.account_id
), known AS (
	-- what is known of which account
	SELECT account_id, unnest('{revenue,revenue_share}'::text[]) AS metric FROM top
	UNION ALL
	SELECT s.group_id, 'growth_rate' FROM sold AS s CROSS JOIN p WHERE s.previous > 0 AND s.first_booked_on < p.grace_until
	UNION ALL
	SELECT s.group_id, unnest('{nrr,grr}'::text[]) FROM sold AS s CROSS JOIN p WHERE s.repeat_previous > 0 AND s.first_booked_on < p.grace_until
	UNION ALL
	SELECT c.group_id, unnest('{contribution_margin,margin_share}'::text[]) FROM expense AS e JOIN customer AS c ON c.account_id = e.account_id
	WHERE e.variable_cost IS NOT NULL
	UNION ALL
	SELECT c.group_id, 'contribution_margin_rate' FROM expense AS e JOIN customer AS c ON c.account_id = e.account_id JOIN sold AS s ON s.group_id = c.group_id
	WHERE e.variable_cost IS NOT NULL AND s.revenue > 0
	UNION ALL
	SELECT c.group_id, 'cost_to_serve' FROM expense AS e JOIN customer AS c ON c.account_id = e.account_id
	WHERE e.cost_to_serve IS NOT NULL
	UNION ALL
	SELECT c.group_id, 'cost_to_serve_rate' FROM expense AS e JOIN customer AS c ON c.account_id = e.account_id JOIN sold AS s ON s.group_id = c.group_id
	WHERE e.cost_to_serve IS NOT NULL AND s.revenue > 0
	UNION ALL
	SELECT account_id, unnest(CASE WHEN wallet > 0 THEN '{wallet,share_of_wallet}' ELSE '{wallet}' END::text[]) FROM account_wallet
	UNION ALL
	SELECT c.group_id, unnest(CASE WHEN t.amount > 0 THEN '{potential,white_space,penetration_rate}' ELSE '{potential,white_space}' END::text[])
	FROM potential AS t JOIN customer AS c ON c.account_id = t.account_id WHERE t.amount IS NOT NULL
	UNION ALL
	SELECT group_id, kind FROM answer
	UNION ALL
	SELECT account_id, 'sla_attainment' FROM account_service WHERE sla_attainment IS NOT NULL
	UNION ALL
	SELECT account_id, unnest('{open_pipeline,weighted_pipeline}'::text[]) FROM top WHERE EXISTS (SELECT FROM opportunity)
	UNION ALL
	SELECT account_id, 'contracts' FROM top WHERE EXISTS (SELECT FROM contract)
	UNION ALL
	SELECT group_id, 'revenue_at_risk' FROM agreement
	UNION ALL
	SELECT group_id, unnest('{contract_ends_on,remaining_contract_months}'::text[]) FROM agreement GROUP BY group_id HAVING NOT bool_or(ends_on IS NULL)
	UNION ALL
	SELECT group_id, 'notice_on' FROM agreement CROSS JOIN p WHERE ends_on - coalesce(notice_days, 0) >= p.as_of
	UNION ALL
	SELECT group_id, 'annual_contract_value' FROM agreement WHERE annual_value IS NOT NULL
	UNION ALL
	SELECT account_id, 'country' FROM top WHERE country IS NOT NULL
	UNION ALL
	SELECT account_id, 'region' FROM top WHERE region IS NOT NULL
	UNION ALL
	SELECT account_id, 'industry' FROM top WHERE industry IS NOT NULL
	UNION ALL
	SELECT account_id, 'segment' FROM top WHERE segment IS NOT NULL
	UNION ALL
	SELECT account_id, 'owner' FROM top WHERE owner IS NOT NULL
	UNION ALL
	SELECT c.group_id, 'measure:' || m.measure
	FROM p
	JOIN measure AS m ON (m.measured_on <= p.as_of OR m.measured_on IS NULL) AND m.value IS NOT NULL
	JOIN customer AS c ON c.account_id = m.account_id AND NOT c.is_internal
	UNION ALL
	SELECT c.group_id, 'assessed:' || j.criterion
	FROM p
	JOIN assessment AS j ON j.assessed_on <= p.as_of
	JOIN customer AS c ON c.account_id = j.account_id AND NOT c.is_internal
), coverage AS MATERIALIZED (
	SELECT k.metric,
		sum(top.weight) / (SELECT nullif(sum(weight), 0) FROM top) AS share,
		count(*) AS accounts_known
	FROM (SELECT DISTINCT account_id, metric FROM known) AS k
	JOIN top ON top.account_id = k.account_id
	GROUP BY k.metric
	UNION ALL
	-- of lines
	SELECT d.dimension, least(greatest(sum(d.known) / nullif(sum(s.revenue), 0), 0), 1), NULL
	FROM sold AS s
	CROSS JOIN LATERAL (VALUES ('product', s.by_product), ('business unit', s.by_business_unit), ('country of sale', s.by_country)) AS d (dimension, known)
	WHERE s.group_id IS NOT NULL
	GROUP BY d.dimension
	UNION ALL
	SELECT 'lines', sum(revenue) FILTER (WHERE group_id IS NOT NULL) / nullif(sum(revenue), 0), NULL
	FROM sold
	WHERE revenue > 0
), kpi AS (
	SELECT *
	FROM (VALUES
		(101, 'account_kpi', 'revenue', 'revenue', '{revenue}'::text[], NULL),
		(102, 'account_kpi', 'growth_rate', 'growth_rate', '{revenue,revenue before}', 'nothing: an account is compared once it has revenue since the beginning of the window before'),
		(103, 'account_kpi', 'nrr', 'nrr', '{revenue,revenue before}', 'nothing: an account is compared once it has repeat revenue since the beginning of the window before'),
		(104, 'account_kpi', 'grr', 'grr', '{revenue,revenue before}', 'nothing: an account is compared once it has repeat revenue since the beginning of the window before'),
		(105, 'account_kpi', 'contribution_margin', 'contribution_margin', '{revenue,cost,fx_rate for cost,cost.amount}', 'costs of the other accounts'),
		(106, 'account_kpi', 'contribution_margin_rate', 'contribution_margin_rate', '{revenue,cost,fx_rate for cost,cost.amount}', 'costs of the other accounts'),
		(107, 'account_kpi', 'cost_to_serve', 'cost_to_serve', '{revenue,cost,cost.kind,fx_rate for cost,cost.amount}', 'costs of delivery, support, logistics and sales of the other accounts'),
		(108, 'account_kpi', 'cost_to_serve_rate', 'cost_to_serve_rate', '{revenue,cost,cost.kind,fx_rate for cost,cost.amount}', 'costs of delivery, support, logistics and sales of the other accounts'),
		(109, 'account_kpi', 'wallet', 'wallet', '{wallet}', 'estimates of the wallets of the other accounts'),
		(110, 'account_kpi', 'share_of_wallet', 'share_of_wallet', '{revenue,wallet}', 'estimates of the wallets of the other accounts'),
		(111, 'account_kpi', 'potential', 'potential', '{potential}', 'potentials of the other accounts'),
		(112, 'account_kpi', 'white_space', 'white_space', '{revenue,potential}', 'potentials of the other accounts'),
		(113, 'account_kpi', 'penetration_rate', 'penetration_rate', '{revenue,potential}', 'potentials of the other accounts'),
		(114, 'account_kpi', 'nps', 'nps', '{survey.nps,survey.score}', 'answers of the other accounts'),
		(115, 'account_kpi', 'csat', 'csat', '{survey.csat,survey.score}', 'answers of the other accounts'),
		(116, 'account_kpi', 'sla_attainment', 'sla_attainment', '{service_level}', 'tickets or deliveries of the other accounts, if anything was promised to them'),
		(117, 'account_kpi', 'open_pipeline', 'open_pipeline', '{opportunity}', NULL),
		(118, 'account_kpi', 'weighted_pipeline', 'weighted_pipeline', '{opportunity}', NULL),
		(119, 'account_kpi', 'contracts', 'contracts', '{contract}', NULL),
		(120, 'account_kpi', 'contract_ends_on', 'contract_ends_on', '{contract,contract.ends_on}', 'the contracts of the other accounts, unless they have none or one without an end'),
		(121, 'account_kpi', 'notice_on', 'notice_on', '{contract,contract.ends_on}', 'notice_days of the contracts of the other accounts, unless they have none or one without an end'),
		(122, 'account_kpi', 'remaining_contract_months', 'remaining_contract_months', '{contract,contract.ends_on}', 'the contracts of the other accounts, unless they have none or one without an end'),
		(123, 'account_kpi', 'annual_contract_value', 'annual_contract_value', '{contract,contract.annual_value,fx_rate for contract}', 'the value of a year of the contracts of the other accounts'),
		(201, 'concentration_risk', 'revenue_share', 'revenue_share', '{revenue}', NULL),
		(202, 'concentration_risk', 'margin_share', 'margin_share', '{revenue,cost,fx_rate for cost,cost.amount}', 'costs of the other accounts'),
		(203, 'concentration_risk', 'revenue_at_risk', 'revenue_at_risk', '{revenue,contract}', 'the contracts of the other accounts, unless they have none'),
		(301, 'concentration', 'account', 'revenue', '{revenue}', NULL),
		(302, 'concentration', 'country', 'country', '{revenue,account.country}', 'the country of the other accounts'),
		(303, 'concentration', 'region', 'region', '{revenue,account.region}', 'the region of the other accounts'),
		(304, 'concentration', 'industry', 'industry', '{revenue,account.industry}', 'the industry of the other accounts'),
		(305, 'concentration', 'segment', 'segment', '{revenue,account.segment}', 'the segment of the other accounts'),
		(306, 'concentration', 'owner', 'owner', '{revenue,account.owner}', 'the owner of the other accounts'),
		(307, 'concentration', 'product', 'product', '{revenue,revenue.product}', 'the product of the other invoice lines'),
		(308, 'concentration', 'business unit', 'business unit', '{revenue,revenue.business_unit}', 'our business unit of the other invoice lines'),
		(309, 'concentration', 'country of sale', 'country of sale', '{revenue,revenue.country}', 'the country of the other sales'),
		(401, 'revenue_bridge', 'movements', 'lines', '{revenue,revenue before,fx_rate of each month,revenue.booked_on}', 'the customers of lines whose account is not known: see rule revenue_account_unknown'),
		(402, 'retention', 'nrr and grr', 'nrr', '{revenue,revenue before,revenue.booked_on}', 'nothing: an account is compared once it has repeat revenue since the beginning of the window before'),
		(403, 'white_space', 'white_space', 'white_space', '{revenue,potential}', 'potentials of the other accounts'),
		(404, 'renewals', 'contracts', 'contract_ends_on', '{contract,contract.ends_on,fx_rate for contract}', 'the contracts of the other accounts, unless they have none or one without an end')
	) AS k (step_no, view_name, metric, covered_by, needs, partial)
), metric AS (
	SELECT step_no, view_name, metric, covered_by,
		-- a view of revenue ends in an error without these, whatever column is wanted of it
		CASE WHEN view_name IN ('account_kpi', 'concentration_risk', 'concentration', 'revenue_bridge', 'retention', 'white_space', 'renewals')
			THEN needs || '{fx_rate,revenue.amount}' ELSE needs END AS needs, partial
	FROM kpi
	UNION ALL
	SELECT 500 + row_number() OVER (ORDER BY c.position, c.criterion)::integer, 'eligibility', c.criterion,
		CASE WHEN c.metric IS NULL THEN 'assessed:' || c.criterion ELSE c.metric END,
		CASE WHEN c.metric IS NULL THEN '{assessment}' ELSE coalesce(k.needs || '{fx_rate,revenue.amount}', '{}') END,
		CASE WHEN c.metric IS NULL THEN 'assessments of the other accounts: INSERT INTO assessment'
			WHEN c.metric LIKE 'measure:%' THEN format('the measure %s of the other accounts', substr(c.metric, 9)) ELSE k.partial END
	FROM criterion AS c
	LEFT JOIN kpi AS k ON k.metric = c.metric AND k.view_name IN ('account_kpi', 'concentration_risk')
	WHERE c.weight > 0 OR c.knock_out IS NOT NULL
)
SELECT m.step_no, m.view_name, m.metric,
	m.lacks IS NULL AND coalesce(v.accounts_known > 0, v.share > 0, false) AS is_computable,
	(CASE WHEN m.lacks IS NULL THEN coalesce(v.share, CASE WHEN a.weight > 0 THEN 0 END) ELSE 0 END)::numeric(9,6) AS coverage_share,
	CASE WHEN m.covered_by IN ('product', 'business unit', 'country of sale', 'lines') THEN NULL
		WHEN m.lacks IS NULL THEN coalesce(v.accounts_known, 0) ELSE 0 END::integer AS accounts_known,
	a.accounts::integer AS accounts,
	m.lacks AS missing,
	coalesce(m.supply, CASE WHEN coalesce(v.share, 0) < 1 OR v.accounts_known < a.accounts THEN m.partial END) AS remedy
FROM (SELECT m.*,
			 (SELECT string_agg(i.item, ', ' ORDER BY n.n) FROM unnest(m.needs) WITH ORDINALITY AS n (item, n) JOIN item AS i ON i.item = n.item AND NOT i.is_there) AS lacks,
			 (SELECT string_agg(i.supply, '; ' ORDER BY n.n) FROM unnest(m.needs) WITH ORDINALITY AS n (item, n) JOIN item AS i ON i.item = n.item AND NOT i.is_there) AS supply
	  FROM metric AS m) AS m
CROSS JOIN (SELECT count(*) AS accounts, sum(weight) AS weight FROM top) AS a
LEFT JOIN coverage AS v ON v.metric = m.covered_by;

COMMENT ON VIEW readiness IS 'which figures can be had, for how much of the revenue, and what to supply for the rest; one row per figure';
COMMENT ON COLUMN readiness.step_no IS 'order in lists';
COMMENT ON COLUMN readiness.view_name IS 'view that shows it';
COMMENT ON COLUMN readiness.metric IS 'column of account_kpi or concentration_risk, dimension of concentration, criterion of eligibility, or what the view shows';
COMMENT ON COLUMN readiness.is_computable IS 'whether it is known for any account';
COMMENT ON COLUMN readiness.coverage_share IS 'share of the revenue of the window for which it is known, 0 to 1: of accounts by their revenue above zero, of lines by theirs; 0 if something is missing, else NULL without revenue';
COMMENT ON COLUMN readiness.accounts_known IS 'accounts for which it is known; NULL if it is one of lines';
COMMENT ON COLUMN readiness.accounts IS 'all accounts';
COMMENT ON COLUMN readiness.missing IS 'sources and columns that hold nothing, and what stands in the way; NULL if none';
COMMENT ON COLUMN readiness.remedy IS 'what to supply; NULL if it is known for all';
