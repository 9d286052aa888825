# A table instead of the records.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-segment --counts --sum=monetary -e 'big=monetary >= 1000' --as-of=2026-07-01)
except='header_only where'
shape=fold
header=customer_id,city,last_order,monetary
rows='c3,上海,2026-01-05,10.00
c1,北京,2026-02-05,250.50
c2,广州,2026-03-05,1300.00
c5,北京,2026-06-05,99.00
c4,上海,2026-05-05,5000.00'
bad=monetary
bad_value=1x2
many='"c" n % 4999 ",城" n % 37 ",2026-0" 1 + n % 6 "-1" n % 10 "," n % 2990 ".5"'
