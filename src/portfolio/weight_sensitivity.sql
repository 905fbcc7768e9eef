-- How far the verdict is from another one: the smallest change of one weight that takes the
-- score to the threshold, the other weights keeping their proportions
CREATE VIEW weight_sensitivity AS
SELECT account_id, score::numeric(9,6) AS score, eligible_score,
	CASE WHEN is_possible THEN criterion END AS criterion,
	(CASE WHEN is_possible THEN weight END)::numeric(9,4) AS weight,
	(CASE WHEN is_possible THEN weight_share END)::numeric(9,6) AS weight_share,
	(CASE WHEN is_possible THEN change END)::numeric(9,6) AS weight_share_change,
	(CASE WHEN is_possible AND weight_share + change < 1 THEN (weight_share + change) * (known_weight - weight) / (1 - weight_share - change) END)::numeric(18,4) AS weight_that_flips
FROM (SELECT DISTINCT ON (account_id) *
	  FROM (SELECT *, coalesce(weight_share + change BETWEEN 0 AND 1, false) AS is_possible
			FROM (SELECT *, (eligible_score - score) / nullif(criterion_score - (score - weight_share * criterion_score) / nullif(1 - weight_share, 0), 0) AS change
				  FROM (SELECT s.account_id, s.criterion, s.position, s.weight, s.score AS criterion_score, p.eligible_score,
							   sum(s.weight) OVER account AS known_weight,
							   s.weight / nullif(sum(s.weight) OVER account, 0) AS weight_share,
							   sum(s.weight * s.score) OVER account / nullif(sum(s.weight) OVER account, 0) AS score,
							   sum(s.weight) OVER account >= p.least_coverage * s.total_weight AS is_covered
						FROM (SELECT *, sum(weight) OVER (PARTITION BY account_id) AS total_weight
							  FROM criterion_score) AS s
						CROSS JOIN parameter AS p
						WHERE s.score IS NOT NULL AND s.weight > 0
						WINDOW account AS (PARTITION BY s.account_id)) AS known
				  WHERE is_covered) AS shifted) AS rated
	  ORDER BY account_id, is_possible DESC, abs(change), position, criterion) AS smallest;

COMMENT ON VIEW weight_sensitivity IS 'the smallest change of one weight that takes the score to the threshold; one row per account with a score';
COMMENT ON COLUMN weight_sensitivity.account_id IS 'key of the account';
COMMENT ON COLUMN weight_sensitivity.score IS 'score of the account, 0 to 100';
COMMENT ON COLUMN weight_sensitivity.eligible_score IS 'the threshold, 0 to 100';
COMMENT ON COLUMN weight_sensitivity.criterion IS 'the criterion whose weight has to change least; NULL if no weight alone can do it';
COMMENT ON COLUMN weight_sensitivity.weight IS 'its weight';
COMMENT ON COLUMN weight_sensitivity.weight_share IS 'its share of the known weight, 0 to 1';
COMMENT ON COLUMN weight_sensitivity.weight_share_change IS 'change of that share at which the score is the threshold';
COMMENT ON COLUMN weight_sensitivity.weight_that_flips IS 'the weight at which it is so, the others left as they are; NULL if only its weight alone would do';
