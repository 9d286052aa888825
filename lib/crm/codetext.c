/* Codes in free text: see codetext.h. */
#include "crm/codetext.h"

#include "crm/codealike.h"
#include "value/text.h"

#define GAP_LONGEST 3            /* characters between two of one code */
#define LOOSE_LEAST 6            /* letters and digits of a code that may have gaps anyhow */
#define SLIPS_MOST  2

/* --- characters --- */

/*
 * Letters and digits of the alphabets that write words with them: a code next to one
 * is part of a longer word. Chinese, kana and the like stand apart by themselves.
 */
static bool
is_word(uint32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		(c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) || (c >= 0x370 && c <= 0x52f);
}

static uint32_t
narrow_character(uint32_t c)
{
	return c >= 0xff01 && c <= 0xff5e ? c - 0xff01 + '!' : c;
}

/* The digit that a numeral is heard as, those of the telephone among them; else 0. */
static char
spoken_digit(uint32_t c)
{
	static const struct {
		uint32_t numeral;
		char digit;
	} heard[] = {
		{ 0x96f6, '0' }, /* 零 */
		{ 0x3007, '0' }, /* 〇 */
		{ 0x6d1e, '0' }, /* 洞 */
		{ 0x4e00, '1' }, /* 一 */
		{ 0x5e7a, '1' }, /* 幺 */
		{ 0x58f9, '1' }, /* 壹 */
		{ 0x4e8c, '2' }, /* 二 */
		{ 0x4e24, '2' }, /* 两 */
		{ 0x5169, '2' }, /* 兩 */
		{ 0x8d30, '2' }, /* 贰 */
		{ 0x4e09, '3' }, /* 三 */
		{ 0x53c1, '3' }, /* 叁 */
		{ 0x56db, '4' }, /* 四 */
		{ 0x8086, '4' }, /* 肆 */
		{ 0x4e94, '5' }, /* 五 */
		{ 0x4f0d, '5' }, /* 伍 */
		{ 0x516d, '6' }, /* 六 */
		{ 0x9646, '6' }, /* 陆 */
		{ 0x4e03, '7' }, /* 七 */
		{ 0x62d0, '7' }, /* 拐 */
		{ 0x67d2, '7' }, /* 柒 */
		{ 0x516b, '8' }, /* 八 */
		{ 0x634c, '8' }, /* 捌 */
		{ 0x4e5d, '9' }, /* 九 */
		{ 0x52fe, '9' }, /* 勾 */
		{ 0x7396, '9' }, /* 玖 */
	};

	for (size_t i = 0; i < sizeof heard / sizeof heard[0]; i++)
		if (heard[i].numeral == c)
			return heard[i].digit;
	return 0;
}

/* One character of the text as it could stand in a code. */
struct sign {
	char   c;                /* ASCII, letters as capitals; 0: another character */
	bool   lower, spoken;
	bool   word;
	size_t end;
};

static struct sign
sign_at(struct slice text, size_t at)
{
	struct sign sign = { 0 };
	uint32_t c;

	sign.end = at;
	if (at >= text.length)
		return sign;
	c = narrow_character(text_next(text, &sign.end));
	sign.word = is_word(c);
	if (c > '~') {
		sign.c = spoken_digit(c);
		sign.spoken = sign.c;
		return sign;
	}
	sign.lower = c >= 'a' && c <= 'z';
	sign.c = (char)(sign.lower ? c - 'a' + 'A' : c);
	return sign;
}

/* Where the character before begins; at > begin. */
static size_t
step_back(struct slice text, size_t at)
{
	do
		at--;
	while (at > 0 && (text.data[at] & 0xc0) == 0x80);
	return at;
}

/* --- gaps --- */

enum gap { GAP_NONE, GAP_BLANK, GAP_DASH };

static enum gap
gap_of(struct slice text, size_t at, size_t *end)
{
	uint32_t c;

	*end = at;
	if (at >= text.length)
		return GAP_NONE;
	c = narrow_character(text_next(text, end));
	if (c == ' ' || c == '\t' || c == 0xa0 || c == 0x3000)
		return GAP_BLANK;
	/* Hyphens and dashes, the minus sign. */
	if (c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212)
		return GAP_DASH;
	return GAP_NONE;
}

/* Blanks, or one dash with blanks around it: GAP_NONE when there is none, or too much. */
static enum gap
gap_after(struct slice text, size_t at, size_t *end)
{
	enum gap gap = GAP_NONE, next;
	size_t behind;

	*end = at;
	for (int i = 0; (next = gap_of(text, *end, &behind)) != GAP_NONE; i++) {
		if (i == GAP_LONGEST || (next == GAP_DASH && gap == GAP_DASH)) {
			*end = at;
			return GAP_NONE;
		}
		gap = next == GAP_DASH ? GAP_DASH : gap ? gap : GAP_BLANK;
		*end = behind;
	}
	return gap;
}

/* Before a mark of the layout itself, which may be a dash: one blank. */
static enum gap
blank_after(struct slice text, size_t at, size_t *end)
{
	if (gap_of(text, at, end) == GAP_BLANK)
		return GAP_BLANK;
	*end = at;
	return GAP_NONE;
}

/* The gap before a place: *begin is where it begins. */
static enum gap
gap_before(struct slice text, size_t least, size_t at, size_t *begin)
{
	enum gap gap = GAP_NONE, next;
	size_t behind;

	*begin = at;
	while (*begin > least) {
		size_t back = step_back(text, *begin);

		next = gap_of(text, back, &behind);
		if (next == GAP_NONE)
			break;
		gap = next == GAP_DASH ? GAP_DASH : gap ? gap : GAP_BLANK;
		*begin = back;
	}
	return gap;
}

/* --- as printed and as spoken --- */

struct spelling {
	size_t   begin, end;
	bool     spoken, gapped;
	enum gap before[CODE_LONGEST];
};

static bool
sign_fits(const struct code_layout *layout, size_t i, const struct sign *sign)
{
	bool letter = sign->c >= 'A' && sign->c <= 'Z' && !sign->lower;
	bool digit = sign->c >= '0' && sign->c <= '9';

	switch (layout->place[i]) {
	case PLACE_LETTER: return letter;
	case PLACE_DIGIT: return digit;
	case PLACE_ANY: return letter || digit;
	default:
		/* Of fixed text the case counts. */
		return sign->c &&
			sign->c ==
			(char)(sign->lower ? layout->fixed[i] - 'a' + 'A' : layout->fixed[i]);
	}
}

/* Characters that fit their places, with gaps between or without. */
static bool
spell(const struct code_layout *layout, struct slice text, size_t at, struct code *code,
	struct spelling *spelling)
{
	*spelling = (struct spelling){ .begin = at };
	for (size_t i = 0; i < layout->length; i++) {
		struct sign sign = sign_at(text, at);

		spelling->before[i] = GAP_NONE;
		if (i && !sign_fits(layout, i, &sign)) {
			spelling->before[i] = layout_is_mark(layout, i) ? blank_after(text, at, &at)
									: gap_after(text, at, &at);
			sign = sign_at(text, at);
		}
		if (!sign_fits(layout, i, &sign))
			return false;
		spelling->gapped = spelling->gapped || spelling->before[i];
		spelling->spoken = spelling->spoken || sign.spoken;
		code->text[i] = layout->place[i] == PLACE_FIXED ? layout->fixed[i] : sign.c;
		at = sign.end;
	}
	spelling->end = at;
	return code_fits(layout, slice_of(code->text, layout->length), code);
}

/* What the gaps of a spelling are like. */
struct gaps {
	enum gap kind;           /* GAP_NONE: there is none */
	size_t   count;
	bool     even;           /* of one kind */
	bool     all;            /* between any two characters */
	bool     digits;         /* before every digit */
	bool     parts;          /* only where a part begins */
	size_t   letters;        /* places of letters */
};

static struct gaps
gaps_of(const struct code_layout *layout, const struct spelling *spelling)
{
	struct gaps gaps = { .even = true, .all = true, .digits = true, .parts = true };
	size_t part = 0;

	for (size_t i = 0; i < layout->length; i++) {
		enum gap gap = spelling->before[i];

		while (part + 1 < layout->parts && layout->part[part + 1].offset <= i)
			part++;
		gaps.letters += layout->place[i] == PLACE_LETTER;
		if (i == 0 || layout_is_mark(layout, i) || layout_is_mark(layout, i - 1))
			continue;
		if (!gap) {
			gaps.all = false;
			gaps.digits = gaps.digits && layout->place[i] != PLACE_DIGIT;
			continue;
		}
		gaps.even = gaps.even && (!gaps.kind || gap == gaps.kind);
		gaps.kind = gap;
		gaps.count++;
		gaps.parts = gaps.parts && layout->part[part].offset == i;
	}
	return gaps;
}

static bool
ends_with(struct slice text, const char *end)
{
	size_t length = strlen(end);

	return text.length >= length && memcmp(text.data + text.length - length, end, length) == 0;
}

/* Whether "code" or 码 leads to what begins here: "the code is DB 02087", 优惠码：DB 02087. */
static bool
is_announced(struct slice text, size_t at)
{
	static const char *const between[] = { " ", ":", "=", "#", "(", "\"", " is",
		"\xef\xbc\x9a" /* ： */, "\xef\xbc\x88" /* （ */, "\xe2\x80\x9c" /* “ */,
		"\xe6\x98\xaf" /* 是 */, "\xe4\xb8\xba" /* 为 */, "\xe5\x8f\xb7" /* 号 */ };
	static const char *const word[] = { "code", "Code", "CODE", "coupon", "Coupon", "voucher",
		"Voucher", "\xe7\xa0\x81" /* 码 */, "\xe7\xa2\xbc" /* 碼 */,
		"\xe5\x88\xb8" /* 券 */ };
	static const char *const of_others[] = { "zip code", "Zip code", "Zip Code", "ZIP code",
		"ZIP CODE", "zipcode", "Zipcode", "postcode", "Postcode", "post code", "Post code",
		"postal code", "Postal code", "Postal Code", "area code", "Area code",
		"\xe6\x94\xbf\xe7\xbc\x96\xe7\xa0\x81" /* 政编码 */,
		"\xe5\x93\x81\xe7\xbc\x96\xe7\xa0\x81" /* 品编码 */,
		"\xe8\xaf\x9d\xe5\x8f\xb7\xe7\xa0\x81" /* 话号码 */,
		"\xe6\x9c\xba\xe5\x8f\xb7\xe7\xa0\x81" /* 机号码 */,
		"\xe8\xaf\x81\xe5\x8f\xb7\xe7\xa0\x81" /* 证号码 */,
		"\xe9\xaa\x8c\xe8\xaf\x81\xe7\xa0\x81" /* 验证码 */ };
	bool moved = true;

	while (moved) {
		moved = false;
		for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
			if (ends_with(slice_of(text.data, at), between[i])) {
				at -= strlen(between[i]);
				moved = true;
			}
		}
	}
	text.length = at;
	for (size_t i = 0; i < sizeof of_others / sizeof of_others[0]; i++)
		if (ends_with(text, of_others[i]))
			return false;
	for (size_t i = 0; i < sizeof word / sizeof word[0]; i++)
		if (ends_with(text, word[i]))
			return true;
	return false;
}

/* The field holds the code and nothing else. */
static bool
is_alone(struct slice text, const struct spelling *spelling)
{
	size_t begin, end;

	gap_before(text, 0, spelling->begin, &begin);
	gap_after(text, spelling->end, &end);
	return begin == 0 && end == text.length;
}

/* Numbers, dates and addresses have gaps too, but not such. */
static bool
is_even(const struct code_layout *layout, struct slice text, const struct spelling *spelling,
	const struct gaps *gaps)
{
	if (!gaps->letters || !gaps->even)
		return false;
	if (spelling->spoken || gaps->all || gaps->digits)
		return true;
	if (!gaps->parts)
		return false;
	/* DB 02087 is written like NY 10016. */
	return gaps->kind == GAP_DASH || gaps->count > 1 || layout->parts < 3 ||
		is_announced(text, spelling->begin) || is_alone(text, spelling);
}

/* A single letter or digit with gaps around it: the spelling goes on with it. */
static bool
stands_alone(struct slice text, size_t begin)
{
	struct sign sign = sign_at(text, begin);

	return sign.word && !sign_at(text, sign.end).word &&
		(begin == 0 || !sign_at(text, step_back(text, begin)).word);
}

/* Whether the same spelling goes on before it, from `least` on, or behind it. */
static bool
goes_on(const struct code_layout *layout, struct slice text, size_t least,
	const struct spelling *spelling, enum gap kind)
{
	struct sign next = sign_at(text, spelling->end);
	struct spelling other;
	struct code code;
	size_t begin, end;

	if (next.spoken && spelling->spoken)
		return true;
	if (kind == GAP_NONE)
		return false;
	if (gap_before(text, least, spelling->begin, &begin) == kind && begin > least) {
		size_t last = step_back(text, begin);

		if (sign_at(text, last).word && (kind == GAP_DASH || stands_alone(text, last)))
			return true;
	}
	if (gap_after(text, spelling->end, &end) != kind || !sign_at(text, end).word)
		return false;
	if (spell(layout, text, end, &code, &other))
		return false;
	return kind == GAP_DASH || stands_alone(text, end);
}

/* A layout may end with a mark, which needs no boundary behind it. */
static bool
is_ended(const struct code_layout *layout, struct slice text, size_t end)
{
	return layout_is_mark(layout, layout->length - 1) || !sign_at(text, end).word;
}

/*
 * As printed, but in small letters, all of them: net names and parts of addresses are written
 * so, too.
 */
static bool
small_here(const struct code_layout *layout, struct slice text, size_t at, struct code *code,
	size_t *end)
{
	struct spelling spelling = { .begin = at };
	size_t letters = 0;

	for (size_t i = 0; i < layout->length; i++) {
		struct sign sign = sign_at(text, at);

		letters += sign.lower;
		if (sign.spoken || (sign.c >= 'A' && sign.c <= 'Z' && !sign.lower))
			return false;
		sign.lower = false;
		code->text[i] = layout->place[i] == PLACE_FIXED ? layout->fixed[i] : sign.c;
		if (!sign_fits(layout, i, &sign))
			return false;
		at = sign.end;
	}
	spelling.end = *end = at;
	return letters && code_fits(layout, slice_of(code->text, layout->length), code) &&
		is_ended(layout, text, at) &&
		(is_announced(text, spelling.begin) || is_alone(text, &spelling));
}

static bool
spelled_here(const struct code_layout *layout, struct slice text, size_t least, size_t at,
	struct code *code, size_t *end)
{
	struct spelling spelling;
	struct gaps gaps;

	if (small_here(layout, text, at, code, end))
		return true;
	if (!spell(layout, text, at, code, &spelling) || !is_ended(layout, text, spelling.end))
		return false;
	*end = spelling.end;
	if (!spelling.gapped && !spelling.spoken)
		return true;
	gaps = gaps_of(layout, &spelling);
	return is_even(layout, text, &spelling, &gaps) &&
		!goes_on(layout, text, least, &spelling, gaps.kind);
}

/* --- as the register has them --- */

/* The letters and digits from here on, as many as a code has. */
struct loose {
	char   plain[CODE_LONGEST];
	size_t end;
	bool   gapped;
};

static bool
has_mark(const struct code_layout *layout, char c)
{
	for (size_t i = 0; c && i < layout->length; i++)
		if (layout_is_mark(layout, i) && layout->fixed[i] == c)
			return true;
	return false;
}

static bool
gather(const struct code_layout *layout, size_t count, struct slice text, size_t at,
	struct loose *loose)
{
	struct sign sign = { 0 }, next;

	loose->gapped = false;
	for (size_t i = 0; i < count; i++) {
		sign = sign_at(text, at);
		if (i && sign.c && !sign.word && !sign.spoken && has_mark(layout, sign.c)) {
			at = sign.end;
			sign = sign_at(text, at);
		} else if (i && !sign.word && !sign.spoken) {
			loose->gapped = gap_after(text, at, &at) || loose->gapped;
			sign = sign_at(text, at);
		}
		if (!sign.c || (!sign.word && !sign.spoken))
			return false;
		loose->plain[i] = sign.c;
		at = sign.end;
	}
	loose->end = at;
	next = sign_at(text, at);
	return !next.word && !(next.spoken && sign.spoken);
}

/* What is written is near enough to the code that it was not by chance. */
static bool
is_near(const struct code_layout *layout, const struct code *code, const struct loose *loose)
{
	size_t slips = 0, letters = 0, same = 0, at = 0;

	for (size_t i = 0; i < layout->length; i++) {
		if (layout_is_mark(layout, i))
			continue;
		slips += code->text[i] != loose->plain[at];
		letters += layout->place[i] == PLACE_LETTER;
		same += layout->place[i] == PLACE_LETTER && code->text[i] == loose->plain[at];
		at++;
	}
	if (loose->gapped && (slips || at < LOOSE_LEAST))
		return false;
	return slips <= SLIPS_MOST && (same || !letters);
}

static bool
registered_here(const struct code_layout *layout, const struct code_register *codes,
	struct slice text, size_t at, struct code *code, size_t *end)
{
	const struct register_entry *entry;
	struct loose loose;

	if (!gather(layout, codes->plain, text, at, &loose))
		return false;
	entry = register_meant(codes, slice_of(loose.plain, codes->plain), DAY_LAST);
	if (!entry || !is_near(layout, &entry->code, &loose))
		return false;
	*code = entry->code;
	*end = loose.end;
	/* The layout's own mark at its end belongs to it. */
	if (layout_is_mark(layout, layout->length - 1) &&
		sign_at(text, *end).c == layout->fixed[layout->length - 1])
		*end = sign_at(text, *end).end;
	return true;
}

/* --- finding --- */

static bool
is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* The 3D of %3D is a mark, though it looks like a word. */
static bool
ends_escape(struct slice text, size_t at)
{
	return at >= 3 && text.data[at - 3] == '%' && is_hex(text.data[at - 2]) &&
		is_hex(text.data[at - 1]);
}

bool
code_find(const struct code_layout *layout, const struct code_register *codes, struct slice text,
	size_t *at, struct code *code)
{
	bool mark_first = layout_is_mark(layout, 0);
	bool apart = mark_first || *at == 0 || layout_is_mark(layout, layout->length - 1);
	size_t least = *at, end;

	while (*at < text.length) {
		struct sign sign = sign_at(text, *at);
		bool here = sign.c && (apart || ends_escape(text, *at));

		if (here &&
			(codes ? registered_here(layout, codes, text, *at, code, &end)
			       : spelled_here(layout, text, least, *at, code, &end))) {
			*at = end;
			return true;
		}
		apart = !sign.word || mark_first;
		*at = sign.end;
	}
	return false;
}
