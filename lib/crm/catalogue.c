#include "crm/catalogue.h"

#include <stdlib.h>

#include "value/memory.h"

void
catalogue_init(struct catalogue *catalogue)
{
	*catalogue = (struct catalogue){ 0 };
	point_names_init(&catalogue->names);
}

void
catalogue_release(struct catalogue *catalogue)
{
	point_names_release(&catalogue->names);
	free(catalogue->item);
}

bool
catalogue_add(struct catalogue *catalogue, struct slice name, struct item item)
{
	bool     fresh;
	uint32_t number = point_names_number(&catalogue->names, name, &fresh);

	if (!fresh)
		return false;
	MEMORY_GROW(catalogue->item, catalogue->capacity, number + 1);
	catalogue->item[number] = item;
	catalogue->limited |= item.stock != STOCK_UNLIMITED;
	return true;
}

uint32_t
catalogue_find(const struct catalogue *catalogue, struct slice name)
{
	return point_names_find(&catalogue->names, name);
}

int64_t
catalogue_pieces(const struct catalogue *catalogue, struct slice product, bool said, int64_t points,
	uint32_t *item)
{
	const struct item *found;

	*item = product.length ? catalogue_find(catalogue, product) : NO_NAME;
	if (*item == NO_NAME)
		return 0;
	found = &catalogue->item[*item];
	if (found->stock == STOCK_UNLIMITED || (said && points % found->points))
		return 0;
	return said ? points / found->points : 1;
}
