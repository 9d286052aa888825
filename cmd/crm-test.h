/*
 * What the subcommands of crm-test share: how cells are read from the command line.
 */
#ifndef CRM_TEST_COMMAND_H
#define CRM_TEST_COMMAND_H

#include "crm/balance.h"
#include "crm/cells.h"
#include "run/command.h"
#include "run/stream.h"

/* Each subcommand: its table, and what runs it. */
extern const struct command assign, check, plan;
void assign_run(struct operands files);
void check_run(struct operands files);
void plan_run(struct operands files);

/* The cells of --cells=TEXT, or the end; free with cells_free. */
struct test_cells *cells_given(const char *text);

/*
 * The places of an option's columns in the stream's header, or the end; free() them.
 * NULL: the option was not given.
 */
int *columns_given(
	const char *option, const char *names, const struct stream *stream, size_t *count);

/*
 * What check found, and the warnings of it. Subject i of the balance is the header's column
 * balanced[i - 1], the one after them is other campaigns.
 */
void findings_report(struct balance *balance, const struct test_cells *planned,
	const struct header *header, const int *balanced, size_t balances);

/* Ends unless the text, which comes to stand in the output, is UTF-8. */
void refuse_not_utf8(const char *option, const char *text);

#endif
