"""The card for one's own telephone holds what the page of somebody shows now, and is there only where that is something."""

from datetime import timedelta

import pytest
import vobject

from agencies.models import Post
from contacts.models import Appointment, ContactPoint, Practitioner
from tests.profiles.world import NOW, words


@pytest.fixture
def anne(world):
    person = world.person("Anne Practitioner", "0113 496 0142", rank="Dr")
    world.phone(person, "anne@example.org", kind="email")
    world.phone(person, "07700 900123", audience="nobody")
    world.appoint(person, world.post(covers=[world.leeds]))
    return person


def given(looking, person):
    response = looking.get(f"/people/{person.key}/card.vcf")
    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    [card] = vobject.readComponents(response.content.decode())
    return response, card


def test_it_holds_what_the_page_shows_and_says_of_which_day(looking, anne):
    assert f"/people/{anne.key}/card.vcf" in looking.get(f"/people/{anne.key}/").content.decode()
    response, card = given(looking, anne)
    assert response["Content-Disposition"] == 'attachment; filename="anne-practitioner.vcf"'
    assert (card.fn.value, card.n.value.prefix, card.title.value) == (
        "Anne Practitioner",
        "Dr",
        "Health visitor, Chapel Allerton",
    )
    assert [line.value for line in card.contents["tel"]] == ["+441134960142"]
    assert card.email.value == "anne@example.org"
    assert card.url.value.endswith(f"/people/{anne.key}/")
    assert card.note.value == "As it stood on 23 November 2026. People move: look at the page before you ring."


def test_an_extension_is_in_the_note_not_in_what_is_dialled(looking, anne):
    anne.contact_points.filter(value="0113 496 0142").update(extension="12")
    _response, card = given(looking, anne)
    assert card.tel.value == "+441134960142"
    assert card.note.value.startswith("0113 496 0142, extension 12.")


@pytest.mark.parametrize("state", ["restricted", "left", "through the team", "no number"])
def test_there_is_none_where_the_page_shows_no_way_to_reach_them(looking, anne, state):
    if state == "restricted":
        Practitioner.objects.filter(pk=anne.pk).update(restricted=True)
    elif state == "left":
        Appointment.objects.filter(practitioner=anne).update(ends_on=NOW.date() - timedelta(days=1))
    elif state == "through the team":
        Post.objects.filter(appointments__practitioner=anne).update(team_first=True)
    else:
        ContactPoint.objects.filter(team=None).delete()
    assert looking.get(f"/people/{anne.key}/card.vcf").status_code == 404
    page = looking.get(f"/people/{anne.key}/")
    assert page.status_code == (404 if state == "restricted" else 200)
    assert "card.vcf" not in page.content.decode()


def test_the_page_says_that_a_saved_card_grows_old(looking, anne):
    assert "Save to your phone’s contacts (a vCard: it stays as it is today when people move)" in words(
        looking.get(f"/people/{anne.key}/")
    )
