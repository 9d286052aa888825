/*
 * A record becomes a row, in this order: grammar, carry-down, --where, status, anonymous,
 * the event's date, the other values. What is ignored is not judged further.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "run/fault.h"
#include "run/foreign.h"
#include "run/pass.h"
#include "run/state.h"
#include "value/figure.h"
#include "value/plain.h"

#define RARE __attribute__((noinline))    /* kept out of the way of what each row needs */

static const char rounded_amounts[] = "amounts rounded to four decimals";

bool
verdict_bad(struct pass_worker *worker, struct slice column, const char *format, ...)
{
	struct verdict *verdict = &worker->verdict;
	va_list         arguments;

	verdict->bad = true;
	verdict->ignored = NULL;
	verdict->column = column;
	verdict->raw = SLICE_EMPTY;
	verdict->remedy = NULL;
	va_start(arguments, format);
	vsnprintf(verdict->reason, sizeof verdict->reason, format, arguments);
	va_end(arguments);
	return false;
}

static bool
bad_value(struct pass_worker *worker, int column, struct slice text, const char *why)
{
	struct slice name = stream_column_name(worker->stream, column);
	char         quoted[TEXT_QUOTED];

	if (!text.length)
		return verdict_bad(worker, name, "empty");
	text_quote(text, quoted);
	return verdict_bad(worker, name, "%s: %s", why, quoted);
}

/* --- grammar --- */

static bool
bad_record(struct pass_worker *worker)
{
	const struct record *record = &worker->record;
	const char          *text = fault_text(record->fault);
	uint64_t             line = record->fault_line;

	if (record->fault == RECORD_TOO_LONG)
		verdict_bad(worker, SLICE_EMPTY,
			"the record is longer than %zu bytes, perhaps for a quote opened on line "
			"%" PRIu64,
			settings.dialect.max_record, line);
	else if (record->fault == RECORD_UNCLOSED && line != record->line)
		verdict_bad(worker, SLICE_EMPTY,
			"the quote opened on line %" PRIu64 " is never closed", line);
	else if (record->fault == RECORD_QUOTE && line != record->line)
		verdict_bad(worker, SLICE_EMPTY, "%s, on line %" PRIu64, text, line);
	else
		verdict_bad(worker, SLICE_EMPTY, "%s", text);
	worker->verdict.raw = record->raw;
	return false;
}

/* A row of a rejects file that nobody has mended. */
static bool
is_set_aside(const struct pass_worker *worker, size_t hidden)
{
	const struct row *row = &worker->row;

	if (!hidden || !worker->record.field[hidden - 1].length)
		return false;
	for (size_t i = 0; i < row->fields; i++) {
		if (row->field[i].length)
			return false;
	}
	return true;
}

/* The fields in the first file's order, without a rejects file's five. */
static RARE bool
bring_in_order(struct pass_worker *worker)
{
	const struct input_file *file = worker->file;
	const struct record     *record = &worker->record;
	size_t                   columns = file->header.columns, hidden = file->header.hidden;
	struct row              *row = &worker->row;

	for (size_t i = 0; i < columns; i++)
		worker->ordered[i] = record->field[file->order[i]];
	row->field = worker->ordered;
	if (!is_set_aside(worker, hidden))
		return true;
	verdict_bad(worker, slice_from("_raw"), "still set aside as it was: mend its columns");
	worker->verdict.raw = record->field[hidden - 1];
	return false;
}

static bool
take_fields(struct pass_worker *worker)
{
	const struct input_file *file = worker->file;
	const struct record     *record = &worker->record;
	size_t                   columns = file->header.columns, hidden = file->header.hidden;
	struct row              *row = &worker->row;

	if (record->fields != columns + hidden) {
		verdict_bad(worker, SLICE_EMPTY, "%zu field%s, the header has %zu", record->fields,
			record->fields == 1 ? "" : "s", columns + hidden);
		worker->verdict.raw = record->raw;
		return false;
	}
	row->fields = columns;
	row->field = record->field;
	return !file->order || bring_in_order(worker);
}

/* --- whether it concerns the filter --- */

static bool
passes_where(struct pass_worker *worker)
{
	const struct rule_fault *fault;

	switch (rule_test(worker->stream->where, worker->row.field, worker->rules)) {
	case TRUTH_TRUE: return true;
	case TRUTH_FALSE:
	case TRUTH_UNKNOWN: worker->verdict.ignored = "not --where"; return false;
	case TRUTH_FAULT: break;
	}
	fault = rule_work_fault(worker->rules);
	return row_bad_field(&worker->row, fault->column, "%s", fault->reason);
}

static RARE bool
passes_anonymous(struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;

	if (!text_is_blank(worker->row.field[stream->binding.field[stream->customer]]))
		return true;
	switch (stream->anonymous) {
	case ANONYMOUS_DEFAULT:
	case ANONYMOUS_KEEP: return true;
	case ANONYMOUS_REJECT: return bad_value(worker, stream->customer, SLICE_EMPTY, "");
	case ANONYMOUS_IGNORE: break;
	}
	worker->verdict.ignored = "no customer";
	return false;
}

/* An event after the as-of day. */
static inline bool
is_late(const union cell *cell, enum column_type type)
{
	if (type == COLUMN_DAY)
		return cell->integer > settings.as_of;
	return cell->moment.at >= (moment)(settings.as_of + 1) * DAY_SECONDS;
}

/* By the event's date, if there is one; where it is bound it is the first that is read. */
static inline bool
passes_as_of(struct pass_worker *worker)
{
	const struct stream  *stream = worker->stream;
	const struct reading *dated = stream->reading;

	if (stream->date < 0 || !(worker->row.present & dated->bit) ||
		!is_late(&worker->cell[dated->column], dated->type))
		return true;
	worker->verdict.ignored = "dated after the as-of day";
	return false;
}

/* --- values --- */

static bool
read_date(const struct day_form *form, enum column_type type, struct slice text, union cell *cell)
{
	day date;

	if (type != COLUMN_DAY)
		return moment_read(form, text, &cell->moment.at, &cell->moment.timed);
	if (!day_read(form, text, &date))
		return false;
	cell->integer = date;
	return true;
}

void
note_currency(struct pass_worker *worker, int column, enum currency currency)
{
	struct mark_seen *seen = &worker->parcel->mark[column];

	if (!seen->first)
		*seen = (struct mark_seen){ .first = currency, .line = worker->record.line };
	if (seen->first != currency && !seen->other) {
		seen->other = currency;
		seen->other_line = worker->record.line;
	}
	worker->parcel->marks = true;
}

static const char *
why_no_money(struct slice text)
{
	char          space[FIGURE_TEXT];
	struct figure figure;

	return figure_read(text, space, &figure) ? "too large an amount" : "not a number";
}

static bool
read_money(struct pass_worker *worker, int column, struct slice text, union cell *cell)
{
	enum currency currency = CURRENCY_NONE;
	bool          rounded = false;

	if (!money_parse_mark(text, &cell->money, &rounded, &currency))
		return false;
	if (currency)
		note_currency(worker, column, currency);
	if (rounded)
		tally_entry(&worker->tally, rounded_amounts, false)->rows++;
	return true;
}

/* As key_read, for the columns by which rows are told apart; other texts lose a guard only. */
static bool
read_text(struct pass_worker *worker, const struct reading *reading, struct slice text,
	union cell *cell, const char **why)
{
	cell->text = text;
	if (key_is_odd(text)) {
		text_unguard(&cell->text);
		if (reading->is_key && !key_read(text, &cell->text, why))
			return false;
	}
	if (reading->folds) {
		char *folded = arena_new(&worker->scratch, cell->text.length);

		cell->text = slice_of(folded, key_fold(cell->text, folded));
	}
	return true;
}

/* What is exact stays so; what was divided comes to the nearest 1/10000. */
static bool
result_money(const struct rule_result *result, money *amount, bool *rounded)
{
	double scaled, whole;

	if (result->exact)
		return decimal_money(result->decimal, amount, rounded);
	scaled = result->real * MONEY_UNIT;
	whole = rint(scaled);
	if (!(fabs(whole) < (double)INT64_MAX))
		return false;
	*amount = (money)whole;
	/* A double is not 20.55, but what is as near as that was not rounded. */
	*rounded = fabs(scaled - whole) > fabs(scaled) * 1e-12;
	return true;
}

static bool
byte_is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Two currencies in an expression's columns are added up as well; digits alone have no mark. */
static void
note_currencies(struct pass_worker *worker, int column)
{
	const struct rule *rule = worker->stream->binding.expression[column];
	int                field[COLUMNS_MOST];
	size_t             count = rule_uses(rule, field, COLUMNS_MOST);

	for (size_t i = 0; i < count && i < COLUMNS_MOST; i++) {
		struct slice  text = worker->row.field[field[i]];
		enum currency currency = CURRENCY_NONE;
		bool          rounded = false;
		money         amount;

		if (!text.length ||
			(byte_is_digit(text.data[0]) && byte_is_digit(text.data[text.length - 1])))
			continue;
		if (money_parse_mark(text, &amount, &rounded, &currency) && currency)
			note_currency(worker, column, currency);
	}
}

static bool
read_expression(struct pass_worker *worker, int column)
{
	const struct binding *binding = &worker->stream->binding;
	struct slice          name = slice_from(binding->column[column].name);
	struct rule_result    result;
	bool                  rounded = false;

	if (!rule_value(binding->expression[column], worker->row.field, worker->rules, &result)) {
		const struct rule_fault *fault = rule_work_fault(worker->rules);

		return row_bad_field(&worker->row, fault->column, "%s", fault->reason);
	}
	if (result.unknown)
		return verdict_bad(worker, name, "empty");
	if (!result_money(&result, &worker->cell[column].money, &rounded))
		return verdict_bad(worker, name, "the amount is too large");
	if (rounded)
		tally_entry(&worker->tally, rounded_amounts, false)->rows++;
	note_currencies(worker, column);
	worker->row.present |= 1u << column;
	return true;
}

bool
judge_amount(struct pass_worker *worker, money *amount)
{
	const struct stream *stream = worker->stream;
	struct rule_result   result;
	bool                 rounded = false;

	if (stream->amount < 0)
		return false;
	if (stream->binding.field[stream->amount] >= 0)
		return money_parse(
			worker->row.field[stream->binding.field[stream->amount]], amount, &rounded);
	return rule_value(stream->binding.expression[stream->amount], worker->row.field,
		       worker->rules, &result) &&
		!result.unknown && result_money(&result, amount, &rounded);
}

static RARE bool
read_any(struct pass_worker *worker, const struct reading *reading)
{
	union cell  *cell = &worker->cell[reading->column];
	const char  *why = "not a date";
	struct slice text;
	bool         read = true;

	if (reading->field < 0)
		return read_expression(worker, reading->column);
	text = worker->row.field[reading->field];
	if (text_is_blank(text) && reading->instead >= 0) {
		text = worker->row.field[reading->instead];
		if (!text_is_blank(text))
			tally_entry(&worker->tally, "no paid date, the created one counts", false)
				->rows++;
	}
	if (text_is_blank(text))
		return reading->empty_ok || bad_value(worker, reading->column, SLICE_EMPTY, "");
	switch (reading->type) {
	case COLUMN_TEXT: read = read_text(worker, reading, text, cell, &why); break;
	case COLUMN_DAY:
	case COLUMN_MOMENT:
		read = read_date(&worker->stream->dates, reading->type, text, cell);
		break;
	case COLUMN_MONEY:
		read = read_money(worker, reading->column, text, cell);
		why = read ? NULL : why_no_money(text);
		break;
	case COLUMN_INTEGER:
		why = "not a whole number";
		read = integer_parse(text, &cell->integer);
		break;
	}
	if (!read) {
		bad_value(worker, reading->column, text, why);
		if ((reading->type == COLUMN_DAY || reading->type == COLUMN_MOMENT) &&
			!worker->stream->dates.ways)
			worker->verdict.remedy = foreign_date(text);
		return false;
	}
	worker->row.present |= reading->bit;
	return true;
}

/*
 * Nearly all values have their usual form and are read in place, kind by kind: none of them
 * is at fault. Returns the bits of those that were.
 */
static inline uint32_t
read_usual(struct pass_worker *worker)
{
	const struct usual         *usual = &worker->stream->usual;
	const struct usual_reading *at = usual->reading, *end;
	const struct slice         *field = worker->row.field;
	uint32_t                    read = usual->bits;

	for (end = usual->end[PLAIN_KEY]; at < end; at++) {
		if (!plain_key(field[at->field]))
			read &= ~at->bit;
		worker->cell[at->column].text = field[at->field];
	}
	for (end = usual->end[PLAIN_DAY]; at < end; at++) {
		day date = 0;

		if (!plain_day(field[at->field], &date))
			read &= ~at->bit;
		worker->cell[at->column].integer = date;
	}
	for (end = usual->end[PLAIN_MOMENT]; at < end; at++) {
		day date = 0;

		if (!plain_day(field[at->field], &date))
			read &= ~at->bit;
		worker->cell[at->column].moment.at = (moment)date * DAY_SECONDS;
		worker->cell[at->column].moment.timed = false;
	}
	for (end = usual->end[PLAIN_MONEY]; at < end; at++)
		if (!plain_money(field[at->field], &worker->cell[at->column].money))
			read &= ~at->bit;
	return read;
}

/* The columns that were not read yet, in the order of judging. */
static RARE enum judgement
read_others(struct pass_worker *worker, uint32_t read)
{
	const struct stream *stream = worker->stream;

	for (size_t i = 0; i < stream->readings; i++) {
		const struct reading *reading = &stream->reading[i];

		if (!(read & reading->bit) && !read_any(worker, reading))
			return JUDGED_BAD;
		if (i == 0 && !passes_as_of(worker))
			return JUDGED_IGNORED;
	}
	return JUDGED_USE;
}

/* But for those in `read`. */
static inline enum judgement
read_columns(struct pass_worker *worker, uint32_t read)
{
	const struct stream *stream = worker->stream;

	worker->row.present |= read;
	if (read != stream->bits)
		return read_others(worker, read);
	return passes_as_of(worker) ? JUDGED_USE : JUDGED_IGNORED;
}

static enum judgement
unused(const struct pass_worker *worker)
{
	return worker->verdict.bad ? JUDGED_BAD : JUDGED_IGNORED;
}

static bool
goes_unjudged(const struct pass_worker *worker)
{
	return worker->pass && worker->pass->unjudged;
}

void
judge_file(struct pass_worker *worker, const struct input_file *file)
{
	const struct stream *stream = worker->stream;
	bool closely = file->order || stream->states || stream->where || worker->trade ||
		goes_unjudged(worker);

	worker->file = file;
	worker->fields = closely ? SIZE_MAX : file->header.columns;
}

/* All that comes before the customer and the values. */
static RARE enum judgement
judge_closely(struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;
	const struct record *record = &worker->record;
	const struct header *header = &worker->file->header;

	if (stream->states && state_takes_end(worker))
		return JUDGED_END;
	if (record->fault != RECORD_GOOD) {
		bad_record(worker);
		return JUDGED_BAD;
	}
	if (record->blank && header->columns + header->hidden > 1)
		return JUDGED_BLANK;
	if (!take_fields(worker))
		return JUDGED_BAD;
	if (worker->trade)
		trade_carry(worker);
	if (goes_unjudged(worker))
		return JUDGED_USE;
	if (stream->where && !passes_where(worker))
		return unused(worker);
	if (worker->trade && !trade_status(worker))
		return JUDGED_IGNORED;
	return JUDGED_USE;
}

enum judgement
judge(struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;
	const struct record *record = &worker->record;
	struct row          *row = &worker->row;
	enum judgement       judgement;
	uint32_t             read;

	worker->verdict.bad = false;
	worker->verdict.ignored = NULL;
	row->line = record->line;
	row->file = worker->parcel->file;
	row->present = 0;
	/* A bad record has no fields, a blank one has one. */
	if (record->fields == worker->fields) {
		row->fields = record->fields;
		row->field = record->field;
	} else {
		judgement = judge_closely(worker);
		if (judgement != JUDGED_USE || goes_unjudged(worker))
			return judgement;
	}
	read = read_usual(worker);
	/* One that was read is there. */
	if (stream->customer >= 0 && !(read >> stream->customer & 1) && !passes_anonymous(worker))
		return unused(worker);
	judgement = read_columns(worker, read);
	if (judgement == JUDGED_USE && worker->trade && !trade_amount(worker))
		return JUDGED_BAD;
	return judgement;
}

/* --- what filters say of a row --- */

struct arena *
row_scratch(const struct row *row)
{
	return &row->worker->scratch;
}

bool
row_bad(const struct row *row, int column, const char *format, ...)
{
	char    reason[sizeof row->worker->verdict.reason];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return verdict_bad(row->worker,
		column >= 0 ? stream_column_name(row->worker->stream, column) : SLICE_EMPTY, "%s",
		reason);
}

bool
row_bad_field(const struct row *row, int field, const char *format, ...)
{
	const struct header *header = stream_header(row->worker->stream);
	char                 reason[sizeof row->worker->verdict.reason];
	va_list              arguments;

	va_start(arguments, format);
	vsnprintf(reason, sizeof reason, format, arguments);
	va_end(arguments);
	return verdict_bad(
		row->worker, field >= 0 ? header->name[field] : SLICE_EMPTY, "%s", reason);
}

bool
row_ignore(const struct row *row, const char *reason)
{
	row->worker->verdict.ignored = reason;
	return false;
}

void
row_count(const struct row *row, const char *what)
{
	tally_entry(&row->worker->tally, what, false)->rows++;
}
