/*
 * Letters and digits that are taken for each other: by the eye (O and 0, I L and 1, Z and 2, S
 * and 5, G and 6, B and 8) and, on the telephone, by the ear (B D P T, M N).
 *
 * Pure. The eye's classes part all letters and digits, so two texts look alike exactly when their
 * characters' looks are the same.
 */
#ifndef CRM_CODEALIKE_H
#define CRM_CODEALIKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "value/slice.h"

/* What a capital letter or digit looks like: 'O' and '0' like '0', 'K' like 'K'. */
char character_look(char c);

/* Whether the letter could be read as a digit: I O S and the like. *digit is which. */
bool letter_looks_like_digit(char letter, char *digit);

/*
 * A text's letters and digits alone: narrowed, capital, without blanks, dashes and other marks.
 * Written to plain[most]; 0: it has another character than ASCII's, or too many.
 */
size_t text_plain(struct slice text, char *plain, size_t most);

/* Letters heard as one: the class of a letter, from 1; 0: it is in none. */
unsigned letter_sound(char letter);

/* Sets of letters, a bit each from A on. */
typedef uint32_t letter_set;
static inline letter_set
letter_bit(char letter)
{
	return (letter_set)1 << (letter - 'A');
}

#endif
