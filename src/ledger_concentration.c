/*-------------------------------------------------------------------------
 *
 * ledger_concentration.c
 *		Concentration straight from invoice lines.
 *
 * All of it is about the totals of the accounts, over all periods of a
 * ledger.  An account whose total is negative has no share and is left out;
 * one of zero is an account among those of the Gini coefficient and changes
 * nothing elsewhere.
 *
 * The totals are sorted before anything depends on their order, so every
 * result is the same whatever order the lines came in.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

/* Totals of zero or more, as units of the ledger or, if one needs it, as numerics */
typedef struct Totals
{
	const AccountTable *table;
	uint32		count;
	uint32		zeros;			/* of those */
	uint32		negative;		/* left out */
	int128	   *units;			/* or NULL */
	Datum	   *exact;
} Totals;

/* A sum of units, the numeric of what has left them, or the numeric alone */
typedef struct TotalSum
{
	ExactSum	units;
	int			scale;
	Datum		exact;			/* 0 if there is none */
} TotalSum;

#define ST_SORT SortUnits
#define ST_ELEMENT_TYPE int128
#define ST_COMPARE(a, b) ((*(a) > *(b)) - (*(a) < *(b)))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

#define ST_SORT SortExact
#define ST_ELEMENT_TYPE Datum
#define ST_COMPARE(a, b) decimal_compare(*(a), *(b))
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/*
 * Collecting
 */

static Ledger *
GetAmounts(FunctionCallInfo fcinfo)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));

	if (ledger->calendar.grain == GRAIN_ANSWERS)
		ledger_reject_form(ledger, "amounts",
						   "Compute it with concentration_agg(account, amount).");
	if (ledger->basis == LEDGER_STOCK)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("balances of several periods cannot be added"),
				 errhint("Compute the ledger from invoice lines, or from the rates that hold on one day.")));
	return ledger;
}

static void
CountTotal(Totals *totals, int sign)
{
	if (sign < 0)
		totals->negative++;
	else
	{
		totals->count++;
		totals->zeros += sign == 0;
	}
}

/* False if there is a total that units cannot express. */
static bool
CollectUnits(Totals *totals, AccountCursor *cursor)
{
	int32		nperiods = totals->table->nperiods;

	totals->units = palloc_extended(totals->table->nslots * sizeof(int128),
									MCXT_ALLOC_HUGE);
	while (account_cursor_next(cursor))
	{
		int128		total = 0;

		for (int32 p = 0; p < nperiods; p++)
			if (unlikely(__builtin_add_overflow(total, cursor->units[p], &total)))
				return false;
		totals->units[totals->count] = total;	/* kept if it is counted */
		CountTotal(totals, (total > 0) - (total < 0));
	}
	return true;
}

static void
CollectExact(Totals *totals, AccountCursor *cursor)
{
	MemoryContext account_context =
		AllocSetContextCreate(CurrentMemoryContext, "kam account",
							  ALLOCSET_DEFAULT_SIZES);

	totals->exact = palloc_extended(totals->table->nslots * sizeof(Datum),
									MCXT_ALLOC_HUGE);
	while (account_cursor_next(cursor))
	{
		MemoryContext old_context = MemoryContextSwitchTo(account_context);
		Datum		total = decimal_from_int64(0);

		if (cursor->exact == NULL)
			account_cursor_make_exact(cursor);
		for (int32 p = 0; p < totals->table->nperiods; p++)
			total = decimal_add(total, cursor->exact[p]);
		MemoryContextSwitchTo(old_context);
		totals->exact[totals->count] = NumericGetDatum(DatumGetNumericCopy(total));
		CountTotal(totals, decimal_sign(total));
		MemoryContextReset(account_context);
	}
	MemoryContextDelete(account_context);
}

static Totals
CollectTotals(Ledger *ledger, bool sorted)
{
	Totals		totals = {.table = &ledger->table};
	AccountCursor cursor;

	ledger_open(ledger, &cursor);
	if (cursor.wide != NULL || !CollectUnits(&totals, &cursor))
	{
		memset(&totals, 0, sizeof(totals));
		totals.table = &ledger->table;
		ledger_open(ledger, &cursor);
		CollectExact(&totals, &cursor);
	}
	if (sorted && totals.units)
		SortUnits(totals.units, totals.count);
	else if (sorted)
		SortExact(totals.exact, totals.count);
	return totals;
}

/*
 * Adding
 *
 * Totals have up to 127 bits and there are fewer than 2^30 of them, so their
 * sum and that of their products with a rank stay far below 256 bits.  Their
 * squares may not.
 */

static void
BeginSum(TotalSum *sum, const Totals *totals, int degree)
{
	memset(sum, 0, sizeof(*sum));
	sum->scale = totals->table->scale * degree;
	if (totals->exact)
		sum->exact = decimal_from_int64(0);
}

static void
AddExact(TotalSum *sum, Datum term)
{
	CHECK_FOR_INTERRUPTS();
	sum->exact = decimal_add(sum->exact, term);
}

static Datum
EndSum(const TotalSum *sum)
{
	Datum		units = decimal_from_sum(&sum->units, sum->scale, 0);

	return sum->exact ? decimal_add(sum->exact, units) : units;
}

/* The sum of the totals from the one at "first" on */
static Datum
SumOfTotals(const Totals *totals, uint32 first)
{
	TotalSum	sum;

	BeginSum(&sum, totals, 1);
	for (uint32 i = first; i < totals->count; i++)
		if (totals->units)
			exact_sum_add(&sum.units, totals->units[i]);
		else
			AddExact(&sum, totals->exact[i]);
	return EndSum(&sum);
}

static Datum
SumOfSquares(const Totals *totals)
{
	TotalSum	sum;

	BeginSum(&sum, totals, 2);
	for (uint32 i = 0; i < totals->count; i++)
		if (totals->exact)
			AddExact(&sum, decimal_mul(totals->exact[i], totals->exact[i]));
		else if (unlikely(!exact_sum_add_product(&sum.units, totals->units[i],
												 totals->units[i])))
		{
			sum.exact = EndSum(&sum);
			memset(&sum.units, 0, sizeof(sum.units));
			exact_sum_add_product(&sum.units, totals->units[i], totals->units[i]);
		}
	return EndSum(&sum);
}

/* sum((2i - n - 1) * v), the totals v counted from 1 in ascending order */
static Datum
SumOfRanked(const Totals *totals)
{
	TotalSum	sum;

	BeginSum(&sum, totals, 1);
	for (uint32 i = 0; i < totals->count; i++)
	{
		int64		rank = INT64CONST(2) * i + 1 - totals->count;

		if (totals->units)
			exact_sum_add_product(&sum.units, totals->units[i], rank);
		else
			AddExact(&sum, decimal_mul(totals->exact[i], decimal_from_int64(rank)));
	}
	return EndSum(&sum);
}

/*
 * Results: NULL (false) without any revenue
 */

/* sum(v^2) / sum(v)^2, or its inverse */
static bool
Herfindahl(Ledger *ledger, bool inverse, Datum *result)
{
	Totals		totals = CollectTotals(ledger, false);
	Datum		total = SumOfTotals(&totals, 0);
	Datum		squares = SumOfSquares(&totals);

	/* a numeric cannot tell the square of the tiniest amounts from zero */
	total = decimal_mul(total, total);
	if (decimal_sign(total) == 0 || decimal_sign(squares) == 0)
		return false;
	*result = inverse ? decimal_ratio(total, squares) : decimal_ratio(squares, total);
	return true;
}

/* sum((2i - n - 1) * v) / (n * sum(v)); corrected for a sample: by n - 1 */
static bool
Gini(Ledger *ledger, bool corrected, Datum *result)
{
	Totals		totals = CollectTotals(ledger, true);
	Datum		total = SumOfTotals(&totals, 0);
	int64		n = (int64) totals.count - (corrected ? 1 : 0);

	if (n <= 0 || decimal_sign(total) == 0)
		return false;
	*result = decimal_ratio(SumOfRanked(&totals),
							decimal_mul(total, decimal_from_int64(n)));
	return true;
}

static bool
TopShare(Ledger *ledger, int64 k, Datum *result)
{
	Totals		totals;
	Datum		total;

	if (k < 1)
		kam_reject("k", "must be at least 1", psprintf(INT64_FORMAT, k),
				   "Say how many of the largest accounts to take.");
	totals = CollectTotals(ledger, true);
	total = SumOfTotals(&totals, 0);
	if (decimal_sign(total) == 0)
		return false;
	*result = decimal_ratio(SumOfTotals(&totals, totals.count - Min(k, totals.count)),
							total);
	return true;
}

/* a / b, where a is so small that it does not matter zero */
static double
ShareFloat8(Datum a, Datum b)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
											  decimal_ratio(a, b)));
}

/*
 * -share * ln(share).  A share next to 1 has lost what its logarithm depends
 * on, so there the rest is used; only the largest account can have one.
 */
static double
EntropyTerm(double share, double rest)
{
	if (share <= 0)
		return 0;
	return -share * (share > 0.5 ? log1p(-rest) : log(share));
}

/*
 * -sum(share * ln(share)), in nats.  Logarithms are doubles, so the sum has to
 * be one; it is made in ascending order, with what rounding has lost carried
 * along, and cannot exceed that of as many equal accounts.
 */
static bool
Entropy(Ledger *ledger, double *result)
{
	Totals		totals = CollectTotals(ledger, true);
	Datum		exact_total = SumOfTotals(&totals, 0);
	ExactSum	total = {0, 0};
	double		divisor;
	double		sum = 0;
	double		lost = 0;

	if (decimal_sign(exact_total) == 0)
		return false;
	for (uint32 i = 0; totals.units && i < totals.count; i++)
		exact_sum_add(&total, totals.units[i]);
	divisor = exact_sum_to_float8(&total, 0);

	for (uint32 i = totals.zeros; i < totals.count; i++)
	{
		double		share;
		double		rest = 0;
		double		term;
		double		next;

		if (totals.units)
		{
			share = (double) totals.units[i] / divisor;
			if (share > 0.5)
			{
				ExactSum	others = total;

				exact_sum_add(&others, -totals.units[i]);
				rest = exact_sum_to_float8(&others, 0) / divisor;
			}
		}
		else
		{
			CHECK_FOR_INTERRUPTS();
			share = ShareFloat8(totals.exact[i], exact_total);
			if (share > 0.5)
				rest = ShareFloat8(decimal_sub(exact_total, totals.exact[i]), exact_total);
		}
		term = EntropyTerm(share, rest) - lost;
		next = sum + term;
		lost = (next - sum) - term;
		sum = next;
	}
	*result = Max(Min(sum, log(totals.count - totals.zeros)), 0);
	return true;
}

/*
 * Accessors.  Each is also the final function of the one-step aggregate with
 * its name, for which gini and top_share find their argument in the ledger;
 * those ending in _float8 are that of float8 with one row per account.
 */

static Datum
NumericResult(FunctionCallInfo fcinfo, bool known, Datum result)
{
	if (!known)
		PG_RETURN_NULL();
	return result;
}

static Datum
Float8Result(FunctionCallInfo fcinfo, bool known, Datum result)
{
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(decimal_to_float8(result));
}

#define RESULT(return_result, call) \
	do { \
		Datum		result = (Datum) 0; \
		Ledger	   *ledger = GetAmounts(fcinfo); \
		bool		known = call; \
		return return_result(fcinfo, known, result); \
	} while (0)

static bool
KeptTopShare(Ledger *ledger, Datum *result)
{
	if (ledger->option == LEDGER_NO_OPTION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ledger does not say how many accounts to take"),
				 errhint("Use top_share(ledger, k).")));
	return TopShare(ledger, ledger->option, result);
}

SUMMARY_FUNCTION(ledger_hhi, RESULT(NumericResult, Herfindahl(ledger, false, &result)))
SUMMARY_FUNCTION(ledger_effective_accounts,
				 RESULT(NumericResult, Herfindahl(ledger, true, &result)))
SUMMARY_FUNCTION(ledger_gini, RESULT(NumericResult, Gini(ledger, ledger->option > 0, &result)))
SUMMARY_FUNCTION(ledger_gini_float8, RESULT(Float8Result, Gini(ledger, ledger->option > 0, &result)))
SUMMARY_FUNCTION(ledger_gini_corrected,
				 RESULT(NumericResult, Gini(ledger, PG_GETARG_BOOL(1), &result)))
SUMMARY_FUNCTION(ledger_top_share, RESULT(NumericResult, KeptTopShare(ledger, &result)))
SUMMARY_FUNCTION(ledger_top_share_float8, RESULT(Float8Result, KeptTopShare(ledger, &result)))
SUMMARY_FUNCTION(ledger_top_share_k,
				 RESULT(NumericResult, TopShare(ledger, PG_GETARG_INT32(1), &result)))

PG_FUNCTION_INFO_V1(ledger_entropy);
Datum
ledger_entropy(PG_FUNCTION_ARGS)
{
	double		result;

	if (!Entropy(GetAmounts(fcinfo), &result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

/* What is left out, or would be */

PG_FUNCTION_INFO_V1(ledger_negative_accounts);
Datum
ledger_negative_accounts(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(CollectTotals(GetAmounts(fcinfo), false).negative);
}

PG_FUNCTION_INFO_V1(ledger_nonpositive_accounts);
Datum
ledger_nonpositive_accounts(PG_FUNCTION_ARGS)
{
	Totals		totals = CollectTotals(GetAmounts(fcinfo), false);

	PG_RETURN_INT64((int64) totals.negative + totals.zeros);
}

PG_FUNCTION_INFO_V1(ledger_lines_without_account);
Datum
ledger_lines_without_account(PG_FUNCTION_ARGS)
{
	const AccountTable *table = &ledger_get(PG_GETARG_DATUM(0))->table;
	int64		lines = 0;

	for (int32 p = 0; p < table->nperiods; p++)
		lines += table->columns[p].lines_without_account;
	PG_RETURN_INT64(lines);
}

PG_FUNCTION_INFO_V1(ledger_without_account);
Datum
ledger_without_account(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = GetAmounts(fcinfo);
	AccountCursor cursor;
	Datum		sum = decimal_from_int64(0);

	ledger_open(ledger, &cursor);
	ledger_read_without_account(ledger, &cursor);
	if (cursor.exact == NULL)
		account_cursor_make_exact(&cursor);
	for (int32 p = 0; p < ledger->table.nperiods; p++)
		sum = decimal_add(sum, cursor.exact[p]);
	return decimal_with_dscale(sum, ledger->dscale);
}
