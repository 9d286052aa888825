/*
 * Is it UTF-8: see text.h.
 *
 * Exports are ASCII with short runs of Chinese in between, so the fast path must not
 * branch on where a character begins. Of 64 bytes, masks tell which lead a character
 * and which continue one; the leads, shifted, say where continuations must stand, and
 * comparing the two proves all characters of two and three bytes at once. What needs
 * a look at values (the leads C0 C1 E0 ED and F0 upwards) is read one by one.
 */
#include "value/text.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Bytes of the character a lead byte announces; 0: no character begins so. */
static size_t
announced_size(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead < 0xc2)
		return 0;
	if (lead < 0xe0)
		return 2;
	if (lead < 0xf0)
		return 3;
	return lead < 0xf5 ? 4 : 0;
}

/* Bytes of the well-formed character at `at` (RFC 3629, the table of its part 4), or 0. */
static size_t
character_size(const unsigned char *at, size_t left)
{
	unsigned char lead = at[0], low = 0x80, high = 0xbf;
	size_t size = announced_size(lead);

	if (size > left)
		return 0;
	if (size < 2)
		return size;
	switch (lead) {
	case 0xe0: low = 0xa0; break;       /* shorter forms exist */
	case 0xed: high = 0x9f; break;      /* surrogates */
	case 0xf0: low = 0x90; break;
	case 0xf4: high = 0x8f; break;      /* past U+10FFFF */
	}
	if (at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < size; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	return size;
}

#ifdef __SSE2__

#define BLOCK 64

/* Bits of the bytes for which `test` of each 16 holds, the first byte lowest. */
#define MASK_OF(test) \
	((uint64_t)(uint32_t)_mm_movemask_epi8(test(v[0])) | \
		(uint64_t)(uint32_t)_mm_movemask_epi8(test(v[1])) << 16 | \
		(uint64_t)(uint32_t)_mm_movemask_epi8(test(v[2])) << 32 | \
		(uint64_t)(uint32_t)_mm_movemask_epi8(test(v[3])) << 48)

#define AS_IS(v)        (v)
#define CONTINUES(v)    _mm_cmplt_epi8((v), _mm_set1_epi8((char)0xc0))    /* signed: 80..BF */
#define LEADS_THREE(v)  _mm_and_si128((v), _mm_cmpgt_epi8((v), _mm_set1_epi8((char)0xdf)))
#define IS(v, byte)     _mm_cmpeq_epi8((v), _mm_set1_epi8((char)(byte)))
#define RARE(v) \
	_mm_or_si128(_mm_or_si128(IS(_mm_and_si128((v), _mm_set1_epi8((char)0xfe)), 0xc0), \
			     _mm_cmpeq_epi8(_mm_max_epu8((v), _mm_set1_epi8((char)0xf0)), (v))), \
		_mm_or_si128(IS((v), 0xe0), IS((v), 0xed)))

/*
 * Bytes of the whole characters in a block that begins with one, or 0 when it must be
 * read one by one.
 */
static size_t
block_valid(const unsigned char *at)
{
	__m128i v[4];
	uint64_t high, continues, leads, three, expected;

	for (int i = 0; i < 4; i++)
		v[i] = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
	high = MASK_OF(AS_IS);
	if (!high)
		return BLOCK;
	if (MASK_OF(RARE))
		return 0;
	continues = MASK_OF(CONTINUES);
	leads = high & ~continues;
	three = MASK_OF(LEADS_THREE);
	expected = leads << 1 | three << 2;
	if (continues != expected)
		return 0;
	/* A character cut off by the block's end is left for the next block. */
	return BLOCK - (leads >> 63 ? 1 : three >> 62 & 1 ? 2 : 0);
}

#else

#define BLOCK 16

static size_t
block_valid(const unsigned char *at)
{
	uint64_t word[2];

	memcpy(word, at, sizeof word);
	return (word[0] | word[1]) & 0x8080808080808080u ? 0 : BLOCK;
}

#endif

size_t
text_utf8_valid_prefix(struct slice text)
{
	const unsigned char *data = (const unsigned char *)text.data;
	size_t at = 0, size;

	while (at < text.length) {
		size_t stop = text.length;

		if (text.length - at >= BLOCK) {
			size = block_valid(data + at);
			if (size) {
				at += size;
				continue;
			}
			stop = at + BLOCK;
		}
		for (; at < stop; at += size) {
			size = character_size(data + at, text.length - at);
			if (!size)
				return at;
		}
	}
	return text.length;
}
