/*-------------------------------------------------------------------------
 *
 * score_robustness.c
 *		How far a weight must move before the verdict on a score changes.
 *
 * Weights are shares of their sum.  When criterion i moves by d and the others
 * keep their proportions, the score S becomes S + d * (x - R), where x is the
 * value of the criterion and R the weighted mean of the others.  It reaches the
 * threshold T at d = (T - S) / (x - R).
 *
 * With S = N / W, the sums over all criteria, and the weight w of this one,
 * that is d = (T * W - N) * (W - w) / (W * (x * W - N)): no mean of the others,
 * and one division.  Every comparison is made on the exact numbers before it.
 *
 *-------------------------------------------------------------------------
 */
#include "weighted_score.h"

typedef struct Criterion
{
	Datum		weighted_value; /* N */
	Datum		total_weight;	/* W, above zero */
	Datum		value;			/* x */
	Datum		weight;			/* w, from 0 to W */
	Datum		threshold;		/* T */
} Criterion;

typedef struct Shift
{
	Datum		numerator;
	Datum		denominator;
} Shift;

/*
 * False if no weight of the criterion, from none to all, changes the verdict.
 *
 * A score at the threshold passes.  So a score below it must be brought to T,
 * which the ends of the range count for; one that passes must be brought
 * beyond T, which they do not: there is nothing beyond.
 */
static bool
ShiftToThreshold(const Criterion *c, Shift *shift)
{
	Datum		others = decimal_sub(c->total_weight, c->weight);
	Datum		gap = decimal_sub(decimal_mul(c->threshold, c->total_weight),
								  c->weighted_value);
	Datum		lever = decimal_sub(decimal_mul(c->value, c->total_weight),
									c->weighted_value);
	bool		fails = decimal_sign(gap) > 0;
	bool		up = fails == (decimal_sign(lever) > 0);
	Datum		needed = DirectFunctionCall1(numeric_abs, gap);
	Datum		available = DirectFunctionCall1(numeric_abs, lever);
	int			order;

	if (decimal_sign(others) == 0 || decimal_sign(lever) == 0)
		return false;

	/* d <= 1 - w / W and d >= -w / W, both times W and |lever| */
	order = up ? decimal_compare(needed, available) :
		decimal_compare(decimal_mul(needed, others),
						decimal_mul(available, c->weight));
	if (order > 0 || (order == 0 && !fails))
		return false;
	shift->numerator = decimal_mul(gap, others);
	shift->denominator = decimal_mul(c->total_weight, lever);
	return true;
}

static Datum
ReadNumber(FunctionCallInfo fcinfo, int argno, SummaryInput input, const char *name)
{
	Datum		value = PG_GETARG_DATUM(argno);

	switch (input)
	{
		case INPUT_NUMERIC:
			if (!decimal_is_finite(value))
				kam_reject(name, "must be a finite number", kam_numeric_text(value),
						   "Pass NULL if it is not known.");
			return value;
		case INPUT_INT4:
			return decimal_from_int64(DatumGetInt32(value));
		case INPUT_INT8:
			return decimal_from_int64(DatumGetInt64(value));
		case INPUT_FLOAT8:
			if (!isfinite(DatumGetFloat8(value)))
				kam_reject(name, "must be a finite number",
						   kam_float8_text(DatumGetFloat8(value)),
						   "Pass NULL if it is not known.");
			return decimal_from_float8(DatumGetFloat8(value));
	}
	pg_unreachable();
}

/* (score, value, weight, threshold), the score a kam.score or a number */
static Datum
WeightShift(FunctionCallInfo fcinfo, SummaryInput input, bool of_state)
{
	Criterion	c;
	Shift		shift;
	bool		finite = true;

	c.value = ReadNumber(fcinfo, 1, input, "value");
	c.weight = ReadNumber(fcinfo, 2, input, "weight");
	c.threshold = ReadNumber(fcinfo, 3, input, "threshold");
	if (of_state)
		finite = score_known_sums(PG_GETARG_DATUM(0), &c.weighted_value, &c.total_weight);
	else
	{
		c.weighted_value = ReadNumber(fcinfo, 0, input, "score");
		c.total_weight = decimal_from_int64(1);
	}

	if (decimal_sign(c.weight) < 0)
		kam_reject("weight", "must not be negative", kam_numeric_text(c.weight),
				   "Weights are shares of a whole.");
	if (decimal_compare(c.weight, c.total_weight) > 0)
		kam_reject("weight", of_state ? "must not be more than all weights of the score" :
				   "must be between 0 and 1", kam_numeric_text(c.weight),
				   of_state ? "Ask about a criterion that the score contains." :
				   "Give the share of the weight in the sum of all weights.");
	if (!finite || decimal_sign(c.total_weight) == 0 || !ShiftToThreshold(&c, &shift))
		PG_RETURN_NULL();
	return input == INPUT_FLOAT8 ?
		Float8GetDatum(decimal_ratio_float8(shift.numerator, shift.denominator)) :
		decimal_ratio(shift.numerator, shift.denominator);
}

SUMMARY_FUNCTION(weight_shift_state_numeric, return WeightShift(fcinfo, INPUT_NUMERIC, true))
SUMMARY_FUNCTION(weight_shift_state_int4, return WeightShift(fcinfo, INPUT_INT4, true))
SUMMARY_FUNCTION(weight_shift_state_int8, return WeightShift(fcinfo, INPUT_INT8, true))
SUMMARY_FUNCTION(weight_shift_state_float8, return WeightShift(fcinfo, INPUT_FLOAT8, true))
SUMMARY_FUNCTION(weight_shift_numeric, return WeightShift(fcinfo, INPUT_NUMERIC, false))
SUMMARY_FUNCTION(weight_shift_int4, return WeightShift(fcinfo, INPUT_INT4, false))
SUMMARY_FUNCTION(weight_shift_int8, return WeightShift(fcinfo, INPUT_INT8, false))
SUMMARY_FUNCTION(weight_shift_float8, return WeightShift(fcinfo, INPUT_FLOAT8, false))
