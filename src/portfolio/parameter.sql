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
	s.*,
	(w.as_of - make_interval(months => s.committee_months))::date AS committee_since,
	(w.as_of + make_interval(months => s.committee_months))::date AS committee_until,
	(w.as_of - make_interval(months => s.plan_review_months))::date AS review_since,
	(w.as_of - make_interval(months => s.contact_months))::date AS contact_since,
	(w.as_of - make_interval(months => s.opinion_months))::date AS opinion_since
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
		max(value) FILTER (WHERE name = 'least_coverage')::numeric(9,6) AS least_coverage,
		max(value) FILTER (WHERE name = 'least_key_accounts')::integer AS least_key_accounts,
		max(value) FILTER (WHERE name = 'most_key_accounts')::integer AS most_key_accounts,
		max(value) FILTER (WHERE name = 'enforce_key_accounts')::boolean AS enforce_key_accounts,
		max(value) FILTER (WHERE name = 'least_accounts_per_manager')::integer AS least_accounts_per_manager,
		max(value) FILTER (WHERE name = 'most_accounts_per_manager')::integer AS most_accounts_per_manager,
		max(value) FILTER (WHERE name = 'enforce_manager_load')::boolean AS enforce_manager_load,
		max(value) FILTER (WHERE name = 'most_accounts_per_sponsor')::integer AS most_accounts_per_sponsor,
		max(value) FILTER (WHERE name = 'enforce_sponsor_load')::boolean AS enforce_sponsor_load,
		max(value) FILTER (WHERE name = 'committee_months')::integer AS committee_months,
		max(value) FILTER (WHERE name = 'enforce_committee')::boolean AS enforce_committee,
		max(value) FILTER (WHERE name = 'plan_review_months')::integer AS plan_review_months,
		max(value) FILTER (WHERE name = 'velocity_days')::integer AS velocity_days,
		max(value) FILTER (WHERE name = 'contact_months')::integer AS contact_months,
		max(value) FILTER (WHERE name = 'opinion_months')::integer AS opinion_months,
		max(value) FILTER (WHERE name = 'pseudonymous_people')::boolean AS pseudonymous_people,
		max(value) FILTER (WHERE name = 'impact_match') AS impact_match,
		max(value) FILTER (WHERE name = 'least_impact_accounts')::integer AS least_impact_accounts
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
COMMENT ON COLUMN parameter.bridge_grain IS 'periods of revenue_bridge: month, quarter or year, or those of a fiscal year';
COMMENT ON COLUMN parameter.csat_cut IS 'lowest answer that counts as satisfied';
COMMENT ON COLUMN parameter.abc_a IS 'accounts before this cumulative share of revenue are of class A';
COMMENT ON COLUMN parameter.abc_b IS 'accounts before this cumulative share of revenue are of class B';
COMMENT ON COLUMN parameter.major_share IS 'from this share of revenue on a customer is to be disclosed';
COMMENT ON COLUMN parameter.renewal_months IS 'see renewal_until, in months';
COMMENT ON COLUMN parameter.eligible_score IS 'score from which an account is eligible, 0 to 100';
COMMENT ON COLUMN parameter.least_coverage IS 'share of the weight that must be known for a score, 0 to 1';
COMMENT ON COLUMN parameter.least_key_accounts IS 'fewest key accounts that make a programme';
COMMENT ON COLUMN parameter.most_key_accounts IS 'most key accounts that a programme can serve';
COMMENT ON COLUMN parameter.enforce_key_accounts IS 'whether these two are enforced';
COMMENT ON COLUMN parameter.least_accounts_per_manager IS 'fewest accounts of an account manager';
COMMENT ON COLUMN parameter.most_accounts_per_manager IS 'most accounts of an account manager';
COMMENT ON COLUMN parameter.enforce_manager_load IS 'whether these two are enforced';
COMMENT ON COLUMN parameter.most_accounts_per_sponsor IS 'most accounts of an executive sponsor';
COMMENT ON COLUMN parameter.enforce_sponsor_load IS 'whether this is enforced';
COMMENT ON COLUMN parameter.committee_months IS 'time in which a committee is to meet, in months';
COMMENT ON COLUMN parameter.enforce_committee IS 'whether this is enforced';
COMMENT ON COLUMN parameter.plan_review_months IS 'see review_since, in months';
COMMENT ON COLUMN parameter.velocity_days IS 'time over which the velocity of a plan is taken, in days';
COMMENT ON COLUMN parameter.contact_months IS 'see contact_since, in months';
COMMENT ON COLUMN parameter.opinion_months IS 'see opinion_since, in months';
COMMENT ON COLUMN parameter.pseudonymous_people IS 'stakeholders have no names';
COMMENT ON COLUMN parameter.impact_match IS 'what key accounts are compared by: size, segment (and size) or country (and both)';
COMMENT ON COLUMN parameter.least_impact_accounts IS 'fewest accounts on each side of a comparison';
COMMENT ON COLUMN parameter.committee_since IS 'a committee that has not met after this day is overdue';
COMMENT ON COLUMN parameter.committee_until IS 'a committee that meets neither after committee_since nor before this day does not meet';
COMMENT ON COLUMN parameter.review_since IS 'a plan that was not reviewed after this day is stale';
COMMENT ON COLUMN parameter.contact_since IS 'a stakeholder without contact after this day is silent';
COMMENT ON COLUMN parameter.opinion_since IS 'opinions about people up to this day count for nothing';
