-- One value for a whole bridge, to compare it with another.
SELECT md5(string_agg(concat_ws(' ', period,
		coalesce(opening, 0)::numeric(20,2), coalesce(new_, 0)::numeric(20,2),
		coalesce(reactivation, 0)::numeric(20,2), coalesce(expansion, 0)::numeric(20,2),
		coalesce(contraction, 0)::numeric(20,2), coalesce(churned, 0)::numeric(20,2),
		coalesce(closing, 0)::numeric(20,2), coalesce(negative, 0)::numeric(20,2),
		coalesce(accounts_opening, 0), coalesce(accounts_new, 0),
		coalesce(accounts_reactivated, 0), coalesce(accounts_expanded, 0),
		coalesce(accounts_contracted, 0), coalesce(accounts_churned, 0),
		coalesce(accounts_closing, 0), coalesce(accounts_nonpositive, 0)), ',' ORDER BY period))
FROM bridge
