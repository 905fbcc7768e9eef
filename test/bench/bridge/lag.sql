-- Without a grid: the months that an account has, and how far apart they are.
WITH net AS (
	SELECT account,
		(12 * date_part('year', booked_on) + date_part('month', booked_on))::integer AS month,
		sum(amount) AS amount
	FROM line
	GROUP BY 1, 2
),
neighbour AS (
	SELECT month, amount, amount > 0 AS active,
		lag(month) OVER account AS month_before,
		lag(amount) OVER account AS amount_before,
		lead(month) OVER account AS month_after
	FROM net
	WINDOW account AS (PARTITION BY account, amount > 0 ORDER BY month)
),
step AS (
	SELECT month, month_before, amount, active,
		CASE WHEN month_before = month - 1 THEN amount_before ELSE 0 END AS opening,
		month_after IS NULL OR month_after > month + 1 AS leaves
	FROM neighbour
),
movement AS (
	SELECT month,
		sum(amount) FILTER (WHERE active AND month_before IS NULL) AS new_,
		sum(amount) FILTER (WHERE active AND opening = 0 AND month_before IS NOT NULL) AS reactivation,
		sum(amount - opening) FILTER (WHERE active AND opening > 0 AND amount > opening) AS expansion,
		sum(opening - amount) FILTER (WHERE active AND amount < opening) AS contraction,
		sum(amount) FILTER (WHERE active AND leaves) AS churned_after,
		sum(amount) FILTER (WHERE active) AS closing,
		sum(amount) FILTER (WHERE NOT active) AS negative,
		count(*) FILTER (WHERE active AND month_before IS NULL) AS accounts_new,
		count(*) FILTER (WHERE active AND opening = 0 AND month_before IS NOT NULL) AS accounts_reactivated,
		count(*) FILTER (WHERE active AND opening > 0 AND amount > opening) AS accounts_expanded,
		count(*) FILTER (WHERE active AND amount < opening) AS accounts_contracted,
		count(*) FILTER (WHERE active AND leaves) AS accounts_churned_after,
		count(*) FILTER (WHERE active) AS accounts_closing,
		count(*) FILTER (WHERE NOT active) AS accounts_nonpositive
	FROM step
	GROUP BY month
),
bridge AS (
	SELECT make_date((month - 1) / 12, (month - 1) % 12 + 1, 1) AS period,
		lag(closing) OVER (ORDER BY month) AS opening,
		new_, reactivation, expansion, contraction,
		lag(churned_after) OVER (ORDER BY month) AS churned,
		closing, negative,
		lag(accounts_closing) OVER (ORDER BY month) AS accounts_opening,
		accounts_new, accounts_reactivated, accounts_expanded, accounts_contracted,
		lag(accounts_churned_after) OVER (ORDER BY month) AS accounts_churned,
		accounts_closing, accounts_nonpositive
	FROM movement
)
