#include "crm/draw.h"

#include <string.h>

#include "unit.h"

/* Bytes of HMAC-SHA-256 as RFC 4231 and `openssl dgst -sha256 -hmac` give them. */
START_TEST(numbers_are_pinned)
{
	static const struct {
		const char *campaign, *customer;
		uint64_t cell, wave;
	} pinned[] = {
		{ "Jefe", "what do ya want for nothing?", 0x5bdcc146bf60754e,
			0x6a042426089575c7 }, /* RFC 4231, case 2 */
		{ "autumn", "C1", 0x6a030fe30d1a871e, 0x9aa78b9a4ee83994 },
		{ "autumn", "C2", 0x4aa75a209afcf070, 0x2e6109a5d2dc5b28 },
		{ "autumn", "会员00042", 0x8a9d75350e3425b7, 0x89138e5ec2dd6b53 },
	};

	for (size_t i = 0; i < sizeof pinned / sizeof pinned[0]; i++) {
		struct draw *draw = draw_new(slice_from(pinned[i].campaign));
		struct drawn drawn = draw_customer(draw, slice_from(pinned[i].customer));

		ck_assert_uint_eq(drawn.cell, pinned[i].cell);
		ck_assert_uint_eq(drawn.wave, pinned[i].wave);
		draw_free(draw);
	}
}
END_TEST

/* A campaign longer than a block of the hash: RFC 4231, case 6. */
START_TEST(a_long_campaign)
{
	char campaign[132] = "";
	struct draw *draw;

	memset(campaign, 0xaa, 131);
	draw = draw_new(slice_from(campaign));
	ck_assert_uint_eq(
		draw_customer(
			draw, slice_from("Test Using Larger Than Block-Size Key - Hash Key First"))
			.cell,
		0x60e431591ee0b67f);
	draw_free(draw);
}
END_TEST

/*
 * printf 'strata=上海,F' | openssl dgst -sha256 -hmac autumn
 * printf 'strata="x,y","say ""hi""",z' | openssl dgst -sha256 -hmac autumn
 */
START_TEST(strata_are_pinned)
{
	struct draw *draw = draw_new(slice_from("autumn"));
	struct slice value[] = { slice_from("上海"), slice_from("F") };
	struct slice quoted[] = { slice_from("x,y"), slice_from("say \"hi\""), slice_from("z") };

	ck_assert_uint_eq(draw_stratum(draw, NULL, 0), 0x77904a33b4286b3c);
	ck_assert_uint_eq(draw_stratum(draw, value, 2), 0x66a64a8171cb866e);
	ck_assert_uint_eq(draw_stratum(draw, quoted, 3), 0x2e78fe1482b7c87c);
	draw_free(draw);
}
END_TEST

START_TEST(places)
{
	ck_assert_uint_eq(draw_place(0, 100), 0);
	ck_assert_uint_eq(draw_place(UINT64_MAX, 100), 99);
	ck_assert_uint_eq(draw_place((uint64_t)1 << 63, 100), 50);
	ck_assert_uint_eq(draw_place(((uint64_t)1 << 63) - 1, 100), 49);
	ck_assert_uint_eq(draw_place(UINT64_MAX, INT64_MAX), INT64_MAX - 1);
}
END_TEST

SUITE(crm_draw)
{
	Suite *suite = suite_create("crm/draw");
	TCase *numbers = tcase_create("numbers");

	tcase_add_test(numbers, numbers_are_pinned);
	tcase_add_test(numbers, a_long_campaign);
	tcase_add_test(numbers, strata_are_pinned);
	tcase_add_test(numbers, places);
	suite_add_tcase(suite, numbers);
	return suite;
}
