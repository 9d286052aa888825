/* Maps of two by two by two, checked by hand; random ones against every place. */
#include <stdio.h>
#include <string.h>

#include "crm/rfm_map_check.h"
#include "unit.h"

static const size_t two[RFM_MEASURES] = { 2, 2, 2 };

static void
add(struct rfm_map *map, const char *name, const char *ends)
{
	struct rfm_segment segment = { .name = slice_from(name) };

	for (int m = 0; m < RFM_MEASURES; m++) {
		segment.range[m].least = (unsigned)(ends[2 * m] - '0');
		segment.range[m].most = (unsigned)(ends[2 * m + 1] - '0');
	}
	rfm_map_add(map, segment);
}

/* "hole 8 111122;" and so on. */
static void
write_finding(void *context, const struct rfm_finding *f)
{
	static const char *const word[] = { "hole", "never", "overlap" };
	char *text = context;
	size_t length = strlen(text);

	snprintf(text + length, 200 - length, "%s %zu %zu %d %u%u%u%u%u%u;", word[f->kind],
		f->segment, f->earlier, (int)f->places, f->range[0].least, f->range[0].most,
		f->range[1].least, f->range[1].most, f->range[2].least, f->range[2].most);
}

START_TEST(findings)
{
	struct rfm_map map;
	char text[200] = "";

	rfm_map_init(&map);
	rfm_map_check(&map, two, write_finding, text);
	ck_assert_str_eq(text, "hole 0 0 8 121212;");

	add(&map, "best", "222222");
	add(&map, "late", "111212");
	add(&map, "some", "121212");
	text[0] = '\0';
	rfm_map_check(&map, two, write_finding, text);
	ck_assert_str_eq(text, "overlap 2 0 1 222222;overlap 2 1 4 111212;");

	add(&map, "nobody", "221212");
	text[0] = '\0';
	rfm_map_check(&map, two, write_finding, text);
	ck_assert_str_eq(text, "overlap 2 0 1 222222;overlap 2 1 4 111212;never 3 0 4 221212;");
	rfm_map_release(&map);
}
END_TEST

/*
 * R 1 F 1 is held. The first free place is 1 2 1: as long as it can be in M and in R; what is
 * left is R 2 F 1. Segments of one name are one.
 */
START_TEST(holes_are_boxes)
{
	struct rfm_map map;
	char text[200] = "";

	rfm_map_init(&map);
	add(&map, "corner", "111111");
	add(&map, "corner", "111111");
	add(&map, "corner", "111112");
	rfm_map_check(&map, two, write_finding, text);
	ck_assert_str_eq(text, "never 1 0 1 111111;hole 0 0 4 122212;hole 0 0 2 221112;");
	rfm_map_release(&map);
}
END_TEST

struct counts {
	uint64_t holes;
	uint64_t places;
};

static void
count_holes(void *context, const struct rfm_finding *finding)
{
	struct counts *counts = context;

	counts->holes += finding->kind == RFM_HOLE;
	counts->places += finding->kind == RFM_HOLE ? finding->places : 0;
}

/* The built-in map leaves no hole, whatever the bins; its segments all name somebody. */
START_TEST(builtin_has_no_holes)
{
	for (size_t n = 2; n <= 12; n++) {
		const size_t bins[RFM_MEASURES] = { n, 14 - n, 5 };
		struct counts counts = { 0, 0 };
		struct rfm_map map;

		rfm_map_init(&map);
		rfm_map_builtin(&map, bins, n % 2 ? RFM_ENGLISH : RFM_CHINESE);
		rfm_map_check(&map, bins, count_holes, &counts);
		ck_assert_uint_eq(counts.holes, 0);
		rfm_map_release(&map);
	}
}
END_TEST

START_TEST(holes_hold_what_nobody_has)
{
	const size_t bins[RFM_MEASURES] = { 4, 3, 5 };
	unsigned chance = 1;

	for (int n = 0; n < 200; n++) {
		struct counts counts = { 0, 0 };
		uint64_t others = 0;
		struct rfm_map map;

		rfm_map_init(&map);
		for (int i = 0; i < n % 7; i++) {
			struct rfm_segment segment = { .name = slice_from(i % 2 ? "a" : "b") };

			for (int m = 0; m < RFM_MEASURES; m++) {
				chance = chance * 1103515245u + 12345u;
				segment.range[m].least = 1 + (chance >> 16) % (unsigned)bins[m];
				chance = chance * 1103515245u + 12345u;
				segment.range[m].most = segment.range[m].least +
					(chance >> 16) %
						((unsigned)bins[m] - segment.range[m].least + 1);
			}
			rfm_map_add(&map, segment);
		}
		for (unsigned r = 1; r <= 4; r++)
			for (unsigned f = 1; f <= 3; f++)
				for (unsigned m = 1; m <= 5; m++)
					others += slice_is(
						rfm_map_find(&map, (unsigned[]){ r, f, m }),
						RFM_OTHERS);
		rfm_map_check(&map, bins, count_holes, &counts);
		ck_assert_uint_eq(counts.places, others);
		rfm_map_release(&map);
	}
}
END_TEST

SUITE(crm_rfm_map_check)
{
	Suite *suite = suite_create("crm/rfm_map_check");
	TCase *checks = tcase_create("checks");

	tcase_add_test(checks, findings);
	tcase_add_test(checks, holes_are_boxes);
	tcase_add_test(checks, builtin_has_no_holes);
	tcase_add_test(checks, holes_hold_what_nobody_has);
	suite_add_tcase(suite, checks);
	return suite;
}
