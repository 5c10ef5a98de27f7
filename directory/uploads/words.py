"""What the upload pages say: why a file is not taken, what is wrong in a row, what was mended on the way."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contacts.details import typed
from contacts.spreadsheets.files import Why
from contacts.spreadsheets.rows import as_day

REFUSED = {
    Why.EMPTY: gettext_lazy("The file is empty."),
    Why.TOO_LARGE: gettext_lazy("The file is larger than 10 MB. Split it, or take pictures out."),
    Why.TOO_MANY_ROWS: gettext_lazy(
        "The file has more than %(most)s rows: we stopped reading after %(count)s. Split it, and upload one part after the other."
    ),
    Why.TOO_WIDE: gettext_lazy("The file has more than 100 columns. Take out those that are not about the roster."),
    Why.UNPACKS_TOO_LARGE: gettext_lazy(
        "This file unpacks to far more than it should. Save the sheet as a new workbook, and upload that."
    ),
    Why.PASSWORD: gettext_lazy("This file has a password. Remove it (File, Info, Protect Workbook), and upload it again."),
    Why.OLD_EXCEL: gettext_lazy("This is an older Excel file. Use Save As, Excel workbook (.xlsx), and upload that."),
    Why.MACROS: gettext_lazy("This workbook holds macros. Use Save As, Excel workbook (.xlsx), and upload that."),
    Why.WORD: gettext_lazy("This is a Word document. Copy the table into Excel, save it there, and upload that."),
    Why.BINARY_WORKBOOK: gettext_lazy(
        "This kind of workbook cannot be read here. Use Save As, Excel workbook (.xlsx), and upload that."
    ),
    Why.WEB_PAGE: gettext_lazy(
        "This is a web page saved as Excel. Open it in Excel, use Save As, Excel workbook (.xlsx), and upload that."
    ),
    Why.NOT_A_SPREADSHEET: gettext_lazy("This is not a spreadsheet. Upload an Excel workbook (.xlsx) or a CSV file."),
    Why.BROKEN: gettext_lazy(
        "The file is damaged, or of an unusual kind. Save it as a normal Excel workbook (.xlsx), and upload that."
    ),
    Why.UNSAFE: gettext_lazy("This file holds instructions to read other files, so it is not opened. Save it as a new workbook."),
    Why.UNREADABLE_LINE: gettext_lazy("We could not read line %(row)s. Save as CSV UTF-8 or Excel workbook, and upload that."),
    Why.NUL: gettext_lazy("Line %(row)s holds a character that is none. Save the file again, and upload that."),
    Why.CELL_TOO_LONG: gettext_lazy("A cell near line %(row)s is far too long. Take it out, and upload the file again."),
    Why.NO_PEOPLE: gettext_lazy("The file has headings but no people."),
    Why.HIDDEN_ONLY: gettext_lazy("Every sheet of this workbook is hidden. Show the one with the roster, and upload it again."),
}
CASE = {
    "nhs_number": gettext_lazy(
        "Row %(row)s holds an NHS number. Nothing was kept. Take out everything about children and cases."
    ),
    "birth_date": gettext_lazy(
        "Row %(row)s holds a date of birth. Nothing was kept. Take out everything about children and cases."
    ),
    "case_reference": gettext_lazy(
        "Row %(row)s holds a case reference. Nothing was kept. Take out everything about children and cases."
    ),
    "child": gettext_lazy("Row %(row)s may be about a child. Nothing was kept. Take out everything about children and cases."),
}


def refusal(refused):
    """Why a file was not taken, and what to do."""
    if refused.why is Why.CASE_DATA:
        return CASE[refused.told["kind"]] % refused.told
    return REFUSED[refused.why] % {name: f"{many:,}" for name, many in refused.told.items()}


NO_BREAK = "\u00a0"
COLUMNS = {
    "name": gettext_lazy("Name"), "first_name": gettext_lazy("First name"), "last_name": gettext_lazy("Last name"),
    "staff_ref": gettext_lazy("Staff reference"), "email": gettext_lazy("Work e-mail"), "phone": gettext_lazy("Number"),
    "extension": gettext_lazy("Extension"), "agency": gettext_lazy("Agency"), "team": gettext_lazy("Team"), "role": gettext_lazy("Role"),
    "post": gettext_lazy("Post"), "place": gettext_lazy("Place"), "kind": gettext_lazy("Holder or deputy"),
    "starts_on": gettext_lazy("First day"), "ends_on": gettext_lazy("Last day"), "person_ref": gettext_lazy("Directory person"),
    "post_ref": gettext_lazy("Directory post"), "moved": gettext_lazy("Moves"), "also": gettext_lazy("Also in"),
}  # fmt: skip
KINDS = {"holder": gettext_lazy("Holder"), "deputy": gettext_lazy("Deputy"), "job_share": gettext_lazy("Job share"),
         "acting": gettext_lazy("Acting"), "secondment": gettext_lazy("Secondment")}  # fmt: skip

PROBLEMS = {
    "no_name": gettext_lazy("Nobody is named."),
    "no_surname": gettext_lazy("The surname is missing."),
    "email": gettext_lazy("“%(text)s” is no e-mail address. Like name@example.org."),
    "email_alphabet": gettext_lazy("After the @ are letters of another alphabet: it really says %(text)s."),
    "phone_no_number": gettext_lazy("“%(text)s” is no telephone number. Like 0113 496 0142."),
    "phone_words": gettext_lazy(
        "“%(text)s” is not only a number. Keep the number here, and put how to reach them on their page."
    ),
    "phone_long": gettext_lazy("“%(text)s …” is too long: a phone number has 40 characters at most."),
    "phone_shortened": gettext_lazy("“%(text)s”: Excel has shortened this number. The last digits are lost. Type it again."),
    "phone_service": gettext_lazy("%(text)s is a public service number, nobody’s own."),
    "extension": gettext_lazy("The extension “%(text)s” is not only digits."),
    "date": gettext_lazy("“%(text)s” is no real date. Like 7/12/2026."),
    "date_far": gettext_lazy("The date “%(text)s” is too far away."),
    "ends_before_it_starts": gettext_lazy("The last day is before the first."),
    "kind": gettext_lazy("“%(text)s” is not a way to be in a post: Holder, Deputy, Job share, Acting or Secondment."),
    "too_long": gettext_lazy("The text is too long: “%(text)s …”"),
    "formula_cell": gettext_lazy("%(column)s: this cell is a formula with no saved result. Open the file in Excel and save it."),
    "error_cell": gettext_lazy("%(column)s: this cell holds an error (such as #N/A), nothing that can be used."),
    "long_cell": gettext_lazy("%(column)s: this cell holds far too much text."),
    "only_unknown_columns": gettext_lazy("Something stands here, but under no heading that is used."),
    "beyond_headings": gettext_lazy(
        "“%(text)s” stands under no heading: has the row slipped? If not, say under “Change which column is which” not to use it."
    ),
    "agency_unknown": gettext_lazy("We know no agency “%(text)s”."),
    "not_your_roster": gettext_lazy("“%(text)s” is not on your roster."),
    "person_gone": gettext_lazy("This person is not on your roster. To add somebody new, empty “Directory person”."),
    "no_agency": gettext_lazy("The agency is missing."),
    "other_part": gettext_lazy("“%(text)s” is not in the part that this file covers."),
    "post_gone": gettext_lazy("This post is no longer on your roster."),
    "post_unknown": gettext_lazy("We know no post “%(text)s”. Give its role as well, and it is made."),
    "post_ambiguous": gettext_lazy("Several posts are called “%(text)s”. Say which: give its team, or its full title."),
    "role_unknown": gettext_lazy("We know no role “%(text)s”."),
    "role_ambiguous": gettext_lazy("“%(text)s” means several roles. Give its full name."),
    "role_differs": gettext_lazy(
        "That post has another role than “%(text)s”. A post keeps its role; give the new one another title."
    ),
    "team_differs": gettext_lazy("That post is not in the team “%(text)s”. Move the post on its page, or give another post."),
    "agency_differs": gettext_lazy("That post does not belong to “%(text)s”. Give the post they have there."),
    "no_post": gettext_lazy("The post is missing."),
    "desk": gettext_lazy("“%(text)s” is a desk: nobody holds it."),
    "place_unknown": gettext_lazy("We know no place “%(text)s”."),
    "twice": gettext_lazy("The same person is in “%(text)s” twice."),
}
HINTS = {
    "odd_name": gettext_lazy("Is “%(text)s” a name?"),
    **{f"email_{odd}": said for odd, said in typed.ODD_EMAIL.items()},
    "phone_premium": gettext_lazy("%(text)s is a premium-rate number."),
    "phone_personal": gettext_lazy("%(text)s is in a range that often costs more."),
    "phone_mobile": gettext_lazy("%(text)s looks like a mobile, under a heading for desks. Is it a work phone?"),
    "phone_two": gettext_lazy("Two numbers in one cell: both are kept."),
    "control_cell": gettext_lazy("%(column)s: characters that nobody sees were taken out of this cell."),
    "day_first": gettext_lazy("“%(text)s” is read day first: %(day)s."),
    "place_stays": gettext_lazy("The places of “%(text)s” stay as they are. Change them on its page."),
    "same_name": gettext_lazy("Two people here are called %(text)s."),
    "post_stays": gettext_lazy(
        "An empty cell changes nothing about “%(text)s”. Change its team or name on its page; for somebody who has left, take the row out."
    ),
    "not_only_yours": gettext_lazy("%(text)s works for another agency too: their name and numbers stay as they are."),
}


def problem(one):
    """What is wrong in a row, in a sentence."""
    said = PROBLEMS.get(one["kind"]) or HINTS[one["kind"]]
    told = {"text": one["text"], "column": COLUMNS.get(one["column"], "")}
    if one["kind"] == "day_first":
        told["day"] = date_format(as_day(one["text"])[0], "j F Y")
    return said % told


def noticed(noted):
    """What was left aside or mended, in sentences, for whoever made the file."""
    count = {name: many for name, many in noted.items() if isinstance(many, int) and many}
    said = []
    if "looks_wrong_email" in count:
        said.append(_("The e-mail column does not look like e-mail addresses. Change which column is which?"))
    if "looks_wrong_phone" in count:
        said.append(_("The number column does not look like telephone numbers. Change which column is which?"))
    if "header" in count:
        said.append(
            _("Row %(n)d was read as the headings. If it is another, press “Change which column is which”.")
            % {"n": count["header"]}
        )
    if "guessed" in count:
        said.append(_("The letters were guessed. Do the names below look right?"))
    for name, one, many in (
        ("hidden_sheets", "%(n)d hidden sheet was not read.", "%(n)d hidden sheets were not read."),
        ("hidden_rows", "%(n)d hidden row was ignored. Show it in Excel to include it.",
         "%(n)d hidden rows were ignored. Show them in Excel to include them."),
        ("hidden_columns", "%(n)d hidden column was ignored. Show it in Excel to include it.",
         "%(n)d hidden columns were ignored. Show them in Excel to include them."),
        ("formulas", "%(n)d cell holds a formula: its saved result was used.", "%(n)d cells hold formulas: their saved results were used."),
        ("merged", "%(n)d merged cell was filled in for each of its rows.", "%(n)d merged cells were filled in for each of their rows."),
        ("controls", "Characters that nobody sees were taken out of %(n)d cell.",
         "Characters that nobody sees were taken out of %(n)d cells."),
        ("repeats", "%(n)d exact repeat was ignored.", "%(n)d exact repeats were ignored."),
    ):  # fmt: skip
        if name in count:
            said.append(ngettext(one, many, count[name]) % {"n": count[name]})
    if noted.get("unused"):
        said.append(_("Columns not used: %(names)s.") % {"names": ", ".join(noted["unused"])})
    return said


def change(line):
    """A changed field: what it is called, what it was and what it will be, as people say them."""
    field, was, now = line
    if field == "kind":
        was, now = KINDS.get(was, was), KINDS.get(now, now)
    if field in ("starts_on", "ends_on"):
        was, now = said_day(was), said_day(now)
    if field == "moved":
        return {"sentence": _("Moves from %(was)s to %(now)s") % {"was": was, "now": now}}
    if field == "also":
        return {"sentence": _("Also in %(now)s") % {"now": now}}
    if field == "phone":
        was, now = was.replace(" ", NO_BREAK), now.replace(" ", NO_BREAK)
    return {"field": COLUMNS[field], "was": was or _("nothing"), "now": now or _("nothing")}


def said_day(iso):
    """A day that a plan holds, as people in Britain write it."""
    if not iso:
        return ""
    year, month, day = iso.split("-")
    return f"{int(day)}/{int(month)}/{year}"
