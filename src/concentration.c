/*-------------------------------------------------------------------------
 *
 * concentration.c
 *		How much of the business hangs on how few accounts.
 *
 * One input row of the aggregates is one account.  An account whose revenue
 * is negative, after its credit notes, has no share: it is left out and
 * counted.  One of zero changes nothing.
 *
 * The window functions at the end classify accounts in an order of the
 * caller's.
 *
 *-------------------------------------------------------------------------
 */
#include "tally.h"

#include "miscadmin.h"
#include "utils/float.h"
#include "utils/memutils.h"
#include "windowapi.h"

enum
{
	COUNT_ACCOUNTS,				/* with revenue above zero */
	COUNT_NONPOSITIVE,
	NCOUNTS
};

enum
{
	SUM_TOTAL,
	SUM_SQUARES,
	NSUMS
};

static const char *const concentration_count_names[] = {"accounts", "nonpositive"};
static const char *const concentration_sum_names[] = {"total", "squares"};
static const uint8 concentration_degrees[] = {1, 2};
static const char *const concentration_input_names[] = {"amount"};

/* Squares of n amounts with a given total lie between T^2 / n and T^2. */
static const char *
ConcentrationFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);
	Datum		square = decimal_mul(totals[SUM_TOTAL], totals[SUM_TOTAL]);

	if (counts[COUNT_ACCOUNTS] + counts[COUNT_NONPOSITIVE] != state->rows)
		return "Its counts do not add up to its rows.";
	if (decimal_sign(totals[SUM_TOTAL]) < 0 || decimal_sign(totals[SUM_SQUARES]) < 0)
		return "A sum of it is negative.";
	if ((counts[COUNT_ACCOUNTS] == 0) != (decimal_sign(totals[SUM_TOTAL]) == 0))
		return "\"accounts\" and \"total\" contradict each other.";
	if (decimal_compare(totals[SUM_SQUARES], square) > 0 ||
		decimal_compare(decimal_mul(totals[SUM_SQUARES],
									decimal_from_int64(counts[COUNT_ACCOUNTS])),
						square) < 0)
		return "\"squares\" is out of range.";
	return NULL;
}

const SummaryShape concentration_shape = {
	.type_name = "kam.tally",
	.metric = "concentration",
	.family = 'h',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.count_names = concentration_count_names,
	.sum_names = concentration_sum_names,
	.degrees = concentration_degrees,
	.input_names = concentration_input_names,
	.fault = ConcentrationFault,
};

static pg_attribute_always_inline Datum
AccumulateConcentration(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &concentration_shape, input, 1, false, undo);
	if (row.isnull[0])
		return summary_row_end(&row);
	summary_row_counts(&row);
	if (summary_row_sign(&row, 0) > 0)
	{
		summary_row_count(&row, COUNT_ACCOUNTS);
		summary_row_add(&row, SUM_TOTAL, 0);
		summary_row_add_product(&row, SUM_SQUARES, 0, 0);
	}
	else
		summary_row_count(&row, COUNT_NONPOSITIVE);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(concentration, AccumulateConcentration)

/*
 * sum(v^2) / sum(v)^2, or its inverse; false without any revenue, or with so
 * little that its square is below what a numeric can tell from zero
 */
static bool
Herfindahl(FunctionCallInfo fcinfo, bool inverse, Datum *result)
{
	Summary    *state = tally_get(fcinfo, &concentration_shape);
	Datum		total = summary_total(&concentration_shape, state, SUM_TOTAL);
	Datum		squares = summary_total(&concentration_shape, state, SUM_SQUARES);

	total = decimal_mul(total, total);
	if (decimal_sign(total) == 0 || decimal_sign(squares) == 0)
		return false;
	*result = inverse ? decimal_ratio(total, squares) : decimal_ratio(squares, total);
	return true;
}

static Datum
HerfindahlResult(FunctionCallInfo fcinfo, bool inverse, bool as_float8)
{
	Datum		result;

	if (!Herfindahl(fcinfo, inverse, &result))
		PG_RETURN_NULL();
	return as_float8 ? Float8GetDatum(decimal_to_float8(result)) : result;
}

SUMMARY_FUNCTION(hhi, return HerfindahlResult(fcinfo, false, false))
SUMMARY_FUNCTION(hhi_float8, return HerfindahlResult(fcinfo, false, true))
SUMMARY_FUNCTION(effective_accounts, return HerfindahlResult(fcinfo, true, false))
SUMMARY_FUNCTION(effective_accounts_float8, return HerfindahlResult(fcinfo, true, true))
SUMMARY_FUNCTION(concentration_nonpositive,
				 PG_RETURN_INT64(summary_counts(tally_get(fcinfo, &concentration_shape))[COUNT_NONPOSITIVE]))

/* (h - 1/n) / (1 - 1/n); NULL for one account, whose concentration is no news */
PG_FUNCTION_INFO_V1(hhi_normalised);
Datum
hhi_normalised(PG_FUNCTION_ARGS)
{
	Datum		hhi = PG_GETARG_DATUM(0);
	int64		n = PG_GETARG_INT64(1);
	Datum		accounts = decimal_from_int64(n);

	if (n < 1)
		kam_reject("accounts", "must be at least 1", psprintf(INT64_FORMAT, n),
				   "Count the accounts with revenue.");
	if (!decimal_is_finite(hhi) || decimal_sign(hhi) <= 0 ||
		decimal_compare(hhi, decimal_from_int64(1)) > 0)
		kam_reject("hhi", "must be above 0 and at most 1", kam_numeric_text(hhi),
				   "Give a fraction; divide points by 10000.");
	if (n == 1)
		PG_RETURN_NULL();
	return decimal_ratio(decimal_sub(decimal_mul(hhi, accounts), decimal_from_int64(1)),
						 decimal_from_int64(n - 1));
}

/*
 * Window functions
 *
 * Both look at the whole partition in its order, whatever the frame: the
 * share of an account is of all.  Amounts that are negative have no share.
 */

typedef struct PartitionTotals
{
	Datum		total;			/* of the partition; 0 until it is known */
	Datum		before;			/* of the rows before the current peers */
	Datum		peers;			/* of the current peers up to this row */
} PartitionTotals;

/* Add an amount, unless it is null or negative, to a sum in the context of it. */
static void
AddCounted(Datum *sum, Datum amount, bool isnull)
{
	MemoryContext old_context;
	Datum		old = *sum;

	if (isnull)
		return;
	if (!decimal_is_finite(amount))
		kam_reject("amount", "must be a finite number", kam_numeric_text(amount),
				   "Correct such rows, or leave them out with WHERE.");
	if (decimal_sign(amount) <= 0)
		return;
	old_context = MemoryContextSwitchTo(GetMemoryChunkContext(DatumGetPointer(old)));
	*sum = decimal_add(old, amount);
	MemoryContextSwitchTo(old_context);
	pfree(DatumGetPointer(old));
}

static void
ResetSum(Datum *sum)
{
	Datum		old = *sum;
	MemoryContext old_context =
		MemoryContextSwitchTo(GetMemoryChunkContext(DatumGetPointer(old)));

	*sum = decimal_from_int64(0);
	MemoryContextSwitchTo(old_context);
	pfree(DatumGetPointer(old));
}

/* Bring the sums of the partition up to the current row. */
static PartitionTotals *
AdvancePartition(WindowObject winobj, Datum amount, bool isnull)
{
	PartitionTotals *totals = WinGetPartitionLocalMemory(winobj, sizeof(PartitionTotals));
	int64		position = WinGetCurrentPosition(winobj);

	if (totals->total == (Datum) 0)
	{
		/* the sums live as long as the state, which ends with the partition */
		MemoryContext old_context = MemoryContextSwitchTo(GetMemoryChunkContext(totals));
		int64		rows = WinGetPartitionRowCount(winobj);

		totals->before = decimal_from_int64(0);
		totals->peers = decimal_from_int64(0);
		totals->total = decimal_from_int64(0);
		MemoryContextSwitchTo(old_context);
		for (int64 i = 0; i < rows; i++)
		{
			bool		is_null;
			bool		is_out;
			Datum		value = WinGetFuncArgInPartition(winobj, 0, (int) i,
														 WINDOW_SEEK_HEAD, false,
														 &is_null, &is_out);

			CHECK_FOR_INTERRUPTS();
			AddCounted(&totals->total, value, is_null);
		}
	}
	if (position > 0 && !WinRowsArePeers(winobj, position - 1, position))
	{
		AddCounted(&totals->before, totals->peers, false);
		ResetSum(&totals->peers);
	}
	AddCounted(&totals->peers, amount, isnull);
	return totals;
}

/* A share of the total at which one class ends and the next begins */
static Datum
ClassBound(WindowObject winobj, int argno, const char *name, bool *isnull)
{
	Datum		bound = WinGetFuncArgCurrent(winobj, argno, isnull);

	if (!*isnull &&
		(!decimal_is_finite(bound) || decimal_sign(bound) < 0 ||
		 decimal_compare(bound, decimal_from_int64(1)) > 0))
		kam_reject(name, "must be between 0 and 1", kam_numeric_text(bound),
				   "Give a share such as 0.8, not a percentage.");
	return bound;
}

/*
 * A while the accounts before have less than the share a, then B up to the
 * share b, then C.  Peers, which no order tells apart, share a class.
 */
PG_FUNCTION_INFO_V1(abc_class);
Datum
abc_class(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	bool		isnull[3];
	Datum		amount = WinGetFuncArgCurrent(winobj, 0, &isnull[0]);
	Datum		a = ClassBound(winobj, 1, "a", &isnull[1]);
	Datum		b = ClassBound(winobj, 2, "b", &isnull[2]);
	PartitionTotals *totals = AdvancePartition(winobj, amount, isnull[0]);
	const char *class;

	if (isnull[0] || isnull[1] || isnull[2] || decimal_sign(totals->total) == 0)
		PG_RETURN_NULL();
	if (decimal_compare(a, b) > 0)
		kam_reject("a", "must not be above b", kam_numeric_text(a),
				   "Give the smaller share first.");
	if (decimal_sign(amount) < 0)
		class = "C";
	else if (decimal_compare(totals->before, decimal_mul(a, totals->total)) < 0)
		class = "A";
	else if (decimal_compare(totals->before, decimal_mul(b, totals->total)) < 0)
		class = "B";
	else
		class = "C";
	PG_RETURN_TEXT_P(cstring_to_text(class));
}

/* The share of all rows up to and with this one, row by row even among peers */
PG_FUNCTION_INFO_V1(cumulative_share);
Datum
cumulative_share(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	bool		isnull;
	Datum		amount = WinGetFuncArgCurrent(winobj, 0, &isnull);
	PartitionTotals *totals = AdvancePartition(winobj, amount, isnull);

	if (isnull || decimal_sign(totals->total) == 0)
		PG_RETURN_NULL();
	return decimal_ratio(decimal_add(totals->before, totals->peers), totals->total);
}
