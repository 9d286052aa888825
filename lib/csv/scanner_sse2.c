/* SSE2, which every 64-bit x86 has. */
#include "csv/scanner.h"

#if defined(__x86_64__)

#include <emmintrin.h>

#include "csv/scanner_bits.h"

#define TARGET

struct chunk {
	__m128i part[4];
};

struct seen {
	__m128i any, zero;
};

static inline struct chunk
chunk_load(const char *p)
{
	struct chunk chunk;

	for (int i = 0; i < 4; i++)
		chunk.part[i] = _mm_loadu_si128((const __m128i *)(const void *)(p + 16 * i));
	return chunk;
}

static inline uint64_t
chunk_equal(struct chunk chunk, char byte)
{
	__m128i wanted = _mm_set1_epi8(byte);
	uint64_t mask = 0;

	for (int i = 0; i < 4; i++) {
		int bits = _mm_movemask_epi8(_mm_cmpeq_epi8(chunk.part[i], wanted));

		mask |= (uint64_t)(uint32_t)bits << 16 * i;
	}
	return mask;
}

static inline bool
chunk_has(struct chunk chunk, char a, char b)
{
	__m128i first = _mm_set1_epi8(a), second = _mm_set1_epi8(b), found = _mm_setzero_si128();

	for (int i = 0; i < 4; i++) {
		found = _mm_or_si128(found, _mm_cmpeq_epi8(chunk.part[i], first));
		found = _mm_or_si128(found, _mm_cmpeq_epi8(chunk.part[i], second));
	}
	return _mm_movemask_epi8(found) != 0;
}

static inline void
chunk_note(struct seen *seen, struct chunk chunk)
{
	__m128i any = _mm_or_si128(_mm_or_si128(chunk.part[0], chunk.part[1]),
		_mm_or_si128(chunk.part[2], chunk.part[3]));
	__m128i least = _mm_min_epu8(_mm_min_epu8(chunk.part[0], chunk.part[1]),
		_mm_min_epu8(chunk.part[2], chunk.part[3]));

	seen->any = _mm_or_si128(seen->any, any);
	seen->zero = _mm_or_si128(seen->zero, _mm_cmpeq_epi8(least, _mm_setzero_si128()));
}

static inline bool
seen_high(const struct seen *seen)
{
	return _mm_movemask_epi8(seen->any) != 0;
}

static inline bool
seen_nul(const struct seen *seen)
{
	return _mm_movemask_epi8(seen->zero) != 0;
}

#include "csv/scanner_loops.h"

const struct scanner *
scanner_sse2(void)
{
	static const struct scanner scanner = { "sse2", scan, index_plain, index_quoted, count };

	return &scanner;
}

#else

const struct scanner *
scanner_sse2(void)
{
	return NULL;
}

#endif
