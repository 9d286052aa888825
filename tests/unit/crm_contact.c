#include "crm/contact.h"

#include "unit.h"

START_TEST(names)
{
	static const struct {
		const char *event;
		enum contact contact;
	} vector[] = {
		{ "", CONTACT_PIECE },
		{ "  ", CONTACT_PIECE },
		{ "sent", CONTACT_PIECE },
		{ "Sent ", CONTACT_PIECE },
		{ "已发送", CONTACT_PIECE },
		{ "ＳＥＮＴ", CONTACT_PIECE },
		{ "withheld", CONTACT_WITHHELD },
		{ "留出", CONTACT_WITHHELD },
		{ "delivered", CONTACT_DELIVERED },
		{ "送达", CONTACT_DELIVERED },
		{ "invited", CONTACT_INVITED },
		{ "邀请", CONTACT_INVITED },
		{ "responded", CONTACT_RESPONDED },
		{ "RESPONDED", CONTACT_RESPONDED },
		{ "ordered", CONTACT_RESPONDED },
		{ "registered", CONTACT_REGISTERED },
		{ "报名", CONTACT_REGISTERED },
		{ "attended", CONTACT_ATTENDED },
		{ "到场", CONTACT_ATTENDED },
		{ "opened", CONTACT_OTHER },
		{ "sentt", CONTACT_OTHER },
		{ "a name that is much longer than that of any event there is in the world",
			CONTACT_OTHER },
	};

	for (size_t i = 0; i < sizeof vector / sizeof *vector; i++)
		ck_assert_msg(contact_read(slice_from(vector[i].event)) == vector[i].contact, "%s",
			vector[i].event);
}
END_TEST

START_TEST(responses)
{
	for (int i = 0; i < CONTACTS; i++)
		ck_assert_int_eq(contact_is_response((enum contact)i),
			i == CONTACT_RESPONDED || i == CONTACT_REGISTERED || i == CONTACT_ATTENDED);
}
END_TEST

SUITE(crm_contact)
{
	Suite *suite = suite_create("crm/contact");
	TCase *events = tcase_create("events");

	tcase_add_test(events, names);
	tcase_add_test(events, responses);
	suite_add_tcase(suite, events);
	return suite;
}
