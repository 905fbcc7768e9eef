/* How far a weight must move before a verdict changes: score_robustness.c */

CREATE FUNCTION weight_shift(score score, value numeric, weight numeric, threshold numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_state_numeric'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(score, numeric, numeric, numeric) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score score, value float8, weight float8, threshold float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'weight_shift_state_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(score, float8, float8, float8) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score score, value bigint, weight bigint, threshold bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_state_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(score, bigint, bigint, bigint) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score score, value integer, weight integer, threshold integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_state_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(score, integer, integer, integer) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score numeric, value numeric, weight numeric, threshold numeric)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_numeric'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(numeric, numeric, numeric, numeric) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score float8, value float8, weight float8, threshold float8)
	RETURNS float8
	AS 'MODULE_PATHNAME', 'weight_shift_float8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(float8, float8, float8, float8) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score bigint, value bigint, weight bigint, threshold bigint)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_int8'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(bigint, bigint, bigint, bigint) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
CREATE FUNCTION weight_shift(score integer, value integer, weight integer, threshold integer)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'weight_shift_int4'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION weight_shift(integer, integer, integer, integer) IS
	'how far the weight of a criterion, as a share of all weights, must move for the score to reach the threshold; NULL if nothing it can be does';
