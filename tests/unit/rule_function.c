/* The functions: those that look at the whole input first, and those of one row. */
#include "rule_row.h"

static enum truth
survey_value(const char *text, int64_t *value)
{
	struct slice field[COUNT(columns)], group;
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);
	enum truth truth;

	row_fill(field);
	ck_assert_uint_eq(rule_surveys(rule), 1);
	truth = rule_survey_value(rule, 0, field, work, &group, value);
	rule_work_free(work);
	rule_free(rule);
	return truth;
}

START_TEST(surveys_told)
{
	struct rule *rule = rule_made("top(amount, 20%) or amount > quantile(price, 0.8) "
				      "or TOP(date(ordered), 12.5%) or ordered < quantile(ordered "
				      "+ 1d, 0) or top(amount, 100%)");
	static const struct rule_survey wanted[] = {
		{ .kind = SURVEY_TOP, .share = { 2, 1 } },
		{ .kind = SURVEY_QUANTILE, .share = { 8, 1 } },
		{ .kind = SURVEY_TOP, .share = { 125, 3 }, .days = true },
		{ .kind = SURVEY_QUANTILE, .share = { 0, 0 }, .days = true },
		{ .kind = SURVEY_TOP, .share = { 1, 0 } },
	};

	ck_assert_uint_eq(rule_surveys(rule), COUNT(wanted));
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const struct rule_survey *told = rule_survey_at(rule, i);

		ck_assert_int_eq(told->kind, wanted[i].kind);
		ck_assert_int_eq(told->days, wanted[i].days);
		ck_assert_int_eq(decimal_compare(told->share, wanted[i].share), 0);
	}
	rule_free(rule);
}
END_TEST

START_TEST(surveys_collect)
{
	int64_t value;

	ck_assert(survey_value("top(amount, 20%)", &value) == TRUTH_TRUE && value == 125000);
	ck_assert(survey_value("top(quantity * price, 20%)", &value) == TRUTH_TRUE &&
		value == 999999);
	ck_assert(survey_value("top(0.00005 + half - half, 20%)", &value) == TRUTH_TRUE &&
		value == 0);
	ck_assert(survey_value("top(0.00015 + half - half, 20%)", &value) == TRUTH_TRUE &&
		value == 2);
	ck_assert(survey_value("top(quantity / 8, 20%)", &value) == TRUTH_TRUE && value == 3750);
	ck_assert(survey_value("1 < quantile(today - ordered, 20%)", &value) == TRUTH_TRUE &&
		value == 600000);
	ck_assert(survey_value("top(date(ordered), 20%)", &value) == TRUTH_TRUE &&
		value == day_of(2024, 1, 31));
	ck_assert(survey_value("top(none, 20%)", &value) == TRUTH_UNKNOWN);
	ck_assert(survey_value("top(bad, 20%)", &value) == TRUTH_FAULT);
	ck_assert(survey_value("top(huge, 20%)", &value) == TRUTH_FAULT);
	ck_assert(survey_value("top(huge / 1, 20%)", &value) == TRUTH_FAULT);
}
END_TEST

/* The standings of the one group "wechat", or of all. */
static const struct rule_standings *
standings_find(const void *context, struct slice group)
{
	return group.length == 0 || slice_is(group, "wechat") ? context : NULL;
}

static enum truth
judged_by(const char *text, const struct rule_standings *standings, uint64_t place)
{
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);
	enum truth truth;

	row_fill(field);
	for (size_t i = 0; i < rule_surveys(rule); i++)
		rule_survey_set(rule, i, standings_find, standings);
	rule_work_row(work, place);
	truth = rule_test(rule, field, work);
	rule_work_free(work);
	rule_free(rule);
	return truth;
}

static enum truth
judged(const char *text, bool some, struct decimal outcome)
{
	int64_t mark = (int64_t)outcome.units;
	struct rule_standings standings = { &mark, NULL, 1, outcome };

	return judged_by(text, some ? &standings : NULL, 0);
}

START_TEST(outcomes_decide)
{
	const struct decimal same = { 125000, 0 }, more = { 125001, 0 };

	ck_assert_int_eq(judged("top(amount, 20%)", true, same), TRUTH_TRUE);
	ck_assert_int_eq(judged("top(amount, 20%)", true, more), TRUTH_FALSE);
	ck_assert_int_eq(judged("top(amount, 20%)", false, same), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged("top(none, 20%)", true, same), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged("not top(amount, 20%)", true, more), TRUTH_TRUE);
	ck_assert_int_eq(judged("amount = quantile(amount, 0.5)", true, same), TRUTH_TRUE);
	/* Half way between 12.4999 and 12.5000, exactly. */
	ck_assert_int_eq(
		judged("amount > quantile(amount, 0.5)", true, (struct decimal){ 1249995, 1 }),
		TRUTH_TRUE);
	ck_assert_int_eq(
		judged("12.49995 = quantile(amount, 0.5)", true, (struct decimal){ 1249995, 1 }),
		TRUTH_TRUE);
	ck_assert_int_eq(judged("amount > quantile(amount, 0.5)", false, same), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged("quantile(amount, 0.5) is empty", false, same), TRUTH_TRUE);
	ck_assert_int_eq(judged("quantile(amount, 50%) * 2 = 25", true, same), TRUTH_TRUE);
	ck_assert_int_eq(judged("ordered = quantile(date(ordered), 0.5)", true,
				 decimal_from_integer(day_of(2024, 1, 31))),
		TRUTH_TRUE);
	ck_assert_int_eq(
		judged("1970-01-01 = quantile(date(ordered), 0.5)", true, (struct decimal){ 5, 1 }),
		TRUTH_TRUE);
	ck_assert_int_eq(judged("1969-12-31 = quantile(date(ordered), 0.5)", true,
				 (struct decimal){ -5, 1 }),
		TRUTH_TRUE);
	ck_assert_int_eq(
		judged("quantile(amount, 0.5) > 0", true, (struct decimal){ 1, 18 }), TRUTH_FALSE);
}
END_TEST

/* amount is 12.50: the third of five, or stands among equals. */
START_TEST(marks_are_counted)
{
	static const int64_t value[] = { 10000, 20000, 125000, 130000, 990000 };
	static const int64_t equal[] = { 125000, 125000, 125000 };
	static const uint64_t place[] = { 30, 20, 10 };
	const struct rule_standings all = { value, NULL, 5, { 0, 0 } };
	const struct rule_standings tied = { equal, NULL, 3, { 0, 0 } };
	const struct rule_standings placed = { equal, place, 3, { 0, 0 } };
	const struct rule_standings none = { NULL, NULL, 0, { 0, 0 } };

	ck_assert_int_eq(judged_by("rank(amount) = 3", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("ntile(amount, 6) = 4", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("rank(amount) = 1", &tied, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("rank(amount) = 1", &placed, 10), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("rank(amount) = 2", &placed, 20), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("rank(amount) = 3", &placed, 30), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("bottom(amount, 20%)", &none, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("bottom(amount, 20%)", &all, 0), TRUTH_FALSE);
	ck_assert_int_eq(judged_by("top(amount, 20%)", &none, 0), TRUTH_FALSE);
	ck_assert_int_eq(judged_by("rank(amount) = 3", NULL, 0), TRUTH_UNKNOWN);
}
END_TEST

START_TEST(groups_and_conditions)
{
	static const int64_t mark[] = { 125000 };
	const struct rule_standings all = { mark, NULL, 1, { 125000, 0 } };
	int64_t value;

	ck_assert_int_eq(judged_by("top(amount, 20%, by channel)", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("top(amount, 20%, by lower(channel))", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("top(amount, 20%, by city)", &all, 0), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged_by("top(amount, 20%, by none)", &all, 0), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged_by("top(amount, 20%, where amount > 0)", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(judged_by("TOP(amount, 20%, WHERE amount > 99)", &all, 0), TRUTH_FALSE);
	ck_assert_int_eq(judged_by("top(amount, 20%, where none > 99)", &all, 0), TRUTH_UNKNOWN);
	ck_assert_int_eq(judged_by("top(amount, 20%, where bad > 99)", &all, 0), TRUTH_FAULT);
	ck_assert_int_eq(
		judged_by("rank(amount, where amount > 99) is empty", &all, 0), TRUTH_TRUE);
	ck_assert_int_eq(
		judged_by("amount = quantile(amount, 0.5, where amount > 99, by channel)", &all, 0),
		TRUTH_TRUE);
	ck_assert(survey_value("top(amount, 20%, where amount > 99)", &value) == TRUTH_FALSE);
	ck_assert(survey_value("top(amount, 20%, by none)", &value) == TRUTH_UNKNOWN);
	ck_assert(survey_value("rank(amount, by city)", &value) == TRUTH_TRUE && value == 125000);
}
END_TEST

START_TEST(parts_of_days)
{
	/* Today is 2024-03-31; ordered 2024-01-31, a Wednesday; shipped 2024-02-03. */
	static const char *const holds[] = {
		"days(ordered) = 60",
		"days(ordered, shipped) = 3",
		"days(shipped, ordered) = -3",
		"months(ordered) = 2",
		"months(ordered, 2024-02-28) = 0",
		"months(ordered, 2024-02-29) = 1",
		"months(2024-03-31, ordered) = -2",
		"year(ordered) = 2024 and month(ordered) = 1 and day(ordered) = 31",
		"month(ordered + 1m) = 2 and day(ordered + 1m) = 29",
		"weekday(ordered) = 3",
		"weekday(2024-03-31) = 7",
		"age(2000-03-31) = 24 and age(2000-04-01) = 23",
		"age(2004-02-29) = 20 and age(2024-03-30) = 0",
		"age(today + 13m) = -1",
		"month(timed) = 1",
		"month(none) is empty and age(none) is empty",
		"month(ordered) between 1 and 3 and not month(ordered) in (2, 3)",
	};

	rules_say("true", holds, COUNT(holds));
	ck_assert_str_eq(rule_says("age(status) > 3"), "not a day: \"paid\"");
}
END_TEST

START_TEST(texts_are_read)
{
	static const char *const holds[] = {
		"lower('WeChat ÄÖÉ Ⅳ ΑΩ ЖЁ ＡＢ Łódź Ÿ') = 'wechat äöé Ⅳ αω жё ａｂ łódź ÿ'",
		"lower(channel) = channel",
		"lower('A') < lower('B') and lower(lower('A')) = 'a'",
		"lower('WE') in ('we', 'you') and lower('WE') =~ '^we$'",
		"length(city) = 2 and length(channel) = 6",
		"length(none) is empty and lower(none) is empty",
		"has('vip; gold；new', 'gold') and has('vip; gold；new', 'new')",
		"has('a;b', 'a') and not has('a;b', 'A') and not has('ab;b', 'a')",
		"has(channel, 'wechat')",
	};
	static const char *const unknown[] = { "has(none, 'vip')", "not has(none, 'vip')",
		"lower(none) = 'x'" };

	rules_say("true", holds, COUNT(holds));
	rules_say("unknown", unknown, COUNT(unknown));
}
END_TEST

static bool
list_has(const void *context, struct slice text)
{
	return slice_is(text, context);
}

START_TEST(lists_are_asked)
{
	struct rule *rule = rule_made("in_list('vip.csv', channel) and "
				      "in_list('b.csv', lower(city), '城市')");
	struct rule_work *work = rule_work_new();
	struct slice field[COUNT(columns)];

	row_fill(field);
	ck_assert_uint_eq(rule_lists(rule), 2);
	ck_assert(slice_is(rule_list_at(rule, 0)->file, "vip.csv"));
	ck_assert(slice_is(rule_list_at(rule, 0)->column, "channel"));
	ck_assert(slice_is(rule_list_at(rule, 1)->column, "城市"));
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FAULT);
	rule_list_set(rule, 0, list_has, "wechat");
	rule_list_set(rule, 1, list_has, "杭州");
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_TRUE);
	rule_list_set(rule, 1, list_has, "上海");
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FALSE);
	rule_work_free(work);
	rule_free(rule);
}
END_TEST

START_TEST(rules_name_rules)
{
	struct rule *paid = rule_made("status = 'paid'"), *none = rule_made("none = 'x'"),
		    *rule = rule_made("segment('high') and amount > 1");
	const struct rule *both[] = { none, paid };
	struct rule_work *work = rule_work_new();
	struct slice field[COUNT(columns)];
	struct rule_error error;

	row_fill(field);
	ck_assert_uint_eq(rule_others(rule), 1);
	ck_assert(slice_is(rule_other(rule, 0), "high"));
	ck_assert(!rule_others_set(rule));
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FAULT);
	rule_other_set(rule, 0, both, 1);
	ck_assert(rule_others_set(rule));
	rule_work_row(work, 1);
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_UNKNOWN);
	rule_other_set(rule, 0, both, 2);
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_TRUE);
	field[4] = slice_from("open");
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_TRUE); /* the same row yet */
	rule_work_row(work, 2);
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_UNKNOWN);
	rule_other_wrong(rule, 0, &error, "no %s", "rule");
	ck_assert_str_eq(error.message, "no rule");
	ck_assert_uint_eq(error.length, strlen("segment('high')"));
	rule_work_free(work);
	rule_free(rule);
	rule_free(none);
	rule_free(paid);
}
END_TEST

START_TEST(calls_that_are_wrong)
{
	static const struct wrong wrong[] = {
		{ "top(amount, 20%, by city, by status)", "                          ^^^^^^^^^",
			"\"by\" stands here a second time", "" },
		{ "top(amount, 20%, where amount)", "                       ^^^^^^",
			"expected a condition, this is a column", "compare it" },
		{ "top(amount, 20%, by 5)", "                    ^",
			"expected text, this is a number", "" },
		{ "top(amount, 20%, status)", "^^^^^^^^^^^^^^^^^^^^^^^^",
			"top takes 2 values, not 3", "top(column, 20%)" },
		{ "rank(amount, where rank(amount) = 1) = 1", "                   ^^^^^^^^^^^^",
			"rank cannot stand inside rank", "" },
		{ "rank(amount, where segment('x')) = 1", "                   ^^^^^^^^^^^^",
			"segment cannot stand inside rank", "" },
		{ "ntile(amount, 1) = 1", "              ^",
			"expected a number of tiles, 2 to 1000", "" },
		{ "bottom(amount, 0%)", "               ^^", "a share of 0% is nobody", "" },
		{ "days(ordered, shipped, today) = 1", "^^^^^^^^^^^^^^^^^^^^^^^^^^^^^",
			"days takes 1 or 2 values, not 3", "days(from)" },
		{ "month(5) = 5", "      ^", "expected a day, this is a number", "" },
		{ "length(5) = 5", "       ^", "expected text, this is a number", "" },
		{ "has(status, city)", "            ^^^^",
			"expected a tag, written in single quotes", "" },
		{ "has(status, 'a;b')", "            ^^^^^",
			"one tag; several are joined by \"and\" or \"or\"", "" },
		{ "in_list(city, city)", "        ^^^^",
			"expected the name of a file, written in single quotes", "" },
		{ "in_list('a.csv', lower(city))", "                 ^^^^^^^^^^^",
			"which column of the file is that?", "in_list(" },
		{ "segment(high)", "        ^^^^",
			"expected the name of a segment, written in single quotes", "" },
	};

	rules_are_wrong(wrong, COUNT(wrong));
}
END_TEST

SUITE(rule_function)
{
	Suite *suite = suite_create("rule/function");
	TCase *surveys = tcase_create("surveys"), *calls = tcase_create("calls");

	tcase_add_test(surveys, surveys_told);
	tcase_add_test(surveys, surveys_collect);
	tcase_add_test(surveys, outcomes_decide);
	tcase_add_test(surveys, marks_are_counted);
	tcase_add_test(surveys, groups_and_conditions);
	suite_add_tcase(suite, surveys);
	tcase_add_test(calls, parts_of_days);
	tcase_add_test(calls, texts_are_read);
	tcase_add_test(calls, lists_are_asked);
	tcase_add_test(calls, rules_name_rules);
	tcase_add_test(calls, calls_that_are_wrong);
	suite_add_tcase(suite, calls);
	return suite;
}
