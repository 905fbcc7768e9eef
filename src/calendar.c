/*-------------------------------------------------------------------------
 *
 * calendar.c
 *		From dates to periods, and amounts spread over them.
 *
 *-------------------------------------------------------------------------
 */
#include "calendar.h"

#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/datetime.h"

#include "decimal.h"

#define MONTHS_PER_QUARTER	3

/* 2000-01-03, day 2 of the server's count, was a Monday. */
#define FIRST_MONDAY		2

/* Tables grow by half, and up to a few centuries. */
#define TABLE_MIN_SLACK		40
#define TABLE_MAX_DAYS		(INT64CONST(1) << 18)

static const struct
{
	const char *name;
	CalendarGrain grain;
}			grains[] =
{
	{"day", GRAIN_DAY},
	{"week", GRAIN_WEEK},
	{"month", GRAIN_MONTH},
	{"quarter", GRAIN_QUARTER},
	{"year", GRAIN_YEAR},
};

static const char *const fiscal = " from ";

static int32
FloorDivide(int32 a, int32 b)
{
	return a / b - (a % b < 0);
}

pg_noreturn static void
BadGrain(const char *grain, int length)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown grain"),
			 errdetail("Found \"%.*s\".", Min(length, CALENDAR_MAX_GRAIN_LENGTH),
					   grain),
			 errhint("Use day, week, month, quarter or year; for a fiscal year that begins in April, \"quarter from 4\" or \"year from 4\".")));
}

/* Fill in grain and first_month. */
void
calendar_parse(Calendar *calendar, const char *grain, int length)
{
	for (int i = 0; i < (int) lengthof(grains); i++)
	{
		int			named = strlen(grains[i].name);
		const char *rest;
		int			month = 0;

		if (length < named || memcmp(grain, grains[i].name, named) != 0)
			continue;
		calendar->grain = grains[i].grain;
		calendar->first_month = 1;
		if (length == named)
			return;

		/* what follows can only be " from N" */
		rest = grain + named + strlen(fiscal);
		if ((calendar->grain == GRAIN_QUARTER || calendar->grain == GRAIN_YEAR) &&
			rest < grain + length && rest + 2 >= grain + length &&
			memcmp(grain + named, fiscal, strlen(fiscal)) == 0)
		{
			for (; rest < grain + length && *rest >= '0' && *rest <= '9'; rest++)
				month = month * 10 + (*rest - '0');
			if (rest == grain + length && month >= 1 && month <= MONTHS_PER_YEAR)
			{
				calendar->first_month = month;
				return;
			}
		}
		break;
	}
	BadGrain(grain, length);
}

bool
calendar_equal(const Calendar *a, const Calendar *b)
{
	return a->grain == b->grain && a->first_month == b->first_month &&
		(a->grain != GRAIN_WINDOWS ||
		 memcmp(a->window, b->window, sizeof(a->window)) == 0);
}

static int32
ComputePeriod(const Calendar *calendar, DateADT day)
{
	int			year,
				month,
				mday;
	int32		months;

	switch (calendar->grain)
	{
		case GRAIN_DAY:
			return day;
		case GRAIN_WEEK:
			return FloorDivide(day - FIRST_MONDAY, 7);
		case GRAIN_WINDOWS:
			for (int i = 0; i < 2; i++)
				if (day >= calendar->window[i].from &&
					day < calendar->window[i].until)
					return i;
			return CALENDAR_NO_PERIOD;
		default:
			break;
	}

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &mday);
	months = year * MONTHS_PER_YEAR + month - calendar->first_month;
	if (calendar->grain == GRAIN_MONTH)
		return months;
	return FloorDivide(months, calendar->grain == GRAIN_QUARTER ?
					   MONTHS_PER_QUARTER : MONTHS_PER_YEAR);
}

/*
 * The period of a day outside the table, which is made to reach that day if
 * it does not become too long.
 */
int32
calendar_extend(Calendar *calendar, DateADT day)
{
	int64		slack = Max(TABLE_MIN_SLACK, calendar->ndays / 2);
	int64		first = (int64) day - slack;
	int64		last = (int64) day + slack;
	int32	   *table;

	if (calendar->grain == GRAIN_DAY || calendar->grain == GRAIN_WEEK)
		return ComputePeriod(calendar, day);

	if (calendar->ndays > 0)
	{
		first = Min(first, calendar->first_day);
		last = Max(last, calendar->first_day + calendar->ndays - 1);
	}
	if (last - first + 1 > TABLE_MAX_DAYS ||
		!IS_VALID_DATE(first) || !IS_VALID_DATE(last))
		return ComputePeriod(calendar, day);

	table = MemoryContextAlloc(calendar->context,
							   (last - first + 1) * sizeof(int32));
	for (int64 d = first; d <= last; d++)
		table[d - first] = ComputePeriod(calendar, (DateADT) d);
	if (calendar->period_of_day)
		pfree(calendar->period_of_day);
	calendar->period_of_day = table;
	calendar->first_day = first;
	calendar->ndays = last - first + 1;
	return table[day - first];
}

/* Can a date lie in this period? */
bool
calendar_valid_period(const Calendar *calendar, int64 period)
{
	if (calendar_fixed_periods(calendar) > 0)
		return period >= 0 && period < calendar_fixed_periods(calendar);
	return period >= ComputePeriod(calendar, DATETIME_MIN_JULIAN - POSTGRES_EPOCH_JDATE) &&
		period <= ComputePeriod(calendar, DATE_END_JULIAN - 1 - POSTGRES_EPOCH_JDATE);
}

/* The first day of a period; not for windows */
DateADT
calendar_first_day(const Calendar *calendar, int32 period)
{
	int32		months;
	int32		year;

	switch (calendar->grain)
	{
		case GRAIN_DAY:
			return period;
		case GRAIN_WEEK:
			return period * 7 + FIRST_MONDAY;
		case GRAIN_MONTH:
			months = period;
			break;
		case GRAIN_QUARTER:
			months = period * MONTHS_PER_QUARTER;
			break;
		case GRAIN_YEAR:
			months = period * MONTHS_PER_YEAR;
			break;
		default:
			elog(ERROR, "calendar of windows has no first day");
	}
	months += calendar->first_month - 1;
	year = FloorDivide(months, MONTHS_PER_YEAR);

	/* the earliest date may lie within the earliest period */
	return Max(date2j(year, months - year * MONTHS_PER_YEAR + 1, 1),
			   DATETIME_MIN_JULIAN) - POSTGRES_EPOCH_JDATE;
}

/*
 * An amount for a span of days, such as an annual prepayment, spread over the
 * periods in proportion to their days.  The parts are differences of rounded
 * running sums, so that they add up to the amount.
 */
typedef struct Spread
{
	Calendar	calendar;
	Datum		amount;
	int			scale;			/* of the parts; that of an amount, cents at least */
	DateADT		starts_on;
	DateADT		ends_on;
	int32		period;			/* the next one */
	Datum		so_far;			/* sum of the parts before it */
} Spread;

static Spread *
BeginSpread(FunctionCallInfo fcinfo)
{
	static const char *const hint =
	"Correct such rows, or leave them out with WHERE.";
	Spread	   *spread = palloc0(sizeof(Spread));
	text	   *grain = PG_GETARG_TEXT_PP(3);
	Decimal		d;

	spread->calendar.context = CurrentMemoryContext;
	calendar_parse(&spread->calendar, VARDATA_ANY(grain), VARSIZE_ANY_EXHDR(grain));
	spread->amount = NumericGetDatum(DatumGetNumericCopy(PG_GETARG_DATUM(0)));
	spread->starts_on = PG_GETARG_DATEADT(1);
	spread->ends_on = PG_GETARG_DATEADT(2);
	if (!decimal_read(spread->amount, &d))
		kam_reject("amount", "must be a finite number",
				   kam_numeric_text(spread->amount), hint);
	for (int i = 1; i <= 2; i++)
		if (DATE_NOT_FINITE(PG_GETARG_DATEADT(i)))
			kam_reject(i == 1 ? "starts_on" : "ends_on", "must be a finite date",
					   DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(i))),
					   hint);
	if (spread->ends_on <= spread->starts_on)
		kam_reject("ends_on", "must be after starts_on",
				   DatumGetCString(DirectFunctionCall1(date_out, PG_GETARG_DATUM(2))),
				   hint);
	spread->scale = Max(d.dscale, 2);
	spread->period = calendar_period(&spread->calendar, spread->starts_on);
	spread->so_far = decimal_from_int64(0);
	return spread;
}

PG_FUNCTION_INFO_V1(spread);
Datum
spread(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	Spread	   *spread;
	DateADT		first_day;
	DateADT		next_day;
	Datum		until;
	Datum		values[2];
	bool		nulls[2] = {false};
	MemoryContext old_context;

	if (SRF_IS_FIRSTCALL())
	{
		call = SRF_FIRSTCALL_INIT();
		old_context = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		if (get_call_result_type(fcinfo, NULL, &call->tuple_desc) != TYPEFUNC_COMPOSITE ||
			call->tuple_desc->natts != lengthof(values))
			elog(ERROR, "spread must return rows of two columns");
		BlessTupleDesc(call->tuple_desc);
		call->user_fctx = BeginSpread(fcinfo);
		MemoryContextSwitchTo(old_context);
	}
	call = SRF_PERCALL_SETUP();
	spread = call->user_fctx;

	first_day = calendar_first_day(&spread->calendar, spread->period);
	next_day = calendar_first_day(&spread->calendar, spread->period + 1);
	if (first_day >= spread->ends_on)
		SRF_RETURN_DONE(call);
	if (next_day >= spread->ends_on)
		until = decimal_with_dscale(spread->amount, spread->scale);
	else
	{
		int64		days = (int64) next_day - spread->starts_on;
		int64		all_days = (int64) spread->ends_on - spread->starts_on;
		Datum		share = DirectFunctionCall2(numeric_div,
												decimal_mul(spread->amount, decimal_from_int64(days)),
												decimal_from_int64(all_days));

		until = decimal_round(share, spread->scale);
	}
	values[0] = DateADTGetDatum(first_day);
	values[1] = decimal_sub(until, spread->so_far);

	spread->period++;
	old_context = MemoryContextSwitchTo(call->multi_call_memory_ctx);
	pfree(DatumGetPointer(spread->so_far));
	spread->so_far = NumericGetDatum(DatumGetNumericCopy(until));
	MemoryContextSwitchTo(old_context);
	SRF_RETURN_NEXT(call, HeapTupleGetDatum(heap_form_tuple(call->tuple_desc, values, nulls)));
}
