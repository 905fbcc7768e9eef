-- Cells are not netted: one sold above its potential does not fill another.
CREATE VIEW account_white_space AS
SELECT account_id,
	sum(potential) AS potential,
	white_space(potential, sold) AS white_space,
	penetration(potential, sold) AS penetration,
	count(*) FILTER (WHERE potential IS NULL) AS unknown_cells
FROM white_space
GROUP BY account_id;

COMMENT ON VIEW account_white_space IS 'what could be sold and is not; one row per account with cells of white_space';
COMMENT ON COLUMN account_white_space.account_id IS 'key of the account';
COMMENT ON COLUMN account_white_space.potential IS 'known potential of a year, in the base currency';
COMMENT ON COLUMN account_white_space.white_space IS 'potential not yet sold, in the base currency; NULL if no potential is known';
COMMENT ON COLUMN account_white_space.penetration IS 'share of the known potential that is sold, 0 to 1';
COMMENT ON COLUMN account_white_space.unknown_cells IS 'cells whose potential is not known';
