/* Moments: see moments.h. */
#include "stat/moments.h"

#include <math.h>

/* A whole number of 256 bits. */
struct wide {
	unsigned __int128 high, low;
};

static struct wide
wide_multiply(unsigned __int128 a, unsigned __int128 b)
{
	unsigned __int128 a0 = (uint64_t)a, a1 = a >> 64, b0 = (uint64_t)b, b1 = b >> 64;
	unsigned __int128 bottom = a0 * b0, cross = a1 * b0 + (bottom >> 64);
	unsigned __int128 other = a0 * b1 + (uint64_t)cross;

	return (struct wide){ .high = a1 * b1 + (cross >> 64) + (other >> 64),
		.low = other << 64 | (uint64_t)bottom };
}

/* a - b, for a >= b. */
static struct wide
wide_subtract(struct wide a, struct wide b)
{
	return (struct wide){ a.high - b.high - (a.low < b.low), a.low - b.low };
}

static double
wide_double(struct wide a)
{
	return ldexp((double)a.high, 128) + (double)a.low;
}

bool
moments_add(struct moments *moments, money amount)
{
	return moments_merge(moments,
		&(struct moments){ 1, amount, (unsigned __int128)((__int128)amount * amount) });
}

bool
moments_add_zeros(struct moments *moments, int64_t heads)
{
	return moments_merge(moments, &(struct moments){ .count = heads });
}

bool
moments_merge(struct moments *into, const struct moments *from)
{
	struct moments all;

	if (__builtin_add_overflow(into->count, from->count, &all.count) ||
		__builtin_add_overflow(into->sum, from->sum, &all.sum) ||
		__builtin_add_overflow(into->squares, from->squares, &all.squares))
		return false;
	*into = all;
	return true;
}

bool
moments_sample(const struct moments *moments, struct sample *sample)
{
	unsigned __int128 n = (unsigned __int128)moments->count, size;
	double pairs = (double)moments->count * ((double)moments->count - 1);
	struct wide spread;

	if (moments->count <= 0)
		return false;
	/* The sum's square is at most n * squares (Cauchy, Schwarz). */
	size = (unsigned __int128)(moments->sum < 0 ? -moments->sum : moments->sum);
	spread = wide_subtract(wide_multiply(n, moments->squares), wide_multiply(size, size));
	*sample = (struct sample){
		.n = moments->count,
		.mean = (double)moments->sum / (double)moments->count / MONEY_UNIT,
	};
	if (moments->count > 1)
		sample->variance = wide_double(spread) / pairs / MONEY_UNIT / MONEY_UNIT;
	return true;
}
