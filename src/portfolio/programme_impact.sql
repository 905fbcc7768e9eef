-- Does the programme work? Key accounts against others like them, in the window from their entry on and
-- in the one before. Membership is that of the entry: who has left since still counts.
CREATE VIEW programme_impact AS
WITH entry AS (
	SELECT g.group_id AS account_id, date_trunc('month', min(k.starts_on)::timestamp)::date AS entered_on
	FROM key_account AS k
	JOIN account_group AS g ON g.account_id = k.account_id AND NOT g.is_internal
	GROUP BY g.group_id
), cohort AS MATERIALIZED (
	SELECT DISTINCT e.entered_on,
		(e.entered_on - make_interval(months => 2 * p.window_months))::date AS previous_from,
		(e.entered_on - make_interval(months => p.window_months))::date AS before_from,
		(e.entered_on + make_interval(months => p.window_months))::date AS until,
		(e.entered_on - make_interval(months => 2 * p.window_months) + make_interval(months => p.grace_months))::date AS grace_until
	FROM parameter AS p
	JOIN entry AS e ON e.entered_on + make_interval(months => p.window_months) <= p.until
), monthly AS MATERIALIZED (
	SELECT l.account_id, l.month,
		sum(in_base_currency(l.amount, l.currency, p.base_currency, c.rate, p.until - 1)) AS amount,
		sum(in_base_currency(l.repeat_amount, l.currency, p.base_currency, c.rate, p.until - 1)) AS repeat_amount
	FROM (SELECT g.group_id AS account_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date AS month,
				 sum(r.amount) AS amount, sum(r.amount) FILTER (WHERE r.kind IS DISTINCT FROM 'one_off') AS repeat_amount
		  FROM revenue AS r
		  JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
		  WHERE r.booked_on >= (SELECT min(previous_from) FROM cohort) AND r.booked_on < (SELECT max(until) FROM cohort)
		  GROUP BY g.group_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date) AS l
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = l.currency
	GROUP BY l.account_id, l.month
), sold AS MATERIALIZED (
	SELECT o.entered_on, m.account_id,
		sum(m.amount) FILTER (WHERE m.month < o.before_from) AS previous,
		sum(m.amount) FILTER (WHERE m.month >= o.before_from AND m.month < o.entered_on) AS before,
		sum(m.amount) FILTER (WHERE m.month >= o.entered_on) AS after,
		CASE WHEN min(m.month) < o.grace_until THEN sum(m.repeat_amount) FILTER (WHERE m.month < o.before_from) END AS repeat_previous,
		sum(m.repeat_amount) FILTER (WHERE m.month >= o.before_from AND m.month < o.entered_on) AS repeat_before,
		sum(m.repeat_amount) FILTER (WHERE m.month >= o.entered_on) AS repeat_after
	FROM cohort AS o
	JOIN monthly AS m ON m.month >= o.previous_from AND m.month < o.until
	GROUP BY o.entered_on, o.before_from, o.grace_until, m.account_id
	HAVING sum(m.amount) FILTER (WHERE m.month >= o.before_from AND m.month < o.entered_on) > 0
), candidate AS (
	SELECT s.*, e.account_id IS NOT NULL AS treated,
		-- sizes of one class differ by a factor of less than 4
		dense_rank() OVER (ORDER BY s.entered_on, floor(ln(s.before::float8) / ln(4.0::float8)),
			CASE WHEN p.impact_match IN ('segment', 'country') THEN a.segment END COLLATE "C",
			CASE WHEN p.impact_match = 'country' THEN a.country END COLLATE "C")::integer AS stratum
	FROM sold AS s
	CROSS JOIN parameter AS p
	JOIN (SELECT DISTINCT ON (account_id) account_id, segment, country FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = s.account_id
	LEFT JOIN entry AS e ON e.account_id = s.account_id
	WHERE e.account_id IS NULL OR e.entered_on = s.entered_on
), matched AS (
	-- an account is compared once, with key accounts of one entry
	SELECT *
	FROM (SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY hashtextextended(account_id::text, entered_on - DATE '2000-01-01'), entered_on) AS n
		  FROM (SELECT *, count(*) FILTER (WHERE treated) OVER (PARTITION BY stratum) AS key_accounts
				FROM candidate) AS c
		  WHERE key_accounts > 0) AS u
	WHERE n = 1
), unit AS MATERIALIZED (
	-- twenty others for each key account say as much as all of them
	SELECT u.entered_on, o.previous_from, o.before_from, o.until, u.account_id, u.treated, u.stratum,
		u.previous, u.before, u.after, u.repeat_previous, u.repeat_before, u.repeat_after
	FROM (SELECT *, row_number() OVER (PARTITION BY stratum, treated ORDER BY hashtextextended(account_id::text, 0), account_id) AS place,
				 bool_and(treated) OVER (PARTITION BY stratum) AS is_alone
		  FROM matched) AS u
	JOIN cohort AS o ON o.entered_on = u.entered_on
	WHERE (u.treated OR u.place <= 20 * u.key_accounts) AND NOT u.is_alone
), line AS MATERIALIZED (
	SELECT l.account_id, l.booked_on, l.site, l.country, l.business_unit,
		in_base_currency(l.amount, l.currency, p.base_currency, c.rate, p.until - 1) AS amount
	FROM (SELECT u.account_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date AS booked_on, r.site, r.country, r.business_unit, sum(r.amount) AS amount
		  FROM unit AS u
		  JOIN account_group AS g ON g.group_id = u.account_id
		  JOIN revenue AS r ON r.account_id = g.account_id AND r.booked_on >= u.previous_from AND r.booked_on < u.until
		  WHERE num_nonnulls(r.site, r.country, r.business_unit) > 0
		  GROUP BY u.account_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date, r.site, r.country, r.business_unit) AS l
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = l.currency
), place AS (
	-- what was sold where nothing was sold in the window before
	SELECT d.entered_on, d.account_id, d.dimension,
		coalesce(sum(d.before) FILTER (WHERE d.before > 0 AND coalesce(d.previous, 0) <= 0), 0) AS new_before,
		coalesce(sum(d.after) FILTER (WHERE d.after > 0 AND coalesce(d.before, 0) <= 0), 0) AS new_after
	FROM (SELECT u.entered_on, u.account_id, v.dimension, v.member,
				 sum(l.amount) FILTER (WHERE l.booked_on < u.before_from) AS previous,
				 sum(l.amount) FILTER (WHERE l.booked_on >= u.before_from AND l.booked_on < u.entered_on) AS before,
				 sum(l.amount) FILTER (WHERE l.booked_on >= u.entered_on) AS after
		  FROM unit AS u
		  JOIN line AS l ON l.account_id = u.account_id AND l.booked_on >= u.previous_from AND l.booked_on < u.until
		  CROSS JOIN LATERAL (VALUES ('site', l.site), ('country', l.country), ('business_unit', l.business_unit)) AS v (dimension, member)
		  WHERE v.member IS NOT NULL
		  GROUP BY u.entered_on, u.account_id, v.dimension, v.member) AS d
	GROUP BY d.entered_on, d.account_id, d.dimension
), swing AS (
	-- by how much the months differ from their mean, those without revenue included
	SELECT s.account_id, s.is_after, sum(abs(s.amount - s.mean)) + (s.window_months - count(*)) * abs(s.mean) AS deviation
	FROM (SELECT u.account_id, m.month >= u.entered_on AS is_after, m.amount, w.window_months,
				 sum(m.amount) OVER (PARTITION BY u.account_id, m.month >= u.entered_on) / w.window_months AS mean
		  FROM unit AS u
		  JOIN monthly AS m ON m.account_id = u.account_id AND m.month >= u.before_from AND m.month < u.until
		  CROSS JOIN (SELECT window_months FROM parameter) AS w) AS s
	GROUP BY s.account_id, s.is_after, s.window_months, s.mean
), spent AS (
	SELECT u.account_id,
		sum(in_base_currency(k.amount, k.currency, p.base_currency, c.rate, p.until - 1)) FILTER (WHERE k.incurred_on < u.entered_on) AS before,
		sum(in_base_currency(k.amount, k.currency, p.base_currency, c.rate, p.until - 1)) FILTER (WHERE k.incurred_on >= u.entered_on) AS after
	FROM unit AS u
	JOIN account_group AS g ON g.group_id = u.account_id
	JOIN cost AS k ON k.account_id = g.account_id AND k.incurred_on >= u.before_from AND k.incurred_on < u.until AND (k.kind IS NULL OR k.kind NOT IN ('overhead', 'acquisition'))
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = k.currency
	GROUP BY u.account_id
), decided AS (
	SELECT u.account_id,
		coalesce(sum((d.probability - d.is_won::integer) ^ 2) FILTER (WHERE d.closes_on < u.entered_on), 0) AS error_before,
		count(*) FILTER (WHERE d.closes_on < u.entered_on) AS before,
		coalesce(sum((d.probability - d.is_won::integer) ^ 2) FILTER (WHERE d.closes_on >= u.entered_on), 0) AS error_after,
		count(*) FILTER (WHERE d.closes_on >= u.entered_on) AS after
	FROM unit AS u
	JOIN account_group AS g ON g.group_id = u.account_id
	JOIN opportunity AS d ON d.account_id = g.account_id AND d.closes_on >= u.before_from AND d.closes_on < u.until
		AND d.is_closed AND d.is_won IS NOT NULL AND d.probability IS NOT NULL
	GROUP BY u.account_id
), measured AS (
	SELECT v.metric,
		-- in an order of no language, as the permutations follow it
		array_agg(u.treated ORDER BY u.account_id::text COLLATE "C") AS treated, array_agg(u.stratum ORDER BY u.account_id::text COLLATE "C") AS stratum,
		array_agg(v.value_before::float8 ORDER BY u.account_id::text COLLATE "C") AS value_before, array_agg(v.base_before::float8 ORDER BY u.account_id::text COLLATE "C") AS base_before,
		array_agg(v.value_after::float8 ORDER BY u.account_id::text COLLATE "C") AS value_after, array_agg(v.base_after::float8 ORDER BY u.account_id::text COLLATE "C") AS base_after
	FROM unit AS u
	LEFT JOIN place AS site ON site.account_id = u.account_id AND site.dimension = 'site'
	LEFT JOIN place AS country ON country.account_id = u.account_id AND country.dimension = 'country'
	LEFT JOIN place AS business_unit ON business_unit.account_id = u.account_id AND business_unit.dimension = 'business_unit'
	LEFT JOIN swing AS earlier ON earlier.account_id = u.account_id AND NOT earlier.is_after
	LEFT JOIN swing AS later ON later.account_id = u.account_id AND later.is_after
	LEFT JOIN spent AS k ON k.account_id = u.account_id
	LEFT JOIN decided AS d ON d.account_id = u.account_id
	CROSS JOIN LATERAL (VALUES
		('nrr', CASE WHEN u.repeat_previous > 0 THEN coalesce(u.repeat_before, 0) ELSE 0 END, greatest(u.repeat_previous, 0),
			CASE WHEN u.repeat_before > 0 THEN coalesce(u.repeat_after, 0) ELSE 0 END, greatest(u.repeat_before, 0)),
		('logo_retention', coalesce(u.repeat_previous > 0 AND u.repeat_before > 0, false)::integer, coalesce(u.repeat_previous > 0, false)::integer,
			coalesce(u.repeat_before > 0 AND u.repeat_after > 0, false)::integer, coalesce(u.repeat_before > 0, false)::integer),
		('site_growth_rate', site.new_before, greatest(u.previous, 0), site.new_after, u.before),
		('country_growth_rate', country.new_before, greatest(u.previous, 0), country.new_after, u.before),
		('business_unit_growth_rate', business_unit.new_before, greatest(u.previous, 0), business_unit.new_after, u.before),
		-- revenue without any costs is not known to be all margin
		('contribution_margin_rate', u.before - k.before, u.before,
			CASE WHEN k.after IS NOT NULL OR u.after IS NULL THEN coalesce(u.after, 0) - coalesce(k.after, 0) END, greatest(u.after, 0)),
		('revenue_variation', earlier.deviation, u.before, coalesce(later.deviation, 0), greatest(u.after, 0)),
		('brier_score', d.error_before, d.before, d.error_after, d.after)) AS v (metric, value_before, base_before, value_after, base_after)
	GROUP BY v.metric
)
SELECT i.step_no, i.metric, i.better,
	d.treated_units AS key_accounts,
	d.control_units AS compared_accounts,
	d.treated_before::numeric(18,6) AS key_before,
	d.treated_after::numeric(18,6) AS key_after,
	d.control_before::numeric(18,6) AS compared_before,
	d.control_after::numeric(18,6) AS compared_after,
	d.effect::numeric(18,6) AS effect,
	d.effect_low::numeric(18,6) AS effect_low,
	d.effect_high::numeric(18,6) AS effect_high,
	d.p_value::numeric(9,6) AS p_value,
	CASE WHEN d.effect IS NULL THEN CASE WHEN true = ANY (m.treated) THEN 'not known' ELSE 'too few accounts' END
		WHEN least(d.treated_units, d.control_units) < p.least_impact_accounts THEN 'too few accounts'
		WHEN d.p_value > 0.05 OR d.effect_low <= 0 AND d.effect_high >= 0 THEN 'no clear difference'
		WHEN (d.effect > 0) = (i.better = 'higher') THEN 'better'
		ELSE 'worse' END AS verdict
FROM (VALUES (1, 'nrr', 'higher'), (2, 'logo_retention', 'higher'), (3, 'site_growth_rate', 'higher'), (4, 'country_growth_rate', 'higher'), (5, 'business_unit_growth_rate', 'higher'),
	  (6, 'contribution_margin_rate', 'higher'), (7, 'revenue_variation', 'lower'), (8, 'brier_score', 'lower')) AS i (step_no, metric, better)
CROSS JOIN parameter AS p
LEFT JOIN measured AS m ON m.metric = i.metric
CROSS JOIN LATERAL difference_in_differences(coalesce(m.treated, '{}'), coalesce(m.stratum, '{}'), coalesce(m.value_before, '{}'), coalesce(m.base_before, '{}'),
	coalesce(m.value_after, '{}'), coalesce(m.base_after, '{}')) AS d;

COMMENT ON VIEW programme_impact IS 'key accounts against others of the same size and segment, from before to after their entry: difference in differences; one row per metric';
COMMENT ON COLUMN programme_impact.step_no IS 'order of metrics';
COMMENT ON COLUMN programme_impact.metric IS 'nrr, logo_retention, site_growth_rate, country_growth_rate, business_unit_growth_rate, contribution_margin_rate, revenue_variation or brier_score';
COMMENT ON COLUMN programme_impact.better IS 'higher or lower: which is the good direction';
COMMENT ON COLUMN programme_impact.key_accounts IS 'accounts that have been key accounts for a whole window, whether they still are or not, and have others like them';
COMMENT ON COLUMN programme_impact.compared_accounts IS 'accounts like them that never were, at most twenty for each';
COMMENT ON COLUMN programme_impact.key_before IS 'metric of the key accounts in the window before their entry';
COMMENT ON COLUMN programme_impact.key_after IS 'metric of the key accounts in the window from their entry on';
COMMENT ON COLUMN programme_impact.compared_before IS 'metric of the others in the same windows before';
COMMENT ON COLUMN programme_impact.compared_after IS 'metric of the others in the same windows after';
COMMENT ON COLUMN programme_impact.effect IS 'change of the key accounts - change of the others, in the unit of the metric';
COMMENT ON COLUMN programme_impact.effect_low IS 'low end of its interval of 95 %';
COMMENT ON COLUMN programme_impact.effect_high IS 'high end of its interval of 95 %';
COMMENT ON COLUMN programme_impact.p_value IS 'how often chance alone makes a difference as large, by 999 permutations within strata';
COMMENT ON COLUMN programme_impact.verdict IS 'better, worse, no clear difference, too few accounts or not known';
