"""What every template of ours keeps to, beyond compiling."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
INCLUDE = re.compile(r"{%\s*(?:include|extends)\s+[\"']([^\"']+)[\"']")
# Attributes that run a script or carry a style; the content policy refuses both.
REFUSED = re.compile(r"<[a-z][^<>]*?\s(?:on[a-z]+|style)\s*=", re.I)
# A comment may stand before a component's first line, to say what it takes.
OPENS_WITH_ITS_PURPOSE = re.compile(r"\s*{(?:#|% comment %})")


def named(path):
    return str(path.relative_to(TEMPLATES))


def missing(text):
    return [name for name in INCLUDE.findall(text) if not (TEMPLATES / name).is_file()]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_piece_a_template_takes_in_exists(path):
    assert missing(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_template_carries_a_handler_or_a_style(path):
    assert REFUSED.findall(path.read_text()) == []


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=named)
def test_every_component_says_first_what_it_is_and_takes(path):
    assert OPENS_WITH_ITS_PURPOSE.match(path.read_text())


def test_the_checks_themselves_see_what_they_look_for():
    assert missing('{% include "components/nowhere.html" only %}') == ["components/nowhere.html"]
    assert REFUSED.search('<p class="a" style="color: red">')
    assert REFUSED.search("<a onclick='go()'>")
    assert not REFUSED.search('<p data-on="a" class="style=">')
