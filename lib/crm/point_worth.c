#include "crm/point_worth.h"

/* `part` in 1/WORTH_UNIT points, and perhaps a little more that is less than one of them. */
static __int128
round_worth(worth part, bool more, enum rounding rounding)
{
	__int128 points = part / WORTH_UNIT;
	worth    rest = part - points * WORTH_UNIT;

	switch (rounding) {
	case ROUND_DOWN: break;
	case ROUND_NEAREST: return points + (rest >= WORTH_UNIT / 2);
	case ROUND_UP: return points + (rest > 0 || more);
	}
	return points;
}

__int128
worth_share(worth whole, money kept, money bought, enum rounding rounding)
{
	worth quotient, rest;

	if (kept == bought)
		return round_worth(whole, false, rounding);
	quotient = whole / bought;
	rest = whole % bought * kept;
	return round_worth(quotient * kept + rest / bought, rest % bought != 0, rounding);
}
