/*-------------------------------------------------------------------------
 *
 * difference_in_differences.c
 *		Did a programme change a ratio, beyond what changed for everybody?
 *
 * A ratio is a sum of values over a sum of bases, of the treated and of the
 * controls, before and after.  The effect is (T1 - T0) - (K1 - K0).  Units are
 * compared within strata: a control counts as many times as there are treated
 * per control in its stratum, so that both sides are made up alike, and a
 * stratum with one side only is left out.
 *
 * The standard error is that of independent units, each with its influence on
 * both ratios taken together, as before and after belong to the same account.
 * The p-value is that of a permutation test: treatment is dealt out again within
 * strata, and the arrangement found is one of those counted.  The generator is
 * ours and starts anew in each call, and sums are taken in the order of the
 * arrays: the same arguments give the same result, to the last bit.
 *
 *-------------------------------------------------------------------------
 */
#include "kam.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#define NUM_MEASURES 4
#define MAX_PERMUTATIONS 1000000

typedef enum Measure
{
	VALUE_BEFORE,
	BASE_BEFORE,
	VALUE_AFTER,
	BASE_AFTER
} Measure;

typedef struct Unit
{
	int32		stratum;
	int32		position;		/* in the arrays: the order among equals */
	bool		treated;
	double		weight;			/* of a control */
	double		measure[NUM_MEASURES];
} Unit;

/* One side of the comparison */
typedef struct Side
{
	double		sum[NUM_MEASURES];
	double		before;
	double		after;
} Side;

typedef struct Comparison
{
	Side		treated;
	Side		control;
	double		effect;
} Comparison;

static const char *const measure_name[NUM_MEASURES] = {
	"value_before", "base_before", "value_after", "base_after"
};

static int
CompareUnits(const void *a, const void *b)
{
	const Unit *left = a;
	const Unit *right = b;

	if (left->stratum != right->stratum)
		return left->stratum < right->stratum ? -1 : 1;
	return left->position < right->position ? -1 : left->position > right->position;
}

/* splitmix64 */
static uint64
NextRandom(uint64 *state)
{
	uint64		z = (*state += UINT64CONST(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64CONST(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64CONST(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* False if one of the four ratios has no base. */
static bool
Compare(const Unit *units, int n, const bool *treated, Comparison *result)
{
	Side	   *sides[2] = {&result->control, &result->treated};

	memset(result, 0, sizeof(*result));
	for (int i = 0; i < n; i++)
	{
		Side	   *side = sides[treated[i]];
		double		weight = treated[i] ? 1.0 : units[i].weight;

		for (int m = 0; m < NUM_MEASURES; m++)
			side->sum[m] += weight * units[i].measure[m];
	}
	for (int s = 0; s < 2; s++)
	{
		/* A sum beyond the largest number would make a ratio of zero. */
		if (!(sides[s]->sum[BASE_BEFORE] > 0.0 && isfinite(sides[s]->sum[BASE_BEFORE]) &&
			  sides[s]->sum[BASE_AFTER] > 0.0 && isfinite(sides[s]->sum[BASE_AFTER])))
			return false;
		sides[s]->before = sides[s]->sum[VALUE_BEFORE] / sides[s]->sum[BASE_BEFORE];
		sides[s]->after = sides[s]->sum[VALUE_AFTER] / sides[s]->sum[BASE_AFTER];
	}
	result->effect = (result->treated.after - result->treated.before) -
		(result->control.after - result->control.before);
	return isfinite(result->effect);
}

/* What one unit adds to after - before of its side, beyond the mean */
static double
Influence(const Unit *unit, const Side *side, double weight)
{
	return weight *
		((unit->measure[VALUE_AFTER] - side->after * unit->measure[BASE_AFTER]) / side->sum[BASE_AFTER] -
		 (unit->measure[VALUE_BEFORE] - side->before * unit->measure[BASE_BEFORE]) / side->sum[BASE_BEFORE]);
}

static double
StandardError(const Unit *units, int n, const int count[2], const Comparison *result)
{
	double		squares[2] = {0.0, 0.0};

	for (int i = 0; i < n; i++)
	{
		bool		treated = units[i].treated;
		double		influence = Influence(&units[i], treated ? &result->treated : &result->control,
										  treated ? 1.0 : units[i].weight);

		squares[treated] += influence * influence;
	}
	for (int s = 0; s < 2; s++)
		squares[s] *= count[s] / (count[s] - 1.0);
	return sqrt(squares[0] + squares[1]);
}

/*
 * The 97.5 % quantile of Student's t, by the expansion of Cornish and Fisher.
 * With few degrees of freedom that is too small (9.7 for 1); from 5 on it is
 * right to 0.002.
 */
static double
StudentQuantile(int freedom)
{
	static const double small[] = {12.706204736, 4.302652730, 3.182446305, 2.776445105};
	const double z = 1.959963984540054;
	const double z3 = z * z * z;
	const double z5 = z3 * z * z;
	const double z7 = z5 * z * z;
	const double v = freedom;

	if (freedom <= (int) lengthof(small))
		return small[freedom - 1];
	return z + (z3 + z) / (4.0 * v) + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * v * v) +
		(3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * v * v * v);
}

/*
 * The share of arrangements with an effect as large as the one found, which is
 * one of them.  Effects that differ by what rounding does to the ratios are
 * equal: where nothing has changed, that is all there is to differ by.
 */
static double
PermutationTest(const Unit *units, int n, const Comparison *found, int permutations)
{
	bool	   *treated = palloc(n * sizeof(bool));
	uint64		state = UINT64CONST(0x6B616D);
	double		bound = fabs(found->effect) - 1e-12 * (fabs(found->treated.before) + fabs(found->treated.after) +
													   fabs(found->control.before) + fabs(found->control.after));
	int			as_large = 1;

	for (int i = 0; i < n; i++)
		treated[i] = units[i].treated;
	for (int p = 0; p < permutations; p++)
	{
		Comparison		result;
		int			first = 0;

		CHECK_FOR_INTERRUPTS();
		while (first < n)
		{
			int			last = first;

			while (last < n && units[last].stratum == units[first].stratum)
				last++;
			/* Fisher and Yates */
			for (int i = last - 1; i > first; i--)
			{
				uint64		range = (uint64) (i - first + 1);
				int			j = first + (int) (((NextRandom(&state) >> 32) * range) >> 32);
				bool		swapped = treated[i];

				treated[i] = treated[j];
				treated[j] = swapped;
			}
			first = last;
		}
		/* An arrangement without a ratio says nothing against chance. */
		if (!Compare(units, n, treated, &result) || fabs(result.effect) >= bound)
			as_large++;
	}
	pfree(treated);
	return as_large / (permutations + 1.0);
}

/* Takes out strata with one side only, and weighs controls; returns how many units are left. */
static int
MatchStrata(Unit *units, int n, int count[2])
{
	int			kept = 0;
	int			first = 0;

	qsort(units, n, sizeof(Unit), CompareUnits);
	count[0] = count[1] = 0;
	while (first < n)
	{
		int			in_stratum[2] = {0, 0};
		int			last = first;

		for (; last < n && units[last].stratum == units[first].stratum; last++)
			in_stratum[units[last].treated]++;
		if (in_stratum[0] > 0 && in_stratum[1] > 0)
		{
			for (int i = first; i < last; i++)
			{
				units[kept] = units[i];
				units[kept++].weight = (double) in_stratum[1] / in_stratum[0];
			}
			count[0] += in_stratum[0];
			count[1] += in_stratum[1];
		}
		first = last;
	}
	return kept;
}

static void
ReadArray(FunctionCallInfo fcinfo, int argno, Oid type, int expected, Datum **values, bool **nulls, int *n)
{
	ArrayType  *array = PG_GETARG_ARRAYTYPE_P(argno);

	if (ARR_NDIM(array) > 1)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays must have one dimension"),
				 errdetail("Found %d dimensions.", ARR_NDIM(array)),
				 errhint("Make them with array_agg(... ORDER BY account).")));
	if (type == BOOLOID)
		deconstruct_array(array, type, 1, true, TYPALIGN_CHAR, values, nulls, n);
	else if (type == INT4OID)
		deconstruct_array(array, type, 4, true, TYPALIGN_INT, values, nulls, n);
	else
		deconstruct_array(array, type, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE, values, nulls, n);
	if (expected >= 0 && *n != expected)
		ereport(ERROR,
				(errcode(ERRCODE_ARRAY_SUBSCRIPT_ERROR),
				 errmsg("arrays must be of the same length"),
				 errdetail("Found %d and %d elements.", expected, *n),
				 errhint("Make them all of the same rows, in the same order: array_agg(... ORDER BY account).")));
}

PG_FUNCTION_INFO_V1(difference_in_differences);
Datum
difference_in_differences(PG_FUNCTION_ARGS)
{
	enum
	{
		EFFECT, STDERR, LOW, HIGH, P_VALUE, TREATED, CONTROLS,
		TREATED_BEFORE, TREATED_AFTER, CONTROL_BEFORE, CONTROL_AFTER, NUM_COLUMNS
	};
	Datum	   *flags,
			   *strata,
			   *measures[NUM_MEASURES];
	bool	   *flag_nulls,
			   *stratum_nulls,
			   *measure_nulls[NUM_MEASURES];
	int32		permutations = PG_GETARG_INT32(6);
	int			rows;
	int			n = 0;
	int			count[2];
	Unit	   *units;
	Comparison		result;
	TupleDesc	row_type;
	Datum		columns[NUM_COLUMNS] = {0};
	bool		is_null[NUM_COLUMNS];

	if (get_call_result_type(fcinfo, NULL, &row_type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	if (permutations < 1 || permutations > MAX_PERMUTATIONS)
		kam_reject("permutations", "must be between 1 and 1000000", psprintf("%d", permutations),
				   "999 tell p-values from 0.001 on.");
	ReadArray(fcinfo, 0, BOOLOID, -1, &flags, &flag_nulls, &rows);
	ReadArray(fcinfo, 1, INT4OID, rows, &strata, &stratum_nulls, &rows);
	for (int m = 0; m < NUM_MEASURES; m++)
		ReadArray(fcinfo, 2 + m, FLOAT8OID, rows, &measures[m], &measure_nulls[m], &rows);

	if ((Size) rows > MaxAllocSize / sizeof(Unit))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many accounts to compare"),
				 errdetail("Found %d.", rows),
				 errhint("Compare a sample of the controls.")));
	units = palloc(Max(rows, 1) * sizeof(Unit));
	for (int i = 0; i < rows; i++)
	{
		bool		known = !flag_nulls[i] && !stratum_nulls[i];

		for (int m = 0; m < NUM_MEASURES; m++)
		{
			known = known && !measure_nulls[m][i];
			if (!measure_nulls[m][i] && !isfinite(DatumGetFloat8(measures[m][i])))
				kam_reject(measure_name[m], "must be a finite number", kam_float8_text(DatumGetFloat8(measures[m][i])),
						   "Pass NULL if it is not known.");
		}
		if (!known)
			continue;
		units[n].stratum = DatumGetInt32(strata[i]);
		units[n].position = i;
		units[n].treated = DatumGetBool(flags[i]);
		for (int m = 0; m < NUM_MEASURES; m++)
			units[n].measure[m] = DatumGetFloat8(measures[m][i]);
		n++;
	}

	n = MatchStrata(units, n, count);
	memset(is_null, true, sizeof(is_null));
	columns[TREATED] = Int32GetDatum(count[1]);
	columns[CONTROLS] = Int32GetDatum(count[0]);
	is_null[TREATED] = is_null[CONTROLS] = false;
	if (n > 0)
	{
		bool	   *treated = palloc(n * sizeof(bool));

		for (int i = 0; i < n; i++)
			treated[i] = units[i].treated;
		if (Compare(units, n, treated, &result))
		{
			columns[EFFECT] = Float8GetDatum(result.effect);
			columns[TREATED_BEFORE] = Float8GetDatum(result.treated.before);
			columns[TREATED_AFTER] = Float8GetDatum(result.treated.after);
			columns[CONTROL_BEFORE] = Float8GetDatum(result.control.before);
			columns[CONTROL_AFTER] = Float8GetDatum(result.control.after);
			columns[P_VALUE] = Float8GetDatum(PermutationTest(units, n, &result, permutations));
			is_null[EFFECT] = is_null[TREATED_BEFORE] = is_null[TREATED_AFTER] = false;
			is_null[CONTROL_BEFORE] = is_null[CONTROL_AFTER] = is_null[P_VALUE] = false;
			if (count[0] > 1 && count[1] > 1)
			{
				double		error = StandardError(units, n, count, &result);
				double		reach = error * StudentQuantile(Min(count[0], count[1]) - 1);

				columns[STDERR] = Float8GetDatum(error);
				columns[LOW] = Float8GetDatum(result.effect - reach);
				columns[HIGH] = Float8GetDatum(result.effect + reach);
				is_null[STDERR] = is_null[LOW] = is_null[HIGH] = !isfinite(result.effect - reach) ||
					!isfinite(result.effect + reach);
			}
		}
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(row_type), columns, is_null)));
}
