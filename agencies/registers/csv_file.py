"""Turns the bytes of a comma-separated file into numbered rows, or says in one sentence why it cannot."""

import csv
import io
import re
from dataclasses import dataclass

# The first bytes of files that people save or rename by mistake.
_NOT_TEXT = [
    (b"PK", "This is a zip file or an Excel workbook: give the CSV file that is inside it, or save it as CSV."),
    (b"\xd0\xcf\x11\xe0", "This is an older Excel workbook: save it as CSV first."),
    (b"%PDF", "This is a PDF, not a CSV file."),
    (b"\x1f\x8b", "This is a compressed file: unpack it first."),
]
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a file, in a sentence; `row` counts from 1 as a spreadsheet does, None when it is the whole file."""

    sentence: str
    row: int | None = None

    def __str__(self) -> str:
        return self.sentence if self.row is None else f"Row {self.row}: {self.sentence}"


class BadFile(ValueError):
    """The file cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem):
        super().__init__(str(problem))
        self.problem = problem


def rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Every row that is not blank, with its number; cells without control characters and with single spaces.

    Reads UTF-8 with or without its mark, UTF-16 with its mark, and Windows-1252, which the schools register has used.
    Raises `BadFile`.
    """
    text = _decoded(data)
    if "\0" in text:
        raise BadFile(Problem("it holds a NUL character, so the file is damaged.", text.count("\n", 0, text.index("\0")) + 1))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if any(cells):
                found.append((number, [_tidy(cell) for cell in cells]))
    except csv.Error as error:
        raise BadFile(Problem("its quotation marks do not pair up, so its columns cannot be told apart.", number + 1)) from error
    if not found:
        raise BadFile(Problem("The file is empty."))
    return found


def _decoded(data):
    if not data.strip():
        raise BadFile(Problem("The file is empty."))
    for mark, sentence in _NOT_TEXT:
        if data.startswith(mark):
            raise BadFile(Problem(sentence))
    if data.lstrip()[:1] == b"<":
        raise BadFile(Problem("This is a web page, not a CSV file: download the file itself."))
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decoded_as("utf-16", data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decoded_as("cp1252", data)


def _decoded_as(encoding, data):
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise BadFile(Problem("its characters cannot be read: save the file as CSV UTF-8.", row)) from error


def _tidy(cell):
    return " ".join(_CONTROL.sub(" ", cell).split()) if cell else ""
