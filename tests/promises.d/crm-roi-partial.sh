# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi --partial)
shape=fold
header=customer_id,order_id,order_date,source_code,amount
rows='c3,o1,2026-08-05,DA02086,10.00
c1,o2,2026-08-06,,20.50
c2,o3,2026-08-07,DB02086,-30.00
c1,o4,2026-08-08,DB02086,5.25
c4,o5,2026-08-09,,100.00'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",o" n ",2026-08-1" n % 10 "," (n % 3 ? "" : "DA02086") "," n % 977 ".5"'
closing=',,,,,,,,end=0'
