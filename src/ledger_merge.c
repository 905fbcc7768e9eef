/*-------------------------------------------------------------------------
 *
 * ledger_merge.c
 *		Adding up ledgers: flat ones and those in memory.
 *
 * Nothing flat is believed when it is read: each count is held against the
 * bytes that are left.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger_flat.h"

#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

typedef struct Reader
{
	const uint8 *next;
	const uint8 *end;
} Reader;

pg_noreturn static void
CorruptLedger(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid value of type kam.ledger"),
			 errdetail_internal("%s", detail)));
}

static inline uint128
GetVarint(Reader *in)
{
	uint128		value = 0;

	for (int shift = 0;; shift += 7)
	{
		uint8		byte;

		if (unlikely(in->next >= in->end))
			CorruptLedger("It ends too early.");
		byte = *in->next++;
		if (unlikely(shift > 126 || (shift == 126 && (byte & 0x7F) > 3)))
			CorruptLedger("A number in it is too long.");
		value |= (uint128) (byte & 0x7F) << shift;
		if (byte < 0x80)
			return value;
	}
}

/* A number within limits; what is the name of what it counts */
static int64
GetNumber(Reader *in, int64 min, int64 max, const char *what)
{
	uint128		value = GetVarint(in);

	if (value > (uint128) max || (int64) value < min)
		CorruptLedger(psprintf("Its %s is out of range.", what));
	return (int64) value;
}

static int64
GetSigned(Reader *in, int64 min, int64 max, const char *what)
{
	int128		value = ledger_unzigzag(GetVarint(in));

	if (value < min || value > max)
		CorruptLedger(psprintf("Its %s is out of range.", what));
	return (int64) value;
}

static const char *
GetBytes(Reader *in, int64 max, uint32 *length, const char *what)
{
	const char *bytes;

	*length = (uint32) GetNumber(in, 0, Min(max, in->end - in->next), what);
	bytes = (const char *) in->next;
	in->next += *length;
	if (in->next > in->end)
		CorruptLedger("It ends too early.");
	return bytes;
}

/*
 * Which slots of ours the accounts of another ledger have, and in which runs of
 * consecutive slots within a page: long ones if most accounts are in both.
 */
typedef struct SlotRun
{
	uint32		start;			/* theirs */
	uint32		slot;			/* ours */
	uint32		length;
} SlotRun;

typedef struct SlotMap
{
	uint32	   *slots;
	uint32		nslots;
	SlotRun    *runs;
	uint32		nruns;
} SlotMap;

static SlotMap
CreateSlotMap(uint32 nslots)
{
	SlotMap		map = {.nslots = nslots};

	map.slots = MemoryContextAllocHuge(CurrentMemoryContext,
									   nslots * sizeof(uint32));
	map.slots[ACCOUNT_NO_ACCOUNT] = ACCOUNT_NO_ACCOUNT;
	return map;
}

static void
FindRuns(SlotMap *map)
{
	uint32		capacity = 64;
	SlotRun    *run = NULL;

	map->runs = palloc(capacity * sizeof(SlotRun));
	for (uint32 i = 0; i < map->nslots; i++)
	{
		uint32		slot = map->slots[i];

		if (run && slot == run->slot + run->length && slot % ACCOUNT_PAGE_SLOTS != 0)
		{
			run->length++;
			continue;
		}
		if (map->nruns == capacity)
		{
			capacity *= 2;
			map->runs = repalloc_huge(map->runs, capacity * sizeof(SlotRun));
		}
		run = &map->runs[map->nruns++];
		run->start = i;
		run->slot = slot;
		run->length = 1;
	}
}

static void
FreeSlotMap(SlotMap *map)
{
	pfree(map->slots);
	if (map->runs)
		pfree(map->runs);
}

/* Add an amount in units of a coarser or equal scale. */
static void
AddScaled(AccountTable *table, uint32 slot, int32 period, int128 units, int steps)
{
	int128		finer;

	if (!__builtin_mul_overflow(units, (int128) decimal_power[Min(steps, 4)], &finer) &&
		!__builtin_mul_overflow(finer, (int128) decimal_power[steps - Min(steps, 4)], &finer))
		account_table_add(table, slot, period, finer);
	else
	{
		ExactSum	sum = {0, 0};

		exact_sum_add(&sum, units);
		account_table_add_exact(table, slot, period,
								decimal_from_sum(&sum, table->scale - steps, 0));
	}
}

/* Dense cells as they are read */
typedef struct DenseCells
{
	const uint8 *bitmap;
	const uint8 *next;			/* the next cell with a line */
	int			width;
	int64		min;
} DenseCells;

static inline bool
HasLine(const uint8 *bitmap, uint32 i)
{
	return (bitmap[i / BITS_PER_BYTE] >> i % BITS_PER_BYTE) & 1;
}

/* Eight bytes, of which only the first belong to a cell */
static inline uint64
LoadCell(const uint8 *from, uint64 mask)
{
	uint64		above;

	memcpy(&above, from, sizeof(above));
#ifdef WORDS_BIGENDIAN
	above = pg_bswap64(above);
#endif
	return above & mask;
}

/*
 * Add a run of dense cells if that takes 64-bit additions only, and no sum
 * comes near the end of what they hold; false, with nothing done, if one does.
 * Which cells are empty is hard to predict: no branches.
 */
#define NEAR_SUM	(UINT64CONST(1) << 62)

static pg_noinline bool
AddRun(DenseCells *cells, const SlotRun *run, uint64 *cell)
{
	uint64		before[ACCOUNT_PAGE_SLOTS];
	const uint8 *bitmap = cells->bitmap;
	const uint8 *next = cells->next;
	int			width = cells->width;
	uint64		mask = PG_UINT64_MAX >> (64 - BITS_PER_BYTE * width);
	uint64		min = (uint64) cells->min;
	uint32		start = run->start;
	uint32		length = run->length;
	uint64		far = 0;

	for (uint32 i = 0; i < length; i++)
	{
		uint64		line = -(uint64) HasLine(bitmap, start + i);
		uint64		stored = cell[i];
		uint64		old = stored | (stored == 0 ? ACCOUNT_CELL_SIGN : 0);
		uint64		sum = old + ((LoadCell(next, mask) + min) & line);

		/* stored cells have the sign flipped: zero lies in the middle */
		far |= sum - NEAR_SUM;
		before[i] = stored;
		cell[i] = stored ^ ((stored ^ sum) & line);
		next += width & line;
	}
	if (unlikely(far >> 63 != 0))
	{
		memcpy(cell, before, length * sizeof(uint64));
		return false;
	}
	cells->next = next;
	return true;
}

static void
GetDenseCells(Reader *in, AccountTable *table, AccountColumn *column,
			  int32 period, const SlotMap *map, int width, int steps)
{
	DenseCells	cells = {.width = width};
	Size		bitmap_size = ledger_bitmap_size(map->nslots);
	uint64		lines;
	bool		plain;			/* no amount comes near the end of 64 bits */

	cells.min = GetSigned(in, PG_INT64_MIN, PG_INT64_MAX, "least amount");
	cells.bitmap = in->next;
	if ((Size) (in->end - in->next) < bitmap_size)
		CorruptLedger("It ends too early.");
	cells.next = in->next += bitmap_size;
	lines = pg_popcount((const char *) cells.bitmap, (int) bitmap_size);
	if (map->nslots % BITS_PER_BYTE != 0 &&
		cells.bitmap[bitmap_size - 1] >> map->nslots % BITS_PER_BYTE != 0)
		CorruptLedger("It has lines of more accounts than there are.");
	if ((Size) (in->end - in->next) < lines * width)
		CorruptLedger("It ends too early.");
	in->next += lines * width;

	plain = steps == 0 && width < (int) sizeof(int64) &&
		cells.min > -(int64) (NEAR_SUM / 2) && cells.min < (int64) (NEAR_SUM / 2);
	for (uint32 i = 0; i < map->nruns; i++)
	{
		const SlotRun *run = &map->runs[i];

		if (plain && !table->double_width &&
			in->end - cells.next >= (ptrdiff_t) ((Size) run->length * width + sizeof(uint64)) &&
			AddRun(&cells, run,
				   account_cell(account_table_page(table, column, run->slot), run->slot)))
			continue;
		for (uint32 j = 0; j < run->length; j++)
		{
			uint64		above = 0;

			if (!HasLine(cells.bitmap, run->start + j))
				continue;
			for (int k = width - 1; k >= 0; k--)
				above = above << BITS_PER_BYTE | cells.next[k];
			AddScaled(table, run->slot + j, period, (int128) cells.min + above, steps);
			cells.next += width;
		}
	}
}

static void
GetSparseCells(Reader *in, AccountTable *table, AccountColumn *column,
			   int32 period, const SlotMap *map, int steps)
{
	const uint32 *slots = map->slots;
	uint32		ncells = map->nslots;

	for (uint32 i = 0; i < ncells; i++)
	{
		uint128		cell = GetVarint(in);
		int128		units;

		if (cell == 0)
		{
			i += GetNumber(in, 1, ncells - i, "number of empty cells") - 1;
			continue;
		}
		units = ledger_unzigzag(cell - 1);
		if (steps > 0 || (int64) units != units ||
			!account_table_add_quickly(table, column, slots[i], (int64) units))
			AddScaled(table, slots[i], period, units, steps);
	}
}

static Datum
GetAmount(Reader *in)
{
	uint32		length;
	const char *bytes = GetBytes(in, MaxAllocSize, &length, "amount");
	StringInfoData wire;
	Datum		amount;

	initStringInfo(&wire);
	appendBinaryStringInfo(&wire, bytes, (int) length);
	amount = DirectFunctionCall3(numeric_recv, PointerGetDatum(&wire),
								 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	if (wire.cursor != wire.len || !decimal_is_finite(amount))
		CorruptLedger("An amount in it is not finite, or too long.");
	pfree(wire.data);
	return amount;
}

/* Read the head of a flat ledger, and adopt it or hold it against ours. */
static int
GetHead(Reader *in, Ledger *ledger)
{
	Calendar	calendar = {0};
	AccountKeyKind kind;
	LedgerBasis basis;
	uint32		length;
	const char *zone_name;
	pg_tz	   *zone = NULL;
	int			scale;
	int			dscale;

	GetNumber(in, LEDGER_VERSION, LEDGER_VERSION, "version");
	kind = GetNumber(in, ACCOUNT_INT8, ACCOUNT_ANONYMOUS, "kind of key");
	basis = GetNumber(in, LEDGER_FLOW, LEDGER_STOCK, "basis");
	calendar.grain = GetNumber(in, GRAIN_DAY, GRAIN_ANSWERS, "grain");
	calendar.first_month = GetNumber(in, 1, MONTHS_PER_YEAR, "first month");
	for (int i = 0; i < 2; i++)
	{
		calendar.window[i].from = GetSigned(in, PG_INT32_MIN, PG_INT32_MAX, "window");
		calendar.window[i].until = GetSigned(in, PG_INT32_MIN, PG_INT32_MAX, "window");
	}
	zone_name = GetBytes(in, TZ_STRLEN_MAX, &length, "time zone");
	if (length > 0)
	{
		zone = memchr(zone_name, '\0', length) ? NULL :
			pg_tzset(pnstrdup(zone_name, length));
		if (zone == NULL)
			CorruptLedger("Its time zone is not known here.");
	}
	if (kind == ACCOUNT_ANONYMOUS && calendar.grain != GRAIN_TOTAL)
		CorruptLedger("Its accounts have no keys.");
	scale = GetNumber(in, 0, ACCOUNT_MAX_SCALE, "scale");

	ledger_set_calendar(ledger, &calendar, basis, kind, zone);
	dscale = GetNumber(in, 0, DECIMAL_MAX_DSCALE, "display scale");
	ledger->dscale = Max(ledger->dscale, dscale);
	ledger_set_option(ledger, (int32) GetNumber(in, 0, PG_INT32_MAX, "option") +
					  LEDGER_NO_OPTION, "the last argument");
	if (scale > ledger->table.scale)
		account_table_set_scale(&ledger->table, scale);
	return ledger->table.scale - scale;
}

/* Add a flat ledger to this one. */
void
ledger_merge_flat(Ledger *ledger, const char *bytes, Size size)
{
	Reader		in = {(const uint8 *) bytes, (const uint8 *) bytes + size};
	AccountTable *table = &ledger->table;
	int			steps = GetHead(&in, ledger);
	int64		first_period;
	int64		nperiods;
	uint32		nslots;
	SlotMap		map;
	int128		before = 0;
	int64		nwide;

	account_table_flush(table);
	first_period = GetSigned(&in, PG_INT32_MIN, PG_INT32_MAX, "first period");
	nperiods = GetNumber(&in, 0, in.end - in.next, "number of periods");
	if (nperiods > 0 &&
		(!calendar_valid_period(&ledger->calendar, first_period) ||
		 !calendar_valid_period(&ledger->calendar, first_period + nperiods - 1)))
		CorruptLedger("A period in it has no dates.");
	nslots = GetNumber(&in, 0, Min(in.end - in.next, ACCOUNT_MAX_ACCOUNTS - 1),
					   "number of accounts") + 1;

	map = CreateSlotMap(nslots);
	for (uint32 i = 1; i < nslots; i++)
	{
		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (table->kind == ACCOUNT_ANONYMOUS)
			map.slots[i] = account_table_slot(table, 0, NULL, 0);
		else if (table->kind == ACCOUNT_INT8)
		{
			int128		key;

			if (__builtin_add_overflow(before, ledger_unzigzag(GetVarint(&in)), &key) ||
				(int64) key != key)
				CorruptLedger("A key in it is out of range.");
			map.slots[i] = account_table_slot(table, (int64) key, NULL, 0);
			before = key;
		}
		else
		{
			uint32		length;
			const char *key = GetBytes(&in, ACCOUNT_MAX_KEY_LENGTH, &length, "key");

			if (table->kind == ACCOUNT_UUID && length != UUID_LEN)
				CorruptLedger("A key in it is no uuid.");
			map.slots[i] = account_table_slot(table, 0, key, length);
		}
	}

	FindRuns(&map);
	if (nperiods > 0)
	{
		account_table_column(table, (int32) first_period);
		account_table_column(table, (int32) (first_period + nperiods - 1));
	}
	for (int32 p = 0; p < nperiods; p++)
	{
		int32		period = (int32) first_period + p;
		AccountColumn *column = account_table_column(table, period);
		int64		lines = GetNumber(&in, 0, SUMMARY_MAX_COUNT, "number of lines");
		bool		any = GetNumber(&in, 0, 1, "mark of lines");
		int			width;

		CHECK_FOR_INTERRUPTS();
		column->lines_without_account += lines;
		if (column->lines_without_account > SUMMARY_MAX_COUNT)
			CorruptLedger("Its number of lines is out of range.");
		if (!any)
			continue;
		width = GetNumber(&in, 0, sizeof(uint64), "width of cells");
		if (width > 0)
			GetDenseCells(&in, table, column, period, &map, width, steps);
		else
			GetSparseCells(&in, table, column, period, &map, steps);
	}

	nwide = GetNumber(&in, 0, in.end - in.next, "number of wide amounts");
	for (int64 i = 0; i < nwide; i++)
	{
		int64		period = GetSigned(&in, PG_INT32_MIN, PG_INT32_MAX, "period");
		uint32		slot = GetNumber(&in, 0, nslots - 1, "account");
		Datum		amount = GetAmount(&in);

		if (period < first_period || period >= first_period + nperiods)
			CorruptLedger("A wide amount is in none of its periods.");
		account_table_add_exact(table, map.slots[slot], (int32) period, amount);
		pfree(DatumGetPointer(amount));
	}
	if (in.next != in.end)
		CorruptLedger("It is too long.");
	FreeSlotMap(&map);
}

/*
 * Add another ledger in memory.  Its flat form would do, but the leader of a
 * parallel query, whose own share comes this way, is what all others wait for.
 */
void
ledger_merge(Ledger *ledger, Ledger *other)
{
	AccountTable *table = &ledger->table;
	AccountTable *from = &other->table;
	uint32	   *order;
	uint32	   *slots;
	int			steps;

	account_table_flush(from);
	ledger_set_calendar(ledger, &other->calendar, other->basis, from->kind,
						other->zone);
	account_table_flush(table);
	ledger->dscale = Max(ledger->dscale, other->dscale);
	ledger_set_option(ledger, other->option, "the last argument");
	if (from->scale > table->scale)
		account_table_set_scale(table, from->scale);
	steps = table->scale - from->scale;

	slots = MemoryContextAllocHuge(CurrentMemoryContext,
								   from->nslots * sizeof(uint32));
	slots[ACCOUNT_NO_ACCOUNT] = ACCOUNT_NO_ACCOUNT;
	order = ledger_order_accounts(from);	/* what follows may be flat */
	for (uint32 place = 1; place < from->nslots; place++)
	{
		uint32		i = order[place];

		if (place % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (from->kind == ACCOUNT_ANONYMOUS)
			slots[i] = account_table_slot(table, 0, NULL, 0);
		else if (from->kind == ACCOUNT_INT8)
			slots[i] = account_table_slot(table, from->keys.int8[i], NULL, 0);
		else
		{
			uint32		length;
			const char *key = account_key_bytes(from, from->keys.offset[i], &length);

			slots[i] = account_table_slot(table, 0, key, length);
		}
	}
	pfree(order);

	if (from->nperiods > 0)
	{
		account_table_column(table, from->first_period);
		account_table_column(table, from->first_period + from->nperiods - 1);
	}
	for (int32 p = 0; p < from->nperiods; p++)
	{
		int32		period = from->first_period + p;
		const AccountColumn *theirs = &from->columns[p];
		AccountColumn *ours = account_table_column(table, period);

		CHECK_FOR_INTERRUPTS();
		ours->lines_without_account += theirs->lines_without_account;
		if (ours->lines_without_account > SUMMARY_MAX_COUNT)
			CorruptLedger("Its number of lines is out of range.");
		for (uint32 i = 0; i < from->nslots; i++)
		{
			int128		units;

			if (i + LEDGER_PREFETCH_CELLS < from->nslots)
				__builtin_prefetch(account_cell_address(table, ours,
														slots[i + LEDGER_PREFETCH_CELLS]), 1);
			if (!account_table_get(from, theirs, i, &units))
				continue;
			if (unlikely(steps > 0 || (int64) units != units ||
						 !account_table_add_quickly(table, ours, slots[i], (int64) units)))
				AddScaled(table, slots[i], period, units, steps);
		}
	}

	if (from->wide)
	{
		HASH_SEQ_STATUS scan;
		AccountWide *entry;

		hash_seq_init(&scan, from->wide);
		while ((entry = hash_seq_search(&scan)) != NULL)
			account_table_add_exact(table, slots[entry->key.slot], entry->key.period,
									entry->value);
	}
	pfree(slots);
}
