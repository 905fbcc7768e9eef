-- Net and gross retention by each published definition, side by side: once of the window
-- against the one before, once of its last month against the same month before.
CREATE VIEW retention AS
WITH line AS (
	SELECT l.group_id, l.month,
		in_base_currency(l.amount, l.currency, p.base_currency, c.rate, p.until - 1) AS amount,
		-- windows become years of a ledger, this one 2000 and the one before 1999
		make_date(2000 + floor(((extract(year FROM l.month) - extract(year FROM p.starts_on)) * 12
			+ extract(month FROM l.month) - extract(month FROM p.starts_on)) / p.window_months)::integer, 1, 1) AS window_year,
		min(l.first_booked_on) OVER (PARTITION BY l.group_id) BETWEEN p.grace_until AND p.starts_on - 1 AS is_partial_base
	FROM (SELECT g.group_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date AS month,
				 sum(r.amount) AS amount, min(r.booked_on) AS first_booked_on
		  FROM revenue AS r
		  JOIN account_group AS g ON g.account_id = r.account_id AND NOT g.is_internal
		  WHERE r.booked_on < (SELECT until FROM parameter) AND r.kind IS DISTINCT FROM 'one_off'
		  GROUP BY g.group_id, r.currency, date_trunc('month', r.booked_on::timestamp)::date) AS l
	CROSS JOIN parameter AS p
	LEFT JOIN current_rate AS c ON c.currency = l.currency
), basis AS (
	SELECT 'window' AS basis, DATE '1999-01-01' AS opening_on, DATE '2000-01-01' AS closing_on,
		(SELECT ledger_agg(group_id, window_year, amount, 'year') FROM line WHERE NOT is_partial_base) AS ledger
	UNION ALL
	SELECT 'month', (p.rate_month - make_interval(months => p.window_months))::date, p.rate_month,
		(SELECT ledger_agg(group_id, month, amount, 'month') FROM line)
	FROM parameter AS p
)
SELECT b.basis, d.definition, d.used_by,
	d.nrr::numeric(24,6) AS nrr,
	d.grr::numeric(12,6) AS grr,
	(CASE WHEN d.definition = 'cohort' THEN nrr_stderr(retention(b.ledger, b.opening_on, b.closing_on)) END)::numeric(24,6) AS nrr_stderr,
	(CASE WHEN d.definition = 'cohort' THEN logo_retention(retention(b.ledger, b.opening_on, b.closing_on)) END)::numeric(9,6) AS logo_retention,
	(CASE WHEN d.definition = 'cohort' THEN accounts(retention(b.ledger, b.opening_on, b.closing_on)) END)::integer AS accounts,
	d.opening::numeric(18,2) AS opening,
	d.reactivation::numeric(18,2) AS reactivation,
	d.expansion::numeric(18,2) AS expansion,
	d.contraction::numeric(18,2) AS contraction,
	d.churned::numeric(18,2) AS churned,
	d.difference::numeric(18,2) AS difference
FROM basis AS b
CROSS JOIN LATERAL unnest(retention_definitions(b.ledger, b.opening_on, b.closing_on)) AS d;

COMMENT ON VIEW retention IS 'retention of repeat revenue by each published definition; one row per basis and definition';
COMMENT ON COLUMN retention.basis IS 'window: the window against the one before, without accounts whose base is partial; month: its last month against the same one a window before';
COMMENT ON COLUMN retention.definition IS 'definition; cohort is the one to use, the lazy ones are no retention of any accounts';
COMMENT ON COLUMN retention.used_by IS 'who publishes figures so defined';
COMMENT ON COLUMN retention.nrr IS 'net revenue retention, ratio';
COMMENT ON COLUMN retention.grr IS 'gross revenue retention, ratio';
COMMENT ON COLUMN retention.nrr_stderr IS 'standard error of nrr, ratio; of the cohort alone';
COMMENT ON COLUMN retention.logo_retention IS 'share of the accounts that stayed, 0 to 1; of the cohort alone';
COMMENT ON COLUMN retention.accounts IS 'accounts of the cohort';
COMMENT ON COLUMN retention.opening IS 'denominator, in the base currency at constant rates';
COMMENT ON COLUMN retention.reactivation IS 'in the numerator of nrr: from accounts that came back';
COMMENT ON COLUMN retention.expansion IS 'in the numerator of nrr';
COMMENT ON COLUMN retention.contraction IS 'taken from it';
COMMENT ON COLUMN retention.churned IS 'taken from it';
COMMENT ON COLUMN retention.difference IS 'numerator of nrr less that of the cohort, in the base currency';
