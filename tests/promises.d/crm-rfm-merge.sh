# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-rfm --merge --as-of=2026-07-01 --bins=2)
shape=fold
# Rows are chosen when the state is made; a state is whole, or of no use.
except='where rejects rejects_none jobs_bad_rows'
header='crm-rfm-state-1,date,order,rows,amount,refund_rows,refund_sum,customer=c;date=d;amount=a;order=o'
rows='c3,2026-01-05,o1,1,10.00,0,0.00,
c1,2026-02-05,o2,1,20.50,0,0.00,
c2,2026-03-05,o3,1,30.00,0,0.00,
c1,2026-04-05,o4,1,5.25,0,0.00,
c4,2026-05-05,o5,1,100.00,0,0.00,'
needs=''
bad=amount
bad_value=1x2
ending=',,,,,,,end=N'
many='"c" n % 20011 ",2026-0" 1 + n % 6 "-1" n % 10 ",o" n ",1," n % 977 ".5,0,0.00,"'
