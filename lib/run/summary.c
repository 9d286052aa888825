#include "run/summary.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "run/message.h"
#include "run/settings.h"
#include "value/memory.h"

static struct buffer lines;
static bool          worth_saying, rejected;

struct tally_entry *
tally_entry(struct tally *tally, const char *what, bool ignored)
{
	for (int i = 0; i < tally->entries; i++) {
		struct tally_entry *entry = &tally->entry[i];

		if (entry->ignored == ignored &&
			(entry->what == what || strcmp(entry->what, what) == 0))
			return entry;
	}
	if (tally->entries == TALLY_MOST)
		fail(EXIT_BUG, "too many reasons");
	tally->entry[tally->entries] = (struct tally_entry){ .what = what, .ignored = ignored };
	return &tally->entry[tally->entries++];
}

void
tally_merge(struct tally *into, const struct tally *from)
{
	into->read += from->read;
	into->used += from->used;
	into->blank += from->blank;
	into->rejected += from->rejected;
	for (int i = 0; i < from->entries; i++) {
		const struct tally_entry *entry = &from->entry[i];
		struct tally_entry       *sum = tally_entry(into, entry->what, entry->ignored);

		sum->rows += entry->rows;
		sum->amount += entry->amount;
		sum->amounts |= entry->amounts;
	}
}

void
summary_line(bool always, const char *format, ...)
{
	char    text[512];
	va_list arguments;
	int     length;

	va_start(arguments, format);
	length = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	if ((size_t)length >= sizeof text)
		length = sizeof text - 1;
	worth_saying |= always;
	buffer_add(&lines, slice_of(text, (size_t)length));
	buffer_add(&lines, slice_of("", 1));
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

/* By their text, so that the order does not depend on which thread saw what first. */
static int
entry_order(const void *a, const void *b)
{
	const struct tally_entry *x = a, *y = b;

	return x->ignored != y->ignored ? (x->ignored ? -1 : 1) : strcmp(x->what, y->what);
}

void
summary_stream(const char *name, const struct tally *tally)
{
	struct tally sorted = *tally;
	uint64_t     ignored = 0;
	const char  *space = *name ? " " : "";

	qsort(sorted.entry, (size_t)sorted.entries, sizeof sorted.entry[0], entry_order);
	for (int i = 0; i < sorted.entries; i++)
		ignored += sorted.entry[i].ignored ? sorted.entry[i].rows : 0;
	check_conserved(tally->read == tally->used + ignored + tally->rejected + tally->blank,
		"rows read are not rows used, ignored, rejected and blank");
	rejected |= tally->rejected > 0;
	summary_line(ignored || tally->rejected || tally->blank,
		"%s%s%" PRIu64 " row%s read: %" PRIu64 " used, %" PRIu64 " ignored, %" PRIu64
		" rejected, %" PRIu64 " blank",
		name, space, tally->read, plural(tally->read), tally->used, ignored,
		tally->rejected, tally->blank);
	for (int i = 0; i < sorted.entries; i++) {
		const struct tally_entry *entry = &sorted.entry[i];
		char                      text[MONEY_TEXT];
		money                     amount;
		size_t                    length = 0;

		if (entry->amounts && money_from_sum(entry->amount, &amount))
			length = money_print(amount, text);
		summary_line(true, "%s%s%s%" PRIu64 " row%s: %s%s%.*s", name, space,
			entry->ignored ? "ignored " : "", entry->rows, plural(entry->rows),
			entry->what, length ? ", amount " : "", (int)length, text);
	}
}

void
summary_remarks(const char *name, const struct tally *tally)
{
	struct tally sorted = *tally;

	qsort(sorted.entry, (size_t)sorted.entries, sizeof sorted.entry[0], entry_order);
	for (int i = 0; i < sorted.entries; i++) {
		const struct tally_entry *entry = &sorted.entry[i];

		summary_line(true, "%s: %" PRIu64 " row%s: %s", name, entry->rows,
			plural(entry->rows), entry->what);
	}
}

int
summary_end(void)
{
	if (settings.verbose || (worth_saying && !settings.quiet)) {
		for (size_t at = 0; at < lines.length; at += strlen(lines.data + at) + 1)
			say("%s", lines.data + at);
	}
	buffer_release(&lines);
	return rejected ? EXIT_REJECTED : EXIT_DONE;
}
