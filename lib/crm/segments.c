#include "crm/segments.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
segments_init(struct segments *segments)
{
	*segments = (struct segments){ .rule = NULL };
	arena_init(&segments->arena);
}

void
segments_release(struct segments *segments)
{
	free(segments->rule);
	free(segments->name);
	arena_release(&segments->arena);
}

size_t
segments_find(const struct segments *segments, struct slice name)
{
	for (size_t i = 0; i < segments->names; i++)
		if (slice_equal(segments->name[i], name))
			return i;
	return SEGMENT_NONE;
}

size_t
segments_name(struct segments *segments, struct slice name)
{
	size_t known = segments_find(segments, name);

	if (known != SEGMENT_NONE)
		return known;
	MEMORY_GROW(segments->name, segments->name_room, segments->names + 1);
	segments->name[segments->names] = arena_copy(&segments->arena, name);
	return segments->names++;
}

void
segments_add(struct segments *segments, struct slice name, struct rule *rule, const char *where)
{
	struct segment_rule added = { .segment = segments_name(segments, name), .rule = rule };

	added.where = arena_copy(&segments->arena, slice_from(where)).data;
	MEMORY_GROW(segments->rule, segments->rule_room, segments->rules + 1);
	segments->rule[segments->rules++] = added;
}

/* --- rules that name others --- */

/* A walk along the names, from one rule. */
struct walk {
	struct segments *segments;
	segments_wrong  *wrong;
	unsigned char   *state;        /* of a rule */
	bool             good;
};

enum { UNSEEN, OPEN, DONE };

static void
refuse(struct walk *walk, const struct segment_rule *at, size_t other, const char *before,
	struct slice name, const char *behind)
{
	struct rule_error error = { .hint = "" };

	rule_other_wrong(at->rule, other, &error, "%s\"%.*s\"%s", before,
		(int)(name.length < 80 ? name.length : 80), name.data, behind);
	walk->wrong(at->where, rule_text(at->rule), &error);
	walk->good = false;
}

static void
give_named(struct walk *walk, struct segment_rule *at, size_t other)
{
	struct segments    *segments = walk->segments;
	struct slice        name = rule_other(at->rule, other);
	const struct rule **named =
		arena_new(&segments->arena, (segments->rules + 1) * sizeof *named);
	size_t segment = segments_find(segments, name), count = 0;
	bool   known = false;

	for (size_t i = 0; i < segments->rules && segment != SEGMENT_NONE; i++) {
		if (segments->rule[i].segment != segment)
			continue;
		known = true;
		if (segments->rule[i].rule)
			named[count++] = segments->rule[i].rule;
	}
	if (!known)
		refuse(walk, at, other, "no rule gives ", name, "");
	else
		rule_other_set(at->rule, other, named, count);
}

static void
walk_from(struct walk *walk, size_t i)
{
	struct segments     *segments = walk->segments;
	struct segment_rule *at = &segments->rule[i];

	walk->state[i] = OPEN;
	for (size_t other = 0; at->rule && other < rule_others(at->rule); other++) {
		size_t segment = segments_find(segments, rule_other(at->rule, other));

		for (size_t k = 0; k < segments->rules; k++) {
			if (segments->rule[k].segment != segment || walk->state[k] == DONE)
				continue;
			if (walk->state[k] == OPEN)
				refuse(walk, at, other, "", segments->name[segment],
					" would have to know itself first");
			else
				walk_from(walk, k);
		}
	}
	walk->state[i] = DONE;
}

bool
segments_link(struct segments *segments, segments_wrong *wrong)
{
	struct walk walk = { segments, wrong, memory_zeroed(segments->rules + 1, 1), true };

	for (size_t i = 0; i < segments->rules; i++) {
		struct segment_rule *at = &segments->rule[i];

		for (size_t other = 0; at->rule && other < rule_others(at->rule); other++)
			give_named(&walk, at, other);
	}
	for (size_t i = 0; i < segments->rules; i++)
		if (walk.state[i] == UNSEEN)
			walk_from(&walk, i);
	free(walk.state);
	return walk.good;
}

/* --- the version --- */

void
segments_version(const struct segments *segments, char version[SEGMENTS_VERSION])
{
	crypto_hash_sha256_state state;
	unsigned char            hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < segments->rules; i++) {
		struct slice name = segments->name[segments->rule[i].segment];
		struct slice text = slice_trim(rule_text(segments->rule[i].rule));

		crypto_hash_sha256_update(&state, (const unsigned char *)name.data, name.length);
		crypto_hash_sha256_update(&state, (const unsigned char *)"\t", 1);
		crypto_hash_sha256_update(&state, (const unsigned char *)text.data, text.length);
		crypto_hash_sha256_update(&state, (const unsigned char *)"\n", 1);
	}
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(version, SEGMENTS_VERSION, hash, (SEGMENTS_VERSION - 1) / 2);
}
