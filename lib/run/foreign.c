#include "run/foreign.h"

#include <string.h>

#include "run/message.h"
#include "run/settings.h"
#include "value/day.h"
#include "value/day_form.h"

static const struct kind {
	const char *begin;
	size_t      length;
	const char *what, *remedy;
} kinds[] = {
#define BEGIN(bytes) bytes, sizeof bytes - 1
	{ BEGIN("PK\x03\x04"), "a workbook or another zip file, not CSV",
		"save it as \"CSV UTF-8\" in the spreadsheet" },
	{ BEGIN("\xD0\xCF\x11\xE0"), "an old workbook, not CSV",
		"save it as \"CSV UTF-8\" in the spreadsheet" },
	{ BEGIN("\x1F\x8B"), "compressed by gzip, not CSV", "gzip -dc " },
	{ BEGIN("\x28\xB5\x2F\xFD"), "compressed by zstd, not CSV", "zstd -dc " },
	{ BEGIN("\xFD"
		"7zXZ"),
		"compressed by xz, not CSV", "xz -dc " },
	{ BEGIN("BZh"), "compressed by bzip2, not CSV", "bzip2 -dc " },
	{ BEGIN("\xFF\xFE"), "UTF-16, not UTF-8", "iconv -f UTF-16 -t UTF-8 " },
	{ BEGIN("\xFE\xFF"), "UTF-16, not UTF-8", "iconv -f UTF-16 -t UTF-8 " },
	{ BEGIN("<html"), "a web page, not CSV",
		"open it in a spreadsheet and save it as \"CSV UTF-8\"" },
	{ BEGIN("<table"), "a web page, not CSV",
		"open it in a spreadsheet and save it as \"CSV UTF-8\"" },
	{ BEGIN("<?xml"), "XML, not CSV", "open it in a spreadsheet and save it as \"CSV UTF-8\"" },
	{ BEGIN("%PDF-"), "a PDF file, not CSV", "ask for the table itself" },
};

const char *
foreign_kind(struct slice begin, const char **remedy)
{
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		const struct kind *kind = &kinds[i];

		if (begin.length >= kind->length &&
			memcmp(begin.data, kind->begin, kind->length) == 0) {
			*remedy = kind->remedy;
			return kind->what;
		}
	}
	return NULL;
}

const char *
foreign_date(struct slice text)
{
	static const struct {
		const char *form, *remedy;
	} way[] = {
		{ "%Y.%m.%d", "--date-format=%Y.%m.%d reads such dates" },
		{ "%d/%m/%Y",
			"--date-format=%d/%m/%Y reads such dates, or %m/%d/%Y those with "
			"the month first" },
		{ "%m/%d/%Y", "--date-format=%m/%d/%Y reads such dates" },
		{ "excel", "--date-format=excel reads the day numbers of spreadsheets" },
	};
	day earliest, latest, date;

	/* Other numbers are days of a spreadsheet, too, but hardly meant as such. */
	day_parse(slice_from("1990-01-01"), &earliest);
	day_parse(slice_from("2100-12-31"), &latest);
	for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
		struct day_form form = { 0 };

		if (day_form_set(&form, slice_from(way[i].form)) && day_read(&form, text, &date) &&
			date >= earliest && date <= latest)
			return way[i].remedy;
	}
	return NULL;
}

/* Marks that separate columns where this file was not asked to be separated by them. */
static void
hint_separator(struct slice name, bool operands)
{
	static const struct {
		const char *mark, *option;
	} marks[] = { { "\t", "tab" }, { ";", "';'" }, { "|", "'|'" }, { ",", "," } };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (!memchr(name.data, *marks[i].mark, name.length))
			continue;
		if (operands)
			hint("if columns are separated so: -d %s", marks[i].option);
		else
			hint("side tables are separated by commas, or by tabs when named .tsv");
		return;
	}
	for (size_t at = 0; at + 3 <= name.length; at++) {
		if (memcmp(name.data + at, "，", 3) == 0) {
			hint("its commas are full-width ones (，), which separate nothing");
			return;
		}
	}
}

void
foreign_hint(const struct header *header, bool operands)
{
	size_t nameless = 0;

	for (size_t i = 0; i < header->columns; i++)
		nameless += header->folded[i].length == 0;
	if (header->columns == 1)
		hint_separator(header->name[0], operands);
	else if (header->columns > 2 && nameless + 1 >= header->columns)
		hint("the header must be the first line: what stands above it goes");
}
