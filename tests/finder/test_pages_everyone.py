"""The sheet of everyone around some places, and the one box that leads to it or to an answer."""

import re
from urllib.parse import unquote_plus

import pytest

from tests.finder.reading import main, ring, title

AROUND = {"postcode": "LS7 3DX", "practice": "Y90001", "school": "900001"}


@pytest.fixture
def signed_in(demo, client):
    client.force_login(demo.account("practitioner"))
    return client


def test_the_sheet_lists_every_role_that_answers_grouped_by_agency(signed_in):
    page = signed_in.post("/find/", AROUND, follow=True)

    said = main(page)
    assert page.redirect_chain[-1][0].startswith("/find/everyone/?")
    assert "Everyone around these places" in said
    for role in (
        "Children's front door (MASH)",
        "Health visitor",
        "School safeguarding lead",
        "GP practice safeguarding lead",
        "Named GP",
    ):
        assert role in said
    groups = ["Front door and out of hours", "Social care", "Health", "School", "Police and probation"]
    captions = re.findall(r"<caption>(.*?)</caption>", page.content.decode())
    assert captions[:5] == groups
    assert "Leeds 0–19 public health service (demo)" in said
    assert "Write no child’s name here." in said


def test_the_sheet_says_what_is_missing_and_who_is_not_known(signed_in):
    said = main(signed_in.post("/find/", {"postcode": "LS7 3DX"}, follow=True))
    assert "Nobody known for: Safer schools officer" not in said
    assert "Nobody known for:" in main(signed_in.post("/find/", AROUND, follow=True))
    assert "Add a school for its safeguarding lead and nurse." in said
    assert "Add a surgery for the practice lead." in said


def test_the_sheet_says_how_each_one_stands_in_a_few_words(signed_in):
    said = main(signed_in.post("/find/", AROUND, follow=True))

    for state in ("till 5pm", "Vacant – ring team", "day and night", "closed till 5pm", "Through the team", "unconfirmed"):
        assert state in said


def test_the_sheet_stores_nothing(signed_in, django_assert_num_queries):
    from audit.models import Event

    before = Event.objects.count()
    signed_in.post("/find/", AROUND, follow=True)
    assert Event.objects.count() == before


def test_a_sheet_for_a_place_nobody_covers_says_so(signed_in):
    said = main(signed_in.post("/find/", {"postcode": "YO1 7HH"}, follow=True))

    assert "We don’t cover York." in said


def test_a_sheet_for_another_time(signed_in):
    said = main(signed_in.post("/find/", {**AROUND, "at": "2026-11-24T22:00"}, follow=True))

    assert "not now. Show now" in said
    assert "closed till 8:30am" in said


@pytest.mark.parametrize(
    "typed, expected",
    [
        ("health visitor LS7", "Hêvî Amin"),
        ("hv ls7 3dx", "Hêvî Amin"),
        ("lado leeds", "Yasmin Cadwaladr"),
        ("childrens front door leeds", "Leeds children's front door"),
        ("childrens front door", "Leeds children's front door"),
        ("childrens front door bradford", "Bradford children's front door"),
    ],
)
def test_the_box_goes_straight_to_the_answer_when_it_is_clear(signed_in, typed, expected):
    page = signed_in.post("/search/", {"q": typed}, follow=True)

    assert expected in main(page)
    assert not any(typed in unquote_plus(address).lower() or "3dx" in address.lower() for address, _ in page.redirect_chain)


def test_the_box_asks_when_the_words_clash(signed_in):
    page = signed_in.post("/search/", {"q": "0-19 leeds"}, follow=True)

    assert "Which of these do you need?" in main(page)
    assert "School nurse" in main(page)
    assert "Health visitor" in main(page)


def test_the_box_finds_people_agencies_and_schools_by_name(signed_in):
    assert "Hêvî Amin" in main(signed_in.post("/search/", {"q": "hevi amin"}, follow=True))
    assert "Juniper" in main(signed_in.post("/search/", {"q": "juniper"}, follow=True))
    assert "Beckfold Primary School (demo)" in main(signed_in.post("/search/", {"q": "beckfold"}, follow=True))


def test_the_box_does_not_find_somebody_who_is_restricted(signed_in):
    from contacts.models import Practitioner

    hidden = Practitioner.objects.get(restricted=True)
    page = signed_in.post("/search/", {"q": hidden.name}, follow=True)
    assert "Nothing found" in main(page)
    assert hidden.key not in page.content.decode()


@pytest.mark.parametrize("typed", ["who is the social worker for Kestrel Moorside", "Jayden Smith 04/05/2015", "943 476 5919"])
def test_a_question_about_a_child_is_neither_searched_nor_kept(signed_in, typed):
    page = signed_in.post("/search/", {"q": typed}, follow=True)

    assert "We hold nothing about children, so we didn’t search for that" in title(page) + main(page)
    assert "Leeds children's front door" in main(page) or "Leeds" in main(page)
    assert page.redirect_chain == []
    assert typed not in page.content.decode()


def test_urgent_words_raise_the_emergency_panel(signed_in):
    said = main(signed_in.post("/search/", {"q": "urgent health visitor ls7"}, follow=True))

    assert "999" in said
    assert "emergency" in said.lower()
    assert "Out of hours, Leeds: 0113 496 0153 Closed until 5pm." in said
    assert "Hêvî Amin" in said


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("health visitor ZZ99 9ZZ", "know that postcode"),
        ("front door LS29", "LS29 lies in more than one council area. Which?"),
        ("health visitor BD8 9PQ", "Which surgery is the child registered with?"),
        ("safeguarding lead", "Which of these do you need?"),
    ],
)
def test_words_that_are_clear_lead_where_the_form_would(signed_in, typed, expected):
    assert expected in main(signed_in.post("/search/", {"q": typed}, follow=True))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("front door harrogate", "We don’t know a town, ward or council called that."),
        ("dsl harrogate", "We don’t know a school called that."),
    ],
)
def test_a_place_we_do_not_know_is_never_taken_for_the_askers_own(signed_in, typed, said):
    page = main(signed_in.post("/search/", {"q": typed}, follow=True))

    assert said in page
    assert "Ring 0113" not in page


def test_the_place_goes_along_when_the_role_is_still_to_be_chosen(signed_in):
    for typed, kept in (
        ("edt bradford", 'name="area" value="E08000032"'),
        ("edt harrogate", 'name="area" value="harrogate"'),
        ("0-19 beckfold primary", 'name="school" value="900001"'),
    ):
        assert kept in signed_in.post("/search/", {"q": typed}, follow=True).content.decode()


def test_little_words_of_a_question_are_no_role(signed_in):
    page = signed_in.post("/search/", {"q": "who do I ring about a worried colleague"}, follow=True)

    assert "LADO" not in main(page)


def test_nothing_found_says_what_to_try(signed_in):
    said = main(signed_in.post("/search/", {"q": "xyzzy plugh"}, follow=True))

    assert "Nothing found" in said
    assert "Duty numbers" in said


def test_an_empty_box_goes_home_and_a_broken_seal_too(signed_in):
    assert signed_in.post("/search/", {"q": "  "})["Location"] == "/"
    assert signed_in.get("/search/nonsense/")["Location"] == "/"


def test_the_role_of_a_result_leads_to_the_answer(signed_in):
    page = signed_in.post("/find/", {"role": "dsl", "school": "900001"}, follow=True)
    assert "School safeguarding lead" in ring(page)
