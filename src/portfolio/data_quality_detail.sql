-- What is wrong with the data, row by row; each part of the union is one rule. It reads
-- the sources alone and converts no amount that it has no rate for, so that it answers
-- also when the other views cannot. Lines are looked at once, and those of earlier than
-- the previous window only for exchange rates, which the bridge wants of all.
CREATE VIEW data_quality_detail AS
WITH p AS MATERIALIZED (
	SELECT as_of, previous_from, starts_on, until, window_months, base_currency FROM parameter
), customer AS MATERIALIZED (
	SELECT account_id, group_id, is_internal, problem FROM account_group
), rate AS MATERIALIZED (
	SELECT currency, rate FROM current_rate WHERE currency IS NOT NULL AND rate IS NOT NULL
), first_rate AS MATERIALIZED (
	-- from this month on there are rates
	SELECT currency, date_trunc('month', min(valid_from)::timestamp)::date AS month
	FROM fx_rate
	WHERE valid_from <= (SELECT as_of FROM p) AND rate IS NOT NULL
	GROUP BY currency
), line AS MATERIALIZED (
	SELECT *
	FROM (SELECT r.account_id, r.line_id, r.booked_on, r.amount, r.currency, r.kind, r.recorded_at,
				 r.booked_on IS NULL OR r.amount IS NULL AS is_incomplete,
				 r.amount > 1e15 OR r.amount < -1e15 OR r.booked_on < '1900-01-01' OR r.booked_on >= '2200-01-01' AS is_impossible,
				 r.kind NOT IN ('recurring', 'usage', 'one_off', 'service', 'credit') AS has_other_kind,
				 r.kind = 'credit' AND r.amount > 0 AS is_positive_credit,
				 r.booked_on > (SELECT as_of FROM p) AS is_later,
				 r.recorded_at >= r.booked_on + 61 AS is_late,
				 r.account_id IS NULL OR r.account_id NOT IN (SELECT account_id FROM customer WHERE NOT is_internal) AS is_of_no_account,
				 CASE WHEN r.currency <> (SELECT base_currency FROM p) THEN r.booked_on < (SELECT until FROM p)
					AND (r.currency NOT IN (SELECT currency FROM rate)
						 OR r.booked_on < (SELECT max(month) FROM first_rate)) END AS may_want_rate,
				 r.booked_on >= '1900-01-01' AND r.booked_on < (SELECT previous_from FROM p) AS is_earlier
		  FROM revenue AS r) AS l
	-- an equation, since the planner takes those to be rare
	WHERE CASE WHEN is_earlier THEN CASE WHEN may_want_rate THEN 1 END
		WHEN is_incomplete OR is_impossible OR has_other_kind OR is_positive_credit OR is_later OR is_late OR is_of_no_account OR may_want_rate THEN 1 END = 1
), recent AS MATERIALIZED (
	-- the lines of the window, in the base currency too, where they have a rate and are numbers
	SELECT r.account_id, r.line_id, r.booked_on, r.amount, r.currency, r.product, r.site, r.country, r.business_unit, r.kind,
		CASE WHEN r.amount BETWEEN -1e15 AND 1e15 THEN CASE WHEN r.currency <> (SELECT base_currency FROM p) THEN r.amount * k.rate ELSE r.amount END END AS base_amount,
		r.currency <> (SELECT base_currency FROM p) AND k.rate IS NULL AS has_no_rate
	FROM revenue AS r
	LEFT JOIN rate AS k ON k.currency = r.currency
	WHERE r.booked_on >= (SELECT starts_on FROM p) AND r.booked_on < (SELECT until FROM p)
), repeated AS MATERIALIZED (
	SELECT line_id, count(*) AS n
	FROM recent
	WHERE line_id IS NOT NULL
	GROUP BY line_id
	HAVING count(*) > 1
), sale AS MATERIALIZED (
	SELECT account_id, product, count(*) AS lines, CASE WHEN bool_or(has_no_rate) IS NOT TRUE THEN coalesce(sum(base_amount), 0) END AS revenue
	FROM recent
	GROUP BY account_id, product
), sold AS MATERIALIZED (
	-- of each customer; not known if a part of it is not
	SELECT account_id, CASE WHEN bool_and(revenue IS NOT NULL) THEN sum(revenue) END AS revenue
	FROM sale
	GROUP BY account_id
), account_sold AS MATERIALIZED (
	SELECT c.group_id, CASE WHEN bool_and(s.revenue IS NOT NULL) THEN sum(s.revenue) END AS revenue
	FROM sold AS s
	JOIN customer AS c ON c.account_id = s.account_id AND NOT c.is_internal
	GROUP BY c.group_id
), expense AS MATERIALIZED (
	SELECT *
	FROM (SELECT k.account_id, k.incurred_on, k.amount, k.currency, k.kind,
				 k.incurred_on IS NULL OR k.amount IS NULL AS is_incomplete,
				 k.amount > 1e15 OR k.amount < -1e15 AS is_impossible,
				 k.kind NOT IN ('cogs', 'delivery', 'support', 'logistics', 'sales', 'acquisition', 'rebate', 'overhead') AS has_other_kind,
				 k.account_id IS NULL OR k.account_id NOT IN (SELECT account_id FROM customer) AS is_of_nobody,
				 CASE WHEN k.currency <> (SELECT base_currency FROM p) THEN k.currency NOT IN (SELECT currency FROM rate) END AS has_no_rate
		  FROM cost AS k
		  WHERE k.incurred_on >= (SELECT starts_on FROM p) AND k.incurred_on < (SELECT until FROM p) OR k.incurred_on IS NULL) AS e
	WHERE CASE WHEN is_incomplete OR is_impossible OR has_other_kind OR is_of_nobody OR has_no_rate THEN 1 END = 1
), agreement AS MATERIALIZED (
	SELECT k.*,
		lower(coalesce(k.status, '')) NOT IN ('draft', 'cancelled', 'terminated') AS is_valid,
		k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
			AND lower(coalesce(k.status, '')) NOT IN ('draft', 'cancelled', 'terminated') AS is_in_force
	FROM contract AS k
	CROSS JOIN p
)
SELECT d.rule, d.source, c.group_id AS account_id, d.customer_id, d.row_key, d.on_day,
	d.affected::integer AS rows_affected,
	(CASE WHEN d.amount BETWEEN -1e15 AND 1e15 AND (d.currency IS NULL OR d.currency = p.base_currency OR rate.rate < 1e6)
		THEN CASE WHEN d.currency <> p.base_currency THEN d.amount * rate.rate ELSE d.amount END END)::numeric(24,2) AS base_amount,
	d.finding
FROM (
	-- customers
	SELECT 'parent_missing' AS rule, 'account' AS source, a.account_id AS customer_id, a.account_id::text AS row_key, NULL::date AS on_day,
		1::bigint AS affected, CASE WHEN s.account_id IS NULL THEN 0 ELSE s.revenue END AS amount, NULL::text AS currency, format('parent_account_id %s is no account_id', a.parent_account_id) AS finding
	FROM account AS a
	JOIN customer AS c ON c.account_id = a.account_id AND c.problem = 'parent missing'
	LEFT JOIN sold AS s ON s.account_id = a.account_id
	UNION ALL
	SELECT 'parent_cycle', 'account', a.account_id, a.account_id::text, NULL, 1, CASE WHEN s.account_id IS NULL THEN 0 ELSE s.revenue END, NULL,
		format('parent_account_id %s leads back to itself', a.parent_account_id)
	FROM account AS a
	JOIN customer AS c ON c.account_id = a.account_id AND c.problem = 'cycle'
	LEFT JOIN sold AS s ON s.account_id = a.account_id
	UNION ALL
	SELECT 'own_parent', 'account', c.account_id, c.account_id::text, NULL, 1, CASE WHEN s.account_id IS NULL THEN 0 ELSE s.revenue END, NULL, 'parent_account_id is its own account_id'
	FROM customer AS c
	LEFT JOIN sold AS s ON s.account_id = c.account_id
	WHERE c.problem = 'own parent'
	UNION ALL
	SELECT 'similar_key', 'account', a.account_id, a.account_id::text, NULL, 1, CASE WHEN s.account_id IS NULL THEN 0 ELSE s.revenue END, NULL,
		format('like %s', quote_literal(CASE WHEN a.account_id::text = a.first_key THEN a.last_key ELSE a.first_key END))
	FROM (SELECT account_id, min(account_id::text) OVER w AS first_key, max(account_id::text) OVER w AS last_key, letters
		  FROM (SELECT account_id, ltrim(regexp_replace(lower(account_id::text), '[[:space:][:punct:]]', '', 'g'), '0') AS letters FROM account) AS k
		  WINDOW w AS (PARTITION BY letters)) AS a
	LEFT JOIN sold AS s ON s.account_id = a.account_id
	WHERE a.first_key <> a.last_key AND a.letters <> ''
	UNION ALL
	SELECT 'similar_name', 'account', a.account_id, a.account_id::text, NULL, 1, CASE WHEN s.account_id IS NULL THEN 0 ELSE s.revenue END, NULL,
		format('%s like account %s', quote_literal(a.name), quote_literal(CASE WHEN a.group_key = a.first_group THEN a.last_group ELSE a.first_group END))
	FROM (SELECT account_id, name, group_key, letters, min(group_key) OVER w AS first_group, max(group_key) OVER w AS last_group
		  FROM (SELECT a.account_id, a.name, c.group_id::text AS group_key, regexp_replace(lower(a.name), '[[:space:][:punct:]]', '', 'g') AS letters
				FROM account AS a
				JOIN customer AS c ON c.account_id = a.account_id) AS n
		  WINDOW w AS (PARTITION BY letters)) AS a
	LEFT JOIN sold AS s ON s.account_id = a.account_id
	WHERE a.first_group <> a.last_group AND a.letters <> ''

	-- lines of revenue
	UNION ALL
	SELECT 'revenue_account_unknown', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency,
		coalesce('account_id ' || quote_literal(l.account_id) || ' is not in account', 'without account_id')
	FROM line AS l
	WHERE l.is_of_no_account AND l.is_earlier IS NOT TRUE AND (l.account_id IS NULL OR l.account_id NOT IN (SELECT account_id FROM customer))
	UNION ALL
	SELECT 'revenue_incomplete', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency,
		CASE WHEN l.booked_on IS NULL THEN 'without booked_on' ELSE 'without amount' END
	FROM line AS l
	WHERE l.is_incomplete AND l.is_earlier IS NOT TRUE
	UNION ALL
	SELECT 'revenue_impossible', 'revenue', l.account_id, l.line_id, l.booked_on, 1, NULL, l.currency, format('amount %s on %s', left(l.amount::text, 40), l.booked_on)
	FROM line AS l
	WHERE l.is_impossible AND l.is_earlier IS NOT TRUE
	UNION ALL
	SELECT 'revenue_rate_missing', 'revenue', l.account_id, l.line_id, l.booked_on, 1, NULL, l.currency,
		format('currency %s has no rate for %s', quote_literal(l.currency), CASE WHEN l.currency IN (SELECT currency FROM rate) THEN l.booked_on ELSE p.until - 1 END)
	FROM line AS l
	CROSS JOIN p
	LEFT JOIN first_rate AS f ON f.currency = l.currency
	WHERE l.may_want_rate AND (l.currency NOT IN (SELECT currency FROM rate) OR l.booked_on < f.month)
	UNION ALL
	SELECT 'revenue_kind_unknown', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency, format('kind %s', quote_literal(l.kind))
	FROM line AS l
	WHERE l.has_other_kind AND l.is_earlier IS NOT TRUE
	UNION ALL
	SELECT 'credit_positive', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency, format('credit of %s', l.amount)
	FROM line AS l
	WHERE l.is_positive_credit AND l.is_earlier IS NOT TRUE
	UNION ALL
	SELECT 'internal_billed', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency, 'invoice to a company of our own'
	FROM line AS l
	WHERE l.is_of_no_account AND l.is_earlier IS NOT TRUE AND l.account_id IN (SELECT account_id FROM customer WHERE is_internal)
	UNION ALL
	SELECT 'recorded_late', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency, format('recorded on %s', l.recorded_at::date)
	FROM line AS l
	WHERE l.is_late AND l.is_earlier IS NOT TRUE
	UNION ALL
	SELECT 'dated_after_as_of', 'revenue', l.account_id, l.line_id, l.booked_on, 1, l.amount, l.currency, format('booked on %s', l.booked_on)
	FROM line AS l
	WHERE l.is_later
	UNION ALL
	SELECT 'line_id_repeated', 'revenue', r.account_id, r.line_id, r.booked_on, 1, r.amount, r.currency, format('line %s of %s with this line_id', r.step, r.n)
	FROM (SELECT r.*, m.n, row_number() OVER (PARTITION BY r.line_id ORDER BY r.booked_on, r.amount, r.account_id) AS step
		  FROM repeated AS m
		  JOIN recent AS r ON r.line_id = m.line_id
		  WHERE EXISTS (SELECT FROM repeated)) AS r
	WHERE r.step > 1
	UNION ALL
	SELECT 'line_twin', 'revenue', r.account_id, r.line_id, r.booked_on, r.n - 1, r.amount * (r.n - 1), r.currency, format('%s lines of %s, alike in all but line_id', r.n, r.amount)
	FROM (SELECT r.account_id, r.booked_on, r.amount, r.currency, r.product, r.site, r.country, r.business_unit, r.kind, count(*) AS n, max(r.line_id) AS line_id
		  -- first by what tells most of them apart: it takes less time than by all
		  FROM (SELECT account_id, booked_on, amount FROM recent GROUP BY account_id, booked_on, amount HAVING count(*) > 1) AS alike
		  JOIN recent AS r ON r.account_id = alike.account_id AND r.booked_on = alike.booked_on AND r.amount = alike.amount
		  WHERE r.line_id IS NULL OR r.line_id NOT IN (SELECT line_id FROM repeated)
		  GROUP BY r.account_id, r.booked_on, r.amount, r.currency, r.product, r.site, r.country, r.business_unit, r.kind
		  HAVING count(*) > 1) AS r
	UNION ALL
	SELECT 'credits_exceed_invoices', 'revenue', s.account_id, s.product, NULL, s.lines, s.revenue, NULL, format('lines add up to %s', round(s.revenue, 2))
	FROM sale AS s
	WHERE s.revenue < 0 AND s.account_id IS NOT NULL
	UNION ALL
	SELECT 'recurring_in_one_month', 'revenue', s.account_id, NULL, s.on_day, s.lines, s.amount, NULL, format('all recurring revenue of the window is in %s', to_char(s.on_day, 'YYYY-MM'))
	FROM (SELECT account_id, count(*) AS lines, min(booked_on) AS on_day, max(booked_on) AS last_day, CASE WHEN bool_or(has_no_rate) IS NOT TRUE THEN sum(base_amount) END AS amount
		  FROM recent
		  WHERE kind = 'recurring'
		  GROUP BY account_id) AS s
	WHERE s.amount > 0 AND date_trunc('month', s.on_day::timestamp) = date_trunc('month', s.last_day::timestamp)
		-- not one that only begins
		AND s.account_id IN (SELECT account_id FROM revenue
							 WHERE kind = 'recurring' AND booked_on >= (SELECT previous_from FROM p) AND booked_on < (SELECT starts_on FROM p))
		AND (SELECT window_months FROM p) > 1
	UNION ALL
	SELECT 'kind_missing', 'revenue', account_id, NULL, NULL, count(*), CASE WHEN bool_or(has_no_rate) IS NOT TRUE THEN sum(base_amount) END, NULL, format('%s lines without kind', count(*))
	FROM recent
	WHERE kind IS NULL AND EXISTS (SELECT FROM recent WHERE kind IS NOT NULL)
	GROUP BY account_id
	UNION ALL
	SELECT 'product_missing', 'revenue', s.account_id, NULL, NULL, s.lines, s.revenue, NULL, format('%s lines without product', s.lines)
	FROM sale AS s
	WHERE s.product IS NULL AND EXISTS (SELECT FROM sale WHERE product IS NOT NULL)

	-- costs
	UNION ALL
	SELECT 'cost_account_unknown', 'cost', e.account_id, NULL, e.incurred_on, 1, e.amount, e.currency,
		coalesce('account_id ' || quote_literal(e.account_id) || ' is not in account', 'without account_id')
	FROM expense AS e
	WHERE e.is_of_nobody
	UNION ALL
	SELECT 'cost_incomplete', 'cost', e.account_id, NULL, e.incurred_on, 1, e.amount, e.currency,
		CASE WHEN e.incurred_on IS NULL THEN 'without incurred_on' ELSE 'without amount' END
	FROM expense AS e
	WHERE e.is_incomplete
	UNION ALL
	SELECT 'cost_impossible', 'cost', e.account_id, NULL, e.incurred_on, 1, NULL, e.currency, format('amount %s', left(e.amount::text, 40))
	FROM expense AS e
	WHERE e.is_impossible
	UNION ALL
	SELECT 'cost_rate_missing', 'cost', e.account_id, NULL, e.incurred_on, 1, NULL, e.currency,
		format('currency %s has no rate for %s', quote_literal(e.currency), p.until - 1)
	FROM expense AS e
	CROSS JOIN p
	WHERE e.has_no_rate
	UNION ALL
	SELECT 'cost_kind_unknown', 'cost', e.account_id, NULL, e.incurred_on, 1, e.amount, e.currency, format('kind %s', quote_literal(e.kind))
	FROM expense AS e
	WHERE e.has_other_kind
	UNION ALL
	SELECT 'cost_missing', 'cost', s.group_id, s.group_id::text, NULL, 1, s.revenue, NULL, 'revenue in the window, but no cost'
	FROM account_sold AS s
	WHERE s.revenue > 0 AND EXISTS (SELECT FROM cost)
		AND s.group_id NOT IN (SELECT c.group_id FROM cost AS k JOIN customer AS c ON c.account_id = k.account_id
							   WHERE k.incurred_on >= (SELECT starts_on FROM p) AND k.incurred_on < (SELECT until FROM p))
	UNION ALL
	SELECT 'cost_negative', 'cost', k.group_id, k.group_id::text, NULL, k.lines, k.amount, NULL, format('costs add up to %s', round(k.amount, 2))
	FROM (SELECT c.group_id, count(*) AS lines,
				 CASE WHEN bool_or(k.currency <> p.base_currency AND rate.rate IS NULL) IS NOT TRUE
					THEN sum(CASE WHEN k.currency <> p.base_currency THEN k.amount * rate.rate ELSE k.amount END) END AS amount
		  FROM cost AS k
		  CROSS JOIN p
		  JOIN customer AS c ON c.account_id = k.account_id AND NOT c.is_internal
		  LEFT JOIN rate ON rate.currency = k.currency
		  WHERE k.incurred_on >= p.starts_on AND k.incurred_on < p.until AND k.amount BETWEEN -1e15 AND 1e15
			AND (k.kind IS NULL OR k.kind NOT IN ('overhead', 'acquisition'))
		  GROUP BY c.group_id) AS k
	WHERE k.amount < 0

	-- contracts
	UNION ALL
	SELECT 'contract_account_unknown', 'contract', k.account_id, k.contract_id, k.starts_on, 1, k.annual_value, k.currency,
		coalesce('account_id ' || quote_literal(k.account_id) || ' is not in account', 'without account_id')
	FROM agreement AS k
	WHERE k.account_id IS NULL OR k.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'contract_id_repeated', 'contract', k.account_id, k.contract_id, k.starts_on, 1, k.annual_value, k.currency, format('row %s of %s with this contract_id', k.step, k.n)
	FROM (SELECT *, count(*) OVER (PARTITION BY contract_id) AS n, row_number() OVER (PARTITION BY contract_id ORDER BY starts_on, ends_on, annual_value) AS step FROM agreement) AS k
	WHERE k.step > 1 AND k.contract_id IS NOT NULL
	UNION ALL
	SELECT 'contract_never_in_force', 'contract', k.account_id, k.contract_id, k.starts_on, 1, k.annual_value, k.currency,
		CASE WHEN k.starts_on IS NULL THEN 'without starts_on' ELSE format('ends on %s', k.ends_on) END
	FROM agreement AS k
	WHERE k.is_valid AND (k.starts_on IS NULL OR k.ends_on <= k.starts_on)
	UNION ALL
	SELECT 'contract_overlap', 'contract', k.account_id, k.contract_id, k.starts_on, 1, k.annual_value, k.currency, format('in force beside %s', quote_literal(k.other))
	FROM (SELECT *, row_number() OVER w AS step, first_value(contract_id) OVER w AS other
		  FROM agreement
		  WHERE is_in_force AND NOT coalesce(is_framework, false)
		  WINDOW w AS (PARTITION BY account_id ORDER BY starts_on, contract_id)) AS k
	WHERE k.step > 1 AND k.other <> k.contract_id
	UNION ALL
	SELECT 'contract_active_but_ended', 'contract', k.account_id, k.contract_id, k.ends_on, 1, k.annual_value, k.currency, format('status %s, ended on %s', quote_literal(k.status), k.ends_on)
	FROM agreement AS k
	CROSS JOIN p
	WHERE lower(k.status) IN ('active', 'activated', 'current', 'in force', 'open', 'running', 'signed') AND k.ends_on <= p.as_of
	UNION ALL
	SELECT 'contract_rate_missing', 'contract', k.account_id, k.contract_id, k.starts_on, 1, NULL, k.currency,
		format('currency %s has no rate for %s', quote_literal(k.currency), p.until - 1)
	FROM agreement AS k
	CROSS JOIN p
	WHERE k.is_in_force AND k.annual_value IS NOT NULL AND k.currency <> p.base_currency AND k.currency NOT IN (SELECT currency FROM rate)

	-- opportunities
	UNION ALL
	SELECT 'opportunity_account_unknown', 'opportunity', o.account_id, o.opportunity_id, o.created_on, 1, o.amount, NULL,
		coalesce('account_id ' || quote_literal(o.account_id) || ' is not in account', 'without account_id')
	FROM opportunity AS o
	WHERE o.account_id IS NULL OR o.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'opportunity_id_repeated', 'opportunity', o.account_id, o.opportunity_id, o.created_on, 1, o.amount, NULL, format('row %s of %s with this opportunity_id', o.step, o.n)
	FROM (SELECT *, count(*) OVER (PARTITION BY opportunity_id) AS n, row_number() OVER (PARTITION BY opportunity_id ORDER BY created_on, amount) AS step FROM opportunity) AS o
	WHERE o.step > 1 AND o.opportunity_id IS NOT NULL
	UNION ALL
	SELECT 'opportunity_unusable', 'opportunity', o.account_id, o.opportunity_id, o.created_on, 1, o.amount, NULL,
		CASE WHEN o.amount IS NULL THEN 'without amount' WHEN o.probability IS NULL THEN 'without probability' ELSE format('amount %s', left(o.amount::text, 40)) END
	FROM opportunity AS o
	WHERE NOT coalesce(o.is_closed, false) AND NOT coalesce(o.is_won, false)
		AND (o.amount IS NULL OR o.probability IS NULL OR o.amount > 1e15 OR o.amount < -1e15)
	UNION ALL
	SELECT 'opportunity_overdue', 'opportunity', o.account_id, o.opportunity_id, o.closes_on, 1, o.amount, NULL, format('open, to be decided by %s', o.closes_on)
	FROM opportunity AS o
	CROSS JOIN p
	WHERE o.closes_on < p.as_of AND NOT coalesce(o.is_closed, false) AND NOT coalesce(o.is_won, false)
	UNION ALL
	SELECT 'won_not_certain', 'opportunity', o.account_id, o.opportunity_id, o.closes_on, 1, o.amount, NULL, format('won, with a probability of %s', o.probability)
	FROM opportunity AS o
	WHERE o.is_won AND o.probability <> 1
	UNION ALL
	SELECT 'probability_out_of_range', 'opportunity', o.account_id, o.opportunity_id, o.created_on, 1, o.amount, NULL, format('probability %s', o.probability)
	FROM opportunity AS o
	WHERE o.probability < 0 OR o.probability > 1

	-- wallets and potentials
	UNION ALL
	SELECT 'wallet_account_unknown', 'wallet', w.account_id, w.product, w.as_of, 1, w.amount, NULL,
		coalesce('account_id ' || quote_literal(w.account_id) || ' is not in account', 'without account_id')
	FROM wallet AS w
	WHERE w.account_id IS NULL OR w.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'wallet_not_positive', 'wallet', w.account_id, w.product, w.as_of, 1, NULL, NULL, format('amount %s', left(w.amount::text, 40))
	FROM wallet AS w
	WHERE w.amount <= 0 OR w.amount > 1e15
	UNION ALL
	SELECT 'wallet_below_revenue', 'wallet', w.account_id, w.account_id::text, w.estimated_on, 1, s.revenue * 12 / p.window_months - w.wallet, NULL,
		format('wallet %s, revenue of a year %s', round(w.wallet, 2), round(s.revenue * 12 / p.window_months, 2))
	FROM account_wallet AS w
	JOIN account_sold AS s ON s.group_id = w.account_id
	CROSS JOIN p
	WHERE w.wallet > 0 AND s.revenue * 12 / p.window_months > w.wallet
	UNION ALL
	SELECT 'wallet_stale', 'wallet', w.account_id, w.account_id::text, w.estimated_on, 1, CASE WHEN w.wallet BETWEEN 0 AND 1e15 THEN w.wallet END, NULL, format('estimated on %s', w.estimated_on)
	FROM account_wallet AS w
	CROSS JOIN p
	WHERE w.estimated_on < (p.as_of - interval '12 months')::date
	UNION ALL
	SELECT 'potential_account_unknown', 'potential', t.account_id, concat_ws(', ', t.product, t.site), NULL, 1, t.amount, NULL,
		coalesce('account_id ' || quote_literal(t.account_id) || ' is not in account', 'without account_id')
	FROM potential AS t
	WHERE t.account_id IS NULL OR t.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'potential_out_of_range', 'potential', t.account_id, concat_ws(', ', t.product, t.site), NULL, 1, NULL, NULL, format('amount %s', left(t.amount::text, 40))
	FROM potential AS t
	WHERE t.amount < 0 OR t.amount > 1e15

	-- answers, promises, measures
	UNION ALL
	SELECT 'survey_account_unknown', 'survey', s.account_id, s.respondent, s.answered_on, 1, NULL, NULL,
		coalesce('account_id ' || quote_literal(s.account_id) || ' is not in account', 'without account_id')
	FROM survey AS s
	WHERE s.account_id IS NULL OR s.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'survey_out_of_range', 'survey', s.account_id, s.respondent, s.answered_on, 1, NULL, NULL, format('%s of %s', coalesce(s.kind, 'an answer without kind'), s.score)
	FROM survey AS s
	WHERE CASE s.kind WHEN 'nps' THEN NOT s.score BETWEEN 0 AND 10 WHEN 'csat' THEN NOT s.score BETWEEN 0 AND 100 ELSE true END
	UNION ALL
	SELECT 'survey_stale', 'survey', s.group_id, s.group_id::text, s.answered_on, 1, s.revenue, NULL, format('last answer on %s', s.answered_on)
	FROM (SELECT c.group_id, max(s.answered_on) AS answered_on, max(sold.revenue) AS revenue
		  FROM p
		  JOIN survey AS s ON s.answered_on <= p.as_of
		  JOIN customer AS c ON c.account_id = s.account_id AND NOT c.is_internal
		  LEFT JOIN account_sold AS sold ON sold.group_id = c.group_id
		  GROUP BY c.group_id) AS s
	CROSS JOIN p
	WHERE s.answered_on < (p.as_of - interval '12 months')::date
	UNION ALL
	SELECT 'service_level_account_unknown', 'service_level', s.account_id, s.metric, s.due_at::date, 1, NULL, NULL,
		coalesce('account_id ' || quote_literal(s.account_id) || ' is not in account', 'without account_id')
	FROM service_level AS s
	WHERE s.account_id IS NULL OR s.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'service_level_incomplete', 'service_level', s.account_id, s.metric, s.resolved_at::date, 1, NULL, NULL, 'without due_at'
	FROM service_level AS s
	WHERE s.due_at IS NULL
	UNION ALL
	SELECT 'measure_account_unknown', 'measure', m.account_id, m.measure, m.measured_on, 1, NULL, NULL,
		coalesce('account_id ' || quote_literal(m.account_id) || ' is not in account', 'without account_id')
	FROM measure AS m
	WHERE m.account_id IS NULL OR m.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'measure_impossible', 'measure', m.account_id, m.measure, m.measured_on, 1, NULL, NULL, format('value %s', coalesce(left(m.value::text, 40), 'NULL'))
	FROM measure AS m
	WHERE m.value IS NULL OR NOT m.value BETWEEN -1e17 AND 1e17

	-- exchange rates
	UNION ALL
	SELECT 'rate_out_of_range', 'fx_rate', NULL, f.currency, f.valid_from, 1, NULL, NULL,
		CASE WHEN f.valid_from IS NULL THEN 'without valid_from' ELSE format('rate %s', coalesce(left(f.rate::text, 40), 'NULL')) END
	FROM fx_rate AS f
	WHERE f.rate IS NULL OR f.rate <= 0 OR f.rate > 1e6 OR f.valid_from IS NULL
	UNION ALL
	SELECT 'rate_repeated', 'fx_rate', NULL, f.currency, f.valid_from, count(*) - 1, NULL, NULL, format('%s rates from %s to %s', count(*), min(f.rate), max(f.rate))
	FROM fx_rate AS f
	WHERE f.currency IS NOT NULL AND f.valid_from IS NOT NULL
	GROUP BY f.currency, f.valid_from
	HAVING count(*) > 1

	-- the programme's own tables
	UNION ALL
	SELECT 'assessment_account_unknown', 'assessment', a.account_id, a.criterion, a.assessed_on, 1, NULL, NULL, format('account_id %s is not in account', quote_literal(a.account_id))
	FROM assessment AS a
	WHERE a.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'key_account_unknown', 'key_account', m.account_id, m.account_id::text, m.starts_on, 1, NULL, NULL, format('account_id %s is not in account', quote_literal(m.account_id))
	FROM key_account AS m
	WHERE m.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'programme_account_unknown', t.source, t.account_id, t.row_key, t.on_day, 1, NULL, NULL, format('account_id %s is not in account', quote_literal(t.account_id))
	FROM (SELECT 'responsibility' AS source, account_id, concat_ws(', ', role, person) AS row_key, starts_on AS on_day FROM responsibility
		  UNION ALL SELECT 'committee', account_id, committee_id::text, starts_on FROM committee
		  UNION ALL SELECT 'plan', account_id, plan_id::text, starts_on FROM plan
		  UNION ALL SELECT 'phase', account_id, phase, starts_on FROM phase
		  -- of people no more than a role may see who sees no names
		  UNION ALL SELECT 'stakeholder', account_id, stakeholder_id::text, starts_on FROM stakeholder
		  UNION ALL SELECT 'offer', account_id, offer_id::text, offered_on FROM offer
		  UNION ALL SELECT 'risk', account_id, risk_id::text, opened_on FROM risk) AS t
	WHERE t.account_id NOT IN (SELECT account_id FROM customer)
	UNION ALL
	SELECT 'offer_contract_unknown', 'offer', o.account_id, o.offer_id::text, o.decided_on, 1, NULL, NULL, format('contract_id %s is not in contract', quote_literal(o.contract_id))
	FROM offer AS o
	WHERE o.contract_id IS NOT NULL AND NOT EXISTS (SELECT FROM contract AS k WHERE k.contract_id = o.contract_id)
	UNION ALL
	SELECT 'measure_not_supplied', t.source, t.account_id, t.row_key, NULL, 1, NULL, NULL, format('%s is not in measure', t.metric)
	FROM (SELECT 'criterion' AS source, NULL::account_key AS account_id, criterion AS row_key, metric FROM criterion
		  UNION ALL SELECT 'alert_rule', NULL, rule, metric FROM alert_rule
		  UNION ALL SELECT 'objective', n.account_id, b.objective_id::text, b.metric FROM objective AS b JOIN plan AS n ON n.plan_id = b.plan_id
		  UNION ALL SELECT 'assumption', n.account_id, concat_ws(', ', n.plan_id::text, b.metric), b.metric FROM assumption AS b JOIN plan AS n ON n.plan_id = b.plan_id) AS t
	WHERE t.metric LIKE 'measure:%' AND NOT EXISTS (SELECT FROM measure AS m WHERE m.measure = substr(t.metric, 9))) AS d
CROSS JOIN p
LEFT JOIN customer AS c ON c.account_id = d.customer_id
LEFT JOIN rate ON rate.currency = d.currency;

COMMENT ON VIEW data_quality_detail IS 'what is wrong with the data: one row per rule of data_quality and row or account that breaks it';
COMMENT ON COLUMN data_quality_detail.rule IS 'rule, as in data_quality';
COMMENT ON COLUMN data_quality_detail.source IS 'source or table of the portfolio that it was found in';
COMMENT ON COLUMN data_quality_detail.account_id IS 'key of the account that the customer belongs to; NULL if it belongs to none';
COMMENT ON COLUMN data_quality_detail.customer_id IS 'key of the customer, as found';
COMMENT ON COLUMN data_quality_detail.row_key IS 'key of the row, where it has one: line, contract or opportunity; else what tells it best';
COMMENT ON COLUMN data_quality_detail.on_day IS 'day of the row, where it has one';
COMMENT ON COLUMN data_quality_detail.rows_affected IS 'rows of the source that this row stands for';
COMMENT ON COLUMN data_quality_detail.base_amount IS 'amount at stake, in the base currency at constant rates; NULL if it cannot be said';
COMMENT ON COLUMN data_quality_detail.finding IS 'what was found';
