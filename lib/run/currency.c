/* Two currencies in one column cannot be added up: whoever delivers blocks asks here. */
#include <inttypes.h>

#include "run/pass.h"

static const char *
mark_of(enum currency currency)
{
	static const char *const mark[] = { "", "¥", "$", "€" };

	return mark[currency];
}

_Noreturn static void
fail_currencies(
	const struct stream *stream, int column, size_t file, enum currency currency, uint64_t line)
{
	const struct currency_seen *seen = &stream->mark[column];
	struct slice                name = stream_column_name(stream, column);

	say("%s:%" PRIu64 ": column \"%.*s\": two currencies: %s here, %s in %s:%" PRIu64,
		source_name(stream->file[file].source), line, (int)name.length, name.data,
		mark_of(currency), mark_of(seen->currency),
		source_name(stream->file[seen->file].source), seen->line);
	hint("--where chooses the rows of one");
	fail(EXIT_DATA, NULL);
}

void
check_currencies(struct stream *stream, const struct parcel *parcel)
{
	for (int i = 0; i < (int)stream->binding.columns; i++) {
		const struct mark_seen *mark = &parcel->mark[i];
		struct currency_seen   *seen = &stream->mark[i];

		if (!mark->first)
			continue;
		if (!seen->currency)
			*seen = (struct currency_seen){ mark->first, parcel->file, mark->line };
		if (seen->currency != mark->first)
			fail_currencies(stream, i, parcel->file, mark->first, mark->line);
		if (mark->other)
			fail_currencies(stream, i, parcel->file, mark->other, mark->other_line);
	}
}
