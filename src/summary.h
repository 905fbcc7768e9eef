/*-------------------------------------------------------------------------
 *
 * summary.h
 *		The state of an aggregate that is a handful of exact sums and counts,
 *		as one flat value.
 *
 * A summary serves three purposes with the same bytes: it is the state that
 * an aggregate updates in place, the value that a table stores, and what a
 * parallel worker or another server sends.  Its layout:
 *
 *		Summary header
 *		int64		counts[shape->ncounts]
 *		ExactSum	sums[shape->nsums]
 *		numeric		wide[shape->nsums]		only if header.wide
 *
 * A sum of degree 1 counts units of base^-scale, one of degree 2 (products
 * of two inputs) units of base^-2*scale; the base is 10000 for numeric and
 * bigint inputs, 2 for float8.  What does not fit there, a term or a whole
 * sum, goes to the numeric beside it: the value of a sum is always the
 * total of both parts.  That is rare enough to be slow.
 *
 * The scale follows the inputs up to a limit, so that one value with thirty
 * decimals cannot push all others out of 256 bits.
 *
 * dscale, the digits shown after the point, is the largest of the inputs',
 * as in sum(numeric).  dscale_rows counts the rows that have it; an inverse
 * transition that takes the last of them away cannot know the next largest
 * and asks for a recomputation.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_SUMMARY_H
#define KAM_SUMMARY_H

#include "kam.h"

#include <math.h>

#include "decimal.h"
#include "exact_sum.h"

#define SUMMARY_VERSION			1

typedef enum SummaryBase
{
	SUMMARY_DECIMAL = 1,
	SUMMARY_BINARY = 2,
} SummaryBase;

/* Largest scales: 20 decimals; float8 down to 2^-80 */
#define SUMMARY_MAX_DECIMAL_SCALE	5
#define SUMMARY_MAX_BINARY_SCALE	80
#define SUMMARY_BINARY_SCALE_STEP	16

/* No table holds more rows; counts from outside are held to it. */
#define SUMMARY_MAX_COUNT	INT64CONST(1000000000000000000)
#define SUMMARY_TOO_MANY	"More than 10^18 rows would be counted."

typedef struct Summary
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	uint8		version;		/* SUMMARY_VERSION */
	uint8		family;			/* shape->family */
	uint8		base;			/* SummaryBase */
	uint8		wide;			/* 1 if numerics follow the sums, else 0 */
	int32		scale;			/* unit of the sums, see above */
	int32		dscale;			/* digits shown after the point */
	int64		dscale_rows;	/* rows with exactly dscale digits */
	int64		rows;			/* rows that counted at all */
} Summary;

/* What a family of aggregates keeps. */
typedef struct SummaryShape
{
	const char *type_name;		/* SQL type */
	const char *metric;			/* if several share a type, else NULL */
	uint8		family;			/* one letter */
	int			ncounts;
	int			nsums;
	const char *const *count_names;
	const char *const *sum_names;
	const uint8 *degrees;		/* of each sum, 1 or 2 */
	const char *const *input_names; /* arguments, for error messages */

	/* What rows, counts and totals must satisfy; NULL, or what is wrong. */
	const char *(*fault) (const Summary *state, const Datum *totals);
} SummaryShape;

#define SUMMARY_MAX_COUNTS	8
#define SUMMARY_MAX_SUMS	8

/* A summary being changed. */
typedef struct SummaryEdit
{
	const SummaryShape *shape;
	Summary    *state;			/* ours to write */
	Datum	   *wide;			/* wide parts taken apart, or NULL */
} SummaryEdit;

/* The SQL type of the inputs of a transition function */
typedef enum SummaryInput
{
	INPUT_NUMERIC,
	INPUT_INT4,
	INPUT_INT8,
	INPUT_FLOAT8,
} SummaryInput;

#define SUMMARY_MAX_INPUTS	4

/*
 * One input row on its way into a summary.  Either every input is an int128
 * in units of the state's scale ("narrow"), or every one is a numeric.
 */
typedef struct SummaryRow
{
	SummaryEdit edit;
	FunctionCallInfo fcinfo;
	bool		undo;			/* take the row away instead */
	bool		undone;			/* false: the state must be recomputed */
	bool		narrow;
	bool		isnull[SUMMARY_MAX_INPUTS];
	bool		nonfinite[SUMMARY_MAX_INPUTS];	/* float8 NaN or infinity */
	int128		units[SUMMARY_MAX_INPUTS];	/* 0 where null or not finite */
	Datum		exact[SUMMARY_MAX_INPUTS];	/* set unless narrow */
	int			dscale;
} SummaryRow;

static inline int64 *
summary_counts(const Summary *state)
{
	return (int64 *) (state + 1);
}

static inline ExactSum *
summary_sums(const SummaryShape *shape, const Summary *state)
{
	return (ExactSum *) (summary_counts(state) + shape->ncounts);
}

/* Each wide numeric starts aligned, so that it can be used where it lies. */
#define SUMMARY_WIDE_SIZE(numeric)	MAXALIGN(VARSIZE(numeric))

static inline Size
summary_fixed_size(const SummaryShape *shape)
{
	return sizeof(Summary) + shape->ncounts * sizeof(int64) +
		shape->nsums * sizeof(ExactSum);
}

static inline char *
summary_wide(const SummaryShape *shape, const Summary *state)
{
	return (char *) state + MAXALIGN(summary_fixed_size(shape));
}

extern const char *const summary_base_names[];	/* by SummaryBase */

/* states */
extern Summary *summary_create(const SummaryShape *shape, SummaryBase base);
extern Summary *summary_get(Datum value, const SummaryShape *shape);
extern Summary *summary_state(FunctionCallInfo fcinfo,
							  const SummaryShape *shape, SummaryBase base);
extern Summary *summary_finish(SummaryEdit *edit);
extern void summary_spill(SummaryEdit *edit, int sum);
extern void summary_add_exact(SummaryEdit *edit, int sum, Datum value,
							  bool subtract);

/* results */
extern Datum summary_total(const SummaryShape *shape, const Summary *state,
						   int sum);
extern bool summary_ratio(const SummaryShape *shape, const Summary *state,
						  int numerator, int denominator, Datum *ratio);
extern bool summary_ratio_float8(const SummaryShape *shape,
								 const Summary *state,
								 int numerator, int denominator, double *ratio);

/* rows, beyond the inline part below */
extern void summary_row_check_undo(SummaryRow *row);
pg_noreturn extern void summary_reject_count(const SummaryShape *shape,
											 const char *detail);
extern void summary_row_widen(SummaryRow *row, SummaryInput input, int ninputs);
extern Datum summary_exact_input(const SummaryShape *shape, int input,
								 SummaryInput type, Datum value);
pg_noreturn extern void summary_reject_input(const SummaryShape *shape,
											 int input, SummaryInput type,
											 Datum value,
											 const char *requirement,
											 const char *hint);

/* what values from outside must satisfy beyond their form; NULL if they do */
extern const char *summary_fault(const SummaryShape *shape, const Summary *state);

/* bodies of the SQL functions of a summary type */
extern Datum summary_in(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_in_one_of(FunctionCallInfo fcinfo,
							   const SummaryShape *const *shapes, int nshapes);
extern Datum summary_out(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_recv(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_send(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_jsonb(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern int	summary_compare(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_hash(FunctionCallInfo fcinfo, const SummaryShape *shape);
extern Datum summary_combine(FunctionCallInfo fcinfo,
							 const SummaryShape *shape, bool undo);
extern Datum summary_final(FunctionCallInfo fcinfo, const SummaryShape *shape);

/* Define those functions for type NAME, whose shape is NAME_shape. */
#define SUMMARY_FUNCTION(name, body) \
	PG_FUNCTION_INFO_V1(name); \
	Datum name(PG_FUNCTION_ARGS) { body; }

#define SUMMARY_TYPE_FUNCTIONS(name) \
	SUMMARY_FUNCTION(name##_in, return summary_in(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_out, return summary_out(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_recv, return summary_recv(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_send, return summary_send(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_jsonb, return summary_jsonb(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_hash, return summary_hash(fcinfo, &name##_shape)) \
	SUMMARY_FUNCTION(name##_cmp, \
					 PG_RETURN_INT32(summary_compare(fcinfo, &name##_shape))) \
	SUMMARY_FUNCTION(name##_eq, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) == 0)) \
	SUMMARY_FUNCTION(name##_ne, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) != 0)) \
	SUMMARY_FUNCTION(name##_lt, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) < 0)) \
	SUMMARY_FUNCTION(name##_le, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) <= 0)) \
	SUMMARY_FUNCTION(name##_gt, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) > 0)) \
	SUMMARY_FUNCTION(name##_ge, \
					 PG_RETURN_BOOL(summary_compare(fcinfo, &name##_shape) >= 0)) \
	SUMMARY_FUNCTION(name##_combine, \
					 return summary_combine(fcinfo, &name##_shape, false)) \
	SUMMARY_FUNCTION(name##_combine_inv, \
					 return summary_combine(fcinfo, &name##_shape, true)) \
	SUMMARY_FUNCTION(name##_final, return summary_final(fcinfo, &name##_shape))

/* A transition function and its inverse for each input type: NAME_accum ... */
#define SUMMARY_ACCUM_FUNCTIONS(name, worker) \
	SUMMARY_FUNCTION(name##_accum_numeric, \
					 return worker(fcinfo, INPUT_NUMERIC, false)) \
	SUMMARY_FUNCTION(name##_accum_numeric_inv, \
					 return worker(fcinfo, INPUT_NUMERIC, true)) \
	SUMMARY_FUNCTION(name##_accum_int4, \
					 return worker(fcinfo, INPUT_INT4, false)) \
	SUMMARY_FUNCTION(name##_accum_int4_inv, \
					 return worker(fcinfo, INPUT_INT4, true)) \
	SUMMARY_FUNCTION(name##_accum_int8, \
					 return worker(fcinfo, INPUT_INT8, false)) \
	SUMMARY_FUNCTION(name##_accum_int8_inv, \
					 return worker(fcinfo, INPUT_INT8, true)) \
	SUMMARY_FUNCTION(name##_accum_float8, \
					 return worker(fcinfo, INPUT_FLOAT8, false)) \
	SUMMARY_FUNCTION(name##_accum_float8_inv, \
					 return worker(fcinfo, INPUT_FLOAT8, true))

/*
 * A bigint in units of 10000^-scale.  It has up to five base-10000 digits,
 * four if below 1e16; the bound is that of decimal_to_units.
 */
static inline bool
summary_int8_units(int64 value, int scale, int128 *units)
{
	*units = value;
	if (unlikely(scale > 4))
	{
		if (value <= -(int64) decimal_power[4] || value >= (int64) decimal_power[4])
			return false;
		*units *= decimal_power[4];
		scale -= 4;
	}
	*units *= decimal_power[scale];
	return true;
}

/*
 * A float8 in units of 2^-scale.  False if it is no whole number of them or
 * above 2^119, which keeps int128 sums of a few terms and products in range.
 */
static inline bool
summary_float8_units(double value, int scale, int128 *units)
{
	Float8Parts parts = float8_parts(value);
	int			shift = parts.exponent + scale;

	if (likely(shift >= 0))
	{
		if (unlikely(shift > 66))
		{
			*units = 0;
			return parts.mantissa == 0;
		}
		*units = (int128) parts.mantissa * ((int128) 1 << shift);
		return true;
	}
	if (shift < -53)
	{
		*units = 0;
		return parts.mantissa == 0;
	}
	*units = parts.mantissa / (INT64CONST(1) << -shift);
	return parts.mantissa % (INT64CONST(1) << -shift) == 0;
}

/*
 * Take the inputs of a transition function, arguments 1 to ninputs.
 * "nonfinite_pass": flag NaN and infinite float8 inputs instead of refusing.
 */
static pg_attribute_always_inline void
summary_row_begin(SummaryRow *row, FunctionCallInfo fcinfo,
				  const SummaryShape *shape, SummaryInput input, int ninputs,
				  bool nonfinite_pass, bool undo)
{
	int			scale;

	row->edit.shape = shape;
	row->edit.state = summary_state(fcinfo, shape,
									input == INPUT_FLOAT8 ?
									SUMMARY_BINARY : SUMMARY_DECIMAL);
	row->edit.wide = NULL;
	row->fcinfo = fcinfo;
	row->undo = undo;
	row->undone = true;
	row->narrow = true;
	row->dscale = 0;
	scale = row->edit.state->scale;

	for (int i = 0; i < ninputs; i++)
	{
		Datum		value = PG_GETARG_DATUM(i + 1);

		row->isnull[i] = PG_ARGISNULL(i + 1);
		row->nonfinite[i] = false;
		row->units[i] = 0;
		if (row->isnull[i])
			continue;
		if (input == INPUT_NUMERIC)
		{
			Decimal		d;

			if (unlikely(!decimal_read(value, &d)))
				summary_reject_input(shape, i, input, value,
									 "must be a finite number", NULL);
			row->dscale = Max(row->dscale, d.dscale);
			row->narrow &= decimal_to_units(&d, scale, &row->units[i]);
		}
		else if (input == INPUT_INT4)
			row->narrow &= summary_int8_units(DatumGetInt32(value), scale,
											  &row->units[i]);
		else if (input == INPUT_INT8)
			row->narrow &= summary_int8_units(DatumGetInt64(value), scale,
											  &row->units[i]);
		else
		{
			double		x = DatumGetFloat8(value);

			if (likely(isfinite(x)))
				row->narrow &= summary_float8_units(x, scale, &row->units[i]);
			else if (nonfinite_pass)
				row->nonfinite[i] = true;
			else
				summary_reject_input(shape, i, input, value,
									 "must be a finite number", NULL);
		}
	}
	if (unlikely(!row->narrow))
		summary_row_widen(row, input, ninputs);
}

/* Count a row of which something enters the summary, once. */
static inline void
summary_row_counts(SummaryRow *row)
{
	Summary    *state = row->edit.state;

	if (likely(!row->undo))
	{
		if (unlikely(state->rows >= SUMMARY_MAX_COUNT))
			summary_reject_count(row->edit.shape, SUMMARY_TOO_MANY);
		state->rows++;
		if (row->dscale > state->dscale)
		{
			state->dscale = row->dscale;
			state->dscale_rows = 1;
		}
		else if (row->dscale == state->dscale)
			state->dscale_rows++;
	}
	else
	{
		state->rows--;
		if (row->dscale == state->dscale)
			state->dscale_rows--;
		if (state->rows == 0)
		{
			state->dscale = 0;
			state->dscale_rows = 0;
		}
		else if (state->dscale_rows == 0 && state->dscale > 0)
			row->undone = false;
	}
}

static inline void
summary_row_count(SummaryRow *row, int count)
{
	summary_counts(row->edit.state)[count] += row->undo ? -1 : 1;
}

/* -1, 0 or 1; 0 for a null input */
static inline int
summary_row_sign(const SummaryRow *row, int i)
{
	if (likely(row->narrow))
		return (row->units[i] > 0) - (row->units[i] < 0);
	return decimal_sign(row->exact[i]);
}

static inline int
summary_row_compare(const SummaryRow *row, int i, int j)
{
	if (likely(row->narrow))
		return (row->units[i] > row->units[j]) - (row->units[i] < row->units[j]);
	return decimal_compare(row->exact[i], row->exact[j]);
}

/* Compare an input with a small whole number. */
static inline int
summary_row_compare_int(const SummaryRow *row, int i, int value)
{
	if (likely(row->narrow))
	{
		const Summary *state = row->edit.state;
		int128		units = value;

		if (state->base == SUMMARY_BINARY)
			units *= (int128) 1 << state->scale;
		else
			for (int j = 0; j < state->scale; j++)
				units *= DECIMAL_BASE;
		return (row->units[i] > units) - (row->units[i] < units);
	}
	return decimal_compare(row->exact[i], decimal_from_int64(value));
}

/* Add input i to a sum of degree 1, or subtract it. */
static inline void
summary_row_term(SummaryRow *row, int sum, int i, bool subtract)
{
	subtract ^= row->undo;
	if (likely(row->narrow))
	{
		ExactSum   *target = &summary_sums(row->edit.shape, row->edit.state)[sum];
		int128		term = subtract ? -row->units[i] : row->units[i];

		if (unlikely(!exact_sum_add(target, term)))
		{
			summary_spill(&row->edit, sum);
			exact_sum_add(target, term);
		}
	}
	else
		summary_add_exact(&row->edit, sum, row->exact[i], subtract);
}

static inline void
summary_row_add(SummaryRow *row, int sum, int i)
{
	summary_row_term(row, sum, i, false);
}

static inline void
summary_row_subtract(SummaryRow *row, int sum, int i)
{
	summary_row_term(row, sum, i, true);
}

/* Add input i, times a whole number of something else, to a sum of degree 1. */
static inline void
summary_row_add_multiple(SummaryRow *row, int sum, int i, int64 factor)
{
	if (likely(row->narrow))
	{
		ExactSum   *target = &summary_sums(row->edit.shape, row->edit.state)[sum];
		int128		term = row->undo ? -row->units[i] : row->units[i];

		if (unlikely(!exact_sum_add_product(target, term, factor)))
		{
			summary_spill(&row->edit, sum);
			exact_sum_add_product(target, term, factor);
		}
	}
	else
		summary_add_exact(&row->edit, sum,
						  decimal_mul(row->exact[i], decimal_from_int64(factor)),
						  row->undo);
}

/* Add the product of inputs i and j to a sum of degree 2. */
static inline void
summary_row_add_product(SummaryRow *row, int sum, int i, int j)
{
	if (likely(row->narrow))
	{
		ExactSum   *target = &summary_sums(row->edit.shape, row->edit.state)[sum];
		int128		a = row->undo ? -row->units[i] : row->units[i];

		if (unlikely(!exact_sum_add_product(target, a, row->units[j])))
		{
			summary_spill(&row->edit, sum);
			exact_sum_add_product(target, a, row->units[j]);
		}
	}
	else
		summary_add_exact(&row->edit, sum,
						  decimal_mul(row->exact[i], row->exact[j]), row->undo);
}

/* The new state, as a transition function returns it */
static inline Datum
summary_row_end(SummaryRow *row)
{
	if (unlikely(row->undo))
		summary_row_check_undo(row);
	if (unlikely(!row->undone))
	{
		row->fcinfo->isnull = true;
		return (Datum) 0;
	}
	if (likely(row->edit.wide == NULL))
		return PointerGetDatum(row->edit.state);
	return PointerGetDatum(summary_finish(&row->edit));
}

#endif							/* KAM_SUMMARY_H */
