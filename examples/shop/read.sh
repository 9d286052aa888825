#!/bin/bash
# read.sh [FOLDER] - the second half of the loop: what came back
#
# Six weeks later new orders are in. Most of those who answered gave their code, some
# forgot it, one copied it badly. What select.sh left in FOLDER (out) says who was
# written to.
set -euo pipefail
cd "$(dirname "$0")"
out=${1-out}
export CRM_AS_OF=2026-09-15

# Each code back into its parts: medium, cell, list, month. The register says which codes
# were ever issued.
crm-sourcecode decode --registry="$out/register.csv" new-orders.csv -o "$out/decoded.csv"

# What each cell cost and brought.
crm-roi --contacts="$out/contacts.csv" --costs=costs.csv --by=medium,cell --total \
	"$out/decoded.csv" -o "$out/returns.csv"

# And what would not have come without it: all orders of those written to, with a code or
# not, beside the orders of the tenth that was left out.
crm-roi --contacts="$out/contacts.csv" --costs=costs.csv --control=control --window=45d \
	--figures=assigned,buyers,rate,rate_difference,rate_difference_low,rate_difference_high,p_holm,incremental_orders,incremental_revenue,incremental_revenue_low,incremental_revenue_high,cost,incremental_roi \
	"$out/decoded.csv" -o "$out/lift.csv"

# The next round starts from what is known now: both years of orders in one go.
crm-rfm orders.csv new-orders.csv --sort=monetary:desc --limit=20 -o "$out/top20.csv"
