/*
 * New buyers of crm-roi: those whose first order in a group is their first anywhere, in the
 * orders or in --history.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "run/summary.h"
#include "value/memory.h"

static const struct column_spec columns[] = {
	[0] = { "customer", .role = ROLE_CUSTOMER, .empty_ok = true },
	[1] = { "date", .role = ROLE_EVENT_DATE, .type = COLUMN_DAY },
	[2] = { "amount", .type = COLUMN_MONEY, .optional = true, .empty_ok = true },
};
enum { FIRST_CUSTOMER, FIRST_DATE, FIRST_AMOUNT };

struct firsts {
	struct stream *stream;       /* of --history, or NULL */
	struct fold   *fold;         /* of customers */
};

/* The first order of a customer; no order yet: since is 0. */
struct first {
	bool any;
	day  on;
};

static void
first_add(struct first *first, day ordered)
{
	if (!first->any || ordered < first->on)
		*first = (struct first){ true, ordered };
}

static bool
judge_earlier(const struct row *row)
{
	if (row_has(row, FIRST_AMOUNT) && !campaign_is_order(row_money(row, FIRST_AMOUNT)))
		return row_ignore(row, "refund");
	return true;
}

static void
add_earlier(void *kept, const struct fold_member *member, const struct row *row)
{
	(void)member;
	first_add(kept, row_day(row, FIRST_DATE));
}

struct firsts *
history_open(const char *path)
{
	struct firsts *firsts = memory_zeroed(1, sizeof *firsts);

	if (path)
		firsts->stream = stream_open_second(
			"--history", path, columns, sizeof columns / sizeof *columns, NULL);
	firsts->fold = fold_new(&(struct fold_spec){ .kept = sizeof(struct first) });
	return firsts;
}

/* What is done with each buyer of each group. */
typedef void each_buyer(struct fold *firsts, struct campaign *campaign, struct person *person,
	struct slice customer);

static void
learn_first(struct fold *firsts, struct campaign *campaign, struct person *person,
	struct slice customer)
{
	(void)campaign;
	first_add(group_kept(fold_group(firsts, customer)), person->first);
}

static void
count_new(struct fold *firsts, struct campaign *campaign, struct person *person,
	struct slice customer)
{
	const struct first *first = group_kept(fold_group(firsts, customer));

	if (person->first <= first->on)
		campaign_count(campaign, &person->bits, COUNTED(COUNT_NEW_BUYERS));
}

static void
each(struct fold *fold, struct fold *firsts, each_buyer *look)
{
	size_t count;
	struct group **group = fold_groups(fold, &count);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < fold_members(fold, group[i], MEMBER_PERSON); k++) {
			struct member *member = fold_member(fold, group[i], MEMBER_PERSON, k);
			struct person *person = member_kept(member);

			if (person->bits & COUNTED(COUNT_BUYERS))
				look(firsts, group_kept(group[i]), person, member_id(member));
		}
	}
	free(group);
}

/* From which day on orders are known: before it anybody may have ordered. */
static void
say_since(struct fold *firsts)
{
	struct first since = { false, 0 };
	size_t count, length;
	struct group **customer = fold_groups(firsts, &count);
	char text[DAY_TEXT];

	for (size_t i = 0; i < count; i++)
		first_add(&since, ((const struct first *)group_kept(customer[i]))->on);
	free(customer);
	if (!since.any)
		return;
	length = day_print(since.on, text);
	summary_line(true, "new buyers: orders are known since %.*s", (int)length, text);
}

void
history_settle(struct firsts *firsts, struct fold *fold)
{
	if (firsts->stream)
		fold_read(firsts->fold, firsts->stream,
			&(struct fold_source){ .judge = judge_earlier, .add = add_earlier });
	each(fold, firsts->fold, learn_first);
	each(fold, firsts->fold, count_new);
	say_since(firsts->fold);
	fold_free(firsts->fold);
	free(firsts);
}
