#include "crm/history.h"

void
history_add(struct history *history, day date, money amount, bool *counted)
{
	history->spent += amount;
	if (amount < 0)
		return;
	if (!history->orders || date < history->first)
		history->first = date;
	if (!history->orders || date > history->last)
		history->last = date;
	if (counted && *counted)
		return;
	if (counted)
		*counted = true;
	history->orders++;
}

bool
history_recency(const struct history *history, day as_of, int64_t *days)
{
	if (!history->orders)
		return false;
	*days = (int64_t)as_of - history->last;
	return true;
}

bool
history_aov(const struct history *history, money *aov)
{
	return history->orders && money_divide(history->spent, history->orders, aov);
}
