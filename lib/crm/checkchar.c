/* Check characters: see checkchar.h. */
#include "crm/checkchar.h"

static const unsigned char damm[10][10] = {
	{ 0, 3, 1, 7, 5, 9, 8, 6, 4, 2 },
	{ 7, 0, 9, 2, 1, 5, 4, 8, 6, 3 },
	{ 4, 2, 0, 6, 8, 7, 1, 3, 5, 9 },
	{ 1, 7, 5, 0, 9, 8, 3, 4, 2, 6 },
	{ 6, 1, 2, 3, 0, 4, 5, 9, 7, 8 },
	{ 3, 6, 7, 4, 2, 0, 9, 5, 8, 1 },
	{ 5, 8, 6, 9, 7, 2, 0, 1, 3, 4 },
	{ 8, 9, 4, 5, 3, 6, 2, 0, 1, 7 },
	{ 9, 4, 3, 8, 6, 1, 7, 2, 0, 5 },
	{ 2, 5, 8, 1, 4, 3, 6, 7, 9, 0 },
};

/* GF(4) as bits: 2 is the factor, 2 x 2 = 3. Addition is exclusive or. */
static unsigned
four_step(unsigned state, unsigned value)
{
	static const unsigned times[4] = { 0, 2, 3, 1 };

	return times[state] ^ value;
}

/* GF(9) as a + b i with i i = -1, written 3 b + a. The factor is 1 + i. */
static unsigned
nine_step(unsigned state, unsigned value)
{
	unsigned a = state % 3, b = state / 3;

	return (a + b + value / 3) % 3 * 3 + (a + 3 - b + value % 3) % 3;
}

unsigned
check_step(enum check_alphabet alphabet, unsigned state, char character)
{
	unsigned value = (unsigned)(character <= '9' ? character - '0' : character - 'A' + 10);

	if (alphabet == CHECK_DIGITS)
		return damm[state][value];
	return four_step(state / 9, value / 9) * 9 + nine_step(state % 9, value % 9);
}

char
check_character(unsigned i)
{
	return (char)(i < 10 ? '0' + i : 'A' + i - 10);
}
