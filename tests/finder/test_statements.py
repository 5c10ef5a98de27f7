"""The sentence over the card that is not the holder's: why it is not, and whom to ring instead."""

import re
from datetime import time
from html import unescape

import pytest

from tests.profiles.world import LONG_AGO


@pytest.fixture
def page(client, leeds):
    def read():
        client.force_login(leeds.reader)
        text = client.get("/find/hv/?area=E08000035").content.decode()
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", text.partition("<main")[2])).split())

    return read


@pytest.fixture
def post(leeds):
    return leeds.post(covers=[leeds.leeds])


def holder(leeds, post, **details):
    person = leeds.person("Ann Holder", "01632 960001")
    leeds.appoint(person, post, **details)
    return person


def test_somebody_unconfirmed_for_long_says_so_and_not_that_they_are_available(leeds, post, page):
    holder(leeds, post, confirmed_at=LONG_AGO)
    assert "Ann Holder: Not confirmed since 3 March, so a line checked more recently comes first." in page()


def test_a_deputy_who_was_confirmed_since_comes_first_for_the_same_reason(leeds, post, page):
    holder(leeds, post, confirmed_at=LONG_AGO)
    leeds.appoint(leeds.person("Dee Deputy", "01632 960002"), post, "deputy")
    said = page()
    assert "Ann Holder: Not confirmed since 3 March" in said
    assert said.index("01632 960002") < said.index("01632 960001")


def test_a_cover_with_the_day_off_does_not_speak_for_the_holder(leeds, post, page):
    bea = leeds.person("Bea Cover", "01632 960050")
    leeds.appoint(bea, leeds.post("Elsewhere"), week=[(1, time(9), time(17))])
    leeds.cover(leeds.away(holder(leeds, post)), post, bea)
    assert "Ann Holder: Away until 2 December. Bea Cover has agreed to cover. Ring the team." in page()


def test_a_holder_away_without_cover_says_whom_to_ring(leeds, post, page):
    leeds.away(holder(leeds, post))
    assert "Ann Holder: Away until 2 December. No cover agreed. Ring the team." in page()
    leeds.appoint(leeds.person("Dee Deputy", "01632 960002"), post, "deputy")
    assert "Ann Holder: Away until 2 December. No cover agreed. Ring the deputy." in page()


def test_two_holders_say_that_either_can_help(leeds, post, page):
    holder(leeds, post)
    leeds.appoint(leeds.person("Bea Holder", "01632 960003"), post, "job_share")
    assert "2 people answer here. Either can help." in page()


def test_a_line_whose_hours_nobody_told_us_is_not_called_closed(leeds, post, page):
    leeds.team.hours.all().delete()
    said = page()
    assert "We don’t know its hours." in said
    assert "Closed" not in said
