-- When to raise the alarm: rows of the programme's to change. Between raise_at and clear_at
-- nothing happens, so that a figure on the edge does not ring all the time.
CREATE TABLE alert_rule (
	rule text PRIMARY KEY CHECK (rule <> ''),
	metric text NOT NULL CHECK (portfolio_is_metric(metric) OR metric IN ('governance_gaps', 'days_to_notice', 'silent_champions', 'plan_value_index')),
	raise_at numeric(24,6) NOT NULL CHECK (raise_at BETWEEN -1e17 AND 1e17),
	clear_at numeric(24,6) NOT NULL CHECK (clear_at BETWEEN -1e17 AND 1e17),
	comment text NOT NULL,
	CONSTRAINT alert_rule_band CHECK (raise_at <> clear_at)
);

INSERT INTO alert_rule VALUES
	('revenue shrinks', 'nrr', 0.9, 0.95, 'net revenue retention'),
	('margin is thin', 'contribution_margin_rate', 0.1, 0.15, 'contribution margin / revenue'),
	('dependency', 'revenue_share', 0.2, 0.18, 'its share of our revenue'),
	('unhappy', 'nps', 0, 0.1, 'net promoter score'),
	('promises missed', 'sla_attainment', 0.9, 0.95, 'share of promises kept'),
	-- by value: between two distant due dates the time index falls although nothing is late
	('plan is behind', 'plan_value_index', 0.8, 0.9, 'earned value / planned value'),
	('notice is near', 'days_to_notice', 60, 90, 'days until notice of a contract is due'),
	('badly governed', 'governance_gaps', 2.5, 1.5, 'rows of governance_gap'),
	('champion is silent', 'silent_champions', 0.5, 0.4, 'champions without contact');

COMMENT ON TABLE alert_rule IS 'when to raise an alert about a key account, and when to clear it';
COMMENT ON COLUMN alert_rule.rule IS 'name of the rule';
COMMENT ON COLUMN alert_rule.metric IS 'metric of account_metric, or governance_gaps, days_to_notice, silent_champions, plan_value_index';
COMMENT ON COLUMN alert_rule.raise_at IS 'an alert is raised when the value is beyond this, in the unit of the metric';
COMMENT ON COLUMN alert_rule.clear_at IS 'and cleared when it is back at this; above raise_at if low values are bad, below it if high ones are';
COMMENT ON COLUMN alert_rule.comment IS 'what is meant';
