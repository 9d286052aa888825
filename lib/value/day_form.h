/*
 * How the dates of one input are written, where that is not the usual way.
 *
 * A form is a list of ways, tried in turn, separated by '|': a format of day.h
 * (%d/%m/%Y), `iso` (what day_parse reads), `excel` (day numbers of spreadsheets). Where it
 * is not sure that dates are written so, the usual way is tried before them. A zone, once
 * set, moves moments that carry one of their own to its clock; those that carry none are
 * taken to be in it already.
 *
 * A spreadsheet's number, 45296 or 45296.4309, counts days in the 1900 system: 1 is
 * 1900-01-01, fractions are times, rounded to the second. 60 is 1900-02-29, a day that
 * never was, and refused; 0 and negative ones are none.
 */
#ifndef VALUE_DAY_FORM_H
#define VALUE_DAY_FORM_H

#include "value/day.h"

#define DAY_FORM_WAYS 4

struct day_form {
	struct slice way[DAY_FORM_WAYS];     /* not owned; none: the usual way */
	size_t       ways;
	bool         usual;                  /* before them the usual way */
	bool         converts;
	int          zone;                   /* seconds east of UTC, when it converts */
};

/* False, *form's ways as they were: no such form. The text must outlive it. */
bool day_form_set(struct day_form *form, struct slice text);

/* UTC, Z, +08:00, +0800, +08, -03:30. No names: a fixed offset has no summer time. */
bool zone_parse(struct slice text, int *offset);

bool day_read(const struct day_form *form, struct slice text, day *result);
bool moment_read(const struct day_form *form, struct slice text, moment *result, bool *timed);

#endif
