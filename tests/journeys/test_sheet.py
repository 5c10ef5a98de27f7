"""Everyone around a child's places: the ring-round before a strategy discussion, on one page and at most two sheets of paper."""

import re
import shutil
import subprocess

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import DESK, PHONE, TABLET, ways

SHEET = "/find/everyone/?area=LS7+3&area=LS7&area=E08000035&school=900001&practice=Y90001"


def test_no_role_and_three_places_give_everyone_around_them(home, way, look, find):
    page = home
    page.get_by_label("Child’s home postcode").fill("LS7 3DX")
    page.get_by_label("Surgery", exact=True).fill("Beckfold Medical Practice (demo)")
    page.get_by_label("School", exact=True).fill("Beckfold Primary School (demo)")
    page.get_by_role("heading", name="Or fill in what you know").click()
    find(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Everyone around these places")
    place = page.locator(".app-place")
    for words in ("Leeds", "Beckfold Primary School", "Beckfold Medical Practice"):
        expect(place).to_contain_text(words)
    for role, words in {
        "Health visitor": "Hêvî Amin",
        "School safeguarding lead": "",
        "School nurse": "Nisha Mistry",
        "GP practice safeguarding lead": "Dr Asma Rashid",
    }.items():
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=re.compile(f"^{role}")))
        expect(row.first).to_contain_text(words)
        expect(row.first.locator("a[href^='tel:']")).to_be_visible()
    look(page, "everyone")
    if way.width == 320:
        number = page.locator(".app-rows a[href^='tel:']").first
        assert number.bounding_box()["y"] < way.height, "the first number is not on the first screen"
        page.get_by_role("rowheader", name="Health visitor").first.get_by_role("link").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Health visitor")


@ways(PHONE, TABLET)
def test_with_one_place_the_sheet_says_what_could_be_added(home, site, look):
    home.goto(f"{site}/find/everyone/?area=E08000032")
    expect(home.get_by_role("link", name="Add a school for its safeguarding lead and nurse.")).to_be_visible()
    expect(home.get_by_role("link", name="Add a surgery for the practice lead.")).to_be_visible()
    look(home, "one-place")


@ways(DESK)
@pytest.mark.parametrize(
    "address",
    [
        SHEET,
        "/find/everyone/?area=BD8+9&area=BD8&area=E08000032&school=900014&practice=Y90010",
        "/find/everyone/?area=WF2+7&area=WF2&area=E08000036&school=900024&practice=Y90020",
    ],
    ids=["Leeds", "Bradford", "Wakefield"],
)
def test_the_sheet_prints_on_two_sides_without_the_frame(home, site, tmp_path, address):
    home.goto(site + address)
    paper = tmp_path / "sheet.pdf"
    home.pdf(path=paper, format="A4", prefer_css_page_size=True)
    assert 1 <= sides(paper) <= 2
    home.emulate_media(media="print")
    for unwanted in (".app-header", ".app-nav", "form", "button", ".app-footer .app-links"):
        for part in home.locator(unwanted).all():
            expect(part).to_be_hidden()
    expect(home.get_by_text("Staff details: shred after use. Write no child’s name here.")).to_be_visible()
    expect(home.get_by_text("As at")).to_be_visible()
    expect(home.get_by_text("Demonstration. These people are invented.")).to_be_visible()


def sides(paper):
    """How many pages a PDF has: as poppler counts them, or by the page objects that Chromium leaves uncompressed."""
    if shutil.which("pdfinfo"):
        said = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
        return int(re.search(r"^Pages:\s+(\d+)", said, re.MULTILINE)[1])
    return len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes()))
