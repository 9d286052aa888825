/*
 * The terms of crm-points as one number: a state made under others is refused.
 */
#include "crm-points-state.h"

#include "value/number.h"

/* FNV-1a, 64 bits (Fowler, Noll and Vo): pinned, because it stands in files. */
static uint64_t
digest(struct slice text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < text.length; i++)
		hash = (hash ^ (unsigned char)text.data[i]) * UINT64_C(1099511628211);
	return hash;
}

static void
say_numbers(struct buffer *said, const int64_t *number, size_t numbers)
{
	char text[NUMBER_TEXT];

	for (size_t i = 0; i < numbers; i++) {
		buffer_add(said, slice_of(text, integer_print(number[i], text)));
		buffer_add(said, slice_from(";"));
	}
}
#define SAY(said, ...) \
	say_numbers(said, (const int64_t[]){ __VA_ARGS__ }, \
		sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))

static void
say_expiry(struct buffer *said, struct expiry expiry)
{
	SAY(said, expiry.form, expiry.years, expiry.span.months, expiry.span.days);
}

static void
say_tables(struct buffer *said, const struct ledger_terms *terms)
{
	const struct tiers *tiers = &terms->tiers.tiers;

	for (size_t i = 0; i < tiers->count; i++) {
		const struct tier *tier = &tiers->tier[i];

		buffer_add(said, tier->name);
		SAY(said, tier->minimum[0], tier->minimum[1], tier->minimum[2], tier->multiplier);
	}
	for (size_t i = 0; terms->catalogue && i < terms->catalogue->names.count; i++) {
		const struct item *item = &terms->catalogue->item[i];

		buffer_add(said, terms->catalogue->names.name[i]);
		SAY(said, item->points, item->from, item->to, item->min_tier);
		if (item->stock != STOCK_UNLIMITED) {
			/* No name has a NUL. */
			buffer_add(said, slice_of("", 1));
			SAY(said, item->stock);
		}
	}
}

uint64_t
terms_digest(const struct ledger_terms *terms, const struct rule_book *book)
{
	struct buffer said;
	uint64_t hash;

	buffer_init(&said);
	say_expiry(&said, terms->expiry);
	SAY(&said, terms->pending.months, terms->pending.days, terms->stacking,
		terms->earn_on_points, terms->rounding, terms->round_lines, terms->cap_day,
		terms->cap_month, terms->negative, terms->restore_fresh, terms->tiers.window,
		terms->tiers.downgrade, terms->tiers.keeps, terms->tiers.keep.months,
		terms->tiers.keep.days, terms->tiers.tiers.all, set.members_only);
	say_tables(&said, terms);
	buffer_add(&said, slice_of(book->said.data, book->said.length));
	hash = digest(slice_of(said.data, said.length));
	buffer_release(&said);
	return hash;
}
