/*
 * Balance: whether the cells of a campaign came out alike in all but what is tested.
 *
 * Counts of customers by campaign, subject, value and cell. Subject 0 is the cells' sizes,
 * counted before any other for each customer; what the others are about (a column, another
 * campaign) is the caller's. Counting takes memory by different values, not by customers; the
 * tables of a campaign are then walked in the order of the campaigns' bytes.
 *
 * Pure; memory as in value/memory.h.
 */
#ifndef CRM_BALANCE_H
#define CRM_BALANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/cells.h"
#include "stat/test.h"
#include "value/slice.h"

#define BALANCE_SUBJECTS 256

struct balance;

struct balance *balance_new(void);
void            balance_free(struct balance *balance);        /* NULL is fine */
void            balance_count(struct balance *balance, struct slice campaign, size_t subject,
	struct slice value, struct slice cell);

/* A customer who is in several cells, and counted in none; the first one is remembered. */
void balance_several(struct balance *balance, struct slice campaign, struct slice customer);

/* The counts of one subject: count[value * cells + cell], values in the order of their bytes. */
struct balance_table {
	size_t        subject, values;
	struct slice *value;
	int64_t      *count;
};

struct balance_campaign {
	struct slice          name;
	int64_t               customers;     /* in one cell each */
	int64_t               several;       /* in more than one */
	struct slice          example;       /* of these */
	size_t                cells;
	struct slice         *cell;          /* in the order of their bytes */
	int64_t              *size;
	struct balance_table *table;         /* of the subjects after 0, in order */
	size_t                tables;
};

/*
 * After the last count: the campaigns, which live as long as the balance. Planned cells
 * that nobody is in are there too, with a size of 0; NULL: none are planned.
 */
const struct balance_campaign *balance_campaigns(
	struct balance *balance, const struct test_cells *planned, size_t *count);

/*
 * Whether the sizes are as planned (test_shares). False also where a cell is not planned;
 * expected[cell] is then 0 for it.
 */
bool balance_sizes(const struct balance_campaign *campaign, const struct test_cells *planned,
	double *expected, struct test *test);

/*
 * Whether a column's values fall alike into the cells (test_table). Values of which some cell
 * is expected to hold fewer than 5 are taken together (W. G. Cochran, "Some methods for
 * strengthening the common chi-square tests", Biometrics 10, 1954).
 */
bool balance_values(const struct balance_campaign *campaign, const struct balance_table *table,
	struct test *test);

/* Whether one value, of a subject that not all customers have, is as common in all cells. */
bool balance_share(const struct balance_campaign *campaign, const struct balance_table *table,
	size_t value, struct test *test);

#endif
