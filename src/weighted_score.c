/*-------------------------------------------------------------------------
 *
 * weighted_score.c
 *		Scores from weighted criteria, and what is not known about them.
 *
 * One input row is one criterion of an account: its value on a common scale
 * and its weight.  A criterion whose value is NULL leaves the score, numerator
 * and denominator both, and lowers its coverage; where the score could lie
 * instead is what score_interval tells from the bounds of that criterion.
 *
 * The geometric score multiplies where the weighted one adds, so a criterion
 * near zero cannot be made up for.  It is a sum of logarithms, kept in a type
 * of its own.
 *
 *-------------------------------------------------------------------------
 */
#include "weighted_score.h"

#include "catalog/pg_type_d.h"
#include "utils/float.h"
#include "utils/rangetypes.h"

/*
 * Weighted score
 */

enum
{
	COUNT_KNOWN,
	COUNT_UNKNOWN,
	COUNT_NAN,					/* among the known ones, float8 only: */
	COUNT_PLUS_INFINITY,
	COUNT_MINUS_INFINITY,
	COUNT_WITHOUT_LOWEST,		/* among the unknown ones */
	COUNT_WITHOUT_HIGHEST,
	NCOUNTS
};

enum
{
	SUM_WEIGHTED_VALUE,
	SUM_KNOWN_WEIGHT,
	SUM_WEIGHT,
	SUM_UNKNOWN_LOWEST,			/* weighted bounds of the unknown criteria */
	SUM_UNKNOWN_HIGHEST,
	NSUMS
};

enum
{
	VALUE,
	WEIGHT,
	LOWEST,
	HIGHEST
};

static const char *const score_count_names[] =
{"known", "unknown", "nan", "plus_infinity", "minus_infinity",
"without_lowest", "without_highest"};

static const char *const score_sum_names[] =
{"weighted_value", "known_weight", "weight", "unknown_lowest",
"unknown_highest"};

static const uint8 score_degrees[] = {2, 1, 1, 2, 2};

static const char *const score_input_names[] =
{"value", "weight", "lowest", "highest"};

static const char *
ScoreFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);

	if (counts[COUNT_NAN] + counts[COUNT_PLUS_INFINITY] +
		counts[COUNT_MINUS_INFINITY] > counts[COUNT_KNOWN] ||
		counts[COUNT_WITHOUT_LOWEST] > counts[COUNT_UNKNOWN] ||
		counts[COUNT_WITHOUT_HIGHEST] > counts[COUNT_UNKNOWN])
		return "A part of the criteria is more than all of them.";
	if (decimal_sign(totals[SUM_KNOWN_WEIGHT]) < 0 ||
		decimal_compare(totals[SUM_KNOWN_WEIGHT], totals[SUM_WEIGHT]) > 0)
		return "\"known_weight\" is negative or more than \"weight\".";
	if (counts[COUNT_WITHOUT_LOWEST] == 0 && counts[COUNT_WITHOUT_HIGHEST] == 0 &&
		decimal_compare(totals[SUM_UNKNOWN_LOWEST],
						totals[SUM_UNKNOWN_HIGHEST]) > 0)
		return "\"unknown_lowest\" is more than \"unknown_highest\".";
	return NULL;
}

static const SummaryShape score_shape = {
	.type_name = "kam.score",
	.family = 's',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.count_names = score_count_names,
	.sum_names = score_sum_names,
	.degrees = score_degrees,
	.input_names = score_input_names,
	.fault = ScoreFault,
};

/* An unknown criterion within its bounds, as far as it has any */
static void
AddBounds(SummaryRow *row, SummaryInput input)
{
	FunctionCallInfo fcinfo = row->fcinfo;

	for (int i = LOWEST; i <= HIGHEST; i++)
		if (row->nonfinite[i])
			summary_reject_input(&score_shape, i, input, PG_GETARG_DATUM(i + 1),
								 "must be a finite number",
								 "Give NULL for a side without a bound.");
	if (!row->isnull[LOWEST] && !row->isnull[HIGHEST] &&
		summary_row_compare(row, LOWEST, HIGHEST) > 0)
		summary_reject_input(&score_shape, LOWEST, input,
							 PG_GETARG_DATUM(LOWEST + 1),
							 "must not be above highest",
							 "Give the lower bound first.");
	if (row->isnull[LOWEST])
		summary_row_count(row, COUNT_WITHOUT_LOWEST);
	else
		summary_row_add_product(row, SUM_UNKNOWN_LOWEST, WEIGHT, LOWEST);
	if (row->isnull[HIGHEST])
		summary_row_count(row, COUNT_WITHOUT_HIGHEST);
	else
		summary_row_add_product(row, SUM_UNKNOWN_HIGHEST, WEIGHT, HIGHEST);
}

static pg_attribute_always_inline Datum
AccumulateScore(FunctionCallInfo fcinfo, SummaryInput input, bool undo,
				bool bounded)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &score_shape, input, bounded ? 4 : 2, true,
					  undo);
	if (row.isnull[WEIGHT])
		return summary_row_end(&row);
	if (unlikely(row.nonfinite[WEIGHT] || summary_row_sign(&row, WEIGHT) < 0))
		summary_reject_input(&score_shape, WEIGHT, input,
							 PG_GETARG_DATUM(WEIGHT + 1),
							 "must be a finite number that is not negative",
							 NULL);
	summary_row_counts(&row);
	summary_row_add(&row, SUM_WEIGHT, WEIGHT);

	if (row.isnull[VALUE])
	{
		summary_row_count(&row, COUNT_UNKNOWN);
		if (bounded)
			AddBounds(&row, input);
		else
		{
			summary_row_count(&row, COUNT_WITHOUT_LOWEST);
			summary_row_count(&row, COUNT_WITHOUT_HIGHEST);
		}
		return summary_row_end(&row);
	}

	summary_row_count(&row, COUNT_KNOWN);
	summary_row_add(&row, SUM_KNOWN_WEIGHT, WEIGHT);
	if (likely(!row.nonfinite[VALUE]))
		summary_row_add_product(&row, SUM_WEIGHTED_VALUE, VALUE, WEIGHT);
	else
	{
		double		value = PG_GETARG_FLOAT8(VALUE + 1);

		/* as in float8 arithmetic, where infinity times zero is NaN */
		summary_row_count(&row,
						  isnan(value) || summary_row_sign(&row, WEIGHT) == 0 ?
						  COUNT_NAN :
						  value > 0 ? COUNT_PLUS_INFINITY : COUNT_MINUS_INFINITY);
	}
	return summary_row_end(&row);
}

#define ScoreAccum(fcinfo, input, undo) AccumulateScore(fcinfo, input, undo, false)
#define BoundedScoreAccum(fcinfo, input, undo) AccumulateScore(fcinfo, input, undo, true)

SUMMARY_TYPE_FUNCTIONS(score)
SUMMARY_ACCUM_FUNCTIONS(score, ScoreAccum)
SUMMARY_ACCUM_FUNCTIONS(score_interval, BoundedScoreAccum)

static Summary *
GetScore(FunctionCallInfo fcinfo)
{
	return summary_get(PG_GETARG_DATUM(0), &score_shape);
}

/* True if some value was NaN or infinite; then what the score is */
static bool
NonFiniteScore(const Summary *state, double *score)
{
	const int64 *counts = summary_counts(state);
	bool		plus = counts[COUNT_PLUS_INFINITY] > 0;
	bool		minus = counts[COUNT_MINUS_INFINITY] > 0;

	if (counts[COUNT_NAN] > 0 || (plus && minus))
		*score = get_float8_nan();
	else if (plus || minus)
		*score = plus ? get_float8_infinity() : -get_float8_infinity();
	else
		return false;
	return true;
}

bool
score_known_sums(Datum score, Datum *weighted_value, Datum *weight)
{
	Summary    *state = summary_get(score, &score_shape);
	double		nonfinite;

	*weighted_value = summary_total(&score_shape, state, SUM_WEIGHTED_VALUE);
	*weight = summary_total(&score_shape, state, SUM_KNOWN_WEIGHT);
	return !NonFiniteScore(state, &nonfinite);
}

PG_FUNCTION_INFO_V1(weighted_score);
Datum
weighted_score(PG_FUNCTION_ARGS)
{
	Summary    *state = GetScore(fcinfo);
	Datum		score;
	double		nonfinite;

	if (!summary_ratio(&score_shape, state, SUM_WEIGHTED_VALUE,
					   SUM_KNOWN_WEIGHT, &score))
		PG_RETURN_NULL();
	if (NonFiniteScore(state, &nonfinite))
		return DirectFunctionCall1(float8_numeric, Float8GetDatum(nonfinite));
	return score;
}

PG_FUNCTION_INFO_V1(weighted_score_float8);
Datum
weighted_score_float8(PG_FUNCTION_ARGS)
{
	Summary    *state = GetScore(fcinfo);
	double		score;

	if (!summary_ratio_float8(&score_shape, state, SUM_WEIGHTED_VALUE,
							  SUM_KNOWN_WEIGHT, &score))
		PG_RETURN_NULL();
	NonFiniteScore(state, &score);
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(score_coverage);
Datum
score_coverage(PG_FUNCTION_ARGS)
{
	Datum		coverage;

	if (!summary_ratio(&score_shape, GetScore(fcinfo), SUM_KNOWN_WEIGHT,
					   SUM_WEIGHT, &coverage))
		PG_RETURN_NULL();
	return coverage;
}

PG_FUNCTION_INFO_V1(score_coverage_float8);
Datum
score_coverage_float8(PG_FUNCTION_ARGS)
{
	double		coverage;

	if (!summary_ratio_float8(&score_shape, GetScore(fcinfo), SUM_KNOWN_WEIGHT,
							  SUM_WEIGHT, &coverage))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(coverage);
}

/* One end of the interval; infinite if some unknown criterion has no bound */
static RangeBound
ScoreBound(const Summary *state, bool lower)
{
	RangeBound	bound = {.inclusive = true, .lower = lower};

	bound.infinite = summary_counts(state)[lower ? COUNT_WITHOUT_LOWEST :
										   COUNT_WITHOUT_HIGHEST] > 0;
	if (!bound.infinite)
	{
		Datum		weighted = decimal_add(summary_total(&score_shape, state,
														 SUM_WEIGHTED_VALUE),
										   summary_total(&score_shape, state,
														 lower ?
														 SUM_UNKNOWN_LOWEST :
														 SUM_UNKNOWN_HIGHEST));

		bound.val = decimal_ratio(weighted,
								  summary_total(&score_shape, state, SUM_WEIGHT));

		/* a float8 is not known to more than 15 digits */
		if (state->base == SUMMARY_BINARY)
			bound.val = DirectFunctionCall1(float8_numeric,
											Float8GetDatum(decimal_to_float8(bound.val)));
	}
	return bound;
}

PG_FUNCTION_INFO_V1(score_interval);
Datum
score_interval(PG_FUNCTION_ARGS)
{
	Summary    *state = GetScore(fcinfo);
	RangeBound	lower;
	RangeBound	upper;
	double		nonfinite;

	if (decimal_sign(summary_total(&score_shape, state, SUM_WEIGHT)) <= 0 ||
		NonFiniteScore(state, &nonfinite))
		PG_RETURN_NULL();
	lower = ScoreBound(state, true);
	upper = ScoreBound(state, false);
	PG_RETURN_RANGE_P(kam_make_range(lookup_type_cache(NUMRANGEOID,
													   TYPECACHE_RANGE_INFO),
									 &lower, &upper));
}

/*
 * Geometric score
 */

enum
{
	COUNT_ZERO,
	NLOGCOUNTS
};

enum
{
	SUM_WEIGHTED_LOG,
	SUM_LOG_WEIGHT,
	NLOGSUMS
};

static const char *const log_score_count_names[] = {"zero"};
static const char *const log_score_sum_names[] = {"weighted_log", "weight"};
static const uint8 log_score_degrees[] = {2, 1};

static const char *
LogScoreFault(const Summary *state, const Datum *totals)
{
	if (decimal_sign(totals[SUM_LOG_WEIGHT]) < 0)
		return "\"weight\" is negative.";
	return NULL;
}

static const SummaryShape log_score_shape = {
	.type_name = "kam.log_score",
	.family = 'g',
	.ncounts = NLOGCOUNTS,
	.nsums = NLOGSUMS,
	.count_names = log_score_count_names,
	.sum_names = log_score_sum_names,
	.degrees = log_score_degrees,
	.input_names = score_input_names,
	.fault = LogScoreFault,
};

static double
InputFloat8(SummaryInput input, Datum value)
{
	switch (input)
	{
		case INPUT_NUMERIC:
			return decimal_to_float8(value);
		case INPUT_INT4:
			return DatumGetInt32(value);
		case INPUT_INT8:
			return DatumGetInt64(value);
		case INPUT_FLOAT8:
			return DatumGetFloat8(value);
	}
	pg_unreachable();
}

/*
 * The logarithm of each row is rounded to a float8; from there on all is exact
 * again, hence independent of order, and can be taken back.
 */
static pg_attribute_always_inline Datum
AccumulateLogScore(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	LOCAL_FCINFO(logged, 3);
	SummaryRow	row;
	bool		used = !PG_ARGISNULL(VALUE + 1) && !PG_ARGISNULL(WEIGHT + 1);
	bool		zero = false;
	double		logarithm = 0;
	double		weight = 0;
	Datum		result;

	if (!PG_ARGISNULL(WEIGHT + 1))
	{
		weight = InputFloat8(input, PG_GETARG_DATUM(WEIGHT + 1));
		if (!isfinite(weight) || weight < 0)
			summary_reject_input(&log_score_shape, WEIGHT, input,
								 PG_GETARG_DATUM(WEIGHT + 1),
								 "must be a finite number that is not negative",
								 NULL);
	}
	if (used)
	{
		double		value = InputFloat8(input, PG_GETARG_DATUM(VALUE + 1));

		if (!isfinite(value) || value < 0)
			summary_reject_input(&log_score_shape, VALUE, input,
								 PG_GETARG_DATUM(VALUE + 1),
								 "must be a finite number that is not negative",
								 "Bring criteria to a positive scale first, for example with goalpost().");
		zero = value == 0 && weight > 0;
		if (weight > 0 && !zero)
			logarithm = log(value);
	}

	InitFunctionCallInfoData(*logged, fcinfo->flinfo, 3, fcinfo->fncollation,
							 fcinfo->context, fcinfo->resultinfo);
	logged->args[0] = fcinfo->args[0];
	logged->args[1].value = Float8GetDatum(logarithm);
	logged->args[1].isnull = !used;
	logged->args[2].value = Float8GetDatum(weight);
	logged->args[2].isnull = !used;

	summary_row_begin(&row, logged, &log_score_shape, INPUT_FLOAT8, 2, false,
					  undo);
	if (used)
	{
		summary_row_counts(&row);
		if (zero)
			summary_row_count(&row, COUNT_ZERO);
		summary_row_add_product(&row, SUM_WEIGHTED_LOG, 0, 1);
		summary_row_add(&row, SUM_LOG_WEIGHT, 1);
	}
	result = summary_row_end(&row);
	fcinfo->isnull = logged->isnull;
	return result;
}

SUMMARY_TYPE_FUNCTIONS(log_score)
SUMMARY_ACCUM_FUNCTIONS(log_score, AccumulateLogScore)

static bool
GeometricScore(FunctionCallInfo fcinfo, double *score)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), &log_score_shape);
	double		mean;

	if (!summary_ratio_float8(&log_score_shape, state, SUM_WEIGHTED_LOG,
							  SUM_LOG_WEIGHT, &mean))
		return false;
	*score = summary_counts(state)[COUNT_ZERO] > 0 ? 0.0 : exp(mean);
	return true;
}

PG_FUNCTION_INFO_V1(geometric_score_float8);
Datum
geometric_score_float8(PG_FUNCTION_ARGS)
{
	double		score;

	if (!GeometricScore(fcinfo, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

/* As numeric it has the 15 digits that a float8 is good for. */
PG_FUNCTION_INFO_V1(geometric_score);
Datum
geometric_score(PG_FUNCTION_ARGS)
{
	double		score;

	if (!GeometricScore(fcinfo, &score))
		PG_RETURN_NULL();
	return DirectFunctionCall1(float8_numeric, Float8GetDatum(score));
}

/*
 * Expected value: potential x probability x profitability, in money
 */

static const char *const ratio_hint = "Give a ratio such as 0.35, not a percentage.";

PG_FUNCTION_INFO_V1(expected_value);
Datum
expected_value(PG_FUNCTION_ARGS)
{
	static const char *const names[] =
	{"potential", "probability", "profitability"};
	Datum		one = decimal_from_int64(1);

	for (int i = 0; i < 3; i++)
		if (!decimal_is_finite(PG_GETARG_DATUM(i)))
			kam_reject(names[i], "must be a finite number",
					   kam_numeric_text(PG_GETARG_DATUM(i)),
					   "Pass NULL if it is not known.");
	if (decimal_sign(PG_GETARG_DATUM(0)) < 0)
		kam_reject(names[0], "must not be negative",
				   kam_numeric_text(PG_GETARG_DATUM(0)),
				   "Give the revenue that could be had, zero or more.");
	if (decimal_sign(PG_GETARG_DATUM(1)) < 0 ||
		decimal_compare(PG_GETARG_DATUM(1), one) > 0)
		kam_reject(names[1], "must be between 0 and 1",
				   kam_numeric_text(PG_GETARG_DATUM(1)), ratio_hint);
	if (decimal_compare(PG_GETARG_DATUM(2), one) > 0)
		kam_reject(names[2], "must not be above 1",
				   kam_numeric_text(PG_GETARG_DATUM(2)), ratio_hint);
	return decimal_mul(decimal_mul(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)),
					   PG_GETARG_DATUM(2));
}

DECIMAL_INTEGER_VARIANTS(expected_value, 3)

PG_FUNCTION_INFO_V1(expected_value_float8);
Datum
expected_value_float8(PG_FUNCTION_ARGS)
{
	double		potential = PG_GETARG_FLOAT8(0);
	double		probability = PG_GETARG_FLOAT8(1);
	double		profitability = PG_GETARG_FLOAT8(2);

	if (!isfinite(potential) || potential < 0)
		kam_reject("potential", "must be a finite number that is not negative",
				   kam_float8_text(potential),
				   "Give the revenue that could be had, zero or more.");
	if (!(probability >= 0 && probability <= 1))
		kam_reject("probability", "must be between 0 and 1",
				   kam_float8_text(probability), ratio_hint);
	if (!isfinite(profitability) || profitability > 1)
		kam_reject("profitability", "must be a finite number not above 1",
				   kam_float8_text(profitability), ratio_hint);
	PG_RETURN_FLOAT8(float8_mul(float8_mul(potential, probability),
								profitability));
}

/*
 * Goalposts: a measure on a scale from 0 (worst) to 100 (best), clipped
 */

static const char *const goalpost_hint =
"Pass NULL for a measure that is not known.";

PG_FUNCTION_INFO_V1(goalpost);
Datum
goalpost(PG_FUNCTION_ARGS)
{
	static const char *const names[] = {"x", "worst", "best"};
	Datum		distance;
	Datum		span;
	Datum		hundred = decimal_from_int64(100);

	for (int i = 0; i < 3; i++)
		if (!decimal_is_finite(PG_GETARG_DATUM(i)))
			kam_reject(names[i], "must be a finite number",
					   kam_numeric_text(PG_GETARG_DATUM(i)), goalpost_hint);

	distance = decimal_sub(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1));
	span = decimal_sub(PG_GETARG_DATUM(2), PG_GETARG_DATUM(1));
	if (decimal_sign(span) == 0)
		PG_RETURN_NULL();
	if (decimal_sign(span) < 0)
	{
		distance = decimal_negate(distance);
		span = decimal_negate(span);
	}
	if (decimal_sign(distance) <= 0)
		return decimal_from_int64(0);
	if (decimal_compare(distance, span) >= 0)
		return hundred;
	return decimal_ratio(decimal_mul(distance, hundred), span);
}

DECIMAL_INTEGER_VARIANTS(goalpost, 3)

PG_FUNCTION_INFO_V1(goalpost_float8);
Datum
goalpost_float8(PG_FUNCTION_ARGS)
{
	double		x = PG_GETARG_FLOAT8(0);
	double		worst = PG_GETARG_FLOAT8(1);
	double		best = PG_GETARG_FLOAT8(2);
	double		half;

	if (!isfinite(worst))
		kam_reject("worst", "must be a finite number", kam_float8_text(worst),
				   goalpost_hint);
	if (!isfinite(best))
		kam_reject("best", "must be a finite number", kam_float8_text(best),
				   goalpost_hint);
	if (worst == best)
		PG_RETURN_NULL();
	if (isnan(x))
		PG_RETURN_FLOAT8(x);
	if (worst < best ? x <= worst : x >= worst)
		PG_RETURN_FLOAT8(0.0);
	if (worst < best ? x >= best : x <= best)
		PG_RETURN_FLOAT8(100.0);

	/* x lies between the two, so differences of their halves cannot overflow */
	half = isfinite(best - worst) ? 1.0 : 0.5;
	PG_RETURN_FLOAT8(100.0 * ((x * half - worst * half) /
							  (best * half - worst * half)));
}
