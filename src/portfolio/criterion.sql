-- What an account is judged by: its own rows are the programme's to change
CREATE TABLE criterion (
	criterion text PRIMARY KEY,
	family text NOT NULL CHECK (family IN ('potential', 'profitability', 'risk', 'strategic impact', 'fit')),
	position integer NOT NULL,
	weight numeric(9,4) NOT NULL CHECK (weight BETWEEN 0 AND 10000),
	metric text CHECK (portfolio_is_metric(metric)),
	worst numeric NOT NULL CHECK (worst BETWEEN -1e15 AND 1e15),
	best numeric NOT NULL CHECK (best BETWEEN -1e15 AND 1e15),
	knock_out numeric CHECK (knock_out BETWEEN -1e15 AND 1e15),
	comment text NOT NULL,
	CONSTRAINT criterion_goalposts CHECK (worst <> best),
	CONSTRAINT criterion_assessed_1_to_5 CHECK (metric IS NOT NULL OR (worst BETWEEN 1 AND 5 AND best BETWEEN 1 AND 5))
);

COMMENT ON TABLE criterion IS 'what an account is judged by: UPDATE, INSERT or DELETE; the views follow at once';
COMMENT ON COLUMN criterion.criterion IS 'name of the criterion';
COMMENT ON COLUMN criterion.family IS 'potential, profitability, risk, strategic impact or fit';
COMMENT ON COLUMN criterion.position IS 'order in lists';
COMMENT ON COLUMN criterion.weight IS 'weight, in any unit: what counts is its share of all; 0 leaves the criterion out';
COMMENT ON COLUMN criterion.metric IS 'metric of account_metric, among them measure:NAME of the source measure; NULL: people assess it, from 1 to 5';
COMMENT ON COLUMN criterion.worst IS 'value that scores 0, in the unit of the metric';
COMMENT ON COLUMN criterion.best IS 'value that scores 100; below worst, if less is better';
COMMENT ON COLUMN criterion.knock_out IS 'an account whose value is worse than this is not eligible, whatever its score; NULL for none';
COMMENT ON COLUMN criterion.comment IS 'what is meant';

INSERT INTO criterion (criterion, family, position, weight, metric, worst, best, knock_out, comment) VALUES
	('share of wallet', 'potential', 11, 10, 'share_of_wallet', 0.9, 0.1, NULL, 'the less of its spend we have, the more is left to win'),
	('geographic expansion', 'potential', 12, 10, NULL, 1, 5, NULL, 'countries and sites of it where we could serve it and do not'),
	('cross-sell and up-sell', 'potential', 13, 10, 'penetration_rate', 1, 0, NULL, 'the less of what it could buy it buys, the more is left to sell'),
	('margin', 'profitability', 21, 8, 'contribution_margin_rate', 0, 0.5, NULL, 'contribution margin / revenue'),
	('cost to serve', 'profitability', 22, 7, 'cost_to_serve_rate', 0.3, 0, NULL, 'cost to serve / revenue'),
	('project complexity', 'profitability', 23, 5, NULL, 5, 1, NULL, '1 simple, 5 very complex'),
	('dependency', 'risk', 31, 7, 'revenue_share', 0.2, 0, NULL, 'its share of our revenue'),
	('contract length', 'risk', 32, 6, 'remaining_contract_months', 0, 36, NULL, 'months that its contracts still run'),
	('churn', 'risk', 33, 7, 'grr', 0.7, 1, NULL, 'gross revenue retention'),
	('reference', 'strategic impact', 41, 5, NULL, 1, 5, NULL, 'how far its name opens doors'),
	('co-innovation', 'strategic impact', 42, 5, NULL, 1, 5, NULL, 'how much we can develop together'),
	('barrier to entry', 'strategic impact', 43, 5, NULL, 1, 5, NULL, 'how hard it would be for a competitor to replace us'),
	('cultural alignment', 'fit', 51, 7, NULL, 1, 5, NULL, 'how well the two companies work together'),
	('solution fit', 'fit', 52, 8, NULL, 1, 5, NULL, 'how well what we have serves what it needs');
