# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-sourcecode extract --registry=codes.csv)
shape=map
header=customer_id,text
rows='c3,优惠码 DA02087 谢谢
c1,none
c2,DB02087 and MC01125
c5,da02087
c4,D A 0 2 0 8 7'
needs=text
many='"c" n ",coupon d" substr("ABC", 1 + n % 3, 1) "0" n % 10 "035 from the letter and D B 洞 两 洞 八 六"'
many_rows=90000
side() {
	printf '%s\n' source_code,month DA02087,2007-08 DB02087,2007-08 DB02086,2026-08 DC05035,2025-03 >codes.csv
}
