"""Knows which column of a spreadsheet holds what, from its headings; asks where they do not say. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from search.folding import fold

from .files import FIRST_LINES, Row


class Column(StrEnum):
    """What a column of a roster can hold."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    STAFF_REF = "staff_ref"
    EMAIL = "email"
    PHONE = "phone"
    EXTENSION = "extension"
    AGENCY = "agency"
    TEAM = "team"
    ROLE = "role"
    POST = "post"
    PLACE = "place"
    KIND = "kind"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    # Our own keys, which the template brings along.
    PERSON_REF = "person_ref"
    POST_REF = "post_ref"


# What people call them, folded; the first of each is what the template says. Welsh ones among them.
HEADINGS = {
    Column.PERSON_REF: ("directory person", "directory person reference"),
    Column.POST_REF: ("directory post", "directory post reference"),
    Column.NAME: (
        "name", "full name", "staff name", "contact name", "contact", "person", "employee", "employee name", "staff member",
        "practitioner", "professional", "worker", "officer", "name of staff", "display name", "who", "enw", "enw llawn",
    ),
    Column.FIRST_NAME: ("first name", "forename", "forenames", "first names", "given name", "christian name", "enw cyntaf"),
    Column.LAST_NAME: ("last name", "surname", "family name", "second name", "cyfenw"),
    Column.STAFF_REF: (
        "staff reference", "staff ref", "staff number", "staff no", "staff id", "employee number", "employee no", "employee id",
        "payroll number", "payroll no", "payroll", "collar number", "collar no", "warrant number", "shoulder number", "assignment number",
        "personnel number", "esr number", "esr", "hr number", "rhif staff",
    ),
    Column.EMAIL: (
        "work e mail", "e mail", "email", "work email", "email address", "e mail address", "work email address", "mail", "e-bost", "ebost",
        "e bost", "nhs mail", "nhsmail", "secure email", "contact email", "cyfeiriad ebost",
    ),
    Column.PHONE: (
        "work phone", "phone", "telephone", "tel", "tel no", "telephone number", "phone number", "phone no", "work telephone",
        "work number",
        "number", "contact number", "contact no", "direct line", "direct dial", "ddi", "mobile", "mobile number", "mobile no",
        "work mobile",
        "landline", "office number", "tel number", "ffon", "rhif ffon", "ffon symudol",
    ),
    Column.EXTENSION: ("extension", "ext", "extn", "ext no", "extension number", "estyniad"),
    Column.AGENCY: (
        "agency", "agency code", "organisation", "organization", "organisation name", "employer", "ods", "ods code", "practice code", "urn",
        "school urn", "school", "school name", "practice", "practice name", "surgery", "surgery name", "agency name", "provider", "trust",
        "asiantaeth", "sefydliad", "ysgol",
    ),
    Column.TEAM: ("team", "team name", "department", "dept", "service", "unit", "section", "ward team", "base team", "tim", "adran"),
    Column.ROLE: ("role", "job role", "safeguarding role", "function", "responsibility", "profession", "rol", "swydd"),
    Column.POST: ("post", "job title", "title of post", "post title", "position", "job", "post name", "designation", "teitl swydd"),
    Column.PLACE: (
        "place", "area", "place covered", "area covered", "covers", "coverage", "patch", "locality", "ward", "postcode",
        "postcode district",
        "district", "neighbourhood", "location", "ardal",
    ),
    Column.KIND: ("how they hold it", "type of appointment", "appointment type", "holder or deputy", "capacity", "lead or deputy", "kind"),
    Column.STARTS_ON: ("from", "start", "start date", "starts", "started", "date started", "first day", "in post from", "since", "dechrau"),
    Column.ENDS_ON: ("until", "to", "end", "end date", "ends", "last day", "leaving date", "date left", "in post until", "diwedd"),
}  # fmt: skip
# Under these headings a mobile is a surprise.
OF_DESKS = frozenset({"landline", "office number", "direct line", "direct dial", "ddi"})
_KNOWN = {words: column for column, every in HEADINGS.items() for words in every}
# A column that names one person at most stands once; the rest of a file may say the agency in two ways.
FEWEST_HEADINGS = 2
IDENTIFYING = (Column.PERSON_REF, Column.STAFF_REF, Column.EMAIL)


def folded(heading: str) -> str:
    """A heading without what differs between spreadsheets: case, accents, stars, what stands in brackets."""
    return fold(heading.split("(")[0].replace("*", " ").replace(":", " ")).strip()


def recognised(heading: str, remembered=None) -> Column | None:
    """What a heading means; `remembered` are this agency's own (folded heading → column, or "" for one not to be used)."""
    words = folded(heading)
    if remembered and words in remembered:
        return Column(remembered[words]) if remembered[words] else None
    return _KNOWN.get(words)


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the columns that only a person can say: which `kind`, and what there is to choose from."""

    kind: str  # "header", "name", "email", "twice"
    column: str = ""
    choices: tuple = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the headings stand, which column holds what, which are used for nothing, and what is to be asked.

    `nameless` are columns that hold something under no heading, of which nobody has said that they are not used.
    """

    header: int | None  # the row's number
    columns: dict  # index → Column
    unused: tuple  # (index, heading)
    questions: tuple = ()
    nameless: frozenset = frozenset()


def lay_out(rows: list[Row], said: dict, remembered: dict) -> Layout:
    """What the columns of a sheet hold.

    `said` is what somebody answered: "header" → the row's number, or "ask"; "column:<index>" → a column's name, or "" for one not to use;
    "no_email" → anything, when there is none. `remembered` is as for `recognised`.
    """
    header, choices = _header(rows, said, remembered)
    if header is None:
        return Layout(None, {}, (), (Question("header", choices=choices),))
    columns, unused, met, nameless = {}, [], {}, set()
    filled = _filled(rows, header)
    for index, heading in enumerate(header.cells):
        if not heading and index not in filled:
            continue
        answer = said.get(f"column:{index}")
        column = recognised(heading, remembered) if answer is None else (Column(answer) if answer else None)
        if column is None:
            unused.append((index, heading))
            if not heading and answer is None:
                nameless.add(index)
            continue
        columns[index] = column
        met.setdefault(column, []).append(index)
    questions = [
        Question("twice", column, tuple((index, header.cells[index]) for index in indexes))
        for column, indexes in met.items()
        if len(indexes) > 1 and column is not Column.AGENCY
    ]
    if not met.keys() & {Column.NAME, Column.LAST_NAME}:
        questions.append(Question("name", Column.NAME, tuple(unused)))
    if not met.keys() & set(IDENTIFYING) and "no_email" not in said:
        questions.append(Question("email", Column.EMAIL, tuple(unused)))
    return Layout(header.number, columns, tuple(unused), tuple(questions), frozenset(nameless))


def _header(rows, said, remembered):
    """(the row of headings, or None when it must be asked for; the rows to choose from)."""
    first = rows[:FIRST_LINES]
    if said.get("header") == "ask":
        return None, tuple(first)
    if said.get("header"):
        return next((row for row in rows if str(row.number) == str(said["header"])), None), tuple(first)
    scored = [(sum(recognised(cell, remembered) is not None for cell in row.cells if cell), row) for row in first]
    good = [(score, row) for score, row in scored if score >= FEWEST_HEADINGS]
    if len(good) == 1:
        return good[0][1], ()
    if not good:
        # One row of nothing but words, above rows that are not: its headings are new to us, and can be asked about one by one.
        named = [row for score, row in scored if score == 1 and sum(map(bool, row.cells)) > 1]
        return (named[0], ()) if len(named) == 1 else (None, tuple(first))
    return None, tuple(row for _score, row in good)


def _filled(rows, header):
    return {index for row in rows if row.number > header.number for index, cell in enumerate(row.cells) if cell}
