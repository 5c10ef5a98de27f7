"""The places of the country, how they nest, what they are called, and those we make ourselves."""

import datetime
import io
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from areas import facts
from areas.actions import ensure_postcode_area, make_local_area, seed_places
from areas.models import Area, AreaAlias, Nesting, PostcodeEdition, Succession
from audit.models import Event

pytestmark = pytest.mark.django_db

LEEDS, BRADFORD, WEST_YORKSHIRE, YORKSHIRE, ENGLAND = "E08000035", "E08000032", "E23000010", "E12000003", "E92000001"
CAMBRIDGE, CAMBRIDGESHIRE, CAMBRIDGESHIRE_POLICE, EAST = "E07000008", "E10000003", "E23000023", "E12000006"


def around(*codes, date=None):
    return set(Area.objects.around(codes, date).values_list("code", flat=True))


def names(areas):
    return [area.name for area in areas]


def the(code):
    return Area.objects.get(code=code)


# --- The seed


def test_the_seed_holds_every_council_force_region_and_country(places):
    counts = Counter(Area.objects.values_list("kind", flat=True))
    assert counts == {"country": 4, "region": 9, "police": 45, "upper_tier": 21, "authority": 361}
    assert places == {"added": 440, "changed": 0, "unchanged": 0}


def test_loading_again_changes_nothing_and_leaves_no_record(places):
    out = io.StringIO()
    call_command("load_places", stdout=out)
    assert out.getvalue() == "added 0 changed 0 unchanged 440\n"
    assert Event.objects.filter(verb="seeded places").count() == 1


def test_loading_puts_right_what_was_altered_and_says_so(places, by_system):
    Area.objects.filter(code=LEEDS).update(name="Leedz", name_key="leedz")
    Area.objects.filter(code=BRADFORD).delete()
    assert seed_places(**by_system) == {"added": 1, "changed": 1, "unchanged": 438}
    assert the(LEEDS).name == "Leeds"
    assert around(BRADFORD) == {BRADFORD, WEST_YORKSHIRE, YORKSHIRE, ENGLAND}


def test_every_council_lies_in_what_the_facts_say(places):
    nested = {}
    for inner, outer in Nesting.objects.values_list("area__code", "within__code"):
        nested.setdefault(inner, set()).add(outer)
    for code, authority in facts.authorities().items():
        assert nested[code] == {place.code for place in authority.containers()}


def test_a_district_lies_in_its_county_force_region_and_country(places):
    assert around(CAMBRIDGE) == {CAMBRIDGE, CAMBRIDGESHIRE, CAMBRIDGESHIRE_POLICE, EAST, ENGLAND}


def test_a_county_lies_in_its_force_and_a_force_in_its_region(places):
    assert around(CAMBRIDGESHIRE) == {CAMBRIDGESHIRE, CAMBRIDGESHIRE_POLICE, EAST, ENGLAND}
    assert around(WEST_YORKSHIRE) == {WEST_YORKSHIRE, YORKSHIRE, ENGLAND}
    assert around("S23000009") == {"S23000009", "S92000003"}


def test_nesting_is_closed(places):
    pairs = set(Nesting.objects.values_list("area", "within"))
    assert {(a, d) for a, b in pairs for c, d in pairs if b == c} <= pairs


def test_whose_childrens_services_they_are(places):
    answering = Area.objects.answering_for_children()
    assert answering.count() == 361 - 164 + 21
    assert the(CAMBRIDGESHIRE) in answering
    assert the(CAMBRIDGE) not in answering
    assert {area.pk for area in answering} == {area.pk for area in Area.objects.all() if area.answers_for_children}


def test_what_lies_in_an_area(places):
    assert names(Area.objects.inside(the(WEST_YORKSHIRE))) == ["Bradford", "Calderdale", "Kirklees", "Leeds", "Wakefield"]


# --- Names


@pytest.mark.parametrize(
    "typed, first",
    [
        ("leeds", "Leeds"),
        ("LEEDS ", "Leeds"),
        ("bradf", "Bradford"),
        ("hull", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("psni", "Police Service of Northern Ireland"),
        ("ynys mon", "Isle of Anglesey"),
        ("E08000035", "Leeds"),
        ("st helens", "St. Helens"),
        ("king's lynn & west norfolk", "King's Lynn and West Norfolk"),
        ("anglesey", "Isle of Anglesey"),
    ],
)
def test_a_place_is_found_by_what_people_call_it(places, typed, first):
    assert names(Area.objects.named_like(typed))[0] == first


def test_exact_names_come_first_then_those_that_start_so_then_later_words(places):
    found = [(area.name, area.likeness) for area in Area.objects.named_like("york")]
    assert found[0] == ("York", 0)
    assert ("Yorkshire and The Humber", 1) in found
    assert found[-1][1] == 2
    assert ("North Yorkshire", 2) in found
    assert [likeness for _name, likeness in found] == sorted(likeness for _name, likeness in found)


def test_a_place_with_many_aliases_is_found_once(places):
    area = the(LEEDS)
    for name in ("Leeds district", "Leeds metropolitan district"):
        AreaAlias.objects.create(area=area, name=name, name_key=name.lower())
    assert names(Area.objects.named_like("leeds")) == ["Leeds"]


@pytest.mark.parametrize("typed", ["", "  ", "…", "nowhere at all"])
def test_nothing_is_found_for_nothing(places, typed):
    assert list(Area.objects.named_like(typed)) == []


def test_marks_that_mean_something_to_a_database_are_letters_like_others(places):
    assert list(Area.objects.named_like("lee%")) == list(Area.objects.named_like("lee"))
    assert list(Area.objects.named_like("l_eds")) == []


# --- Postcode areas, made when they are first named


def test_a_sector_is_made_with_its_district_in_everything_they_lie_in(places, postcodes_file, by_system):
    sector = ensure_postcode_area(code="ls7 4", **by_system)
    assert (sector.code, sector.kind) == ("LS7 4", "postcode_sector")
    assert the("LS7").kind == "postcode_district"
    assert around("LS7 4") == {"LS7 4", "LS7", LEEDS, WEST_YORKSHIRE, YORKSHIRE, ENGLAND}
    assert Event.objects.filter(verb="made postcode area").count() == 2


def test_a_district_in_several_councils_lies_only_in_what_they_share(places, postcodes_file, by_system):
    ensure_postcode_area(code="LS29", **by_system)
    assert around("LS29") == {"LS29", YORKSHIRE, ENGLAND}
    ensure_postcode_area(code="LS29 9", **by_system)
    assert around("LS29 9") == {"LS29 9", "LS29", BRADFORD, WEST_YORKSHIRE, YORKSHIRE, ENGLAND}


def test_naming_it_again_makes_nothing(places, postcodes_file, by_system):
    first = ensure_postcode_area(code="LS7", **by_system)
    assert ensure_postcode_area(code="ls7", **by_system) == first
    assert Event.objects.filter(verb="made postcode area").count() == 1


@pytest.mark.parametrize("text", ["LS7 4AA", "LS", "ZZ99", "Leeds", "", "JE2"])
def test_what_is_no_sector_or_district_makes_none(places, postcodes_file, by_system, text):
    with pytest.raises(ValueError, match="is not"):
        ensure_postcode_area(code=text, **by_system)
    assert not Area.objects.filter(kind__startswith="postcode").exists()


# --- Local areas


def test_a_local_area_joins_its_members_and_lies_in_what_they_share(places, by_system):
    area = make_local_area(
        name="Leeds and Bradford", local_kind="BCU", members=[the(LEEDS), the(BRADFORD)], key="north", **by_system
    )
    assert (area.code, area.kind_name) == ("local:north", "BCU")
    assert around(LEEDS) == {LEEDS, "local:north", WEST_YORKSHIRE, YORKSHIRE, ENGLAND}
    assert around("local:north") == {"local:north", WEST_YORKSHIRE, YORKSHIRE, ENGLAND}
    assert Event.objects.filter(verb="made local area").count() == 1


def test_what_lies_in_a_member_lies_in_the_local_area_made_before_or_after(places, postcodes_file, by_system):
    ensure_postcode_area(code="LS7", **by_system)
    make_local_area(name="Leeds place", local_kind="place", members=[the(LEEDS)], key="leeds", **by_system)
    ensure_postcode_area(code="LS8", **by_system)
    assert "local:leeds" in around("LS7")
    assert "local:leeds" in around("LS8")


def test_a_local_area_of_postcode_districts(places, postcodes_file, by_system):
    districts = [ensure_postcode_area(code=code, **by_system) for code in ("LS7", "LS8")]
    make_local_area(name="Chapeltown and Roundhay", local_kind="locality", members=districts, key="north-east", **by_system)
    ensure_postcode_area(code="LS7 4", **by_system)
    assert around("LS7 4") == {"LS7 4", "LS7", "local:north-east", LEEDS, WEST_YORKSHIRE, YORKSHIRE, ENGLAND}
    assert around("local:north-east") == {"local:north-east", LEEDS, WEST_YORKSHIRE, YORKSHIRE, ENGLAND}


def test_without_a_key_one_is_drawn(places, by_system):
    codes = {make_local_area(name="Here", local_kind="patch", members=[the(LEEDS)], **by_system).code for _ in range(2)}
    assert len(codes) == 2
    assert {len(code) for code in codes} == {len("local:") + 10}


@pytest.mark.parametrize("name, members", [("", [LEEDS]), ("…", [LEEDS]), ("Nothing", [])])
def test_a_local_area_needs_a_name_and_a_member(places, by_system, name, members):
    with pytest.raises(ValueError, match="needs a name and at least one member"):
        make_local_area(name=name, local_kind="patch", members=[the(code) for code in members], **by_system)


# --- Dates


def test_what_has_ended_or_not_begun_is_not_there_on_the_day(places):
    first, last = datetime.date(2026, 4, 1), datetime.date(2027, 3, 31)
    Area.objects.filter(code=LEEDS).update(valid_from=first, valid_to=last)
    day = datetime.timedelta(days=1)
    there = [Area.objects.on(date).filter(code=LEEDS).exists() for date in (first - day, first, last, last + day)]
    assert there == [False, True, True, False]


def test_a_nesting_that_has_ended_no_longer_counts(places):
    Nesting.objects.filter(area__code=LEEDS, within__code=WEST_YORKSHIRE).update(valid_to=datetime.date(2026, 6, 30))
    assert WEST_YORKSHIRE in around(LEEDS, date=datetime.date(2026, 6, 30))
    assert WEST_YORKSHIRE not in around(LEEDS, date=datetime.date(2026, 7, 1))
    assert WEST_YORKSHIRE in around(LEEDS)
    assert Nesting.objects.on(datetime.date(2026, 7, 1)).filter(area__code=LEEDS).count() == 2


# --- What the database refuses


@pytest.mark.parametrize(
    "broken, constraint",
    [
        (lambda: Area(code="", kind="ward", name="A", name_key="a"), "area_code_is_not_empty"),
        (lambda: Area(code="X1", kind="ward", name="", name_key=""), "area_name_is_not_empty"),
        (lambda: Area(code="X1", kind="ward", name="A", local_kind="BCU"), "only_local_areas_have_their_own_kind"),
        (lambda: Area(code="local:x", kind="local", name="A"), "only_local_areas_have_their_own_kind"),
        (
            lambda: Area(
                code="X1", kind="ward", name="A", valid_from=datetime.date(2026, 2, 1), valid_to=datetime.date(2026, 1, 1)
            ),
            "area_does_not_end_before_it_starts",
        ),
        (lambda: Nesting(area=the(LEEDS), within=the(LEEDS)), "no_area_lies_in_itself"),
        (
            lambda: Nesting(
                area=the(LEEDS),
                within=the(BRADFORD),
                valid_from=datetime.date(2026, 2, 1),
                valid_to=datetime.date(2026, 1, 1),
            ),
            "nesting_does_not_end_before_it_starts",
        ),
        (lambda: AreaAlias(area=the(LEEDS), name="…", name_key=""), "an_alias_has_letters_or_digits"),
        (lambda: Succession(old=the(LEEDS), new=the(LEEDS), on=datetime.date(2026, 1, 1)), "no_area_succeeds_itself"),
    ],
)
def test_the_database_refuses_what_makes_no_sense(places, broken, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        broken().save()


@pytest.mark.parametrize(
    "twice",
    [
        lambda: Area(code=LEEDS, kind="authority", name="Leeds again"),
        lambda: Nesting(area=the(LEEDS), within=the(ENGLAND)),
        lambda: AreaAlias(area=the(LEEDS), name="Leeds City Council", name_key="leeds city council"),
    ],
)
def test_nothing_is_there_twice(places, twice):
    with pytest.raises(IntegrityError), transaction.atomic():
        twice().save()


def test_there_is_one_edition_of_postcodes(db, noon):
    with pytest.raises(IntegrityError, match="there_is_one_postcode_edition"), transaction.atomic():
        PostcodeEdition.objects.create(id=2, version="2", label="2", count=1, loaded_at=noon)


def test_things_are_called_what_they_are(places):
    assert str(the(LEEDS)) == "Leeds"
    assert the(LEEDS).kind_name == "council"
    assert str(AreaAlias.objects.get(name="PSNI")) == "PSNI"
    nesting = Nesting.objects.filter(area__code=LEEDS).first()
    assert str(nesting) == f"{nesting.area_id} in {nesting.within_id}"
    assert str(Succession(old_id=1, new_id=2)) == "1 became 2"
    assert str(PostcodeEdition(version="May 2026")) == "May 2026"
