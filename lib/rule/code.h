/*
 * A bound rule, ready to be computed row by row.
 *
 * What the checker found out is settled here: each piece of code gives a value of one kind,
 * a field is read as one kind, constants are worked out, and the comparisons that rules are
 * mostly made of (a field with a constant) have a piece of their own. Code is read-only and
 * lives until the rule is bound anew or freed.
 *
 * Computing gives a value, or nothing (an empty field entered it, or a division by zero), or
 * a fault, which is then described in the row's work. Nothing is allocated for a row.
 */
#ifndef RULE_CODE_H
#define RULE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rule/pattern.h"
#include "rule/rule.h"
#include "rule/tree.h"
#include "value/day.h"
#include "value/money.h"
#include "value/number.h"
#include "value/slice.h"

enum code_op {
	/* conditions */
	CODE_AND,
	CODE_OR,
	CODE_NOT,
	CODE_TOP,
	CODE_BOTTOM,
	CODE_HAS,
	CODE_IN_LIST,
	CODE_OTHER,
	CODE_FIELD_WITH_MONEY,
	CODE_FIELD_WITH_DAY,
	CODE_TEXT_IS,
	CODE_FIELDS_ORDERED,
	CODE_NUMBERS_ORDERED,
	CODE_DAYS_ORDERED,
	CODE_TEXTS_ORDERED,
	CODE_NUMBER_IN,
	CODE_DAY_IN,
	CODE_TEXT_IN,
	CODE_NUMBER_EMPTY,
	CODE_DAY_EMPTY,
	CODE_TEXT_EMPTY,
	CODE_MATCH,
	/* numbers */
	CODE_NUMBER,
	CODE_FIELD_NUMBER,
	CODE_ADD,
	CODE_SUBTRACT,
	CODE_MULTIPLY,
	CODE_DIVIDE,
	CODE_NEGATE,
	CODE_DAYS_FROM,
	CODE_DATE_PART,
	CODE_LENGTH,
	CODE_QUANTILE,
	CODE_NTILE,
	CODE_RANK,
	/* days */
	CODE_DAY,
	CODE_FIELD_DAY,
	CODE_LATER,
	CODE_EARLIER,
	CODE_QUANTILE_DAY,
	/* text */
	CODE_TEXT,
	CODE_FIELD_TEXT,
	CODE_LOWER
};

/* What a function reads from a day (left), or from one day to another (right). */
enum date_part { PART_AGE, PART_DAYS, PART_MONTHS, PART_YEAR, PART_MONTH, PART_DAY, PART_WEEKDAY };

/* A number, exact as long as nothing was divided. */
struct number {
	bool exact;
	struct decimal decimal; /* exact */
	double real;            /* not exact */
};

struct code {
	enum code_op op;
	unsigned accept; /* enum accept, of comparisons */
	bool negated;    /* of lists, patterns and `is not empty` */
	int column;      /* of fields */
	const struct day_form *dates; /* of fields: how their days are written */
	const struct code *left, *right;
	const struct code *next; /* AND, OR: its neighbour; left is the first of them */
	union {
		struct number number;
		money amount;
		day day;
		struct span span;
		struct slice text;
		const struct pattern *pattern;
		const struct survey *survey;
		const struct listed *listed;
		const struct other *other;
		enum date_part part;
		struct {
			size_t count;
			const struct number *number; /* sorted, as are the others */
			const day *day;
			const struct slice *text; /* by length, then bytes */
		} list;
	} of;
};

struct rule_row {
	const struct slice *field;
	struct rule_work *work;
};

enum got { GOT_VALUE, GOT_NOTHING, GOT_FAULT };

enum truth compute_truth(const struct code *code, const struct rule_row *row);
enum got compute_number(const struct code *code, const struct rule_row *row, struct number *result);
enum got compute_day(const struct code *code, const struct rule_row *row, day *result);
enum got compute_text(const struct code *code, const struct rule_row *row, struct slice *result);

/* Describes what is wrong with the row; always GOT_FAULT. A column of -1: none in particular. */
enum got compute_fault(const struct rule_row *row, int column, const char *reason);

double number_real(const struct number *number);

/* The orders in which lists are sorted: of struct number, day and struct slice. */
int list_number_order(const void *a, const void *b);
int list_day_order(const void *a, const void *b);
int list_text_order(const void *a, const void *b);

/* What a rule that others name gave for the row at hand. */
struct memo {
	const struct rule *rule;
	enum truth truth;
};

struct rule_work {
	struct rule_fault fault;
	struct pattern_work *patterns;
	struct arena scratch; /* of texts that are made */
	bool scratched;
	uint64_t place;
	struct memo *memo;
	size_t memos, memo_room;
};

#endif
