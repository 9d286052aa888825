# Orders, contacts, events and costs of a made-up campaign, the same on every awk: a linear
# congruential generator, x = 16807 x mod (2^31 - 1), which doubles hold exactly.
function next_of(n) { x = (16807 * x) % 2147483647; return int(x / 2147483647 * n) }

function a_code(n) {
	return substr("DDDMW", 1 + next_of(5), 1) substr("AABC", 1 + next_of(4), 1) "0" 1 + next_of(3) \
		(next_of(4) ? "086" : "076")
}

BEGIN {
	x = 20260801
	split("上海,北京,广州,成都,", city, ",")

	print "customer_id,city,source_code,date,event" >"contacts.csv"
	for (i = 0; i < 6000; i++) {
		what = next_of(12)
		print "c" next_of(4000) "," city[1 + next_of(5)] "," (what ? a_code() : "") ",2026-08-" 11 + next_of(9) \
			"," (what == 0 ? "withheld" : what == 1 ? "opened" : what == 2 ? "responded" : what < 6 ? "" : "sent") \
			>"contacts.csv"
	}

	print "date,event,customer_id,source_code,city" >"events.csv"
	for (i = 0; i < 900; i++)
		print "2026-09-" 10 + next_of(20) "," (next_of(3) ? "registered" : "clicked") ",c" \
			next_of(4000) "," a_code() "," city[1 + next_of(5)] >"events.csv"

	print "order_id,customer_id,order_date,amount,source_code,city" >"orders.csv"
	for (i = 0; i < 20000; i++) {
		amount = next_of(40000)
		sign = next_of(15) ? "" : "-"
		kind = next_of(10)
		printf "%s,%s,2026-%02d-%02d,%s%d.%02d,%s,%s\n", \
			(next_of(20) ? "o" next_of(9000) : ""), (next_of(9) ? "c" next_of(4000) : ""), \
			9 + (next_of(50) == 0), 1 + next_of(30), sign, amount / 100, amount % 100, \
			(kind < 8 ? a_code() : kind == 8 ? "" : "CODE" next_of(5)), city[1 + next_of(5)] >"orders.csv"
	}

	print "source_code,medium,list,cost,unit_cost,response_cost,sent" >"costs.csv"
	print ",D,,1234.56,0.85,," >"costs.csv"
	print ",M,01,777.77,,," >"costs.csv"
	print ",M,,,1.1234,," >"costs.csv"
	print ",,,9999.99,,2.35," >"costs.csv"
	print "DA01086,,,50,,7," >"costs.csv"
	print "DA01086,D,,0.01,,," >"costs.csv"
	print ",T,,300.10,0.5,,1200" >"costs.csv"
	print "TB02086,,,,2,,400" >"costs.csv"
	print ",Z,,88.88,3,," >"costs.csv"
	print ",,03,-20.005,,," >"costs.csv"
}
