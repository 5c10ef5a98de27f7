"""Loads a spreadsheet into an agency's roster: shows what would change, and does it when told to."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from agencies.models import Agency
from contacts.models import Upload
from contacts.spreadsheets import actions
from contacts.spreadsheets.comparing import make_plan
from contacts.spreadsheets.files import Refused
from contacts.spreadsheets.rows import as_day
from contacts.spreadsheets.stored import layout_of, plan_of

MOST_ROWS = 100_000
SHOWN = 20


class Command(BaseCommand):
    help = (
        "Compares a spreadsheet (CSV or Excel) with the roster of an agency and prints what would change. With --apply it is done, as "
        "one. Rows that cannot be used are listed and left out."
    )

    def add_arguments(self, parser):
        parser.add_argument("agency", help="the agency’s short name, as in its address")
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument("--from", dest="from_day", default="", help="the day from which it is right (today)")
        parser.add_argument("--team", default="", help="the file covers only the team of this name")
        parser.add_argument(
            "--additions", action="store_true", help="the file holds only people to add: nobody is missing from it"
        )
        parser.add_argument(
            "--missing", choices=["keep", "left"], help="what becomes of everybody who is not in the file (asked about otherwise)"
        )
        parser.add_argument("--same-names", action="store_true", help="a name that stands here once is the same person")
        parser.add_argument("--put-zeros-back", action="store_true", help="numbers that lost their first 0 get it back")
        parser.add_argument(
            "--keep-private-mail", action="store_true", help="addresses of no work domain are for work all the same"
        )
        parser.add_argument("--leavers", default="", help="how many leave, when that is more than a quarter")

    def handle(self, *args, agency, file, **options):
        now = timezone.now()
        upload = self._staged(agency, file, now, **options)
        try:
            self._through(upload, now, **options)
        finally:
            upload.refresh_from_db()
            if upload.is_open:
                actions.give_up(upload=upload, by=None, at=now)

    def _staged(self, slug, file, now, **options):
        agency = Agency.objects.filter(slug=slug).first()
        if agency is None:
            raise CommandError(f"There is no agency “{slug}”.")
        team = agency.teams.filter(name=options["team"]).first() if options["team"] else None
        if options["team"] and team is None:
            raise CommandError(f"{agency} has no team “{options['team']}”.")
        day = as_day(options["from_day"])[0] if options["from_day"] else timezone.localdate(now)
        if day is None:
            raise CommandError(f"“{options['from_day']}” is no date.")
        part = Upload.Part.ADDITIONS if options["additions"] else Upload.Part.TEAM if team else Upload.Part.AGENCY
        try:
            content = file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        try:
            return actions.take_in(
                content=content, file_name=file.name, part=part, from_day=day, agency=agency, team=team, most_rows=MOST_ROWS, by=None,
                at=now,
            )  # fmt: skip
        except Refused as refused:
            told = ", ".join(f"{name} {value}" for name, value in refused.told.items())
            raise CommandError(f"The file was not taken: {refused.why.replace('_', ' ')} {told}".rstrip() + ".") from refused

    def _through(self, upload, now, **options):
        if upload.stage == Upload.Stage.ASKING and [one.kind for one in layout_of(upload).questions] == ["email"]:
            upload = actions.answer_columns(upload=upload, said={"no_email": "yes"}, by=None, at=now)
        if upload.stage == Upload.Stage.ASKING:
            unused = ", ".join(heading for _index, heading in layout_of(upload).unused)
            raise CommandError(
                f"The columns are not clear. Upload it in the browser, or rename these headings: {unused or 'none found'}."
            )
        # A plan is large, so none is kept here.
        if answers := _answers(plan_of(make_plan(upload=upload, by=None, at=now)), upload, **options):
            upload = actions.answer(upload=upload, answers=answers, by=None, at=now)
            make_plan(upload=upload, by=None, at=now)
        upload.refresh_from_db()
        self._show(plan_of(upload))
        if not options["apply"]:
            self.stdout.write("Nothing was changed. With --apply it is done.")
            return
        if connection.vendor == "sqlite":
            self.stderr.write("While this is saved, nobody else can save; searching goes on.")
        try:
            done = actions.apply(upload=upload, typed_leavers=options["leavers"], by=None, at=timezone.now())
        except ValidationError as problem:
            raise CommandError(" ".join(problem.messages)) from problem
        except actions.RosterChanged as problem:
            raise CommandError("The roster changed meanwhile. Nothing was applied; run it again.") from problem
        self.stdout.write(f"{done.changes} changes saved.")

    def _show(self, plan):
        counts = {"new": len(plan["new"]), "changed": len(plan["changed"]), "missing": len(plan["missing"])}
        counts |= {"unchanged": plan["unchanged"], "problems": len(plan["problems"]), "undecided": plan["undecided"]}
        self.stdout.write(" ".join(f"{name} {count}" for name, count in counts.items()))
        for one in plan["problems"][:SHOWN]:
            self.stdout.write(f"row {one['row']}: {one['kind'].replace('_', ' ')} {one['column']}".rstrip())
        for said in _undecided(plan):
            self.stdout.write(said)


def _undecided(plan):
    """What has to be said before it can be done, and how; in the browser, each can be said by itself."""
    kinds = Counter(one["kind"] for one in plan["questions"] if not one["answer"])
    missing = sum(not one["answer"] for one in plan["missing"])
    if missing:
        yield f"{missing} not in the file: say --missing keep or --missing left."
    if kinds["zeros"]:
        yield "Numbers have lost their first 0: say --put-zeros-back, or mend them."
    if kinds["same"]:
        yield f"{kinds['same']} called like somebody on the roster: say --same-names, or give their e-mail or staff reference."
    if kinds["which"]:
        yield f"{kinds['which']} in several rows that differ: make them alike."
    if plan["many_leave"]:
        yield f"More than a quarter leave: say --leavers {plan['leavers']}."


def _answers(plan, upload, **options):
    """What the options say to the questions of a plan."""
    said = {}
    for one in plan["questions"]:
        if one["kind"] == "zeros" and options["put_zeros_back"]:
            said[one["key"]] = "yes"
        if one["kind"] == "private":
            said[one["key"]] = "yes" if options["keep_private_mail"] else "no"
        if one["kind"] == "same" and options["same_names"] and len(one["choices"]) == 1:
            said[one["key"]] = one["choices"][0]["key"]
    for one in plan["missing"] if options["missing"] else ():
        last = (upload.from_day - timedelta(days=1)).isoformat()
        said[f"missing:{one['key']}"] = "keep" if options["missing"] == "keep" else f"left:{last}"
    return said
