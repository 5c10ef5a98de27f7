"""Writes rosters and rejected rows as a spreadsheet whose cells are all text: no formula, one sheet, phones with their 0."""

import csv
import io

import xlsxwriter

from .columns import HEADINGS, Column

# The order of the columns; the last two are ours, so that nobody is matched by guessing when the file comes back.
COLUMNS = (
    Column.NAME, Column.STAFF_REF, Column.EMAIL, Column.PHONE, Column.EXTENSION, Column.AGENCY, Column.TEAM, Column.ROLE, Column.POST,
    Column.PLACE, Column.KIND, Column.STARTS_ON, Column.ENDS_ON, Column.PERSON_REF, Column.POST_REF,
)  # fmt: skip
KINDS = {"holder": "Holder", "deputy": "Deputy", "job_share": "Job share", "acting": "Acting", "secondment": "Secondment"}
WIDTHS = {
    Column.NAME: 24,
    Column.EMAIL: 32,
    Column.PHONE: 18,
    Column.POST: 36,
    Column.TEAM: 24,
    Column.AGENCY: 28,
    Column.ROLE: 24,
}
# What makes a program that reads CSV take a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heading(column):
    """What the template calls a column."""
    return HEADINGS[column][0].capitalize()


def headings(many):
    """The columns of a template: with the agency only where there are several."""
    return [column for column in COLUMNS if many or column is not Column.AGENCY]


def cells(roster, slug=None, team=""):
    """One row for each person in a post, as `roster` (facts.Roster) has them; of one agency, or one team, or all. Nobody restricted."""
    rows = []
    for held in roster.held.values():
        person, post = roster.people[held.person], roster.posts[held.post]
        if person.restricted or (slug and post.agency != slug) or (team and post.team != team):
            continue
        rows.append(
            {
                Column.NAME: person.name, Column.STAFF_REF: person.refs.get(post.agency, ""), Column.EMAIL: person.email,
                Column.PHONE: person.phone, Column.EXTENSION: person.extension, Column.AGENCY: roster.agencies[post.agency],
                Column.TEAM: roster.teams[post.team][1] if post.team in roster.teams else "",
                Column.ROLE: roster.role_names[post.role], Column.POST: post.title, Column.PLACE: "",
                Column.KIND: KINDS[held.kind], Column.STARTS_ON: _day(held.starts_on), Column.ENDS_ON: _day(held.ends_on),
                Column.PERSON_REF: held.person, Column.POST_REF: held.post,
            }
        )  # fmt: skip
    return sorted(rows, key=lambda row: (row[Column.AGENCY], row[Column.TEAM], row[Column.POST], row[Column.NAME]))


def _day(iso):
    """A day as people in Britain write it."""
    year, _dash, rest = iso.partition("-")
    month, _dash, day = rest.partition("-")
    return f"{day}/{month}/{year}" if iso else ""


def workbook(header, rows, widths=()):
    """An Excel file with one sheet of text: headings that stay, a filter, and every cell as it is written."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {**options, "in_memory": False}) as book:
        sheet = book.add_worksheet("Roster")
        bold, text = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
        for index in range(len(header)):
            sheet.set_column(index, index, widths[index] if widths else 18, text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(header) - 1))
        for number, row in enumerate([header, *rows]):
            for index, cell in enumerate(row):
                sheet.write_string(number, index, cell, bold if number == 0 else text)
    return out.getvalue()


def roster_file(roster, slug=None, team=""):
    """The template, filled with the roster as it is: download, edit, upload."""
    columns = headings(many=slug is None)
    rows = [[row[column] for column in columns] for row in cells(roster, slug, team)]
    return workbook([heading(column) for column in columns], rows, [WIDTHS.get(column, 14) for column in columns])


def rows_file(header, rows):
    """The rows that could not be used, under their own headings, as CSV that Excel opens without harm."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in [header, *rows]:
        writer.writerow([harmless(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def harmless(cell):
    """A cell that no program takes for a formula; a telephone number with + stays one."""
    risky = cell.lstrip().startswith(FORMULA) and not cell.replace(" ", "").lstrip("+").isdigit()
    return f"'{cell}" if risky else cell
