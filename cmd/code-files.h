/*
 * Layouts and names of source codes, read from their files: --layout and --names of
 * the commands that read codes. The error is said and ends the filter (exit 2).
 *
 * Here, and in place, because no room of lib knows both files and source codes.
 */
#ifndef CODE_FILES_H
#define CODE_FILES_H

#include "crm/codenames.h"
#include "crm/sourcecode.h"
#include "run/side.h"

/* The layout of a file, or the built-in one where path is NULL. */
static inline void
layout_load(struct code_layout *into, const char *path)
{
	enum { PART, KIND, LENGTH, TEXT };
	static const struct column_spec columns[] = {
		[PART]   = { "part",   .accept = "part", .empty_ok = true },
		[KIND]   = { "kind",   .accept = "kind" },
		[LENGTH] = { "length", .accept = "length", .optional = true, .empty_ok = true },
		[TEXT]   = { "text",   .accept = "text", .optional = true, .empty_ok = true },
	};
	struct side *file;
	struct row row;
	const char *why;
	bool good = true;

	layout_init(into);
	if (!path) {
		layout_default(into);
		return;
	}
	file = side_open("--layout", path, columns, 4, SIDE_RULES);
	while (side_next(file, &row))
		if (!layout_add(into, row_text(&row, PART), row_text(&row, KIND),
			    row_text(&row, LENGTH), row_text(&row, TEXT), &why)) {
			side_bad(file, &row, -1, "%s", why);
			good = false;
		}
	if (good && !layout_complete(into, &why))
		side_bad(file, NULL, -1, "%s", why);
	side_close(file);
}

/* The names of a file, or none where path is NULL. */
static inline void
names_load(struct code_names *into, const struct code_layout *of, const char *path)
{
	enum { PART, CODE, NAME };
	static const struct column_spec columns[] = {
		[PART] = { "part", .accept = "part" },
		[CODE] = { "code", .accept = "code" },
		[NAME] = { "name", .accept = "name" },
	};
	struct side *file;
	struct row row;
	const char *why;

	names_init(into);
	if (!path)
		return;
	file = side_open("--names", path, columns, 3, SIDE_RULES);
	while (side_next(file, &row))
		if (!names_add(into, of, row_text(&row, PART), row_text(&row, CODE),
			    row_text(&row, NAME), &why))
			side_bad(file, &row, -1, "%s", why);
	side_close(file);
}

#endif
