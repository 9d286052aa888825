#include "run/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "rule/rule.h"
#include "run/foreign.h"
#include "run/labels.h"
#include "run/profile.h"
#include "run/settings.h"
#include "run/stream.h"
#include "value/memory.h"
#include "value/text.h"

static const char *const rejects_column[] = { "_file", "_line", "_column", "_reason", "_raw" };
#define REJECTS_COLUMNS (sizeof rejects_column / sizeof rejects_column[0])

static bool
leads_as_rejects(const struct slice *field, size_t fields)
{
	if (fields <= REJECTS_COLUMNS)
		return false;
	for (size_t i = 0; i < REJECTS_COLUMNS; i++) {
		if (!slice_is(field[i], rejects_column[i]))
			return false;
	}
	return true;
}

static struct slice
fold_name(struct slice name)
{
	char *text = memory_new(name.length + 1);

	return slice_of(text, text_fold_name(name, text));
}

/* qsort hands on no context: the columns are sorted with their names. */
struct named {
	struct slice name;
	size_t       column;
};

static int
named_order(const void *a, const void *b)
{
	const struct named *x = a, *y = b;
	int                 order = slice_compare(x->name, y->name);

	return order ? order : (x->column > y->column) - (x->column < y->column);
}

static void
header_sort(struct header *header)
{
	struct named *named = memory_zeroed(header->columns, sizeof *named);

	for (size_t i = 0; i < header->columns; i++)
		named[i] = (struct named){ header->name[i], i };
	qsort(named, header->columns, sizeof *named, named_order);
	for (size_t i = 0; i < header->columns; i++)
		header->by_name[i] = named[i].column;
	free(named);
}

void
header_init(struct header *header, const struct slice *field, size_t fields, bool may_hide)
{
	header->hidden = may_hide && leads_as_rejects(field, fields) ? REJECTS_COLUMNS : 0;
	header->columns = fields - header->hidden;
	header->name = memory_zeroed(header->columns, sizeof *header->name);
	header->folded = memory_zeroed(header->columns, sizeof *header->folded);
	header->by_name = memory_zeroed(header->columns, sizeof *header->by_name);
	for (size_t i = 0; i < header->columns; i++) {
		struct slice name = field[i + header->hidden];

		header->name[i] = slice_of(memory_string(name), name.length);
		header->folded[i] = fold_name(name);
	}
	header_sort(header);
}

void
header_release(struct header *header)
{
	for (size_t i = 0; i < header->columns; i++) {
		free((char *)header->name[i].data);
		free((char *)header->folded[i].data);
	}
	free(header->name);
	free(header->folded);
	free(header->by_name);
	*header = (struct header){ 0 };
}

void
header_list(const struct header *header, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = 0; i < header->columns; i++)
		list_name(text, size, header->name[i], "");
}

/* --- names --- */

/* How many columns have exactly this name; *column is the first of them. */
static size_t
columns_called(const struct header *header, struct slice name, size_t *column)
{
	size_t low = 0, high = header->columns, count = 0;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (slice_compare(header->name[header->by_name[middle]], name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (low + count < header->columns &&
		slice_equal(header->name[header->by_name[low + count]], name))
		count++;
	*column = count ? header->by_name[low] : 0;
	return count;
}

/* How many columns have this name as names are compared; *column is the first of them. */
static size_t
columns_like(const struct header *header, struct slice name, size_t *column)
{
	struct slice folded = fold_name(name);
	size_t       called = 0;

	for (size_t i = 0; folded.length && i < header->columns; i++) {
		if (slice_equal(header->folded[i], folded) && !called++)
			*column = i;
	}
	free((char *)folded.data);
	return called;
}

int
header_find(const struct header *header, struct slice name)
{
	size_t column, called = columns_called(header, name, &column);

	if (!called)
		called = columns_like(header, name, &column);
	if (!called && label_of(name).length)
		called = columns_called(header, label_of(name), &column);
	if (!called && label_column(name).length)
		called = columns_called(header, label_column(name), &column);
	return called > 1 ? -2 : called ? (int)column : -1;
}

int
header_find_one(const struct header *header, struct slice name, const char *where)
{
	int field = header_find(header, name);

	if (field == -2)
		fail(EXIT_DATA, "%s%sseveral columns are called \"%.*s\"", where ? where : "",
			where ? ": " : "", (int)name.length, name.data);
	return field;
}

/* --- looking a logical column up --- */

#define CANDIDATES_MOST 64

struct candidates {
	int    field[CANDIDATES_MOST];
	int    rank[CANDIDATES_MOST];
	size_t count;
};

static void
candidates_add_like(
	struct candidates *candidates, const struct header *header, struct slice name, int rank)
{
	struct slice folded = fold_name(name);

	for (size_t i = 0;
		folded.length && i < header->columns && candidates->count < CANDIDATES_MOST; i++) {
		bool known = false;

		for (size_t k = 0; k < candidates->count; k++)
			known |= candidates->field[k] == (int)i;
		if (!known && slice_equal(header->folded[i], folded)) {
			candidates->field[candidates->count] = (int)i;
			candidates->rank[candidates->count++] = rank;
		}
	}
	free((char *)folded.data);
}

/* The name, or what it is called under --labels=zh. */
static void
candidates_add(
	struct candidates *candidates, const struct header *header, struct slice name, int rank)
{
	candidates_add_like(candidates, header, name, rank);
	candidates_add_like(candidates, header, label_of(name), rank);
}

/* "date,sent": each is surer than the next. */
static void
candidates_of_list(struct candidates *candidates, const struct header *header, const char *names)
{
	struct slice rest = slice_from(names);
	int          rank = 1;

	while (rest.data) {
		struct slice name;

		rest = slice_cut(rest, ',', &name);
		candidates_add(candidates, header, name, rank++);
	}
}

/*
 * Sorted by rank, best first; the logical name itself is best where the table does not
 * list it.
 */
static void
candidates_find(struct candidates *candidates, const struct header *header,
	const struct column_spec *column)
{
	bool listed = false;

	candidates->count = 0;
	if (column->accept) {
		candidates_of_list(candidates, header, column->accept);
		return;
	}
	for (const struct shipped *known = shipped_names; known->field[0]; known++) {
		if (strcmp(known->field[0], column->name) != 0)
			continue;
		listed = true;
		candidates_add(candidates, header, slice_from(known->field[2]),
			(int)strtol(known->field[1], NULL, 10));
	}
	if (!listed)
		candidates_add(candidates, header, slice_from(column->name), 1);
}

/* From one on, all of them or those of one rank. */
static void
candidates_list(const struct candidates *candidates, const struct header *header, size_t from,
	int rank, char *text, size_t size)
{
	text[0] = '\0';
	for (size_t i = from; i < candidates->count; i++) {
		if (!rank || candidates->rank[i] == rank)
			list_name(text, size, header->name[candidates->field[i]], "\"");
	}
}

_Noreturn static void
fail_missing(const struct bind_request *request, const struct header *header,
	const struct column_spec *column)
{
	const char *logical = column->name;
	char have[512];

	header_list(header, have, sizeof have);
	if (request->by_option)
		say("%s: no column for \"%s\" (have: %s); name it with --%s=NAME", request->file,
			logical, have, logical);
	else
		say("%s: no column for \"%s\" (have: %s)", request->file, logical, have);
	if (column->missing)
		column->missing(header);
	foreign_hint(header, request->by_option);
	fail(request->missing, NULL);
}

/* An expression for an amount: "quantity * unit_price". */
static struct rule *
bind_expression(const struct bind_request *request, const struct header *header,
	const struct column_spec *column, const char *text)
{
	struct rule_error   error;
	struct slice        whole = slice_from(text);
	struct bound_header bound = {
		.header = header, .other_dates = request->dates, .created = -1
	};
	struct rule_columns columns = rule_columns_of(&bound);
	struct rule        *rule = rule_parse(whole, &error);
	char                where[64];

	if (rule && rule_surveys(rule))
		fail(EXIT_USAGE, "--%s: \"%s\" asks of the whole input, not of a row", column->name,
			text);
	if (rule && rule_ask(rule, RULE_NUMBER, &error) &&
		rule_bind(rule, &columns, settings.as_of, &error))
		return rule;
	snprintf(where, sizeof where, "--%s", column->name);
	say_rule_error(where, &whole, &error);
	char have[512];

	header_list(header, have, sizeof have);
	fail(EXIT_USAGE, "%s: no column \"%s\" for --%s (have: %s)", request->file, text,
		column->name, have);
}

/* One more of a column that may be several, in the header's order; the first stands for all. */
static void
bind_one_more(struct binding *binding, size_t i, int field, const struct bind_request *request)
{
	size_t at = binding->alls;

	if (at == COLUMNS_SEVERAL)
		fail(request->missing, "%s: over %d columns for \"%s\"", request->file,
			COLUMNS_SEVERAL, request->column[i].name);
	for (size_t k = 0; k < binding->alls; k++) {
		if (binding->all[k] == field)
			return;
	}
	for (; at && binding->all[at - 1] > field; at--)
		binding->all[at] = binding->all[at - 1];
	binding->all[at] = field;
	binding->alls++;
	binding->field[i] = binding->all[0];
}

/* "note,remark" of an option, where that is no column itself. */
static bool
bind_list(struct binding *binding, size_t i, const struct header *header, const char *given,
	const struct bind_request *request)
{
	struct slice rest = slice_from(given);

	while (rest.data) {
		struct slice name;
		int          field;

		rest = slice_cut(rest, ',', &name);
		field = header_find(header, slice_trim(name));
		if (field < 0)
			return false;
		bind_one_more(binding, i, field, request);
	}
	return true;
}

static bool
bind_by_option(struct binding *binding, size_t i, const struct header *header,
	const struct bind_request *request)
{
	const struct column_spec *column = &request->column[i];
	const char *given =
		request->by_option || request->try_option ? column_option(column->name) : NULL;
	bool        others = request->try_option;
	int         field;

	if (!given) {
		given = column->called;
		others = !column->accept || *column->accept;
	}
	if (!given)
		return false;
	field = header_find_one(header, slice_from(given), request->file);
	if (field < 0 && others)
		return false;
	if (field >= 0) {
		binding->field[i] = field;
		return true;
	}
	if (column->several && bind_list(binding, i, header, given, request))
		return true;
	if (column->type == COLUMN_MONEY) {
		binding->expression[i] = bind_expression(request, header, column, given);
		return true;
	}
	char have[512];

	header_list(header, have, sizeof have);
	fail(EXIT_USAGE, "%s: no column \"%s\" for --%s (have: %s)", request->file, given,
		column->name, have);
}

/* A repeated name is an error where it is bound. */
static void
refuse_repeated(const struct header *header, int field, const char *file)
{
	struct slice name = header->name[field];
	size_t       column;

	if (columns_called(header, name, &column) > 1)
		fail(EXIT_DATA, "%s: two columns are called \"%.*s\"", file, (int)name.length,
			name.data);
}

/*
 * The first of the profile's names that the header has, or its expression. True: the profile
 * has decided, also that there is no such column.
 */
static bool
bind_by_profile(struct binding *binding, size_t i, const struct header *header,
	const struct bind_request *request)
{
	const struct column_spec *column = &request->column[i];
	const struct profile     *profile = request->profile;
	const char               *value;

	if (!profile)
		return false;
	if (strcmp(column->name, "amount") == 0) {
		value = request->line_level ? profile_value(profile, "line-amount", 0) : NULL;
		if (!value)
			value = profile_value(profile, "amount-expression", 0);
		if (value) {
			binding->expression[i] = bind_expression(request, header, column, value);
			return true;
		}
	}
	for (size_t k = 0; (value = profile_value(profile, column->name, k)); k++) {
		int field = *value ? header_find(header, slice_from(value)) : -1;

		if (!*value && !column->optional)
			fail(request->missing,
				"%s: no column for \"%s\": exports of %s have none; if it "
				"is there, name it with --%s=NAME",
				request->file, column->name, profile_name(profile), column->name);
		if (!*value)
			return true;
		if (field >= 0 && column->several)
			bind_one_more(binding, i, field, request);
		else if (field >= 0) {
			binding->field[i] = field;
			return true;
		}
	}
	return column->several && binding->alls;
}

static void
bind_by_name(struct binding *binding, size_t i, const struct header *header,
	const struct bind_request *request)
{
	const struct column_spec *column = &request->column[i];
	struct candidates         candidates;
	char                      text[512];

	candidates_find(&candidates, header, column);
	if (!candidates.count) {
		if (!column->optional)
			fail_missing(request, header, column);
		return;
	}
	for (size_t k = 0; column->several && k < candidates.count; k++) {
		if (candidates.rank[k] == candidates.rank[0])
			bind_one_more(binding, i, candidates.field[k], request);
	}
	if (column->several)
		return;
	refuse_repeated(header, candidates.field[0], request->file);
	if (candidates.count > 1 && candidates.rank[1] == candidates.rank[0]) {
		candidates_list(&candidates, header, 0, candidates.rank[0], text, sizeof text);
		if (!request->by_option || column->unnamed)
			fail(request->missing,
				"%s: several columns may be the \"%s\": %s; leave all but one "
				"out",
				request->file, column->name, text);
		fail(request->missing,
			"%s: several columns may be the \"%s\": %s; name one with --%s=NAME",
			request->file, column->name, text, column->name);
	}
	binding->field[i] = candidates.field[0];
	/* A name of the first rank leaves no doubt. */
	if (candidates.count > 1 && request->notes &&
		(candidates.rank[0] > 1 || settings.verbose)) {
		struct slice chosen = header->name[candidates.field[0]];

		candidates_list(&candidates, header, 1, 0, text, sizeof text);
		note("%s: %s = \"%.*s\" (also: %s)", request->file, column->name,
			(int)chosen.length, chosen.data, text);
	}
}

/* Each of them must be the only one of its name; of more than one it is said which. */
static void
say_several(struct binding *binding, size_t i, const struct header *header,
	const struct bind_request *request)
{
	char text[512] = "";

	if (!binding->alls && binding->field[i] >= 0)
		binding->all[binding->alls++] = binding->field[i];
	for (size_t k = 0; k < binding->alls; k++) {
		refuse_repeated(header, binding->all[k], request->file);
		list_name(text, sizeof text, header->name[binding->all[k]], "\"");
	}
	if (binding->alls > 1 && request->notes)
		note("%s: %s = %s", request->file, request->column[i].name, text);
}

void
bind_columns(
	struct binding *binding, const struct header *header, const struct bind_request *request)
{
	*binding = (struct binding){ .column = request->column, .columns = request->columns };
	if (request->columns > COLUMNS_MOST)
		fail(EXIT_BUG, "too many columns");
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		binding->field[i] = -1;
	for (size_t i = 0; i < request->columns; i++) {
		if (!bind_by_option(binding, i, header, request) &&
			!bind_by_profile(binding, i, header, request))
			bind_by_name(binding, i, header, request);
		if (request->column[i].several)
			say_several(binding, i, header, request);
		else if (binding->field[i] >= 0)
			refuse_repeated(header, binding->field[i], request->file);
	}
}

void
binding_release(struct binding *binding)
{
	for (size_t i = 0; i < binding->columns; i++)
		rule_free(binding->expression[i]);
}

static bool
binding_knows(const struct binding *binding, const char *logical)
{
	for (size_t i = 0; i < binding->columns; i++) {
		if (strcmp(binding->column[i].name, logical) == 0)
			return true;
	}
	return false;
}

static void
write_binding(
	const struct binding *binding, const struct header *header, const struct binding *shown)
{
	struct writer writer;

	writer_init(&writer, settings.dialect.delimiter);
	if (!shown) {
		writer_text(&writer, slice_from("column"));
		writer_text(&writer, slice_from("bound_to"));
		writer_end(&writer);
	}
	for (size_t i = 0; i < binding->columns; i++) {
		if (shown &&
			(!binding_has(binding, (int)i) ||
				binding_knows(shown, binding->column[i].name)))
			continue;
		for (size_t k = 1; binding->column[i].several && k < binding->alls; k++) {
			writer_text(&writer, slice_from(binding->column[i].name));
			writer_text(&writer, header->name[binding->all[k - 1]]);
			writer_end(&writer);
		}
		writer_text(&writer, slice_from(binding->column[i].name));
		if (binding->column[i].several && binding->alls)
			writer_text(&writer, header->name[binding->all[binding->alls - 1]]);
		else if (binding->field[i] >= 0)
			writer_text(&writer, header->name[binding->field[i]]);
		else if (binding->expression[i])
			writer_text(&writer, rule_text(binding->expression[i]));
		else
			writer_empty(&writer);
		writer_end(&writer);
	}
	fwrite(writer.buffer.data, 1, writer.buffer.length, stdout);
	writer_release(&writer);
}

void
binding_show(const struct binding *binding, const struct header *header)
{
	write_binding(binding, header, NULL);
}

void
binding_show_more(
	const struct binding *binding, const struct header *header, const struct binding *shown)
{
	write_binding(binding, header, shown);
}

/* --- for the rule language: header names first, then logical names --- */

static int
find_for_rule(const void *context, struct slice name)
{
	const struct bound_header *bound = context;
	int                        field = header_find(bound->header, name);

	for (size_t i = 0; field == -1 && bound->binding && i < bound->binding->columns; i++) {
		if (slice_is(name, bound->binding->column[i].name))
			field = bound->binding->field[i];
	}
	for (size_t i = 0; field == -1 && bound->further && i < bound->further->count; i++) {
		if (slice_equal(name, bound->further->column[i].name))
			field = (int)(bound->header->columns + bound->further->column[i].field);
	}
	return field;
}

static void
list_for_rule(const void *context, char *text, size_t size)
{
	header_list(((const struct bound_header *)context)->header, text, size);
}

static const struct day_form *
dates_for_rule(const void *context, int column)
{
	static const struct day_form usual;
	const struct bound_header   *bound = context;

	for (size_t i = 0; bound->binding && i < bound->binding->columns; i++) {
		enum column_type type = bound->binding->column[i].type;

		if (bound->binding->field[i] == column &&
			(type == COLUMN_DAY || type == COLUMN_MOMENT))
			return bound->dates;
	}
	if (column == bound->created)
		return bound->dates;
	return bound->other_dates ? bound->other_dates : &usual;
}

struct rule_columns
rule_columns_of(const struct bound_header *bound)
{
	return (struct rule_columns){ find_for_rule, list_for_rule, bound, dates_for_rule };
}
