#include "unit.h"

#include <string.h>

#include "crm/checkchar.h"

static unsigned
state_of(enum check_alphabet alphabet, const char *text)
{
	unsigned state = 0;

	for (; *text; text++)
		state = check_step(alphabet, state, *text);
	return state;
}

/* Published: 572 has the check digit 4. */
START_TEST(damm_as_published)
{
	ck_assert_uint_eq(state_of(CHECK_DIGITS, "5724"), 0);
	for (char last = '0'; last <= '9'; last++) {
		char text[] = { '5', '7', '2', last, '\0' };

		ck_assert_int_eq(state_of(CHECK_DIGITS, text) == 0, last == '4');
	}
}
END_TEST

/*
 * By hand, of DB02087: values 13 11 0 2 0 8 7, pairs of fields (1,4) (1,2) (0,0) (0,2) (0,0) (0,8)
 * (0,7). In GF(4): 1, 2x1+1 = 3, 2x3 = 1, 2, 3, 1, 2. In GF(9), a + b i written (a,b), times 1 + i
 * is (a - b, a + b): 4 is (1,1); (0,2) + (2,0) = (2,2); (0,1); (2,1) + (2,0) = (1,1); (0,2);
 * (1,2) + (2,2) = (0,1); (2,1) + (1,2) = (0,0). State 2 x 9 + 0 = 18. The last one x must give
 * 0: 2 x 2 = 3 and x's high part is 3, its low part 0: 27, which is R.
 */
START_TEST(a_code_by_hand)
{
	ck_assert_uint_eq(state_of(CHECK_ALL, "DB02087"), 18);
	ck_assert_uint_eq(state_of(CHECK_ALL, "DB02087R"), 0);
}
END_TEST

/*
 * Both promises over the whole alphabet, from every state that a text before can lead to:
 * another character leads to another state, two neighbours the other way round too; and from two
 * states that differ the same text never leads to one. So whatever stands before and behind, a
 * single slip or swap ends in another state than 0.
 */
static void
prove(enum check_alphabet alphabet)
{
	for (unsigned s = 0; s < alphabet; s++) {
		bool reached[36] = { false };

		for (unsigned a = 0; a < alphabet; a++) {
			unsigned after = check_step(alphabet, s, check_character(a));

			ck_assert_uint_lt(after, alphabet);
			/* A slip; also: one character only leads to 0. */
			ck_assert(!reached[after]);
			reached[after] = true;
			for (unsigned b = 0; b < alphabet; b++) {
				unsigned ab = check_step(alphabet, after, check_character(b));
				unsigned ba = check_step(alphabet,
					check_step(alphabet, s, check_character(b)),
					check_character(a));

				ck_assert_int_eq(ab == ba, a == b);
			}
		}
	}
	for (unsigned c = 0; c < alphabet; c++) {
		bool reached[36] = { false };

		for (unsigned s = 0; s < alphabet; s++) {
			unsigned after = check_step(alphabet, s, check_character(c));

			ck_assert(!reached[after]);
			reached[after] = true;
		}
	}
}

START_TEST(every_slip_and_swap_of_digits)
{
	prove(CHECK_DIGITS);
}
END_TEST

START_TEST(every_slip_and_swap_of_letters_and_digits)
{
	prove(CHECK_ALL);
}
END_TEST

/* The same, said of whole codes: all slips and swaps of one of eight characters. */
START_TEST(a_whole_code)
{
	static const char good[] = "DB02087R";
	char bad[sizeof good];
	size_t tried = 0;

	for (size_t i = 0; i < sizeof good - 1; i++) {
		for (unsigned c = 0; c < CHECK_ALL; c++) {
			memcpy(bad, good, sizeof good);
			bad[i] = check_character(c);
			ck_assert_int_eq(state_of(CHECK_ALL, bad) == 0, bad[i] == good[i]);
			tried++;
		}
		if (i == 0)
			continue;
		memcpy(bad, good, sizeof good);
		bad[i] = good[i - 1];
		bad[i - 1] = good[i];
		ck_assert_int_eq(state_of(CHECK_ALL, bad) == 0, good[i] == good[i - 1]);
	}
	ck_assert_uint_eq(tried, 288);
}
END_TEST

SUITE(crm_checkchar)
{
	Suite *suite = suite_create("crm/checkchar");
	TCase *all = tcase_create("checkchar");

	tcase_add_test(all, damm_as_published);
	tcase_add_test(all, a_code_by_hand);
	tcase_add_test(all, every_slip_and_swap_of_digits);
	tcase_add_test(all, every_slip_and_swap_of_letters_and_digits);
	tcase_add_test(all, a_whole_code);
	suite_add_tcase(suite, all);
	return suite;
}
