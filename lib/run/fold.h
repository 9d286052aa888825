/*
 * The fold: rows into groups, read from one or more streams, then walked in the order of
 * their keys' bytes.
 *
 *	struct fold *histories = fold_new(&(struct fold_spec){ .kept = sizeof(struct history) });
 *	fold_read(histories, orders, &(struct fold_source){ .add = add_order });
 *	struct group **customer = fold_groups(histories, &count);
 *
 * What is kept of a group is zeroed bytes at first. `add` must give the same for any order of
 * the rows (sums, least, greatest, sets), cannot fail, and gets a row without fields,
 * only bound columns. Sums that might overflow are kept as money_sum. What may refuse
 * a row, or needs its fields, is `judge`, which runs before.
 *
 * Where it has a `join`, a group may be kept in several parts, each of some of its rows;
 * join adds one part to another, in any order. Groups that are few are then folded faster.
 *
 * The key is the customer column, or what `key` makes of the row: composite keys
 * are joined by a NUL, which no field holds (fold_key_part takes them apart), so that key
 * order is column order. Every row that passes `judge` belongs to a group.
 *
 * Members: distinct ids within a group, an order's or a customer's. `member[k]` of a
 * source is the logical column whose text is the id for kind k; `add` gets what is kept
 * of an entry of this row's own, zeroed; NULL when the row has no id. Entries of a group with
 * one id are joined afterwards, by `member_join`, in any order. Of a column that is no text the
 * id is the value (a day's distinct from a day's, however written). Rows that `brings` says no
 * to have no members: a refund is nobody's order.
 *
 * After the reading `settle` sees every group that was read, with its members, once, from any
 * thread. It may change what is kept of this group and of its members.
 *
 * `measure` is added up over all rows as they pass `judge`, apart from the groups, so that a filter
 * can check that its groups lost nothing.
 */
#ifndef RUN_FOLD_H
#define RUN_FOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "run/row.h"
#include "run/stream.h"
#include "table/groups.h"
#include "value/memory.h"

struct fold_spec {
	size_t kept;
	void (*join)(void *into, const void *from);          /* NULL: parts cannot be joined */
	size_t member_kinds;
	size_t member_kept[GROUPS_MEMBER_KINDS];
	members_join *member_join[GROUPS_MEMBER_KINDS];
	void (*settle)(const struct groups *groups, struct group *group);   /* may be NULL */
};

struct fold_member {
	void *kept;                    /* NULL: no id in this row */
};

struct fold_source {
	bool         (*judge)(const struct row *row);                       /* NULL: all rows */
	struct slice (*key)(
		const struct row *row, struct arena *scratch); /* NULL: the customer column */
	void         (*add)(void *kept, const struct fold_member *member, const struct row *row);
	/* column + 1; 0: this source has none of the kind */
	int            member[GROUPS_MEMBER_KINDS];
	bool         (*brings)(const struct row *row);                      /* NULL: all rows do */
	bool           places;         /* `add` gets the row's line and file, too */
	int64_t      (*measure)(const struct row *row);                     /* NULL: nothing */
	__int128      *measured;                                            /* added to */
};

struct fold;

struct fold   *fold_new(const struct fold_spec *spec);
void fold_read(struct fold *fold, struct stream *stream, const struct fold_source *source);

/* A group by its key, made when new: for keys that come from side tables. After the reading. */
struct group  *fold_group(struct fold *fold, struct slice key);

/*
 * Adds a member to a group by its id, a text, for what no row brings: while nothing is read,
 * and before fold_groups. Returns what is kept of the entry, see groups_add_member.
 */
void *fold_add_member(struct fold *fold, struct group *group, size_t kind, struct slice id);

/* All groups by key order; free() the array. After the reading. */
struct group **fold_groups(struct fold *fold, size_t *count);

/* The members of a group, after fold_groups. */
size_t         fold_members(const struct fold *fold, const struct group *group, size_t kind);
struct member *fold_member(
	const struct fold *fold, const struct group *group, size_t kind, size_t i);

/* How many different members of a kind these groups have together. */
int64_t        fold_distinct(
	const struct fold *fold, size_t kind, struct group *const group[], size_t count);

/* Makes a composite key: parts joined by NUL. */
struct slice   fold_key(struct arena *scratch, const struct slice *part, size_t parts);
struct slice   fold_key_part(struct slice key, size_t part);

void           fold_free(struct fold *fold);

#endif
