/*
 * What the files of crm-roi share: the keys that groups and costs go by, and the costs.
 *
 * A key is a column, or a part of the source code. The first `by` keys are the columns of
 * --by; those that --costs names codes by follow. A group of the fold is of all keys, so
 * that every code can be charged by itself; groups that differ in later keys only are one
 * row of the result.
 */
#ifndef CMD_CRM_ROI_H
#define CMD_CRM_ROI_H

#include "crm/campaign.h"
#include "crm/expense.h"
#include "crm/sourcecode.h"
#include "run/command.h"
#include "run/fold.h"
#include "run/report.h"
#include "run/row.h"
#include "run/side.h"
#include "run/stream.h"
#include "value/day.h"

#define KEYS_MOST 64

struct key {
	char *name;
	bool  code;             /* the source code itself */
	int   part;             /* which part of the code it is, or -1 */
};

struct keys {
	struct key         key[KEYS_MOST];
	size_t             count, by;
	struct code_layout layout;
};

extern struct keys keys;

/* The place of the key of this name, added when new. */
size_t keys_add(struct slice name);

void keys_release(void);

/* Where a table has the keys. */
struct key_plan {
	int field[KEYS_MOST];           /* a column of the header, or -1 */
	int code;                       /* the column of the source code, or -1 */
};

/*
 * Finds the keys of --by among a stream's columns; `code` is its logical column of the
 * source code. What is neither column nor part is empty.
 */
void plan_stream(struct key_plan *plan, const struct stream *stream, int code, const char *file);

/* The end (exit 2) where a key of --by is neither column nor part. */
void plan_require_keys(const struct key_plan *plan, const struct stream *stream);

/*
 * The keys' values in a row, of which codes are read as of the day. Values live as long as the
 * row and the arena.
 */
void plan_values(const struct key_plan *plan, const struct slice *field, day latest,
	struct arena *scratch, struct slice value[KEYS_MOST]);

/* The same as a fold's key. */
struct slice plan_key(
	const struct key_plan *plan, const struct row *row, day latest, struct arena *scratch);

/* --- crm-roi-costs.c --- */

struct costs {
	const char      *path;
	struct expenses  expenses;
	size_t           key[EXPENSE_KEYS];     /* which of the keys the expenses' are */
	bool             sent;                  /* some say how many pieces there were */
	bool             per_response;          /* some go by responders */
	uint64_t         response_line;         /* the first that does */
};

/* Reads --costs, which adds its keys. */
void costs_read(struct costs *costs, const char *path);

void costs_release(struct costs *costs);

/* --- crm-roi-charge.c --- */

/* Lays the costs on the groups of the fold, which then have pieces and cost. */
void costs_charge(struct costs *costs, struct fold *fold);

/* --- crm-roi-contacts.c --- */

/* --contacts and --events; a path may be NULL. Opened before anything is read. */
struct contacts {
	struct stream *contacts, *events;
};

struct contacts contacts_open(const char *contacts, const char *events);

/*
 * Adds pieces, and responders where the fold has their set; returns how many responses
 * there were.
 */
__int128 contacts_read(const struct contacts *contacts, struct fold *fold);

/* Adds those of a row to the fold's sets. */
void members_count(struct campaign *campaign, const struct fold_member *member);

/* --- crm-roi-result.c --- */

struct figures {
	enum campaign_figure figure[CAMPAIGN_FIGURES];
	size_t               count;
	unsigned             basis;      /* what any of them rests on */
};

struct result {
	struct fold   *fold;
	struct group **group;            /* in the order of their keys */
	size_t         groups;
	unsigned       sets;             /* the bases whose sets the fold has */
	unsigned       known;            /* the bases that are known */
	bool           total;            /* a last row for all of them */
};

/* Those of --figures; NULL: all. What is none of them is the end (exit 2). */
struct figures figures_choose(const char *names);

/* The columns: those of --by, then the figures; repeated names are the end (exit 2). */
struct report *result_begin(const struct figures *figures);

/* Ends the filter where the rows' money is not this. */
void result_check(const struct result *result, __int128 revenue, __int128 cost);

void result_report(
	const struct result *result, struct report *report, const struct figures *figures);

#endif
