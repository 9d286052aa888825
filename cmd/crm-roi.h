/*
 * What the files of crm-roi share: its settings, the keys that groups and costs go by, and the
 * parts of the work.
 *
 * A key is a column, a part of the source code, or the month of an order. The first `by` keys
 * are the columns of --by; those that --costs names codes by follow. A group of the fold is
 * of all keys, so that every code can be charged by itself; groups that differ in later keys
 * only are one row of the result.
 */
#ifndef CMD_CRM_ROI_H
#define CMD_CRM_ROI_H

#include "crm/campaign.h"
#include "crm/contact.h"
#include "crm/credit.h"
#include "crm/expense.h"
#include "crm/sourcecode.h"
#include "run/command.h"
#include "run/fold.h"
#include "run/report.h"
#include "run/row.h"
#include "run/side.h"
#include "run/stream.h"
#include "value/buffer.h"
#include "value/day.h"

/* --- settings --- */

enum roi_match { MATCH_CODE, MATCH_BACK, MATCH_BOTH };

/* The command line, as it was given. */
struct roi_settings {
	const char           *by, *contacts, *events, *costs, *customers, *history;
	const char           *layout, *figures, *windows;
	const char           *control, *cells;
	bool                  rows, numbers, total, sequential, cumulative, curve;
	bool                  partial, merge;
	double                confidence;
	bool                  confidence_given;
	enum roi_match        match;
	struct credit         credit;
	bool                  credit_given, window_given;
	struct span           window;
	struct campaign_terms terms;          /* `known` is filled in at the end */
};
extern struct roi_settings set;

extern const struct option_spec roi_options[];     /* crm-roi-options.c */
extern const struct command     roi_command;       /* crm-roi.c */

/* Options that do not go together are the end. */
void check_settings(void);

/* The option for which orders are told with their customer's contacts; NULL: none is given. */
const char *by_customer(void);

/* Columns of the orders; those of states go on from there. */
enum {
	ORDER_CODE,
	ORDER_AMOUNT,
	ORDER_NUMBER,
	ORDER_CUSTOMER,
	ORDER_DATE,
	ORDER_MARGIN,
	ORDER_COLUMNS,
	STATE_ROWS = ORDER_COLUMNS,
	STATE_REFUND_ROWS,
	STATE_REFUND_SUM,
	STATE_COLUMNS,
};

/* --- crm-roi-keys.c: what is grouped by, and where a table has it --- */

#define KEYS_MOST 64

enum key_kind { KEY_COLUMN, KEY_CODE, KEY_PART, KEY_ORDER_MONTH };

struct key {
	char         *name;
	enum key_kind kind;
	int           part;             /* of KEY_PART: which part of the code it is */
	int           customer;         /* which column of --customers it is, or -1 */
};

struct keys {
	struct key key[KEYS_MOST];
	size_t     count, by;
};

extern struct keys        keys;
extern struct code_layout layout;

/* The keys of --by. */
void keys_choose(const char *by);

/* The place of the key of this name, added when new. */
size_t keys_add(struct slice name);

/* What stands in a group's key before the keys that only costs go by. */
struct slice keys_of_row(struct slice key);

void keys_release(void);

/* Where a table has the keys. */
struct key_plan {
	int field[KEYS_MOST];           /* a column of the header, or -1 */
	int code;                       /* the column of the source code, or -1 */
	bool of_code;                   /* the code's text tells all keys, whatever the day */
	bool is_code;                   /* the code's text is the key, where it is plain */
};

/*
 * Finds the keys among a stream's columns; `code` is its logical column of the source code.
 * What is neither column nor part is empty; codes there must be, where the keys of --by need
 * them.
 */
void plan_stream(struct key_plan *plan, const struct stream *stream, int code, const char *file,
	bool must_have);

/*
 * The end (exit 2) where a key of --by is nowhere to be found for orders; `others` are the
 * plans of contacts and events, for what orders may take from them.
 */
void plan_require_keys(const struct key_plan *plan, const struct stream *stream,
	const struct key_plan *const others[], size_t count);

/* --- crm-roi-values.c: what the keys are in a row --- */

struct key_row {
	const struct slice *field;      /* by the header */
	struct slice        customer;
	day                 latest;     /* codes are read as of this day */
	day                 ordered;    /* of an order: its day, else DAY_NONE */
};

/* Values live as long as the row and the arena. */
void plan_values(const struct key_plan *plan, const struct key_row *row, struct arena *scratch,
	struct slice value[KEYS_MOST]);

/* The same as a fold's key. */
struct slice plan_key(
	const struct key_plan *plan, const struct key_row *row, struct arena *scratch);

/* Whether this is a code of the layout. */
bool code_is_valid(struct slice text, day latest);

/* A part of a code by its name; empty where there is none. */
struct slice code_part_called(
	struct slice text, day latest, const char *name, struct arena *scratch);

/* --- crm-roi-customers.c --- */

/* Reads --customers, as far as keys name its columns. */
void customers_read(const char *path);

/* What the table says of a customer: fills value[i] where keys.key[i].customer >= 0. */
void customers_values(struct slice customer, struct slice value[KEYS_MOST]);

/* --- crm-roi-counts.c: people and orders, counted once in a group --- */

enum { MEMBER_PERSON, MEMBER_ORDER, MEMBER_KINDS };

/* What is kept of a person; `first` is the day of the first order here, only of buyers. */
struct person {
	uint32_t bits;
	day      first;
};

/* What of them is wanted: COUNTED bits. Settled before anything is read. */
struct wanted {
	uint32_t counts;
	bool     people, orders;          /* some of them */
	bool     people_kept, orders_kept;    /* and more than whether they are there */
};
extern struct wanted wanted;

void         wanted_settle(uint32_t counts);
struct fold *counts_fold(void);

/* For members that come with a row, or by count_order and count_person. */
void count_person(const struct fold_member *member, uint32_t bits, day ordered);
void count_order(
	struct campaign *campaign, const struct fold_member *member, uint32_t bits, int64_t rows);

/* A new entry of this id, of a fold that is not being read; none when there is no id. */
struct fold_member counts_member(
	struct fold *fold, struct group *group, int kind, struct slice id, bool is_wanted);

/* The counts of several groups together. */
void counts_together(
	struct fold *fold, struct group *const group[], size_t groups, struct campaign *sum);

/* --- crm-roi-history.c --- */

/* Settles who is a new buyer, after all orders were read; --history may be NULL. */
struct firsts;
struct firsts *history_open(const char *path);
void           history_settle(struct firsts *firsts, struct fold *fold);

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

/* --- crm-roi-happenings.c: what is known of a customer, as it is gathered --- */

enum happened { HAPPENED_CONTACT, HAPPENED_EVENT, HAPPENED_ORDER };

struct happening {
	enum happened kind;          /* a customer's contacts come first, then events, orders */
	enum contact  contact;       /* but of orders */
	bool          valid;         /* gives a code of the layout */
	bool          coded;         /* an order that gives a code */
	bool          brings;        /* an order and no refund */
	day           on;            /* by which those of a kind are ordered, or DAY_NONE */
	day           until;         /* of a piece: the last day it may claim an order */
	money         amount, margin;
	struct slice  id;            /* the number of an order */
	struct slice  keys;          /* a fold's key, see fold_key */
	struct slice  campaign, cell;
};

void happening_pack(const struct happening *happening, struct buffer *order, struct buffer *record);
struct happening happening_unpack(struct slice record);    /* slices lie in the record */

/* --- crm-roi-contacts.c: the streams of contacts and events --- */

struct gather;

/* A path may be NULL. Opened before anything is read. */
struct contacts {
	struct stream  *contacts, *events;
};
extern struct key_plan contact_plan, event_plan;

struct contacts contacts_open(const char *contact_path, const char *event_path);

/* Finds the keys in them, once all keys are known. */
void contacts_plan(const struct contacts *contacts);

/* Whether the contacts say of which campaign they are. */
bool contacts_have_campaign(const struct contacts *contacts);

/* Hands their rows over; they are then told one customer after the other. */
void contacts_gather(const struct contacts *contacts, struct gather *gather);

/* --- crm-roi-windows.c: how long a contact may claim orders --- */

/* Reads --windows. */
void windows_read(const char *path);

/* By its medium. */
day window_end(day sent, struct slice medium);

/* --- crm-roi-orders.c: orders by the codes they give --- */

/* Where orders have their keys. */
extern struct key_plan order_plan;

/* The keys of an order. */
struct key_row order_keys(const struct row *row, const struct slice *field);

/* What a row of orders, or of a state, says: how many orders' rows and refunds, their money. */
int64_t order_rows(const struct row *row);
int64_t order_refund_rows(const struct row *row);
int64_t order_amount(const struct row *row);         /* of both */
money   order_refund(const struct row *row);
money   order_margin(const struct row *row);

/* Into the fold; *revenue gets what all rows brought. */
void orders_read(struct fold *fold, struct stream *orders, __int128 *revenue);

/* For a gather: *revenue is known once all were told. */
void orders_gather(struct stream *orders, struct gather *gather);

/* --- crm-roi-journeys.c: customers one after the other, with all that happened --- */

/* What was seen among contacts and events: of which kinds there were any. */
struct seen {
	int64_t rows[CONTACTS];
	int64_t undated;             /* pieces that no order can be matched to */
};

/* All but the first two may be NULL: orders are then not asked for together with contacts. */
struct trial;
struct curve;
struct seen journeys_read(struct fold *fold, const struct contacts *contacts, struct stream *orders,
	struct trial *trial, struct curve *curve, __int128 *revenue);

/* --- crm-roi-trial.c: the cells and their control --- */

struct trial *trial_new(void);
void          trial_free(struct trial *trial);

/* A customer: the cells he was put into, in the order of their days; orders; the end of it. */
void trial_assign(struct trial *trial, const struct happening *contact);
void trial_order(struct trial *trial, const struct happening *order);
void trial_done(struct trial *trial);

/* The arms in the order of their keys; free() the array. */
struct group **trial_arms(struct trial *trial, size_t *count);

/* --- crm-roi-compare.c: their comparison, written out --- */

struct report *compare_begin(void);
void           compare_report(struct report *report, struct trial *trial, struct fold *fold);

/* --- crm-roi-curve.c: answers by the days since their piece --- */

struct curve *curve_new(void);
void          curve_free(struct curve *curve);

/* A customer answered in this row; DAY_NONE: without a piece. Then, he is done. */
void curve_answer(struct curve *curve, struct slice row, day sent, day on);
void curve_done(struct curve *curve);

struct report *curve_begin(void);
void           curve_report(struct report *report, struct curve *curve);

/* --- crm-roi-states.c: --merge --- */

/* The first column of a state, and how the name of the last begins. */
#define STATE_NAME  "crm-roi-state-1"
#define STATE_STAMP "amount="

void check_states(void);

struct stream *states_open(struct operands files);

/* False through row_bad: no such row is in a state. */
bool judge_state(const struct row *row);

/* The name of its last column: what it was made of. */
struct slice state_stamp(const struct stream *states);

/* --- crm-roi-partial.c --- */

/* The keys of a state, instead of those of a result. */
void state_keys(const struct stream *of);

/* The state of these orders or states, instead of a result. */
void write_state(struct stream *of);

/* --- crm-roi-result.c --- */

struct figures {
	enum campaign_figure figure[CAMPAIGN_FIGURES];
	size_t               count;
	unsigned             basis;      /* what any of them rests on */
};

/* --- crm-roi-basis.c --- */

/* What is to be counted, as far as the orders can give it. */
void choose_counts(struct stream *orders, const struct figures *figures, const struct costs *costs);

/* The bases that are known, once contacts and events were read. */
unsigned find_known(struct stream *orders, const struct costs *costs, const struct seen *seen);

/* The end where responses cost something and nobody knows of any. */
void check_response_costs(const struct costs *costs, unsigned known);

/* --- the result --- */

struct result {
	struct fold   *fold;
	struct group **group;            /* in the order of their keys */
	size_t         groups;
};

/*
 * The names of an option that are among `count` known ones, by their places: fills chosen[count];
 * "all" are all. What is none of them is the end (exit 2).
 */
size_t names_choose(const char *names, const char *name_of(int), int count, int chosen[]);

/* A figure into its column. */
void report_value(struct report *report, const struct figure_value *value, const char *name);

/* Those of --figures; NULL: a choice of them. What is none of them is the end (exit 2). */
struct figures figures_choose(const char *names);

/* The columns: those of --by, then the figures; repeated names are the end (exit 2). */
struct report *result_begin(const struct figures *figures);

/* Ends the filter where the rows' money is not this. */
void result_check(const struct result *result, __int128 revenue, __int128 cost);

void result_report(
	const struct result *result, struct report *report, const struct figures *figures);

#endif
