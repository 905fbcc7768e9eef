/* Is an account plan on schedule? Earned schedule, velocity, slip: plan_progress.c, plan.c */

-- As of a fixed day: transition functions and their inverses

CREATE FUNCTION plan_progress_accum(tally, numeric, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, numeric, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, numeric, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, numeric, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, numeric, numeric, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, numeric, numeric, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, numeric, numeric, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_numeric_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, numeric, numeric, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, float8, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, float8, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, float8, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, float8, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, float8, float8, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, float8, float8, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, float8, float8, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_float8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, float8, float8, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, bigint, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, bigint, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, bigint, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, bigint, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, bigint, bigint, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, bigint, bigint, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, bigint, bigint, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int8_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, bigint, bigint, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, integer, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, integer, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, integer, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, integer, date, date, date) IS
	'takes a milestone away from a tally of plan progress';
CREATE FUNCTION plan_progress_accum(tally, integer, integer, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum(tally, integer, integer, date, date, date) IS
	'adds a milestone to a tally of plan progress';
CREATE FUNCTION plan_progress_accum_inv(tally, integer, integer, date, date, date)
	RETURNS tally
	AS 'MODULE_PATHNAME', 'plan_progress_accum_int4_inv'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_progress_accum_inv(tally, integer, integer, date, date, date) IS
	'takes a milestone away from a tally of plan progress';

-- Accessors

CREATE FUNCTION plan_value_index(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_value_index(tally) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE FUNCTION plan_value_index_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_value_index_float8(tally) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE FUNCTION plan_realisation(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_realisation(tally) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE FUNCTION plan_realisation_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_realisation_float8(tally) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE FUNCTION plan_slip(tally)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_slip(tally) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE FUNCTION plan_slip_float8(tally)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_slip_float8(tally) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE FUNCTION unscheduled_milestones(tally)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'progress_unscheduled'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unscheduled_milestones(tally) IS
	'milestones without a due date, which count for nothing';
CREATE FUNCTION unvalued_milestones(tally)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'progress_unvalued'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unvalued_milestones(tally) IS
	'milestones without a value, which count for nothing';

-- Aggregates: one input row is one milestone

CREATE AGGREGATE plan_progress_agg(value numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(numeric, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value numeric, delivered numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(numeric, numeric, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(float8, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value float8, delivered float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(float8, float8, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(bigint, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value bigint, delivered bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(bigint, bigint, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(integer, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_progress_agg(value integer, delivered integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = tally_final,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = tally_final,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_progress_agg(integer, integer, date, date, date) IS
	'plan progress as of a day, to store, roll up and ask later: plan_value_index, plan_realisation, plan_slip';
CREATE AGGREGATE plan_value_index(value numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(numeric, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value numeric, delivered numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(numeric, numeric, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(float8, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value float8, delivered float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(float8, float8, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(bigint, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value bigint, delivered bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(bigint, bigint, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(integer, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_value_index(value integer, delivered integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_value_index,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_value_index,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_value_index(integer, integer, date, date, date) IS
	'value of what is done as a share of the value that is due; nothing counts for more than was planned';
CREATE AGGREGATE plan_realisation(value numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(numeric, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value numeric, delivered numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(numeric, numeric, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(float8, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value float8, delivered float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(float8, float8, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(bigint, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value bigint, delivered bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(bigint, bigint, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(integer, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_realisation(value integer, delivered integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_realisation,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_realisation,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_realisation(integer, integer, date, date, date) IS
	'what the milestones that are due have brought so far, as a share of their value; more than 1 is possible';
CREATE AGGREGATE plan_slip(value numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(numeric, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value numeric, delivered numeric, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(numeric, numeric, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(float8, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value float8, delivered float8, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip_float8,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip_float8,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(float8, float8, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(bigint, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value bigint, delivered bigint, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(bigint, bigint, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(integer, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';
CREATE AGGREGATE plan_slip(value integer, delivered integer, due date, done date, as_of date) (
	SFUNC = plan_progress_accum,
	STYPE = tally,
	FINALFUNC = plan_slip,
	COMBINEFUNC = tally_combine,
	MSFUNC = plan_progress_accum,
	MINVFUNC = plan_progress_accum_inv,
	MSTYPE = tally,
	MFINALFUNC = plan_slip,
	SSPACE = 250,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_slip(integer, integer, date, date, date) IS
	'days that the due milestones are late on average, weighted by value; negative if they were early';

-- The type plan and its support functions

CREATE TYPE plan;

CREATE FUNCTION plan_in(cstring)
	RETURNS plan
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_in(cstring) IS
	'input function of type plan';
CREATE FUNCTION plan_out(plan)
	RETURNS cstring
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_out(plan) IS
	'output function of type plan';
CREATE FUNCTION plan_recv(internal)
	RETURNS plan
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_recv(internal) IS
	'binary input function of type plan';
CREATE FUNCTION plan_send(plan)
	RETURNS bytea
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_send(plan) IS
	'binary output function of type plan';
REVOKE EXECUTE ON FUNCTION plan_recv(internal) FROM PUBLIC;

CREATE TYPE plan (
	INPUT = plan_in,
	OUTPUT = plan_out,
	RECEIVE = plan_recv,
	SEND = plan_send,
	INTERNALLENGTH = VARIABLE,
	ALIGNMENT = double,
	STORAGE = extended
);
COMMENT ON TYPE plan IS
	'what a plan of milestones was to reach by each day, and what it has';

CREATE FUNCTION plan_jsonb(plan)
	RETURNS jsonb
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_jsonb(plan) IS
	'a plan as jsonb';

CREATE CAST (plan AS jsonb) WITH FUNCTION plan_jsonb(plan);
COMMENT ON CAST (plan AS jsonb) IS
	'the counts of a plan and the steps of its two curves';

CREATE FUNCTION plan_eq(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_eq(plan, plan) IS
	'implementation of the operator =';
CREATE FUNCTION plan_ne(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_ne(plan, plan) IS
	'implementation of the operator <>';
CREATE FUNCTION plan_lt(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_lt(plan, plan) IS
	'implementation of the operator <';
CREATE FUNCTION plan_le(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_le(plan, plan) IS
	'implementation of the operator <=';
CREATE FUNCTION plan_gt(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_gt(plan, plan) IS
	'implementation of the operator >';
CREATE FUNCTION plan_ge(plan, plan)
	RETURNS boolean
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_ge(plan, plan) IS
	'implementation of the operator >=';
CREATE FUNCTION plan_cmp(plan, plan)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_cmp(plan, plan) IS
	'order of two values of type plan: -1, 0 or 1';
CREATE FUNCTION plan_hash(plan)
	RETURNS integer
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_hash(plan) IS
	'hash of a value of type plan';

CREATE OPERATOR = (
	FUNCTION = plan_eq,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = =,
	NEGATOR = <>,
	RESTRICT = eqsel,
	JOIN = eqjoinsel,
	HASHES,
	MERGES
);
COMMENT ON OPERATOR = (plan, plan) IS 'equal';
CREATE OPERATOR <> (
	FUNCTION = plan_ne,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = <>,
	NEGATOR = =,
	RESTRICT = neqsel,
	JOIN = neqjoinsel
);
COMMENT ON OPERATOR <> (plan, plan) IS 'not equal';
CREATE OPERATOR < (
	FUNCTION = plan_lt,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = >,
	NEGATOR = >=,
	RESTRICT = scalarltsel,
	JOIN = scalarltjoinsel
);
COMMENT ON OPERATOR < (plan, plan) IS 'sorts before';
CREATE OPERATOR <= (
	FUNCTION = plan_le,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = >=,
	NEGATOR = >,
	RESTRICT = scalarlesel,
	JOIN = scalarlejoinsel
);
COMMENT ON OPERATOR <= (plan, plan) IS 'does not sort after';
CREATE OPERATOR > (
	FUNCTION = plan_gt,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = <,
	NEGATOR = <=,
	RESTRICT = scalargtsel,
	JOIN = scalargtjoinsel
);
COMMENT ON OPERATOR > (plan, plan) IS 'sorts after';
CREATE OPERATOR >= (
	FUNCTION = plan_ge,
	LEFTARG = plan,
	RIGHTARG = plan,
	COMMUTATOR = <=,
	NEGATOR = <,
	RESTRICT = scalargesel,
	JOIN = scalargejoinsel
);
COMMENT ON OPERATOR >= (plan, plan) IS 'does not sort before';

CREATE OPERATOR CLASS plan_ops DEFAULT FOR TYPE plan USING btree AS
	OPERATOR 1 <,
	OPERATOR 2 <=,
	OPERATOR 3 =,
	OPERATOR 4 >=,
	OPERATOR 5 >,
	FUNCTION 1 plan_cmp(plan, plan);
COMMENT ON OPERATOR CLASS plan_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';
COMMENT ON OPERATOR FAMILY plan_ops USING btree IS
	'for DISTINCT, GROUP BY and indexes; the order itself has no meaning';

CREATE OPERATOR CLASS plan_ops DEFAULT FOR TYPE plan USING hash AS
	OPERATOR 1 =,
	FUNCTION 1 plan_hash(plan);
COMMENT ON OPERATOR CLASS plan_ops USING hash IS 'for hash joins and grouping';
COMMENT ON OPERATOR FAMILY plan_ops USING hash IS 'for hash joins and grouping';


CREATE FUNCTION plan_combine(plan, plan)
	RETURNS plan
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_combine(plan, plan) IS
	'adds the second plan to the first';
CREATE FUNCTION plan_final(plan)
	RETURNS plan
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_final(plan) IS
	'final function of plan_agg: no milestones give NULL';
CREATE AGGREGATE rollup(plan) (
	SFUNC = plan_combine,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(plan) IS
	'the plan of all milestones behind the given ones';

-- Transition functions: without days, and with the days that the plan is asked about

CREATE FUNCTION plan_accum(plan, numeric, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, numeric, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, numeric, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, numeric, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, numeric, numeric, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, numeric, numeric, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, numeric, numeric, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_numeric'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, numeric, numeric, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, float8, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, float8, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, float8, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, float8, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, float8, float8, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, float8, float8, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, float8, float8, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_float8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, float8, float8, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, bigint, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, bigint, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, bigint, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, bigint, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, bigint, bigint, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, bigint, bigint, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, bigint, bigint, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int8'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, bigint, bigint, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, integer, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, integer, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, integer, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, integer, date, date, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, integer, integer, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, integer, integer, date, date) IS
	'adds a milestone to a plan';
CREATE FUNCTION plan_accum(plan, integer, integer, date, date, date, date)
	RETURNS plan
	AS 'MODULE_PATHNAME', 'plan_accum_int4'
	LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION plan_accum(plan, integer, integer, date, date, date, date) IS
	'adds a milestone to a plan';

-- What a plan can be asked; without days, those that came with its rows

CREATE FUNCTION earned_schedule(plan)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION earned_schedule(plan) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE FUNCTION earned_schedule_float8(plan)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION earned_schedule_float8(plan) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE FUNCTION earned_schedule(plan plan, start date, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION earned_schedule(plan, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE FUNCTION plan_time_index(plan)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_time_index(plan) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE FUNCTION plan_time_index_float8(plan)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_time_index_float8(plan) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE FUNCTION plan_time_index(plan plan, start date, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_time_index(plan, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE FUNCTION plan_velocity(plan)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity(plan) IS
	'value earned per day after start up to as_of';
CREATE FUNCTION plan_velocity_float8(plan)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity_float8(plan) IS
	'value earned per day after start up to as_of';
CREATE FUNCTION plan_velocity(plan plan, start date, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity(plan, date, date) IS
	'value earned per day after start up to as_of';
CREATE FUNCTION plan_velocity_ratio(plan)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity_ratio(plan) IS
	'value earned per value due, both after start up to as_of';
CREATE FUNCTION plan_velocity_ratio_float8(plan)
	RETURNS float8
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity_ratio_float8(plan) IS
	'value earned per value due, both after start up to as_of';
CREATE FUNCTION plan_velocity_ratio(plan plan, start date, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION plan_velocity_ratio(plan, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE FUNCTION planned_value(plan plan, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION planned_value(plan, date) IS
	'value of the milestones that are due by a day';
CREATE FUNCTION earned_value(plan plan, as_of date)
	RETURNS numeric
	AS 'MODULE_PATHNAME'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION earned_value(plan, date) IS
	'value of the milestones that are done by a day, none above what was planned';
CREATE FUNCTION unscheduled_milestones(plan)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'plan_unscheduled'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unscheduled_milestones(plan) IS
	'milestones without a due date, which count for nothing';
CREATE FUNCTION unvalued_milestones(plan)
	RETURNS bigint
	AS 'MODULE_PATHNAME', 'plan_unvalued'
	LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION unvalued_milestones(plan) IS
	'milestones without a value, which count for nothing';

-- Aggregates: one input row is one milestone

CREATE AGGREGATE plan_agg(value numeric, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(numeric, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value numeric, delivered numeric, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(numeric, numeric, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value float8, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(float8, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value float8, delivered float8, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(float8, float8, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value bigint, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(bigint, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value bigint, delivered bigint, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(bigint, bigint, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value integer, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(integer, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE plan_agg(value integer, delivered integer, due date, done date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_final,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_agg(integer, integer, date, date) IS
	'a plan, to store, roll up and ask about any day: plan_time_index, plan_velocity, planned_value and others';
CREATE AGGREGATE earned_schedule(value numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(numeric, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value numeric, delivered numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(numeric, numeric, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(float8, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value float8, delivered float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(float8, float8, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(bigint, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value bigint, delivered bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(bigint, bigint, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(integer, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE earned_schedule(value integer, delivered integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = earned_schedule,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE earned_schedule(integer, integer, date, date, date, date) IS
	'days after the start on which the plan was to be where it is as of a day';
CREATE AGGREGATE plan_time_index(value numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(numeric, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value numeric, delivered numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(numeric, numeric, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(float8, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value float8, delivered float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(float8, float8, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(bigint, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value bigint, delivered bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(bigint, bigint, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(integer, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_time_index(value integer, delivered integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_time_index,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_time_index(integer, integer, date, date, date, date) IS
	'earned schedule per day gone: below 1 the plan is late, above 1 it is ahead';
CREATE AGGREGATE plan_velocity(value numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(numeric, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value numeric, delivered numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(numeric, numeric, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(float8, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value float8, delivered float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(float8, float8, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(bigint, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value bigint, delivered bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(bigint, bigint, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(integer, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity(value integer, delivered integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity(integer, integer, date, date, date, date) IS
	'value earned per day after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(numeric, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value numeric, delivered numeric, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(numeric, numeric, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(float8, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value float8, delivered float8, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio_float8,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(float8, float8, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(bigint, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value bigint, delivered bigint, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(bigint, bigint, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(integer, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
CREATE AGGREGATE plan_velocity_ratio(value integer, delivered integer, due date, done date, start date, as_of date) (
	SFUNC = plan_accum,
	STYPE = plan,
	FINALFUNC = plan_velocity_ratio,
	COMBINEFUNC = plan_combine,
	SSPACE = 1000,
	PARALLEL = SAFE
);
COMMENT ON AGGREGATE plan_velocity_ratio(integer, integer, date, date, date, date) IS
	'value earned per value due, both after start up to as_of';
