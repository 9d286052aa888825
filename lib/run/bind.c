#include "run/bind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rule/rule.h"
#include "run/names.h"
#include "run/settings.h"
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

void
header_init(struct header *header, const struct slice *field, size_t fields, bool may_hide)
{
	header->hidden = may_hide && leads_as_rejects(field, fields) ? REJECTS_COLUMNS : 0;
	header->columns = fields - header->hidden;
	header->name = memory_zeroed(header->columns, sizeof *header->name);
	for (size_t i = 0; i < header->columns; i++) {
		struct slice name = field[i + header->hidden];

		header->name[i] = slice_of(memory_string(name), name.length);
	}
}

void
header_release(struct header *header)
{
	for (size_t i = 0; i < header->columns; i++)
		free((char *)header->name[i].data);
	free(header->name);
	*header = (struct header){ NULL, 0, 0 };
}

void
header_list(const struct header *header, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < header->columns; i++) {
		struct slice name = header->name[i];

		if (used + name.length + 8 > size) {
			snprintf(text + used, size - used, ", ...");
			return;
		}
		used += (size_t)snprintf(text + used, size - used, "%s%.*s", i ? ", " : "",
			(int)name.length, name.data);
	}
}

/* --- names --- */

struct folded {
	char  *text;
	size_t length;
};

static struct folded
fold(struct slice name)
{
	struct folded folded = { memory_new(name.length + 1), 0 };

	folded.length = text_fold_name(name, folded.text);
	return folded;
}

static bool
same_name(struct slice a, struct slice b)
{
	struct folded x = fold(a), y = fold(b);
	bool          same = x.length && x.length == y.length;

	same = same && memcmp(x.text, y.text, x.length) == 0;

	free(x.text);
	free(y.text);
	return same;
}

int
header_find(const struct header *header, struct slice name)
{
	int found = -1;

	for (size_t i = 0; i < header->columns; i++) {
		if (slice_equal(header->name[i], name)) {
			if (found >= 0)
				return -2;
			found = (int)i;
		}
	}
	for (size_t i = 0; found < 0 && i < header->columns; i++) {
		if (same_name(header->name[i], name)) {
			for (size_t k = i + 1; k < header->columns; k++) {
				if (same_name(header->name[k], name))
					return -2;
			}
			return (int)i;
		}
	}
	return found;
}

/* --- looking a logical column up --- */

struct candidates {
	int    field[64];
	int    rank[64];
	size_t count;
};

static void
candidates_add(
	struct candidates *candidates, const struct header *header, struct slice name, int rank)
{
	for (size_t i = 0; i < header->columns && candidates->count < 64; i++) {
		bool known = false;

		for (size_t k = 0; k < candidates->count; k++)
			known |= candidates->field[k] == (int)i;
		if (!known && same_name(header->name[i], name)) {
			candidates->field[candidates->count] = (int)i;
			candidates->rank[candidates->count++] = rank;
		}
	}
}

static void
candidates_of_list(struct candidates *candidates, const struct header *header, const char *names,
	char mark, int rank, bool rising)
{
	struct slice rest = slice_from(names);

	while (rest.data) {
		struct slice name;

		rest = slice_cut(rest, mark, &name);
		candidates_add(candidates, header, name, rank);
		rank += rising;
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
		candidates_of_list(candidates, header, column->accept, ',', 1, true);
		return;
	}
	for (const struct column_names *names = column_names; names->logical; names++) {
		if (strcmp(names->logical, column->name) != 0)
			continue;
		listed = true;
		candidates_of_list(candidates, header, names->names, '|', names->rank, false);
	}
	if (!listed)
		candidates_add(candidates, header, slice_from(column->name), 1);
}

static void
candidates_list(const struct candidates *candidates, const struct header *header, size_t from,
	int rank, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = from; i < candidates->count; i++) {
		struct slice name = header->name[candidates->field[i]];

		if (rank && candidates->rank[i] != rank)
			break;
		if (used + name.length + 8 > size)
			break;
		used += (size_t)snprintf(text + used, size - used, "%s\"%.*s\"", used ? ", " : "",
			(int)name.length, name.data);
	}
}

_Noreturn static void
fail_missing(const struct bind_request *request, const struct header *header, const char *logical)
{
	char have[512];

	header_list(header, have, sizeof have);
	if (request->by_option)
		fail(request->missing,
			"%s: no column for \"%s\" (have: %s); name it with --%s=NAME",
			request->file, logical, have, logical);
	fail(request->missing, "%s: no column for \"%s\" (have: %s)", request->file, logical, have);
}

/* An expression for an amount: "quantity * unit_price". */
static struct rule *
bind_expression(const struct bind_request *request, const struct header *header,
	const struct column_spec *column, const char *text)
{
	struct rule_error   error;
	struct slice        whole = slice_from(text);
	struct bound_header bound = { header, NULL };
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

static bool
bind_by_option(struct binding *binding, size_t i, const struct header *header,
	const struct bind_request *request)
{
	const struct column_spec *column = &request->column[i];
	const char *given =
		request->by_option || request->try_option ? column_option(column->name) : NULL;
	int         field;

	if (!given)
		return false;
	field = header_find(header, slice_from(given));
	if (field == -1 && request->try_option)
		return false;
	if (field == -2)
		fail(EXIT_DATA, "%s: several columns are called \"%s\"", request->file, given);
	if (field >= 0) {
		binding->field[i] = field;
		return true;
	}
	if (column->type == COLUMN_MONEY) {
		binding->expression[i] = bind_expression(request, header, column, given);
		return true;
	}
	char have[512];

	header_list(header, have, sizeof have);
	fail(EXIT_USAGE, "%s: no column \"%s\" for --%s (have: %s)", request->file, given,
		column->name, have);
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
			fail_missing(request, header, column->name);
		return;
	}
	if (candidates.count > 1 && candidates.rank[1] == candidates.rank[0]) {
		candidates_list(&candidates, header, 0, candidates.rank[0], text, sizeof text);
		fail(request->missing, "%s: several columns may be the \"%s\": %s; %s--%s=NAME",
			request->file, column->name, text,
			request->by_option ? "name one with " : "not known to ", column->name);
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

/* A repeated name is an error where it is bound. */
static void
refuse_repeated(const struct header *header, int field, const char *file)
{
	for (size_t k = 0; k < header->columns; k++) {
		struct slice name = header->name[field];

		if ((int)k != field && slice_equal(header->name[k], name))
			fail(EXIT_DATA, "%s: two columns are called \"%.*s\"", file,
				(int)name.length, name.data);
	}
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
		if (!bind_by_option(binding, i, header, request))
			bind_by_name(binding, i, header, request);
		if (binding->field[i] >= 0)
			refuse_repeated(header, binding->field[i], request->file);
	}
}

void
binding_release(struct binding *binding)
{
	for (size_t i = 0; i < binding->columns; i++)
		rule_free(binding->expression[i]);
}

void
binding_show(const struct binding *binding, const struct header *header)
{
	printf("column,bound_to\n");
	for (size_t i = 0; i < binding->columns; i++) {
		struct slice name = SLICE_EMPTY;

		if (binding->field[i] >= 0)
			name = header->name[binding->field[i]];
		else if (binding->expression[i])
			name = rule_text(binding->expression[i]);
		bool quoted = name.length &&
			(memchr(name.data, ',', name.length) ||
				memchr(name.data, '"', name.length) ||
				memchr(name.data, '\n', name.length));

		printf("%s,%s", binding->column[i].name, quoted ? "\"" : "");
		for (size_t k = 0; k < name.length; k++)
			printf(name.data[k] == '"' ? "\"\"" : "%c", name.data[k]);
		printf("%s\n", quoted ? "\"" : "");
	}
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
	return field < 0 ? -1 : field;
}

static void
list_for_rule(const void *context, char *text, size_t size)
{
	header_list(((const struct bound_header *)context)->header, text, size);
}

struct rule_columns
rule_columns_of(const struct bound_header *bound)
{
	return (struct rule_columns){ find_for_rule, list_for_rule, bound };
}
