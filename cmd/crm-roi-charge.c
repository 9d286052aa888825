/*
 * The costs of crm-roi on the groups: their pieces are counted, what no piece bears is
 * settled, the rest is laid on those it was spent for.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "crm-roi.h"
#include "run/summary.h"
#include "value/memory.h"

/* A group's keys, of which those of the expenses. */
static void
expense_key(const struct costs *costs, struct slice key, struct slice result[EXPENSE_KEYS])
{
	struct slice value[KEYS_MOST] = { SLICE_EMPTY }, rest = key;

	for (size_t i = 0; i < keys.count; i++)
		rest = slice_cut(rest, '\0', &value[i]);
	for (size_t i = 0; i < costs->expenses.keys; i++)
		result[i] = value[costs->key[i]];
}

static void
count_pieces(struct costs *costs, struct fold *fold)
{
	size_t count;
	struct group **group = fold_groups(fold, &count);

	for (size_t i = 0; i < count; i++) {
		const struct campaign *campaign = group_kept(group[i]);
		struct slice key[EXPENSE_KEYS];

		if (!campaign->pieces)
			continue;
		expense_key(costs, group_key(group[i]), key);
		expenses_count(&costs->expenses, key, campaign->pieces);
	}
	free(group);
}

/*
 * Pieces that only the costs know of; the most exact say so first. What then names
 * nothing that was sent stands alone.
 */
static void
settle(struct costs *costs, struct fold *fold)
{
	int64_t other = 0, alone = 0;
	bool any_pieces = false;

	for (size_t i = 0; i < costs->expenses.count; i++) {
		struct expense *expense = &costs->expenses.expense[i];
		struct slice key[EXPENSE_KEYS];

		other += expense->sent >= 0 && expense->pieces > 0 &&
			expense->sent != expense->pieces;
		if (expense->sent <= 0 || expense->pieces > 0)
			continue;
		((struct campaign *)group_kept(fold_group(fold, expense->own)))->pieces +=
			expense->sent;
		expense_key(costs, expense->own, key);
		expenses_count(&costs->expenses, key, expense->sent);
	}
	for (size_t i = 0; i < costs->expenses.count; i++) {
		struct expense *expense = &costs->expenses.expense[i];

		any_pieces = any_pieces || expense->pieces > 0;
		if (expense->pieces > 0 || (!expense->fixed && !expense->unit))
			continue;
		((struct campaign *)group_kept(fold_group(fold, expense->own)))->cost +=
			expense->fixed;
		alone++;
	}
	if (other)
		summary_line(true,
			"--costs %" PRId64 " row%s: sent is not the pieces known otherwise", other,
			other == 1 ? "" : "s");
	if (alone)
		summary_line(any_pieces,
			"--costs %" PRId64
			" row%s: the codes have no pieces, the cost stands alone",
			alone, alone == 1 ? "" : "s");
}

struct responders {
	struct fold   *fold;
	struct group **group;
};

static int64_t
count_responders(void *context, const size_t id[], size_t ids)
{
	const struct responders *all = context;
	struct group **group = memory_zeroed(ids, sizeof *group);
	struct campaign sum = { .pieces = 0 };

	for (size_t i = 0; i < ids; i++)
		group[i] = all->group[id[i]];
	counts_together(all->fold, group, ids, &sum);
	free(group);
	return sum.count[COUNT_RESPONDERS];
}

void
costs_charge(struct costs *costs, struct fold *fold)
{
	struct responders all = { .fold = fold };
	const struct expense *wrong;
	size_t count;

	count_pieces(costs, fold);
	settle(costs, fold);
	all.group = fold_groups(fold, &count);
	for (size_t i = 0; i < count; i++) {
		struct slice key[EXPENSE_KEYS];

		expense_key(costs, group_key(all.group[i]), key);
		expenses_link(&costs->expenses, key, group_kept(all.group[i]), i);
	}
	wrong = expenses_charge(&costs->expenses, count_responders, &all);
	if (wrong)
		fail(EXIT_DATA, "%s:%" PRIu64 ": column \"response_cost\": too large a sum",
			costs->path, wrong->line);
	free(all.group);
}
