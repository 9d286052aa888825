/*
 * The tables of crm-rfm: cuts and segment maps, from files and to them.
 */
#include "crm-rfm.h"
#include "crm/rfm_cuts.h"
#include "crm/rfm_map_check.h"
#include "run/report.h"
#include "run/side.h"

/* Read as text: what the fields mean is the trade's. */
static const struct column_spec cuts_columns[RFM_CUTS_COLUMNS] = {
	{ "measure" },
	{ "score" },
	{ "up_to", .empty_ok = true },
};

static const struct column_spec map_columns[RFM_MAP_COLUMNS] = {
	{ "segment" },
	{ "r_min", .empty_ok = true },
	{ "r_max", .empty_ok = true },
	{ "f_min", .empty_ok = true },
	{ "f_max", .empty_ok = true },
	{ "m_min", .empty_ok = true },
	{ "m_max", .empty_ok = true },
};

static void
complain(void *side, uint64_t line, int column, const char *message)
{
	struct row row = { .line = line };

	side_bad(side, line ? &row : NULL, column, "%s", message);
}

void
read_cuts(const char *path, struct rfm_scale scale[RFM_MEASURES], size_t bins[RFM_MEASURES])
{
	struct side *side = side_open("--cuts", path, cuts_columns, RFM_CUTS_COLUMNS, SIDE_RULES);
	const char *name[RFM_MEASURES];
	char text[RFM_MEASURES][MEASURE_NAME];
	struct rfm_cuts cuts;
	struct row row;

	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++)
		name[m] = measure_name(m, text[m]);
	rfm_cuts_init(&cuts, name);
	while (side_next(side, &row)) {
		struct slice field[RFM_CUTS_COLUMNS];

		for (int i = 0; i < RFM_CUTS_COLUMNS; i++)
			field[i] = row_text(&row, i);
		rfm_cuts_add(&cuts, row.line, field, complain, side);
	}
	rfm_cuts_scales(&cuts, scale, complain, side);
	side_close(side);
	rfm_cuts_release(&cuts);
	for (int m = 0; m < RFM_MEASURES; m++)
		bins[m] = scale[m].bins;
}

void
write_cuts(struct report *report, const struct rfm_scale scale[RFM_MEASURES])
{
	for (int i = 0; i < RFM_CUTS_COLUMNS; i++)
		report_column(report, slice_from(cuts_columns[i].name));
	for (enum rfm_measure m = RFM_RECENCY; m < RFM_MEASURES; m++) {
		char name[MEASURE_NAME];
		const char *measure = measure_name(m, name);

		for (size_t bin = 0; bin < scale[m].bins; bin++) {
			struct slice field[RFM_CUTS_COLUMNS];
			struct rfm_cuts_text text;

			rfm_cuts_row(&scale[m], m, measure, bin, &text, field);
			for (int i = 0; i < RFM_CUTS_COLUMNS; i++)
				report_text(report, field[i]);
			report_end(report);
		}
	}
	report_finish(report);
}

void
read_map(const char *path, struct rfm_map *map, const size_t bins[RFM_MEASURES])
{
	struct side *side = side_open("--segments", path, map_columns, RFM_MAP_COLUMNS, SIDE_RULES);
	struct row row;

	while (side_next(side, &row)) {
		struct slice field[RFM_MAP_COLUMNS];

		for (int i = 0; i < RFM_MAP_COLUMNS; i++)
			field[i] = row_text(&row, i);
		rfm_map_read(map, row.line, field, bins, complain, side);
	}
	side_close(side);
}

void
print_map(const struct rfm_map *map)
{
	struct report *report = report_new();

	for (int i = 0; i < RFM_MAP_COLUMNS; i++)
		report_column(report, slice_from(map_columns[i].name));
	for (size_t i = 0; i < map->segments; i++) {
		report_text(report, map->segment[i].name);
		for (int m = 0; m < RFM_MEASURES; m++) {
			report_integer(report, map->segment[i].range[m].least);
			report_integer(report, map->segment[i].range[m].most);
		}
		report_end(report);
	}
	report_finish(report);
}

/* --- checking --- */

struct checking {
	const struct rfm_map *map;
	struct report        *report;
	bool                  good;
};

static void
report_finding(void *context, const struct rfm_finding *finding)
{
	static const char *const word[] = {
		[RFM_HOLE] = "hole", [RFM_NEVER] = "never", [RFM_OVERLAP] = "overlap"
	};
	struct checking *checking = context;
	const struct rfm_segment *segment = checking->map->segment;
	struct report *report = checking->report;

	report_string(report, word[finding->kind]);
	if (finding->kind == RFM_HOLE)
		report_empty(report);
	else
		report_text(report, segment[finding->segment].name);
	if (finding->kind == RFM_OVERLAP)
		report_text(report, segment[finding->earlier].name);
	else
		report_empty(report);
	report_integer(report, (int64_t)finding->places);
	for (int m = 0; m < RFM_MEASURES; m++) {
		report_integer(report, finding->range[m].least);
		report_integer(report, finding->range[m].most);
	}
	report_end(report);
	checking->good = checking->good && finding->kind == RFM_OVERLAP;
}

bool
check_map(const struct rfm_map *map)
{
	static const char *const columns[] = { "finding", "segment", "earlier", "places" };
	struct checking checking = { map, report_new(), true };

	report_columns(checking.report, columns, sizeof columns / sizeof *columns);
	for (int i = RFM_MAP_ENDS; i < RFM_MAP_COLUMNS; i++)
		report_column(checking.report, slice_from(map_columns[i].name));
	rfm_map_check(map, set.bins, report_finding, &checking);
	report_finish(checking.report);
	return checking.good;
}
