/*-------------------------------------------------------------------------
 *
 * compat.h
 *		Differences between the server versions that kam supports.
 *
 * No other file of kam looks at PG_VERSION_NUM.
 *
 *-------------------------------------------------------------------------
 */
#ifndef KAM_COMPAT_H
#define KAM_COMPAT_H

#if PG_VERSION_NUM < 150000
#error "kam needs PostgreSQL 15 or later"
#endif

/*
 * decimal.h reads the stored form of numeric, which is the same in every
 * version below.  Before a later one is let in, compare its numeric.c with
 * the layout described there.
 */
#if PG_VERSION_NUM >= 190000
#error "kam has not been checked against the numeric format of this PostgreSQL version"
#endif

#ifndef HAVE_INT128
#error "kam needs a compiler with 128-bit integers"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18 has it, in place of an attribute behind the declaration. */
#ifndef pg_noreturn
#define pg_noreturn __attribute__((noreturn))
#endif

/* 16 gave make_range() a place for soft errors. */
#if PG_VERSION_NUM >= 160000
#define kam_make_range(typcache, lower, upper) \
	make_range(typcache, lower, upper, false, NULL)
#else
#define kam_make_range(typcache, lower, upper) \
	make_range(typcache, lower, upper, false)
#endif

#endif							/* KAM_COMPAT_H */
