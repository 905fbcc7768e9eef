/*-------------------------------------------------------------------------
 *
 * as_of.h
 *		The setting kam.as_of.
 *
 *-------------------------------------------------------------------------
 */
#ifndef AS_OF_H
#define AS_OF_H

extern void define_as_of(void);

#endif							/* AS_OF_H */
