"""What the upload pages print of a plan: its lists in words, a page at a time, and its questions with their answers."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Post
from contacts.models import Upload
from contacts.spreadsheets.stored import layout_of, sheet_of, sheets_of
from directory.sentences import clock, day

from . import words

SHOWN, ON_A_PAGE, MISSING_AT_ONCE, MOST_POSTS = 20, 50, 20, 300
SAMPLES = 2
SHOWN_UPLOADS = 10
SECTIONS = ("changed", "new", "problems", "hints")


def asking(upload):
    """The page that asks which sheet, which row of headings, and which column is which."""
    names, sheet, layout = sheets_of(upload), sheet_of(upload), layout_of(upload)
    if len(names) > 1 and "sheet" not in upload.said:
        return {"sheets": list(enumerate(names))}
    if layout.header is None:
        question = layout.questions[0]
        return {"headers": [(row.number, [cell for cell in row.cells if cell][:6]) for row in question.choices]}
    heading = next(row for row in sheet["rows"] if row.number == layout.header)
    below = [row for row in sheet["rows"] if row.number > layout.header]
    wanted = {index for question in layout.questions for index, _heading in question.choices}
    twice = {index for question in layout.questions if question.kind == "twice" for index, _heading in question.choices}
    whole = "column" in upload.said.get("show", "")
    columns = []
    for index, name in enumerate(heading.cells):
        known = layout.columns.get(index, "")
        if index in wanted or whole:
            samples = [row.cells[index] for row in below if row.cells[index]][:SAMPLES]
            columns.append({"index": index, "heading": name, "samples": samples, "now": "" if index in twice else known})
    # What we do not know stands first: of the rest, little is wrong.
    columns.sort(key=lambda column: bool(column["now"]))
    return {
        "columns": columns,
        "first_known": next((column["index"] for column in columns if column["now"]), None) if whole else None,
        "choices": [(column, label) for column, label in words.COLUMNS.items() if column not in ("moved", "also")],
        "missing": [_MISSING[question.kind] for question in layout.questions if question.kind in _MISSING],
        "no_email": any(question.kind == "email" for question in layout.questions),
        "twice": bool(twice),
        "whole": whole,
    }


_MISSING = {"name": words.gettext_lazy("No column says the name."), "email": words.gettext_lazy("No column for work e-mail.")}


def preview(upload, plan, section="", number=None):
    """The page of what will be applied. With `section` only that list, a page of it."""
    lists = {
        "changed": [{**one, "lines": [words.change(line) for line in one["lines"]]} for one in plan["changed"]],
        "new": plan["new"],
        "problems": [{**one, "said": words.problem(one)} for one in plan["problems"]],
        "hints": [{**one, "said": words.problem(one)} for one in plan["hints"]],
    }
    if section in lists:
        return {
            "section": section,
            "page": Paginator(lists[section], ON_A_PAGE).get_page(number),
            "title": _titles(plan)[section],
        }
    undecided = [one for one in plan["missing"] if not one["answer"]]
    decided = [one for one in plan["missing"] if one["answer"]]
    asked = [one for one in plan["questions"] if not one["answer"]]
    return {
        "summary": summary(plan),
        "questions": asked[:MISSING_AT_ONCE],
        "more_questions": max(0, len(asked) - MISSING_AT_ONCE),
        "answered": len(plan["questions"]) - len(asked),
        "alike": sum(one["kind"] == "same" and len(one["choices"]) == 1 for one in asked),
        "missing": undecided[:MISSING_AT_ONCE],
        "missing_count": len(plan["missing"]),
        "undecided_missing": len(undecided),
        "decided": [_decided(one) for one in decided[:ON_A_PAGE]],
        "lists": [
            {"name": name, "title": _titles(plan)[name], "rows": lists[name][:SHOWN], "count": len(lists[name]),
             "more": len(lists[name]) > SHOWN, "open": name in ("changed", "problems")}
            for name in SECTIONS if lists[name]
        ],
        "noticed": words.noticed(plan["noted"]),
        "unchanged": plan["unchanged"],
        "changes": plan["changes"],
        "about": about(upload),
        "posts": posts_to_move_to(upload) if undecided else [],
        "last_day": upload.from_day - timedelta(days=1),
    }  # fmt: skip


def about(upload):
    """Which file this is, what it covers and from when: what was said on the first page."""
    part = upload.team.name if upload.part == Upload.Part.TEAM else upload.get_part_display()
    from_day = _("from %(day)s") % {"day": words.said_day(upload.from_day.isoformat())}
    return ", ".join((upload.file_name, part, from_day))


def summary(plan):
    """The first line: how many are new, changed, missing, and problems."""
    counts = [_("%(n)d new") % {"n": len(plan["new"])}, _("%(n)d changed") % {"n": len(plan["changed"])}]
    if plan["missing"]:
        counts.append(_("%(n)d not in the file") % {"n": len(plan["missing"])})
    if plan["problems"]:
        many = len(plan["problems"])
        counts.append(ngettext("%(n)d problem", "%(n)d problems", many) % {"n": many})
    return " · ".join(counts)


def _titles(plan):
    return {
        "changed": _("Changed: %(n)d") % {"n": len(plan["changed"])},
        "new": _("New: %(n)d") % {"n": len(plan["new"])},
        "problems": _("Problems: %(n)d") % {"n": len(plan["problems"])},
        "hints": _("Worth a look: %(n)d") % {"n": len(plan["hints"])},
    }


def _decided(one):
    what, _colon, more = one["answer"].partition(":")
    said = {
        "left": lambda: _("left, last day %(day)s") % {"day": words.said_day(more)},
        "moved": lambda: _("moved"),
        "keep": lambda: _("stays"),
    }[what]()
    return {**one, "said": said}


def posts_to_move_to(upload):
    """The posts that somebody who is not in the file may have moved to."""
    if not upload.agency_id:
        return []
    posts = Post.objects.filter(agency=upload.agency_id, is_desk=False).exclude(ends_on__lt=upload.from_day)
    return list(posts.order_by("title", "pk").values_list("key", "title")[:MOST_POSTS])


def rejected(upload, plan):
    """The rows that could not be used, as (headings, rows), with what is wrong in the last column."""
    sheet, layout = sheet_of(upload), layout_of(upload)
    said = {}
    for one in plan["problems"]:
        said.setdefault(one["row"], []).append(words.problem(one))
    rows = {row.number: row.cells for row in sheet["rows"]}
    header = [*rows[layout.header], _("What is wrong")]
    return header, [[*rows[number], " ".join(sentences)] for number, sentences in sorted(said.items()) if number in rows]


def open_uploads(agencies, at, user):
    """Uploads into these rosters that somebody is still at: whose, since when."""
    rows = _of(Upload.objects.open(at), agencies, user).order_by("-created_at")[:SHOWN_UPLOADS]
    return [
        {"upload": row, "mine": row.user_id == user.pk, "since": f"{clock(row.created_at)}, {day(row.created_at, at)}"}
        for row in rows
    ]


def applied_uploads(agencies, at, user):
    """Uploads into these rosters that can still be undone: by whom, when."""
    rows = _of(Upload.objects.undoable(at), agencies, user)[:SHOWN_UPLOADS]
    return [{"upload": row, "when": day(row.applied_at, at)} for row in rows]


def _of(uploads, agencies, user):
    """Of each of these agencies; one into several of them at once is shown to whoever sent it."""
    return uploads.filter(Q(agency__in=agencies) | Q(agency=None, user=user)).select_related("user", "agency")
