/*
 * Source codes in free text: call notes, coupon fields, remarks, URLs.
 *
 * As printed: DB02087, also in full width. It stands apart from letters and digits (DB02087x is
 * none); everything else parts it from its neighbours, Chinese characters and a URL's %3D among it.
 * In small letters, db02087, only where a word like code, coupon, 码 or 券 leads to it (not zip
 * code, 邮政编码 ...) or nothing else is there.
 *
 * As spoken: digits as people say them on the telephone (幺 洞 拐 勾 两, 零 and 一 to 九) and
 * characters with blanks or dashes between: D B 洞两洞八拐, D-B-02-08-7, D B 0 2 0 8 7. Since such
 * texts are also numbers, dates and addresses, it must be even: one kind of gap, at every character
 * or only between the layout's parts; two letters together with a blank behind (DB 02087, as in
 * NY 10016) likewise only where a word leads to it or nothing else is there; none where the
 * spelling goes on on either side. A layout without letters is only found as printed.
 *
 * With a register only its codes are found, but with any gaps, in any case, and with two
 * characters at most that look like the right ones (O for 0), of its letters not all.
 *
 * Pure; any number of threads.
 */
#ifndef CRM_CODETEXT_H
#define CRM_CODETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "crm/coderegister.h"
#include "crm/sourcecode.h"

/* The next code from *at on (0 at first); *at moves behind it. The register may be NULL. */
bool code_find(const struct code_layout *layout, const struct code_register *codes,
	struct slice text, size_t *at, struct code *code);

#endif
