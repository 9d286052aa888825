#include "crm/tiers.h"

#include <stdlib.h>

#include "value/memory.h"
#include "value/text.h"

static const struct {
	const char   *name;
	money         minimum;
	int32_t       factor;
	enum shipping shipping;
} builtin[] = {
	{ "ordinary", 0,                  9000, SHIPPING_PAID },
	{ "silver",   1000 * MONEY_UNIT,  8500, SHIPPING_PAID },
	{ "gold",     5000 * MONEY_UNIT,  8000, SHIPPING_PAID },
	{ "diamond",  20000 * MONEY_UNIT, 7500, SHIPPING_FREE },
};

void
tiers_init(struct tiers *tiers)
{
	*tiers = (struct tiers){ 0 };
}

void
tiers_release(struct tiers *tiers)
{
	free(tiers->tier);
	tiers_init(tiers);
}

bool
tiers_add(struct tiers *tiers, struct tier tier)
{
	size_t at = tiers->count;

	while (at > 0 && tiers->tier[at - 1].minimum >= tier.minimum)
		at--;
	if (at < tiers->count && tiers->tier[at].minimum == tier.minimum)
		return false;
	MEMORY_GROW(tiers->tier, tiers->capacity, tiers->count + 1);
	memmove(tiers->tier + at + 1, tiers->tier + at, (tiers->count - at) * sizeof tier);
	tiers->tier[at] = tier;
	tiers->count++;
	return true;
}

void
tiers_builtin(struct tiers *tiers)
{
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		tiers_add(tiers,
			(struct tier){ .name = slice_from(builtin[i].name),
				.minimum = builtin[i].minimum,
				.factor = builtin[i].factor,
				.shipping = builtin[i].shipping });
}

/* How many tiers are reached. */
static size_t
tiers_count_reached(const struct tiers *tiers, money_sum spend)
{
	size_t reached = 0;

	if (spend < 0)
		spend = 0;
	while (reached < tiers->count && tiers->tier[reached].minimum <= spend)
		reached++;
	return reached;
}

const struct tier *
tiers_reached(const struct tiers *tiers, money_sum spend)
{
	size_t reached = tiers_count_reached(tiers, spend);

	return reached ? &tiers->tier[reached - 1] : NULL;
}

const struct tier *
tiers_next(const struct tiers *tiers, money_sum spend)
{
	size_t reached = tiers_count_reached(tiers, spend);

	return reached < tiers->count ? &tiers->tier[reached] : NULL;
}

/* --- price factors --- */

static bool
ends_with(struct slice text, const char *end, struct slice *before)
{
	size_t length = strlen(end);

	if (text.length < length || memcmp(text.data + text.length - length, end, length) != 0)
		return false;
	*before = slice_trim(slice_of(text.data, text.length - length));
	return true;
}

/* 1..9 for one of 一 to 九 at *at, moved past it. */
static bool
numeral_take(struct slice text, size_t *at, int32_t *digit)
{
	static const uint32_t numeral[] = { 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03,
		0x516b, 0x4e5d };
	uint32_t c = *at < text.length ? text_next(text, at) : 0;

	for (*digit = 1; *digit <= 9; ++*digit)
		if (numeral[*digit - 1] == c)
			return true;
	return false;
}

/* 九, 八五: tenths and hundredths in Chinese numerals. */
static bool
numerals_parse(struct slice text, int32_t *factor)
{
	int32_t tenths, hundredths = 0;
	size_t at = 0;

	if (!numeral_take(text, &at, &tenths) ||
		(at < text.length && !numeral_take(text, &at, &hundredths)))
		return false;
	*factor = tenths * (FACTOR_UNIT / 10) + hundredths * (FACTOR_UNIT / 100);
	return at == text.length;
}

/* A number with `unit` as the whole price. */
static bool
number_parse(struct slice text, int64_t unit, int32_t *factor)
{
	bool rounded = false;
	money n;

	if (!money_parse(text, &n, &rounded) || rounded || n <= 0 || n > unit * MONEY_UNIT ||
		n % unit)
		return false;
	*factor = (int32_t)(n / unit);
	return true;
}

/* 85折 is 8.5折; 10折 is the whole price. */
static bool
is_two_digits(struct slice text)
{
	return text.length == 2 && text.data[0] >= '1' && text.data[0] <= '9' &&
		text.data[1] >= '0' && text.data[1] <= '9' && !slice_is(text, "10");
}

bool
factor_parse(struct slice text, int32_t *factor)
{
	char narrow[64];
	struct slice number;

	if (text.length > sizeof narrow)
		return false;
	text = slice_trim(slice_of(narrow, text_narrow(text, narrow)));
	if (ends_with(text, "折", &number))
		return numerals_parse(number, factor) ||
			number_parse(number, is_two_digits(number) ? 100 : 10, factor);
	if (ends_with(text, "%", &number))
		return number_parse(number, 100, factor);
	return number_parse(text, 1, factor);
}

size_t
factor_print(int32_t factor, char text[MONEY_TEXT])
{
	_Static_assert(FACTOR_UNIT == MONEY_UNIT, "a factor is printed as an amount is");
	return money_print(factor, text);
}

/* --- shipping --- */

static const struct {
	const char   *word;
	enum shipping shipping;
} words[] = {
	{ "yes",    SHIPPING_FREE },
	{ "true",   SHIPPING_FREE },
	{ "1",      SHIPPING_FREE },
	{ "是",     SHIPPING_FREE },
	{ "包邮",   SHIPPING_FREE },
	{ "no",     SHIPPING_PAID },
	{ "false",  SHIPPING_PAID },
	{ "0",      SHIPPING_PAID },
	{ "否",     SHIPPING_PAID },
	{ "不包邮", SHIPPING_PAID },
};

bool
shipping_parse(struct slice text, enum shipping *shipping)
{
	char lower[16];

	text = slice_trim(text);
	if (text.length > sizeof lower)
		return false;
	text = slice_of(lower, text_lower(text, lower));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (slice_is(text, words[i].word)) {
			*shipping = words[i].shipping;
			return true;
		}
	return false;
}

const char *
shipping_word(enum shipping shipping)
{
	static const char *const word[] = {
		[SHIPPING_UNSAID] = "", [SHIPPING_PAID] = "no", [SHIPPING_FREE] = "yes"
	};

	return word[shipping];
}

/* --- a table's row --- */

const char *
tier_read(struct tier *tier, const struct slice field[TIER_FIELDS], int *column)
{
	bool rounded = false;

	*tier = (struct tier){ .name = field[TIER_NAME] };
	*column = TIER_MINIMUM;
	if (!money_parse(field[TIER_MINIMUM], &tier->minimum, &rounded) || rounded)
		return "not an amount";
	if (tier->minimum < 0)
		return "below zero";
	if (tier->minimum > TIER_MINIMUM_MOST)
		return "more than anybody spends";
	*column = TIER_FACTOR;
	if (field[TIER_FACTOR].length && !factor_parse(field[TIER_FACTOR], &tier->factor))
		return "not a part of the price as 0.85, 85% or 8.5折";
	*column = TIER_SHIPPING;
	if (field[TIER_SHIPPING].length && !shipping_parse(field[TIER_SHIPPING], &tier->shipping))
		return "neither yes nor no";
	return NULL;
}
