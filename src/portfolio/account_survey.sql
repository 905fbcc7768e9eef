-- Answers given in the window
CREATE VIEW account_survey AS
SELECT g.group_id AS account_id,
	nps(s.score) FILTER (WHERE s.kind = 'nps') AS nps,
	count(s.score) FILTER (WHERE s.kind = 'nps') AS nps_answers,
	csat(s.score, p.csat_cut) FILTER (WHERE s.kind = 'csat') AS csat,
	count(s.score) FILTER (WHERE s.kind = 'csat') AS csat_answers
FROM parameter AS p
JOIN survey AS s ON s.answered_on >= p.starts_on AND s.answered_on < p.until
JOIN account_group AS g ON g.account_id = s.account_id AND NOT g.is_internal
GROUP BY g.group_id;

COMMENT ON VIEW account_survey IS 'answers of the window; one row per account with answers';
COMMENT ON COLUMN account_survey.account_id IS 'key of the account';
COMMENT ON COLUMN account_survey.nps IS 'net promoter score, -1 to 1';
COMMENT ON COLUMN account_survey.nps_answers IS 'answers behind nps';
COMMENT ON COLUMN account_survey.csat IS 'share of satisfied answers, 0 to 1';
COMMENT ON COLUMN account_survey.csat_answers IS 'answers behind csat';
