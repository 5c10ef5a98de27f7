"""Texts that have broken forms elsewhere: empty ones, endless ones, code, other scripts, and what no keyboard types."""

NAUGHTY = [
    "", " ", "\r\n", "\x00", "a\x00b", "\x01\x1b[31m\x7f", "\u200b\ufeff", "\u202e.gpj", "\u2028", "\uffff", "\ud800",
    "e\u0301" + "\u0301" * 50, "ﷺ", "ＬＳ７ ４ＢＢ", "ßẞıİǄﬃ", "田中さん", "العربية", "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝒳" * 30,
    "None", "NaN", "-Infinity", "1e309", "0", "-1", "0x10", "٣", "½", "9" * 30, "9223372036854775808", "true", "[]", "{}",
    "{{7*7}}", "{% debug %}", "${7*7}", "%s%n%d", "%", "%00", "%zz", "%ff", "&#0;",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)", "</textarea><svg/onload=alert(1)>",
    "' OR '1'='1", "'; DROP TABLE accounts_user;--", "\\", "%' OR 1=1 --", "_", "%%", "*", "(a+)+$", "[[:<:]]", "a" * 79 + "(",
    "=1+1", "../../../../etc/passwd", "..\\..\\boot.ini", "CON", "a@b\nBcc: c@example.org", "a@" + "b" * 300 + ".org",
    "LS7", "0113 496 0000", "local:", "local:x", "everyone", "other", "e08000035", "a " * 500, "é" * 20_000,
]  # fmt: skip
