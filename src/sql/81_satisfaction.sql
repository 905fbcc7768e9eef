/* What customers say of us, and whether we kept our promises: satisfaction.c */

-- Transition functions and their inverses

CREATE FUNCTION nps_accum(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(tally, numeric) IS
	'adds a row to a tally of NPS';
CREATE FUNCTION nps_accum_inv(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum_inv(tally, numeric) IS
	'takes a row away from a tally of NPS';
CREATE FUNCTION nps_accum(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(tally, float8) IS
	'adds a row to a tally of NPS';
CREATE FUNCTION nps_accum_inv(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum_inv(tally, float8) IS
	'takes a row away from a tally of NPS';
CREATE FUNCTION nps_accum(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(tally, bigint) IS
	'adds a row to a tally of NPS';
CREATE FUNCTION nps_accum_inv(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum_inv(tally, bigint) IS
	'takes a row away from a tally of NPS';
CREATE FUNCTION nps_accum(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(tally, integer) IS
	'adds a row to a tally of NPS';
CREATE FUNCTION nps_accum_inv(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'nps_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum_inv(tally, integer) IS
	'takes a row away from a tally of NPS';
CREATE FUNCTION csat_accum(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum(tally, numeric, numeric) IS
	'adds a row to a tally of CSAT';
CREATE FUNCTION csat_accum_inv(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum_inv(tally, numeric, numeric) IS
	'takes a row away from a tally of CSAT';
CREATE FUNCTION csat_accum(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum(tally, float8, float8) IS
	'adds a row to a tally of CSAT';
CREATE FUNCTION csat_accum_inv(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum_inv(tally, float8, float8) IS
	'takes a row away from a tally of CSAT';
CREATE FUNCTION csat_accum(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum(tally, bigint, bigint) IS
	'adds a row to a tally of CSAT';
CREATE FUNCTION csat_accum_inv(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum_inv(tally, bigint, bigint) IS
	'takes a row away from a tally of CSAT';
CREATE FUNCTION csat_accum(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum(tally, integer, integer) IS
	'adds a row to a tally of CSAT';
CREATE FUNCTION csat_accum_inv(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'csat_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION csat_accum_inv(tally, integer, integer) IS
	'takes a row away from a tally of CSAT';
CREATE FUNCTION sla_accum(tally, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_date'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(tally, date, date, date) IS
	'adds a row to a tally of service levels';
CREATE FUNCTION sla_accum_inv(tally, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_date_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(tally, date, date, date) IS
	'takes a row away from a tally of service levels';
CREATE FUNCTION sla_accum(tally, timestamp, timestamp, timestamp)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_timestamp'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(tally, timestamp, timestamp, timestamp) IS
	'adds a row to a tally of service levels';
CREATE FUNCTION sla_accum_inv(tally, timestamp, timestamp, timestamp)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_timestamp_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(tally, timestamp, timestamp, timestamp) IS
	'takes a row away from a tally of service levels';
CREATE FUNCTION sla_accum(tally, timestamptz, timestamptz, timestamptz)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_timestamp'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum(tally, timestamptz, timestamptz, timestamptz) IS
	'adds a row to a tally of service levels';
CREATE FUNCTION sla_accum_inv(tally, timestamptz, timestamptz, timestamptz)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'sla_accum_timestamp_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION sla_accum_inv(tally, timestamptz, timestamptz, timestamptz) IS
	'takes a row away from a tally of service levels';

-- Accessors

CREATE FUNCTION nps(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nps'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps(tally) IS
	'net promoter score, -1 to 1: share of promoters less share of detractors';
CREATE FUNCTION nps_stderr(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nps_stderr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_stderr(tally) IS
	'standard error of the net promoter score, if answers are independent of each other';
CREATE FUNCTION csat(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'csat'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat(tally) IS
	'share of the answers at or above the cut, 0 to 1';
CREATE FUNCTION csat_interval(tally)
	RETURNS numrange
	AS 'MODULE_PATHNAME', 'csat_interval'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION csat_interval(tally) IS
	'95 % interval of the share of satisfied answers (Wilson)';
CREATE FUNCTION sla_attainment(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'sla_attainment'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_attainment(tally) IS
	'share of the promises that were kept among those kept and missed, 0 to 1';
CREATE FUNCTION sla_undecided(tally)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'sla_undecided'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION sla_undecided(tally) IS
	'promises neither kept nor due yet';

-- Aggregates

CREATE AGGREGATE nps_agg(score numeric) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(numeric) IS
	'answers to "would you recommend us", 0 to 10, to store, roll up and ask later: nps, nps_stderr';
CREATE AGGREGATE nps_agg(score float8) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(float8) IS
	'answers to "would you recommend us", 0 to 10, to store, roll up and ask later: nps, nps_stderr';
CREATE AGGREGATE nps_agg(score bigint) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(bigint) IS
	'answers to "would you recommend us", 0 to 10, to store, roll up and ask later: nps, nps_stderr';
CREATE AGGREGATE nps_agg(score integer) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(integer) IS
	'answers to "would you recommend us", 0 to 10, to store, roll up and ask later: nps, nps_stderr';
CREATE AGGREGATE nps(score numeric) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(numeric) IS
	'net promoter score, -1 to 1: share of the answers 9 and 10 less that of 0 to 6';
CREATE AGGREGATE nps(score float8) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(float8) IS
	'net promoter score, -1 to 1: share of the answers 9 and 10 less that of 0 to 6';
CREATE AGGREGATE nps(score bigint) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(bigint) IS
	'net promoter score, -1 to 1: share of the answers 9 and 10 less that of 0 to 6';
CREATE AGGREGATE nps(score integer) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps(integer) IS
	'net promoter score, -1 to 1: share of the answers 9 and 10 less that of 0 to 6';
CREATE AGGREGATE nps_stderr(score numeric) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps_stderr,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(numeric) IS
	'standard error of the net promoter score, if answers are independent of each other';
CREATE AGGREGATE nps_stderr(score float8) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps_stderr,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(float8) IS
	'standard error of the net promoter score, if answers are independent of each other';
CREATE AGGREGATE nps_stderr(score bigint) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps_stderr,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(bigint) IS
	'standard error of the net promoter score, if answers are independent of each other';
CREATE AGGREGATE nps_stderr(score integer) (
	SFUNC = nps_accum,
	STYPE = tally,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = tally_combine,
	MSFUNC = nps_accum,
	MINVFUNC = nps_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = nps_stderr,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(integer) IS
	'standard error of the net promoter score, if answers are independent of each other';

-- Several answers per account: over a ledger of answers

CREATE FUNCTION nps_accum(ledger, bigint, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, bigint, numeric) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, bigint, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, bigint, float8) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, bigint, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, bigint, bigint) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, text, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, text, numeric) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, text, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, text, float8) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, text, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, text, bigint) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, uuid, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, uuid, numeric) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, uuid, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, uuid, float8) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps_accum(ledger, uuid, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'answers_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION nps_accum(ledger, uuid, bigint) IS
	'adds an answer to a ledger of answers';
CREATE FUNCTION nps(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_nps'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps(ledger) IS
	'net promoter score of the answers that have an account: promoters less detractors over all answers, -1 to 1';
CREATE FUNCTION nps_stderr(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_nps_stderr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nps_stderr(ledger) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_agg(account bigint, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(bigint, numeric) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account bigint, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(bigint, float8) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account bigint, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(bigint, bigint) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account text, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(text, numeric) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account text, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(text, float8) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account text, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(text, bigint) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account uuid, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(uuid, numeric) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account uuid, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(uuid, float8) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_agg(account uuid, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_agg(uuid, bigint) IS
	'a ledger of answers by account, to store, roll up and ask later: nps, nps_stderr, accounts';
CREATE AGGREGATE nps_stderr(account bigint, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(bigint, numeric) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account bigint, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(bigint, float8) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account bigint, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(bigint, bigint) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account text, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(text, numeric) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account text, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(text, float8) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account text, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(text, bigint) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account uuid, score numeric) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(uuid, numeric) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account uuid, score float8) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(uuid, float8) IS
	'standard error of nps over accounts, whose answers may depend on each other';
CREATE AGGREGATE nps_stderr(account uuid, score bigint) (
	SFUNC = nps_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = nps_stderr,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nps_stderr(uuid, bigint) IS
	'standard error of nps over accounts, whose answers may depend on each other';

-- Customer satisfaction and service levels

CREATE AGGREGATE csat_agg(score numeric, cut numeric) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_agg(numeric, numeric) IS
	'satisfaction answers, to store, roll up and ask later: csat, csat_interval';
CREATE AGGREGATE csat_agg(score float8, cut float8) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_agg(float8, float8) IS
	'satisfaction answers, to store, roll up and ask later: csat, csat_interval';
CREATE AGGREGATE csat_agg(score bigint, cut bigint) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_agg(bigint, bigint) IS
	'satisfaction answers, to store, roll up and ask later: csat, csat_interval';
CREATE AGGREGATE csat_agg(score integer, cut integer) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_agg(integer, integer) IS
	'satisfaction answers, to store, roll up and ask later: csat, csat_interval';
CREATE AGGREGATE csat(score numeric, cut numeric) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat(numeric, numeric) IS
	'share of the answers at or above the cut, such as 4 of 5, 0 to 1';
CREATE AGGREGATE csat(score float8, cut float8) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat(float8, float8) IS
	'share of the answers at or above the cut, such as 4 of 5, 0 to 1';
CREATE AGGREGATE csat(score bigint, cut bigint) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat(bigint, bigint) IS
	'share of the answers at or above the cut, such as 4 of 5, 0 to 1';
CREATE AGGREGATE csat(score integer, cut integer) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat(integer, integer) IS
	'share of the answers at or above the cut, such as 4 of 5, 0 to 1';
CREATE AGGREGATE csat_interval(score numeric, cut numeric) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat_interval,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat_interval,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_interval(numeric, numeric) IS
	'95 % interval of the share of answers at or above the cut (Wilson)';
CREATE AGGREGATE csat_interval(score float8, cut float8) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat_interval,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat_interval,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_interval(float8, float8) IS
	'95 % interval of the share of answers at or above the cut (Wilson)';
CREATE AGGREGATE csat_interval(score bigint, cut bigint) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat_interval,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat_interval,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_interval(bigint, bigint) IS
	'95 % interval of the share of answers at or above the cut (Wilson)';
CREATE AGGREGATE csat_interval(score integer, cut integer) (
	SFUNC = csat_accum,
	STYPE = tally,
	FINALFUNC = csat_interval,
	COMBINEFUNC = tally_combine,
	MSFUNC = csat_accum,
	MINVFUNC = csat_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = csat_interval,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE csat_interval(integer, integer) IS
	'95 % interval of the share of answers at or above the cut (Wilson)';
CREATE AGGREGATE sla_agg(resolved date, due date, as_of date) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_agg(date, date, date) IS
	'service levels, to store, roll up and ask later: sla_attainment, sla_undecided';
CREATE AGGREGATE sla_agg(resolved timestamp, due timestamp, as_of timestamp) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_agg(timestamp, timestamp, timestamp) IS
	'service levels, to store, roll up and ask later: sla_attainment, sla_undecided';
CREATE AGGREGATE sla_agg(resolved timestamptz, due timestamptz, as_of timestamptz) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_agg(timestamptz, timestamptz, timestamptz) IS
	'service levels, to store, roll up and ask later: sla_attainment, sla_undecided';
CREATE AGGREGATE sla_attainment(resolved date, due date, as_of date) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_attainment,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_attainment,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_attainment(date, date, date) IS
	'share of the promises that were kept among those kept and missed: what is overdue and open is missed, what is not yet due is undecided and left out';
CREATE AGGREGATE sla_attainment(resolved timestamp, due timestamp, as_of timestamp) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_attainment,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_attainment,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_attainment(timestamp, timestamp, timestamp) IS
	'share of the promises that were kept among those kept and missed: what is overdue and open is missed, what is not yet due is undecided and left out';
CREATE AGGREGATE sla_attainment(resolved timestamptz, due timestamptz, as_of timestamptz) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_attainment,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_attainment,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_attainment(timestamptz, timestamptz, timestamptz) IS
	'share of the promises that were kept among those kept and missed: what is overdue and open is missed, what is not yet due is undecided and left out';
CREATE AGGREGATE sla_undecided(resolved date, due date, as_of date) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_undecided,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_undecided,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_undecided(date, date, date) IS
	'promises neither kept nor due yet';
CREATE AGGREGATE sla_undecided(resolved timestamp, due timestamp, as_of timestamp) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_undecided,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_undecided,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_undecided(timestamp, timestamp, timestamp) IS
	'promises neither kept nor due yet';
CREATE AGGREGATE sla_undecided(resolved timestamptz, due timestamptz, as_of timestamptz) (
	SFUNC = sla_accum,
	STYPE = tally,
	FINALFUNC = sla_undecided,
	COMBINEFUNC = tally_combine,
	MSFUNC = sla_accum,
	MINVFUNC = sla_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = sla_undecided,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE sla_undecided(timestamptz, timestamptz, timestamptz) IS
	'promises neither kept nor due yet';

-- Scalars

CREATE FUNCTION wilson_interval(successes bigint, trials bigint,
		z float8 DEFAULT 1.959963984540054)
	RETURNS numrange
	AS 'MODULE_PATHNAME', 'wilson_interval'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wilson_interval(bigint, bigint, float8) IS
	'interval of a share from so many successes in so many trials; z: 1.96 for 95 %';
