# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-sourcecode decode --registry=codes.csv --correct)
shape=map
header=order_id,customer_id,order_date,source_code
rows='o3,c3,2026-08-21,da02086
o1,c1,2026-08-22,DB02086
o2,c2,2026-08-23,MC-01-12-5
o5,c5,2026-08-24,nonsense
o4,c4,2026-08-25,DAO2O86'
needs=source_code
bad=order_date
bad_value=2026-13-01
many='"o" n ",c" n % 20011 ",2026-0" 1 + n % 6 "-1" n % 10 ",D" substr("ABC", 1 + n % 3, 1) "0" n % 10 "O35"'
side() {
	cat >codes.csv <<-'EOT'
		source_code,month,list_name
		DA02086,2026-08,"autumn, again"
		DB02086,2026-08,autumn
		MC01125,2025-12,
		DC05035,2025-03,spring
	EOT
}
