/*-------------------------------------------------------------------------
 *
 * tally.h
 *		One type for the states of all simple metrics.
 *
 * A metric that is a few counts and sums does not deserve an SQL type, with
 * its twenty support functions, of its own.  Such metrics share the type
 * kam.tally; each value knows its metric, and neither combines with nor
 * answers for another one.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_TALLY_H
#define KAM_TALLY_H

#include "summary.h"

extern const SummaryShape nps_shape;
extern const SummaryShape csat_shape;
extern const SummaryShape sla_shape;
extern const SummaryShape margin_shape;
extern const SummaryShape forecast_shape;
extern const SummaryShape brier_shape;
extern const SummaryShape variation_shape;
extern const SummaryShape white_space_shape;
extern const SummaryShape concentration_shape;
extern const SummaryShape progress_shape;

extern Summary *tally_get(FunctionCallInfo fcinfo, const SummaryShape *shape);

/* For the fault of a shape: sums that no row can have made; NULL if none */
extern const char *tally_rowless_fault(const SummaryShape *shape,
									   const Summary *state,
									   const Datum *totals);

/* An accessor that divides one sum by another, and its float8 variant */
extern Datum tally_ratio(FunctionCallInfo fcinfo, const SummaryShape *shape,
						 int numerator, int denominator);
extern Datum tally_ratio_float8(FunctionCallInfo fcinfo,
								const SummaryShape *shape,
								int numerator, int denominator);

#endif							/* KAM_TALLY_H */
