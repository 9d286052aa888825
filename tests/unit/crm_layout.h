/*
 * A layout for the suites about source codes: the built-in one after set_up, another after
 * lay_out. For tcase_add_checked_fixture(tcase, set_up, tear_down).
 */
#ifndef CRM_LAYOUT_H
#define CRM_LAYOUT_H

#include "crm/sourcecode.h"
#include "unit.h"

static struct code_layout layout;

static inline void
set_up(void)
{
	layout_init(&layout);
	layout_default(&layout);
}

static inline void
tear_down(void)
{
	layout_release(&layout);
}

/* An own layout instead: "name,kind,length,text|...". True when every part was taken. */
static inline bool
lay_out(const char *text)
{
	struct slice rest = slice_from(text), line, field[4];
	const char *why;

	layout_release(&layout);
	layout_init(&layout);
	do {
		rest = slice_cut(rest, '|', &line);
		for (int i = 0; i < 4; i++)
			line = slice_cut(line, ',', &field[i]);
		if (!layout_add(&layout, field[0], field[1], field[2], field[3], &why))
			return false;
	} while (rest.data);
	return layout_complete(&layout, &why);
}

#endif
