/*
 * The scanner's loops, compiled once for each architecture. The file that includes
 * this has defined
 *
 *	TARGET                 an attribute, or nothing
 *	struct chunk           64 bytes
 *	chunk_load(p)          them, from anywhere
 *	chunk_equal(c, byte)   the mask of those that equal byte
 *	chunk_has(c, a, b)     whether a or b is among them
 *	struct seen            what has been seen in many chunks; all zero: nothing
 *	chunk_note(&seen, c)   adds them
 *	seen_high(&seen), seen_nul(&seen)
 *	mask_spread(m)         its prefix XOR
 *	mask_count(m)          its bits
 *
 * and gets scan, index_plain, index_quoted and count of a struct scanner.
 */
#include <string.h>

#include "csv/scanner.h"

#define BIT(n)        (UINT64_C(1) << (n))
#define BITS_BELOW(n) ((n) < 64 ? BIT(n) - 1 : ~UINT64_C(0))
#define LAST_BIT(m)   (63 - (size_t)__builtin_clzll(m))

/* What the masks of one chunk say about quotes. */
struct quoting {
	uint64_t inside;       /* from an opening quote to before its closing one */
	uint64_t opening, closing;
};

TARGET static inline struct quoting
quoting_of(uint64_t quote, uint64_t carried)
{
	uint64_t inside = mask_spread(quote) ^ carried;

	return (struct quoting){ inside, quote & inside, quote & ~inside };
}

/*
 * Whether quotes and CRs stand where they may: an opening quote behind a field's end,
 * or as the second of two; behind a closing quote a field's end, a CR, or the second
 * of two; behind a CR outside quotes an LF. `before` is the byte before the chunk, a
 * line end where a record begins.
 */
TARGET static inline bool
is_well_placed(struct chunk chunk, struct quoting quoting, uint64_t carried, char before,
	uint64_t valid, char delimiter)
{
	uint64_t lf = chunk_equal(chunk, '\n'), cr = chunk_equal(chunk, '\r');
	uint64_t field_end = chunk_equal(chunk, delimiter) | lf;
	uint64_t outside = ~carried & 1;
	uint64_t after_end = field_end << 1 | (before == delimiter || before == '\n');
	uint64_t after_closing = quoting.closing << 1 | (outside & (before == '"'));
	uint64_t after_cr = (cr & ~quoting.inside) << 1 | (outside & (before == '\r'));

	return !(valid &
		((quoting.opening & ~(after_end | after_closing)) |
			(after_closing & ~(field_end | cr | quoting.opening)) | (after_cr & ~lf)));
}

TARGET static bool
scan(struct scan *scan, const char *data, size_t to, char delimiter)
{
	struct seen seen = { 0 };
	uint64_t inside = scan->inside, last_ends = 0;
	size_t at = scan->at, last_at = 0;
	bool good = true, quotes = false;
	char before = at > scan->begin ? data[at - 1] : '\n';
	bool pending = before == '"' || before == '\r';
	char rest[64];

	for (; at < to; at += 64) {
		const char *from = data + at;
		struct chunk chunk;
		uint64_t ends;

		if (to - at < sizeof rest) {
			memset(rest, ' ', sizeof rest);
			memcpy(rest, from, to - at);
			from = rest;
		}
		chunk = chunk_load(from);
		chunk_note(&seen, chunk);
		ends = chunk_equal(chunk, '\n') & ~inside;
		if (pending || chunk_has(chunk, '"', '\r')) {
			uint64_t quote = chunk_equal(chunk, '"');
			struct quoting quoting = quoting_of(quote, inside);

			quotes |= quote != 0;
			before = at > scan->begin ? data[at - 1] : '\n';
			if (!is_well_placed(chunk, quoting, inside, before, BITS_BELOW(to - at),
				    delimiter)) {
				good = false;
				break;
			}
			ends = chunk_equal(chunk, '\n') & ~quoting.inside;
			inside = UINT64_C(0) - (quoting.inside >> 63);
			pending = (quoting.closing | chunk_equal(chunk, '\r')) >> 63;
		}
		if (ends) {
			last_at = at;
			last_ends = ends;
		}
	}
	if (last_ends)
		scan->end = last_at + LAST_BIT(last_ends) + 1;
	scan->at = at < to ? at : to;
	scan->inside = inside;
	scan->quotes |= quotes;
	scan->high |= seen_high(&seen);
	scan->nuls |= seen_nul(&seen);
	return good;
}

TARGET static void
index_plain(struct index *index, const char *data, size_t from, size_t to, char delimiter)
{
	struct ends *word = index->word + index->words;

	for (size_t at = from; at < to; at += 64) {
		struct chunk chunk = chunk_load(data + at);
		uint64_t valid = BITS_BELOW(to - at);
		uint64_t lf = chunk_equal(chunk, '\n') & valid;

		*word++ = (struct ends){ (chunk_equal(chunk, delimiter) & valid) | lf, lf };
	}
	index->words = (size_t)(word - index->word);
}

TARGET static void
index_quoted(struct index *index, const char *data, size_t from, size_t to, char delimiter)
{
	struct ends *word = index->word + index->words;
	uint64_t carried = index->inside, closed = index->closed, doubled = 0, inner = 0;

	for (size_t at = from; at < to; at += 64) {
		struct chunk chunk = chunk_load(data + at);
		uint64_t valid = BITS_BELOW(to - at);
		uint64_t lf = chunk_equal(chunk, '\n') & valid;
		uint64_t delimiters = chunk_equal(chunk, delimiter) & valid;
		struct quoting quoting = quoting_of(chunk_equal(chunk, '"') & valid, carried);
		uint64_t ends = lf & ~quoting.inside;

		doubled |= quoting.opening & (quoting.closing << 1 | closed);
		inner |= lf & quoting.inside;
		closed = quoting.closing >> 63;
		carried = UINT64_C(0) - (quoting.inside >> 63);
		*word++ = (struct ends){ (delimiters & ~quoting.inside) | ends, ends };
	}
	index->words = (size_t)(word - index->word);
	index->inside = carried;
	index->closed = to > from ? !carried && data[to - 1] == '"' : closed;
	index->doubled |= doubled != 0;
	index->inner |= inner != 0;
}

TARGET static size_t
count(const char *data, size_t from, size_t to, char byte)
{
	size_t n = 0;

	for (; to - from >= 64; from += 64)
		n += mask_count(chunk_equal(chunk_load(data + from), byte));
	if (from < to)
		n += mask_count(chunk_equal(chunk_load(data + from), byte) & BITS_BELOW(to - from));
	return n;
}
