/* Keys: what spreadsheets do to them. */
#include <string.h>

#include "unit.h"
#include "value/key.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

START_TEST(guards_are_no_part_of_a_key)
{
	static const struct {
		const char *text, *key;
	} known[] = {
		{ "00123", "00123" },
		{ "=\"00123\"", "00123" },
		{ "'00123", "00123" },
		{ "=\"张三\"", "张三" },
		{ "=\"\"", "" },
		{ "'", "" },
		{ "=\"a\"b\"", "=\"a\"b\"" },
		{ "=1+2", "=1+2" },
		{ "c+1", "c+1" },
		{ "a+86", "a+86" },
		{ "13800+86", "13800+86" },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		struct slice key = slice_from(known[i].text);
		const char *why = "";

		if (key_is_odd(key))
			ck_assert_msg(key_read(key, &key, &why), "refused: %s", known[i].text);
		ck_assert_msg(slice_is(key, known[i].key), "%s", known[i].text);
	}
}
END_TEST

START_TEST(rounded_numbers_are_no_keys)
{
	static const char *const rounded[] = { "1.38E+10", "1E+11", "=\"1.38E+10\"", "'1.4e+15",
		"-6.9E+12" };
	static const char *const fine[] = { "1.38E10", "E+10", "1.E+10", "13.8E+10", "1.38E+1",
		"1.38E+100", "1.38E+1a", "x1.38E+10", "1,38E+10" };
	struct slice key;
	const char *why;

	for (size_t i = 0; i < COUNT(rounded); i++) {
		ck_assert(key_is_odd(slice_from(rounded[i])));
		ck_assert_msg(!key_read(slice_from(rounded[i]), &key, &why), "%s", rounded[i]);
		ck_assert(strstr(why, "rounded"));
	}
	for (size_t i = 0; i < COUNT(fine); i++)
		ck_assert_msg(key_read(slice_from(fine[i]), &key, &why), "%s", fine[i]);
}
END_TEST

START_TEST(masked_and_folded)
{
	char out[32];
	size_t length;

	ck_assert(key_is_masked(slice_from("138****1234")) && key_is_masked(slice_from("张**")));
	ck_assert(!key_is_masked(slice_from("13800001234")) && !key_is_masked(SLICE_EMPTY));
	length = key_fold(slice_from(" Anna　Ｂ\tC "), out);
	ck_assert(slice_is(slice_of(out, length), "annabc"));
	length = key_fold(slice_from("张三"), out);
	ck_assert(slice_is(slice_of(out, length), "张三"));
}
END_TEST

SUITE(value_key)
{
	Suite *suite = suite_create("value/key");
	TCase *all = tcase_create("keys");

	tcase_add_test(all, guards_are_no_part_of_a_key);
	tcase_add_test(all, rounded_numbers_are_no_keys);
	tcase_add_test(all, masked_and_folded);
	suite_add_tcase(suite, all);
	return suite;
}
