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

CREATE AGGREGATE hhi_agg(amount numeric) (
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
COMMENT ON AGGREGATE hhi_agg(numeric) IS
	'revenue by account in a few numbers, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE hhi_agg(amount float8) (
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
COMMENT ON AGGREGATE hhi_agg(float8) IS
	'revenue by account in a few numbers, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE hhi_agg(amount bigint) (
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
COMMENT ON AGGREGATE hhi_agg(bigint) IS
	'revenue by account in a few numbers, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
CREATE AGGREGATE hhi_agg(amount integer) (
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
COMMENT ON AGGREGATE hhi_agg(integer) IS
	'revenue by account in a few numbers, to store, roll up and ask later: hhi, effective_accounts, nonpositive_accounts';
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

-- Straight from invoice lines, and what needs to see all accounts at once: ledger_concentration.c

CREATE FUNCTION concentration_accum(ledger, bigint, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, numeric) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, bigint, numeric, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, numeric, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, bigint, numeric, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, numeric, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, bigint, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, float8) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, bigint, float8, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, float8, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, bigint, float8, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, float8, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, bigint, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, bigint) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, bigint, bigint, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, bigint, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, bigint, bigint, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_int8_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, bigint, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, text, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, numeric) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, text, numeric, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, numeric, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, text, numeric, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, numeric, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, text, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, float8) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, text, float8, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, float8, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, text, float8, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, float8, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, text, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, bigint) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, text, bigint, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, bigint, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, text, bigint, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_text_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, text, bigint, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, uuid, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, numeric) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, uuid, numeric, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, numeric, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, uuid, numeric, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, numeric, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, uuid, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, float8) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, uuid, float8, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, float8, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, uuid, float8, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, float8, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, uuid, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, bigint) IS
	'adds a line to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, uuid, bigint, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, bigint, boolean) IS
	'adds a line to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, uuid, bigint, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'totals_accum_uuid_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, uuid, bigint, integer) IS
	'adds a line to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, numeric)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, numeric) IS
	'adds an account to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, numeric, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, numeric, boolean) IS
	'adds an account to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, numeric, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, numeric, integer) IS
	'adds an account to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, float8)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, float8) IS
	'adds an account to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, float8, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, float8, boolean) IS
	'adds an account to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, float8, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, float8, integer) IS
	'adds an account to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, bigint)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint) IS
	'adds an account to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, bigint, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, boolean) IS
	'adds an account to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, bigint, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, bigint, integer) IS
	'adds an account to a ledger of totals, for top_share';
CREATE FUNCTION concentration_accum(ledger, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, integer) IS
	'adds an account to a ledger of totals';
CREATE FUNCTION concentration_accum(ledger, integer, boolean)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, integer, boolean) IS
	'adds an account to a ledger of totals, for gini';
CREATE FUNCTION concentration_accum(ledger, integer, integer)
	RETURNS ledger
	AS 'MODULE_PATHNAME', 'accounts_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION concentration_accum(ledger, integer, integer) IS
	'adds an account to a ledger of totals, for top_share';

CREATE FUNCTION hhi(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_hhi'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION hhi(ledger) IS
	'Herfindahl-Hirschman index of the revenue shares: a fraction above 0 and at most 1';
CREATE FUNCTION effective_accounts(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_effective_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION effective_accounts(ledger) IS
	'1 / hhi: so many accounts of equal size would be as concentrated';
CREATE FUNCTION gini(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_gini'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gini(ledger) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE FUNCTION gini(ledger, corrected boolean)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_gini_corrected'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gini(ledger, boolean) IS
	'Gini coefficient of revenue by account; corrected: times n / (n - 1)';
CREATE FUNCTION gini_float8(ledger)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'ledger_gini_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION gini_float8(ledger) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE FUNCTION top_share(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_top_share'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION top_share(ledger) IS
	'share of the largest accounts in revenue, as many as the aggregate was told';
CREATE FUNCTION top_share(ledger, k integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_top_share_k'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION top_share(ledger, integer) IS
	'share of the k largest accounts in revenue';
CREATE FUNCTION top_share_float8(ledger)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'ledger_top_share_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION top_share_float8(ledger) IS
	'share of the largest accounts in revenue, as many as the aggregate was told';
CREATE FUNCTION entropy(ledger)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'ledger_entropy'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION entropy(ledger) IS
	'-sum(share * ln(share)) of the revenue shares, in nats: 0 to ln n';
CREATE FUNCTION negative_accounts(ledger)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'ledger_negative_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION negative_accounts(ledger) IS
	'accounts left out because their revenue is negative';
CREATE FUNCTION nonpositive_accounts(ledger)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'ledger_nonpositive_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION nonpositive_accounts(ledger) IS
	'accounts whose revenue is zero or less: without a share';
CREATE FUNCTION lines_without_account(ledger)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'ledger_lines_without_account'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION lines_without_account(ledger) IS
	'lines whose account is NULL';
CREATE FUNCTION without_account(ledger)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'ledger_without_account'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION without_account(ledger) IS
	'revenue of the lines whose account is NULL';

-- One row is a line: lines are added up by account first

CREATE AGGREGATE concentration_agg(account bigint, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(bigint, numeric) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account bigint, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(bigint, float8) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account bigint, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(bigint, bigint) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account text, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(text, numeric) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account text, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(text, float8) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account text, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(text, bigint) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account uuid, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(uuid, numeric) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account uuid, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(uuid, float8) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(account uuid, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(uuid, bigint) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE hhi(account bigint, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(bigint, numeric) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account bigint, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(bigint, float8) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account bigint, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(bigint, bigint) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account text, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(text, numeric) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account text, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(text, float8) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account text, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(text, bigint) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account uuid, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(uuid, numeric) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account uuid, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(uuid, float8) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE hhi(account uuid, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = hhi,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE hhi(uuid, bigint) IS
	'Herfindahl-Hirschman index of the revenue shares, straight from invoice lines: a fraction above 0 and at most 1';
CREATE AGGREGATE effective_accounts(account bigint, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(bigint, numeric) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account bigint, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(bigint, float8) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account bigint, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(bigint, bigint) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account text, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(text, numeric) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account text, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(text, float8) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account text, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(text, bigint) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account uuid, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(uuid, numeric) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account uuid, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(uuid, float8) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE effective_accounts(account uuid, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = effective_accounts,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE effective_accounts(uuid, bigint) IS
	'1 / hhi, straight from invoice lines: so many accounts of equal size would be as concentrated';
CREATE AGGREGATE gini(account bigint, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, numeric) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account bigint, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, float8) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account bigint, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, bigint) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account text, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, numeric) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account text, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, float8) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account text, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, bigint) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account uuid, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, numeric) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account uuid, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, float8) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account uuid, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, bigint) IS
	'Gini coefficient of revenue by account, straight from invoice lines: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(account bigint, amount numeric, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, numeric, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account bigint, amount float8, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, float8, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account bigint, amount bigint, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, bigint, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account text, amount numeric, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, numeric, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account text, amount float8, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, float8, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account text, amount bigint, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(text, bigint, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account uuid, amount numeric, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, numeric, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account uuid, amount float8, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, float8, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(account uuid, amount bigint, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(uuid, bigint, boolean) IS
	'Gini coefficient of revenue by account, straight from invoice lines; corrected: times n / (n - 1)';
CREATE AGGREGATE top_share(account bigint, amount numeric, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(bigint, numeric, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account bigint, amount float8, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(bigint, float8, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account bigint, amount bigint, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(bigint, bigint, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account text, amount numeric, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(text, numeric, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account text, amount float8, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(text, float8, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account text, amount bigint, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(text, bigint, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account uuid, amount numeric, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(uuid, numeric, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account uuid, amount float8, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(uuid, float8, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE top_share(account uuid, amount bigint, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(uuid, bigint, integer) IS
	'share of the k largest accounts in revenue, straight from invoice lines';
CREATE AGGREGATE entropy(account bigint, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(bigint, numeric) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account bigint, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(bigint, float8) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account bigint, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(bigint, bigint) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account text, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(text, numeric) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account text, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(text, float8) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account text, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(text, bigint) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account uuid, amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(uuid, numeric) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account uuid, amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(uuid, float8) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';
CREATE AGGREGATE entropy(account uuid, amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 16384,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(uuid, bigint) IS
	'-sum(share * ln(share)) of the revenue shares, straight from invoice lines, in nats: 0 to ln n';

-- One row is an account

CREATE AGGREGATE concentration_agg(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(numeric) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(float8) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(bigint) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE concentration_agg(amount integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = ledger_final,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE concentration_agg(integer) IS
	'a ledger of revenue by account, to store, roll up and ask later: hhi, effective_accounts, gini, top_share, entropy, accounts';
CREATE AGGREGATE gini(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(numeric) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini_float8,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(float8) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(amount integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(integer) IS
	'Gini coefficient of revenue by account: 0 if all are equal, (n - 1) / n if one has all';
CREATE AGGREGATE gini(amount numeric, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(numeric, boolean) IS
	'Gini coefficient of revenue by account; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(amount float8, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini_float8,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(float8, boolean) IS
	'Gini coefficient of revenue by account; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(amount bigint, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(bigint, boolean) IS
	'Gini coefficient of revenue by account; corrected: times n / (n - 1)';
CREATE AGGREGATE gini(amount integer, corrected boolean) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = gini,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE gini(integer, boolean) IS
	'Gini coefficient of revenue by account; corrected: times n / (n - 1)';
CREATE AGGREGATE top_share(amount numeric, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(numeric, integer) IS
	'share of the k largest accounts in revenue';
CREATE AGGREGATE top_share(amount float8, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = top_share_float8,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(float8, integer) IS
	'share of the k largest accounts in revenue';
CREATE AGGREGATE top_share(amount bigint, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(bigint, integer) IS
	'share of the k largest accounts in revenue';
CREATE AGGREGATE top_share(amount integer, k integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = top_share,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE top_share(integer, integer) IS
	'share of the k largest accounts in revenue';
CREATE AGGREGATE entropy(amount numeric) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(numeric) IS
	'-sum(share * ln(share)) of the revenue shares, in nats: 0 to ln n';
CREATE AGGREGATE entropy(amount float8) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(float8) IS
	'-sum(share * ln(share)) of the revenue shares, in nats: 0 to ln n';
CREATE AGGREGATE entropy(amount bigint) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(bigint) IS
	'-sum(share * ln(share)) of the revenue shares, in nats: 0 to ln n';
CREATE AGGREGATE entropy(amount integer) (
	SFUNC = concentration_accum,
	STYPE = ledger,
	SSPACE = 2048,
	FINALFUNC = entropy,
	COMBINEFUNC = ledger_combine,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE entropy(integer) IS
	'-sum(share * ln(share)) of the revenue shares, in nats: 0 to ln n';

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
