/*-------------------------------------------------------------------------
 *
 * ledger_flat.h
 *		The flat form of a ledger, for tables, parallel workers and other servers.
 *
 * The flat form is a sequence of bytes behind a varlena header, in which
 * every number is a varint (seven bits a byte, the last one below 128) and
 * signed numbers are zigzag-coded:
 *
 *		version, kind of key, basis, grain, first month, two windows,
 *		length and name of the time zone, scale, dscale, option plus one,
 *		first period, number of periods, number of accounts,
 *		keys: difference from the one before, or length and bytes, or none,
 *		per period: lines without account, 1 if it has cells: width, cells,
 *		number of wide amounts: period, account, length and bytes of a numeric
 *
 * Accounts come in an order that depends on their keys alone, so that whoever
 * adds up several ledgers goes through memory in the same order for each.
 * Cells come in one of two ways.  Dense, with a width of 1 to 8: the least
 * amount, a bit for each cell (low bit first) that says if it has a line,
 * then for each of those that many bytes (low byte first) with what it has
 * above the least.  Sparse, with a width of 0: a varint for each cell, its
 * zigzag-coded amount plus one; a zero is followed by how many cells in a row
 * have no line.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_LEDGER_FLAT_H
#define KAM_LEDGER_FLAT_H

#include "ledger.h"

#define LEDGER_VERSION	1

/* Cells are read and written in another order than they lie: fetch ahead. */
#define LEDGER_PREFETCH_CELLS	32

/* The accounts of a table in the order in which they are written */
extern uint32 *ledger_order_accounts(const AccountTable *table);

static inline uint128
ledger_zigzag(int128 value)
{
	return ((uint128) value << 1) ^ (uint128) (value >> 127);
}

static inline int128
ledger_unzigzag(uint128 value)
{
	return (int128) (value >> 1) ^ -(int128) (value & 1);
}

static inline Size
ledger_bitmap_size(uint32 nslots)
{
	return ((Size) nslots + BITS_PER_BYTE - 1) / BITS_PER_BYTE;
}

#endif							/* KAM_LEDGER_FLAT_H */
