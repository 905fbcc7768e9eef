/*-------------------------------------------------------------------------
 *
 * as_of.c
 *		The day that a portfolio is looked at: kam.as_of, else today.
 *
 * The setting takes ISO dates only, read here digit by digit: the same text is
 * the same day whatever DateStyle says.  A value set before the library was
 * loaded is not refused while loading, since the server would turn that into a
 * warning and go on with today; as_of() refuses it instead.
 *
 *-------------------------------------------------------------------------
 */
#include "kam.h"

#include "as_of.h"
#include "miscadmin.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/guc.h"

#define AS_OF_HINT "Write a day as YYYY-MM-DD, or reset kam.as_of to mean today."

static char *as_of_setting = NULL;
static bool loading = false;

static int
TwoDigits(const char *text)
{
	return (text[0] - '0') * 10 + (text[1] - '0');
}

/* YYYY-MM-DD, a day of the calendar; nothing before or after it */
static bool
ParseDay(const char *text, DateADT *day)
{
	static const char form[] = "dddd-dd-dd";
	int			year;
	int			month;
	int			mday;

	for (int i = 0; i < (int) sizeof(form); i++)
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;

	year = TwoDigits(text) * 100 + TwoDigits(text + 2);
	month = TwoDigits(text + 5);
	mday = TwoDigits(text + 8);
	if (year < 1 || month < 1 || month > MONTHS_PER_YEAR ||
		mday < 1 || mday > day_tab[isleap(year)][month - 1])
		return false;
	*day = date2j(year, month, mday) - POSTGRES_EPOCH_JDATE;
	return true;
}

static bool
CheckAsOf(char **value, void **extra, GucSource source)
{
	DateADT		day;

	if (loading || *value == NULL || **value == '\0' || ParseDay(*value, &day))
		return true;
	GUC_check_errdetail("It must be a day.");
	GUC_check_errhint(AS_OF_HINT);
	return false;
}

void
define_as_of(void)
{
	loading = true;
	DefineCustomStringVariable("kam.as_of",
							   "Sets the day at which portfolios are looked at.",
							   "YYYY-MM-DD; empty means today.",
							   &as_of_setting, "",
							   PGC_USERSET, 0,
							   CheckAsOf, NULL, NULL);
	loading = false;
}

PG_FUNCTION_INFO_V1(as_of);
Datum
as_of(PG_FUNCTION_ARGS)
{
	DateADT		day;

	if (as_of_setting == NULL || *as_of_setting == '\0')
		PG_RETURN_DATEADT(GetSQLCurrentDate());
	if (!ParseDay(as_of_setting, &day))
		kam_reject("kam.as_of", "must be a day", as_of_setting, AS_OF_HINT);
	PG_RETURN_DATEADT(day);
}
