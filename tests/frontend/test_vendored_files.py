"""The front-end packages are the published ones, less what belongs to GOV.UK alone."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from scripts.vendor_assets import unbranded

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LOCK = json.loads((VENDOR / "vendor.lock.json").read_text())
FILES = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path.name != "vendor.lock.json")
TEXTS = [path for path in FILES if path.suffix in {".css", ".js", ".svg"}]


def named(path):
    return str(path.relative_to(VENDOR))


def test_every_vendored_file_is_the_one_in_the_lock_and_none_is_missing():
    locked = {f"{folder}/{name}": digest for folder, entry in LOCK.items() for name, digest in entry["files"].items()}
    assert {named(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in FILES} == locked


def test_the_lock_says_which_release_each_package_is_and_names_no_place_to_fetch_it_from():
    for entry in LOCK.values():
        assert re.fullmatch(r"(@[\w-]+/)?[\w-]+@\d+\.\d+\.\d+", entry["npm"])
        assert entry["integrity"].startswith("sha512-")
        assert entry["licence"] == "MIT"
    assert re.findall(r"https?:|//|registry|\w\.(?:com|org|io)\b", json.dumps(LOCK)) == []


def test_every_package_brings_its_licence():
    for folder in LOCK:
        licence = (VENDOR / folder / "LICENSE.txt").read_text()
        assert "MIT License" in licence
        assert "Copyright" in licence


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_no_vendored_file_carries_the_brand_of_another_service(path):
    text = path.read_text().lower()
    assert "gds transport" not in text
    assert "@font-face" not in text
    assert "sourcemappingurl" not in text
    assert not re.search(r"crest|crown|logotype|opengraph|favicon", path.name)


@pytest.mark.parametrize("path", [path for path in TEXTS if path.suffix == ".css"], ids=named)
def test_every_address_in_a_vendored_style_sheet_leads_to_a_file(path):
    for address in re.findall(r"""url\(["']?([^"')]+)["']?\)""", path.read_text()):
        assert address.startswith("data:") or (path.parent / address).is_file(), address


def test_fonts_crests_and_source_maps_are_taken_out():
    sheet = (
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/bold.woff2)}"
        "p{font-family:GDS Transport,arial;background:url(/assets/images/govuk-crest.svg)}"
        "i{background:url(/assets/images/tick.svg)}\n/*# sourceMappingURL=a.css.map */\n"
    )
    assert unbranded(sheet) == (
        "p{font-family:var(--app-font,system-ui),arial;background:none}i{background:url(images/tick.svg)}\n",
        {"images/tick.svg"},
    )
