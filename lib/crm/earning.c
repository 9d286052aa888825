#include "crm/earning.h"

#include "value/money.h"
#include "value/number.h"

/* Far over any rate that is let through, far under what would overflow. */
static const __int128 product_most =
	(__int128)RATE_UNIT * EARNING_MOST * EARNING_MOST * EARNING_MOST;

bool
earning_parse(struct slice text, int64_t *result)
{
	bool rounded = false;

	_Static_assert(
		MONEY_UNIT == EARNING_UNIT, "an amount's grammar and precision serve a rate");
	return money_parse(text, result, &rounded) && !rounded && *result >= 0 &&
		*result <= (int64_t)EARNING_MOST * EARNING_UNIT;
}

const char *
earning_read(struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column)
{
	static const char *const none = "not a number from 0 to 10000 with at most four decimals";

	*rule = (struct earning_rule){
		.gives = field[EARNING_RATE].length > 0,
		.multiplies = field[EARNING_MULTIPLY].length > 0,
	};
	*column = EARNING_RATE;
	if (rule->gives && !earning_parse(field[EARNING_RATE], &rule->rate))
		return none;
	*column = EARNING_MULTIPLY;
	if (rule->multiplies && !earning_parse(field[EARNING_MULTIPLY], &rule->factor))
		return none;
	*column = EARNING_ADD;
	if (field[EARNING_ADD].length &&
		(!integer_parse(field[EARNING_ADD], &rule->points) || rule->points < 0 ||
			rule->points > EARNING_ADD_MOST))
		return "not a whole number from 0 to 1000000000000";
	*column = -1;
	return rule->gives || rule->multiplies || field[EARNING_ADD].length ? NULL
									    : "gives nothing";
}

void
earning_apply(struct earning *earning, const struct earning_rule *rule)
{
	if (rule->gives && !earning->given) {
		earning->rate = rule->rate;
		earning->given = true;
	}
	if (rule->multiplies) {
		earning->excluded |= rule->factor == 0;
		earning->more += rule->factor - EARNING_UNIT;
		earning->product = earning->product * rule->factor / EARNING_UNIT;
		if (earning->product > product_most)
			earning->product = product_most;
	}
	if (rule->points) {
		earning->points += rule->points;
		earning->extras |= UINT64_C(1) << rule->extra;
	}
}

bool
earning_rate(const struct earning *earning, enum stacking stacking, int64_t *rate)
{
	static const int64_t most = (int64_t)RATE_UNIT * EARNING_MOST * EARNING_MOST;
	__int128 factor = earning->product, product;

	if (stacking == STACKING_ADD) {
		int64_t sum = EARNING_UNIT + earning->more;

		factor = (__int128)(sum > 0 ? sum : 0) * (RATE_UNIT / EARNING_UNIT);
	}
	product = earning->excluded ? 0 : factor * earning->rate / EARNING_UNIT;
	*rate = (int64_t)(product < most ? product : most);
	return product <= most;
}
