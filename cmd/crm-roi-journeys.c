/*
 * Customers one after the other, each with the contacts, responses and orders known of it:
 * pieces and responses go to the groups of their codes, and orders, where they are matched, to
 * those of the contacts that have a claim to them.
 */
#include <stdlib.h>

#include "crm-roi.h"
#include "run/gather.h"
#include "run/summary.h"
#include "value/memory.h"

/* What is known of a contact that may claim orders, or of one that was withheld. */
struct met {
	struct slice keys, campaign, cell;
};

struct walk {
	struct fold  *fold;
	struct trial *trial;
	struct seen   seen;
	__int128      revenue;
	struct slice  customer;

	/* Of the customer at hand, in the order of their days. */
	struct touch *touch;
	struct met   *met;
	size_t        touches, touch_capacity, mets, met_capacity;
	struct met   *campaign;          /* each campaign once, with the first cell */
	size_t        campaigns, campaign_capacity;
	bool          in_two;            /* cells of one */
	struct arena  texts;
	struct arena  scratch;           /* of the order at hand */

	size_t       *claim;
	int64_t      *weight;
	money        *share, *margin;
	size_t        room;

	uint64_t      unnumbered;        /* orders that are shared and have no number */
	int64_t       twice;             /* customers in two cells of a campaign */
	char         *first_twice;
};

static void
walk_release(struct walk *walk)
{
	free(walk->touch);
	free(walk->met);
	free(walk->campaign);
	free(walk->claim);
	free(walk->weight);
	free(walk->share);
	free(walk->margin);
	free(walk->first_twice);
	arena_release(&walk->texts);
	arena_release(&walk->scratch);
}

/* --- contacts and events --- */

static void
meet_cell(struct walk *walk, const struct met *met)
{
	if (!met->cell.length)
		return;
	for (size_t i = 0; i < walk->campaigns; i++) {
		if (!slice_equal(walk->campaign[i].campaign, met->campaign))
			continue;
		if (slice_equal(walk->campaign[i].cell, met->cell) || walk->in_two)
			return;
		walk->in_two = true;
		if (!walk->twice++)
			walk->first_twice = memory_string(walk->customer);
		return;
	}
	MEMORY_GROW(walk->campaign, walk->campaign_capacity, walk->campaigns + 1);
	walk->campaign[walk->campaigns++] = *met;
}

static void
meet(struct walk *walk, const struct happening *happening)
{
	struct met met = { arena_copy(&walk->texts, happening->keys),
		arena_copy(&walk->texts, happening->campaign),
		arena_copy(&walk->texts, happening->cell) };

	MEMORY_GROW(walk->met, walk->met_capacity, walk->mets + 1);
	walk->met[walk->mets++] = met;
	meet_cell(walk, &met);
	if (happening->contact != CONTACT_PIECE)
		return;
	if (happening->on == DAY_NONE) {
		walk->seen.undated++;
		return;
	}
	MEMORY_GROW(walk->touch, walk->touch_capacity, walk->touches + 1);
	walk->touch[walk->touches++] =
		(struct touch){ happening->on, happening->until, walk->mets - 1 };
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

/* --- orders --- */

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
	count_order(campaign, &number, part->bits);
	person = counts_member(walk->fold, group, MEMBER_PERSON, walk->customer, wanted.people);
	count_person(&person, COUNTED(COUNT_BUYERS) | COUNTED(COUNT_RESPONDERS), order->on);
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
}

static void
match(struct walk *walk, const struct happening *order, struct part part)
{
	size_t claims = 0;

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
	for (size_t i = 0; i < claims; i++) {
		const struct met *met = &walk->met[walk->touch[walk->claim[i]].place];

		part.keys = matched_key(walk, order->keys, met->keys);
		part.amount = walk->share[i];
		part.margin = walk->margin[i];
		add_part(walk, order, &part);
	}
}

static void
take_order(struct walk *walk, const struct happening *order)
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

/* --- the walk --- */

static void
forget_customer(struct walk *walk)
{
	walk->touches = walk->mets = walk->campaigns = 0;
	walk->in_two = false;
	arena_clear(&walk->texts);
}

static void
walk_customer(struct walk *walk, struct gather *gather)
{
	struct slice record;

	while (gather_record(gather, &record)) {
		struct happening happening = happening_unpack(record);

		if (happening.kind == HAPPENED_ORDER)
			take_order(walk, &happening);
		else
			take_contact(walk, &happening);
	}
	if (walk->trial)
		trial_done(walk->trial);
	forget_customer(walk);
}

struct seen
journeys_read(struct fold *fold, const struct contacts *contacts, struct stream *orders,
	struct trial *trial, __int128 *revenue)
{
	struct walk walk = { .fold = fold, .trial = trial };
	struct gather *gather = gather_new();
	struct slice customer;

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
