"""Makes the files that people upload: CSV in many dialects, workbooks with all that Excel can do to them."""

import csv
import io

import xlsxwriter

HEADER = ["Name", "Work e-mail", "Work phone", "Post", "Role"]


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
