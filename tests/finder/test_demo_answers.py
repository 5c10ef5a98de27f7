"""Every role at every council of the demonstration, by day, by night and on Christmas Day: somebody is always there."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict

from agencies.models import Role
from areas.models import Area
from contacts.models import Practitioner
from directory.finder.answer import answer
from directory.finder.places import read
from directory.finder.sheet import sheet
from tests.demo_fixture import AT
from tests.finder.conftest import as_words, text_of

COUNCILS = ("Leeds", "Bradford", "Wakefield")
MOMENTS = {
    "Tuesday morning": AT,
    "two at night": AT.replace(hour=2) + timedelta(days=1),
    "Sunday noon": AT.replace(hour=12) + timedelta(days=5),
    "Christmas Day": datetime(2026, 12, 25, 11, 0, tzinfo=AT.tzinfo),
    "the night the clocks go forward": datetime(2027, 3, 28, 2, 30, tzinfo=AT.tzinfo),
}


def given_for(council, user):
    code = Area.objects.get(name=council, kind=Area.Kind.AUTHORITY).code
    return read(QueryDict(f"area={code}&authority={code}"), user)


@pytest.mark.parametrize("council", COUNCILS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_no_role_is_a_dead_end(demo, council, moment):
    user = demo.account("practitioner")
    given = given_for(council, user)
    dead_ends = {}
    for slug in Role.objects.values_list("slug", flat=True):
        found = answer(slug, given, at=MOMENTS[moment], user=user, unsure=True)
        if found.ladder.first is None:
            dead_ends[slug] = as_words(found.ladder)
    assert dead_ends == {}


@pytest.mark.parametrize("council", COUNCILS)
def test_nobody_at_risk_is_in_any_answer_or_on_the_sheet(demo, council):
    hidden = [(person.name, person.key) for person in Practitioner.objects.filter(restricted=True)]
    assert hidden
    user = demo.account("roster")
    given = given_for(council, user)
    everything = [sheet(given, at=AT, user=user)]
    everything += [answer(slug, given, at=AT, user=user, unsure=True) for slug in Role.objects.values_list("slug", flat=True)]
    told = set(text_of(everything))
    assert not [each for person in hidden for each in person if any(each in text for text in told)]
