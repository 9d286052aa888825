# shellcheck shell=bash disable=SC2034,SC2054,SC2209
command=(crm-sourcecode generate)
shape=map
header=campaign,medium,cell,list,month
rows='autumn,D,A-C,01,2026-08
autumn,M,A,02,2026-08
winter,D,A,03,2026-11
winter,D,B,03,2026-11
winter,M,C,04,2026-12'
needs=medium
bad=month
bad_value=2026-13
many='"campaign-" n ",D," substr("ABC", 1 + n % 3, 1) ",0" n % 10 ",2026-0" 1 + n % 9'
many_rows=180000
