-- How far the active plan of an account is. A group may have several, of its members.
CREATE VIEW account_plan AS
SELECT m.account_id,
	plan_time_index(m.value, m.realised, m.due_on, m.done_on, m.starts_on, m.as_of) AS plan_time_index,
	plan_value_index(m.value, m.realised, m.due_on, m.done_on, m.as_of) AS plan_value_index
FROM (SELECT g.group_id AS account_id, s.value, s.realised, s.due_on, s.done_on, p.as_of,
			 -- a plan that has something due before its start has begun by then
			 least(min(l.starts_on) OVER w, min(s.due_on) OVER w) AS starts_on
	  FROM parameter AS p
	  JOIN plan AS l ON l.approved_on <= p.as_of AND (l.closed_on > p.as_of OR l.closed_on IS NULL)
	  JOIN account_group AS g ON g.account_id = l.account_id AND NOT g.is_internal
	  JOIN milestone AS s ON s.plan_id = l.plan_id
	  WINDOW w AS (PARTITION BY g.group_id)) AS m
GROUP BY m.account_id;

COMMENT ON VIEW account_plan IS 'how far active plans are; one row per account with milestones';
COMMENT ON COLUMN account_plan.account_id IS 'key of the account';
COMMENT ON COLUMN account_plan.plan_time_index IS 'earned schedule per day gone, ratio; below 1 it is late';
COMMENT ON COLUMN account_plan.plan_value_index IS 'earned value / planned value, ratio; NULL while nothing is due';
