# 1024 answers to come to each of three mailings, half of what is left on each day, all of which but
# those of later days are there on the 9th.
function day(n) { return sprintf("2026-06-%02d", n) }
BEGIN {
	print "customer_id,campaign,cell,source_code,date,channel,event" >"contacts.csv"
	print "order_id,customer_id,date,amount,source_code" >"orders.csv"
	for (cell = 1; cell <= 3; cell++) {
		code = sprintf("D%c02066", 64 + cell)
		sent = 10 - 3 * cell
		n = 0
		for (delay = 0; delay < 10; delay++)
			for (left = 2 ^ (9 - delay); left > 0; left--) {
				who = code "-" ++n
				print who ",c," substr(code, 2, 1) "," code "," day(sent) ",mail,sent" >"contacts.csv"
				if (sent + delay <= 9)
					print who "," who "," day(sent + delay) ",1.00," code >"orders.csv"
			}
	}
}
