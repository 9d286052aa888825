#include "run/repeats.h"

#include <inttypes.h>

#include "value/text.h"

#define ORDERS_LEAST 2         /* one alone may be chance */

void
repeats_end(struct repeats *repeats)
{
	if (repeats->rows > 1 && repeats->alike)
		repeats->orders++;
	else if (repeats->rows > 1)
		repeats->others++;
	repeats->rows = 0;
}

void
repeats_add(struct repeats *repeats, const struct pass_worker *worker)
{
	const struct stream *stream = worker->stream;
	struct slice         order = worker->row.field[stream->binding.field[stream->order]];
	money                amount = worker->cell[stream->amount].money;

	if (!row_has(&worker->row, stream->amount))
		return;
	text_unguard(&order); /* no part of a number */
	if (repeats->rows && slice_equal(order, repeats->order)) {
		repeats->alike = repeats->alike && amount == repeats->amount;
		repeats->rows++;
		return;
	}
	repeats_end(repeats);
	*repeats = (struct repeats){ order, amount, order.length > 0, amount != 0, repeats->orders,
		repeats->others };
}

void
repeats_say(const struct stream *stream)
{
	if (stream->repeats < ORDERS_LEAST)
		return;
	summary_line(true,
		"all rows of an order have one amount, in each of the first %" PRIu64
		" orders of several rows: --amount-level=order counts it once, "
		"--amount-level=line says that it is right so",
		stream->repeats);
}
