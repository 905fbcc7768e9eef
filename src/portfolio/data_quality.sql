-- Every rule, also those that nothing breaks: a count of 0 says that it was looked at.
CREATE VIEW data_quality AS
SELECT r.step_no, r.rule, r.source, r.severity,
	coalesce(d.rows_affected, 0)::integer AS rows_affected,
	coalesce(d.accounts_affected, 0)::integer AS accounts_affected,
	CASE WHEN d.rule IS NULL THEN 0 WHEN d.base_amount BETWEEN -1e15 AND 1e15 THEN d.base_amount END::numeric(18,2) AS base_amount,
	d.example, r.effect, r.remedy
FROM (VALUES
	(101, 'parent_missing', 'account', 'warning', 'it stands alone, so its group is too small', 'add the parent to account, or correct parent_account_id'),
	(102, 'parent_cycle', 'account', 'warning', 'each customer in the cycle and below stands alone', 'correct parent_account_id of one of them'),
	(103, 'own_parent', 'account', 'note', 'none: it counts as the top of its group', 'leave parent_account_id empty'),
	(104, 'similar_key', 'account', 'warning', 'one customer may be two, and its revenue split', 'merge them in account, and point their lines to one'),
	(105, 'similar_name', 'account', 'warning', 'one account may be two, and its revenue split', 'merge them, or give both the same parent'),

	(201, 'revenue_account_unknown', 'revenue', 'error', 'in no account; revenue_bridge shows it as without_account', 'add the customer to account, or correct account_id'),
	(202, 'revenue_incomplete', 'revenue', 'error', 'in no figure', 'fill in booked_on and amount, or leave the line out'),
	(203, 'revenue_impossible', 'revenue', 'error', 'views end in an error, or show no number', 'correct amount or booked_on'),
	(204, 'revenue_rate_missing', 'revenue', 'error', 'views of revenue end in an error', 'add the rate to fx_rate, or correct currency'),
	(205, 'revenue_kind_unknown', 'revenue', 'warning', 'counts as repeat revenue in nrr and grr', 'translate kind to recurring, usage, one_off, service or credit'),
	(206, 'kind_missing', 'revenue', 'note', 'counts as repeat revenue in nrr and grr', 'fill in kind'),
	(207, 'product_missing', 'revenue', 'note', 'not in concentration by product; fills no cell of white_space', 'fill in product'),
	(208, 'credit_positive', 'revenue', 'error', 'adds to revenue instead of reducing it', 'give credits a negative amount'),
	(209, 'credits_exceed_invoices', 'revenue', 'warning', 'revenue of the product is below zero', 'look for credits booked twice, or for invoices that are missing'),
	(210, 'line_id_repeated', 'revenue', 'error', 'counted more than once', 'look for a join that repeats lines, or a load that ran twice'),
	(211, 'line_twin', 'revenue', 'warning', 'may be counted more than once', 'look whether they were booked twice'),
	(212, 'internal_billed', 'revenue', 'note', 'none: companies of our own are left out', 'nothing, if is_internal is right'),
	(213, 'recorded_late', 'revenue', 'warning', 'figures reported before it became known have changed', 'close the books in time, or say which figures were restated'),
	(214, 'dated_after_as_of', 'revenue', 'note', 'in no figure until its day', 'correct booked_on, unless it is right'),
	(215, 'recurring_in_one_month', 'revenue', 'warning', 'revenue_bridge shows it as churned and reactivated', 'spread the amount over the months of service: kam.spread'),

	(301, 'cost_account_unknown', 'cost', 'warning', 'in no margin', 'add the customer to account, or correct account_id'),
	(302, 'cost_incomplete', 'cost', 'error', 'in no margin', 'fill in incurred_on and amount'),
	(303, 'cost_impossible', 'cost', 'error', 'views end in an error, or show no number', 'correct amount'),
	(304, 'cost_rate_missing', 'cost', 'error', 'views of margin end in an error', 'add the rate to fx_rate, or correct currency'),
	(305, 'cost_kind_unknown', 'cost', 'warning', 'in the margin, but not in cost to serve', 'translate kind to cogs, delivery, support, logistics, sales, acquisition, rebate or overhead'),
	(306, 'cost_missing', 'cost', 'warning', 'no margin of these accounts is known', 'supply their costs'),
	(307, 'cost_negative', 'cost', 'warning', 'the margin is above the revenue; there is no expected value', 'look for credits of costs booked twice, or for costs that are missing'),

	(401, 'contract_account_unknown', 'contract', 'warning', 'in no figure', 'add the customer to account, or correct account_id'),
	(402, 'contract_id_repeated', 'contract', 'error', 'counted more than once', 'give each contract one row'),
	(403, 'contract_never_in_force', 'contract', 'error', 'in no figure', 'correct starts_on and ends_on, which is the first day after the contract'),
	(404, 'contract_overlap', 'contract', 'warning', 'annual_contract_value adds both', 'end the old one where the new one starts, or mark framework agreements'),
	(405, 'contract_active_but_ended', 'contract', 'warning', 'not in force; the account may look as if it had none', 'enter the extension, or correct status'),
	(406, 'contract_rate_missing', 'contract', 'error', 'views of contracts end in an error', 'add the rate to fx_rate, or correct currency'),

	(501, 'opportunity_account_unknown', 'opportunity', 'warning', 'in no pipeline', 'add the customer to account, or correct account_id'),
	(502, 'opportunity_id_repeated', 'opportunity', 'error', 'counted more than once', 'give each opportunity one row, of its main account'),
	(503, 'opportunity_unusable', 'opportunity', 'error', 'missing in the pipeline, or the pipeline is no number', 'fill in amount and probability'),
	(504, 'opportunity_overdue', 'opportunity', 'warning', 'still in the pipeline', 'decide it, or move closes_on'),
	(505, 'won_not_certain', 'opportunity', 'note', 'none: what is won is not in the pipeline', 'set probability to 1'),
	(506, 'probability_out_of_range', 'opportunity', 'error', 'weighted_pipeline is wrong', 'give probability as 0 to 1, not in percent'),

	(601, 'wallet_account_unknown', 'wallet', 'warning', 'in no share of wallet', 'add the customer to account, or correct account_id'),
	(602, 'wallet_not_positive', 'wallet', 'error', 'no share of wallet', 'correct amount, or leave it empty if it is not known'),
	(603, 'wallet_below_revenue', 'wallet', 'warning', 'share of wallet is above 1', 'estimate the wallet anew: it includes what we sell'),
	(604, 'wallet_stale', 'wallet', 'note', 'share of wallet stands on an estimate of more than 12 months ago', 'estimate the wallet anew'),
	(651, 'potential_account_unknown', 'potential', 'warning', 'in no white space', 'add the customer to account, or correct account_id'),
	(652, 'potential_out_of_range', 'potential', 'error', 'white space is wrong', 'correct amount, or leave it empty if it is not known'),

	(701, 'survey_account_unknown', 'survey', 'warning', 'in no nps or csat', 'add the customer to account, or correct account_id'),
	(702, 'survey_out_of_range', 'survey', 'error', 'views of nps and csat end in an error, or leave it out', 'give nps from 0 to 10; kind must be nps or csat'),
	(703, 'survey_stale', 'survey', 'note', 'nps and csat of the account are not known any more', 'ask again: the last answer is of more than 12 months ago'),
	(751, 'service_level_account_unknown', 'service_level', 'warning', 'in no attainment', 'add the customer to account, or correct account_id'),
	(752, 'service_level_incomplete', 'service_level', 'error', 'in no attainment', 'fill in due_at'),
	(801, 'measure_account_unknown', 'measure', 'warning', 'in no criterion', 'add the customer to account, or correct account_id'),
	(802, 'measure_impossible', 'measure', 'error', 'counts as not known', 'correct value, or leave the row out'),

	(901, 'rate_out_of_range', 'fx_rate', 'error', 'amounts in the currency are wrong, or views end in an error', 'give units of the base currency for one of it, above 0'),
	(902, 'rate_repeated', 'fx_rate', 'warning', 'the highest of them is used', 'give each currency one rate a day'),

	(951, 'assessment_account_unknown', 'assessment', 'warning', 'in no criterion', 'correct account_id, or delete the assessment'),
	(952, 'key_account_unknown', 'key_account', 'warning', 'in no report', 'correct account_id, or end the membership'),
	(953, 'programme_account_unknown', 'programme', 'warning', 'in no report of an account', 'correct account_id, or delete the row'),
	(954, 'offer_contract_unknown', 'offer', 'warning', 'nothing says whether the contract is in force', 'correct contract_id, or add the contract to contract'),
	(955, 'measure_not_supplied', 'measure', 'warning', 'the criterion, objective, assumption or alert is never known', 'add the measure to measure, or correct metric')
) AS r (step_no, rule, source, severity, effect, remedy)
LEFT JOIN (
	SELECT rule,
		sum(rows_affected) AS rows_affected,
		count(account_id) AS accounts_affected,
		CASE WHEN bool_and(is_known) THEN sum(base_amount) END AS base_amount,
		min(example) AS example
	FROM (SELECT rule, coalesce(account_id, customer_id) AS account_id,
				 sum(rows_affected) AS rows_affected,
				 sum(base_amount) AS base_amount,
				 count(base_amount) = count(*) AS is_known,
				 min(coalesce(row_key, customer_id::text)) AS example
		  FROM data_quality_detail
		  GROUP BY rule, coalesce(account_id, customer_id)) AS account_rule
	GROUP BY rule) AS d ON d.rule = r.rule;

COMMENT ON VIEW data_quality IS 'the rules that the data should obey, and what breaks them; one row per rule, also where nothing does';
COMMENT ON COLUMN data_quality.step_no IS 'order in lists';
COMMENT ON COLUMN data_quality.rule IS 'rule; its name does not change';
COMMENT ON COLUMN data_quality.source IS 'source or table of the portfolio that is looked at';
COMMENT ON COLUMN data_quality.severity IS 'error: figures are wrong or cannot be had; warning: figures may be wrong; note: good to know';
COMMENT ON COLUMN data_quality.rows_affected IS 'rows that break the rule; of repeated ones those too many';
COMMENT ON COLUMN data_quality.accounts_affected IS 'accounts they are of; an unknown one counts too';
COMMENT ON COLUMN data_quality.base_amount IS 'amount at stake, in the base currency at constant rates; 0 if nothing breaks the rule, NULL if it cannot be said';
COMMENT ON COLUMN data_quality.example IS 'key of one of the rows, else of its account; NULL if there is none';
COMMENT ON COLUMN data_quality.effect IS 'what it does to the figures';
COMMENT ON COLUMN data_quality.remedy IS 'what to do';
