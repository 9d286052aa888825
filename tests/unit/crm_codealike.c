#include "unit.h"

#include "crm/codealike.h"

START_TEST(looks)
{
	static const char *const class[] = { "0O", "1IL", "2Z", "5S", "6G", "8B" };
	size_t alike = 0;

	for (char a = '0'; a <= 'Z'; a++) {
		for (char b = '0'; b <= 'Z'; b++) {
			bool same = a == b;

			if ((a > '9' && a < 'A') || (b > '9' && b < 'A'))
				continue;
			for (size_t i = 0; i < sizeof class / sizeof class[0]; i++)
				same = same || (strchr(class[i], a) && strchr(class[i], b));
			ck_assert_int_eq(character_look(a) == character_look(b), same);
			alike += same;
		}
	}
	/* 36 with themselves, 5 pairs and 3 of a three, each both ways. */
	ck_assert_uint_eq(alike, 36 + 2 * 5 + 2 * 3);
}
END_TEST

START_TEST(letters_read_as_digits)
{
	char digit;

	ck_assert(letter_looks_like_digit('S', &digit));
	ck_assert_int_eq(digit, '5');
	ck_assert(!letter_looks_like_digit('K', &digit));
}
END_TEST

static const char *
plain(const char *text)
{
	static char out[9];

	out[text_plain(slice_from(text), out, 8)] = '\0';
	return out;
}

START_TEST(letters_and_digits_alone)
{
	ck_assert_str_eq(plain("DB02087"), "DB02087");
	ck_assert_str_eq(plain(" db-02 08/7. "), "DB02087");
	ck_assert_str_eq(plain("ｄＢ０２０８７"), "DB02087");
	ck_assert_str_eq(plain("DB020871"), "DB020871");
	ck_assert_str_eq(plain("DB0208711"), "");
	ck_assert_str_eq(plain("DB02087月"), "");
	ck_assert_str_eq(plain(""), "");
}
END_TEST

START_TEST(sounds)
{
	ck_assert_uint_eq(letter_sound('B'), letter_sound('T'));
	ck_assert_uint_eq(letter_sound('M'), letter_sound('N'));
	ck_assert_uint_ne(letter_sound('M'), letter_sound('B'));
	ck_assert_uint_eq(letter_sound('A'), 0);
	for (char c = 'A'; c <= 'Z'; c++)
		ck_assert_int_eq(letter_sound(c) != 0, strchr("BDPTMN", c) != NULL);
}
END_TEST

SUITE(crm_codealike)
{
	Suite *suite = suite_create("crm/codealike");
	TCase *all = tcase_create("codealike");

	tcase_add_test(all, looks);
	tcase_add_test(all, letters_read_as_digits);
	tcase_add_test(all, letters_and_digits_alone);
	tcase_add_test(all, sounds);
	suite_add_tcase(suite, all);
	return suite;
}
