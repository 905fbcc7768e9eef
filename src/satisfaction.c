/*-------------------------------------------------------------------------
 *
 * satisfaction.c
 *		What customers say of us, and whether we kept our promises: NPS, CSAT,
 *		attainment of service levels.
 *
 * All three are shares of counts.  An answer that is not there counts for
 * nothing; a promise that is not yet due is undecided and counts for nothing
 * either, while one that is overdue and still open is missed.
 *
 *-------------------------------------------------------------------------
 */
#include "retention.h"
#include "tally.h"

#include "catalog/pg_type_d.h"
#include "utils/date.h"
#include "utils/rangetypes.h"
#include "utils/timestamp.h"

#define Z_95_PERCENT	1.959963984540054
#define WILSON_MAX_Z	10		/* no percentage, and its square is harmless */

/*
 * Net promoter score
 */

enum
{
	NPS_PROMOTERS,				/* 9 and 10 */
	NPS_PASSIVES,
	NPS_DETRACTORS,				/* 0 to 6 */
	NPS_COUNTS
};

static const char *const nps_count_names[] =
{"promoters", "passives", "detractors"};

static const char *const nps_input_names[] = {"score"};

#define SCORE_RANGE "must be between 0 and 10"
#define SCORE_HINT	"The question has eleven answers; bring other scales to it first."

/* The answers must be the rows; this is asked by all whose counts divide them. */
static const char *
CountsFault(const int64 *counts, int n, int64 rows)
{
	int64		total = 0;

	for (int i = 0; i < n; i++)
		total += counts[i];
	return total == rows ? NULL : "Its counts do not add up to its rows.";
}

static const char *
NpsFault(const Summary *state, const Datum *totals)
{
	return CountsFault(summary_counts(state), NPS_COUNTS, state->rows);
}

const SummaryShape nps_shape = {
	.type_name = "kam.tally",
	.metric = "nps",
	.family = 'n',
	.ncounts = NPS_COUNTS,
	.count_names = nps_count_names,
	.input_names = nps_input_names,
	.fault = NpsFault,
};

static pg_attribute_always_inline Datum
AccumulateNps(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &nps_shape, input, 1, false, undo);
	if (row.isnull[0])
		return summary_row_end(&row);
	if (summary_row_sign(&row, 0) < 0 || summary_row_compare_int(&row, 0, 10) > 0)
		summary_reject_input(&nps_shape, 0, input, PG_GETARG_DATUM(1),
							 SCORE_RANGE, SCORE_HINT);
	summary_row_counts(&row);
	summary_row_count(&row, summary_row_compare_int(&row, 0, 9) >= 0 ? NPS_PROMOTERS :
					  summary_row_compare_int(&row, 0, 6) <= 0 ? NPS_DETRACTORS :
					  NPS_PASSIVES);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(nps, AccumulateNps)

PG_FUNCTION_INFO_V1(nps);
Datum
nps(PG_FUNCTION_ARGS)
{
	Summary    *state = tally_get(fcinfo, &nps_shape);
	int64	   *counts = summary_counts(state);

	if (state->rows == 0)
		PG_RETURN_NULL();
	return decimal_ratio(decimal_from_int64(counts[NPS_PROMOTERS] - counts[NPS_DETRACTORS]),
						 decimal_from_int64(state->rows));
}

/*
 * The standard error of the mean of answers that count 1, 0 or -1:
 * sqrt((p + d - (p - d)^2) / n) with the shares p and d of promoters and
 * detractors, that is sqrt(((P + D) * n - (P - D)^2) / n^3).  One answer says
 * nothing about how answers differ.
 */
PG_FUNCTION_INFO_V1(nps_stderr);
Datum
nps_stderr(PG_FUNCTION_ARGS)
{
	Summary    *state = tally_get(fcinfo, &nps_shape);
	int64	   *counts = summary_counts(state);
	Datum		n = decimal_from_int64(state->rows);
	Datum		net;
	Datum		variance;

	if (state->rows < 2)
		PG_RETURN_NULL();
	net = decimal_from_int64(counts[NPS_PROMOTERS] - counts[NPS_DETRACTORS]);
	variance = decimal_sub(decimal_mul(decimal_from_int64(counts[NPS_PROMOTERS] +
														  counts[NPS_DETRACTORS]), n),
						   decimal_mul(net, net));
	return DirectFunctionCall1(numeric_sqrt,
							   decimal_ratio(variance,
											 decimal_mul(n, decimal_mul(n, n))));
}

/*
 * The same where several people answer for an account.  They are not
 * independent, so it is accounts that are sampled: a ledger has the answers of
 * each in one period and their sum, promoters less detractors, in the next.
 * The score is the ratio of the two, and its standard error that of nrr.
 */

enum
{
	ANSWERS_NUMBER,
	ANSWERS_SUM
};

static int
CompareScore(Datum score, SummaryInput input, int value)
{
	if (input == INPUT_INT8)
		return DatumGetInt64(score) < value ? -1 : DatumGetInt64(score) > value;
	if (input == INPUT_FLOAT8)
		return DatumGetFloat8(score) < value ? -1 : DatumGetFloat8(score) > value;
	return decimal_compare(score, decimal_from_int64(value));
}

/* (state, account, score) */
static Datum
TakeAnswer(FunctionCallInfo fcinfo, AccountKeyKind kind, SummaryInput input)
{
	Ledger	   *ledger = ledger_state(fcinfo);
	Calendar	calendar = {.grain = GRAIN_ANSWERS, .first_month = 1};
	NullableDatum account = fcinfo->args[1];
	Datum		score = PG_GETARG_DATUM(2);

	ledger_set_calendar(ledger, &calendar, LEDGER_FLOW, kind, NULL);
	if (PG_ARGISNULL(2))
		return EOHPGetRWDatum(&ledger->hdr);
	if (input == INPUT_FLOAT8 ? !isfinite(DatumGetFloat8(score)) :
		input == INPUT_NUMERIC && !decimal_is_finite(score))
		summary_reject_input(&nps_shape, 0, input, score,
							 "must be a finite number", NULL);
	if (CompareScore(score, input, 0) < 0 || CompareScore(score, input, 10) > 0)
		summary_reject_input(&nps_shape, 0, input, score, SCORE_RANGE, SCORE_HINT);

	ledger_book(ledger, account, kind, ANSWERS_NUMBER, 1);
	if (account.isnull)
		return EOHPGetRWDatum(&ledger->hdr);	/* counted once */
	if (CompareScore(score, input, 9) >= 0)
		ledger_book(ledger, account, kind, ANSWERS_SUM, 1);
	else if (CompareScore(score, input, 6) <= 0)
		ledger_book(ledger, account, kind, ANSWERS_SUM, -1);
	return EOHPGetRWDatum(&ledger->hdr);
}

#define ANSWERS_ACCUM(key, KEY) \
	SUMMARY_FUNCTION(answers_accum_##key##_numeric, \
					 return TakeAnswer(fcinfo, ACCOUNT_##KEY, INPUT_NUMERIC)) \
	SUMMARY_FUNCTION(answers_accum_##key##_float8, \
					 return TakeAnswer(fcinfo, ACCOUNT_##KEY, INPUT_FLOAT8)) \
	SUMMARY_FUNCTION(answers_accum_##key##_int8, \
					 return TakeAnswer(fcinfo, ACCOUNT_##KEY, INPUT_INT8))

ANSWERS_ACCUM(int8, INT8)
ANSWERS_ACCUM(text, TEXT)
ANSWERS_ACCUM(uuid, UUID)

static Ledger *
GetAnswers(FunctionCallInfo fcinfo)
{
	Ledger	   *ledger = ledger_get(PG_GETARG_DATUM(0));

	if (ledger->calendar.grain != GRAIN_ANSWERS)
		ledger_reject_form(ledger, "answers", "Compute it with nps_agg(account, score).");
	return ledger;
}

SUMMARY_FUNCTION(ledger_nps, return ledger_fixed_retention(fcinfo, GetAnswers(fcinfo), nrr))
SUMMARY_FUNCTION(ledger_nps_stderr,
				 return ledger_fixed_retention(fcinfo, GetAnswers(fcinfo), nrr_stderr))

/*
 * Customer satisfaction: the share of answers at or above a cut
 */

enum
{
	CSAT_SATISFIED,
	CSAT_OTHERS,
	CSAT_COUNTS
};

static const char *const csat_count_names[] = {"satisfied", "others"};
static const char *const csat_input_names[] = {"score", "cut"};

static const char *
CsatFault(const Summary *state, const Datum *totals)
{
	return CountsFault(summary_counts(state), CSAT_COUNTS, state->rows);
}

const SummaryShape csat_shape = {
	.type_name = "kam.tally",
	.metric = "csat",
	.family = 'c',
	.ncounts = CSAT_COUNTS,
	.count_names = csat_count_names,
	.input_names = csat_input_names,
	.fault = CsatFault,
};

static pg_attribute_always_inline Datum
AccumulateCsat(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &csat_shape, input, 2, false, undo);
	if (row.isnull[0])
		return summary_row_end(&row);
	if (row.isnull[1])
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("cut must not be null"),
				 errhint("Give the lowest answer that counts as satisfied, such as 4 of 5.")));
	summary_row_counts(&row);
	summary_row_count(&row, summary_row_compare(&row, 0, 1) >= 0 ?
					  CSAT_SATISFIED : CSAT_OTHERS);
	return summary_row_end(&row);
}

SUMMARY_ACCUM_FUNCTIONS(csat, AccumulateCsat)

/* The share of one count among all rows, or among two counts */
static Datum
ShareOf(int64 part, int64 whole, bool *isnull)
{
	*isnull = whole == 0;
	return *isnull ? (Datum) 0 :
		decimal_ratio(decimal_from_int64(part), decimal_from_int64(whole));
}

PG_FUNCTION_INFO_V1(csat);
Datum
csat(PG_FUNCTION_ARGS)
{
	Summary    *state = tally_get(fcinfo, &csat_shape);

	return ShareOf(summary_counts(state)[CSAT_SATISFIED], state->rows,
				   &fcinfo->isnull);
}

/*
 * Attainment of service levels
 */

enum
{
	SLA_MET,
	SLA_MISSED,
	SLA_UNDECIDED,
	SLA_COUNTS
};

static const char *const sla_count_names[] = {"met", "missed", "undecided"};

static const char *
SlaFault(const Summary *state, const Datum *totals)
{
	return CountsFault(summary_counts(state), SLA_COUNTS, state->rows);
}

const SummaryShape sla_shape = {
	.type_name = "kam.tally",
	.metric = "sla_attainment",
	.family = 'l',
	.ncounts = SLA_COUNTS,
	.count_names = sla_count_names,
	.fault = SlaFault,
};

/*
 * (state, resolved, due, as_of).  What was resolved after as_of was open then.
 * Dates and timestamps both compare as integers, their infinities included.
 */
static Datum
AccumulateSla(FunctionCallInfo fcinfo, bool dates, bool undo)
{
	SummaryRow	row = {.fcinfo = fcinfo, .undo = undo, .undone = true, .narrow = true};
	int64		time[3];		/* resolved, due, as of */
	bool		resolved;

	row.edit.shape = &sla_shape;
	row.edit.state = summary_state(fcinfo, &sla_shape, SUMMARY_DECIMAL);
	if (PG_ARGISNULL(2))
		return summary_row_end(&row);
	if (PG_ARGISNULL(3))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("as_of must not be null"),
				 errhint("Give the time as of which open promises are judged, such as now().")));
	for (int i = 0; i < 3; i++)
		time[i] = PG_ARGISNULL(i + 1) ? 0 :
			dates ? PG_GETARG_DATEADT(i + 1) : PG_GETARG_TIMESTAMP(i + 1);

	resolved = !PG_ARGISNULL(1) && time[0] <= time[2];
	summary_row_counts(&row);
	if (resolved)
		summary_row_count(&row, time[0] <= time[1] ? SLA_MET : SLA_MISSED);
	else
		summary_row_count(&row, time[1] <= time[2] ? SLA_MISSED : SLA_UNDECIDED);
	return summary_row_end(&row);
}

SUMMARY_FUNCTION(sla_accum_date, return AccumulateSla(fcinfo, true, false))
SUMMARY_FUNCTION(sla_accum_date_inv, return AccumulateSla(fcinfo, true, true))
SUMMARY_FUNCTION(sla_accum_timestamp, return AccumulateSla(fcinfo, false, false))
SUMMARY_FUNCTION(sla_accum_timestamp_inv, return AccumulateSla(fcinfo, false, true))

PG_FUNCTION_INFO_V1(sla_attainment);
Datum
sla_attainment(PG_FUNCTION_ARGS)
{
	int64	   *counts = summary_counts(tally_get(fcinfo, &sla_shape));

	return ShareOf(counts[SLA_MET], counts[SLA_MET] + counts[SLA_MISSED],
				   &fcinfo->isnull);
}

/* No promises at all, as after the last one has left a window, give NULL. */
PG_FUNCTION_INFO_V1(sla_undecided);
Datum
sla_undecided(PG_FUNCTION_ARGS)
{
	Summary    *state = tally_get(fcinfo, &sla_shape);

	if (state->rows == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(summary_counts(state)[SLA_UNDECIDED]);
}

/*
 * The Wilson interval of a share: unlike share +- z * stderr it stays within 0
 * and 1 and says something for 10 of 10.
 */
static Datum
WilsonInterval(int64 successes, int64 trials, double z)
{
	double		n = trials;
	double		share = successes / n;
	double		scale = 1 + z * z / n;
	double		middle = (share + z * z / (2 * n)) / scale;
	double		half = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale;
	RangeBound	lower = {.inclusive = true, .lower = true};
	RangeBound	upper = {.inclusive = true, .lower = false};

	/* where the limit is known, no rounding must miss it; nor leave 0 to 1 */
	lower.val = DirectFunctionCall1(float8_numeric,
									Float8GetDatum(successes == 0 ? 0 : Max(middle - half, 0)));
	upper.val = DirectFunctionCall1(float8_numeric,
									Float8GetDatum(successes == trials ? 1 : Min(middle + half, 1)));
	PG_RETURN_RANGE_P(kam_make_range(lookup_type_cache(NUMRANGEOID, TYPECACHE_RANGE_INFO),
									 &lower, &upper));
}

PG_FUNCTION_INFO_V1(wilson_interval);
Datum
wilson_interval(PG_FUNCTION_ARGS)
{
	int64		successes = PG_GETARG_INT64(0);
	int64		trials = PG_GETARG_INT64(1);
	double		z = PG_GETARG_FLOAT8(2);

	if (trials < 0)
		kam_reject("trials", "must not be negative", psprintf(INT64_FORMAT, trials),
				   "Count all answers.");
	if (successes < 0 || successes > trials)
		kam_reject("successes", "must be between 0 and the number of trials",
				   psprintf(INT64_FORMAT, successes), "Count the answers that agree.");
	if (!(z > 0 && z <= WILSON_MAX_Z))
		kam_reject("z", "must be above 0 and at most 10", kam_float8_text(z),
				   "Give a quantile of the normal distribution: 1.96 for an interval of 95 %, 1.64 for one of 90 %.");
	if (trials == 0)
		PG_RETURN_NULL();
	return WilsonInterval(successes, trials, z);
}

PG_FUNCTION_INFO_V1(csat_interval);
Datum
csat_interval(PG_FUNCTION_ARGS)
{
	Summary    *state = tally_get(fcinfo, &csat_shape);

	if (state->rows == 0)
		PG_RETURN_NULL();
	return WilsonInterval(summary_counts(state)[CSAT_SATISFIED], state->rows,
						  Z_95_PERCENT);
}
