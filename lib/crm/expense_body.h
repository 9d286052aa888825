/*
 * The inside of expenses: the places they are charged to.
 */
#ifndef CRM_EXPENSE_BODY_H
#define CRM_EXPENSE_BODY_H

#include "crm/expense.h"
#include "table/groups.h"

struct expense_place {
	struct group    *code;       /* kept: its rank among codes, a size_t */
	struct campaign *campaign;
	size_t           id;
};

#endif
