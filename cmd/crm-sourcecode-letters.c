/*
 * Letters of one campaign that people take for others: what check warns of.
 */
#include <stdio.h>

#include "crm-sourcecode.h"

#include "crm/codealike.h"
#include "table/groups.h"
#include "value/text.h"

/* What a campaign has at each place so far. */
struct letters {
	letter_set used[CODE_LONGEST];
};

static struct groups *campaigns;
static struct hash_seed seed;

static struct letters *
letters_of(struct slice campaign)
{
	static const struct groups_spec spec = { .kept = sizeof(struct letters) };

	if (!campaigns) {
		campaigns = groups_new(&spec);
		seed = hash_seed_draw();
	}
	return group_kept(groups_find(campaigns, campaign, hash_bytes(campaign, seed)));
}

void
letters_release(void)
{
	if (campaigns)
		groups_free(campaigns);
}

static void
warn_letter(const char *place, struct slice campaign, size_t part, char letter, letter_set used)
{
	struct slice of = layout.part[part].name;
	char quoted[TEXT_QUOTED], in[TEXT_QUOTED + sizeof " in campaign "] = "", digit;

	text_quote(campaign, quoted);
	if (campaign.length)
		snprintf(in, sizeof in, " in campaign %s", quoted);
	if (strchr("IOS", letter) && letter_looks_like_digit(letter, &digit))
		note("%s: warning: the letter %c of %.*s looks like %c%s", place, letter,
			(int)of.length, of.data, digit, in);
	for (int i = 'A'; i <= 'Z'; i++) {
		char other = (char)i;

		if (used & letter_bit(other) && letter_sound(letter) &&
			letter_sound(other) == letter_sound(letter))
			note("%s: warning: the letters %c and %c of %.*s sound alike%s", place,
				other, letter, (int)of.length, of.data, in);
	}
}

void
letters_warn(const char *place, struct slice campaign, const struct code *code)
{
	struct letters *letters = letters_of(campaign);

	for (size_t i = 0; i < layout.parts; i++) {
		const struct code_part *part = &layout.part[i];

		if (part->kind != PART_LETTERS)
			continue;
		for (size_t at = part->offset; at < part->offset + part->length; at++) {
			char letter = code->text[at];

			if (letters->used[at] & letter_bit(letter))
				continue;
			warn_letter(place, campaign, i, letter, letters->used[at]);
			letters->used[at] |= letter_bit(letter);
		}
	}
}
