/*-------------------------------------------------------------------------
 *
 * decimal.h
 *		Exact arithmetic on numeric: reading stored digits in place, and
 *		turning exact sums back into numeric.
 *
 * The server's own way to add a numeric unpacks and copies it first.  Reading
 * its digits where they lie makes an exact sum several times cheaper.  The
 * layout is not public, but part of what pg_upgrade keeps, so it cannot
 * change within the versions that compat.h admits:
 *
 *	 uint16 header	bits 15-14: 00 positive, 01 negative, 10 short form,
 *					11 special (NaN, +Infinity, -Infinity)
 *	   short form:	bit 13 sign, bits 12-7 display scale, bit 6 sign of the
 *					weight, bits 5-0 weight (two's complement together)
 *	   long form:	bits 13-0 display scale; int16 weight follows
 *	 int16 digits[] in base 10000, the first with value digit * 10000^weight,
 *					without trailing zeros
 *
 * test decimal compares it with numeric_in and numeric_out on edge values.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_DECIMAL_H
#define KAM_DECIMAL_H

#include "kam.h"

#include "utils/builtins.h"
#include "utils/numeric.h"

#include "exact_sum.h"

#define DECIMAL_BASE			10000
#define DECIMAL_BASE_DIGITS		4

#define DECIMAL_CLASS_MASK		0xC000
#define DECIMAL_NEGATIVE		0x4000
#define DECIMAL_SHORT			0x8000
#define DECIMAL_SPECIAL			0xC000
#define DECIMAL_SHORT_NEGATIVE	0x2000
#define DECIMAL_SHORT_DSCALE(h)	(((h) & 0x1F80) >> 7)
#define DECIMAL_SHORT_WEIGHT(h) (((h) & 0x3F) - ((h) & 0x40))
#define DECIMAL_MAX_DSCALE		0x3FFF
#define DECIMAL_LONG_DSCALE(h)	((h) & DECIMAL_MAX_DSCALE)

/*
 * The greatest number of base-10000 digits, counted down to the unit of a
 * sum, that a term may have: 10000^9 = 1e36 leaves an int128 room for 170 of
 * them and an ExactSum room for more than any table holds.
 */
#define DECIMAL_MAX_DIGITS		9

typedef struct Decimal
{
	const char *digit;			/* int16 each, not aligned */
	int			ndigits;
	int			weight;
	int			dscale;
	bool		negative;
} Decimal;

extern const uint64 decimal_power[];	/* 10000^0 .. 10000^4 */

extern Datum decimal_from_sum(const ExactSum *sum, int scale, int dscale);
extern Datum decimal_from_binary_sum(const ExactSum *sum, int scale);
extern Datum decimal_from_float8(double x);
extern Datum decimal_with_dscale(Datum value, int dscale);
extern Datum decimal_ratio(Datum numerator, Datum denominator);
extern double decimal_ratio_float8(Datum numerator, Datum denominator);
extern double decimal_to_float8(Datum value);
extern int	decimal_sign(Datum value);
extern bool decimal_is_finite(Datum value);
extern Datum decimal_call(FunctionCallInfo fcinfo, PGFunction function,
						  int nintegers, bool int4);

/*
 * Variants of a function over numeric for integer and bigint, of which its
 * first n arguments are taken.  Without them integers would be resolved to
 * the float8 variant.
 */
#define DECIMAL_INTEGER_VARIANTS(name, n) \
	PG_FUNCTION_INFO_V1(name##_int4); \
	Datum name##_int4(PG_FUNCTION_ARGS) { return decimal_call(fcinfo, name, n, true); } \
	PG_FUNCTION_INFO_V1(name##_int8); \
	Datum name##_int8(PG_FUNCTION_ARGS) { return decimal_call(fcinfo, name, n, false); }

#define decimal_from_int64(a)	NumericGetDatum(int64_to_numeric(a))
#define decimal_add(a, b)	DirectFunctionCall2(numeric_add, (a), (b))
#define decimal_sub(a, b)	DirectFunctionCall2(numeric_sub, (a), (b))
#define decimal_mul(a, b)	DirectFunctionCall2(numeric_mul, (a), (b))
#define decimal_negate(a)	DirectFunctionCall1(numeric_uminus, (a))
#define decimal_round(a, scale) \
	DirectFunctionCall2(numeric_round, (a), Int32GetDatum(scale))
#define decimal_compare(a, b) \
	DatumGetInt32(DirectFunctionCall2(numeric_cmp, (a), (b)))
#define decimal_trim(a)		DirectFunctionCall1(numeric_trim_scale, (a))
#define decimal_min_scale(a) \
	DatumGetInt32(DirectFunctionCall1(numeric_min_scale, (a)))

static inline int16
decimal_digit(const Decimal *d, int i)
{
	int16		digit;

	memcpy(&digit, d->digit + i * sizeof(int16), sizeof(digit));
	return digit;
}

/*
 * Read the header of a numeric.  False means NaN or an infinity.  The result
 * points into the datum, or into a copy of it if that was toasted.
 */
static pg_attribute_always_inline bool
decimal_read(Datum value, Decimal *d)
{
	struct varlena *stored = (struct varlena *) DatumGetPointer(value);
	const char *data;
	int			size;
	uint16		header;

	if (unlikely(VARATT_IS_COMPRESSED(stored) || VARATT_IS_EXTERNAL(stored)))
		stored = pg_detoast_datum_packed(stored);
	data = VARDATA_ANY(stored);
	size = VARSIZE_ANY_EXHDR(stored);

	Assert(size >= (int) sizeof(header));
	memcpy(&header, data, sizeof(header));
	if (likely((header & DECIMAL_CLASS_MASK) == DECIMAL_SHORT))
	{
		d->negative = (header & DECIMAL_SHORT_NEGATIVE) != 0;
		d->dscale = DECIMAL_SHORT_DSCALE(header);
		d->weight = DECIMAL_SHORT_WEIGHT(header);
		d->digit = data + sizeof(header);
		size -= sizeof(header);
	}
	else if ((header & DECIMAL_CLASS_MASK) == DECIMAL_SPECIAL)
		return false;
	else
	{
		int16		weight;

		Assert(size >= (int) (sizeof(header) + sizeof(weight)));
		memcpy(&weight, data + sizeof(header), sizeof(weight));
		d->negative = (header & DECIMAL_CLASS_MASK) == DECIMAL_NEGATIVE;
		d->dscale = DECIMAL_LONG_DSCALE(header);
		d->weight = weight;
		d->digit = data + sizeof(header) + sizeof(weight);
		size -= sizeof(header) + sizeof(weight);
	}
	d->ndigits = size / (int) sizeof(int16);
	return true;
}

/* How many base-10000 digits stand after the decimal point? */
static inline int
decimal_fraction_digits(const Decimal *d)
{
	return Max(d->ndigits - 1 - d->weight, 0);
}

/*
 * The value in units of 10000^-scale, if it is a whole number of them with at
 * most four base-10000 digits: money in its usual size.
 */
static pg_attribute_always_inline bool
decimal_to_small_units(const Decimal *d, int scale, int64 *units)
{
	int			shift = scale + d->weight + 1 - d->ndigits;
	int64		value = 0;		/* below 10000^4 = 1e16 */

	if (unlikely((shift | (4 - d->ndigits - shift)) < 0))
		return d->ndigits == 0 && (*units = 0, true);
	for (int i = 0; i < d->ndigits; i++)
		value = value * DECIMAL_BASE + decimal_digit(d, i);
	value *= (int64) decimal_power[shift];
	*units = d->negative ? -value : value;
	return true;
}

/*
 * The value in units of 10000^-scale.  False if it is no whole number of
 * them, or has more than DECIMAL_MAX_DIGITS digits.
 */
static inline bool
decimal_to_units(const Decimal *d, int scale, int128 *units)
{
	int			shift = scale + d->weight + 1 - d->ndigits;
	int64		small;
	int128		value = 0;

	if (likely(decimal_to_small_units(d, scale, &small)))
	{
		*units = small;
		return true;
	}
	if (unlikely(shift < 0 || d->ndigits + shift > DECIMAL_MAX_DIGITS))
		return false;
	for (int i = 0; i < d->ndigits; i++)
		value = value * DECIMAL_BASE + decimal_digit(d, i);
	for (; shift > 4; shift -= 4)
		value *= decimal_power[4];
	value *= decimal_power[shift];
	*units = d->negative ? -value : value;
	return true;
}

#endif							/* KAM_DECIMAL_H */
