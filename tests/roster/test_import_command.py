"""`manage.py import_roster`: shows what a file changes, does it when told to, refuses what it must, and says what has to be said first."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from audit.models import Event
from contacts.editing import values
from contacts.editing.actions import edit_person
from contacts.management.commands import import_roster
from contacts.models import Appointment, Practitioner, Upload
from contacts.spreadsheets.comparing import make_plan
from tests.profiles.world import NOW

from .spreadsheets import as_csv, as_xlsx

TODAY = timezone.localdate(NOW)
BEN = ["Ben Fresh", "ben@example.org", "01632 960777", "Named nurse, Leeds", ""]
ANN = ["Ann Holder", "", "01632 960555", "Named nurse, Leeds", ""]


@pytest.fixture
def load(rosters, tmp_path, capsys):
    """`load(content, *options)` runs the command for the council's roster; returns what it printed (out, err)."""

    def load(content, *options, agency=rosters.world.council.slug):
        file = tmp_path / "roster.csv"
        file.write_bytes(content)
        call_command("import_roster", agency, str(file), *options)
        return capsys.readouterr()

    return load


def test_without_apply_it_shows_what_would_change_and_keeps_nothing(load):
    said = load(as_csv([BEN]), "--additions").out
    assert "new 1 changed 0 missing 0 unchanged 0 problems 0 undecided 0" in said
    assert "Nothing was changed. With --apply it is done." in said
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    assert bytes(Upload.objects.get().read) == b""


def test_with_apply_it_is_done_and_can_be_undone(load):
    said = load(as_csv([BEN]), "--additions", "--apply")
    assert "1 changes saved." in said.out
    assert ("nobody else can save" in said.err) == (connection.vendor == "sqlite")
    assert Practitioner.objects.get(name="Ben Fresh").appointments.get().post.title == "Named nurse, Leeds"
    assert Upload.objects.get().can_be_undone(timezone.now())
    assert Event.objects.get(verb="applied a roster").actor == "", "nobody signed in"


def test_a_workbook_is_read_too(load):
    assert "new 1" in load(as_xlsx([BEN]), "--additions").out


def test_whoever_is_not_in_the_file_is_asked_about(load, rosters):
    assert "1 not in the file: say --missing keep or --missing left." in load(as_csv([BEN])).out
    with pytest.raises(CommandError, match="Decide the open questions first"):
        load(as_csv([BEN]), "--apply")
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
    load(as_csv([BEN]), "--apply", "--missing", "keep")
    assert Practitioner.objects.filter(name="Ben Fresh").exists()
    assert Appointment.objects.get(pk=rosters.held.pk).ends_on is None


def test_many_leavers_have_to_be_counted(load, rosters):
    assert "More than a quarter leave: say --leavers 1." in load(as_csv([BEN]), "--missing", "left").out
    with pytest.raises(CommandError, match="Type 1"):
        load(as_csv([BEN]), "--missing", "left", "--apply")
    load(as_csv([BEN]), "--missing", "left", "--leavers", "1", "--apply")
    assert Appointment.objects.get(pk=rosters.held.pk).ends_on == TODAY - timedelta(days=1)


def test_a_name_that_is_known_is_asked_about(load, rosters):
    assert "1 called like somebody on the roster: say --same-names" in load(as_csv([ANN])).out
    load(as_csv([ANN]), "--same-names", "--apply")
    assert rosters.ann.contact_points.get(kind="phone").value == "01632 960555"


def test_numbers_without_their_first_0_are_asked_about(load):
    rows = as_csv([[*BEN[:2], "1632960777", *BEN[3:]]])
    assert "Numbers have lost their first 0: say --put-zeros-back" in load(rows, "--additions").out
    load(rows, "--additions", "--put-zeros-back", "--apply")
    assert Practitioner.objects.get(name="Ben Fresh").contact_points.get(kind="phone").value == "01632 960777"


def test_rows_that_cannot_be_used_are_named_and_left_out(load):
    said = load(as_csv([BEN, ["Eve Wrong", "eve@nowhere", "", "Named nurse, Leeds", ""]]), "--additions", "--apply").out
    assert "row 3: email email" in said
    assert "1 changes saved." in said
    assert not Practitioner.objects.filter(name="Eve Wrong").exists()


def test_one_team_and_a_day(load, rosters):
    team = rosters.world.team.name
    said = load(as_csv([BEN]), "--team", team, "--from", "1/12/2026", "--missing", "keep", "--apply").out
    assert "1 changes saved." in said
    assert Practitioner.objects.get(name="Ben Fresh").appointments.get().starts_on.isoformat() == "2026-12-01"


@pytest.mark.parametrize(
    ("content", "options", "why"),
    [
        (as_csv([[*BEN, "03/04/2015"]], ["Name", "Work e-mail", "Phone", "Post", "Role", "DOB"]), [], "not taken: case data"),
        (b"%PDF-1.4", [], "not taken: not a spreadsheet"),
        (as_csv([["x", "y"]], ["Alpha", "Beta"]), [], "The columns are not clear"),
        (as_csv([BEN]), ["--team", "No such"], "has no team"),
        (as_csv([BEN]), ["--from", "the other day"], "is no date"),
    ],
)  # fmt: skip
def test_what_it_refuses_it_says_and_changes_nothing(load, content, options, why):
    with pytest.raises(CommandError, match=why):
        load(content, "--apply", *options)
    assert Practitioner.objects.count() == 2
    assert not Upload.objects.exclude(stage="closed").exists()


def test_an_agency_or_a_file_that_is_not_there(load, tmp_path, rosters):
    with pytest.raises(CommandError, match="There is no agency"):
        load(b"x", agency="nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_roster", rosters.world.council.slug, str(tmp_path / "none.csv"))


def test_a_roster_that_changes_meanwhile_is_not_overwritten(load, rosters, monkeypatch):
    def somebody_saves(**told):
        plan = make_plan(**told)
        seen = values.of_person(rosters.ann)
        edit_person(person=rosters.ann, seen=seen, mine={**seen, "name": "Ann Married"}, by=None, at=NOW)
        return plan

    monkeypatch.setattr(import_roster, "make_plan", somebody_saves)
    with pytest.raises(CommandError, match="The roster changed meanwhile"):
        load(as_csv([BEN]), "--additions", "--apply")
    assert not Practitioner.objects.filter(name="Ben Fresh").exists()
