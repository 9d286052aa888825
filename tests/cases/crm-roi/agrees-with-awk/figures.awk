# The figures of crm-roi, plain and slow, from the words of its page. -v by=COLUMNS of city,
# source_code and parts; amounts in 1/10000.
function units(text,   sign, dot, whole, rest) {
	sign = substr(text, 1, 1) == "-" ? -1 : 1
	sub(/^-/, "", text)
	dot = index(text, ".")
	whole = dot ? substr(text, 1, dot - 1) : text
	rest = substr((dot ? substr(text, dot + 1) : "") "0000", 1, 4)
	return sign * (whole * 10000 + rest)
}

# Parts of the default layout; 2026, all codes being of the months before September.
function part(code, name) {
	if (code !~ /^[A-Z][A-Z][0-9][0-9]0[1-9][0-9]$/)
		return ""
	return name == "medium" ? substr(code, 1, 1) : name == "cell" ? substr(code, 2, 1) : \
		name == "list" ? substr(code, 3, 2) : "202" substr(code, 7, 1) "-" substr(code, 5, 2)
}

function group(code, city,   i, key) {
	for (i = 1; i <= columns; i++)
		key = key (i > 1 ? "," : "") (column[i] == "city" ? city : \
			column[i] == "source_code" ? code : part(code, column[i]))
	seen[key]
	return key
}

# Whether a row of costs names a code.
function names(c, code) {
	return (of_code[c] == "" || of_code[c] == code) && \
		(of_medium[c] == "" || of_medium[c] == part(code, "medium")) && \
		(of_list[c] == "" || of_list[c] == part(code, "list"))
}

function responded(code, key, who) {
	if (who == "")
		return
	if (!((code, key, who) in in_place)) { in_place[code, key, who]; place_people[code, key]++ }
	if (!((code, who) in in_code)) { in_code[code, who]; code_people[code]++ }
	if (!((key, who) in in_group)) { in_group[key, who]; people[key]++ }
	if (!(who in in_all)) { in_all[who]; people["total"]++ }
	places[code, key]
	codes[code]
}

function bought(key, who) {
	if (who == "")
		return
	if (!((key, who) in buyer)) { buyer[key, who]; buyers[key]++ }
	if (!(who in buyer_of_all)) { buyer_of_all[who]; buyers["total"]++ }
}

function ordered(key, number) {
	if (number == "") { orders[key]++; orders["total"]++; return }
	if (!((key, number) in order)) { order[key, number]; orders[key]++ }
	if (!(number in order_of_all)) { order_of_all[number]; orders["total"]++ }
}

# Shares of `total` by weight[1..n]: to the cent, or finer when it is; the largest
# remainders first, the earlier where equal.
function spread(total, n,   step, sign, all, left, i, best, rest) {
	split("", rest)
	step = total % 100 == 0 ? 100 : 1
	sign = total < 0 ? -1 : 1
	total = sign * total / step
	left = total
	for (i = 1; i <= n; i++)
		all += weight[i]
	for (i = 1; i <= n; i++) {
		share[i] = int(total * weight[i] / all)
		rest[i] = total * weight[i] - share[i] * all
		left -= share[i]
	}
	for (; left > 0; left--) {
		best = 1
		for (i = 2; i <= n; i++)
			if (rest[i] > rest[best])
				best = i
		rest[best] = -1
		share[best]++
	}
	for (i = 1; i <= n; i++)
		share[i] *= sign * step
}

# Lays an amount that falls to a code on its places.
function lay(code, amount, by_people,   n, i, c, key, here) {
	if (amount == 0)
		return
	n = 0
	split("", here)
	for (i = 1; i <= keys; i++)
		if ((code, sorted[i]) in places) {
			here[++n] = sorted[i]
			weight[n] = by_people ? place_people[code, sorted[i]] + 0 : place_pieces[code, sorted[i]] + 0
		}
	spread(amount, n)
	for (i = 1; i <= n; i++)
		cost[here[i]] += share[i]
}

function piece(code, key, n) {
	place_pieces[code, key] += n
	code_pieces[code] += n
	pieces[key] += n
	places[code, key]
	codes[code]
}

function sort(list, n,   i, k, t) {
	for (i = 2; i <= n; i++)
		for (k = i; k > 1 && list[k] "" < list[k - 1] ""; k--) { t = list[k]; list[k] = list[k - 1]; list[k - 1] = t }
}

function charge(c,   i, n, k, total, fallen) {
	n = total = 0
	split("", fallen)
	for (i = 1; i <= all_codes; i++)
		if (names(c, code_list[i])) {
			code_named[++n] = code_list[i]
			total += code_pieces[code_list[i]]
		}
	if (fixed[c] && total) {
		for (i = 1; i <= n; i++)
			weight[i] = code_pieces[code_named[i]] + 0
		spread(fixed[c], n)
		for (i = 1; i <= n; i++)
			fallen[i] = share[i]
		for (i = 1; i <= n; i++)
			lay(code_named[i], fallen[i], 0)
	}
	for (i = 1; i <= n; i++) {
		for (k = 1; k <= keys; k++)
			if ((code_named[i], sorted[k]) in place_pieces)
				cost[sorted[k]] += unit[c] * place_pieces[code_named[i], sorted[k]]
		lay(code_named[i], each[c] * code_people[code_named[i]], 1)
	}
	return total
}

function rate(a, b) { return b > 0 ? sprintf("%.6f", a / b) : "" }

function yuan(n,   sign, text) {
	sign = n < 0 ? "-" : ""
	n = n < 0 ? -n : n
	text = sprintf("%s%d.%04d", sign, int(n / 10000), n % 10000)
	sub(/0$/, "", text)
	sub(/0$/, "", text)
	return text
}

# To the cent, half to even.
function per_order(n, by,   q, r) {
	by *= 100
	q = int(n / by)
	r = n - q * by
	if (2 * r > by || (2 * r == by && q % 2))
		q++
	return yuan(q * 100)
}

function row(key,   sent, who, bought_by, n, money, spent) {
	sent = pieces[key] + 0
	who = people[key] + 0
	bought_by = buyers[key] + 0
	n = orders[key] + 0
	money = revenue[key] + 0
	spent = cost[key] + 0
	printf "%s,%d,%d,%s,%d,%d,%s,%s,%s,%s,%s,%s,%s\n", key == "total" ? "total" commas : key, \
		sent, who, rate(who, sent), bought_by, n, rate(bought_by, who), yuan(money), yuan(spent), \
		rate(spent, money), rate(money, spent), rate(money - spent, spent), \
		n ? per_order(spent, n) : ""
}

BEGIN {
	FS = ","
	columns = split(by, column, ",")
	for (i = 2; i <= columns; i++)
		commas = commas ","
}
FNR == 1 { next }
FILENAME == "contacts.csv" && ($5 == "" || $5 == "sent") { piece($3, group($3, $2), 1) }
FILENAME == "contacts.csv" && $5 == "responded" { responded($3, group($3, $2), $1) }
FILENAME == "events.csv" && $2 == "registered" { responded($4, group($4, $5), $3) }
FILENAME == "orders.csv" && $3 <= "2026-09-30" {
	key = group($5, $6)
	revenue[key] += units($4)
	if (units($4) >= 0) {
		responded($5, key, $2)
		bought(key, $2)
		ordered(key, $1)
	}
}
FILENAME == "costs.csv" {
	n_costs++
	of_code[n_costs] = $1; of_medium[n_costs] = $2; of_list[n_costs] = $3
	fixed[n_costs] = units($4); unit[n_costs] = units($5); each[n_costs] = units($6); sent[n_costs] = $7
}
END {
	# Pieces that only costs know of, of codes that the contacts have none of: the one
	# row with a code, then the one with a medium, which has that code's already.
	for (c = 1; c <= n_costs; c++)
		if (sent[c] && of_code[c] != "")
			piece(of_code[c], group(of_code[c], ""), sent[c])

	for (code in codes)
		code_list[++all_codes] = code
	sort(code_list, all_codes)
	for (key in seen)
		sorted[++keys] = key
	sort(sorted, keys)
	for (c = 1; c <= n_costs; c++) {
		if (charge(c) || !fixed[c])
			continue
		# Nothing was sent: it stands in the group of the parts it gives.
		key = ""
		for (i = 1; i <= columns; i++)
			key = key (i > 1 ? "," : "") (column[i] == "medium" ? of_medium[c] : column[i] == "list" ? of_list[c] : "")
		seen[key]
		cost[key] += fixed[c]
	}
	keys = 0
	for (key in seen)
		sorted[++keys] = key
	sort(sorted, keys)
	for (i = 1; i <= keys; i++) {
		row(sorted[i])
		pieces["total"] += pieces[sorted[i]]
		revenue["total"] += revenue[sorted[i]]
		cost["total"] += cost[sorted[i]]
	}
	row("total")
}
