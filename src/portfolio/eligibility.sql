-- Which accounts deserve to be key accounts. What is not known makes the score an
-- interval, and the verdict hangs on its ends.
CREATE VIEW eligibility AS
SELECT e.account_id, a.name,
	e.verdict,
	CASE WHEN e.score IS NOT NULL THEN rank() OVER (ORDER BY e.score DESC NULLS LAST) END::integer AS score_rank,
	e.score,
	e.score_low::numeric(9,6) AS score_low,
	e.score_high::numeric(9,6) AS score_high,
	e.coverage::numeric(9,6) AS coverage_share,
	e.potential_score, e.profitability_score, e.risk_score, e.strategic_impact_score, e.fit_score,
	e.expected_value::numeric(18,2) AS expected_value,
	e.knock_outs,
	CASE WHEN e.verdict = 'undetermined' THEN e.settled_by END AS settled_by,
	CASE WHEN e.verdict = 'undetermined' THEN
		e.score_low + e.widest >= e.eligible_score OR e.score_high - e.widest < e.eligible_score OR e.is_knock_out_unknown END AS settles_alone,
	-- of all accounts at once: for each anew it would be as long as there are accounts
	e.account_id IN (SELECT g.group_id
					 FROM parameter AS p
					 JOIN key_account AS m ON m.starts_on <= p.as_of AND (m.ends_on > p.as_of OR m.ends_on IS NULL)
					 JOIN account_group AS g ON g.account_id = m.account_id) AS is_key_account
FROM (SELECT *,
			 CASE WHEN knock_outs IS NOT NULL OR score_high < eligible_score THEN 'not eligible'
				WHEN score_low >= eligible_score AND NOT is_knock_out_unknown THEN 'eligible'
				ELSE 'undetermined' END AS verdict
	  FROM (SELECT s.account_id, p.eligible_score, p.as_of,
				   max(s.expected_value) AS expected_value,
				   (CASE WHEN score_coverage(s.score, s.weight) >= p.least_coverage THEN weighted_score(s.score, s.weight) END)::numeric(9,6) AS score,
				   lower(score_interval(s.score, s.weight, 0.0, 100.0)) AS score_low,
				   upper(score_interval(s.score, s.weight, 0.0, 100.0)) AS score_high,
				   score_coverage(s.score, s.weight) AS coverage,
				   (weighted_score(s.score, s.weight) FILTER (WHERE s.family = 'potential'))::numeric(9,6) AS potential_score,
				   (weighted_score(s.score, s.weight) FILTER (WHERE s.family = 'profitability'))::numeric(9,6) AS profitability_score,
				   (weighted_score(s.score, s.weight) FILTER (WHERE s.family = 'risk'))::numeric(9,6) AS risk_score,
				   (weighted_score(s.score, s.weight) FILTER (WHERE s.family = 'strategic impact'))::numeric(9,6) AS strategic_impact_score,
				   (weighted_score(s.score, s.weight) FILTER (WHERE s.family = 'fit'))::numeric(9,6) AS fit_score,
				   string_agg(s.criterion, ', ' ORDER BY s.position, s.criterion) FILTER (WHERE s.is_knock_out) AS knock_outs,
				   bool_or(s.is_knock_out IS NULL) AS is_knock_out_unknown,
				   (array_agg(s.criterion ORDER BY s.is_knock_out IS NULL DESC, s.weight DESC, s.position, s.criterion) FILTER (WHERE s.score IS NULL))[1] AS settled_by,
				   100 * max(s.weight) FILTER (WHERE s.score IS NULL) / nullif(sum(s.weight), 0) AS widest
			FROM criterion_score AS s
			CROSS JOIN parameter AS p
			GROUP BY s.account_id, p.eligible_score, p.as_of, p.least_coverage) AS summed) AS e
JOIN (SELECT DISTINCT ON (account_id) account_id, name
	  FROM account
	  ORDER BY account_id, parent_account_id) AS a ON a.account_id = e.account_id;

COMMENT ON VIEW eligibility IS 'which accounts deserve to be key accounts; one row per account';
COMMENT ON COLUMN eligibility.account_id IS 'key of the account';
COMMENT ON COLUMN eligibility.name IS 'its name';
COMMENT ON COLUMN eligibility.verdict IS 'eligible: even the low end reaches the setting eligible_score; not eligible: not even the high end does, or a knock-out; undetermined: it hangs on what is not known';
COMMENT ON COLUMN eligibility.score_rank IS 'rank by score, 1 is the highest; NULL without a score';
COMMENT ON COLUMN eligibility.score IS 'weighted mean of the known criteria, 0 to 100; NULL if less of the weight is known than the setting least_coverage';
COMMENT ON COLUMN eligibility.score_low IS 'the score if all that is not known were worst, 0 to 100';
COMMENT ON COLUMN eligibility.score_high IS 'the score if all that is not known were best, 0 to 100';
COMMENT ON COLUMN eligibility.coverage_share IS 'share of the weight that is known, 0 to 1';
COMMENT ON COLUMN eligibility.potential_score IS 'score of the known criteria of this family, 0 to 100';
COMMENT ON COLUMN eligibility.profitability_score IS 'score of the known criteria of this family, 0 to 100';
COMMENT ON COLUMN eligibility.risk_score IS 'score of the known criteria of this family, 0 to 100; high is little risk';
COMMENT ON COLUMN eligibility.strategic_impact_score IS 'score of the known criteria of this family, 0 to 100';
COMMENT ON COLUMN eligibility.fit_score IS 'score of the known criteria of this family, 0 to 100';
COMMENT ON COLUMN eligibility.expected_value IS 'white space (open pipeline where no potential is known) x mean probability of the open opportunities x contribution margin rate, in the base currency; NULL if one of them is not known or cannot be';
COMMENT ON COLUMN eligibility.knock_outs IS 'criteria that knock it out; NULL if none';
COMMENT ON COLUMN eligibility.settled_by IS 'of an undetermined account: what to find out first, the criterion not known that weighs most, a knock-out before all others';
COMMENT ON COLUMN eligibility.settles_alone IS 'whether that alone could settle it';
COMMENT ON COLUMN eligibility.is_key_account IS 'it is in the programme on the day of kam.as_of()';
