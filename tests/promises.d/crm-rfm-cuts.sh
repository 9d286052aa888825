# shellcheck shell=bash disable=SC2034,SC2209
command=(crm-rfm --as-of=2026-07-01 --cuts=cuts.csv --segments=map.csv --frequency=days)
shape=fold
header=customer_id,order_date,amount
rows='c3,2026-01-05,10.00
c1,2026-02-05,20.50
c2,2026-03-05,30.00
c1,2026-04-05,-5.25
c4,2026-05-05,100.00'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",2026-0" 1 + n % 6 "-1" n % 10 "," n % 977 ".5"'
side() {
	cat >cuts.csv <<'EOT'
measure,score,up_to
recency_days,3,30
recency_days,2,90
recency_days,1,
frequency,1,1
frequency,2,
monetary,1,20
monetary,2,50.00
monetary,3,
EOT
	cat >map.csv <<'EOT'
segment,r_min,r_max,f_min,f_max,m_min,m_max
好客户,2,,,,3,3
late,1,1,1,2,,
EOT
}
