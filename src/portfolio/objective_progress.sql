-- What active plans are to reach, and where the figures of the sources are now
CREATE VIEW objective_progress AS
SELECT o.account_id, a.name, o.plan_id, o.objective_id, o.title, o.metric, o.baseline, o.target,
	v.value AS current_value,
	(CASE WHEN o.baseline IS NOT NULL THEN (v.value - o.baseline) / (o.target - o.baseline) END)::numeric(38,6) AS progress_rate,
	CASE WHEN o.baseline IS NULL THEN NULL WHEN o.target > o.baseline THEN v.value >= o.target ELSE v.value <= o.target END AS is_met,
	coalesce(o.due_on, o.ends_on) AS due_on,
	coalesce(o.due_on, o.ends_on) - o.as_of AS days_left
FROM (SELECT g.group_id AS account_id, b.*, l.ends_on, p.as_of
	  FROM parameter AS p
	  JOIN plan AS l ON l.approved_on <= p.as_of AND (l.closed_on > p.as_of OR l.closed_on IS NULL)
	  JOIN account_group AS g ON g.account_id = l.account_id AND NOT g.is_internal
	  JOIN objective AS b ON b.plan_id = l.plan_id) AS o
JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = o.account_id
LEFT JOIN account_metric AS v ON v.account_id = o.account_id AND v.metric = o.metric;

COMMENT ON VIEW objective_progress IS 'the objectives of active plans, and what the sources say now; one row per objective';
COMMENT ON COLUMN objective_progress.account_id IS 'key of the account';
COMMENT ON COLUMN objective_progress.name IS 'its name';
COMMENT ON COLUMN objective_progress.plan_id IS 'key of the plan';
COMMENT ON COLUMN objective_progress.objective_id IS 'key of the objective';
COMMENT ON COLUMN objective_progress.title IS 'the objective in words';
COMMENT ON COLUMN objective_progress.metric IS 'metric of account_metric that measures it';
COMMENT ON COLUMN objective_progress.baseline IS 'value when the plan was made, in the unit of the metric';
COMMENT ON COLUMN objective_progress.target IS 'value to be reached';
COMMENT ON COLUMN objective_progress.current_value IS 'value on the day of kam.as_of(), computed; NULL if not known';
COMMENT ON COLUMN objective_progress.progress_rate IS '(current value - baseline) / (target - baseline), ratio; NULL without a baseline';
COMMENT ON COLUMN objective_progress.is_met IS 'the target is reached, from the side of the baseline; NULL without one, or if the value is not known';
COMMENT ON COLUMN objective_progress.due_on IS 'by when; the end of the plan if nothing else is said';
COMMENT ON COLUMN objective_progress.days_left IS 'days until then; negative once it has passed';
