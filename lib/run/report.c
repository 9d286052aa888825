#include "run/report.h"

#include <stdlib.h>
#include <string.h>

#include "csv/writer.h"
#include "run/labels.h"
#include "run/message.h"
#include "run/settings.h"
#include "run/side.h"
#include "run/sink.h"
#include "run/state.h"
#include "run/tasks.h"
#include "value/memory.h"
#include "value/number.h"

#define HANDED_ON ((size_t)64 << 10)     /* bytes, for which the sink takes rows together */

/* By what a row is sorted: nothing comes last, numbers and days by value, text by bytes. */
struct sort_value {
	enum { SORT_EMPTY, SORT_EXACT, SORT_REAL, SORT_TEXT } kind;
	union {
		__int128     exact;
		double       real;
		struct slice text;
	} as;
};

struct report_row {
	struct sort_value value;
	size_t            at, length, number; /* its bytes in `kept` */
};

/* Fields that many rows have in common, as they are written. */
struct common {
	struct slice bytes;
	size_t       fields;         /* 0: not known yet */
};

struct report {
	struct sink   *sink;
	struct writer  writer;       /* rows on their way to the sink, the one at hand last */
	size_t         row_at;       /* where that one begins */
	struct slice  *column;
	size_t         columns, capacity;
	size_t         field;        /* the next one of the row */
	size_t         stop;         /* the first field from that one on that is not just written */
	bool           begun, last;
	bool           shaped;       /* --sort and --limit hold */
	bool           headed;       /* its header is there already */
	bool           part;         /* of another: rows stay with the writer */
	struct common *common;
	size_t         commons, common_capacity;
	size_t         common_at, common_field; /* where the ones begin that are being given */
	int64_t        limit, written;

	int                sort;     /* column, or -1 */
	bool               down;
	struct sort_value  value;    /* of the row at hand */
	struct buffer      kept;     /* rows that wait to be sorted */
	struct report_row *row;
	size_t             rows, row_capacity;
	struct arena       texts;
	struct buffer      total;    /* the rows of report_last */
};

static struct report *
report_open(struct sink *sink, bool shaped)
{
	struct report *report = memory_zeroed(1, sizeof *report);

	report->sink = sink;
	report->sort = -1;
	report->shaped = shaped;
	report->limit = shaped ? settings.limit : -1;
	writer_init(&report->writer, settings.dialect.delimiter);
	arena_init(&report->texts);
	return report;
}

struct report *
report_new(void)
{
	return report_open(sink_open("-o", settings.out_path), true);
}

struct report *
report_to(const char *option, const char *path)
{
	struct report *report = report_open(sink_open(option, path), false);

	/* Like a side table, it is comma separated unless its name says tabs. */
	report->writer.delimiter = side_delimiter(path);
	return report;
}

struct report *
report_append(const char *option, const char *path, bool *there)
{
	struct report *report = report_open(sink_append(option, path, there), false);

	report->writer.delimiter = side_delimiter(path);
	report->headed = *there;
	return report;
}

static int
column_called(const struct report *report, struct slice name)
{
	for (size_t i = 0; i < report->columns; i++) {
		if (slice_equal(report->column[i], name))
			return (int)i;
	}
	return -1;
}

void
report_column(struct report *report, struct slice name)
{
	if (report->shaped)
		name = label_wanted(name);
	if (!report->headed && column_called(report, name) >= 0)
		fail(EXIT_USAGE, "the result would have two columns called \"%.*s\"",
			(int)name.length, name.data);
	MEMORY_GROW(report->column, report->capacity, report->columns + 1);
	report->column[report->columns++] = arena_copy(&report->texts, name);
}

void
report_columns(struct report *report, const char *const name[], size_t names)
{
	for (size_t i = 0; i < names; i++)
		report_column(report, slice_from(name[i]));
}

/* By its name, or what that is in the language of the result. */
static int
column_asked(const struct report *report, struct slice name)
{
	int column = column_called(report, name);

	return column >= 0 ? column : column_called(report, label_wanted(name));
}

/* --sort=COLUMN[:desc]; a column's own name may have a colon, too. */
static void
find_sort(struct report *report)
{
	struct slice name = slice_from(settings.sort);
	const char  *mark = strrchr(settings.sort, ':');
	char         have[512] = "";

	report->sort = column_asked(report, name);
	if (report->sort >= 0)
		return;
	if (mark) {
		name.length = (size_t)(mark - settings.sort);
		report->sort = column_asked(report, name);
		report->down = strcmp(mark + 1, "desc") == 0;
		if (report->sort >= 0 && !report->down && strcmp(mark + 1, "asc") != 0)
			fail(EXIT_USAGE, "--sort: \"%s\" is neither asc nor desc", mark + 1);
	}
	if (report->sort >= 0)
		return;
	for (size_t i = 0; i < report->columns; i++)
		list_name(have, sizeof have, report->column[i], "");
	say("--sort: the result has no column \"%.*s\" (it has: %s)", (int)name.length, name.data,
		have);
	if (*name.data == '-' &&
		column_asked(report, slice_of(name.data + 1, name.length - 1)) >= 0)
		hint("downwards is --sort=%.*s:desc", (int)name.length - 1, name.data + 1);
	fail(EXIT_USAGE, NULL);
}

void
report_named(struct report *report)
{
	if (report->shaped && settings.sort)
		find_sort(report);
}

/* Up to the column to sort by, or to the end, fields are just written. */
static void
row_begin(struct report *report)
{
	report->field = 0;
	report->stop = report->sort < 0 ? report->columns : (size_t)report->sort;
	report->row_at = report->writer.buffer.length;
}

static void
report_begin(struct report *report)
{
	report->begun = true;
	if (!report->headed) {
		for (size_t i = 0; i < report->columns; i++)
			writer_text(&report->writer, report->column[i]);
		writer_end(&report->writer);
		report_named(report);
	}
	row_begin(report);
}

static __attribute__((noinline)) void
field_stop(struct report *report, const struct sort_value *value)
{
	if (!report->begun)
		report_begin(report);
	if (report->field == report->columns)
		fail(EXIT_BUG, "a row of more fields than columns");
	if ((int)report->field != report->sort)
		return;
	report->stop = report->columns;
	report->value = *value;
	if (value->kind == SORT_TEXT)
		report->value.as.text = arena_copy(&report->texts, value->as.text);
}

static inline void
report_field(struct report *report, struct sort_value value)
{
	if (report->field == report->stop)
		field_stop(report, &value);
	report->field++;
}

static struct sort_value
exact(__int128 n)
{
	return (struct sort_value){ .kind = SORT_EXACT, .as.exact = n };
}

void
report_text(struct report *report, struct slice text)
{
	report_field(report,
		(struct sort_value){
			.kind = text.length ? SORT_TEXT : SORT_EMPTY, .as.text = text });
	writer_text(&report->writer, text);
}

void
report_string(struct report *report, const char *string)
{
	report_text(report, slice_from(string));
}

void
report_empty(struct report *report)
{
	report_field(report, (struct sort_value){ .kind = SORT_EMPTY });
	writer_empty(&report->writer);
}

void
report_day(struct report *report, day d)
{
	if (d == DAY_NONE) {
		report_empty(report);
		return;
	}
	report_field(report, exact(d));
	writer_day(&report->writer, d);
}

void
report_money(struct report *report, money amount)
{
	report_field(report, exact(amount));
	writer_money(&report->writer, amount);
}

void
report_sum(struct report *report, money_sum sum, const char *what)
{
	money amount;

	if (!money_from_sum(sum, &amount))
		fail(EXIT_DATA, "%s is too large a sum", what);
	report_money(report, amount);
}

void
report_integer(struct report *report, int64_t n)
{
	report_field(report, exact(n));
	writer_integer(&report->writer, n);
}

void
report_integers(struct report *report, const int64_t *n, size_t count)
{
	if (report->stop - report->field < count) {
		for (size_t i = 0; i < count; i++)
			report_integer(report, n[i]);
		return;
	}
	report->field += count;
	writer_integers(&report->writer, n, count);
}

void
report_number(struct report *report, double x)
{
	char text[NUMBER_TEXT];

	if (!number_print(x, text)) {
		report_empty(report);
		return;
	}
	report_field(report, (struct sort_value){ .kind = SORT_REAL, .as.real = x });
	writer_number(&report->writer, x);
}

void
report_ratio(struct report *report, __int128 numerator, __int128 denominator)
{
	if (denominator <= 0) {
		report_empty(report);
		return;
	}
	report_field(report,
		(struct sort_value){
			.kind = SORT_REAL, .as.real = (double)numerator / (double)denominator });
	writer_ratio(&report->writer, numerator, denominator);
}

static struct common *
common_of(struct report *report, size_t number)
{
	if (number >= report->commons) {
		MEMORY_GROW(report->common, report->common_capacity, number + 1);
		while (report->commons <= number)
			report->common[report->commons++] = (struct common){ .fields = 0 };
	}
	return &report->common[number];
}

bool
report_common(struct report *report, size_t number)
{
	const struct common *common = number < report->commons ? &report->common[number] : NULL;

	if (common && common->fields && report->stop - report->field >= common->fields) {
		report->field += common->fields;
		writer_raw(&report->writer, common->bytes);
		return true;
	}
	if (!report->begun)
		report_begin(report);
	report->common_at = report->writer.buffer.length;
	report->common_field = report->field;
	return false;
}

void
report_common_end(struct report *report, size_t number)
{
	/* The first ones of a row stand behind no delimiter, all others do. */
	size_t from = report->common_at + (report->common_field > 0);
	struct buffer *buffer = &report->writer.buffer;
	struct common *common;

	if (report->part)
		return;
	common = common_of(report, number);
	if (common->fields)
		return;
	common->fields = report->field - report->common_field;
	common->bytes =
		arena_copy(&report->texts, slice_of(buffer->data + from, buffer->length - from));
}

void
report_last(struct report *report)
{
	report->last = true;
}

static void
hand_on(struct report *report)
{
	struct buffer *buffer = &report->writer.buffer;

	sink_write(report->sink, slice_of(buffer->data, buffer->length));
	buffer_clear(buffer);
	report->row_at = 0;
}

static void
keep_row(struct report *report, struct slice bytes)
{
	MEMORY_GROW(report->row, report->row_capacity, report->rows + 1);
	report->row[report->rows] = (struct report_row){ report->value, report->kept.length,
		bytes.length, report->rows };
	report->rows++;
	buffer_add(&report->kept, bytes);
}

static bool
is_past_limit(const struct report *report)
{
	return report->limit >= 0 && report->written >= report->limit;
}

void
report_end(struct report *report)
{
	struct buffer *buffer = &report->writer.buffer;
	struct slice   bytes;

	if (report->field != report->columns)
		fail(EXIT_BUG, "a row of fewer fields than columns");
	writer_end(&report->writer);
	bytes = slice_of(buffer->data + report->row_at, buffer->length - report->row_at);
	if (!report->last && report->sort < 0 && !is_past_limit(report)) {
		report->written++;
		if (!report->part && buffer->length >= HANDED_ON)
			hand_on(report);
	} else {
		if (report->last)
			buffer_add(&report->total, bytes);
		else if (report->sort >= 0)
			keep_row(report, bytes);
		buffer->length = report->row_at;
		report->last = false;
	}
	row_begin(report);
}

/* --- rows by several threads --- */

#define PART_ROWS  2048
#define PART_BYTES ((size_t)256 << 10) /* what a part may wait with; rows behind it take turns */
#define PARTS      8                   /* a thread and round */

struct part {
	struct report report;
	size_t        next, end;       /* the rows to be made */
};

struct round {
	const struct report_rows *rows;
	struct part              *part;
};

static void
make_part(void *context, size_t i)
{
	const struct round       *round = context;
	const struct report_rows *rows = round->rows;
	struct part              *part = &round->part[i];

	while (part->next < part->end && part->report.writer.buffer.length < PART_BYTES &&
		!rows->may_end(rows->context, part->next))
		rows->row(&part->report, rows->context, part->next++);
}

static void
rows_in_turn(struct report *report, const struct report_rows *rows, size_t from, size_t end)
{
	for (size_t i = from; i < end; i++)
		rows->row(report, rows->context, i);
}

static void
write_part(struct report *report, const struct report_rows *rows, struct part *part)
{
	hand_on(report);
	hand_on(&part->report);
	report->written += part->report.written;
	part->report.written = 0;
	rows_in_turn(report, rows, part->next, part->end);
}

void
report_rows(struct report *report, size_t count, const struct report_rows *rows)
{
	size_t       parts = PARTS * (size_t)settings.jobs;
	struct round round = { rows, NULL };

	if (settings.jobs == 1 || count < 2 * PART_ROWS || report->sort >= 0 ||
		report->limit >= 0) {
		rows_in_turn(report, rows, 0, count);
		return;
	}
	if (!report->begun)
		report_begin(report);
	round.part = memory_zeroed(parts, sizeof *round.part);
	for (size_t p = 0; p < parts; p++) {
		round.part[p].report = *report;
		round.part[p].report.part = true;
		round.part[p].report.row_at = 0;
		round.part[p].report.commons = 0;
		round.part[p].report.written = 0;
		writer_init(&round.part[p].report.writer, report->writer.delimiter);
	}
	for (size_t i = 0; i < count;) {
		size_t used = 0;

		for (; used < parts && i < count; used++) {
			round.part[used].next = i;
			i = count - i < PART_ROWS ? count : i + PART_ROWS;
			round.part[used].end = i;
		}
		tasks_run(used, make_part, &round);
		for (size_t p = 0; p < used; p++)
			write_part(report, rows, &round.part[p]);
	}
	for (size_t p = 0; p < parts; p++)
		writer_release(&round.part[p].report.writer);
	free(round.part);
}

void
report_state_end(struct report *report)
{
	char text[sizeof STATE_END + NUMBER_TEXT] = STATE_END;
	size_t length = strlen(STATE_END);

	length += integer_print(report->written, text + length);
	for (size_t i = 1; i < report->columns; i++)
		report_empty(report);
	report_text(report, slice_of(text, length));
	report_end(report);
}

static int
compare_values(const struct sort_value *a, const struct sort_value *b)
{
	double x, y;

	if (a->kind == SORT_TEXT && b->kind == SORT_TEXT)
		return slice_compare(a->as.text, b->as.text);
	if (a->kind == SORT_TEXT || b->kind == SORT_TEXT)
		return a->kind == SORT_TEXT ? 1 : -1;
	if (a->kind == SORT_EXACT && b->kind == SORT_EXACT)
		return (a->as.exact > b->as.exact) - (a->as.exact < b->as.exact);
	x = a->kind == SORT_REAL ? a->as.real : (double)a->as.exact;
	y = b->kind == SORT_REAL ? b->as.real : (double)b->as.exact;
	return (x > y) - (x < y);
}

/* Empty ones last in either direction, equal ones as they came. */
static int
order_rows(const struct report_row *x, const struct report_row *y, int direction)
{
	bool x_empty = x->value.kind == SORT_EMPTY, y_empty = y->value.kind == SORT_EMPTY;
	int  order = 0;

	if (x_empty != y_empty)
		return x_empty ? 1 : -1;
	if (!x_empty)
		order = direction * compare_values(&x->value, &y->value);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int
rows_up(const void *a, const void *b)
{
	return order_rows(a, b, 1);
}

static int
rows_down(const void *a, const void *b)
{
	return order_rows(a, b, -1);
}

static void
write_kept(struct report *report, const struct report_row *row)
{
	if (is_past_limit(report))
		return;
	report->written++;
	sink_write(report->sink, slice_of(report->kept.data + row->at, row->length));
}

void
report_finish(struct report *report)
{
	if (!report->begun)
		report_begin(report);
	hand_on(report);
	if (report->rows)
		qsort(report->row, report->rows, sizeof *report->row,
			report->down ? rows_down : rows_up);
	for (size_t i = 0; i < report->rows; i++)
		write_kept(report, &report->row[i]);
	sink_write(report->sink, slice_of(report->total.data, report->total.length));
	writer_release(&report->writer);
	buffer_release(&report->kept);
	buffer_release(&report->total);
	arena_release(&report->texts);
	free(report->common);
	free(report->row);
	free(report->column);
	free(report);
}
