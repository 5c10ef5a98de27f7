"""Gives words that sound alike one key, for names of many origins and English spelling."""

import re
from functools import lru_cache

# From the longest on; what stands on the right is a class of sounds, not a letter.
_RULES = [
    ("tsch", "C"), ("sch", "S"), ("tch", "C"), ("dge", "J"), ("dzh", "J"), ("cz", "C"), ("sz", "S"), ("rz", "S"), ("zh", "S"),
    ("sh", "S"), ("ch", "C"), ("ph", "F"), ("gh", ""), ("kh", "K"), ("bh", "B"), ("dh", "D"), ("th", "T"), ("wh", "W"),
    ("ck", "K"), ("qu", "KW"), ("kn", "N"), ("gn", "N"), ("wr", "R"), ("mb", "M"), ("ps", "S"), ("dj", "J"), ("tz", "Z"),
    ("ce", "SE"), ("ci", "SI"), ("cy", "SI"), ("ge", "JE"), ("gi", "JI"), ("x", "KS"), ("q", "K"), ("c", "K"), ("v", "F"),
    ("w", "W"), ("z", "S"), ("j", "J"),
]  # fmt: skip
_ONLY_AT_START = {"kn", "gn", "wr", "ps"}
_KEPT_AT_START = {"gh": "G"}
SHORTEST = 4


@lru_cache(50_000)
def key(word: str) -> str:
    """How a folded word of four letters and more sounds: its consonants as classes, and whether it begins with a vowel.

    "Stephen" and "Steven", "Catherine" and "Kathryn" share a key. Words that are shorter, or hold digits, have none ("").
    """
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    at, out = 0, []
    while at < len(word):
        for letters, sound in _RULES:
            if word.startswith(letters, at) and (at == 0 or letters not in _ONLY_AT_START):
                out.append(_KEPT_AT_START.get(letters, sound) if at == 0 else sound)
                at += len(letters)
                break
        else:
            out.append(word[at])
            at += 1
    whole = "".join(out).upper()
    first = "A" if whole[:1] in set("AEIOUY") else whole[:1]
    rest = re.sub("[AEIOUYHW]", "", whole[1:])
    return re.sub(r"(.)\1+", r"\1", first + rest)
