/*-------------------------------------------------------------------------
 *
 * exact_sum.c
 *		Sums that lose nothing: products, scaling, and rounding to float8.
 *
 *-------------------------------------------------------------------------
 */
#include "exact_sum.h"

#include <math.h>

#include "port/pg_bitutils.h"

static ExactSum
FromMagnitude(const uint64 *limb, bool negative)
{
	ExactSum	sum;

	sum.low = ((uint128) limb[1] << 64) | limb[0];
	sum.high = (int128) (((uint128) limb[3] << 64) | limb[2]);
	if (negative)
	{
		sum.low = ~sum.low + 1;
		sum.high = (int128) (~(uint128) sum.high + (sum.low == 0));
	}
	return sum;
}

ExactMagnitude
exact_sum_magnitude(const ExactSum *sum)
{
	ExactMagnitude result;
	uint128		low = sum->low;
	uint128		high = (uint128) sum->high;

	result.negative = sum->high < 0;
	if (result.negative)
	{
		low = ~low + 1;
		high = ~high + (low == 0);
	}
	result.limb[0] = (uint64) low;
	result.limb[1] = (uint64) (low >> 64);
	result.limb[2] = (uint64) high;
	result.limb[3] = (uint64) (high >> 64);
	return result;
}

/*
 * The product of two int128, for those that do not both fit into 64 bits.
 * Its magnitude is at most 2^254, so it always fits.
 */
ExactSum
exact_product_wide(int128 a, int128 b)
{
	uint128		x = a < 0 ? -(uint128) a : (uint128) a;
	uint128		y = b < 0 ? -(uint128) b : (uint128) b;
	uint64		x0 = (uint64) x,
				x1 = (uint64) (x >> 64);
	uint64		y0 = (uint64) y,
				y1 = (uint64) (y >> 64);
	uint128		low = (uint128) x0 * y0;
	uint128		middle1 = (uint128) x0 * y1;
	uint128		middle2 = (uint128) x1 * y0;
	uint128		high = (uint128) x1 * y1;
	uint128		carry = (low >> 64) + (uint64) middle1 + (uint64) middle2;
	uint64		limb[EXACT_SUM_LIMBS];

	high += (middle1 >> 64) + (middle2 >> 64) + (carry >> 64);
	limb[0] = (uint64) low;
	limb[1] = (uint64) carry;
	limb[2] = (uint64) high;
	limb[3] = (uint64) (high >> 64);
	return FromMagnitude(limb, (a < 0) != (b < 0));
}

/* Change to a finer unit: multiply by how many new units make an old one. */
bool
exact_sum_multiply(ExactSum *sum, uint64 factor)
{
	ExactMagnitude m = exact_sum_magnitude(sum);
	uint64		carry = 0;

	for (int i = 0; i < EXACT_SUM_LIMBS; i++)
	{
		uint128		product = (uint128) m.limb[i] * factor + carry;

		m.limb[i] = (uint64) product;
		carry = (uint64) (product >> 64);
	}
	if (carry != 0 || (m.limb[EXACT_SUM_LIMBS - 1] >> 63) != 0)
		return false;
	*sum = FromMagnitude(m.limb, m.negative);
	return true;
}

/*
 * The double nearest to sum * 2^-scale, ties to even.
 *
 * The 64 leading bits are taken with all lower ones folded into the last of
 * them.  The conversion to double drops 11 bits, so the fold only ever breaks
 * a tie, and rounding happens once.
 */
double
exact_sum_to_float8(const ExactSum *sum, int scale)
{
	ExactMagnitude m = exact_sum_magnitude(sum);
	int			top = EXACT_SUM_LIMBS - 1;
	int			drop;
	uint64		lead;
	double		result;

	while (top >= 0 && m.limb[top] == 0)
		top--;
	if (top < 0)
		return 0.0;

	lead = m.limb[top];
	drop = 0;
	if (top > 0)
	{
		int			shift = 63 - pg_leftmost_one_pos64(lead);
		uint64		below = m.limb[top - 1];
		bool		rest;

		if (shift > 0)
		{
			lead = (lead << shift) | (below >> (64 - shift));
			below <<= shift;
		}
		rest = below != 0;
		for (int i = 0; i < top - 1; i++)
			rest |= m.limb[i] != 0;
		lead |= rest;
		drop = 64 * top - shift;
	}
	result = ldexp((double) lead, drop - scale);
	return m.negative ? -result : result;
}

/* The caller has refused NaN and infinities. */
Float8Parts
float8_parts(double x)
{
	Float8Parts parts;
	uint64		bits;
	int			biased;

	memcpy(&bits, &x, sizeof(bits));
	biased = (int) ((bits >> 52) & 0x7FF);
	Assert(biased != 0x7FF);

	parts.mantissa = (int64) (bits & ((UINT64CONST(1) << 52) - 1));
	if (biased == 0)
		biased = 1;				/* subnormal: no hidden bit */
	else
		parts.mantissa |= INT64CONST(1) << 52;
	parts.exponent = biased - 1075;
	if (bits >> 63)
		parts.mantissa = -parts.mantissa;
	return parts;
}
