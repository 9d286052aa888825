# With pieces, responses and costs: what was sent has rows without any order, so a header
# alone gives more than a header. -q, because the control is ignored and counted.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
except='header_only where'
command=(crm-roi -q --as-of=2026-09-30 --contacts=contacts.csv --events=events.csv --costs=costs.csv --by=medium,cell --total)
shape=fold
header=order_id,customer_id,order_date,amount,source_code
rows='o3,c3,2026-08-21,10.00,DA02086
o1,c1,2026-08-22,20.50,DB02086
o2,c2,2026-08-23,30.00,MC01125
o5,c5,2026-08-24,99.00,nonsense
o4,c4,2026-08-25,7.25,DB01086'
needs=amount
bad=amount
bad_value=1x2
many='"o" n % 90001 ",c" n % 20011 ",2026-0" 1 + n % 9 "-1" n % 10 "," n % 977 ".5,D" substr("ABC", 1 + n % 3, 1) "0" n % 10 "035"'
side() {
	printf '%s\n' customer_id,cell,source_code,date,event c1,B,DB02086,2026-08-01,sent \
		c3,A,DA02086,2026-08-01,sent c9,A,DA02086,2026-08-01,sent \
		c7,control,,2026-08-01,withheld >contacts.csv
	printf '%s\n' customer_id,source_code,date,event c9,DA02086,2026-08-09,responded >events.csv
	printf '%s\n' medium,cell,cost,unit_cost,response_cost D,,100,0.8, D,A,,,2.50 M,,7,, >costs.csv
}
