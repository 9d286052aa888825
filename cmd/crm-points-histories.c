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
#include "crm/point_packed.h"
#include "table/groups.h"
#include "table/sorter.h"
#include "value/hash.h"

#define MANY 64     /* records taken at once */

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
	buffer_add(identity, event->more->line);
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
event_claims(struct slice record, struct point_event *event, struct point_more *more)
{
	point_event_unpack(record, event, more);
	return point_event_has_line(event);
}

/* The identity of a record, if it has one, is claimed by its customer. */
static void
claim(struct histories *histories, struct sorter *claimed, struct slice record,
	struct slice customer)
{
	struct point_event event;
	struct point_more more;

	if (record_is_state(record) ? state_claims(record, &event, &more)
				    : event_claims(record, &event, &more))
		sorted(sorter_add(claimed, identity_of(histories, &event), customer));
}

/* Looks through all histories. */
static void
look_through(struct histories *histories)
{
	struct sorter *claimed = sorter_new(SORTER_MEMORY);
	struct slice   customer, record[MANY];
	size_t         n;

	histories->contested = groups_new(&(struct groups_spec){ .kept = 0 });
	histories->seed = hash_seed_draw();
	while (gather_key(histories->gather, &customer)) {
		while ((n = gather_records(histories->gather, record, MANY)) > 0)
			for (size_t i = 0; i < n; i++)
				claim(histories, claimed, record[i], customer);
	}
	gather_again(histories->gather);
	find_contested(histories, claimed);
}

/* Whether there is any identity that several customers claim. */
static bool
has_contested(const struct histories *histories)
{
	return histories->contested && groups_count(histories->contested);
}

static bool
is_contested(struct histories *histories, struct slice record)
{
	struct point_event event;
	struct point_more more;
	struct slice identity;

	if (!event_claims(record, &event, &more))
		return false;
	identity = identity_of(histories, &event);
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

/* The points for who the customer at hand brought, one after the other; NULL. */
static const struct referral *
referral_of_customer(struct histories *histories)
{
	const struct referral *referral = referral_next(histories);
	struct slice customer = slice_of(histories->key.data, histories->key.length);

	if (!referral || !slice_equal(referral->referrer, customer))
		return NULL;
	histories->referral++;
	return referral;
}

bool
histories_next(struct histories *histories, struct slice *customer)
{
	const struct referral *referral;
	struct slice next;

	/* Not before: the rows of the customer at hand lie where they are until then. */
	if (histories->has_rows)
		rows_next(histories);
	while (referral_of_customer(histories))
		;
	referral = referral_next(histories);
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

static struct point_event
event_of_referral(
	const struct histories *histories, const struct referral *referral, struct point_more *more)
{
	struct point_event event = { .at = (moment)referral->day * DAY_SECONDS,
		.kind = POINT_ACTIVITY,
		.has_points = true,
		.points = histories->book[referral->set]->rules.rule[referral->rule].points,
		.document = referral->customer,
		.operand = OPERAND_REFERRAL,
		.more = more };

	*more = point_more_none;
	more->fits[referral->set] = UINT64_C(1) << referral->rule;
	return event;
}

/* Some of the customer's rows; 0 when all were given. */
static size_t
some_rows(struct histories *histories, struct slice record[MANY])
{
	return histories->has_rows ? gather_records(histories->gather, record, MANY) : 0;
}

void
histories_fill(struct histories *histories, struct ledger *const ledger[2])
{
	bool contested = has_contested(histories);
	const struct referral *referral;
	struct slice record[MANY];
	size_t n;

	while ((n = some_rows(histories, record)) > 0) {
		for (size_t i = 0; i < n; i++) {
			bool conflict;

			if (record_is_state(record[i])) {
				state_restore(record[i], ledger[0]);
				continue;
			}
			conflict = contested && is_contested(histories, record[i]);
			ledger_add_record(ledger[0], record[i], conflict);
			if (ledger[1])
				ledger_add_record(ledger[1], record[i], conflict);
		}
	}
	while ((referral = referral_of_customer(histories)) != NULL) {
		struct point_more  more;
		struct point_event event = event_of_referral(histories, referral, &more);

		ledger_add(ledger[referral->set], &event, false);
	}
}

/* --- histories that are played elsewhere --- */

enum { PACKED_STATE, PACKED_EVENT, PACKED_CONFLICT, PACKED_REFERRAL };

/* Of one record, before its bytes. */
struct packed_head {
	uint32_t length;
	uint16_t what;
	uint16_t which;     /* REFERRAL: of which rule file */
};

static void
pack_record(struct buffer *packed, struct slice record, int what, unsigned which)
{
	struct packed_head head = { (uint32_t)record.length, (uint16_t)what, (uint16_t)which };

	buffer_add(packed, slice_of((const char *)&head, sizeof head));
	buffer_add(packed, record);
}

void
histories_pack(struct histories *histories, struct buffer *packed)
{
	bool contested = has_contested(histories);
	const struct referral *referral;
	struct slice record[MANY];
	struct buffer bytes;
	size_t n;

	while ((n = some_rows(histories, record)) > 0) {
		for (size_t i = 0; i < n; i++) {
			int what = PACKED_STATE;

			if (!record_is_state(record[i]))
				what = contested && is_contested(histories, record[i])
					? PACKED_CONFLICT
					: PACKED_EVENT;
			pack_record(packed, record[i], what, 0);
		}
	}
	buffer_init(&bytes);
	while ((referral = referral_of_customer(histories)) != NULL) {
		struct point_more  more;
		struct point_event event = event_of_referral(histories, referral, &more);

		buffer_clear(&bytes);
		point_event_pack(&event, &bytes);
		pack_record(
			packed, slice_of(bytes.data, bytes.length), PACKED_REFERRAL, referral->set);
	}
	buffer_release(&bytes);
}

void
history_fill(struct slice packed, struct ledger *ledger, unsigned which)
{
	while (packed.length) {
		struct packed_head head;
		struct slice record;

		memcpy(&head, packed.data, sizeof head);
		record = slice_of(packed.data + sizeof head, head.length);
		packed = slice_of(
			record.data + record.length, packed.length - sizeof head - record.length);
		if (head.what == PACKED_STATE) {
			state_restore(record, ledger);
		} else if (head.what != PACKED_REFERRAL || head.which == which) {
			ledger_add_record(ledger, record, head.what == PACKED_CONFLICT);
		}
	}
}

void
histories_again(struct histories *histories)
{
	gather_again(histories->gather);
	histories->referral = 0;
	histories->has_rows = false;
	histories->more = true;
	buffer_clear(&histories->key);
	rows_next(histories);
}
