/* Plain C: eight words of eight bytes. */
#include "csv/scanner.h"

#define TARGET
#define EACH(byte) (UINT64_C(0x0101010101010101) * (unsigned char)(byte))
#define TOPS       EACH(0x80)

struct chunk {
	uint64_t word[8];
};

struct seen {
	uint64_t high, nul;
};

static inline uint64_t
word_load(const char *p)
{
	uint64_t word = 0;

	/* The first byte lowest on every machine; compilers make one load of it. */
	for (int i = 0; i < 8; i++)
		word |= (uint64_t)(unsigned char)p[i] << 8 * i;
	return word;
}

/* The top bit of each byte that is 0, no other bit. */
static inline uint64_t
word_zeros(uint64_t word)
{
	return ~(((word & ~TOPS) + ~TOPS) | word | ~TOPS);
}

static inline struct chunk
chunk_load(const char *p)
{
	struct chunk chunk;

	for (int i = 0; i < 8; i++)
		chunk.word[i] = word_load(p + 8 * i);
	return chunk;
}

static inline uint64_t
chunk_equal(struct chunk chunk, char byte)
{
	uint64_t mask = 0;

	for (int i = 0; i < 8; i++) {
		uint64_t tops = word_zeros(chunk.word[i] ^ EACH(byte));

		/* The product gathers the eight top bits in its own top byte. */
		mask |= ((tops >> 7) * UINT64_C(0x0102040810204080)) >> 56 << 8 * i;
	}
	return mask;
}

static inline bool
chunk_has(struct chunk chunk, char a, char b)
{
	uint64_t tops = 0;

	for (int i = 0; i < 8; i++)
		tops |= word_zeros(chunk.word[i] ^ EACH(a)) | word_zeros(chunk.word[i] ^ EACH(b));
	return tops != 0;
}

static inline void
chunk_note(struct seen *seen, struct chunk chunk)
{
	for (int i = 0; i < 8; i++) {
		seen->high |= chunk.word[i] & TOPS;
		seen->nul |= word_zeros(chunk.word[i]);
	}
}

static inline bool
seen_high(const struct seen *seen)
{
	return seen->high != 0;
}

static inline bool
seen_nul(const struct seen *seen)
{
	return seen->nul != 0;
}

#include "csv/scanner_bits.h"
#include "csv/scanner_loops.h"

const struct scanner *
scanner_scalar(void)
{
	static const struct scanner scanner = { "scalar", scan, index_plain, index_quoted, count };

	return &scanner;
}
