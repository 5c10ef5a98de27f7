"""Says whether a short text holds what the directory never holds: something that leads to a child or to a case. Pure.

It reads free text only – names, titles, notes, what is typed into a box. A date in a field for dates, or a number in a field for
telephone numbers, is never shown to it. It leaves alone what people write about work: telephone numbers, codes of practices and
schools, staff numbers, "from 1/9/2026", "children aged 5 to 11", "have the child's NHS number ready". It cannot know a child's name
from a colleague's, so a name by itself passes.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum

import nhs_number

ADULT_AT = 18
# So far back is looked for what a number or a date goes with: a long text takes no longer for its length squared.
LOOK_BACK = 200  # characters


class Kind(StrEnum):
    """What was found."""

    NHS_NUMBER = "nhs_number"
    BIRTH_DATE = "birth_date"
    CASE_REFERENCE = "case_reference"
    CHILD = "child"


def case_data(text: str, today: date) -> Kind | None:
    """What kind of thing about a child or a case `text` holds; None when it holds none. `today` tells a child's year from others."""
    plain = _plain(text)
    if holds_nhs_number(plain):
        return Kind.NHS_NUMBER
    if _holds_birth_date(plain, today):
        return Kind.BIRTH_DATE
    if _holds_case_reference(plain):
        return Kind.CASE_REFERENCE
    return Kind.CHILD if _is_about_a_child(plain) else None


def _plain(text):
    """The text with digits of every script as 0 to 9, dashes as "-", marks nobody sees gone, and runs of white space as one space."""
    kept = []
    for char in unicodedata.normalize("NFKC", text):
        category = unicodedata.category(char)
        if category == "Nd":
            kept.append(str(unicodedata.digit(char)))
        elif category == "Pd":
            kept.append("-")
        elif category != "Cf":
            kept.append(char)
    return " ".join("".join(kept).split())


def _before(plain, found):
    return plain[max(0, found.start() - LOOK_BACK) : found.start()]


# NHS numbers: ten digits, the last of which is a check on the others; one number in eleven passes by chance.
_TEN_DIGITS = re.compile(r"(?<!\d)\d{3}[ .-]?\d{3}[ .-]?\d{4}(?!\d)|(?<!\d)(?<!\d )\d(?: ?\d){9}(?! ?\d)")
_ABROAD = re.compile(r"(?:(?:\+|\b00) ?44 ?-?|\(0\) ?)$")
_SAID_TO_BE = re.compile(r"\b(?:NHS|CHI)\b\D*$", re.IGNORECASE)


def holds_nhs_number(plain: str) -> bool:
    """Whether ten digits in a text, the way an NHS number is written, are one and no telephone number."""
    for found in _TEN_DIGITS.finditer(plain):
        before, digits = _before(plain, found), re.sub(r"\D", "", found[0])
        # British telephone numbers begin with 0, or with +44; so do some Scottish numbers, which count where they are called so.
        is_phone = _ABROAD.search(before) or (digits.startswith("0") and not _SAID_TO_BE.search(before))
        if not is_phone and nhs_number.is_valid(digits):
            return True
    return False


# Dates of birth: any date or year beside a word for birth; elsewhere a whole date on which somebody who is a child today was born.
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*"
_A_DATE = (
    rf"(?<!\d)(?:(?P<day>\d{{1,2}}) ?[/.-] ?(?P<month>\d{{1,2}}) ?[/.-] ?(?P<year>\d{{4}}|\d{{2}})"
    rf"|(?P<iso_year>\d{{4}})[/.-](?P<iso_month>\d{{1,2}})[/.-](?P<iso_day>\d{{1,2}})"
    rf"|(?P<said_day>\d{{1,2}})(?:st|nd|rd|th)?[ -](?:of )?(?P<said_month>{_MONTH}),?[ -](?P<said_year>\d{{4}}|\d{{2}}))(?!\d)"
)
_DATE = re.compile(_A_DATE, re.IGNORECASE)
_UNNAMED_DATE = re.sub(r"\?P<\w+>", "", _A_DATE)
_BIRTH = r"\b(?:d\.? ?o\.? ?b\b\.?|dates? of birth|birth ?dates?|birth ?days?|born|e\.?d\.?d\b\.?)"
_PART = (
    rf"(?:\d{{1,2}} ?[/.-] ?\d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|{_MONTH} \d{{4}}|\d{{6}}(?:\d\d)?\b|(?:19|20)\d\d\b)"
)
_BORN = re.compile(
    rf"{_BIRTH}\W*(?:(?:is|was|in|on|the|of|about|c|circa|approx)\b\W*){{0,2}}(?:{_UNNAMED_DATE}|{_PART})|{_UNNAMED_DATE}\W{{0,3}}{_BIRTH}",
    re.IGNORECASE,
)
# What people write before the date of something at work.
_WORKING = (
    "from since until til till to by before after start starts started starting end ends ended ending leaves leaving left joined back away "
    "due review reviewed checked confirmed updated changed moved opened opens closed closes valid effective force version dated issued"
).split()
_DAY_NAME = "(?:on|the|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
_BEFORE = rf"\b(?:{'|'.join(_WORKING)}|as (?:of|at)|w/c|week (?:of|commencing|beginning)|(?:last|first) day)\b"
_AT_WORK = re.compile(rf"{_BEFORE}\W{{0,2}}(?:{_DAY_NAME}\W+){{0,2}}$", re.IGNORECASE)
_FROM_TO = re.compile(rf"{_UNNAMED_DATE} ?(?:-|to|till?|until) ?{_UNNAMED_DATE}", re.IGNORECASE)


def _holds_birth_date(plain, today):
    if _BORN.search(plain):
        return True
    single = _FROM_TO.sub("", plain)
    return any(_is_of_a_child(found, _before(single, found), today) for found in _DATE.finditer(single))


def _is_of_a_child(found, before, today):
    """Whether a whole date that nothing at work goes with is one on which a child of today was born."""
    day = _read(found, today)
    if day is None or _AT_WORK.search(before):
        return False
    return day <= today and (today.year - day.year) - ((today.month, today.day) < (day.month, day.day)) <= ADULT_AT


def _read(found, today):
    """The date that was written, day before month; None when the calendar has none. A year of two figures is the latest one so far."""
    part = found.groupdict()
    year, month, day = (part[name] or part[f"iso_{name}"] or part[f"said_{name}"] for name in ("year", "month", "day"))
    month = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    year = int(year) if len(year) == 4 else today.year - (today.year - int(year)) % 100
    try:
        return date(year, month, int(day))
    except ValueError:
        return None


# Case references: a word for a case or the system it is kept in, then a number; and two numbers with a shape of their own.
_LABELS = r"(?:ids?|ref(?:erence)?s?|no|num(?:ber)?s?|record|file|code)"
# So many words and marks and no more, so that a text of nothing else is read in no time.
_NEXT = rf"(?:[\s:#./(-]{{0,5}}\b{_LABELS}\b){{0,4}}[\s:#./(-]{{0,5}}"
_LABELLED = rf"(?:[\s:#./(-]{{0,5}}\b{_LABELS}\b){{1,4}}[\s:#./(-]{{0,5}}"
# A telephone number or opening hours are no reference, and a year alone is none.
_NO_PHONE = r"(?!\+?0[\d ()-]{8}|\+\d|\d{3}[ -]\d{4}\b|[012]\d[0-5]\d ?(?:-|to) ?[012]\d[0-5]\d|(?:19|20)\d\d\b(?![/-]))"
_REFERENCE = rf"{_NO_PHONE}(?:[A-Z]{{1,5}}[/-]?|(?-i:[A-Z]{{1,4}}) )?\d"
_SYSTEMS = (
    r"LCS|ICS|Mosaic|Liquid ?logic|Framework-?i|Care ?First|Azeus|E-?CINS|SystmOne|RiO|Niche|PNC|PND|CRIS|CP-?IS|Eclipse|HOLMES"
    r"|CIN|CPP?|LAC|CLA|CIC|EHM?|EHCP?|MARAC|MAPPA|MASH"
)
_CASES = [
    re.compile(said, re.IGNORECASE)
    for said in (
        rf"\b(?:case|crime|occurrence|incident|investigation|custody){_NEXT}{_REFERENCE}\d{{2}}",
        rf"\b(?:case|crime|occurrence|incident|investigation|custody|child|client|patient|pupil|hospital|family|referral|episode)(?:['’]s)?"
        rf"{_LABELLED}{_REFERENCE}\d{{1}}",
        rf"\b(?:{_SYSTEMS}){_NEXT}{_REFERENCE}(?:[ /-]?\d){{3}}",
        rf"\b(?:CAD|STORM){_NEXT}\d{{2,6}}\b(?! ?hours)",
        rf"\b(?:log|incident|event){_NEXT}\d{{1,6}} (?:of|dated|on) (?:the )?\d",
        r"(?<![A-Z0-9])[A-HJ-NP-RT-Z]\d{11}[0-9A-Z](?![A-Z0-9])",  # a pupil's number
        r"(?<![\d/])\d{2}[A-Z]{1,2}/\d{3,}/\d{2}(?!\d)",  # a police file
    )
]
_BARE = re.compile(rf"\bref(?:erence)?s?\b{_NEXT}{_REFERENCE}\d{{3}}", re.IGNORECASE)
_LAST_WORD = re.compile(r"([\w’']*)\W{0,3}$")
_OF_STAFF = frozenset(
    "staff payroll employee personnel hr job post vacancy role registration professional collar warrant badge room building site desk "
    "school setting practice ods urn charity company contract policy form course order invoice".split()
)


def _holds_case_reference(plain):
    if any(said.search(plain) for said in _CASES):
        return True
    return any(_LAST_WORD.search(_before(plain, found))[1].lower() not in _OF_STAFF for found in _BARE.finditer(plain))


# One child, by age or in so many words; services for children of an age are none.
_ONE = r"child|baby|unborn|infant|toddler|boy|girl|son|daughter|twins?|sibling|brother|sister|pupil|patient|victim|young person"
_SERVICE = (
    r"protection|deaths?|health|care|in care|abuse|sexual|exploitation|safeguarding|and|safety|support|services?|team|clinic|mental|premium"
    r"|development|psycholog\w+|concern\w*|referrals?|contact|transport|records?|conferences?|reviews?|minders?|criminal|employment|looked"
)
_HOLDERS = "nurse|doctor|gp|midwife|prof|lead|officer|person"
_A_CHILD = [
    re.compile(
        rf"\bre\b ?[:.-]? ?(?:the |a |an |my |our |this |unborn )*(?:{_ONE})\b(?!['’]s)(?! (?:{_SERVICE})\b)", re.IGNORECASE
    ),
    re.compile(
        rf"\b(?i:{_ONE})(?i:['’]s)? (?i:name is|is called|called|is named|named) (?!(?i:{_HOLDERS}))[A-Z]",
    ),
    re.compile(rf"\b\d{{1,2}}[ -]?(?:years?|yrs?|months?|mths?|weeks?|wks?)[ -]?old (?:{_ONE})\b(?!['’]?s)", re.IGNORECASE),
    re.compile(r"\b(?:is|was|turned|just|nearly|now) \d{1,2} ?(?:years?|yrs?|months?|weeks?)[ -]old\b", re.IGNORECASE),
    re.compile(r"\b\d{1,2} ?(?:y/o|y\.o\.?|yo)(?![a-z])", re.IGNORECASE),
]
_AGED = re.compile(r"\baged? \d{1,2}\b(?! ?(?:-|to\b|and\b|or\b|plus\b|\+|/|upwards|years? (?:to|and|or)))", re.IGNORECASE)
_OF_MANY = re.compile(
    r"\b(?:children|people|persons|pupils|those|patients|adults|anyone|anybody|babies|boys|girls|mothers|parents|clients"
    r"|until|till?|to|from|by|under|over|above|below|at|of|after|before),? $",
    re.IGNORECASE,
)


def _is_about_a_child(plain):
    aged = (found for found in _AGED.finditer(plain) if not _OF_MANY.search(_before(plain, found)))
    return any(said.search(plain) for said in _A_CHILD) or any(aged)
