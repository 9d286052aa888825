# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi --as-of=2026-09-30 --by=medium,cell --total)
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
