/*-------------------------------------------------------------------------
 *
 * programme.c
 *		What the triggers of the programme cannot do in SQL: read a setting of
 *		their portfolio as it is now.
 *
 * A trigger that keeps to a setting must not go by the snapshot of a transaction
 * that began before the setting was changed.  As the server's own foreign keys
 * do, it looks with the latest snapshot, at every isolation level; whoever calls
 * it holds a lock that whoever changes the setting waits for.
 *
 *-------------------------------------------------------------------------
 */
#include "kam.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(portfolio_setting_now);
Datum
portfolio_setting_now(PG_FUNCTION_ARGS)
{
	Name		portfolio = PG_GETARG_NAME(0);
	MemoryContext result_context = CurrentMemoryContext;
	Oid			types[1] = {TEXTOID};
	Datum		values[1] = {PG_GETARG_DATUM(1)};
	char	   *query = psprintf("SELECT value FROM %s.setting WHERE name = $1",
								 quote_identifier(NameStr(*portfolio)));
	Snapshot	latest;
	SPIPlanPtr	plan;
	char	   *value = NULL;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	plan = SPI_prepare(query, 1, types);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed: %s", SPI_result_code_string(SPI_result));
	/* What this transaction has done itself counts as well. */
	CommandCounterIncrement();
	latest = RegisterSnapshot(GetLatestSnapshot());
	if (SPI_execute_snapshot(plan, values, NULL, latest, InvalidSnapshot, false, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "SPI_execute_snapshot failed");
	UnregisterSnapshot(latest);
	if (SPI_processed > 0)
		value = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	if (value != NULL)
		value = MemoryContextStrdup(result_context, value);
	SPI_finish();
	if (value == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(cstring_to_text(value));
}
