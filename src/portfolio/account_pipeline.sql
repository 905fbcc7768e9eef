-- Opportunities that are not decided
CREATE VIEW account_pipeline AS
SELECT g.group_id AS account_id,
	count(*) AS opportunities,
	sum(o.amount) AS open_pipeline,
	sum(o.amount * o.probability) AS weighted_pipeline
FROM parameter AS p
JOIN opportunity AS o ON (o.created_on <= p.as_of OR o.created_on IS NULL)
	AND NOT coalesce(o.is_closed, false) AND NOT coalesce(o.is_won, false)
JOIN account_group AS g ON g.account_id = o.account_id AND NOT g.is_internal
GROUP BY g.group_id;

COMMENT ON VIEW account_pipeline IS 'opportunities that are not decided; one row per account that has any';
COMMENT ON COLUMN account_pipeline.account_id IS 'key of the account';
COMMENT ON COLUMN account_pipeline.opportunities IS 'open opportunities';
COMMENT ON COLUMN account_pipeline.open_pipeline IS 'their amounts, in the base currency';
COMMENT ON COLUMN account_pipeline.weighted_pipeline IS 'their amounts times their probabilities, in the base currency';
