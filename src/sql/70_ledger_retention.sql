/* Retention straight from invoice lines: ledger_retention.c */

CREATE FUNCTION retention(ledger)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'ledger_retention'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention(ledger) IS
	'retention between the two windows of a ledger';
CREATE FUNCTION retention(ledger, opening date, closing date)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'ledger_retention_days'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention(ledger, date, date) IS
	'retention between the two periods that contain these days';
CREATE FUNCTION retention(ledger, opening daterange, closing daterange)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'ledger_retention_ranges'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention(ledger, daterange, daterange) IS
	'retention between two ranges of whole periods, whose revenue is added up';
CREATE FUNCTION nrr(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_nrr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(ledger) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE FUNCTION grr(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_grr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(ledger) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE FUNCTION logo_retention(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_logo_retention'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logo_retention(ledger) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE FUNCTION nrr_stderr(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_nrr_stderr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr_stderr(ledger) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';

CREATE AGGREGATE nrr(account bigint, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(bigint, date, numeric, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account bigint, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(bigint, date, float8, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account bigint, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(bigint, date, bigint, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account text, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(text, date, numeric, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account text, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(text, date, float8, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account text, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(text, date, bigint, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account uuid, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(uuid, date, numeric, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account uuid, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(uuid, date, float8, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr(account uuid, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(uuid, date, bigint, daterange, daterange) IS
	'net revenue retention between two windows, straight from invoice lines';

CREATE AGGREGATE grr(account bigint, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(bigint, date, numeric, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account bigint, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(bigint, date, float8, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account bigint, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(bigint, date, bigint, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account text, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(text, date, numeric, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account text, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(text, date, float8, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account text, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(text, date, bigint, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account uuid, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(uuid, date, numeric, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account uuid, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(uuid, date, float8, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE grr(account uuid, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = grr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(uuid, date, bigint, daterange, daterange) IS
	'gross revenue retention between two windows, straight from invoice lines';

CREATE AGGREGATE logo_retention(account bigint, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(bigint, date, numeric, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account bigint, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(bigint, date, float8, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account bigint, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(bigint, date, bigint, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account text, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(text, date, numeric, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account text, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(text, date, float8, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account text, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(text, date, bigint, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account uuid, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(uuid, date, numeric, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account uuid, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(uuid, date, float8, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';
CREATE AGGREGATE logo_retention(account uuid, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = logo_retention,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(uuid, date, bigint, daterange, daterange) IS
	'share of the accounts of the opening window that are still active in the closing one, straight from invoice lines';

CREATE AGGREGATE nrr_stderr(account bigint, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(bigint, date, numeric, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account bigint, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(bigint, date, float8, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account bigint, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(bigint, date, bigint, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account text, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(text, date, numeric, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account text, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(text, date, float8, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account text, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(text, date, bigint, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account uuid, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(uuid, date, numeric, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account uuid, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(uuid, date, float8, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';
CREATE AGGREGATE nrr_stderr(account uuid, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(uuid, date, bigint, daterange, daterange) IS
	'standard error of net revenue retention between two windows, straight from invoice lines';

CREATE TYPE retention_definition AS (
	definition text,
	used_by text,
	nrr numeric,
	grr numeric,
	opening numeric,
	reactivation numeric,
	expansion numeric,
	contraction numeric,
	churned numeric,
	difference numeric
);
COMMENT ON TYPE retention_definition IS
	'nrr and grr by one published definition';
COMMENT ON COLUMN retention_definition.definition IS
	'how the two periods are compared';
COMMENT ON COLUMN retention_definition.used_by IS
	'who publishes figures so defined';
COMMENT ON COLUMN retention_definition.nrr IS
	'net revenue retention';
COMMENT ON COLUMN retention_definition.grr IS
	'gross revenue retention';
COMMENT ON COLUMN retention_definition.opening IS
	'denominator of both';
COMMENT ON COLUMN retention_definition.reactivation IS
	'in the numerator of nrr: from accounts that came back';
COMMENT ON COLUMN retention_definition.expansion IS
	'in the numerator of nrr';
COMMENT ON COLUMN retention_definition.contraction IS
	'taken from it; with what lies below zero';
COMMENT ON COLUMN retention_definition.churned IS
	'taken from it';
COMMENT ON COLUMN retention_definition.difference IS
	'numerator of nrr less that of the definition "cohort"';

CREATE FUNCTION retention_definitions(ledger, opening date, closing date)
	RETURNS retention_definition[]
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_definitions(ledger, date, date) IS
	'nrr and grr between the periods that contain these days, by each published definition; NULL if the ledger does not reach that far';
