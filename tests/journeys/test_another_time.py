"""Who answers this evening, on Christmas Day, or in the hour when the clocks change."""

from playwright.sync_api import expect

from tests.journeys.ways import DESK, PHONE, PLAIN, ways

LEEDS = "/find/front-door-child/?area=LS7+3&area=LS7&area=E08000035"


def at(page, moment):
    """Ask about another moment in the form at the foot of an answer."""
    page.get_by_text("Another time", exact=True).click()
    page.get_by_label("Date and time").fill(moment)
    page.get_by_role("button", name="Show", exact=True).click()


def test_in_the_evening_the_out_of_hours_team_comes_first_and_now_is_one_press_away(home, site, look, first_card):
    home.goto(site + LEEDS)
    expect(first_card(home)).to_contain_text("Leeds children's front door")
    at(home, "2026-11-24T21:30")
    strip = home.locator(".app-strip")
    expect(strip).to_contain_text("For Tuesday 24 November, 9:30pm – not now.")
    expect(first_card(home)).to_contain_text("Leeds emergency duty team")
    expect(first_card(home).locator(".app-ring")).to_have_attribute("href", "tel:+441134960153")
    look(home, "evening")
    home.get_by_role("link", name="Show now").click()
    expect(strip).to_have_count(0)
    expect(first_card(home)).to_contain_text("Leeds children's front door")


@ways(PHONE, PLAIN)
def test_the_hour_that_the_clocks_skip_is_explained_and_another_can_be_chosen(home, site, look, first_card):
    home.goto(site + LEEDS)
    at(home, "2027-03-28T01:30")
    expect(home.get_by_role("heading", level=1)).to_contain_text("doesn’t exist on Sunday 28 March: clocks go forward.")
    look(home, "skipped-hour")
    home.get_by_label("Date and time").fill("2027-03-28T02:30")
    home.get_by_role("button", name="Show", exact=True).click()
    expect(home.locator(".app-strip")).to_contain_text("For Sunday 28 March 2027, 2:30am – not now.")
    expect(first_card(home)).to_contain_text("Leeds emergency duty team")


@ways(PHONE, PLAIN)
def test_the_hour_that_comes_twice_is_asked_about_and_answered(home, site, look, first_card):
    home.goto(site + LEEDS)
    at(home, "2026-10-25T01:30")
    expect(home.get_by_role("heading", level=1)).to_contain_text(
        "comes twice on Sunday 25 October: clocks go back. First or second?"
    )
    look(home, "repeated-hour")
    home.get_by_role("button", name="The second, in winter time").click()
    expect(home.locator(".app-strip")).to_contain_text("For Sunday 25 October, 1:30am")
    expect(first_card(home)).to_contain_text("Leeds emergency duty team")
    assert "fold=1" in home.url


@ways(DESK)
def test_the_sheet_can_be_for_another_time_too(home, site, look):
    home.goto(f"{site}/find/everyone/?area=LS7+3&area=LS7&area=E08000035")
    at(home, "2026-11-24T21:30")
    expect(home.locator(".app-strip")).to_contain_text("9:30pm – not now.")
    expect(home.get_by_role("row").filter(has_text="Health visitor").first).to_contain_text("back 9am")
    look(home, "sheet-in-the-evening")
