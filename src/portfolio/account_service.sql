-- Promises due in the window, as they stood at its end
CREATE VIEW account_service AS
SELECT g.group_id AS account_id,
	sla_attainment(s.resolved_at, s.due_at, p.until::timestamptz) AS sla_attainment,
	count(*) AS promises
FROM parameter AS p
JOIN service_level AS s ON s.due_at >= p.starts_on::timestamptz AND s.due_at < p.until::timestamptz AND NOT coalesce(s.excluded, false)
JOIN account_group AS g ON g.account_id = s.account_id AND NOT g.is_internal
GROUP BY g.group_id;

COMMENT ON VIEW account_service IS 'promises due in the window; one row per account with any';
COMMENT ON COLUMN account_service.account_id IS 'key of the account';
COMMENT ON COLUMN account_service.sla_attainment IS 'share of them that was kept, 0 to 1';
COMMENT ON COLUMN account_service.promises IS 'promises due';
