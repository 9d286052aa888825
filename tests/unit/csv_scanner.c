#include <string.h>

#include "csv/scanner.h"
#include "unit.h"

#define MOST 400

/*
 * The oracle of csv/reader tries scanners through cutter and reader. Here each says by
 * itself what plain C says, and plain C what one byte after the other says.
 */

static uint64_t
draw(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

struct indexed {
	struct ends  word[INDEX_WORDS(MOST)];
	struct index index;
};

static void
index_init(struct indexed *indexed)
{
	memset(indexed, 0, sizeof *indexed);
	indexed->index.word = indexed->word;
}

static bool
index_equal(const struct index *a, const struct index *b)
{
	return a->words == b->words && a->inside == b->inside && a->closed == b->closed &&
		a->doubled == b->doubled && a->inner == b->inner &&
		memcmp(a->word, b->word, a->words * sizeof *a->word) == 0;
}

static bool
scan_equal(const struct scan *a, const struct scan *b)
{
	return a->at == b->at && a->end == b->end && a->inside == b->inside &&
		a->quotes == b->quotes && a->high == b->high && a->nuls == b->nuls;
}

/* One byte after the other. */
static void
index_slowly(struct index *index, const char *data, size_t from, size_t to)
{
	index->words = INDEX_WORDS(to - from);
	for (size_t at = from; at < to; at++) {
		uint64_t bit = UINT64_C(1) << (at - from) % 64;

		if (data[at] == '"') {
			index->doubled |= index->closed && !index->inside;
			index->closed = index->inside != 0;
			index->inside = ~index->inside;
			continue;
		}
		index->closed = 0;
		index->inner |= data[at] == '\n' && index->inside;
		if (index->inside || (data[at] != ',' && data[at] != '\n'))
			continue;
		if (data[at] == '\n')
			index->word[(at - from) / 64].record |= bit;
		index->word[(at - from) / 64].field |= bit;
	}
}

static void
try(const struct scanner *scanner, const char *data, size_t from, size_t middle, size_t to)
{
	const struct scanner *plain = scanner_scalar();
	struct scan a = { .begin = from, .at = from, .end = from }, b = a;
	static struct indexed x, y;
	size_t n = 0;

	ck_assert_int_eq(scanner->scan(&a, data, middle, ','), plain->scan(&b, data, middle, ','));
	ck_assert(scan_equal(&a, &b));
	ck_assert_int_eq(scanner->scan(&a, data, to, ','), plain->scan(&b, data, to, ','));
	ck_assert(scan_equal(&a, &b));

	index_init(&x);
	index_init(&y);
	middle = from + (middle - from) / 64 * 64;
	scanner->index_quoted(&x.index, data, from, middle, ',');
	scanner->index_quoted(&x.index, data, middle, to, ',');
	index_slowly(&y.index, data, from, to);
	ck_assert(index_equal(&x.index, &y.index));

	index_init(&x);
	index_init(&y);
	scanner->index_plain(&x.index, data, from, to, ',');
	plain->index_plain(&y.index, data, from, to, ',');
	ck_assert(index_equal(&x.index, &y.index));

	for (size_t at = from; at < to; at++)
		n += data[at] == '"';
	ck_assert_uint_eq(scanner->count(data, from, to, '"'), n);
}

START_TEST(all_say_the_same)
{
	static const char alphabet[] = "aaaaaaaabbbbbbbb,,,\"\"\n\r\xC3\xA9 \"";
	const struct scanner *scanner[] = { scanner_scalar(), scanner_sse2(), scanner_avx2(),
		scanner_neon() };
	char data[MOST + 64];
	uint64_t seed = 7;

	for (int n = 0; n < 20000; n++) {
		size_t from = draw(&seed) % 70, to = from + draw(&seed) % (MOST - 70);
		size_t middle = from + draw(&seed) % (to - from + 1);
		/* With few letters much is misplaced, with the tame few is. */
		size_t letters = n % 2 ? sizeof alphabet : 19 + draw(&seed) % 4;

		for (size_t i = 0; i < sizeof data; i++)
			data[i] = alphabet[draw(&seed) % letters];
		for (size_t i = 0; i < sizeof scanner / sizeof *scanner; i++)
			if (scanner[i])
				try(scanner[i], data, from, middle, to);
	}
}
END_TEST

/* A high byte and a NUL are noticed at every place, and no place behind the range is. */
START_TEST(each_byte_is_seen)
{
	const struct scanner *scanner[] = { scanner_scalar(), scanner_sse2(), scanner_avx2(),
		scanner_neon() };
	char data[MOST];

	memset(data, 'a', sizeof data);
	for (size_t i = 0; i < sizeof scanner / sizeof *scanner; i++) {
		for (size_t at = 0; scanner[i] && at < 200; at++) {
			struct scan nul = { .begin = 0 }, high = { .begin = 0 };

			data[at] = '\0';
			scanner[i]->scan(&nul, data, 150, ',');
			data[at] = '\x80';
			scanner[i]->scan(&high, data, 150, ',');
			data[at] = 'a';
			ck_assert_int_eq(nul.nuls, at < 150);
			ck_assert_int_eq(high.high, at < 150);
			ck_assert(!nul.high && !high.nuls && !nul.quotes);
		}
	}
}
END_TEST

SUITE(csv_scanner)
{
	Suite *suite = suite_create("csv/scanner");
	TCase *masks = tcase_create("masks");

	tcase_set_timeout(masks, 60);
	tcase_add_test(masks, all_say_the_same);
	tcase_add_test(masks, each_byte_is_seen);
	suite_add_tcase(suite, masks);
	return suite;
}
