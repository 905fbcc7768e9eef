/*-------------------------------------------------------------------------
 *
 * calendar.h
 *		From dates to periods.
 *
 * A period is a number: consecutive periods have consecutive numbers, whatever
 * the grain.  The grain is the aggregate's argument, as text:
 *
 *		day | week | month | quarter | year		weeks begin on Monday
 *		quarter from N | year from N			fiscal, begins with month N
 *
 * A calendar may instead consist of two windows of dates, period 0 and 1;
 * other dates belong to neither.  Or there are no dates at all, and what is
 * booked in period 0 and 1 is up to the metric.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_CALENDAR_H
#define KAM_CALENDAR_H

#include "kam.h"

#include "utils/date.h"

typedef enum CalendarGrain
{
	GRAIN_DAY = 1,
	GRAIN_WEEK,
	GRAIN_MONTH,
	GRAIN_QUARTER,
	GRAIN_YEAR,
	GRAIN_WINDOWS,
	GRAIN_TOTAL,				/* 0: all lines */
	GRAIN_ANSWERS,				/* 0: number of answers, 1: their sum */
} CalendarGrain;

#define CALENDAR_MAX_GRAIN_LENGTH	31

/* [from, until), in days; the extremes of int32 stand for an open side */
typedef struct CalendarWindow
{
	int32		from;
	int32		until;
} CalendarWindow;

typedef struct Calendar
{
	CalendarGrain grain;
	int			first_month;	/* of the fiscal year, 1 to 12 */
	CalendarWindow window[2];	/* GRAIN_WINDOWS: opening and closing */

	/*
	 * The periods of consecutive days, so that a month is looked up and not
	 * computed; made when needed.
	 */
	MemoryContext context;
	int32	   *period_of_day;
	int64		first_day;
	int64		ndays;
} Calendar;

#define CALENDAR_NO_PERIOD	PG_INT32_MIN

extern void calendar_parse(Calendar *calendar, const char *grain, int length);
extern bool calendar_equal(const Calendar *a, const Calendar *b);
extern int32 calendar_extend(Calendar *calendar, DateADT day);
extern bool calendar_valid_period(const Calendar *calendar, int64 period);
extern DateADT calendar_first_day(const Calendar *calendar, int32 period);

/* How many periods there are, if that does not depend on dates; else 0 */
static inline int
calendar_fixed_periods(const Calendar *calendar)
{
	return calendar->grain < GRAIN_WINDOWS ? 0 : calendar->grain == GRAIN_TOTAL ? 1 : 2;
}

/* The period of a day, which the caller knows to be finite */
static inline int32
calendar_period(Calendar *calendar, DateADT day)
{
	int64		offset = (int64) day - calendar->first_day;

	if (likely(offset >= 0 && offset < calendar->ndays))
		return calendar->period_of_day[offset];
	return calendar_extend(calendar, day);
}

#endif							/* KAM_CALENDAR_H */
