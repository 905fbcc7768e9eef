-- Who looks after an account
CREATE TABLE responsibility (
	account_id account_key NOT NULL,
	role text NOT NULL CHECK (role IN ('account manager', 'executive sponsor', 'sales', 'marketing', 'product', 'delivery')),
	person text NOT NULL CHECK (person <> ''),
	starts_on date NOT NULL DEFAULT current_date,
	ends_on date,
	time_share numeric(5,4) CHECK (time_share > 0 AND time_share <= 1),
	note text,
	PRIMARY KEY (account_id, role, person, starts_on),
	CHECK (ends_on > starts_on AND isfinite(starts_on) AND isfinite(ends_on)),
	CONSTRAINT responsibility_once EXCLUDE USING gist (exclusive_days(starts_on, ends_on, account_id::text, role, person) WITH &&),
	CONSTRAINT responsibility_of_one EXCLUDE USING gist (exclusive_days(starts_on, ends_on, account_id::text, role) WITH &&)
		WHERE (role IN ('account manager', 'executive sponsor'))
);

CREATE TRIGGER responsibility_of_one BEFORE INSERT OR UPDATE ON responsibility
	FOR EACH ROW WHEN (NEW.role IN ('account manager', 'executive sponsor'))
	EXECUTE FUNCTION portfolio_refuse_overlap('starts_on', 'ends_on', 'account_id', 'role');
CREATE TRIGGER responsibility_once BEFORE INSERT OR UPDATE ON responsibility
	FOR EACH ROW WHEN (NEW.role NOT IN ('account manager', 'executive sponsor'))
	EXECUTE FUNCTION portfolio_refuse_overlap('starts_on', 'ends_on', 'account_id', 'role', 'person');

CREATE TRIGGER warn_inserted AFTER INSERT ON responsibility
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION portfolio_warn_limits();
CREATE TRIGGER warn_updated AFTER UPDATE ON responsibility
	REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION portfolio_warn_limits();
CREATE CONSTRAINT TRIGGER enforce_limits AFTER INSERT OR UPDATE OR DELETE ON responsibility
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION portfolio_enforce_limits();

COMMENT ON TABLE responsibility IS 'who looks after an account; one account manager and one executive sponsor at a time';
COMMENT ON COLUMN responsibility.account_id IS 'key of the account';
COMMENT ON COLUMN responsibility.role IS 'account manager, executive sponsor, or a contributor from sales, marketing, product or delivery';
COMMENT ON COLUMN responsibility.person IS 'who, in our company';
COMMENT ON COLUMN responsibility.starts_on IS 'first day';
COMMENT ON COLUMN responsibility.ends_on IS 'first day after it; NULL if it has no end';
COMMENT ON COLUMN responsibility.time_share IS 'share of the working time that goes into it, above 0 to 1; NULL if not known';
COMMENT ON COLUMN responsibility.note IS 'note';
