-- Reviews that are kept as they were
CREATE TABLE review (
	account_id account_key NOT NULL,
	quarter date NOT NULL CHECK (quarter = date_trunc('quarter', quarter::timestamp)::date),
	document jsonb NOT NULL CHECK (jsonb_typeof(document) = 'object'),
	kept_on date NOT NULL DEFAULT current_date CHECK (isfinite(kept_on)),
	PRIMARY KEY (account_id, quarter)
);

COMMENT ON TABLE review IS 'account reviews as they were held: kam.account_review returns these, whatever has been booked since';
COMMENT ON COLUMN review.account_id IS 'key of the account';
COMMENT ON COLUMN review.quarter IS 'first day of the quarter';
COMMENT ON COLUMN review.document IS 'what kam.account_review returned; its stakeholders hold opinions, without names';
COMMENT ON COLUMN review.kept_on IS 'when it was kept';
