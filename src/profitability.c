/*-------------------------------------------------------------------------
 *
 * profitability.c
 *		What customers earn us, and how well it can be foreseen.
 *
 * Ratios here are ratios of sums, never means of ratios: a mean of margins
 * gives a small account the weight of a large one.
 *
 *-------------------------------------------------------------------------
 */
#include "tally.h"

#include "mb/pg_wchar.h"
#include "utils/float.h"

/*
 * Contribution margin: (revenue - cost) / revenue
 */

enum
{
	MARGIN_REVENUE,
	MARGIN_COST,
	MARGIN_CONTRIBUTION,
	MARGIN_SUMS
};

static const char *const margin_sum_names[] =
{"revenue", "cost", "contribution"};
static const uint8 margin_degrees[] = {1, 1, 1};
static const char *const margin_input_names[] = {"revenue", "cost"};

static const char *
MarginFault(const Summary *state, const Datum *totals)
{
	if (decimal_compare(decimal_sub(totals[MARGIN_REVENUE], totals[MARGIN_COST]),
						totals[MARGIN_CONTRIBUTION]) != 0)
		return "\"contribution\" is not \"revenue\" less \"cost\".";
	return tally_rowless_fault(&margin_shape, state, totals);
}

const SummaryShape margin_shape = {
	.type_name = "kam.tally",
	.metric = "contribution_margin",
	.family = 'm',
	.nsums = MARGIN_SUMS,
	.sum_names = margin_sum_names,
	.degrees = margin_degrees,
	.input_names = margin_input_names,
	.fault = MarginFault,
};

static pg_attribute_always_inline Datum
AccumulateMargin(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &margin_shape, input, 2, false, undo);
	if (row.isnull[0] && row.isnull[1])
		return summary_row_end(&row);
	summary_row_counts(&row);
	summary_row_add(&row, MARGIN_REVENUE, 0);
	summary_row_add(&row, MARGIN_COST, 1);
	summary_row_add(&row, MARGIN_CONTRIBUTION, 0);
	summary_row_subtract(&row, MARGIN_CONTRIBUTION, 1);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(contribution_margin, AccumulateMargin)

SUMMARY_FUNCTION(contribution_margin,
				 return tally_ratio(fcinfo, &margin_shape, MARGIN_CONTRIBUTION,
									MARGIN_REVENUE))
SUMMARY_FUNCTION(contribution_margin_float8,
				 return tally_ratio_float8(fcinfo, &margin_shape,
										   MARGIN_CONTRIBUTION, MARGIN_REVENUE))
SUMMARY_FUNCTION(contribution,
				 return summary_total(&margin_shape, tally_get(fcinfo, &margin_shape),
									  MARGIN_CONTRIBUTION))

/*
 * Forecasts: weighted absolute percentage error and bias
 *
 * A row without actual or forecast is no comparison and counts for nothing.
 */

enum
{
	FORECAST_ACTUAL,
	FORECAST_ABSOLUTE_ACTUAL,
	FORECAST_ERROR,
	FORECAST_ABSOLUTE_ERROR,
	FORECAST_SUMS
};

static const char *const forecast_sum_names[] =
{"actual", "absolute_actual", "error", "absolute_error"};
static const uint8 forecast_degrees[] = {1, 1, 1, 1};
static const char *const forecast_input_names[] = {"actual", "forecast"};

static bool
AbsoluteBounds(Datum signed_sum, Datum absolute_sum)
{
	return decimal_compare(absolute_sum, signed_sum) >= 0 &&
		decimal_compare(absolute_sum, decimal_negate(signed_sum)) >= 0;
}

static const char *
ForecastFault(const Summary *state, const Datum *totals)
{
	if (!AbsoluteBounds(totals[FORECAST_ACTUAL], totals[FORECAST_ABSOLUTE_ACTUAL]) ||
		!AbsoluteBounds(totals[FORECAST_ERROR], totals[FORECAST_ABSOLUTE_ERROR]))
		return "An absolute sum is less than the sum.";
	return tally_rowless_fault(&forecast_shape, state, totals);
}

const SummaryShape forecast_shape = {
	.type_name = "kam.tally",
	.metric = "wape",
	.family = 'f',
	.nsums = FORECAST_SUMS,
	.sum_names = forecast_sum_names,
	.degrees = forecast_degrees,
	.input_names = forecast_input_names,
	.fault = ForecastFault,
};

static pg_attribute_always_inline Datum
AccumulateForecast(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;
	bool		over;

	summary_row_begin(&row, fcinfo, &forecast_shape, input, 2, false, undo);
	if (row.isnull[0] || row.isnull[1])
		return summary_row_end(&row);
	summary_row_counts(&row);
	summary_row_add(&row, FORECAST_ACTUAL, 0);
	summary_row_term(&row, FORECAST_ABSOLUTE_ACTUAL, 0,
					 summary_row_sign(&row, 0) < 0);
	over = summary_row_compare(&row, 1, 0) > 0;
	summary_row_add(&row, FORECAST_ERROR, 1);
	summary_row_subtract(&row, FORECAST_ERROR, 0);
	summary_row_term(&row, FORECAST_ABSOLUTE_ERROR, 1, !over);
	summary_row_term(&row, FORECAST_ABSOLUTE_ERROR, 0, over);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(wape, AccumulateForecast)

SUMMARY_FUNCTION(wape,
				 return tally_ratio(fcinfo, &forecast_shape, FORECAST_ABSOLUTE_ERROR,
									FORECAST_ABSOLUTE_ACTUAL))
SUMMARY_FUNCTION(wape_float8,
				 return tally_ratio_float8(fcinfo, &forecast_shape,
										   FORECAST_ABSOLUTE_ERROR,
										   FORECAST_ABSOLUTE_ACTUAL))
SUMMARY_FUNCTION(forecast_bias,
				 return tally_ratio(fcinfo, &forecast_shape, FORECAST_ERROR,
									FORECAST_ACTUAL))
SUMMARY_FUNCTION(forecast_bias_float8,
				 return tally_ratio_float8(fcinfo, &forecast_shape, FORECAST_ERROR,
										   FORECAST_ACTUAL))

/*
 * Brier score of stated probabilities: the mean of (p - y)^2, which is
 * (sum(p^2) - 2 * sum(p where y) + count(y)) / n.
 */

enum
{
	BRIER_HAPPENED,
	BRIER_COUNTS
};

enum
{
	BRIER_SQUARES,
	BRIER_HAPPENED_PROBABILITY,
	BRIER_SUMS
};

static const char *const brier_count_names[] = {"happened"};
static const char *const brier_sum_names[] =
{"squares", "probability_where_happened"};
static const uint8 brier_degrees[] = {2, 1};
static const char *const brier_input_names[] = {"probability"};

static Datum
SquaredErrors(const int64 *counts, const Datum *totals)
{
	Datum		twice = decimal_add(totals[BRIER_HAPPENED_PROBABILITY],
									totals[BRIER_HAPPENED_PROBABILITY]);

	return decimal_add(decimal_sub(totals[BRIER_SQUARES], twice),
					   decimal_from_int64(counts[BRIER_HAPPENED]));
}

/*
 * Sums of numbers between 0 and 1: the squares are no more than the numbers,
 * and by Cauchy and Schwarz no less than sum^2 / n.  It makes every score lie
 * between 0 and 1, that of a rollup too.
 */
static const char *
BrierFault(const Summary *state, const Datum *totals)
{
	Datum		happened = decimal_from_int64(summary_counts(state)[BRIER_HAPPENED]);
	Datum		others = decimal_sub(decimal_from_int64(state->rows), happened);
	Datum		squares = totals[BRIER_SQUARES];
	Datum		probability = totals[BRIER_HAPPENED_PROBABILITY];

	return decimal_sign(squares) >= 0 && decimal_sign(probability) >= 0 &&
		decimal_compare(probability, happened) <= 0 &&
		decimal_compare(squares, decimal_add(probability, others)) <= 0 &&
		decimal_compare(decimal_mul(squares, happened),
						decimal_mul(probability, probability)) >= 0 ? NULL :
		"The sums of its probabilities contradict each other.";
}

const SummaryShape brier_shape = {
	.type_name = "kam.tally",
	.metric = "brier_score",
	.family = 'b',
	.ncounts = BRIER_COUNTS,
	.nsums = BRIER_SUMS,
	.count_names = brier_count_names,
	.sum_names = brier_sum_names,
	.degrees = brier_degrees,
	.input_names = brier_input_names,
	.fault = BrierFault,
};

/* (state, probability, outcome boolean) */
static pg_attribute_always_inline Datum
AccumulateBrier(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &brier_shape, input, 1, false, undo);
	if (row.isnull[0] || PG_ARGISNULL(2))
		return summary_row_end(&row);
	if (summary_row_sign(&row, 0) < 0 || summary_row_compare_int(&row, 0, 1) > 0)
		summary_reject_input(&brier_shape, 0, input, PG_GETARG_DATUM(1),
							 "must be between 0 and 1",
							 "Give a ratio such as 0.35, not a percentage.");
	summary_row_counts(&row);
	summary_row_add_product(&row, BRIER_SQUARES, 0, 0);
	if (PG_GETARG_BOOL(2))
	{
		summary_row_count(&row, BRIER_HAPPENED);
		summary_row_add(&row, BRIER_HAPPENED_PROBABILITY, 0);
	}
	return summary_row_end(&row);
}

SUMMARY_FUNCTION(brier_accum_numeric, return AccumulateBrier(fcinfo, INPUT_NUMERIC, false))
SUMMARY_FUNCTION(brier_accum_numeric_inv, return AccumulateBrier(fcinfo, INPUT_NUMERIC, true))
SUMMARY_FUNCTION(brier_accum_float8, return AccumulateBrier(fcinfo, INPUT_FLOAT8, false))
SUMMARY_FUNCTION(brier_accum_float8_inv, return AccumulateBrier(fcinfo, INPUT_FLOAT8, true))

static Datum
AllTotals(const SummaryShape *shape, const Summary *state, Datum *totals)
{
	for (int i = 0; i < shape->nsums; i++)
		totals[i] = summary_total(shape, state, i);
	return decimal_from_int64(state->rows);
}

static Datum
BrierScore(FunctionCallInfo fcinfo, bool as_float8)
{
	Summary    *state = tally_get(fcinfo, &brier_shape);
	Datum		totals[BRIER_SUMS];
	Datum		n = AllTotals(&brier_shape, state, totals);
	Datum		errors = SquaredErrors(summary_counts(state), totals);

	if (state->rows == 0)
		PG_RETURN_NULL();
	return as_float8 ? Float8GetDatum(decimal_ratio_float8(errors, n)) :
		decimal_ratio(errors, n);
}

SUMMARY_FUNCTION(brier_score, return BrierScore(fcinfo, false))
SUMMARY_FUNCTION(brier_score_float8, return BrierScore(fcinfo, true))

/*
 * Variation: standard deviation / mean, of the values of a complete calendar
 */

enum
{
	VARIATION_SUM,
	VARIATION_SQUARES,
	VARIATION_SUMS
};

static const char *const variation_sum_names[] = {"sum", "squares"};
static const uint8 variation_degrees[] = {1, 2};
static const char *const variation_input_names[] = {"value"};

/* n times the sum of squared deviations */
static Datum
Deviations(Datum n, const Datum *totals)
{
	return decimal_sub(decimal_mul(n, totals[VARIATION_SQUARES]),
					   decimal_mul(totals[VARIATION_SUM], totals[VARIATION_SUM]));
}

static const char *
VariationFault(const Summary *state, const Datum *totals)
{
	if (decimal_sign(totals[VARIATION_SQUARES]) < 0 ||
		decimal_sign(Deviations(decimal_from_int64(state->rows), totals)) < 0)
		return "\"squares\" is too small for \"sum\".";
	return tally_rowless_fault(&variation_shape, state, totals);
}

const SummaryShape variation_shape = {
	.type_name = "kam.tally",
	.metric = "variation",
	.family = 'v',
	.nsums = VARIATION_SUMS,
	.sum_names = variation_sum_names,
	.degrees = variation_degrees,
	.input_names = variation_input_names,
	.fault = VariationFault,
};

static pg_attribute_always_inline Datum
AccumulateVariation(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &variation_shape, input, 1, false, undo);
	if (row.isnull[0])
		return summary_row_end(&row);
	summary_row_counts(&row);
	summary_row_add(&row, VARIATION_SUM, 0);
	summary_row_add_product(&row, VARIATION_SQUARES, 0, 0);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(variation, AccumulateVariation)

/*
 * The square of it: with D = n * sum(x^2) - (sum x)^2 it is D / (sum x)^2 for
 * the population, and n / (n - 1) times that for a sample.
 */
static bool
Variation(FunctionCallInfo fcinfo, bool sample, Datum *result)
{
	Summary    *state = tally_get(fcinfo, &variation_shape);
	Datum		totals[VARIATION_SUMS];
	Datum		n = AllTotals(&variation_shape, state, totals);
	Datum		numerator;
	Datum		denominator;

	if (state->rows < (sample ? 2 : 1) || decimal_sign(totals[VARIATION_SUM]) <= 0)
		return false;
	numerator = Deviations(n, totals);
	denominator = decimal_mul(totals[VARIATION_SUM], totals[VARIATION_SUM]);
	if (sample)
	{
		numerator = decimal_mul(numerator, n);
		denominator = decimal_mul(denominator, decimal_from_int64(state->rows - 1));
	}
	if (decimal_sign(denominator) == 0)
		return false;			/* a square below 1e-16383 is 0 in numeric */
	*result = DirectFunctionCall1(numeric_sqrt, decimal_ratio(numerator, denominator));
	return true;
}

static Datum
VariationResult(FunctionCallInfo fcinfo, bool sample, bool as_float8)
{
	Datum		result;

	if (!Variation(fcinfo, sample, &result))
		PG_RETURN_NULL();
	return as_float8 ? Float8GetDatum(decimal_to_float8(result)) : result;
}

SUMMARY_FUNCTION(variation, return VariationResult(fcinfo, true, false))
SUMMARY_FUNCTION(variation_float8, return VariationResult(fcinfo, true, true))
SUMMARY_FUNCTION(variation_pop, return VariationResult(fcinfo, false, false))
SUMMARY_FUNCTION(variation_pop_float8, return VariationResult(fcinfo, false, true))

/*
 * Where a change of revenue from p0 * q0 to p1 * q1 comes from:
 * (p1 - p0) * q1 from the price and (q1 - q0) * p0 from the quantity
 */

static Datum
ChangeOfRevenue(FunctionCallInfo fcinfo, int changed, int factor)
{
	static const char *const names[] =
	{"price_before", "quantity_before", "price_after", "quantity_after"};

	for (int i = 0; i < (int) lengthof(names); i++)
		if (!decimal_is_finite(PG_GETARG_DATUM(i)))
			kam_reject(names[i], "must be a finite number",
					   kam_numeric_text(PG_GETARG_DATUM(i)),
					   "Correct the value, or pass NULL if it is not known.");
	return decimal_mul(decimal_sub(PG_GETARG_DATUM(changed + 2), PG_GETARG_DATUM(changed)),
					   PG_GETARG_DATUM(factor));
}

SUMMARY_FUNCTION(price_effect, return ChangeOfRevenue(fcinfo, 0, 3))
SUMMARY_FUNCTION(volume_effect, return ChangeOfRevenue(fcinfo, 1, 0))

/*
 * Scalars over models: they take and give float8
 */

static const char *const ratio_hint = "Give a ratio such as 0.35, not a percentage.";

static void
CheckFinite(const char *name, double value)
{
	if (!isfinite(value))
		kam_reject(name, "must be a finite number", kam_float8_text(value),
				   "Pass NULL if it is not known.");
}

static void
CheckRatio(const char *name, double value)
{
	if (!(value >= 0 && value <= 1))
		kam_reject(name, "must be between 0 and 1", kam_float8_text(value), ratio_hint);
}

static void
CheckCost(double cac)
{
	CheckFinite("cac", cac);
	if (cac < 0)
		kam_reject("cac", "must not be negative", kam_float8_text(cac),
				   "Give the cost of winning one account.");
}

/* Months until the margin has paid for the acquisition; NULL if it never does */
PG_FUNCTION_INFO_V1(cac_payback);
Datum
cac_payback(PG_FUNCTION_ARGS)
{
	double		cac = PG_GETARG_FLOAT8(0);
	double		margin = PG_GETARG_FLOAT8(1);

	CheckCost(cac);
	CheckFinite("monthly_margin", margin);
	if (margin <= 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(float8_div(cac, margin));
}

/*
 * The same when only a share s of the accounts stays from month to month:
 * the margin of month t is m * s^(t - 1), whose sum reaches the cost at
 * t = ln(1 - cac * (1 - s) / m) / ln(s), if ever.
 */
PG_FUNCTION_INFO_V1(cac_payback_churn);
Datum
cac_payback_churn(PG_FUNCTION_ARGS)
{
	double		cac = PG_GETARG_FLOAT8(0);
	double		margin = PG_GETARG_FLOAT8(1);
	double		retention = PG_GETARG_FLOAT8(2);

	CheckCost(cac);
	CheckFinite("monthly_margin", margin);
	CheckRatio("monthly_retention", retention);
	if (margin <= 0)
		PG_RETURN_NULL();
	if (retention == 1)
		PG_RETURN_FLOAT8(float8_div(cac, margin));
	if (retention == 0 && cac <= margin)
		PG_RETURN_FLOAT8(cac / margin); /* all within the first month */
	if (cac * (1 - retention) >= margin)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(log1p(-cac * (1 - retention) / margin) / log(retention));
}

/*
 * Margins of one period times the chance to stay, discounted, for ever.  The
 * first margin comes at the end of the first period, m * r / (1 + d - r), or
 * now, which is one margin more.
 */
PG_FUNCTION_INFO_V1(customer_lifetime_value);
Datum
customer_lifetime_value(PG_FUNCTION_ARGS)
{
	double		margin = PG_GETARG_FLOAT8(0);
	double		retention = PG_GETARG_FLOAT8(1);
	double		discount = PG_GETARG_FLOAT8(2);
	text	   *first_margin = PG_GETARG_TEXT_PP(3);
	Size		length = VARSIZE_ANY_EXHDR(first_margin);
	bool		now = length == 3 && memcmp(VARDATA_ANY(first_margin), "now", 3) == 0;
	double		lost;
	double		value;

	if (!now && (length != 3 || memcmp(VARDATA_ANY(first_margin), "end", 3) != 0))
		kam_reject("first_margin", "must be \"now\" or \"end\"",
				   psprintf("\"%.*s\"", pg_mbcliplen(VARDATA_ANY(first_margin), (int) length, 20),
							VARDATA_ANY(first_margin)),
				   "Say whether the first margin comes now or at the end of the first period; the two differ by one margin.");
	CheckFinite("margin", margin);
	CheckRatio("retention", retention);
	CheckFinite("discount", discount);
	if (discount < 0)
		kam_reject("discount", "must not be negative", kam_float8_text(discount), ratio_hint);
	lost = (1 - retention) + discount;	/* 1 + discount would lose a small one */
	if (lost == 0)
		PG_RETURN_NULL();
	value = float8_div(float8_mul(margin, retention), lost);
	PG_RETURN_FLOAT8(now ? float8_pl(value, margin) : value);
}
