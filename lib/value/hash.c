/* The hash of long keys, and where the seed comes from: see hash.h. */
#include "value/hash.h"

#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/random.h>
#endif

/* Sixteen bytes a step; the last sixteen, which may overlap the step before, finish. */
uint64_t
hash_long(struct slice bytes, struct hash_seed seed)
{
	const char *at = bytes.data;
	const char *last = at + bytes.length - 16;
	uint64_t state = seed.b;

	for (; at < last; at += 16)
		state = hash_fold(hash_word(at) ^ seed.a, hash_word(at + 8) ^ state) +
			0xa0761c9b5f3d82e7u;
	return hash_finish(hash_word(last) ^ seed.a, hash_word(last + 8) ^ state, bytes.length);
}

/* Spreads a number over 64 bits so that near numbers give unlike words. */
static uint64_t
word_scatter(uint64_t n)
{
	n = (n ^ n >> 32) * 0xd6e8feb86659fd93u;
	n = (n ^ n >> 29) * 0xff51afd7ed558ccdu;
	return n ^ n >> 32;
}

static struct hash_seed
seed_from_number(uint64_t n)
{
	return (struct hash_seed){ word_scatter(n + 0x9e3779b97f4a7c15u),
		word_scatter(n + 0x3c6ef372fe94f82au) };
}

static bool
seed_from_system(struct hash_seed *seed)
{
	ssize_t got = -1;
	int file;

#ifdef __linux__
	got = getrandom(seed, sizeof *seed, 0);
	if (got == (ssize_t)sizeof *seed)
		return true;
#endif
	file = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	if (file >= 0) {
		got = read(file, seed, sizeof *seed);
		close(file);
	}
	return got == (ssize_t)sizeof *seed;
}

struct hash_seed
hash_seed_draw(void)
{
	const char *fixed = getenv("CRM_HASH_SEED");
	struct hash_seed seed;
	struct timespec now = { 0, 0 };

	if (fixed && *fixed)
		return seed_from_number(strtoull(fixed, NULL, 0));
	if (seed_from_system(&seed))
		return seed;
	/* A root without devices: the clock, the process and where it was loaded must do. */
	clock_gettime(CLOCK_REALTIME, &now);
	return seed_from_number((uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 30 ^
		(uint64_t)getpid() << 48 ^ (uint64_t)(uintptr_t)&seed);
}
