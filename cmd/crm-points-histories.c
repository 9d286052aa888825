/*
 * Each customer's events together, in the order of the customers' keys: those of the rows,
 * and the points for who they brought.
 *
 * Rows that are known by their document and line may be in conflict with rows of another
 * customer. Where lines are bound, all histories are therefore looked through first, and
 * the identities that several customers claim are kept.
 */
#include <errno.h>
#include <stdlib.h>

#include "crm-points.h"
#include "table/groups.h"
#include "table/sorter.h"
#include "value/hash.h"

struct histories {
	struct gather             *gather;
	const struct referrals    *referrals;
	struct rule_book *const   *book;
	size_t                     referral;    /* the next one */
	struct buffer              key, next;   /* the customer at hand; of the rows, the next */
	bool                       has_rows, more;      /* rows of the customer; of any */

	/* where lines are bound */
	struct groups             *contested;   /* identities that several customers claim */
	struct hash_seed           seed;
	struct buffer              identity;
};

/* --- identities over all customers --- */

static struct slice
identity_of(struct histories *histories, const struct point_event *event)
{
	struct buffer *identity = &histories->identity;
	enum point_kind kind = event->kind == POINT_TRANSFER_OUT ? POINT_TRANSFER_IN : event->kind;
	char letter = (char)('a' + kind);

	buffer_clear(identity);
	buffer_add(identity, slice_of(&letter, 1));
	buffer_add(identity, event->document);
	buffer_add(identity, slice_of("", 1));
	buffer_add(identity, event->line);
	return slice_of(identity->data, identity->length);
}

static void
sorted(bool done)
{
	if (!done)
		fail_errno("a temporary file for sorting");
}

/* Which identities have rows of more than one customer. */
static void
find_contested(struct histories *histories, struct sorter *claims)
{
	struct slice  key, customer;
	struct buffer identity, owner;
	bool          more;

	buffer_init(&identity);
	buffer_init(&owner);
	sorted(sorter_finish(claims));
	for (;;) {
		sorted(sorter_next(claims, &key, &customer, &more));
		if (!more)
			break;
		if (identity.length && slice_equal(key, slice_of(identity.data, identity.length))) {
			if (!slice_equal(customer, slice_of(owner.data, owner.length)))
				groups_find(histories->contested, key,
					hash_bytes(key, histories->seed));
			continue;
		}
		buffer_clear(&identity);
		buffer_add(&identity, key);
		buffer_clear(&owner);
		buffer_add(&owner, customer);
	}
	buffer_release(&identity);
	buffer_release(&owner);
	sorter_free(claims);
}

static bool
event_claims(struct slice record, struct point_event *event)
{
	point_event_unpack(record, event);
	return point_event_has_line(event);
}

/* Looks through all histories. */
static void
look_through(struct histories *histories)
{
	struct sorter *claimed = sorter_new(SORTER_MEMORY);
	struct slice   customer, record;

	histories->contested = groups_new(&(struct groups_spec){ .kept = 0 });
	histories->seed = hash_seed_draw();
	while (gather_key(histories->gather, &customer)) {
		while (gather_record(histories->gather, &record)) {
			struct point_event event;
			bool claims;

			claims = record_is_state(record) ? state_claims(record, &event)
							 : event_claims(record, &event);
			if (claims)
				sorted(sorter_add(
					claimed, identity_of(histories, &event), customer));
		}
	}
	gather_again(histories->gather);
	find_contested(histories, claimed);
}

static bool
is_contested(struct histories *histories, const struct point_event *event)
{
	struct slice identity;

	if (!histories->contested || !groups_count(histories->contested) ||
		!point_event_has_line(event))
		return false;
	identity = identity_of(histories, event);
	return groups_seek(histories->contested, identity, hash_bytes(identity, histories->seed)) !=
		NULL;
}

/* The next customer that has rows goes into `next`. */
static void
rows_next(struct histories *histories)
{
	struct slice customer;

	if (histories->next.data && !histories->more)
		return;
	histories->more = gather_key(histories->gather, &customer);
	buffer_clear(&histories->next);
	if (histories->more)
		buffer_add(&histories->next, customer);
}

/* --- together --- */

struct histories *
histories_new(struct gather *gather, const struct referrals *referrals,
	struct rule_book *const book[2], bool lined)
{
	struct histories *histories = memory_zeroed(1, sizeof *histories);

	histories->gather = gather;
	histories->referrals = referrals;
	histories->book = book;
	if (lined)
		look_through(histories);
	rows_next(histories);
	return histories;
}

void
histories_free(struct histories *histories)
{
	if (histories->contested)
		groups_free(histories->contested);
	buffer_release(&histories->key);
	buffer_release(&histories->next);
	buffer_release(&histories->identity);
	free(histories);
}

static const struct referral *
referral_next(const struct histories *histories)
{
	return histories->referral < histories->referrals->count
		? &histories->referrals->referral[histories->referral]
		: NULL;
}

bool
histories_next(struct histories *histories, struct slice *customer)
{
	const struct referral *referral = referral_next(histories);
	struct slice next;

	/* Not before: the rows of the customer at hand lie where they are until then. */
	if (histories->has_rows)
		rows_next(histories);
	next = slice_of(histories->next.data, histories->next.length);
	if (!histories->more && !referral)
		return false;
	histories->has_rows = histories->more;
	if (referral && !(histories->more && slice_compare(next, referral->referrer) <= 0)) {
		histories->has_rows = false;
		next = referral->referrer;
	}
	buffer_clear(&histories->key);
	buffer_add(&histories->key, next);
	*customer = slice_of(histories->key.data, histories->key.length);
	return true;
}

static void
add_referral(struct histories *histories, struct ledger *ledger, const struct referral *referral)
{
	struct point_event event = { .at = (moment)referral->day * DAY_SECONDS,
		.kind = POINT_ACTIVITY,
		.has_points = true,
		.points = histories->book[referral->set]->rules.rule[referral->rule].points,
		.document = referral->customer,
		.operand = OPERAND_REFERRAL };

	event.fits[referral->set] = UINT64_C(1) << referral->rule;
	ledger_add(ledger, &event, false);
}

void
histories_fill(struct histories *histories, struct ledger *const ledger[2])
{
	struct slice customer = slice_of(histories->key.data, histories->key.length), record;
	const struct referral *referral;

	while (histories->has_rows && gather_record(histories->gather, &record)) {
		struct point_event event;
		bool conflict;

		if (record_is_state(record)) {
			state_restore(record, ledger[0]);
			continue;
		}
		point_event_unpack(record, &event);
		conflict = is_contested(histories, &event);
		ledger_add(ledger[0], &event, conflict);
		if (ledger[1])
			ledger_add(ledger[1], &event, conflict);
	}
	for (; (referral = referral_next(histories)) != NULL &&
		slice_equal(referral->referrer, customer);
		histories->referral++)
		add_referral(histories, ledger[referral->set], referral);
}
