#include "crm/contact.h"

#include "value/text.h"

static const struct {
	const char  *name;
	enum contact contact;
} contact_name[] = {
	{ "sent",       CONTACT_PIECE },
	{ "发送",       CONTACT_PIECE },
	{ "已发送",     CONTACT_PIECE },
	{ "withheld",   CONTACT_WITHHELD },
	{ "未发送",     CONTACT_WITHHELD },
	{ "留出",       CONTACT_WITHHELD },
	{ "delivered",  CONTACT_DELIVERED },
	{ "送达",       CONTACT_DELIVERED },
	{ "已送达",     CONTACT_DELIVERED },
	{ "invited",    CONTACT_INVITED },
	{ "邀请",       CONTACT_INVITED },
	{ "已邀请",     CONTACT_INVITED },
	{ "responded",  CONTACT_RESPONDED },
	{ "回应",       CONTACT_RESPONDED },
	{ "响应",       CONTACT_RESPONDED },
	{ "ordered",    CONTACT_RESPONDED },
	{ "下单",       CONTACT_RESPONDED },
	{ "registered", CONTACT_REGISTERED },
	{ "报名",       CONTACT_REGISTERED },
	{ "attended",   CONTACT_ATTENDED },
	{ "参加",       CONTACT_ATTENDED },
	{ "到场",       CONTACT_ATTENDED },
};

#define CONTACT_NAMES (sizeof contact_name / sizeof *contact_name)
#define CONTACT_LONGEST 64

enum contact
contact_read(struct slice event)
{
	char folded[CONTACT_LONGEST];
	struct slice name;

	if (event.length == 0 || slice_is(event, "sent"))
		return CONTACT_PIECE;
	if (event.length > CONTACT_LONGEST)
		return CONTACT_OTHER;
	name = slice_of(folded, text_fold_name(event, folded));
	if (name.length == 0)
		return CONTACT_PIECE;
	for (size_t i = 0; i < CONTACT_NAMES; i++)
		if (slice_is(name, contact_name[i].name))
			return contact_name[i].contact;
	return CONTACT_OTHER;
}

bool
contact_is_response(enum contact contact)
{
	return contact == CONTACT_RESPONDED || contact == CONTACT_REGISTERED ||
		contact == CONTACT_ATTENDED;
}
