-- What has changed since kam.refresh_alerts last looked, and what is still open. An alert of an
-- account that has left the programme is cleared; one whose value is not known stays as it is.
CREATE VIEW alerts AS
WITH metric AS MATERIALIZED (
	SELECT account_id, metric, value FROM account_metric
), signal AS (
	SELECT k.account_id, r.rule, r.raise_at, r.clear_at,
		CASE r.metric
			WHEN 'governance_gaps' THEN coalesce(g.gaps, 0)
			WHEN 'silent_champions' THEN s.silent_champions
			WHEN 'plan_value_index' THEN q.plan_value_index
			-- where contracts are known, none with a day of notice ahead is nothing to be near
			WHEN 'days_to_notice' THEN CASE WHEN EXISTS (SELECT FROM contract) THEN coalesce(i.notice_on - p.as_of, 9999) END
			ELSE m.value END AS value
	FROM programme AS k
	CROSS JOIN parameter AS p
	CROSS JOIN alert_rule AS r
	LEFT JOIN metric AS m ON m.account_id = k.account_id AND m.metric = r.metric
	LEFT JOIN account_contract AS i ON i.account_id = k.account_id
	LEFT JOIN relationship_coverage AS s ON s.account_id = k.account_id
	LEFT JOIN account_plan AS q ON q.account_id = k.account_id
	LEFT JOIN (SELECT account_id, count(*) AS gaps FROM governance_gap GROUP BY account_id) AS g ON g.account_id = k.account_id
)
SELECT c.alert_id, c.account_id, a.name, k.account_manager, c.rule, r.metric, c.change, c.value, c.noted_value,
	r.raise_at, r.clear_at,
	coalesce(c.raised_on, c.as_of) AS raised_on,
	c.as_of - coalesce(c.raised_on, c.as_of) AS days_open,
	c.acknowledged_by, c.acknowledged_on
FROM (SELECT t.alert_id, coalesce(t.account_id, s.account_id) AS account_id, coalesce(t.rule, s.rule) AS rule,
			 s.value::numeric(24,6) AS value, t.noted_value, t.raised_on, t.acknowledged_by, t.acknowledged_on, p.as_of,
			 CASE
				WHEN t.alert_id IS NULL THEN CASE WHEN CASE WHEN s.raise_at < s.clear_at THEN s.value < s.raise_at ELSE s.value > s.raise_at END THEN 'raised' END
				WHEN s.rule IS NULL THEN 'cleared'
				WHEN CASE WHEN s.raise_at < s.clear_at THEN s.value >= s.clear_at ELSE s.value <= s.clear_at END THEN 'cleared'
				-- worse is as much again as from one end of the band to the other
				WHEN (s.value - t.noted_value) / (s.raise_at - s.clear_at) >= 1 THEN 'worse'
				ELSE 'unchanged' END AS change
	  FROM (SELECT o.* FROM parameter AS d JOIN alert AS o ON o.raised_on <= d.as_of AND (o.cleared_on > d.as_of OR o.cleared_on IS NULL)) AS t
	  FULL JOIN signal AS s ON s.account_id = t.account_id AND s.rule = t.rule
	  CROSS JOIN parameter AS p) AS c
JOIN alert_rule AS r ON r.rule = c.rule
LEFT JOIN programme AS k ON k.account_id = c.account_id
LEFT JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = c.account_id
WHERE c.change IS NOT NULL;

COMMENT ON VIEW alerts IS 'open alerts about key accounts, and what has changed since kam.refresh_alerts last looked; one row per account and rule';
COMMENT ON COLUMN alerts.alert_id IS 'key of the alert; NULL for one that is still to be raised';
COMMENT ON COLUMN alerts.account_id IS 'key of the account';
COMMENT ON COLUMN alerts.name IS 'its name';
COMMENT ON COLUMN alerts.account_manager IS 'who manages it';
COMMENT ON COLUMN alerts.rule IS 'the rule';
COMMENT ON COLUMN alerts.metric IS 'its metric';
COMMENT ON COLUMN alerts.change IS 'raised, worse, cleared or unchanged since the last look';
COMMENT ON COLUMN alerts.value IS 'value now, in the unit of the metric; NULL if not known';
COMMENT ON COLUMN alerts.noted_value IS 'value when it was raised or last got worse';
COMMENT ON COLUMN alerts.raise_at IS 'beyond this an alert is raised';
COMMENT ON COLUMN alerts.clear_at IS 'at this it is cleared';
COMMENT ON COLUMN alerts.raised_on IS 'day on which it was raised';
COMMENT ON COLUMN alerts.days_open IS 'days since then';
COMMENT ON COLUMN alerts.acknowledged_by IS 'who has seen it';
COMMENT ON COLUMN alerts.acknowledged_on IS 'when';
