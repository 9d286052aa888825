# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-roi -q --match=both --credit=linear --window=90d --contacts=contacts.csv --as-of=2026-12-31
	--history=history.csv --figures=all)
shape=fold
header=customer_id,order_id,order_date,source_code,amount
rows='c3,o1,2026-08-05,DA02086,10.00
c1,o2,2026-08-06,,20.50
c2,o3,2026-08-07,DB02086,30.00
c1,o4,2026-08-08,,5.25
c4,o5,2026-08-09,,100.00'
needs=amount
bad=amount
bad_value=1x2
many='"c" n % 20011 ",o" n ",2026-08-1" n % 10 "," (n % 3 ? "" : "DA02086") "," n % 977 ".5"'
# The contacts have codes, too.
except='header_only where'
side() {
	cat >contacts.csv <<'EOT'
customer_id,campaign,cell,source_code,date,channel,event
c1,autumn,A,DA02086,2026-08-01,e-mail,sent
c1,autumn,A,EA02086,2026-08-04,e-mail,sent
c2,autumn,B,DB02086,2026-08-01,e-mail,sent
c4,autumn,control,,2026-08-01,e-mail,withheld
EOT
	cat >history.csv <<'EOT'
customer_id,date
c2,2025-08-01
EOT
}
