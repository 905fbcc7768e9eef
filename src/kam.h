/*-------------------------------------------------------------------------
 *
 * kam.h
 *		What every file of kam includes.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_H
#define KAM_H

#include "postgres.h"
#include "fmgr.h"

#include "compat.h"

/* The text of a value, for messages about it */
extern char *kam_numeric_text(Datum value);
extern char *kam_float8_text(double value);

/* Refuse an argument: "NAME REQUIREMENT", what was found, what to do */
pg_noreturn extern void kam_reject(const char *name, const char *requirement,
								   const char *found, const char *hint);

#endif							/* KAM_H */
