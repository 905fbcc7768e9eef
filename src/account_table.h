/*-------------------------------------------------------------------------
 *
 * account_table.h
 *		Amounts by account and period: the table behind everything that is
 *		computed straight from invoice lines.
 *
 * Each account key has a dense slot, found in a hash table or, if keys are
 * integers close to each other, in an array.  Amounts stand in columns, one
 * per period, indexed by slot:
 *
 *				slot	0		1		2		3 ...
 *						(no		key		key		key
 *						account)
 *		period p		 -	   120.00	 -		 0
 *		period p+1		 -	   100.00	99.00	 -
 *
 * so a ledger in date order writes to one column at a time, and a new period or
 * account moves nothing.  Slot 0 takes the lines whose account is NULL.
 *
 * A column is cut into pages of some thousand slots, of which those without
 * lines are one and the same empty page.  Pages are carved from chunks of many,
 * large enough for the huge pages of the operating system: a table is touched
 * all over, and the processor would look up addresses more than amounts.
 *
 * The cost of such a table is waiting for memory, not arithmetic.  Rows are
 * therefore collected in a batch, and the batch goes through one pass per
 * memory access that depends on another: each pass touches nothing but what
 * the one before it has asked the processor to fetch.
 *
 * A cell is a 64-bit count of units of 10000^-scale.  When a value, a sum or
 * a finer scale does not fit, all cells become 128-bit; what does not fit
 * there either is kept as numeric in a side table.  The value of a cell is
 * the total of both.
 *
 * Cells are stored with the sign bit flipped, so that the zero of fresh
 * memory is the smallest integer, which is never a value and means that the
 * account has no line in that period.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_ACCOUNT_TABLE_H
#define KAM_ACCOUNT_TABLE_H

#include "kam.h"

#include "utils/hsearch.h"

#include "decimal.h"

typedef enum AccountKeyKind
{
	ACCOUNT_INT8 = 1,
	ACCOUNT_TEXT,
	ACCOUNT_UUID,
	ACCOUNT_ANONYMOUS,			/* no keys: each line is an account of its own */
} AccountKeyKind;

#define ACCOUNT_MAX_KEY_LENGTH	1023
#define ACCOUNT_MAX_ACCOUNTS	(1 << 30)	/* of twice as many buckets */
#define ACCOUNT_MAX_PERIODS		1000000 /* days of 2700 years */
#define ACCOUNT_NO_ACCOUNT		0	/* the slot of lines without account */

/* What is flipped in a stored cell */
#define ACCOUNT_CELL_SIGN		(UINT64CONST(1) << 63)
#define ACCOUNT_WIDE_CELL_SIGN	((uint128) 1 << 127)

/* The largest scale: units of 1e-20 */
#define ACCOUNT_MAX_SCALE		5

typedef struct AccountBucket
{
	uint64		key;			/* bigint, or hash of the key's bytes */
	uint32		slot;			/* 0: free */
	uint32		offset;			/* of the key's bytes, see account_key_bytes */
} AccountBucket;

#define ACCOUNT_PAGE_SHIFT	11
#define ACCOUNT_PAGE_SLOTS	(1 << ACCOUNT_PAGE_SHIFT)

typedef struct AccountColumn
{
	void	  **pages;			/* by slot / ACCOUNT_PAGE_SLOTS, never NULL */
	int64		lines_without_account;
} AccountColumn;

/* What pages without lines point to: never written */
extern const uint128 account_empty_page[ACCOUNT_PAGE_SLOTS];

/* One line of the ledger whose amount in units has 64 bits, as most have */
typedef struct AccountRow
{
	uint64		key;			/* bigint, or hash of the key's bytes */
	int64		units;
	int32		period;
	uint32		slot;
	uint32		text;			/* where in batch_text the key's bytes begin */
	uint32		length;
} AccountRow;

#define ACCOUNT_BATCH_ROWS		128
#define ACCOUNT_BATCH_TEXT		8192	/* at least ACCOUNT_MAX_KEY_LENGTH */

/* An amount beyond 128 bits */
typedef struct AccountWideKey
{
	int32		period;
	uint32		slot;
} AccountWideKey;

typedef struct AccountWide
{
	AccountWideKey key;
	Datum		value;			/* numeric */
} AccountWide;

typedef struct AccountTable
{
	MemoryContext context;
	AccountKeyKind kind;
	uint64		seed;			/* keys cannot be made to collide */

	AccountBucket *buckets;
	uint32		nbuckets;		/* a power of two */
	uint32	   *slot_of_key;	/* in place of buckets if keys are close */
	uint64		first_key;
	uint64		nkeys;
	uint32		nslots;			/* accounts, and slot 0 */
	uint32		slot_capacity;
	union
	{
		int64	   *int8;
		uint32	   *offset;
	}			keys;			/* by slot */
	char	   *key_bytes;
	Size		key_bytes_used;
	Size		key_bytes_capacity;

	AccountColumn *columns;		/* of the periods from first_period on */
	int32		first_period;
	int32		nperiods;
	int32		column_capacity;
	void	  **directory;		/* the pages of all columns */
	uint32		column_pages;	/* of each column */
	uint32		page_slots;		/* fewer than in a whole page in small tables */
	struct AccountChunk *chunks;	/* that pages are carved from, newest first */
	uint32		chunk_pages_left;
	uint32		npages;			/* in chunks */
	int			scale;
	bool		double_width;	/* int128 cells */
	HTAB	   *wide;			/* AccountWide, or NULL */

	AccountRow *batch;
	int			batch_rows;
	int			batch_capacity;
	char	   *batch_text;		/* the bytes of the keys in the batch */
	uint32		batch_text_used;
	uint32		batch_text_capacity;

	Size		memory;			/* held, without the server's overhead */
} AccountTable;

/* One account at a time, with its amounts by period */
typedef struct AccountCursor
{
	AccountTable *table;
	uint32		next_slot;
	bool	   *wide;			/* by slot: has it a numeric? NULL if none has */
	uint32		block_accounts;
	uint32		block_start;
	uint32		block_end;
	int128	   *block;			/* units of a block of accounts */
	uint8	   *block_present;

	/* the current account */
	uint32		slot;
	int128	   *units;			/* by period; 0 without a line */
	uint8	   *present;		/* has it a line? */
	Datum	   *exact;			/* the same as numerics, if not NULL */
} AccountCursor;

extern int	account_memory_limit;	/* kB; GUC kam.ledger_memory_limit */

extern void account_table_init(AccountTable *table, MemoryContext context,
							   AccountKeyKind kind);
extern void account_table_flush(AccountTable *table);
extern void account_table_grow_batch(AccountTable *table, uint32 text_length);
extern void account_table_set_scale(AccountTable *table, int scale);
extern void account_table_set_double_width(AccountTable *table);
extern void account_table_add(AccountTable *table, uint32 slot, int32 period,
							  int128 units);
extern void account_table_add_exact(AccountTable *table, uint32 slot,
									int32 period, Datum amount);
extern uint32 account_table_slot(AccountTable *table, int64 number,
								 const char *bytes, uint32 length);
extern bool account_table_order(const AccountTable *table, uint32 *order);
extern AccountColumn *account_table_column(AccountTable *table, int32 period);
extern Datum account_units_to_numeric(const AccountTable *table, int128 units);
extern void *account_table_page(AccountTable *table, AccountColumn *column,
								uint32 slot);
extern uint64 account_hash_bytes(const AccountTable *table, const char *bytes,
								 uint32 length);
extern int64 account_table_estimate(int64 accounts, int64 periods);

extern void account_cursor_open(AccountCursor *cursor, AccountTable *table);
extern bool account_cursor_next(AccountCursor *cursor);
extern void account_cursor_make_exact(AccountCursor *cursor);
extern void account_cursor_read(AccountCursor *cursor, uint32 slot);

/* A key's length and bytes, for kinds other than int8 */
static inline const char *
account_key_bytes(const AccountTable *table, uint32 offset, uint32 *length)
{
	const char *record = table->key_bytes + (Size) offset * sizeof(uint64);

	memcpy(length, record, sizeof(*length));
	return record + sizeof(*length);
}

/* between account_table.c and account_cells.c */
extern void *account_table_allocate(AccountTable *table, void *old,
									Size old_size, Size new_size);
extern void account_table_release(AccountTable *table, void *memory, Size size);
extern void account_table_grow_pages(AccountTable *table);
extern void account_table_grow_directory(AccountTable *table, int32 first_period,
										 int32 column_capacity,
										 uint32 column_pages);
extern void account_table_cover(AccountTable *table, int32 period);
extern void account_table_add_units(AccountTable *table, AccountColumn *column,
									uint32 slot, int32 period, int128 units);

/* Add to a 64-bit cell; false, with nothing done, if the sum does not fit. */
static inline bool
account_add_to_cell(uint64 *cell, int64 units)
{
	/* no branch: which cells are empty is hard to predict */
	int64		old = (int64) ((*cell ^ ACCOUNT_CELL_SIGN) & -(uint64) (*cell != 0));
	int64		sum;
	bool		overflow = __builtin_add_overflow(old, units, &sum);

	/* the least integer would read as empty */
	if (unlikely(overflow | (sum == PG_INT64_MIN)))
		return false;
	*cell = (uint64) sum ^ ACCOUNT_CELL_SIGN;
	return true;
}

static inline void *
account_page(const AccountColumn *column, uint32 slot)
{
	return column->pages[slot >> ACCOUNT_PAGE_SHIFT];
}

static inline bool
account_page_is_empty(const void *page)
{
	return page == account_empty_page;
}

static inline uint64 *
account_cell(void *page, uint32 slot)
{
	return (uint64 *) page + slot % ACCOUNT_PAGE_SLOTS;
}

static inline uint128 *
account_wide_cell(void *page, uint32 slot)
{
	return (uint128 *) page + slot % ACCOUNT_PAGE_SLOTS;
}

static inline bool
account_column_is_empty(const AccountTable *table, const AccountColumn *column)
{
	for (uint32 i = 0; i < table->column_pages; i++)
		if (!account_page_is_empty(column->pages[i]))
			return false;
	return true;
}

/* The slots of a page that are taken end here. */
static inline uint32
account_page_end(const AccountTable *table, uint32 page)
{
	return Min((page + 1) << ACCOUNT_PAGE_SHIFT, table->nslots);
}

/*
 * To be fetched ahead.  The caller does that itself: gcc may take a function
 * that does nothing else for one without effect, and leave it out.
 */
static inline void *
account_cell_address(const AccountTable *table, const AccountColumn *column,
					 uint32 slot)
{
	void	   *page = account_page(column, slot);

	return table->double_width ? (void *) account_wide_cell(page, slot) :
		(void *) account_cell(page, slot);
}

/* Add to a cell if that takes no more than an addition; false if it does. */
static inline bool
account_table_add_quickly(const AccountTable *table, AccountColumn *column,
						  uint32 slot, int64 units)
{
	void	   *page = account_page(column, slot);

	return likely(!table->double_width && !account_page_is_empty(page)) &&
		account_add_to_cell(account_cell(page, slot), units);
}

/* Copy a few bytes; memcpy of unknown length starts up too slowly. */
static inline void
account_copy_bytes(char *to, const char *from, uint32 length)
{
	if (length >= sizeof(uint64))
	{
		for (uint32 i = 0; i + sizeof(uint64) <= length; i += sizeof(uint64))
			memcpy(to + i, from + i, sizeof(uint64));
		memcpy(to + length - sizeof(uint64), from + length - sizeof(uint64),
			   sizeof(uint64));
	}
	else
		for (uint32 i = 0; i < length; i++)
			to[i] = from[i];
}

/* Make room for one more row, and for the bytes of its key. */
static inline AccountRow *
account_table_next_row(AccountTable *table, uint32 text_length)
{
	if (unlikely(table->batch_rows == table->batch_capacity ||
				 table->batch_text_used + text_length > table->batch_text_capacity))
		account_table_grow_batch(table, text_length);
	return &table->batch[table->batch_rows];
}

/* Take the row that account_table_next_row gave and the caller filled. */
static inline void
account_table_take_row(AccountTable *table, AccountRow *row)
{
	table->batch_text_used += row->length;
	table->batch_rows++;
}

/* False if the account has no line in the period; units is then undefined. */
static inline bool
account_table_get(const AccountTable *table, const AccountColumn *column,
				  uint32 slot, int128 *units)
{
	void	   *page = account_page(column, slot);

	if (table->double_width)
	{
		uint128		stored = *account_wide_cell(page, slot);

		*units = (int128) (stored ^ ACCOUNT_WIDE_CELL_SIGN);
		return stored != 0;
	}
	else
	{
		uint64		stored = *account_cell(page, slot);

		*units = (int64) (stored ^ ACCOUNT_CELL_SIGN);
		return stored != 0;
	}
}

#endif							/* KAM_ACCOUNT_TABLE_H */
