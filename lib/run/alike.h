/*
 * Alike: customers whose keys are no identities.
 *
 * Said once, after a fold: keys that were masked (138****1234), behind which there may be
 * many people, and keys that differ only by case, blanks or full width, behind which there
 * is probably one; --fold-keys joins those. Of more customers than ALIKE_MOST, in the order of
 * their keys, only the first and the last are looked at.
 */
#ifndef RUN_ALIKE_H
#define RUN_ALIKE_H

#include <stdbool.h>
#include <stddef.h>

#include "value/slice.h"

#define ALIKE_MOST ((size_t)1 << 17)

struct alike;

struct alike *alike_new(void);

/*
 * All keys, each once: first each is glanced at, and then, where alike_may_pair says that there
 * may be keys that differ only so, each is added.
 */
void alike_glance(struct alike *alike, struct slice key);
bool alike_may_pair(const struct alike *alike);
void alike_add(struct alike *alike, struct slice key);

/* Says what was found into the summary, and frees. */
void alike_end(struct alike *alike);

#endif
