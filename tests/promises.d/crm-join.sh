# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-join --with=cities.csv)
shape=map
header=customer_id,monetary
rows='c3,10.00
c1,250.50
c2,1300.00
c5,99.00
c4,5000.00'
needs=customer_id
many='"c" n % 7 ",line number " n " of the large input"'
many_rows=130000
side() {
	cat >cities.csv <<'EOT'
customer_id,name,city
c0,零,成都
c1,王芳,北京
c2,李娜,广州
c3,张伟,上海
c4,刘洋,上海
c5,陈静,北京
c6,六,重庆
EOT
}
