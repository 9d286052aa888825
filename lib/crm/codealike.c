/* What is taken for what: see codealike.h. */
#include "crm/codealike.h"

#include <string.h>

#include "value/text.h"

char
character_look(char c)
{
	switch (c) {
	case 'O': return '0';
	case 'I':
	case 'L': return '1';
	case 'Z': return '2';
	case 'S': return '5';
	case 'G': return '6';
	case 'B': return '8';
	default: return c;
	}
}

bool
letter_looks_like_digit(char letter, char *digit)
{
	*digit = character_look(letter);
	return *digit != letter;
}

size_t
text_plain(struct slice text, char *plain, size_t most)
{
	char space[256];
	size_t length = 0;

	if (text.length > sizeof space)
		return 0;
	if (!text_is_narrow(text))
		text = slice_of(space, text_narrow(text, space));
	for (size_t i = 0; i < text.length; i++) {
		char c = text.data[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c & (char)0x80)
			return 0;
		if ((c < '0' || c > '9') && (c < 'A' || c > 'Z'))
			continue;
		if (length == most)
			return 0;
		plain[length++] = c;
	}
	return length;
}

unsigned
letter_sound(char letter)
{
	static const char *const heard[] = { "BDPT", "MN" };

	for (unsigned i = 0; i < sizeof heard / sizeof heard[0]; i++)
		if (letter && strchr(heard[i], letter))
			return i + 1;
	return 0;
}
