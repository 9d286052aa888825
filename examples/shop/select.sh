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

# How lately, how often and for how much each customer bought, scored from 1 to 5.
crm-rfm orders.csv -o "$out/rfm.csv"

# Grades by our own rules: high, leaving, new, other.
crm-join --with=customers.csv --take=city,gender "$out/rfm.csv" |
	crm-segment --rules=rules.csv -o "$out/graded.csv"

# The best of them get the autumn mailing: cells by chance, but the same chance in
# every re-run; then a source code on every piece.
crm-segment --rules=rules.csv --only=high --replace "$out/graded.csv" |
	crm-test assign --cells=A:45,B:45,control:10 --seed=autumn |
	crm-sourcecode encode --medium=D --list=02 --month=2026-08 -o "$out/contacts.csv"

# The points of every member, to be printed in the mail: what is there, what expires.
crm-points --events=events.csv --rules=points-rules.csv orders.csv -o "$out/points.csv"
