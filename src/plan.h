/*-------------------------------------------------------------------------
 *
 * plan.h
 *		A plan of milestones as its two curves: what was to be reached by each
 *		day, and what has been.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_PLAN_H
#define KAM_PLAN_H

#include "kam.h"

#include "utils/date.h"
#include "utils/expandeddatum.h"

#include "decimal.h"

typedef enum PlanCount
{
	PLAN_MILESTONES,			/* in the curves */
	PLAN_UNSCHEDULED,			/* without a due date, and therefore in none */
	PLAN_UNVALUED,				/* without a value */
	PLAN_COUNTS
} PlanCount;

typedef enum PlanCurveKind
{
	PLAN_PLANNED,				/* by due date */
	PLAN_EARNED,				/* by the date of completion */
	PLAN_CURVES
} PlanCurveKind;

/* What a curve rises by on a day: above zero, without trailing zeros */
typedef struct PlanStep
{
	DateADT		day;
	Datum		amount;
} PlanStep;

typedef struct PlanCurve
{
	PlanStep   *steps;
	int			count;
	int			capacity;
	bool		tidy;			/* one step a day, in the order of days */
} PlanCurve;

typedef struct Plan
{
	ExpandedObjectHeader hdr;
	int			magic;
	bool		has_days;		/* days that came with the rows */
	DateADT		start;
	DateADT		as_of;
	int64		counts[PLAN_COUNTS];
	PlanCurve	curves[PLAN_CURVES];
	int			dscale;			/* the largest of the values */

	/* the flat form, from when its size is asked for to when it is written */
	char	   *flat;
	Size		flat_size;
} Plan;

/* writing */
extern Plan *plan_state(FunctionCallInfo fcinfo);
extern void plan_set_days(Plan *plan, DateADT start, DateADT as_of);
extern void plan_count(Plan *plan, PlanCount which, int64 rows);
extern void plan_raise(Plan *plan, PlanCurveKind kind, DateADT day, Datum amount);

/* reading */
extern Plan *plan_get(Datum value);
extern Datum plan_reached(const Plan *plan, PlanCurveKind kind, DateADT day);
extern char *plan_day_text(DateADT day);

#endif							/* KAM_PLAN_H */
