-- Each month joined to the one before; new is who has no earlier month.
WITH net AS (
	SELECT account,
		(12 * date_part('year', booked_on) + date_part('month', booked_on))::integer AS month,
		sum(amount) AS amount
	FROM line
	GROUP BY 1, 2
),
active AS (
	SELECT account, month, amount FROM net WHERE amount > 0
),
joined AS (
	SELECT coalesce(c.account, o.account) AS account,
		coalesce(c.month, o.month + 1) AS month,
		coalesce(o.amount, 0) AS opening,
		coalesce(c.amount, 0) AS closing
	FROM active AS c
	FULL JOIN active AS o ON o.account = c.account AND o.month + 1 = c.month
),
step AS (
	SELECT month, opening, closing, month = first_month AS is_first
	FROM joined
	JOIN (SELECT account, min(month) AS first_month FROM active GROUP BY account) AS f USING (account)
),
movement AS (
	SELECT month,
		sum(opening) AS opening,
		sum(closing) FILTER (WHERE is_first) AS new_,
		sum(closing) FILTER (WHERE opening = 0 AND NOT is_first) AS reactivation,
		sum(closing - opening) FILTER (WHERE opening > 0 AND closing > opening) AS expansion,
		sum(opening - closing) FILTER (WHERE closing > 0 AND closing < opening) AS contraction,
		sum(opening) FILTER (WHERE closing = 0) AS churned,
		sum(closing) AS closing,
		count(*) FILTER (WHERE opening > 0) AS accounts_opening,
		count(*) FILTER (WHERE is_first) AS accounts_new,
		count(*) FILTER (WHERE opening = 0 AND NOT is_first) AS accounts_reactivated,
		count(*) FILTER (WHERE opening > 0 AND closing > opening) AS accounts_expanded,
		count(*) FILTER (WHERE closing > 0 AND closing < opening) AS accounts_contracted,
		count(*) FILTER (WHERE closing = 0) AS accounts_churned,
		count(*) FILTER (WHERE closing > 0) AS accounts_closing
	FROM step
	GROUP BY month
),
idle AS (
	SELECT month, sum(amount) AS negative, count(*) AS accounts_nonpositive
	FROM net
	WHERE amount <= 0
	GROUP BY month
),
bridge AS (
	SELECT make_date((month - 1) / 12, (month - 1) % 12 + 1, 1) AS period,
		opening, new_, reactivation, expansion, contraction, churned, closing, negative,
		accounts_opening, accounts_new, accounts_reactivated, accounts_expanded,
		accounts_contracted, accounts_churned, accounts_closing, accounts_nonpositive
	FROM movement
	LEFT JOIN idle USING (month)
	WHERE month <= (SELECT max(month) FROM net)
)
