/*
 * Dates as a test writes them: on("2026-03-01").
 */
#ifndef UNIT_DATES_H
#define UNIT_DATES_H

#include <check.h>

#include "value/day.h"

static inline day
on(const char *date)
{
	day d;

	ck_assert_msg(day_parse(slice_from(date), &d), "no date: %s", date);
	return d;
}

#endif
