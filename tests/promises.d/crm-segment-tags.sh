# Tags from rules and manual lists, with reasons and an earlier result's names.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-segment --tags --explain --version-column --include=include.csv --exclude=exclude.csv
	-e 'rich=monetary >= 1000' -e "big town=city in ('北京', '上海')" -e "both=segment('rich') and segment('big town')"
	--as-of=2026-07-01)
shape=map
header=customer_id,city,last_order,monetary
rows='c3,上海,2026-01-05,10.00
c1,北京,2026-02-05,250.50
c2,广州,2026-03-05,1300.00
c5,北京,2026-06-05,99.00
c4,上海,2026-05-05,5000.00'
needs=customer_id
bad=monetary
bad_value=1x2
many='"c" n ",上海,2026-0" 1 + n % 6 "-1" n % 10 "," n % 2999 ".5"'
side() {
	printf 'customer_id,segment\nc1,rich\nc7,both\n' >include.csv
	printf 'customer_id,segment\nc4,rich\nc5,\n' >exclude.csv
}
