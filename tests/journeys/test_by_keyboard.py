"""Without a mouse, and with letters twice as big."""

import pytest
from playwright.sync_api import expect

from tests.journeys.ways import DESK, PHONE, PLAIN, Way, ways

# What shows where one is: an outline, a shadow or a border that the element does not have when it is not focused.
LOOKS = """piece => {
  const style = getComputedStyle(piece);
  return [style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.backgroundColor, style.border].join(" ");
}"""
# A window of 640 px whose pixels are two by two is what a 1280 px screen shows at 200 % zoom.
ZOOMED = Way("desk-at-200-percent", 640, 400)


@pytest.fixture
def tab_to():
    """`tab_to(page, locator)` presses Tab until the piece is reached, and sees that it shows."""

    def tab_to(page, piece, most=40):
        before = piece.evaluate(LOOKS)
        for _ in range(most):
            page.keyboard.press("Tab")
            if piece.evaluate("piece => piece === document.activeElement"):
                expect(piece).to_be_in_viewport()
                assert piece.evaluate(LOOKS) != before, f"{piece} does not show that it is focused"
                return
        raise AssertionError(f"{most} presses of Tab do not reach {piece}")

    return tab_to


@ways(DESK, PHONE)
def test_tab_and_enter_lead_from_the_sign_in_page_to_the_number(page, site, demo, tab_to):
    page.goto(site)
    tab_to(page, page.get_by_label("Work e-mail"))
    page.keyboard.type("practitioner@demo.example.org")
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(demo.password)
    page.keyboard.press("Enter")
    expect(page).to_have_title("Find – Who to ring")
    tab_to(page, page.get_by_role("combobox", name="Who", exact=True))
    page.keyboard.type("health visitor")
    expect(page.get_by_role("option", name="Health visitor").first).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Child’s home postcode"))
    page.keyboard.type("ls73dx")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Health visitor")
    tab_to(page, page.locator(".app-ring"))


@ways(DESK)
def test_the_first_press_of_tab_offers_to_skip_to_the_answer(home, site, tab_to):
    home.goto(f"{site}/find/hv/?area=LS7&area=E08000035")
    tab_to(home, home.get_by_role("link", name="Skip to main content"), most=1)
    home.keyboard.press("Enter")
    tab_to(home, home.get_by_role("main").get_by_role("link").first, most=1)


@ways(PLAIN)
def test_without_scripts_the_keyboard_leads_there_too(home, tab_to):
    tab_to(home, home.get_by_label("Who", exact=True))
    home.keyboard.type("Health visitor")
    tab_to(home, home.get_by_label("Child’s home postcode"))
    home.keyboard.type("LS7 3DX")
    home.keyboard.press("Enter")
    expect(home.get_by_role("heading", level=1)).to_have_text("Health visitor")
    tab_to(home, home.locator(".app-ring"))


@ways(DESK, ZOOMED)
def test_letters_twice_as_big_fit_the_window(home, site, way):
    if way is DESK:
        fonts = home.context.new_cdp_session(home)
        fonts.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    for address in ("/", "/find/hv/?area=LS7&area=E08000035", "/find/everyone/?area=LS7&area=E08000035&school=900001", "/duty/"):
        home.goto(site + address)
        expect(home.locator("html")).to_have_css("font-size", "32px" if way is DESK else "16px")
        sideways = home.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert sideways <= 0, address
