/*-------------------------------------------------------------------------
 *
 * decimal.c
 *		Exact arithmetic on numeric: from sums and floats to numeric.
 *
 * Numerics are built through numeric_recv, whose input is public and which
 * checks it, and combined with the server's own functions.
 *
 *-------------------------------------------------------------------------
 */
#include "decimal.h"

#include <float.h>
#include <math.h>

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/float.h"

const uint64 decimal_power[] = {
	1,
	UINT64CONST(10000),
	UINT64CONST(100000000),
	UINT64CONST(1000000000000),
	UINT64CONST(10000000000000000)
};

/* 2^256 has 78 decimal digits: 20 in base 10000, filled four at a time */
#define SUM_DIGITS		20

/* Binary scales are powers of two that 2^-16, an exact decimal, divides. */
#define BINARY_STEP		16
#define TWO_TO_MINUS_16	"0.0000152587890625"
#define TWO_TO_32		INT64CONST(4294967296)

/* signs in the binary form of numeric */
#define WIRE_POSITIVE	0x0000
#define WIRE_NEGATIVE	0x4000

static Datum
NumericFromText(const char *text)
{
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

static Datum
NumericFromDigits(const int16 *digits, int ndigits, int weight, bool negative,
				  int dscale)
{
	StringInfoData wire;
	Datum		result;

	initStringInfo(&wire);
	pq_sendint16(&wire, (uint16) ndigits);
	pq_sendint16(&wire, (uint16) weight);
	pq_sendint16(&wire, negative ? WIRE_NEGATIVE : WIRE_POSITIVE);
	pq_sendint16(&wire, (uint16) dscale);
	for (int i = 0; i < ndigits; i++)
		pq_sendint16(&wire, (uint16) digits[i]);
	result = DirectFunctionCall3(numeric_recv, PointerGetDatum(&wire),
								 ObjectIdGetDatum(InvalidOid),
								 Int32GetDatum(-1));
	pfree(wire.data);
	return result;
}

/* Divide the magnitude in place, return the remainder. */
static uint64
DivideMagnitude(ExactMagnitude *m, uint64 divisor)
{
	uint64		rest = 0;

	for (int i = EXACT_SUM_LIMBS - 1; i >= 0; i--)
	{
		uint128		part = ((uint128) rest << 64) | m->limb[i];

		if (part == 0)
			continue;
		m->limb[i] = (uint64) (part / divisor);
		rest = (uint64) (part % divisor);
	}
	return rest;
}

/*
 * The numeric with the value sum * 10000^-scale.  It shows dscale digits
 * after the point, or more where the value has more.
 */
Datum
decimal_from_sum(const ExactSum *sum, int scale, int dscale)
{
	ExactMagnitude m = exact_sum_magnitude(sum);
	int16		digits[SUM_DIGITS];
	int			first = SUM_DIGITS;
	int			last = SUM_DIGITS - 1;
	int			weight;

	while ((m.limb[0] | m.limb[1] | m.limb[2] | m.limb[3]) != 0)
	{
		uint64		group = DivideMagnitude(&m, decimal_power[4]);

		for (int i = 0; i < 4; i++)
		{
			digits[--first] = (int16) (group % DECIMAL_BASE);
			group /= DECIMAL_BASE;
		}
	}
	while (first < SUM_DIGITS && digits[first] == 0)
		first++;
	while (last >= first && digits[last] == 0)
		last--;
	dscale = Min(dscale, DECIMAL_MAX_DSCALE);
	if (first > last)
		return NumericFromDigits(NULL, 0, 0, false, dscale);

	weight = SUM_DIGITS - 1 - first - scale;

	/* numeric_recv would cut digits that dscale does not show */
	if (last - first > weight)
	{
		int			shown = (last - first - weight) * DECIMAL_BASE_DIGITS;

		for (int digit = digits[last]; digit % 10 == 0; digit /= 10)
			shown--;
		dscale = Max(dscale, shown);
	}
	return NumericFromDigits(digits + first, last - first + 1, weight,
							 m.negative, dscale);
}

/* value * 2^exponent, exactly */
static Datum
ScaleByPowerOfTwo(Datum value, int exponent)
{
	if (exponent > 0)
	{
		Datum		factor = decimal_from_int64(TWO_TO_32);

		for (; exponent >= 32; exponent -= 32)
			value = decimal_mul(value, factor);
		if (exponent > 0)
			value = decimal_mul(value, decimal_from_int64(INT64CONST(1) << exponent));
	}
	else if (exponent < 0)
	{
		Datum		factor = NumericFromText(TWO_TO_MINUS_16);

		/* the part of a step is made up for by multiplying first */
		if (exponent % BINARY_STEP != 0)
		{
			int			part = BINARY_STEP + exponent % BINARY_STEP;

			value = decimal_mul(value, decimal_from_int64(INT64CONST(1) << part));
			exponent -= part;
		}
		for (; exponent < 0; exponent += BINARY_STEP)
			value = decimal_mul(value, factor);
	}
	return value;
}

/* The numeric with the value sum * 2^-scale, exactly, without trailing zeros */
Datum
decimal_from_binary_sum(const ExactSum *sum, int scale)
{
	return decimal_trim(ScaleByPowerOfTwo(decimal_from_sum(sum, 0, 0), -scale));
}

/* A finite float8 as the decimal that it is, with up to 1074 digits. */
Datum
decimal_from_float8(double x)
{
	Float8Parts parts = float8_parts(x);
	Datum		mantissa = decimal_from_int64(parts.mantissa);

	return decimal_trim(ScaleByPowerOfTwo(mantissa, parts.exponent));
}

/*
 * Show dscale digits after the point.  Only zeros are added or removed: a
 * value that has more digits, or more than numeric_round accepts, stays.
 */
Datum
decimal_with_dscale(Datum value, int dscale)
{
	if (dscale > NUMERIC_MAX_RESULT_SCALE ||
		decimal_min_scale(value) > dscale)
		return value;
	return decimal_round(value, dscale);
}

/*
 * The ratio of two exact sums.  Trailing zeros go first, so that the number
 * of digits depends on the values alone and not on how they were written.
 */
Datum
decimal_ratio(Datum numerator, Datum denominator)
{
	return DirectFunctionCall2(numeric_div, decimal_trim(numerator),
							   decimal_trim(denominator));
}

/* The double nearest to a numeric; infinite or zero if that is out of range */
static double
NearestFloat8(Datum value)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out, value));
	double		result = strtod(text, NULL);

	pfree(text);
	return result;
}

/* The same, or an error.  numeric_float8's would print up to 147455 digits. */
double
decimal_to_float8(Datum value)
{
	double		result = NearestFloat8(value);

	if (unlikely(isinf(result)) && decimal_is_finite(value))
		float_overflow_error();
	if (unlikely(result == 0) && decimal_sign(value) != 0)
		float_underflow_error();
	return result;
}

/*
 * The ratio as a double.  Sums that are too large or too small for one still
 * have a ratio, which then is rounded from its first 17 digits or more.
 */
double
decimal_ratio_float8(Datum numerator, Datum denominator)
{
	double		above = NearestFloat8(numerator);
	double		below = NearestFloat8(denominator);

	if (likely(isfinite(above) && isfinite(below) && fabs(below) >= DBL_MIN &&
			   (fabs(above) >= DBL_MIN || decimal_sign(numerator) == 0)))
		return float8_div(above, below);
	return decimal_to_float8(decimal_ratio(numerator, denominator));
}

int
decimal_sign(Datum value)
{
	Decimal		d;

	if (!decimal_read(value, &d))
		elog(ERROR, "sign of a numeric that is not finite");
	if (d.ndigits == 0)
		return 0;
	return d.negative ? -1 : 1;
}

bool
decimal_is_finite(Datum value)
{
	Decimal		d;

	return decimal_read(value, &d);
}

/* Call a strict function with its first arguments turned from integers. */
Datum
decimal_call(FunctionCallInfo fcinfo, PGFunction function, int nintegers,
			 bool int4)
{
	LOCAL_FCINFO(call, 4);
	Datum		result;

	Assert(fcinfo->nargs <= 4);
	InitFunctionCallInfoData(*call, fcinfo->flinfo, fcinfo->nargs,
							 fcinfo->fncollation, fcinfo->context, NULL);
	for (int i = 0; i < fcinfo->nargs; i++)
	{
		call->args[i] = fcinfo->args[i];
		if (i < nintegers)
			call->args[i].value = decimal_from_int64(int4 ?
													 (int64) PG_GETARG_INT32(i) :
													 PG_GETARG_INT64(i));
	}
	result = function(call);
	fcinfo->isnull = call->isnull;
	return result;
}
