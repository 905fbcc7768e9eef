-- What active plans assume, against what the ledger says now
CREATE VIEW plan_drift AS
SELECT o.account_id, a.name, o.plan_id, o.version, o.metric, o.lowest, o.highest,
	v.value AS current_value,
	(CASE WHEN v.value < o.lowest THEN v.value - o.lowest WHEN v.value > o.highest THEN v.value - o.highest WHEN v.value IS NOT NULL THEN 0 END)::numeric(24,6) AS drift,
	CASE WHEN v.value < o.lowest THEN 'below' WHEN v.value > o.highest THEN 'above' WHEN v.value IS NOT NULL THEN 'within' ELSE 'not known' END AS verdict
FROM (SELECT g.group_id AS account_id, l.version, b.*
	  FROM parameter AS p
	  JOIN plan AS l ON l.approved_on <= p.as_of AND (l.closed_on > p.as_of OR l.closed_on IS NULL)
	  JOIN account_group AS g ON g.account_id = l.account_id AND NOT g.is_internal
	  JOIN assumption AS b ON b.plan_id = l.plan_id) AS o
JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = o.account_id
LEFT JOIN account_metric AS v ON v.account_id = o.account_id AND v.metric = o.metric;

COMMENT ON VIEW plan_drift IS 'what active plans assume, against what the sources say now; one row per assumption';
COMMENT ON COLUMN plan_drift.account_id IS 'key of the account';
COMMENT ON COLUMN plan_drift.name IS 'its name';
COMMENT ON COLUMN plan_drift.plan_id IS 'key of the plan';
COMMENT ON COLUMN plan_drift.version IS 'its version';
COMMENT ON COLUMN plan_drift.metric IS 'metric that something is assumed of';
COMMENT ON COLUMN plan_drift.lowest IS 'lowest value assumed, in the unit of the metric; NULL for any';
COMMENT ON COLUMN plan_drift.highest IS 'highest value assumed; NULL for any';
COMMENT ON COLUMN plan_drift.current_value IS 'value on the day of kam.as_of(), computed; NULL if not known';
COMMENT ON COLUMN plan_drift.drift IS 'how far the value is outside: negative below, 0 within; NULL if not known';
COMMENT ON COLUMN plan_drift.verdict IS 'below, within, above or not known';
