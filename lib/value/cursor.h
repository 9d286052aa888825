/*
 * A cursor over a text that is being read from front to back.
 *
 * Serves the modules of this room only. Each cursor_ function moves past what it
 * took and says true, or says false; a reader that got a false gives up, so where
 * the cursor then stands does not matter.
 */
#ifndef VALUE_CURSOR_H
#define VALUE_CURSOR_H

#include "value/digits.h"
#include "value/slice.h"

struct cursor {
	const char *at, *end;
};

static inline struct cursor
cursor_over(struct slice text)
{
	return (struct cursor){ text.data, text.data + text.length };
}

static inline bool
cursor_ended(const struct cursor *c)
{
	return c->at == c->end;
}

static inline bool
cursor_at_digit(const struct cursor *c)
{
	return c->at < c->end && digit_is(*c->at);
}

static inline bool
cursor_take(struct cursor *c, const char *mark, size_t length)
{
	if ((size_t)(c->end - c->at) < length || memcmp(c->at, mark, length) != 0)
		return false;
	c->at += length;
	return true;
}

/* A mark written out: CURSOR_TAKE(&c, "年"). */
#define CURSOR_TAKE(c, mark) cursor_take((c), "" mark, sizeof mark - 1)

/* True when there was a blank at least. */
static inline bool
cursor_take_blanks(struct cursor *c)
{
	const char *begin = c->at;

	while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
		c->at++;
	return c->at > begin;
}

/* A number of `least` to `most` digits, at most nine. */
static inline bool
cursor_take_number(struct cursor *c, int least, int most, int *number)
{
	int digits = 0, n = 0;

	while (digits < most && cursor_at_digit(c)) {
		n = n * 10 + (*c->at++ - '0');
		digits++;
	}
	*number = n;
	return digits >= least;
}

#endif
