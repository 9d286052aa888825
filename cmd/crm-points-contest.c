/*
 * The contest of crm-points: customers who ask for pieces of scarce items are played beforehand,
 * one redemption after the other in the order of play over all, to decide who gets them.
 *
 * Their histories lie in a temporary file meanwhile. A ledger stays in memory only where it is
 * a long one that had to be played anew already; the others are played from their beginning.
 */
#include <stdio.h>
#include <stdlib.h>

#include "crm-points.h"
#include "table/sorter.h"
#include "value/temporary.h"

/* --- who contends --- */

/*
 * A ledger that is played anew more than once waits where it was left: if it has so many
 * events, and those that wait have not too many together; a very long one in any case.
 */
#define LONG 64
#define VERY_LONG 4096
#define WAITING_MOST (1 << 18)

struct waiting {
	struct ledger ledger;
	struct buffer history;      /* the ledger's texts lie in it */
};

struct contender {
	struct slice   customer;
	off_t          at;          /* of the history, in the file */
	size_t         length, events;
	bool           foreseen;
	struct waiting *waiting;    /* its ledger; NULL: it does not wait */
};

struct contest {
	struct stock        *stock;
	struct ledger_terms  terms;           /* those of the ledgers, but nobody listens */
	unsigned             set;
	struct ledger        ledger;          /* of who does not wait */
	struct contender    *contender;       /* as in the stock */
	size_t               contenders, capacity;
	bool                 claims;          /* the customer at hand has some */
	size_t               customer;        /* its number */
	size_t               waiting;         /* events of ledgers that wait */
	struct arena         names;
	struct sorter       *order;           /* of all claims */
	struct buffer        key, history;
	FILE                *histories;
	off_t                end;
};

_Noreturn static void
fail_file(void)
{
	fail_errno("a temporary file for histories");
}

static void
keep_history(struct contest *contest)
{
	const struct buffer *history = &contest->history;

	if (!contest->histories) {
		int fd = temporary_unlinked();

		contest->histories = fd < 0 ? NULL : fdopen(fd, "w+b");
		if (!contest->histories)
			fail_file();
	}
	if (fwrite(history->data, 1, history->length, contest->histories) != history->length)
		fail_file();
	contest->end += (off_t)history->length;
}

static void
fetch_history(struct contest *contest, const struct contender *contender, struct buffer *history)
{
	buffer_clear(history);
	if (fseeko(contest->histories, contender->at, SEEK_SET) < 0 ||
		fread(buffer_reserve(history, contender->length), 1, contender->length,
			contest->histories) != contender->length)
		fail_file();
	history->length = contender->length;
}

static void
claim(void *context, const struct ledger_claim *claim)
{
	struct contest *contest = context;
	struct buffer *key = &contest->key;
	size_t number = contest->stock->claims;

	if (!contest->claims)
		stock_contend(contest->stock, contest->customer);
	contest->claims = true;
	stock_claim(contest->stock, claim->play, claim->item, claim->pieces);
	/* Customers are numbered in their order, and so are claims. */
	buffer_clear(key);
	buffer_add(key, claim->order);
	for (int shift = 56; shift >= 0; shift -= 8) {
		char byte = (char)(number >> shift);

		buffer_add(key, slice_of(&byte, 1));
	}
	if (!sorter_add(contest->order, slice_of(key->data, key->length),
		    slice_of((const char *)&number, sizeof number)))
		fail_file();
}

/* The customer at hand, if there are claims. */
static void
contend(struct contest *contest, struct histories *histories, struct slice customer)
{
	struct ledger *ledger = &contest->ledger;

	buffer_clear(&contest->history);
	histories_pack(histories, &contest->history);
	ledger_clear(ledger);
	history_fill(
		slice_of(contest->history.data, contest->history.length), ledger, contest->set);
	contest->claims = false;
	ledger_claims(ledger, run_as_of(), claim, contest);
	if (!contest->claims)
		return;
	MEMORY_GROW(contest->contender, contest->capacity, contest->contenders + 1);
	contest->contender[contest->contenders++] =
		(struct contender){ .customer = arena_copy(&contest->names, customer),
			.at = contest->end,
			.length = contest->history.length,
			.events = ledger->entries };
	keep_history(contest);
}

static void
find_contenders(struct contest *contest, struct histories *histories)
{
	struct slice customer;

	for (; histories_next(histories, &customer); contest->customer++) {
		if (stock_is_asked(customer))
			contend(contest, histories, customer);
	}
	histories_again(histories);
}

/* --- who gets it --- */

static void
fill(struct contest *contest, const struct contender *contender, struct ledger *ledger,
	struct buffer *history)
{
	fetch_history(contest, contender, history);
	history_fill(slice_of(history->data, history->length), ledger, contest->set);
}

static bool
may_wait(const struct contest *contest, const struct contender *contender)
{
	bool few = contest->waiting + contender->events <= WAITING_MOST;

	return contender->foreseen && contender->events >= LONG &&
		(few || contender->events >= VERY_LONG);
}

static void
begin_waiting(struct contest *contest, struct contender *contender)
{
	struct waiting *waiting = memory_zeroed(1, sizeof *waiting);

	ledger_init(&waiting->ledger, &contest->terms);
	fill(contest, contender, &waiting->ledger, &waiting->history);
	contest->waiting += contender->events;
	contender->waiting = waiting;
}

static void
end_waiting(struct contest *contest, struct contender *contender)
{
	struct waiting *waiting = contender->waiting;

	if (!waiting)
		return;
	ledger_release(&waiting->ledger);
	buffer_release(&waiting->history);
	free(waiting);
	contest->waiting -= contender->events;
	contender->waiting = NULL;
}

/* What the customer will want from this claim on; one who waits, of this claim alone. */
static void
foresee(struct contest *contest, struct contender *contender, size_t claim)
{
	struct stock *stock = contest->stock;
	struct ledger_result result;
	bool played;

	if (!contender->waiting && may_wait(contest, contender))
		begin_waiting(contest, contender);
	if (contender->waiting) {
		stock_foresee(stock, claim, true);
		played = ledger_play_through(&contender->waiting->ledger, stock->claim[claim].play);
	} else {
		ledger_clear(&contest->ledger);
		fill(contest, contender, &contest->ledger, &contest->history);
		stock_foresee(stock, claim, false);
		played = ledger_play(&contest->ledger, run_as_of(), &result);
	}
	if (!played)
		fail_too_large(contender->customer);
	contender->foreseen = true;
	stock_foreseen(stock);
}

static void
decide(struct contest *contest)
{
	struct stock *stock = contest->stock;
	struct slice key, payload;
	bool more;

	if (!sorter_finish(contest->order))
		fail_file();
	for (;;) {
		struct contender *contender;
		size_t claim;

		if (!sorter_next(contest->order, &key, &payload, &more))
			fail_file();
		if (!more)
			break;
		memcpy(&claim, payload.data, sizeof claim);
		contender = &contest->contender[stock->claim[claim].contender];
		if (stock_asks(stock, claim))
			foresee(contest, contender, claim);
		stock_decide(stock, claim);
		if (stock_is_last(stock, claim))
			end_waiting(contest, contender);
	}
}

void
stock_contest(struct stock *stock, struct histories *histories, const struct ledger_terms *terms)
{
	struct contest contest = { .stock = stock, .terms = *terms, .set = terms->set };

	contest.terms.moved = NULL;
	contest.terms.played = NULL;
	ledger_init(&contest.ledger, &contest.terms);
	contest.order = sorter_new(SORTER_MEMORY);
	find_contenders(&contest, histories);
	decide(&contest);
	ledger_release(&contest.ledger);
	sorter_free(contest.order);
	buffer_release(&contest.key);
	buffer_release(&contest.history);
	arena_release(&contest.names);
	free(contest.contender);
	if (contest.histories && fclose(contest.histories) != 0)
		fail_file();
}
