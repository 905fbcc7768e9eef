/*-------------------------------------------------------------------------
 *
 * tally.c
 *		One type for the states of all simple metrics.
 *
 *-------------------------------------------------------------------------
 */
#include "tally.h"

#include "lib/stringinfo.h"

static const SummaryShape *const tally_shapes[] = {
	&nps_shape,
	&csat_shape,
	&sla_shape,
	&margin_shape,
	&forecast_shape,
	&brier_shape,
	&variation_shape,
	&white_space_shape,
	&concentration_shape,
	&progress_shape,
};

/* The shape of a tally that is an argument */
static const SummaryShape *
ShapeOf(FunctionCallInfo fcinfo, int argno)
{
	const Summary *state = (Summary *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argno));

	if (VARSIZE(state) >= sizeof(Summary))
		for (int i = 0; i < (int) lengthof(tally_shapes); i++)
			if (tally_shapes[i]->family == state->family)
				return tally_shapes[i];
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("invalid value of type kam.tally"),
			 errdetail("It is of no metric that this kam knows.")));
}

/* A tally that must be of one metric */
Summary *
tally_get(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	const SummaryShape *found = ShapeOf(fcinfo, 0);

	if (found != shape)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("tally is of another metric"),
				 errdetail("It is a tally of %s, not of %s.", found->metric,
						   shape->metric),
				 errhint("Use the functions of that metric.")));
	return summary_get(PG_GETARG_DATUM(0), shape);
}

const char *
tally_rowless_fault(const SummaryShape *shape, const Summary *state,
					const Datum *totals)
{
	if (state->rows == 0)
		for (int i = 0; i < shape->nsums; i++)
			if (decimal_sign(totals[i]) != 0)
				return psprintf("\"%s\" is not 0, but there are no rows.",
								shape->sum_names[i]);
	return NULL;
}

Datum
tally_ratio(FunctionCallInfo fcinfo, const SummaryShape *shape, int numerator,
			int denominator)
{
	Datum		ratio;

	if (!summary_ratio(shape, tally_get(fcinfo, shape), numerator, denominator,
					   &ratio))
		PG_RETURN_NULL();
	return ratio;
}

Datum
tally_ratio_float8(FunctionCallInfo fcinfo, const SummaryShape *shape,
				   int numerator, int denominator)
{
	double		ratio;

	if (!summary_ratio_float8(shape, tally_get(fcinfo, shape), numerator,
							  denominator, &ratio))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(ratio);
}

/*
 * SQL functions of the type
 */

PG_FUNCTION_INFO_V1(tally_in);
Datum
tally_in(PG_FUNCTION_ARGS)
{
	return summary_in_one_of(fcinfo, tally_shapes, lengthof(tally_shapes));
}

PG_FUNCTION_INFO_V1(tally_recv);
Datum
tally_recv(PG_FUNCTION_ARGS)
{
	StringInfo	wire = (StringInfo) PG_GETARG_POINTER(0);

	/* the second byte is the family; what is amiss, the shape's recv says */
	for (int i = 0; i < (int) lengthof(tally_shapes) &&
		 wire->len - wire->cursor > 1; i++)
		if (tally_shapes[i]->family == (uint8) wire->data[wire->cursor + 1])
			return summary_recv(fcinfo, tally_shapes[i]);
	return summary_recv(fcinfo, tally_shapes[0]);
}

/* Tallies of different metrics are sorted by metric. */
static int
CompareTallies(FunctionCallInfo fcinfo)
{
	const SummaryShape *a = ShapeOf(fcinfo, 0);
	const SummaryShape *b = ShapeOf(fcinfo, 1);

	if (a != b)
		return a->family < b->family ? -1 : 1;
	return summary_compare(fcinfo, a);
}

static Datum
CombineTallies(FunctionCallInfo fcinfo, bool undo)
{
	const SummaryShape *a = ShapeOf(fcinfo, 0);
	const SummaryShape *b = ShapeOf(fcinfo, 1);

	if (a != b)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("cannot combine tallies of different metrics"),
				 errdetail("One is of %s, the other of %s.", a->metric, b->metric),
				 errhint("Roll up one metric at a time.")));
	return summary_combine(fcinfo, a, undo);
}

SUMMARY_FUNCTION(tally_out, return summary_out(fcinfo, ShapeOf(fcinfo, 0)))
SUMMARY_FUNCTION(tally_send, return summary_send(fcinfo, ShapeOf(fcinfo, 0)))
SUMMARY_FUNCTION(tally_jsonb, return summary_jsonb(fcinfo, ShapeOf(fcinfo, 0)))
SUMMARY_FUNCTION(tally_hash, return summary_hash(fcinfo, ShapeOf(fcinfo, 0)))
SUMMARY_FUNCTION(tally_cmp, PG_RETURN_INT32(CompareTallies(fcinfo)))
SUMMARY_FUNCTION(tally_eq, PG_RETURN_BOOL(CompareTallies(fcinfo) == 0))
SUMMARY_FUNCTION(tally_ne, PG_RETURN_BOOL(CompareTallies(fcinfo) != 0))
SUMMARY_FUNCTION(tally_lt, PG_RETURN_BOOL(CompareTallies(fcinfo) < 0))
SUMMARY_FUNCTION(tally_le, PG_RETURN_BOOL(CompareTallies(fcinfo) <= 0))
SUMMARY_FUNCTION(tally_gt, PG_RETURN_BOOL(CompareTallies(fcinfo) > 0))
SUMMARY_FUNCTION(tally_ge, PG_RETURN_BOOL(CompareTallies(fcinfo) >= 0))
SUMMARY_FUNCTION(tally_combine, return CombineTallies(fcinfo, false))
SUMMARY_FUNCTION(tally_combine_inv, return CombineTallies(fcinfo, true))
SUMMARY_FUNCTION(tally_final, return summary_final(fcinfo, ShapeOf(fcinfo, 0)))
