"""A roster taken away and sent back: unchanged it changes nothing, edited it changes just what was edited, undone it is as before."""

import io
from datetime import date, timedelta
from itertools import count

import openpyxl
import pytest
from django.utils import timezone

from contacts.models import Appointment, ContactPoint, Practitioner, StaffReference, Upload
from contacts.spreadsheets import actions
from contacts.spreadsheets.comparing import make_plan
from contacts.spreadsheets.reading import read_roster
from contacts.spreadsheets.stored import plan_of
from contacts.spreadsheets.template import roster_file
from search.index import disagreements, rebuild
from tests.profiles.world import NOW

from .spreadsheets import as_csv

TODAY = timezone.localdate(NOW)
# What names, titles and teams are called in the field, and what spreadsheets do mischief with.
NAMES = [
    "Hêvî Amin", "Siân O’Neill", "Anne-Marie D'Arcy", "李 Wei", "Jane Doe, RGN", "de la Cruz, Ana", "=SUM(A1)", "+Plus", "-Minus", "@Home",
    "Máire Ní Bhriain", "Abdul-Rahman al-Sayed", "Null", "True North", "Dr. X", "Zoë 2",
]  # fmt: skip
TITLES = ["Health visitor", "Named nurse, {}", "Duty – {} (north)", "=Lead {}", "1/2 {}", "0{}", "Ward 7, {}", "{}: on call"]
TEAMS = ["Team East", "0–19 West", "+North", "South; and more"]


class Chosen:
    """A roster made up at random: some posts empty, some people in two, with and without numbers, in the past, now and to come."""

    def __init__(self, world, chance, nth):
        self.world, self.chance = world, chance
        self.numbers, self.agency = count(nth * 100), world.agency(f"Agency {nth}")
        self.role = world.visitor
        teams = [self.agency.teams.create(name=name) for name in chance.sample(TEAMS, chance.randint(0, 3))]
        self.posts = [
            world.post(
                f"{chance.choice(TITLES).format(chance.choice('ABC'))} {each}",
                agency=self.agency,
                team=chance.choice([None, *teams]),
            )
            for each in range(chance.randint(1, 6))
        ]
        for each in range(chance.randint(0, 8)):
            self.somebody(f"{chance.choice(NAMES)} {'abcdefgh'[each]}" if chance.random() < 0.8 else chance.choice(NAMES))

    def phone(self):
        return self.chance.choice(["01632 960{:03}", "0113 496 0{:03}", "07700 900{:03}"]).format(next(self.numbers) % 1000)

    def email(self):
        return f"p{next(self.numbers)}@{self.chance.choice(['example.org', 'Example.ORG', 'sub.example.org'])}"

    def somebody(self, name):
        chance, world = self.chance, self.world
        person = world.person(name, restricted=chance.random() < 0.1)
        for nth in range(chance.choice([0, 1, 1, 1, 2])):
            extension = str(chance.randint(1, 999)) if chance.random() < 0.2 else ""
            world.phone(person, self.phone(), extension=extension, order=nth)
        if chance.random() < 0.7:
            world.phone(person, self.email(), kind="email")
        if chance.random() < 0.2:
            world.phone(person, self.email(), kind="secure_email")
        if chance.random() < 0.4:
            StaffReference.objects.create(agency=self.agency, practitioner=person, value=f"00{next(self.numbers)}")
        for post in chance.sample(self.posts, min(len(self.posts), chance.choice([1, 1, 1, 2]))):
            starts = chance.choice([None, TODAY - timedelta(days=chance.randint(0, 900)), TODAY + timedelta(days=9)])
            ends = chance.choice([None, None, TODAY + timedelta(days=chance.randint(9, 400)), TODAY - timedelta(days=1)])
            starts = starts if ends is None or starts is None or starts <= ends else None
            world.appoint(person, post, kind=chance.choice(list(Appointment.Kind.values)), starts_on=starts, ends_on=ends)

    def taken_away(self):
        whole = Upload(agency=self.agency, part="agency", from_day=TODAY)
        return roster_file(read_roster(whole, TODAY), self.agency.slug)

    def sent_back(self, content):
        """The upload, compared, and its plan."""
        upload = actions.take_in(
            content=content, file_name="roster", part="agency", from_day=TODAY, agency=self.agency, by=None, at=NOW
        )
        upload = make_plan(upload=upload, by=None, at=NOW)
        return upload, plan_of(upload)

    def as_it_stands(self):
        """All that an upload could have changed."""
        held = Appointment.objects.filter(post__agency=self.agency)
        people = Practitioner.objects.filter(appointments__in=held).distinct()
        return [
            sorted(held.values_list("key", "practitioner__key", "post__key", "kind", "starts_on", "ends_on"), key=str),
            sorted(people.values_list("key", "name", "name_key")),
            sorted(
                ContactPoint.objects.filter(practitioner__in=people).values_list("key", "kind", "value", "extension", "audience")
            ),
            sorted(self.agency.staff_references.values_list("practitioner__key", "value")),
            sorted(self.agency.posts.values_list("key", "title", "team__name", "role__slug")),
            sorted(self.agency.teams.values_list("key", "name")),
        ]


def rows_of(content):
    """The rows of a workbook as dicts, as Excel shows them."""
    header, *rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [dict(zip(header, ("" if cell is None else str(cell) for cell in row), strict=True)) for row in rows]


def as_file(rows, header):
    return as_csv([list(row.values()) for row in rows], header)


@pytest.fixture
def made_up(world, chance, scaled):
    """200 rosters, one after the other."""
    return (Chosen(world, chance, nth) for nth in range(scaled(200)))


def test_sent_back_unchanged_there_is_nothing_to_change(made_up):
    met = 0
    for roster in made_up:
        content = roster.taken_away()
        rows = rows_of(content)
        header = list(rows[0]) if rows else ["Name", "Work e mail", "Directory person", "Directory post"]
        for sent in (content, as_file(rows, header)):
            if not rows:
                continue
            _upload, plan = roster.sent_back(sent)
            wrong = {name: plan[name] for name in ("ops", "new", "changed", "missing", "questions", "problems") if plan[name]}
            assert wrong == {}, rows
            assert plan["unchanged"] == len(rows)
            met += len(rows)
    assert met > 20


def edited(roster, rows, chance):
    """Edits some cells; returns what has to be shown: {(name as it was, post): {field: now}}."""
    expected = {}
    times = {row["Directory person"]: sum(one["Directory person"] == row["Directory person"] for one in rows) for row in rows}
    phones = {
        person.key: person.contact_points.filter(kind="phone").count()
        for person in Practitioner.objects.filter(key__in=list(times))
    }
    for row in chance.sample(rows, chance.randint(0, len(rows))):
        told = {}
        who, post = row["Name"], row["Post"]
        if times[row["Directory person"]] == 1:
            if chance.random() < 0.3:
                told["name"] = row["Name"] = f"{chance.choice(NAMES)} new"
            if chance.random() < 0.3:
                told["email"] = row["Work e mail"] = chance.choice(
                    [roster.email().lower(), *(["", ""] if row["Work e mail"] else [])]
                )
            if chance.random() < 0.3:
                emptied = row["Work phone"] and phones[row["Directory person"]] == 1 and chance.random() < 0.5
                row["Work phone"], row["Extension"] = ("", "") if emptied else (roster.phone(), chance.choice(["", "12"]))
                told["phone"] = row["Work phone"] + (f" ext {row['Extension']}" if row["Extension"] else "")
            if chance.random() < 0.3:
                told["staff_ref"] = row["Staff reference"] = f"N{next(roster.numbers)}" if chance.random() < 0.7 else ""
        if chance.random() < 0.3:
            others = {
                "holder": "Holder",
                "deputy": "Deputy",
                "job_share": "job share",
                "acting": "Interim",
                "secondment": "seconded",
            }
            told["kind"] = chance.choice(list(others))
            row["How they hold it"] = others[told["kind"]]
        if chance.random() < 0.3:
            told["ends_on"] = chance.choice(["", (TODAY + timedelta(days=chance.randint(500, 900))).isoformat()])
            row["Until"] = date.fromisoformat(told["ends_on"]).strftime("%d/%m/%Y") if told["ends_on"] else ""
        if told:
            expected[who, post] = told
    return expected


def test_edited_just_that_changes_and_undone_all_is_as_before(made_up, chance):
    """Applied, the same file has nothing more to change; the index agrees with the tables all the way."""
    met, applied, rosters = 0, 0, list(made_up)
    rebuild()
    for roster in rosters:
        before, rows = roster.as_it_stands(), rows_of(roster.taken_away())
        if not rows:
            continue
        untouched = {(row["Name"], row["Post"]): dict(row) for row in rows}
        if len(untouched) < len(rows):
            continue  # two of one name in one post cannot be told apart by what is shown
        expected = edited(roster, rows, chance)
        upload, plan = roster.sent_back(as_file(rows, list(rows[0])))
        assert [plan[name] for name in ("new", "missing", "questions", "problems")] == [[], [], [], []]
        renamed = {told.get("name", who): who for (who, _post), told in expected.items()}
        shown = {
            (renamed.get(one["name"], one["name"]), one["post"]): {field: now for field, _was, now in one["lines"]}
            for one in plan["changed"]
        }
        for key, told in shown.items():
            assert told.items() <= expected[key].items(), (key, told, expected.get(key))
        # What is not shown was edited into what stood there before.
        for key, told in expected.items():
            for field, now in told.items():
                assert field in shown.get(key, {}) or now == as_said(untouched[key], field), (key, field, now)
        met += len(shown)
        if not plan["ops"]:
            continue
        assert roster.as_it_stands() == before, "nothing is written before it is applied"
        upload = actions.apply(upload=upload, typed_leavers="", by=None, at=NOW)
        applied += 1
        assert applied % 20 != 1 or disagreements() == []
        _again, plan = roster.sent_back(as_file(rows, list(rows[0])))
        assert plan["ops"] == []
        _back, kept = actions.undo(upload=upload, by=None, at=NOW)
        assert kept == 0
        assert roster.as_it_stands() == before
    assert applied > 5
    assert met > 10
    assert disagreements() == []


def as_said(row, field):
    """A field of a row of the template, as a plan says it."""
    if field == "phone":
        return row["Work phone"] + (f" ext {row['Extension']}" if row["Extension"] else "")
    if field == "ends_on":
        return "-".join(reversed(row["Until"].split("/"))) if row["Until"] else ""
    text = row[{"name": "Name", "email": "Work e mail", "staff_ref": "Staff reference", "kind": "How they hold it"}[field]]
    return text.lower().replace(" ", "_") if field == "kind" else text
