"""Odd things typed into the one box: each finds whom it should, or says so in words; none breaks the page."""

import pytest

from contacts import actions as contacts
from tests.finder.reading import main

pytestmark = pytest.mark.at_length

PEOPLE = [
    "Roisin O'Neill", "Aoife O’Neill", "Łukasz Brzoza", "John Smith", "Niamh D'Arcy-Smith", "Amy Ng", "Sandra O", "True Fairweather",
    "Ann Cockburn", "Dick Scunthorpe", "Jan van der Berg", "Ibrahim Toure", "Petra Strasse", "Karl Straße", "鈴木 一郎", "محمد علي",
]  # fmt: skip


@pytest.fixture
def signed_in(demo, client):
    for name in PEOPLE:
        contacts.add_practitioner(name=name, by=None, at=demo.at)
    client.force_login(demo.account("practitioner"))
    return client


@pytest.mark.parametrize(
    "typed, found",
    [
        ("O'Neill", ["Roisin O'Neill", "Aoife O’Neill"]),
        ("O’Neill", ["Roisin O'Neill", "Aoife O’Neill"]),
        ("oneill", ["Roisin O'Neill", "Aoife O’Neill"]),
        ("o neill", ["Roisin O'Neill", "Aoife O’Neill"]),
        ("Lukasz", ["Łukasz Brzoza"]),
        ("Smith, John", ["John Smith"]),
        ("Dr Smith", ["John Smith", "Niamh D'Arcy-Smith"]),
        ("d'arcy smith", ["Niamh D'Arcy-Smith"]),
        ("  john   smith ", ["John Smith"]),
        ("Ng", ["Amy Ng"]),
        ("O", ["Sandra O"]),
        ("True", ["True Fairweather"]),
        ("Cockburn", ["Ann Cockburn"]),
        ("Dick Scunthorpe", ["Dick Scunthorpe"]),
        ("van der Berg", ["Jan van der Berg"]),
        ("İbrahim", ["Ibrahim Toure"]),
        ("Straße", ["Petra Strasse", "Karl Straße"]),
        ("鈴木", ["鈴木 一郎"]),
        ("محمد", ["محمد علي"]),
    ],
)
def test_a_name_is_found_however_it_is_typed(signed_in, typed, found):
    page = signed_in.post("/search/", {"q": typed}, follow=True)

    assert page.status_code == 200
    for name in found:
        assert name.replace("'", "&#x27;") in page.content.decode(), (typed, main(page))


@pytest.mark.parametrize(
    "typed",
    [
        "%_%_%", "?", '"', "(((", "foo & | bar", "name:admin", "NEAR(", "'' OR 1=1 --", "Robert'); DROP TABLE contact;--", "AND",
        "\"><svg/onload=alert(1)>", "javascript:alert(1)", "{{7*7}}", "{% debug %}", "${jndi:ldap://x/a}", "\u202eevil", "a*b^c\\d",
        "''", "NOT", "x:* | y", "!", "<->", "\x00", "a\x00b", "☃️", "ﷺ", "०१२३", "q0u0", "*", "-" * 200, "NOT NEAR OR AND",
    ],
)  # fmt: skip
def test_what_means_something_to_a_machine_is_plain_words_here(signed_in, typed):
    page = signed_in.post("/search/", {"q": typed}, follow=True)
    suggested = signed_in.post("/suggest/", {"q": typed})

    assert (page.status_code, suggested.status_code) == (200, 200)
    markup = page.content.decode()
    assert "<svg/onload" not in markup
    assert 'value="49"' not in markup


def test_bytes_that_are_no_text_are_read_with_what_can_be_read(signed_in):
    page = signed_in.post("/search/", b"q=%ED%A0%80", content_type="application/x-www-form-urlencoded", follow=True)
    assert page.status_code == 200


def test_an_nhs_number_is_neither_searched_nor_kept(signed_in):
    page = signed_in.post("/search/", {"q": "NHS 9434765919"}, follow=True)
    assert page.redirect_chain == []
    assert "9434765919" not in page.content.decode()


def test_a_name_from_right_to_left_stands_by_itself(signed_in):
    page = signed_in.post("/search/", {"q": "محمد"}, follow=True)
    assert "<bdi>محمد علي</bdi>" in page.content.decode()


def test_a_mailbox_that_nobody_has_finds_nothing(signed_in):
    assert "Nothing found" in main(signed_in.post("/search/", {"q": "jo.bloggs@example.org"}, follow=True))
