/*
 * The check character of a code: catches every single slip (one character for another) and
 * every swap of two neighbours that differ.
 *
 * Two alphabets. A code of digits alone has a digit: the quasigroup of order 10 of H. M. Damm
 * (Total anti-symmetrische Quasigruppen, Marburg 2004). Any other has one of 0-9 A-Z, which
 * are the numbers 0..35: such a number v stands for the pair (v / 9, v mod 9), an element of
 * the ring GF(4) x GF(9), and from the left each character takes the state s to w s + v. The
 * factor w and 1 - w are both without a zero in either field, so neither w^k d nor
 * w^k (1 - w) d is 0 for a difference d that is not: that is the two promises.
 *
 * In either way the state of a good code is 0 at its end, wherever in it the check
 * character stands, and one character only makes it so.
 */
#ifndef CRM_CHECKCHAR_H
#define CRM_CHECKCHAR_H

#include <stdbool.h>

enum check_alphabet { CHECK_DIGITS = 10, CHECK_ALL = 36 };

/* The state after one more character, 0-9 or (CHECK_ALL) A-Z; 0 before the first one. */
unsigned check_step(enum check_alphabet alphabet, unsigned state, char character);

/* The i-th character of an alphabet: 0-9, then A-Z. */
char check_character(unsigned i);

#endif
