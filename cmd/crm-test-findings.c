/*
 * What crm-test check found: a row a cell for what is counted by cell, a row a test.
 */
#include "crm-test.h"

#include <stdio.h>
#include <stdlib.h>

#include "run/report.h"
#include "value/memory.h"
#include "value/text.h"

/* A p under this is no chance any more: something is wrong with the assignment. */
#define ALARM .001

static struct report *report;

/* A row; what does not apply is empty. */
struct finding {
	const char        *check;
	struct slice       column, value, cell;
	int64_t            customers;
	const double      *expected;
	const struct test *test;
	const char        *result;
};

static void
number_or_empty(const double *x)
{
	if (x)
		report_number(report, *x);
	else
		report_empty(report);
}

static void
write_finding(const struct balance_campaign *campaign, struct finding finding)
{
	const struct test *test = finding.test;

	report_text(report, campaign->name);
	report_string(report, finding.check);
	report_text(report, finding.column);
	report_text(report, finding.value);
	report_text(report, finding.cell);
	report_integer(report, finding.customers);
	number_or_empty(finding.expected);
	number_or_empty(test ? &test->statistic : NULL);
	number_or_empty(test ? &test->df : NULL);
	number_or_empty(test ? &test->p : NULL);
	report_string(report, finding.result ? finding.result : "");
	report_end(report);
}

/* "campaign "autumn": ", or nothing where the input tells none. */
static const char *
of_campaign(const struct balance_campaign *campaign, char text[TEXT_QUOTED + 16])
{
	char quoted[TEXT_QUOTED];

	text[0] = '\0';
	if (campaign->name.length) {
		text_quote(campaign->name, quoted);
		snprintf(text, TEXT_QUOTED + 16, "campaign %s: ", quoted);
	}
	return text;
}

/* A test's row; `alarm` is its result where it is no chance, and `what` the warning. */
static void
write_test(const struct balance_campaign *campaign, struct finding finding, const char *alarm,
	const char *what)
{
	char name[TEXT_QUOTED + 16], of[TEXT_QUOTED];
	struct slice about = finding.column.length ? finding.column : finding.value;
	const struct test *test = finding.test;

	if (test)
		finding.result = test->p < ALARM ? alarm : "ok";
	if (test && test->p < ALARM) {
		text_quote(about, of);
		say("%s%s%s, p = %.2g", of_campaign(campaign, name), what, about.length ? of : "",
			test->p);
	}
	write_finding(campaign, finding);
}

static void
refuse_unplanned(const struct balance_campaign *campaign, const struct test_cells *planned)
{
	char name[TEXT_QUOTED + 16], cell[TEXT_QUOTED];

	for (size_t i = 0; i < campaign->cells; i++) {
		if (cells_find(planned, campaign->cell[i]) < cells_count(planned))
			continue;
		text_quote(campaign->cell[i], cell);
		fail(EXIT_DATA, "%sthe cell %s is none of --cells", of_campaign(campaign, name),
			cell);
	}
}

static void
write_sizes(const struct balance_campaign *campaign, const struct test_cells *planned)
{
	double *expected = memory_zeroed(campaign->cells + 1, sizeof *expected);
	struct test test;
	bool tested = planned && balance_sizes(campaign, planned, expected, &test);

	for (size_t i = 0; i < campaign->cells; i++)
		write_finding(campaign,
			(struct finding){ .check = "sizes",
				.cell = campaign->cell[i],
				.customers = campaign->size[i],
				.expected = planned ? &expected[i] : NULL });
	write_test(campaign,
		(struct finding){ .check = "sizes",
			.customers = campaign->customers,
			.test = tested ? &test : NULL },
		"mismatch", "sample-ratio mismatch: the sizes are not those planned");
	free(expected);
}

static void
write_several(const struct balance_campaign *campaign)
{
	char name[TEXT_QUOTED + 16], customer[TEXT_QUOTED];

	if (campaign->several) {
		text_quote(campaign->example, customer);
		say("%s%lld %s in two cells or more, such as %s", of_campaign(campaign, name),
			(long long)campaign->several,
			campaign->several == 1 ? "customer is" : "customers are", customer);
	}
	write_finding(campaign,
		(struct finding){ .check = "two_cells",
			.value = campaign->example,
			.customers = campaign->several,
			.result = campaign->several ? "found" : "ok" });
}

static void
write_balance(const struct balance_campaign *campaign, const struct balance_table *table,
	struct slice column)
{
	struct test test;
	bool tested = balance_values(campaign, table, &test);

	write_test(campaign,
		(struct finding){ .check = "balance",
			.column = column,
			.customers = campaign->customers,
			.test = tested ? &test : NULL },
		"unbalanced", "the cells differ in ");
}

/* Who is also in another campaign, cell by cell. */
static void
write_overlap(
	const struct balance_campaign *campaign, const struct balance_table *table, size_t other)
{
	const int64_t *count = table->count + other * campaign->cells;
	struct finding finding = { .check = "overlap", .value = table->value[other] };
	int64_t all = 0;
	struct test test;

	for (size_t i = 0; i < campaign->cells; i++)
		all += count[i];
	for (size_t i = 0; i < campaign->cells; i++) {
		double expected =
			(double)all * (double)campaign->size[i] / (double)campaign->customers;

		finding.cell = campaign->cell[i];
		finding.customers = count[i];
		finding.expected = &expected;
		write_finding(campaign, finding);
	}
	write_test(campaign,
		(struct finding){ .check = "overlap",
			.value = table->value[other],
			.customers = all,
			.test = balance_share(campaign, table, other, &test) ? &test : NULL },
		"unbalanced", "the cells differ in who is also in ");
}

void
findings_report(struct balance *balance, const struct test_cells *planned,
	const struct header *header, const int *balanced, size_t balances)
{
	static const char *const column[] = { "campaign", "check", "column", "value", "cell",
		"customers", "expected", "statistic", "df", "p", "result" };
	const struct balance_campaign *campaign;
	size_t campaigns;

	campaign = balance_campaigns(balance, planned, &campaigns);
	for (size_t i = 0; planned && i < campaigns; i++)
		refuse_unplanned(&campaign[i], planned);
	report = report_new();
	report_columns(report, column, sizeof column / sizeof column[0]);
	for (size_t i = 0; i < campaigns; i++) {
		write_sizes(&campaign[i], planned);
		write_several(&campaign[i]);
		for (size_t t = 0; t < campaign[i].tables; t++) {
			const struct balance_table *table = &campaign[i].table[t];

			if (table->subject <= balances)
				write_balance(&campaign[i], table,
					header->name[balanced[table->subject - 1]]);
			else
				for (size_t v = 0; v < table->values; v++)
					write_overlap(&campaign[i], table, v);
		}
	}
	report_finish(report);
}
