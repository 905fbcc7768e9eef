/* Revenue by cohort and age: revenue_cohorts.c */

CREATE TYPE cohort_row AS (
	cohort date,
	age integer,
	period date,
	accounts bigint,
	active bigint,
	revenue numeric,
	net_retention numeric,
	gross_retention numeric
);
COMMENT ON TYPE cohort_row IS
	'a cohort of accounts at one age';
COMMENT ON COLUMN cohort_row.cohort IS
	'first day of the period in which the accounts had their first positive revenue';
COMMENT ON COLUMN cohort_row.age IS
	'periods since then';
COMMENT ON COLUMN cohort_row.period IS
	'first day of the period';
COMMENT ON COLUMN cohort_row.accounts IS
	'accounts of the cohort';
COMMENT ON COLUMN cohort_row.active IS
	'those with positive revenue at this age';
COMMENT ON COLUMN cohort_row.revenue IS
	'revenue of the cohort at this age';
COMMENT ON COLUMN cohort_row.net_retention IS
	'revenue / revenue at age 0';
COMMENT ON COLUMN cohort_row.gross_retention IS
	'the same, no account counted for more than at age 0 nor for less than zero';

CREATE FUNCTION revenue_cohorts(ledger)
	RETURNS cohort_row[]
	AS 'MODULE_PATHNAME', 'revenue_cohorts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION revenue_cohorts(ledger) IS
	'revenue and retention by cohort and age';

CREATE AGGREGATE revenue_cohorts(account bigint, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, date, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, date, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, date, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamp, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamp, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamp, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamptz, numeric, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamptz, float8, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account bigint, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(bigint, timestamptz, bigint, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, date, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, date, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, date, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamp, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamp, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamp, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamptz, numeric, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamptz, float8, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account text, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(text, timestamptz, bigint, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, date, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, date, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, date, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamp, numeric, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamp, float8, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamp, bigint, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamptz, numeric, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamptz, float8, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';
CREATE AGGREGATE revenue_cohorts(account uuid, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = revenue_cohorts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE revenue_cohorts(uuid, timestamptz, bigint, text, text) IS
	'revenue and retention by cohort and age, straight from invoice lines';

