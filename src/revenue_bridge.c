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
 * The same for a block of accounts, one period after the other, as long as cells
 * have 64 bits and are the balances themselves.  What an account does is hard
 * to predict, and a branch guessed wrong costs more than all the arithmetic
 * below, so there are none: every movement is added in every step, most of
 * them as zero.  Sums of small amounts cannot leave 64 bits within a block.
 */
#define BLOCK_ACCOUNTS	512		/* a divisor of ACCOUNT_PAGE_SLOTS */
#define SMALL_AMOUNT	(INT64CONST(1) << 51)

typedef struct BridgeBlock
{
	uint32		first;			/* slots */
	uint32		naccounts;
	int64		balance[BLOCK_ACCOUNTS];	/* zero where there is no line */
	int64		opening[BLOCK_ACCOUNTS];	/* the ones before, zero if below */
	int64		ever[BLOCK_ACCOUNTS];	/* was one above zero? all ones or zero */
	bool		small;			/* are all openings? then these are set: */
	int64		opening_total;
	int64		opening_count;
} BridgeBlock;

/* What a block does in a period */
typedef struct BridgeSteps
{
	int64		closing,
				negative,
				came,			/* new or reactivated */
				reactivation,
				expansion,
				churned;
	int64		nclosing,
				ncame,
				nreactivated,
				nexpanded,
				ncontracted,
				nchurned,
				nnonpositive;
} BridgeSteps;

/* Read the balances of a period; false if some are not small. */
static pg_attribute_always_inline bool
LoadBalances(BridgeBlock *block, const uint64 *stored, BridgeSteps *steps)
{
	uint64		large = 0;
	int64		nnonpositive = 0;

	for (uint32 i = 0; i < block->naccounts; i++)
	{
		uint64		amount = (stored[i] ^ ACCOUNT_CELL_SIGN) &
			-(uint64) (stored[i] != 0);

		block->balance[i] = (int64) amount;
		large |= (amount + SMALL_AMOUNT) >> 52;
		/* as stored, an empty cell is 0 and a balance of zero is the sign */
		nnonpositive += (int64) (stored[i] - 1) >= 0;
	}
	steps->nnonpositive = nnonpositive;
	return large == 0;
}

static pg_attribute_always_inline void
TakeSteps(BridgeBlock *block, BridgeSteps *steps)
{
	BridgeSteps s = {0};

	for (uint32 i = 0; i < block->naccounts; i++)
	{
		int64		balance = block->balance[i];
		int64		o = block->opening[i];
		int64		opened = -(int64) (o > 0);	/* masks: all ones or zero */
		int64		closed = -(int64) (balance > 0);
		int64		c = balance & closed;
		int64		came = closed & ~opened;
		int64		back = came & block->ever[i];
		int64		grown = opened & -(int64) (c > o);
		int64		left = opened & ~closed;

		s.closing += c;
		s.negative += balance & ~closed;
		s.came += c & came;
		s.reactivation += c & back;
		s.expansion += (c - o) & grown;
		s.churned += o & left;

		s.nclosing -= closed;
		s.ncame -= came;
		s.nreactivated -= back;
		s.nexpanded -= grown;
		s.ncontracted -= closed & -(int64) (c < o);
		s.nchurned -= left;

		block->opening[i] = c;
		block->ever[i] |= closed;
	}
	s.nnonpositive = steps->nnonpositive;
	*steps = s;
}

/* The steps of a block in a period; false, with none taken, if amounts are not small */
static pg_attribute_always_inline bool
TakeBlock(BridgeBlock *block, const uint64 *stored, BridgeSteps *steps)
{
	bool		small = LoadBalances(block, stored, steps);
	bool		both_small = small && block->small;

	if (both_small)
		TakeSteps(block, steps);
	block->small = small;
	return both_small;
}

typedef bool (*BlockFunction) (BridgeBlock *block, const uint64 *stored,
							   BridgeSteps *steps);

static bool
TakeBlockAnywhere(BridgeBlock *block, const uint64 *stored, BridgeSteps *steps)
{
	return TakeBlock(block, stored, steps);
}

/* Comparing 64-bit integers several at a time is not for all processors. */
#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("avx2")))
static bool
TakeBlockAvx2(BridgeBlock *block, const uint64 *stored, BridgeSteps *steps)
{
	return TakeBlock(block, stored, steps);
}

static BlockFunction
ChooseBlockFunction(void)
{
	return __builtin_cpu_supports("avx2") ? TakeBlockAvx2 : TakeBlockAnywhere;
}
#else
static BlockFunction
ChooseBlockFunction(void)
{
	return TakeBlockAnywhere;
}
#endif

static void
AddSteps(SummaryEdit *period, BridgeBlock *block, const BridgeSteps *steps)
{
	ExactSum   *sums = summary_sums(&bridge_shape, period->state);
	int64	   *counts = summary_counts(period->state);

	exact_sum_add(&sums[BRIDGE_OPENING], block->opening_total);
	exact_sum_add(&sums[BRIDGE_NEW], steps->came - steps->reactivation);
	exact_sum_add(&sums[BRIDGE_REACTIVATION], steps->reactivation);
	exact_sum_add(&sums[BRIDGE_EXPANSION], steps->expansion);
	exact_sum_add(&sums[BRIDGE_CONTRACTION],
				  block->opening_total + steps->came + steps->expansion -
				  steps->churned - steps->closing);
	exact_sum_add(&sums[BRIDGE_CHURNED], steps->churned);
	exact_sum_add(&sums[BRIDGE_CLOSING], steps->closing);
	exact_sum_add(&sums[BRIDGE_NEGATIVE], steps->negative);
	counts[COUNT_OPENING] += block->opening_count;
	counts[COUNT_NEW] += steps->ncame - steps->nreactivated;
	counts[COUNT_REACTIVATED] += steps->nreactivated;
	counts[COUNT_EXPANDED] += steps->nexpanded;
	counts[COUNT_CONTRACTED] += steps->ncontracted;
	counts[COUNT_CHURNED] += steps->nchurned;
	counts[COUNT_CLOSING] += steps->nclosing;
	counts[COUNT_NONPOSITIVE] += steps->nnonpositive;
	block->opening_total = steps->closing;
	block->opening_count = steps->nclosing;
}

/* The same account by account; those marked as wide are left to bridge_add_account. */
static void
AddSlowly(SummaryEdit *period, BridgeBlock *block, const uint64 *stored,
		  const bool *wide)
{
	SummaryRow	row = {.edit = *period, .narrow = true};

	block->opening_total = 0;
	block->opening_count = 0;
	for (uint32 i = 0; i < block->naccounts; i++)
	{
		int64		balance = block->balance[i];

		if (wide != NULL && wide[block->first + i])
			continue;
		row.units[OPENING] = block->opening[i];
		row.units[CLOSING] = balance;
		AddStep(&row, block->ever[i] != 0, true);
		if (stored[i] != 0 && balance <= 0)
			summary_row_count(&row, COUNT_NONPOSITIVE);
		block->opening[i] = Max(balance, 0);
		block->ever[i] |= -(int64) (balance > 0);
		if (block->small && balance > 0)
		{
			block->opening_total += balance;
			block->opening_count++;
		}
	}
	*period = row.edit;
}

static void
AddBlock(const AccountTable *table, BridgeBlock *block, BlockFunction take,
		 const bool *wide, SummaryEdit *periods)
{
	bool		idle = true;

	memset(block->opening, 0, block->naccounts * sizeof(int64));
	memset(block->ever, 0, block->naccounts * sizeof(int64));
	block->small = true;		/* zeros are */
	block->opening_total = 0;
	block->opening_count = 0;
	for (int32 p = 0; p < table->nperiods; p++)
	{
		void	   *page = account_page(&table->columns[p], block->first);
		const uint64 *stored = account_cell(page, block->first);
		BridgeSteps steps;
		bool		was_idle = idle;

		idle = account_page_is_empty(page);
		if (idle && was_idle)
			continue;
		block->small &= wide == NULL;
		if (take(block, stored, &steps))
			AddSteps(&periods[p], block, &steps);
		else
			AddSlowly(&periods[p], block, stored, wide);
	}
}

static void
AddAllAccounts(Ledger *ledger, AccountCursor *cursor, SummaryEdit *periods)
{
	AccountTable *table = &ledger->table;
	BlockFunction take = ChooseBlockFunction();
	BridgeBlock block;

	if (table->double_width || ledger->basis != LEDGER_FLOW)
	{
		while (ledger_next_account(ledger, cursor))
			bridge_add_account(ledger, cursor, periods);
		return;
	}

	for (block.first = ACCOUNT_NO_ACCOUNT + 1; block.first < table->nslots;
		 block.first += block.naccounts)
	{
		CHECK_FOR_INTERRUPTS();
		/* up to where the next block would begin, were all of them whole */
		block.naccounts = Min(BLOCK_ACCOUNTS - block.first % BLOCK_ACCOUNTS,
							  table->nslots - block.first);
		AddBlock(table, &block, take, cursor->wide, periods);
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
