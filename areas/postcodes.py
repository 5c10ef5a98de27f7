"""Reads what somebody typed where a postcode was asked for; knows the shapes, not which postcodes exist.

The shapes are those of Royal Mail's Programmers' Guide (also BS 7666): an outward code `A9 A99 AA9 AA99 A9A AA9A`, a space,
and an inward code of one digit with two letters that are none of C I K M O V. Everything odd comes back as a `Refusal` whose
kind says what it is; nothing here raises.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass

from .case_data import holds_nhs_number

# Longer than any address somebody pastes; nothing longer meets a regular expression.
LONGEST = 200

# The letters before the first digit that Royal Mail uses in the United Kingdom.
AREAS = frozenset(
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU "
    "HA HD HG HP HR HS HU HX IG IP IV KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO "
    "PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE".split()
)
CROWN_DEPENDENCIES = {"JE": "Jersey", "GY": "Guernsey", "IM": "the Isle of Man"}


@dataclass(frozen=True, slots=True)
class Postcode:
    """A whole postcode. `spaced` is "LS7 4AA", `district` "LS7", `sector` "LS7 4".

    `from_text` says it was picked out of other words, so the reader should be told which one was used.
    """

    spaced: str
    district: str
    sector: str
    from_text: bool = False


@dataclass(frozen=True, slots=True)
class Partial:
    """Part of a postcode: `kind` is "sector" ("LS7 4"), "district" ("LS7") or "area" ("LS").

    Without a space "LS74" may be the district LS74 or the sector LS7 4: then `otherwise` is the second reading.
    """

    kind: str
    written: str
    otherwise: "Partial | None" = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A postcode that was perhaps meant, and the character typed and meant when only one differs ("O", "0")."""

    spaced: str
    typed: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why this is not one postcode in the United Kingdom.

    `kind`: "empty", "too_long", "odd_character", "misread", "two_postcodes", "not_a_postcode", "nhs_number",
    "looks_like_a_child"; or a real address elsewhere: "bfpo", "gibraltar", "eircode", "crown_dependency", "girobank".
    `written` is the tidied text that may be shown again; "" when it must not be (a child's details, an NHS number, too long).
    `suggestions` for a misreading; `found` the several postcodes; `position` (from 1) and `looks_like` for an odd character.
    """

    kind: str
    written: str = ""
    suggestions: tuple[Suggestion, ...] = ()
    found: tuple[str, ...] = ()
    position: int = 0
    looks_like: str = ""
    where: str = ""


# A district number never starts with 0 unless it is 0 ("BS0"). The letters after a digit include those that old postcodes had
# (W1R), but none that looks like a digit. Newport's old NPT is the one outward code without a digit.
_OUTWARD = r"(?:[A-Z]{1,2}(?:[1-9][0-9]|[0-9])|[A-Z][0-9][A-HJKMNPR-Y]|[A-Z]{2}[0-9][ABEHMNPRVWXY]|NPT)"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(rf"({_OUTWARD}) ?({_INWARD})")
_IN_TEXT = re.compile(rf"(?<![A-Z0-9])({_OUTWARD}) ?({_INWARD})(?![A-Z0-9])")
_SECTOR = re.compile(rf"({_OUTWARD}) ?([0-9])")
_DISTRICT = re.compile(_OUTWARD)
_AREA = re.compile(r"[A-Z]{1,2}")
_EIRCODE = re.compile(r"(?:[AC-FHKNPRTV-Y][0-9]{2}|D6W)[0-9AC-FHKNPRTV-Y]{4}")
_BFPO = re.compile(r"BFPO[0-9]{0,4}|BF[0-9]{1,2}(?:[0-9][A-Z]{2})?")
_GIBRALTAR = re.compile(r"GX[0-9]{1,2}(?:[0-9][A-Z]{2})?")

_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2} ?[/.\-] ?\d{1,2} ?[/.\-] ?\d{2}(?:\d{2})?|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|\d{1,2}(?:ST|ND|RD|TH)? (?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*,? \d{2,4})(?!\d)"
)
_ABOUT_A_CHILD = re.compile(
    r"\b(?:D\.?O\.?B\b|DATE OF BIRTH|BORN (?:ON |IN )?\d|AGED? \d|\d{1,2} ?(?:YEARS?|YRS?|MONTHS?|Y/?O)\b)"
)
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
# What a postal address may hold beside letters, digits and spaces; with anything else it is not an address.
_NOT_AN_ADDRESS = re.compile(r"[^\w\s,.'’\-/#&()?!:]|--")

# Cyrillic and Greek capitals that look like Latin ones. They are named, never folded: a look-alike pasted into a search is
# either an accident the person should see or mischief.
_LOOKALIKES = dict(zip("АВЕЅZІЈКМНОРСТУХԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABESZIJKMHOPCTYXQWABEZHIKMNOPTYX", strict=True))
_LOOKALIKES.pop("Z")

# What is typed by mistake for what, by hand or by a reader of scanned letters.
_TO_DIGIT = {"O": "0", "Q": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8"}
_TO_LETTER = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}


def parse(text: str) -> Postcode | Partial | Refusal:
    """What this text says as a postcode, part of one, or the reason that it is neither."""
    if text.isascii() and (match := _WHOLE.fullmatch(text.strip().upper())):
        return _whole(*match.groups())
    if len(text) > LONGEST:
        return Refusal("too_long")
    tidy = _tidied(text)
    if not tidy:
        return Refusal("empty")
    if refusal := _private(tidy) or _odd(tidy):
        return refusal
    shown = tidy.strip(".,;:'\"()!? ")
    compact = shown.replace(" ", "")
    if not shown.isascii():
        return _from_text(tidy)
    if match := _WHOLE.fullmatch(compact):
        return _whole(*match.groups())
    return _elsewhere(shown) or _partial(shown) or _misread(compact, tidy) or _from_text(tidy)


def alternatives(postcode: Postcode) -> tuple[Suggestion, ...]:
    """Other postcodes of the right shape that somebody could have meant by this one, one character apart (B11 for BI1)."""
    return tuple(found for found in _respellings(postcode.spaced.replace(" ", "")) if found.meant)


def _whole(outward, inward, from_text=False):
    area = _area_of(outward)
    spaced = f"{outward} {inward}"
    if area in CROWN_DEPENDENCIES:
        return Refusal("crown_dependency", spaced, where=CROWN_DEPENDENCIES[area])
    if area == "BF":
        return Refusal("bfpo", spaced)
    if area == "GX":
        return Refusal("gibraltar", spaced)
    return Postcode(spaced, outward, f"{outward} {inward[0]}", from_text)


def _area_of(outward):
    return outward[:2] if outward[1:2].isalpha() else outward[:1]


def _tidied(text):
    """Upper case, compatibility forms folded, invisible marks gone, every dash and run of white space one space or dash."""
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(char)
        if category == "Cf" or char == "\ufe0f":
            continue
        kept.append("-" if category == "Pd" or char == "\u2212" else char)
    # Only ASCII has its case changed: other letters would change length, and a look-alike must stay what it is.
    folded = "".join(char.upper() if len(char.upper()) == 1 else char for char in kept)
    if not _DATE.search(folded) and not _TEN_DIGITS.search(folded) and "--" not in folded:
        folded = folded.replace("-", " ")
    return " ".join(folded.split())


def _private(tidy):
    if holds_nhs_number(tidy):
        return Refusal("nhs_number")
    if _DATE.search(tidy) or _ABOUT_A_CHILD.search(tidy):
        return Refusal("looks_like_a_child")
    return None


def _odd(tidy):
    for position, char in enumerate(tidy, start=1):
        if char in _LOOKALIKES or unicodedata.category(char) == "Cc":
            return Refusal("odd_character", tidy, position=position, looks_like=_LOOKALIKES.get(char, ""))
    return None


def _elsewhere(shown):
    compact = shown.replace(" ", "")
    if compact == "GIR0AA":
        return Refusal("girobank", "GIR 0AA")
    if _BFPO.fullmatch(compact):
        return Refusal("bfpo", shown)
    if _GIBRALTAR.fullmatch(compact):
        return Refusal("gibraltar", shown)
    if _EIRCODE.fullmatch(compact):
        return Refusal("eircode", f"{compact[:3]} {compact[3:]}")
    area = compact[:2]
    if area in CROWN_DEPENDENCIES and (compact == area or _DISTRICT.fullmatch(compact) or _SECTOR.fullmatch(compact)):
        return Refusal("crown_dependency", shown, where=CROWN_DEPENDENCIES[area])
    return None


def _partial(shown):
    """Reads a part as it was spaced; run together, the longer district first and the sector as the other reading."""
    compact = shown.replace(" ", "")
    sector = _SECTOR.fullmatch(compact)
    as_sector = sector and Partial("sector", f"{sector[1]} {sector[2]}")
    if as_sector and shown == as_sector.written:
        return as_sector
    if _DISTRICT.fullmatch(compact):
        return Partial("district", compact, as_sector or None)
    if as_sector:
        return as_sector
    return Partial("area", compact) if _AREA.fullmatch(compact) and compact in AREAS else None


def _misread(compact, tidy):
    suggestions = _respellings(compact)
    return Refusal("misread", tidy, suggestions=suggestions) if suggestions else None


def _respellings(compact):
    """The postcodes this becomes when look-alike letters and digits are swapped, those with the fewest swaps only."""
    if not 5 <= len(compact) <= 7 or not compact.isalnum():
        return ()
    choices = [{char, _TO_DIGIT.get(char, char), _TO_LETTER.get(char, char)} for char in compact]
    found: dict[str, list[tuple[str, str]]] = {}
    for letters in itertools.product(*map(sorted, choices)):
        spelling = "".join(letters)
        swaps = [(typed, meant) for typed, meant in zip(compact, spelling, strict=True) if typed != meant]
        if swaps and (match := _WHOLE.fullmatch(spelling)) and _area_of(match[1]) in AREAS:
            found[f"{match[1]} {match[2]}"] = swaps
    fewest = min(map(len, found.values()), default=0)
    return tuple(
        Suggestion(spaced, *(swaps[0] if fewest == 1 else ("", "")))
        for spaced, swaps in sorted(found.items())
        if len(swaps) == fewest
    )


def _from_text(tidy):
    """The one postcode inside other words, the several, or none."""
    if _NOT_AN_ADDRESS.search(tidy):
        return Refusal("not_a_postcode", tidy)
    found = {f"{outward} {inward}": (outward, inward) for outward, inward in _IN_TEXT.findall(tidy)}
    if len(found) > 1:
        return Refusal("two_postcodes", tidy, found=tuple(found))
    if not found:
        return Refusal("not_a_postcode", tidy)
    return _whole(*next(iter(found.values())), from_text=True)
