/*-------------------------------------------------------------------------
 *
 * white_space.c
 *		The revenue that could still be had.
 *
 * One input row is one cell, such as a product at a site: its potential and
 * what is sold there.  A cell sold above its potential does not make up for
 * an empty one, so cells are never netted; one whose potential is not known is
 * counted and otherwise left out.
 *
 *-------------------------------------------------------------------------
 */
#include "tally.h"

enum
{
	COUNT_KNOWN,
	COUNT_UNKNOWN,
	COUNT_SOLD,					/* among the known: anything sold? */
	NCOUNTS
};

enum
{
	SUM_WHITE_SPACE,
	SUM_POTENTIAL,
	SUM_FILLED,					/* what is sold, up to the potential */
	NSUMS
};

enum
{
	POTENTIAL,
	CURRENT,
	NINPUTS
};

static const char *const white_space_count_names[] = {"known", "unknown", "sold"};
static const char *const white_space_sum_names[] =
{"white_space", "potential", "filled"};
static const uint8 white_space_degrees[] = {1, 1, 1};
static const char *const white_space_input_names[] = {"potential", "current"};

static const char *
WhiteSpaceFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);

	if (counts[COUNT_KNOWN] + counts[COUNT_UNKNOWN] != state->rows)
		return "\"known\" and \"unknown\" do not add up to its rows.";
	if (counts[COUNT_SOLD] > counts[COUNT_KNOWN])
		return "\"sold\" is more than \"known\".";
	for (int i = 0; i < NSUMS; i++)
		if (decimal_sign(totals[i]) < 0)
			return psprintf("\"%s\" is negative.", white_space_sum_names[i]);
	if (decimal_compare(decimal_add(totals[SUM_WHITE_SPACE], totals[SUM_FILLED]),
						totals[SUM_POTENTIAL]) != 0)
		return "\"white_space\" and \"filled\" do not make up \"potential\".";
	if ((counts[COUNT_KNOWN] == 0 && decimal_sign(totals[SUM_POTENTIAL]) != 0) ||
		(counts[COUNT_SOLD] == 0 && decimal_sign(totals[SUM_FILLED]) != 0))
		return "It has amounts without cells.";
	return NULL;
}

const SummaryShape white_space_shape = {
	.type_name = "kam.tally",
	.metric = "white_space",
	.family = 'p',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.count_names = white_space_count_names,
	.sum_names = white_space_sum_names,
	.degrees = white_space_degrees,
	.input_names = white_space_input_names,
	.fault = WhiteSpaceFault,
};

static pg_attribute_always_inline Datum
AccumulateWhiteSpace(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &white_space_shape, input, NINPUTS, false, undo);
	if (row.isnull[POTENTIAL] && row.isnull[CURRENT])
		return summary_row_end(&row);
	summary_row_counts(&row);
	if (row.isnull[POTENTIAL])
	{
		summary_row_count(&row, COUNT_UNKNOWN);
		return summary_row_end(&row);
	}
	if (unlikely(summary_row_sign(&row, POTENTIAL) < 0))
		summary_reject_input(&white_space_shape, POTENTIAL, input,
							 PG_GETARG_DATUM(POTENTIAL + 1), "must not be negative",
							 "Give NULL for a potential that is not known.");

	summary_row_count(&row, COUNT_KNOWN);
	summary_row_add(&row, SUM_POTENTIAL, POTENTIAL);
	if (summary_row_sign(&row, CURRENT) <= 0)
		summary_row_add(&row, SUM_WHITE_SPACE, POTENTIAL);
	else
	{
		summary_row_count(&row, COUNT_SOLD);
		if (summary_row_compare(&row, CURRENT, POTENTIAL) < 0)
		{
			summary_row_add(&row, SUM_FILLED, CURRENT);
			summary_row_add(&row, SUM_WHITE_SPACE, POTENTIAL);
			summary_row_subtract(&row, SUM_WHITE_SPACE, CURRENT);
		}
		else
			summary_row_add(&row, SUM_FILLED, POTENTIAL);
	}
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(white_space, AccumulateWhiteSpace)

static Summary *
GetWhiteSpace(FunctionCallInfo fcinfo)
{
	return tally_get(fcinfo, &white_space_shape);
}

/* In money; NULL if no potential is known */
PG_FUNCTION_INFO_V1(white_space);
Datum
white_space(PG_FUNCTION_ARGS)
{
	Summary    *state = GetWhiteSpace(fcinfo);

	if (summary_counts(state)[COUNT_KNOWN] == 0)
		PG_RETURN_NULL();
	return summary_total(&white_space_shape, state, SUM_WHITE_SPACE);
}

PG_FUNCTION_INFO_V1(white_space_float8);
Datum
white_space_float8(PG_FUNCTION_ARGS)
{
	Summary    *state = GetWhiteSpace(fcinfo);

	if (summary_counts(state)[COUNT_KNOWN] == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_to_float8(summary_total(&white_space_shape, state,
													 SUM_WHITE_SPACE)));
}

SUMMARY_FUNCTION(penetration,
				 return tally_ratio(fcinfo, &white_space_shape, SUM_FILLED, SUM_POTENTIAL))
SUMMARY_FUNCTION(penetration_float8,
				 return tally_ratio_float8(fcinfo, &white_space_shape, SUM_FILLED,
										   SUM_POTENTIAL))
SUMMARY_FUNCTION(white_space_unknown,
				 PG_RETURN_INT64(summary_counts(GetWhiteSpace(fcinfo))[COUNT_UNKNOWN]))
