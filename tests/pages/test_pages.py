"""Pages about the directory itself, for people and for machines."""

import re
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from areas import sidefile
from areas.models import PostcodeEdition
from tests.profiles.world import NOW, words


@pytest.mark.parametrize(
    "address, heading",
    [("/privacy/", "Privacy"), ("/accessibility/", "Accessibility"), ("/wrong/", "Something wrong?"), ("/duty/", "Duty numbers")],
)
def test_anybody_may_read_it(client, world, address, heading):
    response = client.get(address)
    assert response.status_code == 200
    assert re.findall(r"<h1[^>]*>([^<]+)</h1>", response.content.decode()) == [heading]
    assert client.post(address).status_code == 405


def test_privacy_says_that_nothing_about_children_is_held_and_who_answers(client, world):
    world.phone(world.council, "unit@example.org", kind="email", audience="public")
    said = words(client.get("/privacy/"))
    assert "The directory holds no information about any child, family or case." in said
    assert "Leeds children's services answers for the directory. unit@example.org" in said


def test_wrong_details_go_to_the_agency_whose_they_are(looking, world):
    world.agency("Leeds 0-19")
    response = looking.get("/wrong/?agency=leeds-0-19", follow=True)
    assert response.redirect_chain == [("/wrong/agencies/leeds-0-19/", 302)]
    assert "Goes to Leeds 0-19. You’ll hear back." in words(response)
    assert "Tell Leeds children's services." in words(looking.get("/wrong/"))


def test_strangers_are_told_of_public_numbers_only(client, world):
    world.phone(world.council, "0113 496 0130")
    world.phone(world.council, "0113 496 0131", audience="public")
    world.phone(world.council, "https://www.example.org/report", kind="web", audience="public")
    said = words(client.get("/wrong/?agency=leeds-children-s-services"))
    assert "0113 496 0130" not in said
    assert "0113 496 0131" in said
    assert "https://www.example.org/report" in said


def test_an_agency_nobody_knows_changes_nothing(looking, world):
    assert "Each agency keeps its own list." in words(looking.get("/wrong/?agency=nowhere"))


def test_no_page_is_for_search_engines(client, db):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content == b"User-agent: *\nDisallow: /\n"


def test_who_finds_a_weakness_learns_whom_to_tell(client, now, db):
    said = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: http://127.0.0.1:8000/wrong/\n" in said
    assert "Expires: 2027-09-19T00:00:00Z\n" in said


@pytest.fixture
def edition(db, monkeypatch):
    """The database was given one edition of the postcodes, and the same is on disk."""
    monkeypatch.setattr(sidefile, "current", lambda: SimpleNamespace(meta={"version": "one"}))
    return PostcodeEdition.objects.create(pk=1, version="one", label="November 2026", count=3, loaded_at=NOW)


def test_healthy_in_one_query(client, edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_other_postcodes_than_expected_are_not_healthy(client, edition):
    PostcodeEdition.objects.update(version="two")
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["status"] == "not ready"
    assert "the database expects two" in response.json()["because"]


def test_no_database_is_not_healthy(client, db, monkeypatch):
    def gone():
        raise OperationalError("gone")

    monkeypatch.setattr("directory.health.edition_mismatch", gone)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == {"status": "not ready", "because": "The database does not answer."}


def test_signing_out_forgets_the_session_and_the_browsers_pages(looking):
    response = looking.post("/sign-out/")
    assert response.status_code == 302
    assert response.url == "/sign-in/"
    assert response["Clear-Site-Data"] == '"cache"'
    assert response.cookies["sid"].value == ""
    assert looking.get("/").status_code == 302
    assert looking.post("/sign-out/").status_code == 302


def test_nobody_signs_themselves_up(client, db):
    for address in ("/sign-up/", "/signup/", "/accounts/signup/"):
        assert client.get(address).status_code == 404
    assert "sign up" not in words(client.get("/sign-in/")).lower()
