-- The phases of accounts up to the day, and how long each took
CREATE VIEW phase_progress AS
SELECT f.account_id, a.name, f.step_no::integer AS step_no, f.phase, f.starts_on, f.ends_on,
	coalesce(f.ends_on, f.as_of) - f.starts_on AS days,
	f.ends_on IS NULL AS is_current
FROM (SELECT s.account_id, s.phase, s.starts_on, p.as_of,
			 row_number() OVER w AS step_no, lead(s.starts_on) OVER w AS ends_on
	  FROM parameter AS p
	  JOIN phase AS s ON s.starts_on <= p.as_of
	  WINDOW w AS (PARTITION BY s.account_id ORDER BY s.starts_on)) AS f
LEFT JOIN (SELECT DISTINCT ON (account_id) account_id, name FROM account ORDER BY account_id, parent_account_id) AS a ON a.account_id = f.account_id;

COMMENT ON VIEW phase_progress IS 'the phases of accounts up to the day of kam.as_of(); one row per account and phase';
COMMENT ON COLUMN phase_progress.account_id IS 'key of the account, as it is entered';
COMMENT ON COLUMN phase_progress.name IS 'its name';
COMMENT ON COLUMN phase_progress.step_no IS 'number of the phase in the order of the account, from 1';
COMMENT ON COLUMN phase_progress.phase IS 'discovery, value proposition, execution or expansion';
COMMENT ON COLUMN phase_progress.starts_on IS 'first day';
COMMENT ON COLUMN phase_progress.ends_on IS 'first day of the next phase; NULL for the current one';
COMMENT ON COLUMN phase_progress.days IS 'days that it took, or has taken so far';
COMMENT ON COLUMN phase_progress.is_current IS 'the account is in this phase';
