/*-------------------------------------------------------------------------
 *
 * revenue_bridge.c
 *		The revenue bridge: what made the revenue of one period that of the
 *		next.
 *
 * The balance of an account in a period is its revenue there, or its rate for
 * subscriptions; what lies below zero counts as zero and stands in a column
 * of its own.  From one period to the next a balance goes from o to c:
 *
 *		o = 0, c > 0	new, or reactivation if it was positive before
 *		o > 0, c = 0	churned
 *		c > o > 0		expansion
 *		o > c > 0		contraction
 *
 * so opening + new + reactivation + expansion - contraction - churned is the
 * closing in every row, and the opening of the next.
 *
 *-------------------------------------------------------------------------
 */
#include "revenue_bridge.h"

#include "miscadmin.h"

enum
{
	COUNT_OPENING,
	COUNT_NEW,
	COUNT_REACTIVATED,
	COUNT_EXPANDED,
	COUNT_CONTRACTED,
	COUNT_CHURNED,
	COUNT_CLOSING,
	COUNT_NONPOSITIVE,
	NCOUNTS
};

/* period, sums, counts, lines without account */
#define BRIDGE_COLUMNS	(1 + BRIDGE_SUMS + NCOUNTS + 1)

/* inputs of the rows below */
enum
{
	OPENING,
	CLOSING
};

static const uint8 bridge_degrees[BRIDGE_SUMS] = {1, 1, 1, 1, 1, 1, 1, 1, 1};

const SummaryShape bridge_shape = {
	.type_name = "kam.bridge_row",
	.family = 'b',
	.ncounts = NCOUNTS,
	.nsums = BRIDGE_SUMS,
	.degrees = bridge_degrees,
};

/* A step of one account from one period to the next */
static void
AddStep(SummaryRow *row, bool ever, bool has_opening)
{
	bool		from = has_opening && summary_row_sign(row, OPENING) > 0;
	int			to = summary_row_sign(row, CLOSING);

	if (from)
	{
		summary_row_count(row, COUNT_OPENING);
		summary_row_add(row, BRIDGE_OPENING, OPENING);
	}
	if (to > 0)
	{
		summary_row_count(row, COUNT_CLOSING);
		summary_row_add(row, BRIDGE_CLOSING, CLOSING);
	}
	else if (to < 0)
		summary_row_add(row, BRIDGE_NEGATIVE, CLOSING);

	if (from && to > 0)
	{
		int			change = summary_row_compare(row, CLOSING, OPENING);

		if (change > 0)
		{
			summary_row_count(row, COUNT_EXPANDED);
			summary_row_add(row, BRIDGE_EXPANSION, CLOSING);
			summary_row_subtract(row, BRIDGE_EXPANSION, OPENING);
		}
		else if (change < 0)
		{
			summary_row_count(row, COUNT_CONTRACTED);
			summary_row_add(row, BRIDGE_CONTRACTION, OPENING);
			summary_row_subtract(row, BRIDGE_CONTRACTION, CLOSING);
		}
	}
	else if (from)
	{
		summary_row_count(row, COUNT_CHURNED);
		summary_row_add(row, BRIDGE_CHURNED, OPENING);
	}
	else if (to > 0)
	{
		summary_row_count(row, ever ? COUNT_REACTIVATED : COUNT_NEW);
		summary_row_add(row, ever ? BRIDGE_REACTIVATION : BRIDGE_NEW, CLOSING);
	}
}

/* The steps of one account through all periods */
void
bridge_add_account(const Ledger *ledger, const AccountCursor *cursor,
				   SummaryEdit *periods)
{
	SummaryRow	row = {.narrow = true};
	bool		ever = false;

	for (int32 p = 0; p < ledger->table.nperiods; p++)
	{
		bool		idle = cursor->exact == NULL && cursor->units[p] == 0;

		/* most cells of most ledgers: nothing before, nothing now */
		if (idle && !cursor->present[p] &&
			(p == 0 || cursor->units[p - 1] <= 0))
			continue;

		row.edit = periods[p];
		if (p > 0)
			ledger_read_account(&row, OPENING, cursor, p - 1);
		ledger_read_account(&row, CLOSING, cursor, p);
		AddStep(&row, ever, p > 0);
		ever |= summary_row_sign(&row, CLOSING) > 0;
		/* an ended subscription has a balance of zero for good: not counted */
		if (cursor->present[p] && summary_row_sign(&row, CLOSING) <
			(ledger->basis == LEDGER_FLOW ? 1 : 0))
			summary_row_count(&row, COUNT_NONPOSITIVE);
		periods[p].wide = row.edit.wide;
	}
}

/*
 * The same for a block of accounts in one period, as long as cells have 64 bits
 * and are the balances themselves.  What an account does is hard to predict,
 * and a branch guessed wrong costs more than all the arithmetic below, so there
 * are none: every movement is added in every step, most of them as zero.  Sums
 * of small amounts cannot leave 64 bits within a block.
 */
#define BLOCK_ACCOUNTS	ACCOUNT_PAGE_SLOTS
#define SMALL_AMOUNT	(INT64CONST(1) << 51)

typedef struct BridgeBlock
{
	const AccountColumn *before;
	const AccountColumn *now;
	const bool *wide;			/* by slot, or NULL: left to bridge_add_account */
	uint8	   *ever;			/* by slot: was the balance ever positive? */
	uint32		first;
	uint32		end;
	int64		opening[BLOCK_ACCOUNTS];
	int64		closing[BLOCK_ACCOUNTS];
} BridgeBlock;

/* The balances of a block; false if one is not small */
static bool
LoadBalances(const AccountColumn *column, uint32 first, uint32 end,
			 int64 *balance)
{
	const uint64 *cells = account_cell(account_page(column, first), first);
	uint64		large = 0;

	for (uint32 i = 0; i < end - first; i++)
	{
		/* an empty cell is a balance of zero */
		uint64		amount = (cells[i] ^ ACCOUNT_CELL_SIGN) &
			-(uint64) (cells[i] != 0);

		balance[i] = (int64) amount;
		large |= (amount + SMALL_AMOUNT) >> 52;
	}
	return large == 0;
}

/* Accounts with lines whose balance is zero or less */
static int64
CountNonpositive(const AccountColumn *column, uint32 first, uint32 end)
{
	const uint64 *cells = account_cell(account_page(column, first), first);
	int64		count = 0;

	/* as stored, an empty cell is 0 and a balance of zero is the sign */
	for (uint32 i = 0; i < end - first; i++)
		count += cells[i] - 1 < ACCOUNT_CELL_SIGN;
	return count;
}

static void
AddSmallBlock(const BridgeBlock *block, SummaryEdit *period)
{
	int64		opening = 0,
				closing = 0,
				negative = 0,
				new = 0,
				reactivation = 0,
				expansion = 0,
				churned = 0;
	int64		nopening = 0,
				nnew = 0,
				nreactivated = 0,
				nexpanded = 0,
				ncontracted = 0,
				nchurned = 0;
	ExactSum   *sums = summary_sums(&bridge_shape, period->state);
	int64	   *counts = summary_counts(period->state);
	uint8	   *ever = block->ever + block->first;

	for (uint32 i = 0; i < block->end - block->first; i++)
	{
		int64		o = block->opening[i];
		int64		c = block->closing[i];
		int64		opened = -(int64) (o > 0);	/* masks: all ones or zero */
		int64		closed = -(int64) (c > 0);
		int64		was = -(int64) ever[i];
		int64		came = closed & ~opened;
		int64		grown = opened & -(int64) (c > o);
		int64		shrunk = closed & -(int64) (c < o);
		int64		left = opened & ~closed;

		opening += o & opened;
		closing += c & closed;
		negative += c & ~closed;
		new += c & came & ~was;
		reactivation += c & came & was;
		expansion += (c - o) & grown;
		churned += o & left;

		nopening -= opened;
		nnew -= came & ~was;
		nreactivated -= came & was;
		nexpanded -= grown;
		ncontracted -= shrunk;
		nchurned -= left;
		ever[i] |= c > 0;
	}

	exact_sum_add(&sums[BRIDGE_OPENING], opening);
	exact_sum_add(&sums[BRIDGE_NEW], new);
	exact_sum_add(&sums[BRIDGE_REACTIVATION], reactivation);
	exact_sum_add(&sums[BRIDGE_EXPANSION], expansion);
	exact_sum_add(&sums[BRIDGE_CONTRACTION],
				  opening + new + reactivation + expansion - churned - closing);
	exact_sum_add(&sums[BRIDGE_CHURNED], churned);
	exact_sum_add(&sums[BRIDGE_CLOSING], closing);
	exact_sum_add(&sums[BRIDGE_NEGATIVE], negative);
	counts[COUNT_OPENING] += nopening;
	counts[COUNT_NEW] += nnew;
	counts[COUNT_REACTIVATED] += nreactivated;
	counts[COUNT_EXPANDED] += nexpanded;
	counts[COUNT_CONTRACTED] += ncontracted;
	counts[COUNT_CHURNED] += nchurned;
	counts[COUNT_CLOSING] += nopening + nnew + nreactivated - nchurned;
	counts[COUNT_NONPOSITIVE] += CountNonpositive(block->now, block->first, block->end);
}

static void
AddBlock(const BridgeBlock *block, SummaryEdit *period)
{
	SummaryRow	row = {.edit = *period, .narrow = true};

	for (uint32 slot = block->first; slot < block->end; slot++)
	{
		if (block->wide != NULL && block->wide[slot])
			continue;
		row.units[OPENING] = block->opening[slot - block->first];
		row.units[CLOSING] = block->closing[slot - block->first];
		AddStep(&row, block->ever[slot], true);
		if (CountNonpositive(block->now, slot, slot + 1) > 0)
			summary_row_count(&row, COUNT_NONPOSITIVE);
		block->ever[slot] |= row.units[CLOSING] > 0;
	}
	*period = row.edit;
}

static void
AddPeriod(BridgeBlock *block, const AccountTable *table, SummaryEdit *period)
{
	for (uint32 page = 0; page < table->column_pages; page++)
	{
		bool		small;

		if (account_page_is_empty(block->before->pages[page]) &&
			account_page_is_empty(block->now->pages[page]))
			continue;
		block->first = page == 0 ? ACCOUNT_NO_ACCOUNT + 1 : page * BLOCK_ACCOUNTS;
		block->end = account_page_end(table, page);
		small = LoadBalances(block->before, block->first, block->end,
							 block->opening);
		small &= LoadBalances(block->now, block->first, block->end,
							  block->closing);
		if (small && block->wide == NULL)
			AddSmallBlock(block, period);
		else
			AddBlock(block, period);
	}
}

static void
AddAllAccounts(Ledger *ledger, AccountCursor *cursor, SummaryEdit *periods)
{
	AccountTable *table = &ledger->table;
	AccountColumn before_all = {0};
	BridgeBlock block;

	if (table->double_width || ledger->basis != LEDGER_FLOW)
	{
		while (ledger_next_account(ledger, cursor))
			bridge_add_account(ledger, cursor, periods);
		return;
	}

	block.wide = cursor->wide;
	block.ever = palloc_extended(table->nslots, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	before_all.pages = palloc(table->column_pages * sizeof(void *));
	for (uint32 page = 0; page < table->column_pages; page++)
		before_all.pages[page] = (void *) account_empty_page;
	for (int32 p = 0; p < table->nperiods; p++)
	{
		CHECK_FOR_INTERRUPTS();
		block.before = p > 0 ? &table->columns[p - 1] : &before_all;
		block.now = &table->columns[p];
		AddPeriod(&block, table, &periods[p]);
	}
	for (uint32 slot = ACCOUNT_NO_ACCOUNT + 1;
		 cursor->wide != NULL && slot < table->nslots; slot++)
		if (cursor->wide[slot])
		{
			account_cursor_read(cursor, slot);
			bridge_add_account(ledger, cursor, periods);
		}
}

static void
AddBridgeRow(LedgerRows *rows, const Ledger *ledger, int32 p,
			 const Summary *state)
{
	Datum		values[BRIDGE_COLUMNS];
	bool		nulls[BRIDGE_COLUMNS] = {false};
	int			column = 0;

	values[column++] = DateADTGetDatum(calendar_first_day(&ledger->calendar,
														  ledger->table.first_period + p));
	for (int i = 0; i < BRIDGE_SUMS; i++)
		values[column++] = summary_total(&bridge_shape, state, i);
	for (int i = 0; i < NCOUNTS; i++)
		values[column++] = Int64GetDatum(summary_counts(state)[i]);
	values[column++] = Int64GetDatum(ledger->table.columns[p].lines_without_account);
	Assert(column == BRIDGE_COLUMNS);
	ledger_rows_add(rows, values, nulls);
}

SummaryEdit *
bridge_create(const Ledger *ledger)
{
	int32		nperiods = ledger->table.nperiods;
	SummaryEdit *periods = palloc_extended(Max(nperiods, 1) * sizeof(SummaryEdit),
										   MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);

	for (int32 p = 0; p < nperiods; p++)
	{
		periods[p].shape = &bridge_shape;
		periods[p].state = ledger_summary(ledger, &bridge_shape);
	}
	return periods;
}

PG_FUNCTION_INFO_V1(revenue_bridge);
Datum
revenue_bridge(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	int32		nperiods = ledger->table.nperiods;
	LedgerRows	rows;
	AccountCursor cursor;
	SummaryEdit *periods;

	ledger_require_grain(ledger);
	if (nperiods == 0)
		PG_RETURN_NULL();
	ledger_rows_begin(&rows, fcinfo, BRIDGE_COLUMNS);

	periods = bridge_create(ledger);
	ledger_open(ledger, &cursor);
	AddAllAccounts(ledger, &cursor, periods);

	ledger_read_without_account(ledger, &cursor);
	for (int32 p = 0; p < nperiods; p++)
	{
		SummaryRow	row = {.edit = periods[p]};

		ledger_read_account(&row, CLOSING, &cursor, p);
		summary_row_add(&row, BRIDGE_WITHOUT_ACCOUNT, CLOSING);
		periods[p] = row.edit;
	}

	for (int32 p = 0; p < nperiods; p++)
		AddBridgeRow(&rows, ledger, p, summary_finish(&periods[p]));
	return ledger_rows_end(&rows);
}
