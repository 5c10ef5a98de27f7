"""The picture of an answer in the README, drawn anew with `DRAW=1 ./test tests/journeys/test_picture.py`."""

import os
from pathlib import Path

import pytest

from tests.journeys.ways import Way, ways

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "images" / "answer.png"
WINDOW = Way("picture", 760, 880)
SHARPNESS = 2


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "device_scale_factor": SHARPNESS}


@ways(WINDOW)
def test_the_picture_in_the_readme_is_of_this_answer(home, site, first_card, tmp_path):
    home.goto(f"{site}/find/hv/?area=LS7+3&area=LS7&area=E08000035")
    assert "Hêvî Amin" in first_card(home).inner_text()
    drawn = PICTURE if os.environ.get("DRAW") else tmp_path / "answer.png"
    home.screenshot(path=drawn)
    assert size(PICTURE) == size(drawn) == (WINDOW.width * SHARPNESS, WINDOW.height * SHARPNESS)


def size(picture):
    """Width and height of a PNG in pixels, as its header says."""
    header = picture.read_bytes()[:24]
    return int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
