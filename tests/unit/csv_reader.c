#include <string.h>

#include "oracle.h"
#include "unit.h"

static struct trial trial = { .dialect = { ',', false, CUTTER_MAX_RECORD, 1 } };
static const size_t block_size[] = { 1, 2, 3, 7, 63, 64, 65, 64 << 10 };
static const char *const scanner[] = { "scalar", "sse2", "avx2", "neon" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The same numbers on every machine, always. */
static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Tries input in every block size, with every scanner, lax and not. */
static void
try_all(struct slice input)
{
	for (size_t i = 0; i < COUNT(block_size); i++) {
		for (size_t j = 0; j < COUNT(scanner); j++) {
			for (int way = 0; way < 4; way++) {
				trial.dialect.block_size = block_size[i];
				trial.scanner = scanner[j];
				trial.dialect.lax = way & 1;
				trial.header = way & 2;
				ck_assert(oracle_agrees(&trial, input));
			}
		}
	}
}

/* Tries input in one way of the many. */
static void
try_one(struct slice input, uint64_t *seed)
{
	uint64_t way = draw(seed);

	trial.dialect.block_size = block_size[way % COUNT(block_size)];
	do
		trial.scanner = scanner[draw(seed) % COUNT(scanner)];
	while (!scanner_force(trial.scanner));
	trial.dialect.lax = (way >> 16) % 4 == 0;
	trial.header = (way >> 24) % 4 == 0;
	trial.dialect.max_record = (way >> 32) % 8 == 0 ? 1 + (way >> 40) % 100 : CUTTER_MAX_RECORD;
	ck_assert(oracle_agrees(&trial, input));
}

START_TEST(every_short_input)
{
	static const char alphabet[] = "a,\"\n\r";
	const size_t letters = sizeof alphabet - 1;
	uint64_t seed = 1;
	char text[8];

	for (size_t length = 0; length <= 7; length++) {
		size_t inputs = 1;

		for (size_t i = 0; i < length; i++)
			inputs *= letters;
		for (size_t n = 0; n < inputs; n++) {
			for (size_t i = 0, rest = n; i < length; i++, rest /= letters)
				text[i] = alphabet[rest % letters];
			try_one(slice_of(text, length), &seed);
		}
	}
}
END_TEST

/* Appends one of the things of which hostile and ordinary files are made. */
static size_t
append(char *text, size_t length, uint64_t choice, bool tame)
{
	static const char *const piece[] = { "a", ",", "\"", "\n", "\r\n", "\"\"", "\",\"",
		"\"\n\"", "\xC3\xA9", "\xE5\x85\x83", "ordinary text", "\",", "\n\"", ",,,,",
		"12.50,2024-01-05,", "\"a, \"\"b\"\"\",", "\r", "\xC3", "a\"b", "" };
	const char *chosen = piece[choice % (COUNT(piece) - (tame ? 4 : 0))];

	if (!tame && choice % COUNT(piece) == COUNT(piece) - 1) {
		text[length] = '\0';
		return length + 1;
	}
	memcpy(text + length, chosen, strlen(chosen));
	return length + strlen(chosen);
}

START_TEST(random_inputs)
{
	uint64_t seed = 0x9E3779B97F4A7C15;
	static char text[2000];

	for (int n = 0; n < 60000; n++) {
		size_t length = 0, wanted = draw(&seed) % (n % 16 == 0 ? 1500 : 120);
		bool tame = n % 2;

		while (length < wanted)
			length = append(text, length, draw(&seed) >> 20, tame);
		try_one(slice_of(text, length), &seed);
	}
}
END_TEST

/* Records in which only one byte is wrong, at every place around the edges of blocks and masks. */
START_TEST(one_wrong_byte)
{
	static const char wrong[] = "\"\r\nx,";
	char text[200];
	uint64_t seed = 5;

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = "ab,\"cd,e\",\"\"\"\",f\n"[i % 18];
	for (size_t at = 0; at < sizeof text; at++) {
		for (const char *w = wrong; *w; w++) {
			char was = text[at];

			text[at] = *w;
			for (int times = 0; times < 8; times++)
				try_one(slice_of(text, sizeof text), &seed);
			text[at] = was;
		}
	}
}
END_TEST

START_TEST(by_hand)
{
	static const char *const input[] = {
		"",
		"\n",
		"\r\n",
		"\r",
		"a",
		"a\n",
		"a,b\r\n",
		"\xEF\xBB\xBF",
		"\xEF\xBB",
		"\xEF\xBB\xBF\"a\",b\n1,2\n",
		"\n\n\r\n\na,b\n\n1,2\n\n",
		"a\"b,c\nd,e\n",
		"\"a\nb\"c\nd\n",
		"\"a\nb\nc",
		"a,\"b\nc,\"d\ne\n",
		"a\rb\nc\n",
		"\"a\rb\",c\r\nd\n",
		"\"\"\r\n\"\"\"\"\n",
		"\"a\nb\"\rc\nd\n",
		"\"\n\"\n\"\n\"\n\"\n",
		"\"x\n\"x\n\"x\n\"x\n",
		"\"x\n\"x\n\"\rx\n",
		"a\rb\n\"x\na\rb\n\"x\n",
		"\xFF\xFE,a,b\n",
		"a,\xFF\nb,c\n",
		"\"a\nb\xC3\",c\n\xC3\xA9\n",
	};

	for (size_t i = 0; i < COUNT(input); i++)
		try_all(slice_from(input[i]));
	trial.dialect.max_record = 5;
	for (size_t i = 0; i < COUNT(input); i++)
		try_all(slice_from(input[i]));
	try_all(slice_from(
		"abcd\nabcde\nabcdef\nabcdefghijkl\nabc\r\nabcd\r\nabcde\r\nabcdef\r\n"));
	try_all(slice_from("\"\n\n\n\n\n\n\n\"\n\"abc\"\n\"abcd\"\nabcde"));
	trial.dialect.max_record = CUTTER_MAX_RECORD;
	trial.dialect.delimiter = '\t';
	try_all(slice_from("a\t\"b\tc\"\td,e\n\t\t\n"));
	try_all(slice_of("a\0b\n\0", 5));
}
END_TEST

SUITE(csv_reader)
{
	Suite *suite = suite_create("csv/reader");
	TCase *agrees = tcase_create("agrees with libcsv");

	tcase_set_timeout(agrees, 120);
	tcase_add_test(agrees, by_hand);
	tcase_add_test(agrees, every_short_input);
	tcase_add_test(agrees, random_inputs);
	tcase_add_test(agrees, one_wrong_byte);
	suite_add_tcase(suite, agrees);
	return suite;
}
