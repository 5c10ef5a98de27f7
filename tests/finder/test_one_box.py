"""The one box: what it understands, whom it finds, in which order, and what it never does."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from accounts.sealing import unseal
from agencies.models import UnmetNeed
from contacts import actions as contacts
from contacts.models import Practitioner
from tests.finder.reading import main, ring, title


@pytest.fixture
def signed_in(demo, client):
    client.force_login(demo.account("practitioner"))
    return client


def box(client, typed):
    return client.post("/search/", {"q": typed}, follow=True)


def follow(client, page, words):
    """Presses the link that says these words."""
    href = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>{words}', page.content.decode())[1]
    return client.get(href)


def somebody(demo, name, **details):
    return contacts.add_practitioner(name=name, by=None, at=demo.at, **details)


@pytest.mark.parametrize(
    "typed",
    ["helth visitor ls7 3dx", "health vistor ls7 3dx", "HEALTH VISITER LS7 3DX", "heath visitor ls7 3dx"],
)
def test_a_misspelt_role_is_understood(signed_in, typed):
    assert "Health visitor" in ring(box(signed_in, typed))


@pytest.mark.parametrize(
    "typed, question",
    [
        ("designated doctor", "Is this about safeguarding across the area"),
        ("DSP", "Do you mean the partnership's delegated safeguarding partner"),
        ("practice manager", "A GP surgery, or a social work team?"),
        ("edt leeds", "Is it about a child, an adult"),
        ("spoc", "Single contact for what, and in which agency?"),
        ("safeguarding lead", "Which organisation"),
        ("named nurse", "Which hospital or community trust"),
    ],
)
def test_terms_that_clash_ask(signed_in, typed, question):
    said = main(box(signed_in, typed))
    assert "Which of these do you need?" in said
    assert question.replace("'", "’") in said or question in said


def test_a_role_called_exactly_so_is_not_asked_about(signed_in):
    said = main(box(signed_in, "named gp bradford"))
    assert "Which of these do you need?" not in said
    assert "Named GP" in said
    assert "We used another place, because we don’t know the surgery." in said
    assert "Or somebody else who is called so" in said


def test_what_was_understood_is_said_with_a_way_to_change_it(signed_in):
    page = box(signed_in, "0-19 leeds")
    assert "You asked for near Leeds Change" in main(page)
    assert main(page).count("Change") == 1


def test_somebody_is_found_by_another_form_of_their_name_with_their_work_and_why(signed_in):
    said = main(box(signed_in, "hevy amin"))
    assert "Hêvî Amin Person" in said
    assert "Health visitor, LS7" in said
    assert "Spelt or sounds like it" in said
    assert "Called so" in main(box(signed_in, "hevi amin"))


def test_a_result_shows_its_number_or_whom_to_ring_instead(signed_in):
    page = box(signed_in, "hevi amin")
    assert 'href="tel:' in page.content.decode().partition("Hêvî Amin")[2]


def test_a_part_of_a_number_finds_whom_it_reaches(signed_in):
    number = re.search(r"tel:\+44(\d+)", box(signed_in, "hevi amin").content.decode())[1]
    said = main(box(signed_in, f"0{number}"[-7:]))
    assert "Has this number or mailbox" in said


def test_many_results_come_twenty_a_page_at_sealed_addresses(signed_in, demo):
    page = box(signed_in, "leeds safeguarding")
    first = page.content.decode().count("govuk-list--spaced")
    assert first
    assert "Page 1 of" in main(page)
    second = follow(signed_in, page, "Next")
    assert "Page 2 of" in main(second)
    sealed = second.request["PATH_INFO"].split("/")[2]
    assert unseal(demo.account("practitioner"), sealed)["page"] == 2
    assert "leeds" not in second.request["PATH_INFO"].lower()
    assert "Page 1 of" in main(follow(signed_in, second, "Previous"))


def test_results_narrow_by_role_and_back(signed_in):
    page = box(signed_in, "leeds safeguarding")
    many = int(re.search(r"(\d+) found", main(page))[1])
    role = re.search(r"<h2[^>]*>Role</h2>.*?<a[^>]*>([^<]+)</a>", page.content.decode(), re.S)[1]
    narrowed = follow(signed_in, page, re.escape(role))
    assert f"Only {unescape(role)} Remove" in main(narrowed)
    assert int(re.search(r"(\d+) found", main(narrowed))[1]) < many
    assert f"{many} found" in main(follow(signed_in, narrowed, "Remove"))


def test_results_narrow_to_who_is_there_now(signed_in):
    page = box(signed_in, "leeds safeguarding")
    now = follow(signed_in, page, "Only who is there now")
    assert "Only who is there now Remove" in main(now)
    assert int(re.search(r"(\d+) found", main(now))[1]) < int(re.search(r"(\d+) found", main(page))[1])


def test_going_back_shows_the_same_results(signed_in):
    page = box(signed_in, "safeguarding leeds")
    again = signed_in.get(page.request["PATH_INFO"])
    assert main(again) == main(page)


def test_nothing_found_offers_what_is_nearest_and_the_duty_route(signed_in):
    said = main(box(signed_in, "hevi quackenbush"))
    assert "Nothing found" in said
    assert "Nearest to what you typed" in said
    assert "Hêvî Amin" in said
    assert "Duty numbers" in said


def test_a_search_in_vain_is_counted_by_place_and_never_by_its_words(signed_in, demo):
    box(signed_in, "xyzzy plugh")
    box(signed_in, "xyzzy plugh")
    [need] = UnmetNeed.objects.all()
    assert (need.count, need.role) == (2, "")
    assert need.authority == demo.account("practitioner").home_patch.area.code
    assert "xyzzy" not in str(vars(need))


def test_reading_results_again_counts_nothing(signed_in):
    page = box(signed_in, "xyzzy plugh")
    signed_in.get(page.request["PATH_INFO"])
    assert UnmetNeed.objects.get().count == 1


def test_a_restricted_person_looks_like_somebody_who_does_not_exist(signed_in):
    hidden = Practitioner.objects.filter(restricted=True).first()
    for asked in (hidden.name, hidden.name.split()[-1], hidden.name[:-1]):
        page = box(signed_in, asked)
        assert hidden.key not in page.content.decode()
        assert hidden.name not in main(page)
        suggested = signed_in.post("/suggest/", {"q": asked}).json()["suggestions"]
        assert hidden.name not in str(suggested)
    for point in hidden.contact_points.all():
        assert hidden.key not in box(signed_in, point.value).content.decode()


def test_a_restricted_person_costs_as_many_queries_as_nobody(signed_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hidden = Practitioner.objects.filter(restricted=True).first()
    counts = []
    for name in (hidden.name, "Qqz Vvzk"):
        signed_in.post("/suggest/", {"q": name})
        with CaptureQueriesContext(connection) as queries:
            signed_in.post("/suggest/", {"q": name})
        counts.append(len(queries))
    assert counts[0] <= counts[1] + 1


def test_suggestions_name_kinds_and_come_by_post_only(signed_in):
    suggested = signed_in.post("/suggest/", {"q": "health vis"}).json()["suggestions"]
    assert suggested[0]["label"] == "Health visitor"
    assert "Role" in suggested[0]["kind"]
    assert len(suggested) <= 8
    assert signed_in.get("/suggest/?q=health").status_code == 405
    assert signed_in.post("/suggest/", {"q": "h"}).json()["suggestions"] == []
    assert signed_in.post("/suggest/", {"q": "who is the social worker for Kestrel Moorside"}).json()["suggestions"] == []


def test_the_number_of_queries_does_not_grow_with_the_results(signed_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for typed in ("hevi amin", "leeds safeguarding"):
        page = box(signed_in, typed)
        with CaptureQueriesContext(connection) as queries:
            signed_in.get(page.request["PATH_INFO"])
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 4


def test_who_has_left_is_found_no_more_and_who_is_to_come_not_yet(signed_in, demo):
    from agencies.models import Post

    post = Post.objects.get(title="Named GP, Bradford")
    for name, dates in (
        ("Ottoline Quince", {"ends_on": demo.at.date() - timedelta(days=1)}),
        ("Peregrine Quince", {"starts_on": demo.at.date() + timedelta(days=1)}),
    ):
        contacts.appoint(post=post, practitioner=somebody(demo, name), by=None, at=demo.at, **dates)
    assert "Nothing found" in main(box(signed_in, "quince"))


def test_the_box_itself_asks_for_words(signed_in):
    assert "Enter a name, role, team or postcode." in main(box(signed_in, "   "))


def test_too_long_a_search_is_refused(signed_in):
    page = box(signed_in, "a" * 100_000)
    assert page.status_code == 200
    assert "Search must be 200 characters or fewer." in main(page)


@pytest.mark.parametrize("state", [{"q": 7}, {"q": "leeds", "only": 3}, {"q": "leeds", "page": "x"}, {"q": "leeds", "page": 99}])
def test_a_seal_with_something_odd_in_it_is_no_broken_page(signed_in, demo, state):
    from accounts.sealing import seal

    response = signed_in.get(reverse("results", args=[seal(demo.account("practitioner"), state)]))
    assert response.status_code in (200, 302)


def test_the_title_says_what_the_page_is(signed_in):
    assert "What we found" in title(box(signed_in, "hevi amin"))
