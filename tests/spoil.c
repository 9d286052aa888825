/*
 * A bug, to be linked into a filter: money, points or rows are lost behind its back, so that
 * its checks on itself have something to find.
 *
 *	SPOIL=share    money that is divided loses the least unit of its first share
 *	SPOIL=group    the last group of a result is forgotten
 *	SPOIL=row      a row is read and never heard of
 *	SPOIL=lot      a lot of points gets one that nobody earned
 *	SPOIL=balance  a customer's balance comes out one point higher
 *	SPOIL=piece    who asks for a piece of an item gets it
 *
 * The linker puts these before the functions they are called for (--wrap).
 */
#include <stdlib.h>
#include <string.h>

#include "crm/point_ledger.h"
#include "run/fold.h"
#include "run/summary.h"
#include "value/money.h"

void           __real_money_spread(money total, const int64_t *weight, size_t n, money *share);
struct group **__real_fold_groups(struct fold *fold, size_t *count);
void           __real_summary_stream(const char *name, const struct tally *tally);
uint32_t       __real_lots_open_any(
	struct point_lots *lots, int64_t points, day earned, day last, day spendable);
bool __real_ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result);
bool __real_stock_take(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces);

void           __wrap_money_spread(money total, const int64_t *weight, size_t n, money *share);
struct group **__wrap_fold_groups(struct fold *fold, size_t *count);
void           __wrap_summary_stream(const char *name, const struct tally *tally);
uint32_t       __wrap_lots_open_any(
	struct point_lots *lots, int64_t points, day earned, day last, day spendable);
bool __wrap_ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result);
bool __wrap_stock_take(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces);

static bool
spoils(const char *what)
{
	const char *asked = getenv("SPOIL");

	return asked && strcmp(asked, what) == 0;
}

void
__wrap_money_spread(money total, const int64_t *weight, size_t n, money *share)
{
	__real_money_spread(total, weight, n, share);
	if (n && spoils("share"))
		share[0]--;
}

struct group **
__wrap_fold_groups(struct fold *fold, size_t *count)
{
	struct group **group = __real_fold_groups(fold, count);

	if (*count && spoils("group"))
		--*count;
	return group;
}

void
__wrap_summary_stream(const char *name, const struct tally *tally)
{
	struct tally told = *tally;

	if (spoils("row"))
		told.read++;
	__real_summary_stream(name, &told);
}

uint32_t
__wrap_lots_open_any(struct point_lots *lots, int64_t points, day earned, day last, day spendable)
{
	return __real_lots_open_any(lots, points + spoils("lot"), earned, last, spendable);
}

bool
__wrap_ledger_play(struct ledger *ledger, day as_of, struct ledger_result *result)
{
	bool played = __real_ledger_play(ledger, as_of, result);

	if (spoils("balance"))
		result->balance++;
	return played;
}

bool
__wrap_stock_take(struct stock *stock, uint32_t play, uint32_t item, int64_t pieces)
{
	bool taken = __real_stock_take(stock, play, item, pieces);

	if (!taken && stock->counts && spoils("piece")) {
		stock->item[item].taken += pieces;
		taken = true;
	}
	return taken;
}
