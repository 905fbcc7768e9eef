/*-------------------------------------------------------------------------
 *
 * revenue_cohorts.c
 *		Revenue by cohort and age.
 *
 * The cohort of an account is the first period in which its revenue is
 * positive; its age counts the periods since.  At each age, net retention
 * compares the revenue of the whole cohort with that at age 0, and gross
 * retention counts no account for more than it had then, nor for less than 0.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

enum
{
	SUM_REVENUE,
	SUM_KEPT,					/* min(revenue at age 0, revenue), at least 0 */
	NSUMS
};

enum
{
	COUNT_ACTIVE,
	NCOUNTS
};

/* cohort, age, period, accounts, active, revenue, net and gross retention */
#define COHORT_COLUMNS	8

/* Cohorts times ages; their states take some 200 bytes each */
#define COHORT_MAX_CELLS	2000000

/* inputs of the rows below */
enum
{
	FIRST,
	NOW
};

static const uint8 cohort_degrees[NSUMS] = {1, 1};

static const SummaryShape cohort_shape = {
	.type_name = "kam.cohort_row",
	.family = 'c',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.degrees = cohort_degrees,
};

/* The ages of the cohort that begins in period p: 0 to nperiods - p - 1 */
static Size
CellOf(int64 nperiods, int64 p, int64 age)
{
	return (Size) (p * nperiods - p * (p - 1) / 2 + age);
}

static void
AddAccount(const Ledger *ledger, const AccountCursor *cursor, SummaryEdit *cells)
{
	int32		nperiods = ledger->table.nperiods;
	SummaryRow	row = {.narrow = true};
	int32		first = 0;

	for (;; first++)
	{
		if (first == nperiods)
			return;				/* never a customer */
		if (!cursor->present[first])
			continue;
		ledger_read_account(&row, FIRST, cursor, first);
		if (summary_row_sign(&row, FIRST) > 0)
			break;
	}

	for (int32 p = first; p < nperiods; p++)
	{
		SummaryEdit *cell = &cells[CellOf(nperiods, first, p - first)];

		if (cursor->exact == NULL && cursor->units[p] == 0)
			continue;
		row.edit = *cell;
		ledger_read_account(&row, NOW, cursor, p);
		summary_row_add(&row, SUM_REVENUE, NOW);
		if (summary_row_sign(&row, NOW) > 0)
		{
			summary_row_count(&row, COUNT_ACTIVE);
			summary_row_add(&row, SUM_KEPT,
							summary_row_compare(&row, NOW, FIRST) < 0 ? NOW : FIRST);
		}
		*cell = row.edit;
	}
}

static void
AddCohort(LedgerRows *rows, const Ledger *ledger, int32 p, SummaryEdit *cells)
{
	int32		nperiods = ledger->table.nperiods;
	int32		first_period = ledger->table.first_period;
	int64		accounts = 0;
	Datum		initial = (Datum) 0;

	for (int32 age = 0; age < nperiods - p; age++)
	{
		const Summary *state = summary_finish(&cells[CellOf(nperiods, p, age)]);
		int64		active = summary_counts(state)[COUNT_ACTIVE];
		Datum		revenue = summary_total(&cohort_shape, state, SUM_REVENUE);
		Datum		values[COHORT_COLUMNS];
		bool		nulls[COHORT_COLUMNS] = {false};
		int			column = 0;

		if (age == 0)
		{
			accounts = active;
			initial = revenue;
			if (accounts == 0)
				return;			/* nobody began in this period */
		}
		values[column++] = DateADTGetDatum(calendar_first_day(&ledger->calendar,
															  first_period + p));
		values[column++] = Int32GetDatum(age);
		values[column++] = DateADTGetDatum(calendar_first_day(&ledger->calendar,
															  first_period + p + age));
		values[column++] = Int64GetDatum(accounts);
		values[column++] = Int64GetDatum(active);
		values[column++] = revenue;
		values[column++] = decimal_ratio(revenue, initial);
		values[column++] = decimal_ratio(summary_total(&cohort_shape, state, SUM_KEPT),
										 initial);
		Assert(column == COHORT_COLUMNS);
		ledger_rows_add(rows, values, nulls);
	}
}

PG_FUNCTION_INFO_V1(revenue_cohorts);
Datum
revenue_cohorts(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	int32		nperiods = ledger->table.nperiods;
	Size		ncells = CellOf(nperiods, nperiods, 0);
	LedgerRows	rows;
	AccountCursor cursor;
	SummaryEdit *cells;

	ledger_require_grain(ledger);
	if (ncells > COHORT_MAX_CELLS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many cohorts and ages"),
				 errdetail("The ledger spans %d periods.", nperiods),
				 errhint("Use a coarser grain.")));
	ledger_rows_begin(&rows, fcinfo, COHORT_COLUMNS);

	cells = palloc_extended(Max(ncells, 1) * sizeof(SummaryEdit),
							MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (Size i = 0; i < ncells; i++)
	{
		cells[i].shape = &cohort_shape;
		cells[i].state = ledger_summary(ledger, &cohort_shape);
	}

	ledger_open(ledger, &cursor);
	while (ledger_next_account(ledger, &cursor))
		AddAccount(ledger, &cursor, cells);
	for (int32 p = 0; p < nperiods; p++)
		AddCohort(&rows, ledger, p, cells);

	if (rows.count == 0)
		PG_RETURN_NULL();
	return ledger_rows_end(&rows);
}
