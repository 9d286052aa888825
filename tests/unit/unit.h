/*
 * What every unit test includes.
 *
 * tests/unit/ROOM_MODULE.c defines the suite of lib/ROOM/MODULE:
 *
 *	SUITE(value_day)
 *	{
 *		Suite *suite = suite_create("value/day");
 *		TCase *leap = tcase_create("leap years");
 *
 *		tcase_add_test(leap, february_has_29_days);
 *		suite_add_tcase(suite, leap);
 *		return suite;
 *	}
 *
 * The file's name is all the runner needs: it finds the suite by it.
 */
#ifndef UNIT_H
#define UNIT_H

#include <check.h>

#define SUITE(name) \
	Suite *name##_suite(void); \
	Suite *name##_suite(void)

#endif
