/* top and quantile, which look at the whole input first. */
#include "rule_row.h"

static enum truth
survey_value(const char *text, int64_t *value)
{
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);
	enum truth truth;

	row_fill(field);
	ck_assert_uint_eq(rule_surveys(rule), 1);
	truth = rule_survey_value(rule, 0, field, work, value);
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
		{ SURVEY_TOP, { 2, 1 }, false },
		{ SURVEY_QUANTILE, { 8, 1 }, false },
		{ SURVEY_TOP, { 125, 3 }, true },
		{ SURVEY_QUANTILE, { 0, 0 }, true },
		{ SURVEY_TOP, { 1, 0 }, false },
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

static enum truth
judged(const char *text, bool some, struct decimal outcome)
{
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made(text);
	enum truth truth;

	row_fill(field);
	rule_survey_set(rule, 0, some, outcome);
	truth = rule_test(rule, field, work);
	rule_work_free(work);
	rule_free(rule);
	return truth;
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

SUITE(rule_function)
{
	Suite *suite = suite_create("rule/function");
	TCase *surveys = tcase_create("surveys");

	tcase_add_test(surveys, surveys_told);
	tcase_add_test(surveys, surveys_collect);
	tcase_add_test(surveys, outcomes_decide);
	suite_add_tcase(suite, surveys);
	return suite;
}
