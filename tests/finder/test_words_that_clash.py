"""Words that mean several roles: each asks its own question, keeps the place, and is told apart by what else was typed."""

import re

import pytest

from agencies.models import Identifier, Post, Setting
from agencies.seed import taxonomy
from agencies.snapshot import roles
from areas.words import fold
from contacts import actions as contacts
from directory.finder import box
from tests.demo_fixture import AT
from tests.finder.reading import cards, main

pytestmark = pytest.mark.at_length

TERMS = {term.term: term for term in taxonomy.read().ambiguous}


@pytest.fixture
def signed_in(demo, client):
    client.force_login(demo.account("practitioner"))
    return client


def searched(client, typed):
    return client.post("/search/", {"q": typed}, follow=True)


def understood(typed):
    return box.understand(typed, day=AT.date(), seen=("professional",))


def hidden(page):
    return dict(
        re.findall(r'<input type="hidden" name="(area|school|practice|raise|postcode)" value="([^"]*)"', page.content.decode())
    )


def a_school(town="Leeds"):
    """The name of a school that no other shares, in the register of the demonstration."""
    names = list(Setting.objects.filter(kind="school", identifiers__scheme=Identifier.URN).values_list("name", flat=True))
    return next(name for name in names if names.count(name) == 1)


def a_surgery():
    return Setting.objects.filter(kind="surgery", identifiers__scheme=Identifier.ODS).values_list("name", flat=True).first()


@pytest.mark.parametrize("place", ["", " leeds"])
def test_each_asks_its_own_question_unless_one_role_is_called_exactly_so(demo, place):
    own = {fold(role.everyday_name): role for role in roles().every}
    own |= {fold(role.slug): role for role in roles().every if fold(role.slug) == fold(role.abbreviation)}
    for text, term in TERMS.items():
        for typed in (text, text.upper(), text.lower()):
            found = understood(typed + place)
            if role := own.get(fold(text)):
                assert found.roles == [role], typed
            else:
                assert found.question == term.question, typed
                assert {role.code for role in found.roles} >= set(term.role_codes), typed
            assert [fold(name) for _code, name, _kind in found.areas] == ([place.strip()] if place else []), typed


@pytest.mark.parametrize("text", TERMS)
def test_the_page_shows_one_card_or_one_question(signed_in, text):
    page = searched(signed_in, text)
    said = main(page)
    if "Which of these do you need?" in said:
        assert TERMS[text].question.replace("'", "’") in said or TERMS[text].question in said
        offered = re.findall(r'<button[^>]*name="role" value="([^"]+)"', page.content.decode())
        assert offered == [role.slug for role in understood(text).roles]
    else:
        assert cards(page) or page.content.decode().count("<h1") == 1


def test_the_place_is_kept_for_whichever_role_is_chosen(signed_in):
    page = searched(signed_in, "safeguarding lead bradford")
    assert TERMS["safeguarding lead"].question in main(page)
    kept = hidden(page)
    answered = signed_in.post("/find/", {"role": "sg-adults-lead", **kept}, follow=True)
    assert "Bradford" in main(answered)


def test_a_lead_of_a_school_is_the_schools_own(signed_in):
    found = understood(f"safeguarding lead {a_school()}")
    assert (found.role, len(found.schools)) == ("dsl", 1)
    assert "Which of these" not in main(searched(signed_in, f"safeguarding lead {a_school()}"))


def test_a_lead_of_a_surgery_is_the_surgerys_own(signed_in):
    found = understood(f"safeguarding lead {a_surgery()}")
    assert found.role == "gp-sg-lead"
    assert found.practices


@pytest.mark.parametrize(
    "typed, role",
    [
        ("edt adults leeds", "edt-adult"),
        ("psw adults", "psw-adult"),
        ("safeguarding lead school", "dsl"),
        ("position of trust adults", "pipot-lead"),
        ("designated doctor child deaths", "des-dr-death"),
    ],
)
def test_another_word_tells_which_is_meant(demo, typed, role):
    assert understood(typed).role == role


@pytest.mark.parametrize(
    "typed, role, rest",
    [
        ("health visitor n17", "hv", ""),
        ("lado", "lado", ""),
        ("LADO leeds", "lado", "leeds"),
        ("named gp bradford", "named-gp", "bradford"),
        ("s47 lead practitioner leeds", "lcpp", "leeds"),
        ("lado s42", "lado", ""),
        ("s42 lado", "lado", ""),
        ("emergency duty team", "edt-child", ""),
        ("emergency lado leeds", "lado", "leeds"),
        ("0 to 25 team leeds", "dct-team", "leeds"),
        ("marac co-ordinator leeds", "marac-coord", "leeds"),
        ("safegaurding lead leeds", "dsl", "leeds"),
        ("safe guarding lead leeds", "dsl", "leeds"),
    ],
)
def test_the_longest_name_wins_over_places_and_hurry(demo, typed, role, rest):
    found = understood(typed)
    assert (found.role or found.roles[0].slug, found.rest) == (role, rest)


@pytest.mark.parametrize("typed", ["lado s42", "s42 lado", "health visitor n17", "n17 health visitor"])
def test_part_of_a_postcode_beside_a_role_is_a_place(demo, typed):
    assert understood(typed).postcode in ("s42", "n17")


# --- In a hurry


@pytest.mark.parametrize("word", ["urgent", "urgently", "emergency", "tonight", "immediate danger", "asap"])
@pytest.mark.parametrize("asked", ["health visitor leeds", "leeds", "lado bradford", "safeguarding lead leeds", "psw leeds"])
def test_hurry_raises_the_panel_with_that_places_number(signed_in, word, asked):
    page = searched(signed_in, f"{word} {asked}")
    said = main(page)
    place = asked.split()[-1].title()
    assert "Immediate danger: ring 999" in said
    assert re.search(rf"Out of hours, {place}: [\d ]+", said), said[:600]


def test_hurry_is_kept_through_the_question(signed_in):
    page = searched(signed_in, "urgent safeguarding lead leeds")
    answered = signed_in.post("/find/", {"role": "sg-adults-lead", **hidden(page)}, follow=True)
    assert "Out of hours, Leeds:" in main(answered)


def test_hurry_about_an_adult_gives_the_team_for_adults(signed_in):
    child = searched(signed_in, "urgent health visitor leeds")
    adult = searched(signed_in, "urgent adult front door leeds")
    numbers = [re.search(r"Out of hours, Leeds: ([\d ]+)", main(page))[1] for page in (child, adult)]
    assert all(numbers)


def test_without_hurry_there_is_no_panel(signed_in):
    assert "Out of hours, Leeds" not in main(searched(signed_in, "health visitor leeds"))
    assert "Out of hours" not in main(searched(signed_in, "leeds"))


# --- Somebody with a rank


def test_a_misspelt_surname_with_a_rank_finds_the_person(signed_in, demo):

    post = Post.objects.filter(role__code="CAIT_DS").first()
    person = contacts.add_practitioner(name="Ottoline Quenningham", by=None, at=demo.at)
    contacts.appoint(post=post, practitioner=person, by=None, at=demo.at)
    for typed in ("DS Quenningham", "ds quenigham", "quenninghm ds", "detective sergeant quenningham"):
        assert "Ottoline Quenningham" in main(searched(signed_in, typed)), typed
