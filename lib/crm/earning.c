#include "crm/earning.h"

#include "value/money.h"
#include "value/number.h"

static const int64_t rate_most = (int64_t)RATE_UNIT * EARNING_MOST * EARNING_MOST;

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

/* --- reading --- */

static const char *
read_gifts(struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column)
{
	static const char *const none = "not a number from 0 to 10000 with at most four decimals";

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
	return NULL;
}

static const char *
read_stop(struct earning_rule *rule, struct slice text)
{
	static const char *const yes[] = { "yes", "1", "true", "是" };
	static const char *const no[] = { "", "no", "0", "false", "否" };

	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		if (slice_is(text, yes[i])) {
			rule->stops = true;
			return NULL;
		}
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		if (slice_is(text, no[i]))
			return NULL;
	return "neither yes nor no";
}

static const char *
read_trial(struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column)
{
	const char *wrong;

	*column = EARNING_VALID;
	rule->lives = field[EARNING_VALID].length > 0;
	if (rule->lives && !expiry_parse(field[EARNING_VALID], &rule->valid))
		return "not a life as 12m, month-end:12m, year-end:1 or never";
	*column = EARNING_PRIORITY;
	rule->priority = INT64_MAX;
	if (field[EARNING_PRIORITY].length &&
		!integer_parse(field[EARNING_PRIORITY], &rule->priority))
		return "not a whole number";
	*column = EARNING_STOP;
	if ((wrong = read_stop(rule, field[EARNING_STOP])))
		return wrong;
	*column = EARNING_BALANCE;
	rule->asks_balance = field[EARNING_BALANCE].length > 0;
	if (rule->asks_balance && !integer_parse(field[EARNING_BALANCE], &rule->min_balance))
		return "not a whole number";
	return NULL;
}

/* A rule for referrers is about no tier and no amount. */
static const char *
read_receiver(struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column)
{
	*column = EARNING_TO;
	if (!field[EARNING_TO].length)
		return NULL;
	if (!slice_is(field[EARNING_TO], "referrer"))
		return "not referrer";
	rule->to_referrer = true;
	*column = -1;
	if (rule->gives || rule->multiplies || rule->stops || rule->asks_balance || !rule->points)
		return "a rule to the referrer adds points and does nothing else";
	return NULL;
}

const char *
earning_read(struct earning_rule *rule, const struct slice field[EARNING_FIELDS], int *column)
{
	const char *wrong;

	*rule = (struct earning_rule){
		.gives = field[EARNING_RATE].length > 0,
		.multiplies = field[EARNING_MULTIPLY].length > 0,
	};
	if ((wrong = read_gifts(rule, field, column)) ||
		(wrong = read_trial(rule, field, column)) ||
		(wrong = read_receiver(rule, field, column)))
		return wrong;
	*column = -1;
	return rule->gives || rule->multiplies || rule->stops || field[EARNING_ADD].length
		? NULL
		: "gives nothing";
}

bool
earning_add(struct earning_rules *rules, struct earning_rule rule)
{
	if (rules->count == EARNING_RULES)
		return false;
	if (rule.to_referrer)
		rules->to_referrers |= UINT64_C(1) << rules->count;
	rules->rule[rules->count++] = rule;
	return true;
}

void
earning_rank(struct earning_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		size_t at = i;

		for (; at > 0 &&
			rules->rule[rules->trial[at - 1]].priority > rules->rule[i].priority;
			at--)
			rules->trial[at] = rules->trial[at - 1];
		rules->trial[at] = (uint8_t)i;
	}
}

/* --- a row --- */

/* What the rules tried so far make. */
struct stack {
	int64_t  rate, more;          /* more: multipliers less one each, added */
	__int128 product;             /* multipliers multiplied, in 1/RATE_UNIT */
	bool     given, excluded;     /* a rule gave the rate; a multiplier was 0 */
};

static void
stack_multiply(struct stack *stack, int64_t factor)
{
	stack->excluded |= factor == 0;
	stack->more += factor - EARNING_UNIT;
	stack->product = stack->product * factor / EARNING_UNIT;
	if (stack->product > product_most)
		stack->product = product_most;
}

static bool
stack_rate(const struct stack *stack, enum stacking stacking, int64_t *rate)
{
	__int128 factor = stack->product, product;

	if (stacking == STACKING_ADD) {
		int64_t sum = EARNING_UNIT + stack->more;

		factor = (__int128)(sum > 0 ? sum : 0) * (RATE_UNIT / EARNING_UNIT);
	}
	product = stack->excluded ? 0 : factor * stack->rate / EARNING_UNIT;
	*rate = (int64_t)(product < rate_most ? product : rate_most);
	return product <= rate_most;
}

static bool
rule_is_for(const struct earning_rule *rule, const struct earner *earner)
{
	if (rule->tiers && (earner->tier < 0 || !(rule->tiers >> earner->tier & 1)))
		return false;
	return !rule->asks_balance || earner->balance >= rule->min_balance;
}

static void
rule_apply(const struct earning_rule *rule, unsigned place, struct stack *stack,
	struct earning *earning)
{
	if (rule->gives && !stack->given) {
		stack->rate = rule->rate;
		stack->given = true;
	}
	if (rule->multiplies)
		stack_multiply(stack, rule->factor);
	if (rule->lives && (rule->gives || rule->multiplies) && !earning->life)
		earning->life = place + 1;
	if (rule->points)
		earning->adds |= UINT64_C(1) << place;
}

bool
earning_of(const struct earning_rules *rules, uint64_t fits, enum stacking stacking,
	const struct earner *earner, struct earning *earning)
{
	struct stack stack = { .rate = EARNING_UNIT, .product = RATE_UNIT };

	*earning = (struct earning){ .rate = RATE_UNIT };
	fits &= ~rules->to_referrers;
	if (!fits && earner->multiplier == EARNING_UNIT)
		return true;
	for (unsigned place = 0; fits && place < rules->count; place++) {
		const struct earning_rule *rule = &rules->rule[rules->trial[place]];
		uint64_t bit = UINT64_C(1) << rules->trial[place];

		if (!(fits & bit) || !rule_is_for(rule, earner))
			continue;
		earning->applied |= bit;
		rule_apply(rule, place, &stack, earning);
		if (rule->stops)
			break;
	}
	if (earner->multiplier != EARNING_UNIT)
		stack_multiply(&stack, earner->multiplier);
	return stack_rate(&stack, stacking, &earning->rate);
}
