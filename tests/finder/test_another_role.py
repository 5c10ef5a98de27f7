"""From an answer to another role at the same place: the place stays, until another is given."""

import re

import pytest

from tests.finder.reading import main, ring


@pytest.fixture
def signed_in(demo, client):
    client.force_login(demo.account("practitioner"))
    return client


def another(client, page):
    """The form that “Another role” of an answer leads to."""
    link = re.search(r'href="([^"]+)">Another role<', page.content.decode())
    return client.get(link[1].replace("&amp;", "&"))


def kept(page):
    return re.findall(r'name="kept_area" value="([^"]+)"', page.content.decode())


def test_another_role_is_asked_for_at_the_same_place(signed_in):
    answer = signed_in.post("/find/", {"role": "health-visitor", "postcode": "LS7 3DX"}, follow=True)
    form = another(signed_in, answer)
    assert "The place stays" in main(form)
    assert "LS7" in main(form).partition("The place stays")[2][:60] or "Leeds" in main(form).partition("The place stays")[2][:60]
    again = signed_in.post(
        "/find/", {"role": "front-door-child", "kept_area": kept(form), "area": "", "postcode": ""}, follow=True
    )
    same = signed_in.post("/find/", {"role": "front-door-child", "postcode": "LS7 3DX"}, follow=True)
    assert ring(again) == ring(same)
    assert again.request["QUERY_STRING"] == same.request["QUERY_STRING"]


@pytest.mark.parametrize("given", [{"area": "Bradford"}, {"postcode": "BD1 1HX"}])
def test_another_place_takes_the_place_of_the_one_that_stayed(signed_in, given):
    sent = {"role": "front-door-child", "kept_area": "E08000035", **given}
    page = signed_in.post("/find/", sent, follow=True)
    assert "E08000035" not in page.request["QUERY_STRING"]
    assert "Bradford" in main(page)


def test_the_place_stays_when_something_else_has_to_be_put_right(signed_in):
    page = signed_in.post("/find/", {"role": "no such role", "kept_area": "E08000035", "area": ""})
    assert "We don’t know that role." in main(page)
    assert kept(page) == ["E08000035"]
    assert 'id="id_area" name="area" type="text" autocomplete' in page.content.decode()


def test_the_place_can_be_forgotten(signed_in):
    page = signed_in.get("/?area=E08000035&role=lado")
    assert "The place stays Leeds, unless you give another. Forget it" in main(page)
    assert kept(signed_in.get("/")) == []


@pytest.mark.parametrize("odd", ["nowhere", "", "E08000035&area=" * 40])
def test_a_place_nobody_knows_keeps_nothing(signed_in, odd):
    page = signed_in.get(f"/?area={odd}")
    assert page.status_code == 200
    assert len(kept(page)) <= 12
