"""Each odd telephone number, by its number in a published list of bad inputs: in a spreadsheet, and on the forms of a roster."""

import io

import openpyxl
import pytest

from contacts import phones
from contacts.models import ContactPoint, Practitioner
from contacts.spreadsheets.template import rows_file
from tests.profiles.world import words

from .sending import added, applied
from .spreadsheets import HEADER, as_csv
from .test_pages import hidden
from .test_uploads import BEN

pytestmark = pytest.mark.at_length

NONE = "Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192."
NO_NUMBER = "is no telephone number. Like 0113 496 0142."
NOT_ONLY = "is not only a number."
# How each is printed, and how it is dialled.
ACCEPTED = {
    "PH-001": ("07700 900123", "07700 900123", "+447700900123"),
    "PH-002": ("+44 7700 900123", "07700 900123", "+447700900123"),
    "PH-004": ("0044 7700 900123", "07700 900123", "+447700900123"),
    "PH-005": ("07700-900-123", "07700 900123", "+447700900123"),
    "PH-006": ("(07700) 900123", "07700 900123", "+447700900123"),
    "PH-011": ("0800 1111", "0800 1111", "+448001111"),
    "PH-014": ("1‑202—555–010−4", "+1 202-555-0104", "+12025550104"),
    "PH-016": ("\u202a+44 7700 900123\u202c", "07700 900123", "+447700900123"),
    "PH-045": ("=+447700900123", "07700 900123", "+447700900123"),
}
# What a form says, and what the preview of a spreadsheet says.
REFUSED = {
    "PH-018": ("4.47701E+11", "Excel has shortened this number. The last digits are lost.", "Excel has shortened this number."),
    "PH-022": (
        "Via switchboard, bleep 1234",
        "How else to reach somebody goes under “Before you ring” of their post.",
        "Keep the number here, and put how to reach them on their page.",
    ),
    "PH-023": ("101", "This is a public service number, nobody’s own.", "101 is a public service number, nobody’s own."),
    "PH-025": ("111", "This is a public service number, nobody’s own.", "111 is a public service number, nobody’s own."),
    "PH-026": ("0772345678", NONE, NO_NUMBER),
    "PH-028": ("07723 456789...", NONE, NO_NUMBER),
    "PH-029": ("079OO900123", NONE, NOT_ONLY),
    "PH-030": ("07890x32109", NONE, NO_NUMBER),
    "PH-031": ('07";DROP TABLE;"', NONE, NOT_ONLY),
    "PH-032": ("0400 123 4567", NONE, NO_NUMBER),
    "PH-033": ("0300 46 46", NONE, NO_NUMBER),
    "PH-034": ("ALPHANUM3R1C", NONE, NOT_ONLY),
    "PH-038": ("0", NONE, NO_NUMBER),
    "PH-039": ("ring the office", NONE, NOT_ONLY),
    "PH-040": ("٠٧٧٠٠", NONE, NO_NUMBER),
    "PH-044": ("0" * 500, "A phone number has 40 characters at most.", "a phone number has 40 characters at most."),
}
ON_THE_FORM = {
    **{case: (typed, form) for case, (typed, form, _file) in REFUSED.items()},
    "PH-017": ("7700900123", "07700 900123? Excel may have removed the first 0."),
    "PH-021": ("07700 900123 / 020 7946 0991", "These are two numbers: 07700 900123 and 020 7946 0991. Enter one of them here."),
    "PH-037": ("-", NONE),
}
# Those that are asked about once more, and kept with a tick.
WARNED = {
    "PH-041": ("0900 123 4567", "Premium-rate number: the caller pays more."),
    "PH-042": ("070 1234 5678", "Personal-numbering range, often costly to ring."),
}
MOBILE = ("07700 900123", "This looks like a mobile. Is it a work phone?")
TESTED = [*ACCEPTED, *ON_THE_FORM, *WARNED, "PH-043"]
THOUGHT_OF = [1, 2, 4, 5, 6, 11, 14, 16, 17, 18, 21, 22, 23, 25, 26, *range(28, 35), *range(37, 46)]


def test_every_case_is_tested():
    assert sorted(TESTED) == [f"PH-{number:03}" for number in THOUGHT_OF]
    assert len(THOUGHT_OF) == 31


# ---- Whatever it was typed into


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_number_in_any_dress_is_printed_plainly_and_dialled_in_full(case):
    typed, printed, dialled = ACCEPTED[case]
    assert phones.read(typed) == phones.Read(printed)
    assert phones.dialled(printed) == dialled
    assert phones.read(printed).value == printed, "what is printed is read again as it is"


@pytest.mark.parametrize("case", [*REFUSED, "PH-017", "PH-037"])
def test_what_is_no_number_of_ones_own_is_never_guessed(case):
    typed = ON_THE_FORM[case][0]
    if case in ("PH-023", "PH-025"):
        assert phones.read(typed) == phones.Read(typed, odd="service")
        return
    with pytest.raises(phones.Unreadable) as refused:
        phones.read(typed)
    assert refused.value.meant == ("07700 900123" if case == "PH-017" else "")


@pytest.mark.parametrize("typed", ["1234567890", "123456789", "9999999999"])
def test_a_zero_is_put_back_only_where_that_makes_a_number(typed):
    with pytest.raises(phones.Unreadable) as refused:
        phones.read(typed)
    meant = refused.value.meant
    assert (refused.value.kind, meant and phones.read(meant).value) == ("lost_zero" if meant else "no_number", meant)


def test_two_numbers_are_taken_apart():
    """PH-021"""
    assert phones.read("07700 900123 / 020 7946 0991") == phones.Read("07700 900123", second="020 7946 0991")


@pytest.mark.parametrize("value, mobile", [("07700 900123", True), ("070 1234 5678", False), ("0113 496 0142", False)])
def test_a_mobile_is_told_by_how_it_begins(value, mobile):
    assert phones.is_mobile(value) is mobile


# ---- In a spreadsheet


def with_number(typed):
    return as_csv([[*BEN[:2], typed, *BEN[3:]]])


def number_of(name):
    return list(Practitioner.objects.get(name=name).contact_points.filter(kind="phone").values_list("value", flat=True))


def test_numbers_in_a_spreadsheet_are_taken_as_they_are_printed_and_rows_without_one_wait(rosters, keeping):
    good = [[case, f"{case}@example.org", typed, BEN[3], ""] for case, (typed, *_rest) in ACCEPTED.items()]
    bad = [[case, f"{case}@example.org", typed, BEN[3], ""] for case, (typed, *_rest) in REFUSED.items()]
    page = added(keeping, rosters, as_csv([*good, *bad]))
    said = words(page)
    assert f"{len(good)} new · 0 changed · {len(bad)} problems" in said
    assert "The number column does not look like telephone numbers." in said
    for row, (case, (_typed, _form, why)) in enumerate(REFUSED.items(), start=len(good) + 2):
        assert why in said.partition(f"Row {row}: {case} – ")[2].partition("Row ")[0], case
    assert "0" * 41 not in said, "no more of it is repeated than a number has"
    applied(keeping, page)
    assert {case: number_of(case) for case in ACCEPTED} == {case: [printed] for case, (_typed, printed, _to) in ACCEPTED.items()}
    assert not Practitioner.objects.filter(name__in=REFUSED).exists()


def test_lost_zeros_are_put_back_in_all_at_once_and_shown_before(rosters, keeping):
    """PH-017"""
    page = added(keeping, rosters, with_number("7700900123"))
    said = words(page)
    assert "1 number has lost its first 0. 7700900123 → 07700 900123 ? Excel may have removed it." in said
    assert "Put the 0 back in all of them" in said
    assert "Decide 1 thing first." in applied(keeping, page)
    shown = keeping.post(page.redirect_chain[-1][0], {"zeros": "yes", "decide": "1"}, follow=True)
    assert "07700 900123" in words(shown).split("New: 1")[1]
    applied(keeping, page)
    assert number_of("Ben Fresh") == ["07700 900123"]


def test_two_numbers_in_one_cell_are_both_kept(rosters, keeping):
    """PH-021"""
    page = added(keeping, rosters, with_number("07700 900123 / 020 7946 0991"))
    assert "Two numbers in one cell: both are kept." in words(page)
    applied(keeping, page)
    assert number_of("Ben Fresh") == ["07700 900123", "020 7946 0991"]


def test_a_dash_says_that_there_is_no_number(rosters, keeping):
    """PH-037: in a list of people a dash is how one says so; on a form, where the box can be left empty, it is a slip."""
    page = added(keeping, rosters, with_number("-"))
    assert "1 new · 0 changed" in words(page)
    applied(keeping, page)
    assert number_of("Ben Fresh") == []


@pytest.mark.parametrize("case", WARNED)
def test_a_number_that_costs_more_is_worth_a_look(rosters, keeping, case):
    said = {"PH-041": "is a premium-rate number.", "PH-042": "is in a range that often costs more."}[case]
    page = added(keeping, rosters, with_number(WARNED[case][0]))
    assert "Worth a look: 1" in words(page)
    assert f"{WARNED[case][0]} {said}" in words(page)


@pytest.mark.parametrize("heading, hints", [("Landline", 1), ("Direct line", 1), ("Work mobile", 0), ("Work phone", 0)])
def test_a_mobile_under_a_heading_for_desks_is_worth_a_look(rosters, keeping, heading, hints):
    """PH-043"""
    row = [*BEN[:2], MOBILE[0], *BEN[3:]]
    page = added(keeping, rosters, as_csv([row], [*HEADER[:2], heading, *HEADER[3:]]))
    said = "07700 900123 looks like a mobile, under a heading for desks. Is it a work phone?"
    assert words(page).count(said) == hints


def test_a_number_leaves_as_text_and_never_as_a_formula(rosters, keeping):
    """PH-045"""
    applied(keeping, added(keeping, rosters, with_number("=+447700900123")))
    ContactPoint.objects.filter(value="07700 900123").update(value="+447700900123")
    got = keeping.get(f"/agencies/{rosters.world.council.slug}/roster/roster.xlsx")
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(got.content)).active for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "+447700900123"] == ["s"]
    assert all(cell.data_type != "f" for cell in cells)
    said = rows_file(["Number"], [["=+447700900123"], ["+447700900123"]]).decode("utf-8-sig").split()
    assert said == ["Number", "'=+447700900123", "+447700900123"]


# ---- On the forms


def change(keeping, address, **sent):
    return keeping.post(address, {"seen": hidden(keeping.get(address)), "audience": "professional", **sent})


def change_ann(rosters, keeping, **sent):
    return change(keeping, f"/people/{rosters.ann.key}/change/", name="Ann Holder", **sent)


def value_of(thing):
    return thing.contact_points.get(kind="phone").value


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_number_on_a_form_is_kept_as_it_is_printed(rosters, keeping, case):
    typed, printed, _dialled = ACCEPTED[case]
    assert change_ann(rosters, keeping, phone=typed).status_code == 302
    assert value_of(rosters.ann) == printed


@pytest.mark.parametrize("case", ON_THE_FORM)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(rosters, keeping, case):
    typed, said = ON_THE_FORM[case]
    adding = {"name": "Nell New", "phone": typed, "post": rosters.post.key, "kind": "deputy", "starts_on": ""}
    for page in (
        change_ann(rosters, keeping, phone=typed),
        keeping.post(f"/agencies/{rosters.world.council.slug}/roster/add/", adding),
    ):
        assert page.status_code == 200
        assert said in words(page)
        assert page.context["form"]["phone"].value() == typed
        assert 'name="keep_phone"' not in page.content.decode()
    assert value_of(rosters.ann) == "01632 960001"
    assert not Practitioner.objects.filter(name="Nell New").exists()


@pytest.mark.parametrize("typed", ["101", "111", "999", "116 123"])
def test_a_service_number_may_be_that_of_a_line(rosters, keeping, typed):
    """PH-023, PH-025: it is nobody's own, but a team or a post may be reached by it."""
    team = rosters.world.team
    assert change(keeping, f"/teams/{team.key}/change/", name=team.name, agency=team.agency.slug, phone=typed).status_code == 302
    assert value_of(team) == typed
    assert change(keeping, f"/posts/{rosters.post.key}/change/", title=rosters.post.title, phone=typed).status_code == 302
    assert value_of(rosters.post) == typed


def tick(page):
    """The value of the tick that keeps an odd number; nothing when there is none."""
    return page.content.decode().partition('name="keep_phone" type="checkbox" value="')[2].partition('"')[0]


@pytest.mark.parametrize("case", WARNED)
def test_an_odd_number_is_kept_with_a_tick_and_not_asked_about_again(rosters, keeping, case):
    typed, said = WARNED[case]
    page = change_ann(rosters, keeping, phone=typed)
    assert page.status_code == 200
    assert said in words(page)
    assert "Keep it" in words(page)
    assert page.context["form"]["phone"].value() == typed
    assert "checked" not in page.content.decode().partition("keep_phone")[2].partition(">")[0]
    assert value_of(rosters.ann) == "01632 960001"
    other = next(number for number, _said in WARNED.values() if number != typed)
    assert change_ann(rosters, keeping, phone=other, keep_phone=tick(page)).status_code == 200, "the tick is for one number only"
    assert change_ann(rosters, keeping, phone=typed, keep_phone=tick(page)).status_code == 302
    assert phones.dialled(value_of(rosters.ann)) == phones.dialled(typed)
    assert change_ann(rosters, keeping, phone=value_of(rosters.ann), known_as="Annie").status_code == 302


@pytest.mark.parametrize("case", WARNED)
def test_an_odd_number_of_somebody_new_is_kept_with_a_tick(rosters, keeping, case):
    typed, said = WARNED[case]
    where = f"/agencies/{rosters.world.council.slug}/roster/add/"
    form = {"name": "Nell New", "phone": typed, "post": rosters.post.key, "kind": "deputy", "starts_on": ""}
    page = keeping.post(where, form)
    assert said in words(page)
    assert keeping.post(where, {**form, "keep_phone": tick(page)}).status_code == 302
    assert phones.dialled(value_of(Practitioner.objects.get(name="Nell New"))) == phones.dialled(typed)


def test_a_mobile_on_a_line_that_many_ring_is_asked_about_and_on_a_persons_card_it_is_not(rosters, keeping):
    """PH-043"""
    typed, said = MOBILE
    team = rosters.world.team
    address, form = f"/teams/{team.key}/change/", {"name": team.name, "agency": team.agency.slug}
    page = change(keeping, address, **form, phone=typed)
    assert said in words(page)
    assert value_of(team) == "0113 496 0111"
    assert change(keeping, address, **form, phone=typed, keep_phone=tick(page)).status_code == 302
    assert value_of(team) == typed
    assert change_ann(rosters, keeping, phone=typed).status_code == 302
