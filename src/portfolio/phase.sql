-- The phases that an account goes through. Each row points to the one before, and none to
-- the same: so no two sessions can add to a sequence what does not go together.
CREATE TABLE phase (
	account_id account_key NOT NULL,
	phase text NOT NULL CHECK (phase IN ('discovery', 'value proposition', 'execution', 'expansion')),
	starts_on date NOT NULL DEFAULT current_date CHECK (isfinite(starts_on)),
	previous_phase text,
	previous_starts_on date,
	note text,
	PRIMARY KEY (account_id, starts_on),
	UNIQUE (account_id, starts_on, phase),
	CHECK (previous_starts_on < starts_on AND (previous_phase IS NULL) = (previous_starts_on IS NULL)),
	CONSTRAINT phase_follows_one UNIQUE NULLS NOT DISTINCT (account_id, previous_starts_on),
	CONSTRAINT phase_previous FOREIGN KEY (account_id, previous_starts_on, previous_phase) REFERENCES phase (account_id, starts_on, phase) ON UPDATE CASCADE,
	CONSTRAINT phase_may_follow FOREIGN KEY (previous_phase, phase) REFERENCES phase_transition (from_phase, to_phase)
);

CREATE TRIGGER follow BEFORE INSERT ON phase
	FOR EACH ROW EXECUTE FUNCTION portfolio_follow_phase();

COMMENT ON TABLE phase IS 'the phases of accounts, entered in order; each lasts until the next one starts';
COMMENT ON COLUMN phase.account_id IS 'key of the account';
COMMENT ON COLUMN phase.phase IS 'discovery, value proposition, execution or expansion';
COMMENT ON COLUMN phase.starts_on IS 'first day';
COMMENT ON COLUMN phase.previous_phase IS 'the phase before, filled in by itself; phase_transition says which may be';
COMMENT ON COLUMN phase.previous_starts_on IS 'its first day, filled in by itself; NULL for the first phase';
COMMENT ON COLUMN phase.note IS 'note';
