/* How much of the business hangs on how few accounts: concentration.c */

-- Transition functions and their inverses

CREATE FUNCTION concentration_accum(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(tally, numeric) IS
	'adds a row to a tally of concentration';
CREATE FUNCTION concentration_accum_inv(tally, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum_inv(tally, numeric) IS
	'takes a row away from a tally of concentration';
CREATE FUNCTION concentration_accum(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(tally, float8) IS
	'adds a row to a tally of concentration';
CREATE FUNCTION concentration_accum_inv(tally, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum_inv(tally, float8) IS
	'takes a row away from a tally of concentration';
CREATE FUNCTION concentration_accum(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(tally, bigint) IS
	'adds a row to a tally of concentration';
CREATE FUNCTION concentration_accum_inv(tally, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum_inv(tally, bigint) IS
	'takes a row away from a tally of concentration';
CREATE FUNCTION concentration_accum(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(tally, integer) IS
	'adds a row to a tally of concentration';
CREATE FUNCTION concentration_accum_inv(tally, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'concentration_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum_inv(tally, integer) IS
	'takes a row away from a tally of concentration';

-- Accessors

CREATE FUNCTION hhi(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'hhi'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION hhi(tally) IS
	'Herfindahl-Hirschman index of the revenue shares, a fraction above 0 and at most 1; 10000 times it is the index in points';
CREATE FUNCTION hhi_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION hhi_float8(tally) IS
	'Herfindahl-Hirschman index of the revenue shares, a fraction above 0 and at most 1; 10000 times it is the index in points';
CREATE FUNCTION effective_accounts(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'effective_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION effective_accounts(tally) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE FUNCTION effective_accounts_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION effective_accounts_float8(tally) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE FUNCTION nonpositive_accounts(tally)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'concentration_nonpositive'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nonpositive_accounts(tally) IS
	'accounts left out because their revenue is zero or less';

-- Aggregates: one input row is one account

CREATE AGGREGATE concentration_agg(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(numeric) IS
	'revenue by account, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE concentration_agg(amount float8) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(float8) IS
	'revenue by account, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE concentration_agg(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(bigint) IS
	'revenue by account, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE concentration_agg(amount integer) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(integer) IS
	'revenue by account, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE hhi(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = hhi,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = hhi,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(numeric) IS
	'Herfindahl-Hirschman index of the revenue shares: sum(amount^2) / sum(amount)^2, a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(amount float8) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = hhi_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = hhi_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(float8) IS
	'Herfindahl-Hirschman index of the revenue shares: sum(amount^2) / sum(amount)^2, a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = hhi,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = hhi,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(bigint) IS
	'Herfindahl-Hirschman index of the revenue shares: sum(amount^2) / sum(amount)^2, a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(amount integer) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = hhi,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = hhi,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(integer) IS
	'Herfindahl-Hirschman index of the revenue shares: sum(amount^2) / sum(amount)^2, a fraction above 0 and at most 1';
CREATE AGGREGATE effective_accounts(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = effective_accounts,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(numeric) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(amount float8) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = effective_accounts_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = effective_accounts_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(float8) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = effective_accounts,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(bigint) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(amount integer) (
	SFUNC = concentration_accum,
	STYPE = tally,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = tally_combine,
	MSFUNC = concentration_accum,
	MINVFUNC = concentration_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = effective_accounts,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(integer) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';

-- Scalars

CREATE FUNCTION hhi_normalised(hhi numeric, accounts bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION hhi_normalised(numeric, bigint) IS
	'(hhi - 1/n) / (1 - 1/n): 0 for n equal accounts, 1 for one; NULL for n = 1';

-- Window functions

CREATE FUNCTION abc_class(amount numeric, a numeric, b numeric)
	RETURNS text
	AS 'MODULE_PATHNAME'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION abc_class(numeric, numeric, numeric) IS
	'A while the accounts before, in the order of the window, have less than the share a of the total, then B up to the share b, then C; peers share a class';
CREATE FUNCTION cumulative_share(amount numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION cumulative_share(numeric) IS
	'share of the total up to and with this row, in the order of the window';
