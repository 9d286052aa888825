#include "run_filter.h"

#include "run/bind.h"
#include "run/profile.h"

/* The profile that a header is recognised by; "": none. */
static const struct {
	const char *names, *profile;
} headers[] = {
	{ "订单编号,买家会员名,买家实际支付金额", "taobao" },
	{ "买家支付宝账号,x,订单编号,买家实际支付金额", "taobao" },
	{ "订单号,用户实付金额(元),订单状态", "pinduoduo" },
	{ "订单号,商家实收金额(元),订单状态", "pinduoduo" },
	{ "主订单编号,子订单编号,订单应付金额", "douyin" },
	{ "Name,Email,Financial Status,Lineitem name", "shopify" },
	{ "name,email,financial_status,lineitem name", "shopify" },
	{ "order_id,order_number,order_total", "woocommerce" },
	{ "Order Number,Email (Billing),Order Total Amount", "woocommerce-advanced" },
	{ "Date,Order #,N. Revenue", "woocommerce-analytics" },
	{ "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID", "online-retail" },
	{ "订单编号,买家会员名", "" },
	{ "order_id,customer_id,order_date,amount", "" },
};

static struct header
header_of(const char *names)
{
	struct header header;
	struct slice  rest = slice_from(names), field[16];
	size_t        fields = 0;

	while (rest.data)
		rest = slice_cut(rest, ',', &field[fields++]);
	header_init(&header, field, fields, false);
	return header;
}

START_TEST(a_header_has_a_signature)
{
	struct header         header = header_of(headers[_i].names);
	const struct profile *profile = profile_choose(&header, "x.csv");

	ck_assert_str_eq(profile ? profile_name(profile) : "", headers[_i].profile);
	header_release(&header);
}
END_TEST

START_TEST(settings_are_asked_for_by_number)
{
	struct header         header = header_of(headers[0].names);
	const struct profile *taobao = profile_choose(&header, "x.csv");

	ck_assert_str_eq(profile_value(taobao, "customer", 0), "买家会员名");
	ck_assert_ptr_nonnull(profile_value(taobao, "customer", 2));
	ck_assert_ptr_null(profile_value(taobao, "customer", 3));
	ck_assert_ptr_null(profile_value(taobao, "no-such", 0));
	ck_assert(!profile_lacks(taobao, "customer"));
	header_release(&header);
	header = header_of(headers[2].names);
	ck_assert(profile_lacks(profile_choose(&header, "x.csv"), "customer"));
	header_release(&header);
}
END_TEST

/* --- what --profile says --- */

static const struct command command = {
	.name = "crm-try", .purpose = "chooses", .usage = "", .takes = TAKES_ROWS
};

static int
chooses(int argc, char **argv)
{
	struct header         header;
	const struct profile *profile;

	command_start(&command, argc, argv);
	header = header_of(headers[0].names);
	profile = profile_choose(&header, "x.csv");
	printf("%s\n", profile ? profile_name(profile) : "none");
	fflush(stdout);
	return command_end();
}

START_TEST(one_that_is_asked_for)
{
	outcome_is(filter_run(chooses, "--profile=taobao", ""), 0, "taobao\n", "");
	outcome_is(filter_run(chooses, "--profile=none", ""), 0, "none\n", "");
	outcome_is(filter_run(chooses, "--profile=shopify", ""), 1, "",
		"crm-try: x.csv: --profile=shopify: the header is that of taobao\n");
	file_write("p.csv", "profile,setting,value\nmine,customer,who\n");
	outcome_is(filter_run(chooses, "--profile=p.csv", ""), 0, "mine\n", "");
	file_write("p.csv", "profile,setting,value\nmine,customer,who\nyours,customer,who\n");
	ck_assert_int_eq(filter_run(chooses, "--profile=p.csv", "").code, 2);
	ck_assert_int_eq(filter_run(chooses, "--profile=mine", "").code, 2);
}
END_TEST

SUITE(run_profile)
{
	Suite *suite = suite_create("run/profile");
	TCase *tcase = tcase_create("profiles"), *asked = tcase_create("asked for");

	tcase_add_loop_test(tcase, a_header_has_a_signature, 0, sizeof headers / sizeof *headers);
	tcase_add_test(tcase, settings_are_asked_for_by_number);
	suite_add_tcase(suite, tcase);
	tcase_add_checked_fixture(asked, folder_make, folder_remove);
	tcase_add_test(asked, one_that_is_asked_for);
	suite_add_tcase(suite, asked);
	return suite;
}
