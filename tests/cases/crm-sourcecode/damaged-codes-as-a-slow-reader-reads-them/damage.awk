# what=plan: rows with random parts. damage: of the register, texts and what they are. compare.
function rnd(n) { seed = seed * 16807 % 2147483647; return seed % n }
function letter() { return substr("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 1 + rnd(26), 1) }
function plain(text,    i) {
	for (i = 1; i <= 36; i++)
		gsub(wide[i], narrow[i], text)
	text = toupper(text)
	gsub(/[ -]/, "", text)
	return text
}
function look(text) {
	gsub(/O/, "0", text); gsub(/[IL]/, "1", text); gsub(/Z/, "2", text)
	gsub(/S/, "5", text); gsub(/G/, "6", text); gsub(/B/, "8", text)
	return text
}
function fits(text,    i, m) {
	for (i = 1; i <= 36; i++)
		gsub(wide[i], narrow[i], text)
	gsub(/^ +| +$/, "", text)
	if (text !~ /^[A-Z][A-Z][0-9][0-9][0-9][0-9][0-9]$/)
		return 0
	m = substr(text, 5, 2) + 0
	return m >= 1 && m <= 12
}
# What the text is: sets status, meant (number of the code, or 0).
function slow(text,    i, n, p, l) {
	meant = 0; n = 0; p = plain(text); l = look(p)
	sub(/^ +/, "", text); sub(/ +$/, "", text)
	for (i = 1; i <= codes; i++)
		if (code[i] == text) { meant = i; status = "exact"; return }
	for (i = 1; i <= codes; i++)
		if (code[i] == p) { meant = i; status = "corrected"; return }
	for (i = 1; i <= codes; i++)
		if (looks[i] == l) { n++; meant = i }
	if (n == 1) { status = "corrected"; return }
	meant = 0
	status = fits(text) ? "unknown" : "malformed"
}
function damage(text,    k, i, c, s) {
	k = rnd(9); i = 1 + rnd(length(text)); c = substr(text, i, 1)
	if (k == 0) return text
	if (k == 1) return tolower(text)
	if (k == 2) return substr(text, 1, i - 1) tolower(c) substr(text, i + 1)
	if (k == 3) {
		s = index("O0I1L1Z2S5G6B8", c)
		if (s) c = substr("0OILL1ILZ25SG6B8", s, 1)
		c = c == "0" ? "o" : c == "5" ? "S" : c == "8" ? "B" : c == "2" ? "z" : c
		return substr(text, 1, i - 1) c substr(text, i + 1)
	}
	if (k == 4) return substr(text, 1, i) substr(" -", 1 + rnd(2), 1) substr(text, i + 1)
	if (k == 5) return substr(text, 1, i - 1) (rnd(2) ? letter() : rnd(10)) substr(text, i + 1)
	if (k == 6) return substr(text, 1, i - 1) substr(text, i + 1)
	if (k == 7) return substr(text, 1, i - 1) substr(text, i + 1, 1) c substr(text, i + 2)
	return " " text " "
}
function widen(text,    i, s, c, k) {
	s = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		k = index("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", c)
		s = s (k && rnd(2) ? wide[k] : c)
	}
	return s
}
BEGIN {
	FS = ","
	seed = 8072007
	split("０ １ ２ ３ ４ ５ ６ ７ ８ ９ Ａ Ｂ Ｃ Ｄ Ｅ Ｆ Ｇ Ｈ Ｉ Ｊ Ｋ Ｌ Ｍ Ｎ Ｏ Ｐ Ｑ Ｒ Ｓ Ｔ Ｕ Ｖ Ｗ Ｘ Ｙ Ｚ", wide, " ")
	split("0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z", narrow, " ")
	if (what != "plan")
		exit_later = 1
	else {
		print "medium,cell,list,month"
		while (made < 2000) {
			row = letter() "," letter() "," sprintf("%02d", rnd(100)) "," \
				sprintf("%d-%02d", 2018 + rnd(9), 1 + rnd(12))
			if (!(row in seen)) { seen[row] = 1; made++; print row }
		}
		exit
	}
}
what == "damage" && FNR > 1 {
	code[++codes] = $1
	looks[codes] = look($1)
	# The code of its parts, by hand: medium, cell, list, month, last digit of the year.
	if ($1 != $2 $4 $5 substr($7, 6, 2) substr($7, 4, 1))
		print "not of its parts: " $0
	month[codes] = $7
}
what == "compare" && FNR > 1 {
	rows++
	tally[$2]++
	# expected status, code, month; then the code as corrected, its parts, the status
	if ($2 != $NF || $4 != $5 && $2 != "unknown" && $2 != "malformed" || $3 != $(NF - 1)) {
		wrong++
		if (wrong < 10)
			print "wrong: " $0
	}
}
END {
	if (what == "damage") {
		print "text_was,expected,month_was,code_was,source_code"
		for (n = 1; n <= 4000; n++) {
			text = code[1 + rnd(codes)]
			for (k = rnd(4); k; k--)
				text = damage(text)
			if (rnd(6) == 0)
				text = widen(text)
			slow(text)
			print n "," status "," (meant ? month[meant] : "") "," (meant ? code[meant] : text) "," text
		}
	}
	if (what == "compare")
		print rows " texts, " wrong + 0 " wrong; all kinds: " \
			(tally["exact"] > 100 && tally["corrected"] > 500 && tally["unknown"] > 100 && tally["malformed"] > 100)
}
