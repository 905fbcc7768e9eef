-- The settings with their types, and the windows that follow from kam.as_of(). One row.
-- OFFSET 0 keeps the planner from working it out anew for each line of revenue.
CREATE VIEW parameter AS
SELECT w.as_of,
	(w.until - make_interval(months => 2 * s.window_months))::date AS previous_from,
	(w.until - make_interval(months => s.window_months))::date AS starts_on,
	w.until,
	(w.until - make_interval(months => 1))::date AS rate_month,
	(w.until - make_interval(months => 2 * s.window_months) + make_interval(months => s.grace_months))::date AS grace_until,
	(w.as_of + make_interval(months => s.renewal_months))::date AS renewal_until,
	s.*
FROM (SELECT as_of, date_trunc('month', (as_of + 1)::timestamp)::date AS until
	  FROM (SELECT as_of() AS as_of) AS day) AS w
CROSS JOIN (
	SELECT max(value) FILTER (WHERE name = 'window_months')::integer AS window_months,
		max(value) FILTER (WHERE name = 'grace_months')::integer AS grace_months,
		max(value) FILTER (WHERE name = 'base_currency') AS base_currency,
		max(value) FILTER (WHERE name = 'group_accounts')::boolean AS group_accounts,
		max(value) FILTER (WHERE name = 'bridge_grain') AS bridge_grain,
		max(value) FILTER (WHERE name = 'csat_cut')::numeric(9,4) AS csat_cut,
		max(value) FILTER (WHERE name = 'abc_a')::numeric(9,6) AS abc_a,
		max(value) FILTER (WHERE name = 'abc_b')::numeric(9,6) AS abc_b,
		max(value) FILTER (WHERE name = 'major_share')::numeric(9,6) AS major_share,
		max(value) FILTER (WHERE name = 'renewal_months')::integer AS renewal_months,
		max(value) FILTER (WHERE name = 'eligible_score')::numeric(9,4) AS eligible_score,
		max(value) FILTER (WHERE name = 'least_coverage')::numeric(9,6) AS least_coverage
	FROM setting) AS s
OFFSET 0;

COMMENT ON VIEW parameter IS 'the settings with their types, and the windows of time that follow; one row';
COMMENT ON COLUMN parameter.as_of IS 'the day at which the portfolio is looked at: kam.as_of()';
COMMENT ON COLUMN parameter.previous_from IS 'first day of the previous window';
COMMENT ON COLUMN parameter.starts_on IS 'first day of the window, and first day after the previous one';
COMMENT ON COLUMN parameter.until IS 'first day after the window: it ends with the last whole month up to as_of';
COMMENT ON COLUMN parameter.rate_month IS 'last month of the window, whose exchange rates hold for both windows';
COMMENT ON COLUMN parameter.grace_until IS 'an account whose first revenue is not before this day has no growth and retention';
COMMENT ON COLUMN parameter.renewal_until IS 'contracts that end up to this day are up for renewal';
COMMENT ON COLUMN parameter.window_months IS 'length of a window, in months';
COMMENT ON COLUMN parameter.grace_months IS 'see grace_until, in months';
COMMENT ON COLUMN parameter.base_currency IS 'currency of all figures';
COMMENT ON COLUMN parameter.group_accounts IS 'whether an account is the ultimate parent with all below it';
COMMENT ON COLUMN parameter.bridge_grain IS 'periods of revenue_bridge: month, quarter or year';
COMMENT ON COLUMN parameter.csat_cut IS 'lowest answer that counts as satisfied';
COMMENT ON COLUMN parameter.abc_a IS 'accounts before this cumulative share of revenue are of class A';
COMMENT ON COLUMN parameter.abc_b IS 'accounts before this cumulative share of revenue are of class B';
COMMENT ON COLUMN parameter.major_share IS 'from this share of revenue on a customer is to be disclosed';
COMMENT ON COLUMN parameter.renewal_months IS 'see renewal_until, in months';
COMMENT ON COLUMN parameter.eligible_score IS 'score from which an account is eligible, 0 to 100';
COMMENT ON COLUMN parameter.least_coverage IS 'share of the weight that must be known for a score, 0 to 1';
