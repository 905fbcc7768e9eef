/*-------------------------------------------------------------------------
 *
 * ledger_flat.c
 *		The flat form of a ledger, for tables, parallel workers and other servers.
 *
 * The flat form is a sequence of bytes behind a varlena header, in which
 * every number is a varint (seven bits a byte, the last one below 128) and
 * signed numbers are zigzag-coded:
 *
 *		version, kind of key, basis, grain, first month, two windows,
 *		length and name of the time zone, scale, dscale, option plus one,
 *		first period, number of periods, number of accounts,
 *		keys: difference from the one before, or length and bytes, or none,
 *		per period: lines without account, 1 if it has cells: width, cells,
 *		number of wide amounts: period, account, length and bytes of a numeric
 *
 * Accounts come in an order that depends on their keys alone, so that whoever
 * adds up several ledgers goes through memory in the same order for each.
 * Cells come in one of two ways.  Dense, with a width of 1 to 8: the least
 * amount, a bit for each cell (low bit first) that says if it has a line,
 * then for each of those that many bytes (low byte first) with what it has
 * above the least.  Sparse, with a width of 0: a varint for each cell, its
 * zigzag-coded amount plus one; a zero is followed by how many cells in a row
 * have no line.
 *
 * Nothing is believed when it is read: each count is held against the bytes
 * that are left.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

#define LEDGER_VERSION	1

/* The largest flat form: below what a varlena can be, with room to wrap it */
#define LEDGER_MAX_FLAT	(MaxAllocSize - 64)

#define MAX_VARINT		19		/* 128 bits, seven at a time */

/*
 * Writing
 *
 * First everything but the cells is written and these are measured; then all of
 * it is put where it belongs at once, as a copy would take longer than the rest.
 */

/* Write a varint, and return what follows it. */
static char *
WriteVarint(char *to, uint128 value)
{
	do
	{
		*to++ = (char) ((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
		value >>= 7;
	} while (value != 0);
	return to;
}

static void
PutVarint(StringInfo out, uint128 value)
{
	char		bytes[MAX_VARINT];

	appendBinaryStringInfo(out, bytes, (int) (WriteVarint(bytes, value) - bytes));
}

static uint128
Zigzag(int128 value)
{
	return ((uint128) value << 1) ^ (uint128) (value >> 127);
}

static void
PutBytes(StringInfo out, const char *bytes, Size length)
{
	PutVarint(out, length);
	appendBinaryStringInfo(out, bytes, (int) length);
}

/* Refuse before a buffer does, in words that help. */
static void
CheckFlatSize(const Ledger *ledger, Size size)
{
	if (size > LEDGER_MAX_FLAT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("ledger is too large to be stored or passed between processes"),
				 errdetail("With %u accounts and %d periods it has more than 1 GB.",
						   ledger->table.nslots - 1, ledger->table.nperiods),
				 errhint("Set max_parallel_workers_per_gather to 0, use a coarser grain, or group the accounts.")));
}

static int
VarintLength(uint128 value)
{
	int			length = 1;

	while ((value >>= 7) != 0)
		length++;
	return length;
}

/* The order in which accounts are written */
typedef struct Place
{
	uint64		rank;
	uint32		slot;
} Place;

#define ST_SORT SortPlaces
#define ST_ELEMENT_TYPE Place
#define ST_COMPARE(a, b) ((a)->rank < (b)->rank ? -1 : (a)->rank > (b)->rank)
#define ST_SCOPE static
#define ST_DEFINE
#include "lib/sort_template.h"

/* The slots in the order of their keys, or of a hash that is always the same */
static uint32 *
OrderAccounts(const AccountTable *table)
{
	uint32	   *order = palloc_extended(table->nslots * sizeof(uint32),
										MCXT_ALLOC_HUGE);
	Place	   *places;

	if (account_table_order(table, order))
		return order;
	places = palloc_extended(table->nslots * sizeof(Place), MCXT_ALLOC_HUGE);

	for (uint32 slot = 1; slot < table->nslots; slot++)
	{
		places[slot].slot = slot;
		if (table->kind == ACCOUNT_ANONYMOUS)
			places[slot].rank = slot;
		else if (table->kind == ACCOUNT_INT8)
			places[slot].rank = (uint64) table->keys.int8[slot] ^ ACCOUNT_CELL_SIGN;
		else
		{
			uint32		length;
			const char *bytes = account_key_bytes(table, table->keys.offset[slot],
												  &length);

			places[slot].rank = hash_bytes_extended((const unsigned char *) bytes,
													(int) length, 0);
		}
	}
	SortPlaces(places + 1, table->nslots - 1);
	order[0] = ACCOUNT_NO_ACCOUNT;
	for (uint32 i = 1; i < table->nslots; i++)
		order[i] = places[i].slot;
	pfree(places);
	return order;
}

/* Cells are read and written in another order than they lie: fetch ahead. */
#define PREFETCH_CELLS	32

/* What there is to know about a column before it is written */
typedef struct ColumnShape
{
	uint32		lines;			/* cells with a line */
	int64		min;
	int			width;			/* of the dense form; 0 if sparse */
	Size		size;			/* with its head */
} ColumnShape;

/* A ledger that has been measured */
struct LedgerFlat
{
	StringInfoData head;		/* what is before the columns */
	StringInfoData tail;		/* and behind them */
	uint32	   *order;
	ColumnShape *shapes;
};

static inline Size
BitmapSize(uint32 nslots)
{
	return ((Size) nslots + BITS_PER_BYTE - 1) / BITS_PER_BYTE;
}

/* Write sparse cells; measure them if there is nowhere to write. */
static Size
WriteSparseCells(const AccountTable *table, const uint32 *order,
				 const AccountColumn *column, char *to)
{
	Size		size = 0;
	uint32		empty = 0;

	for (uint32 i = 0; i <= table->nslots; i++)
	{
		char		bytes[3 * MAX_VARINT];
		char	   *next = to ? to + size : bytes;
		char	   *start = next;
		int128		units;
		bool		line = i < table->nslots &&
			account_table_get(table, column, order[i], &units);

		if (empty > 0 && (line || i == table->nslots))
		{
			next = WriteVarint(next, 0);
			next = WriteVarint(next, empty);
			empty = 0;
		}
		/* the least int128 is no amount, so one more always fits */
		if (line)
			next = WriteVarint(next, Zigzag(units) + 1);
		else
			empty++;
		size += next - start;
	}
	return size;
}

/* Dense cells are read several times faster, so they may be somewhat longer. */
static void
ChooseForm(ColumnShape *shape, uint32 nslots, int128 min, int128 max)
{
	/* at worst there is a run of empty cells before each one, and at the end */
	Size		sparse = (Size) shape->lines * VarintLength(Max(Zigzag(min), Zigzag(max)) + 1) +
		((Size) Min(shape->lines, nslots - shape->lines) + 1) *
		(1 + VarintLength(nslots));

	if ((int64) min == min && (uint128) max - (uint128) min <= PG_UINT64_MAX)
	{
		int			width = 1 + pg_leftmost_one_pos64((uint64) (max - min) | 1) / BITS_PER_BYTE;
		Size		dense = BitmapSize(nslots) + (Size) shape->lines * width;

		if (dense <= sparse * 3 / 2)
		{
			shape->min = (int64) min;
			shape->width = width;
			shape->size = VarintLength(Zigzag(min)) + dense;
		}
	}
}

static ColumnShape
ShapeOfColumn(const AccountTable *table, const uint32 *order,
			  const AccountColumn *column)
{
	ColumnShape shape = {0};
	int128		min = 0;
	int128		max = 0;

	if (table->double_width)
	{
		int128		units;

		for (uint32 slot = 0; slot < table->nslots; slot++)
		{
			if (!account_table_get(table, column, slot, &units))
				continue;
			min = shape.lines == 0 ? units : Min(min, units);
			max = shape.lines == 0 ? units : Max(max, units);
			shape.lines++;
		}
	}
	else
	{
		/* 64-bit cells are compared as they are stored */
		uint64		least = PG_UINT64_MAX;
		uint64		most = 0;

		for (uint32 i = 0; i < table->column_pages; i++)
		{
			const uint64 *cells = column->pages[i];

			if (account_page_is_empty(cells))
				continue;
			for (uint32 slot = 0; slot < table->page_slots; slot++)
			{
				shape.lines += cells[slot] != 0;
				least = Min(least, cells[slot] - 1);	/* the most if empty */
				most = Max(most, cells[slot]);
			}
		}
		min = (int64) ((least + 1) ^ ACCOUNT_CELL_SIGN);
		max = (int64) (most ^ ACCOUNT_CELL_SIGN);
	}
	if (shape.lines > 0)
	{
		ChooseForm(&shape, table->nslots, min, max);
		if (shape.width == 0)
			shape.size = WriteSparseCells(table, order, column, NULL);
		shape.size += 1;		/* the width */
	}
	shape.size += VarintLength(column->lines_without_account) + 1;
	return shape;
}

/*
 * Write dense cells.  Those without a line are written, too, and then over
 * them: no branch, as which cells are empty is hard to predict.
 */
static char *
WriteDenseCells(const AccountTable *table, const uint32 *order,
				const AccountColumn *column, const ColumnShape *shape,
				char *to, const char *end)
{
	uint64		base = (uint64) shape->min ^ ACCOUNT_CELL_SIGN;
	int			width = shape->width;
	char	   *next = to + BitmapSize(table->nslots);
	unsigned int bits = 0;

	for (uint32 i = 0; i < table->nslots; i++)
	{
		uint32		slot = order[i];
		uint64		above;
		int			line;

		if (i + PREFETCH_CELLS < table->nslots)
			__builtin_prefetch(account_cell_address(table, column,
													order[i + PREFETCH_CELLS]));
		if (!table->double_width)
		{
			uint64		cell = *account_cell(account_page(column, slot), slot);

			line = cell != 0;
			above = cell - base;
		}
		else
		{
			int128		units;

			line = account_table_get(table, column, slot, &units);
			above = (uint64) (units - shape->min);
		}
#ifdef WORDS_BIGENDIAN
		above = pg_bswap64(above);
#endif
		if (likely(end - next >= (ptrdiff_t) sizeof(above)))
			memcpy(next, &above, sizeof(above));
		else if (line)
			memcpy(next, &above, width);
		next += width & -line;

		bits |= line << (i % BITS_PER_BYTE);
		if (i % BITS_PER_BYTE == BITS_PER_BYTE - 1 || i == table->nslots - 1)
		{
			*to++ = (char) bits;
			bits = 0;
		}
	}
	return next;
}

static char *
WriteColumn(const AccountTable *table, const uint32 *order,
			const AccountColumn *column, const ColumnShape *shape,
			char *to, const char *end)
{
	to = WriteVarint(to, column->lines_without_account);
	to = WriteVarint(to, shape->lines > 0);
	if (shape->lines == 0)
		return to;
	to = WriteVarint(to, shape->width);
	if (shape->width == 0)
		return to + WriteSparseCells(table, order, column, to);
	to = WriteVarint(to, Zigzag(shape->min));
	return WriteDenseCells(table, order, column, shape, to, end);
}

static void
PutHead(const Ledger *ledger, StringInfo out)
{
	const AccountTable *table = &ledger->table;

	PutVarint(out, LEDGER_VERSION);
	PutVarint(out, table->kind);
	PutVarint(out, ledger->basis);
	PutVarint(out, ledger->calendar.grain);
	PutVarint(out, ledger->calendar.first_month);
	for (int i = 0; i < 2; i++)
	{
		PutVarint(out, Zigzag(ledger->calendar.window[i].from));
		PutVarint(out, Zigzag(ledger->calendar.window[i].until));
	}
	if (ledger->zone)
		PutBytes(out, pg_get_timezone_name(ledger->zone),
				 strlen(pg_get_timezone_name(ledger->zone)));
	else
		PutVarint(out, 0);
	PutVarint(out, table->scale);
	PutVarint(out, ledger->dscale);
	PutVarint(out, ledger->option - LEDGER_NO_OPTION);
	PutVarint(out, Zigzag(table->first_period));
	PutVarint(out, table->nperiods);
	PutVarint(out, table->nslots - 1);
}

static void
PutKeys(const Ledger *ledger, StringInfo out, const uint32 *order)
{
	const AccountTable *table = &ledger->table;
	int64		before = 0;

	for (uint32 i = 1; i < table->nslots && table->kind != ACCOUNT_ANONYMOUS; i++)
	{
		if (table->kind == ACCOUNT_INT8)
		{
			PutVarint(out, Zigzag((int128) table->keys.int8[order[i]] - before));
			before = table->keys.int8[order[i]];
		}
		else
		{
			uint32		length;
			const char *bytes = account_key_bytes(table,
												  table->keys.offset[order[i]],
												  &length);

			PutBytes(out, bytes, length);
		}
		if (i % 4096 == 0)
		{
			CHECK_FOR_INTERRUPTS();
			CheckFlatSize(ledger, (Size) out->len + 4096 * (ACCOUNT_MAX_KEY_LENGTH + 3));
		}
	}
}

static void
PutWideAmounts(const Ledger *ledger, StringInfo out, const uint32 *order)
{
	const AccountTable *table = &ledger->table;
	HASH_SEQ_STATUS scan;
	AccountWide *entry;
	uint32	   *place;

	if (table->wide == NULL)
	{
		PutVarint(out, 0);
		return;
	}
	place = palloc_extended(table->nslots * sizeof(uint32), MCXT_ALLOC_HUGE);
	for (uint32 i = 0; i < table->nslots; i++)
		place[order[i]] = i;
	PutVarint(out, hash_get_num_entries(table->wide));
	hash_seq_init(&scan, table->wide);
	while ((entry = hash_seq_search(&scan)) != NULL)
	{
		bytea	   *amount = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																 entry->value));

		CheckFlatSize(ledger, (Size) out->len + VARSIZE_ANY_EXHDR(amount) + 32);
		PutVarint(out, Zigzag(entry->key.period));
		PutVarint(out, place[entry->key.slot]);
		PutBytes(out, VARDATA_ANY(amount), VARSIZE_ANY_EXHDR(amount));
		pfree(amount);
	}
	pfree(place);
}

/*
 * Measure the flat form, in the current memory context, so that it can be
 * written; nothing may be added in between.
 */
LedgerFlat *
ledger_measure(Ledger *ledger, Size *size)
{
	AccountTable *table = &ledger->table;
	LedgerFlat *flat = palloc0(sizeof(LedgerFlat));

	account_table_flush(table);
	initStringInfo(&flat->head);
	initStringInfo(&flat->tail);
	flat->order = OrderAccounts(table);
	flat->shapes = palloc_extended(Max(table->nperiods, 1) * sizeof(ColumnShape),
								   MCXT_ALLOC_HUGE);
	PutHead(ledger, &flat->head);
	PutKeys(ledger, &flat->head, flat->order);
	PutWideAmounts(ledger, &flat->tail, flat->order);

	*size = (Size) flat->head.len + flat->tail.len;
	for (int32 p = 0; p < table->nperiods; p++)
	{
		CHECK_FOR_INTERRUPTS();
		flat->shapes[p] = ShapeOfColumn(table, flat->order, &table->columns[p]);
		*size += flat->shapes[p].size;
	}
	CheckFlatSize(ledger, *size);
	return flat;
}

/* Write the flat form of a ledger that has been measured. */
void
ledger_write(const Ledger *ledger, const LedgerFlat *flat, char *to, Size size)
{
	const AccountTable *table = &ledger->table;
	const char *end = to + size;

	memcpy(to, flat->head.data, flat->head.len);
	to += flat->head.len;
	for (int32 p = 0; p < table->nperiods; p++)
		to = WriteColumn(table, flat->order, &table->columns[p],
						 &flat->shapes[p], to, end);
	if (end - to != flat->tail.len)
		elog(ERROR, "size of a ledger has changed");
	memcpy(to, flat->tail.data, flat->tail.len);
}

void
ledger_forget_flat(LedgerFlat *flat)
{
	pfree(flat->head.data);
	pfree(flat->tail.data);
	pfree(flat->order);
	pfree(flat->shapes);
	pfree(flat);
}

/*
 * Reading
 */

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

static inline int128
Unzigzag(uint128 value)
{
	return (int128) (value >> 1) ^ -(int128) (value & 1);
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
	int128		value = Unzigzag(GetVarint(in));

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
	Size		bitmap_size = BitmapSize(map->nslots);
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
		units = Unzigzag(cell - 1);
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

			if (__builtin_add_overflow(before, Unzigzag(GetVarint(&in)), &key) ||
				(int64) key != key)
				CorruptLedger("A key in it is out of range.");
			map.slots[i] = account_table_slot(table, (uint64) key, NULL, 0);
			before = key;
		}
		else
		{
			uint32		length;
			const char *key = GetBytes(&in, ACCOUNT_MAX_KEY_LENGTH, &length, "key");

			if (table->kind == ACCOUNT_UUID && length != UUID_LEN)
				CorruptLedger("A key in it is no uuid.");
			map.slots[i] = account_table_slot(table, account_hash_bytes(table, key, length),
										  key, length);
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
	order = OrderAccounts(from);	/* what follows may be flat */
	for (uint32 place = 1; place < from->nslots; place++)
	{
		uint32		i = order[place];

		if (place % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (from->kind == ACCOUNT_ANONYMOUS)
			slots[i] = account_table_slot(table, 0, NULL, 0);
		else if (from->kind == ACCOUNT_INT8)
			slots[i] = account_table_slot(table, (uint64) from->keys.int8[i], NULL, 0);
		else
		{
			uint32		length;
			const char *key = account_key_bytes(from, from->keys.offset[i], &length);

			slots[i] = account_table_slot(table, account_hash_bytes(table, key, length),
										  key, length);
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

			if (i + PREFETCH_CELLS < from->nslots)
				__builtin_prefetch(account_cell_address(table, ours,
														slots[i + PREFETCH_CELLS]), 1);
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
