/* The ledger: aggregates straight from invoice lines: ledger.c, ledger_accum.c */

-- The state of all aggregates over lines

CREATE TYPE ledger;

CREATE FUNCTION ledger_in(cstring)
	RETURNS ledger
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_in(cstring) IS
	'input function of type ledger';
CREATE FUNCTION ledger_out(ledger)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_out(ledger) IS
	'output function of type ledger';
CREATE FUNCTION ledger_recv(internal)
	RETURNS ledger
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_recv(internal) IS
	'binary input function of type ledger';
CREATE FUNCTION ledger_send(ledger)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_send(ledger) IS
	'binary output function of type ledger';
REVOKE EXECUTE ON FUNCTION ledger_recv(internal) FROM PUBLIC;

CREATE TYPE ledger (
	INPUT = ledger_in,
	OUTPUT = ledger_out,
	RECEIVE = ledger_recv,
	SEND = ledger_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE ledger IS
	'amounts by account and period, from invoice lines or subscriptions';

CREATE FUNCTION ledger_combine(ledger, ledger)
	RETURNS ledger
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_combine(ledger, ledger) IS
	'adds the second ledger to the first';
CREATE FUNCTION ledger_final(ledger)
	RETURNS ledger
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_final(ledger) IS
	'final function of ledger_agg: the ledger in its compact form';

-- Transition functions

CREATE FUNCTION ledger_accum(ledger, bigint, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_date_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_date_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_date_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamp, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamp_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamp, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamp, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamp_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamp, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamp, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamp_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamp, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamptz, numeric, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamptz_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamptz, numeric, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamptz, float8, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamptz_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamptz, float8, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, timestamptz, bigint, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_int8_timestamptz_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, timestamptz, bigint, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_date_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_date_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_date_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamp, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamp_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamp, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamp, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamp_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamp, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamp, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamp_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamp, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamptz, numeric, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamptz_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamptz, numeric, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamptz, float8, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamptz_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamptz, float8, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, text, timestamptz, bigint, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_text_timestamptz_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, timestamptz, bigint, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_date_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_date_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_date_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamp, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamp_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamp, numeric, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamp, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamp_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamp, float8, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamp, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamp_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamp, bigint, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamptz, numeric, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamptz_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamptz, numeric, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamptz, float8, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamptz_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamptz, float8, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, uuid, timestamptz, bigint, text, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_accum_uuid_timestamptz_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, timestamptz, bigint, text, text) IS
	'adds a line to a ledger';
CREATE FUNCTION ledger_accum(ledger, bigint, date, numeric, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, numeric, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, bigint, date, float8, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, float8, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, bigint, date, bigint, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, bigint, date, bigint, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, text, date, numeric, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, numeric, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, text, date, float8, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, float8, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, text, date, bigint, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, text, date, bigint, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, uuid, date, numeric, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, numeric, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, uuid, date, float8, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, float8, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION ledger_accum(ledger, uuid, date, bigint, daterange, daterange)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'ledger_windows_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION ledger_accum(ledger, uuid, date, bigint, daterange, daterange) IS
	'adds a line to a ledger of two windows';
CREATE FUNCTION subscription_accum(ledger, bigint, date, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, bigint, date, date, numeric, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, bigint, date, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, bigint, date, date, float8, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, bigint, date, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, bigint, date, date, bigint, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, text, date, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, text, date, date, numeric, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, text, date, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, text, date, date, float8, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, text, date, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, text, date, date, bigint, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, uuid, date, date, numeric, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, uuid, date, date, numeric, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, uuid, date, date, float8, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, uuid, date, date, float8, text) IS
	'adds a subscription to a ledger';
CREATE FUNCTION subscription_accum(ledger, uuid, date, date, bigint, text)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'subscription_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION subscription_accum(ledger, uuid, date, date, bigint, text) IS
	'adds a subscription to a ledger';

-- A ledger as a value

CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamp, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamp, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamp, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamptz, numeric, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamptz, float8, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account bigint, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, timestamptz, bigint, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamp, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamp, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamp, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamptz, numeric, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamptz, float8, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account text, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, timestamptz, bigint, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamp, amount numeric, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamp, numeric, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamp, amount float8, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamp, float8, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamp, amount bigint, grain text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamp, bigint, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamptz, amount numeric, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamptz, numeric, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamptz, amount float8, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamptz, float8, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';
CREATE AGGREGATE ledger_agg(account uuid, booked_on timestamptz, amount bigint, grain text, time_zone text) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, timestamptz, bigint, text, text) IS
	'a ledger to store, roll up and ask later: revenue_bridge, revenue_cohorts, retention, retention_definitions';

CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, numeric, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, float8, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account bigint, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(bigint, date, bigint, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, numeric, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, float8, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account text, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(text, date, bigint, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount numeric, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, numeric, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount float8, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, float8, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';
CREATE AGGREGATE ledger_agg(account uuid, booked_on date, amount bigint, opening daterange, closing daterange) (
	SFUNC = ledger_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ledger_agg(uuid, date, bigint, daterange, daterange) IS
	'a ledger of an opening and a closing window, to store, roll up and ask later: retention, nrr, grr';

CREATE AGGREGATE subscription_agg(account bigint, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(bigint, date, date, numeric, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account bigint, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(bigint, date, date, float8, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account bigint, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(bigint, date, date, bigint, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account text, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(text, date, date, numeric, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account text, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(text, date, date, float8, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account text, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(text, date, date, bigint, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account uuid, starts_on date, ends_on date, amount numeric, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(uuid, date, date, numeric, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account uuid, starts_on date, ends_on date, amount float8, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(uuid, date, date, float8, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';
CREATE AGGREGATE subscription_agg(account uuid, starts_on date, ends_on date, amount bigint, grain text) (
	SFUNC = subscription_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE subscription_agg(uuid, date, date, bigint, text) IS
	'a ledger of subscriptions that run from starts_on until before ends_on (NULL: without end) at an amount per period';

CREATE AGGREGATE rollup(ledger) (
	SFUNC = ledger_combine,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(ledger) IS
	'the ledger of all lines from which the given ones were computed';

-- Accessors

CREATE FUNCTION accounts(ledger)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'ledger_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION accounts(ledger) IS
	'number of accounts that have lines';
CREATE FUNCTION ledger_memory(accounts bigint, periods bigint)
	RETURNS bigint
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ledger_memory(bigint, bigint) IS
	'estimate of the bytes that a ledger with bigint keys takes; other keys take their own bytes on top';
