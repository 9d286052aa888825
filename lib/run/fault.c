#include "run/fault.h"

#include <string.h>

#include "run/message.h"

const char *
fault_text(enum record_fault fault)
{
	static const char *const text[] = {
		[RECORD_GOOD] = "",
		[RECORD_QUOTE] = "a quote where none may stand",
		[RECORD_UNCLOSED] = "a quote is opened and never closed",
		[RECORD_TOO_LONG] = "the record is too long (see --max-record)",
		[RECORD_RETURN] = "a CR without LF: old Mac line ends?",
		[RECORD_NUL] = "a NUL byte: UTF-16?",
		[RECORD_NOT_UTF8] = "not UTF-8",
	};

	return text[fault];
}

/* A byte order mark of UTF-16, in either order. */
static bool
begins_utf_16(struct slice raw)
{
	return raw.length >= 2 &&
		(memcmp(raw.data, "\xFF\xFE", 2) == 0 || memcmp(raw.data, "\xFE\xFF", 2) == 0);
}

const char *
fault_remedy(enum record_fault fault, struct slice raw)
{
	static const char utf_16[] = "if it is UTF-16: iconv -f UTF-16 -t UTF-8 ";

	if (fault == RECORD_NUL || (fault == RECORD_NOT_UTF8 && begins_utf_16(raw)))
		return utf_16;
	if (fault == RECORD_NOT_UTF8)
		return "if it is Chinese: iconv -f GB18030 -t UTF-8 ";
	if (fault == RECORD_RETURN)
		return "if its lines end so: tr '\\r' '\\n' <";
	return NULL;
}

void
fault_hint(const char *remedy, const char *file)
{
	size_t length = strlen(remedy), kept = length;

	/* Without the name, and without the mark and the blanks that lead to it. */
	while (kept && (remedy[kept - 1] == ' ' || remedy[kept - 1] == '<'))
		kept--;
	if (kept < length && strcmp(file, "<stdin>") != 0)
		hint("%s%s", remedy, file);
	else
		hint("%.*s", (int)kept, remedy);
}
