/* The type of the states of simple metrics: tally.c */

-- The type tally and its support functions

CREATE TYPE tally;

CREATE FUNCTION tally_in(cstring)
	RETURNS tally
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_in(cstring) IS
	'input function of type tally';
CREATE FUNCTION tally_out(tally)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_out(tally) IS
	'output function of type tally';
CREATE FUNCTION tally_recv(internal)
	RETURNS tally
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_recv(internal) IS
	'binary input function of type tally';
CREATE FUNCTION tally_send(tally)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_send(tally) IS
	'binary output function of type tally';
REVOKE EXECUTE ON FUNCTION tally_recv(internal) FROM PUBLIC;

CREATE TYPE tally (
	INPUT = tally_in,
	OUTPUT = tally_out,
	RECEIVE = tally_recv,
	SEND = tally_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE tally IS
	'the state of a simple metric: its counts and sums';

CREATE FUNCTION tally_jsonb(tally)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_jsonb(tally) IS
	'a tally as jsonb';

CREATE CAST (tally AS jsonb) WITH FUNCTION tally_jsonb(tally);
COMMENT ON CAST (tally AS jsonb) IS
	'all counts and sums of a tally';

CREATE FUNCTION tally_eq(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_eq(tally, tally) IS
	'implementation of the operator =';
CREATE FUNCTION tally_ne(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_ne(tally, tally) IS
	'implementation of the operator <>';
CREATE FUNCTION tally_lt(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_lt(tally, tally) IS
	'implementation of the operator <';
CREATE FUNCTION tally_le(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_le(tally, tally) IS
	'implementation of the operator <=';
CREATE FUNCTION tally_gt(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_gt(tally, tally) IS
	'implementation of the operator >';
CREATE FUNCTION tally_ge(tally, tally)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_ge(tally, tally) IS
	'implementation of the operator >=';
CREATE FUNCTION tally_cmp(tally, tally)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_cmp(tally, tally) IS
	'order of two values of type tally: -1, 0 or 1';
CREATE FUNCTION tally_hash(tally)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_hash(tally) IS
	'hash of a value of type tally';

CREATE OPERATOR = (
	FUNCTION = tally_eq,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (tally, tally) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = tally_ne,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (tally, tally) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = tally_lt,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (tally, tally) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = tally_le,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (tally, tally) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = tally_gt,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (tally, tally) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = tally_ge,
	LEFTARG = tally,
	RIGHTARG = tally,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (tally, tally) IS 'does not sort before';

CREATE OPERATOR CLASS tally_ops DEFAULT FOR TYPE tally USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 tally_cmp(tally, tally);
COMMENT ON OPERATOR CLASS tally_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY tally_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS tally_ops DEFAULT FOR TYPE tally USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 tally_hash(tally);
COMMENT ON OPERATOR CLASS tally_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY tally_ops USING hash IS 'for hash joins and grouping';

-- States

CREATE FUNCTION tally_combine(tally, tally)
	RETURNS tally
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_combine(tally, tally) IS
	'adds the second tally to the first';
CREATE FUNCTION tally_combine_inv(tally, tally)
	RETURNS tally
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_combine_inv(tally, tally) IS
	'takes the second tally away from the first';
CREATE FUNCTION tally_final(tally)
	RETURNS tally
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION tally_final(tally) IS
	'final function of tally_agg: no rows give NULL';
CREATE AGGREGATE rollup(tally) (
	SFUNC = tally_combine,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = tally_combine,
	MINVFUNC = tally_combine_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(tally) IS
	'the tally over all rows from which the given ones were computed';
