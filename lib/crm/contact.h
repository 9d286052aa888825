/*
 * What a row of contacts or events says happened between a campaign and a customer.
 *
 * Told by the event's name, English or Chinese, in any case. Pure.
 */
#ifndef CRM_CONTACT_H
#define CRM_CONTACT_H

#include <stdbool.h>

#include "value/slice.h"

enum contact {
	CONTACT_PIECE,             /* sent, or nothing is said: a piece of the mailing */
	CONTACT_WITHHELD,          /* the control: nothing was sent */
	CONTACT_DELIVERED,         /* a piece that arrived */
	CONTACT_INVITED,
	CONTACT_RESPONDED,         /* responded, ordered */
	CONTACT_REGISTERED,
	CONTACT_ATTENDED,
	CONTACT_OTHER,             /* opened, bounced ... */
	CONTACTS,
};

/* Empty is a piece. */
enum contact contact_read(struct slice event);

/* Whoever did this answered: responded, ordered, registered, attended. */
bool contact_is_response(enum contact contact);

#endif
