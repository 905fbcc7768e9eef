/*-------------------------------------------------------------------------
 *
 * share_of_wallet.c
 *		What part of its total spend in our category a customer gives us.
 *
 * One input row is one account.  Where the wallet is not known, the account
 * leaves the share on both sides, or its spend would be divided by the
 * wallets of others; how much spend that concerns is the coverage.
 *
 *-------------------------------------------------------------------------
 */
#include "summary.h"

enum
{
	COUNT_KNOWN,
	COUNT_UNKNOWN,
	COUNT_EXCEEDED,				/* spend above the wallet: a wrong estimate */
	NCOUNTS
};

enum
{
	SUM_KNOWN_SPEND,
	SUM_WALLET,
	SUM_SPEND,
	NSUMS
};

enum
{
	SPEND,
	WALLET,
	NINPUTS
};

static const char *const wallet_count_names[] = {"known", "unknown", "exceeded"};
static const char *const wallet_sum_names[] = {"known_spend", "wallet", "spend"};
static const uint8 wallet_degrees[] = {1, 1, 1};
static const char *const wallet_input_names[] = {"spend", "wallet"};

static const char *
WalletFault(const Summary *state, const Datum *totals)
{
	const int64 *counts = summary_counts(state);

	if (counts[COUNT_EXCEEDED] > counts[COUNT_KNOWN])
		return "\"exceeded\" is more than \"known\".";
	if (decimal_sign(totals[SUM_WALLET]) < 0)
		return "\"wallet\" is negative.";
	return NULL;
}

static const SummaryShape wallet_shape = {
	.type_name = "kam.wallet",
	.family = 'w',
	.ncounts = NCOUNTS,
	.nsums = NSUMS,
	.count_names = wallet_count_names,
	.sum_names = wallet_sum_names,
	.degrees = wallet_degrees,
	.input_names = wallet_input_names,
	.fault = WalletFault,
};

static pg_attribute_always_inline Datum
AccumulateWallet(FunctionCallInfo fcinfo, SummaryInput input, bool undo)
{
	SummaryRow	row;

	summary_row_begin(&row, fcinfo, &wallet_shape, input, NINPUTS, false, undo);
	if (row.isnull[SPEND] && row.isnull[WALLET])
		return summary_row_end(&row);
	summary_row_counts(&row);

	summary_row_add(&row, SUM_SPEND, SPEND);
	if (row.isnull[WALLET])
	{
		summary_row_count(&row, COUNT_UNKNOWN);
		return summary_row_end(&row);
	}
	if (unlikely(summary_row_sign(&row, WALLET) < 0))
		summary_reject_input(&wallet_shape, WALLET, input,
							 PG_GETARG_DATUM(WALLET + 1), "must not be negative",
							 "Give NULL for a wallet that is not known.");
	summary_row_count(&row, COUNT_KNOWN);
	summary_row_add(&row, SUM_KNOWN_SPEND, SPEND);
	summary_row_add(&row, SUM_WALLET, WALLET);
	if (summary_row_compare(&row, SPEND, WALLET) > 0)
		summary_row_count(&row, COUNT_EXCEEDED);
	return summary_row_end(&row);
}

SUMMARY_TYPE_FUNCTIONS(wallet)
SUMMARY_ACCUM_FUNCTIONS(wallet, AccumulateWallet)

static Summary *
GetWallet(FunctionCallInfo fcinfo)
{
	return summary_get(PG_GETARG_DATUM(0), &wallet_shape);
}

static Datum
WalletRatio(FunctionCallInfo fcinfo, int numerator, int denominator)
{
	Datum		ratio;

	if (!summary_ratio(&wallet_shape, GetWallet(fcinfo), numerator, denominator,
					   &ratio))
		PG_RETURN_NULL();
	return ratio;
}

static Datum
WalletRatioFloat8(FunctionCallInfo fcinfo, int numerator, int denominator)
{
	double		ratio;

	if (!summary_ratio_float8(&wallet_shape, GetWallet(fcinfo), numerator,
							  denominator, &ratio))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(ratio);
}

SUMMARY_FUNCTION(share_of_wallet,
				 return WalletRatio(fcinfo, SUM_KNOWN_SPEND, SUM_WALLET))
SUMMARY_FUNCTION(share_of_wallet_float8,
				 return WalletRatioFloat8(fcinfo, SUM_KNOWN_SPEND, SUM_WALLET))
SUMMARY_FUNCTION(wallet_coverage,
				 return WalletRatio(fcinfo, SUM_KNOWN_SPEND, SUM_SPEND))
SUMMARY_FUNCTION(wallet_coverage_float8,
				 return WalletRatioFloat8(fcinfo, SUM_KNOWN_SPEND, SUM_SPEND))
SUMMARY_FUNCTION(wallet_exceeded_accounts,
				 PG_RETURN_INT64(summary_counts(GetWallet(fcinfo))[COUNT_EXCEEDED]))

/*
 * The Wallet Allocation Rule: the share that a supplier of the given rank
 * among n can expect, (1 - rank / (n + 1)) * 2 / n.
 */

static const char *const rank_hint =
"Rank 1 is the preferred supplier; suppliers that tie have the mean of their ranks.";

static void
CheckSuppliers(int64 suppliers)
{
	if (suppliers < 1)
		kam_reject("suppliers", "must be at least 1",
				   psprintf(INT64_FORMAT, suppliers),
				   "Count all suppliers that the customer uses, us included.");
}

PG_FUNCTION_INFO_V1(wallet_allocation);
Datum
wallet_allocation(PG_FUNCTION_ARGS)
{
	Datum		rank = PG_GETARG_DATUM(0);
	Datum		one = decimal_from_int64(1);
	Datum		n = decimal_from_int64(PG_GETARG_INT64(1));
	Datum		next = decimal_add(n, one);
	Datum		above;

	CheckSuppliers(PG_GETARG_INT64(1));
	if (!decimal_is_finite(rank) || decimal_compare(rank, one) < 0 ||
		decimal_compare(rank, n) > 0)
		kam_reject("rank", "must be between 1 and the number of suppliers",
				   kam_numeric_text(rank), rank_hint);
	above = decimal_sub(next, rank);
	return decimal_ratio(decimal_add(above, above), decimal_mul(n, next));
}

DECIMAL_INTEGER_VARIANTS(wallet_allocation, 1)

PG_FUNCTION_INFO_V1(wallet_allocation_float8);
Datum
wallet_allocation_float8(PG_FUNCTION_ARGS)
{
	double		rank = PG_GETARG_FLOAT8(0);
	double		n = PG_GETARG_INT64(1);

	CheckSuppliers(PG_GETARG_INT64(1));
	if (!(rank >= 1 && rank <= n))
		kam_reject("rank", "must be between 1 and the number of suppliers",
				   kam_float8_text(rank), rank_hint);
	PG_RETURN_FLOAT8(2 * (n + 1 - rank) / (n * (n + 1)));
}
