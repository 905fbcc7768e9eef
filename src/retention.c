/*-------------------------------------------------------------------------
 *
 * retention.c
 *		How much of the opening revenue of existing accounts was kept.
 *
 * One input row is one account: its revenue in an opening and in a closing
 * period.  Only accounts with a positive opening form the cohort; a missing
 * side is 0, since that is what an outer join of two periods leaves.  Within
 * the cohort
 *
 *		closing = opening + expansion - contraction - churned - credits
 *
 * holds exactly, where a closing of zero or less is churn of the whole
 * opening and credits are what lies below zero.
 *
 * The aggregates nrr, grr and so on share one transition function and thus,
 * in one query, one state.
 *
 *-------------------------------------------------------------------------
 */
#include "retention.h"

#include "utils/float.h"

enum
{
	COUNT_ACCOUNTS,				/* the cohort */
	COUNT_RETAINED,				/* closing > 0 */
	COUNT_EXPANDED,				/* closing > opening */
	COUNT_CONTRACTED,			/* 0 < closing < opening */
	COUNT_NEW,					/* outside: opening 0, closing > 0 */
	COUNT_NONPOSITIVE,			/* outside: opening < 0 */
	NCOUNTS
};

static const char *const retention_count_names[] =
{"accounts", "retained", "expanded", "contracted", "new", "nonpositive"};

static const char *const retention_sum_names[] =
{"opening", "closing", "expansion", "contraction", "churned",
"opening_squared", "closing_squared", "opening_closing"};

static const uint8 retention_degrees[] = {1, 1, 1, 1, 1, 2, 2, 2};

static const char *const retention_input_names[] = {"opening", "closing"};

static const char *RetentionFault(const Summary *state, const Datum *totals);

const SummaryShape retention_shape = {
	.type_name = "kam.retention",
	.family = 'r',
	.ncounts = NCOUNTS,
	.nsums = RETENTION_SUMS,
	.count_names = retention_count_names,
	.sum_names = retention_sum_names,
	.degrees = retention_degrees,
	.input_names = retention_input_names,
	.fault = RetentionFault,
};

static const char *
RetentionFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);

	if (counts[COUNT_RETAINED] > counts[COUNT_ACCOUNTS] ||
		counts[COUNT_EXPANDED] + counts[COUNT_CONTRACTED] > counts[COUNT_RETAINED])
		return "More accounts were kept than there were.";
	for (int i = 0; i < RETENTION_SUMS; i++)
		if (i != RETENTION_SUM_CLOSING && i != RETENTION_SUM_OPENING_CLOSING &&
			decimal_sign(totals[i]) < 0)
			return psprintf("\"%s\" is negative.", retention_sum_names[i]);
	if ((counts[COUNT_ACCOUNTS] == 0) != (decimal_sign(totals[RETENTION_SUM_OPENING]) == 0))
		return "\"accounts\" and \"opening\" contradict each other.";
	if (decimal_compare(decimal_add(totals[RETENTION_SUM_CONTRACTION], totals[RETENTION_SUM_CHURNED]),
						totals[RETENTION_SUM_OPENING]) > 0)
		return "More revenue was lost than there was.";
	if (decimal_compare(totals[RETENTION_SUM_CLOSING],
						decimal_sub(decimal_add(totals[RETENTION_SUM_OPENING],
												totals[RETENTION_SUM_EXPANSION]),
									decimal_add(totals[RETENTION_SUM_CONTRACTION],
												totals[RETENTION_SUM_CHURNED]))) > 0)
		return "\"closing\" is more than its parts.";

	/*
	 * Cauchy and Schwarz.  It makes sum((c - R * o)^2) non-negative for every
	 * R, hence also for the R of a rollup.
	 */
	if (decimal_compare(decimal_mul(totals[RETENTION_SUM_OPENING_CLOSING],
									totals[RETENTION_SUM_OPENING_CLOSING]),
						decimal_mul(totals[RETENTION_SUM_OPENING_SQUARED],
									totals[RETENTION_SUM_CLOSING_SQUARED])) > 0)
		return "The sums of squares contradict each other.";
	return NULL;
}

/* Add one account, whose inputs the row holds. */
static pg_attribute_always_inline void
AddAccount(SummaryRow *row)
{
	int			opening_sign = summary_row_sign(row, RETENTION_OPENING);

	summary_row_counts(row);
	if (opening_sign > 0)
	{
		summary_row_count(row, COUNT_ACCOUNTS);
		summary_row_add(row, RETENTION_SUM_OPENING, RETENTION_OPENING);
		summary_row_add(row, RETENTION_SUM_CLOSING, RETENTION_CLOSING);
		if (summary_row_sign(row, RETENTION_CLOSING) > 0)
		{
			int			change = summary_row_compare(row, RETENTION_CLOSING, RETENTION_OPENING);

			summary_row_count(row, COUNT_RETAINED);
			if (change > 0)
			{
				summary_row_count(row, COUNT_EXPANDED);
				summary_row_add(row, RETENTION_SUM_EXPANSION, RETENTION_CLOSING);
				summary_row_subtract(row, RETENTION_SUM_EXPANSION, RETENTION_OPENING);
			}
			else if (change < 0)
			{
				summary_row_count(row, COUNT_CONTRACTED);
				summary_row_add(row, RETENTION_SUM_CONTRACTION, RETENTION_OPENING);
				summary_row_subtract(row, RETENTION_SUM_CONTRACTION, RETENTION_CLOSING);
			}
		}
		else
			summary_row_add(row, RETENTION_SUM_CHURNED, RETENTION_OPENING);
		summary_row_add_product(row, RETENTION_SUM_OPENING_SQUARED, RETENTION_OPENING, RETENTION_OPENING);
		summary_row_add_product(row, RETENTION_SUM_CLOSING_SQUARED, RETENTION_CLOSING, RETENTION_CLOSING);
		summary_row_add_product(row, RETENTION_SUM_OPENING_CLOSING, RETENTION_OPENING, RETENTION_CLOSING);
	}
	else if (opening_sign < 0)
		summary_row_count(row, COUNT_NONPOSITIVE);
	else if (summary_row_sign(row, RETENTION_CLOSING) > 0)
		summary_row_count(row, COUNT_NEW);
}

void
retention_add_account(SummaryRow *row)
{
	AddAccount(row);
}

static pg_attribute_always_inline Datum
AccumulateRetention(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &retention_shape, input, RETENTION_INPUTS,
					  false, undo);
	if (!row.isnull[RETENTION_OPENING] || !row.isnull[RETENTION_CLOSING])
		AddAccount(&row);
	return summary_row_end(&row);
}

SUMMARY_TYPE_FUNCTIONS(retention)
SUMMARY_ACCUM_FUNCTIONS(retention, AccumulateRetention)

/*
 * Accessors.  Each is also the final function of the one-step aggregate over
 * numeric with its name; those ending in _float8 are that of the float8 one.
 * STRICT, so no rows give NULL.
 */

static Summary *
GetRetention(FunctionCallInfo fcinfo)
{
	return summary_get(PG_GETARG_DATUM(0), &retention_shape);
}

/* What is kept of the opening, for grr: all but contraction and churn */
static Datum
KeptRevenue(const Summary *state)
{
	return decimal_sub(summary_total(&retention_shape, state, RETENTION_SUM_OPENING),
					   decimal_add(summary_total(&retention_shape, state,
												 RETENTION_SUM_CONTRACTION),
								   summary_total(&retention_shape, state,
												 RETENTION_SUM_CHURNED)));
}

static Datum
ShareOfOpening(FunctionCallInfo fcinfo, int sum)
{
	Datum		ratio;

	if (!summary_ratio(&retention_shape, GetRetention(fcinfo), sum,
					   RETENTION_SUM_OPENING, &ratio))
		PG_RETURN_NULL();
	return ratio;
}

static Datum
ShareOfOpeningFloat8(FunctionCallInfo fcinfo, int sum)
{
	double		ratio;

	if (!summary_ratio_float8(&retention_shape, GetRetention(fcinfo), sum,
							  RETENTION_SUM_OPENING, &ratio))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(ratio);
}

SUMMARY_FUNCTION(nrr, return ShareOfOpening(fcinfo, RETENTION_SUM_CLOSING))
SUMMARY_FUNCTION(nrr_float8, return ShareOfOpeningFloat8(fcinfo, RETENTION_SUM_CLOSING))
SUMMARY_FUNCTION(churn_rate, return ShareOfOpening(fcinfo, RETENTION_SUM_CHURNED))
SUMMARY_FUNCTION(churn_rate_float8,
				 return ShareOfOpeningFloat8(fcinfo, RETENTION_SUM_CHURNED))
SUMMARY_FUNCTION(contraction_rate, return ShareOfOpening(fcinfo, RETENTION_SUM_CONTRACTION))
SUMMARY_FUNCTION(contraction_rate_float8,
				 return ShareOfOpeningFloat8(fcinfo, RETENTION_SUM_CONTRACTION))
SUMMARY_FUNCTION(expansion_rate, return ShareOfOpening(fcinfo, RETENTION_SUM_EXPANSION))
SUMMARY_FUNCTION(expansion_rate_float8,
				 return ShareOfOpeningFloat8(fcinfo, RETENTION_SUM_EXPANSION))

PG_FUNCTION_INFO_V1(grr);
Datum
grr(PG_FUNCTION_ARGS)
{
	Summary    *state = GetRetention(fcinfo);
	Datum		opening = summary_total(&retention_shape, state, RETENTION_SUM_OPENING);

	if (decimal_sign(opening) <= 0)
		PG_RETURN_NULL();
	return decimal_ratio(KeptRevenue(state), opening);
}

PG_FUNCTION_INFO_V1(grr_float8);
Datum
grr_float8(PG_FUNCTION_ARGS)
{
	Summary    *state = GetRetention(fcinfo);
	Datum		opening = summary_total(&retention_shape, state, RETENTION_SUM_OPENING);

	if (decimal_sign(opening) <= 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_ratio_float8(KeptRevenue(state), opening));
}

PG_FUNCTION_INFO_V1(logo_retention);
Datum
logo_retention(PG_FUNCTION_ARGS)
{
	int64	   *counts = summary_counts(GetRetention(fcinfo));

	if (counts[COUNT_ACCOUNTS] == 0)
		PG_RETURN_NULL();
	return decimal_ratio(decimal_from_int64(counts[COUNT_RETAINED]),
						 decimal_from_int64(counts[COUNT_ACCOUNTS]));
}

PG_FUNCTION_INFO_V1(logo_retention_float8);
Datum
logo_retention_float8(PG_FUNCTION_ARGS)
{
	int64	   *counts = summary_counts(GetRetention(fcinfo));

	if (counts[COUNT_ACCOUNTS] == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) counts[COUNT_RETAINED] / counts[COUNT_ACCOUNTS]);
}

/*
 * The standard error of nrr as a ratio estimator R = C / O over n accounts:
 *
 *		sqrt(n / (n - 1) * sum((c - R * o)^2)) / O
 *		= sqrt(n / (n - 1) * residual) / O^2
 *		with residual = cc * O^2 - 2 * oc * C * O + oo * C^2
 *
 * where cc, oc and oo are sums of products.  The residual is exact, so that
 * nearly equal terms cancel without loss.
 */
static Datum
NrrResidual(const Datum *totals)
{
	Datum		opening = totals[RETENTION_SUM_OPENING];
	Datum		closing = totals[RETENTION_SUM_CLOSING];
	Datum		mixed = decimal_mul(totals[RETENTION_SUM_OPENING_CLOSING],
									decimal_mul(opening, closing));

	return decimal_sub(decimal_add(decimal_mul(totals[RETENTION_SUM_CLOSING_SQUARED],
											   decimal_mul(opening, opening)),
								   decimal_mul(totals[RETENTION_SUM_OPENING_SQUARED],
											   decimal_mul(closing, closing))),
					   decimal_add(mixed, mixed));
}

/* False for fewer than two accounts, or next to no revenue. */
static bool
NrrStandardError(const Summary *state, Datum *result)
{
	int64		n = summary_counts(state)[COUNT_ACCOUNTS];
	Datum		totals[RETENTION_SUMS];
	Datum		divisor;
	Datum		square;

	if (n < 2)
		return false;
	for (int i = 0; i < RETENTION_SUMS; i++)
		totals[i] = summary_total(&retention_shape, state, i);
	divisor = decimal_mul(totals[RETENTION_SUM_OPENING], totals[RETENTION_SUM_OPENING]);
	divisor = decimal_mul(decimal_mul(divisor, divisor), decimal_from_int64(n - 1));

	/* a numeric cannot tell powers of the tiniest amounts from zero */
	if (decimal_sign(divisor) == 0)
		return false;
	square = decimal_ratio(decimal_mul(NrrResidual(totals), decimal_from_int64(n)), divisor);
	*result = DirectFunctionCall1(numeric_sqrt, square);
	return true;
}

PG_FUNCTION_INFO_V1(nrr_stderr);
Datum
nrr_stderr(PG_FUNCTION_ARGS)
{
	Datum		result;

	if (!NrrStandardError(GetRetention(fcinfo), &result))
		PG_RETURN_NULL();
	return result;
}

PG_FUNCTION_INFO_V1(nrr_stderr_float8);
Datum
nrr_stderr_float8(PG_FUNCTION_ARGS)
{
	Datum		result;

	if (!NrrStandardError(GetRetention(fcinfo), &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_to_float8(result));
}

/* What a retention says in money */
SUMMARY_FUNCTION(retention_opening,
				 return summary_total(&retention_shape, GetRetention(fcinfo),
									  RETENTION_SUM_OPENING))
SUMMARY_FUNCTION(retention_closing,
				 return summary_total(&retention_shape, GetRetention(fcinfo),
									  RETENTION_SUM_CLOSING))
SUMMARY_FUNCTION(retention_expansion,
				 return summary_total(&retention_shape, GetRetention(fcinfo),
									  RETENTION_SUM_EXPANSION))
SUMMARY_FUNCTION(retention_contraction,
				 return summary_total(&retention_shape, GetRetention(fcinfo),
									  RETENTION_SUM_CONTRACTION))
SUMMARY_FUNCTION(retention_churned,
				 return summary_total(&retention_shape, GetRetention(fcinfo),
									  RETENTION_SUM_CHURNED))

/* and in accounts */
SUMMARY_FUNCTION(retention_accounts,
				 PG_RETURN_INT64(summary_counts(GetRetention(fcinfo))[COUNT_ACCOUNTS]))
SUMMARY_FUNCTION(retention_retained_accounts,
				 PG_RETURN_INT64(summary_counts(GetRetention(fcinfo))[COUNT_RETAINED]))
SUMMARY_FUNCTION(retention_new_accounts,
				 PG_RETURN_INT64(summary_counts(GetRetention(fcinfo))[COUNT_NEW]))
SUMMARY_FUNCTION(retention_nonpositive_accounts,
				 PG_RETURN_INT64(summary_counts(GetRetention(fcinfo))[COUNT_NONPOSITIVE]))

/*
 * The same rates from the movements of one period.  Movements are amounts
 * without sign; those of several periods must not be summed for an annual
 * rate, which the documentation explains.
 */

static const char *const movement_hint =
"Give each movement as a positive amount, whatever its direction.";

static void
CheckMovement(Datum value, const char *name)
{
	if (!decimal_is_finite(value))
		kam_reject(name, "must be a finite number", kam_numeric_text(value),
				   movement_hint);
	if (decimal_sign(value) < 0)
		kam_reject(name, "must not be negative", kam_numeric_text(value),
				   movement_hint);
}

static void
CheckMovementFloat8(double value, const char *name)
{
	if (!isfinite(value))
		kam_reject(name, "must be a finite number", kam_float8_text(value),
				   movement_hint);
	if (value < 0)
		kam_reject(name, "must not be negative", kam_float8_text(value),
				   movement_hint);
}

/* opening, which may be negative after credit notes but must be a number */
static bool
CheckOpening(Datum value)
{
	if (!decimal_is_finite(value))
		kam_reject("opening", "must be a finite number", kam_numeric_text(value),
				   "Correct the value, or pass NULL if it is not known.");
	return decimal_sign(value) > 0;
}

static bool
CheckOpeningFloat8(double value)
{
	if (!isfinite(value))
		kam_reject("opening", "must be a finite number", kam_float8_text(value),
				   "Correct the value, or pass NULL if it is not known.");
	return value > 0;
}

PG_FUNCTION_INFO_V1(nrr_movements);
Datum
nrr_movements(PG_FUNCTION_ARGS)
{
	Datum		opening = PG_GETARG_DATUM(0);
	Datum		expansion = PG_GETARG_DATUM(1);
	Datum		contraction = PG_GETARG_DATUM(2);
	Datum		churned = PG_GETARG_DATUM(3);

	CheckMovement(expansion, "expansion");
	CheckMovement(contraction, "contraction");
	CheckMovement(churned, "churned");
	if (!CheckOpening(opening))
		PG_RETURN_NULL();
	return decimal_ratio(decimal_sub(decimal_add(opening, expansion),
									 decimal_add(contraction, churned)),
						 opening);
}

DECIMAL_INTEGER_VARIANTS(nrr_movements, 4)

PG_FUNCTION_INFO_V1(nrr_movements_float8);
Datum
nrr_movements_float8(PG_FUNCTION_ARGS)
{
	double		opening = PG_GETARG_FLOAT8(0);
	double		expansion = PG_GETARG_FLOAT8(1);
	double		contraction = PG_GETARG_FLOAT8(2);
	double		churned = PG_GETARG_FLOAT8(3);

	CheckMovementFloat8(expansion, "expansion");
	CheckMovementFloat8(contraction, "contraction");
	CheckMovementFloat8(churned, "churned");
	if (!CheckOpeningFloat8(opening))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(float8_div(float8_mi(float8_pl(opening, expansion),
										  float8_pl(contraction, churned)),
								opening));
}

PG_FUNCTION_INFO_V1(grr_movements);
Datum
grr_movements(PG_FUNCTION_ARGS)
{
	Datum		opening = PG_GETARG_DATUM(0);
	Datum		contraction = PG_GETARG_DATUM(1);
	Datum		churned = PG_GETARG_DATUM(2);

	CheckMovement(contraction, "contraction");
	CheckMovement(churned, "churned");
	if (!CheckOpening(opening))
		PG_RETURN_NULL();
	return decimal_ratio(decimal_sub(opening, decimal_add(contraction, churned)),
						 opening);
}

DECIMAL_INTEGER_VARIANTS(grr_movements, 3)

PG_FUNCTION_INFO_V1(grr_movements_float8);
Datum
grr_movements_float8(PG_FUNCTION_ARGS)
{
	double		opening = PG_GETARG_FLOAT8(0);
	double		contraction = PG_GETARG_FLOAT8(1);
	double		churned = PG_GETARG_FLOAT8(2);

	CheckMovementFloat8(contraction, "contraction");
	CheckMovementFloat8(churned, "churned");
	if (!CheckOpeningFloat8(opening))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(float8_div(float8_mi(opening,
										  float8_pl(contraction, churned)),
								opening));
}

PG_FUNCTION_INFO_V1(quick_ratio);
Datum
quick_ratio(PG_FUNCTION_ARGS)
{
	static const char *const names[] =
	{"new", "expansion", "contraction", "churned"};
	Datum		losses;

	for (int i = 0; i < 4; i++)
		CheckMovement(PG_GETARG_DATUM(i), names[i]);
	losses = decimal_add(PG_GETARG_DATUM(2), PG_GETARG_DATUM(3));
	if (decimal_sign(losses) == 0)
		PG_RETURN_NULL();
	return decimal_ratio(decimal_add(PG_GETARG_DATUM(0), PG_GETARG_DATUM(1)),
						 losses);
}

DECIMAL_INTEGER_VARIANTS(quick_ratio, 4)

PG_FUNCTION_INFO_V1(quick_ratio_float8);
Datum
quick_ratio_float8(PG_FUNCTION_ARGS)
{
	static const char *const names[] =
	{"new", "expansion", "contraction", "churned"};
	double		losses;

	for (int i = 0; i < 4; i++)
		CheckMovementFloat8(PG_GETARG_FLOAT8(i), names[i]);
	losses = float8_pl(PG_GETARG_FLOAT8(2), PG_GETARG_FLOAT8(3));
	if (losses == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(float8_div(float8_pl(PG_GETARG_FLOAT8(0),
										  PG_GETARG_FLOAT8(1)), losses));
}
