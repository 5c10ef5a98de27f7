"""A register is loaded whole or not at all, says what it did, and leaves everything of ours as it was."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from agencies import actions
from agencies.models import Basis, Identifier, Setting
from agencies.registers import gp_practices
from agencies.registers.actions import load_register
from audit.models import Event
from contacts.models import ContactPoint
from tests.agencies.conftest import make_area
from tests.agencies.samples import practice, practices_file, school, schools_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_postcodes")]


@pytest.fixture
def load(tmp_path):
    """`load(register, data)` runs the command on a file that holds `data`, and gives the lines it printed."""

    def run(register, data, *options):
        file = tmp_path / "register.csv"
        file.write_bytes(data)
        out = StringIO()
        call_command("load_register", register, str(file), *options, stdout=out)
        return out.getvalue().splitlines()

    return run


def with_code(code):
    return Setting.objects.get(identifiers__value=code)


def test_surgeries_are_added_then_recognised(load):
    data = practices_file(
        practice(), practice(code="A99002", status="C", closed="20190331"), practice(code="A99003", setting="9")
    )
    lines = load("gp-practices", data)
    assert lines[0] == "3 rows, 2 of them surgeries"
    assert lines[-1] == "added 2 changed 0 closed 0 unchanged 0"
    assert load("gp-practices", data)[-1] == "added 0 changed 0 closed 0 unchanged 2"
    surgery = with_code("A99001")
    assert (surgery.name, surgery.kind, surgery.town, surgery.register) == (
        "The Dene Surgery",
        "surgery",
        "Leeds",
        "gp-practices",
    )
    assert list(Setting.objects.with_code(Identifier.ODS, "A99001").open_on(date(2026, 11, 23))) == [surgery]
    assert with_code("A99002").closed_on == date(2019, 3, 31)


def test_many_surgeries_are_loaded_in_several_batches(load):
    data = practices_file(*(practice(code=f"B{number:05}") for number in range(1201)))
    assert load("gp-practices", data)[-1] == "added 1201 changed 0 closed 0 unchanged 0"
    assert Identifier.objects.count() == 1201
    changed = practices_file(*(practice(code=f"B{number:05}", phone="0113 4960199") for number in range(1201)))
    assert load("gp-practices", changed)[-1] == "added 0 changed 1201 closed 0 unchanged 0"


def test_the_report_counts_each_row_once(load):
    load("gp-practices", practices_file(*(practice(code=f"A9900{number}") for number in range(4))))
    lines = load(
        "gp-practices",
        practices_file(
            practice(code="A99000"),
            practice(code="A99001", name="THE NEW DENE SURGERY"),
            practice(code="A99002", status="INACTIVE", setting="RO76", closed="20261031"),
            practice(code="A99007"),
            practice(code="A99008", status="D"),
        ),
    )
    assert lines[-1] == "added 1 changed 1 closed 1 unchanged 1"
    assert "1 open surgeries held here are not in the file; they are left as they are" in lines
    assert "1 left out: closed on a day the file does not say, and never held here" in lines
    assert with_code("A99003").closed_on is None
    assert Setting.objects.count() == 5


def test_what_we_added_to_a_surgery_survives_its_changes_and_its_closing(load, post, council, admin, at, leeds):
    load("gp-practices", practices_file(practice()))
    surgery = with_code("A99001")
    actions.cover(post=post, basis=Basis.GP, target=surgery, by=admin, at=at)
    actions.adopt_setting(setting=surgery, agency=council, by=admin, at=at)
    actions.set_hours(thing=surgery, hours=[(0, "08:00", "18:30")], by=admin, at=at)
    ContactPoint.objects.create(setting=surgery, value="0113 496 0104", label="Safeguarding lead")
    load("gp-practices", practices_file(practice(name="THE NEW DENE SURGERY", status="C", closed="20261031")))
    surgery = with_code("A99001")
    assert (surgery.name, surgery.closed_on, surgery.agency) == ("The New Dene Surgery", date(2026, 10, 31), council)
    assert surgery.coverages.get().post == post
    assert surgery.hours.count() == 1
    assert surgery.contact_points.get().value == "0113 496 0104"


def test_a_setting_of_ours_with_the_registers_number_becomes_the_registers(load, admin, at):
    ours = actions.add_setting(kind="surgery", name="Dene", identifiers={"ods": "A99001"}, by=admin, at=at)
    assert load("gp-practices", practices_file(practice()))[-1] == "added 0 changed 1 closed 0 unchanged 0"
    ours.refresh_from_db()
    assert (ours.name, ours.register) == ("The Dene Surgery", "gp-practices")


def test_schools_go_by_urn_and_their_other_numbers(load, leeds):
    assert load("schools", schools_file(school()))[-1] == "added 1 changed 0 closed 0 unchanged 0"
    held = with_code("990001")
    numbers = held.identifiers.order_by("scheme").values_list("scheme", "value")
    assert list(numbers) == [("dfe", "383/9001"), ("ukprn", "99000001"), ("urn", "990001")]
    assert (held.authority, held.easting, held.northing, held.grid) == (leeds, 430100, 436200, "gb")
    assert (held.head, held.phase) == ("Mrs Ffion Maddox", "Primary")


def test_a_school_that_becomes_an_academy_hands_its_number_on(load, leeds):
    load("schools", schools_file(school()))
    closed = {"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2026"}
    lines = load("schools", schools_file(school(**closed), school(URN="990002", UKPRN="99000002")))
    assert lines[-1] == "added 1 changed 0 closed 1 unchanged 0"
    assert Identifier.objects.get(scheme="dfe", ends_on=None).setting == with_code("990002")
    assert with_code("990001").identifiers.get(scheme="dfe").ends_on == timezone.localdate()
    assert with_code("990001").identifiers.get(scheme="urn").ends_on is None


def test_two_open_schools_with_one_number_share_nothing(load, leeds):
    lines = load("schools", schools_file(school(), school(URN="990002")))
    assert "2 numbers left out, because another of the schools goes by them" in lines
    assert lines[-1] == "added 2 changed 0 closed 0 unchanged 0"


def test_surgeries_are_placed_once_the_postcodes_are_loaded(load, leeds, settings, full_postcodes):
    lines = load("gp-practices", practices_file(practice(), practice(code="A99002", postcode="")))
    assert lines[1].startswith("no postcodes are loaded")
    assert "2 without a council, because neither the file nor their postcode says which" in lines
    settings.POSTCODES_FILE = full_postcodes
    belfast = make_area("N09000003", "Belfast")
    data = practices_file(practice(), practice(code="A99003", postcode="BT1 5GS"))
    assert load("gp-practices", data)[-1] == "added 1 changed 1 closed 0 unchanged 0"
    held, irish = with_code("A99001"), with_code("A99003")
    assert (held.authority, held.grid) == (leeds, "gb")
    assert 425_000 < held.easting < 440_000
    assert (irish.authority, irish.grid) == (belfast, "ie")


def test_a_dry_run_says_what_would_happen_and_does_nothing(load):
    lines = load("gp-practices", practices_file(practice()), "--dry-run")
    assert lines[-1] == "added 1 changed 0 closed 0 unchanged 0"
    assert "dry run: nothing is written" in lines
    assert not Setting.objects.exists()
    assert not Event.objects.exists()


def test_a_load_is_recorded_once_with_its_counts(load):
    load("gp-practices", practices_file(practice(), practice(code="A99002")))
    event = Event.objects.get()
    assert (event.verb, event.thing, event.actor) == ("loaded register", "agencies.register:gp-practices", "")
    assert dict(event.values.values_list("field", "new")) == {"added": "2", "changed": "0", "closed": "0", "unchanged": "0"}


def test_a_bad_row_loads_nothing_and_says_which(load):
    with pytest.raises(CommandError) as refusal:
        load("gp-practices", practices_file(practice(), practice(code="A99002", opened="soon"), practice(code="?")))
    assert str(refusal.value) == ("Row 2: “soon” is not a date such as 20200131. 1 more problem follows. Nothing was loaded.")
    assert not Setting.objects.exists()


def test_a_reading_with_problems_cannot_be_loaded_by_any_road(at):
    reading = gp_practices.read(practices_file(practice(), practice()))
    with pytest.raises(ValueError, match="already in row 1"):
        load_register(register=gp_practices, reading=reading, by=None, at=at)
    assert not Setting.objects.exists()


def test_a_load_that_fails_on_the_way_leaves_nothing_behind(load, monkeypatch):
    def full_disk(*args, **kwargs):
        raise OSError("no room")

    monkeypatch.setattr(Identifier.objects, "bulk_create", full_disk)
    with pytest.raises(OSError, match="no room"):
        load("gp-practices", practices_file(practice()))
    assert not Setting.objects.exists()


def test_a_file_that_is_not_there_is_said_plainly(tmp_path):
    with pytest.raises(CommandError, match=r"nowhere\.csv cannot be read: No such file or directory"):
        call_command("load_register", "schools", str(tmp_path / "nowhere.csv"))
