/*-------------------------------------------------------------------------
 *
 * account_table.c
 *		Amounts by account and period: growth, widening, batches.
 *
 *-------------------------------------------------------------------------
 */
#include "account_table.h"

#ifndef WIN32
#include <sys/mman.h>
#endif

#include "common/hashfn.h"
#include "common/pg_prng.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#define INITIAL_SLOTS	8
#define INITIAL_BUCKETS 16		/* at most half of them are taken */
#define INITIAL_BATCH	8
#define CHUNK_MAX_BYTES (16 * 1024 * 1024)
#define HUGE_PAGE		(2 * 1024 * 1024)
#define WIDE_ENTRY_SIZE (sizeof(HASHELEMENT) + MAXALIGN(sizeof(AccountWide)) + sizeof(void *))

/* the multipliers of a 64-bit mixing function */
#define MIX1			UINT64CONST(0x9E3779B97F4A7C15)
#define MIX2			UINT64CONST(0xD6E8FEB86659FD93)

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
Account(AccountTable *table, Size more, Size less)
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
static void *
Grow(AccountTable *table, void *old, Size old_size, Size new_size)
{
	char	   *result;

	Account(table, new_size, old_size);
	if (old)
		result = repalloc_huge(old, new_size);
	else
		result = MemoryContextAllocHuge(table->context, new_size);
	PreferHugePages(result + old_size, new_size - old_size);
	memset(result + old_size, 0, new_size - old_size);
	return result;
}

void
account_table_init(AccountTable *table, MemoryContext context,
				   AccountKeyKind kind)
{
	memset(table, 0, sizeof(*table));
	table->context = context;
	table->kind = kind;
	table->seed = pg_prng_uint64(&pg_global_prng_state);
	table->nslots = 1;			/* ACCOUNT_NO_ACCOUNT */
	table->column_pages = 1;
	table->page_slots = INITIAL_SLOTS;
}

/*
 * What a ledger of this size takes: chunks of pages grow by a quarter, buckets
 * are at most half full and number a power of two.  Keys other than bigint
 * take their own bytes on top.
 */
int64
account_table_estimate(int64 accounts, int64 periods)
{
	int128		bytes = (int128) accounts * 5 / 4 * (periods + 1) * sizeof(int64) +
		(int128) pg_nextpower2_64(Max(accounts, 8)) * 2 * sizeof(AccountBucket);

	return bytes > PG_INT64_MAX ? PG_INT64_MAX : (int64) bytes;
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
		return Grow(table, NULL, 0, size);

	if (table->chunk_pages_left == 0)
	{
		uint32		npages = Max(Min(table->npages / 4, CHUNK_MAX_BYTES / size), 1);
		Size		chunk_size = sizeof(AccountChunk) + npages * size;
		AccountChunk *chunk;

		Account(table, chunk_size, 0);
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
static void
GrowPages(AccountTable *table)
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
		pfree(old);
		Account(table, 0, old_size);
	}
}

/* Give columns and their pages new places, with room for more of both. */
static void
GrowDirectory(AccountTable *table, int32 first_period, int32 column_capacity,
			  uint32 column_pages)
{
	Size		size = (Size) column_capacity * column_pages;
	AccountColumn *columns;
	void	  **directory;

	if (column_capacity == 0)
	{
		table->column_pages = column_pages;
		return;
	}
	columns = Grow(table, NULL, 0, column_capacity * sizeof(AccountColumn));
	directory = Grow(table, NULL, 0, size * sizeof(void *));
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
	if (table->column_capacity > 0)
	{
		pfree(table->columns);
		pfree(table->directory);
		Account(table, 0, table->column_capacity *
				(sizeof(AccountColumn) + table->column_pages * sizeof(void *)));
	}
	table->columns = columns;
	table->directory = directory;
	table->column_capacity = column_capacity;
	table->column_pages = column_pages;
}

/*
 * Keys
 */

static inline uint64
MixHash(uint64 key)
{
	key *= MIX1;
	key ^= key >> 32;
	key *= MIX2;
	return key ^ (key >> 32);
}

uint64
account_hash_bytes(const AccountTable *table, const char *bytes, uint32 length)
{
	return hash_bytes_extended((const unsigned char *) bytes, (int) length,
							   table->seed);
}

/* As many bits of a key's hash as there may be buckets */
static inline uint32
ShortHash(const AccountTable *table, uint64 key)
{
	return (uint32) (table->kind == ACCOUNT_INT8 ? MixHash(key ^ table->seed) : key);
}

/* Put a bucket whose key is not there yet in its place. */
static void
PlaceBucket(AccountTable *table, AccountBucket bucket)
{
	uint32		mask = table->nbuckets - 1;
	uint32		b = ShortHash(table, bucket.key) & mask;

	while (table->buckets[b].slot != 0)
		b = (b + 1) & mask;
	table->buckets[b] = bucket;
}

/* Have buckets for so many accounts. */
static void
GrowBuckets(AccountTable *table, uint32 accounts)
{
	AccountBucket *old = table->buckets;
	uint32		nold = table->nbuckets;
	uint32		nbuckets = Max(pg_nextpower2_32(accounts * 2), INITIAL_BUCKETS);

	table->buckets = Grow(table, NULL, 0, (Size) nbuckets * sizeof(AccountBucket));
	table->nbuckets = nbuckets;
	for (uint32 i = 0; i < nold; i++)
		if (old[i].slot != 0)
			PlaceBucket(table, old[i]);
	if (old)
	{
		pfree(old);
		Account(table, 0, (Size) nold * sizeof(AccountBucket));
	}
}

/*
 * Most bigint keys are numbers that were given one after another.  As long as
 * there are no more than KEYS_PER_ACCOUNT integers for each account between the
 * least and the greatest, an array from key to slot takes the place of buckets:
 * it needs no more memory, and far less of the cache.  Keys are looked at when
 * buckets would have to grow; a key far from all others brings buckets back.
 *
 * Distances between keys are counted modulo 2^64, so no key is out of range.
 */
#define KEYS_PER_ACCOUNT	8

/* Let so many keys, the first of which is given, find their slots in an array. */
static void
MakeArray(AccountTable *table, uint64 first, uint64 nkeys)
{
	uint32	   *old = table->slot_of_key;
	Size		old_size = table->nkeys * sizeof(uint32);

	table->slot_of_key = Grow(table, NULL, 0, nkeys * sizeof(uint32));
	table->first_key = first;
	table->nkeys = nkeys;
	for (uint32 slot = 1; slot < table->nslots; slot++)
		table->slot_of_key[(uint64) table->keys.int8[slot] - first] = slot;
	if (old)
	{
		pfree(old);
		Account(table, 0, old_size);
	}
}

/* Use an array in place of buckets; false if keys are too far apart. */
static bool
UseArray(AccountTable *table, uint32 accounts)
{
	int64		first = table->keys.int8[1];
	int64		last = first;
	uint64		distance;

	for (uint32 slot = 2; slot < table->nslots; slot++)
	{
		first = Min(first, table->keys.int8[slot]);
		last = Max(last, table->keys.int8[slot]);
	}
	distance = (uint64) last - (uint64) first;
	if (distance >= (uint64) accounts * KEYS_PER_ACCOUNT)
		return false;
	MakeArray(table, (uint64) first, distance + 1);
	pfree(table->buckets);
	table->buckets = NULL;
	Account(table, 0, (Size) table->nbuckets * sizeof(AccountBucket));
	table->nbuckets = 0;
	return true;
}

/* Make the array reach a key and some way beyond; false if that is too far. */
static bool
ExtendArray(AccountTable *table, uint64 key)
{
	uint64		above = key - table->first_key;
	uint64		below = table->first_key - key;
	uint64		nkeys = above <= below ? above + 1 : below + table->nkeys;
	uint64		spare = nkeys / 4;

	if (nkeys > (uint64) table->nslots * KEYS_PER_ACCOUNT)
		return false;
	MakeArray(table, above <= below ? table->first_key : key - spare,
			  nkeys + spare);
	return true;
}

/* Go back to buckets, with room for a batch. */
static void
LeaveArray(AccountTable *table)
{
	pfree(table->slot_of_key);
	table->slot_of_key = NULL;
	Account(table, 0, table->nkeys * sizeof(uint32));
	table->nkeys = 0;
	GrowBuckets(table, Min(table->nslots + ACCOUNT_BATCH_ROWS, ACCOUNT_MAX_ACCOUNTS));
	for (uint32 slot = 1; slot < table->nslots; slot++)
	{
		AccountBucket bucket = {.key = (uint64) table->keys.int8[slot], .slot = slot};

		PlaceBucket(table, bucket);
	}
}

/* Make room for so many more accounts, to be added without further checks. */
static void
ReserveAccounts(AccountTable *table, uint32 more)
{
	uint64		wanted = (uint64) table->nslots + more;

	if (unlikely(wanted > ACCOUNT_MAX_ACCOUNTS))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many accounts in one ledger"),
				 errdetail("A ledger holds up to %d accounts.",
						   ACCOUNT_MAX_ACCOUNTS),
				 errhint("Use fewer accounts per group.")));
	if (unlikely(wanted * 2 > table->nbuckets) && table->slot_of_key == NULL &&
		table->kind != ACCOUNT_ANONYMOUS &&
		(table->kind != ACCOUNT_INT8 || table->nslots == 1 ||
		 !UseArray(table, (uint32) wanted)))
		GrowBuckets(table, (uint32) wanted);
	if (unlikely(wanted > table->slot_capacity))
	{
		uint64		capacity = Max(wanted, (uint64) table->slot_capacity * 3 / 2);
		Size		item = table->kind == ACCOUNT_INT8 ? sizeof(int64) : sizeof(uint32);

		capacity = Min(Max(capacity, INITIAL_SLOTS), ACCOUNT_MAX_ACCOUNTS);
		if (table->kind != ACCOUNT_ANONYMOUS)
			table->keys.int8 = Grow(table, table->keys.int8,
									table->slot_capacity * item, capacity * item);
		table->slot_capacity = (uint32) capacity;
		if (capacity > (uint64) table->column_pages << ACCOUNT_PAGE_SHIFT)
			GrowDirectory(table, table->first_period, table->column_capacity,
						  (uint32) ((capacity - 1) >> ACCOUNT_PAGE_SHIFT) + 1);
	}
}

/* Keep the bytes of a new key, and return where they are. */
static uint32
KeepKeyBytes(AccountTable *table, const char *bytes, uint32 length)
{
	Size		size = TYPEALIGN(sizeof(uint64), sizeof(length) + length);
	Size		offset = table->key_bytes_used;

	if (offset + size > table->key_bytes_capacity)
	{
		Size		capacity = Max(table->key_bytes_capacity * 3 / 2,
								   offset + size + 128);

		table->key_bytes = Grow(table, table->key_bytes,
								table->key_bytes_capacity, capacity);
		table->key_bytes_capacity = capacity;
	}
	if (unlikely(offset / sizeof(uint64) > PG_UINT32_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("account keys of one ledger are too long in total"),
				 errhint("Use shorter keys, or fewer accounts per group.")));
	memcpy(table->key_bytes + offset, &length, sizeof(length));
	memcpy(table->key_bytes + offset + sizeof(length), bytes, length);
	table->key_bytes_used = offset + size;
	return (uint32) (offset / sizeof(uint64));
}

static inline bool
SameBytes(const AccountTable *table, uint32 offset, const char *bytes,
		  uint32 length)
{
	uint32		kept_length;
	const char *kept = account_key_bytes(table, offset, &kept_length);

	if (kept_length != length)
		return false;
	for (; length >= sizeof(uint64); length -= sizeof(uint64))
	{
		uint64		a,
					b;

		memcpy(&a, kept, sizeof(a));
		memcpy(&b, bytes, sizeof(b));
		if (a != b)
			return false;
		kept += sizeof(a);
		bytes += sizeof(b);
	}
	for (uint32 i = 0; i < length; i++)
		if (kept[i] != bytes[i])
			return false;
	return true;
}

/* The slot of a key, a new one if need be; room has been reserved. */
static inline uint32
FindInBuckets(AccountTable *table, uint64 key, const char *bytes, uint32 length)
{
	uint32		mask = table->nbuckets - 1;
	AccountBucket *bucket;

	for (uint32 b = ShortHash(table, key) & mask;; b = (b + 1) & mask)
	{
		bucket = &table->buckets[b];
		if (bucket->slot == 0)
			break;
		if (bucket->key == key &&
			(bytes == NULL || SameBytes(table, bucket->offset, bytes, length)))
			return bucket->slot;
	}

	Assert(table->nslots < table->slot_capacity);
	bucket->key = key;
	if (bytes == NULL)
		table->keys.int8[table->nslots] = (int64) key;
	else
	{
		bucket->offset = KeepKeyBytes(table, bytes, length);
		table->keys.offset[table->nslots] = bucket->offset;
	}
	bucket->slot = table->nslots++;
	return bucket->slot;
}

/* The same for bigint keys */
static inline uint32
FindSlot(AccountTable *table, uint64 key)
{
	uint32	   *slot;

	while (unlikely(key - table->first_key >= table->nkeys))
	{
		if (table->slot_of_key == NULL)
			return FindInBuckets(table, key, NULL, 0);
		if (!ExtendArray(table, key))
			LeaveArray(table);
	}
	slot = &table->slot_of_key[key - table->first_key];
	if (unlikely(*slot == 0))
	{
		Assert(table->nslots < table->slot_capacity);
		table->keys.int8[table->nslots] = (int64) key;
		*slot = table->nslots++;
	}
	return *slot;
}

/* The slot of an account: by its number, or by the bytes of its key */
uint32
account_table_slot(AccountTable *table, int64 number, const char *bytes,
				   uint32 length)
{
	uint32		slot;

	ReserveAccounts(table, 1);
	switch (table->kind)
	{
		case ACCOUNT_ANONYMOUS:
			slot = table->nslots++;
			break;
		case ACCOUNT_INT8:
			slot = FindSlot(table, (uint64) number);
			break;
		default:
			slot = FindInBuckets(table, account_hash_bytes(table, bytes, length),
								 bytes, length);
			break;
	}
	GrowPages(table);
	return slot;
}

/* The slots in the order of their keys, if it need not be found by sorting */
bool
account_table_order(const AccountTable *table, uint32 *order)
{
	uint32		n = 0;

	/* keys in the array may pass from the greatest to the least */
	if (table->slot_of_key == NULL ||
		(int64) table->first_key > (int64) (table->first_key + table->nkeys - 1))
		return false;
	order[n++] = ACCOUNT_NO_ACCOUNT;
	for (uint64 i = 0; i < table->nkeys; i++)
		if (table->slot_of_key[i] != 0)
			order[n++] = table->slot_of_key[i];
	Assert(n == table->nslots);
	return true;
}

/*
 * Amounts
 */

/* Make the columns reach a period. */
static void
CoverPeriods(AccountTable *table, int32 period)
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

		GrowDirectory(table, (int32) first, (int32) (wanted + spare),
					  table->column_pages);
	}
	table->first_period = (int32) first;
	table->nperiods = (int32) wanted;
}

AccountColumn *
account_table_column(AccountTable *table, int32 period)
{
	CoverPeriods(table, period);
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
		Account(table, WIDE_ENTRY_SIZE, 0);
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
	Account(table, GetMemoryChunkSpace(DatumGetPointer(entry->value)),
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
			{
				pfree(narrow);
				Account(table, 0, table->page_slots * sizeof(int64));
			}
		}
	while (old_chunks != NULL)
	{
		AccountChunk *next = old_chunks->next;

		Account(table, 0, old_chunks->size);
		pfree(old_chunks);
		old_chunks = next;
	}
}

/* Add units that the caller knows to fit the width of the cells. */
static void
AddUnits(AccountTable *table, AccountColumn *column, uint32 slot, int32 period,
		 int128 units)
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
	AddUnits(table, column, slot, period, units);
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
			AddUnits(table, column, slot, table->first_period + p, finer);
		}
	}
	table->scale = scale;
}

/*
 * Batches
 */

/*
 * Make room for a row whose key has so many bytes: enlarge a small batch, as
 * many groups have few rows, or else empty it.
 */
void
account_table_grow_batch(AccountTable *table, uint32 text_length)
{
	int			rows = table->batch_capacity;
	uint32		text = table->batch_text_capacity;

	if (table->batch_rows == rows)
	{
		if (rows == ACCOUNT_BATCH_ROWS)
			account_table_flush(table);
		else
		{
			rows = rows == 0 ? INITIAL_BATCH : Min(rows * 4, ACCOUNT_BATCH_ROWS);
			table->batch = Grow(table, table->batch,
								table->batch_capacity * sizeof(AccountRow),
								rows * sizeof(AccountRow));
			table->batch_capacity = rows;
		}
	}
	if (table->batch_text_used + text_length > text)
	{
		if (text == ACCOUNT_BATCH_TEXT)
			account_table_flush(table);
		else
		{
			text = Min(Max(text * 4, table->batch_text_used + text_length),
					   ACCOUNT_BATCH_TEXT);
			table->batch_text = Grow(table, table->batch_text,
									 table->batch_text_capacity, text);
			table->batch_text_capacity = text;
			if (table->batch_text_used + text_length > text)
				account_table_flush(table);
		}
	}
}

/*
 * Ask for what the search for slots will read.  Inlined, for the reason given
 * at account_cell_address.
 */
static pg_attribute_always_inline void
FetchKeys(const AccountTable *table, bool bytes_keys)
{
	uint32		mask = table->nbuckets - 1;
	const AccountRow *end = table->batch + table->batch_rows;

	if (table->slot_of_key)
	{
		for (const AccountRow *row = table->batch; row < end; row++)
			if (row->key - table->first_key < table->nkeys)
				__builtin_prefetch(&table->slot_of_key[row->key - table->first_key]);
		return;
	}
	for (const AccountRow *row = table->batch; row < end; row++)
		__builtin_prefetch(&table->buckets[ShortHash(table, row->key) & mask]);

	/* the bytes of keys are one more step away */
	if (bytes_keys)
		for (const AccountRow *row = table->batch; row < end; row++)
			__builtin_prefetch(table->key_bytes + sizeof(uint64) *
							   table->buckets[ShortHash(table, row->key) & mask].offset);
}

static pg_attribute_always_inline void
FlushPasses(AccountTable *table, bool bytes_keys)
{
	AccountRow *end = table->batch + table->batch_rows;

	FetchKeys(table, bytes_keys);
	for (AccountRow *row = table->batch; row < end; row++)
	{
		if (unlikely((uint32) (row->period - table->first_period) >=
					 (uint32) table->nperiods))
			CoverPeriods(table, row->period);
		row->slot = bytes_keys ?
			FindInBuckets(table, row->key, table->batch_text + row->text, row->length) :
			FindSlot(table, row->key);
		__builtin_prefetch(account_cell_address(table,
												&table->columns[row->period - table->first_period],
												row->slot), 1);
	}

	GrowPages(table);
	for (AccountRow *row = table->batch; row < end; row++)
	{
		AccountColumn *column = &table->columns[row->period - table->first_period];

		if (unlikely(!account_table_add_quickly(table, column, row->slot,
												row->units)))
			AddUnits(table, column, row->slot, row->period, row->units);
	}
}

void
account_table_flush(AccountTable *table)
{
	if (table->batch_rows == 0)
		return;
	CHECK_FOR_INTERRUPTS();
	ReserveAccounts(table, table->batch_rows);
	if (table->kind == ACCOUNT_INT8)
		FlushPasses(table, false);
	else
		FlushPasses(table, true);
	table->batch_rows = 0;
	table->batch_text_used = 0;
}
