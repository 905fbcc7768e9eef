/* Retention of revenue and accounts: retention.c */

-- The type retention and its support functions

CREATE TYPE retention;

CREATE FUNCTION retention_in(cstring)
	RETURNS retention
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_in(cstring) IS
	'input function of type retention';
CREATE FUNCTION retention_out(retention)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_out(retention) IS
	'output function of type retention';
CREATE FUNCTION retention_recv(internal)
	RETURNS retention
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_recv(internal) IS
	'binary input function of type retention';
CREATE FUNCTION retention_send(retention)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_send(retention) IS
	'binary output function of type retention';
REVOKE EXECUTE ON FUNCTION retention_recv(internal) FROM PUBLIC;

CREATE TYPE retention (
	INPUT = retention_in,
	OUTPUT = retention_out,
	RECEIVE = retention_recv,
	SEND = retention_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE retention IS
	'opening and closing revenue of a cohort of accounts, with the movements between them';

CREATE FUNCTION retention_jsonb(retention)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_jsonb(retention) IS
	'a retention as jsonb';

CREATE CAST (retention AS jsonb) WITH FUNCTION retention_jsonb(retention);
COMMENT ON CAST (retention AS jsonb) IS
	'all counts and sums of a retention';

CREATE FUNCTION retention_eq(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_eq(retention, retention) IS
	'implementation of the operator =';
CREATE FUNCTION retention_ne(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_ne(retention, retention) IS
	'implementation of the operator <>';
CREATE FUNCTION retention_lt(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_lt(retention, retention) IS
	'implementation of the operator <';
CREATE FUNCTION retention_le(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_le(retention, retention) IS
	'implementation of the operator <=';
CREATE FUNCTION retention_gt(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_gt(retention, retention) IS
	'implementation of the operator >';
CREATE FUNCTION retention_ge(retention, retention)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_ge(retention, retention) IS
	'implementation of the operator >=';
CREATE FUNCTION retention_cmp(retention, retention)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_cmp(retention, retention) IS
	'order of two values of type retention: -1, 0 or 1';
CREATE FUNCTION retention_hash(retention)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_hash(retention) IS
	'hash of a value of type retention';

CREATE OPERATOR = (
	FUNCTION = retention_eq,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (retention, retention) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = retention_ne,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (retention, retention) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = retention_lt,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (retention, retention) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = retention_le,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (retention, retention) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = retention_gt,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (retention, retention) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = retention_ge,
	LEFTARG = retention,
	RIGHTARG = retention,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (retention, retention) IS 'does not sort before';

CREATE OPERATOR CLASS retention_ops DEFAULT FOR TYPE retention USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 retention_cmp(retention, retention);
COMMENT ON OPERATOR CLASS retention_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY retention_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS retention_ops DEFAULT FOR TYPE retention USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 retention_hash(retention);
COMMENT ON OPERATOR CLASS retention_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY retention_ops USING hash IS 'for hash joins and grouping';

-- States

CREATE FUNCTION retention_combine(retention, retention)
	RETURNS retention
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_combine(retention, retention) IS
	'adds the second retention to the first';
CREATE FUNCTION retention_combine_inv(retention, retention)
	RETURNS retention
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_combine_inv(retention, retention) IS
	'takes the second retention away from the first';
CREATE FUNCTION retention_final(retention)
	RETURNS retention
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retention_final(retention) IS
	'final function of retention_agg: no rows give NULL';

-- Transition functions and their inverses

CREATE FUNCTION retention_accum(retention, numeric, numeric)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum(retention, numeric, numeric) IS
	'adds a row to a retention';
CREATE FUNCTION retention_accum_inv(retention, numeric, numeric)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum_inv(retention, numeric, numeric) IS
	'takes a row away from a retention';
CREATE FUNCTION retention_accum(retention, float8, float8)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum(retention, float8, float8) IS
	'adds a row to a retention';
CREATE FUNCTION retention_accum_inv(retention, float8, float8)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum_inv(retention, float8, float8) IS
	'takes a row away from a retention';
CREATE FUNCTION retention_accum(retention, bigint, bigint)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum(retention, bigint, bigint) IS
	'adds a row to a retention';
CREATE FUNCTION retention_accum_inv(retention, bigint, bigint)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum_inv(retention, bigint, bigint) IS
	'takes a row away from a retention';
CREATE FUNCTION retention_accum(retention, integer, integer)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum(retention, integer, integer) IS
	'adds a row to a retention';
CREATE FUNCTION retention_accum_inv(retention, integer, integer)
	RETURNS retention
	AS 'MODULE_PATHNAME', 'retention_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION retention_accum_inv(retention, integer, integer) IS
	'takes a row away from a retention';

-- Accessors

CREATE FUNCTION nrr(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(retention) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';
CREATE FUNCTION nrr_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr_float8(retention) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';
CREATE FUNCTION grr(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'grr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(retention) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';
CREATE FUNCTION grr_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr_float8(retention) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';
CREATE FUNCTION logo_retention(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'logo_retention'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logo_retention(retention) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';
CREATE FUNCTION logo_retention_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION logo_retention_float8(retention) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';
CREATE FUNCTION churn_rate(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'churn_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION churn_rate(retention) IS
	'opening of the accounts that left / opening';
CREATE FUNCTION churn_rate_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION churn_rate_float8(retention) IS
	'opening of the accounts that left / opening';
CREATE FUNCTION contraction_rate(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'contraction_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contraction_rate(retention) IS
	'revenue lost by accounts that stayed / opening';
CREATE FUNCTION contraction_rate_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contraction_rate_float8(retention) IS
	'revenue lost by accounts that stayed / opening';
CREATE FUNCTION expansion_rate(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'expansion_rate'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION expansion_rate(retention) IS
	'revenue gained by accounts that stayed / opening';
CREATE FUNCTION expansion_rate_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION expansion_rate_float8(retention) IS
	'revenue gained by accounts that stayed / opening';
CREATE FUNCTION nrr_stderr(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr_stderr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr_stderr(retention) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';
CREATE FUNCTION nrr_stderr_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr_stderr_float8(retention) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';
CREATE FUNCTION ratio_stderr(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr_stderr'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_stderr(retention) IS
	'standard error of a ratio of sums over accounts, the denominators given as opening; NULL for fewer than two accounts';
CREATE FUNCTION ratio_stderr_float8(retention)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'nrr_stderr_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION ratio_stderr_float8(retention) IS
	'standard error of a ratio of sums over accounts, the denominators given as opening; NULL for fewer than two accounts';
CREATE FUNCTION opening(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'retention_opening'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION opening(retention) IS
	'opening revenue of the cohort, the accounts with a positive opening';
CREATE FUNCTION closing(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'retention_closing'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION closing(retention) IS
	'closing revenue of the cohort; credits count as they are';
CREATE FUNCTION expansion(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'retention_expansion'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION expansion(retention) IS
	'revenue gained by accounts of the cohort that stayed';
CREATE FUNCTION contraction(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'retention_contraction'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION contraction(retention) IS
	'revenue lost by accounts of the cohort that stayed';
CREATE FUNCTION churned(retention)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'retention_churned'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION churned(retention) IS
	'opening revenue of the accounts of the cohort whose closing is zero or less';
CREATE FUNCTION accounts(retention)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'retention_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION accounts(retention) IS
	'number of accounts with a positive opening: the cohort';
CREATE FUNCTION retained_accounts(retention)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'retention_retained_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION retained_accounts(retention) IS
	'accounts of the cohort with a positive closing';
CREATE FUNCTION new_accounts(retention)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'retention_new_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION new_accounts(retention) IS
	'accounts outside the cohort: opening zero, closing positive';
CREATE FUNCTION nonpositive_accounts(retention)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'retention_nonpositive_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nonpositive_accounts(retention) IS
	'accounts outside the cohort: opening below zero';

-- Aggregates: one input row is one account

CREATE AGGREGATE retention_agg(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = retention_final,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = retention_final,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_agg(numeric, numeric) IS
	'a retention to store, roll up and ask later';
CREATE AGGREGATE retention_agg(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = retention_final,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = retention_final,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_agg(float8, float8) IS
	'a retention to store, roll up and ask later';
CREATE AGGREGATE retention_agg(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = retention_final,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = retention_final,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_agg(bigint, bigint) IS
	'a retention to store, roll up and ask later';
CREATE AGGREGATE retention_agg(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = retention_final,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = retention_final,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE retention_agg(integer, integer) IS
	'a retention to store, roll up and ask later';

CREATE AGGREGATE rollup(retention) (
	SFUNC = retention_combine,
	STYPE = retention,
	FINALFUNC = retention_final,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_combine,
	MINVFUNC = retention_combine_inv,
	MSTYPE = retention,
	MFINALFUNC = retention_final,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(retention) IS
	'the retention over all rows from which the given ones were computed';

CREATE AGGREGATE nrr(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(numeric, numeric) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';
CREATE AGGREGATE nrr(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(float8, float8) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';
CREATE AGGREGATE nrr(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(bigint, bigint) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';
CREATE AGGREGATE nrr(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr(integer, integer) IS
	'net revenue retention: closing / opening of the accounts with a positive opening';

CREATE AGGREGATE grr(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = grr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = grr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(numeric, numeric) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';
CREATE AGGREGATE grr(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = grr_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = grr_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(float8, float8) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';
CREATE AGGREGATE grr(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = grr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = grr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(bigint, bigint) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';
CREATE AGGREGATE grr(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = grr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = grr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE grr(integer, integer) IS
	'gross revenue retention: what is left of the opening after contraction and churn, 0 to 1';

CREATE AGGREGATE logo_retention(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = logo_retention,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = logo_retention,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(numeric, numeric) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';
CREATE AGGREGATE logo_retention(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = logo_retention_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = logo_retention_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(float8, float8) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';
CREATE AGGREGATE logo_retention(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = logo_retention,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = logo_retention,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(bigint, bigint) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';
CREATE AGGREGATE logo_retention(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = logo_retention,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = logo_retention,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE logo_retention(integer, integer) IS
	'share of the accounts with a positive opening whose closing is positive, 0 to 1';

CREATE AGGREGATE churn_rate(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = churn_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = churn_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE churn_rate(numeric, numeric) IS
	'opening of the accounts that left / opening';
CREATE AGGREGATE churn_rate(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = churn_rate_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = churn_rate_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE churn_rate(float8, float8) IS
	'opening of the accounts that left / opening';
CREATE AGGREGATE churn_rate(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = churn_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = churn_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE churn_rate(bigint, bigint) IS
	'opening of the accounts that left / opening';
CREATE AGGREGATE churn_rate(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = churn_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = churn_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE churn_rate(integer, integer) IS
	'opening of the accounts that left / opening';

CREATE AGGREGATE contraction_rate(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = contraction_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = contraction_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contraction_rate(numeric, numeric) IS
	'revenue lost by accounts that stayed / opening';
CREATE AGGREGATE contraction_rate(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = contraction_rate_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = contraction_rate_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contraction_rate(float8, float8) IS
	'revenue lost by accounts that stayed / opening';
CREATE AGGREGATE contraction_rate(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = contraction_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = contraction_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contraction_rate(bigint, bigint) IS
	'revenue lost by accounts that stayed / opening';
CREATE AGGREGATE contraction_rate(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = contraction_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = contraction_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE contraction_rate(integer, integer) IS
	'revenue lost by accounts that stayed / opening';

CREATE AGGREGATE expansion_rate(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = expansion_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = expansion_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE expansion_rate(numeric, numeric) IS
	'revenue gained by accounts that stayed / opening';
CREATE AGGREGATE expansion_rate(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = expansion_rate_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = expansion_rate_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE expansion_rate(float8, float8) IS
	'revenue gained by accounts that stayed / opening';
CREATE AGGREGATE expansion_rate(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = expansion_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = expansion_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE expansion_rate(bigint, bigint) IS
	'revenue gained by accounts that stayed / opening';
CREATE AGGREGATE expansion_rate(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = expansion_rate,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = expansion_rate,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE expansion_rate(integer, integer) IS
	'revenue gained by accounts that stayed / opening';

CREATE AGGREGATE nrr_stderr(opening numeric, closing numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(numeric, numeric) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';
CREATE AGGREGATE nrr_stderr(opening float8, closing float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr_stderr_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr_stderr_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(float8, float8) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';
CREATE AGGREGATE nrr_stderr(opening bigint, closing bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(bigint, bigint) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';
CREATE AGGREGATE nrr_stderr(opening integer, closing integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = nrr_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = nrr_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE nrr_stderr(integer, integer) IS
	'standard error of net revenue retention as a ratio estimator; NULL for fewer than two accounts';

-- The same for any ratio of sums over accounts: a margin, a share of wallet, a forecast error

CREATE AGGREGATE ratio_stderr(denominator numeric, numerator numeric) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = ratio_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = ratio_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_stderr(numeric, numeric) IS
	'standard error of sum(numerator) / sum(denominator), one row per account; NULL for fewer than two accounts';
CREATE AGGREGATE ratio_stderr(denominator float8, numerator float8) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = ratio_stderr_float8,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = ratio_stderr_float8,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_stderr(float8, float8) IS
	'standard error of sum(numerator) / sum(denominator), one row per account; NULL for fewer than two accounts';
CREATE AGGREGATE ratio_stderr(denominator bigint, numerator bigint) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = ratio_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = ratio_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_stderr(bigint, bigint) IS
	'standard error of sum(numerator) / sum(denominator), one row per account; NULL for fewer than two accounts';
CREATE AGGREGATE ratio_stderr(denominator integer, numerator integer) (
	SFUNC = retention_accum,
	STYPE = retention,
	FINALFUNC = ratio_stderr,
	COMBINEFUNC = retention_combine,
	MSFUNC = retention_accum,
	MINVFUNC = retention_accum_inv,
	MSTYPE = retention,
	MFINALFUNC = ratio_stderr,
	SSPACE = 340,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE ratio_stderr(integer, integer) IS
	'standard error of sum(numerator) / sum(denominator), one row per account; NULL for fewer than two accounts';

-- Scalars: the same from the movements of one period

CREATE FUNCTION nrr(opening numeric, expansion numeric, contraction numeric, churned numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr_movements'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(numeric, numeric, numeric, numeric) IS
	'net revenue retention from the movements of one period, given without sign';
CREATE FUNCTION nrr(opening float8, expansion float8, contraction float8, churned float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'nrr_movements_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(float8, float8, float8, float8) IS
	'net revenue retention from the movements of one period, given without sign';
CREATE FUNCTION grr(opening numeric, contraction numeric, churned numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'grr_movements'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(numeric, numeric, numeric) IS
	'gross revenue retention from the movements of one period, given without sign';
CREATE FUNCTION grr(opening float8, contraction float8, churned float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'grr_movements_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(float8, float8, float8) IS
	'gross revenue retention from the movements of one period, given without sign';
CREATE FUNCTION quick_ratio(new numeric, expansion numeric, contraction numeric, churned numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'quick_ratio'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quick_ratio(numeric, numeric, numeric, numeric) IS
	'(new + expansion) / (contraction + churned); NULL if nothing was lost';
CREATE FUNCTION quick_ratio(new float8, expansion float8, contraction float8, churned float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'quick_ratio_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quick_ratio(float8, float8, float8, float8) IS
	'(new + expansion) / (contraction + churned); NULL if nothing was lost';
CREATE FUNCTION nrr(opening bigint, expansion bigint, contraction bigint, churned bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr_movements_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(bigint, bigint, bigint, bigint) IS
	'net revenue retention from the movements of one period, of whole numbers, exactly';
CREATE FUNCTION nrr(opening integer, expansion integer, contraction integer, churned integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'nrr_movements_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nrr(integer, integer, integer, integer) IS
	'net revenue retention from the movements of one period, of whole numbers, exactly';
CREATE FUNCTION grr(opening bigint, contraction bigint, churned bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'grr_movements_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(bigint, bigint, bigint) IS
	'gross revenue retention from the movements of one period, of whole numbers, exactly';
CREATE FUNCTION grr(opening integer, contraction integer, churned integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'grr_movements_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION grr(integer, integer, integer) IS
	'gross revenue retention from the movements of one period, of whole numbers, exactly';
CREATE FUNCTION quick_ratio(new bigint, expansion bigint, contraction bigint, churned bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'quick_ratio_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quick_ratio(bigint, bigint, bigint, bigint) IS
	'(new + expansion) / (contraction + churned), of whole numbers, exactly';
CREATE FUNCTION quick_ratio(new integer, expansion integer, contraction integer, churned integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'quick_ratio_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION quick_ratio(integer, integer, integer, integer) IS
	'(new + expansion) / (contraction + churned), of whole numbers, exactly';
