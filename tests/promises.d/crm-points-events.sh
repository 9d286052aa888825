# The point events are a second stream beside the orders.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-points --as-of=2026-07-01 --events=events.csv --rules=rules.csv)
shape=fold
header=customer_id,order_id,order_date,amount,product
rows='c3,o1,2026-01-05,10.00,tea
c1,o2,2026-02-05,20.50,tea
c2,o3,2026-03-05,30.00,cup
c1,o4,2026-04-05,5.25,cup
c4,o5,2026-05-05,100.00,tea'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",o" n ",2026-0" 1 + n % 6 "-1" n % 10 "," n % 977 ".5,tea"'
# The events have customers, too.
except='header_only where'
side() {
	cat >events.csv <<'EOT'
customer_id,date,kind,document,points
c1,2026-03-01,redeem,r1,12
c4,2026-06-01,redeem,r2,40
EOT
	cat >rules.csv <<'EOT'
rule,when,multiply
tea,product = 'tea',2
EOT
}
