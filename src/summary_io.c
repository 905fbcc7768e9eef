/*-------------------------------------------------------------------------
 *
 * summary_io.c
 *		Text, binary and jsonb forms of a summary, comparison and hash.
 *
 *-------------------------------------------------------------------------
 */
#include "summary.h"

#include "common/hashfn.h"
#include "lib/stringinfo.h"
#include "libpq/pqformat.h"
#include "utils/jsonb.h"

/* the keys of the text form that every type has */
static const char *const common_keys[] =
{"version", "numbers", "rows", "scale", "scale_rows"};

static const char *const metric_key = "metric";

/* What values from outside must satisfy beyond their form */
const char *
summary_fault(const SummaryShape *shape, const Summary *state)
{
	const int64 *counts = summary_counts(state);
	Datum		totals[SUMMARY_MAX_SUMS];

	if (state->rows < 0 || state->rows > SUMMARY_MAX_COUNT)
		return "\"rows\" is out of range.";
	if (state->dscale < 0 || state->dscale > DECIMAL_MAX_DSCALE ||
		state->dscale_rows < 0 || state->dscale_rows > state->rows)
		return "\"scale\" or \"scale_rows\" is out of range.";
	for (int i = 0; i < shape->ncounts; i++)
		if (counts[i] < 0 || counts[i] > state->rows)
			return psprintf("\"%s\" is out of range.", shape->count_names[i]);
	for (int i = 0; i < shape->nsums; i++)
	{
		totals[i] = summary_total(shape, state, i);
		if (state->base == SUMMARY_DECIMAL &&
			decimal_min_scale(totals[i]) > shape->degrees[i] * state->dscale)
			return psprintf("\"%s\" has more decimals than \"scale\" allows.",
							shape->sum_names[i]);
	}
	return shape->fault(state, totals);
}

Datum
summary_out(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text,
					 "{\"version\": %d, \"numbers\": \"%s\", \"rows\": " INT64_FORMAT
					 ", \"scale\": %d, \"scale_rows\": " INT64_FORMAT,
					 state->version, summary_base_names[state->base], state->rows,
					 state->dscale, state->dscale_rows);
	if (shape->metric)
		appendStringInfo(&text, ", \"%s\": \"%s\"", metric_key, shape->metric);
	for (int i = 0; i < shape->ncounts; i++)
		appendStringInfo(&text, ", \"%s\": " INT64_FORMAT,
						 shape->count_names[i], summary_counts(state)[i]);
	for (int i = 0; i < shape->nsums; i++)
		appendStringInfo(&text, ", \"%s\": %s", shape->sum_names[i],
						 DatumGetCString(DirectFunctionCall1(numeric_out,
															 summary_total(shape, state, i))));
	appendStringInfoChar(&text, '}');
	PG_RETURN_CSTRING(text.data);
}

Datum
summary_jsonb(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	return DirectFunctionCall1(jsonb_in, summary_out(fcinfo, shape));
}

pg_noreturn static void
BadText(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s", shape->type_name),
			 errdetail_internal("%s", detail)));
}

static JsonbValue *
TextValue(const SummaryShape *shape, Jsonb *json, const char *key,
		  enum jbvType type)
{
	JsonbValue *value = getKeyJsonValueFromContainer(&json->root, key,
													 strlen(key), NULL);

	if (value == NULL)
		BadText(shape, psprintf("Key \"%s\" is missing.", key));
	if (value->type != type)
		BadText(shape, psprintf("The value of key \"%s\" is not a %s.", key,
								type == jbvString ? "string" : "number"));
	return value;
}

static int64
TextCount(const SummaryShape *shape, Jsonb *json, const char *key)
{
	Datum		value = NumericGetDatum(TextValue(shape, json, key,
												  jbvNumeric)->val.numeric);
	int128		units;
	Decimal		d;

	/* a count is a whole number of at most 18 digits */
	if (!decimal_read(value, &d) || d.negative ||
		!decimal_to_units(&d, 0, &units) || units > SUMMARY_MAX_COUNT)
		BadText(shape, psprintf("The value of key \"%s\" is not a count.", key));
	return (int64) units;
}

/* The value of a sum of degree 1 or 2, as narrow as its state allows */
static void
SetTotal(SummaryEdit *edit, int sum, Datum value)
{
	ExactSum   *target = &summary_sums(edit->shape, edit->state)[sum];
	Decimal		d;
	int128		units;

	if (edit->state->base == SUMMARY_DECIMAL && decimal_read(value, &d) &&
		decimal_to_units(&d, edit->shape->degrees[sum] * edit->state->scale,
						 &units))
		exact_sum_add(target, units);
	else
		summary_add_exact(edit, sum, value, false);
}

static bool
IsString(const JsonbValue *value, const char *text)
{
	return value->val.string.len == (int) strlen(text) &&
		memcmp(value->val.string.val, text, value->val.string.len) == 0;
}

/* So that a complaint about the JSON in it names the type */
static void
ParsingContext(void *type_name)
{
	errcontext("input of a value of type %s", (const char *) type_name);
}

static Jsonb *
ParseText(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	ErrorContextCallback context = {
		.previous = error_context_stack,
		.callback = ParsingContext,
		.arg = unconstify(char *, shape->type_name),
	};
	Jsonb	   *json;

	error_context_stack = &context;
	json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, PG_GETARG_DATUM(0)));
	error_context_stack = context.previous;
	if (!JB_ROOT_IS_OBJECT(json))
		BadText(shape, "It is not a JSON object.");
	return json;
}

static Summary *
FromJson(Jsonb *json, const SummaryShape *shape)
{
	SummaryEdit edit = {shape, NULL, NULL};
	SummaryBase base = 0;
	JsonbValue *numbers;
	const char *fault;
	int64		scale;

	if (TextCount(shape, json, common_keys[0]) != SUMMARY_VERSION)
		BadText(shape, psprintf("Its version is not %d.", SUMMARY_VERSION));
	if (JB_ROOT_COUNT(json) != lengthof(common_keys) + (shape->metric != NULL) +
		shape->ncounts + shape->nsums)
		BadText(shape, "It has keys that do not belong there.");

	numbers = TextValue(shape, json, common_keys[1], jbvString);
	for (SummaryBase b = SUMMARY_DECIMAL; b <= SUMMARY_BINARY; b++)
		if (IsString(numbers, summary_base_names[b]))
			base = b;
	if (base == 0)
		BadText(shape, "The value of key \"numbers\" is neither \"numeric\" nor \"float8\".");

	edit.state = summary_create(shape, base);
	edit.state->rows = TextCount(shape, json, common_keys[2]);
	scale = TextCount(shape, json, common_keys[3]);
	if (scale > DECIMAL_MAX_DSCALE)
		BadText(shape, "The value of key \"scale\" is out of range.");
	edit.state->dscale = scale;
	edit.state->dscale_rows = TextCount(shape, json, common_keys[4]);
	if (base == SUMMARY_DECIMAL)
		edit.state->scale = Min((scale + DECIMAL_BASE_DIGITS - 1) / DECIMAL_BASE_DIGITS,
								SUMMARY_MAX_DECIMAL_SCALE);
	for (int i = 0; i < shape->ncounts; i++)
		summary_counts(edit.state)[i] = TextCount(shape, json,
												  shape->count_names[i]);
	for (int i = 0; i < shape->nsums; i++)
		SetTotal(&edit, i,
				 NumericGetDatum(TextValue(shape, json, shape->sum_names[i],
										   jbvNumeric)->val.numeric));

	edit.state = summary_finish(&edit);
	fault = summary_fault(shape, edit.state);
	if (fault)
		BadText(shape, fault);
	return edit.state;
}

Datum
summary_in(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	PG_RETURN_POINTER(FromJson(ParseText(fcinfo, shape), shape));
}

/* For a type that several metrics share: the text says which one it is. */
Datum
summary_in_one_of(FunctionCallInfo fcinfo, const SummaryShape *const *shapes,
				  int nshapes)
{
	Jsonb	   *json = ParseText(fcinfo, shapes[0]);
	JsonbValue *metric = TextValue(shapes[0], json, metric_key, jbvString);

	for (int i = 0; i < nshapes; i++)
		if (IsString(metric, shapes[i]->metric))
			PG_RETURN_POINTER(FromJson(json, shapes[i]));
	BadText(shapes[0], "The value of key \"metric\" is no metric that this kam knows.");
}

/*
 * The binary form is the state itself, field by field in network order: it
 * is meant for workers on other servers and for COPY, and loses nothing.
 */
Datum
summary_send(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	char	   *next = summary_wide(shape, state);
	StringInfoData wire;

	pq_begintypsend(&wire);
	pq_sendbyte(&wire, state->version);
	pq_sendbyte(&wire, state->family);
	pq_sendbyte(&wire, state->base);
	pq_sendbyte(&wire, state->wide);
	pq_sendint32(&wire, state->scale);
	pq_sendint32(&wire, state->dscale);
	pq_sendint64(&wire, state->dscale_rows);
	pq_sendint64(&wire, state->rows);
	for (int i = 0; i < shape->ncounts; i++)
		pq_sendint64(&wire, summary_counts(state)[i]);
	for (int i = 0; i < shape->nsums; i++)
	{
		ExactSum	sum = summary_sums(shape, state)[i];

		pq_sendint64(&wire, (uint64) (sum.high >> 64));
		pq_sendint64(&wire, (uint64) sum.high);
		pq_sendint64(&wire, (uint64) (sum.low >> 64));
		pq_sendint64(&wire, (uint64) sum.low);
	}
	for (int i = 0; state->wide && i < shape->nsums; i++)
	{
		bytea	   *numeric = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																  PointerGetDatum(next)));

		pq_sendint32(&wire, VARSIZE_ANY_EXHDR(numeric));
		pq_sendbytes(&wire, VARDATA_ANY(numeric), VARSIZE_ANY_EXHDR(numeric));
		next += SUMMARY_WIDE_SIZE(next);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&wire));
}

pg_noreturn static void
BadBinary(const SummaryShape *shape, const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
			 errmsg("invalid binary value of type %s", shape->type_name),
			 errdetail_internal("%s", detail)));
}

static Datum
ReceiveNumeric(const SummaryShape *shape, StringInfo wire)
{
	int			length = (int) pq_getmsgint(wire, 4);
	StringInfoData part;
	Datum		result;

	if (length < 0 || length > wire->len - wire->cursor)
		BadBinary(shape, "A number is longer than the value.");
	initStringInfo(&part);
	appendBinaryStringInfo(&part, pq_getmsgbytes(wire, length), length);
	result = DirectFunctionCall3(numeric_recv, PointerGetDatum(&part),
								 ObjectIdGetDatum(InvalidOid),
								 Int32GetDatum(-1));
	if (part.cursor != part.len || !decimal_is_finite(result))
		BadBinary(shape, "A number in it is not finite, or too long.");
	return result;
}

Datum
summary_recv(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	StringInfo	wire = (StringInfo) PG_GETARG_POINTER(0);
	SummaryEdit edit = {shape, NULL, NULL};
	Summary    *state;
	int			version,
				family,
				base,
				wide;
	const char *fault;

	version = pq_getmsgbyte(wire);
	family = pq_getmsgbyte(wire);
	base = pq_getmsgbyte(wire);
	wide = pq_getmsgbyte(wire);
	if (version != SUMMARY_VERSION)
		BadBinary(shape, psprintf("Its version is %d, not %d.", version,
								  SUMMARY_VERSION));
	if (family != shape->family)
		BadBinary(shape, "It belongs to another type.");
	if (base != SUMMARY_DECIMAL && base != SUMMARY_BINARY)
		BadBinary(shape, "It holds neither numeric nor float8.");
	if (wide > 1)
		BadBinary(shape, "It has an unknown form.");

	edit.state = state = summary_create(shape, base);
	state->scale = (int32) pq_getmsgint(wire, 4);
	state->dscale = (int32) pq_getmsgint(wire, 4);
	state->dscale_rows = pq_getmsgint64(wire);
	state->rows = pq_getmsgint64(wire);
	if (state->scale < 0 ||
		state->scale > (base == SUMMARY_DECIMAL ? SUMMARY_MAX_DECIMAL_SCALE :
						SUMMARY_MAX_BINARY_SCALE))
		BadBinary(shape, "Its scale is out of range.");
	for (int i = 0; i < shape->ncounts; i++)
		summary_counts(state)[i] = pq_getmsgint64(wire);
	for (int i = 0; i < shape->nsums; i++)
	{
		ExactSum   *sum = &summary_sums(shape, state)[i];
		uint128		high;

		high = (uint128) (uint64) pq_getmsgint64(wire) << 64;
		sum->high = (int128) (high | (uint64) pq_getmsgint64(wire));
		sum->low = (uint128) (uint64) pq_getmsgint64(wire) << 64;
		sum->low |= (uint64) pq_getmsgint64(wire);
	}
	for (int i = 0; wide && i < shape->nsums; i++)
		summary_add_exact(&edit, i, ReceiveNumeric(shape, wire), false);

	state = summary_finish(&edit);
	fault = summary_fault(shape, state);
	if (fault)
		BadBinary(shape, fault);
	PG_RETURN_POINTER(state);
}

/*
 * Comparison: by value, so that the way a sum came about does not matter.
 * The order has no meaning beyond making the type sortable.
 */
int
summary_compare(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *a = summary_get(PG_GETARG_DATUM(0), shape);
	Summary    *b = summary_get(PG_GETARG_DATUM(1), shape);

	if (a->base != b->base)
		return a->base < b->base ? -1 : 1;
	if (a->rows != b->rows)
		return a->rows < b->rows ? -1 : 1;
	for (int i = 0; i < shape->ncounts; i++)
	{
		int64		x = summary_counts(a)[i];
		int64		y = summary_counts(b)[i];

		if (x != y)
			return x < y ? -1 : 1;
	}
	for (int i = 0; i < shape->nsums; i++)
	{
		int			order = decimal_compare(summary_total(shape, a, i),
											summary_total(shape, b, i));

		if (order != 0)
			return order;
	}
	return 0;
}

Datum
summary_hash(FunctionCallInfo fcinfo, const SummaryShape *shape)
{
	Summary    *state = summary_get(PG_GETARG_DATUM(0), shape);
	uint32		hash = hash_combine(state->base,
									DatumGetUInt32(hash_any((unsigned char *) &state->rows,
															sizeof(state->rows))));

	hash = hash_combine(hash,
						DatumGetUInt32(hash_any((unsigned char *) summary_counts(state),
												shape->ncounts * sizeof(int64))));
	for (int i = 0; i < shape->nsums; i++)
		hash = hash_combine(hash,
							DatumGetUInt32(DirectFunctionCall1(hash_numeric,
															   summary_total(shape, state, i))));
	PG_RETURN_INT32((int32) hash);
}
