/*-------------------------------------------------------------------------
 *
 * concentration.c
 *		How much of the business hangs on how few accounts.
 *
 * All metrics are over the accounts' totals, so they are final functions of a
 * ledger: whether its lines came with an account, to be grouped here, or one
 * by one for accounts that are grouped already.  An account whose total is
 * negative has no share and is left out of everything; one of zero counts
 * among the accounts of gini.
 *
 * The window functions at the end classify accounts in an order of the
 * caller's.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include "miscadmin.h"
#include "utils/float.h"
#include "utils/memutils.h"
#include "windowapi.h"

enum
{
	SUM_TOTAL,
	SUM_SQUARES,
	SUM_RANKED,					/* of (2 * i - n - 1) * amount, i ascending */
	SUM_TOP,					/* of the largest ones */
	NSUMS
};

/* inputs of the rows below */
enum
{
	AMOUNT,
	RANK,
};

static const uint8 concentration_degrees[NSUMS] = {1, 2, 2, 1};

static const SummaryShape concentration_shape = {
	.type_name = "kam.ledger",
	.family = 'h',
	.nsums = NSUMS,
	.degrees = concentration_degrees,
};

/* The total of an account: units of the ledger, or a numeric */
typedef struct AccountTotal
{
	int128		units;
	Datum		exact;			/* 0 if it is in units */
} AccountTotal;

typedef struct Totals
{
	AccountTotal *item;			/* ascending, none negative */
	uint32		count;
	uint32		negative;
	const Ledger *ledger;
} Totals;

static Datum
ExactTotal(const Totals *totals, const AccountTotal *item)
{
	ExactSum	sum = {0, 0};

	if (item->exact != (Datum) 0)
		return item->exact;
	exact_sum_add(&sum, item->units);
	return decimal_from_sum(&sum, totals->ledger->table.scale, 0);
}

static int
CompareTotals(const AccountTotal *a, const AccountTotal *b, const Totals *totals)
{
	if (likely(a->exact == (Datum) 0 && b->exact == (Datum) 0))
		return (a->units > b->units) - (a->units < b->units);
	return decimal_compare(ExactTotal(totals, a), ExactTotal(totals, b));
}

#define ST_SORT SortTotals
#define ST_ELEMENT_TYPE AccountTotal
#define ST_COMPARE_ARG_TYPE const Totals
#define ST_COMPARE(a, b, arg) CompareTotals(a, b, arg)
#define ST_CHECK_FOR_INTERRUPTS
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The totals of all accounts over all periods */
static Totals
TotalsOf(FunctionCallInfo fcinfo)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	Totals		totals = {.ledger = ledger};
	AccountCursor cursor;

	if (ledger->basis == LEDGER_STOCK)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("balances of several periods cannot be added"),
				 errhint("Compute the ledger from invoice lines.")));
	totals.item = palloc_extended(ledger->table.nslots * sizeof(AccountTotal),
								  MCXT_ALLOC_HUGE);
	ledger_open(ledger, &cursor);
	while (ledger_next_account(ledger, &cursor))
	{
		AccountTotal *item = &totals.item[totals.count];

		item->units = 0;
		item->exact = (Datum) 0;
		for (int32 p = 0; p < ledger->table.nperiods && cursor.exact == NULL; p++)
			if (__builtin_add_overflow(item->units, cursor.units[p], &item->units))
				account_cursor_make_exact(&cursor);
		if (cursor.exact != NULL)
		{
			item->exact = decimal_from_int64(0);
			for (int32 p = 0; p < ledger->table.nperiods; p++)
				item->exact = decimal_add(item->exact, cursor.exact[p]);
		}
		if (item->exact == (Datum) 0 ? item->units < 0 : decimal_sign(item->exact) < 0)
			totals.negative++;
		else
			totals.count++;
	}
	SortTotals(totals.item, totals.count, &totals);
	return totals;
}

/* All sums over the totals; the largest "top" of them make SUM_TOP. */
static const Summary *
Summarise(const Totals *totals, int64 top)
{
	SummaryRow	row = {.narrow = true};
	int64		n = totals->count;
	int128		one = 1;

	row.edit.shape = &concentration_shape;
	row.edit.state = ledger_summary(totals->ledger, &concentration_shape);
	for (int i = 0; i < totals->ledger->table.scale; i++)
		one *= DECIMAL_BASE;

	for (int64 i = 0; i < n; i++)
	{
		const AccountTotal *item = &totals->item[i];
		int64		rank = 2 * (i + 1) - n - 1;

		row.narrow = item->exact == (Datum) 0;
		if (row.narrow)
		{
			row.units[AMOUNT] = item->units;
			row.units[RANK] = rank * one;
		}
		else
		{
			row.exact[AMOUNT] = item->exact;
			row.exact[RANK] = decimal_from_int64(rank);
		}
		summary_row_add(&row, SUM_TOTAL, AMOUNT);
		summary_row_add_product(&row, SUM_SQUARES, AMOUNT, AMOUNT);
		summary_row_add_product(&row, SUM_RANKED, AMOUNT, RANK);
		if (i >= n - top)
			summary_row_add(&row, SUM_TOP, AMOUNT);
	}
	return summary_finish(&row.edit);
}

static Datum
Total(const Summary *state, int sum)
{
	return summary_total(&concentration_shape, state, sum);
}

/* sum(v^2) / sum(v)^2 or its inverse; NULL without any revenue */
static Datum
Herfindahl(FunctionCallInfo fcinfo, bool inverse)
{
	Totals		totals = TotalsOf(fcinfo);
	const Summary *state = Summarise(&totals, 0);
	Datum		total = Total(state, SUM_TOTAL);
	Datum		squares = Total(state, SUM_SQUARES);

	if (decimal_sign(total) <= 0)
		PG_RETURN_NULL();
	total = decimal_mul(total, total);
	return inverse ? decimal_ratio(total, squares) : decimal_ratio(squares, total);
}

SUMMARY_FUNCTION(ledger_hhi, return Herfindahl(fcinfo, false))
SUMMARY_FUNCTION(ledger_effective_accounts, return Herfindahl(fcinfo, true))

/* sum((2i - n - 1) v_i) / (n sum(v)); corrected for few accounts: / (n - 1) */
static Datum
Gini(FunctionCallInfo fcinfo, bool corrected)
{
	Totals		totals = TotalsOf(fcinfo);
	const Summary *state = Summarise(&totals, 0);
	Datum		total = Total(state, SUM_TOTAL);
	int64		n = totals.count - (corrected ? 1 : 0);

	if (n <= 0 || decimal_sign(total) <= 0)
		PG_RETURN_NULL();
	return decimal_ratio(Total(state, SUM_RANKED),
						 decimal_mul(total, decimal_from_int64(n)));
}

SUMMARY_FUNCTION(ledger_gini, return Gini(fcinfo, false))
SUMMARY_FUNCTION(ledger_gini_corrected, return Gini(fcinfo, PG_GETARG_BOOL(1)))

PG_FUNCTION_INFO_V1(ledger_top_share);
Datum
ledger_top_share(PG_FUNCTION_ARGS)
{
	int32		k = PG_GETARG_INT32(1);
	Totals		totals;
	const Summary *state;
	Datum		total;

	if (k < 1)
		kam_reject("k", "must be at least 1", psprintf("%d", k),
				   "Say how many of the largest accounts make the share.");
	totals = TotalsOf(fcinfo);
	state = Summarise(&totals, k);
	total = Total(state, SUM_TOTAL);
	if (decimal_sign(total) <= 0)
		PG_RETURN_NULL();
	return decimal_ratio(Total(state, SUM_TOP), total);
}

/*
 * -sum(s ln s), in nats.  The terms are added in ascending order of the
 * amounts, so the sum is the same whatever order the lines came in.
 */
PG_FUNCTION_INFO_V1(ledger_entropy);
Datum
ledger_entropy(PG_FUNCTION_ARGS)
{
	Totals		totals = TotalsOf(fcinfo);
	Datum		exact_total = Total(Summarise(&totals, 0), SUM_TOTAL);
	double		total;
	double		sum = 0;
	double		lost = 0;		/* by rounding, to be made up for */

	if (decimal_sign(exact_total) <= 0)
		PG_RETURN_NULL();
	total = decimal_to_float8(exact_total);
	for (uint32 i = 0; i < totals.count; i++)
	{
		double		share = decimal_to_float8(ExactTotal(&totals, &totals.item[i])) / total;
		double		term;
		double		next;

		if (share <= 0)
			continue;
		term = -share * log(share) - lost;
		next = sum + term;
		lost = (next - sum) - term;
		sum = next;
	}
	PG_RETURN_FLOAT8(sum);
}

PG_FUNCTION_INFO_V1(ledger_nonpositive_accounts);
Datum
ledger_nonpositive_accounts(PG_FUNCTION_ARGS)
{
	Totals		totals = TotalsOf(fcinfo);
	int64		count = totals.negative;

	for (uint32 i = 0; i < totals.count &&
		 (totals.item[i].exact == (Datum) 0 ? totals.item[i].units == 0 :
		  decimal_sign(totals.item[i].exact) == 0); i++)
		count++;
	PG_RETURN_INT64(count);
}

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
