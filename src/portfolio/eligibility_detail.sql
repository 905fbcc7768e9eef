-- Why an account has its score. The contributions are differences of a rounded running
-- total, so that they add up to the score to the last digit.
CREATE VIEW eligibility_detail AS
SELECT account_id, family, criterion, position AS step_no, metric,
	value, raters, disagreement,
	score,
	weight,
	(weight / nullif(total_weight, 0))::numeric(9,6) AS weight_share,
	CASE WHEN score IS NOT NULL AND known_weight >= least_coverage * total_weight
		THEN round(running / nullif(known_weight, 0), 6) - round((running - weight * score) / nullif(known_weight, 0), 6) END::numeric(9,6) AS contribution,
	is_knock_out
FROM (SELECT s.*, p.least_coverage,
			 sum(s.weight) OVER account AS total_weight,
			 sum(s.weight) FILTER (WHERE s.score IS NOT NULL) OVER account AS known_weight,
			 sum(s.weight * s.score) OVER (PARTITION BY s.account_id ORDER BY s.position, s.criterion) AS running
	  FROM criterion_score AS s
	  CROSS JOIN parameter AS p
	  WINDOW account AS (PARTITION BY s.account_id)) AS step;

COMMENT ON VIEW eligibility_detail IS 'why an account has its score; one row per account and criterion';
COMMENT ON COLUMN eligibility_detail.account_id IS 'key of the account';
COMMENT ON COLUMN eligibility_detail.family IS 'family of the criterion';
COMMENT ON COLUMN eligibility_detail.criterion IS 'criterion';
COMMENT ON COLUMN eligibility_detail.step_no IS 'order in lists';
COMMENT ON COLUMN eligibility_detail.metric IS 'metric that measures it; NULL if people assess it';
COMMENT ON COLUMN eligibility_detail.value IS 'value in the unit of the metric; the mean of the raters from 1 to 5; NULL if not known';
COMMENT ON COLUMN eligibility_detail.raters IS 'people who assessed it; NULL if it is measured';
COMMENT ON COLUMN eligibility_detail.disagreement IS 'highest less lowest assessment';
COMMENT ON COLUMN eligibility_detail.score IS 'value between the goalposts, 0 to 100; NULL if not known';
COMMENT ON COLUMN eligibility_detail.weight IS 'weight';
COMMENT ON COLUMN eligibility_detail.weight_share IS 'share of all weights, 0 to 1';
COMMENT ON COLUMN eligibility_detail.contribution IS 'part of the account''s score, in points: they add up to it exactly; NULL if not known, or if too little is known for a score';
COMMENT ON COLUMN eligibility_detail.is_knock_out IS 'the value is worse than the knock-out; NULL if not known';
