/*-------------------------------------------------------------------------
 *
 * account_cells.c
 *		Amounts by slot and period: memory, growth and widening.
 *
 *-------------------------------------------------------------------------
 */
#include "account_table.h"

#ifndef WIN32
#include <sys/mman.h>
#endif

#include "miscadmin.h"
#include "utils/memutils.h"

#define CHUNK_MAX_BYTES (16 * 1024 * 1024)
#define HUGE_PAGE		(2 * 1024 * 1024)
#define WIDE_ENTRY_SIZE (sizeof(HASHELEMENT) + MAXALIGN(sizeof(AccountWide)) + sizeof(void *))

int			account_memory_limit;

const uint128 account_empty_page[ACCOUNT_PAGE_SLOTS];

/* Memory for many pages, behind which they lie */
typedef struct AccountChunk
{
	struct AccountChunk *next;
	Size		size;
} AccountChunk;

/*
 * Memory
 *
 * Every allocation that grows with the data goes through here, so that the
 * limit is met by an error before the server runs out of memory.
 */

static void
Charge(AccountTable *table, Size more, Size less)
{
	Size		limit = (Size) account_memory_limit * 1024;

	if (more > less && table->memory - less + more > limit)
		ereport(ERROR,
				(errcode(ERRCODE_CONFIGURATION_LIMIT_EXCEEDED),
				 errmsg("ledger needs more memory than kam.ledger_memory_limit allows"),
				 errdetail("With %u accounts and %d periods it would take %zu MB; the limit is %d MB.",
						   table->nslots - 1, table->nperiods,
						   (table->memory - less + more) / (1024 * 1024),
						   account_memory_limit / 1024),
				 errhint("Use a coarser grain, fewer accounts per group or a shorter time span, or raise kam.ledger_memory_limit.")));
	table->memory = table->memory - less + more;
}

/*
 * Ask for huge pages where they fit; memory not yet touched comes in them.
 * Where this is not known, or not wanted, nothing is lost but time.
 */
static void
PreferHugePages(char *start, Size size)
{
#ifdef MADV_HUGEPAGE
	if (size >= HUGE_PAGE)
	{
		uintptr_t	page = (uintptr_t) sysconf(_SC_PAGESIZE);
		uintptr_t	first = TYPEALIGN_DOWN(page, (uintptr_t) start);

		(void) madvise((void *) first, (uintptr_t) start + size - first,
					   MADV_HUGEPAGE);
	}
#endif
}

/* Reallocate, or allocate if old is NULL; what is new is zero. */
void *
account_table_allocate(AccountTable *table, void *old, Size old_size,
					   Size new_size)
{
	char	   *result;

	Charge(table, new_size, old_size);
	if (old)
		result = repalloc_huge(old, new_size);
	else
		result = MemoryContextAllocHuge(table->context, new_size);
	PreferHugePages(result + old_size, new_size - old_size);
	memset(result + old_size, 0, new_size - old_size);
	return result;
}

/* Give back what was allocated, if anything was. */
void
account_table_release(AccountTable *table, void *memory, Size size)
{
	if (memory == NULL)
		return;
	pfree(memory);
	Charge(table, 0, size);
}

/*
 * Cells
 */

static inline Size
CellSize(const AccountTable *table)
{
	return table->double_width ? sizeof(int128) : sizeof(int64);
}

/* Whole pages are never given back but all at once, see set_double_width. */
static void *
NewPage(AccountTable *table)
{
	Size		size = table->page_slots * CellSize(table);
	char	   *page;

	if (table->page_slots < ACCOUNT_PAGE_SLOTS)
		return account_table_allocate(table, NULL, 0, size);

	if (table->chunk_pages_left == 0)
	{
		uint32		npages = Max(Min(table->npages / 4, CHUNK_MAX_BYTES / size), 1);
		Size		chunk_size = sizeof(AccountChunk) + npages * size;
		AccountChunk *chunk;

		Charge(table, chunk_size, 0);
		chunk = MemoryContextAllocHuge(table->context, chunk_size);
		PreferHugePages((char *) chunk, chunk_size);
		chunk->next = table->chunks;
		chunk->size = chunk_size;
		table->chunks = chunk;
		table->chunk_pages_left = npages;
		table->npages += npages;
	}
	table->chunk_pages_left--;
	page = (char *) (table->chunks + 1) + table->chunk_pages_left * size;
	memset(page, 0, size);
	return page;
}

/* The page of a slot, to be written */
void *
account_table_page(AccountTable *table, AccountColumn *column, uint32 slot)
{
	void	  **page = &column->pages[slot >> ACCOUNT_PAGE_SHIFT];

	if (account_page_is_empty(*page))
		*page = NewPage(table);
	return *page;
}

/* Make the pages of a small table hold all accounts that there are. */
void
account_table_grow_pages(AccountTable *table)
{
	Size		old_size = table->page_slots * CellSize(table);

	if (likely(table->nslots <= table->page_slots ||
			   table->page_slots == ACCOUNT_PAGE_SLOTS))
		return;
	table->page_slots = Min(Max(table->nslots, table->page_slots * 3 / 2),
							ACCOUNT_PAGE_SLOTS);
	for (int32 p = 0; p < table->nperiods; p++)
	{
		void	  **page = &table->columns[p].pages[0];
		void	   *old = *page;

		if (account_page_is_empty(old))
			continue;
		*page = NewPage(table);
		memcpy(*page, old, old_size);
		account_table_release(table, old, old_size);
	}
}

/* Give columns and their pages new places, with room for more of both. */
void
account_table_grow_directory(AccountTable *table, int32 first_period,
							 int32 column_capacity, uint32 column_pages)
{
	Size		size = (Size) column_capacity * column_pages;
	AccountColumn *columns;
	void	  **directory;

	if (column_capacity == 0)
	{
		table->column_pages = column_pages;
		return;
	}
	columns = account_table_allocate(table, NULL, 0, column_capacity * sizeof(AccountColumn));
	directory = account_table_allocate(table, NULL, 0, size * sizeof(void *));
	for (Size i = 0; i < size; i++)
		directory[i] = (void *) account_empty_page;
	for (int32 p = 0; p < column_capacity; p++)
		columns[p].pages = directory + (Size) p * column_pages;
	for (int32 p = 0; p < table->nperiods; p++)
	{
		AccountColumn *column = &columns[p + table->first_period - first_period];

		column->lines_without_account = table->columns[p].lines_without_account;
		memcpy(column->pages, table->columns[p].pages,
			   table->column_pages * sizeof(void *));
	}
	account_table_release(table, table->columns,
						  table->column_capacity * sizeof(AccountColumn));
	account_table_release(table, table->directory, (Size) table->column_capacity *
						  table->column_pages * sizeof(void *));
	table->columns = columns;
	table->directory = directory;
	table->column_capacity = column_capacity;
	table->column_pages = column_pages;
}

/*
 * Amounts
 */

/* Make the columns reach a period. */
void
account_table_cover(AccountTable *table, int32 period)
{
	int64		first = period;
	int64		last = period;
	int64		wanted;

	if (table->nperiods > 0)
	{
		first = Min(first, table->first_period);
		last = Max(last, (int64) table->first_period + table->nperiods - 1);
		if (last - first + 1 == table->nperiods)
			return;
	}
	wanted = last - first + 1;
	if (wanted > ACCOUNT_MAX_PERIODS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many periods in one ledger"),
				 errdetail("A ledger spans up to %d periods.", ACCOUNT_MAX_PERIODS),
				 errhint("Use a coarser grain, or leave out dates that stand for \"never\".")));
	if (table->nperiods == 0 || first < table->first_period ||
		wanted > table->column_capacity)
	{
		/* most ledgers go forward in time */
		int64		spare = table->nperiods > 0 && first == table->first_period ?
			wanted / 2 : 0;

		account_table_grow_directory(table, (int32) first, (int32) (wanted + spare),
									 table->column_pages);
	}
	table->first_period = (int32) first;
	table->nperiods = (int32) wanted;
}

AccountColumn *
account_table_column(AccountTable *table, int32 period)
{
	account_table_cover(table, period);
	return &table->columns[period - table->first_period];
}

static inline bool
AddToWideCell(uint128 *cell, int128 units)
{
	int128		sum = units;

	if (*cell != 0 &&
		unlikely(__builtin_add_overflow((int128) (*cell ^ ACCOUNT_WIDE_CELL_SIGN), units, &sum)))
		return false;
	if (unlikely(((uint128) sum ^ ACCOUNT_WIDE_CELL_SIGN) == 0))
		return false;
	*cell = (uint128) sum ^ ACCOUNT_WIDE_CELL_SIGN;
	return true;
}

Datum
account_units_to_numeric(const AccountTable *table, int128 units)
{
	ExactSum	sum = {0, 0};

	exact_sum_add(&sum, units);
	return decimal_from_sum(&sum, table->scale, 0);
}

static AccountWide *
WideEntry(AccountTable *table, uint32 slot, int32 period)
{
	AccountWideKey key = {.period = period, .slot = slot};
	AccountWide *entry;
	bool		found;

	if (table->wide == NULL)
	{
		HASHCTL		control = {
			.keysize = sizeof(AccountWideKey),
			.entrysize = sizeof(AccountWide),
			.hcxt = table->context,
		};

		table->wide = hash_create("kam wide amounts", 64, &control,
								  HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
	}
	entry = hash_search(table->wide, &key, HASH_ENTER, &found);
	if (!found)
	{
		/* entries must be whole even if what follows fails */
		entry->value = (Datum) 0;
		Charge(table, WIDE_ENTRY_SIZE, 0);
	}
	return entry;
}

/* Add to the numeric beside a cell. */
static void
AddWide(AccountTable *table, uint32 slot, int32 period, Datum amount)
{
	AccountWide *entry = WideEntry(table, slot, period);
	MemoryContext old_context;
	Datum		old = entry->value;
	Datum		sum = old ? decimal_add(old, amount) : amount;

	/* nothing but the sum may stay behind there */
	old_context = MemoryContextSwitchTo(table->context);
	entry->value = NumericGetDatum(DatumGetNumericCopy(sum));
	MemoryContextSwitchTo(old_context);
	Charge(table, GetMemoryChunkSpace(DatumGetPointer(entry->value)),
			old ? GetMemoryChunkSpace(DatumGetPointer(old)) : 0);
	if (old)
	{
		pfree(DatumGetPointer(old));
		pfree(DatumGetPointer(sum));
	}
}

/* Make all cells 128-bit. */
void
account_table_set_double_width(AccountTable *table)
{
	AccountChunk *old_chunks = table->chunks;

	if (table->double_width)
		return;
	table->double_width = true;
	table->chunks = NULL;
	table->chunk_pages_left = 0;
	table->npages = 0;
	for (int32 p = 0; p < table->nperiods; p++)
		for (uint32 i = 0; i < table->column_pages; i++)
		{
			void	  **page = &table->columns[p].pages[i];
			uint64	   *narrow = *page;
			uint128    *wide;

			if (account_page_is_empty(narrow))
				continue;
			wide = *page = NewPage(table);
			for (uint32 slot = 0; slot < table->page_slots; slot++)
				if (narrow[slot] != 0)
					wide[slot] = (uint128) (int128) (int64) (narrow[slot] ^ ACCOUNT_CELL_SIGN) ^
						ACCOUNT_WIDE_CELL_SIGN;
			if (table->page_slots < ACCOUNT_PAGE_SLOTS)
				account_table_release(table, narrow, table->page_slots * sizeof(int64));
		}
	while (old_chunks != NULL)
	{
		AccountChunk *next = old_chunks->next;

		account_table_release(table, old_chunks, old_chunks->size);
		old_chunks = next;
	}
}

/* Add units that the caller knows to fit the width of the cells. */
void
account_table_add_units(AccountTable *table, AccountColumn *column, uint32 slot,
						int32 period, int128 units)
{
	void	   *page = account_table_page(table, column, slot);

	if (!table->double_width)
	{
		if (likely(account_add_to_cell(account_cell(page, slot), (int64) units)))
			return;
		account_table_set_double_width(table);
		page = account_page(column, slot);
	}
	if (unlikely(!AddToWideCell(account_wide_cell(page, slot), units)))
		AddWide(table, slot, period, account_units_to_numeric(table, units));
}

static inline bool
UnitsFit(const AccountTable *table, int128 units)
{
	return table->double_width || (int64) units == units;
}

void
account_table_add(AccountTable *table, uint32 slot, int32 period, int128 units)
{
	AccountColumn *column = account_table_column(table, period);

	if (!UnitsFit(table, units))
		account_table_set_double_width(table);
	account_table_add_units(table, column, slot, period, units);
}

/* Add an amount beyond 128 bits, or finer than the largest scale. */
void
account_table_add_exact(AccountTable *table, uint32 slot, int32 period,
						Datum amount)
{
	account_table_add(table, slot, period, 0);	/* the cell is not empty */
	AddWide(table, slot, period, amount);
}

/* Change to a finer unit. */
void
account_table_set_scale(AccountTable *table, int scale)
{
	int			steps = scale - table->scale;

	Assert(steps > 0 && scale <= ACCOUNT_MAX_SCALE);
	account_table_flush(table);

	/* 64 bits of 1e-12 or finer hold no more than small change */
	if (scale > 2)
		account_table_set_double_width(table);

	for (int32 p = 0; p < table->nperiods; p++)
	{
		AccountColumn *column = &table->columns[p];

		CHECK_FOR_INTERRUPTS();
		for (uint32 slot = 0; slot < table->nslots; slot++)
		{
			int128		units;
			int128		finer = 0;
			bool		fits;

			if (!account_table_get(table, column, slot, &units))
				continue;
			if (units == 0)
				continue;
			fits = !__builtin_mul_overflow(units, (int128) decimal_power[Min(steps, 4)],
										   &finer) &&
				!__builtin_mul_overflow(finer, (int128) decimal_power[steps - Min(steps, 4)],
										&finer);
			if (fits && !UnitsFit(table, finer))
				account_table_set_double_width(table);
			if (!fits)
			{
				AddWide(table, slot, table->first_period + p,
						account_units_to_numeric(table, units));
				finer = 0;
			}

			/* put it in place of the old count, which is taken away */
			if (table->double_width)
				*account_wide_cell(account_page(column, slot), slot) = ACCOUNT_WIDE_CELL_SIGN;
			else
				*account_cell(account_page(column, slot), slot) = ACCOUNT_CELL_SIGN;
			account_table_add_units(table, column, slot, table->first_period + p, finer);
		}
	}
	table->scale = scale;
}
