"""Makes the files that people upload: CSV in many dialects, workbooks with all that Excel does to them, and what only looks like one."""

import csv
import io
import zipfile

import openpyxl
import xlsxwriter

HEADER = ["Name", "Work e-mail", "Work phone", "Post", "Role"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
# How the parts of a workbook name their own kind, in the usual way and in the strict one.
STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    b"http://schemas.openxmlformats.org/drawingml/2006/main": b"http://purl.oclc.org/ooxml/drawingml/main",
}


def as_csv(rows, header=HEADER, delimiter=",", encoding="utf-8", newline="\r\n", before=""):
    """The rows as the bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows([header, *rows] if header else rows)
    return (before + out.getvalue()).encode(encoding)


def as_xlsx(rows, header=HEADER, options=None, change=None):
    """The rows as a workbook; `change(book, sheet)` adds what a plain one lacks."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False, **(options or {})}
    ) as book:
        sheet = book.add_worksheet("Staff")
        for number, row in enumerate([header, *rows] if header else rows):
            for index, cell in enumerate(row):
                sheet.write(number, index, cell)
        if change:
            change(book, sheet)
    return out.getvalue()


def as_script(rows, header=HEADER):
    """The rows as a workbook that a script wrote: its formulas have no saved result."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in [header, *rows]:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_strict(content):
    """A workbook as Excel writes “Strict Open XML”."""

    def strict(part):
        for usual, other in STRICT.items():
            part = part.replace(usual, other)
        return part

    return repacked(content, strict)


def repacked(content, change=lambda part: part, more=()):
    """A workbook with every part as `change(bytes)` makes it, and `more` parts (name → bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as other:
        for part in book.infolist():
            other.writestr(part.filename, change(book.read(part)))
        for name, part in dict(more).items():
            other.writestr(name, part)
    return out.getvalue()


def archive(**parts):
    """A zip archive of these parts, a dot in a name being written as two underscores."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name.replace("__", "."), part)
    return out.getvalue()


def bomb(megabytes):
    """A workbook with a part that unpacks to so many megabytes of nothing."""
    return repacked(as_xlsx([]), more={"xl/media/nothing.bin": bytes(megabytes << 20)})


def bomb_in_name(size):
    """A workbook whose list of parts says that one of them unpacks to `size` bytes; the part itself cannot be unpacked at all."""
    content = repacked(as_xlsx([]), more={"xl/media/nothing.bin": b"\xff" * 700_000})
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/media/nothing.bin"))
    broken = content.index(b"xl/media/nothing.bin") + len(b"xl/media/nothing.bin")
    whole = bytearray(content)
    whole[entry + 24 : entry + 28] = size.to_bytes(4, "little")
    whole[broken : broken + 8] = b"\xff" * 8
    return bytes(whole)
