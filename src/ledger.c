/*-------------------------------------------------------------------------
 *
 * ledger.c
 *		The state of aggregates over invoice lines: the expanded object, its SQL
 *		type, and reading it account by account.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#define LEDGER_MAGIC	0x4B414D4C

/*
 * The expanded object
 */

static Size LedgerFlatSize(ExpandedObjectHeader *header);
static void LedgerFlatten(ExpandedObjectHeader *header, void *result,
						  Size allocated);

const ExpandedObjectMethods ledger_methods = {
	LedgerFlatSize,
	LedgerFlatten
};

/* A ledger that will have a context, below parent, to itself */
#define OWN_CONTEXT(parent) \
	AllocSetContextCreate(parent, "kam ledger", ALLOCSET_START_SMALL_SIZES)

/*
 * The context of all ledgers of an aggregate.  With one to each, hashed groups
 * would take quadratic time: the server adds up all contexts for every new
 * group.  No ledger of an aggregate is ever deleted on its own, as transition
 * and combine functions return the ledger that they were given.
 */
static MemoryContext
SharedContext(MemoryContext aggregate)
{
	for (MemoryContext child = aggregate->firstchild; child; child = child->nextchild)
		if (strcmp(child->name, "kam ledgers") == 0)
			return child;
	return AllocSetContextCreate(aggregate, "kam ledgers",
								 ALLOCSET_START_SMALL_SIZES);
}

static Ledger *
CreateLedger(MemoryContext context)
{
	Ledger	   *ledger = MemoryContextAllocZero(context, sizeof(Ledger));

	EOH_init_header(&ledger->hdr, &ledger_methods, context);
	ledger->magic = LEDGER_MAGIC;
	ledger->option = LEDGER_NO_OPTION;
	ledger->calendar.context = context;
	return ledger;
}

/* An expanded ledger, or NULL if the datum is flat */
static Ledger *
ExpandedLedger(Datum value)
{
	Ledger	   *ledger;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)))
		return NULL;
	ledger = (Ledger *) DatumGetEOHP(value);
	if (ledger->hdr.eoh_methods != &ledger_methods ||
		ledger->magic != LEDGER_MAGIC)
		elog(ERROR, "expanded object is not a ledger");
	return ledger;
}

static Ledger *
ExpandLedger(Datum flat, MemoryContext context)
{
	struct varlena *value = PG_DETOAST_DATUM_PACKED(flat);
	Ledger	   *ledger = CreateLedger(context);

	ledger_merge_flat(ledger, VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
	return ledger;
}

/* A ledger to read, with all its lines in place */
Ledger *
ledger_get(Datum value)
{
	Ledger	   *ledger = ExpandedLedger(value);

	if (ledger == NULL)
		ledger = ExpandLedger(value, OWN_CONTEXT(CurrentMemoryContext));
	account_table_flush(&ledger->table);
	return ledger;
}

/* The flat form that was kept is no longer true, or has been used. */
static void
DropFlat(Ledger *ledger)
{
	ledger_forget_flat(ledger->flat);
	ledger->flat = NULL;
}

/*
 * ledger_state for all but the usual case.  A read-only or flat argument is
 * somebody else's and becomes a ledger of our own.
 */
Ledger *
ledger_state_slow(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!PG_ARGISNULL(0) &&
		VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(PG_GETARG_DATUM(0))))
	{
		Ledger	   *ledger = ExpandedLedger(PG_GETARG_DATUM(0));

		if (ledger->flat != NULL)
			DropFlat(ledger);
		return ledger;
	}

	context = AggCheckCallContext(fcinfo, &context) ? SharedContext(context) :
		OWN_CONTEXT(CurrentMemoryContext);
	if (PG_ARGISNULL(0))
		return CreateLedger(context);
	else
	{
		Ledger	   *shared = ExpandedLedger(PG_GETARG_DATUM(0));
		Ledger	   *own;

		if (shared == NULL)
			return ExpandLedger(PG_GETARG_DATUM(0), context);
		own = CreateLedger(context);
		ledger_merge(own, shared);
		return own;
	}
}

void
ledger_changed_parameter(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be the same for all lines of a ledger", name),
			 errhint("Use a constant.")));
}

/* Give a new ledger its calendar, or hold another's against it. */
void
ledger_set_calendar(Ledger *ledger, const Calendar *calendar, LedgerBasis basis,
			AccountKeyKind kind, pg_tz *zone)
{
	MemoryContext context = ledger->hdr.eoh_context;

	if (ledger->table.kind != 0)
	{
		if (ledger->table.kind != kind || ledger->basis != basis ||
			(calendar->grain != ledger->calendar.grain &&
			 Max(calendar->grain, ledger->calendar.grain) > GRAIN_WINDOWS))
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("cannot combine ledgers of different kinds"),
					 errdetail("They differ in the type of account or in what the amounts are."),
					 errhint("Compute all parts with the same arguments.")));
		if (ledger->zone != zone)
			ledger_changed_parameter("time zone");
		if (!calendar_equal(calendar, &ledger->calendar))
			ledger_changed_parameter(ledger->calendar.grain == GRAIN_WINDOWS ?
							 "window" : "grain");
		return;
	}
	ledger->calendar = *calendar;
	ledger->calendar.context = context;
	ledger->basis = basis;
	ledger->zone = zone;
	account_table_init(&ledger->table, context, kind);
	for (int32 p = 0; p < calendar_fixed_periods(calendar); p++)
		account_table_column(&ledger->table, p);
}

/* Keep an argument for the final function, or hold it against what was kept. */
void
ledger_set_option(Ledger *ledger, int32 option, const char *name)
{
	if (ledger->option == LEDGER_NO_OPTION)
		ledger->option = option;
	else if (option != LEDGER_NO_OPTION && option != ledger->option)
		ledger_changed_parameter(name);
}

static Size
LedgerFlatSize(ExpandedObjectHeader *header)
{
	Ledger	   *ledger = (Ledger *) header;

	if (ledger->flat == NULL)
	{
		MemoryContext old_context = MemoryContextSwitchTo(header->eoh_context);

		ledger->flat = ledger_measure(ledger, &ledger->flat_size);
		MemoryContextSwitchTo(old_context);
	}
	return VARHDRSZ + ledger->flat_size;
}

static void
LedgerFlatten(ExpandedObjectHeader *header, void *result, Size allocated)
{
	Ledger	   *ledger = (Ledger *) header;

	Assert(ledger->flat != NULL);
	if (ledger->flat == NULL || allocated != VARHDRSZ + ledger->flat_size)
		elog(ERROR, "size of a ledger has changed");
	SET_VARSIZE(result, allocated);
	ledger_write(ledger, ledger->flat, VARDATA(result), ledger->flat_size);
	DropFlat(ledger);
}

/*
 * SQL functions of the type
 */

/* Not STRICT: a first state must become a ledger in the aggregate's memory. */
PG_FUNCTION_INFO_V1(ledger_combine);
Datum
ledger_combine(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger;
	Ledger	   *other;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	ledger = ledger_state(fcinfo);
	other = ExpandedLedger(PG_GETARG_DATUM(1));
	if (other)
		ledger_merge(ledger, other);
	else
	{
		struct varlena *flat = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(1));

		ledger_merge_flat(ledger, VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat));
	}
	PG_RETURN_DATUM(EOHPGetRWDatum(&ledger->hdr));
}

/* Bytes from outside, once they have been read as a ledger */
static Datum
CheckedLedger(const char *bytes, Size size)
{
	Ledger	   *ledger = CreateLedger(OWN_CONTEXT(CurrentMemoryContext));

	ledger_merge_flat(ledger, bytes, size);
	PG_RETURN_DATUM(EOHPGetRWDatum(&ledger->hdr));
}

PG_FUNCTION_INFO_V1(ledger_in);
Datum
ledger_in(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = DatumGetByteaPP(DirectFunctionCall1(byteain,
															PG_GETARG_DATUM(0)));

	return CheckedLedger(VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

PG_FUNCTION_INFO_V1(ledger_recv);
Datum
ledger_recv(PG_FUNCTION_ARGS)
{
	StringInfo	wire = (StringInfo) PG_GETARG_POINTER(0);
	int			size = wire->len - wire->cursor;

	return CheckedLedger(pq_getmsgbytes(wire, size), size);
}

/* The flat form of an argument, as a bytea */
static bytea *
FlatBytes(Datum value)
{
	Ledger	   *ledger = ExpandedLedger(value);
	Size		size;
	bytea	   *result;

	if (ledger == NULL)
		return DatumGetByteaPP(value);
	size = EOH_get_flat_size(&ledger->hdr);
	result = palloc(size);
	EOH_flatten_into(&ledger->hdr, result, size);
	return result;
}

/*
 * As a hexadecimal string like a bytea's, whatever bytea_output is set to
 */
PG_FUNCTION_INFO_V1(ledger_out);
Datum
ledger_out(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = FlatBytes(PG_GETARG_DATUM(0));
	Size		size = VARSIZE_ANY_EXHDR(bytes);
	char	   *text = MemoryContextAllocHuge(CurrentMemoryContext, size * 2 + 3);

	text[0] = '\\';
	text[1] = 'x';
	text[2 + hex_encode(VARDATA_ANY(bytes), size, text + 2)] = '\0';
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(ledger_send);
Datum
ledger_send(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);

	/* never the argument itself, as array_send frees what it gets */
	if (ExpandedLedger(value) == NULL)
		PG_RETURN_BYTEA_P(DatumGetByteaPCopy(value));
	PG_RETURN_BYTEA_P(FlatBytes(value));
}

/* The final function of ledger_agg and of rollup: no lines give NULL */
PG_FUNCTION_INFO_V1(ledger_final);
Datum
ledger_final(PG_FUNCTION_ARGS)
{
	const AccountTable *table = &ledger_get(PG_GETARG_DATUM(0))->table;
	bool		empty = true;

	for (int32 p = 0; p < table->nperiods; p++)
		empty &= account_column_is_empty(table, &table->columns[p]);
	if (empty)
		PG_RETURN_NULL();
	PG_RETURN_BYTEA_P(FlatBytes(PG_GETARG_DATUM(0)));
}

PG_FUNCTION_INFO_V1(ledger_accounts);
Datum
ledger_accounts(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) ledger_get(PG_GETARG_DATUM(0))->table.nslots - 1);
}

PG_FUNCTION_INFO_V1(ledger_memory);
Datum
ledger_memory(PG_FUNCTION_ARGS)
{
	int64		accounts = PG_GETARG_INT64(0);
	int64		periods = PG_GETARG_INT64(1);

	if (accounts < 0 || accounts > ACCOUNT_MAX_ACCOUNTS)
		kam_reject("accounts", psprintf("must be between 0 and %d", ACCOUNT_MAX_ACCOUNTS),
				   psprintf(INT64_FORMAT, accounts),
				   "Give the number of accounts in one group.");
	if (periods < 0 || periods > ACCOUNT_MAX_PERIODS)
		kam_reject("periods", psprintf("must be between 0 and %d", ACCOUNT_MAX_PERIODS),
				   psprintf(INT64_FORMAT, periods),
				   "Give the number of periods from the first to the last line.");
	PG_RETURN_INT64(account_table_estimate(accounts, periods));
}

/*
 * Reading a ledger
 */

void
ledger_reject_form(const Ledger *ledger, const char *wanted, const char *hint)
{
	const char *found;

	switch (ledger->calendar.grain)
	{
		case GRAIN_WINDOWS:
			found = "two windows";
			break;
		case GRAIN_TOTAL:
			found = "totals";
			break;
		case GRAIN_ANSWERS:
			found = "answers";
			break;
		default:
			found = "periods";
			break;
	}
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("ledger has %s instead of %s", found, wanted),
			 errhint("%s", hint)));
}

void
ledger_require_grain(const Ledger *ledger)
{
	if (calendar_fixed_periods(&ledger->calendar) > 0)
		ledger_reject_form(ledger, "periods",
						   "Compute it with a grain, such as month.");
}

/* A summary in the units of a ledger */
Summary *
ledger_summary(const Ledger *ledger, const SummaryShape *shape)
{
	Summary    *state = summary_create(shape, SUMMARY_DECIMAL);

	state->scale = ledger->table.scale;
	state->dscale = ledger->dscale;
	return state;
}

void
ledger_open(Ledger *ledger, AccountCursor *cursor)
{
	account_cursor_open(cursor, &ledger->table);
}

/* Add the changes of a balance up to what it was in each period. */
static void
AddUp(AccountCursor *cursor, int32 nperiods)
{
	int128		balance = 0;

	for (int32 p = 0; p < nperiods && cursor->exact == NULL; p++)
		if (__builtin_add_overflow(balance, cursor->units[p], &balance))
			account_cursor_make_exact(cursor);

	for (int32 p = 1; p < nperiods; p++)
	{
		cursor->present[p] |= cursor->present[p - 1];
		if (cursor->exact)
			cursor->exact[p] = decimal_add(cursor->exact[p - 1], cursor->exact[p]);
		else
			cursor->units[p] += cursor->units[p - 1];
	}
}

/* The next account, with its revenue or its balance in each period */
bool
ledger_next_account(const Ledger *ledger, AccountCursor *cursor)
{
	if (!account_cursor_next(cursor))
		return false;
	if (ledger->basis == LEDGER_STOCK)
		AddUp(cursor, ledger->table.nperiods);
	return true;
}

/* The lines whose account is NULL, as if they were an account */
void
ledger_read_without_account(const Ledger *ledger, AccountCursor *cursor)
{
	account_cursor_read(cursor, ACCOUNT_NO_ACCOUNT);
	if (ledger->basis == LEDGER_STOCK)
		AddUp(cursor, ledger->table.nperiods);
}

/* Put the amounts of an account and a period into a row of a summary. */
void
ledger_read_account(SummaryRow *row, int input, const AccountCursor *cursor,
					int32 period)
{
	row->isnull[input] = false;
	row->nonfinite[input] = false;
	if (cursor->exact)
	{
		row->narrow = false;
		row->exact[input] = cursor->exact[period];
	}
	else
	{
		row->narrow = true;
		row->units[input] = cursor->units[period];
	}
}

/*
 * Results of several rows: an array of the composite type that the calling
 * function is declared to return
 */

void
ledger_rows_begin(LedgerRows *rows, FunctionCallInfo fcinfo, int columns)
{
	memset(rows, 0, sizeof(*rows));
	rows->type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
	rows->descriptor = lookup_rowtype_tupdesc_copy(rows->type, -1);
	if (rows->descriptor->natts != columns)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("type %s has been altered", format_type_be(rows->type)),
				 errdetail("It has %d columns instead of %d.",
						   rows->descriptor->natts, columns),
				 errhint("Install the extension again.")));
}

void
ledger_rows_add(LedgerRows *rows, Datum *values, bool *nulls)
{
	CHECK_FOR_INTERRUPTS();
	if (rows->count == rows->capacity)
	{
		rows->capacity = Max(rows->capacity * 2, 64);
		rows->row = rows->row == NULL ?
			palloc(rows->capacity * sizeof(Datum)) :
			repalloc_huge(rows->row, rows->capacity * sizeof(Datum));
	}
	rows->row[rows->count++] =
		HeapTupleGetDatum(heap_form_tuple(rows->descriptor, values, nulls));
}

Datum
ledger_rows_end(LedgerRows *rows)
{
	PG_RETURN_ARRAYTYPE_P(construct_array(rows->row, rows->count, rows->type,
										  -1, false, TYPALIGN_DOUBLE));
}
