"""The answer page: whom to ring, on which number, because; and what it says when that is not simple."""

import pytest

from contacts.models import ContactPoint
from tests.finder.reading import cards, main, ring, title

NIGHT, CHRISTMAS = "2026-11-24T22:00", "2026-12-25T11:00"


@pytest.fixture
def ask(demo, client):
    """Post the form as the demonstration's practitioner and follow it to the page it leads to."""
    client.force_login(demo.account("practitioner"))

    def post(**form):
        return client.post("/find/", form, follow=True)

    return post


def address(response):
    return response.redirect_chain[-1][0]


def test_the_health_visitor_for_a_home_is_named_with_number_hours_and_reason(ask):
    page = ask(role="hv", postcode="LS7 3DX")

    card = ring(page)
    assert "Health visitor" in card
    assert "Hêvî Amin, North Leeds health visitors" in card
    assert "07700 900485" in card
    assert "Available until 5pm." in card
    assert "Covers LS7, by home address." in card
    assert "Confirmed by themselves on 19 November." in card
    assert 'href="tel:+447700900485"' in page.content.decode()


def test_the_next_ones_stand_beneath_in_the_order_to_try_them(ask):
    page = ask(role="hv", postcode="LS7 3DX")

    rungs = [text for kind, text in cards(page) if kind == "next"]
    assert [text.split(" 0")[0] for text in rungs[:3]] == ["Health visiting duty line, Leeds", "Team duty", "Front door"]
    assert "Leeds emergency duty team" in rungs[-1]
    assert "Immediate danger: ring 999. Police, not an emergency: 101." in main(page)


def test_the_address_of_an_answer_holds_codes_and_no_postcode(ask):
    page = ask(role="hv", postcode="LS7 3DX")

    assert address(page) == "/find/hv/?area=LS7+3&area=LS7&area=E08000035"
    assert "3DX" not in page.content.decode()


@pytest.mark.parametrize("at, until", [(NIGHT, "8:30am tomorrow"), (CHRISTMAS, "8:30am on Tuesday 29 December")])
def test_at_night_and_on_a_bank_holiday_the_out_of_hours_team_comes_first(ask, at, until):
    page = ask(role="front-door-child", postcode="LS7 3DX", at=at)

    assert "Leeds emergency duty team" in ring(page)
    assert "0113 496 0153" in ring(page)
    closed = next(text for kind, text in cards(page) if text.startswith("Leeds children's front door"))
    assert f"Closed until {until}." in closed
    assert "not now. Show now" in main(page)


def test_a_vacancy_says_so_and_the_team_gets_the_number(ask):
    page = ask(role="npt-pc", postcode="BD8 9PQ")

    kinds = [kind for kind, _ in cards(page)]
    assert kinds[:2] == ["vacant", "ring"]
    assert "Nobody is in this post. Ring the team." in cards(page)[0][1]
    assert "Bradford West and South neighbourhood team" in ring(page)


def test_a_vacancy_at_night_does_not_send_to_a_team_that_has_gone_home(ask):
    page = ask(role="npt-pc", postcode="BD8 9PQ", at=NIGHT)

    assert "Bradford West and South neighbourhood team" not in ring(page)
    assert "Nobody is in this post. Ring the number below." in cards(page)[0][1]


def test_a_vacant_post_with_a_deputy_there_sends_to_the_deputy(ask):
    assert "Nobody is in this post. Ring the deputy." in cards(ask(role="lado", postcode="WF1 5DG"))[0][1]


def test_somebody_who_agreed_to_cover_is_rung_and_the_page_says_for_whom(ask):
    page = ask(role="hv", postcode="LS11 8LW")

    assert "Fionnuala Byrne: Away until" in main(page)
    assert "José García-Núñez has agreed to cover." in main(page)
    assert "José García-Núñez" in ring(page)


def test_an_absence_without_cover_gives_the_deputy_or_the_school(ask):
    page = ask(role="dsl", school="900005")

    assert "No cover agreed." in main(page)
    assert ring(page)


def test_a_job_share_is_answered_by_whoever_works_today(ask):
    tuesday, thursday = (ring(ask(role="hv", postcode="LS8 2PD", at=f"2026-11-{day}T10:00")) for day in (24, 26))

    assert tuesday != thursday


def test_a_confirmation_that_has_run_out_names_the_duty_line_beside_it(ask):
    page = ask(role="hv", postcode="LS8 2PD")

    assert "Unconfirmed since" in main(page)
    assert "Duty line: 0113 496 0049." in main(page)


def test_a_role_that_goes_by_surgery_asks_for_it_with_the_nearest_and_their_distances(ask):
    page = ask(role="hv", postcode="BD8 9PQ")

    assert "Which surgery is the child registered with?" in title(page)
    said = main(page)
    assert "Nearest – not known to be theirs." in said
    assert " km" in said or " metres" in said
    assert "Or ring the duty line now: Health visiting duty line, Bradford, 01632 960723" in said
    assert "BD8 9PQ" not in page.content.decode()
    assert address(page).startswith("/find/ask/")


def test_the_surgery_chosen_gives_the_health_visitor_of_that_surgery(ask):
    page = ask(role="hv", area=["BD8 9", "BD8", "E08000032"], practice="Y90010")

    assert "Faisal Nawaz" in ring(page)
    assert "by surgery." in ring(page)


def test_somebody_who_does_not_know_the_surgery_gets_the_duty_line_and_is_told_why(ask):
    page = ask(role="hv", area="E08000032", unsure="1")

    assert "Health visiting duty line, Bradford" in ring(page)
    assert "We used the home address, because we don’t know the surgery." in main(page)


def test_home_and_surgery_in_different_councils_are_explained(ask):
    page = ask(role="hv", postcode="LS7 3DX", practice="Y90010")

    assert "Hêvî Amin" in ring(page)
    assert "Home and surgery point to different people. Here, this role goes by home address." in main(page)


def test_a_place_nobody_covers_says_so_and_keeps_the_national_routes(ask):
    page = ask(role="front-door-child", postcode="YO1 7HH")

    assert "We don’t cover York. Ring that council’s duty line. 999 and 101 work everywhere." in main(page)
    assert "101" in ring(page)


def test_two_councils_get_two_cards(ask):
    page = ask(role="front-door-child", postcode="LS7 3DX", authority="Bradford")

    rings = [text for kind, text in cards(page) if kind == "ring"]
    assert "Leeds children's front door" in rings[0]
    assert "Bradford children's front door" in rings[1]
    assert "Two councils." in main(page)


def test_a_home_near_another_council_names_it(ask):
    page = ask(role="front-door-child", postcode="BD11 2PS")

    said = main(page)
    assert "Also near another council" in said
    assert "Kirklees" in said
    assert "Leeds" in said


def test_a_role_of_one_agency_here_is_answered_and_says_which_place_was_used(ask):
    page = ask(role="housing-sg", postcode="LS7 3DX")

    assert "Bethany Earnshaw" in ring(page)
    assert "We used another place, because we don’t know the agency." in main(page)


def test_several_agencies_with_such_a_post_are_a_choice(ask):
    page = ask(role="named-nurse", postcode="LS7 3DX")

    assert "Which trust or health provider is caring for the child?" in title(page)
    assert "Leeds Riverside Hospitals NHS Trust (demo)" in main(page)
    chosen = ask(role="named-nurse", provider="leeds-riverside-hospitals-nhs-trust")
    assert "Simon Hartley" in main(chosen) or "Leeds Riverside" in main(chosen)


def test_a_school_given_for_a_worry_about_staff_is_offered_as_the_workplace(ask):
    page = ask(role="lado", school="900001")

    assert "At Beckfold Primary School (demo)" in main(page)
    assert "LADO" in ring(ask(role="lado", school="900001", unsure="1"))


def test_without_a_place_the_home_patch_is_used_and_named(ask):
    page = ask(role="front-door-child")

    assert "Your patch: Leeds" in main(page)
    assert "Choose another patch" in main(page)
    assert "Leeds children's front door" in ring(page)


def test_the_child_home_is_not_taken_for_where_it_happened_without_asking(ask):
    page = ask(role="cait-ds", postcode="LS7 3DX", place_is="home")

    assert "Where did it happen?" in title(page)
    assert "The same place: Leeds" in main(page)


def test_an_emergency_role_needs_no_place(ask):
    assert "999" in main(ask(role="police-emergency"))


@pytest.mark.parametrize(
    "at, said",
    [
        ("2027-03-28T01:30", "1:30am doesn’t exist on Sunday 28 March: clocks go forward. Choose another time."),
        ("2026-10-25T01:30", "1:30am comes twice on Sunday 25 October: clocks go back. First or second?"),
        ("yesterday", "Give a date and time, like 27 November 2026, 4:45pm."),
    ],
)
def test_an_odd_time_is_explained(ask, client, at, said):
    page = ask(role="front-door-child", postcode="LS7 3DX", at=at)

    assert said in main(page)


@pytest.mark.parametrize("fold", ["0", "1"])
def test_a_repeated_hour_is_answered_once_it_is_clear_which(ask, client, fold):
    page = client.get(f"/find/front-door-child/?area=E08000035&at=2026-10-25T01:30&fold={fold}")

    assert "Leeds emergency duty team" in ring(page)


def test_an_unknown_role_is_missing_and_an_unknown_place_says_so(ask, client):
    assert client.get("/find/no-such-role/?area=E08000035").status_code == 404
    page = client.get("/find/hv/?area=E99999999")
    assert page.status_code == 404
    assert "We don’t know that place" in main(page)


def test_a_number_for_one_agency_alone_is_shown_to_its_own_people_only(ask, client, demo):
    ContactPoint.objects.filter(practitioner__name="Yasmin Cadwaladr").update(audience="agency")
    assert "07700 900578" in ring(ask(role="lado", postcode="LS7 3DX"))

    client.force_login(demo.account("roster"))

    assert "07700 900578" not in ask(role="lado", postcode="LS7 3DX").content.decode()


def test_too_many_posts_ask_for_a_smaller_place(ask, monkeypatch):
    monkeypatch.setattr("directory.finder.facts.TOO_MANY", 0)

    assert "Too wide for one person: " in main(ask(role="hv", postcode="LS7 3DX"))


def test_at_night_the_team_for_the_childs_home_is_rung_and_not_the_one_for_the_school(ask):
    """A child in Bradford at a school in Leeds: Leeds runs the school nurses, but Bradford's social workers go out at night."""
    page = ask(role="school-nurse", postcode="LS29 0RN", school="900001", at=NIGHT)

    assert "Bradford emergency duty team" in ring(page)
    assert "Leeds emergency duty team" not in main(page)


def test_a_role_that_only_the_schools_place_has_says_that_it_goes_by_the_school(ask):
    page = ask(role="scphn", postcode="WF9 2LA", school="900014")

    assert "We know nobody for the home address. This is who answers for the school." in main(page)


def test_a_colleague_who_only_stands_in_is_not_said_to_give_way(ask):
    page = ask(role="cait-ds", postcode="LS9 8QU", at="2026-11-28T11:00")

    assert "Reached through the team." in ring(page)
    assert "DI Oliver Barraclough" in main(page)
    assert "comes first" not in main(page)
