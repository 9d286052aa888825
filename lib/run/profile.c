#include "run/profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "run/message.h"
#include "run/options.h"
#include "run/settings.h"
#include "run/side.h"
#include "value/memory.h"

struct profile {
	const char           *name;
	const struct shipped *row;       /* `rows` of them, of this profile alone */
	size_t                rows;
};

const char *
profile_name(const struct profile *profile)
{
	return profile->name;
}

const char *
profile_value(const struct profile *profile, const char *setting, size_t k)
{
	for (size_t i = 0; i < profile->rows; i++) {
		if (strcmp(profile->row[i].field[1], setting) == 0 && k-- == 0)
			return profile->row[i].field[2];
	}
	return NULL;
}

bool
profile_lacks(const struct profile *profile, const char *logical)
{
	const char *name = profile_value(profile, logical, 0);

	return name && !*name;
}

/* The profile that begins at a row; the rows of one stand together. */
static struct profile
profile_at(const struct shipped *row)
{
	struct profile profile = { .name = row->field[0], .row = row };

	while (row[profile.rows].field[0] && strcmp(row[profile.rows].field[0], profile.name) == 0)
		profile.rows++;
	return profile;
}

/* How many names of the signature there are when the header has them all; else 0. */
static size_t
signature_fits(const char *signature, const struct header *header)
{
	struct slice rest = slice_from(signature), name;
	size_t       names = 0;

	do {
		rest = slice_cut(rest, '|', &name);
		if (header_find(header, name) == -1)
			return 0;
		names++;
	} while (rest.data);
	return names;
}

static size_t
profile_fits(const struct profile *profile, const struct header *header)
{
	const char *signature;
	size_t      best = 0;

	for (size_t k = 0; (signature = profile_value(profile, "signature", k)); k++) {
		size_t names = signature_fits(signature, header);

		best = names > best ? names : best;
	}
	return best;
}

static const struct profile *
profile_recognise(const struct header *header)
{
	static struct profile best;
	size_t                most = 0;

	for (const struct shipped *row = shipped_profiles; row->field[0];) {
		struct profile profile = profile_at(row);
		size_t         names = profile_fits(&profile, header);

		if (names > most) {
			best = profile;
			most = names;
		}
		row += profile.rows;
	}
	return most ? &best : NULL;
}

/* --- by name --- */

static bool
profile_find(const char *name, struct profile *profile)
{
	const struct shipped *row = shipped_profiles;

	while (row->field[0]) {
		*profile = profile_at(row);
		if (strcmp(profile->name, name) == 0)
			return true;
		row += profile->rows;
	}
	return false;
}

_Noreturn static void
fail_unknown(const char *option, const char *name)
{
	char           known[512] = "";

	for (const struct shipped *row = shipped_profiles; row->field[0];) {
		struct profile profile = profile_at(row);

		list_name(known, sizeof known, slice_from(profile.name), "");
		row += profile.rows;
	}
	fail(EXIT_USAGE, "%s: \"%s\" is none of %s", option, name, known);
}

enum { PROFILE, SETTING, VALUE };

static void
check_setting(struct side *side, const struct row *row)
{
	struct slice    setting = row_text(row, SETTING), value = row_text(row, VALUE);
	struct day_form form = { .ways = 0 };

	if (slice_is(setting, "date-format") && !day_form_set(&form, value))
		side_bad(side, row, VALUE, "no form of dates");
	if (slice_is(setting, "amount-level") && !slice_is(value, "order") &&
		!slice_is(value, "line"))
		side_bad(side, row, VALUE, "neither order nor line");
}

/* A file holds one profile. */
static struct profile
profile_load(const char *path)
{
	static const struct column_spec columns[] = {
		[PROFILE] = { "profile" },
		[SETTING] = { "setting" },
		[VALUE]   = { "value", .empty_ok = true },
	};
	struct side    *side = side_open("--profile", path, columns, 3, SIDE_RULES);
	struct profile  profile = { .name = NULL };
	struct shipped *rows = NULL;
	size_t          capacity = 0;
	struct row      row;

	while (side_next(side, &row)) {
		char *name = memory_string(row_text(&row, PROFILE));

		if (profile.name && strcmp(profile.name, name) != 0)
			side_bad(side, &row, PROFILE, "one file holds one profile, this is \"%s\"",
				profile.name);
		profile.name = profile.name ? profile.name : name;
		check_setting(side, &row);
		MEMORY_GROW(rows, capacity, profile.rows + 1);
		rows[profile.rows++] =
			(struct shipped){ { name, memory_string(row_text(&row, SETTING)),
				memory_string(row_text(&row, VALUE)) } };
	}
	if (!profile.rows)
		side_bad(side, NULL, -1, "no settings");
	side_close(side);
	profile.row = rows;
	return profile;
}

/*
 * A profile that was asked for need not fit: columns may have been left out of an export. Of two
 * known ones the header decides.
 */
static void
say_misfit(const struct profile *asked, const struct header *header, const char *file)
{
	const struct profile *known;

	if (!profile_value(asked, "signature", 0) || profile_fits(asked, header))
		return;
	known = profile_recognise(header);
	if (known)
		fail(EXIT_DATA, "%s: --profile=%s: the header is that of %s", file,
			settings.profile, known->name);
	note("%s: the header has no signature of the profile %s (see --print-profile)", file,
		asked->name);
}

const struct profile *
profile_choose(const struct header *header, const char *file)
{
	static struct profile chosen;

	if (!settings.profile)
		return profile_recognise(header);
	if (strcmp(settings.profile, "none") == 0)
		return NULL;
	if (!profile_find(settings.profile, &chosen)) {
		if (!strchr(settings.profile, '.') && !strchr(settings.profile, '/'))
			fail_unknown("--profile", settings.profile);
		chosen = profile_load(settings.profile);
	}
	say_misfit(&chosen, header, file);
	return &chosen;
}

void
profile_print(const char *name)
{
	struct writer  writer;
	struct profile profile;

	if (!profile_find(name, &profile))
		fail_unknown("--print-profile", name);
	writer_init(&writer, ',');
	writer_text(&writer, slice_from("profile"));
	writer_text(&writer, slice_from("setting"));
	writer_text(&writer, slice_from("value"));
	writer_end(&writer);
	for (size_t i = 0; i < profile.rows; i++) {
		for (size_t k = 0; k < 3; k++)
			writer_text(&writer, slice_from(profile.row[i].field[k]));
		writer_end(&writer);
	}
	fwrite(writer.buffer.data, 1, writer.buffer.length, stdout);
	writer_release(&writer);
	options_exit();
}
