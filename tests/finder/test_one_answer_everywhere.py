"""Whatever is asked, wherever and for whenever: the page, the sheet and the resolver name the same person."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.http import QueryDict

from agencies.models import Role
from areas.models import Area
from contacts.phones import written
from directory.finder.answer import answer
from directory.finder.cards import card
from directory.finder.places import read
from directory.finder.sheet import sheet
from tests.demo_fixture import AT
from tests.profiles.world import words

pytestmark = pytest.mark.at_length

ASKED = 1000
YEAR = 365 * 24 * 60  # minutes


def drawn(chance, roles, areas):
    """A role, a place and a moment of the year after the demonstration was made."""
    return chance.choice(roles), chance.choice(areas), (AT + timedelta(minutes=chance.randrange(YEAR))).replace(second=0)


def big_number(page):
    """The number of the first card a page shows as the one to ring."""
    found = re.search(r'data-card="ring".*?<span class="app-number">(.*?)</span>', page, re.S)
    return unescape(found[1]) if found else ""


def listed(page, slug):
    """The (who, number) that the list of everyone prints for a role."""
    row = r'<tr><th scope="row"><a class="govuk-link" href="/find/([\w-]+)/[^"]*">.*?</th><td[^>]*>(.*?)</td><td>(.*?)</td>'
    found = [(who, number) for role, who, number in re.findall(row, page, re.S) if role == slug]
    text = [(re.sub(r"<[^>]+>", "", who), re.search(r'app-number"[^>]*>(.*?)</a>', number)) for who, number in found]
    return [(" ".join(unescape(who).split()), unescape(number[1]) if number else "") for who, number in text]


def test_page_sheet_and_resolver_name_the_same_person(demo, client, scaled, chance):
    user = demo.account("practitioner")
    client.force_login(user)
    roles = list(Role.objects.order_by("pk").values_list("slug", flat=True))
    areas = list(Area.objects.filter(coverages__isnull=False).order_by("code").values_list("code", flat=True).distinct())
    differ, named = [], 0
    for _ in range(scaled(ASKED)):
        slug, code, at = drawn(chance, roles, areas)
        query = f"area={code}&at={at:%Y-%m-%dT%H:%M}&fold=0"
        given = read(QueryDict(query), user)
        found = answer(slug, given, at=at, user=user)
        page = client.get(f"/find/{slug}/?{query}").content.decode()
        if found.ask or (given.is_empty and found.role.resolves_on != "none") or found.ladder.first is None:
            continue
        first = found.ladder.first
        told = card(first, at, lead=True)
        if big_number(page) != written(first.number.value) or (told["who"] and told["who"] not in unescape(page)):
            differ.append(("page", slug, code, at))
        everyone = [line for _title, lines in sheet(given, at=at, user=user).groups for line in lines if line.role.slug == slug]
        # The sheet shows each post by its own best rung, and a desk as it stands, closed or open.
        everyone = [line for line in everyone if line.rung.can_be_rung or not line.post.is_desk]
        if everyone and not first.fallback and len(found.posts) == 1:
            [line] = everyone
            named += 1
            if (line.rung.number, line.rung.turn and line.rung.turn.person.key) != (
                first.number,
                first.turn and first.turn.person.key,
            ):
                differ.append(("sheet", slug, code, at))
            printed = listed(client.get(f"/find/everyone/?{query}").content.decode(), slug)
            if [(number, told["who"] in who) for who, number in printed] != [(written(first.number.value), True)]:
                differ.append(("list", slug, code, at, printed, told["who"]))
    assert differ == []
    assert named > scaled(ASKED) / 20


def test_the_page_of_a_post_names_whom_the_answer_names(demo, client, scaled, chance):
    """For posts that nobody else shares a place with, the post's own page and the answer lead with the same number."""
    user = demo.account("practitioner")
    client.force_login(user)
    roles = list(Role.objects.filter(kind="person").order_by("pk").values_list("slug", flat=True))
    areas = list(Area.objects.filter(coverages__isnull=False).order_by("code").values_list("code", flat=True).distinct())
    compared = 0
    for _ in range(scaled(ASKED)):
        slug, code, at = drawn(chance, roles, areas)
        found = answer(slug, read(QueryDict(f"area={code}"), user), at=at, user=user)
        first = found.ladder.first if not found.ask else None
        if first is None or first.fallback or len(found.posts) != 1:
            continue
        post = client.get(f"/posts/{found.posts[0].key}/?at={at:%Y-%m-%dT%H:%M}&fold=0")
        compared += 1
        assert written(first.number.value) in words(post).partition("If no answer")[0], (slug, code, at)
    assert compared
