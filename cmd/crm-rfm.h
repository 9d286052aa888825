/*
 * What the parts of crm-rfm share: its settings, its columns, the customers' histories.
 */
#ifndef CMD_CRM_RFM_H
#define CMD_CRM_RFM_H

#include "crm/history.h"
#include "crm/rfm.h"
#include "crm/rfm_eight.h"
#include "crm/rfm_map.h"
#include "crm/rfm_score.h"
#include "run/fold.h"
#include "value/number.h"

struct report;

enum rfm_refunds { REFUNDS_NET, REFUNDS_IGNORE, REFUNDS_BY_DAY };

enum rfm_method { METHOD_QUANTILE, METHOD_COUNT, METHOD_NESTED, METHOD_CUTS };

enum rfm_map_choice { MAP_ENGLISH, MAP_CHINESE, MAP_EIGHT };

/* The command line, as it was given. */
struct rfm_settings {
	const char      *frequency;       /* orders, rows, days; NULL: by the columns */
	enum rfm_refunds refunds;
	bool             refunds_given;
	bool             partial, merge, orders_whole, customer_level;
	bool             windowed, window_only;
	struct span      span;
	char             window[16];      /* 12m, 90d: as columns are called by it */
	day              after;           /* the window's days are later */
	const char      *customers;
	bool             histories_only, print, bins_given;
	enum rfm_method  method;
	bool             method_given, weighted;
	size_t           bins[RFM_MEASURES];
	int64_t          weight[RFM_MEASURES];     /* in one unit, whatever it is */
	const char      *cuts, *cuts_out, *segments;
	enum rfm_map_choice map;
	bool             map_given, check_map;
	const char      *previous;
	bool             matrix, by_segment, deciles;
	const char      *margin;
};
extern struct rfm_settings set;

/* --- crm-rfm-options.c --- */

extern const struct option_spec rfm_options[];
extern const struct command rfm_command;     /* crm-rfm.c */

/* The words of --frequency and of --refunds, those as enum rfm_refunds. */
extern const char *const frequency_words[3], *const refunds_words[3];

/* Options that do not go together are the end; what follows from others is set. */
void check_settings(void);

/* Of rows the first five; a state has them all. */
enum { CUSTOMER, DATE, AMOUNT, ORDER, MARGIN, ROWS, REFUND_ROWS, REFUND_SUM };

/* --- crm-rfm-orders.c --- */

/* Every customer's history from the rows of a stream, settled. */
struct fold *read_histories(struct stream *rows);

/* What is counted: orders, rows or days, as told or by the columns. */
const char *counted_by(const struct stream *rows);

/* What a row, of orders or of a state, says happened. */
struct history_entry row_entry(const struct row *row);

/*
 * --- crm-rfm-scores.c: all customers of the result, by key, with their scores ---
 */
struct customers {
	struct group   **customer;
	size_t           count;
	struct rfm_scale scale[RFM_MEASURES];
	rfm_scores      *score;                    /* NULL: none are asked for */
	struct rfm_map   map;
	struct rfm_means means;
};

void find_customers(struct customers *all, struct fold *histories);
void release_customers(struct customers *all);

/* Scales not given by --cuts are fitted first. */
void score_customers(struct customers *all);
struct slice customer_segment(const struct customers *all, size_t i);

/* A measure as it is printed and scored: in the window, when there is one. */
int64_t customer_measure(struct group *customer, enum rfm_measure m);

/* What was spent, in the window or ever. Too large for money: the end. */
money customer_money(struct group *customer, money_sum spent);

/* What a measure's column is called: frequency, or frequency_12m, which is then in name[]. */
#define MEASURE_NAME 32
const char *measure_name(enum rfm_measure m, char name[MEASURE_NAME]);

#define STATE "crm-rfm-state-1"

/* --- crm-rfm-states.c: what the operands are: rows, or states with --merge --- */

/* The operands, rows or with --merge states; *key_name is what the customers' column is called. */
struct stream *open_input(struct operands files, struct slice *key_name);

/* What the state of these rows, or the states themselves, say they were made of. */
struct buffer;
void state_stamp(const struct stream *rows, struct slice key_name, struct buffer *text);

/* The states that are merged hold orders that were counted already. */
bool state_is_whole(void);

/* --- crm-rfm-partial.c --- */

/* The state of these rows or states, instead of a result. */
void write_state(struct report *report, struct stream *rows, struct slice key_name);

/* False through row_bad: no such row is in a state. */
bool judge_entry(const struct row *row, const struct history_entry *entry);

/*
 * --- crm-rfm-margin.c: --margin, one for all or a column's ---
 *
 * A margin of a row counts in 1/1000000; profit is amount times margin, exactly, and becomes
 * money when it is printed.
 */
void        set_margin(const char *argument);
const char *margin_column(void);       /* its name; NULL: one for all, or none */

/* False through row_bad. */
bool    judge_margin(const struct row *row);
int64_t row_margin(const struct row *row);

/* Bytes to keep of a history of so many, with its profit, to which an entry adds. */
size_t margin_kept(size_t history);
void   margin_add(void *kept, const struct row *row, money_sum amount);

/* As exact as it is: what report_profit and report_ratio take. */
money_sum customer_profit(struct group *customer);

void report_margin(struct report *report, int64_t margin);

/* To the cent, half to even. */
void report_profit(struct report *report, money_sum profit);

/* --- crm-rfm-level.c: --customer-level, instead of open_input and read_histories --- */
struct stream *open_customers(struct operands files);
struct fold   *read_customers(struct stream *rows);

/* --customers: those who are not there yet get an empty history. */
void add_customers(struct fold *histories, const char *path, struct slice key_name);

/* --- crm-rfm-previous.c: the segments of an earlier result --- */
struct previous;

struct previous *previous_read(const char *path, struct slice key_name);
void             previous_free(struct previous *previous);

/* The customer's segment then, empty for who was not there. Who is asked for is not gone. */
struct slice previous_segment(struct previous *previous, struct slice customer);

/* Those who were there and were not asked for; free() the array. */
struct group **previous_gone(struct previous *previous, size_t *count);

/*
 * The results. Columns are named before the orders are read, so that nobody waits for what is
 * wrong with them.
 */

/* --- crm-rfm-result.c --- */
void name_customers(struct report *report, struct slice key_name);

/* `previous` may be NULL. */
void report_customers(
	struct report *report, const struct customers *all, struct previous *previous);

/* --- crm-rfm-summaries.c --- */
void name_segments(struct report *report);
void name_matrix(struct report *report);
void name_deciles(struct report *report);
void report_segments(struct report *report, const struct customers *all);
void report_matrix(struct report *report, const struct customers *all, struct previous *previous);
void report_deciles(struct report *report, const struct customers *all);

/* --- crm-rfm-tables.c: whatever is wrong with a file is all said, then it is the end --- */

/* --cuts; bins[] gets the number of bins they have. */
void read_cuts(const char *path, struct rfm_scale scale[RFM_MEASURES], size_t bins[RFM_MEASURES]);

/* --cuts-out. A scale without bins, for want of customers, has no rows. */
void write_cuts(struct report *report, const struct rfm_scale scale[RFM_MEASURES]);

/* --segments, for scores of bins[]. */
void read_map(const char *path, struct rfm_map *map, const size_t bins[RFM_MEASURES]);

/* --check-segments: false when there are holes, or segments that name nobody. */
bool check_map(const struct rfm_map *map);

/* --print-segments */
void print_map(const struct rfm_map *map);

#endif
