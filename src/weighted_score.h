/*-------------------------------------------------------------------------
 *
 * weighted_score.h
 *		What others may ask of a weighted score.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_WEIGHTED_SCORE_H
#define KAM_WEIGHTED_SCORE_H

#include "summary.h"

/*
 * The sums of a kam.score over the criteria whose value is known; false if a
 * value was NaN or infinite.
 */
extern bool score_known_sums(Datum score, Datum *weighted_value, Datum *weight);

#endif							/* KAM_WEIGHTED_SCORE_H */
