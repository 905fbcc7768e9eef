/*-------------------------------------------------------------------------
 *
 * plan_progress.c
 *		Is an account plan on schedule?  Earned schedule, velocity, slip.
 *
 * One input row is one milestone: what it is worth, when it is due by the
 * baseline, when it was done, and what it then brought.  A milestone earns its
 * value when it is done, never more than planned: bringing more than planned
 * in one place does not make up for being late in another.
 *
 * What is a sum as of a fixed day is a tally.  What needs the curve of planned
 * value, or two days, is asked of a plan.
 *
 *-------------------------------------------------------------------------
 */
#include "plan.h"
#include "tally.h"

enum
{
	VALUE,
	DELIVERED,
};

static const char *const milestone_input_names[] = {"value", "delivered"};

/* The dates of a row.  Both end up finite, whatever comes. */
typedef struct Milestone
{
	bool		scheduled;
	DateADT		due;
	bool		done;
	DateADT		done_on;
} Milestone;

/* A date of which there is no milestone that had it */
pg_noreturn static void
RejectDay(const char *name, const char *requirement, DateADT day, const char *hint)
{
	kam_reject(name, requirement, plan_day_text(day), hint);
}

/* Arguments due and done, the first of which has a number of its own */
static Milestone
ReadMilestone(FunctionCallInfo fcinfo, int argno)
{
	Milestone	m = {0};

	m.scheduled = !PG_ARGISNULL(argno);
	if (m.scheduled)
		m.due = PG_GETARG_DATEADT(argno);
	if (m.scheduled && DATE_NOT_FINITE(m.due))
		RejectDay("due", "must be a finite date", m.due,
				  "Give NULL for a milestone that is not scheduled.");
	m.done = !PG_ARGISNULL(argno + 1);
	if (m.done)
		m.done_on = PG_GETARG_DATEADT(argno + 1);
	if (m.done && DATE_IS_NOBEGIN(m.done_on))
		RejectDay("done", "must not be -infinity", m.done_on,
				  "Give the day on which it was done, or NULL if it is open.");
	if (m.done && DATE_IS_NOEND(m.done_on))
		m.done = false;			/* done at the end of time is open */
	return m;
}

/* An argument that names a day to be asked about */
static DateADT
ReadDay(FunctionCallInfo fcinfo, int argno, const char *name, const char *hint)
{
	DateADT		day;

	if (PG_ARGISNULL(argno))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name),
				 errhint("%s", hint)));
	day = PG_GETARG_DATEADT(argno);
	if (DATE_NOT_FINITE(day))
		RejectDay(name, "must be a finite date", day, hint);
	return day;
}

static DateADT
ReadAsOf(FunctionCallInfo fcinfo, int argno)
{
	return ReadDay(fcinfo, argno, "as_of",
				   "Give the day as of which the plan is judged, such as current_date.");
}

static DateADT
ReadStart(FunctionCallInfo fcinfo, int argno)
{
	return ReadDay(fcinfo, argno, "start",
				   "Give the day on which the plan, or the window to look at, starts.");
}

/*
 * As of a fixed day
 */

enum
{
	COUNT_MILESTONES,			/* with value and due date */
	COUNT_UNSCHEDULED,
	COUNT_UNVALUED,
	COUNT_DUE,					/* of the milestones, as of the day: */
	COUNT_DONE,
	COUNT_OVERDUE,
	NCOUNTS
};

enum
{
	SUM_VALUE,					/* of all milestones */
	SUM_PLANNED,				/* of those due */
	SUM_EARNED,					/* of those done, none above its value */
	SUM_DELIVERED,				/* of those due and done, as much as it was */
	SUM_SLIP,					/* value times days of those due */
	NSUMS
};

static const char *const progress_count_names[] =
{"milestones", "unscheduled", "unvalued", "due", "done", "overdue"};
static const char *const progress_sum_names[] =
{"value", "planned", "earned", "delivered", "slip"};
static const uint8 progress_degrees[] = {1, 1, 1, 1, 1};

static const char *
ProgressFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);

	if (counts[COUNT_MILESTONES] + counts[COUNT_UNSCHEDULED] +
		counts[COUNT_UNVALUED] != state->rows)
		return "Its milestones do not add up to its rows.";
	if (counts[COUNT_DUE] > counts[COUNT_MILESTONES] ||
		counts[COUNT_OVERDUE] > counts[COUNT_DUE] ||
		counts[COUNT_OVERDUE] + counts[COUNT_DONE] > counts[COUNT_MILESTONES])
		return "A part of its milestones is more than all of them.";
	for (int i = SUM_VALUE; i <= SUM_DELIVERED; i++)
		if (decimal_sign(totals[i]) < 0)
			return psprintf("\"%s\" is negative.", progress_sum_names[i]);
	if (decimal_compare(totals[SUM_PLANNED], totals[SUM_VALUE]) > 0 ||
		decimal_compare(totals[SUM_EARNED], totals[SUM_VALUE]) > 0)
		return "\"planned\" or \"earned\" is more than \"value\".";
	if ((counts[COUNT_MILESTONES] == 0 && decimal_sign(totals[SUM_VALUE]) != 0) ||
		(counts[COUNT_DONE] == 0 && decimal_sign(totals[SUM_EARNED]) != 0) ||
		(counts[COUNT_DUE] - counts[COUNT_OVERDUE] == 0 &&
		 decimal_sign(totals[SUM_DELIVERED]) != 0) ||
		(decimal_sign(totals[SUM_PLANNED]) == 0 && decimal_sign(totals[SUM_SLIP]) != 0) ||
		(counts[COUNT_DUE] == 0 && decimal_sign(totals[SUM_PLANNED]) != 0))
		return "It has values without milestones.";
	return NULL;
}

const SummaryShape progress_shape = {
	.type_name = "kam.tally",
	.metric = "plan_progress",
	.family = 'e',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.count_names = progress_count_names,
	.sum_names = progress_sum_names,
	.degrees = progress_degrees,
	.input_names = milestone_input_names,
	.fault = ProgressFault,
};

/* (state, value, [delivered,] due, done, as_of) */
static pg_attribute_always_inline Datum
AccumulateProgress(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	bool		has_delivered = PG_NARGS() == 6;
	int			due_arg = has_delivered ? 3 : 2;
	SummaryRow	row;
	Milestone	m;
	DateADT		as_of;
	int			ninputs = has_delivered ? 2 : 1;

	summary_row_begin(&row, fcinfo, &progress_shape, input, ninputs, false, undo);
	for (int i = 0; i < ninputs; i++)
		if (unlikely(summary_row_sign(&row, i) < 0))
			summary_reject_input(&progress_shape, i, input, PG_GETARG_DATUM(i + 1),
								 "must not be negative",
								 "Give 0 for a milestone that brings nothing.");
	m = ReadMilestone(fcinfo, due_arg);
	if (row.isnull[VALUE] && !m.scheduled)
		return summary_row_end(&row);
	as_of = ReadAsOf(fcinfo, due_arg + 2);

	summary_row_counts(&row);
	if (row.isnull[VALUE] || !m.scheduled)
	{
		summary_row_count(&row, row.isnull[VALUE] ? COUNT_UNVALUED : COUNT_UNSCHEDULED);
		return summary_row_end(&row);
	}
	summary_row_count(&row, COUNT_MILESTONES);
	summary_row_add(&row, SUM_VALUE, VALUE);
	m.done &= m.done_on <= as_of;
	if (m.done)
	{
		int			delivered = has_delivered && !row.isnull[DELIVERED] ? DELIVERED : VALUE;

		summary_row_count(&row, COUNT_DONE);
		summary_row_add(&row, SUM_EARNED,
						delivered == DELIVERED &&
						summary_row_compare(&row, DELIVERED, VALUE) < 0 ? DELIVERED : VALUE);
		if (m.due <= as_of)
			summary_row_add(&row, SUM_DELIVERED, delivered);
	}
	if (m.due <= as_of)
	{
		summary_row_count(&row, COUNT_DUE);
		if (!m.done)
			summary_row_count(&row, COUNT_OVERDUE);
		summary_row_add(&row, SUM_PLANNED, VALUE);
		summary_row_add_multiple(&row, SUM_SLIP, VALUE,
								 (int64) (m.done ? m.done_on : as_of) - m.due);
	}
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(plan_progress, AccumulateProgress)

#define PROGRESS_RATIO(name, numerator) \
	SUMMARY_FUNCTION(name, \
					 return tally_ratio(fcinfo, &progress_shape, numerator, SUM_PLANNED)) \
	SUMMARY_FUNCTION(name##_float8, \
					 return tally_ratio_float8(fcinfo, &progress_shape, numerator, SUM_PLANNED))

PROGRESS_RATIO(plan_value_index, SUM_EARNED)
PROGRESS_RATIO(plan_realisation, SUM_DELIVERED)
PROGRESS_RATIO(plan_slip, SUM_SLIP)

static int64
ProgressCount(FunctionCallInfo fcinfo, int count)
{
	return summary_counts(tally_get(fcinfo, &progress_shape))[count];
}

SUMMARY_FUNCTION(progress_unscheduled, PG_RETURN_INT64(ProgressCount(fcinfo, COUNT_UNSCHEDULED)))
SUMMARY_FUNCTION(progress_unvalued, PG_RETURN_INT64(ProgressCount(fcinfo, COUNT_UNVALUED)))

/*
 * The curves
 */

/* A value of a row as a numeric, checked */
static Datum
ReadValue(FunctionCallInfo fcinfo, int i, SummaryInput input)
{
	Datum		value = PG_GETARG_DATUM(i + 1);
	Datum		exact = summary_exact_input(&progress_shape, i, input, value);

	if (decimal_sign(exact) < 0)
		summary_reject_input(&progress_shape, i, input, value, "must not be negative",
							 "Give 0 for a milestone that brings nothing.");
	return exact;
}

/* The digits that a value shows; a float8 shows none but what it has */
static int
ShownDigits(Datum value, SummaryInput input)
{
	Decimal		d;

	return input == INPUT_NUMERIC && decimal_read(value, &d) ? d.dscale : 0;
}

/* (state, value, [delivered,] due, done, [start, as_of]) */
static Datum
AccumulatePlan(FunctionCallInfo fcinfo, SummaryInput input)
{
	bool		has_delivered = PG_NARGS() % 2 == 1;
	bool		has_days = PG_NARGS() >= 6;
	int			due_arg = has_delivered ? 3 : 2;
	Plan	   *plan = plan_state(fcinfo);
	Milestone	m = ReadMilestone(fcinfo, due_arg);
	Datum		value = (Datum) 0;
	Datum		delivered = (Datum) 0;

	if (!PG_ARGISNULL(VALUE + 1))
		value = ReadValue(fcinfo, VALUE, input);
	if (has_delivered && !PG_ARGISNULL(DELIVERED + 1))
		delivered = ReadValue(fcinfo, DELIVERED, input);
	if (value == (Datum) 0 && !m.scheduled)
		PG_RETURN_DATUM(EOHPGetRWDatum(&plan->hdr));
	if (has_days)
		plan_set_days(plan, ReadStart(fcinfo, due_arg + 2), ReadAsOf(fcinfo, due_arg + 3));

	plan_count(plan, value == (Datum) 0 ? PLAN_UNVALUED :
			   m.scheduled ? PLAN_MILESTONES : PLAN_UNSCHEDULED, 1);
	if (value != (Datum) 0)
		plan->dscale = Max(plan->dscale, ShownDigits(value, input));
	if (delivered != (Datum) 0)
		plan->dscale = Max(plan->dscale, ShownDigits(delivered, input));
	if (value != (Datum) 0 && m.scheduled)
	{
		plan_raise(plan, PLAN_PLANNED, m.due, value);
		if (m.done)
			plan_raise(plan, PLAN_EARNED, m.done_on,
					   delivered != (Datum) 0 && decimal_compare(delivered, value) < 0 ?
					   delivered : value);
	}
	PG_RETURN_DATUM(EOHPGetRWDatum(&plan->hdr));
}

SUMMARY_FUNCTION(plan_accum_numeric, return AccumulatePlan(fcinfo, INPUT_NUMERIC))
SUMMARY_FUNCTION(plan_accum_int4, return AccumulatePlan(fcinfo, INPUT_INT4))
SUMMARY_FUNCTION(plan_accum_int8, return AccumulatePlan(fcinfo, INPUT_INT8))
SUMMARY_FUNCTION(plan_accum_float8, return AccumulatePlan(fcinfo, INPUT_FLOAT8))

SUMMARY_FUNCTION(plan_unscheduled,
				 PG_RETURN_INT64(plan_get(PG_GETARG_DATUM(0))->counts[PLAN_UNSCHEDULED]))
SUMMARY_FUNCTION(plan_unvalued,
				 PG_RETURN_INT64(plan_get(PG_GETARG_DATUM(0))->counts[PLAN_UNVALUED]))

/* What a plan is asked: about (plan, start, as_of), or the days in its rows */
typedef struct Question
{
	Plan	   *plan;
	DateADT		start;
	DateADT		as_of;
	Datum		planned;		/* as of the day */
	Datum		earned;
} Question;

static Question
ReadQuestion(FunctionCallInfo fcinfo)
{
	Question	q = {.plan = plan_get(PG_GETARG_DATUM(0))};

	if (PG_NARGS() == 3)
	{
		q.start = ReadStart(fcinfo, 1);
		q.as_of = ReadAsOf(fcinfo, 2);
	}
	else if (q.plan->has_days)
	{
		q.start = q.plan->start;
		q.as_of = q.plan->as_of;
	}
	else if (q.plan->counts[PLAN_MILESTONES] > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("plan does not say which days it is asked about"),
				 errhint("Name them after the plan: start and as_of.")));
	q.planned = plan_reached(q.plan, PLAN_PLANNED, q.as_of);
	q.earned = plan_reached(q.plan, PLAN_EARNED, q.as_of);
	return q;
}

/* A ratio, kept as two numbers so that it is rounded once */
typedef struct Fraction
{
	Datum		numerator;
	Datum		denominator;
} Fraction;

/*
 * Earned schedule: how many days after the start the plan was to be where it
 * is now.  Planned value rises from zero at the start in straight lines from
 * one due day to the next.
 *
 * False if there is nothing to tell yet: nothing planned at all, or nothing
 * due and nothing earned.
 */
static bool
EarnedSchedule(const Question *q, Fraction *days)
{
	const PlanCurve *curve = &q->plan->curves[PLAN_PLANNED];
	Datum		before = decimal_from_int64(0);
	DateADT		since = q->start;

	if (curve->count == 0)
		return false;
	if (curve->steps[0].day < q->start)
		RejectDay("due", psprintf("must not be before start, %s", plan_day_text(q->start)),
				  curve->steps[0].day, "Give the day on which the plan started.");
	if (decimal_sign(q->earned) == 0)
	{
		days->numerator = q->earned;
		days->denominator = decimal_from_int64(1);
		return decimal_sign(q->planned) > 0;
	}
	for (int i = 0; i < curve->count; i++)
	{
		const PlanStep *step = &curve->steps[i];
		Datum		reached = decimal_add(before, step->amount);

		if (decimal_compare(reached, q->earned) >= 0)
		{
			Datum		whole = decimal_from_int64((int64) since - q->start);
			Datum		part = decimal_from_int64((int64) step->day - since);

			days->numerator =
				decimal_add(decimal_mul(whole, step->amount),
							decimal_mul(part, decimal_sub(q->earned, before)));
			days->denominator = step->amount;
			return true;
		}
		before = reached;
		since = step->day;
	}
	elog(ERROR, "more is earned than planned");
}

/*
 * Earned schedule per day gone.  When everything is earned the plan has ended,
 * and no longer ages: its last day is that of the last value.
 */
static bool
TimeIndex(const Question *q, Fraction *index)
{
	const PlanCurve *planned = &q->plan->curves[PLAN_PLANNED];
	const PlanCurve *earned = &q->plan->curves[PLAN_EARNED];
	DateADT		until = q->as_of;

	if (!EarnedSchedule(q, index))
		return false;
	if (decimal_compare(q->earned,
						plan_reached(q->plan, PLAN_PLANNED,
									 planned->steps[planned->count - 1].day)) == 0)
		for (int i = 0; i < earned->count && earned->steps[i].day <= q->as_of; i++)
			until = earned->steps[i].day;
	if (until <= q->start)
		return false;
	index->denominator = decimal_mul(index->denominator,
									 decimal_from_int64((int64) until - q->start));
	return true;
}

/* What was earned from start to as_of, and what was due then */
static Datum
Gained(const Question *q, PlanCurveKind kind)
{
	return decimal_sub(kind == PLAN_PLANNED ? q->planned : q->earned,
					   plan_reached(q->plan, kind, q->start));
}

/* Value per day */
static bool
Velocity(const Question *q, Fraction *velocity)
{
	if (q->as_of <= q->start || q->plan->curves[PLAN_PLANNED].count == 0)
		return false;
	velocity->numerator = Gained(q, PLAN_EARNED);
	velocity->denominator = decimal_from_int64((int64) q->as_of - q->start);
	return true;
}

/* Value earned per value that was due; NULL if nothing was */
static bool
VelocityRatio(const Question *q, Fraction *ratio)
{
	if (q->as_of <= q->start)
		return false;
	ratio->numerator = Gained(q, PLAN_EARNED);
	ratio->denominator = Gained(q, PLAN_PLANNED);
	return decimal_sign(ratio->denominator) > 0;
}

static Datum
Answer(FunctionCallInfo fcinfo, bool (*answer) (const Question *, Fraction *),
	   bool as_float8)
{
	Question	q = ReadQuestion(fcinfo);
	Fraction	f;

	if (!answer(&q, &f))
		PG_RETURN_NULL();
	return as_float8 ? Float8GetDatum(decimal_ratio_float8(f.numerator, f.denominator)) :
		decimal_ratio(f.numerator, f.denominator);
}

#define PLAN_ANSWER(name, answer) \
	SUMMARY_FUNCTION(name, return Answer(fcinfo, answer, false)) \
	SUMMARY_FUNCTION(name##_float8, return Answer(fcinfo, answer, true))

PLAN_ANSWER(earned_schedule, EarnedSchedule)
PLAN_ANSWER(plan_time_index, TimeIndex)
PLAN_ANSWER(plan_velocity, Velocity)
PLAN_ANSWER(plan_velocity_ratio, VelocityRatio)

/* Money, as of a day; NULL for a plan without milestones */
static Datum
ReachedValue(FunctionCallInfo fcinfo, PlanCurveKind kind)
{
	Plan	   *plan = plan_get(PG_GETARG_DATUM(0));
	DateADT		as_of = ReadAsOf(fcinfo, 1);

	if (plan->counts[PLAN_MILESTONES] == 0)
		PG_RETURN_NULL();
	return decimal_with_dscale(plan_reached(plan, kind, as_of), plan->dscale);
}

SUMMARY_FUNCTION(planned_value, return ReachedValue(fcinfo, PLAN_PLANNED))
SUMMARY_FUNCTION(earned_value, return ReachedValue(fcinfo, PLAN_EARNED))
