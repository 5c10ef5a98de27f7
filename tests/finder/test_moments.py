"""The time asked about, in an address: now, another time, one that comes twice or not at all, and nonsense."""

import pytest


@pytest.fixture
def looking(client, leeds):
    leeds.post(covers=[leeds.leeds])
    client.force_login(leeds.reader)
    return lambda query: client.get(f"/find/hv/?area=E08000035{query}").content.decode()


def test_another_time_is_said_on_top_and_offers_the_way_back_to_now(looking):
    page = looking("&at=2026-11-27T16:45")
    assert "Friday 27 November, 4:45pm" in page
    assert "Friday 27 November, 4:45pm" not in looking("")


@pytest.mark.parametrize(
    "query, sentence",
    [
        ("&at=2027-03-28T01:30", "clocks go forward"),
        ("&at=2026-10-25T01:30", "First or second?"),
        ("&at=tomorrow", "Give a date and time"),
        ("&at=2026-11-27", "Give a date and time"),
        ("&at=9999-12-31T23:59", "Give a date and time"),
        ("&at=0001-01-01T00:00", "Give a date and time"),
    ],
)
def test_a_time_that_cannot_be_used_is_explained(looking, query, sentence):
    assert sentence in looking(query)


def test_the_second_of_a_repeated_time_can_be_chosen(looking):
    for fold in "01":
        assert "Sunday 25 October, 1:30am" in looking(f"&at=2026-10-25T01:30&fold={fold}")
