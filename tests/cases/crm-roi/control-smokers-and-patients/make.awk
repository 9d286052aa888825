# R's example for prop.test: smokers among patients of four hospitals.
function hospital(name, patients, smokers,    i) {
	for (i = 1; i <= patients; i++) {
		print name i "," name ",2026-01-01" >"contacts.csv"
		if (i <= smokers)
			print name i ",o" name i ",2026-01-02,1.00" >"orders.csv"
	}
}
BEGIN {
	print "customer_id,cell,date" >"contacts.csv"
	print "customer_id,order_id,order_date,amount" >"orders.csv"
	hospital("a", 86, 83)
	hospital("b", 93, 90)
	hospital("c", 136, 129)
	hospital("d", 82, 70)
}
