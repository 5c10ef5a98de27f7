"""A file of more than a thousand rows: the worker compares it, and whoever waits is shown how far it is."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from contacts.models import Practitioner, Upload
from contacts.spreadsheets import comparing
from directory.management.commands import work
from directory.uploads.views import AT_ONCE
from tests.profiles.world import words

from .spreadsheets import as_csv
from .test_uploads import address, start

ROWS = AT_ONCE + 501
FILE = as_csv(
    [[f"Person {nth}", f"p{nth}@example.org", "Named nurse, Leeds"] for nth in range(ROWS)], ["Name", "Work e-mail", "Post"]
)


def test_it_waits_for_the_worker_and_then_is_as_any_other(rosters, keeping):
    response = start(keeping, rosters, FILE, part="additions")
    assert "Comparing with the roster 0 of 1,501 rows. You can leave" in words(response)
    assert response["Refresh"] == "3"
    assert "You have a file open here" in words(keeping.get(f"/agencies/{rosters.world.council.slug}/roster/upload/"))
    pressed = keeping.post(address(response), {"apply": "1"}, follow=True)
    assert "Comparing with the roster" in words(pressed), "what is not compared yet cannot be applied"
    work.compare_uploads()
    page = keeping.get(address(response))
    assert "Refresh" not in page
    assert "1501 new · 0 changed" in words(page)
    keeping.post(address(response), {"apply": "1"})
    assert Practitioner.objects.filter(name__startswith="Person ").count() == ROWS


def test_one_of_a_thousand_rows_is_compared_at_once(rosters, keeping):
    lines = FILE.splitlines(keepends=True)
    assert "1000 new · 0 changed" in words(start(keeping, rosters, b"".join(lines[: AT_ONCE + 1]), part="additions"))
    assert Upload.objects.get().stage == Upload.Stage.READY


def test_given_up_meanwhile_it_is_not_compared(rosters, keeping):
    response = start(keeping, rosters, FILE, part="additions")
    keeping.post(address(response), {"give_up": "1"})
    work.compare_uploads()
    assert Upload.objects.get().stage == Upload.Stage.CLOSED


def test_given_up_while_it_is_compared_it_holds_the_others_up_no_longer(rosters, keeping, monkeypatch):
    first, second = (start(keeping, rosters, FILE, part="additions") for _file in range(2))
    compared = comparing.compare

    def giving_up(*told):
        if Upload.objects.get(key=address(first).split("/")[-2]).is_open:
            keeping.post(address(first), {"give_up": "1"})
        return compared(*told)

    monkeypatch.setattr(comparing, "compare", giving_up)
    work.compare_uploads()
    assert "This file was given up." in words(keeping.get(address(first)))
    assert "1501 new" in words(keeping.get(address(second)))


@pytest.mark.django_db(transaction=True)
def test_the_page_shows_how_far_the_worker_is(rosters, keeping, monkeypatch):
    """The worker, in a thread, stops after each step until the page has been looked at."""
    response = start(keeping, rosters, FILE, part="additions")
    reached, go_on, compared = threading.Event(), threading.Event(), comparing.compare

    def step_by_step(roster, entries, scope, answers, tick):
        def pausing(done):
            tick(done)
            reached.set()
            assert go_on.wait(20)
            go_on.clear()

        return compared(roster, entries, scope, answers, pausing)

    def worker():
        try:
            work.compare_uploads()
        finally:
            connection.close()

    monkeypatch.setattr(comparing, "compare", step_by_step)
    with ThreadPoolExecutor() as pool:
        running = pool.submit(worker)
        for done in ("500", "1,000", "1,500"):
            assert reached.wait(20)
            reached.clear()
            assert f"{done} of 1,501 rows" in words(keeping.get(address(response)))
            go_on.set()
        running.result()
    assert "1501 new" in words(keeping.get(address(response)))
