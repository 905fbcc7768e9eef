/*-------------------------------------------------------------------------
 *
 * ledger.h
 *		The state of aggregates over invoice lines: amounts by account and
 *		period, in memory as an expanded object and flat anywhere else.
 *
 * The aggregates differ in their final functions alone.  Those with the same
 * arguments share one state, hence one scan.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_LEDGER_H
#define KAM_LEDGER_H

#include "kam.h"

#include "access/tupdesc.h"
#include "lib/stringinfo.h"
#include "pgtime.h"
#include "utils/expandeddatum.h"

#include "account_table.h"
#include "calendar.h"
#include "summary.h"

/* What the amounts of a ledger are */
typedef enum LedgerBasis
{
	LEDGER_FLOW = 1,			/* revenue of a period */
	LEDGER_STOCK,				/* changes of a balance, such as a monthly rate */
} LedgerBasis;

/* The type of the booking date */
typedef enum LedgerTime
{
	TIME_DATE,
	TIME_TIMESTAMP,
	TIME_TIMESTAMPTZ,			/* with its time zone as the last argument */
} LedgerTime;

#define LEDGER_NO_OPTION	(-1)

/* An argument that must stay the same from row to row, as it was last seen */
typedef struct LedgerParameter
{
	char	   *bytes;
	Size		length;
} LedgerParameter;

typedef struct LedgerFlat LedgerFlat;

typedef struct Ledger
{
	ExpandedObjectHeader hdr;
	int			magic;
	uint32		signature;		/* of the transition function that fed it last */
	FmgrInfo   *feeder;			/* its call, if the grain and so on are constants */
	LedgerBasis basis;
	Calendar	calendar;
	pg_tz	   *zone;			/* of timestamptz, else NULL */
	LedgerParameter parameter[2];
	int			dscale;			/* the largest of the amounts */
	int32		option;			/* argument for the final function, or none */
	AccountTable table;

	/* the flat form, from when its size is asked for to when it is written */
	LedgerFlat *flat;
	Size		flat_size;
} Ledger;

/* An array of rows, as the final functions return it */
typedef struct LedgerRows
{
	TupleDesc	descriptor;
	Oid			type;
	Datum	   *row;
	int			count;
	int			capacity;
} LedgerRows;

/* the state itself */
extern const ExpandedObjectMethods ledger_methods;
extern Ledger *ledger_state_slow(FunctionCallInfo fcinfo);
extern void ledger_set_calendar(Ledger *ledger, const Calendar *calendar,
								LedgerBasis basis, AccountKeyKind kind,
								pg_tz *zone);
extern void ledger_set_option(Ledger *ledger, int32 option, const char *name);
extern void ledger_book(Ledger *ledger, NullableDatum account,
						AccountKeyKind kind, int32 period, int64 amount);
pg_noreturn extern void ledger_changed_parameter(const char *name);

/* the flat form */
extern LedgerFlat *ledger_measure(Ledger *ledger, Size *size);
extern void ledger_write(const Ledger *ledger, const LedgerFlat *flat, char *to,
						 Size size);
extern void ledger_forget_flat(LedgerFlat *flat);
extern void ledger_merge(Ledger *ledger, Ledger *other);
extern void ledger_merge_flat(Ledger *ledger, const char *bytes, Size size);

/* reading */
extern Ledger *ledger_get(Datum value);
extern Summary *ledger_summary(const Ledger *ledger, const SummaryShape *shape);
extern void ledger_open(Ledger *ledger, AccountCursor *cursor);
extern bool ledger_next_account(const Ledger *ledger, AccountCursor *cursor);
extern void ledger_read_without_account(const Ledger *ledger,
										AccountCursor *cursor);
extern void ledger_read_account(SummaryRow *row, int input,
								const AccountCursor *cursor, int period);
extern void ledger_require_grain(const Ledger *ledger);
pg_noreturn extern void ledger_reject_form(const Ledger *ledger,
										   const char *wanted, const char *hint);
extern void ledger_rows_begin(LedgerRows *rows, FunctionCallInfo fcinfo,
							  int columns);
extern void ledger_rows_add(LedgerRows *rows, Datum *values, bool *nulls);
extern Datum ledger_rows_end(LedgerRows *rows);

/*
 * The state of a transition or combine function, to be written.  In an
 * aggregate it is the expanded object that the last call returned.
 */
static inline Ledger *
ledger_state(FunctionCallInfo fcinfo)
{
	if (likely(!PG_ARGISNULL(0) &&
			   VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(PG_GETARG_DATUM(0)))))
	{
		varatt_expanded pointer;
		Ledger	   *ledger;

		memcpy(&pointer, VARDATA_EXTERNAL(DatumGetPointer(PG_GETARG_DATUM(0))),
			   sizeof(pointer));
		ledger = (Ledger *) pointer.eohptr;
		if (likely(ledger->hdr.eoh_methods == &ledger_methods &&
				   ledger->flat == NULL))
			return ledger;
	}
	return ledger_state_slow(fcinfo);
}

#endif							/* KAM_LEDGER_H */
