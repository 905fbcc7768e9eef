-- Which accounts are in the programme, and since when
CREATE TABLE key_account (
	account_id account_key NOT NULL,
	starts_on date NOT NULL DEFAULT current_date,
	ends_on date,
	tier text,
	note text,
	PRIMARY KEY (account_id, starts_on),
	CHECK (ends_on > starts_on AND isfinite(starts_on) AND isfinite(ends_on)),
	CONSTRAINT key_account_once EXCLUDE USING gist (exclusive_days(starts_on, ends_on, account_id::text) WITH &&)
);

CREATE TRIGGER key_account_once BEFORE INSERT OR UPDATE ON key_account
	FOR EACH ROW EXECUTE FUNCTION portfolio_refuse_overlap('starts_on', 'ends_on', 'account_id');

CREATE TRIGGER warn_inserted AFTER INSERT ON key_account
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION portfolio_warn_limits();
CREATE TRIGGER warn_updated AFTER UPDATE ON key_account
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION portfolio_warn_limits();
CREATE CONSTRAINT TRIGGER enforce_limits AFTER INSERT OR UPDATE OR DELETE ON key_account
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portfolio_enforce_limits();
CREATE TRIGGER enforce_limits_truncated AFTER TRUNCATE ON key_account
	FOR EACH STATEMENT EXECUTE FUNCTION portfolio_enforce_limits();

COMMENT ON TABLE key_account IS 'the accounts of the programme; one row per account and time in it, and no two at once';
COMMENT ON COLUMN key_account.account_id IS 'key of the account';
COMMENT ON COLUMN key_account.starts_on IS 'first day as a key account';
COMMENT ON COLUMN key_account.ends_on IS 'first day after it; NULL while it is one';
COMMENT ON COLUMN key_account.tier IS 'tier of the programme';
COMMENT ON COLUMN key_account.note IS 'note';
