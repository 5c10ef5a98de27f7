"""What stands around every page, and the pages for when there is nothing to show."""

import re
from html import unescape

import pytest
from django.template.loader import render_to_string


class Visitor:
    def __init__(self, *, signed_in):
        self.is_authenticated = signed_in


class Partnership:
    def __init__(self, *, demonstration):
        self.name = "Leeds, Bradford and Wakefield"
        self.demonstration = demonstration


NAV = [{"label": "Find", "url": "/", "current": True}, {"label": "Duty numbers", "url": "/duty/", "current": False}]


def drawn(name, *, signed_in=True, demonstration=False, **context):
    frame = {"product_name": "Who to ring", "nav": NAV, "partnership": Partnership(demonstration=demonstration)}
    return render_to_string(name, {**frame, "user": Visitor(signed_in=signed_in), **context})


def words(html):
    """What is read aloud or seen, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_title_says_the_page_then_the_product():
    assert "<title>Page not found – Who to ring</title>" in drawn("404.html")


def test_no_search_engine_keeps_a_page():
    assert '<meta name="robots" content="noindex, nofollow">' in drawn("404.html")


def test_whose_directory_it_is_stands_under_its_name():
    assert "Who to ring Leeds, Bradford and Wakefield" in words(drawn("404.html"))


def test_invented_people_are_called_invented():
    assert "Demonstration. These people are invented." in words(drawn("404.html", demonstration=True))
    assert "Demonstration" not in words(drawn("404.html"))


def test_the_box_is_for_those_who_are_signed_in_and_is_always_empty():
    html = drawn("404.html", csrf_token="a" * 64)
    box = re.search(r"<input[^>]*name=\"q\"[^>]*>", html)[0]
    assert 'autocomplete="off"' in box
    assert "value=" not in box
    assert re.search(r"<form[^>]*method=\"post\"[^>]*role=\"search\"", html)
    assert 'name="q"' not in drawn("404.html", signed_in=False)


def test_signing_out_is_a_button_for_those_who_are_signed_in():
    assert re.search(r"<form method=\"post\" action=\"/sign-out/\">", drawn("404.html"))
    assert "Sign out" not in words(drawn("404.html", signed_in=False))


def test_where_one_is_can_be_heard_and_the_menu_needs_no_script():
    html = drawn("404.html")
    assert '<details class="app-menu">' in html
    assert html.count('aria-current="page"') == 2  # the menu, and the bar that takes its place on wide screens


def test_what_has_just_been_done_is_said():
    assert "Thanks. The team now knows the number is wrong." in words(
        drawn("404.html", messages=["Thanks. The team now knows the number is wrong."])
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("403.html", "Only this agency's admin can change its roster."),
        ("404.html", "Page not found"),
        ("429.html", "Too many tries. Try again in 15 minutes."),
    ],
)
def test_a_page_that_cannot_be_shown_says_why_and_still_gives_the_numbers(name, said):
    html = drawn(name, because="Only this agency's admin can change its roster.")
    assert said in words(html)
    for address in ("tel:999", "tel:101", "/duty/"):
        assert f'href="{address}"' in html
