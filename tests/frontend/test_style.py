"""Our own style sheet and script: our colours only, readable, and nothing that the content policy would refuse."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

STATIC = Path(__file__).resolve().parents[2] / "static"
CSS = "".join(path.read_text() for path in sorted((STATIC / "css").glob("*.css")))
SCRIPT = (STATIC / "js" / "app.js").read_text()
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COLOURS = dict(re.findall(r"--app-([\w-]+): (#[0-9a-f]{6});", CSS))

# GOV.UK's blue and green and their shades, and its visited purple: not ours to wear.
ANOTHER_BRAND = ["#1d70b8", "#1a65a6", "#0f385c", "#0f7a52", "#00703c", "#005a30", "#0b5c3e", "#083d29", "#54319f", "#4c2c92"]


def luminance(colour):
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2, "relative luminance")."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_our_style_sheet_wears_no_colour_of_another_brand():
    assert [colour for colour in ANOTHER_BRAND if colour in CSS.lower()] == []


def test_a_visited_link_looks_like_any_other():
    assert "--govuk-link-visited-colour: var(--app-petrol)" in CSS
    assert "--govuk-link-colour: var(--app-petrol)" in CSS


@pytest.mark.parametrize(
    ("text", "ground", "at_least"),
    [
        ("#ffffff", "damson", 12),
        ("damson", "paper", 11),
        ("petrol", "#ffffff", 7),
        ("petrol", "paper", 6.5),
        ("secondary", "#ffffff", 7),
        ("secondary", "paper", 6.4),
        ("caution", "caution-paper", 7.9),
        ("emergency", "#ffffff", 8),
    ],
)
def test_words_stand_out_from_what_they_are_written_on(text, ground, at_least):
    assert contrast(COLOURS.get(text, text), COLOURS.get(ground, ground)) >= at_least


def test_the_style_sheet_asks_for_nothing_from_elsewhere():
    assert re.findall(r"url\(|@import|https?:", CSS) == []


def test_the_script_evaluates_no_text_and_fetches_from_no_other_place():
    assert re.findall(r"\beval\(|new Function|document\.write|https?:", SCRIPT) == []


def test_every_static_file_a_template_names_exists():
    names = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{%\s*static\s+['\"]([^'\"]+)['\"]", path.read_text())
        + re.findall(r"\"/static/([^\"]+)\"", path.read_text())
    }
    assert "css/app.css" in names
    assert sorted(name for name in names if finders.find(name) is None) == []
