-- Where the active plans are, by what their milestones are worth
CREATE VIEW plan_progress AS
SELECT m.account_id, a.name, m.plan_id, m.version, m.title, m.starts_on, m.ends_on,
	count(m.milestone_id)::integer AS milestones,
	(count(*) FILTER (WHERE m.done_on <= m.as_of))::integer AS milestones_done,
	(count(*) FILTER (WHERE m.due_on <= m.as_of AND NOT coalesce(m.done_on <= m.as_of, false)))::integer AS milestones_late,
	sum(m.value)::numeric(18,2) AS value,
	planned_value(plan_agg(m.value, m.realised, m.due_on, m.done_on), m.as_of)::numeric(18,2) AS planned_value,
	earned_value(plan_agg(m.value, m.realised, m.due_on, m.done_on), m.as_of)::numeric(18,2) AS earned_value,
	(sum(coalesce(m.realised, m.value)) FILTER (WHERE m.done_on <= m.as_of))::numeric(18,2) AS realised_value,
	plan_value_index(m.value, m.realised, m.due_on, m.done_on, m.as_of)::numeric(24,6) AS value_index,
	plan_time_index(m.value, m.realised, m.due_on, m.done_on, m.began_on, m.as_of)::numeric(12,6) AS time_index,
	plan_realisation(m.value, m.realised, m.due_on, m.done_on, m.as_of)::numeric(24,6) AS realisation_rate,
	plan_slip(m.value, m.realised, m.due_on, m.done_on, m.as_of)::numeric(12,2) AS slip_days,
	plan_velocity(m.value, m.realised, m.due_on, m.done_on, m.velocity_from, m.as_of)::numeric(18,2) AS velocity,
	plan_velocity_ratio(m.value, m.realised, m.due_on, m.done_on, m.velocity_from, m.as_of)::numeric(24,6) AS velocity_rate,
	(count(m.milestone_id) FILTER (WHERE m.due_on IS NULL))::integer AS unscheduled_milestones,
	(count(m.milestone_id) FILTER (WHERE m.value IS NULL))::integer AS unvalued_milestones
FROM (SELECT g.group_id AS account_id, l.plan_id, l.version, l.title, l.starts_on, l.ends_on, p.as_of,
			 greatest(l.starts_on, p.as_of - p.velocity_days) AS velocity_from,
			 s.milestone_id, s.value, s.realised, s.due_on, s.done_on,
			 -- a plan that has something due before its start has begun by then
			 least(l.starts_on, min(s.due_on) OVER (PARTITION BY l.plan_id)) AS began_on
	  FROM parameter AS p
	  JOIN plan AS l ON l.approved_on <= p.as_of AND (l.closed_on > p.as_of OR l.closed_on IS NULL)
	  JOIN account_group AS g ON g.account_id = l.account_id AND NOT g.is_internal
	  LEFT JOIN milestone AS s ON s.plan_id = l.plan_id) AS m
JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = m.account_id
GROUP BY m.account_id, a.name, m.plan_id, m.version, m.title, m.starts_on, m.ends_on, m.as_of;

COMMENT ON VIEW plan_progress IS 'where active plans are, by the value of their milestones; one row per active plan';
COMMENT ON COLUMN plan_progress.account_id IS 'key of the account';
COMMENT ON COLUMN plan_progress.name IS 'its name';
COMMENT ON COLUMN plan_progress.plan_id IS 'key of the plan';
COMMENT ON COLUMN plan_progress.version IS 'its version';
COMMENT ON COLUMN plan_progress.title IS 'its title';
COMMENT ON COLUMN plan_progress.starts_on IS 'first day of the plan';
COMMENT ON COLUMN plan_progress.ends_on IS 'first day after it';
COMMENT ON COLUMN plan_progress.milestones IS 'milestones';
COMMENT ON COLUMN plan_progress.milestones_done IS 'of these, done by as_of';
COMMENT ON COLUMN plan_progress.milestones_late IS 'of these, due by as_of and not done';
COMMENT ON COLUMN plan_progress.value IS 'value expected of all, in the base currency';
COMMENT ON COLUMN plan_progress.planned_value IS 'value of the milestones due by as_of, in the base currency';
COMMENT ON COLUMN plan_progress.earned_value IS 'what those done by then count for, each at most its value, in the base currency';
COMMENT ON COLUMN plan_progress.realised_value IS 'what those done by then brought, in the base currency; NULL if none is done';
COMMENT ON COLUMN plan_progress.value_index IS 'earned value / planned value, ratio; NULL while nothing is due';
COMMENT ON COLUMN plan_progress.time_index IS 'earned schedule / days gone, ratio; below 1 the plan is late';
COMMENT ON COLUMN plan_progress.realisation_rate IS 'what the milestones both due and done have brought / planned value, ratio';
COMMENT ON COLUMN plan_progress.slip_days IS 'days that what is due is late, weighted by value; negative if early';
COMMENT ON COLUMN plan_progress.velocity IS 'value earned per day over the setting velocity_days, in the base currency';
COMMENT ON COLUMN plan_progress.velocity_rate IS 'value earned / value due in that time, ratio';
COMMENT ON COLUMN plan_progress.unscheduled_milestones IS 'milestones without a due date, which count for nothing';
COMMENT ON COLUMN plan_progress.unvalued_milestones IS 'milestones without a value, which count for nothing';
