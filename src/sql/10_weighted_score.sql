/* Scores from weighted criteria: weighted_score.c */

-- The type score and its support functions

CREATE TYPE score;

CREATE FUNCTION score_in(cstring)
	RETURNS score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_in(cstring) IS
	'input function of type score';
CREATE FUNCTION score_out(score)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_out(score) IS
	'output function of type score';
CREATE FUNCTION score_recv(internal)
	RETURNS score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_recv(internal) IS
	'binary input function of type score';
CREATE FUNCTION score_send(score)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_send(score) IS
	'binary output function of type score';
REVOKE EXECUTE ON FUNCTION score_recv(internal) FROM PUBLIC;

CREATE TYPE score (
	INPUT = score_in,
	OUTPUT = score_out,
	RECEIVE = score_recv,
	SEND = score_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE score IS
	'what is known about a weighted score: sums of weighted values, weights and bounds';

CREATE FUNCTION score_jsonb(score)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_jsonb(score) IS
	'a score as jsonb';

CREATE CAST (score AS jsonb) WITH FUNCTION score_jsonb(score);
COMMENT ON CAST (score AS jsonb) IS
	'all counts and sums of a score';

CREATE FUNCTION score_eq(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_eq(score, score) IS
	'implementation of the operator =';
CREATE FUNCTION score_ne(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_ne(score, score) IS
	'implementation of the operator <>';
CREATE FUNCTION score_lt(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_lt(score, score) IS
	'implementation of the operator <';
CREATE FUNCTION score_le(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_le(score, score) IS
	'implementation of the operator <=';
CREATE FUNCTION score_gt(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_gt(score, score) IS
	'implementation of the operator >';
CREATE FUNCTION score_ge(score, score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_ge(score, score) IS
	'implementation of the operator >=';
CREATE FUNCTION score_cmp(score, score)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_cmp(score, score) IS
	'order of two values of type score: -1, 0 or 1';
CREATE FUNCTION score_hash(score)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_hash(score) IS
	'hash of a value of type score';

CREATE OPERATOR = (
	FUNCTION = score_eq,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (score, score) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = score_ne,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (score, score) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = score_lt,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (score, score) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = score_le,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (score, score) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = score_gt,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (score, score) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = score_ge,
	LEFTARG = score,
	RIGHTARG = score,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (score, score) IS 'does not sort before';

CREATE OPERATOR CLASS score_ops DEFAULT FOR TYPE score USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 score_cmp(score, score);
COMMENT ON OPERATOR CLASS score_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY score_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS score_ops DEFAULT FOR TYPE score USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 score_hash(score);
COMMENT ON OPERATOR CLASS score_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY score_ops USING hash IS 'for hash joins and grouping';

-- States

CREATE FUNCTION score_combine(score, score)
	RETURNS score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_combine(score, score) IS
	'adds the second score to the first';
CREATE FUNCTION score_combine_inv(score, score)
	RETURNS score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_combine_inv(score, score) IS
	'takes the second score away from the first';
CREATE FUNCTION score_final(score)
	RETURNS score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_final(score) IS
	'final function of score_agg: no rows give NULL';

-- Transition functions and their inverses

CREATE FUNCTION score_accum(score, numeric, numeric)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum(score, numeric, numeric) IS
	'adds a row to a score';
CREATE FUNCTION score_accum_inv(score, numeric, numeric)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum_inv(score, numeric, numeric) IS
	'takes a row away from a score';
CREATE FUNCTION score_accum(score, float8, float8)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum(score, float8, float8) IS
	'adds a row to a score';
CREATE FUNCTION score_accum_inv(score, float8, float8)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum_inv(score, float8, float8) IS
	'takes a row away from a score';
CREATE FUNCTION score_accum(score, bigint, bigint)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum(score, bigint, bigint) IS
	'adds a row to a score';
CREATE FUNCTION score_accum_inv(score, bigint, bigint)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum_inv(score, bigint, bigint) IS
	'takes a row away from a score';
CREATE FUNCTION score_accum(score, integer, integer)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum(score, integer, integer) IS
	'adds a row to a score';
CREATE FUNCTION score_accum_inv(score, integer, integer)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_accum_inv(score, integer, integer) IS
	'takes a row away from a score';
CREATE FUNCTION score_interval_accum(score, numeric, numeric, numeric, numeric)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum(score, numeric, numeric, numeric, numeric) IS
	'adds a row with bounds to a score';
CREATE FUNCTION score_interval_accum_inv(score, numeric, numeric, numeric, numeric)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum_inv(score, numeric, numeric, numeric, numeric) IS
	'takes a row with bounds away from a score';
CREATE FUNCTION score_interval_accum(score, float8, float8, float8, float8)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum(score, float8, float8, float8, float8) IS
	'adds a row with bounds to a score';
CREATE FUNCTION score_interval_accum_inv(score, float8, float8, float8, float8)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum_inv(score, float8, float8, float8, float8) IS
	'takes a row with bounds away from a score';
CREATE FUNCTION score_interval_accum(score, bigint, bigint, bigint, bigint)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum(score, bigint, bigint, bigint, bigint) IS
	'adds a row with bounds to a score';
CREATE FUNCTION score_interval_accum_inv(score, bigint, bigint, bigint, bigint)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum_inv(score, bigint, bigint, bigint, bigint) IS
	'takes a row with bounds away from a score';
CREATE FUNCTION score_interval_accum(score, integer, integer, integer, integer)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum(score, integer, integer, integer, integer) IS
	'adds a row with bounds to a score';
CREATE FUNCTION score_interval_accum_inv(score, integer, integer, integer, integer)
	RETURNS score
	AS 'MODULE_PATHNAME', 'score_interval_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION score_interval_accum_inv(score, integer, integer, integer, integer) IS
	'takes a row with bounds away from a score';

-- Accessors

CREATE FUNCTION weighted_score(score)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weighted_score'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score(score) IS
	'weighted mean of the known values; NULL without weight';
CREATE FUNCTION weighted_score_float8(score)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score_float8(score) IS
	'weighted mean of the known values; NULL without weight';
CREATE FUNCTION score_coverage(score)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'score_coverage'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_coverage(score) IS
	'share of the weight whose value is known, 0 to 1';
CREATE FUNCTION score_coverage_float8(score)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_coverage_float8(score) IS
	'share of the weight whose value is known, 0 to 1';
CREATE FUNCTION score_interval(score)
	RETURNS numrange
	AS 'MODULE_PATHNAME', 'score_interval'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION score_interval(score) IS
	'where the score can lie, given what is unknown';

-- Aggregates

CREATE AGGREGATE score_agg(value numeric, weight numeric) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(numeric, numeric) IS
	'a score to store, roll up and ask later: weighted_score, score_coverage, score_interval';
CREATE AGGREGATE score_agg(value float8, weight float8) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(float8, float8) IS
	'a score to store, roll up and ask later: weighted_score, score_coverage, score_interval';
CREATE AGGREGATE score_agg(value bigint, weight bigint) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(bigint, bigint) IS
	'a score to store, roll up and ask later: weighted_score, score_coverage, score_interval';
CREATE AGGREGATE score_agg(value integer, weight integer) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(integer, integer) IS
	'a score to store, roll up and ask later: weighted_score, score_coverage, score_interval';

CREATE AGGREGATE score_agg(value numeric, weight numeric, lowest numeric, highest numeric) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(numeric, numeric, numeric, numeric) IS
	'a score with the bounds of its criteria, to store, roll up and ask later';
CREATE AGGREGATE score_agg(value float8, weight float8, lowest float8, highest float8) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(float8, float8, float8, float8) IS
	'a score with the bounds of its criteria, to store, roll up and ask later';
CREATE AGGREGATE score_agg(value bigint, weight bigint, lowest bigint, highest bigint) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(bigint, bigint, bigint, bigint) IS
	'a score with the bounds of its criteria, to store, roll up and ask later';
CREATE AGGREGATE score_agg(value integer, weight integer, lowest integer, highest integer) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_agg(integer, integer, integer, integer) IS
	'a score with the bounds of its criteria, to store, roll up and ask later';

CREATE AGGREGATE rollup(score) (
	SFUNC = score_combine,
	STYPE = score,
	FINALFUNC = score_final,
	COMBINEFUNC = score_combine,
	MSFUNC = score_combine,
	MINVFUNC = score_combine_inv,
	MSTYPE = score,
	MFINALFUNC = score_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(score) IS
	'the score over all rows from which the given ones were computed';

CREATE AGGREGATE weighted_score(value numeric, weight numeric) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = weighted_score,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = weighted_score,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_score(numeric, numeric) IS
	'weighted mean sum(value * weight) / sum(weight) over the criteria whose value is known';
CREATE AGGREGATE weighted_score(value float8, weight float8) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = weighted_score_float8,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = weighted_score_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_score(float8, float8) IS
	'weighted mean sum(value * weight) / sum(weight) over the criteria whose value is known';
CREATE AGGREGATE weighted_score(value bigint, weight bigint) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = weighted_score,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = weighted_score,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_score(bigint, bigint) IS
	'weighted mean sum(value * weight) / sum(weight) over the criteria whose value is known';
CREATE AGGREGATE weighted_score(value integer, weight integer) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = weighted_score,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = weighted_score,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE weighted_score(integer, integer) IS
	'weighted mean sum(value * weight) / sum(weight) over the criteria whose value is known';

CREATE AGGREGATE score_coverage(value numeric, weight numeric) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_coverage,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_coverage,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_coverage(numeric, numeric) IS
	'share of the weight whose value is known, 0 to 1';
CREATE AGGREGATE score_coverage(value float8, weight float8) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_coverage_float8,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_coverage_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_coverage(float8, float8) IS
	'share of the weight whose value is known, 0 to 1';
CREATE AGGREGATE score_coverage(value bigint, weight bigint) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_coverage,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_coverage,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_coverage(bigint, bigint) IS
	'share of the weight whose value is known, 0 to 1';
CREATE AGGREGATE score_coverage(value integer, weight integer) (
	SFUNC = score_accum,
	STYPE = score,
	FINALFUNC = score_coverage,
	COMBINEFUNC = score_combine,
	MSFUNC = score_accum,
	MINVFUNC = score_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_coverage,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_coverage(integer, integer) IS
	'share of the weight whose value is known, 0 to 1';

CREATE AGGREGATE score_interval(value numeric, weight numeric, lowest numeric, highest numeric) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_interval,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_interval,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_interval(numeric, numeric, numeric, numeric) IS
	'where the score can lie: unknown criteria at their lowest and at their highest';
CREATE AGGREGATE score_interval(value float8, weight float8, lowest float8, highest float8) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_interval,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_interval,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_interval(float8, float8, float8, float8) IS
	'where the score can lie: unknown criteria at their lowest and at their highest';
CREATE AGGREGATE score_interval(value bigint, weight bigint, lowest bigint, highest bigint) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_interval,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_interval,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_interval(bigint, bigint, bigint, bigint) IS
	'where the score can lie: unknown criteria at their lowest and at their highest';
CREATE AGGREGATE score_interval(value integer, weight integer, lowest integer, highest integer) (
	SFUNC = score_interval_accum,
	STYPE = score,
	FINALFUNC = score_interval,
	COMBINEFUNC = score_combine,
	MSFUNC = score_interval_accum,
	MINVFUNC = score_interval_accum_inv,
	MSTYPE = score,
	MFINALFUNC = score_interval,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE score_interval(integer, integer, integer, integer) IS
	'where the score can lie: unknown criteria at their lowest and at their highest';

-- The type log_score and its support functions

CREATE TYPE log_score;

CREATE FUNCTION log_score_in(cstring)
	RETURNS log_score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_in(cstring) IS
	'input function of type log_score';
CREATE FUNCTION log_score_out(log_score)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_out(log_score) IS
	'output function of type log_score';
CREATE FUNCTION log_score_recv(internal)
	RETURNS log_score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_recv(internal) IS
	'binary input function of type log_score';
CREATE FUNCTION log_score_send(log_score)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_send(log_score) IS
	'binary output function of type log_score';
REVOKE EXECUTE ON FUNCTION log_score_recv(internal) FROM PUBLIC;

CREATE TYPE log_score (
	INPUT = log_score_in,
	OUTPUT = log_score_out,
	RECEIVE = log_score_recv,
	SEND = log_score_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE log_score IS
	'what is known about a geometric score: sums of weighted logarithms and of weights';

CREATE FUNCTION log_score_jsonb(log_score)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_jsonb(log_score) IS
	'a log_score as jsonb';

CREATE CAST (log_score AS jsonb) WITH FUNCTION log_score_jsonb(log_score);
COMMENT ON CAST (log_score AS jsonb) IS
	'all counts and sums of a log_score';

CREATE FUNCTION log_score_eq(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_eq(log_score, log_score) IS
	'implementation of the operator =';
CREATE FUNCTION log_score_ne(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_ne(log_score, log_score) IS
	'implementation of the operator <>';
CREATE FUNCTION log_score_lt(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_lt(log_score, log_score) IS
	'implementation of the operator <';
CREATE FUNCTION log_score_le(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_le(log_score, log_score) IS
	'implementation of the operator <=';
CREATE FUNCTION log_score_gt(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_gt(log_score, log_score) IS
	'implementation of the operator >';
CREATE FUNCTION log_score_ge(log_score, log_score)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_ge(log_score, log_score) IS
	'implementation of the operator >=';
CREATE FUNCTION log_score_cmp(log_score, log_score)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_cmp(log_score, log_score) IS
	'order of two values of type log_score: -1, 0 or 1';
CREATE FUNCTION log_score_hash(log_score)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_hash(log_score) IS
	'hash of a value of type log_score';

CREATE OPERATOR = (
	FUNCTION = log_score_eq,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (log_score, log_score) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = log_score_ne,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (log_score, log_score) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = log_score_lt,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (log_score, log_score) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = log_score_le,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (log_score, log_score) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = log_score_gt,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (log_score, log_score) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = log_score_ge,
	LEFTARG = log_score,
	RIGHTARG = log_score,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (log_score, log_score) IS 'does not sort before';

CREATE OPERATOR CLASS log_score_ops DEFAULT FOR TYPE log_score USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 log_score_cmp(log_score, log_score);
COMMENT ON OPERATOR CLASS log_score_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY log_score_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS log_score_ops DEFAULT FOR TYPE log_score USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 log_score_hash(log_score);
COMMENT ON OPERATOR CLASS log_score_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY log_score_ops USING hash IS 'for hash joins and grouping';

-- States

CREATE FUNCTION log_score_combine(log_score, log_score)
	RETURNS log_score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_combine(log_score, log_score) IS
	'adds the second log_score to the first';
CREATE FUNCTION log_score_combine_inv(log_score, log_score)
	RETURNS log_score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_combine_inv(log_score, log_score) IS
	'takes the second log_score away from the first';
CREATE FUNCTION log_score_final(log_score)
	RETURNS log_score
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION log_score_final(log_score) IS
	'final function of log_score_agg: no rows give NULL';

-- Transition functions and their inverses

CREATE FUNCTION log_score_accum(log_score, numeric, numeric)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum(log_score, numeric, numeric) IS
	'adds a row to a log_score';
CREATE FUNCTION log_score_accum_inv(log_score, numeric, numeric)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum_inv(log_score, numeric, numeric) IS
	'takes a row away from a log_score';
CREATE FUNCTION log_score_accum(log_score, float8, float8)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum(log_score, float8, float8) IS
	'adds a row to a log_score';
CREATE FUNCTION log_score_accum_inv(log_score, float8, float8)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum_inv(log_score, float8, float8) IS
	'takes a row away from a log_score';
CREATE FUNCTION log_score_accum(log_score, bigint, bigint)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum(log_score, bigint, bigint) IS
	'adds a row to a log_score';
CREATE FUNCTION log_score_accum_inv(log_score, bigint, bigint)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum_inv(log_score, bigint, bigint) IS
	'takes a row away from a log_score';
CREATE FUNCTION log_score_accum(log_score, integer, integer)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum(log_score, integer, integer) IS
	'adds a row to a log_score';
CREATE FUNCTION log_score_accum_inv(log_score, integer, integer)
	RETURNS log_score
	AS 'MODULE_PATHNAME', 'log_score_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION log_score_accum_inv(log_score, integer, integer) IS
	'takes a row away from a log_score';

-- Accessors

CREATE FUNCTION geometric_score(log_score)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'geometric_score'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION geometric_score(log_score) IS
	'weighted geometric mean of the known values';
CREATE FUNCTION geometric_score_float8(log_score)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION geometric_score_float8(log_score) IS
	'weighted geometric mean of the known values';

-- Aggregates

CREATE AGGREGATE log_score_agg(value numeric, weight numeric) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = log_score_final,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = log_score_final,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE log_score_agg(numeric, numeric) IS
	'a geometric score to store, roll up and ask later';
CREATE AGGREGATE log_score_agg(value float8, weight float8) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = log_score_final,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = log_score_final,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE log_score_agg(float8, float8) IS
	'a geometric score to store, roll up and ask later';
CREATE AGGREGATE log_score_agg(value bigint, weight bigint) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = log_score_final,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = log_score_final,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE log_score_agg(bigint, bigint) IS
	'a geometric score to store, roll up and ask later';
CREATE AGGREGATE log_score_agg(value integer, weight integer) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = log_score_final,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = log_score_final,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE log_score_agg(integer, integer) IS
	'a geometric score to store, roll up and ask later';

CREATE AGGREGATE rollup(log_score) (
	SFUNC = log_score_combine,
	STYPE = log_score,
	FINALFUNC = log_score_final,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_combine,
	MINVFUNC = log_score_combine_inv,
	MSTYPE = log_score,
	MFINALFUNC = log_score_final,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(log_score) IS
	'the log_score over all rows from which the given ones were computed';

CREATE AGGREGATE geometric_score(value numeric, weight numeric) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = geometric_score,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = geometric_score,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_score(numeric, numeric) IS
	'weighted geometric mean exp(sum(weight * ln(value)) / sum(weight)) over the criteria whose value is known';
CREATE AGGREGATE geometric_score(value float8, weight float8) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = geometric_score_float8,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = geometric_score_float8,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_score(float8, float8) IS
	'weighted geometric mean exp(sum(weight * ln(value)) / sum(weight)) over the criteria whose value is known';
CREATE AGGREGATE geometric_score(value bigint, weight bigint) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = geometric_score,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = geometric_score,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_score(bigint, bigint) IS
	'weighted geometric mean exp(sum(weight * ln(value)) / sum(weight)) over the criteria whose value is known';
CREATE AGGREGATE geometric_score(value integer, weight integer) (
	SFUNC = log_score_accum,
	STYPE = log_score,
	FINALFUNC = geometric_score,
	COMBINEFUNC = log_score_combine,
	MSFUNC = log_score_accum,
	MINVFUNC = log_score_accum_inv,
	MSTYPE = log_score,
	MFINALFUNC = geometric_score,
	SSPACE = 110,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE geometric_score(integer, integer) IS
	'weighted geometric mean exp(sum(weight * ln(value)) / sum(weight)) over the criteria whose value is known';

-- Scalars

CREATE FUNCTION weighted_score(potential numeric, probability numeric, profitability numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'expected_value'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score(numeric, numeric, numeric) IS
	'expected value in money: potential (money) x probability (0 to 1) x profitability (margin ratio)';
CREATE FUNCTION weighted_score(potential float8, probability float8, profitability float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'expected_value_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score(float8, float8, float8) IS
	'expected value in money: potential (money) x probability (0 to 1) x profitability (margin ratio)';
CREATE FUNCTION goalpost(x numeric, worst numeric, best numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'goalpost'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION goalpost(numeric, numeric, numeric) IS
	'x on a scale from 0 (worst) to 100 (best), clipped; worst may be above best; NULL if they are equal';
CREATE FUNCTION goalpost(x float8, worst float8, best float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'goalpost_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION goalpost(float8, float8, float8) IS
	'x on a scale from 0 (worst) to 100 (best), clipped; worst may be above best; NULL if they are equal';
CREATE FUNCTION weighted_score(potential bigint, probability bigint, profitability bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'expected_value_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score(bigint, bigint, bigint) IS
	'expected value in money, of whole numbers, exactly';
CREATE FUNCTION weighted_score(potential integer, probability integer, profitability integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'expected_value_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weighted_score(integer, integer, integer) IS
	'expected value in money, of whole numbers, exactly';
CREATE FUNCTION goalpost(x bigint, worst bigint, best bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'goalpost_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION goalpost(bigint, bigint, bigint) IS
	'x on a scale from 0 (worst) to 100 (best), clipped, of whole numbers, exactly';
CREATE FUNCTION goalpost(x integer, worst integer, best integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'goalpost_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION goalpost(integer, integer, integer) IS
	'x on a scale from 0 (worst) to 100 (best), clipped, of whole numbers, exactly';
