/*-------------------------------------------------------------------------
 *
 * retention.h
 *		Retention for those who compute openings and closings themselves.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_RETENTION_H
#define KAM_RETENTION_H

#include "ledger.h"
#include "summary.h"

/* The inputs of a row */
enum
{
	RETENTION_OPENING,
	RETENTION_CLOSING,
	RETENTION_INPUTS
};

enum
{
	RETENTION_SUM_OPENING,
	RETENTION_SUM_CLOSING,
	RETENTION_SUM_EXPANSION,
	RETENTION_SUM_CONTRACTION,
	RETENTION_SUM_CHURNED,
	RETENTION_SUM_OPENING_SQUARED,
	RETENTION_SUM_CLOSING_SQUARED,
	RETENTION_SUM_OPENING_CLOSING,
	RETENTION_SUMS
};

extern const SummaryShape retention_shape;

extern void retention_add_account(SummaryRow *row);

/* What an accessor says of a ledger's first two periods, per account */
extern Datum ledger_fixed_retention(FunctionCallInfo fcinfo, Ledger *ledger,
									PGFunction accessor);

/* accessors that are also used in C */
extern PGDLLEXPORT Datum nrr(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum grr(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum logo_retention(PG_FUNCTION_ARGS);
extern PGDLLEXPORT Datum nrr_stderr(PG_FUNCTION_ARGS);

#endif							/* KAM_RETENTION_H */
