# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-test check --cells=A:45,B:45,control:10 --balance=city --contacts=contacts.csv)
shape=fold
header=customer_id,cell,city
rows='c3,A,上海
c1,A,北京
c2,B,广州
c5,control,北京
c4,B,上海'
needs=cell
bad=cell
bad_value=
many='"customer-" n "," (n % 20 < 9 ? "A" : n % 20 < 18 ? "B" : "control") ",上海" n % 17'
many_rows=170000
side() { printf '%s\n' customer_id,campaign c1,spring c2,spring >contacts.csv; }
