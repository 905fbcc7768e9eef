-- Each criterion of each account, measured or assessed, on its scale from 0 to 100
CREATE VIEW criterion_score AS
WITH metric AS MATERIALIZED (
	SELECT account_id, metric, value FROM account_metric
), judged AS (
	SELECT account_id, criterion, avg(score) AS value, count(*) AS raters, max(score) - min(score) AS disagreement
	FROM (SELECT DISTINCT ON (g.group_id, a.criterion, a.rater) g.group_id AS account_id, a.criterion, a.score
		  FROM parameter AS p
		  JOIN assessment AS a ON a.assessed_on <= p.as_of
		  JOIN account_group AS g ON g.account_id = a.account_id AND NOT g.is_internal
		  ORDER BY g.group_id, a.criterion, a.rater, a.assessed_on DESC, (g.group_id = a.account_id) DESC, a.account_id) AS latest
	GROUP BY account_id, criterion
), worth AS (
	SELECT account_id,
		coalesce(max(value) FILTER (WHERE metric = 'white_space'), max(value) FILTER (WHERE metric = 'open_pipeline' AND value > 0)) AS potential,
		max(value) FILTER (WHERE metric = 'weighted_pipeline') / nullif(max(value) FILTER (WHERE metric = 'open_pipeline'), 0) AS probability,
		max(value) FILTER (WHERE metric = 'contribution_margin_rate') AS profitability
	FROM metric
	WHERE metric IN ('revenue', 'white_space', 'open_pipeline', 'weighted_pipeline', 'contribution_margin_rate')
	GROUP BY account_id
)
SELECT v.account_id, v.expected_value::numeric(18,2) AS expected_value, v.criterion, v.family, v.position, v.metric, v.weight,
	v.value::numeric(24,6) AS value, v.raters::integer AS raters, v.disagreement::numeric(3,2) AS disagreement,
	goalpost(v.value, v.worst, v.best)::numeric(9,6) AS score,
	CASE WHEN v.knock_out IS NULL THEN false WHEN v.best > v.worst THEN v.value < v.knock_out ELSE v.value > v.knock_out END AS is_knock_out
FROM (SELECT worth.account_id, c.*, judged.raters, judged.disagreement,
			 CASE WHEN c.metric IS NULL THEN judged.value ELSE metric.value END AS value,
			 -- a probability or margin that cannot be is not known, rather than the end of the view for all accounts
			 weighted_score(worth.potential, CASE WHEN worth.probability BETWEEN 0 AND 1 THEN worth.probability END,
				CASE WHEN worth.profitability <= 1 THEN worth.profitability END) AS expected_value
	  FROM worth
	  CROSS JOIN criterion AS c
	  LEFT JOIN metric ON metric.account_id = worth.account_id AND metric.metric = c.metric
	  LEFT JOIN judged ON judged.account_id = worth.account_id AND judged.criterion = c.criterion AND c.metric IS NULL) AS v
WHERE v.weight > 0 OR v.knock_out IS NOT NULL;

COMMENT ON VIEW criterion_score IS 'each criterion of each account on its scale; what eligibility and eligibility_detail are made of';
COMMENT ON COLUMN criterion_score.account_id IS 'key of the account';
COMMENT ON COLUMN criterion_score.expected_value IS 'expected value of the account, in the base currency: the same in all its rows';
COMMENT ON COLUMN criterion_score.criterion IS 'criterion';
COMMENT ON COLUMN criterion_score.family IS 'its family';
COMMENT ON COLUMN criterion_score.position IS 'order in lists';
COMMENT ON COLUMN criterion_score.metric IS 'metric; NULL if people assess it';
COMMENT ON COLUMN criterion_score.weight IS 'weight';
COMMENT ON COLUMN criterion_score.value IS 'value in the unit of the metric; the mean of the raters from 1 to 5; NULL if not known';
COMMENT ON COLUMN criterion_score.raters IS 'people who assessed it';
COMMENT ON COLUMN criterion_score.disagreement IS 'highest less lowest assessment';
COMMENT ON COLUMN criterion_score.score IS 'value between the goalposts, 0 to 100; NULL if not known';
COMMENT ON COLUMN criterion_score.is_knock_out IS 'the value is worse than the knock-out; NULL if not known';
