"""The seed of roles is sound, and every way in which it could contradict itself is refused."""

from dataclasses import replace

import pytest

from agencies.seed import taxonomy
from agencies.seed.taxonomy import AmbiguousTerm, SeedKind, SeedRole, Taxonomy, problems

KIND = SeedKind("la_children", "Council children's services", "social_care", "Emergency duty team")


def role(code, **changed):
    plain = dict.fromkeys(SeedRole.__dataclass_fields__, "") | {
        "code": code,
        "slug": code.lower(),
        "agency_kind": "la_children",
        "kind": "person",
        "resolves_on": "home",
        "question": "Where does the child live?",
        "review_days": 90,
        "synonyms": (),
        "fallback": ("DESK",),
    }
    return SeedRole(**plain | changed)


DESK = role("DESK", kind="desk", fallback=())


def seed(*roles, ambiguous=()):
    return Taxonomy((KIND,), (DESK, *roles), tuple(ambiguous))


def test_the_seed_we_ship_has_121_roles_and_nothing_wrong():
    shipped = taxonomy.read()
    assert problems(shipped) == []
    assert (len(shipped.kinds), len(shipped.roles), len(shipped.ambiguous)) == (30, 121, 60)


def test_a_hyphen_in_the_seed_means_empty():
    by_slug = {role.slug: role for role in taxonomy.read().roles}
    assert by_slug["pro-consult-line"].abbreviation == ""
    assert by_slug["police-emergency"].fallback == ()
    assert all("-" not in role.synonyms for role in by_slug.values())


def test_every_role_keeps_what_is_said_of_its_judgement():
    assert sum(bool(role.guess) for role in taxonomy.read().roles) == 117


def test_a_sound_seed_has_no_problems():
    assert problems(seed(role("HV"), role("LADO", resolves_on="employer|~setting"))) == []


@pytest.mark.parametrize(
    "broken, sentence",
    [
        (role("HV", resolves_on=""), "HV has a blank key to go by."),
        (role("HV", resolves_on="home|"), "HV has a blank key to go by."),
        (role("HV", resolves_on="home|~"), "HV has a blank key to go by."),
        (role("HV", resolves_on="postcode"), "HV goes by an unknown key, 'postcode'."),
        (role("HV", resolves_on="~home"), "HV must name its proper key first and second best ones after it."),
        (role("HV", resolves_on="home|~school|practice"), "HV must name its proper key first and second best ones after it."),
        (role("HV", resolves_on="none|~home"), "HV needs no key, so it cannot have others."),
        (role("HV", question=""), "HV has no question to ask."),
        (role("HV", agency_kind="circus"), "HV belongs to an unknown kind of agency, 'circus'."),
        (role("HV", kind="robot"), "HV is of an unknown kind, 'robot'."),
        (role("HV", fallback=()), "The fallback chain of HV ends in HV, which is not a desk."),
        (role("HV", fallback=("NOBODY",)), "HV falls back to an unknown role, 'NOBODY'."),
        (role("HV", fallback=("HV", "DESK")), "HV falls back to itself, or to one role twice."),
        (role("HV", fallback=("DESK", "DESK")), "HV falls back to itself, or to one role twice."),
        (role("HV", synonyms=(" ",)), "HV has a blank synonym."),
        (role("HV", synonyms=("visitor", "Visitor")), "HV has the synonym 'visitor' twice."),
    ],
)
def test_a_role_that_could_mislead_is_refused(broken, sentence):
    assert problems(seed(broken)) == [sentence]


def test_a_chain_that_ends_in_a_person_is_refused():
    found = problems(seed(role("HV", fallback=("LEAD",)), role("LEAD")))
    assert found == ["The fallback chain of HV ends in LEAD, which is not a desk."]


def test_desks_that_send_people_round_in_circles_are_refused():
    found = problems(seed(role("DAY", kind="desk", fallback=("NIGHT",)), role("NIGHT", kind="desk", fallback=("DAY",))))
    assert found == ["The fallback chain of DAY goes round in a loop.", "The fallback chain of NIGHT goes round in a loop."]


def test_a_word_for_two_roles_must_be_listed_as_ambiguous_for_both():
    two = (role("HV", synonyms=("0-19",)), role("SN", synonyms=("0-19",)))
    sentence = "'0-19' means HV and SN, but the ambiguous terms do not list it for them."
    assert problems(seed(*two)) == [sentence]
    assert problems(seed(*two, ambiguous=[AmbiguousTerm("0-19", ("HV",), "?", "")])) == [sentence]
    assert problems(seed(*two, ambiguous=[AmbiguousTerm("0-19", ("HV", "SN"), "Which?", "")])) == []


def test_an_ambiguous_term_for_a_role_that_does_not_exist_is_refused():
    found = problems(seed(ambiguous=[AmbiguousTerm("dsp", ("NOBODY",), "Which?", "")]))
    assert found == ["The ambiguous term 'dsp' names an unknown role, 'NOBODY'."]


def test_a_code_or_slug_used_twice_is_refused():
    assert problems(seed(role("HV"), replace(role("SN"), slug="hv"))) == ["The slug 'hv' is used 2 times."]
    assert "The role code 'HV' is used 2 times." in problems(seed(role("HV"), role("HV", slug="other")))
    assert problems(Taxonomy((KIND, KIND), (DESK,), ())) == ["The kind of agency 'la_children' is used 2 times."]
