/*-------------------------------------------------------------------------
 *
 * summary.c
 *		The state of an aggregate that is a handful of exact sums and counts:
 *		widening, combination, results, and the functions of the SQL types.
 *
 *-------------------------------------------------------------------------
 */
#include "summary.h"

#include "common/hashfn.h"
#include "common/int.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "port/pg_bitutils.h"
#include "utils/float.h"
#include "utils/jsonb.h"

/* Each wide numeric starts aligned, so that it can be used where it lies. */
#define WIDE_SIZE(numeric)	MAXALIGN(VARSIZE(numeric))

static const char *const base_names[] = {NULL, "numeric", "float8"};

/* the keys of the text form that every type has */
static const char *const common_keys[] =
{"version", "numbers", "rows", "scale", "scale_rows"};

static Size
FixedSize(const SummaryShape *shape)
{
	return sizeof(Summary) + shape->ncounts * sizeof(int64) +
		shape->nsums * sizeof(ExactSum);
}

static char *
WideStart(const SummaryShape *shape, const Summary *state)
{
	return (char *) state + MAXALIGN(FixedSize(shape));
}

/*
 * States
 */

Summary *
summary_create(const SummaryShape *shape, SummaryBase base)
{
	Size		size = FixedSize(shape);
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

	if (size < FixedSize(shape))
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
		if (size != FixedSize(shape))
			CorruptSummary(shape, "It is too long.");
	}
	else
	{
		char	   *next = WideStart(shape, state);
		char	   *end = (char *) state + size;

		for (int i = 0; i < shape->nsums; i++)
		{
			if (end - next < (ptrdiff_t) (VARHDRSZ + sizeof(uint16)) ||
				!VARATT_IS_4B_U(next) ||
				VARSIZE(next) < VARHDRSZ + sizeof(uint16) ||
				(ptrdiff_t) WIDE_SIZE(next) > end - next ||
				!decimal_is_finite(PointerGetDatum(next)))
				CorruptSummary(shape, "A numeric in it is damaged.");
			next += WIDE_SIZE(next);
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
						base_names[state->base], base_names[base],
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
		char	   *next = WideStart(shape, edit->state);

		edit->wide = palloc(shape->nsums * sizeof(Datum));
		for (int i = 0; i < shape->nsums; i++)
		{
			if (edit->state->wide)
			{
				edit->wide[i] = PointerGetDatum(next);
				next += WIDE_SIZE(next);
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
	Size		fixed = MAXALIGN(FixedSize(shape));
	Size		size = fixed;
	bool		all_zero = true;
	Summary    *result;
	char	   *next;

	if (edit->wide == NULL)
		return edit->state;

	for (int i = 0; i < shape->nsums; i++)
	{
		size += WIDE_SIZE(DatumGetPointer(edit->wide[i]));
		all_zero &= decimal_sign(edit->wide[i]) == 0;
	}
	if (all_zero)
		size = fixed;
	result = palloc0(size);
	memcpy(result, edit->state, FixedSize(shape));
	SET_VARSIZE(result, size);
	result->wide = !all_zero;
	if (all_zero)
		return result;

	next = (char *) result + fixed;
	for (int i = 0; i < shape->nsums; i++)
	{
		void	   *numeric = DatumGetPointer(edit->wide[i]);

		memcpy(next, numeric, VARSIZE(numeric));
		next += WIDE_SIZE(numeric);
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

/* What values from outside must satisfy beyond their form */
static const char *
FindFault(const SummaryShape *shape, const Summary *state)
{
	const int64 *counts = summary_counts(state);
	Datum		totals[SUMMARY_MAX_SUMS];

	if (state->rows < 0 || state->rows > SUMMARY_MAX_COUNT)
		return "\"rows\" is out of range.";
	if (state->dscale < 0 || state->dscale > DECIMAL_MAX_DSCALE ||
		state->dscale_rows < 0 || state->dscale_rows > state->rows)
		return "\"scale\" or \"scale_rows\" is out of range.";
	for (int i = 0; i < shape->ncounts; i++)
		if (counts[i] < 0 || counts[i] > state->rows)
			return psprintf("\"%s\" is out of range.", shape->count_names[i]);
	for (int i = 0; i < shape->nsums; i++)
	{
		totals[i] = summary_total(shape, state, i);
		if (state->base == SUMMARY_DECIMAL &&
			decimal_min_scale(totals[i]) > shape->degrees[i] * state->dscale)
			return psprintf("\"%s\" has more decimals than \"scale\" allows.",
							shape->sum_names[i]);
	}
	return shape->fault(counts, totals);
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
	fault = FindFault(shape, state);
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
		char	   *wide = WideStart(shape, state);

		for (int i = 0; i < sum; i++)
			wide += WIDE_SIZE(wide);
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
		char	   *next = WideStart(shape, other);

		for (int i = 0; i < shape->nsums; i++)
		{
			summary_add_exact(&edit, i, PointerGetDatum(next), undo);
			next += WIDE_SIZE(next);
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

/*
 * Input and output
 */

Datum
summary_out(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text,
					 "{\"version\": %d, \"numbers\": \"%s\", \"rows\": " INT64_FORMAT
					 ", \"scale\": %d, \"scale_rows\": " INT64_FORMAT,
					 state->version, base_names[state->base], state->rows,
					 state->dscale, state->dscale_rows);
	for (int i = 0; i < shape->ncounts; i++)
		appendStringInfo(&text, ", \"%s\": " INT64_FORMAT,
						 shape->count_names[i], summary_counts(state)[i]);
	for (int i = 0; i < shape->nsums; i++)
		appendStringInfo(&text, ", \"%s\": %s", shape->sum_names[i],
						 DatumGetCString(DirectFunctionCall1(numeric_out,
															 summary_total(shape, state, i))));
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

Datum
summary_jsonb(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	return DirectFunctionCall1(jsonb_in, summary_out(fcinfo, shape));
}

pg_noreturn static void
BadText(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", shape->type_name),
			 errdetail_internal("%s", detail)));
}

static JsonbValue *
TextValue(const SummaryShape *shape, Jsonb *json, const char *key,
		  enum jbvType type)
{
	JsonbValue *value = getKeyJsonValueFromContainer(&json->root, key,
													 strlen(key), NULL);

	if (value == NULL)
		BadText(shape, psprintf("Key \"%s\" is missing.", key));
	if (value->type != type)
		BadText(shape, psprintf("The value of key \"%s\" is not a %s.", key,
								type == jbvString ? "string" : "number"));
	return value;
}

static int64
TextCount(const SummaryShape *shape, Jsonb *json, const char *key)
{
	Datum		value = NumericGetDatum(TextValue(shape, json, key,
												  jbvNumeric)->val.numeric);
	int128		units;
	Decimal		d;

	/* a count is a whole number of at most 18 digits */
	if (!decimal_read(value, &d) || d.negative ||
		!decimal_to_units(&d, 0, &units) || units > SUMMARY_MAX_COUNT)
		BadText(shape, psprintf("The value of key \"%s\" is not a count.", key));
	return (int64) units;
}

/* The value of a sum of degree 1 or 2, as narrow as its state allows */
static void
SetTotal(SummaryEdit *edit, int sum, Datum value)
{
	ExactSum   *target = &summary_sums(edit->shape, edit->state)[sum];
	Decimal		d;
	int128		units;

	if (edit->state->base == SUMMARY_DECIMAL && decimal_read(value, &d) &&
		decimal_to_units(&d, edit->shape->degrees[sum] * edit->state->scale,
						 &units))
		exact_sum_add(target, units);
	else
		summary_add_exact(edit, sum, value, false);
}

Datum
summary_in(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Jsonb	   *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in,
														  PG_GETARG_DATUM(0)));
	SummaryEdit edit = {shape, NULL, NULL};
	SummaryBase base = 0;
	JsonbValue *numbers;
	const char *fault;
	int64		scale;

	if (!JB_ROOT_IS_OBJECT(json))
		BadText(shape, "It is not a JSON object.");
	if (TextCount(shape, json, common_keys[0]) != SUMMARY_VERSION)
		BadText(shape, psprintf("Its version is not %d.", SUMMARY_VERSION));
	if (JB_ROOT_COUNT(json) !=
		lengthof(common_keys) + shape->ncounts + shape->nsums)
		BadText(shape, "It has keys that do not belong there.");

	numbers = TextValue(shape, json, common_keys[1], jbvString);
	for (SummaryBase b = SUMMARY_DECIMAL; b <= SUMMARY_BINARY; b++)
		if (numbers->val.string.len == (int) strlen(base_names[b]) &&
			memcmp(numbers->val.string.val, base_names[b],
				   numbers->val.string.len) == 0)
			base = b;
	if (base == 0)
		BadText(shape, "The value of key \"numbers\" is neither \"numeric\" nor \"float8\".");

	edit.state = summary_create(shape, base);
	edit.state->rows = TextCount(shape, json, common_keys[2]);
	scale = TextCount(shape, json, common_keys[3]);
	if (scale > DECIMAL_MAX_DSCALE)
		BadText(shape, "The value of key \"scale\" is out of range.");
	edit.state->dscale = scale;
	edit.state->dscale_rows = TextCount(shape, json, common_keys[4]);
	if (base == SUMMARY_DECIMAL)
		edit.state->scale = Min((scale + DECIMAL_BASE_DIGITS - 1) / DECIMAL_BASE_DIGITS,
								SUMMARY_MAX_DECIMAL_SCALE);
	for (int i = 0; i < shape->ncounts; i++)
		summary_counts(edit.state)[i] = TextCount(shape, json,
												  shape->count_names[i]);
	for (int i = 0; i < shape->nsums; i++)
		SetTotal(&edit, i,
				 NumericGetDatum(TextValue(shape, json, shape->sum_names[i],
										   jbvNumeric)->val.numeric));

	edit.state = summary_finish(&edit);
	fault = FindFault(shape, edit.state);
	if (fault)
		BadText(shape, fault);
	PG_RETURN_POINTER(edit.state);
}

/*
 * The binary form is the state itself, field by field in network order: it
 * is meant for workers on other servers and for COPY, and loses nothing.
 */
Datum
summary_send(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	char	   *next = WideStart(shape, state);
	StringInfoData wire;

	pq_begintypsend(&wire);
	pq_sendbyte(&wire, state->version);
	pq_sendbyte(&wire, state->family);
	pq_sendbyte(&wire, state->base);
	pq_sendbyte(&wire, state->wide);
	pq_sendint32(&wire, state->scale);
	pq_sendint32(&wire, state->dscale);
	pq_sendint64(&wire, state->dscale_rows);
	pq_sendint64(&wire, state->rows);
	for (int i = 0; i < shape->ncounts; i++)
		pq_sendint64(&wire, summary_counts(state)[i]);
	for (int i = 0; i < shape->nsums; i++)
	{
		ExactSum	sum = summary_sums(shape, state)[i];

		pq_sendint64(&wire, (uint64) (sum.high >> 64));
		pq_sendint64(&wire, (uint64) sum.high);
		pq_sendint64(&wire, (uint64) (sum.low >> 64));
		pq_sendint64(&wire, (uint64) sum.low);
	}
	for (int i = 0; state->wide && i < shape->nsums; i++)
	{
		bytea	   *numeric = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																  PointerGetDatum(next)));

		pq_sendint32(&wire, VARSIZE_ANY_EXHDR(numeric));
		pq_sendbytes(&wire, VARDATA_ANY(numeric), VARSIZE_ANY_EXHDR(numeric));
		next += WIDE_SIZE(next);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&wire));
}

pg_noreturn static void
BadBinary(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary value of type %s", shape->type_name),
			 errdetail_internal("%s", detail)));
}

static Datum
ReceiveNumeric(const SummaryShape *shape, StringInfo wire)
{
	int			length = (int) pq_getmsgint(wire, 4);
	StringInfoData part;
	Datum		result;

	if (length < 0 || length > wire->len - wire->cursor)
		BadBinary(shape, "A number is longer than the value.");
	initStringInfo(&part);
	appendBinaryStringInfo(&part, pq_getmsgbytes(wire, length), length);
	result = DirectFunctionCall3(numeric_recv, PointerGetDatum(&part),
								 ObjectIdGetDatum(InvalidOid),
								 Int32GetDatum(-1));
	if (part.cursor != part.len || !decimal_is_finite(result))
		BadBinary(shape, "A number in it is not finite, or too long.");
	return result;
}

Datum
summary_recv(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	StringInfo	wire = (StringInfo) PG_GETARG_POINTER(0);
	SummaryEdit edit = {shape, NULL, NULL};
	Summary    *state;
	int			version,
				family,
				base,
				wide;
	const char *fault;

	version = pq_getmsgbyte(wire);
	family = pq_getmsgbyte(wire);
	base = pq_getmsgbyte(wire);
	wide = pq_getmsgbyte(wire);
	if (version != SUMMARY_VERSION)
		BadBinary(shape, psprintf("Its version is %d, not %d.", version,
								  SUMMARY_VERSION));
	if (family != shape->family)
		BadBinary(shape, "It belongs to another type.");
	if (base != SUMMARY_DECIMAL && base != SUMMARY_BINARY)
		BadBinary(shape, "It holds neither numeric nor float8.");
	if (wide > 1)
		BadBinary(shape, "It has an unknown form.");

	edit.state = state = summary_create(shape, base);
	state->scale = (int32) pq_getmsgint(wire, 4);
	state->dscale = (int32) pq_getmsgint(wire, 4);
	state->dscale_rows = pq_getmsgint64(wire);
	state->rows = pq_getmsgint64(wire);
	if (state->scale < 0 ||
		state->scale > (base == SUMMARY_DECIMAL ? SUMMARY_MAX_DECIMAL_SCALE :
						SUMMARY_MAX_BINARY_SCALE))
		BadBinary(shape, "Its scale is out of range.");
	for (int i = 0; i < shape->ncounts; i++)
		summary_counts(state)[i] = pq_getmsgint64(wire);
	for (int i = 0; i < shape->nsums; i++)
	{
		ExactSum   *sum = &summary_sums(shape, state)[i];
		uint128		high;

		high = (uint128) (uint64) pq_getmsgint64(wire) << 64;
		sum->high = (int128) (high | (uint64) pq_getmsgint64(wire));
		sum->low = (uint128) (uint64) pq_getmsgint64(wire) << 64;
		sum->low |= (uint64) pq_getmsgint64(wire);
	}
	for (int i = 0; wide && i < shape->nsums; i++)
		summary_add_exact(&edit, i, ReceiveNumeric(shape, wire), false);

	state = summary_finish(&edit);
	fault = FindFault(shape, state);
	if (fault)
		BadBinary(shape, fault);
	PG_RETURN_POINTER(state);
}

/*
 * Comparison: by value, so that the way a sum came about does not matter.
 * The order has no meaning beyond making the type sortable.
 */
int
summary_compare(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *a = summary_get(PG_GETARG_DATUM(0), shape);
	Summary    *b = summary_get(PG_GETARG_DATUM(1), shape);

	if (a->base != b->base)
		return a->base < b->base ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows < b->rows ? -1 : 1;
	for (int i = 0; i < shape->ncounts; i++)
	{
		int64		x = summary_counts(a)[i];
		int64		y = summary_counts(b)[i];

		if (x != y)
			return x < y ? -1 : 1;
	}
	for (int i = 0; i < shape->nsums; i++)
	{
		int			order = decimal_compare(summary_total(shape, a, i),
											summary_total(shape, b, i));

		if (order != 0)
			return order;
	}
	return 0;
}

Datum
summary_hash(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	uint32		hash = hash_combine(state->base,
									DatumGetUInt32(hash_any((unsigned char *) &state->rows,
															sizeof(state->rows))));

	hash = hash_combine(hash,
						DatumGetUInt32(hash_any((unsigned char *) summary_counts(state),
												shape->ncounts * sizeof(int64))));
	for (int i = 0; i < shape->nsums; i++)
		hash = hash_combine(hash,
							DatumGetUInt32(DirectFunctionCall1(hash_numeric,
															   summary_total(shape, state, i))));
	PG_RETURN_INT32((int32) hash);
}
