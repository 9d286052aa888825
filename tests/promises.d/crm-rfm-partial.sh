# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-rfm --partial)
shape=fold
header=customer_id,order_id,order_date,amount
rows='c3,o1,2026-01-05,10.00
c1,o2,2026-02-05,20.50
c2,o3,2026-03-05,30.00
c1,o4,2026-04-05,-5.25
c4,o5,2026-05-05,100.00'
needs=amount
bad=amount
bad_value=1x2
closing=',,,,,,,end=0'
many='"c" n % 20011 ",o" n ",2026-0" 1 + n % 6 "-1" n % 10 "," n % 977 ".5"'
