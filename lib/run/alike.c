#include "run/alike.h"

#include <inttypes.h>
#include <stdlib.h>

#include "run/settings.h"
#include "run/summary.h"
#include "table/groups.h"
#include "value/hash.h"
#include "value/key.h"
#include "value/memory.h"
#include "value/text.h"

struct alike {
	struct groups   *folded;     /* kept: the key that was first */
	struct hash_seed seed;
	struct arena     keys;
	struct slice     masked, one, other;  /* examples */
	uint64_t         masks, pairs;
	unsigned char    kind[256];
	unsigned         seen;       /* kinds of bytes in any key */
	char            *space;
	size_t           size;
};

/* What a byte may have to do with it: pairs need both cases, or a blank, or a wide byte. */
enum { BYTE_LOWER = 1, BYTE_UPPER = 2, BYTE_BLANK = 4, BYTE_STAR = 8 };

static unsigned
kind_of(unsigned char byte)
{
	if (byte >= 'a' && byte <= 'z')
		return BYTE_LOWER;
	if (byte >= 'A' && byte <= 'Z')
		return BYTE_UPPER;
	if (byte == ' ' || byte == '\t' || byte == 0xe3 || byte == 0xef)
		return BYTE_BLANK;
	return byte == '*' ? BYTE_STAR : 0;
}

struct alike *
alike_new(void)
{
	struct alike *alike = memory_zeroed(1, sizeof *alike);

	alike->folded = groups_new(&(struct groups_spec){ .kept = sizeof(struct slice) });
	alike->seed = hash_seed_draw();
	arena_init(&alike->keys);
	for (unsigned byte = 0; byte < 256; byte++)
		alike->kind[byte] = (unsigned char)kind_of((unsigned char)byte);
	return alike;
}

void
alike_glance(struct alike *alike, struct slice key)
{
	unsigned seen = 0;

	for (size_t i = 0; i < key.length; i++)
		seen |= alike->kind[(unsigned char)key.data[i]];
	alike->seen |= seen;
	if (seen & BYTE_STAR && !alike->masks++)
		alike->masked = arena_copy(&alike->keys, key);
}

bool
alike_may_pair(const struct alike *alike)
{
	unsigned both = BYTE_LOWER | BYTE_UPPER;

	return !settings.fold_keys && ((alike->seen & both) == both || alike->seen & BYTE_BLANK);
}

void
alike_add(struct alike *alike, struct slice key)
{
	struct slice  folded;
	struct slice *first;

	if (key.length > alike->size) {
		alike->size = 2 * key.length;
		alike->space = memory_resize(alike->space, alike->size, 1);
	}
	folded = slice_of(alike->space, key_fold(key, alike->space));
	first = group_kept(groups_find(alike->folded, folded, hash_bytes(folded, alike->seed)));
	if (!first->data)
		*first = arena_copy(&alike->keys, key);
	else if (!alike->pairs++) {
		alike->one = *first;
		alike->other = arena_copy(&alike->keys, key);
	}
}

void
alike_end(struct alike *alike)
{
	char one[TEXT_QUOTED], other[TEXT_QUOTED];

	if (alike->masks) {
		text_quote(alike->masked, one);
		summary_line(true, "%" PRIu64 " key%s with a * in, as %s: masked, no identity",
			alike->masks, alike->masks == 1 ? "" : "s", one);
	}
	if (alike->pairs) {
		text_quote(alike->one, one);
		text_quote(alike->other, other);
		summary_line(true,
			"%" PRIu64 " key%s only by case or blanks from another, as %s and %s: "
			"--fold-keys joins them",
			alike->pairs, alike->pairs == 1 ? " differs" : "s differ", one, other);
	}
	groups_free(alike->folded);
	arena_release(&alike->keys);
	free(alike->space);
	free(alike);
}
