"""Which posts answer for the places given, on which key, and which one question is still open."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agencies.seed import taxonomy
from directory.finder.matching import ANY_BASIS, KEYS, Places, Row, Target, match, match_anywhere, missing_key, share_out

SECTOR, WARD, LEEDS, FORCE = (
    Target("area", pk, name) for pk, name in ((1, "LS7 4"), (2, "Chapel Allerton"), (3, "Leeds"), (4, "Force"))
)
BRADFORD = Target("area", 5, "Bradford")
SCHOOL, SURGERY = Target("setting", 1, "Example Primary"), Target("setting", 2, "Example Surgery")
TRUST = Target("agency", 1, "Example Trust")
HOME = (SECTOR, WARD, LEEDS, FORCE)

# Each key, the place that answers to it, and the basis a coverage must have for it: domain rules, written out by hand.
PROPER = [
    ("home", {"main": HOME}, {"residence"}),
    ("where_now", {"main": HOME}, {"residence"}),
    ("incident", {"main": HOME}, {"incident", "residence"}),
    ("employer", {"main": HOME}, {"employer", "residence"}),
    ("holding_authority", {"authority": (LEEDS,)}, {"residence"}),
    ("holding_authority", {"main": HOME}, {"residence"}),
    ("school", {"school": (SCHOOL, LEEDS)}, {"school"}),
    ("practice", {"practice": (SURGERY, LEEDS)}, {"gp"}),
    ("setting", {"provider": (TRUST,)}, {"agency", "school"}),
    ("setting", {"school": (SCHOOL,)}, {"agency", "school"}),
    ("provider", {"provider": (TRUST,)}, {"agency"}),
    ("organisation", {"provider": (TRUST,)}, {"agency"}),
    ("none", {"main": HOME}, {"residence", "incident", "agency"}),
]
ROLES = {role.slug: role.resolves_on.split("|") for role in taxonomy.read().roles}
# One place of each kind that can be given.
GIVEN = {"main": HOME, "school": (SCHOOL, LEEDS), "practice": (SURGERY, LEEDS), "authority": (BRADFORD,), "provider": (TRUST,)}


def row(post, target=LEEDS, basis="residence", **more):
    return Row(post, more.pop("agency", 1), target.kind, target.id, basis, **more)


def found(matches):
    return [hit.row.post for hit in matches]


def test_every_key_of_the_roles_is_known():
    assert {key.lstrip("~") for keys in ROLES.values() for key in keys} == KEYS.keys() == taxonomy.KEYS


@pytest.mark.parametrize("key, places, bases", PROPER)
def test_a_proper_key_takes_its_own_basis_and_no_other(key, places, bases):
    (targets,) = places.values()
    rows = [row(post, targets[0], basis) for post, basis in enumerate(sorted(ANY_BASIS))]
    assert {hit.row.basis for hit in match([key], rows, Places(**places))} == bases
    assert all(hit.proper and hit.key == key for hit in match([key], rows, Places(**places)))


@pytest.mark.parametrize("key, places, bases", [case for case in PROPER if case[0] != "none"])
def test_a_second_best_key_takes_any_basis_and_says_that_it_is_not_the_proper_one(key, places, bases):
    (targets,) = places.values()
    rows = [row(post, targets[0], basis) for post, basis in enumerate(sorted(ANY_BASIS))]
    hits = match(["none", f"~{key}"] if "main" not in places else [f"~{key}"], rows, Places(**places))
    assert {hit.row.basis for hit in hits} == ANY_BASIS
    assert not any(hit.proper for hit in hits)


def test_a_second_best_key_counts_only_when_no_proper_one_found_anybody():
    rows = [row(1, SCHOOL, "school"), row(2, LEEDS)]
    both = Places(main=HOME, school=(SCHOOL,))
    assert found(match(["school", "~home"], rows, both)) == [1]
    assert found(match(["school", "~home"], rows[1:], both)) == [2]
    assert found(match(["school", "~home"], rows, Places(main=HOME))) == [2]


def test_a_place_of_another_kind_finds_nobody():
    assert match(["school"], [row(1, LEEDS, "school")], Places(main=HOME)) == []
    assert match(["home"], [row(1, Target("setting", LEEDS.id, "Same number"))], Places(main=HOME)) == []


def test_the_smallest_place_comes_first_then_the_agencys_own_order():
    rows = [row(1, FORCE), row(2, LEEDS, priority=2), row(3, LEEDS, priority=1), row(4, SECTOR, priority=9), row(5, WARD)]
    assert found(match(["home"], rows, Places(main=HOME))) == [4, 5, 3, 2, 1]


def test_what_the_agency_chose_for_this_place_comes_before_the_map():
    rows = [row(1, SECTOR), row(2, FORCE, override=True)]
    assert found(match(["home"], rows, Places(main=HOME))) == [2, 1]


def test_the_first_proper_key_comes_before_the_second():
    rows = [row(1, SCHOOL, "school"), row(2, LEEDS)]
    assert found(match(["home", "school"], rows, Places(main=HOME, school=(SCHOOL,)))) == [2, 1]


def test_a_post_that_covers_several_places_appears_once_for_the_best_of_them():
    (hit,) = match(["home"], [row(1, FORCE), row(1, WARD), row(1, LEEDS)], Places(main=HOME))
    assert hit.target == WARD


def test_which_council_holds_the_plan_outweighs_the_place_on_the_map():
    rows = [row(1, LEEDS), row(2, BRADFORD)]
    assert found(match(["holding_authority"], rows, Places(main=HOME, authority=(BRADFORD,)))) == [2]
    assert found(match(["holding_authority"], rows, Places(main=HOME))) == [1]


def test_a_role_that_stands_in_is_found_by_any_place_on_any_basis():
    rows = [row(1, SURGERY, "gp"), row(2, TRUST, "agency"), row(3, SCHOOL, "school"), row(4, FORCE, "incident"), row(5, BRADFORD)]
    assert found(match_anywhere(rows, Places(main=HOME, school=(SCHOOL,), practice=(SURGERY,), provider=(TRUST,)))) == [
        4,
        3,
        1,
        2,
    ]
    assert found(match_anywhere(rows, Places(authority=(BRADFORD,)))) == [5]


# Health visiting. Agency 1 serves Leeds, agency 2 Bradford. Each has a line for its council by home; agency 1 has people for
# wards (post 11) and for a surgery (post 12), agency 2 for a surgery (post 22) and a ward (post 21).
BRADFORD_WARD = Target("area", 6, "Manningham")
BRADFORD_SURGERY = Target("setting", 3, "Other Surgery")
BOTH_SERVICES = [
    row(10, LEEDS, priority=9),
    row(11, WARD),
    row(12, SURGERY, "gp"),
    row(20, BRADFORD, priority=9, agency=2),
    row(21, BRADFORD_WARD, agency=2),
    row(22, BRADFORD_SURGERY, "gp", agency=2),
]
LEEDS_HOME, BRADFORD_HOME = (WARD, LEEDS, FORCE), (BRADFORD_WARD, BRADFORD, FORCE)


def visiting(rules, rows=BOTH_SERVICES, **places):
    places = Places(**places)
    return share_out(match(["home", "practice"], rows, places), rules, places)


@pytest.mark.parametrize(
    "rules, home, surgery, here, elsewhere, ask",
    [
        # By home: the surgery's own visitor is somebody else's answer.
        ({1: "residence"}, LEEDS_HOME, (SURGERY, LEEDS), [11, 10], [12], None),
        ({}, LEEDS_HOME, (SURGERY, LEEDS), [11, 10], [12], None),
        ({}, LEEDS_HOME, (), [11, 10], [], None),
        # By surgery: asked for when missing, and first when given.
        ({1: "gp"}, LEEDS_HOME, (), [11, 10], [], "practice"),
        ({1: "gp"}, LEEDS_HOME, (SURGERY, LEEDS), [12, 11, 10], [], None),
        # As one team, or by hub: the surgery changes nothing and is not asked for.
        ({1: "team"}, LEEDS_HOME, (SURGERY, LEEDS), [11, 10], [12], None),
        ({1: "hub"}, LEEDS_HOME, (), [11, 10], [], None),
        # Home in one council, surgery in the next: the home decides whose service it is, whatever the other one's rule.
        ({1: "gp", 2: "gp"}, LEEDS_HOME, (BRADFORD_SURGERY, BRADFORD), [11, 10], [22], None),
        ({1: "residence", 2: "gp"}, LEEDS_HOME, (BRADFORD_SURGERY, BRADFORD), [11, 10], [22], None),
        ({1: "gp", 2: "residence"}, BRADFORD_HOME, (SURGERY, LEEDS), [21, 20], [12], None),
        # Nobody serves the home: the surgery does not make them somebody's.
        ({1: "gp"}, (Target("area", 9, "York"), FORCE), (SURGERY, LEEDS), [], [12], None),
        ({1: "gp"}, (Target("area", 9, "York"), FORCE), (), [], [], None),
        # Only the surgery is known: the home is asked for, and meanwhile the surgery's visitor is the best guess.
        ({1: "gp"}, (), (SURGERY, LEEDS), [12], [], "home"),
        ({1: "residence"}, (), (SURGERY, LEEDS), [12], [], "home"),
        ({}, (), (BRADFORD_WARD,), [], [], "home"),
    ],
)
def test_the_home_decides_the_service_and_its_rule_decides_the_person(rules, home, surgery, here, elsewhere, ask):
    shared = visiting(rules, main=home, practice=surgery)
    assert (found(shared.here), found(shared.elsewhere), shared.ask) == (here, elsewhere, ask)


def test_two_services_in_one_place_go_by_the_rule_of_the_one_that_is_placed_best():
    rows = [row(1, WARD, agency=1), row(2, LEEDS, agency=2), row(3, SURGERY, "gp", agency=2)]
    shared = visiting({2: "gp"}, rows, main=HOME, practice=(SURGERY,))
    assert (found(shared.here), shared.rule) == ([1, 2, 3], "residence")
    assert visiting({2: "gp"}, rows, main=HOME).ask is None
    assert visiting({1: "gp"}, rows, main=HOME).ask == "practice"


def test_a_visitor_with_a_ward_and_a_surgery_is_found_by_whichever_decides():
    rows = [row(1, LEEDS), row(2, WARD), row(2, SURGERY, "gp"), row(3, SURGERY, "gp")]
    by_surgery = visiting({1: "gp"}, rows, main=HOME, practice=(SURGERY,))
    assert [(hit.row.post, hit.key) for hit in by_surgery.here] == [(2, "practice"), (3, "practice"), (1, "home")]
    by_home = visiting({}, rows, main=HOME, practice=(SURGERY,))
    assert [(hit.row.post, hit.key) for hit in by_home.here] == [(2, "home"), (1, "home")]
    assert found(by_home.elsewhere) == [3]


# What is still to ask.
def combinations():
    for chosen in product([False, True], repeat=len(GIVEN)):
        yield Places(**{name: places for (name, places), given in zip(GIVEN.items(), chosen, strict=True) if given})


@pytest.mark.parametrize("slug", ROLES)
def test_a_role_asks_for_its_first_proper_key_and_never_for_one_that_was_given(slug):
    keys = ROLES[slug]
    proper = [key for key in keys if not key.startswith("~")]
    for places in combinations():
        asked = missing_key(keys, places, unsure=False)
        if proper == ["none"] or any(places.for_key(key) for key in proper):
            assert asked is None
        else:
            assert asked == proper[0]


@pytest.mark.parametrize("slug", ROLES)
def test_one_answer_or_one_dont_know_ends_the_asking(slug):
    keys = ROLES[slug]
    for places in combinations():
        asked = missing_key(keys, places, unsure=False)
        if asked is None:
            continue
        field = KEYS[asked][0]
        answered = Places(**{name: getattr(places, name) for name in GIVEN} | {field: GIVEN[field]})
        assert missing_key(keys, answered, unsure=False) is None
        if places.everything:
            assert missing_key(keys, places, unsure=True) is None


TARGETS = [*HOME, BRADFORD, SCHOOL, SURGERY, TRUST]
ROWS = st.builds(
    lambda post, target, basis, priority, override: row(
        post, target, basis, priority=priority, override=override, agency=post % 3
    ),
    st.integers(1, 8),
    st.sampled_from(TARGETS),
    st.sampled_from(sorted(ANY_BASIS)),
    st.integers(1, 3),
    st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(ROWS, max_size=20), st.sampled_from(sorted(ROLES)), st.sampled_from(list(combinations())), st.randoms())
def test_the_order_in_which_coverage_was_entered_does_not_matter(rows, slug, places, chance):
    keys, shuffled = ROLES[slug], chance.sample(rows, len(rows))

    def seen(matches):
        return [(hit.row.post, hit.key, hit.rank) for hit in matches]

    assert seen(match(keys, rows, places)) == seen(match(keys, shuffled, places))
    assert seen(match_anywhere(rows, places)) == seen(match_anywhere(shuffled, places))


@settings(deadline=None, max_examples=60)
@given(
    st.lists(ROWS, max_size=20), st.dictionaries(st.integers(0, 2), st.sampled_from(["gp", "residence", "team"])), st.booleans()
)
def test_sharing_out_loses_nobody_and_names_nobody_twice(rows, rules, with_surgery):
    places = Places(main=HOME, practice=(SURGERY, LEEDS) if with_surgery else ())
    matches = match(["home", "practice"], rows, places)
    shared = share_out(matches, rules, places)
    everybody = found(shared.here) + found(shared.elsewhere)
    assert len(everybody) == len(set(everybody))
    assert set(everybody) == set(found(matches))
