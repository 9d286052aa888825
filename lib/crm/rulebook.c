/*
 * Rules that come with the tools: see rulebook.h.
 *
 * Value: the base of the top fifth is who spent anything in the window, the number of orders
 * that is high by itself stands first. Life cycle: from the special to the general. Regions are
 * the seven of the statistical yearbooks (and Hong Kong, Macau, Taiwan); where the province is
 * empty the city's name tells for the larger ones. 吉林 is a province and a city of it;
 * 海南 is a province, and a prefecture of Qinghai, as 河南 is a county there; a district such
 * as 朝阳 or 鼓楼, of which there are several, tells nothing.
 */
#include "crm/rulebook.h"

#include <string.h>

static const struct rulebook_row value[] = {
	{ "high", "frequency_12m >= 4", "高价值客户" },
	{ "high", "top(monetary_12m, 20%, where monetary_12m > 0)", "高价值客户" },
	{ "potential", "frequency >= 2 or frequency_12m >= 1", "潜力客户" },
	{ "ordinary", "1 = 1", "普通客户" },
};

static const struct rulebook_row lifecycle[] = {
	{ "prospect", "last_order is empty", "潜在客户" },
	{ "new", "first_order > today - 90d", "新客户" },
	{ "lost", "last_order <= today - 24m", "流失客户" },
	{ "lapsed", "last_order <= today - 12m", "沉睡客户" },
	{ "at risk", "last_order <= today - 6m", "流失风险客户" },
	{ "loyal", "frequency >= 4", "忠诚客户" },
	{ "active", "1 = 1", "活跃客户" },
};

static const struct rulebook_row source[] = {
	{ "partner",
		"lower(source) in ('partner', 'agent', 'reseller', 'affiliate', '合作伙伴', "
		"'代理', "
		"'代理商', '经销商', '渠道商')",
		"合作伙伴客户" },
	{ "unknown", "source is empty", "来源不明" },
	{ "direct", "source is not empty", "直接客户" },
};

static const struct rulebook_row demographic[] = {
	{ "under 18", "age(birthday) < 18", "未成年" },
	{ "18-24", "age(birthday) between 18 and 24", "18-24岁" },
	{ "25-34", "age(birthday) between 25 and 34", "25-34岁" },
	{ "35-44", "age(birthday) between 35 and 44", "35-44岁" },
	{ "45-54", "age(birthday) between 45 and 54", "45-54岁" },
	{ "55-64", "age(birthday) between 55 and 64", "55-64岁" },
	{ "65 and over", "age(birthday) >= 65", "65岁以上" },
	{ "women", "lower(gender) in ('f', 'female', 'woman', '女', '女士', '女性')", "女性" },
	{ "men", "lower(gender) in ('m', 'male', 'man', '男', '先生', '男性')", "男性" },
	{ "students", "lower(occupation) =~ 'student|学生'", "学生" },
	{ "retired", "lower(occupation) =~ 'retired|退休'", "退休人员" },
	{ "self-employed", "lower(occupation) =~ 'self-employed|owner|个体|自由职业|私营'",
		"个体与自由职业" },
	{ "graduates",
		"lower(education) =~ 'bachelor|master|doctor|phd|本科|学士|硕士|博士|研究生'",
		"本科及以上" },
};

static const struct rulebook_row geographic[] = {
	{ "north",
		"province =~ '^(北京|天津|河北|山西|内蒙)' or "
		"(province is empty and city =~ '^(北京|天津|石家庄|唐山|太原|呼和浩特|包头)')",
		"华北" },
	{ "northeast",
		"province =~ '^(辽宁|吉林|黑龙江)' or "
		"(province is empty and city =~ '^(沈阳|大连|长春|吉林|哈尔滨)')",
		"东北" },
	{ "east",
		"province =~ '^(上海|江苏|浙江|安徽|福建|江西|山东)' or (province is empty and "
		"city =~ "
		"'^(上海|南京|苏州|无锡|杭州|宁波|温州|合肥|福州|厦门|南昌|济南|青岛)')",
		"华东" },
	{ "central",
		"province =~ '^(河南(省|$)|湖北|湖南)' or "
		"(province is empty and city =~ '^(郑州|武汉|长沙)')",
		"华中" },
	{ "south",
		"province =~ '^(广东|广西|海南(省|$))' or (province is empty and "
		"city =~ '^(广州|深圳|东莞|佛山|珠海|南宁|海口|三亚)')",
		"华南" },
	{ "southwest",
		"province =~ '^(重庆|四川|贵州|云南|西藏)' or "
		"(province is empty and city =~ '^(重庆|成都|贵阳|昆明|拉萨)')",
		"西南" },
	{ "northwest",
		"province =~ '^(陕西|甘肃|青海|宁夏|新疆)' or "
		"(province is empty and city =~ '^(西安|兰州|西宁|银川|乌鲁木齐)')",
		"西北" },
	{ "HK Macau Taiwan",
		"province =~ '^(香港|澳门|台湾)' or "
		"(province is empty and city =~ '^(香港|澳门|台北|高雄)')",
		"港澳台" },
};

static const struct rulebook_row behaviour[] = {
	{ "frequent", "frequency >= 4", "高频购买" },
	{ "occasional", "frequency between 2 and 3", "低频购买" },
	{ "once", "frequency = 1", "单次购买" },
	{ "new year", "month(last_order) in (1, 2)", "年节购买" },
	{ "double eleven", "month(last_order) = 11", "双十一购买" },
	{ "gifts", "lower(pref_category) =~ 'gift|礼'", "礼品偏好" },
	{ "for oneself", "pref_category is not empty and lower(pref_category) !~ 'gift|礼'",
		"自用偏好" },
};

static const struct rulebook_row psychographic[] = {
	{ "price-minded", "has(tags, 'price') or has(tags, '价格敏感')", "价格敏感" },
	{ "quality-minded", "has(tags, 'quality') or has(tags, '品质追求')", "品质追求" },
	{ "health-minded", "has(tags, 'health') or has(tags, '健康养生')", "健康养生" },
	{ "early adopters", "has(tags, 'novelty') or has(tags, '尝鲜')", "尝鲜" },
	{ "true to the brand", "has(tags, 'brand') or has(tags, '品牌忠诚')", "品牌忠诚" },
	{ "sociable", "has(tags, 'social') or has(tags, '爱分享')", "爱分享" },
};

#define BOOK(rows) \
	{ \
#rows, rows, sizeof rows / sizeof *rows \
	}
static const struct book {
	const char *name;
	const struct rulebook_row *row;
	size_t rows;
} books[] = {
	BOOK(value),
	BOOK(lifecycle),
	BOOK(source),
	BOOK(demographic),
	BOOK(geographic),
	BOOK(behaviour),
	BOOK(psychographic),
};
#define BOOKS (sizeof books / sizeof *books)

const char *
rulebook_name(size_t i)
{
	return i < BOOKS ? books[i].name : NULL;
}

const struct rulebook_row *
rulebook_find(const char *book, size_t *rows)
{
	for (size_t i = 0; i < BOOKS; i++) {
		if (strcmp(books[i].name, book) != 0)
			continue;
		*rows = books[i].rows;
		return books[i].row;
	}
	return NULL;
}
