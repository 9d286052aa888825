/* Patterns: plain ones without pcre2, the others within limits. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "rule_row.h"

#include "rule/pattern.h"

static enum pattern_outcome
match(const char *text, struct slice subject, bool *plain)
{
	struct pattern_work *work = pattern_work_new();
	enum pattern_outcome outcome;
	struct pattern *pattern;
	char why[160];
	size_t offset;

	pattern = pattern_new(slice_from(text), &offset, why, sizeof why);
	ck_assert_msg(pattern != NULL, "%s: %s", text, why);
	*plain = pattern_is_plain(pattern);
	outcome = pattern_match(pattern, subject, work);
	pattern_free(pattern);
	pattern_work_free(work);
	return outcome;
}

/* Plain patterns, and the same made unplain by an empty group: the outcome is one. */
START_TEST(plain_agrees_with_pcre2)
{
	static const char *const patterns[] = {
		"we",
		"^we",
		"we$",
		"^we$",
		"",
		"^",
		"$",
		"^$",
		"杭",
		"^杭州$",
		"a\\.b",
		"\\^a",
		"^\\$",
		"a-b",
		"a b",
		"w\\/e",
	};
	static const char *const subjects[] = {
		"we",
		"wechat",
		"owe",
		"",
		"xwex",
		"w",
		"杭州",
		"州",
		"a.b",
		"axb",
		"^a",
		"$",
		"a-b",
		"a b",
		"wwe",
		"we\n",
		"w/e",
		"ww",
		"\nwe",
	};

	for (size_t p = 0; p < COUNT(patterns); p++)
		for (size_t s = 0; s < COUNT(subjects); s++) {
			struct slice subject = slice_from(subjects[s]);
			char longer[64];
			bool plain, also;
			enum pattern_outcome outcome = match(patterns[p], subject, &plain);

			snprintf(longer, sizeof longer, "(?:)%s", patterns[p]);
			ck_assert_msg(match(longer, subject, &also) == outcome, "%s on %s",
				patterns[p], subjects[s]);
			ck_assert(plain && !also);
		}
}
END_TEST

START_TEST(unplain_patterns_found_out)
{
	static const struct {
		const char *pattern, *yes, *no;
	} tries[] = {
		{ "a.c", "abc", "ac" },
		{ "a|b", "b", "c" },
		{ "colou?r", "color", "colur" },
		{ "^[一-龥]+$", "杭州", "a杭" },
		{ "\\d{3}", "a123", "a12" },
		{ "^.$", "杭", "杭州" },
		{ "(?i)vip", "VIP", "vp" },
		{ "\\p{Han}", "x中", "x" },
		{ "a{2}", "aa", "a{2}" },
		{ "^$|x", "", "y" },
		{ "a.b", "a州b", "a\nb" },
		{ "a$b|c$", "c", "c\n" },
		{ "\\bab\\b", "x ab y", "xab" },
		{ "\\w", "a", "中" },
		{ "(*UCP)\\w", "中", "-" },
		{ "\\x{4e2d}", "中", "国" },
		{ "^a*$", "aaa", "ab" },
		{ "x\\Qa.b\\E", "xa.b", "xaxb" },
	};

	for (size_t i = 0; i < COUNT(tries); i++) {
		bool plain;

		ck_assert_msg(match(tries[i].pattern, slice_from(tries[i].yes), &plain) ==
				PATTERN_MATCHES,
			"%s", tries[i].pattern);
		ck_assert(!plain);
		ck_assert_msg(
			match(tries[i].pattern, slice_from(tries[i].no), &plain) == PATTERN_DIFFERS,
			"%s", tries[i].pattern);
	}
}
END_TEST

/* Each would run for years, or for minutes, on a field of letters a. */
START_TEST(runaways_are_stopped)
{
	static const char *const patterns[] = {
		"^(a+)+$",
		"(a+)+b",
		"(a|aa)+b",
		"(a*)*b",
		"(a|a)*c",
		"a*a*a*a*a*b",
		"(?:a?){50}a{50}b",
		"(.*)*\\1x",
		"((a+)?)+$b",
	};
	static const size_t lengths[] = { 30, 100, 1400, 20000, 1000000 };
	size_t most = lengths[COUNT(lengths) - 1];
	char *text = malloc(most + 1);

	memset(text, 'a', most);
	text[most] = '!';
	for (size_t p = 0; p < COUNT(patterns); p++)
		for (size_t l = 0; l < COUNT(lengths); l++) {
			bool plain;

			ck_assert_int_ne(
				match(patterns[p],
					slice_of(text + most - lengths[l], lengths[l] + 1), &plain),
				PATTERN_MATCHES);
		}
	ck_assert_int_eq(
		match("(a+)+b|x$", slice_of(text, 100), &(bool){ false }), PATTERN_GAVE_UP);
	free(text);
}
END_TEST

START_TEST(runaway_is_a_fault)
{
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made("city =~ '(a+)+b|x$'");

	row_fill(field);
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FALSE);
	field[5] =
		slice_from("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FAULT);
	ck_assert_str_eq(rule_work_fault(work)->reason, "pattern needs too many steps");
	ck_assert_int_eq(rule_work_fault(work)->column, 5);
	rule_work_free(work);
	rule_free(rule);
}
END_TEST

START_TEST(long_fields_are_matched)
{
	size_t length = 1000000;
	char *text = malloc(length);
	bool plain;

	memset(text, 'a', length);
	text[length - 1] = 'z';
	ck_assert_int_eq(match("^a+z$", slice_of(text, length), &plain), PATTERN_MATCHES);
	ck_assert_int_eq(match("^(a|b)*z$", slice_of(text, 20000), &plain), PATTERN_DIFFERS);
	ck_assert_int_eq(match("az", slice_of(text, length), &plain), PATTERN_MATCHES);
	ck_assert_int_eq(match("b", slice_of(text, length), &plain), PATTERN_DIFFERS);
	ck_assert_int_eq(match("[xz]$", slice_of(text, length), &plain), PATTERN_MATCHES);
	free(text);
}
END_TEST

/* What people write, on fields as long as people write them. */
START_TEST(sensible_patterns_pass)
{
	static const char *const patterns[] = {
		"^[^@]+@[^@]+\\.[a-z]+$",
		".*foo.*bar",
		"a.*b.*c",
		"(?i)vip|svip",
		"(省|市).*(区|县)",
		"红.*?裙",
		"^([^,]*,){3}x",
		"^[\\w ,.-]+$",
		"^.*?,.*?,.*?,x",
		"\\p{Han}+路\\d+号",
		"(https?://)?([a-z0-9-]+\\.)+[a-z]{2,}",
		"^\\s*(.*?)\\s*$",
		"\\s+$",
		"(?:红|蓝|黑)(?:色)?.{0,20}(?:连衣裙|T恤)",
		"^(?=.*a)(?=.*b).*$",
		"(\\w+) \\1",
		"(*UCP)\\b\\w+$",
	};
	static const char *const units[] = { "ab c,", "lorem ipsum dolor sit amet, ",
		"红色修身显瘦", "上海市黄浦区南京东路100号 ", " ", "user.name-", "x" };
	char *text = malloc(4096 + 64);

	for (size_t u = 0; u < COUNT(units); u++)
		for (size_t length = 0; length <= 4096; length = 4 * length + strlen(units[u])) {
			size_t at = 0;

			while (at < length) {
				memcpy(text + at, units[u], strlen(units[u]));
				at += strlen(units[u]);
			}
			for (size_t p = 0; p < COUNT(patterns); p++)
				ck_assert_msg(match(patterns[p], slice_of(text, at),
						      &(bool){ false }) != PATTERN_GAVE_UP,
					"%s on %zu of %s", patterns[p], at, units[u]);
		}
	free(text);
}
END_TEST

/* Where a place needs more steps than it has at first, the places are tried one by one. */
START_TEST(places_agree_with_one_try)
{
	static const struct {
		const char *pattern, *end;
		enum pattern_outcome outcome;
	} tries[] = {
		{ "(a|b)*c|d$", "d", PATTERN_MATCHES },
		{ "(a|b)*c|d$", "e", PATTERN_DIFFERS },
		{ "(a|b)*c|(?<=a)州$", "州", PATTERN_MATCHES },
		{ "(a|b)*c|(?<=b)州$", "州", PATTERN_DIFFERS },
		{ "(?:(a|b)*c)|^z", "\nz", PATTERN_DIFFERS },
		{ "(?m)(?:(a|b)*c)|^z", "\nz", PATTERN_MATCHES },
		{ "(?m)^(?:(a|b)*c|z)", "\nz", PATTERN_MATCHES },
		{ "(?m)^(?:(a|b)*c|z)", "xz", PATTERN_DIFFERS },
		{ "(?:(a|b)*c)|\\Gz", "z", PATTERN_DIFFERS },
		{ "(a|b)*c(*COMMIT)d|d$", "d", PATTERN_MATCHES },
		{ "(a|b)*c|$", "", PATTERN_MATCHES },
	};
	char text[200];

	for (size_t i = 0; i < COUNT(tries); i++) {
		memset(text, 'a', 120);
		memcpy(text + 120, tries[i].end, strlen(tries[i].end));
		ck_assert_msg(match(tries[i].pattern, slice_of(text, 120 + strlen(tries[i].end)),
				      &(bool){ false }) == tries[i].outcome,
			"%s, %s", tries[i].pattern, tries[i].end);
	}
}
END_TEST

/*
 * Few steps, each of which reads to the end of the field: with the square or the cube of the
 * length they would take minutes to days. The longest a field can be is 64 MiB.
 */
START_TEST(no_field_is_too_long)
{
	static const char *const patterns[] = {
		"a+[bc]",
		"(?:a.){2,}+[bc]",
		"(?>(?:a|b)*+)[cd]",
		"(?:(?>a.*)b|(?>a.+)c|(?>aa*.*)d)",
		"^(?:(?=(?:a.)*+)a)+c",
		"(*NO_START_OPT)a+[bc]",
	};
	const size_t length = 64 << 20;
	char *text = malloc(length);
	bool plain;

	memset(text, 'a', length);
	for (size_t p = 0; p < COUNT(patterns); p++) {
		clock_t begun = clock();

		ck_assert_msg(match(patterns[p], slice_of(text, length), &plain) == PATTERN_GAVE_UP,
			"%s", patterns[p]);
		/* Far above what it takes, also with sanitizers; far below what it would. */
		ck_assert_msg(clock() - begun < 20 * CLOCKS_PER_SEC, "%s takes long", patterns[p]);
	}
	text[length - 1] = 'z';
	ck_assert_int_eq(match("[xz]$", slice_of(text, length), &plain), PATTERN_MATCHES);
	ck_assert_int_eq(match("^a+z$", slice_of(text, length), &plain), PATTERN_MATCHES);
	ck_assert_int_eq(match("^a+y$", slice_of(text, length), &plain), PATTERN_DIFFERS);
	free(text);
}
END_TEST

/* A long field is seen in parts: what stands at their edges is found as anywhere. */
START_TEST(parts_have_no_edges)
{
	static const struct {
		const char *pattern, *unit, *end;
		enum pattern_outcome outcome;
	} tries[] = {
		{ "b(?=x)", "ab", "x", PATTERN_MATCHES },
		{ "b(?!a)", "ab", "a", PATTERN_DIFFERS },
		{ "(?<=ab)x?(?!.)", "ab", "", PATTERN_MATCHES },
		{ "\\b", "ab", "", PATTERN_MATCHES },
		{ "b\\b.", "ab", "", PATTERN_DIFFERS },
		{ "(?!.)x", "ab", "x", PATTERN_DIFFERS },
		{ "[^州]$", "州", "", PATTERN_DIFFERS },
		{ "[^州]$", "州", "a", PATTERN_MATCHES },
		{ "^州+$", "州", "", PATTERN_MATCHES },
		{ "(ab){20}x", "ab", "x", PATTERN_MATCHES },
		{ "(?m)^b$", "a\n", "b", PATTERN_MATCHES },
		{ "(?m)^b$", "a\n", "ab", PATTERN_DIFFERS },
		{ ".*\\nb", "a\n", "b", PATTERN_MATCHES },
		{ "x|$", "a", "", PATTERN_MATCHES },
	};
	char text[12100];

	for (size_t i = 0; i < COUNT(tries); i++) {
		size_t unit = strlen(tries[i].unit), at = 0;

		/* Every length about that where a part ends. */
		while (at + unit <= 12000) {
			memcpy(text + at, tries[i].unit, unit);
			at += unit;
			if (at < 4080 || (at > 4112 && at < 8180) || at > 8220)
				continue;
			memcpy(text + at, tries[i].end, strlen(tries[i].end));
			ck_assert_msg(
				match(tries[i].pattern, slice_of(text, at + strlen(tries[i].end)),
					&(bool){ false }) == tries[i].outcome,
				"%s, %zu, %s", tries[i].pattern, at, tries[i].end);
		}
	}
}
END_TEST

SUITE(rule_pattern)
{
	Suite *suite = suite_create("rule/pattern");
	TCase *plain = tcase_create("plain");
	TCase *limits = tcase_create("limits");

	tcase_add_test(plain, plain_agrees_with_pcre2);
	tcase_add_test(plain, unplain_patterns_found_out);
	suite_add_tcase(suite, plain);
	tcase_set_timeout(limits, 60);
	tcase_add_test(limits, runaways_are_stopped);
	tcase_add_test(limits, sensible_patterns_pass);
	tcase_add_test(limits, places_agree_with_one_try);
	tcase_add_test(limits, runaway_is_a_fault);
	tcase_add_test(limits, long_fields_are_matched);
	tcase_add_test(limits, no_field_is_too_long);
	tcase_add_test(limits, parts_have_no_edges);
	suite_add_tcase(suite, limits);
	return suite;
}
