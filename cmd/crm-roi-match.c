/*
 * The orders of a customer of crm-roi: each goes to the group of its code, or, where it is
 * matched, to those of the contacts that have a claim to it.
 */
#include <stdlib.h>

#include "crm-roi-walk.h"

/* Where the keys of an order that is matched come from: its own row, or the contact. */
static bool
is_lent(size_t i)
{
	const struct key *key = &keys.key[i];

	return key->kind == KEY_CODE || key->kind == KEY_PART ||
		(key->kind == KEY_COLUMN && order_plan.field[i] < 0 && contact_plan.field[i] >= 0);
}

/* `contact` is the key of the contact's group; without data there is none. */
static struct slice
matched_key(struct walk *walk, struct slice order, struct slice contact)
{
	struct slice value[KEYS_MOST], own, lent;

	if (!keys.count)
		return slice_of("", 0);
	for (size_t i = 0; i < keys.count; i++) {
		order = slice_cut(order, '\0', &own);
		contact = slice_cut(contact, '\0', &lent);
		value[i] = is_lent(i) ? lent : own;
	}
	return fold_key(&walk->scratch, value, keys.count);
}

/* What an order is to one group that has a share in it. */
struct part {
	struct slice keys;
	struct slice id;
	money        amount, margin;
	uint32_t     bits;
};

static void
add_part(struct walk *walk, const struct happening *order, const struct part *part)
{
	struct group *group = fold_group(walk->fold, part->keys);
	struct campaign *campaign = group_kept(group);
	struct fold_member person, number;

	campaign->revenue += part->amount;
	campaign->margin += part->margin;
	if (!order->brings)
		return;
	number = counts_member(walk->fold, group, MEMBER_ORDER, part->id, wanted.orders);
	count_order(campaign, &number, part->bits, 1);
	person = counts_member(walk->fold, group, MEMBER_PERSON, walk->customer, wanted.people);
	count_person(&person, COUNTED(COUNT_BUYERS) | COUNTED(COUNT_RESPONDERS), order->on);
	walk_answer(walk, part->keys, order->on);
}

/* No field holds a NUL, so this is nobody's number. */
static struct slice
number_for(struct walk *walk)
{
	struct {
		char mark;
		unsigned char of[sizeof walk->unnumbered];
	} id = { '\0', { 0 } };

	walk->unnumbered++;
	memcpy(id.of, &walk->unnumbered, sizeof id.of);
	return arena_copy(&walk->scratch, slice_of((const char *)&id, sizeof id));
}

static void
make_room(struct walk *walk)
{
	size_t n = walk->touches;

	if (n <= walk->room)
		return;
	walk->room = n * 2;
	walk->claim = memory_resize(walk->claim, walk->room, sizeof *walk->claim);
	walk->weight = memory_resize(walk->weight, walk->room, sizeof *walk->weight);
	walk->share = memory_resize(walk->share, walk->room, sizeof *walk->share);
	walk->margin = memory_resize(walk->margin, walk->room, sizeof *walk->margin);
	walk->claimant = memory_resize(walk->claimant, walk->room, sizeof *walk->claimant);
}

/*
 * What contacts of the same keys have of the order goes to one group: it is added up first, so
 * that an order costs no more groups than there are, however many contacts share it.
 */
static size_t
gather_claimants(struct walk *walk, size_t claims)
{
	size_t claimants = 0;

	walk->orders++;
	for (size_t i = 0; i < claims; i++) {
		struct lender *lender = walk->met[walk->touch[walk->claim[i]].place].lender;

		if (lender->order != walk->orders) {
			lender->order = walk->orders;
			lender->amount = lender->margin = 0;
			walk->claimant[claimants++] = lender;
		}
		lender->amount += walk->share[i];
		lender->margin += walk->margin[i];
	}
	return claimants;
}

static void
match(struct walk *walk, const struct happening *order, struct part part)
{
	size_t claims = 0, claimants;

	make_room(walk);
	if (walk->customer.length && order->on != DAY_NONE && walk->touches)
		claims = credit_claims(
			&set.credit, walk->touch, walk->touches, order->on, walk->claim);
	if (!claims) {
		/* The code that it may give does not count. */
		if (set.match == MATCH_BACK)
			part.keys = matched_key(walk, order->keys, SLICE_EMPTY);
		add_part(walk, order, &part);
		return;
	}
	credit_divide(&set.credit, walk->touch, walk->claim, claims, order->amount, walk->weight,
		walk->share);
	credit_divide(&set.credit, walk->touch, walk->claim, claims, order->margin, walk->weight,
		walk->margin);
	part.bits |= COUNTED(COUNT_MATCHED);
	if (claims > 1 && !part.id.length && order->brings && wanted.orders)
		part.id = number_for(walk);
	claimants = gather_claimants(walk, claims);
	for (size_t i = 0; i < claimants; i++) {
		const struct lender *lender = walk->claimant[i];

		part.keys = matched_key(walk, order->keys, lender->keys);
		part.amount = lender->amount;
		part.margin = lender->margin;
		add_part(walk, order, &part);
	}
}

void
walk_order(struct walk *walk, const struct happening *order)
{
	struct part part = { .keys = order->keys,
		.id = order->id,
		.amount = order->amount,
		.margin = order->margin,
		.bits = COUNTED(COUNT_ORDERS) };

	arena_clear(&walk->scratch);
	walk->revenue += order->amount;
	if (order->valid)
		part.bits |= COUNTED(COUNT_VALID);
	if (order->coded && set.match != MATCH_BACK)
		part.bits |= COUNTED(COUNT_CODED);
	if (set.match == MATCH_CODE || part.bits & COUNTED(COUNT_CODED))
		add_part(walk, order, &part);
	else
		match(walk, order, part);
	if (walk->trial && walk->customer.length)
		trial_order(walk->trial, order);
}
