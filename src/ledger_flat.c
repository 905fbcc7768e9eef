/*-------------------------------------------------------------------------
 *
 * ledger_flat.c
 *		Writing the flat form of a ledger.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger_flat.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "port/pg_bitutils.h"
#include "port/pg_bswap.h"
#include "utils/memutils.h"

/* The largest flat form: below what a varlena can be, with room to wrap it */
#define LEDGER_MAX_FLAT	(MaxAllocSize - 64)

#define MAX_VARINT		19		/* 128 bits, seven at a time */

/*
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
uint32 *
ledger_order_accounts(const AccountTable *table)
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
			next = WriteVarint(next, ledger_zigzag(units) + 1);
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
	Size		sparse = (Size) shape->lines * VarintLength(Max(ledger_zigzag(min), ledger_zigzag(max)) + 1) +
		((Size) Min(shape->lines, nslots - shape->lines) + 1) *
		(1 + VarintLength(nslots));

	if ((int64) min == min && (uint128) max - (uint128) min <= PG_UINT64_MAX)
	{
		int			width = 1 + pg_leftmost_one_pos64((uint64) (max - min) | 1) / BITS_PER_BYTE;
		Size		dense = ledger_bitmap_size(nslots) + (Size) shape->lines * width;

		if (dense <= sparse * 3 / 2)
		{
			shape->min = (int64) min;
			shape->width = width;
			shape->size = VarintLength(ledger_zigzag(min)) + dense;
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
	char	   *next = to + ledger_bitmap_size(table->nslots);
	unsigned int bits = 0;

	for (uint32 i = 0; i < table->nslots; i++)
	{
		uint32		slot = order[i];
		uint64		above;
		int			line;

		if (i + LEDGER_PREFETCH_CELLS < table->nslots)
			__builtin_prefetch(account_cell_address(table, column,
													order[i + LEDGER_PREFETCH_CELLS]));
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
	to = WriteVarint(to, ledger_zigzag(shape->min));
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
		PutVarint(out, ledger_zigzag(ledger->calendar.window[i].from));
		PutVarint(out, ledger_zigzag(ledger->calendar.window[i].until));
	}
	if (ledger->zone)
		PutBytes(out, pg_get_timezone_name(ledger->zone),
				 strlen(pg_get_timezone_name(ledger->zone)));
	else
		PutVarint(out, 0);
	PutVarint(out, table->scale);
	PutVarint(out, ledger->dscale);
	PutVarint(out, ledger->option - LEDGER_NO_OPTION);
	PutVarint(out, ledger_zigzag(table->first_period));
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
			PutVarint(out, ledger_zigzag((int128) table->keys.int8[order[i]] - before));
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
		PutVarint(out, ledger_zigzag(entry->key.period));
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
	flat->order = ledger_order_accounts(table);
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
