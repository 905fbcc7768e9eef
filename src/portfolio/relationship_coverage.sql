-- Whom we know at key accounts. Opinions count for the setting opinion_months.
CREATE VIEW relationship_coverage AS
SELECT k.account_id, k.name, k.account_manager,
	count(s.stakeholder_id)::integer AS stakeholders,
	(count(*) FILTER (WHERE s.level = 'executive'))::integer AS executives,
	(count(*) FILTER (WHERE s.level = 'procurement'))::integer AS procurement,
	(count(*) FILTER (WHERE s.level = 'business'))::integer AS business,
	count(DISTINCT s.level)::integer AS levels,
	(count(*) FILTER (WHERE s.in_contact))::integer AS in_contact,
	count(*) FILTER (WHERE s.in_contact) <= 1 AS is_single_threaded,
	(count(*) FILTER (WHERE s.stance = 'champion'))::integer AS champions,
	(count(*) FILTER (WHERE s.stance = 'champion' AND NOT s.in_contact))::integer AS silent_champions,
	(count(*) FILTER (WHERE s.stance IN ('sceptic', 'opponent')))::integer AS adversaries,
	(count(*) FILTER (WHERE s.decision_role = 'decides'))::integer AS deciders,
	(count(*) FILTER (WHERE s.decision_role = 'decides' AND s.in_contact))::integer AS deciders_in_contact,
	(sum(s.influence::numeric * CASE s.stance WHEN 'champion' THEN 1 WHEN 'supporter' THEN 0.5 WHEN 'neutral' THEN 0 WHEN 'sceptic' THEN -0.5 WHEN 'opponent' THEN -1 END)
		/ nullif(sum(s.influence) FILTER (WHERE s.stance IS NOT NULL), 0))::numeric(9,6) AS support_balance,
	(count(s.stakeholder_id) FILTER (WHERE s.stance IS NULL))::integer AS stance_unknown
FROM programme AS k
LEFT JOIN (SELECT g.group_id, h.stakeholder_id, h.level,
				  coalesce(h.last_contact_on > p.contact_since AND h.last_contact_on <= p.as_of, false) AS in_contact,
				  CASE WHEN h.assessed_on > p.opinion_since AND h.assessed_on <= p.as_of THEN h.influence END AS influence,
				  CASE WHEN h.assessed_on > p.opinion_since AND h.assessed_on <= p.as_of THEN h.stance END AS stance,
				  CASE WHEN h.assessed_on > p.opinion_since AND h.assessed_on <= p.as_of THEN h.decision_role END AS decision_role
		   FROM parameter AS p
		   JOIN stakeholder AS h ON h.starts_on <= p.as_of AND (h.ends_on > p.as_of OR h.ends_on IS NULL)
		   JOIN account_group AS g ON g.account_id = h.account_id) AS s ON s.group_id = k.account_id
GROUP BY k.account_id, k.name, k.account_manager;

COMMENT ON VIEW relationship_coverage IS 'whom we know at key accounts and how they stand to us; one row per key account';
COMMENT ON COLUMN relationship_coverage.account_id IS 'key of the account';
COMMENT ON COLUMN relationship_coverage.name IS 'its name';
COMMENT ON COLUMN relationship_coverage.account_manager IS 'who manages it';
COMMENT ON COLUMN relationship_coverage.stakeholders IS 'stakeholders of the day';
COMMENT ON COLUMN relationship_coverage.executives IS 'of level executive';
COMMENT ON COLUMN relationship_coverage.procurement IS 'of level procurement';
COMMENT ON COLUMN relationship_coverage.business IS 'of level business';
COMMENT ON COLUMN relationship_coverage.levels IS 'levels on which we know somebody, 0 to 3';
COMMENT ON COLUMN relationship_coverage.in_contact IS 'stakeholders with contact within the setting contact_months';
COMMENT ON COLUMN relationship_coverage.is_single_threaded IS 'there is contact with one stakeholder at most';
COMMENT ON COLUMN relationship_coverage.champions IS 'champions';
COMMENT ON COLUMN relationship_coverage.silent_champions IS 'champions without contact within contact_months';
COMMENT ON COLUMN relationship_coverage.adversaries IS 'sceptics and opponents';
COMMENT ON COLUMN relationship_coverage.deciders IS 'stakeholders who decide';
COMMENT ON COLUMN relationship_coverage.deciders_in_contact IS 'of these, with contact within contact_months';
COMMENT ON COLUMN relationship_coverage.support_balance IS 'stance from -1 (opponent) to 1 (champion), weighted by influence; NULL if not known of anybody';
COMMENT ON COLUMN relationship_coverage.stance_unknown IS 'stakeholders whose stance is not known';
