/*
 * The arms of crm-roi --control, by intention to treat: each customer who was put into a cell
 * is a head of it, with all orders from the day of his first contact there until the window
 * closes, whatever code they give. What is attributed to whom does not matter here.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "crm-roi.h"
#include "crm/trial.h"
#include "run/summary.h"
#include "value/memory.h"

/* A customer in a cell. */
struct assigned {
	struct slice key;
	day          from, until;
	money_sum    spent, earned;
	int64_t      orders;
};

/* A number of an order, of the assigned[of]. */
struct numbered {
	size_t       of;
	struct slice id;
};

struct trial {
	struct fold     *arms;         /* struct trial_arm, by the keys of a row */
	struct assigned *assigned;
	size_t           count, capacity;
	struct numbered *number;
	size_t           numbers, number_capacity;
	struct arena     texts;
	int64_t          open;         /* heads whose window is not over */
};

struct trial *
trial_new(void)
{
	struct trial *trial = memory_zeroed(1, sizeof *trial);

	trial->arms = fold_new(&(struct fold_spec){ .kept = sizeof(struct trial_arm) });
	arena_init(&trial->texts);
	return trial;
}

void
trial_free(struct trial *trial)
{
	fold_free(trial->arms);
	free(trial->assigned);
	free(trial->number);
	arena_release(&trial->texts);
	free(trial);
}

void
trial_assign(struct trial *trial, const struct happening *contact)
{
	struct slice key = keys_of_row(contact->keys);

	if (!contact->cell.length)
		return;
	for (size_t i = 0; i < trial->count; i++)
		if (slice_equal(trial->assigned[i].key, key))
			return;
	MEMORY_GROW(trial->assigned, trial->capacity, trial->count + 1);
	trial->assigned[trial->count++] = (struct assigned){ .key = arena_copy(&trial->texts, key),
		.from = contact->on,
		.until = day_plus(contact->on, set.window) };
}

void
trial_order(struct trial *trial, const struct happening *order)
{
	for (size_t i = 0; i < trial->count; i++) {
		struct assigned *head = &trial->assigned[i];

		if (order->on < head->from || order->on > head->until)
			continue;
		head->spent += order->amount;
		head->earned += order->margin;
		if (!order->brings)
			continue;
		if (!order->id.length) {
			head->orders++;
			continue;
		}
		MEMORY_GROW(trial->number, trial->number_capacity, trial->numbers + 1);
		trial->number[trial->numbers++] =
			(struct numbered){ i, arena_copy(&trial->texts, order->id) };
	}
}

static int
by_number(const void *a, const void *b)
{
	const struct numbered *x = a, *y = b;

	return x->of != y->of ? (x->of < y->of ? -1 : 1) : slice_compare(x->id, y->id);
}

/* The different numbers among them, each said to the one it is of. */
static void
count_numbers(struct trial *trial)
{
	if (trial->numbers)
		qsort(trial->number, trial->numbers, sizeof *trial->number, by_number);
	for (size_t i = 0; i < trial->numbers; i++)
		if (!i || by_number(&trial->number[i], &trial->number[i - 1]) != 0)
			trial->assigned[trial->number[i].of].orders++;
}

void
trial_done(struct trial *trial)
{
	count_numbers(trial);
	for (size_t i = 0; i < trial->count; i++) {
		const struct assigned *head = &trial->assigned[i];
		struct trial_arm *arm = group_kept(fold_group(trial->arms, head->key));
		money spent, earned;

		trial->open += head->until > run_as_of();
		if (!money_from_sum(head->spent, &spent) ||
			!money_from_sum(head->earned, &earned) ||
			!trial_head(arm, head->orders, spent, earned))
			fail(EXIT_DATA, "--control: the revenue of a cell grows too large");
	}
	trial->count = trial->numbers = 0;
	arena_clear(&trial->texts);
}

struct group **
trial_arms(struct trial *trial, size_t *count)
{
	if (trial->open)
		summary_line(true,
			"--control: the window of %" PRId64 " customer%s is not over yet",
			trial->open, trial->open == 1 ? "" : "s");
	return fold_groups(trial->arms, count);
}
