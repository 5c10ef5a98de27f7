"""Reads a spreadsheet, CSV or Excel, into rows of text; refuses what cannot be read safely. Pure: bytes in, rows or a refusal out."""

import csv
import datetime
import io
import re
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple
from xml.etree.ElementTree import ParseError, iterparse

import python_calamine

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 100
# A workbook of 50,000 real people unpacks to 18 times its size.
MOST_UNPACKED, MOST_RATIO, MOST_PARTS = 150 * 1024 * 1024, 150, 200
BLANK_ROWS = 1_000  # so many in a row end a sheet: Excel is fond of keeping a million of them
LONGEST_CELL = 2_000
FIRST_LINES = 10  # among which the headings stand
DELIMITERS = ",;\t|"


class Why(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_WIDE = "too_wide"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    PASSWORD = "password"  # noqa: S105 - no password, the word for one
    OLD_EXCEL = "old_excel"
    MACROS = "macros"
    WORD = "word"
    BINARY_WORKBOOK = "binary_workbook"
    WEB_PAGE = "web_page"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    BROKEN = "broken"
    UNSAFE = "unsafe"
    UNREADABLE_LINE = "unreadable_line"
    NUL = "nul"
    CELL_TOO_LONG = "cell_too_long"
    HIDDEN_ONLY = "hidden_only"
    NO_PEOPLE = "no_people"
    CASE_DATA = "case_data"


class Refused(Exception):
    """A file that is not taken: `why`, and the row and whatever else the sentence about it needs."""

    def __init__(self, why, **told):
        super().__init__(why)
        self.why, self.told = why, told


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it, and its cells as text."""

    number: int
    cells: tuple[str, ...]


class Odd(NamedTuple):
    """A cell to be told about: "formula" (no saved result), "error" (#N/A) and "long" cannot be used; "control" was mended."""

    row: int
    column: int
    kind: str


@dataclass(slots=True)
class Sheet:
    """The visible rows of one visible sheet. `noted` counts what was seen and left aside, or mended."""

    name: str
    rows: list[Row] = field(default_factory=list)
    odd: list[Odd] = field(default_factory=list)
    noted: dict[str, int] = field(default_factory=dict)

    def note(self, what, many=1):
        """Count something worth telling the reader."""
        if many:
            self.noted[what] = self.noted.get(what, 0) + many


@dataclass(slots=True)
class Read:
    """A whole file: its visible sheets, how many hidden ones were left unread, and whether its letters were guessed."""

    sheets: list[Sheet]
    hidden_sheets: int = 0
    guessed_letters: bool = False


def read(content: bytes, most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES, is_heading=bool) -> Read:
    """The rows of a CSV file or an Excel workbook, whatever its name says. Raises `Refused`.

    `is_heading(text)` says whether a text is a heading we know: by the line with most of them it is told what separates cells.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Refused(Why.EMPTY)
    if len(content) > most_bytes:
        raise Refused(Why.TOO_LARGE)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        # The old container: of an old workbook, or of a new one that has a password.
        raise Refused(Why.PASSWORD if "EncryptedPackage".encode("utf-16-le") in content else Why.OLD_EXCEL)
    if content.startswith(b"PK"):
        return _workbook(content, most_rows)
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"%pdf", b"\xff\xd8\xff", b"\x89png", b"gif8", b"{\\rtf", b"7z\xbc\xaf", b"\x1f\x8b", b"rar!")):
        raise Refused(Why.NOT_A_SPREADSHEET)
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<head")):
        raise Refused(Why.WEB_PAGE if b"<?xml" not in start[:5] else Why.NOT_A_SPREADSHEET)
    return _text(content, most_rows, is_heading)


# ---- Text


def _text(content, most_rows, is_heading):
    text, guessed = _decoded(content)
    if "\x00" in text:
        raise Refused(Why.NUL, row=text[: text.index("\x00")].count("\n") + 1)
    delimiter, skip = _delimiter(text, is_heading)
    sheet = Sheet("")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    blank = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number <= skip:
                continue
            blank = 0 if any(map(str.strip, cells)) else blank + 1
            if blank > BLANK_ROWS:
                break
            _keep(sheet, number, cells, most_rows)
    except csv.Error as error:
        raise Refused(Why.CELL_TOO_LONG, row=reader.line_num) from error
    return Read([_trimmed(sheet)], guessed_letters=guessed)


def _decoded(content):
    """(the text, whether its letters were guessed): by its mark, else UTF-8, else what Excel writes in Western Europe."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(name), False
            except UnicodeDecodeError as error:
                raise Refused(Why.UNREADABLE_LINE, row=content[: error.start].count(b"\n") + 1) from error
    try:
        return content.decode("utf-8"), False
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), True
    except UnicodeDecodeError as error:
        raise Refused(Why.UNREADABLE_LINE, row=content[: error.start].count(b"\n") + 1) from error


def _delimiter(text, is_heading):
    """(what separates cells, how many lines to skip): as a first line "sep=;" says, else what makes most headings of one line.

    Other lines are not counted: posts and addresses are full of commas.
    """
    lines = text[:100_000].replace("\r\n", "\n").replace("\r", "\n").split("\n", FIRST_LINES)[:FIRST_LINES]
    if found := re.fullmatch(r"sep=(.)", lines[0].strip("\ufeff \"'"), re.IGNORECASE):
        return found[1], 1
    cut = [(line.split(each), -at, each) for at, line in enumerate(lines) for each in DELIMITERS]
    most = max((sum(bool(is_heading(cell.strip(" \"'"))) for cell in cells), len(cells), at, each) for cells, at, each in cut)
    return (most[3] if most[1] > 1 else ","), 0


# ---- Workbooks


def _workbook(content, most_rows):
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError) as error:
        raise Refused(Why.BROKEN) from error
    with archive:
        _refuse_other_archives(archive, len(content))
        try:
            _read_through(archive)
            book = python_calamine.load_workbook(io.BytesIO(content))
            shown = [sheet for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
            shown = [sheet for sheet in shown if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
            parts = _parts(archive)
            sheets = []
            for each in shown:
                details = _details(archive, parts.get(each.name), most_rows)
                sheets.append(_sheet(book.get_sheet_by_name(each.name), each.name, details, most_rows))
        except (
            python_calamine.CalamineError,
            zipfile.BadZipFile,
            ParseError,
            KeyError,
            EOFError,
            OSError,
            RuntimeError,
        ) as error:
            raise Refused(Why.BROKEN) from error
        except (ValueError, OverflowError) as error:
            raise Refused(Why.BROKEN) from error
    sheets = [sheet for sheet in sheets if sheet.rows] or sheets[:1]
    hidden = len(book.sheets_metadata) - len(shown)
    if not sheets:
        raise Refused(Why.HIDDEN_ONLY)
    if not any(sheet.rows for sheet in sheets):
        raise Refused(Why.EMPTY)
    return Read(sheets, hidden_sheets=hidden)


def _refuse_other_archives(archive, size):
    """Looks at the list of parts alone: nothing is unpacked before it is known how large it is."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Refused(Why.PASSWORD)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * size or len(parts) > MOST_PARTS:
        raise Refused(Why.UNPACKS_TOO_LARGE)
    if any(name.startswith("word/") for name in names):
        raise Refused(Why.WORD)
    if any(name.endswith("vbaProject.bin") for name in names):
        raise Refused(Why.MACROS)
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise Refused(Why.BINARY_WORKBOOK)
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Refused(Why.NOT_A_SPREADSHEET)


def _read_through(archive):
    """Unpacks every part once: it may hold no more than the list says, and no document type, through which one part reads another."""
    for part in archive.infolist():
        with archive.open(part) as stream:
            end = b""
            while some := stream.read(1 << 20):
                if _DOCUMENT_TYPE.search(end + some):
                    raise Refused(Why.UNSAFE)
                end = some[-32:]


# In one byte a letter or in two. Text cannot hold it otherwise: there its "<" is written as "&lt;".
_DOCUMENT_TYPE = re.compile(b"<!doctype|" + b"\0".join(bytes([letter]) for letter in b"<!doctype"), re.IGNORECASE)


def _local(tag):
    return tag.rpartition("}")[2]


def _parts(archive):
    """Which part of the archive holds the sheet of each name."""
    links = {}
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        for _event, element in iterparse(stream):  # noqa: S314 - no part has a document type
            if _local(element.tag) == "Relationship":
                target = element.get("Target", "").removeprefix("/")
                links[element.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
    found = {}
    with archive.open("xl/workbook.xml") as stream:
        for _event, element in iterparse(stream):  # noqa: S314 - no part has a document type
            if _local(element.tag) == "sheet":
                link = next((value for name, value in element.attrib.items() if name.endswith("}id")), None)
                found[element.get("name")] = links.get(link)
    return found


class _Details(NamedTuple):
    hidden_rows: frozenset
    hidden_columns: frozenset
    formulas: int
    odd: tuple


def _details(archive, part, most_rows):
    """What the reader of cells does not tell: what is hidden, which cells are formulas without a result, and which are errors."""
    rows, columns, odd, formulas = set(), set(), [], 0
    if part is None:
        return _Details(frozenset(), frozenset(), 0, ())
    with archive.open(part) as stream:
        formula = False
        for _event, element in iterparse(stream):  # noqa: S314 - no part has a document type
            tag = _local(element.tag)
            if tag == "col":
                first, last = int(element.get("min", 1)), min(int(element.get("max", 1)), MOST_COLUMNS + 1)
                if element.get("hidden") in ("1", "true"):
                    columns.update(range(first - 1, last))
            elif tag == "f":
                formula = True
            elif tag == "c":
                value = next((child.text for child in element if _local(child.tag) in ("v", "is")), None)
                formulas += bool(formula and value)
                if element.get("t") == "e":
                    odd.append(_at(element.get("r"), "error"))
                elif formula and not value:
                    odd.append(_at(element.get("r"), "formula"))
                formula = False
            elif tag == "row":
                if element.get("hidden") in ("1", "true"):
                    rows.add(int(element.get("r", 0)))
                element.clear()
    return _Details(frozenset(rows), frozenset(columns), formulas, tuple(each for each in odd if each))


def _at(reference, kind):
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", reference or "")
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return Odd(int(found[2]), column - 1, kind)


def _sheet(cells, name, details, most_rows):
    sheet = Sheet(name)
    filled, merged = {}, 0
    for (top, left), (bottom, right) in cells.merged_cell_ranges or ():
        if bottom > top and bottom - top <= most_rows and right - left <= MOST_COLUMNS:
            merged += 1
            filled.update({(row, column): (top, left) for row in range(top + 1, bottom + 1) for column in range(left, right + 1)})
    values, blank = {}, 0
    # Rows above the first cell are not given; numbers count them all the same.
    for number, row in enumerate(cells.to_python(skip_empty_area=False, nrows=most_rows + BLANK_ROWS + FIRST_LINES), start=1):
        texts = [_as_text(cell) for cell in row]
        if filled:
            for column in range(len(texts)):
                values[number - 1, column] = texts[column]
                if not texts[column] and (number - 1, column) in filled:
                    texts[column] = values[number - 1, column] = values.get(filled[number - 1, column], "")
        if number in details.hidden_rows:
            sheet.note("hidden_rows", 1 if any(texts) else 0)
            continue
        if details.hidden_columns:
            texts = ["" if column in details.hidden_columns else text for column, text in enumerate(texts)]
        blank = 0 if any(texts) else blank + 1
        if blank > BLANK_ROWS:
            break
        _keep(sheet, number, texts, most_rows)
    sheet.note("hidden_columns", len([column for column in details.hidden_columns if column < cells.total_width]))
    sheet.note("formulas", details.formulas)
    sheet.note("merged", merged)
    seen = {row.number for row in sheet.rows}
    sheet.odd += [each for each in details.odd if each.row in seen and each.column not in details.hidden_columns]
    return _trimmed(sheet)


def _as_text(value):
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else "" if value is None else str(value)


# ---- Both

# What nobody sees: controls, marks of direction, spaces without width; and how Excel writes controls.
_CONTROL = re.compile(r"_x00[01][0-9A-F]_|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\ud800-\udfff]")


def _keep(sheet, number, cells, most_rows):
    if len(cells) > MOST_COLUMNS and any(cell.strip() for cell in cells[MOST_COLUMNS:]):
        raise Refused(Why.TOO_WIDE)
    clean = []
    for column, cell in enumerate(cells[:MOST_COLUMNS]):
        text = _UNSEEN.sub("", cell)
        if _CONTROL.search(text):
            text = _CONTROL.sub("", text)
            sheet.note("controls")
            sheet.odd.append(Odd(number, column, "control"))
        if len(text) > LONGEST_CELL:
            sheet.odd.append(Odd(number, column, "long"))
            text = ""
        clean.append(" ".join(text.split()))
    while clean and not clean[-1]:
        clean.pop()
    if clean:
        if len(sheet.rows) > most_rows + FIRST_LINES:
            raise Refused(Why.TOO_MANY_ROWS, count=len(sheet.rows), most=most_rows)
        sheet.rows.append(Row(number, tuple(clean)))


def _trimmed(sheet):
    """Rows of equal length, as wide as the widest."""
    width = max((len(row.cells) for row in sheet.rows), default=0)
    sheet.rows = [Row(row.number, row.cells + ("",) * (width - len(row.cells))) for row in sheet.rows]
    return sheet
