# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi --contacts=contacts.csv --costs=costs.csv --as-of=2026-12-31)
shape=fold
header=customer_id,order_id,order_date,source_code,amount
rows='c3,o1,2026-08-05,DA02086,10.00
c1,o2,2026-08-06,DA02086,20.50
c2,o3,2026-08-07,DB02086,30.00
c1,o4,2026-08-08,DA02086,5.25
c4,o5,2026-08-09,DB02086,100.00'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",o" n ",2026-08-1" n % 10 ",D" substr("AB", 1 + n % 2, 1) "02086," n % 977 ".5"'
# The contacts have codes, too.
except='header_only where'
side() {
	cat >contacts.csv <<'EOT'
customer_id,campaign,cell,source_code,date,channel,event
c1,autumn,A,DA02086,2026-08-01,e-mail,sent
c2,autumn,B,DB02086,2026-08-01,e-mail,sent
c3,autumn,A,DA02086,2026-08-01,e-mail,sent
c4,autumn,B,DB02086,2026-08-01,e-mail,sent
EOT
	cat >costs.csv <<'EOT'
medium,cost,unit_cost
D,100,0.08
EOT
}
