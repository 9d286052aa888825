/* The pass: any number of threads, blocks of any size. */
#include "oracle_pass.h"
#include "unit.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const size_t block_size[] = { 1, 2, 3, 7, 63, 64, 65, 64 << 10 };
static const char *const scanner[] = { "scalar", "sse2", "avx2", "neon" };
static const int threads[] = { 1, 2, 8 };

static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static void
try(struct slice input, size_t block, bool lax, uint64_t *seed)
{
	struct trial trial = { .dialect = { ',', lax, CUTTER_MAX_RECORD, block } };

	do
		trial.scanner = scanner[draw(seed) % COUNT(scanner)];
	while (!scanner_force(trial.scanner));
	ck_assert(oracle_passes(&trial, input, threads[draw(seed) % COUNT(threads)]));
}

START_TEST(threads_agree_with_the_oracle)
{
	static const char *const piece[] = { "a,b\n", "\"a\",\"b\"\r\n", "1,\"x\ny\"\n", "c\n",
		"\"a\"\"b\",\n", "a\"b,c\n", "\"a\nb\n", "\n", "\xE5\x85\x83,1\n", "\xC3,1\n",
		"a\rb,c\n", ",\n", "1,2,3\n", "one,two\n", "\"\n\",\"\n\"\n" };
	static char text[4000];
	uint64_t seed = 11;

	for (int n = 0; n < 3000; n++) {
		size_t wanted = draw(&seed) % (n % 8 ? 300 : 3900), length = 0;

		while (length < wanted) {
			const char *next = piece[draw(&seed) % (COUNT(piece) - (n % 2 ? 6 : 0))];

			memcpy(text + length, next, strlen(next));
			length += strlen(next);
		}
		try(slice_of(text, length), block_size[draw(&seed) % COUNT(block_size)],
			draw(&seed) % 4 == 0, &seed);
	}
}
END_TEST

/* Rows of which one is bad, beginning at each place around the edge of a block. */
START_TEST(a_bad_row_leaves_its_neighbours)
{
	static const char *const bad[] = { "x\"y,z\n", "\"x\"y,z\n", "x\ry,z\n", "\xFF,z\n", "x\n",
		"\"x\nx,z\n", "x,\"y\" \n" };
	static const size_t edge[] = { 63, 64, 65, 128, 256 };
	static char text[1000];
	uint64_t seed = 23;

	for (size_t i = 0; i < COUNT(bad); i++) {
		for (size_t e = 0; e < COUNT(edge); e++) {
			for (size_t at = edge[e] - 12; at <= edge[e] + 12; at++) {
				size_t length = 0;

				/* Rows of 4 bytes, one longer, so that the bad one begins there. */
				while (length + 8 <= at)
					memcpy(text + length, "a,b\n", 4), length += 4;
				memset(text + length, 'k', at - length);
				memcpy(text + at - 3, ",l\n", 3);
				length = at + strlen(bad[i]);
				memcpy(text + at, bad[i], strlen(bad[i]));
				for (int more = 0; more < 40; more++, length += 6)
					memcpy(text + length, "\"c\",d\n", 6);
				try(slice_of(text, length), edge[e], false, &seed);
				try(slice_of(text, length), edge[e], true, &seed);
			}
		}
	}
}
END_TEST

SUITE(run_pass)
{
	Suite *suite = suite_create("run/pass");
	TCase *oracle = tcase_create("agrees with libcsv");

	tcase_set_timeout(oracle, 120);
	tcase_add_test(oracle, threads_agree_with_the_oracle);
	tcase_add_test(oracle, a_bad_row_leaves_its_neighbours);
	suite_add_tcase(suite, oracle);
	return suite;
}
