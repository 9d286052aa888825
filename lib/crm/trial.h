/*
 * A trial: what the cells of a campaign brought beside their control, by intention to treat.
 *
 * Everybody who was put into a cell counts in it, written to or not, whether a code was given
 * or not; so both arms count alike. An arm is all zero before its first head. What is compared
 * is the rate of buyers and the revenue of a head; `rate_difference` is a rate less the
 * control's, a lift is that over the control's; an increment is the difference times the heads
 * of the cell: what would not have come without the campaign.
 *
 * The statistics are lib/stat's; this module says which of them is whose. Pure.
 */
#ifndef CRM_TRIAL_H
#define CRM_TRIAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crm/campaign.h"
#include "stat/moments.h"

struct trial_arm {
	int64_t        heads, buyers;
	int64_t        spenders;             /* heads whose revenue is not 0 */
	int64_t        orders;
	money_sum      revenue;
	struct moments spent;                /* of each head */
	struct moments earned;               /* its margin; only where rows have one */
	struct moments ordered;              /* its orders, each as 1.0000 */
	money_sum      cost;
};

/* One head: false, and the arm is not to be used: sums grow too large. */
bool trial_head(struct trial_arm *arm, int64_t orders, money spent, money earned);

enum trial_figure {
	TRIAL_ASSIGNED,
	TRIAL_BUYERS,
	TRIAL_RATE,
	TRIAL_RATE_LOW,
	TRIAL_RATE_HIGH,
	TRIAL_RATE_DIFFERENCE,
	TRIAL_RATE_DIFFERENCE_LOW,
	TRIAL_RATE_DIFFERENCE_HIGH,
	TRIAL_RATE_LIFT,
	TRIAL_RATE_LIFT_LOW,
	TRIAL_RATE_LIFT_HIGH,
	TRIAL_Z,
	TRIAL_P,
	TRIAL_P_HOLM,
	TRIAL_ORDERS,
	TRIAL_INCREMENTAL_ORDERS,
	TRIAL_INCREMENTAL_ORDERS_LOW,
	TRIAL_INCREMENTAL_ORDERS_HIGH,
	TRIAL_REVENUE,
	TRIAL_REVENUE_PER_HEAD,
	TRIAL_REVENUE_DIFFERENCE,
	TRIAL_REVENUE_DIFFERENCE_LOW,
	TRIAL_REVENUE_DIFFERENCE_HIGH,
	TRIAL_REVENUE_LIFT,
	TRIAL_REVENUE_LIFT_LOW,
	TRIAL_REVENUE_LIFT_HIGH,
	TRIAL_T,
	TRIAL_REVENUE_P,
	TRIAL_REVENUE_P_HOLM,
	TRIAL_INCREMENTAL_REVENUE,
	TRIAL_INCREMENTAL_REVENUE_LOW,
	TRIAL_INCREMENTAL_REVENUE_HIGH,
	TRIAL_COST,
	TRIAL_INCREMENTAL_ROI,
	TRIAL_INCREMENTAL_ROI_LOW,
	TRIAL_INCREMENTAL_ROI_HIGH,
	TRIAL_P_ANY,
	TRIAL_SRM_P,
	TRIAL_FIGURES,
};

const char *trial_figure_name(enum trial_figure figure);
bool        trial_figure_find(struct slice name, enum trial_figure *figure);

struct trial_terms {
	double  confidence;                  /* of intervals, such as .95 */
	bool    sequential;                  /* intervals and p are always valid */
	bool    costs;                       /* the arms' costs are known */
	bool    margins;                     /* as in struct campaign_terms */
	int64_t margin, margin_one;
};

/*
 * The arms of one campaign: fills value[i] for each. `control` is the arm that the others are
 * compared with, or -1; share[] are the planned shares, or NULL.
 */
void trial_compare(const struct trial_arm *const arm[], size_t arms, int control,
	const double *share, const struct trial_terms *terms,
	struct figure_value (*value)[TRIAL_FIGURES]);

#endif
