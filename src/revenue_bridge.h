/*-------------------------------------------------------------------------
 *
 * revenue_bridge.h
 *		The movements of each period, for those who compare them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_REVENUE_BRIDGE_H
#define KAM_REVENUE_BRIDGE_H

#include "ledger.h"

/* in the order of the columns of kam.bridge_row */
enum
{
	BRIDGE_OPENING,
	BRIDGE_NEW,
	BRIDGE_REACTIVATION,
	BRIDGE_EXPANSION,
	BRIDGE_CONTRACTION,
	BRIDGE_CHURNED,
	BRIDGE_CLOSING,
	BRIDGE_NEGATIVE,
	BRIDGE_WITHOUT_ACCOUNT,
	BRIDGE_SUMS
};

extern const SummaryShape bridge_shape;

/* One summary for each period of the ledger, and an account added to them */
extern SummaryEdit *bridge_create(const Ledger *ledger);
extern void bridge_add_account(const Ledger *ledger, const AccountCursor *cursor,
							   SummaryEdit *periods);

#endif							/* KAM_REVENUE_BRIDGE_H */
