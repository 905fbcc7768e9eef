/*-------------------------------------------------------------------------
 *
 * ledger_accum.c
 *		Transition functions that take invoice lines and subscriptions into a
 *		ledger.
 *
 *-------------------------------------------------------------------------
 */
#include "ledger.h"

#include "catalog/pg_type_d.h"
#include "common/shortest_dec.h"
#include "nodes/primnodes.h"
#include "utils/datetime.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"
#include "utils/uuid.h"

pg_noreturn static void
NullArgument(const char *name, const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
			 errmsg("%s must not be null", name),
			 errhint("%s", hint)));
}

/* Asked for every line, of a few bytes: calling memcmp would take longer. */
static pg_attribute_always_inline bool
SameParameter(const LedgerParameter *parameter, Datum value)
{
	const struct varlena *argument = (struct varlena *) DatumGetPointer(value);
	const char *bytes = VARDATA_ANY(argument);
	const char *kept = parameter->bytes;
	Size		length = parameter->length;

	if (VARATT_IS_COMPRESSED(argument) || VARATT_IS_EXTERNAL(argument) ||
		VARSIZE_ANY_EXHDR(argument) != length)
		return false;
	for (; length >= sizeof(uint64); length -= sizeof(uint64))
	{
		if (memcmp(bytes, kept, sizeof(uint64)) != 0)
			return false;
		bytes += sizeof(uint64);
		kept += sizeof(uint64);
	}
	for (Size i = 0; i < length; i++)
		if (bytes[i] != kept[i])
			return false;
	return true;
}

static void
KeepParameter(Ledger *ledger, int i, const char *bytes, Size length)
{
	LedgerParameter *parameter = &ledger->parameter[i];

	if (parameter->bytes)
		pfree(parameter->bytes);
	parameter->bytes = NULL;
	parameter->bytes = MemoryContextAlloc(ledger->hdr.eoh_context, length + 1);
	memcpy(parameter->bytes, bytes, length);
	parameter->length = length;
}

/*
 * Arguments from argno on have been looked at: if they are constants, the next
 * lines of this call need no such look.
 */
static void
NoteFeeder(FunctionCallInfo fcinfo, Ledger *ledger, int argno)
{
	Aggref	   *aggref = AggGetAggref(fcinfo);

	ledger->feeder = NULL;
	if (aggref == NULL)
		return;
	for (int i = argno; i < PG_NARGS(); i++)
	{
		/* the state is no argument of the aggregate */
		TargetEntry *argument = list_nth_node(TargetEntry, aggref->args, i - 1);

		if (!IsA(argument->expr, Const))
			return;
	}
	ledger->feeder = fcinfo->flinfo;
}

/*
 * What a transition function takes, in one number: a ledger that was not last
 * fed by the same function gets a closer look.
 */
#define SIGNATURE(kind, basis, time) ((kind) | (basis) << 8 | (time) << 16)
#define TIME_WINDOWS	0xFF

/* Check the grain and, if given, the time zone of a line. */
static void
SetGrain(FunctionCallInfo fcinfo, Ledger *ledger, int argno, LedgerBasis basis,
		 AccountKeyKind kind, LedgerTime time)
{
	text	   *grain;
	Calendar	calendar = {0};
	pg_tz	   *zone = NULL;

	if (PG_ARGISNULL(argno))
		NullArgument("grain", "Use day, week, month, quarter or year.");
	grain = PG_GETARG_TEXT_PP(argno);
	calendar_parse(&calendar, VARDATA_ANY(grain), VARSIZE_ANY_EXHDR(grain));

	if (time == TIME_TIMESTAMPTZ)
	{
		text	   *zone_name;
		Size		length;

		if (PG_ARGISNULL(argno + 1))
			NullArgument("time zone", "Name the time zone in which days begin, such as Europe/Paris.");
		zone_name = PG_GETARG_TEXT_PP(argno + 1);
		length = VARSIZE_ANY_EXHDR(zone_name);
		if (length <= TZ_STRLEN_MAX)
			zone = pg_tzset(text_to_cstring(zone_name));
		if (zone == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("time zone \"%s\" not recognized",
							pnstrdup(VARDATA_ANY(zone_name),
									 Min(length, TZ_STRLEN_MAX))),
					 errhint("See the view pg_timezone_names.")));
		KeepParameter(ledger, 1, VARDATA_ANY(zone_name), length);
	}
	ledger_set_calendar(ledger, &calendar, basis, kind, zone);
	KeepParameter(ledger, 0, VARDATA_ANY(grain), VARSIZE_ANY_EXHDR(grain));
	ledger->signature = SIGNATURE(kind, basis, time);
	NoteFeeder(fcinfo, ledger, argno);
}

static inline void
CheckGrain(FunctionCallInfo fcinfo, Ledger *ledger, int argno,
		   LedgerBasis basis, AccountKeyKind kind, LedgerTime time)
{
	if (likely(ledger->feeder == fcinfo->flinfo))
		return;
	if (likely(ledger->signature == SIGNATURE(kind, basis, time) &&
			   !PG_ARGISNULL(argno) &&
			   SameParameter(&ledger->parameter[0], PG_GETARG_DATUM(argno)) &&
			   (time != TIME_TIMESTAMPTZ ||
				(!PG_ARGISNULL(argno + 1) &&
				 SameParameter(&ledger->parameter[1], PG_GETARG_DATUM(argno + 1))))))
		return;
	SetGrain(fcinfo, ledger, argno, basis, kind, time);
}

/* The days of a daterange */
static CalendarWindow
WindowFromRange(RangeType *range, const char *name)
{
	CalendarWindow window = {PG_INT32_MIN, PG_INT32_MAX};
	RangeBound	lower,
				upper;
	bool		empty;

	range_deserialize(lookup_type_cache(RangeTypeGetOid(range),
										TYPECACHE_RANGE_INFO),
					  range, &lower, &upper, &empty);
	if (empty)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s window is empty", name),
				 errhint("Give a range of days, such as daterange('2025-01-01', '2026-01-01').")));

	/* dateranges are canonical: [lower, upper) */
	if (!lower.infinite && !DATE_IS_NOBEGIN(DatumGetDateADT(lower.val)))
		window.from = DatumGetDateADT(lower.val);
	if (!upper.infinite && !DATE_IS_NOEND(DatumGetDateADT(upper.val)))
		window.until = DatumGetDateADT(upper.val);
	return window;
}

static void
SetWindows(FunctionCallInfo fcinfo, Ledger *ledger, int argno,
		   AccountKeyKind kind)
{
	static const char *const names[] = {"opening", "closing"};
	Calendar	calendar = {.grain = GRAIN_WINDOWS, .first_month = 1};

	for (int i = 0; i < 2; i++)
		if (PG_ARGISNULL(argno + i))
			NullArgument(names[i], "Give a range of days, such as daterange('2025-01-01', '2026-01-01').");
	for (int i = 0; i < 2; i++)
		calendar.window[i] = WindowFromRange(PG_GETARG_RANGE_P(argno + i), names[i]);
	if (calendar.window[0].from < calendar.window[1].until &&
		calendar.window[1].from < calendar.window[0].until)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("opening and closing windows overlap"),
				 errhint("Compare two periods of the same length that have no day in common.")));
	ledger_set_calendar(ledger, &calendar, LEDGER_FLOW, kind, NULL);
	for (int i = 0; i < 2; i++)
	{
		struct varlena *range = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(argno + i));

		KeepParameter(ledger, i, VARDATA_ANY(range), VARSIZE_ANY_EXHDR(range));
	}
	ledger->signature = SIGNATURE(kind, LEDGER_FLOW, TIME_WINDOWS);
	NoteFeeder(fcinfo, ledger, argno);
}

static pg_attribute_always_inline void
CheckWindows(FunctionCallInfo fcinfo, Ledger *ledger, int argno,
			 AccountKeyKind kind)
{
	if (likely(ledger->feeder == fcinfo->flinfo))
		return;
	if (likely(ledger->signature == SIGNATURE(kind, LEDGER_FLOW, TIME_WINDOWS) &&
			   !PG_ARGISNULL(argno) && !PG_ARGISNULL(argno + 1) &&
			   SameParameter(&ledger->parameter[0], PG_GETARG_DATUM(argno)) &&
			   SameParameter(&ledger->parameter[1], PG_GETARG_DATUM(argno + 1))))
		return;
	SetWindows(fcinfo, ledger, argno, kind);
}

pg_noreturn static void
InfiniteDate(const char *name)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be a finite date", name),
			 errhint("Correct such lines, or leave them out with FILTER (WHERE ...).")));
}

static inline DateADT
GetDay(FunctionCallInfo fcinfo, const Ledger *ledger, int argno, LedgerTime time)
{
	Timestamp	timestamp;
	struct pg_tm tm;
	fsec_t		fraction;
	int			offset;
	int64		day;

	if (unlikely(PG_ARGISNULL(argno)))
		NullArgument("booked_on", "Correct such lines, or leave them out with FILTER (WHERE ...).");
	if (time == TIME_DATE)
	{
		DateADT		date = PG_GETARG_DATEADT(argno);

		if (unlikely(DATE_NOT_FINITE(date)))
			InfiniteDate("booked_on");
		return date;
	}

	timestamp = PG_GETARG_TIMESTAMP(argno);
	if (unlikely(TIMESTAMP_NOT_FINITE(timestamp)))
		InfiniteDate("booked_on");
	if (time == TIME_TIMESTAMP)
	{
		day = timestamp / USECS_PER_DAY;
		if (timestamp % USECS_PER_DAY < 0)
			day--;
		return (DateADT) day;
	}
	if (likely(timestamp2tm(timestamp, &offset, &tm, &fraction, NULL, ledger->zone) == 0))
	{
		/* west of UTC, the earliest timestamps lie before the earliest date */
		day = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
		if (likely(IS_VALID_DATE(day)))
			return (DateADT) day;
	}
	ereport(ERROR,
			(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
			 errmsg("timestamp out of range")));
}

/*
 * A float8 amount is taken as the shortest decimal that it is read back from,
 * which is the amount that was meant: 0.1 is a tenth.  Up to four decimals and
 * fifteen digits no other decimal of that length rounds to it.
 */
static inline bool
Float8Units(double amount, int scale, int128 *units)
{
	double		scaled = amount * DECIMAL_BASE;
	int64		whole;

	if (unlikely(scale < 1 || !(fabs(scaled) < 1e15)))
		return false;			/* NaN comes here, too */
	whole = (int64) rint(scaled);
	if (unlikely((double) whole / DECIMAL_BASE != amount))
		return false;
	*units = (int128) whole * decimal_power[Min(scale - 1, 4)];
	return true;
}

static Datum
Float8ToNumeric(double amount)
{
	char		text[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (!isfinite(amount))
		kam_reject("amount", "must be a finite number", kam_float8_text(amount),
				   "Correct such lines, or leave them out with FILTER (WHERE ...).");
	double_to_shortest_decimal_buf(amount, text);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/* An amount in units, if it is a whole number of them and not a large one */
static pg_attribute_always_inline bool
QuickUnits(Ledger *ledger, Datum amount, SummaryInput type, int64 *units)
{
	AccountTable *table = &ledger->table;
	int128		wide;

	if (type == INPUT_NUMERIC)
	{
		Decimal		d;

		if (unlikely(!decimal_read(amount, &d)))
			kam_reject("amount", "must be a finite number", kam_numeric_text(amount),
					   "Correct such lines, or leave them out with FILTER (WHERE ...).");
		if (unlikely(d.dscale > ledger->dscale))
			ledger->dscale = d.dscale;
		return decimal_to_small_units(&d, table->scale, units);
	}
	if (!(type == INPUT_INT8 ?
		  summary_int8_units(DatumGetInt64(amount), table->scale, &wide) :
		  Float8Units(DatumGetFloat8(amount), table->scale, &wide)))
		return false;
	*units = (int64) wide;
	return *units == wide;
}

/*
 * Any other amount: as units, for which the scale may become finer, or (false)
 * as the numeric that is left.
 */
static bool
SlowUnits(Ledger *ledger, Datum amount, SummaryInput type, int128 *units,
		  Datum *exact)
{
	AccountTable *table = &ledger->table;
	Decimal		d;
	int			wanted;

	if (type == INPUT_FLOAT8)
		amount = Float8ToNumeric(DatumGetFloat8(amount));
	else if (type == INPUT_INT8)
		amount = decimal_from_int64(DatumGetInt64(amount));
	*exact = amount;
	if (!decimal_read(amount, &d))
		elog(ERROR, "amount is not finite");
	wanted = decimal_fraction_digits(&d);

	/* Float8Units needs room for decimals; floats show what they have */
	if (type == INPUT_FLOAT8)
		wanted = Max(wanted, 1);
	if (wanted > table->scale && wanted <= ACCOUNT_MAX_SCALE)
		account_table_set_scale(table, wanted);
	return decimal_to_units(&d, table->scale, units);
}

/* Where the account's key is, for kinds with bytes */
static pg_attribute_always_inline const char *
KeyBytes(Datum account, AccountKeyKind kind, uint32 *length)
{
	if (kind == ACCOUNT_UUID)
	{
		*length = UUID_LEN;
		return (const char *) DatumGetUUIDP(account)->data;
	}
	else
	{
		text	   *key = DatumGetTextPP(account);
		Size		size = VARSIZE_ANY_EXHDR(key);

		if (unlikely(size > ACCOUNT_MAX_KEY_LENGTH))
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("account key is too long"),
					 errdetail("It has %zu bytes; at most %d are possible.", size,
							   ACCOUNT_MAX_KEY_LENGTH),
					 errhint("Use the account's identifier.")));
		*length = (uint32) size;
		return VARDATA_ANY(key);
	}
}

/* Book an amount that is not quick, or has no account. */
static void
BookSlowly(Ledger *ledger, NullableDatum account, AccountKeyKind kind,
		   int32 period, Datum amount, SummaryInput type)
{
	AccountTable *table = &ledger->table;
	uint32		slot = ACCOUNT_NO_ACCOUNT;
	int128		units;
	Datum		exact;
	bool		narrow = SlowUnits(ledger, amount, type, &units, &exact);

	if (account.isnull)
		account_table_column(table, period)->lines_without_account++;
	else if (kind == ACCOUNT_INT8 || kind == ACCOUNT_ANONYMOUS)
		slot = account_table_slot(table, DatumGetInt64(account.value),
								  NULL, 0);
	else
	{
		uint32		length;
		const char *bytes = KeyBytes(account.value, kind, &length);

		slot = account_table_slot(table, 0, bytes, length);
	}
	if (narrow)
		account_table_add(table, slot, period, units);
	else
		account_table_add_exact(table, slot, period, exact);
}

/* Book an amount on an account, or on none, in a period. */
static pg_attribute_always_inline void
Book(Ledger *ledger, NullableDatum account, AccountKeyKind kind, int32 period,
	 Datum amount, SummaryInput type)
{
	AccountTable *table = &ledger->table;
	AccountRow *row;
	const char *bytes = NULL;
	uint32		length = 0;
	uint64		key;
	int64		units;

	if (unlikely(!QuickUnits(ledger, amount, type, &units) || account.isnull))
	{
		BookSlowly(ledger, account, kind, period, amount, type);
		return;
	}
	if (kind == ACCOUNT_INT8)
		key = (uint64) DatumGetInt64(account.value);
	else
	{
		bytes = KeyBytes(account.value, kind, &length);
		key = account_hash_bytes(table, bytes, length);
	}
	row = account_table_next_row(table, length);
	row->key = key;
	row->units = units;
	row->period = period;
	row->length = length;
	if (kind != ACCOUNT_INT8)
	{
		row->text = table->batch_text_used;
		account_copy_bytes(table->batch_text + row->text, bytes, length);
	}
	account_table_take_row(table, row);
}

/* (state, account, booked_on, amount, grain [, time zone]) */
static pg_attribute_always_inline Datum
TakeLine(FunctionCallInfo fcinfo, AccountKeyKind kind, LedgerTime time,
		 SummaryInput amount)
{
	Ledger	   *ledger = ledger_state(fcinfo);
	DateADT		day;

	CheckGrain(fcinfo, ledger, 4, LEDGER_FLOW, kind, time);
	if (likely(!PG_ARGISNULL(3)))
	{
		day = GetDay(fcinfo, ledger, 2, time);
		Book(ledger, fcinfo->args[1], kind,
			 calendar_period(&ledger->calendar, day), PG_GETARG_DATUM(3), amount);
	}
	return EOHPGetRWDatum(&ledger->hdr);
}

/* (state, account, booked_on, amount, opening daterange, closing daterange) */
static pg_attribute_always_inline Datum
TakeWindowedLine(FunctionCallInfo fcinfo, AccountKeyKind kind, SummaryInput amount)
{
	Ledger	   *ledger = ledger_state(fcinfo);

	CheckWindows(fcinfo, ledger, 4, kind);
	if (likely(!PG_ARGISNULL(3)))
	{
		DateADT		day = GetDay(fcinfo, ledger, 2, TIME_DATE);
		int32		period = calendar_period(&ledger->calendar, day);

		if (period != CALENDAR_NO_PERIOD)
			Book(ledger, fcinfo->args[1], kind, period, PG_GETARG_DATUM(3), amount);
	}
	return EOHPGetRWDatum(&ledger->hdr);
}

/*
 * The first period that begins on this day or later: a subscription counts in
 * the periods on whose first day it runs.
 */
static int32
PeriodFrom(Ledger *ledger, DateADT day)
{
	int32		period = calendar_period(&ledger->calendar, day);

	if (calendar_first_day(&ledger->calendar, period) == day)
		return period;
	if (!calendar_valid_period(&ledger->calendar, (int64) period + 1))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date out of range"),
				 errdetail("There is no period after that day.")));
	return period + 1;
}

/*
 * (state, account, starts_on, ends_on, amount, grain): a rate that holds on
 * the days from starts_on until before ends_on.
 */
static pg_attribute_always_inline Datum
TakeSubscription(FunctionCallInfo fcinfo, AccountKeyKind kind, SummaryInput amount)
{
	static const char *const hint =
	"Correct such subscriptions, or leave them out with FILTER (WHERE ...).";
	Ledger	   *ledger = ledger_state(fcinfo);
	DateADT		starts_on;
	DateADT		ends_on;
	Datum		ending;

	CheckGrain(fcinfo, ledger, 5, LEDGER_STOCK, kind, TIME_DATE);
	if (PG_ARGISNULL(4))
		return EOHPGetRWDatum(&ledger->hdr);
	if (PG_ARGISNULL(2))
		NullArgument("starts_on", hint);
	starts_on = PG_GETARG_DATEADT(2);
	if (DATE_NOT_FINITE(starts_on))
		InfiniteDate("starts_on");
	ends_on = PG_ARGISNULL(3) ? DATEVAL_NOEND : PG_GETARG_DATEADT(3);
	if (ends_on < starts_on)
		kam_reject("ends_on", "must not be before starts_on",
				   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(ends_on))),
				   hint);

	Book(ledger, fcinfo->args[1], kind, PeriodFrom(ledger, starts_on),
		 PG_GETARG_DATUM(4), amount);
	if (DATE_IS_NOEND(ends_on))
		return EOHPGetRWDatum(&ledger->hdr);

	switch (amount)
	{
		case INPUT_NUMERIC:
			ending = decimal_negate(PG_GETARG_DATUM(4));
			break;
		case INPUT_FLOAT8:
			ending = Float8GetDatum(-PG_GETARG_FLOAT8(4));
			break;
		default:				/* the least bigint has no negative */
			Book(ledger, fcinfo->args[1], kind, PeriodFrom(ledger, ends_on),
				 decimal_negate(decimal_from_int64(PG_GETARG_INT64(4))),
				 INPUT_NUMERIC);
			return EOHPGetRWDatum(&ledger->hdr);
	}
	Book(ledger, fcinfo->args[1], kind, PeriodFrom(ledger, ends_on), ending, amount);
	return EOHPGetRWDatum(&ledger->hdr);
}

/*
 * Lines without date: the total of each account is all that counts.
 */

#define TIME_NONE		0xFE

/* An argument for the final function, which that one checks further: k or corrected */
static int32
GetOption(FunctionCallInfo fcinfo, int argno, const char **name)
{
	int32		option;

	*name = get_fn_expr_argtype(fcinfo->flinfo, argno) == BOOLOID ? "corrected" : "k";
	if (PG_ARGISNULL(argno))
		NullArgument(*name, "Use a constant.");
	option = PG_GETARG_INT32(argno);
	if (option < 0)
		kam_reject(*name, "must be at least 1", psprintf("%d", option),
				   "Say how many of the largest accounts to take.");
	return Min(option, ACCOUNT_MAX_ACCOUNTS);	/* more there are never */
}

/* The option, if the function has one, is the argument after the amount. */
static pg_attribute_always_inline void
CheckTotals(FunctionCallInfo fcinfo, Ledger *ledger, int argno, AccountKeyKind kind)
{
	Calendar	calendar = {.grain = GRAIN_TOTAL, .first_month = 1};
	const char *name;

	if (likely(ledger->feeder == fcinfo->flinfo))
		return;
	if (likely(ledger->signature == SIGNATURE(kind, LEDGER_FLOW, TIME_NONE) &&
			   (PG_NARGS() == argno ||
				(!PG_ARGISNULL(argno) && PG_GETARG_INT32(argno) == ledger->option))))
		return;
	ledger_set_calendar(ledger, &calendar, LEDGER_FLOW, kind, NULL);
	if (PG_NARGS() > argno)
	{
		int32		option = GetOption(fcinfo, argno, &name);

		ledger_set_option(ledger, option, name);
	}
	ledger->signature = SIGNATURE(kind, LEDGER_FLOW, TIME_NONE);
	NoteFeeder(fcinfo, ledger, argno);
}

/* (state, account, amount [, option]) */
static pg_attribute_always_inline Datum
TakeTotal(FunctionCallInfo fcinfo, AccountKeyKind kind, SummaryInput amount)
{
	Ledger	   *ledger = ledger_state(fcinfo);

	CheckTotals(fcinfo, ledger, 3, kind);
	if (likely(!PG_ARGISNULL(2)))
		Book(ledger, fcinfo->args[1], kind, 0, PG_GETARG_DATUM(2), amount);
	return EOHPGetRWDatum(&ledger->hdr);
}

/* (state, amount [, option]): each line is an account. */
static pg_attribute_always_inline Datum
TakeAccount(FunctionCallInfo fcinfo, SummaryInput type)
{
	Ledger	   *ledger = ledger_state(fcinfo);
	AccountTable *table = &ledger->table;
	Datum		amount = PG_GETARG_DATUM(1);
	int64		units;

	CheckTotals(fcinfo, ledger, 2, ACCOUNT_ANONYMOUS);
	if (PG_ARGISNULL(1))
		return EOHPGetRWDatum(&ledger->hdr);
	if (type == INPUT_INT4)
	{
		amount = Int64GetDatum(DatumGetInt32(amount));
		type = INPUT_INT8;
	}
	if (likely(QuickUnits(ledger, amount, type, &units)))
		account_table_add(table, account_table_slot(table, 0, NULL, 0), 0, units);
	else
	{
		NullableDatum account = {.isnull = false};

		BookSlowly(ledger, account, ACCOUNT_ANONYMOUS, 0, amount, type);
	}
	return EOHPGetRWDatum(&ledger->hdr);
}

/* Book a number that a metric has made itself. */
void
ledger_book(Ledger *ledger, NullableDatum account, AccountKeyKind kind,
			int32 period, int64 amount)
{
	Book(ledger, account, kind, period, Int64GetDatum(amount), INPUT_INT8);
}

/* One transition function for each combination of key, date and amount */
#define ACCUM_AMOUNT(key, KEY, time, TIME, amount, AMOUNT) \
	SUMMARY_FUNCTION(ledger_accum_##key##_##time##_##amount, \
					 return TakeLine(fcinfo, ACCOUNT_##KEY, TIME_##TIME, INPUT_##AMOUNT))
#define ACCUM_TIME(key, KEY, time, TIME) \
	ACCUM_AMOUNT(key, KEY, time, TIME, numeric, NUMERIC) \
	ACCUM_AMOUNT(key, KEY, time, TIME, float8, FLOAT8) \
	ACCUM_AMOUNT(key, KEY, time, TIME, int8, INT8)
#define ACCUM_OTHER(key, KEY, amount, AMOUNT) \
	SUMMARY_FUNCTION(totals_accum_##key##_##amount, \
					 return TakeTotal(fcinfo, ACCOUNT_##KEY, INPUT_##AMOUNT)) \
	SUMMARY_FUNCTION(ledger_windows_accum_##key##_##amount, \
					 return TakeWindowedLine(fcinfo, ACCOUNT_##KEY, INPUT_##AMOUNT)) \
	SUMMARY_FUNCTION(subscription_accum_##key##_##amount, \
					 return TakeSubscription(fcinfo, ACCOUNT_##KEY, INPUT_##AMOUNT))
#define ACCUM_KEY(key, KEY) \
	ACCUM_TIME(key, KEY, date, DATE) \
	ACCUM_TIME(key, KEY, timestamp, TIMESTAMP) \
	ACCUM_TIME(key, KEY, timestamptz, TIMESTAMPTZ) \
	ACCUM_OTHER(key, KEY, numeric, NUMERIC) \
	ACCUM_OTHER(key, KEY, float8, FLOAT8) \
	ACCUM_OTHER(key, KEY, int8, INT8)

ACCUM_KEY(int8, INT8)
ACCUM_KEY(text, TEXT)
ACCUM_KEY(uuid, UUID)

SUMMARY_FUNCTION(accounts_accum_numeric, return TakeAccount(fcinfo, INPUT_NUMERIC))
SUMMARY_FUNCTION(accounts_accum_float8, return TakeAccount(fcinfo, INPUT_FLOAT8))
SUMMARY_FUNCTION(accounts_accum_int8, return TakeAccount(fcinfo, INPUT_INT8))
SUMMARY_FUNCTION(accounts_accum_int4, return TakeAccount(fcinfo, INPUT_INT4))

