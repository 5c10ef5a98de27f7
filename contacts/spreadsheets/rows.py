"""Makes an entry of each row of a roster: who, in which post, reached how; and says what in it cannot be used. Pure."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

from contacts import emails, phones
from search.folding import fold

from .columns import OF_DESKS, Column, Layout, folded
from .files import Odd, Row

LONGEST = {Column.NAME: 120, Column.STAFF_REF: 40, Column.POST: 160, Column.TEAM: 160, Column.AGENCY: 160, Column.ROLE: 160}
LONGEST_BEYOND = 60  # so much is repeated of what stands under no heading
# What is not in these years is a slip: nobody is in a post for so long.
FIRST_YEAR, YEARS_AHEAD = 1970, 10
EXCEL_BEGINS = date(1899, 12, 30)
SERIALS = range(20_000, 80_000)
SPREADSHEET_ERRORS = frozenset({"#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!"})
KINDS = {
    "holder": "holder", "lead": "holder", "named lead": "holder", "main": "holder", "substantive": "holder", "permanent": "holder",
    "deputy": "deputy", "deputy lead": "deputy", "second": "deputy", "backup": "deputy",
    "job share": "job_share", "jobshare": "job_share", "shared": "job_share", "acting": "acting", "interim": "acting",
    "temporary": "acting", "acting up": "acting", "secondment": "secondment", "seconded": "secondment",
}  # fmt: skip
_NAMES = (Column.NAME, Column.FIRST_NAME, Column.LAST_NAME)
_NO_VALUE = {"", "-", "–", "—", "n/a", "na", "none", "nil", "tbc", "tba", "."}


class Problem(NamedTuple):
    """What in a row cannot be used: its kind, the column it is in (if any), and the text that stands there."""

    kind: str
    column: str = ""
    text: str = ""


@dataclass(slots=True)
class Entry:
    """One row as it was understood. `said` are the columns that hold something; `hints` are worth a look, and stop nothing."""

    row: int
    values: dict[str, str]
    said: frozenset
    dates: dict[str, date] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)
    lost_zero: str = ""  # the number as it would be with the 0 that a spreadsheet has taken away
    second: str = ""  # a second number in the same cell

    def __getattr__(self, name):
        """The text of a column, empty where it says nothing."""
        if name in Column._value2member_map_:
            return self.values.get(name, "")
        raise AttributeError(name)

    @property
    def from_template(self):
        """Whether the row came from our own template: then an empty cell is one that was emptied."""
        return bool(self.values.get(Column.PERSON_REF))


class Told(NamedTuple):
    """The entries of a file, and what was counted on the way: "repeats", "long_rows"."""

    entries: list[Entry]
    noted: dict[str, int]


def entries(rows: list[Row], layout: Layout, odd: list[Odd], today: date, tick=None) -> Told:
    """The entries below the row of headings, as `layout` has them; `tick(done)` is called now and then."""
    columns = layout.columns
    header = next((row for row in rows if row.number == layout.header), None)
    of_desk = any(
        column is Column.PHONE and header and folded(header.cells[index]) in OF_DESKS for index, column in columns.items()
    )
    odd_cells = {}
    for each in odd:
        odd_cells.setdefault(each.row, []).append(each)
    found, seen, repeats = [], {}, 0
    last = max(columns, default=0)
    for row in rows:
        if row.number <= layout.header:
            continue
        own = tuple(row.cells[index] if index < len(row.cells) else "" for index in sorted(columns))
        marks = [each for each in odd_cells.get(row.number, ()) if each.column in columns]
        if not any(own) and not marks:
            if any(row.cells[last + 1 :]):
                found.append(Entry(row.number, {}, frozenset(), problems=[Problem("only_unknown_columns")]))
            continue
        beyond = " ".join(filter(None, (row.cells[index] for index in sorted(layout.nameless) if index < len(row.cells))))
        if own in seen and not marks and not beyond:
            repeats += 1
            continue
        seen[own] = row.number
        found.append(_entry(row, columns, marks, of_desk, today))
        if beyond:
            found[-1].problems.append(Problem("beyond_headings", "", beyond[:LONGEST_BEYOND]))
        if tick and len(found) % 500 == 0:
            tick(len(found))
    return Told(found, {"repeats": repeats} if repeats else {})


def _entry(row, columns, marks, of_desk, today):
    values = {}
    for index, column in columns.items():
        text = row.cells[index] if index < len(row.cells) else ""
        if text.lower() in SPREADSHEET_ERRORS:
            marks = [*marks, Odd(row.number, index, "error")]
            text = ""
        if text and not values.get(column):
            values[column] = text
    entry = Entry(row.number, values, frozenset())
    for each in marks:
        (entry.hints if each.kind == "control" else entry.problems).append(Problem(f"{each.kind}_cell", columns[each.column]))
    _name(entry, columns)
    _email(entry)
    _phone(entry, of_desk)
    _days(entry, today)
    if entry.kind:
        kind = KINDS.get(fold(entry.kind))
        values[Column.KIND] = kind or ""
        if kind is None:
            entry.problems.append(Problem("kind", Column.KIND, entry.kind or row.cells[_index(columns, Column.KIND)]))
    for column, most in LONGEST.items():
        if len(values.get(column, "")) > most:
            entry.problems.append(Problem("too_long", column, values[column][:most]))
    entry.said = frozenset(column for column, text in values.items() if text)
    return entry


def _index(columns, column):
    return next(index for index, each in columns.items() if each == column)


def _name(entry, columns):
    values = entry.values
    first, last = entry.first_name, entry.last_name
    if Column.LAST_NAME in columns.values() and not entry.name:
        if not last and not any(problem.column in _NAMES for problem in entry.problems):
            entry.problems.append(Problem("no_surname" if first else "no_name", Column.LAST_NAME, first))
        values[Column.NAME] = " ".join(filter(None, (first, last)))
    elif values.get(Column.NAME, "").count(",") == 1 and not entry.from_template:
        surname, _comma, given = values[Column.NAME].partition(",")
        values[Column.NAME] = f"{given.strip()} {surname.strip()}".strip()
    name = values.get(Column.NAME, "")
    if not name and not any(problem.column in _NAMES for problem in entry.problems):
        entry.problems.append(Problem("no_name", Column.NAME))
    if name in ("TRUE", "FALSE") or name.replace(".", "").isdecimal() or "@" in name:
        entry.hints.append(Problem("odd_name", Column.NAME, name))


def _email(entry):
    typed = entry.email
    if typed.lower() in _NO_VALUE:
        entry.values[Column.EMAIL] = ""
        return
    try:
        address = entry.values[Column.EMAIL] = emails.understood(typed)
    except ValueError as why:
        entry.values[Column.EMAIL] = ""
        other = isinstance(why, emails.OtherAlphabet)
        entry.problems.append(Problem("email_alphabet" if other else "email", Column.EMAIL, why.meant if other else typed))
        return
    if strange := emails.odd(address):
        entry.hints.append(Problem(f"email_{strange[0]}", Column.EMAIL, strange[1]))


def _phone(entry, of_desk):
    typed = entry.phone
    if typed.lower() in _NO_VALUE:
        entry.values[Column.PHONE] = ""
        return
    try:
        read = phones.read(typed)
    except phones.Unreadable as why:
        if why.kind == "lost_zero":
            entry.lost_zero = why.meant
        else:
            entry.values[Column.PHONE] = ""
            entry.problems.append(Problem(f"phone_{why.kind}", Column.PHONE, typed[: phones.LONGEST]))
        return
    if read.odd == "service":
        entry.values[Column.PHONE] = ""
        entry.problems.append(Problem("phone_service", Column.PHONE, typed))
        return
    entry.values[Column.PHONE], entry.second = read.value, read.second
    if read.second:
        entry.hints.append(Problem("phone_two", Column.PHONE, typed))
    if read.extension and not entry.extension:
        entry.values[Column.EXTENSION] = read.extension
    odd = read.odd or ("mobile" if of_desk and phones.is_mobile(read.value) else "")
    if odd:
        entry.hints.append(Problem(f"phone_{odd}", Column.PHONE, typed))
    if entry.extension and not re.fullmatch(r"\d{1,10}", entry.extension):
        entry.problems.append(Problem("extension", Column.EXTENSION, entry.extension))


def _days(entry, today):
    for column in (Column.STARTS_ON, Column.ENDS_ON):
        typed = entry.values.get(column, "")
        if typed.lower() in _NO_VALUE:
            entry.values[column] = ""
            continue
        day, guessed = as_day(typed)
        if day is None or not FIRST_YEAR <= day.year <= today.year + YEARS_AHEAD:
            entry.values[column] = ""
            entry.problems.append(Problem("date" if day is None else "date_far", column, typed))
            continue
        entry.values[column] = day.isoformat()
        entry.dates[column] = day
        if guessed:
            entry.hints.append(Problem("day_first", column, typed))
    starts, ends = (entry.dates.get(column) for column in (Column.STARTS_ON, Column.ENDS_ON))
    if starts and ends and ends < starts:
        entry.problems.append(Problem("ends_before_it_starts", Column.ENDS_ON, ends.isoformat()))


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def as_day(text: str) -> tuple[date | None, bool]:
    """(the day a cell says, or None; whether it could be another: month first, or of another century). Text is read day first."""
    text = text.strip()
    if re.fullmatch(r"\d{5}(?:\.0+)?", text) and int(float(text)) in SERIALS:
        return EXCEL_BEGINS + timedelta(days=int(float(text))), False
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?", text):
        return _day(*map(int, found.groups())), False
    if found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})(?: [\d:]+)?", text):
        day, month, year = map(int, found.groups())
        either = day <= 12 and month <= 12 and day != month
        return _day(_whole(year, found[3]), month, day), either or len(found[3]) == 2
    words = re.fullmatch(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]{3,9})\.?,?[ -](\d{4}|\d{2})", text.lower())
    if words and words[2][:3] in _MONTHS:
        return _day(_whole(int(words[3]), words[3]), _MONTHS.index(words[2][:3]) + 1, int(words[1])), len(words[3]) == 2
    return None, False


def _whole(year, written):
    return year + 2000 if len(written) == 2 else year


def _day(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
