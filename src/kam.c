/*-------------------------------------------------------------------------
 *
 * kam.c
 *		The module itself, its settings, and the one form of complaint about
 *		arguments.
 *
 *-------------------------------------------------------------------------
 */
#include "kam.h"

#include <limits.h>

#include "account_table.h"
#include "as_of.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/guc.h"

PG_MODULE_MAGIC;

void		_PG_init(void);

void
_PG_init(void)
{
	DefineCustomIntVariable("kam.ledger_memory_limit",
							"Sets the maximum memory that one ledger may take.",
							"A ledger is the state of revenue_bridge and the other aggregates over invoice lines. "
							"One that would take more ends in an error.",
							&account_memory_limit,
							2 * 1024 * 1024, 1024, MAX_KILOBYTES,
							PGC_USERSET, GUC_UNIT_KB,
							NULL, NULL, NULL);
	define_as_of();
	MarkGUCPrefixReserved("kam");
}

char *
kam_numeric_text(Datum value)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, value));
}

char *
kam_float8_text(double value)
{
	return float8out_internal(value);
}

void
kam_reject(const char *name, const char *requirement, const char *found,
		   const char *hint)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s %s", name, requirement),
			 errdetail("Found %s.", found),
			 errhint("%s", hint)));
}
