-- What can be set: one row each, with its range
CREATE TABLE setting (
	name text PRIMARY KEY,
	value text NOT NULL,
	type text NOT NULL CHECK (type IN ('integer', 'number', 'boolean', 'text')),
	lowest numeric,
	highest numeric,
	choices text[],
	unit text NOT NULL,
	comment text NOT NULL,
	CONSTRAINT setting_in_range CHECK (
		CASE type
			WHEN 'integer' THEN value ~ '^-?[0-9]{1,9}$' AND value::numeric BETWEEN coalesce(lowest, '-Infinity') AND coalesce(highest, 'Infinity')
			WHEN 'number' THEN value ~ '^-?[0-9]{1,15}([.][0-9]{1,15})?$' AND value::numeric BETWEEN coalesce(lowest, '-Infinity') AND coalesce(highest, 'Infinity')
			WHEN 'boolean' THEN value IN ('true', 'false')
			ELSE value = ANY (coalesce(choices, ARRAY[value]))
		END)
);

COMMENT ON TABLE setting IS 'what can be set in this portfolio: UPDATE value; the views follow at once';
COMMENT ON COLUMN setting.name IS 'name of the setting';
COMMENT ON COLUMN setting.value IS 'its value, as text';
COMMENT ON COLUMN setting.type IS 'integer, number, boolean (true or false) or text';
COMMENT ON COLUMN setting.lowest IS 'lowest value allowed';
COMMENT ON COLUMN setting.highest IS 'highest value allowed';
COMMENT ON COLUMN setting.choices IS 'values allowed; NULL for any';
COMMENT ON COLUMN setting.unit IS 'unit of the value';
COMMENT ON COLUMN setting.comment IS 'what it does';

-- A limit that is enforced must hold already, and names that are not wanted go at once.
CREATE CONSTRAINT TRIGGER enforce_limits AFTER UPDATE ON setting
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
	WHEN (NEW.name ~ '^(enforce|least|most)_|^committee_months$') EXECUTE FUNCTION portfolio_enforce_limits();
-- A row that is put back in place of a deleted one counts at once: nothing waits for a
-- transaction that makes a portfolio.
CREATE CONSTRAINT TRIGGER enforce_limits_inserted AFTER INSERT ON setting
	DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW
	WHEN (NEW.name ~ '^(enforce|least|most)_|^committee_months$') EXECUTE FUNCTION portfolio_enforce_limits();
CREATE TRIGGER pseudonymise AFTER INSERT OR UPDATE ON setting
	FOR EACH ROW WHEN (NEW.name = 'pseudonymous_people' AND NEW.value = 'true') EXECUTE FUNCTION portfolio_pseudonymise();
