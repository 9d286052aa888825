#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "crm/codetext.h"
#include "crm_layout.h"

/* All codes in a text, joined by blanks. */
static const struct code_register *asked;

static const char *
found(const char *text)
{
	static char list[200];
	size_t length = 0, at = 0;
	struct code code;

	while (code_find(&layout, asked, slice_from(text), &at, &code)) {
		if (length)
			list[length++] = ' ';
		memcpy(list + length, code.text, layout.length);
		length += layout.length;
	}
	list[length] = '\0';
	return list;
}

START_TEST(codes_in_text)
{
	ck_assert_str_eq(found(""), "");
	ck_assert_str_eq(found("DB02087"), "DB02087");
	ck_assert_str_eq(found("XDB02087Y"), "");
	ck_assert_str_eq(found("DB020871"), "");
	ck_assert_str_eq(found("1DB02087"), "");
	ck_assert_str_eq(found("\xc3\xa9"
			       "DB02087"),
		"");
	ck_assert_str_eq(found("来自DB02087的订单"), "DB02087");
	ck_assert_str_eq(found("https://shop.example/?c=DB02087&x=SA01125"), "DB02087 SA01125");
	ck_assert_str_eq(found("https%3A%2F%2Fa%3Fc%3DDB02087%26x"), "DB02087");
	ck_assert_str_eq(found("%ZDDB02087"), "");
	ck_assert_str_eq(found("utm_DB02087_x, DB02087. (SA01125)"), "DB02087 DB02087 SA01125");
	ck_assert_str_eq(found("码：ＤＢ０２０８７。"), "DB02087");
	ck_assert_str_eq(found("ＸＤＢ０２０８７"), "");
	ck_assert_str_eq(found("DB02137 DB0208 db02087"), "");
	ck_assert_str_eq(found("DB02087;SA01125"), "DB02087 SA01125");
	ck_assert_str_eq(found("DB0208"), "");
	/* Small letters, all of them, where they are announced or alone. */
	ck_assert_str_eq(found(" db02087 "), "DB02087");
	ck_assert_str_eq(found("ｄｂ０２０８７"), "DB02087");
	ck_assert_str_eq(found("the code is db02087, thanks"), "DB02087");
	ck_assert_str_eq(found("优惠码：db02087"), "DB02087");
	ck_assert_str_eq(found("?code=db02087&x=sa01125"), "DB02087");
	ck_assert_str_eq(found("dB02087"), "");
	ck_assert_str_eq(found("db02137"), "");
	ck_assert_str_eq(found("code db02087x, code xdb02087"), "");
	ck_assert_str_eq(found("wx: zl01056, ask db02087"), "");

	/* Marks at the ends need no boundary. */
	ck_assert(lay_out(",fixed,,#|a,letters,1|b,digits,1|,fixed,,#"));
	ck_assert_str_eq(found("x#A1##B2#y#C3"), "#A1# #B2#");
}
END_TEST

START_TEST(spoken_digits)
{
	/* Every numeral at the place of a list's digits. */
	static const struct {
		const char *numeral;
		char digit;
	} heard[] = {
		{ "零", '0' },
		{ "〇", '0' },
		{ "洞", '0' },
		{ "一", '1' },
		{ "幺", '1' },
		{ "壹", '1' },
		{ "二", '2' },
		{ "两", '2' },
		{ "兩", '2' },
		{ "贰", '2' },
		{ "三", '3' },
		{ "叁", '3' },
		{ "四", '4' },
		{ "肆", '4' },
		{ "五", '5' },
		{ "伍", '5' },
		{ "六", '6' },
		{ "陆", '6' },
		{ "七", '7' },
		{ "拐", '7' },
		{ "柒", '7' },
		{ "八", '8' },
		{ "捌", '8' },
		{ "九", '9' },
		{ "勾", '9' },
		{ "玖", '9' },
	};

	for (size_t i = 0; i < sizeof heard / sizeof heard[0]; i++) {
		char text[32], expected[8];

		snprintf(text, sizeof text, "DB0%s087", heard[i].numeral);
		snprintf(expected, sizeof expected, "DB0%c087", heard[i].digit);
		ck_assert_str_eq(found(text), expected);
	}
	ck_assert_str_eq(found("DB洞两洞八拐"), "DB02087");
	ck_assert_str_eq(found("D B 洞 两 洞 八 拐"), "DB02087");
	ck_assert_str_eq(found("ＤＢ洞两洞八拐"), "DB02087");
	ck_assert_str_eq(found("报DB零二零八七和SA零幺幺二五，谢谢"), "DB02087 SA01125");
	ck_assert_str_eq(found("DB 洞两洞八拐 两件"), "DB02087");
	ck_assert_str_eq(found("DB洞两洞八拐两件"), "");
	ck_assert_str_eq(found("DB洞两洞八拐2"), "");
	ck_assert_str_eq(found("DB洞两幺三拐"), "");
	ck_assert_str_eq(found("XDB洞两洞八拐"), "");
	ck_assert_str_eq(found("一二零二零八七"), "");
	/* A printed code ends where it ends. */
	ck_assert_str_eq(found("DB02087两件"), "DB02087");
}
END_TEST

START_TEST(blanks_and_dashes)
{
	ck_assert_str_eq(found("D B 0 2 0 8 7"), "DB02087");
	ck_assert_str_eq(found("it is D B 0 2 0 8 7 thanks"), "DB02087");
	ck_assert_str_eq(found("D-B-0-2-0-8-7"), "DB02087");
	ck_assert_str_eq(found("D-B-02-08-7"), "DB02087");
	ck_assert_str_eq(found("DB-02-08-7"), "DB02087");
	ck_assert_str_eq(found("DB-02087"), "DB02087");
	ck_assert_str_eq(found("DB – 02 – 08 – 7"), "DB02087");
	ck_assert_str_eq(found("DB 02 08 7"), "DB02087");
	ck_assert_str_eq(found("DB 0 2 0 8 7"), "DB02087");
	ck_assert_str_eq(found("D　B　0　2　0　8　7"), "DB02087");
	ck_assert_str_eq(found("D B 0 2 0 8 7 S A 0 1 1 2 5"), "DB02087 SA01125");
	ck_assert_str_eq(found("D-B-02-08-7 S-A-01-12-5"), "DB02087 SA01125");
	/* Alone, or announced. */
	ck_assert_str_eq(found(" DB 02087 "), "DB02087");
	ck_assert_str_eq(found("code: DB 02087, please"), "DB02087");
	ck_assert_str_eq(found("优惠码是DB 02087的"), "DB02087");
	ck_assert_str_eq(found("the code is DB 02087."), "DB02087");
	ck_assert_str_eq(found("用券（DB 02087）下单"), "DB02087");
	ck_assert_str_eq(found("Coupon \"DB 02087\""), "DB02087");
	ck_assert_str_eq(found("from DB 02087"), "");
	ck_assert_str_eq(found("this DB 02087"), "");
	/* Uneven, or in the wrong places. */
	ck_assert_str_eq(found("x DB-02 087"), "");
	ck_assert_str_eq(found("x DB 0 2087"), "");
	ck_assert_str_eq(found("D--B02087"), "");
	ck_assert_str_eq(found("D    B 0 2 0 8 7"), "");
	/* It goes on. */
	ck_assert_str_eq(found("D B 0 2 0 8 7 1"), "");
	ck_assert_str_eq(found("X D B 0 2 0 8 7"), "");
	ck_assert_str_eq(found("DB-02-08-7-15"), "");
	ck_assert_str_eq(found("A-DB-02-08-7"), "");
	ck_assert_str_eq(found("D B 0 2 0 8 71"), "");
}
END_TEST

START_TEST(what_is_no_code)
{
	static const char *const text[] = {
		"电话 138-0208-7123 或 021-6208 7123",
		"订单号 20260807123456，2026-08-07 下单",
		"zip code NY 10016, postcode: NY 10016",
		"邮政编码 NY 10016",
		"MA 02108, NY 10016 and QQ 10086",
		"see NO 20045",
		"AM 10-11 2位",
		"PM 02:08-7",
		"尺码 XL 38-10 2件",
		"一共二零零八七元",
		"A4 2026-08-07",
		"DB02137 DB02007",
		"db02087 dB02087",
		"the code db 02087",
		"D.B.0.2.0.8.7",
		"B2B 02087",
	};

	for (size_t i = 0; i < sizeof text / sizeof text[0]; i++)
		ck_assert_msg(!*found(text[i]), "%s: %s", text[i], found(text[i]));
	/* A layout without letters is a number: only as printed. */
	ck_assert(lay_out("a,digits,7"));
	ck_assert_str_eq(found("0208712 0208-712 0 2 0 8 7 1 2"), "0208712");
}
END_TEST

START_TEST(check_digits_and_marks)
{
	ck_assert(lay_out("medium,letters,1|cell,letters,1|list,digits,2|m,month|y,year,1|,check"));
	ck_assert_str_eq(found("DB02087R DB02087S D B 0 2 0 8 7 R"), "DB02087R DB02087R");
	ck_assert(lay_out("brand,letters,2|,fixed,,-|year,year,4|month,month|shop,digits,1"));
	ck_assert_str_eq(found("TS-2026081 T S - 2 0 2 6 0 8 1 TS-二零二六零八幺"),
		"TS-2026081 TS-2026081 TS-2026081");
}
END_TEST

static void
add(struct code_register *codes, const char *text)
{
	struct code code;

	ck_assert_int_eq(code_read(&layout, slice_from(text), &code), CODE_EXACT);
	code.year = 2007;
	register_add(codes, &code, NULL, 0);
}

START_TEST(by_the_register)
{
	struct code_register codes;

	register_init(&codes, &layout);
	add(&codes, "DB02087");
	add(&codes, "SI01127");
	asked = &codes;
	ck_assert_str_eq(found("DB02087 DA02087 SA02087"), "DB02087");
	ck_assert_str_eq(found("want db02087, Si01127"), "DB02087 SI01127");
	ck_assert_str_eq(found("DB 02087 or db - 02 - 087"), "DB02087 DB02087");
	ck_assert_str_eq(found("from MA 02108 and DB洞两洞八拐"), "DB02087");
	ck_assert_str_eq(found("?c=db02087&x"), "DB02087");
	/* At most two that look alike, one letter itself, none with gaps. */
	ck_assert_str_eq(found("DBO2O87"), "DB02087");
	ck_assert_str_eq(found("DBO2O8T DBOZO87"), "");
	ck_assert_str_eq(found("S101127 5I01127 5101127"), "SI01127 SI01127");
	ck_assert_str_eq(found("D 802087 DB O2087"), "");
	ck_assert_str_eq(found("xDB02087 DB020871 DB02087x"), "");
	asked = NULL;
	register_release(&codes);
}
END_TEST

SUITE(crm_codetext)
{
	Suite *suite = suite_create("crm/codetext");
	TCase *all = tcase_create("codetext");

	tcase_add_checked_fixture(all, set_up, tear_down);
	tcase_add_test(all, codes_in_text);
	tcase_add_test(all, spoken_digits);
	tcase_add_test(all, blanks_and_dashes);
	tcase_add_test(all, what_is_no_code);
	tcase_add_test(all, check_digits_and_marks);
	tcase_add_test(all, by_the_register);
	suite_add_tcase(suite, all);
	return suite;
}
