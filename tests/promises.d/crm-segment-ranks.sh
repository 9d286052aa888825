# Ranks within groups, ties broken by the order of the rows: two passes.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-segment --ties=exact -e 'first=rank(monetary, by city) = 1'
	-e 'fifth=top(monetary, 20%, where monetary > 10)' -e 'low=ntile(monetary, 7) <= 2' --as-of=2026-07-01)
shape=two-pass
header=customer_id,city,last_order,monetary
rows='c3,上海,2026-01-05,10.00
c1,北京,2026-02-05,250.50
c2,广州,2026-03-05,1300.00
c5,北京,2026-06-05,99.00
c4,上海,2026-05-05,5000.00'
bad=monetary
bad_value=1x2
many='"c" n ",城" n % 37 ",2026-0" 1 + n % 6 "-1" n % 10 "," n % 299 ".5"'
