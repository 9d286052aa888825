# Remarks in lines of their own, by a generator of its own so that any awk gives the same.
function rnd(n) { seed = seed * 16807 % 2147483647; return seed % n }
function digits(n,    s) { for (s = ""; n; n--) s = s rnd(10); return s }
function pick(list,    a, n) { n = split(list, a, "|"); return a[1 + rnd(n)] }
function date(    y, m, d) {
	y = 2000 + rnd(30); m = 1 + rnd(12); d = 1 + rnd(28)
	return sprintf(pick("%d-%02d-%02d|%d/%d/%d|%d%02d%02d|%d年%d月%d日|%d.%02d.%02d|%d %02d %02d"), y, m, d)
}
function phone() {
	return pick("138|139|186|177") pick("|-| ") digits(4) pick("|-| ") digits(4)
}
function clock() { return sprintf("%02d:%02d", rnd(24), rnd(60)) }
function remark(    k) {
	k = rnd(20)
	if (k == 0) return "电话 " phone()
	if (k == 1) return pick("请|麻烦|") date() " " pick("发货|送到|之前到")
	if (k == 2) return "订单号" pick(":|：| |") digits(12 + rnd(8))
	if (k == 3) return "SF" digits(13) " 顺丰"
	if (k == 4) return "YT" digits(13) "，" pick("圆通|未收到|已签收")
	if (k == 5) return "call me at " phone() " after " clock()
	if (k == 6) return pick("Boston MA|Austin TX|Albany NY|Salem OR") " " digits(5) pick("|-" digits(4))
	if (k == 7) return "QQ " digits(5 + rnd(6)) " 或微信 wx" digits(6)
	if (k == 8) return "尺码 " pick("XL|XXL|M|L") " " (36 + rnd(10)) "，" (1 + rnd(9)) "件"
	if (k == 9) return "see order NO " digits(5 + rnd(4)) " of " date()
	if (k == 10) return (1 + rnd(12)) " " pick("AM|PM") " " (1 + rnd(12)) "-" (1 + rnd(12)) ", " (1 + rnd(9)) " people"
	if (k == 11) return "发票抬头 91" digits(6) pick("MA|ME|MC") digits(7) pick("X|A|3")
	if (k == 12) return "共" digits(3) "." digits(2) "元，" pick("一|二|三|两") "件，" clock() "到"
	if (k == 13) return "room " pick("A|B|C|D") digits(3) ", " pick("3|12") " floor, no. " digits(4)
	if (k == 14) return "flight " pick("MU|CA|CZ") digits(3 + rnd(2)) " on " date()
	if (k == 15) return "二〇" pick("二六|一九") "年" pick("八|九|十二") "月" pick("七|一|三十") "日 生日"
	if (k == 16) return "ISBN 978-" digits(1) "-" digits(4) "-" digits(4) "-" digits(1)
	if (k == 17) return "SKU " pick("a|b|x") pick("k|z") digits(5) " " digits(6)
	if (k == 18) return "user-" pick("ab|cd") "-" digits(2) "-" digits(2) "-" digits(1)
	return pick("thank you|谢谢老板|尽快发货|送朋友的，包装好一点|a gift, no invoice") pick("|!|。")
}
BEGIN {
	seed = 20260807
	print "id,note"
	for (i = 1; i <= 60000; i++) {
		note = remark()
		if (rnd(4) == 0)
			note = note pick("；| / | ") remark()
		gsub(/,/, ";", note)
		if (i % 1000 == 0)
			note = note pick("；|。| (") pick("DB02086|D B 0 2 0 8 6|D-B-02-08-6|DB洞两洞八六") pick("）|。|")
		print i "," note
	}
}
