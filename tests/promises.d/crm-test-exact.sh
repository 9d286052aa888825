# Exact counts: all customers are looked at before the first is written.
# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-test assign --cells=A:45,B:45,control:10 --seed=autumn --strata=city)
shape=two-pass
header=customer_id,city,monetary
rows='c3,上海,10.00
c1,北京,250.50
c2,广州,1300.00
c5,北京,99.00
c4,上海,5000.00'
needs=customer_id
many='"customer-" n ",上海" n % 17 "," n % 2999 ".5"'
many_rows=170000
