NR > 1 && $2 != "" && $3 == "paid" { orders[$2]++; cents[$2] += ($5 - $6) * 100 }
END { for (c in orders) printf "%s,%d,%.2f\n", c, orders[c], cents[c] / 100 }
