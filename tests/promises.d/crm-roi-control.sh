# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi -q --control=control --contacts=contacts.csv --costs=costs.csv --as-of=2026-12-31)
shape=fold
header=customer_id,order_id,order_date,source_code,amount
rows='c3,o1,2026-08-05,DA02086,10.00
c1,o2,2026-08-06,,20.50
c2,o3,2026-08-07,DB02086,30.00
c1,o4,2026-08-08,,5.25
c4,o5,2026-08-09,,100.00'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",o" n ",2026-08-1" n % 10 "," (n % 3 ? "" : "DA02086") "," n % 977 ".5"'
# The cells are there whatever was ordered.
except='header_only where'
side() {
	{
		echo customer_id,campaign,cell,source_code,date,channel,event
		awk 'BEGIN { for (n = 0; n < 2000; n++) print "c" n ",autumn," substr("ABC", 1 + n % 3, 1) ",DA02086,2026-08-01,post,sent" }' |
			sed 's/,C,DA02086,\(.*\)sent/,control,,\1withheld/'
	} >contacts.csv
	cat >costs.csv <<'EOT'
medium,cell,cost,unit_cost
D,A,100,0.08
D,B,,0.50
EOT
}
