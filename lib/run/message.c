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

static const char     *name = "crm";
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

void
message_name(const char *command)
{
	name = command;
}

__attribute__((format(printf, 2, 0))) static void
say_arguments(const char *kind, const char *format, va_list arguments)
{
	char   line[2048];
	int    length = snprintf(line, sizeof line, "%s: %s", name, kind);
	size_t used = (size_t)length;

	length = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
	used += length < 0 ? 0 : (size_t)length;
	if (used > sizeof line - 2)
		used = sizeof line - 2;
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
check_conserved(bool holds, const char *what)
{
	if (!holds)
		fail(EXIT_BUG, "self-check failed: %s; nothing was written, please report this",
			what);
}
