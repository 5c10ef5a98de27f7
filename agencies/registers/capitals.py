"""Gives the names and addresses that a register prints in capitals their ordinary letters."""

import re

# A run of letters and digits, apostrophes inside it included.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NUMBERED = re.compile(r"[A-Z]{4,}\d+")
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH)")
_VOWEL = re.compile("[AEIOUYÀ-ÖØ-Ý]")
_ROMAN = frozenset("II III IV VI VII VIII IX XI XII".split())

# Said letter by letter although they could be read as words.
_LETTERS = frozenset(
    "NHS PMS GMS APMS GP PCC PCT CCG ICB UK MOD RAF HMP YOI HQ CIC LLP PLC OOH UCC UTC MIU ACE IAPT CAMHS SEN AE NDU UEA PSU WIC".split()
)
# Read as words although they have no vowel, or only two letters.
_WORDS = frozenset(
    """AL AN AV AVE BLD BLDG BLDGS BLVD BRG CL CNT CNTR CO CR CRS CRT CT CTR CTRE CTRL CTRS DE DR DRS DU DWN EL FL FLR GDNS
    GND GR GRD GRN GRP GRT GT HLTH HO HSE HSP HTH JO LA LE LN LTD LVG MC MDW MDWS MDDX ME MKT MR MRKT MRS MS MT MY NR NTH
    OZ PK PL PO PR PRCT PTNR PTNRS PTRS RD SCH SGR SQ ST STH STN STR TCE TH UP WE WLK WST YE""".split()
)
_SMALL = frozenset("and at by cum de en for in le near next of on over the to under upon with".split())


def ordinary(text: str) -> str:
    """`text` with ordinary capitals if it is all in capitals; text that has small letters already is left as it is.

    "THE DENSHAM SURGERY" gives "The Densham Surgery", "ST ANN'S" gives "St Ann's", and NHS, GP, PMS, Roman numerals and
    people's initials stay. Weak points: "MACDONALD" gives "Macdonald", and an abbreviation that can be read as a word
    and is not listed here loses its capitals.
    """
    text = re.sub(r",(?=\S)", ", ", text)
    if text.upper() != text:
        return text
    return _WORD.sub(lambda match: _word(match, text), text)


def _word(match, text):
    word = match[0]
    before = text[: match.start()]
    if any(char.isdigit() for char in word):
        if _ORDINAL.fullmatch(word):
            return word.lower()
        return word.capitalize() if _NUMBERED.fullmatch(word) else word
    if word in _LETTERS or word in _ROMAN:
        return word
    if word.lower() in _SMALL and _goes_on(before, text[match.end() :]):
        return word.lower()
    if word.lower() in _SMALL or word in _WORDS:
        return word.capitalize()
    # Initials ("JOSHI NA", "PATEL RK") and abbreviations that nobody can say as a word.
    if "'" not in word and "’" not in word and (len(word) <= 2 or (len(word) <= 4 and not _VOWEL.search(word))):
        return word
    return "".join(_piece(piece, position) for position, piece in enumerate(re.split("(['’])", word)))


def _goes_on(before, after):
    """Whether a word stands inside a phrase: between hyphens ("-ON-"), or after a word and with something to come."""
    if before.endswith("-"):
        return after.startswith("-")
    joins = before.endswith(" ") and before[-2:-1].strip(",-/:.0123456789") != ""
    return joins and bool(after.strip())


def _piece(piece, position):
    """Part of a word between apostrophes: O'BRIEN gives O'Brien, ANN'S gives Ann's."""
    if position == 0 and piece.startswith("MC") and len(piece) > 4:
        return f"Mc{piece[2:].capitalize()}"
    return piece.capitalize() if position == 0 or len(piece) > 2 else piece.lower()
