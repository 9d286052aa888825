/* Events are read, packed, and told apart. */
#include "crm/point_packed.h"
#include "unit.h"

static struct slice
text(const char *string)
{
	return slice_from(string);
}

START_TEST(what_is_packed_comes_back)
{
	static const int64_t number[] = { 0, 1, -1, 63, 64, 127, 128, -8192, INT64_MAX,
		INT64_MIN + 1, 100, 0xffffff * 100LL, 0x1000000 * 100LL, -100 };
	static char long_name[1000];
	struct buffer record;

	memset(long_name, '7', sizeof long_name - 1);
	buffer_init(&record);
	for (size_t i = 0; i < sizeof number / sizeof *number; i++) {
		struct point_more more,
			said = { .deducted = i == 4 ? 5 : 0,
				.line = text(i == 5 ? "1" : ""),
				.product = text(i == 3 ? "tea" : ""),
				.channel = text(i == 4 ? "app" : ""),
				.original = text(i == 6 ? "o1" : ""),
				.fits = { i == 7 ? UINT64_MAX : 0, i == 8 ? 1 : 0 },
				.listed = i == 2,
				.list_amount = i == 2 ? -7 : 0,
				.shipped = i == 3,
				.shipping = i == 3 ? 9 : 0 };
		struct point_event out,
			in = { .at = (moment)(i * 9000) * DAY_SECONDS - 86400 * 30000LL,
				.kind = (enum point_kind)(i % POINT_KINDS),
				.has_amount = i % 2 || i > 9,
				.amount = i % 2 || i > 9 ? number[i] : 0,
				.has_points = i % 3,
				.points = i % 3 ? number[i] : 0,
				.document = text(i % 2   ? "订单1"
						: i == 6 ? long_name
							 : ""),
				.more = i == 1 ? &point_more_none : &said,
				.operand = i == 9 ? UINT32_MAX : (uint32_t)i * 100 };

		if (i % 4 == 1) {
			in.timed = true;
			in.at += 86399;
		}
		buffer_clear(&record);
		point_event_pack(&in, &record);
		point_event_unpack(slice_of(record.data, record.length), &out, &more);
		ck_assert(out.at == in.at && out.timed == in.timed && out.kind == in.kind);
		ck_assert_int_eq(point_identity_compare(&in, &out), 0);
		ck_assert(out.operand == in.operand && out.more->deducted == said.deducted);
		ck_assert(out.more->fits[0] == said.fits[0] && out.more->fits[1] == said.fits[1]);
		ck_assert(out.more->listed == said.listed);
		ck_assert(out.more->list_amount == said.list_amount);
		ck_assert(out.more->shipped == said.shipped);
		ck_assert(out.more->shipping == said.shipping);
		/* A usual event leaves what it says no more alone. */
		ck_assert((out.more == &more) == (i > 1 && i < 9));
	}
	buffer_release(&record);
}
END_TEST

START_TEST(a_usual_order_is_small)
{
	struct point_event event = { .at = (moment)20454 * DAY_SECONDS,
		.has_amount = true,
		.amount = 1280000,
		.document = text("A0000001"),
		.more = &point_more_none };
	struct buffer record;

	buffer_init(&record);
	point_event_pack(&event, &record);
	ck_assert_uint_le(record.length, 6 + event.document.length);
	buffer_release(&record);
}
END_TEST

START_TEST(words_are_read)
{
	static const struct {
		const char     *word;
		enum point_kind kind;
	} example[] = { { "order", POINT_ORDER }, { "消费", POINT_ORDER }, { "退货", POINT_REFUND },
		{ " Refund ", POINT_REFUND }, { "签到", POINT_ACTIVITY },
		{ "转赠", POINT_TRANSFER_IN }, { "Return_Redeem", POINT_RETURN },
		{ "return redeem", POINT_RETURN }, { "兑换退回", POINT_RETURN },
		{ "兑换", POINT_REDEEM }, { "调整", POINT_ADJUST } };
	enum point_kind kind;

	for (size_t i = 0; i < sizeof example / sizeof *example; i++) {
		ck_assert_msg(
			point_kind_parse(text(example[i].word), &kind), "%s", example[i].word);
		ck_assert_int_eq(kind, example[i].kind);
	}
	ck_assert(!point_kind_parse(text("gift"), &kind));
	ck_assert(!point_kind_parse(text(""), &kind));
	for (int i = 0; i < POINT_KINDS; i++)
		ck_assert(point_kind_parse(text(point_kind_word((enum point_kind)i)), &kind));
}
END_TEST

static const char *
read_row(struct point_event *event, const char *kind, const char *points)
{
	struct point_row row = { .kind = text(kind), .points = text(points) };
	enum point_field field;

	return point_event_read(event, &row, &field);
}

START_TEST(rows_are_read)
{
	struct point_event event = {
		.has_amount = true, .amount = -50000, .more = &point_more_none
	};

	ck_assert_ptr_null(read_row(&event, "", ""));
	ck_assert(event.kind == POINT_ORDER && event.amount == -50000);
	ck_assert_ptr_null(read_row(&event, "refund", ""));
	ck_assert(event.amount == 50000);
	event.has_amount = false;
	ck_assert_ptr_nonnull(read_row(&event, "order", ""));
	ck_assert_ptr_null(read_row(&event, "redeem", "-20"));
	ck_assert(event.points == 20 && event.has_points);
	ck_assert_ptr_null(read_row(&event, "adjust", "-20"));
	ck_assert(event.points == -20);
	ck_assert_ptr_null(read_row(&event, "transfer", "-20"));
	ck_assert(event.kind == POINT_TRANSFER_OUT && event.points == -20);
	ck_assert_ptr_null(read_row(&event, "return-redeem", ""));
	ck_assert(!event.has_points);
	ck_assert_ptr_nonnull(read_row(&event, "activity", ""));
	ck_assert_ptr_nonnull(read_row(&event, "activity", "-1"));
	ck_assert_ptr_nonnull(read_row(&event, "redeem", ""));
	ck_assert_ptr_nonnull(read_row(&event, "redeem", "1.5"));
	ck_assert_ptr_nonnull(read_row(&event, "redeem", "1000000000000001"));
	ck_assert_ptr_null(read_row(&event, "redeem", "1000000000000000"));
}
END_TEST

START_TEST(targets_are_what_an_event_goes_back_to)
{
	struct point_more more = { .original = text("o") };
	struct point_event event = { .kind = POINT_REFUND, .document = text("r"), .more = &more };

	ck_assert(slice_is(point_event_target(&event), "o"));
	event.more = &point_more_none;
	ck_assert(slice_is(point_event_target(&event), "r"));
	event.kind = POINT_RETURN;
	ck_assert(slice_is(point_event_target(&event), ""));
	event = (struct point_event){ .document = text("d"), .more = &more, .amount = 1 };
	ck_assert(slice_is(point_event_target(&event), "d"));
	event.amount = -1;
	ck_assert(slice_is(point_event_target(&event), "o"));
}
END_TEST

static int
sign(int64_t n)
{
	return (n > 0) - (n < 0);
}

/* The bytes order events of one kind as their ledger does. */
START_TEST(bytes_stand_in_the_order_of_play)
{
	static const char *const word[] = { "", "a", "aa", "b", "\xe5\x85\x91" };
	struct buffer order[2];
	uint64_t chance = 1;

	buffer_init(&order[0]);
	buffer_init(&order[1]);
	for (int n = 0; n < 200000; n++) {
		struct point_event event[2];
		struct point_more more[2];
		int play, bytes;

		for (int i = 0; i < 2; i++) {
			chance = chance * 6364136223846793005 + 1442695040888963407;
			more[i] = (struct point_more){ .line = text(word[(chance >> 38) % 2]),
				.product = text(word[(chance >> 34) % 5]),
				.channel = text(word[(chance >> 32) % 2]),
				.original = text(word[(chance >> 31) % 2]) };
			event[i] = (struct point_event){ .kind = POINT_REDEEM,
				.at = ((moment)(chance >> 63) - 1) * DAY_SECONDS,
				.timed = chance >> 62 & 1,
				.document = text(word[(chance >> 40) % 5]),
				.has_amount = chance >> 37 & 1,
				.has_points = chance >> 36 & 1,
				.more = &more[i] };
			if (event[i].timed)
				event[i].at += (moment)(chance >> 60) % 2 * (DAY_SECONDS - 1);
			if (event[i].has_amount)
				event[i].amount = (money)((chance >> 50) % 3) - 1;
			if (event[i].has_points)
				event[i].points = (chance >> 45) % 3 ? POINTS_MOST : 7;
			/* Half of them differ late or not at all. */
			if (i && n % 2) {
				event[1].document = event[0].document;
				event[1].at = event[0].at;
				event[1].timed = event[0].timed;
				more[1].line = more[0].line;
			}
			buffer_clear(&order[i]);
			point_event_order(&event[i], &order[i]);
		}
		play = sign(moment_day(event[0].at) - moment_day(event[1].at));
		if (!play)
			play = event[1].timed - event[0].timed;
		if (!play && event[0].timed)
			play = sign(event[0].at - event[1].at);
		if (!play)
			play = sign(point_identity_compare(&event[0], &event[1]));
		bytes = sign(slice_compare(slice_of(order[0].data, order[0].length),
			slice_of(order[1].data, order[1].length)));
		ck_assert_int_eq(play, bytes);
	}
	buffer_release(&order[0]);
	buffer_release(&order[1]);
}
END_TEST

SUITE(crm_point_event)
{
	Suite *suite = suite_create("crm/point_event");
	TCase *all = tcase_create("events");

	tcase_add_test(all, what_is_packed_comes_back);
	tcase_add_test(all, a_usual_order_is_small);
	tcase_add_test(all, words_are_read);
	tcase_add_test(all, rows_are_read);
	tcase_add_test(all, targets_are_what_an_event_goes_back_to);
	tcase_add_test(all, bytes_stand_in_the_order_of_play);
	suite_add_tcase(suite, all);
	return suite;
}
