/*
 * How long after a contact crm-roi still lays orders at its door: --window, and by medium
 * --windows.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "value/memory.h"
#include "value/text.h"

enum { MEDIUM, WINDOW };

static const struct column_spec columns[] = {
	[MEDIUM] = { "medium" },
	[WINDOW] = { "window", .accept = "window" },
};

static struct {
	struct medium {
		char       *name;
		struct span window;
	} * medium;
	size_t count, capacity;
} windows;

static const struct medium *
find_medium(struct slice name)
{
	for (size_t i = 0; i < windows.count; i++)
		if (slice_is(name, windows.medium[i].name))
			return &windows.medium[i];
	return NULL;
}

void
windows_read(const char *path)
{
	struct side *side = side_open("--windows", path, columns, 2, SIDE_RULES);
	struct row row;

	while (side_next(side, &row)) {
		struct slice name = row_text(&row, MEDIUM);
		char quoted[TEXT_QUOTED];
		struct span span;

		if (find_medium(name)) {
			text_quote(name, quoted);
			side_bad(side, &row, MEDIUM, "%s stands here a second time", quoted);
		} else if (!span_parse(row_text(&row, WINDOW), &span)) {
			text_quote(row_text(&row, WINDOW), quoted);
			side_bad(side, &row, WINDOW, "not a span of time like 30d: %s", quoted);
		} else {
			MEMORY_GROW(windows.medium, windows.capacity, windows.count + 1);
			windows.medium[windows.count++] =
				(struct medium){ memory_string(name), span };
		}
	}
	side_close(side);
}

day
window_end(day sent, struct slice medium)
{
	const struct medium *own = find_medium(medium);

	return day_plus(sent, own ? own->window : set.window);
}
