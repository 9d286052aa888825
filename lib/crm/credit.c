#include "crm/credit.h"

#include <assert.h>
#include <math.h>

#define DECAY       "decay:"
#define WEIGHT_BITS 40       /* of the latest contact's weight: below 2^-40 there is no share */

bool
credit_parse(struct slice text, struct credit *credit)
{
	static const char *const way[] = {
		[CREDIT_LAST] = "last", [CREDIT_FIRST] = "first", [CREDIT_LINEAR] = "linear"
	};
	const size_t mark = sizeof DECAY - 1;
	struct span span;

	for (int i = CREDIT_LAST; i <= CREDIT_LINEAR; i++) {
		if (slice_is(text, way[i])) {
			*credit = (struct credit){ .way = (enum credit_way)i };
			return true;
		}
	}
	if (text.length <= mark || memcmp(text.data, DECAY, mark) != 0 ||
		!span_parse(slice_of(text.data + mark, text.length - mark), &span) || span.months ||
		span.days < 1)
		return false;
	*credit = (struct credit){ .way = CREDIT_DECAY, .half_life = span.days };
	return true;
}

size_t
credit_before(const struct touch touch[], size_t touches, day on)
{
	size_t low = 0, high = touches;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (touch[middle].on <= on)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* None before this one lasts until then. */
static size_t
first_in_reach(const struct touch touch[], size_t touches, day ordered)
{
	size_t low = 0, high = touches;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (touch[middle].reach < ordered)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
credit_claims(const struct credit *credit, const struct touch touch[], size_t touches, day ordered,
	size_t claim[])
{
	size_t begin = first_in_reach(touch, touches, ordered), n = 0;
	size_t end = credit_before(touch, touches, ordered);

	if (credit->way == CREDIT_LAST) {
		for (size_t i = end; i > begin && n == 0; i--)
			if (ordered <= touch[i - 1].until)
				claim[n++] = i - 1;
		return n;
	}
	for (size_t i = begin; i < end && !(credit->way == CREDIT_FIRST && n); i++)
		if (ordered <= touch[i].until)
			claim[n++] = i;
	return n;
}

void
credit_divide(const struct credit *credit, const struct touch touch[], const size_t claim[],
	size_t claims, money amount, int64_t weight[], money share[])
{
	day latest;

	assert(claims > 0);
	latest = touch[claim[claims - 1]].on;
	for (size_t i = 0; i < claims; i++) {
		double lives;

		weight[i] = 1;
		if (credit->way != CREDIT_DECAY)
			continue;
		lives = (double)(latest - touch[claim[i]].on) / credit->half_life;
		weight[i] = lives > WEIGHT_BITS ? 0 : llrint(exp2(WEIGHT_BITS - lives));
	}
	money_spread(amount, weight, claims, share);
}
