/*
 * The curve of crm-roi: how many customers answered by the days since their piece was sent,
 * and how many will have answered in the end. Each counts once in a row, by his first answer.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "crm-roi.h"
#include "run/summary.h"
#include "stat/delay.h"
#include "value/memory.h"

/* The first answer of the customer at hand in a row. */
struct answer {
	struct delays_of_row *row;
	day                   sent, on;
};

/* Days from the piece to the answer, and from the piece to the day it is looked at. */
struct delay {
	int32_t days, age;
};

struct delays_of_row {
	struct delay *delay;
	size_t        count, capacity;
	uint64_t      customer;        /* the last who answered in it, */
	size_t        answer;          /* and his answer while he is at hand */
};

struct curve {
	struct fold   *rows;           /* struct delays_of_row */
	struct answer *answer;
	size_t         count, capacity;
	uint64_t       customer;       /* the number of who is at hand */
	int64_t        without;        /* answers without a piece */
};

struct curve *
curve_new(void)
{
	struct curve *curve = memory_zeroed(1, sizeof *curve);

	curve->rows = fold_new(&(struct fold_spec){ .kept = sizeof(struct delays_of_row) });
	curve->customer = 1;
	return curve;
}

void
curve_free(struct curve *curve)
{
	size_t count;
	struct group **row = fold_groups(curve->rows, &count);

	for (size_t i = 0; i < count; i++)
		free(((struct delays_of_row *)group_kept(row[i]))->delay);
	free(row);
	fold_free(curve->rows);
	free(curve->answer);
	free(curve);
}

void
curve_answer(struct curve *curve, struct slice row, day sent, day on)
{
	struct delays_of_row *delays = group_kept(fold_group(curve->rows, row));
	struct answer *known;

	if (delays->customer != curve->customer) {
		MEMORY_GROW(curve->answer, curve->capacity, curve->count + 1);
		delays->customer = curve->customer;
		delays->answer = curve->count;
		curve->answer[curve->count++] = (struct answer){ delays, sent, on };
		return;
	}
	known = &curve->answer[delays->answer];
	if (known->sent == DAY_NONE || (sent != DAY_NONE && on < known->on)) {
		known->sent = sent;
		known->on = on;
	}
}

void
curve_done(struct curve *curve)
{
	for (size_t i = 0; i < curve->count; i++) {
		const struct answer *answer = &curve->answer[i];
		struct delays_of_row *row = answer->row;

		if (answer->sent == DAY_NONE) {
			curve->without++;
			continue;
		}
		MEMORY_GROW(row->delay, row->capacity, row->count + 1);
		row->delay[row->count++] =
			(struct delay){ answer->on - answer->sent, run_as_of() - answer->sent };
	}
	curve->count = 0;
	curve->customer++;
}

/* --- the result --- */

struct report *
curve_begin(void)
{
	static const char *const columns[] = { "days", "responses", "cumulative", "share_so_far",
		"projected_final", "projected_share" };
	struct report *report = report_new();

	for (size_t i = 0; i < keys.by; i++)
		report_column(report, slice_from(keys.key[i].name));
	report_columns(report, columns, sizeof columns / sizeof *columns);
	return report;
}

static int
by_age(const void *a, const void *b)
{
	const struct delay *x = a, *y = b;

	return (x->age > y->age) - (x->age < y->age);
}

static int
by_days(const void *a, const void *b)
{
	const struct delay *x = a, *y = b;

	return (x->days > y->days) - (x->days < y->days);
}

static bool
project(struct delays_of_row *row, double *final)
{
	struct delays *seen = memory_zeroed(row->count + 1, sizeof *seen);
	size_t ages = 0;
	bool told;

	qsort(row->delay, row->count, sizeof *row->delay, by_age);
	for (size_t i = 0; i < row->count; i++) {
		if (i && row->delay[i].age != row->delay[i - 1].age)
			ages++;
		seen[ages].age = row->delay[i].age;
		seen[ages].n++;
		seen[ages].days += row->delay[i].days;
	}
	told = delay_project(seen, ages + 1, final);
	free(seen);
	return told;
}

static void
report_row(struct report *report, const struct group *group, struct delays_of_row *row)
{
	double final = 0;
	bool told = project(row, &final);

	qsort(row->delay, row->count, sizeof *row->delay, by_days);
	for (size_t i = 0, n; i < row->count; i += n) {
		int64_t so_far;

		n = 1;
		while (i + n < row->count && row->delay[i + n].days == row->delay[i].days)
			n++;
		so_far = (int64_t)(i + n);
		for (size_t k = 0; k < keys.by; k++)
			report_text(report, fold_key_part(group_key(group), k));
		report_integer(report, row->delay[i].days);
		report_integer(report, (int64_t)n);
		report_integer(report, so_far);
		report_ratio(report, so_far, (int64_t)row->count);
		if (told) {
			report_number(report, final);
			report_number(report, (double)so_far / final);
		} else {
			report_empty(report);
			report_empty(report);
		}
		report_end(report);
	}
}

void
curve_report(struct report *report, struct curve *curve)
{
	size_t count;
	struct group **row = fold_groups(curve->rows, &count);

	for (size_t i = 0; i < count; i++)
		if (((struct delays_of_row *)group_kept(row[i]))->count)
			report_row(report, row[i], group_kept(row[i]));
	report_finish(report);
	free(row);
	if (curve->without)
		summary_line(true,
			"--curve %" PRId64
			" customer%s answered without a piece of theirs: not in the curve",
			curve->without, curve->without == 1 ? "" : "s");
}
