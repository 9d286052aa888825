/*
 * The result: a row a customer.
 */
#include "crm-rfm.h"
#include "run/command.h"
#include "run/report.h"

static const char *const history_columns[] = { "first_order", "last_order", "recency_days",
	"frequency", "monetary", "aov" };
static const char *const score_columns[] = { "r", "f", "m", "rfm", "rfm_segment" };

#define COUNTED(array) (array), sizeof(array) / sizeof *(array)

void
name_customers(struct report *report, struct slice key_name)
{
	char name[MEASURE_NAME];

	report_column(report, key_name);
	report_columns(report, COUNTED(history_columns));
	if (set.windowed) {
		report_column(report, slice_from(measure_name(RFM_FREQUENCY, name)));
		report_column(report, slice_from(measure_name(RFM_MONETARY, name)));
	}
	if (set.margin)
		report_column(report, slice_from("profit"));
	if (!set.histories_only)
		report_columns(report, COUNTED(score_columns));
	if (set.weighted)
		report_column(report, slice_from("rfm_score"));
	if (set.previous) {
		report_column(report, slice_from("previous_segment"));
		report_column(report, slice_from("moved"));
	}
}

static void
report_history(struct report *report, struct group *customer)
{
	const struct history *history = group_kept(customer);
	int64_t recency = customer_measure(customer, RFM_RECENCY);
	money aov;

	report_text(report, group_key(customer));
	report_day(report, history->orders ? history->first : DAY_NONE);
	report_day(report, history->orders ? history->last : DAY_NONE);
	recency == RFM_NONE ? report_empty(report) : report_integer(report, recency);
	report_integer(report, history->orders);
	report_money(report, customer_money(customer, history->spent));
	history_aov(history, &aov) ? report_money(report, aov) : report_empty(report);
	if (set.windowed) {
		report_integer(report, customer_measure(customer, RFM_FREQUENCY));
		report_money(report, customer_measure(customer, RFM_MONETARY));
	}
	if (set.margin)
		report_profit(report, customer_profit(customer));
}

static void
report_weighted(struct report *report, const uint8_t *score)
{
	int64_t sum = 0, weights = 0;

	for (int m = 0; m < RFM_MEASURES; m++) {
		sum += set.weight[m] * score[m];
		weights += set.weight[m];
	}
	report_ratio(report, sum, weights);
}

static void
report_scores(struct report *report, const struct customers *all, size_t i)
{
	const uint8_t *given = all->score[i];
	const unsigned score[RFM_MEASURES] = { given[0], given[1], given[2] };
	char text[RFM_TEXT];

	for (int m = 0; m < RFM_MEASURES; m++)
		report_integer(report, given[m]);
	report_text(report, slice_of(text, rfm_print(set.bins, score, text)));
	report_text(report, customer_segment(all, i));
	if (set.weighted)
		report_weighted(report, given);
}

static void
report_movement(struct report *report, struct slice before, struct slice now)
{
	report_text(report, before);
	report_string(report, !before.length ? "new" : slice_equal(before, now) ? "no" : "yes");
}

struct result {
	const struct customers *all;
	struct previous        *previous;
};

static void
report_customer(struct report *report, const void *context, size_t i)
{
	const struct result *result = context;
	const struct customers *all = result->all;

	groups_ahead(all->customer, i, all->count);
	report_history(report, all->customer[i]);
	if (all->score)
		report_scores(report, all, i);
	if (result->previous)
		report_movement(report,
			previous_segment(result->previous, group_key(all->customer[i])),
			customer_segment(all, i));
	report_end(report);
}

/* Sums may be too large; who was asked for among those before is noted. */
static bool
comes_in_turn(const void *context, size_t i)
{
	const struct result *result = context;
	const struct history *history = group_kept(result->all->customer[i]);
	money amount;

	return result->previous || set.margin || !money_from_sum(history->spent, &amount) ||
		(set.windowed && !money_from_sum(history->recent_spent, &amount));
}

void
report_customers(struct report *report, const struct customers *all, struct previous *previous)
{
	struct result result = { all, previous };

	report_rows(report, all->count,
		&(struct report_rows){ report_customer, comes_in_turn, &result });
	report_finish(report);
}
