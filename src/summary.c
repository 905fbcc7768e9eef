/*-------------------------------------------------------------------------
 *
 * summary.c
 *		The state of an aggregate that is a handful of exact sums and counts:
 *		widening, combination and results.
 *
 *-------------------------------------------------------------------------
 */
#include "summary.h"

#include "common/int.h"
#include "port/pg_bitutils.h"
#include "utils/float.h"

const char *const summary_base_names[] = {NULL, "numeric", "float8"};

/*
 * States
 */

Summary *
summary_create(const SummaryShape *shape, SummaryBase base)
{
	Size		size = summary_fixed_size(shape);
	Summary    *state = palloc0(size);

	SET_VARSIZE(state, size);
	state->version = SUMMARY_VERSION;
	state->family = shape->family;
	state->base = base;
	return state;
}

pg_noreturn static void
CorruptSummary(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATA_CORRUPTED),
			 errmsg("invalid value of type %s", shape->type_name),
			 errdetail_internal("%s", detail)));
}

/*
 * A summary as it comes from a table or from another function.  Whatever
 * bytes they hold, nothing outside them is read later.
 */
Summary *
summary_get(Datum value, const SummaryShape *shape)
{
	Summary    *state = (Summary *) PG_DETOAST_DATUM(value);
	Size		size = VARSIZE(state);

	if (size < summary_fixed_size(shape))
		CorruptSummary(shape, "It is too short.");
	if (state->version != SUMMARY_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("value of type %s has an unknown version",
						shape->type_name),
				 errdetail("Found version %d, this kam reads version %d.",
						   state->version, SUMMARY_VERSION),
				 errhint("Install the kam that wrote the value, or a later one.")));
	if (state->family != shape->family)
		CorruptSummary(shape, "It belongs to another type.");
	if (state->base == SUMMARY_DECIMAL
		? state->scale < 0 || state->scale > SUMMARY_MAX_DECIMAL_SCALE
		: state->base != SUMMARY_BINARY || state->scale < 0 ||
		state->scale > SUMMARY_MAX_BINARY_SCALE)
		CorruptSummary(shape, "Its scale is out of range.");
	if (state->wide == 0)
	{
		if (size != summary_fixed_size(shape))
			CorruptSummary(shape, "It is too long.");
	}
	else
	{
		char	   *next = summary_wide(shape, state);
		char	   *end = (char *) state + size;

		for (int i = 0; i < shape->nsums; i++)
		{
			if (end - next < (ptrdiff_t) (VARHDRSZ + sizeof(uint16)) ||
				!VARATT_IS_4B_U(next) ||
				VARSIZE(next) < VARHDRSZ + sizeof(uint16) ||
				(ptrdiff_t) SUMMARY_WIDE_SIZE(next) > end - next ||
				!decimal_is_finite(PointerGetDatum(next)))
				CorruptSummary(shape, "A numeric in it is damaged.");
			next += SUMMARY_WIDE_SIZE(next);
		}
		if (next != end)
			CorruptSummary(shape, "It is too long.");
	}
	return state;
}

/*
 * The state of a transition or combine function, ours to write.  Only the
 * executor's own state is written in place: outside an aggregate, argument 0
 * may be a row in a shared buffer.
 */
Summary *
summary_state(FunctionCallInfo fcinfo, const SummaryShape *shape,
			  SummaryBase base)
{
	Summary    *state;

	if (PG_ARGISNULL(0))
		return summary_create(shape, base);

	state = summary_get(PG_GETARG_DATUM(0), shape);
	if (unlikely(state->base != base))
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("cannot mix %s and %s in one %s",
						summary_base_names[state->base], summary_base_names[base],
						shape->type_name),
				 errhint("Compute all parts from the same type of input.")));
	if (unlikely(!AggCheckCallContext(fcinfo, NULL)))
	{
		Size		size = VARSIZE(state);

		state = memcpy(palloc(size), state, size);
	}
	return state;
}

/*
 * Wide parts
 */

static Datum *
TakeWideApart(SummaryEdit *edit)
{
	const SummaryShape *shape = edit->shape;

	if (edit->wide == NULL)
	{
		char	   *next = summary_wide(shape, edit->state);

		edit->wide = palloc(shape->nsums * sizeof(Datum));
		for (int i = 0; i < shape->nsums; i++)
		{
			if (edit->state->wide)
			{
				edit->wide[i] = PointerGetDatum(next);
				next += SUMMARY_WIDE_SIZE(next);
			}
			else
				edit->wide[i] = decimal_from_int64(0);
		}
	}
	return edit->wide;
}

static Datum
NarrowPart(const SummaryShape *shape, const Summary *state,
		   const ExactSum *sum, int i)
{
	int			degree = shape->degrees[i];

	if (state->base == SUMMARY_BINARY)
		return decimal_from_binary_sum(sum, degree * state->scale);
	return decimal_from_sum(sum, degree * state->scale, degree * state->dscale);
}

void
summary_add_exact(SummaryEdit *edit, int sum, Datum value, bool subtract)
{
	Datum	   *wide = TakeWideApart(edit);

	wide[sum] = subtract ? decimal_sub(wide[sum], value) :
		decimal_add(wide[sum], value);
}

/* Move the narrow part of a sum into its wide part. */
void
summary_spill(SummaryEdit *edit, int sum)
{
	ExactSum   *narrow = &summary_sums(edit->shape, edit->state)[sum];

	summary_add_exact(edit, sum,
					  NarrowPart(edit->shape, edit->state, narrow, sum), false);
	narrow->low = 0;
	narrow->high = 0;
}

/* Put the state together again; in place where no wide part has changed. */
Summary *
summary_finish(SummaryEdit *edit)
{
	const SummaryShape *shape = edit->shape;
	Size		fixed = MAXALIGN(summary_fixed_size(shape));
	Size		size = fixed;
	bool		all_zero = true;
	Summary    *result;
	char	   *next;

	if (edit->wide == NULL)
		return edit->state;

	for (int i = 0; i < shape->nsums; i++)
	{
		size += SUMMARY_WIDE_SIZE(DatumGetPointer(edit->wide[i]));
		all_zero &= decimal_sign(edit->wide[i]) == 0;
	}
	if (all_zero)
		size = fixed;
	result = palloc0(size);
	memcpy(result, edit->state, summary_fixed_size(shape));
	SET_VARSIZE(result, size);
	result->wide = !all_zero;
	if (all_zero)
		return result;

	next = (char *) result + fixed;
	for (int i = 0; i < shape->nsums; i++)
	{
		void	   *numeric = DatumGetPointer(edit->wide[i]);

		memcpy(next, numeric, VARSIZE(numeric));
		next += SUMMARY_WIDE_SIZE(numeric);
	}
	return result;
}

/* How many units of the finer scale make one of the coarser? */
static bool
Rescale(ExactSum *sum, SummaryBase base, int degree, int steps)
{
	for (int left = degree * steps; left > 0;)
	{
		int			part = Min(left, base == SUMMARY_DECIMAL ? 4 : 48);

		if (!exact_sum_multiply(sum, base == SUMMARY_DECIMAL ?
								decimal_power[part] : UINT64CONST(1) << part))
			return false;
		left -= part;
	}
	return true;
}

static void
SetScale(SummaryEdit *edit, int scale)
{
	Summary    *state = edit->state;
	ExactSum   *sums = summary_sums(edit->shape, state);

	for (int i = 0; i < edit->shape->nsums; i++)
	{
		ExactSum	rescaled = sums[i];

		if (Rescale(&rescaled, state->base, edit->shape->degrees[i],
					scale - state->scale))
			sums[i] = rescaled;
		else
			summary_spill(edit, i);
	}
	state->scale = scale;
}

/*
 * An aggregate takes away only what it has put in.  Whoever calls an inverse
 * function by hand may not, and shall not get a value that input would refuse.
 */
static void
CheckUndone(FunctionCallInfo fcinfo, const SummaryShape *shape,
			const Summary *state)
{
	const char *fault;

	if (AggCheckCallContext(fcinfo, NULL))
		return;
	fault = summary_fault(shape, state);
	if (fault)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s does not contain what is to be taken away",
						shape->type_name),
				 errdetail_internal("%s", fault)));
}

/*
 * Rows
 */

void
summary_row_check_undo(SummaryRow *row)
{
	if (row->undone && !AggCheckCallContext(row->fcinfo, NULL))
		CheckUndone(row->fcinfo, row->edit.shape, summary_finish(&row->edit));
}

/* The scale that would make an input narrow, if within the limit */
static int
WantedScale(SummaryInput input, Datum value)
{
	if (input == INPUT_NUMERIC)
	{
		Decimal		d;
		int			wanted;

		if (!decimal_read(value, &d))
			return 0;
		wanted = decimal_fraction_digits(&d);
		return wanted <= SUMMARY_MAX_DECIMAL_SCALE ? wanted : 0;
	}
	if (input == INPUT_FLOAT8)
	{
		double		x = DatumGetFloat8(value);
		Float8Parts parts;
		int			wanted;

		if (!isfinite(x) || x == 0)
			return 0;
		parts = float8_parts(x);
		wanted = -(parts.exponent +
				   pg_rightmost_one_pos64((uint64) parts.mantissa));
		if (wanted > SUMMARY_MAX_BINARY_SCALE)
			return 0;
		return TYPEALIGN(SUMMARY_BINARY_SCALE_STEP, Max(wanted, 0));
	}
	return 0;
}

static int64
IntegerInput(SummaryInput input, Datum value)
{
	return input == INPUT_INT4 ? DatumGetInt32(value) : DatumGetInt64(value);
}

static Datum
ExactInput(SummaryInput input, Datum value)
{
	if (input == INPUT_NUMERIC)
		return NumericGetDatum(DatumGetNumeric(value));
	if (input == INPUT_FLOAT8)
		return decimal_from_float8(DatumGetFloat8(value));
	return decimal_from_int64(IntegerInput(input, value));
}

static bool
NarrowInput(SummaryInput input, Datum value, int scale, int128 *units)
{
	Decimal		d;

	if (input == INPUT_NUMERIC)
		return decimal_read(value, &d) && decimal_to_units(&d, scale, units);
	if (input == INPUT_FLOAT8)
		return summary_float8_units(DatumGetFloat8(value), scale, units);
	return summary_int8_units(IntegerInput(input, value), scale, units);
}

/*
 * Some input did not fit the scale of the state.  Refine the scale, or take
 * all inputs of the row as numerics.
 */
void
summary_row_widen(SummaryRow *row, SummaryInput input, int ninputs)
{
	FunctionCallInfo fcinfo = row->fcinfo;
	int			scale = row->edit.state->scale;

	for (int i = 0; i < ninputs; i++)
		if (!row->isnull[i] && !row->nonfinite[i])
			scale = Max(scale, WantedScale(input, PG_GETARG_DATUM(i + 1)));
	if (scale > row->edit.state->scale)
		SetScale(&row->edit, scale);

	row->narrow = true;
	for (int i = 0; i < ninputs; i++)
		if (!row->isnull[i] && !row->nonfinite[i])
			row->narrow &= NarrowInput(input, PG_GETARG_DATUM(i + 1), scale,
									   &row->units[i]);
	if (row->narrow)
		return;

	for (int i = 0; i < ninputs; i++)
		row->exact[i] = row->isnull[i] || row->nonfinite[i] ? decimal_from_int64(0) :
			ExactInput(input, PG_GETARG_DATUM(i + 1));
}

/* Refuse an input of a row, naming it and its value. */
void
summary_reject_input(const SummaryShape *shape, int input, SummaryInput type,
					 Datum value, const char *requirement, const char *hint)
{
	char	   *found;

	if (type == INPUT_NUMERIC)
		found = kam_numeric_text(value);
	else if (type == INPUT_FLOAT8)
		found = kam_float8_text(DatumGetFloat8(value));
	else
		found = psprintf(INT64_FORMAT, IntegerInput(type, value));
	kam_reject(shape->input_names[input], requirement, found,
			   hint ? hint :
			   "Correct such rows, or leave them out with FILTER (WHERE ...).");
}

/* An input as a numeric, for those who keep no sums of it; it must be finite. */
Datum
summary_exact_input(const SummaryShape *shape, int input, SummaryInput type,
					Datum value)
{
	if (type == INPUT_NUMERIC ? !decimal_is_finite(value) :
		type == INPUT_FLOAT8 && !isfinite(DatumGetFloat8(value)))
		summary_reject_input(shape, input, type, value, "must be a finite number", NULL);
	return ExactInput(type, value);
}

/*
 * Results
 */

/*
 * The exact value of a sum.  The zeros at its end must not tell which parts it
 * came in: numeric shows dscale digits, float8 no more than there are.
 */
Datum
summary_total(const SummaryShape *shape, const Summary *state, int sum)
{
	Datum		total = NarrowPart(shape, state,
								   &summary_sums(shape, state)[sum], sum);

	if (state->wide)
	{
		char	   *wide = summary_wide(shape, state);

		for (int i = 0; i < sum; i++)
			wide += SUMMARY_WIDE_SIZE(wide);
		total = decimal_add(total, PointerGetDatum(wide));
		if (state->base == SUMMARY_DECIMAL)
			total = decimal_with_dscale(total,
										shape->degrees[sum] * state->dscale);
		else
			total = decimal_trim(total);
	}
	return total;
}

/* False for a denominator that is not positive. */
bool
summary_ratio(const SummaryShape *shape, const Summary *state,
			  int numerator, int denominator, Datum *ratio)
{
	Datum		divisor = summary_total(shape, state, denominator);

	if (decimal_sign(divisor) <= 0)
		return false;
	*ratio = decimal_ratio(summary_total(shape, state, numerator), divisor);
	return true;
}

/*
 * The same from the doubles nearest to both sums, whichever way they are kept:
 * the first branch is only faster, since its sums are always in range.
 */
bool
summary_ratio_float8(const SummaryShape *shape, const Summary *state,
					 int numerator, int denominator, double *ratio)
{
	Datum		divisor;

	if (state->base == SUMMARY_BINARY && !state->wide)
	{
		ExactSum   *sums = summary_sums(shape, state);
		double		below = exact_sum_to_float8(&sums[denominator],
												shape->degrees[denominator] *
												state->scale);

		if (below <= 0)
			return false;
		*ratio = float8_div(exact_sum_to_float8(&sums[numerator],
												shape->degrees[numerator] *
												state->scale), below);
		return true;
	}
	divisor = summary_total(shape, state, denominator);
	if (decimal_sign(divisor) <= 0)
		return false;
	*ratio = decimal_ratio_float8(summary_total(shape, state, numerator), divisor);
	return true;
}

/* The final function of x_agg: no rows give NULL. */
Datum
summary_final(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state;
	Size		size;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = summary_get(PG_GETARG_DATUM(0), shape);
	if (state->rows == 0)
		PG_RETURN_NULL();
	size = VARSIZE(state);
	PG_RETURN_POINTER(memcpy(palloc(size), state, size));
}

/*
 * Combination
 */

void
summary_reject_count(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 errmsg("count of a %s is out of range", shape->type_name),
			 errdetail_internal("%s", detail)));
}

static int64
CombineCount(const SummaryShape *shape, int64 a, int64 b, bool undo)
{
	int64		result;

	if (undo ? pg_sub_s64_overflow(a, b, &result) || result < 0 :
		pg_add_s64_overflow(a, b, &result) || result > SUMMARY_MAX_COUNT)
		summary_reject_count(shape, undo ?
							 "More would be taken away than was put in." :
							 SUMMARY_TOO_MANY);
	return result;
}

/*
 * Add the second summary to the first, or take it away.  Declared STRICT: the
 * executor handles missing states.
 */
Datum
summary_combine(FunctionCallInfo fcinfo, const SummaryShape *shape, bool undo)
{
	Summary    *other = summary_get(PG_GETARG_DATUM(1), shape);
	SummaryEdit edit = {shape, summary_state(fcinfo, shape, other->base), NULL};
	Summary    *state = edit.state;
	int64	   *counts = summary_counts(state);
	ExactSum   *sums = summary_sums(shape, state);

	if (other->scale > state->scale)
		SetScale(&edit, other->scale);

	for (int i = 0; i < shape->nsums; i++)
	{
		ExactSum	term = summary_sums(shape, other)[i];

		if (!Rescale(&term, state->base, shape->degrees[i],
					 state->scale - other->scale) ||
			!(undo ? exact_sum_subtract_sum(&sums[i], &term) :
			  exact_sum_add_sum(&sums[i], &term)))
			summary_add_exact(&edit, i,
							  NarrowPart(shape, other,
										 &summary_sums(shape, other)[i], i),
							  undo);
	}
	if (other->wide)
	{
		char	   *next = summary_wide(shape, other);

		for (int i = 0; i < shape->nsums; i++)
		{
			summary_add_exact(&edit, i, PointerGetDatum(next), undo);
			next += SUMMARY_WIDE_SIZE(next);
		}
	}

	for (int i = 0; i < shape->ncounts; i++)
		counts[i] = CombineCount(shape, counts[i], summary_counts(other)[i], undo);
	state->rows = CombineCount(shape, state->rows, other->rows, undo);

	if (!undo && other->dscale > state->dscale)
	{
		state->dscale = other->dscale;
		state->dscale_rows = other->dscale_rows;
	}
	else if (other->dscale == state->dscale)
		state->dscale_rows = CombineCount(shape, state->dscale_rows,
										  other->dscale_rows, undo);
	if (state->rows == 0)
	{
		state->dscale = 0;
		state->dscale_rows = 0;
	}
	else if (undo && state->dscale > 0 && state->dscale_rows == 0)
		PG_RETURN_NULL();		/* the next largest dscale is not known */

	state = summary_finish(&edit);
	if (undo)
		CheckUndone(fcinfo, shape, state);
	PG_RETURN_POINTER(state);
}

