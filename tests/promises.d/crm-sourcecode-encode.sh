# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-sourcecode encode --medium=D --list=02 --month=2026-08)
shape=map
header=customer_id,campaign,cell,city
rows='c3,autumn,A,上海
c1,autumn,B,北京
c2,autumn,control,广州
c5,autumn,A,北京
c4,autumn,B,上海'
needs=cell
bad=cell
bad_value=AB9
many='"c" n ",autumn," substr("ABC", 1 + n % 3, 1) ",上海" n % 1013'
many_rows=200000
