# A mailing made to totals: cell, heads, buyers, revenue in cents; revenue is spread evenly over
# the buyers, what is left over a cent each to the first of them.
function cell(name, heads, buyers, cents,    i, each, over) {
	each = int(cents / buyers)
	over = cents - each * buyers
	for (i = 1; i <= heads; i++) {
		print name i ",spring," name ",,2008-03-20," (name == "control" ? "withheld" : "sent") >"contacts.csv"
		if (i <= buyers)
			printf "%s%d,o%s%d,2008-03-25,%.2f\n", name, i, name, i, (each + (i <= over)) / 100 >"orders.csv"
	}
}
BEGIN {
	print "customer_id,campaign,cell,source_code,date,event" >"contacts.csv"
	print "customer_id,order_id,order_date,amount" >"orders.csv"
	cell("mens", 21307, 267, 3031169)
	cell("womens", 21387, 189, 2303811)
	cell("control", 21306, 122, 1390833)
}
