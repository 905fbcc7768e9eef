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
 *		length and name of the time zone, scale, dscale,
 *		first period, number of periods, number of accounts,
 *		keys: bigint, or length and bytes,
 *		per period: lines without account, number of cells, cells,
 *		number of wide amounts: period, slot, length and bytes of a numeric
 *
 * A cell is its amount in units, plus one when zigzag-coded; a zero is
 * followed by how many cells in a row have no line.  Nothing is believed when
 * it is read: each count is held against the bytes that are left.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/uuid.h"

#define LEDGER_VERSION	1

/* The largest flat form: below what a varlena can be, with room to wrap it */
#define LEDGER_MAX_FLAT	(MaxAllocSize - 64)

/*
 * Writing
 */

static void
PutVarint(StringInfo out, uint128 value)
{
	char		bytes[19];		/* 128 bits, seven at a time */
	int			n = 0;

	do
	{
		bytes[n] = (char) ((value & 0x7F) | (value > 0x7F ? 0x80 : 0));
		value >>= 7;
		n++;
	} while (value != 0);
	appendBinaryStringInfo(out, bytes, n);
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
CheckFlatSize(const Ledger *ledger, const StringInfoData *out, Size more)
{
	if ((Size) out->len + more > LEDGER_MAX_FLAT)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("ledger is too large to be stored or passed between processes"),
				 errdetail("With %u accounts and %d periods it has more than 1 GB.",
						   ledger->table.nslots - 1, ledger->table.nperiods),
				 errhint("Set max_parallel_workers_per_gather to 0, use a coarser grain, or group the accounts.")));
}

static void
PutColumn(const Ledger *ledger, StringInfo out, const AccountColumn *column)
{
	uint32		used = 0;
	uint32		empty = 0;
	int128		units;

	for (uint32 slot = column->capacity; slot > 0 && used == 0; slot--)
		if (account_table_get(&ledger->table, column, slot - 1, &units))
			used = slot;
	PutVarint(out, column->lines_without_account);
	PutVarint(out, used);
	for (uint32 slot = 0; slot < used; slot++)
	{
		if (!account_table_get(&ledger->table, column, slot, &units))
		{
			empty++;
			continue;
		}
		if (empty > 0)
		{
			appendStringInfoChar(out, 0);
			PutVarint(out, empty);
			empty = 0;
		}
		/* INT128_MIN is no value, so one more always fits */
		PutVarint(out, Zigzag(units) + 1);
	}
}

/* Write the flat form, but for its varlena header. */
void
ledger_put_flat(Ledger *ledger, StringInfo out)
{
	AccountTable *table = &ledger->table;

	account_table_flush(table);
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
	PutVarint(out, Zigzag(table->first_period));
	PutVarint(out, table->nperiods);
	PutVarint(out, table->nslots - 1);

	for (uint32 slot = ACCOUNT_NO_ACCOUNT + 1; slot < table->nslots; slot++)
	{
		if (table->kind == ACCOUNT_INT8)
			PutVarint(out, Zigzag(table->keys.int8[slot]));
		else
		{
			uint32		length;
			const char *bytes = account_key_bytes(table, table->keys.offset[slot],
												  &length);

			PutBytes(out, bytes, length);
		}
		if (slot % 4096 == 0)
			CheckFlatSize(ledger, out, 4096 * (ACCOUNT_MAX_KEY_LENGTH + 3));
	}

	for (int32 p = 0; p < table->nperiods; p++)
	{
		AccountColumn *column = &table->columns[p];

		CHECK_FOR_INTERRUPTS();
		CheckFlatSize(ledger, out, 2 * sizeof(int64) +
					  (Size) column->capacity * (table->double_width ? 19 : 10));
		PutColumn(ledger, out, column);
	}

	if (table->wide)
	{
		HASH_SEQ_STATUS scan;
		AccountWide *entry;

		PutVarint(out, hash_get_num_entries(table->wide));
		hash_seq_init(&scan, table->wide);
		while ((entry = hash_seq_search(&scan)) != NULL)
		{
			bytea	   *amount = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																	 entry->value));

			CheckFlatSize(ledger, out, VARSIZE_ANY_EXHDR(amount) + 32);
			PutVarint(out, Zigzag(entry->key.period));
			PutVarint(out, entry->key.slot);
			PutBytes(out, VARDATA_ANY(amount), VARSIZE_ANY_EXHDR(amount));
			pfree(amount);
		}
	}
	else
		PutVarint(out, 0);
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

	GetNumber(in, LEDGER_VERSION, LEDGER_VERSION, "version");
	kind = GetNumber(in, ACCOUNT_INT8, ACCOUNT_UUID, "kind of key");
	basis = GetNumber(in, LEDGER_FLOW, LEDGER_STOCK, "basis");
	calendar.grain = GetNumber(in, GRAIN_DAY, GRAIN_WINDOWS, "grain");
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
	scale = GetNumber(in, 0, ACCOUNT_MAX_SCALE, "scale");

	ledger_set_calendar(ledger, &calendar, basis, kind, zone);
	ledger->dscale = Max(ledger->dscale,
						 GetNumber(in, 0, DECIMAL_MAX_DSCALE, "display scale"));
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
	uint32	   *slots;			/* theirs to ours */
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

	slots = MemoryContextAllocHuge(CurrentMemoryContext, nslots * sizeof(uint32));
	slots[ACCOUNT_NO_ACCOUNT] = ACCOUNT_NO_ACCOUNT;
	for (uint32 i = 1; i < nslots; i++)
	{
		if (i % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		if (table->kind == ACCOUNT_INT8)
			slots[i] = account_table_slot(table,
										  (uint64) GetSigned(&in, PG_INT64_MIN, PG_INT64_MAX, "key"),
										  NULL, 0);
		else
		{
			uint32		length;
			const char *key = GetBytes(&in, ACCOUNT_MAX_KEY_LENGTH, &length, "key");

			if (table->kind == ACCOUNT_UUID && length != UUID_LEN)
				CorruptLedger("A key in it is no uuid.");
			slots[i] = account_table_slot(table, account_hash_bytes(table, key, length),
										  key, length);
		}
	}

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
		uint32		ncells = GetNumber(&in, 0, nslots, "number of cells");

		CHECK_FOR_INTERRUPTS();
		column->lines_without_account += lines;
		if (column->lines_without_account > SUMMARY_MAX_COUNT)
			CorruptLedger("Its number of lines is out of range.");
		for (uint32 i = 0; i < ncells; i++)
		{
			uint128		cell = GetVarint(&in);

			if (cell == 0)
				i += GetNumber(&in, 1, ncells - i, "number of empty cells") - 1;
			else
				AddScaled(table, slots[i], period, Unzigzag(cell - 1), steps);
		}
	}

	nwide = GetNumber(&in, 0, in.end - in.next, "number of wide amounts");
	for (int64 i = 0; i < nwide; i++)
	{
		int64		period = GetSigned(&in, PG_INT32_MIN, PG_INT32_MAX, "period");
		uint32		slot = GetNumber(&in, 0, nslots - 1, "account");
		Datum		amount = GetAmount(&in);

		if (period < first_period || period >= first_period + nperiods)
			CorruptLedger("A wide amount is in none of its periods.");
		account_table_add_exact(table, slots[slot], (int32) period, amount);
		pfree(DatumGetPointer(amount));
	}
	if (in.next != in.end)
		CorruptLedger("It is too long.");
	pfree(slots);
}

