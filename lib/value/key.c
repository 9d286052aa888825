/* Keys: see key.h. */
#include "value/key.h"

#include "value/cursor.h"
#include "value/text.h"

/* 1E+10, 1.38E+10, -6.9e+13. */
static bool
is_scientific(struct slice text)
{
	struct cursor c = cursor_over(text);
	int number;

	CURSOR_TAKE(&c, "-");
	if (!cursor_take_number(&c, 1, 1, &number))
		return false;
	if (CURSOR_TAKE(&c, ".")) {
		if (!cursor_at_digit(&c))
			return false;
		while (cursor_at_digit(&c))
			c.at++;
	}
	return (CURSOR_TAKE(&c, "E+") || CURSOR_TAKE(&c, "e+")) &&
		cursor_take_number(&c, 2, 2, &number) && cursor_ended(&c);
}

bool
key_read(struct slice text, struct slice *key, const char **why)
{
	*key = text;
	text_unguard(key);
	if (!is_scientific(*key))
		return true;
	*why = "a long number that a spreadsheet has rounded, its last digits are lost";
	return false;
}

bool
key_is_masked(struct slice text)
{
	return text.length && memchr(text.data, '*', text.length);
}

size_t
key_fold(struct slice text, char *out)
{
	size_t length = text_narrow(text, out), used = 0;

	for (size_t i = 0; i < length; i++)
		if (out[i] != ' ' && out[i] != '\t')
			out[used++] = out[i];
	return text_lower(slice_of(out, used), out);
}
