/*
 * Profit: amounts times a margin, one for all or each row's own.
 */
#include <string.h>

#include "crm-rfm.h"
#include "run/command.h"
#include "run/report.h"

#define MARGIN_UNIT     1000000
#define MARGIN_DECIMALS 6
#define MARGIN_MOST     ((int64_t)MARGIN_UNIT * MARGIN_UNIT)

static struct {
	int64_t     one;           /* for all rows */
	const char *column;        /* NULL: one for all */
	size_t      at;            /* where the profit stands, behind what is kept of a history */
} margin;

/* What is wrong with a margin; NULL: nothing. A number without % is a share: 35 is none. */
static const char *
read_margin(struct slice text, bool bare, int64_t *units)
{
	struct decimal share;

	if (!share_parse(text, &share))
		return "not a margin (as 35% or 0.35)";
	for (; share.scale > MARGIN_DECIMALS && share.units % 10 == 0; share.scale--)
		share.units /= 10;
	if (share.scale > MARGIN_DECIMALS)
		return "a margin of more than six decimals";
	if (share.units > MARGIN_MOST || share.units < -MARGIN_MOST)
		return "more than all of it";
	for (; share.scale < MARGIN_DECIMALS; share.scale++)
		share.units *= 10;
	if (share.units > MARGIN_UNIT)
		return bare ? "more than all of it: a percentage has a %" : "more than all of it";
	if (bare && share.units < -MARGIN_UNIT)
		return "less than -1: a percentage has a %";
	*units = (int64_t)share.units;
	return NULL;
}

static bool
has_percent(struct slice text)
{
	static const char wide[] = "％";
	struct slice trimmed = slice_trim(text);
	size_t length = sizeof wide - 1;

	if (trimmed.length >= length)
		return trimmed.data[trimmed.length - 1] == '%' ||
			memcmp(trimmed.data + trimmed.length - length, wide, length) == 0;
	return trimmed.length && trimmed.data[trimmed.length - 1] == '%';
}

/* What reads as a share is one, anything else is a column. */
void
set_margin(const char *argument)
{
	struct slice text = slice_from(argument);
	struct decimal share;
	const char *why = NULL;

	set.margin = argument;
	margin.column = share_parse(text, &share) ? NULL : argument;
	if (!margin.column)
		why = read_margin(text, !has_percent(text), &margin.one);
	if (why)
		fail(EXIT_USAGE, "--margin: %s: \"%s\"", why, argument);
}

const char *
margin_column(void)
{
	return margin.column;
}

/* --- of a row --- */

bool
judge_margin(const struct row *row)
{
	struct slice text = row_text(row, MARGIN);
	const char *why;
	int64_t units;

	if (!margin.column && !set.merge)
		return true;
	/* What cost nothing earns nothing. */
	if (!text.length)
		return row_money(row, AMOUNT) == 0 || !margin.column ||
			row_bad(row, MARGIN, "empty");
	why = read_margin(text, !has_percent(text) && !set.merge, &units);
	return !why ||
		row_bad(row, MARGIN, "%s: \"%.*s\"", why,
			(int)(text.length < 40 ? text.length : 40), text.data);
}

int64_t
row_margin(const struct row *row)
{
	int64_t units = 0;

	if (row_has(row, MARGIN))
		read_margin(row_text(row, MARGIN), false, &units);
	return units;
}

/* --- of a customer --- */

size_t
margin_kept(size_t history)
{
	const size_t unit = sizeof(money_sum);

	if (!margin.column)
		return history;
	margin.at = (history + unit - 1) / unit * unit;
	return margin.at + unit;
}

void
margin_add(void *kept, const struct row *row, money_sum amount)
{
	if (!margin.column || (set.windowed && row_day(row, DATE) <= set.after))
		return;
	*(money_sum *)((char *)kept + margin.at) += amount * row_margin(row);
}

money_sum
customer_profit(struct group *customer)
{
	if (margin.column)
		return *(const money_sum *)((const char *)group_kept(customer) + margin.at);
	return (money_sum)customer_measure(customer, RFM_MONETARY) * margin.one;
}

void
report_margin(struct report *report, int64_t units)
{
	report_ratio(report, units, MARGIN_UNIT);
}

void
report_profit(struct report *report, money_sum profit)
{
	const money cent = MONEY_UNIT / 100;

	report_sum(report, sum_divide(profit, (money_sum)cent * MARGIN_UNIT) * cent, "the profit");
}
