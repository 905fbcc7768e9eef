/*-------------------------------------------------------------------------
 *
 * plan.c
 *		A plan of milestones as its two curves: the expanded object and its
 *		SQL type.
 *
 * Earned schedule asks when the plan was to be where it is now, which only
 * the whole curve of planned value can answer.  Curves of several plans add
 * up day by day, so a plan merges like a sum, and its size is bound by the
 * days in it and not by its milestones.
 *
 * The flat form is the binary form, numbers in network order:
 *
 *		int8 version, int8 1 if days follow, int32 start, int32 as_of,
 *		int64 counts[PLAN_COUNTS],
 *		per curve: int32 number of steps, then for each int32 day and its
 *		amount in the binary form of numeric,
 *		int16 dscale
 *
 * It is canonical but for dscale, which is why that comes last: two plans are
 * equal if all bytes before it are.  Nothing in it is believed when it is read.
 *
 *-------------------------------------------------------------------------
 */
#include "plan.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "summary.h"

#define PLAN_MAGIC		0x4B414D50
#define PLAN_VERSION	1

/* More than 2700 years: dates that far apart are no plan. */
#define PLAN_MAX_DAYS	1000000

static const char *const plan_count_names[] =
{"milestones", "unscheduled", "unvalued"};
static const char *const plan_curve_names[] = {"planned", "earned"};

static Size PlanFlatSize(ExpandedObjectHeader *header);
static void PlanFlatten(ExpandedObjectHeader *header, void *result, Size allocated);

static const ExpandedObjectMethods plan_methods = {
	PlanFlatSize,
	PlanFlatten
};

pg_noreturn static void
CorruptPlan(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid value of type kam.plan"),
			 errdetail_internal("%s", detail)));
}

/* A day as in ISO 8601, whatever DateStyle says */
char *
plan_day_text(DateADT day)
{
	char		text[MAXDATELEN + 1];
	struct pg_tm tm = {0};

	if (DATE_NOT_FINITE(day))
		EncodeSpecialDate(day, text);
	else
	{
		j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, text);
	}
	return pstrdup(text);
}

/*
 * Curves
 */

static int
CompareSteps(const void *a, const void *b)
{
	DateADT		x = ((const PlanStep *) a)->day;
	DateADT		y = ((const PlanStep *) b)->day;

	return (x > y) - (x < y);
}

static Datum
CopyAmount(const Plan *plan, Datum amount)
{
	Size		size = VARSIZE(DatumGetPointer(amount));

	return PointerGetDatum(memcpy(MemoryContextAlloc(plan->hdr.eoh_context, size),
								  DatumGetPointer(amount), size));
}

/* Bring the steps into order, one for each day. */
static void
TidyCurve(const Plan *plan, PlanCurve *curve)
{
	int			kept = 0;

	if (curve->tidy)
		return;
	CHECK_FOR_INTERRUPTS();
	qsort(curve->steps, curve->count, sizeof(PlanStep), CompareSteps);
	for (int i = 0; i < curve->count; kept++)
	{
		PlanStep	step = curve->steps[i++];

		while (i < curve->count && curve->steps[i].day == step.day)
		{
			Datum		more = curve->steps[i++].amount;
			Datum		sum = decimal_trim(decimal_add(step.amount, more));

			pfree(DatumGetPointer(step.amount));
			pfree(DatumGetPointer(more));
			step.amount = CopyAmount(plan, sum);
			pfree(DatumGetPointer(sum));
		}
		curve->steps[kept] = step;
	}
	curve->count = kept;
	curve->tidy = true;
}

/* Let a curve rise by an amount, at least zero, on a day. */
void
plan_raise(Plan *plan, PlanCurveKind kind, DateADT day, Datum amount)
{
	PlanCurve  *curve = &plan->curves[kind];

	if (decimal_sign(amount) == 0)
		return;
	if (curve->count == curve->capacity)
	{
		TidyCurve(plan, curve);
		if (curve->count > PLAN_MAX_DAYS)
			ereport(ERROR,
					(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
					 errmsg("plan has more than %d days", PLAN_MAX_DAYS),
					 errhint("Correct dates that are far off, or group the milestones.")));
		if (curve->count >= curve->capacity / 2)
		{
			int			capacity = Max(curve->capacity * 2, 8);

			curve->steps = curve->steps == NULL ?
				MemoryContextAlloc(plan->hdr.eoh_context, capacity * sizeof(PlanStep)) :
				repalloc(curve->steps, capacity * sizeof(PlanStep));
			curve->capacity = capacity;
		}
	}
	curve->tidy = curve->count == 0 ||
		(curve->tidy && curve->steps[curve->count - 1].day < day);
	curve->steps[curve->count].day = day;
	curve->steps[curve->count].amount = CopyAmount(plan, decimal_trim(amount));
	curve->count++;
}

/* How high a curve is at the end of a day */
Datum
plan_reached(const Plan *plan, PlanCurveKind kind, DateADT day)
{
	const PlanCurve *curve = &plan->curves[kind];
	Datum		sum = decimal_from_int64(0);

	Assert(curve->tidy);
	for (int i = 0; i < curve->count && curve->steps[i].day <= day; i++)
		sum = decimal_add(sum, curve->steps[i].amount);
	return sum;
}

/*
 * The flat form
 */

static void
PutPlan(Plan *plan, StringInfo out)
{
	pq_sendint8(out, PLAN_VERSION);
	pq_sendint8(out, plan->has_days);
	pq_sendint32(out, plan->start);
	pq_sendint32(out, plan->as_of);
	for (int i = 0; i < PLAN_COUNTS; i++)
		pq_sendint64(out, plan->counts[i]);
	for (int kind = 0; kind < PLAN_CURVES; kind++)
	{
		PlanCurve  *curve = &plan->curves[kind];

		TidyCurve(plan, curve);
		pq_sendint32(out, curve->count);
		for (int i = 0; i < curve->count; i++)
		{
			bytea	   *amount = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																	 curve->steps[i].amount));

			pq_sendint32(out, curve->steps[i].day);
			appendBinaryStringInfo(out, VARDATA_ANY(amount), VARSIZE_ANY_EXHDR(amount));
			pfree(amount);
		}
	}
	pq_sendint16(out, plan->dscale);
}

static DateADT
GetDay(StringInfo in, bool used)
{
	DateADT		day = (int32) pq_getmsgint(in, sizeof(int32));

	if (used ? !IS_VALID_DATE(day) : day != 0)
		CorruptPlan("A date in it is out of range.");
	return day;
}

/* Add the steps of a flat curve, and return how high it gets. */
static Datum
GetCurve(StringInfo in, Plan *plan, PlanCurveKind kind, int64 milestones)
{
	uint32		count = pq_getmsgint(in, sizeof(int32));
	Datum		sum = decimal_from_int64(0);
	DateADT		before = 0;

	if (count > PLAN_MAX_DAYS || count > milestones)
		CorruptPlan("It has more steps than milestones.");
	for (uint32 i = 0; i < count; i++)
	{
		DateADT		day = GetDay(in, true);
		Datum		amount = DirectFunctionCall3(numeric_recv, PointerGetDatum(in),
												 ObjectIdGetDatum(InvalidOid),
												 Int32GetDatum(-1));
		Decimal		d;

		CHECK_FOR_INTERRUPTS();
		if (i > 0 && day <= before)
			CorruptPlan("Its days are out of order.");
		if (!decimal_read(amount, &d) || d.negative || d.ndigits == 0 ||
			d.dscale != decimal_min_scale(amount))
			CorruptPlan("An amount in it is not above zero, or not in its shortest form.");
		plan_raise(plan, kind, day, amount);
		sum = decimal_add(sum, amount);
		before = day;
	}
	return sum;
}

static void
MergeFlat(Plan *plan, const char *bytes, Size size)
{
	StringInfoData in = {.data = unconstify(char *, bytes), .len = (int) size, .maxlen = (int) size};
	int			has_days;
	DateADT		start;
	DateADT		as_of;
	int64		counts[PLAN_COUNTS];
	Datum		planned;
	Datum		earned;
	int			dscale;

	if (pq_getmsgbyte(&in) != PLAN_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("value of type kam.plan has an unknown version"),
				 errdetail("Found version %d, this kam reads version %d.",
						   (uint8) bytes[0], PLAN_VERSION),
				 errhint("Install the kam that wrote the value, or a later one.")));
	has_days = pq_getmsgbyte(&in);
	if (has_days > 1)
		CorruptPlan("It has an unknown mark.");
	start = GetDay(&in, has_days);
	as_of = GetDay(&in, has_days);
	for (int i = 0; i < PLAN_COUNTS; i++)
	{
		counts[i] = pq_getmsgint64(&in);
		if (counts[i] < 0 || counts[i] > SUMMARY_MAX_COUNT)
			CorruptPlan("A count in it is out of range.");
	}

	if (has_days)
		plan_set_days(plan, start, as_of);
	for (int i = 0; i < PLAN_COUNTS; i++)
		plan_count(plan, i, counts[i]);
	planned = GetCurve(&in, plan, PLAN_PLANNED, counts[PLAN_MILESTONES]);
	earned = GetCurve(&in, plan, PLAN_EARNED, counts[PLAN_MILESTONES]);
	if (decimal_compare(earned, planned) > 0)
		CorruptPlan("More is earned than planned.");
	dscale = pq_getmsgint(&in, sizeof(int16));
	if (dscale > DECIMAL_MAX_DSCALE)
		CorruptPlan("Its display scale is out of range.");
	plan->dscale = Max(plan->dscale, dscale);
	if (in.cursor != in.len)
		CorruptPlan("It is too long.");
}

/* Add another plan in memory. */
static void
MergePlan(Plan *plan, Plan *other)
{
	if (other->has_days)
		plan_set_days(plan, other->start, other->as_of);
	for (int i = 0; i < PLAN_COUNTS; i++)
		plan_count(plan, i, other->counts[i]);
	for (int kind = 0; kind < PLAN_CURVES; kind++)
		for (int i = 0; i < other->curves[kind].count; i++)
			plan_raise(plan, kind, other->curves[kind].steps[i].day,
					   other->curves[kind].steps[i].amount);
	plan->dscale = Max(plan->dscale, other->dscale);
}

/*
 * The expanded object
 */

/* A plan that will have a context, below parent, to itself */
#define OWN_CONTEXT(parent) \
	AllocSetContextCreate(parent, "kam plan", ALLOCSET_START_SMALL_SIZES)

/* The context of all plans of an aggregate, for the reasons told in ledger.c */
static MemoryContext
SharedContext(MemoryContext aggregate)
{
	for (MemoryContext child = aggregate->firstchild; child; child = child->nextchild)
		if (strcmp(child->name, "kam plans") == 0)
			return child;
	return AllocSetContextCreate(aggregate, "kam plans", ALLOCSET_START_SMALL_SIZES);
}

static Plan *
CreatePlan(MemoryContext context)
{
	Plan	   *plan = MemoryContextAllocZero(context, sizeof(Plan));

	EOH_init_header(&plan->hdr, &plan_methods, context);
	plan->magic = PLAN_MAGIC;
	for (int kind = 0; kind < PLAN_CURVES; kind++)
		plan->curves[kind].tidy = true;
	return plan;
}

/* An expanded plan, or NULL if the datum is flat */
static Plan *
ExpandedPlan(Datum value)
{
	Plan	   *plan;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(value)))
		return NULL;
	plan = (Plan *) DatumGetEOHP(value);
	if (plan->hdr.eoh_methods != &plan_methods || plan->magic != PLAN_MAGIC)
		elog(ERROR, "expanded object is not a plan");
	return plan;
}

static void
MergeDatum(Plan *plan, Datum value)
{
	Plan	   *other = ExpandedPlan(value);

	if (other)
		MergePlan(plan, other);
	else
	{
		struct varlena *flat = PG_DETOAST_DATUM_PACKED(value);

		MergeFlat(plan, VARDATA_ANY(flat), VARSIZE_ANY_EXHDR(flat));
	}
}

/*
 * The state of a transition or combine function, to be written.  In an
 * aggregate it is the expanded object that the last call returned; a read-only
 * or flat argument is somebody else's and becomes a plan of our own.
 */
Plan *
plan_state(FunctionCallInfo fcinfo)
{
	MemoryContext context;
	Plan	   *plan;

	if (!PG_ARGISNULL(0) &&
		VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(PG_GETARG_DATUM(0))))
	{
		plan = ExpandedPlan(PG_GETARG_DATUM(0));
		if (plan->flat != NULL)
		{
			pfree(plan->flat);
			plan->flat = NULL;
		}
		return plan;
	}
	context = AggCheckCallContext(fcinfo, &context) ? SharedContext(context) :
		OWN_CONTEXT(CurrentMemoryContext);
	plan = CreatePlan(context);
	if (!PG_ARGISNULL(0))
		MergeDatum(plan, PG_GETARG_DATUM(0));
	return plan;
}

/* A plan to read, its curves tidy */
Plan *
plan_get(Datum value)
{
	Plan	   *plan = ExpandedPlan(value);

	if (plan == NULL)
	{
		plan = CreatePlan(OWN_CONTEXT(CurrentMemoryContext));
		MergeDatum(plan, value);
	}
	for (int kind = 0; kind < PLAN_CURVES; kind++)
		TidyCurve(plan, &plan->curves[kind]);
	return plan;
}

/* The days that an aggregate asks about are the same in all its rows. */
void
plan_set_days(Plan *plan, DateADT start, DateADT as_of)
{
	if (plan->has_days && (plan->start != start || plan->as_of != as_of))
	{
		bool		other_start = plan->start != start;

		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be the same for all milestones of a plan",
						other_start ? "start" : "as_of"),
				 errdetail("Found %s and %s.",
						   plan_day_text(other_start ? plan->start : plan->as_of),
						   plan_day_text(other_start ? start : as_of)),
				 errhint("Group by plan, or take plan_agg() and ask it about the days.")));
	}
	plan->has_days = true;
	plan->start = start;
	plan->as_of = as_of;
}

void
plan_count(Plan *plan, PlanCount which, int64 rows)
{
	plan->counts[which] += rows;
	if (plan->counts[which] > SUMMARY_MAX_COUNT)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("count of a kam.plan is out of range"),
				 errdetail(SUMMARY_TOO_MANY)));
}

static Size
PlanFlatSize(ExpandedObjectHeader *header)
{
	Plan	   *plan = (Plan *) header;

	if (plan->flat == NULL)
	{
		MemoryContext old_context = MemoryContextSwitchTo(header->eoh_context);
		StringInfoData out;

		initStringInfo(&out);
		PutPlan(plan, &out);
		MemoryContextSwitchTo(old_context);
		plan->flat = out.data;
		plan->flat_size = out.len;
	}
	return VARHDRSZ + plan->flat_size;
}

static void
PlanFlatten(ExpandedObjectHeader *header, void *result, Size allocated)
{
	Plan	   *plan = (Plan *) header;

	if (plan->flat == NULL || allocated != VARHDRSZ + plan->flat_size)
		elog(ERROR, "size of a plan has changed");
	SET_VARSIZE(result, allocated);
	memcpy(VARDATA(result), plan->flat, plan->flat_size);
	pfree(plan->flat);
	plan->flat = NULL;
}

/* The flat form of a value, as a bytea */
static bytea *
FlatBytes(Datum value)
{
	Plan	   *plan = ExpandedPlan(value);
	Size		size;
	bytea	   *result;

	if (plan == NULL)
		return DatumGetByteaPP(value);
	size = EOH_get_flat_size(&plan->hdr);
	result = palloc(size);
	EOH_flatten_into(&plan->hdr, result, size);
	return result;
}

/*
 * SQL functions of the type
 */

/* Not STRICT: a first state must become a plan in the aggregate's memory. */
PG_FUNCTION_INFO_V1(plan_combine);
Datum
plan_combine(PG_FUNCTION_ARGS)
{
	Plan	   *plan;

	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	plan = plan_state(fcinfo);
	MergeDatum(plan, PG_GETARG_DATUM(1));
	PG_RETURN_DATUM(EOHPGetRWDatum(&plan->hdr));
}

/* Bytes from outside, once they have been read as a plan */
static Datum
CheckedPlan(const char *bytes, int size)
{
	Plan	   *plan = CreatePlan(OWN_CONTEXT(CurrentMemoryContext));

	MergeFlat(plan, bytes, size);
	PG_RETURN_DATUM(EOHPGetRWDatum(&plan->hdr));
}

PG_FUNCTION_INFO_V1(plan_in);
Datum
plan_in(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = DatumGetByteaPP(DirectFunctionCall1(byteain,
															PG_GETARG_DATUM(0)));

	return CheckedPlan(VARDATA_ANY(bytes), (int) VARSIZE_ANY_EXHDR(bytes));
}

PG_FUNCTION_INFO_V1(plan_recv);
Datum
plan_recv(PG_FUNCTION_ARGS)
{
	StringInfo	wire = (StringInfo) PG_GETARG_POINTER(0);
	int			size = wire->len - wire->cursor;

	return CheckedPlan(pq_getmsgbytes(wire, size), size);
}

/* As a hexadecimal string like a bytea's, whatever bytea_output is set to */
PG_FUNCTION_INFO_V1(plan_out);
Datum
plan_out(PG_FUNCTION_ARGS)
{
	bytea	   *bytes = FlatBytes(PG_GETARG_DATUM(0));
	Size		size = VARSIZE_ANY_EXHDR(bytes);
	char	   *text = palloc(size * 2 + 3);

	text[0] = '\\';
	text[1] = 'x';
	text[2 + hex_encode(VARDATA_ANY(bytes), size, text + 2)] = '\0';
	PG_RETURN_CSTRING(text);
}

PG_FUNCTION_INFO_V1(plan_send);
Datum
plan_send(PG_FUNCTION_ARGS)
{
	Datum		value = PG_GETARG_DATUM(0);

	/* never the argument itself, as array_send frees what it gets */
	if (ExpandedPlan(value) == NULL)
		PG_RETURN_BYTEA_P(DatumGetByteaPCopy(value));
	PG_RETURN_BYTEA_P(FlatBytes(value));
}

PG_FUNCTION_INFO_V1(plan_jsonb);
Datum
plan_jsonb(PG_FUNCTION_ARGS)
{
	Plan	   *plan = plan_get(PG_GETARG_DATUM(0));
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text, "{\"version\": %d, \"scale\": %d", PLAN_VERSION, plan->dscale);
	if (plan->has_days)
		appendStringInfo(&text, ", \"start\": \"%s\", \"as_of\": \"%s\"",
						 plan_day_text(plan->start), plan_day_text(plan->as_of));
	for (int i = 0; i < PLAN_COUNTS; i++)
		appendStringInfo(&text, ", \"%s\": " INT64_FORMAT, plan_count_names[i],
						 plan->counts[i]);
	for (int kind = 0; kind < PLAN_CURVES; kind++)
	{
		const PlanCurve *curve = &plan->curves[kind];

		appendStringInfo(&text, ", \"%s\": [", plan_curve_names[kind]);
		for (int i = 0; i < curve->count; i++)
			appendStringInfo(&text, "%s{\"day\": \"%s\", \"value\": %s}", i > 0 ? ", " : "",
							 plan_day_text(curve->steps[i].day),
							 kam_numeric_text(decimal_with_dscale(curve->steps[i].amount,
																  plan->dscale)));
		appendStringInfoChar(&text, ']');
	}
	appendStringInfoChar(&text, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(text.data));
}

/* The final function of plan_agg and of rollup: no milestones give NULL */
PG_FUNCTION_INFO_V1(plan_final);
Datum
plan_final(PG_FUNCTION_ARGS)
{
	const Plan *plan = plan_get(PG_GETARG_DATUM(0));

	for (int i = 0; i < PLAN_COUNTS; i++)
		if (plan->counts[i] > 0)
			PG_RETURN_BYTEA_P(FlatBytes(PG_GETARG_DATUM(0)));
	PG_RETURN_NULL();
}

/* The canonical part of the flat form */
static const char *
CanonicalBytes(Datum value, int *size)
{
	bytea	   *bytes = FlatBytes(value);

	*size = (int) VARSIZE_ANY_EXHDR(bytes) - (int) sizeof(int16);
	if (*size < 0)
		CorruptPlan("It is too short.");
	return VARDATA_ANY(bytes);
}

static int
ComparePlans(FunctionCallInfo fcinfo)
{
	int			size[2];
	const char *a = CanonicalBytes(PG_GETARG_DATUM(0), &size[0]);
	const char *b = CanonicalBytes(PG_GETARG_DATUM(1), &size[1]);
	int			order = memcmp(a, b, Min(size[0], size[1]));

	if (order == 0)
		order = size[0] - size[1];
	return (order > 0) - (order < 0);
}

PG_FUNCTION_INFO_V1(plan_hash);
Datum
plan_hash(PG_FUNCTION_ARGS)
{
	int			size;
	const char *bytes = CanonicalBytes(PG_GETARG_DATUM(0), &size);

	return hash_any((const unsigned char *) bytes, size);
}

SUMMARY_FUNCTION(plan_cmp, PG_RETURN_INT32(ComparePlans(fcinfo)))
SUMMARY_FUNCTION(plan_eq, PG_RETURN_BOOL(ComparePlans(fcinfo) == 0))
SUMMARY_FUNCTION(plan_ne, PG_RETURN_BOOL(ComparePlans(fcinfo) != 0))
SUMMARY_FUNCTION(plan_lt, PG_RETURN_BOOL(ComparePlans(fcinfo) < 0))
SUMMARY_FUNCTION(plan_le, PG_RETURN_BOOL(ComparePlans(fcinfo) <= 0))
SUMMARY_FUNCTION(plan_gt, PG_RETURN_BOOL(ComparePlans(fcinfo) > 0))
SUMMARY_FUNCTION(plan_ge, PG_RETURN_BOOL(ComparePlans(fcinfo) >= 0))
