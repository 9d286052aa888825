#include <string.h>

#include "csv/walker.h"

enum kind { OTHER, DELIMITER, QUOTE, CR, LF, KINDS };

enum state {
	FIELD,          /* at a field's first byte */
	PLAIN,          /* in a field without quotes around it */
	QUOTED,         /* inside quotes */
	CLOSED,         /* behind a quote inside quotes: the first of two, or the last */
	RETURN,         /* behind a CR outside quotes */
	STATES,
	ENDED = STATES,
	WRONG,
};

static const unsigned char strict[STATES][KINDS] = {
	[FIELD]  = { PLAIN,  FIELD,  QUOTED, RETURN, ENDED },
	[PLAIN]  = { PLAIN,  FIELD,  WRONG,  RETURN, ENDED },
	[QUOTED] = { QUOTED, QUOTED, CLOSED, QUOTED, QUOTED },
	[CLOSED] = { WRONG,  FIELD,  QUOTED, RETURN, ENDED },
	[RETURN] = { WRONG,  WRONG,  WRONG,  WRONG,  ENDED },
};

static const unsigned char lax[STATES][KINDS] = {
	[FIELD]  = { PLAIN,  FIELD,  QUOTED, RETURN, ENDED },
	[PLAIN]  = { PLAIN,  FIELD,  PLAIN,  RETURN, ENDED },
	[QUOTED] = { QUOTED, QUOTED, CLOSED, QUOTED, QUOTED },
	[CLOSED] = { QUOTED, FIELD,  QUOTED, RETURN, ENDED },
	[RETURN] = { WRONG,  WRONG,  WRONG,  WRONG,  ENDED },
};

void
walker_init(struct walker *walker, struct dialect dialect)
{
	memset(walker, 0, sizeof *walker);
	walker->dialect = dialect;
	walker->kind[(unsigned char)dialect.delimiter] = DELIMITER;
	walker->kind['"'] = QUOTE;
	walker->kind['\r'] = CR;
	walker->kind['\n'] = LF;
}

void
walker_begin(struct walker *walker, size_t at, uint64_t line)
{
	walker->begin = at;
	walker->begin_line = line;
	walker->second = 0;
	walker->now = (struct step){ .at = at, .state = FIELD, .line = line };
}

void
walker_shift(struct walker *walker, size_t by)
{
	walker->begin -= by;
	walker->second -= walker->second ? by : 0;
	walker->now.at -= by;
	walker->now.open_at -= by;
	walker->failed.open_at -= by;
	walker->failed.at = walker->failed.at > by ? walker->failed.at - by : 0;
}

/*
 * A line begins inside quotes. Where it also did for the record that failed before,
 * everything between here and the place where that one failed is known.
 */
static void
take_over(struct walker *walker)
{
	struct step own = walker->now;

	if (!walker->second)
		walker->second = own.at;
	if (own.at >= walker->failed.at)
		return;
	walker->now = walker->failed;
	/* The quote that is open there may be the one open here. Offsets wrap below 0. */
	if ((ptrdiff_t)walker->failed.open_at < (ptrdiff_t)own.at) {
		walker->now.open_at = own.open_at;
		walker->now.open_line = own.open_line;
	}
}

static enum walk
fail(struct walker *walker, enum record_fault why, uint64_t line, enum record_fault *fault,
	uint64_t *fault_line)
{
	/* One that failed early must not make a longer one forgotten: it holds for more lines. */
	if (walker->now.at >= walker->failed.at)
		walker->failed = walker->now;
	*fault = why;
	*fault_line = line;
	return WALK_FAULT;
}

enum walk
walker_walk(struct walker *walker, const char *data, size_t end, bool final,
	enum record_fault *fault, uint64_t *fault_line)
{
	const unsigned char(*table)[KINDS] = walker->dialect.lax ? lax : strict;
	size_t limit = walker->begin + walker->dialect.max_record;
	size_t stop = end < limit ? end : limit;
	struct step *now = &walker->now;

	while (now->at < stop) {
		enum kind kind = walker->kind[(unsigned char)data[now->at]];
		int next = table[now->state][kind];

		if (next == WRONG)
			return fail(walker, now->state == RETURN ? RECORD_RETURN : RECORD_QUOTE,
				now->line, fault, fault_line);
		if (next == QUOTED && now->state == FIELD) {
			now->open_at = now->at;
			now->open_line = now->line;
		}
		now->state = next;
		now->at++;
		if (kind == LF) {
			now->line++;
			if (next == ENDED)
				return WALK_RECORD;
			take_over(walker);
		}
	}
	if (now->at < end)
		return fail(walker, RECORD_TOO_LONG,
			now->state == QUOTED ? now->open_line : walker->begin_line, fault,
			fault_line);
	if (!final)
		return WALK_MORE;
	if (now->state == RETURN)
		return fail(walker, RECORD_RETURN, now->line, fault, fault_line);
	if (now->state == QUOTED)
		return fail(walker, RECORD_UNCLOSED, now->open_line, fault, fault_line);
	return WALK_RECORD;
}
