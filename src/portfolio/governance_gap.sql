-- What a key account should have and does not
CREATE VIEW governance_gap AS
WITH steering AS (
	SELECT g.group_id AS account_id,
		max(m.held_on) FILTER (WHERE m.held_on <= p.as_of) AS held_on,
		min(m.planned_on) FILTER (WHERE m.planned_on >= p.as_of AND (m.held_on IS NULL OR m.held_on > p.as_of)
			AND (m.cancelled_on IS NULL OR m.cancelled_on > p.as_of)) AS planned_on
	FROM parameter AS p
	JOIN committee AS c ON c.starts_on <= p.as_of AND (c.ends_on > p.as_of OR c.ends_on IS NULL)
	JOIN account_group AS g ON g.account_id = c.account_id
	LEFT JOIN meeting AS m ON m.committee_id = c.committee_id
	GROUP BY g.group_id
), planned AS (
	SELECT g.group_id AS account_id, min(l.ends_on) AS ends_on, min(greatest(l.reviewed_on, l.approved_on)) AS reviewed_on
	FROM parameter AS p
	JOIN plan AS l ON l.approved_on <= p.as_of AND (l.closed_on > p.as_of OR l.closed_on IS NULL)
	JOIN account_group AS g ON g.account_id = l.account_id
	GROUP BY g.group_id
), entered AS (
	SELECT g.group_id AS account_id, count(DISTINCT k.account_id) AS customers
	FROM parameter AS p
	JOIN key_account AS k ON k.starts_on <= p.as_of AND (k.ends_on > p.as_of OR k.ends_on IS NULL)
	JOIN account_group AS g ON g.account_id = k.account_id
	GROUP BY g.group_id
), phased AS (
	SELECT DISTINCT g.group_id AS account_id
	FROM parameter AS p
	JOIN phase AS f ON f.starts_on <= p.as_of
	JOIN account_group AS g ON g.account_id = f.account_id
)
SELECT k.account_id, k.name, k.account_manager, gap.step_no, gap.gap, gap.since_on
FROM programme AS k
CROSS JOIN parameter AS p
LEFT JOIN steering AS s ON s.account_id = k.account_id
LEFT JOIN planned AS l ON l.account_id = k.account_id
LEFT JOIN entered AS e ON e.account_id = k.account_id
LEFT JOIN phased AS f ON f.account_id = k.account_id
CROSS JOIN LATERAL (VALUES
	(1, 'not in the source account', NOT k.is_account, NULL::date),
	(2, 'entered more than once', e.customers > 1, NULL),
	(3, 'no account manager', k.account_manager IS NULL, NULL),
	(4, 'no executive sponsor', k.executive_sponsor IS NULL, NULL),
	(5, 'no committee', s.account_id IS NULL, NULL),
	(6, 'committee has not met', s.account_id IS NOT NULL AND NOT coalesce(s.held_on > p.committee_since, false), s.held_on),
	(7, 'no meeting planned', s.account_id IS NOT NULL AND NOT coalesce(s.planned_on < p.committee_until, false), s.planned_on),
	(8, 'no plan', l.account_id IS NULL, NULL),
	(9, 'plan has ended', l.ends_on <= p.as_of, l.ends_on),
	(10, 'plan is stale', NOT l.reviewed_on > p.review_since, l.reviewed_on),
	(11, 'no phase', f.account_id IS NULL, NULL)) AS gap (step_no, gap, is_open, since_on)
WHERE gap.is_open;

COMMENT ON VIEW governance_gap IS 'what key accounts should have and do not; one row per account and gap';
COMMENT ON COLUMN governance_gap.account_id IS 'key of the account';
COMMENT ON COLUMN governance_gap.name IS 'its name';
COMMENT ON COLUMN governance_gap.account_manager IS 'who manages it';
COMMENT ON COLUMN governance_gap.step_no IS 'order of gaps';
COMMENT ON COLUMN governance_gap.gap IS 'what is missing';
COMMENT ON COLUMN governance_gap.since_on IS 'day of the last meeting, the next meeting, the end or the last review that it is about; NULL if there was none';
