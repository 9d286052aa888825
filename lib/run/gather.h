/*
 * The gather: each key's records together, in an order of their own, for filters that must
 * see a customer's rows one after the other (a ledger).
 *
 * `pack` turns a row into the bytes by which it is ordered within its key (compared
 * by memcmp; order_integer writes a number so that this is its order; equal
 * ones stay in input order) and the bytes that are kept. Records go through an external
 * sort (table/sorter.h) past a limit of memory. Where records need no order within their key
 * but that of the input, gather_new_as_read piles them up (table/piles.h), which is much
 * cheaper. Several streams may be read into one gather; then pull: a key, its records, the
 * next key.
 *
 *	while (gather_key(gather, &customer))
 *		while (gather_record(gather, &record))
 *			...
 *
 * or, of records as read, gather_records, which gives many at once.
 */
#ifndef RUN_GATHER_H
#define RUN_GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "csv/writer.h"
#include "run/row.h"
#include "run/stream.h"

/*
 * Appends to *order, which is empty at the call, and to *record, where other rows' lie; false
 * only through row_bad or row_ignore, and then what was appended is dropped. The key is the
 * customer column; a stream without one is of a customer without a name.
 */
typedef bool gather_pack(
	const struct row *row, struct buffer *order, struct buffer *record, void *work);

struct gather;

struct gather *gather_new(void);
/* Nothing that `pack` writes to *order counts. */
struct gather *gather_new_as_read(void);
void           gather_read(struct gather *gather, struct stream *stream, gather_pack *pack,
	void *(*work_new)(void), void (*work_free)(void *work));
bool gather_key(
	struct gather *gather, struct slice *key); /* the slice lives until the next gather_key */
bool gather_record(struct gather *gather, struct slice *record); /* it lives until the next call */
/*
 * Of records as read: as many of those left as there are, at most `most`; 0 when all were
 * given. They live until the next gather_key.
 */
size_t         gather_records(struct gather *gather, struct slice *record, size_t most);
/* After the last key: from the first one again. */
void           gather_again(struct gather *gather);
void           gather_free(struct gather *gather);

/* Numbers in byte order, 8 bytes each. */
void           order_integer(struct buffer *order, int64_t n);

#endif
