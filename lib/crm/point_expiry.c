#include "crm/point_expiry.h"

#include "value/number.h"

/* What stands after `start`; false: text does not begin so. */
static bool
text_after(struct slice text, const char *start, struct slice *rest)
{
	size_t length = strlen(start);

	if (text.length < length || memcmp(text.data, start, length) != 0)
		return false;
	*rest = slice_of(text.data + length, text.length - length);
	return true;
}

bool
expiry_parse(struct slice text, struct expiry *expiry)
{
	struct slice rest;
	int64_t n;

	*expiry = (struct expiry){ .form = EXPIRY_NEVER };
	if (slice_is(text, "never"))
		return true;
	if (text_after(text, "year-end:", &rest)) {
		if (!integer_parse(rest, &n) || n < 0 || n > 9999)
			return false;
		expiry->form = EXPIRY_YEAR_END;
		expiry->years = (int)n;
		return true;
	}
	expiry->form = EXPIRY_SPAN;
	if (text_after(text, "month-end:", &rest)) {
		expiry->form = EXPIRY_MONTH_END;
		text = rest;
	}
	return span_parse(text, &expiry->span);
}

day
expiry_last(struct expiry expiry, day earned)
{
	struct date date;

	switch (expiry.form) {
	case EXPIRY_NEVER: break;
	case EXPIRY_YEAR_END:
		date = day_to_date(earned);
		date.year = date.year + expiry.years < 9999 ? date.year + expiry.years : 9999;
		return day_from_date((struct date){ date.year, 12, 31 });
	case EXPIRY_SPAN: return day_plus(earned, expiry.span);
	case EXPIRY_MONTH_END:
		date = day_to_date(day_plus(earned, expiry.span));
		date.day = month_days(date.year, date.month);
		return day_from_date(date);
	}
	return POINT_NEVER;
}
