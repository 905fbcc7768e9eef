/* Share of wallet: share_of_wallet.c */

-- The type wallet and its support functions

CREATE TYPE wallet;

CREATE FUNCTION wallet_in(cstring)
	RETURNS wallet
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_in(cstring) IS
	'input function of type wallet';
CREATE FUNCTION wallet_out(wallet)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_out(wallet) IS
	'output function of type wallet';
CREATE FUNCTION wallet_recv(internal)
	RETURNS wallet
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_recv(internal) IS
	'binary input function of type wallet';
CREATE FUNCTION wallet_send(wallet)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_send(wallet) IS
	'binary output function of type wallet';
REVOKE EXECUTE ON FUNCTION wallet_recv(internal) FROM PUBLIC;

CREATE TYPE wallet (
	INPUT = wallet_in,
	OUTPUT = wallet_out,
	RECEIVE = wallet_recv,
	SEND = wallet_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE wallet IS
	'spend of accounts and their wallets, as far as known';

CREATE FUNCTION wallet_jsonb(wallet)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_jsonb(wallet) IS
	'a wallet as jsonb';

CREATE CAST (wallet AS jsonb) WITH FUNCTION wallet_jsonb(wallet);
COMMENT ON CAST (wallet AS jsonb) IS
	'all counts and sums of a wallet';

CREATE FUNCTION wallet_eq(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_eq(wallet, wallet) IS
	'implementation of the operator =';
CREATE FUNCTION wallet_ne(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_ne(wallet, wallet) IS
	'implementation of the operator <>';
CREATE FUNCTION wallet_lt(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_lt(wallet, wallet) IS
	'implementation of the operator <';
CREATE FUNCTION wallet_le(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_le(wallet, wallet) IS
	'implementation of the operator <=';
CREATE FUNCTION wallet_gt(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_gt(wallet, wallet) IS
	'implementation of the operator >';
CREATE FUNCTION wallet_ge(wallet, wallet)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_ge(wallet, wallet) IS
	'implementation of the operator >=';
CREATE FUNCTION wallet_cmp(wallet, wallet)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_cmp(wallet, wallet) IS
	'order of two values of type wallet: -1, 0 or 1';
CREATE FUNCTION wallet_hash(wallet)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_hash(wallet) IS
	'hash of a value of type wallet';

CREATE OPERATOR = (
	FUNCTION = wallet_eq,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (wallet, wallet) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = wallet_ne,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (wallet, wallet) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = wallet_lt,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (wallet, wallet) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = wallet_le,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (wallet, wallet) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = wallet_gt,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (wallet, wallet) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = wallet_ge,
	LEFTARG = wallet,
	RIGHTARG = wallet,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (wallet, wallet) IS 'does not sort before';

CREATE OPERATOR CLASS wallet_ops DEFAULT FOR TYPE wallet USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 wallet_cmp(wallet, wallet);
COMMENT ON OPERATOR CLASS wallet_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY wallet_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS wallet_ops DEFAULT FOR TYPE wallet USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 wallet_hash(wallet);
COMMENT ON OPERATOR CLASS wallet_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY wallet_ops USING hash IS 'for hash joins and grouping';

-- States

CREATE FUNCTION wallet_combine(wallet, wallet)
	RETURNS wallet
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_combine(wallet, wallet) IS
	'adds the second wallet to the first';
CREATE FUNCTION wallet_combine_inv(wallet, wallet)
	RETURNS wallet
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_combine_inv(wallet, wallet) IS
	'takes the second wallet away from the first';
CREATE FUNCTION wallet_final(wallet)
	RETURNS wallet
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_final(wallet) IS
	'final function of wallet_agg: no rows give NULL';

-- Transition functions and their inverses

CREATE FUNCTION wallet_accum(wallet, numeric, numeric)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum(wallet, numeric, numeric) IS
	'adds a row to a wallet';
CREATE FUNCTION wallet_accum_inv(wallet, numeric, numeric)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum_inv(wallet, numeric, numeric) IS
	'takes a row away from a wallet';
CREATE FUNCTION wallet_accum(wallet, float8, float8)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum(wallet, float8, float8) IS
	'adds a row to a wallet';
CREATE FUNCTION wallet_accum_inv(wallet, float8, float8)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum_inv(wallet, float8, float8) IS
	'takes a row away from a wallet';
CREATE FUNCTION wallet_accum(wallet, bigint, bigint)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum(wallet, bigint, bigint) IS
	'adds a row to a wallet';
CREATE FUNCTION wallet_accum_inv(wallet, bigint, bigint)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum_inv(wallet, bigint, bigint) IS
	'takes a row away from a wallet';
CREATE FUNCTION wallet_accum(wallet, integer, integer)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum(wallet, integer, integer) IS
	'adds a row to a wallet';
CREATE FUNCTION wallet_accum_inv(wallet, integer, integer)
	RETURNS wallet
	AS 'MODULE_PATHNAME', 'wallet_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION wallet_accum_inv(wallet, integer, integer) IS
	'takes a row away from a wallet';

-- Accessors

CREATE FUNCTION share_of_wallet(wallet)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'share_of_wallet'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION share_of_wallet(wallet) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';
CREATE FUNCTION share_of_wallet_float8(wallet)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION share_of_wallet_float8(wallet) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';
CREATE FUNCTION wallet_coverage(wallet)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'wallet_coverage'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_coverage(wallet) IS
	'share of the spend that belongs to accounts whose wallet is known';
CREATE FUNCTION wallet_coverage_float8(wallet)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_coverage_float8(wallet) IS
	'share of the spend that belongs to accounts whose wallet is known';
CREATE FUNCTION exceeded_accounts(wallet)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'wallet_exceeded_accounts'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION exceeded_accounts(wallet) IS
	'accounts whose spend is above their wallet: the estimate is wrong';

-- Aggregates: one input row is one account

CREATE AGGREGATE wallet_agg(spend numeric, wallet numeric) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_final,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_final,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_agg(numeric, numeric) IS
	'a share of wallet to store, roll up and ask later';
CREATE AGGREGATE wallet_agg(spend float8, wallet float8) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_final,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_final,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_agg(float8, float8) IS
	'a share of wallet to store, roll up and ask later';
CREATE AGGREGATE wallet_agg(spend bigint, wallet bigint) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_final,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_final,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_agg(bigint, bigint) IS
	'a share of wallet to store, roll up and ask later';
CREATE AGGREGATE wallet_agg(spend integer, wallet integer) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_final,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_final,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_agg(integer, integer) IS
	'a share of wallet to store, roll up and ask later';

CREATE AGGREGATE rollup(wallet) (
	SFUNC = wallet_combine,
	STYPE = wallet,
	FINALFUNC = wallet_final,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_combine,
	MINVFUNC = wallet_combine_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_final,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(wallet) IS
	'the wallet over all rows from which the given ones were computed';

CREATE AGGREGATE share_of_wallet(spend numeric, wallet numeric) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = share_of_wallet,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = share_of_wallet,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE share_of_wallet(numeric, numeric) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';
CREATE AGGREGATE share_of_wallet(spend float8, wallet float8) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = share_of_wallet_float8,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = share_of_wallet_float8,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE share_of_wallet(float8, float8) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';
CREATE AGGREGATE share_of_wallet(spend bigint, wallet bigint) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = share_of_wallet,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = share_of_wallet,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE share_of_wallet(bigint, bigint) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';
CREATE AGGREGATE share_of_wallet(spend integer, wallet integer) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = share_of_wallet,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = share_of_wallet,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE share_of_wallet(integer, integer) IS
	'spend / wallet over the accounts whose wallet is known; above 1 where estimates are too low';

CREATE AGGREGATE wallet_coverage(spend numeric, wallet numeric) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_coverage,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_coverage,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_coverage(numeric, numeric) IS
	'share of the spend that belongs to accounts whose wallet is known';
CREATE AGGREGATE wallet_coverage(spend float8, wallet float8) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_coverage_float8,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_coverage_float8,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_coverage(float8, float8) IS
	'share of the spend that belongs to accounts whose wallet is known';
CREATE AGGREGATE wallet_coverage(spend bigint, wallet bigint) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_coverage,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_coverage,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_coverage(bigint, bigint) IS
	'share of the spend that belongs to accounts whose wallet is known';
CREATE AGGREGATE wallet_coverage(spend integer, wallet integer) (
	SFUNC = wallet_accum,
	STYPE = wallet,
	FINALFUNC = wallet_coverage,
	COMBINEFUNC = wallet_combine,
	MSFUNC = wallet_accum,
	MINVFUNC = wallet_accum_inv,
	MSTYPE = wallet,
	MFINALFUNC = wallet_coverage,
	SSPACE = 160,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE wallet_coverage(integer, integer) IS
	'share of the spend that belongs to accounts whose wallet is known';

-- Scalars

-- suppliers is what count(*) gives
CREATE FUNCTION wallet_allocation(rank numeric, suppliers bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'wallet_allocation'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_allocation(numeric, bigint) IS
	'Wallet Allocation Rule: share that a supplier of this rank among n can expect, (1 - rank / (n + 1)) * 2 / n';
CREATE FUNCTION wallet_allocation(rank float8, suppliers bigint)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'wallet_allocation_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_allocation(float8, bigint) IS
	'Wallet Allocation Rule: share that a supplier of this rank among n can expect, (1 - rank / (n + 1)) * 2 / n';
CREATE FUNCTION wallet_allocation(rank bigint, suppliers bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'wallet_allocation_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_allocation(bigint, bigint) IS
	'Wallet Allocation Rule, of whole numbers, exactly';
CREATE FUNCTION wallet_allocation(rank integer, suppliers bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'wallet_allocation_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION wallet_allocation(integer, bigint) IS
	'Wallet Allocation Rule, of whole numbers, exactly';
