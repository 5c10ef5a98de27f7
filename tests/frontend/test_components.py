"""What a person reads from each component, given what a page gives it."""

import re
from datetime import datetime
from html import unescape
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string

from directory.duty import Group, Row

RING = {
    "role": "Health visitor",
    "who": "A. Practitioner",
    "say": "ah",
    "team": "Team North",
    "number": "0113 496 0142",
    "tel": "+441134960142",
    "hours": "Available until 5pm.",
    "why": "Covers Chapel Allerton, by home address.",
    "confirmed": "Confirmed by the team on 3 November.",
    "href": "/people/abc/",
}


def drawn(name, **context):
    return render_to_string(f"components/{name}.html", context)


def words(html):
    """What is read aloud or seen, with single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


class Address(forms.Form):
    postcode = forms.CharField(label="Child's home postcode", help_text="Half of one will do.")
    secret = forms.CharField(widget=forms.PasswordInput)


# --- Numbers ------------------------------------------------------------------------------------------------------------------


def test_a_number_is_its_own_link():
    html = drawn("phone", number="0113 496 0142", tel="+441134960142")
    assert words(html) == "0113 496 0142"
    assert 'href="tel:+441134960142"' in html


def test_a_short_number_without_digits_for_the_link_is_rung_as_it_stands():
    assert 'href="tel:101"' in drawn("phone", number="101")


def test_spaces_never_reach_the_link():
    assert 'href="tel:01632960001"' in drawn("phone", number="01632 960 001")


def test_an_extension_follows_the_number_in_words():
    assert words(drawn("phone", number="0113 496 0142", extension="204")) == "0113 496 0142 then 204"


def test_whose_number_it_is_is_said_to_those_who_cannot_see_the_row():
    assert words(drawn("phone", number="0113 496 0142", label="Deputy")) == "0113 496 0142 , Deputy"


def test_the_main_number_says_ring():
    html = drawn("phone", number="0113 496 0142", big=True)
    assert words(html) == "Ring 0113 496 0142"
    assert "app-ring" in html


# --- Answers ------------------------------------------------------------------------------------------------------------------


def test_the_answer_says_whom_on_which_number_until_when_and_why():
    html = drawn("card", card=RING)
    assert words(html) == (
        "Health visitor A. Practitioner (ah) , Team North Ring 0113 496 0142 Available until 5pm. "
        "Covers Chapel Allerton, by home address. Confirmed by the team on 3 November."
    )
    assert 'data-card="ring"' in html
    assert '<h1 class="app-card__role">' in html
    assert 'href="/people/abc/"' in html


def test_an_extension_stands_under_the_big_number():
    said = words(drawn("card", card={**RING, "extension": "204", "number_label": "direct line"}))
    assert "Ring 0113 496 0142 , direct line then 204 Available until 5pm. direct line" in said


def test_a_vacancy_says_so_and_shows_no_number():
    html = drawn(
        "card", card={"role": "School nurse", "note": "Nobody is in this post. Ring the team."}, kind="vacant", heading="h2"
    )
    assert words(html) == "School nurse Nobody is in this post. Ring the team."
    assert 'data-card="vacant"' in html
    assert "tel:" not in html
    assert "<h2" in html


def test_a_team_answers_when_there_is_nobody_to_name():
    card = {"role": "Health visitor", "team": "Team North", "href": "/posts/abc/", "number": "0113 496 0111"}
    assert words(drawn("card", card=card, heading="none")) == "Team North Ring 0113 496 0111"


def test_a_doubtful_answer_carries_its_caution():
    html = drawn("card", card={**RING, "note": "Unconfirmed since 3 March.", "caution": True})
    assert "Caution: Unconfirmed since 3 March." in words(html)
    assert "<svg" in html


def test_a_name_is_never_read_as_markup():
    assert "<b>" not in drawn("card", card={**RING, "who": "<b>A</b>"})
    assert "<b>" not in drawn("rung", card={**RING, "who": "<b>A</b>"})


def test_the_next_to_try_says_who_number_hours_and_why():
    html = drawn("rung", card={**RING, "role": "Deputy", "extension": "7"})
    assert words(html) == (
        "Deputy 0113 496 0142 , Deputy then 7 A. Practitioner , Team North Available until 5pm. "
        "Covers Chapel Allerton, by home address. Confirmed by the team on 3 November."
    )
    assert 'data-card="next"' in html


def test_a_rung_keeps_its_state_and_its_caution():
    assert "Not working today." in words(drawn("rung", card={"role": "Deputy", "note": "Not working today."}))
    assert "Caution: Unconfirmed." in words(drawn("rung", card={"role": "Deputy", "note": "Unconfirmed.", "caution": True}))


def test_the_emergency_line_links_both_numbers():
    html = drawn("emergency_line")
    assert words(html) == "Immediate danger: ring 999 . Police, not an emergency: 101 ."
    assert 'href="tel:999"' in html
    assert 'href="tel:101"' in html


def test_the_emergency_panel_gives_the_places_own_number_out_of_hours():
    html = drawn("emergency_panel", place="Leeds", number="0113 496 0199", hours="Open now.")
    assert "Out of hours, Leeds: 0113 496 0199 Open now." in words(html)
    assert "Out of hours" not in words(drawn("emergency_panel"))
    assert "Out of hours: 0113 496 0199" in words(drawn("emergency_panel", number="0113 496 0199"))


# --- Parts of pages -----------------------------------------------------------------------------------------------------------


def test_the_place_can_be_changed():
    html = drawn("place_line", place="Chapel Allerton, Leeds", change="/?change")
    assert words(html) == "Chapel Allerton, Leeds. Change the place"
    assert 'href="/?change"' in html
    assert words(drawn("place_line", place="Leeds")) == "Leeds."


def test_a_fold_holds_a_sentence_or_a_whole_piece():
    assert words(drawn("fold", summary="Before you ring", text="Press 2.")) == "Before you ring Press 2."
    assert words(drawn("fold", summary="More", body="components/back_link.html", href="/", open=True)) == "More Back"


def test_facts_are_rows_with_numbers_and_links_where_there_are_some():
    rows = [
        {"key": "Front door", "number": "0113 496 0100", "value": "Open until 5pm."},
        {"key": "Team", "value": "Team North", "href": "/x/"},
        {"key": "Name", "value": "North", "change": "/change/"},
    ]
    html = drawn("summary_list", rows=rows)
    assert words(html) == "Front door 0113 496 0100 , Front door Open until 5pm. Team Team North Name North Change Name"
    assert 'href="/x/"' in html


def test_a_long_list_goes_on_and_back_and_keeps_its_filter():
    page = Paginator(range(30), 10).page(2)
    html = drawn("pagination", page=page, query="role=hv&")
    assert 'href="?role=hv&amp;page=1"' in html
    assert 'href="?role=hv&amp;page=3"' in html
    assert drawn("pagination", page=Paginator(range(3), 10).page(1)).strip() == ""


def test_an_empty_list_says_what_to_do():
    assert words(drawn("empty", text="No people yet.", href="/add/", action="Add one")) == "No people yet. Add one"


def test_a_caution_says_its_word_first():
    assert words(drawn("notice", text="since 3 March.", word="Unconfirmed", number="101")) == "Unconfirmed since 3 March. 101"


def test_the_print_button_waits_for_a_script():
    assert " hidden>" in drawn("print_button")


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2026, 11, 23, 9, 14), "As at 9:14am, 23 November 2026. Use today."),
        (datetime(2026, 7, 1, 23, 5), "As at 11:05pm, 1 July 2026. Use today."),
    ],
)
def test_a_printed_page_says_when_it_was_true(now, said):
    with time_machine.travel(now.replace(tzinfo=ZoneInfo("Europe/London")), tick=False):
        assert words(drawn("print_foot")) == said


# --- Forms --------------------------------------------------------------------------------------------------------------------


def test_a_wrong_form_says_what_to_put_right_and_keeps_the_typing():
    form = Address({"postcode": "LS7", "secret": "x"})
    form.add_error("postcode", "We don't know that postcode.")
    form.add_error(None, "Say who you need, or a place.")
    summary = drawn("errors", form=form)
    assert words(summary) == "There is a problem Say who you need, or a place. We don't know that postcode."
    assert 'href="#id_postcode"' in summary
    field = drawn("field", field=form["postcode"])
    assert 'value="LS7"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_postcode-hint id_postcode-error"' in field
    assert "Error: We don't know that postcode." in words(field)


def test_a_good_form_has_no_summary():
    assert drawn("errors", form=Address({"postcode": "LS7", "secret": "x"})).strip() == ""


def test_a_box_names_its_hint_and_lets_no_browser_fill_it():
    html = drawn("field", field=Address()["postcode"], suggest="/suggest/schools/", code="107")
    assert words(html) == "Child's home postcode Half of one will do."
    assert 'autocomplete="off"' in html
    assert 'data-suggest="/suggest/schools/"' in html
    assert 'data-code="107"' in html


def test_a_password_is_never_sent_back():
    assert "hunter2" not in drawn("field", field=Address({"secret": "hunter2"})["secret"], type="password")


# --- Bad moments --------------------------------------------------------------------------------------------------------------


def test_a_broken_page_needs_nothing_and_still_leads_to_the_numbers():
    html = render_to_string("500.html")
    assert "Something went wrong" in words(html)
    for address in ("tel:999", "tel:101", "/duty/"):
        assert f'href="{address}"' in html


def test_without_a_database_the_duty_numbers_are_on_the_page_with_their_hours():
    row = Row(
        "Children",
        "Leeds duty and advice",
        "0113 496 0100",
        "+441134960100",
        "2",
        "",
        "Open.",
        "Monday to Friday 9am to 5pm.",
        True,
    )
    html = render_to_string(
        "503.html", {"groups": [Group("Leeds", "E08000035", [row], [])], "as_at": datetime(2026, 11, 23, 14, 5)}
    )
    said = words(html)
    assert "Sorry, the service is unavailable" in said
    assert "Numbers as at 2:05pm on 23 November:" in said
    assert "Leeds Children 0113 496 0100 then 2 Leeds duty and advice Monday to Friday 9am to 5pm." in said
    assert "<script" not in html


def test_before_any_numbers_are_known_the_national_ones_are_there():
    html = render_to_string("503.html", {"groups": [], "as_at": None})
    assert 'href="tel:999"' in html
    assert "Try again in a few minutes." in words(html)
