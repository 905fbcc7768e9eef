/*-------------------------------------------------------------------------
 *
 * account_table.c
 *		From accounts to slots, and lines in batches.
 *
 *-------------------------------------------------------------------------
 */
#include "account_table.h"

#include "common/hashfn.h"
#include "common/pg_prng.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"

#define INITIAL_SLOTS	8
#define INITIAL_BUCKETS 16		/* at most half of them are taken */
#define INITIAL_BATCH	8

/* the multipliers of a 64-bit mixing function */
#define MIX1			UINT64CONST(0x9E3779B97F4A7C15)
#define MIX2			UINT64CONST(0xD6E8FEB86659FD93)

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

	table->buckets = account_table_allocate(table, NULL, 0,
											(Size) nbuckets * sizeof(AccountBucket));
	table->nbuckets = nbuckets;
	for (uint32 i = 0; i < nold; i++)
		if (old[i].slot != 0)
			PlaceBucket(table, old[i]);
	account_table_release(table, old, (Size) nold * sizeof(AccountBucket));
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

	table->slot_of_key = account_table_allocate(table, NULL, 0, nkeys * sizeof(uint32));
	table->first_key = first;
	table->nkeys = nkeys;
	for (uint32 slot = 1; slot < table->nslots; slot++)
		table->slot_of_key[(uint64) table->keys.int8[slot] - first] = slot;
	account_table_release(table, old, old_size);
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
	account_table_release(table, table->buckets,
						  (Size) table->nbuckets * sizeof(AccountBucket));
	table->buckets = NULL;
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
	account_table_release(table, table->slot_of_key, table->nkeys * sizeof(uint32));
	table->slot_of_key = NULL;
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
			table->keys.int8 = account_table_allocate(table, table->keys.int8,
													  table->slot_capacity * item,
													  capacity * item);
		table->slot_capacity = (uint32) capacity;
		if (capacity > (uint64) table->column_pages << ACCOUNT_PAGE_SHIFT)
			account_table_grow_directory(table, table->first_period, table->column_capacity,
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

		table->key_bytes = account_table_allocate(table, table->key_bytes,
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
	account_table_grow_pages(table);
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
			table->batch = account_table_allocate(table, table->batch,
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
			table->batch_text = account_table_allocate(table, table->batch_text,
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
			account_table_cover(table, row->period);
		row->slot = bytes_keys ?
			FindInBuckets(table, row->key, table->batch_text + row->text, row->length) :
			FindSlot(table, row->key);
		__builtin_prefetch(account_cell_address(table,
												&table->columns[row->period - table->first_period],
												row->slot), 1);
	}

	account_table_grow_pages(table);
	for (AccountRow *row = table->batch; row < end; row++)
	{
		AccountColumn *column = &table->columns[row->period - table->first_period];

		if (unlikely(!account_table_add_quickly(table, column, row->slot,
												row->units)))
			account_table_add_units(table, column, row->slot, row->period, row->units);
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
