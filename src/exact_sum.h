/*-------------------------------------------------------------------------
 *
 * exact_sum.h
 *		Sums that lose nothing, whatever the order of their terms.
 *
 * An ExactSum is a 256-bit two's complement integer that counts units chosen
 * by its owner: powers of 10000 for numeric, powers of two for float8.
 * Addition of integers is associative, which is what makes every aggregate
 * built on it independent of row order, of workers and of partitions.
 *
 * A term is an int128, or the product of two.  Every function that could
 * leave 256 bits returns false, with the sum unchanged, and its caller moves
 * the sum into a numeric; a wrong sum cannot be had.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_EXACT_SUM_H
#define KAM_EXACT_SUM_H

#include "kam.h"

typedef struct ExactSum
{
	uint128		low;
	int128		high;
} ExactSum;

/* The value as sign and magnitude, the least significant limb first. */
#define EXACT_SUM_LIMBS 4

typedef struct ExactMagnitude
{
	uint64		limb[EXACT_SUM_LIMBS];
	bool		negative;
} ExactMagnitude;

/* x as mantissa * 2^exponent; the mantissa is below 2^53 in magnitude. */
typedef struct Float8Parts
{
	int64		mantissa;
	int			exponent;
} Float8Parts;

extern ExactMagnitude exact_sum_magnitude(const ExactSum *sum);
extern bool exact_sum_multiply(ExactSum *sum, uint64 factor);
extern ExactSum exact_product_wide(int128 a, int128 b);
extern double exact_sum_to_float8(const ExactSum *sum, int scale);
extern Float8Parts float8_parts(double x);

static inline bool
exact_sum_is_zero(const ExactSum *sum)
{
	return sum->low == 0 && sum->high == 0;
}

static inline bool
exact_sum_add(ExactSum *sum, int128 term)
{
	uint128		low = sum->low + (uint128) term;
	int128		high;

	/* the sign of the term and the carry out of the low half: -1, 0 or 1 */
	if (__builtin_add_overflow(sum->high,
							   (int128) ((low < sum->low) - (term < 0)), &high))
		return false;
	sum->low = low;
	sum->high = high;
	return true;
}

static inline bool
exact_sum_add_sum(ExactSum *sum, const ExactSum *other)
{
	uint128		low = sum->low + other->low;
	int128		high;

	/*
	 * The carry is added first.  Where that alone overflows, a negative
	 * other->high could still bring the total back; such a sum counts as too
	 * large, which is safe: it is only moved into a numeric.
	 */
	if (__builtin_add_overflow(sum->high, (int128) (low < sum->low), &high) ||
		__builtin_add_overflow(high, other->high, &high))
		return false;
	sum->low = low;
	sum->high = high;
	return true;
}

/* Not the addition of the negative sum: that of -2^255 does not exist. */
static inline bool
exact_sum_subtract_sum(ExactSum *sum, const ExactSum *other)
{
	uint128		low = sum->low - other->low;
	int128		high;

	/* here too, an overflow in between counts as one */
	if (__builtin_sub_overflow(sum->high, (int128) (sum->low < other->low), &high) ||
		__builtin_sub_overflow(high, other->high, &high))
		return false;
	sum->low = low;
	sum->high = high;
	return true;
}

static inline bool
exact_sum_add_product(ExactSum *sum, int128 a, int128 b)
{
	ExactSum	product;

	if (likely((int64) a == a && (int64) b == b))
		return exact_sum_add(sum, (int128) (int64) a * (int64) b);
	product = exact_product_wide(a, b);
	return exact_sum_add_sum(sum, &product);
}

#endif							/* KAM_EXACT_SUM_H */
