/*
 * Customers of crm-roi one after the other, each with the contacts, responses and orders known
 * of it: pieces and responses go to the groups of their codes here, orders in crm-roi-match.c.
 */
#include <stdlib.h>

#include "crm-roi-walk.h"
#include "run/gather.h"
#include "run/summary.h"

static void
walk_release(struct walk *walk)
{
	free(walk->touch);
	free(walk->met);
	free(walk->claim);
	free(walk->weight);
	free(walk->share);
	free(walk->margin);
	free(walk->claimant);
	groups_free(walk->lenders);
	groups_free(walk->rows);
	free(walk->first_twice);
	arena_release(&walk->texts);
	arena_release(&walk->scratch);
}

/* --- contacts and events --- */

static int
by_campaign(const void *a, const void *b)
{
	const struct met *x = a, *y = b;
	int order = slice_compare(x->campaign, y->campaign);

	return order ? order : slice_compare(x->cell, y->cell);
}

/* When nothing is asked of single contacts any more: their order is lost. */
static bool
in_two_cells(struct walk *walk)
{
	size_t n = 0;

	for (size_t i = 0; i < walk->mets; i++)
		if (walk->met[i].cell.length)
			walk->met[n++] = walk->met[i];
	if (n)
		qsort(walk->met, n, sizeof *walk->met, by_campaign);
	for (size_t i = 1; i < n; i++)
		if (slice_equal(walk->met[i].campaign, walk->met[i - 1].campaign) &&
			!slice_equal(walk->met[i].cell, walk->met[i - 1].cell))
			return true;
	return false;
}

static struct row_piece *
row_of(struct walk *walk, struct slice keys_here)
{
	struct slice row = keys_of_row(keys_here);

	return group_kept(groups_find(walk->rows, row, hash_bytes(row, walk->seed)));
}

static struct lender *
lender_of(struct walk *walk, struct slice keys_here)
{
	uint64_t hash = hash_bytes(keys_here, walk->seed);
	struct group *group = groups_find(walk->lenders, keys_here, hash);
	struct lender *lender = group_kept(group);

	if (!lender->row) {
		lender->keys = group_key(group);
		lender->row = row_of(walk, lender->keys);
	}
	return lender;
}

static void
meet(struct walk *walk, const struct happening *happening)
{
	struct met met = { lender_of(walk, happening->keys),
		arena_copy(&walk->texts, happening->campaign),
		arena_copy(&walk->texts, happening->cell) };
	day reach;

	MEMORY_GROW(walk->met, walk->met_capacity, walk->mets + 1);
	walk->met[walk->mets++] = met;
	if (happening->contact != CONTACT_PIECE)
		return;
	if (happening->on == DAY_NONE) {
		walk->seen.undated++;
		return;
	}
	reach = happening->until;
	if (walk->touches && walk->touch[walk->touches - 1].reach > reach)
		reach = walk->touch[walk->touches - 1].reach;
	MEMORY_GROW(walk->touch, walk->touch_capacity, walk->touches + 1);
	walk->touch[walk->touches++] =
		(struct touch){ happening->on, happening->until, reach, walk->mets - 1 };
}

static uint32_t
bits_of_event(enum contact contact)
{
	uint32_t bits = contact_is_response(contact) ? COUNTED(COUNT_RESPONDERS) : 0;

	if (contact == CONTACT_INVITED)
		bits |= COUNTED(COUNT_INVITED);
	if (contact == CONTACT_REGISTERED)
		bits |= COUNTED(COUNT_REGISTERED);
	if (contact == CONTACT_ATTENDED)
		bits |= COUNTED(COUNT_ATTENDED);
	return bits;
}

static void
take_contact(struct walk *walk, const struct happening *happening)
{
	struct group *group;
	struct campaign *campaign;
	struct fold_member person;
	uint32_t bits = bits_of_event(happening->contact);

	walk->seen.rows[happening->contact]++;
	if (happening->kind == HAPPENED_CONTACT && walk->customer.length) {
		meet(walk, happening);
		if (walk->trial)
			trial_assign(walk->trial, happening);
	}
	if (happening->contact == CONTACT_WITHHELD)
		return;
	group = fold_group(walk->fold, happening->keys);
	campaign = group_kept(group);
	campaign->pieces += happening->contact == CONTACT_PIECE;
	campaign->delivered += happening->contact == CONTACT_DELIVERED;
	if (contact_is_response(happening->contact)) {
		campaign->responses++;
		campaign->valid_responses += happening->valid;
	}
	if (bits & COUNTED(COUNT_RESPONDERS))
		walk_answer(walk, happening->keys, happening->on);
	if (!bits || !wanted.people_kept)
		return;
	person = counts_member(walk->fold, group, MEMBER_PERSON, walk->customer, true);
	count_person(&person, bits, DAY_NONE);
}

static void
say_two_cells(const struct walk *walk)
{
	if (walk->twice)
		summary_line(true,
			"--contacts %lld customer%s in two cells of one campaign, counted in "
			"each; the first: %s",
			(long long)walk->twice, walk->twice == 1 ? "" : "s", walk->first_twice);
}

/* --- the walk --- */

/* The latest pieces of rows are looked for from the first piece on. */
static void
walk_sweep(struct walk *walk)
{
	walk->sweep++;
	walk->swept = 0;
	walk->swept_to = DAY_NONE;
}

/*
 * The latest piece of the same row of the result; responses are told after all contacts, those
 * of a kind by their days, so that a sweep serves all of them.
 */
void
walk_answer(struct walk *walk, struct slice keys_here, day on)
{
	struct row_piece *row;

	if (!walk->curve || !walk->customer.length || on == DAY_NONE)
		return;
	if (walk->swept_to == DAY_NONE || on < walk->swept_to)
		walk_sweep(walk);
	for (; walk->swept < walk->touches && walk->touch[walk->swept].on <= on; walk->swept++) {
		const struct touch *piece = &walk->touch[walk->swept];

		*walk->met[piece->place].lender->row = (struct row_piece){ walk->sweep, piece->on };
	}
	walk->swept_to = on;
	row = row_of(walk, keys_here);
	curve_answer(walk->curve, keys_of_row(keys_here),
		row->sweep == walk->sweep ? row->on : DAY_NONE, on);
}

static void
forget_customer(struct walk *walk)
{
	if (in_two_cells(walk) && !walk->twice++)
		walk->first_twice = memory_string(walk->customer);
	walk->touches = walk->mets = 0;
	walk_sweep(walk);
	arena_clear(&walk->texts);
}

static void
walk_customer(struct walk *walk, struct gather *gather)
{
	struct slice record;

	while (gather_record(gather, &record)) {
		struct happening happening = happening_unpack(record);

		if (happening.kind == HAPPENED_ORDER)
			walk_order(walk, &happening);
		else
			take_contact(walk, &happening);
	}
	if (walk->trial)
		trial_done(walk->trial);
	if (walk->curve)
		curve_done(walk->curve);
	forget_customer(walk);
}

struct seen
journeys_read(struct fold *fold, const struct contacts *contacts, struct stream *orders,
	struct trial *trial, struct curve *curve, __int128 *revenue)
{
	struct walk walk = { .fold = fold, .trial = trial, .curve = curve };
	struct gather *gather = gather_new();
	struct slice customer;

	walk.lenders = groups_new(&(struct groups_spec){ .kept = sizeof(struct lender) });
	walk.rows = groups_new(&(struct groups_spec){ .kept = sizeof(struct row_piece) });
	walk.seed = hash_seed_draw();
	walk_sweep(&walk);
	arena_init(&walk.texts);
	arena_init(&walk.scratch);
	contacts_gather(contacts, gather);
	if (orders)
		orders_gather(orders, gather);
	while (gather_key(gather, &customer)) {
		walk.customer = customer;
		walk_customer(&walk, gather);
	}
	say_two_cells(&walk);
	*revenue += walk.revenue;
	gather_free(gather);
	walk_release(&walk);
	return walk.seen;
}
