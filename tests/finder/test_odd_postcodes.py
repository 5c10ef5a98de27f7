"""Whatever is typed for a postcode gets the answer it deserves: taken, asked about, explained or refused, and nothing else is lost.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from areas.actions import hold_file_areas
from areas.models import Area
from audit.models import Event
from tests.areas.directory_files import CHAPEL_ALLERTON, LEEDS, WEST_YORKSHIRE_ICB, WEST_YORKSHIRE_POLICE, write_csv, write_zip
from tests.finder.reading import main

SHAPE = "Enter a full or partial UK postcode, like SW1A 1AA."
TAKEN = {
    "PC-001": ("sw1a1aa", "SW1A 1, Westminster."),
    "PC-002": ("  SW1A  1AA  ", "SW1A 1, Westminster."),
    "PC-008": ("\ufeffSW1A 1AA", "SW1A 1, Westminster."),
    "PC-009": ("ＳＷ１Ａ １ＡＡ", "SW1A 1, Westminster."),
    "PC-036": ("EH1 1YZ", "We don’t cover City of Edinburgh. Ring that council’s duty line. 999 and 101 work everywhere."),
    "PC-037": ("CF10 1AA", "We don’t cover Cardiff. Ring that council’s duty line. 999 and 101 work everywhere."),
    "PC-043": ("10 Downing Street\r\nLondon SW1A 2AA", "SW1A 2, Westminster."),
    "PC-053": ("\u202aSW1A 1AA\u202c", "SW1A 1, Westminster."),
}
ASKED = {
    "PC-011": ("SW1A", "SW1A lies in more than one council area. Which? Westminster Wandsworth"),
    "PC-012": ("SW1A 1", "SW1A 1 lies in more than one council area. Which? Westminster Wandsworth"),
    "PC-013": ("N", "N lies in more than one council area. Which? Haringey Islington Enfield"),
}
# What is typed (of a hundred thousand letters: nothing) comes back in its field, with the sentence above it.
REFUSED = {
    "PC-016": ("SWIA 1AA", "Did you mean SW1A 1AA?"),
    "PC-017": ("5014 6WB", "Did you mean SO14 6WB?"),
    "PC-018": ("0X1 1AA", "Did you mean OX1 1AA?"),
    "PC-019": ("SO144 6WB", SHAPE),
    "PC-020": ("SO14 6WBA", SHAPE),
    "PC-022": ("Bad postcode", SHAPE),
    "PC-023": ("12345", SHAPE),
    "PC-025": ("SW1A 1A0", SHAPE),
    "PC-029": ("BFPO 1234", "This looks like a BFPO address. It has no home council here. Give a town, ward or council."),
    "PC-030": ("BF1 3AA", "This looks like a BFPO address."),
    "PC-031": ("GIR 0AA", "GIR 0AA is no longer used."),
    "PC-032": ("GX11 1AA", "GX11 1AA is in Gibraltar, which is not covered."),
    "PC-034": ("IM1 1AA", "Jersey, Guernsey and the Isle of Man are not covered."),
    "PC-039": ("D02 AF30", "D02 AF30 looks like an Irish Eircode. Ireland is not covered."),
    "PC-040": ("ZZ99 9ZZ", "know that postcode. It may be new: our list is from January 2026."),
    "PC-044": ("SW1A 1AA or SW1A 2AA?", "There is more than one postcode: SW1A 1AA, SW1A 2AA. Which?"),
    "PC-045": ("ЅW1A 1AA", "Character 1 looks like S but is a different character. Type it again."),
    "PC-048": ("<script>alert(1)</script>", SHAPE),
    "PC-049": ("SW1A 1AA'; DROP TABLE contact;--", SHAPE),
    "PC-050": ("SW1A\x00 1AA", "Null characters are not allowed."),
    "PC-051": ("A" * 100_000, "There is a problem"),
    "PC-054": ("51.5010,-0.1416", SHAPE),
    "PC-055": ("///filled.count.soap", SHAPE),
    "PC-056": ("☃️", SHAPE),
}
PRIVATE = {
    "PC-046": ("Jayden Smith 04/05/2015 SW1A 1AA", "Enter only a postcode. Do not enter a child"),
    "PC-047": ("943 476 5919", "Do not enter an NHS number here. Enter only a postcode. Nothing was kept."),
}


@pytest.fixture
def found(demo, client):
    client.force_login(demo.account("practitioner"))
    return lambda typed: client.post("/find/", {"role": "hv", "postcode": typed}, follow=True)


@pytest.mark.parametrize("case", [*TAKEN, *ASKED])
def test_what_can_be_read_is_taken_or_asked_about(found, case):
    typed, said = {**TAKEN, **ASKED}[case]
    page = found(typed)
    assert page.status_code == 200
    assert said in main(page)


def test_nothing_typed_is_nothing_said(found):
    """PC-015: blanks are as good as an empty field, and the home patch is used, openly."""
    assert "Your patch: Leeds." in main(found("   "))


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_explained_and_comes_back(found, case):
    typed, said = REFUSED[case]
    page = found(typed)
    assert page.status_code == 200
    assert page.request["PATH_INFO"] == "/find/"
    assert said in main(page)
    form = page.context["form"]
    assert form["postcode"].value() == (typed if len(typed) < 1000 else "")
    assert form["role"].value() == "hv"
    assert "<script>alert" not in page.content.decode()


def test_another_reading_is_offered_as_a_button_and_nothing_is_searched_before(found):
    page = found("SWIA 1AA").content.decode()
    assert 'value="SW1A 1AA"' in page


@pytest.mark.parametrize("case", PRIVATE)
def test_what_may_be_about_a_child_is_shown_to_nobody_and_kept_nowhere(found, client, case):
    typed, said = PRIVATE[case]
    page = found(typed)
    assert said in main(page)
    for part in typed.split():
        if part not in ("SW1A", "1AA", "Smith"):
            assert part not in page.content.decode()
            assert all(part not in str(session.get_decoded()) for session in Session.objects.all())
    assert page.redirect_chain == []


@pytest.mark.parametrize("write", [write_zip, write_csv])
def test_a_postcode_no_longer_used_says_so(demo, client, settings, tmp_path, write):
    """PC-041: only a file of the Office for National Statistics tells which those are."""
    settings.POSTCODES_FILE = tmp_path / "postcodes.sqlite3"
    call_command("load_postcodes", write(tmp_path), stdout=StringIO())
    client.force_login(demo.account("practitioner"))
    page = client.post("/find/", {"role": "hv", "postcode": "LS7 4ZZ"}, follow=True)
    assert page.status_code == 200
    assert "An old postcode. We used where it was" in main(page)


def test_wards_and_health_areas_of_a_file_are_areas_of_ours(demo, client, settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "postcodes.sqlite3"
    call_command("load_postcodes", write_zip(tmp_path), stdout=StringIO())
    ward = Area.objects.get(code=CHAPEL_ALLERTON)
    assert (ward.kind, ward.name) == ("ward", "Chapel Allerton")
    assert {LEEDS, WEST_YORKSHIRE_ICB, WEST_YORKSHIRE_POLICE} <= set(ward.nestings.values_list("within__code", flat=True))
    leeds = Area.objects.get(code=LEEDS)
    assert leeds.nestings.filter(within__code=WEST_YORKSHIRE_ICB).exists()
    client.force_login(demo.account("practitioner"))
    page = client.post("/search/", {"q": "health visitor chapel allerton"}, follow=True)
    assert page.status_code == 200
    assert "Chapel Allerton" in main(page)


def test_the_file_can_be_loaded_again(db, settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "postcodes.sqlite3"
    call_command("load_places", stdout=StringIO())
    call_command("load_postcodes", write_csv(tmp_path), stdout=StringIO())
    assert Area.objects.get(code=CHAPEL_ALLERTON).name == CHAPEL_ALLERTON, "this file has no list of names"
    events = Event.objects.count()
    assert hold_file_areas(by=None, at=timezone.now()) == {"added": 0, "renamed": 0}
    assert Event.objects.count() == events
    call_command("load_postcodes", write_zip(tmp_path), stdout=StringIO())
    assert Area.objects.get(code=CHAPEL_ALLERTON).name == "Chapel Allerton"


def test_a_file_whose_areas_are_not_held_yet_still_answers(demo, client, settings, tmp_path):
    """Between the new file and its areas a second may pass, and another machine may have the file first."""
    settings.POSTCODES_FILE = tmp_path / "postcodes.sqlite3"
    call_command("load_postcodes", write_zip(tmp_path), stdout=StringIO())
    Area.objects.filter(kind__in=["ward", "icb"]).delete()
    client.force_login(demo.account("practitioner"))
    page = client.post("/find/", {"role": "hv", "postcode": "LS7 4AA"}, follow=True)
    assert page.status_code == 200
    assert "Chapel Allerton" in main(page)
