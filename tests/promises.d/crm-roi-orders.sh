# Orders alone, each row one.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi --orders=rows --figures=orders,revenue --as-of=2026-12-31)
shape=fold
header=order_date,source_code,amount
rows='2026-08-05,DA02086,10.00
2026-08-06,DA02086,20.50
2026-08-07,DB02086,30.00
2026-08-08,DA02086,5.25
2026-08-09,DB02086,100.00'
needs=source_code
bad=amount
bad_value=1x2
many='"2026-08-1" n % 10 ",D" substr("AB", 1 + n % 2, 1) sprintf("%02d", n % 100) "086," n % 977 ".5"'
many_rows=180000
