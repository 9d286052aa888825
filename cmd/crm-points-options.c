/*
 * The command line of crm-points.
 */
#include "crm-points.h"

struct points_settings set = { .terms = { .expiry = EXPIRY_DEFAULT,
				       .cap_day = INT64_MAX,
				       .cap_month = INT64_MAX,
				       .from = DAY_NONE,
				       .since = DAY_NONE,
				       .forgotten = DAY_NONE },
	.soon = { .days = 30 } };

static bool tier_keep_given, basis_given, match_given;

/* One of several words: its number. */
static int
choose(const char *option, const char *argument, const char *const word[], int words)
{
	char known[256] = "";

	for (int i = 0; i < words; i++) {
		if (strcmp(argument, word[i]) == 0)
			return i;
		list_name(known, sizeof known, slice_from(word[i]), "");
	}
	fail(EXIT_USAGE, "%s is one of %s, not \"%s\"", option, known, argument);
}
#define CHOOSE(option, argument, ...) \
	choose(option, argument, (const char *const[]){ __VA_ARGS__ }, \
		(int)(sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)))

static void
set_events(const char *file)
{
	if (set.event_files == EVENTS_MOST)
		fail(EXIT_USAGE, "--events is given more than %d times", EVENTS_MOST);
	set.events[set.event_files++] = file;
}

static void
set_events_rejects(const char *file)
{
	if (set.event_rejects == EVENTS_MOST)
		fail(EXIT_USAGE, "--events-rejects is given more than %d times", EVENTS_MOST);
	set.events_rejects[set.event_rejects++] = file;
}

static void
set_expiry(const char *policy)
{
	if (!expiry_parse(slice_from(policy), &set.terms.expiry))
		fail(EXIT_USAGE,
			"--expiry is year-end:N, month-end:12m, never or a span as 12m, not \"%s\"",
			policy);
}

static void
set_stacking(const char *how)
{
	set.terms.stacking = (enum stacking)CHOOSE("--stacking", how, "add", "multiply");
}

static void
set_rounding(const char *how)
{
	set.terms.rounding = (enum rounding)CHOOSE("--rounding", how, "down", "nearest", "up");
}

static void
set_rounding_per(const char *what)
{
	set.terms.round_lines = CHOOSE("--rounding-per", what, "order", "line");
}

static void
set_cap_day(const char *points)
{
	set.terms.cap_day = argument_integer("--cap-day", points, 0, POINTS_MOST);
}

static void
set_cap_month(const char *points)
{
	set.terms.cap_month = argument_integer("--cap-month", points, 0, POINTS_MOST);
}

static void
set_pending(const char *span)
{
	set.terms.pending = argument_span("--pending", span);
}

static void
set_negative(const char *how)
{
	set.terms.negative = (enum negative)CHOOSE("--negative", how, "allow", "floor", "refuse");
}

static void
set_restore(const char *how)
{
	set.terms.restore_fresh = CHOOSE("--restore", how, "old", "fresh");
}

static void
set_soon(const char *span)
{
	set.soon = argument_span("--soon", span);
}

static void
set_tier_basis(const char *what)
{
	set.terms.tiers.tiers.basis =
		(enum tier_basis)CHOOSE("--tier-basis", what, "spend", "points", "orders");
	basis_given = true;
}

static void
set_tier_match(const char *how)
{
	set.terms.tiers.tiers.all = CHOOSE("--tier-match", how, "any", "all");
	match_given = true;
}

static void
set_tier_window(const char *what)
{
	set.terms.tiers.window =
		(enum tier_window)CHOOSE("--tier-window", what, "all", "12m", "year");
}

static void
set_tier_keep(const char *span)
{
	set.terms.tiers.keep = argument_span("--tier-keep", span);
	set.terms.tiers.keeps = true;
	tier_keep_given = true;
	if (!set.terms.tiers.keep.days && !set.terms.tiers.keep.months)
		fail(EXIT_USAGE, "--tier-keep: nothing is kept for no time");
}

static void
set_downgrade(const char *how)
{
	set.terms.tiers.downgrade =
		(enum tier_downgrade)CHOOSE("--downgrade", how, "never", "step", "balance");
}

static void
set_from(const char *date)
{
	set.terms.from = argument_day("--from", date);
}

static void
set_forget(const char *span)
{
	set.forget = argument_span("--forget", span);
	set.forgets = true;
	if (set.forget.months < 12 && set.forget.days < 366)
		fail(EXIT_USAGE, "--forget: at least 12m, the longest window of tiers");
}

static void
set_report(const char *what)
{
	set.monthly = CHOOSE("--report", what, "day", "month");
	set.report = true;
}

static void
set_point_value(const char *value)
{
	bool rounded = false;

	if (!money_parse(slice_from(value), &set.point_value, &rounded) || rounded ||
		set.point_value <= 0)
		fail(EXIT_USAGE, "--point-value: \"%s\" is no amount above 0", value);
}

static void
set_expiring(const char *span)
{
	set.expiring_span = argument_span("--expiring", span);
	set.expiring = true;
}

const struct option_spec points_options[] = {
	{ 0, "events", "FILE", "point events beside the orders; may be given again",
		.set = set_events },
	{ 0, "events-rejects", "FILE", "go on after bad rows of --events; they go here",
		.set = set_events_rejects },
	{ 0, "customers", "FILE", "birthday, joined, referrer ...: columns that rules may name",
		.text = &set.customers },
	{ 0, "members-only", NULL, "nothing before the day a customer joined",
		.flag = &set.members_only },
	{ 0, "rules", "FILE", "what earns more, less, or besides", .text = &set.rules },
	{ 0, "stacking", "add|multiply", "several multipliers of a row [add]",
		.set = set_stacking },
	{ 0, "rounding", "down|nearest|up", "how points are rounded [down]", .set = set_rounding },
	{ 0, "rounding-per", "order|line", "what is rounded by itself [order]",
		.set = set_rounding_per },
	{ 0, "cap-day", "N", "the most a customer earns in a day", .set = set_cap_day },
	{ 0, "cap-month", "N", "the most a customer earns in a calendar month",
		.set = set_cap_month },
	{ 0, "earn-on-points", NULL, "what was paid with points earns, too",
		.flag = &set.terms.earn_on_points },
	{ 0, "pending", "SPAN", "points are spendable so long after they were earned [0d]",
		.set = set_pending },
	{ 0, "expiry", "POLICY", "year-end:N, 12m, month-end:12m, never [year-end:1]",
		.set = set_expiry },
	{ 0, "negative", "allow|floor|refuse", "what takes more than is there [allow]",
		.set = set_negative },
	{ 0, "restore", "old|fresh", "the life of points that come back [old]",
		.set = set_restore },
	{ 0, "tiers", "FILE", "use these tiers [built-in ones]", .text = &set.tiers },
	{ 0, "tier-basis", "spend|points|orders", "what minimum is about [spend]",
		.set = set_tier_basis },
	{ 0, "tier-match", "any|all", "how many of a tier's minimums are needed [any]",
		.set = set_tier_match },
	{ 0, "tier-window", "all|12m|year", "the time that counts for tiers [all]",
		.set = set_tier_window },
	{ 0, "tier-keep", "SPAN", "review a tier so long after it was given [31 December]",
		.set = set_tier_keep },
	{ 0, "downgrade", "never|step|balance", "what a review may do [never]",
		.set = set_downgrade },
	{ 0, "catalogue", "FILE", "what redemptions are for, at which points",
		.text = &set.catalogue },
	{ 0, "from", "DATE", "balances open on this day [the beginning]", .set = set_from },
	{ 0, "soon", "SPAN", "points that go within it count as expiring [30d]", .set = set_soon },
	{ 0, "ledger", NULL, "a row a movement, not a row a customer", .flag = &set.ledger },
	{ 0, "statement", "CUSTOMER", "the movements of one customer, line by line",
		.text = &set.statement },
	{ 0, "expiring", "SPAN", "who loses which points within it, and when",
		.set = set_expiring },
	{ 0, "report", "day|month", "what became of all points, by day or month",
		.set = set_report },
	{ 0, "point-value", "MONEY", "what a point is worth, for --report",
		.set = set_point_value },
	{ 0, "what-if", "FILE", "what these rules would have given, beside --rules",
		.text = &set.what_if },
	{ 0, "state-out", "FILE", "write what later events need to be played on",
		.text = &set.state_out },
	{ 0, "state", "FILE", "go on from this state; all events are later than it",
		.text = &set.state },
	{ 0, "forget", "SPAN", "leave documents older than this out of --state-out",
		.set = set_forget },
	{ 0, "strict", NULL, "end with exit 1 when something is refused", .flag = &set.strict },
	{ 0, "print-tiers", NULL, "print the tiers, and end", .flag = &set.print_tiers },
	{ 0 },
};

void
options_check(void)
{
	if (set.event_rejects && !set.event_files)
		fail(EXIT_USAGE, "--events-rejects needs --events");
	if (set.event_rejects > set.event_files)
		fail(EXIT_USAGE, "--events-rejects is given %zu times, --events %zu",
			set.event_rejects, set.event_files);
	if (set.members_only && !set.customers)
		fail(EXIT_USAGE, "--members-only needs --customers");
	if (tier_keep_given && set.terms.tiers.downgrade == DOWNGRADE_NEVER)
		fail(EXIT_USAGE, "--tier-keep needs --downgrade=step or balance");
	if ((basis_given || match_given) && !set.tiers)
		fail(EXIT_USAGE, "%s needs --tiers", basis_given ? "--tier-basis" : "--tier-match");
	if (set.ledger + set.expiring + set.report + (set.statement != NULL) +
			(set.what_if != NULL) >
		1)
		fail(EXIT_USAGE,
			"one of --ledger, --statement, --expiring, --report and --what-if at a "
			"time");
	if (set.forgets && !set.state_out)
		fail(EXIT_USAGE, "--forget needs --state-out");
	if (set.state && (set.report || set.what_if))
		fail(EXIT_USAGE, "%s needs all events, not a state",
			set.report ? "--report" : "--what-if");
	if (set.point_value && !set.report)
		fail(EXIT_USAGE, "--point-value needs --report");
	if (set.terms.from != DAY_NONE && set.terms.from > run_as_of())
		fail(EXIT_USAGE, "--from is after the as-of day");
}
