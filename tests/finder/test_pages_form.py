"""The home page and the form: what was typed is understood, asked about or explained, and never lost."""

import re

import pytest

from agencies.models import HomePatch
from tests.finder.reading import main, title


@pytest.fixture
def signed_in(demo, client):
    client.force_login(demo.account("practitioner"))
    return client


def test_the_home_page_asks_who_and_where_with_every_role_by_kind_of_agency(signed_in):
    page = signed_in.get("/").content.decode()

    assert "Who do you need, and where?" in page
    assert page.count("<option value=") == 122
    assert re.findall(r'<optgroup label="([^"]+)"', page)[:2] == ["Social care", "Health"]
    assert "Everyone here" in page
    assert "Your patch:" in page


def test_nothing_given_says_what_to_do(signed_in):
    page = signed_in.post("/find/", {})

    assert "Say who you need, or a place." in main(page)
    assert title(page).startswith("Error:")


def test_a_postcode_nobody_knows_keeps_what_was_typed(signed_in):
    page = signed_in.post("/find/", {"role": "hv", "postcode": "ZZ99 9ZZ", "school": "900001"})

    assert page.status_code == 200
    assert "Enter a full or partial UK postcode" in main(page) or "We don't know that postcode." in main(page)
    markup = page.content.decode()
    assert 'value="ZZ99 9ZZ"' in markup
    assert 'value="Beckfold Primary School (demo)"' in markup
    assert 'data-code="900001"' in markup
    assert re.search(r'<option value="hv"[^>]* selected', markup)


def test_a_letter_for_a_digit_is_offered_as_a_button_that_works(signed_in):
    page = signed_in.post("/find/", {"role": "front-door-child", "postcode": "LS7 3DX".replace("S", "5", 1)})

    offered = re.search(r'name="postcode_instead" value="([^"]+)">([^<]+)<', page.content.decode())
    assert offered[1] == "LS7 3DX"
    done = signed_in.post(
        "/find/", {"role": "front-door-child", "postcode": "L57 3DX", "postcode_instead": offered[1]}, follow=True
    )
    assert "Leeds children's front door" in main(done)


@pytest.mark.parametrize("typed", ["Jayden Smith 04/05/2015 SW1A 1AA", "943 476 5919"])
def test_a_childs_details_are_not_printed_back(signed_in, typed):
    page = signed_in.post("/find/", {"role": "hv", "postcode": typed})

    assert typed not in page.content.decode()
    assert "Nothing was kept." in main(page)


def test_half_a_postcode_in_two_councils_asks_which(signed_in):
    page = signed_in.post("/find/", {"role": "front-door-child", "postcode": "LS29"}, follow=True)

    assert "LS29 lies in more than one council area. Which?" in title(page)
    assert "Bradford" in main(page)
    chosen = signed_in.post("/find/", {"role": "front-door-child", "area": ["LS29", "E08000032"]}, follow=True)
    assert "Bradford children's front door" in main(chosen)


def test_half_a_postcode_in_one_council_is_enough(signed_in):
    page = signed_in.post("/find/", {"role": "hv", "postcode": "LS7"}, follow=True)

    assert "Hêvî Amin" in main(page)


@pytest.mark.parametrize("typed", ["Leeds", "leeds city council", "E08000035", "LS7 3"])
def test_a_town_or_council_does_instead_of_a_postcode(signed_in, typed):
    page = signed_in.post("/find/", {"role": "front-door-child", "area": typed}, follow=True)

    assert "Leeds children's front door" in main(page)


def test_a_town_nobody_knows_says_so(signed_in):
    page = signed_in.post("/find/", {"role": "front-door-child", "area": "Nowhereville"})

    assert "We don’t know a town, ward or council called that." in main(page)
    assert 'value="Nowhereville"' in page.content.decode()


def test_a_town_that_only_registers_know_gives_its_council(signed_in):
    from agencies.models import Setting

    Setting.objects.filter(name__startswith="Beckfold").update(town="Otterdale")

    page = signed_in.post("/find/", {"role": "front-door-child", "area": "otterdale"}, follow=True)

    assert "Leeds children's front door" in main(page)


def test_a_school_by_part_of_its_name_asks_when_several_match(signed_in):
    page = signed_in.post("/find/", {"role": "dsl", "school": "primary"}, follow=True)

    assert re.search(r"\d+ schools match. Which\?", title(page))
    code = re.search(r'name="school" type="radio" value="(\d+)"', page.content.decode())[1]
    assert signed_in.post("/find/", {"role": "dsl", "school": code}, follow=True).status_code == 200


def test_a_school_nobody_knows_says_so(signed_in):
    assert "We don’t know a school called that." in main(signed_in.post("/find/", {"role": "dsl", "school": "Zzyzx"}))


def test_a_role_typed_by_hand_is_understood_asked_about_or_explained(signed_in):
    assert "LADO" in title(signed_in.post("/find/", {"role": "lado", "area": "Leeds"}, follow=True))
    assert "LADO" in title(signed_in.post("/find/", {"role": "allegations against staff", "area": "Leeds"}, follow=True))
    assert "Which of these do you need?" in title(signed_in.post("/find/", {"role": "0-19", "area": "Leeds"}, follow=True))
    assert "We don’t know that role." in main(signed_in.post("/find/", {"role": "plumber", "area": "Leeds"}))


@pytest.mark.parametrize(
    "address, typed, label",
    [
        ("/suggest/schools/", "beckf", "Beckfold Primary School (demo)"),
        ("/suggest/practices/", "thornw", "Thornwick Lane Surgery (demo)"),
        ("/suggest/places/", "wakef", "Wakefield"),
        ("/suggest/agencies/", "juniper", "Juniper Women's Refuge (demo)"),
    ],
)
def test_suggestions_come_by_post_with_codes(signed_in, address, typed, label):
    found = signed_in.post(address, {"q": typed}).json()["suggestions"]

    assert label.lower() in [each["label"].lower() for each in found]
    assert all(each["code"] for each in found)
    assert signed_in.get(address).status_code == 405


def test_a_sealed_question_opens_for_its_asker_only(signed_in, demo):
    address = signed_in.post("/find/", {"role": "hv", "postcode": "BD8 9PQ"})["Location"]

    assert signed_in.get(address).status_code == 200
    assert signed_in.get(address[:-3] + "/").status_code == 302
    signed_in.force_login(demo.account("manager"))
    assert signed_in.get(address)["Location"] == "/"


def test_the_patch_is_chosen_used_and_named(signed_in, demo):
    assert 'value="Leeds"' in signed_in.get("/patch/").content.decode()

    done = signed_in.post("/patch/", {"area": "Wakefield"}, follow=True)

    assert "Wakefield" in main(done)
    assert HomePatch.objects.get(user=demo.account("practitioner")).area.name == "Wakefield"
    assert "Wakefield children's front door" in main(signed_in.post("/find/", {"role": "front-door-child"}, follow=True))


def test_a_patch_may_be_given_as_a_postcode_and_an_unknown_one_is_explained(signed_in):
    signed_in.post("/patch/", {"area": "BD8 9PQ"})
    assert "Bradford" in main(signed_in.get("/"))
    assert "There is a problem" in main(signed_in.post("/patch/", {"area": "Nowhereville"}))


def question(page):
    """The hidden fields of a question's form, as a browser would post them."""
    fields = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page.content.decode().split('action="/find/"')[1]
    ):
        fields.setdefault(name, []).append(value)
    return fields


def test_a_question_left_open_is_asked_again_and_nothing_is_lost(signed_in):
    page = signed_in.post("/find/", {"role": "lado", "school": "900001"}, follow=True)

    again = signed_in.post("/find/", question(page), follow=True)

    assert "Choose one, or type it." in again.content.decode()
    assert title(again) == title(page)
    assert "At Beckfold Primary School (demo)" in main(again)


def test_a_question_is_never_answered_with_the_home_patch(signed_in):
    page = signed_in.post("/find/", {"role": "cait-ds", "postcode": "BD8 9PQ", "place_is": "home"}, follow=True)
    fields = question(page)

    same = signed_in.post("/find/", {**fields, "place": "same"}, follow=True)
    other = signed_in.post("/find/", {**fields, "area": "Wakefield"}, follow=True)

    assert "BD8 9, Bradford" in main(same)
    assert main(other).startswith("Wakefield.")
    assert "Bradford" not in main(other)[:60]


def test_a_question_goes_back_to_our_own_pages_only(signed_in):
    for address in ("https://example.org/", "//example.org/find/", "/find/\\example.org", "javascript:alert(1)"):
        assert signed_in.post("/find/", {"asked": "school", "again": address, "role": "dsl"})["Location"] == "/"


def test_the_surgery_chosen_keeps_the_home_that_was_given(signed_in):
    page = signed_in.post("/find/", {"role": "hv", "postcode": "BD8 9PQ"}, follow=True)

    done = signed_in.post("/find/", {**question(page), "practice": "Y90010"}, follow=True)

    assert "BD8 9, Bradford · Thornwick Lane Surgery (demo)" in main(done)
    assert "Faisal Nawaz" in main(done)


def test_half_a_postcode_that_no_coverage_names_still_asks_once(signed_in):
    asked = signed_in.post("/find/", {"role": "front-door-child", "area": "DE7"}, follow=True)
    assert "DE7 lies in more than one council area. Which?" in title(asked)

    done = signed_in.post("/find/", {**question(asked), "area": "E07000036"}, follow=True)

    assert "We don’t cover Erewash." in main(done)
