#include "run/message.h"

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "rule/message.h"
#include "rule/rule.h"
#include "run/settings.h"
#include "run/sink.h"
#include "value/text.h"

static const char     *name = "crm";
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void
message_name(const char *command)
{
	name = command;
}

/* The length of the well-formed character at the begin of text; 0: there is none. */
static size_t
first_character(struct slice text)
{
	for (size_t length = 2; length <= 4 && length <= text.length; length++) {
		if (text_utf8_valid_prefix(slice_of(text.data, length)) == length)
			return length;
	}
	return 0;
}

/* Writes at most `size` bytes and returns how many; a tab stays, carets stand below it. */
static size_t
escape(struct slice text, char *out, size_t size)
{
	size_t used = 0;

	while (text.length && used + 4 <= size) {
		unsigned char byte = (unsigned char)text.data[0];
		size_t        good = 0;

		if ((byte >= ' ' && byte < 0x7F) || byte == '\t')
			good = 1;
		else if (byte >= 0x80)
			good = first_character(text);
		if (good)
			memcpy(out + used, text.data, good);
		else
			snprintf(out + used, 5, "\\x%02X", byte);
		used += good ? good : 4;
		text = slice_of(text.data + (good ? good : 1), text.length - (good ? good : 1));
	}
	return used;
}

__attribute__((format(printf, 2, 0))) static void
say_arguments(const char *kind, const char *format, va_list arguments)
{
	char   text[2048], line[4096]; /* what a pipe takes at once */
	int    length = vsnprintf(text, sizeof text, format, arguments);
	size_t shown = length < 0                 ? 0
		: (size_t)length < sizeof text    ? (size_t)length
					       : sizeof text - 1;
	size_t used = (size_t)snprintf(line, sizeof line / 2, "%s: %s", name, kind);

	used += escape(slice_of(text, shown), line + used, sizeof line - used - 2);
	line[used++] = '\n';
	/* One write a line, so that several filters of a pipeline do not mix theirs. */
	progress_clear();
	for (size_t done = 0; done < used;) {
		ssize_t n = write(STDERR_FILENO, line + done, used - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
}

void
fail(enum exit_code code, const char *format, ...)
{
	va_list arguments;

	/* Never unlocked: whoever comes second waits for the end of the process. */
	pthread_mutex_lock(&one_at_a_time);
	va_start(arguments, format);
	if (format)
		say_arguments("", format, arguments);
	va_end(arguments);
	sinks_abandon();
	_exit(code);
}

void
fail_errno(const char *format, ...)
{
	int     why = errno;
	char    text[1024];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	fail(EXIT_SYSTEM, "%s: %s", text, strerror(why));
}

void
say(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say_arguments("", format, arguments);
	va_end(arguments);
}

void
hint(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say_arguments("hint: ", format, arguments);
	va_end(arguments);
}

void
note(const char *format, ...)
{
	va_list arguments;

	if (settings.quiet)
		return;
	va_start(arguments, format);
	say_arguments("", format, arguments);
	va_end(arguments);
}

void
say_rule_error(const char *where, const struct slice *text, const struct rule_error *error)
{
	char         caret[1024];
	struct slice line = rule_line(*text, error);

	rule_caret(*text, error, caret, sizeof caret);
	say("%s: %s", where, error->message);
	say("  %.*s", (int)line.length, line.data);
	say("  %s", caret);
	if (*error->hint)
		hint("%s", error->hint);
}

void
list_name(char *text, size_t size, struct slice listed, const char *quote)
{
	static const char more[] = "...";
	const char       *comma = *text ? ", " : "";
	size_t            used = strlen(text), wanted;

	/* Once something was left out, so is all that follows. */
	if (used >= sizeof more - 1 && strcmp(text + used - (sizeof more - 1), more) == 0)
		return;
	wanted = strlen(comma) + 2 * strlen(quote) + listed.length;
	if (used + wanted + strlen(", ...") + 1 > size) {
		snprintf(text + used, size - used, "%s%s", comma, more);
		return;
	}
	snprintf(text + used, size - used, "%s%s%.*s%s", comma, quote, (int)listed.length,
		listed.length ? listed.data : "", quote);
}

void
check_conserved(bool holds, const char *what)
{
	if (!holds)
		fail(EXIT_BUG, "self-check failed: %s; nothing was written, please report this",
			what);
}
