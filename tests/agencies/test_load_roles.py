"""Loading the roles: all of them, any number of times, and never over what an administrator decided."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agencies.models import AgencyKind, Role
from agencies.seed import taxonomy
from agencies.seed.actions import load_roles
from audit.models import Event

SHIPPED = taxonomy.read()
pytestmark = pytest.mark.django_db


def run():
    out = StringIO()
    call_command("load_roles", stdout=out)
    return out.getvalue().splitlines()


def with_role(slug, **changed):
    roles = tuple(replace(role, **changed) if role.slug == slug else role for role in SHIPPED.roles)
    return replace(SHIPPED, roles=roles)


def test_the_first_load_brings_every_role_with_its_words_and_chain():
    assert run()[-1] == "added 121 changed 0 unchanged 0"
    visitor = Role.objects.get(slug="hv")
    seed = next(role for role in SHIPPED.roles if role.slug == "hv")
    assert visitor.everyday_name == seed.everyday_name
    assert tuple(visitor.synonyms.order_by("pk").values_list("words", flat=True)) == seed.synonyms
    assert tuple(visitor.fallbacks.values_list("next__code", flat=True)) == seed.fallback
    assert AgencyKind.objects.count() == 30
    assert Event.objects.get().verb == "loaded roles"


def test_loading_again_changes_nothing():
    run()
    assert run()[-1] == "added 0 changed 0 unchanged 121"
    assert set(Role.objects.values_list("version", flat=True)) == {1}


def test_a_later_seed_changes_a_role_and_raises_its_version(at):
    run()
    later = with_role("hv", everyday_name="Health visitor (0 to 5)", synonyms=("HV",), fallback=("POLICE_EMERGENCY",))
    loaded = load_roles(taxonomy=later, by=None, at=at)
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, 1, 120)
    visitor = Role.objects.get(slug="hv")
    assert (visitor.version, visitor.everyday_name) == (2, "Health visitor (0 to 5)")
    assert [synonym.words for synonym in visitor.synonyms.all()] == ["HV"]
    assert [step.next.code for step in visitor.fallbacks.all()] == ["POLICE_EMERGENCY"]


def test_an_administrators_edit_outlives_the_next_load_and_the_next_seed(at):
    run()
    visitor = Role.objects.get(slug="hv")
    visitor.everyday_name = "Health visitor, Leeds"
    visitor.version = 2
    visitor.save()
    assert run()[-1] == "added 0 changed 0 unchanged 121"
    loaded = load_roles(taxonomy=with_role("hv", notes="Said otherwise."), by=None, at=at)
    assert (loaded.changed, loaded.kept) == (0, [visitor.code])
    visitor.refresh_from_db()
    assert (visitor.everyday_name, visitor.version) == ("Health visitor, Leeds", 2)


def test_the_command_names_the_roles_it_kept(monkeypatch):
    run()
    Role.objects.filter(slug="hv").update(what_for="Ring about the under-fives.")
    monkeypatch.setattr(taxonomy, "read", lambda: with_role("hv", notes="Said otherwise."))
    assert run()[0] == f"kept as edited here: {Role.objects.get(slug='hv').code}"


def test_an_added_word_counts_as_an_edit(at):
    run()
    visitor = Role.objects.get(slug="hv")
    visitor.synonyms.create(words="our Sheila")
    load_roles(taxonomy=with_role("hv", notes="Said otherwise."), by=None, at=at)
    assert visitor.synonyms.filter(words="our Sheila").exists()


def test_a_new_order_is_no_new_version(at):
    run()
    last_first = replace(SHIPPED, roles=(SHIPPED.roles[-1], *SHIPPED.roles[:-1]))
    loaded = load_roles(taxonomy=last_first, by=None, at=at)
    assert loaded.changed == 0
    assert Role.objects.first().slug == SHIPPED.roles[-1].slug


def test_a_seed_that_contradicts_itself_loads_nothing(monkeypatch):
    monkeypatch.setattr(taxonomy, "read", lambda: with_role("hv", resolves_on="star_sign"))
    with pytest.raises(CommandError, match="goes by an unknown key, 'star_sign'"):
        run()
    assert not Role.objects.exists()
