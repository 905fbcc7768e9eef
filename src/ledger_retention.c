/*-------------------------------------------------------------------------
 *
 * ledger_retention.c
 *		Retention straight from invoice lines, and its definitions side by
 *		side.
 *
 *-------------------------------------------------------------------------
 */
#include "retention.h"
#include "revenue_bridge.h"

#include "catalog/pg_type_d.h"
#include "utils/builtins.h"
#include "utils/rangetypes.h"

/* Periods of a ledger, both ends included, as indexes of its columns */
typedef struct Span
{
	int64		first;
	int64		last;
} Span;

static void
BeginRow(SummaryRow *row, const Ledger *ledger, const SummaryEdit *edit)
{
	memset(row, 0, sizeof(*row));
	row->edit = *edit;
	row->narrow = true;
	row->dscale = ledger->dscale;
}

/* Read the revenue of an account in a span into a row; none outside the ledger */
static void
ReadSpan(SummaryRow *row, int input, const Ledger *ledger,
		 const AccountCursor *cursor, Span span)
{
	int32		first = (int32) Max(span.first, 0);
	int32		last = (int32) Min(span.last, ledger->table.nperiods - 1);

	row->isnull[input] = false;
	row->units[input] = 0;
	if (cursor->exact == NULL)
	{
		for (int32 p = first; p <= last; p++)
			if (unlikely(__builtin_add_overflow(row->units[input], cursor->units[p],
												&row->units[input])))
			{
				row->narrow = false;	/* see the caller */
				return;
			}
		/* the least one has no negative */
		if (unlikely(row->units[input] < -(int128) (ACCOUNT_WIDE_CELL_SIGN - 1)))
			row->narrow = false;
		return;
	}
	row->narrow = false;
	row->exact[input] = decimal_from_int64(0);
	for (int32 p = first; p <= last; p++)
		row->exact[input] = decimal_add(row->exact[input], cursor->exact[p]);
}

/* The revenue of an account in two spans */
static void
ReadSpans(SummaryRow *row, const Ledger *ledger, AccountCursor *cursor,
		  Span opening, Span closing)
{
	row->narrow = true;
	ReadSpan(row, RETENTION_OPENING, ledger, cursor, opening);
	ReadSpan(row, RETENTION_CLOSING, ledger, cursor, closing);
	if (!row->narrow && cursor->exact == NULL)
	{
		account_cursor_make_exact(cursor);
		ReadSpan(row, RETENTION_OPENING, ledger, cursor, opening);
		ReadSpan(row, RETENTION_CLOSING, ledger, cursor, closing);
	}
}

/* Has the account any line in the span? */
static bool
PresentIn(const Ledger *ledger, const AccountCursor *cursor, Span span)
{
	for (int64 p = Max(span.first, 0);
		 p <= Min(span.last, ledger->table.nperiods - 1); p++)
		if (cursor->present[p])
			return true;
	return false;
}

static Summary *
RetentionOf(Ledger *ledger, Span opening, Span closing)
{
	SummaryEdit edit = {&retention_shape, ledger_summary(ledger, &retention_shape), NULL};
	AccountCursor cursor;

	ledger_open(ledger, &cursor);
	while (ledger_next_account(ledger, &cursor))
	{
		SummaryRow	row;

		if (!PresentIn(ledger, &cursor, opening) &&
			!PresentIn(ledger, &cursor, closing))
			continue;
		BeginRow(&row, ledger, &edit);
		ReadSpans(&row, ledger, &cursor, opening, closing);
		retention_add_account(&row);
		edit = row.edit;
	}
	return summary_finish(&edit);
}

/*
 * A ledger of two windows
 */

static Ledger *
GetWindowed(FunctionCallInfo fcinfo)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));

	if (ledger->calendar.grain != GRAIN_WINDOWS)
		ledger_reject_form(ledger, "two windows",
						   calendar_fixed_periods(&ledger->calendar) == 0 ?
						   "Name the periods to compare: retention(ledger, opening, closing)." :
						   "Compute it from lines with a date, an opening and a closing.");
	return ledger;
}

/* Retention from the first period to the second of a ledger that has just these */
static Summary *
FixedRetention(Ledger *ledger)
{
	Span		opening = {0, 0};
	Span		closing = {1, 1};

	return RetentionOf(ledger, opening, closing);
}

Datum
ledger_fixed_retention(FunctionCallInfo fcinfo, Ledger *ledger, PGFunction accessor)
{
	LOCAL_FCINFO(call, 1);
	Datum		result;

	InitFunctionCallInfoData(*call, NULL, 1, InvalidOid, NULL, NULL);
	call->args[0].value = PointerGetDatum(FixedRetention(ledger));
	call->args[0].isnull = false;
	result = accessor(call);
	fcinfo->isnull = call->isnull;
	return result;
}

#define WindowedResult(fcinfo, accessor) \
	ledger_fixed_retention(fcinfo, GetWindowed(fcinfo), accessor)

SUMMARY_FUNCTION(ledger_nrr, return WindowedResult(fcinfo, nrr))
SUMMARY_FUNCTION(ledger_grr, return WindowedResult(fcinfo, grr))
SUMMARY_FUNCTION(ledger_logo_retention, return WindowedResult(fcinfo, logo_retention))
SUMMARY_FUNCTION(ledger_nrr_stderr, return WindowedResult(fcinfo, nrr_stderr))

PG_FUNCTION_INFO_V1(ledger_retention);
Datum
ledger_retention(PG_FUNCTION_ARGS)
{
	Summary    *state = FixedRetention(GetWindowed(fcinfo));

	if (state->rows == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * A ledger with periods
 */

static int64
PeriodOf(Ledger *ledger, DateADT day, const char *name)
{
	if (DATE_NOT_FINITE(day))
		kam_reject(name, "must be a finite date",
				   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(day))),
				   "Name a day of the period to compare.");
	return (int64) calendar_period(&ledger->calendar, day) -
		ledger->table.first_period;
}

/* The periods that contain two days */
static void
SpansOfDays(Ledger *ledger, DateADT opening_day, DateADT closing_day,
			Span *opening, Span *closing)
{
	ledger_require_grain(ledger);
	opening->first = opening->last = PeriodOf(ledger, opening_day, "opening");
	closing->first = closing->last = PeriodOf(ledger, closing_day, "closing");
	if (opening->first >= closing->first)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("opening must be in an earlier period than closing"),
				 errhint("Name a day of each of the two periods to compare.")));
}

PG_FUNCTION_INFO_V1(ledger_retention_days);
Datum
ledger_retention_days(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	Span		opening;
	Span		closing;
	Summary    *state;

	SpansOfDays(ledger, PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2),
				&opening, &closing);
	if (ledger->basis == LEDGER_STOCK)
	{
		/* a balance holds until it changes, beyond the last change too */
		int64		last = ledger->table.nperiods - 1;

		opening.first = opening.last = Min(opening.first, last);
		closing.first = closing.last = Min(closing.first, last);
	}
	state = RetentionOf(ledger, opening, closing);
	if (state->rows == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/* The periods of a daterange, which must begin and end where periods do */
static Span
SpanOfRange(Ledger *ledger, RangeType *range, const char *name)
{
	RangeBound	lower,
				upper;
	bool		empty;
	Span		span;
	DateADT		from,
				until;

	range_deserialize(lookup_type_cache(RangeTypeGetOid(range),
										TYPECACHE_RANGE_INFO),
					  range, &lower, &upper, &empty);
	if (empty || lower.infinite || upper.infinite ||
		DATE_NOT_FINITE(DatumGetDateADT(lower.val)) ||
		DATE_NOT_FINITE(DatumGetDateADT(upper.val)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s range must have a first and a last day", name),
				 errhint("Give a range of days, such as daterange('2025-01-01', '2026-01-01').")));
	from = DatumGetDateADT(lower.val);
	until = DatumGetDateADT(upper.val);
	span.first = PeriodOf(ledger, from, name);
	span.last = PeriodOf(ledger, until, name) - 1;
	if (calendar_first_day(&ledger->calendar,
						   (int32) (span.first + ledger->table.first_period)) != from ||
		calendar_first_day(&ledger->calendar,
						   (int32) (span.last + 1 + ledger->table.first_period)) != until)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s range does not consist of whole periods", name),
				 errhint("Let it begin and end with a period of the ledger, or compute the ledger with a finer grain.")));
	return span;
}

PG_FUNCTION_INFO_V1(ledger_retention_ranges);
Datum
ledger_retention_ranges(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	Span		opening;
	Span		closing;
	Summary    *state;

	ledger_require_grain(ledger);
	if (ledger->basis == LEDGER_STOCK)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("balances of several periods cannot be added"),
				 errhint("Name one day of each period to compare: retention(ledger, opening, closing).")));
	opening = SpanOfRange(ledger, PG_GETARG_RANGE_P(1), "opening");
	closing = SpanOfRange(ledger, PG_GETARG_RANGE_P(2), "closing");
	if (opening.last >= closing.first && closing.last >= opening.first)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("opening and closing ranges overlap"),
				 errhint("Compare two ranges of the same length that have no day in common.")));
	state = RetentionOf(ledger, opening, closing);
	if (state->rows == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

/*
 * Definitions side by side
 *
 * All compare the same two periods.  Each row has the money that its nrr is
 * made of, so the movement by which two definitions differ can be read off,
 * and the difference of its numerator from that of the first row.
 */

#define CHAIN_SCALE			20

/* definition, used by, nrr, grr, opening, four movements, difference */
#define DEFINITION_COLUMNS	10

/* How many earlier pairs a year has, for the trailing average */
static int
PairsInYear(CalendarGrain grain)
{
	switch (grain)
	{
		case GRAIN_MONTH:
			return 12;
		case GRAIN_QUARTER:
			return 4;
		case GRAIN_WEEK:
			return 52;
		case GRAIN_DAY:
			return 365;
		default:
			return 1;
	}
}

typedef struct Movements
{
	Datum		opening;
	Datum		reactivation;
	Datum		expansion;
	Datum		contraction;	/* with credits, what is below zero */
	Datum		churned;
} Movements;

static Datum
RetentionTotal(const Summary *state, int sum)
{
	return summary_total(&retention_shape, state, sum);
}

static Datum
Numerator(const Movements *m)
{
	return decimal_sub(decimal_add(m->opening,
								   decimal_add(m->reactivation, m->expansion)),
					   decimal_add(m->contraction, m->churned));
}

/* The movements between two points in time */
static Movements
EndPoints(const Summary *state)
{
	Movements	m;

	m.opening = RetentionTotal(state, RETENTION_SUM_OPENING);
	m.reactivation = decimal_from_int64(0);
	m.expansion = RetentionTotal(state, RETENTION_SUM_EXPANSION);
	m.churned = RetentionTotal(state, RETENTION_SUM_CHURNED);
	m.contraction = decimal_sub(decimal_sub(decimal_add(m.opening, m.expansion),
											m.churned),
								RetentionTotal(state, RETENTION_SUM_CLOSING));
	return m;
}

static void
AddDefinition(LedgerRows *rows, const char *name, const char *used_by,
			  const Movements *m, const Movements *cohort, Datum nrr, Datum grr)
{
	Datum		values[DEFINITION_COLUMNS];
	bool		nulls[DEFINITION_COLUMNS] = {false};
	int			column = 0;

	values[column++] = CStringGetTextDatum(name);
	values[column++] = CStringGetTextDatum(used_by);
	nulls[column] = nrr == (Datum) 0;
	values[column++] = nrr;
	nulls[column] = grr == (Datum) 0;
	values[column++] = grr;
	if (m)
	{
		values[column++] = m->opening;
		values[column++] = m->reactivation;
		values[column++] = m->expansion;
		values[column++] = m->contraction;
		values[column++] = m->churned;
		values[column++] = decimal_sub(Numerator(m), Numerator(cohort));
	}
	else
		while (column < DEFINITION_COLUMNS)
			nulls[column++] = true;
	ledger_rows_add(rows, values, nulls);
}

/* A definition whose nrr and grr are its movements over its opening */
static void
AddMovementDefinition(LedgerRows *rows, const char *name, const char *used_by,
					  const Movements *m, const Movements *cohort, Datum kept)
{
	Datum		nrr = (Datum) 0;
	Datum		grr = (Datum) 0;

	if (decimal_sign(m->opening) > 0)
	{
		nrr = decimal_ratio(Numerator(m), m->opening);
		grr = decimal_ratio(kept, m->opening);
	}
	AddDefinition(rows, name, used_by, m, cohort, nrr, grr);
}

/* What is left of the opening without expansion */
static Datum
KeptOf(const Summary *state)
{
	return decimal_sub(RetentionTotal(state, RETENTION_SUM_OPENING),
					   decimal_add(RetentionTotal(state, RETENTION_SUM_CONTRACTION),
								   RetentionTotal(state, RETENTION_SUM_CHURNED)));
}

/* A product that does not get longer with each factor */
static Datum
Chain(Datum product, Datum factor)
{
	return decimal_round(decimal_mul(product, factor), CHAIN_SCALE);
}

/* The mean of several nrr or grr, NULL (0) if one of them is not known */
static void
AddMean(LedgerRows *rows, const char *name, const char *used_by,
		Summary *const *states, int n)
{
	Datum		nrr_sum = decimal_from_int64(0);
	Datum		grr_sum = decimal_from_int64(0);
	Datum		count = decimal_from_int64(n);
	bool		known = n > 0;

	for (int i = 0; i < n && known; i++)
	{
		Datum		opening = RetentionTotal(states[i], RETENTION_SUM_OPENING);

		known = decimal_sign(opening) > 0;
		if (!known)
			break;
		nrr_sum = decimal_add(nrr_sum,
							  decimal_ratio(RetentionTotal(states[i], RETENTION_SUM_CLOSING),
											opening));
		grr_sum = decimal_add(grr_sum, decimal_ratio(KeptOf(states[i]), opening));
	}
	AddDefinition(rows, name, used_by, NULL, NULL,
				  known ? decimal_ratio(nrr_sum, count) : (Datum) 0,
				  known ? decimal_ratio(grr_sum, count) : (Datum) 0);
}

PG_FUNCTION_INFO_V1(retention_definitions);
Datum
retention_definitions(PG_FUNCTION_ARGS)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));
	int32		nperiods = ledger->table.nperiods;
	Span		opening,
				closing;
	int64		distance;
	int			npairs;
	SummaryEdit *pairs;			/* the two periods, and earlier ones like them */
	SummaryEdit flow = {&retention_shape, NULL, NULL};
	SummaryEdit reactivated = {&retention_shape, NULL, NULL};
	SummaryEdit *steps;
	Summary   **states;
	AccountCursor cursor;
	LedgerRows	rows;
	Movements	cohort,
				with_reactivation,
				lazy;
	Datum		chained_nrr = decimal_from_int64(1);
	Datum		chained_grr = decimal_from_int64(1);
	Datum		kept;

	SpansOfDays(ledger, PG_GETARG_DATEADT(1), PG_GETARG_DATEADT(2),
				&opening, &closing);
	distance = closing.first - opening.first;
	if (opening.first < 0 || closing.last >= nperiods)
		PG_RETURN_NULL();
	ledger_rows_begin(&rows, fcinfo, DEFINITION_COLUMNS);

	npairs = Min(PairsInYear(ledger->calendar.grain), opening.first + 1);
	pairs = palloc(npairs * sizeof(SummaryEdit));
	for (int i = 0; i < npairs; i++)
	{
		pairs[i].shape = &retention_shape;
		pairs[i].state = ledger_summary(ledger, &retention_shape);
		pairs[i].wide = NULL;
	}
	flow.state = ledger_summary(ledger, &retention_shape);
	reactivated.state = ledger_summary(ledger, &retention_shape);
	steps = bridge_create(ledger);

	ledger_open(ledger, &cursor);
	while (ledger_next_account(ledger, &cursor))
	{
		SummaryRow	row;
		Span		year_before = {opening.first - distance + 1, opening.first};
		Span		year = {closing.first - distance + 1, closing.first};
		bool		ever = false;

		bridge_add_account(ledger, &cursor, steps);
		for (int i = 0; i < npairs; i++)
		{
			Span		from = {opening.first - i, opening.first - i};
			Span		to = {closing.first - i, closing.first - i};

			BeginRow(&row, ledger, &pairs[i]);
			ReadSpans(&row, ledger, &cursor, from, to);
			retention_add_account(&row);
			pairs[i] = row.edit;
		}

		/* positive before the opening, not in it, and again in the closing? */
		BeginRow(&row, ledger, &reactivated);
		for (int32 p = 0; p < opening.first && !ever; p++)
		{
			ledger_read_account(&row, RETENTION_OPENING, &cursor, p);
			ever = summary_row_sign(&row, RETENTION_OPENING) > 0;
		}
		ReadSpans(&row, ledger, &cursor, opening, closing);
		if (ever && summary_row_sign(&row, RETENTION_OPENING) <= 0 &&
			summary_row_sign(&row, RETENTION_CLOSING) > 0)
			summary_row_add(&row, RETENTION_SUM_CLOSING, RETENTION_CLOSING);
		reactivated = row.edit;

		/* active in the first period of the earlier of two whole spans? */
		if (ledger->basis == LEDGER_FLOW && year_before.first >= 0)
		{
			BeginRow(&row, ledger, &flow);
			ledger_read_account(&row, RETENTION_OPENING, &cursor,
								(int32) year_before.first);
			if (summary_row_sign(&row, RETENTION_OPENING) > 0)
			{
				ReadSpans(&row, ledger, &cursor, year_before, year);
				retention_add_account(&row);
			}
			flow = row.edit;
		}
	}

	states = palloc(npairs * sizeof(Summary *));
	for (int i = 0; i < npairs; i++)
		states[i] = summary_finish(&pairs[i]);
	cohort = EndPoints(states[0]);
	kept = KeptOf(states[0]);
	AddMovementDefinition(&rows, "cohort",
						  "Confluent, GitLab, Baremetrics, SaaS Metrics Standards Board",
						  &cohort, &cohort, kept);

	with_reactivation = cohort;
	with_reactivation.reactivation =
		RetentionTotal(summary_finish(&reactivated), RETENTION_SUM_CLOSING);
	AddMovementDefinition(&rows, "cohort with reactivation", "ChartMogul",
						  &with_reactivation, &cohort, kept);

	lazy.opening = cohort.opening;
	lazy.reactivation = lazy.expansion = lazy.contraction = lazy.churned =
		decimal_from_int64(0);
	for (int64 p = opening.first + 1; p <= closing.first; p++)
	{
		Summary    *step = summary_finish(&steps[p]);
		Datum		from = summary_total(&bridge_shape, step, BRIDGE_OPENING);
		Datum		expansion = summary_total(&bridge_shape, step, BRIDGE_EXPANSION);
		Datum		lost = decimal_add(summary_total(&bridge_shape, step, BRIDGE_CONTRACTION),
									   summary_total(&bridge_shape, step, BRIDGE_CHURNED));

		lazy.reactivation = decimal_add(lazy.reactivation,
										summary_total(&bridge_shape, step, BRIDGE_REACTIVATION));
		lazy.expansion = decimal_add(lazy.expansion, expansion);
		lazy.contraction = decimal_add(lazy.contraction,
									   summary_total(&bridge_shape, step, BRIDGE_CONTRACTION));
		lazy.churned = decimal_add(lazy.churned,
								   summary_total(&bridge_shape, step, BRIDGE_CHURNED));
		if (chained_nrr != (Datum) 0 && decimal_sign(from) > 0)
		{
			Datum		left = decimal_sub(from, lost);

			chained_nrr = Chain(chained_nrr,
								decimal_ratio(decimal_add(left, expansion), from));
			chained_grr = Chain(chained_grr, decimal_ratio(left, from));
		}
		else
			chained_nrr = chained_grr = (Datum) 0;
	}
	AddDefinition(&rows, "chained periods", "product of the periods' own rates",
				  NULL, NULL, chained_nrr, chained_grr);
	AddMean(&rows, "trailing average", "filers that average a year of such rates",
			states, npairs == PairsInYear(ledger->calendar.grain) ? npairs : 0);

	if (flow.state->rows > 0)
	{
		Summary    *state = summary_finish(&flow);
		Movements	m = EndPoints(state);

		AddMovementDefinition(&rows, "flow of two spans", "Snowflake",
							  &m, &cohort, KeptOf(state));
	}
	else
		AddDefinition(&rows, "flow of two spans", "Snowflake", NULL, NULL,
					  (Datum) 0, (Datum) 0);

	/* the kept part of summed movements may be below zero: that is the warning */
	kept = decimal_sub(lazy.opening, decimal_add(lazy.contraction, lazy.churned));
	with_reactivation = lazy;
	lazy.reactivation = decimal_from_int64(0);
	AddMovementDefinition(&rows, "lazy: summed movements",
						  "spreadsheets; not a retention of any accounts",
						  &lazy, &cohort, kept);
	AddMovementDefinition(&rows, "lazy: summed movements with reactivation",
						  "spreadsheets; not a retention of any accounts",
						  &with_reactivation, &cohort, kept);
	return ledger_rows_end(&rows);
}
