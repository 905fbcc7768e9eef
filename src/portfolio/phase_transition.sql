-- Which phase may follow which: rows of the programme's to change
CREATE TABLE phase_transition (
	from_phase text NOT NULL CHECK (from_phase IN ('discovery', 'value proposition', 'execution', 'expansion')),
	to_phase text NOT NULL CHECK (to_phase IN ('discovery', 'value proposition', 'execution', 'expansion')),
	PRIMARY KEY (from_phase, to_phase),
	CHECK (from_phase <> to_phase)
);

INSERT INTO phase_transition VALUES
	('discovery', 'value proposition'),
	('value proposition', 'execution'),
	('execution', 'expansion'),
	('value proposition', 'discovery'),
	('execution', 'value proposition'),
	('expansion', 'value proposition'),
	('expansion', 'execution');

COMMENT ON TABLE phase_transition IS 'which phase may follow which: forward one at a time, and back';
COMMENT ON COLUMN phase_transition.from_phase IS 'phase';
COMMENT ON COLUMN phase_transition.to_phase IS 'phase that may follow it';
