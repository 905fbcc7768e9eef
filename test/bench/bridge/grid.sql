-- The textbook: every account in every month, and the month before beside it.
WITH net AS (
	SELECT account,
		(12 * date_part('year', booked_on) + date_part('month', booked_on))::integer AS month,
		sum(amount) AS amount
	FROM line
	GROUP BY 1, 2
),
balance AS (
	SELECT account, month, amount, greatest(coalesce(amount, 0), 0) AS closing
	FROM (SELECT DISTINCT account FROM net) AS a
	CROSS JOIN (SELECT DISTINCT month FROM net) AS m
	LEFT JOIN net USING (account, month)
),
step AS (
	SELECT month, amount, closing,
		lag(closing, 1, 0) OVER (PARTITION BY account ORDER BY month) AS opening,
		sum(closing) OVER (PARTITION BY account ORDER BY month) AS so_far
	FROM balance
),
bridge AS (
	SELECT make_date((month - 1) / 12, (month - 1) % 12 + 1, 1) AS period,
		sum(opening) AS opening,
		sum(closing) FILTER (WHERE opening = 0 AND so_far = closing) AS new_,
		sum(closing) FILTER (WHERE opening = 0 AND so_far > closing) AS reactivation,
		sum(closing - opening) FILTER (WHERE opening > 0 AND closing > opening) AS expansion,
		sum(opening - closing) FILTER (WHERE closing > 0 AND closing < opening) AS contraction,
		sum(opening) FILTER (WHERE closing = 0) AS churned,
		sum(closing) AS closing,
		sum(amount) FILTER (WHERE amount < 0) AS negative,
		count(*) FILTER (WHERE opening > 0) AS accounts_opening,
		count(*) FILTER (WHERE opening = 0 AND closing > 0 AND so_far = closing) AS accounts_new,
		count(*) FILTER (WHERE opening = 0 AND closing > 0 AND so_far > closing) AS accounts_reactivated,
		count(*) FILTER (WHERE opening > 0 AND closing > opening) AS accounts_expanded,
		count(*) FILTER (WHERE closing > 0 AND closing < opening) AS accounts_contracted,
		count(*) FILTER (WHERE opening > 0 AND closing = 0) AS accounts_churned,
		count(*) FILTER (WHERE closing > 0) AS accounts_closing,
		count(*) FILTER (WHERE amount <= 0) AS accounts_nonpositive
	FROM step
	GROUP BY month
)
