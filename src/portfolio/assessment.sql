-- What people think of an account, by criteria that no figure measures
CREATE TABLE assessment (
	account_id account_key NOT NULL,
	criterion text NOT NULL REFERENCES criterion ON UPDATE CASCADE ON DELETE CASCADE,
	rater text NOT NULL DEFAULT current_user,
	assessed_on date NOT NULL DEFAULT current_date,
	score numeric(3,2) NOT NULL CHECK (score BETWEEN 1 AND 5),
	note text,
	PRIMARY KEY (account_id, criterion, rater, assessed_on)
);

COMMENT ON TABLE assessment IS 'what people think of an account; of each rater the last assessment up to kam.as_of() counts';
COMMENT ON COLUMN assessment.account_id IS 'key of the customer';
COMMENT ON COLUMN assessment.criterion IS 'criterion without a metric';
COMMENT ON COLUMN assessment.rater IS 'who assessed it';
COMMENT ON COLUMN assessment.assessed_on IS 'when';
COMMENT ON COLUMN assessment.score IS '1 to 5; the criterion says which end is the good one';
COMMENT ON COLUMN assessment.note IS 'why';
