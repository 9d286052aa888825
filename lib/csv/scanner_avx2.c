/* AVX2 and the bit instructions that came with it, where the processor has them. */
#include "csv/scanner.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define TARGET __attribute__((target("avx2,bmi,popcnt,pclmul")))

struct chunk {
	__m256i low, high;
};

struct seen {
	__m256i any, zero;
};

TARGET static inline struct chunk
chunk_load(const char *p)
{
	return (struct chunk){ _mm256_loadu_si256((const __m256i *)(const void *)p),
		_mm256_loadu_si256((const __m256i *)(const void *)(p + 32)) };
}

TARGET static inline uint64_t
chunk_equal(struct chunk chunk, char byte)
{
	__m256i wanted = _mm256_set1_epi8(byte);
	int low = _mm256_movemask_epi8(_mm256_cmpeq_epi8(chunk.low, wanted));
	int high = _mm256_movemask_epi8(_mm256_cmpeq_epi8(chunk.high, wanted));

	return (uint64_t)(uint32_t)high << 32 | (uint32_t)low;
}

TARGET static inline bool
chunk_has(struct chunk chunk, char a, char b)
{
	__m256i first = _mm256_set1_epi8(a), second = _mm256_set1_epi8(b);
	__m256i found = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(chunk.low, first),
						_mm256_cmpeq_epi8(chunk.high, first)),
		_mm256_or_si256(_mm256_cmpeq_epi8(chunk.low, second),
			_mm256_cmpeq_epi8(chunk.high, second)));

	return !_mm256_testz_si256(found, found);
}

TARGET static inline void
chunk_note(struct seen *seen, struct chunk chunk)
{
	__m256i least = _mm256_min_epu8(chunk.low, chunk.high);

	seen->any = _mm256_or_si256(seen->any, _mm256_or_si256(chunk.low, chunk.high));
	seen->zero = _mm256_or_si256(seen->zero, _mm256_cmpeq_epi8(least, _mm256_setzero_si256()));
}

TARGET static inline bool
seen_high(const struct seen *seen)
{
	return _mm256_movemask_epi8(seen->any) != 0;
}

TARGET static inline bool
seen_nul(const struct seen *seen)
{
	return _mm256_movemask_epi8(seen->zero) != 0;
}

TARGET static inline uint64_t
mask_spread(uint64_t mask)
{
	__m128i ones = _mm_set1_epi8(-1);
	__m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (long long)mask), ones, 0);

	return (uint64_t)_mm_cvtsi128_si64(product);
}

TARGET static inline size_t
mask_count(uint64_t mask)
{
	return (size_t)_mm_popcnt_u64(mask);
}

#include "csv/scanner_loops.h"

const struct scanner *
scanner_avx2(void)
{
	static const struct scanner scanner = { "avx2", scan, index_plain, index_quoted, count };

	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
			__builtin_cpu_supports("popcnt") && __builtin_cpu_supports("pclmul")
		? &scanner
		: NULL;
}

#else

const struct scanner *
scanner_avx2(void)
{
	return NULL;
}

#endif
