/* NEON, which every 64-bit ARM has. */
#include "csv/scanner.h"

#if defined(__aarch64__) && defined(__ARM_NEON)

#include <arm_neon.h>

#include "csv/scanner_bits.h"

#define TARGET

struct chunk {
	uint8x16_t part[4];
};

struct seen {
	uint8x16_t any, zero;
};

static inline struct chunk
chunk_load(const char *p)
{
	struct chunk chunk;

	for (int i = 0; i < 4; i++)
		chunk.part[i] = vld1q_u8((const uint8_t *)p + 16 * i);
	return chunk;
}

/* Each byte keeps the bit of its place in eight; adding neighbours three times gathers them. */
static inline uint64_t
chunk_equal(struct chunk chunk, char byte)
{
	static const uint8_t places[16] = { 1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64,
		128 };
	uint8x16_t wanted = vdupq_n_u8((uint8_t)byte), place = vld1q_u8(places);
	uint8x16_t bits[4], sum;

	for (int i = 0; i < 4; i++)
		bits[i] = vandq_u8(vceqq_u8(chunk.part[i], wanted), place);
	sum = vpaddq_u8(vpaddq_u8(bits[0], bits[1]), vpaddq_u8(bits[2], bits[3]));
	sum = vpaddq_u8(sum, sum);
	return vgetq_lane_u64(vreinterpretq_u64_u8(sum), 0);
}

static inline bool
chunk_has(struct chunk chunk, char a, char b)
{
	uint8x16_t first = vdupq_n_u8((uint8_t)a), second = vdupq_n_u8((uint8_t)b);
	uint8x16_t found = vdupq_n_u8(0);

	for (int i = 0; i < 4; i++) {
		found = vorrq_u8(found, vceqq_u8(chunk.part[i], first));
		found = vorrq_u8(found, vceqq_u8(chunk.part[i], second));
	}
	return vmaxvq_u8(found) != 0;
}

static inline void
chunk_note(struct seen *seen, struct chunk chunk)
{
	uint8x16_t any = vorrq_u8(
		vorrq_u8(chunk.part[0], chunk.part[1]), vorrq_u8(chunk.part[2], chunk.part[3]));
	uint8x16_t least = vminq_u8(
		vminq_u8(chunk.part[0], chunk.part[1]), vminq_u8(chunk.part[2], chunk.part[3]));

	seen->any = vorrq_u8(seen->any, any);
	seen->zero = vorrq_u8(seen->zero, vceqzq_u8(least));
}

static inline bool
seen_high(const struct seen *seen)
{
	return vmaxvq_u8(seen->any) > 127;
}

static inline bool
seen_nul(const struct seen *seen)
{
	return vmaxvq_u8(seen->zero) != 0;
}

#include "csv/scanner_loops.h"

const struct scanner *
scanner_neon(void)
{
	static const struct scanner scanner = { "neon", scan, index_plain, index_quoted, count };

	return &scanner;
}

#else

const struct scanner *
scanner_neon(void)
{
	return NULL;
}

#endif
