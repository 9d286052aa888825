#include "crm/tiers.h"

#include <stdlib.h>

#include "value/memory.h"
#include "value/number.h"
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

/* Whether the tiers are told apart by one minimum, so that it orders them. */
static bool
asks_one(const struct tier *tier, enum tier_basis *basis)
{
	int asked = 0;

	for (int b = 0; b < TIER_BASES; b++)
		if (tier->minimum[b] >= 0) {
			*basis = (enum tier_basis)b;
			asked++;
		}
	return asked == 1;
}

static bool
asks_one_alone(const struct tiers *tiers, const struct tier *tier, enum tier_basis *basis)
{
	enum tier_basis other = BASIS_SPEND;

	if (!asks_one(tier, basis))
		return false;
	for (size_t i = 0; i < tiers->count; i++)
		if (!asks_one(&tiers->tier[i], &other) || other != *basis)
			return false;
	return true;
}

const char *
tiers_add(struct tiers *tiers, struct tier tier)
{
	size_t at = tiers->count;
	enum tier_basis basis;

	if (tiers->count == TIERS_MOST)
		return "more than 64 tiers";
	if (tiers_find(tiers, tier.name) >= 0)
		return "another tier has this name";
	if (asks_one_alone(tiers, &tier, &basis)) {
		while (at > 0 && tiers->tier[at - 1].minimum[basis] >= tier.minimum[basis])
			at--;
		if (at < tiers->count && tiers->tier[at].minimum[basis] == tier.minimum[basis])
			return "another tier has this minimum";
	}
	for (int b = 0; b < TIER_BASES && at; b++)
		if (tier.minimum[b] < tiers->tier[at - 1].minimum[b])
			return "a minimum is below that of the tier before";
	MEMORY_GROW(tiers->tier, tiers->capacity, tiers->count + 1);
	memmove(tiers->tier + at + 1, tiers->tier + at, (tiers->count - at) * sizeof tier);
	tiers->tier[at] = tier;
	tiers->count++;
	return NULL;
}

void
tiers_builtin(struct tiers *tiers)
{
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		tiers_add(tiers,
			(struct tier){ .name = slice_from(builtin[i].name),
				.minimum = { builtin[i].minimum, -1, -1 },
				.factor = builtin[i].factor,
				.shipping = builtin[i].shipping,
				.multiplier = FACTOR_UNIT });
}

int
tiers_find(const struct tiers *tiers, struct slice name)
{
	for (size_t i = 0; i < tiers->count; i++)
		if (slice_equal(tiers->tier[i].name, name))
			return (int)i;
	return -1;
}

/* --- reaching --- */

static int64_t
figure(const struct tier_figures *figures, enum tier_basis basis)
{
	return basis == BASIS_SPEND     ? figures->spend
		: basis == BASIS_POINTS ? figures->points
					: figures->orders;
}

/* What tiers are reached by. Who was refunded more than they paid stands at 0. */
static void
figures_of(const struct tier_figures *figures, int64_t have[TIER_BASES])
{
	have[BASIS_SPEND] = figures->spend > 0 ? figures->spend : 0;
	have[BASIS_POINTS] = figures->points > 0 ? figures->points : 0;
	have[BASIS_ORDERS] = figures->orders > 0 ? figures->orders : 0;
}

/* A minimum that is not asked for is -1, which is more than anything without its sign. */
static inline bool
reaches_any(const int64_t have[TIER_BASES], const int64_t minimum[TIER_BASES])
{
	_Static_assert(TIER_BASES == 3, "all bases are looked at");
	return (uint64_t)have[0] >= (uint64_t)minimum[0] ||
		(uint64_t)have[1] >= (uint64_t)minimum[1] ||
		(uint64_t)have[2] >= (uint64_t)minimum[2];
}

static inline bool
reaches_all(const int64_t have[TIER_BASES], const int64_t minimum[TIER_BASES])
{
	return have[0] >= minimum[0] && have[1] >= minimum[1] && have[2] >= minimum[2];
}

int
tiers_reached(const struct tiers *tiers, const struct tier_figures *figures)
{
	int reached = (int)tiers->count - 1;
	int64_t have[TIER_BASES];

	figures_of(figures, have);
	for (; reached >= 0; reached--) {
		const int64_t *minimum = tiers->tier[reached].minimum;

		if (reaches_any(have, minimum) && (!tiers->all || reaches_all(have, minimum)))
			break;
	}
	return reached;
}

/* What is not above 0 is reached by everybody. */
void
tiers_range(const struct tiers *tiers, const struct tier_figures *figures, struct tier_range *range)
{
	for (int b = 0; b < TIER_BASES; b++) {
		int64_t have = figure(figures, (enum tier_basis)b);

		range->low[b] = INT64_MIN;
		range->high[b] = INT64_MAX;
		for (size_t i = 0; i < tiers->count; i++) {
			int64_t minimum = tiers->tier[i].minimum[b];

			if (minimum > 0 && minimum <= have && minimum > range->low[b])
				range->low[b] = minimum;
			if (minimum > 0 && minimum > have && minimum < range->high[b])
				range->high[b] = minimum;
		}
	}
}

int64_t
tier_wanting(const struct tier *tier, const struct tier_figures *figures, enum tier_basis *basis)
{
	int64_t have[TIER_BASES];

	figures_of(figures, have);
	for (int b = 0; b < TIER_BASES; b++) {
		if (have[b] >= tier->minimum[b])
			continue;
		*basis = (enum tier_basis)b;
		return (int64_t)((__int128)tier->minimum[b] - figure(figures, *basis));
	}
	return 0;
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

static const char *
read_minimum(struct tier *tier, enum tier_basis basis, struct slice text)
{
	bool rounded = false;
	int64_t n;

	if (!text.length)
		return NULL;
	if (basis == BASIS_SPEND ? !money_parse(text, &n, &rounded) || rounded
				 : !integer_parse(text, &n))
		return basis == BASIS_SPEND ? "not an amount" : "not a whole number";
	if (n < 0)
		return "below zero";
	if (n > TIER_MINIMUM_MOST)
		return "more than anybody reaches";
	if (tier->minimum[basis] >= 0)
		return "there are two of this minimum";
	tier->minimum[basis] = n;
	return NULL;
}

const char *
tier_read(struct tier *tier, enum tier_basis basis, const struct slice field[TIER_FIELDS],
	int *column)
{
	static const struct {
		int             column;
		enum tier_basis basis;
	} minimums[] = { { TIER_SPEND, BASIS_SPEND }, { TIER_POINTS, BASIS_POINTS },
		{ TIER_ORDERS, BASIS_ORDERS } };
	const char *wrong;
	bool rounded = false;

	*tier = (struct tier){
		.name = field[TIER_NAME], .minimum = { -1, -1, -1 }, .multiplier = FACTOR_UNIT
	};
	*column = TIER_MINIMUM;
	if ((wrong = read_minimum(tier, basis, field[TIER_MINIMUM])))
		return wrong;
	for (size_t i = 0; i < sizeof minimums / sizeof *minimums; i++) {
		*column = minimums[i].column;
		if ((wrong = read_minimum(tier, minimums[i].basis, field[*column])))
			return wrong;
	}
	*column = -1;
	if (tier->minimum[0] < 0 && tier->minimum[1] < 0 && tier->minimum[2] < 0)
		return "no minimum";
	*column = TIER_FACTOR;
	if (field[TIER_FACTOR].length && !factor_parse(field[TIER_FACTOR], &tier->factor))
		return "not a part of the price as 0.85, 85% or 8.5折";
	*column = TIER_SHIPPING;
	if (field[TIER_SHIPPING].length && !shipping_parse(field[TIER_SHIPPING], &tier->shipping))
		return "neither yes nor no";
	*column = TIER_MULTIPLIER;
	if (field[TIER_MULTIPLIER].length &&
		(!money_parse(field[TIER_MULTIPLIER], &tier->multiplier, &rounded) || rounded ||
			tier->multiplier < 0 || tier->multiplier > FACTOR_UNIT * 10000LL))
		return "not a number from 0 to 10000 with at most four decimals";
	return NULL;
}
