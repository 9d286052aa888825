#!/bin/bash
# select.sh [FOLDER] - the first half of the loop: whom to write to, and with which code
#
# The shop has a year of orders and stands on the last day of July 2026. In August it
# writes by e-mail to the customers who are worth it, with two different offers (cells A
# and B) and nothing at all to every tenth of them (control), so that it can be seen
# afterwards what the mailing did. Results go to FOLDER (out).
set -euo pipefail
cd "$(dirname "$0")"
out=${1-out}
mkdir -p "$out"
export CRM_AS_OF=2026-07-31
cells=A:45,B:45,control:10

# How lately, how often and for how much each customer bought, scored from 1 to 5.
crm-rfm orders.csv -o "$out/rfm.csv"

# Grades by our own rules: high, leaving, new, other.
crm-join --with=customers.csv --take=city,gender "$out/rfm.csv" |
	crm-segment --rules=rules.csv -o "$out/graded.csv"

# The codes of the plan, for the printer. They go into the register of all codes that were
# ever issued, so that none is given twice; here into a copy, as often as this is run.
cp register.csv "$out/register.csv"
crm-sourcecode generate --registry="$out/register.csv" mailings.csv -o "$out/printer.csv"

# The best of them get the autumn mailing: cells by chance, but the same chance in
# every re-run; then a source code on every piece.
crm-segment --rules=rules.csv --only=high --replace "$out/graded.csv" |
	crm-test assign --cells=$cells --seed=autumn |
	crm-sourcecode encode --registry="$out/register.csv" --medium=D --list=02 --month=2026-08 \
		-o "$out/contacts.csv"

# How large a difference so few pieces can show when every tenth customer buys anyway; and
# whether the cells came out as planned, and alike.
pieces=$(($(wc -l <"$out/contacts.csv") - 1))
crm-test plan --base=10% --size="$pieces" --cells=$cells -o "$out/size.csv"
crm-test check --cells=$cells --balance=rfm_segment,gender "$out/contacts.csv" -o "$out/cells.csv"

# The points of every member, to be printed in the mail: what is there, what expires. In
# this shop they live for a year, to the end of the month.
points=(--events=events.csv --rules=points-rules.csv --expiry=month-end:12m)
crm-points "${points[@]}" orders.csv -o "$out/points.csv"

# Whose points expire next month: a reminder by text message, with a code of its own.
crm-points "${points[@]}" --expiring=1m orders.csv |
	crm-segment -e 'remind=expires > today and points >= 100' --only=remind |
	crm-sourcecode encode --registry="$out/register.csv" --medium=S --cell=A --list=09 \
		--month=2026-08 -o "$out/reminders.csv"
