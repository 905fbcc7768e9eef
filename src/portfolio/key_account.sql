-- Which accounts are in the programme, and since when
CREATE TABLE key_account (
	account_id account_key NOT NULL,
	starts_on date NOT NULL DEFAULT current_date,
	ends_on date,
	tier text,
	note text,
	PRIMARY KEY (account_id, starts_on),
	CHECK (ends_on > starts_on)
);
CREATE UNIQUE INDEX key_account_once ON key_account (account_id) WHERE ends_on IS NULL;

COMMENT ON TABLE key_account IS 'the accounts of the programme';
COMMENT ON COLUMN key_account.account_id IS 'key of the account';
COMMENT ON COLUMN key_account.starts_on IS 'first day as a key account';
COMMENT ON COLUMN key_account.ends_on IS 'first day after it; NULL while it is one';
COMMENT ON COLUMN key_account.tier IS 'tier of the programme';
COMMENT ON COLUMN key_account.note IS 'note';
