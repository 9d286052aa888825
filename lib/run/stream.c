#include "run/stream.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv/reader.h"
#include "rule/rule.h"
#include "run/fault.h"
#include "run/foreign.h"
#include "run/input.h"
#include "run/options.h"
#include "run/profile.h"
#include "run/settings.h"
#include "run/side.h"
#include "run/trade.h"
#include "value/memory.h"
#include "value/text.h"

void
stdin_claim(const char *who)
{
	static const char *claimed;

	if (claimed && strcmp(claimed, who) == 0)
		fail(EXIT_USAGE, "standard input is asked for twice by %s", who);
	if (claimed)
		fail(EXIT_USAGE, "standard input is asked for twice: by %s and by %s", claimed,
			who);
	claimed = who;
}

/* --- headers --- */

_Noreturn static void
fail_header(const char *name, const struct record *record, enum exit_code code)
{
	const char *remedy = fault_remedy(record->fault, record->raw);

	say("%s:%" PRIu64 ": in the header: %s", name, record->line, fault_text(record->fault));
	if (remedy)
		fault_hint(remedy, name);
	fail(code, NULL);
}

static void
refuse_foreign(const char *name, struct slice begin, enum exit_code code)
{
	const char *remedy, *what = foreign_kind(begin, &remedy);

	if (!what)
		return;
	say("%s: %s", name, what);
	fault_hint(remedy, name);
	fail(code, NULL);
}

struct cutter *
header_read(struct source *source, struct dialect dialect, bool may_hide, enum exit_code missing,
	struct header *header)
{
	struct cutter *cutter = cutter_new(source, dialect);
	struct reader *reader = reader_new(dialect);
	struct block   block;
	struct record  record;

	block_init(&block);
	switch (cutter_header(cutter, &block)) {
	case CUT_FAILED: fail_errno("%s", source_name(source));
	case CUT_END: fail(missing, "%s: no header", source_name(source));
	case CUT_BLOCK: break;
	}
	reader_start(reader, &block);
	do {
		if (!reader_next(reader, &record))
			fail(missing, "%s: no header", source_name(source));
	} while (record.blank);
	refuse_foreign(source_name(source), record.raw, missing);
	if (record.fault != RECORD_GOOD)
		fail_header(source_name(source), &record, missing);
	header_init(header, record.field, record.fields, may_hide);
	reader_free(reader);
	block_release(&block);
	return cutter;
}

_Noreturn static void
fail_columns(const struct stream *stream, const char *file, const struct slice *missing,
	const struct slice *extra)
{
	const char *first = source_name(stream->file[0].source);

	if (missing)
		fail(EXIT_DATA, "%s: no column \"%.*s\", which %s has", file, (int)missing->length,
			missing->data, first);
	fail(EXIT_DATA, "%s: column \"%.*s\" is not in %s", file, (int)extra->length, extra->data,
		first);
}

/*
 * Later files must have the first one's columns, in any order. Both are walked by their
 * names; of several of one name the first belongs to the first, and so on.
 */
static void
order_columns(struct stream *stream, struct input_file *file)
{
	const struct header *first = &stream->file[0].header, *header = &file->header;
	const struct slice  *missing = NULL, *extra = NULL;
	bool                 same = header->hidden == 0;
	size_t               a = 0, b = 0;

	file->order = memory_zeroed(first->columns, sizeof *file->order);
	while (a < first->columns || b < header->columns) {
		const struct slice *x = a < first->columns ? &first->name[first->by_name[a]] : NULL;
		const struct slice *y =
			b < header->columns ? &header->name[header->by_name[b]] : NULL;
		int order = !x ? 1 : !y ? -1 : slice_compare(*x, *y);

		if (order < 0) {
			missing = missing ? missing : x;
			a++;
		} else if (order > 0) {
			extra = extra ? extra : y;
			b++;
		} else {
			file->order[first->by_name[a]] = header->by_name[b] + header->hidden;
			same &= first->by_name[a++] == header->by_name[b++];
		}
	}
	if (missing || extra)
		fail_columns(stream, source_name(file->source), missing, extra);
	if (same) {
		free(file->order);
		file->order = NULL;
	}
}

void
input_file_release(struct input_file *file)
{
	cutter_free(file->cutter);
	source_free(file->source);
	header_release(&file->header);
	free(file->order);
}

/* --- opening --- */

static void
open_file(struct stream *stream, size_t i, const char *path)
{
	struct input_file *file = &stream->file[i];

	file->source = source_open(path);
	if (!file->source && !*path)
		fail(EXIT_USAGE, "the name of a file is empty");
	if (!file->source)
		fail_errno("%s", path);
	sinks_spare(path);
	/* Whether it will be read twice is known only when the rules are. */
	source_spool(file->source);
	file->cutter = header_read(file->source, stream->dialect, true, EXIT_DATA, &file->header);
	order_columns(stream, file);
}

static bool
is_customer(const struct column_spec *spec)
{
	return spec->role == ROLE_CUSTOMER || strcmp(spec->name, "customer") == 0;
}

/* The texts that spreadsheets spoil when they take them for numbers. */
static bool
is_key(const struct column_spec *spec)
{
	static const char *const key[] = { "order", "document", "original" };

	for (size_t i = 0; i < sizeof key / sizeof key[0]; i++) {
		if (strcmp(spec->name, key[i]) == 0)
			return true;
	}
	return is_customer(spec);
}

/* Whether a plain text means what it looks like. */
static enum plain
plain_of(const struct stream *stream, int column)
{
	const struct column_spec *spec = &stream->binding.column[column];

	if (stream->binding.field[column] < 0)
		return PLAIN_NONE;
	switch (spec->type) {
	case COLUMN_TEXT: return settings.fold_keys && is_customer(spec) ? PLAIN_NONE : PLAIN_KEY;
	case COLUMN_DAY:
	case COLUMN_MOMENT:
		if (stream->dates.ways || stream->dates.converts)
			return PLAIN_NONE;
		return spec->type == COLUMN_DAY ? PLAIN_DAY : PLAIN_MOMENT;
	case COLUMN_MONEY: return PLAIN_MONEY;
	case COLUMN_INTEGER: break;
	}
	return PLAIN_NONE;
}

static struct reading
reading_of(const struct stream *stream, int column)
{
	const struct binding *binding = &stream->binding;
	const struct column_spec *spec = &binding->column[column];

	return (struct reading){
		.column = column,
		.bit = 1u << column,
		.field = binding->field[column],
		.instead = -1,
		.type = spec->type,
		.plain = plain_of(stream, column),
		.empty_ok = spec->empty_ok || spec->role == ROLE_CUSTOMER,
		.folds = settings.fold_keys && is_customer(spec),
		.is_key = is_key(spec),
	};
}

static void
plan_usual(struct stream *stream)
{
	struct usual *usual = &stream->usual;
	size_t count = 0;

	*usual = (struct usual){ .bits = 0 };
	stream->bits = 0;
	for (size_t i = 0; i < stream->readings; i++)
		stream->bits |= stream->reading[i].bit;
	for (enum plain kind = PLAIN_KEY; kind < PLAINS; kind++) {
		for (size_t i = 0; i < stream->readings; i++) {
			const struct reading *reading = &stream->reading[i];

			if (reading->plain != kind)
				continue;
			usual->reading[count++] = (struct usual_reading){ reading->column,
				reading->field, reading->bit };
			usual->bits |= reading->bit;
		}
		usual->end[kind] = usual->reading + count;
	}
}

void
stream_plan(struct stream *stream)
{
	const struct binding *binding = &stream->binding;

	stream->readings = 0;
	if (stream->date >= 0)
		stream->reading[stream->readings++] = reading_of(stream, stream->date);
	if (stream->date >= 0 && stream->trade)
		stream->reading[0].instead = trade_fallback(stream->trade);
	for (int i = 0; i < (int)binding->columns; i++) {
		if (i != stream->date && binding_has(binding, i))
			stream->reading[stream->readings++] = reading_of(stream, i);
	}
	plan_usual(stream);
}

void
stream_unread(struct stream *stream, int column)
{
	size_t kept = 0;

	for (size_t i = 0; i < stream->readings; i++)
		if (stream->reading[i].column != column)
			stream->reading[kept++] = stream->reading[i];
	stream->readings = kept;
	plan_usual(stream);
}

static void
find_roles(struct stream *stream)
{
	stream->date = stream->customer = stream->amount = -1;
	for (size_t i = 0; i < stream->binding.columns; i++) {
		const struct column_spec *column = &stream->binding.column[i];

		if (!binding_has(&stream->binding, (int)i))
			continue;
		if (column->role == ROLE_EVENT_DATE)
			stream->date = (int)i;
		if (column->role == ROLE_CUSTOMER)
			stream->customer = (int)i;
		if (column->type == COLUMN_MONEY && strcmp(column->name, "amount") == 0)
			stream->amount = (int)i;
	}
	stream->anonymous = settings.anonymous;
	if (stream->anonymous == ANONYMOUS_DEFAULT)
		stream->anonymous =
			stream->customer >= 0 && stream->binding.column[stream->customer].empty_ok
			? ANONYMOUS_KEEP
			: ANONYMOUS_IGNORE;
}

/* The dates of a known export are written as its profile says, unless an option does. */
static void
say_profile(struct stream *stream, const struct profile *profile)
{
	const char *format = profile ? profile_value(profile, "date-format", 0) : NULL;

	stream->dates = settings.dates;
	if (format && !settings.dates.ways)
		day_form_set(&stream->dates, slice_from(format));
	stream->other_dates = stream->dates;
	stream->other_dates.usual = true;
	if (profile && !settings.profile)
		note("%s: profile %s (--profile=none reads it as any file)",
			source_name(stream->file[0].source), profile_name(profile));
}

/* The order's column, where amounts may turn out to be the order's. */
static int
watched_order(const struct stream *stream)
{
	for (size_t i = 0; stream->amount >= 0 && i < stream->binding.columns; i++) {
		if (strcmp(stream->binding.column[i].name, "order") == 0 &&
			stream->binding.field[i] >= 0)
			return (int)i;
	}
	return -1;
}

static struct stream *streams;

static struct stream *
open_all(struct operands files, const char *title, const char *who,
	const struct column_spec *column, size_t columns, const char *rejects)
{
	struct stream *stream = memory_zeroed(1, sizeof *stream);
	const struct profile *profile;
	bool                  main_stream = !*title;

	stream->next = streams;
	streams = stream;
	stream->title = title;
	stream->dialect = settings.dialect;
	if (!main_stream)
		stream->dialect.delimiter = side_delimiter(files.path[0]);
	stream->rejects_path = rejects;
	stream->files = files.count;
	stream->file = memory_zeroed(files.count, sizeof *stream->file);
	for (size_t i = 0; i < files.count; i++) {
		if (strcmp(files.path[i], "-") == 0)
			stdin_claim(who);
	}
	for (size_t i = 0; i < files.count; i++)
		open_file(stream, i, files.path[i]);
	profile = main_stream
		? profile_choose(&stream->file[0].header, source_name(stream->file[0].source))
		: NULL;
	stream->profile = profile;
	say_profile(stream, profile);
	struct bind_request request = {
		.file = source_name(stream->file[0].source),
		.profile = profile,
		.line_level = trade_line_level(),
		.column = column,
		.columns = columns,
		.by_option = main_stream,
		.try_option = !main_stream,
		.missing = EXIT_DATA,
		.notes = true,
		.dates = &stream->other_dates,
	};
	bind_columns(&stream->binding, &stream->file[0].header, &request);
	find_roles(stream);
	if (main_stream && (settings.command->takes & TAKES_ROWS))
		stream->trade = trade_open(stream, profile);
	stream->order =
		main_stream && !trade_level_sure(stream->trade) ? watched_order(stream) : -1;
	stream_plan(stream);
	return stream;
}

struct stream *
stream_open(struct operands files)
{
	return stream_open_as(files, settings.command->column, settings.command->columns);
}

struct stream *
stream_open_as(struct operands files, const struct column_spec *column, size_t columns)
{
	struct stream *stream =
		open_all(files, "", "the operands", column, columns, settings.rejects_path);

	if (settings.show_columns) {
		binding_show(&stream->binding, &stream->file[0].header);
		if (stream->trade)
			trade_show(stream->trade, stream);
		options_exit();
	}
	if (settings.where) {
		stream->where = stream_condition(stream, slice_from(settings.where), "--where");
		if (!stream->where)
			fail(EXIT_USAGE, NULL);
		stream_survey_where(stream);
	}
	return stream;
}

struct stream *
stream_open_second(const char *option, const char *path, const struct column_spec *column,
	size_t columns, const char *rejects)
{
	return open_all((struct operands){ &path, 1 }, option, option, column, columns, rejects);
}

void
streams_close(void)
{
	while (streams) {
		struct stream *stream = streams;

		streams = stream->next;
		for (size_t i = 0; i < stream->files; i++)
			input_file_release(&stream->file[i]);
		free(stream->file);
		binding_release(&stream->binding);
		trade_free(stream->trade);
		rule_free(stream->where);
		free(stream);
	}
}

/* --- asking --- */

const struct header *
stream_header(const struct stream *stream)
{
	return &stream->file[0].header;
}

const struct binding *
stream_binding(const struct stream *stream)
{
	return &stream->binding;
}

bool
stream_has(const struct stream *stream, int column)
{
	return binding_has(&stream->binding, column);
}

size_t
stream_fields(const struct stream *stream, const int **field)
{
	*field = stream->binding.all;
	return stream->binding.alls;
}

struct slice
stream_column_name(const struct stream *stream, int column)
{
	int field = stream->binding.field[column];

	return field >= 0 ? stream->file[0].header.name[field]
			  : slice_from(stream->binding.column[column].name);
}

void
stream_require(const struct stream *stream, int column, const char *why)
{
	char        have[512];
	const char *logical = stream->binding.column[column].name;

	if (stream_has(stream, column))
		return;
	if (stream->profile && profile_lacks(stream->profile, logical))
		fail(EXIT_DATA,
			"%s: no column for \"%s\", which %s needs: exports of %s have none; if it "
			"is there, name it with --%s=NAME",
			source_name(stream->file[0].source), logical, why,
			profile_name(stream->profile), logical);
	header_list(&stream->file[0].header, have, sizeof have);
	say("%s: no column for \"%s\", which %s needs (have: %s); name it with --%s=NAME",
		source_name(stream->file[0].source), logical, why, have, logical);
	foreign_hint(&stream->file[0].header, !*stream->title);
	fail(EXIT_DATA, NULL);
}

void
stream_further(struct stream *stream, const struct further_columns *further)
{
	stream->further = further;
}

/* Whether a rule asks of the whole input what only stands beside a row. */
static bool
asks_too_far(const struct stream *stream, const struct rule *rule, struct rule_error *error)
{
	size_t columns = stream->file[0].header.columns, uses;
	bool   too_far = false;
	int   *used;

	if (!stream->further || !rule_surveys(rule))
		return false;
	used = memory_zeroed(columns + stream->further->fields, sizeof *used);
	uses = rule_uses(rule, used, columns + stream->further->fields);
	for (size_t i = 0; i < uses; i++)
		too_far |= used[i] >= (int)columns;
	free(used);
	if (too_far) {
		*error = (struct rule_error){ .length = rule_text(rule).length };
		snprintf(error->message, sizeof error->message,
			"this asks of the whole input, and of columns that are not in it");
	}
	return too_far;
}

/* `wanted` RULE_ANY: whatever it gives. */
static struct rule *
rule_for(const struct stream *stream, struct slice text, enum rule_kind wanted,
	struct rule_error *error)
{
	struct bound_header bound = { &stream->file[0].header, &stream->binding, &stream->dates,
		&stream->other_dates, stream->trade ? trade_fallback(stream->trade) : -1,
		stream->further };
	struct rule_columns columns = rule_columns_of(&bound);
	struct rule        *rule = rule_parse(text, error);

	if (rule && (wanted == RULE_ANY || rule_ask(rule, wanted, error)) &&
		rule_bind(rule, &columns, settings.as_of, error) &&
		!asks_too_far(stream, rule, error))
		return rule;
	rule_free(rule);
	return NULL;
}

static struct rule *
rule_or_say(
	const struct stream *stream, struct slice text, enum rule_kind wanted, const char *where)
{
	struct rule_error error;
	struct rule      *rule = rule_for(stream, text, wanted, &error);

	if (!rule)
		say_rule_error(where, &text, &error);
	return rule;
}

struct rule *
stream_rule(const struct stream *stream, struct slice text, const char *where)
{
	return rule_or_say(stream, text, RULE_ANY, where);
}

struct rule *
stream_condition(const struct stream *stream, struct slice text, const char *where)
{
	return rule_or_say(stream, text, RULE_TRUTH, where);
}

bool
stream_knows(const struct stream *stream, struct slice text)
{
	struct rule_error error;
	struct rule      *rule = rule_for(stream, text, RULE_ANY, &error);

	rule_free(rule);
	return rule != NULL;
}

/* --- cutting --- */

enum cut
stream_cut(struct stream *stream, struct block *block, size_t *file)
{
	for (; stream->cutting < stream->files; stream->cutting++) {
		struct input_file *input = &stream->file[stream->cutting];
		enum cut           cut = cutter_next(input->cutter, block);

		*file = stream->cutting;
		if (cut != CUT_END)
			return cut;
		stream->bytes_before +=
			source_is_regular(input->source) ? (uint64_t)source_size(input->source) : 0;
		source_park(input->source);
	}
	return CUT_END;
}

void
stream_rewind(struct stream *stream)
{
	for (size_t i = 0; i < stream->files; i++) {
		struct input_file *file = &stream->file[i];

		if (!cutter_rewind(file->cutter)) {
			if (errno == ESTALE)
				fail(EXIT_SYSTEM, "%s: changed while it was read",
					source_name(file->source));
			fail_errno("%s", source_name(file->source));
		}
		/* It is opened again when its turn comes: there may be thousands. */
		source_park(file->source);
	}
	stream->cutting = 0;
	stream->bytes_before = 0;
	stream->surveyed = true;
}
