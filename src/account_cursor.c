/*-------------------------------------------------------------------------
 *
 * account_cursor.c
 *		Reading an account table account by account.
 *
 * Columns are turned into rows a block of accounts at a time, so that both
 * sides of the exchange stay in the cache.
 *
 *-------------------------------------------------------------------------
 */
#include "account_table.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#define BLOCK_ACCOUNTS	64
#define BLOCK_CELLS		(1024 * 1024)

void
account_cursor_open(AccountCursor *cursor, AccountTable *table)
{
	Size		cells;

	account_table_flush(table);
	memset(cursor, 0, sizeof(*cursor));
	cursor->table = table;
	cursor->next_slot = ACCOUNT_NO_ACCOUNT + 1;
	cursor->block_accounts = Max(Min(BLOCK_ACCOUNTS,
									 BLOCK_CELLS / Max(table->nperiods, 1)), 1);
	cells = Max((Size) table->nperiods * cursor->block_accounts, 1);
	cursor->block = MemoryContextAllocHuge(CurrentMemoryContext,
										   cells * sizeof(int128));
	cursor->block_present = MemoryContextAllocHuge(CurrentMemoryContext, cells);
	if (table->wide)
	{
		HASH_SEQ_STATUS scan;
		AccountWide *entry;

		cursor->wide = MemoryContextAllocHuge(CurrentMemoryContext, table->nslots);
		memset(cursor->wide, false, table->nslots);
		hash_seq_init(&scan, table->wide);
		while ((entry = hash_seq_search(&scan)) != NULL)
			cursor->wide[entry->key.slot] = true;
	}
}

static void
LoadBlock(AccountCursor *cursor, uint32 start)
{
	AccountTable *table = cursor->table;
	uint32		n = Min(cursor->block_accounts, table->nslots - start);

	CHECK_FOR_INTERRUPTS();
	cursor->block_start = start;
	cursor->block_end = start + n;
	for (int32 p = 0; p < table->nperiods; p++)
	{
		const AccountColumn *column = &table->columns[p];

		for (uint32 i = 0; i < n; i++)
		{
			Size		cell = (Size) i * table->nperiods + p;

			cursor->block_present[cell] =
				account_table_get(table, column, start + i, &cursor->block[cell]);
			if (!cursor->block_present[cell])
				cursor->block[cell] = 0;
		}
	}
}

/* Give the amounts of the current account as numerics. */
void
account_cursor_make_exact(AccountCursor *cursor)
{
	AccountTable *table = cursor->table;

	cursor->exact = palloc(table->nperiods * sizeof(Datum));
	for (int32 p = 0; p < table->nperiods; p++)
	{
		AccountWideKey key = {.period = table->first_period + p,
		.slot = cursor->slot};
		AccountWide *entry = table->wide == NULL ? NULL :
			hash_search(table->wide, &key, HASH_FIND, NULL);
		Datum		narrow = account_units_to_numeric(table, cursor->units[p]);

		cursor->exact[p] = entry ? decimal_add(narrow, entry->value) : narrow;
	}
}

/* Point the cursor at an account. */
void
account_cursor_read(AccountCursor *cursor, uint32 slot)
{
	AccountTable *table = cursor->table;
	Size		row;

	if (slot < cursor->block_start || slot >= cursor->block_end)
		LoadBlock(cursor, slot);
	row = (Size) (slot - cursor->block_start) * table->nperiods;
	cursor->slot = slot;
	cursor->units = cursor->block + row;
	cursor->present = cursor->block_present + row;
	cursor->exact = NULL;

	if (cursor->wide && cursor->wide[slot])
		account_cursor_make_exact(cursor);
}

bool
account_cursor_next(AccountCursor *cursor)
{
	if (cursor->next_slot >= cursor->table->nslots)
		return false;
	account_cursor_read(cursor, cursor->next_slot++);
	return true;
}
