/*
 * What the files of crm-segment share: what was asked for, the rules, who is on which list, and
 * the choice of a record's segment.
 */
#ifndef CMD_CRM_SEGMENT_H
#define CMD_CRM_SEGMENT_H

#include "crm/segments.h"
#include "run/command.h"
#include "run/map.h"
#include "run/side.h"
#include "run/stream.h"

#define OTHER "other"

extern struct choices {
	bool        tags, explain, version, counts, check, exact;
	const char *include, *exclude, *previous, *left, *split;
	struct list only, not, sum;
} set;

/* The operands' one column that any of this needs, and only where it does. */
enum { CUSTOMER };

/* --- crm-segment-rules.c --- */

extern struct segments segments;

void add_rules(const char *file);              /* as options came */
void add_expression(const char *text);
void read_rules(struct stream *records);       /* all of them; every error said, then the end */
void print_rules(const char *book);            /* and end */

/* Whether the records of a segment (SEGMENT_NONE: of other) are written, by --only and --not. */
void choose_segments(void);
bool segment_wanted(size_t segment);

/* --- crm-segment-check.c --- */

int check_rules(struct stream *records);       /* says what is odd; the exit code */

/* --- crm-segment-lists.c --- */

struct group;

void          read_lists(struct stream *records);
struct group *listed(const struct row *row);   /* NULL: on no manual list */
bool          is_excluded(const struct group *listed, size_t segment);
size_t        included_in(const struct group *listed, size_t after);     /* or SEGMENT_NONE */

/* What the record's customer was in before; NULL: not there. Remembers that it is here now. */
const struct slice *previous_segment(const struct row *row);
void                write_left(struct stream *records);

/* --- crm-segment-place.c --- */

struct counts;

/* Why a record is in a segment. */
enum { BY_NOTHING = -1, BY_INCLUDE = -2, BY_EXCLUDE = -3, BY_ITSELF = -4 };  /* else the rule */

struct work {
	struct rule_work *rules;
	ptrdiff_t        *by;            /* of a tag */
	char             *text;          /* of joined texts */
	size_t            length, room;
	struct counts    *counts;
};

/* Whether rule i holds. False: it could not be told, the row is bad. */
bool rule_decides(size_t i, const struct row *row, struct work *work, bool *holds);
void write_version(struct out *out);           /* where it is asked for */
void split_to(struct out *out, size_t segment); /* of --split, one that is wanted */
void map_records(struct stream *records);

/* --- crm-segment-tags.c --- */

/* Adds the column; tags that are there already are taken over into it. */
void add_tags(struct stream *records, struct output *output);
bool tag_record(const struct row *row, struct out *out, void *work);

/* --- crm-segment-counts.c --- */

void           counts_start(struct stream *records);
struct counts *counts_new(void); /* of a thread */
bool           counts_row(struct counts *counts, const struct row *row); /* false: bad */
void           counts_add(struct counts *counts, size_t segment); /* other: segments.names */
void           counts_write(void);

#endif
