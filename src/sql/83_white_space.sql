/* The revenue that could still be had: white_space.c */

-- Transition functions and their inverses

CREATE FUNCTION white_space_accum(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum(tally, numeric, numeric) IS
	'adds a row to a tally of white space';
CREATE FUNCTION white_space_accum_inv(tally, numeric, numeric)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum_inv(tally, numeric, numeric) IS
	'takes a row away from a tally of white space';
CREATE FUNCTION white_space_accum(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum(tally, float8, float8) IS
	'adds a row to a tally of white space';
CREATE FUNCTION white_space_accum_inv(tally, float8, float8)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum_inv(tally, float8, float8) IS
	'takes a row away from a tally of white space';
CREATE FUNCTION white_space_accum(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum(tally, bigint, bigint) IS
	'adds a row to a tally of white space';
CREATE FUNCTION white_space_accum_inv(tally, bigint, bigint)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum_inv(tally, bigint, bigint) IS
	'takes a row away from a tally of white space';
CREATE FUNCTION white_space_accum(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum(tally, integer, integer) IS
	'adds a row to a tally of white space';
CREATE FUNCTION white_space_accum_inv(tally, integer, integer)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'white_space_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION white_space_accum_inv(tally, integer, integer) IS
	'takes a row away from a tally of white space';

-- Accessors

CREATE FUNCTION white_space(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'white_space'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION white_space(tally) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE FUNCTION white_space_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION white_space_float8(tally) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE FUNCTION penetration(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'penetration'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION penetration(tally) IS
	'share of the known potential that is sold, no cell counted above its potential';
CREATE FUNCTION penetration_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION penetration_float8(tally) IS
	'share of the known potential that is sold, no cell counted above its potential';
CREATE FUNCTION unknown_cells(tally)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'white_space_unknown'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unknown_cells(tally) IS
	'cells whose potential is not known';

-- Aggregates: one input row is one cell, such as a product at a site

CREATE AGGREGATE white_space_agg(potential numeric, current numeric) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space_agg(numeric, numeric) IS
	'potential and sales by cell, to store, roll up and ask later: white_space, penetration, unknown_cells';
CREATE AGGREGATE white_space_agg(potential float8, current float8) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space_agg(float8, float8) IS
	'potential and sales by cell, to store, roll up and ask later: white_space, penetration, unknown_cells';
CREATE AGGREGATE white_space_agg(potential bigint, current bigint) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space_agg(bigint, bigint) IS
	'potential and sales by cell, to store, roll up and ask later: white_space, penetration, unknown_cells';
CREATE AGGREGATE white_space_agg(potential integer, current integer) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space_agg(integer, integer) IS
	'potential and sales by cell, to store, roll up and ask later: white_space, penetration, unknown_cells';
CREATE AGGREGATE white_space(potential numeric, current numeric) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = white_space,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = white_space,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space(numeric, numeric) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE AGGREGATE white_space(potential float8, current float8) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = white_space_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = white_space_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space(float8, float8) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE AGGREGATE white_space(potential bigint, current bigint) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = white_space,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = white_space,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space(bigint, bigint) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE AGGREGATE white_space(potential integer, current integer) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = white_space,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = white_space,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE white_space(integer, integer) IS
	'potential not yet sold, in money, cell by cell: an oversold cell does not fill another';
CREATE AGGREGATE penetration(potential numeric, current numeric) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = penetration,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = penetration,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE penetration(numeric, numeric) IS
	'share of the known potential that is sold, no cell counted above its potential';
CREATE AGGREGATE penetration(potential float8, current float8) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = penetration_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = penetration_float8,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE penetration(float8, float8) IS
	'share of the known potential that is sold, no cell counted above its potential';
CREATE AGGREGATE penetration(potential bigint, current bigint) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = penetration,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = penetration,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE penetration(bigint, bigint) IS
	'share of the known potential that is sold, no cell counted above its potential';
CREATE AGGREGATE penetration(potential integer, current integer) (
	SFUNC = white_space_accum,
	STYPE = tally,
	FINALFUNC = penetration,
	COMBINEFUNC = tally_combine,
	MSFUNC = white_space_accum,
	MINVFUNC = white_space_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = penetration,
	SSPACE = 180,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE penetration(integer, integer) IS
	'share of the known potential that is sold, no cell counted above its potential';
