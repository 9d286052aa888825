/* What rules say of a row: figures by hand. */
#include "rule_row.h"

/* Three-valued logic, all of it. T, F, U: a condition of that truth. */
#define T "amount = 12.5"
#define F "amount = 1"
#define U "none = 1"

START_TEST(truth_tables)
{
	static const struct {
		const char *rule, *says;
	} tables[] = {
		{ "not " T, "false" },
		{ "not " F, "true" },
		{ "not " U, "unknown" },
		{ T " and " T, "true" },
		{ T " and " F, "false" },
		{ T " and " U, "unknown" },
		{ F " and " T, "false" },
		{ F " and " F, "false" },
		{ F " and " U, "false" },
		{ U " and " T, "unknown" },
		{ U " and " F, "false" },
		{ U " and " U, "unknown" },
		{ T " or " T, "true" },
		{ T " or " F, "true" },
		{ T " or " U, "true" },
		{ F " or " T, "true" },
		{ F " or " F, "false" },
		{ F " or " U, "unknown" },
		{ U " or " T, "true" },
		{ U " or " F, "unknown" },
		{ U " or " U, "unknown" },
		{ U " or " U " or " T, "true" },
		{ U " and " U " and " F, "false" },
		{ "not (" U " and " F ")", "true" },
		{ "not (" U " or " F ")", "unknown" },
	};

	for (size_t i = 0; i < COUNT(tables); i++)
		ck_assert_msg(strcmp(rule_says(tables[i].rule), tables[i].says) == 0, "%s",
			tables[i].rule);
}
END_TEST

START_TEST(empty_satisfies_no_comparison)
{
	static const char *const unknown[] = {
		"none = 1",
		"none != 1",
		"none < 1",
		"none >= 1",
		"1 > none",
		"none = 'x'",
		"none != 'x'",
		"none > 'x'",
		"none = today",
		"none != today",
		"none < today",
		"none = amount",
		"none != amount",
		"none < amount",
		"amount > none",
		"none in (1)",
		"none not in (1)",
		"none in ('x')",
		"none not in ('x')",
		"none in (today)",
		"none between 1 and 2",
		"none not between 1 and 2",
		"none =~ 'x'",
		"none !~ 'x'",
		"none =~ '^$'",
		"none + 1 > 0",
		"1 - none > 0",
		"none * 0 = 0",
		"none / 1 = 0",
		"-none = 0",
		"none + 1d > today",
		"today - none > 1",
		"number(none) = 1",
		"date(none) = today",
		"text(none) = 'x'",
		"blank = 1",
		"blank = 'x'",
		"blank = today",
		"blank =~ ' '",
		"blank != amount",
		"amount / 0 = 1",
		"amount / (seven - 7) > 1",
		"amount between none and 20",
	};
	static const char *const yes[] = {
		"none is empty",
		"blank is empty",
		"none + 1 is empty",
		"amount / 0 is empty",
		"date(none) is empty",
		"text(none) is empty",
		"amount is not empty",
		"amount + 1 is not empty",
		"'x' is not empty",
		"today - none is empty",
		"none is empty or none = 1",
		"none + 1d is empty",
	};
	static const char *const no[] = {
		"none is not empty",
		"amount is empty",
		"blank is not empty",
		"amount between none and 1",
		"amount between 20 and none",
	};

	rules_say("unknown", unknown, COUNT(unknown));
	rules_say("true", yes, COUNT(yes));
	rules_say("false", no, COUNT(no));
}
END_TEST

START_TEST(numbers_are_exact)
{
	static const char *const yes[] = {
		"0.1 + 0.2 = 0.3",
		"half + 0.2 = 0.3",
		"quantity * price = 99.9999",
		"3 * 33.3333 = 99.9999",
		"1.10 = 1.1",
		"half = 0.1",
		"grouped = 1234.5",
		"grouped > 1234.4999",
		"wide = 12",
		"wide + 1 = 13",
		"fine = 0.00001",
		"fine > 0",
		"fine < 0.0001",
		"fine != 0",
		"fine > 0.000009999",
		"fine * fine = 0.0000000001",
		"huge = 123456789012345678901234567890",
		"huge > 1",
		"huge > 123456789012345678901234567889",
		"huge + 1 = 123456789012345678901234567891",
		"-huge < 0",
		"huge - huge = 0",
		"id = 7",
		"seven = 7.0000",
		"amount - 12.5 = 0",
		"-amount = -12.5",
		"amount - -amount = 25",
		"0.3 / 0.1 = 3",
		"1 / 3 * 3 = 1",
		"amount / 5 = 2.5",
		"7 / 2 = 3.5",
		"amount / quantity > 4.16666",
		"number(nine) < ten",
		"nine < ten",
		"ten > nine",
		"number(seven) = id",
		"9223372036854775807 + 1 = 9223372036854775808",
		"0.1 * 3 = 0.3",
		"-0 = 0",
		"1000000000 * 1000000000 * 1000000000 = 1000000000000000000000000000",
		"quantity in (1, 2, 3)",
		"half in (0.1)",
		"amount not in (12, 13)",
		"amount in (25 / 2, 1 / 3)",
		"grouped in (1234.5)",
		"huge in (1, 123456789012345678901234567890)",
	};

	rules_say("true", yes, COUNT(yes));
}
END_TEST

/* Every order of less, equal and more, against a constant on either side and a column. */
START_TEST(six_orders)
{
	static const struct {
		const char *mark;
		bool less, equal, more;
	} orders[] = {
		{ "=", false, true, false },
		{ "!=", true, false, true },
		{ "<", true, false, false },
		{ "<=", true, true, false },
		{ ">", false, false, true },
		{ ">=", false, true, true },
	};
	static const struct {
		const char *small, *same, *large;
	} values[] = {
		{ "12", "12.5", "13" },
		{ "12.4999", "12.50", "12.50001" },
		{ "-99999999999999999999", "25 / 2", "99999999999999999999" },
		{ "'12.4'", "'12.50'", "'2'" },
	};

	for (size_t v = 0; v < COUNT(values); v++)
		for (size_t i = 0; i < COUNT(orders); i++) {
			const char *wanted[] = { orders[i].more ? "true" : "false",
				orders[i].equal ? "true" : "false",
				orders[i].less ? "true" : "false" };
			const char *mirrored[] = { wanted[2], wanted[1], wanted[0] };
			const char *value[] = { values[v].small, values[v].same, values[v].large };
			/* Text that looks like a number is ordered only when that is asked for. */
			const char *column = *value[0] == '\'' ? "text(amount)" : "amount";

			for (size_t k = 0; k < 3; k++) {
				char rule[128];

				snprintf(rule, sizeof rule, "%s %s %s", column, orders[i].mark,
					value[k]);
				ck_assert_msg(strcmp(rule_says(rule), wanted[k]) == 0, "%s", rule);
				snprintf(rule, sizeof rule, "%s %s %s", value[k], orders[i].mark,
					column);
				/* Mirrored: for the constant, what was more is less. */
				ck_assert_msg(
					strcmp(rule_says(rule), mirrored[k]) == 0, "%s", rule);
			}
		}
}
END_TEST

START_TEST(days_compared)
{
	static const char *const yes[] = {
		"ordered = 2024-01-31",
		"timed = 2024-01-31",
		"shipped = 2024-02-03",
		"compact = 2024-02-01",
		"ordered < shipped",
		"ordered < compact",
		"compact < shipped",
		"shipped > ordered",
		"timed <= compact",
		"date(ordered) = timed",
		"ordered != timed",
		"date(shipped) - ordered = 3",
		"shipped - date(ordered) = 3",
		"today - ordered = 60",
		"ordered - today = -60",
		"today - ordered > 59",
		"2024-03-01 - 2024-02-28 = 2",
		"ordered + 1m = 2024-02-29",
		"ordered + 13m = 2025-02-28",
		"ordered - 2m = 2023-11-30",
		"ordered + 1m + 1m = 2024-03-29",
		"ordered + 2m = 2024-03-31",
		"1m + ordered = 2024-02-29",
		"2024-02-29 + 12m = 2025-02-28",
		"ordered + 1w = 2024-02-07",
		"ordered + 30d = 2024-03-01",
		"today - 12m = 2023-03-31",
		"ordered >= today - 90d",
		"ordered between today - 60d and today - 60d",
		"shipped between ordered and today",
		"ordered in (2024-01-31, 2024-02-01)",
		"shipped not in (2024-02-04)",
		"9999-12-31 + 1d = 9999-12-31",
	};

	rules_say("true", yes, COUNT(yes));
}
END_TEST

START_TEST(text_as_bytes)
{
	static const char *const yes[] = {
		"status = 'paid'",
		"status != 'Paid'",
		"status != 'paid '",
		"id = '007'",
		"id != seven",
		"id != '7'",
		"amount = '12.50'",
		"amount != '12.5'",
		"city = '杭州'",
		"quoted = 'it''s'",
		"id = id",
		"status in ('sent', 'paid')",
		"status not in ('sent', 'paid ')",
		"id in ('7', '007')",
		"id not in ('7', '07')",
		"status > 'pa'",
		"status < 'paid '",
		"city > 'zzz'",
		"text(nine) > text(ten)",
		"text(amount) >= '12'",
		"status =~ 'aid$'",
		"status !~ 'AID'",
		"status =~ '(?i)AID'",
	};

	rules_say("true", yes, COUNT(yes));
}
END_TEST

START_TEST(faults_are_no_false)
{
	static const struct {
		const char *rule, *reason, *column;
	} faults[] = {
		{ "bad > 1", "not a number: \"12O\"", "bad" },
		{ "bad != 1", "not a number: \"12O\"", "bad" },
		{ "not bad > 1", "not a number: \"12O\"", "bad" },
		{ "bad + 1 is empty", "not a number: \"12O\"", "bad" },
		{ "amount > bad", "neither a number nor a day: \"12O\"", "bad" },
		{ "bad < amount", "neither a number nor a day: \"12O\"", "bad" },
		{ "amount < ordered", "a day, compared with a number: \"2024-01-31\"", "ordered" },
		{ "ordered < amount", "a number, compared with a day: \"12.50\"", "amount" },
		{ "bad in (1)", "not a number: \"12O\"", "bad" },
		{ "bad between 1 and 2", "not a number: \"12O\"", "bad" },
		{ "amount * bad > 1", "not a number: \"12O\"", "bad" },
		{ "-bad > 1", "not a number: \"12O\"", "bad" },
		{ "ordered - shipped > 1", "not a number: \"2024-01-31\"", "ordered" },
		{ "status > today", "not a day: \"paid\"", "status" },
		{ "city + 1d > today", "not a day: \"杭州\"", "city" },
		{ "amount >= 100 or bad > 1", "not a number: \"12O\"", "bad" },
		{ "none = 1 and bad > 1", "not a number: \"12O\"", "bad" },
		{ "none = 1 or bad > 1", "not a number: \"12O\"", "bad" },
		{ "huge * huge > 1", "the number grows too large", NULL },
		{ "top(bad, 20%)", "not a number: \"12O\"", "bad" },
	};
	static const char *const guarded[] = { "status = 'paid' or bad > 1",
		"not (status = 'x' and bad > 1)" };

	for (size_t i = 0; i < COUNT(faults); i++) {
		struct slice field[COUNT(columns)];
		struct rule_work *work = rule_work_new();
		struct rule *rule = rule_made(faults[i].rule);
		const struct rule_fault *fault = rule_work_fault(work);

		row_fill(field);
		ck_assert_msg(rule_test(rule, field, work) == TRUTH_FAULT, "%s", faults[i].rule);
		ck_assert_str_eq(fault->reason, faults[i].reason);
		ck_assert_int_eq(fault->column,
			faults[i].column ? columns_find(NULL, slice_from(faults[i].column)) : -1);
		rule_work_free(work);
		rule_free(rule);
	}
	rules_say("true", guarded, COUNT(guarded));
}
END_TEST

START_TEST(values_given)
{
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule_result result;
	struct rule_error error;
	struct rule *rule;
	money amount;
	bool rounded = false;

	row_fill(field);
	rule = rule_made("quantity * price");
	ck_assert(rule_value(rule, field, work, &result));
	ck_assert(result.kind == RULE_NUMBER && !result.unknown && result.exact);
	ck_assert(decimal_money(result.decimal, &amount, &rounded) && !rounded && amount == 999999);
	ck_assert(result.real > 99.9998 && result.real < 100);
	rule_free(rule);

	rule = rule_made("quantity * none");
	ck_assert(rule_value(rule, field, work, &result) && result.kind == RULE_NUMBER &&
		result.unknown);
	rule_free(rule);

	rule = rule_made("quantity / 2");
	ck_assert(rule_value(rule, field, work, &result) && !result.exact && result.real == 1.5);
	rule_free(rule);

	rule = rule_made("quantity * bad");
	ck_assert(!rule_value(rule, field, work, &result));
	ck_assert_str_eq(rule_work_fault(work)->reason, "not a number: \"12O\"");
	rule_free(rule);

	rule = rule_made("ordered + 1m");
	ck_assert(rule_value(rule, field, work, &result) && result.kind == RULE_DAY &&
		result.day == day_of(2024, 2, 29));
	rule_free(rule);

	rule = rule_made("city");
	ck_assert(rule_value(rule, field, work, &result) && result.kind == RULE_TEXT &&
		slice_is(result.text, "杭州"));
	ck_assert_int_eq(rule_test(rule, field, work), TRUTH_FAULT);
	rule_free(rule);

	rule = rule_made("amount");
	ck_assert(rule_ask(rule, RULE_NUMBER, &error) && rule_bind(rule, &known, 0, &error));
	ck_assert(rule_value(rule, field, work, &result) && result.kind == RULE_NUMBER &&
		result.real == 12.5);
	rule_free(rule);

	rule = rule_made("amount > 3");
	ck_assert(rule_value(rule, field, work, &result) && result.kind == RULE_TRUTH &&
		result.truth);
	rule_free(rule);
	rule_work_free(work);
}
END_TEST

/* The quick way of reading plain digits agrees with the reader of numbers. */
START_TEST(plain_numbers_read)
{
	static const char *const fields[] = {
		"0",
		"-0",
		"1",
		"-1",
		"99999999999999",
		"999999999999999",
		"100000000000000000000",
		"0.0001",
		"0.00011",
		"-0.0001",
		"12.5",
		"12.50000",
		"1.",
		".5",
		"-.5",
		"+3",
		" 3 ",
		"3-",
		"--3",
		"1.2.3",
		"-",
		".",
		"9999999999.9999",
		"99999999999999.9999",
		"１",
		"1,000",
		"1e5",
		"0x10",
		"00012",
		"12.3456789012345",
		"1 2",
	};
	struct slice field[COUNT(columns)];
	struct rule_work *work = rule_work_new();
	struct rule *rule = rule_made("number(amount)"), *above = rule_made("amount > 12.5");

	row_fill(field);
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct rule_result result;
		struct decimal wanted, limit = { 125, 1 };
		bool is_number;

		field[0] = slice_from(fields[i]);
		is_number = decimal_parse(field[0], &wanted);
		ck_assert_msg(rule_value(rule, field, work, &result) == is_number, "%s", fields[i]);
		if (!is_number) {
			ck_assert_int_eq(rule_test(above, field, work), TRUTH_FAULT);
			continue;
		}
		ck_assert_msg(decimal_compare(result.decimal, wanted) == 0, "%s", fields[i]);
		ck_assert_msg((rule_test(above, field, work) == TRUTH_TRUE) ==
				(decimal_compare(wanted, limit) > 0),
			"%s", fields[i]);
	}
	rule_free(above);
	rule_free(rule);
	rule_work_free(work);
}
END_TEST

SUITE(rule_code)
{
	Suite *suite = suite_create("rule/code");
	TCase *truth = tcase_create("truth");
	TCase *values = tcase_create("values");

	tcase_add_test(truth, truth_tables);
	tcase_add_test(truth, empty_satisfies_no_comparison);
	tcase_add_test(truth, faults_are_no_false);
	suite_add_tcase(suite, truth);
	tcase_add_test(values, numbers_are_exact);
	tcase_add_test(values, six_orders);
	tcase_add_test(values, days_compared);
	tcase_add_test(values, text_as_bytes);
	tcase_add_test(values, values_given);
	tcase_add_test(values, plain_numbers_read);
	suite_add_tcase(suite, values);
	return suite;
}
