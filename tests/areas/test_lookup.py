"""Where real postcodes are, checked against the facts about each authority."""

import csv
import math
import sqlite3
import threading
from pathlib import Path

import pytest

from areas import facts
from areas.answers import Elsewhere, Exact, Point, Refused, Split, Suggested, Unknown
from areas.lookup import distance_m, locate, locate_point

pytestmark = pytest.mark.usefixtures("postcodes_file")

with (facts.SEED / "local_authorities.csv").open(encoding="utf-8", newline="") as file:
    FACTS = {row["code"]: row for row in csv.DictReader(file)}
SELF = "itself"

# Postcode, authority, the council above it when children's services are a county's, police force.
WHERE = [
    ("SW1A 2AA", "Westminster", SELF, "Metropolitan Police"),
    ("EC2V 7HH", "City of London", SELF, "City of London Police"),
    ("N17 0BX", "Haringey", SELF, "Metropolitan Police"),
    ("NW1 0PE", "Camden", SELF, "Metropolitan Police"),
    ("KT1 1EU", "Kingston upon Thames", SELF, "Metropolitan Police"),
    ("CR0 1EA", "Croydon", SELF, "Metropolitan Police"),
    ("LS1 1UR", "Leeds", SELF, "West Yorkshire Police"),
    ("BD1 1HX", "Bradford", SELF, "West Yorkshire Police"),
    ("WF1 2HQ", "Wakefield", SELF, "West Yorkshire Police"),
    # Border cases: one outward code, three councils and two forces; and towns whose postcode belongs across the border.
    ("LS29 9ET", "Bradford", SELF, "West Yorkshire Police"),
    ("LS29 6AA", "Leeds", SELF, "West Yorkshire Police"),
    ("LS21 1BG", "Leeds", SELF, "West Yorkshire Police"),
    ("BD24 9BS", "North Yorkshire", SELF, "North Yorkshire Police"),
    ("HG1 2SG", "North Yorkshire", SELF, "North Yorkshire Police"),
    ("DL10 4DQ", "North Yorkshire", SELF, "North Yorkshire Police"),
    ("NG10 1JA", "Erewash", "Derbyshire", "Derbyshire Constabulary"),
    ("TD15 1BN", "Northumberland", SELF, "Northumbria Police"),
    ("CH7 6NB", "Flintshire", SELF, "North Wales Police"),
    ("HR3 5BJ", "Powys", SELF, "Dyfed-Powys Police"),
    ("LD7 1BL", "Powys", SELF, "Dyfed-Powys Police"),
    # Counties and their districts, and the unitary councils cut out of them.
    ("CB2 3QJ", "Cambridge", "Cambridgeshire", "Cambridgeshire Constabulary"),
    ("PE1 1HF", "Peterborough", SELF, "Cambridgeshire Constabulary"),
    ("OX1 1BX", "Oxford", "Oxfordshire", "Thames Valley Police"),
    ("OX14 3JN", "Vale of White Horse", "Oxfordshire", "Thames Valley Police"),
    ("CT1 1YW", "Canterbury", "Kent", "Kent Police"),
    ("ME4 4TR", "Medway", SELF, "Kent Police"),
    ("GU1 2EB", "Guildford", "Surrey", "Surrey Police"),
    ("CM1 1QH", "Chelmsford", "Essex", "Essex Police"),
    ("SS1 1LL", "Southend-on-Sea", SELF, "Essex Police"),
    ("WR1 2EY", "Worcester", "Worcestershire", "West Mercia Police"),
    ("HR1 2BB", "Herefordshire", SELF, "West Mercia Police"),
    ("BN21 4TW", "Eastbourne", "East Sussex", "Sussex Police"),
    ("RH10 1UZ", "Crawley", "West Sussex", "Sussex Police"),
    ("BN1 1JA", "Brighton and Hove", SELF, "Sussex Police"),
    ("PR1 2RL", "Preston", "Lancashire", "Lancashire Constabulary"),
    ("BB1 7DY", "Blackburn with Darwen", SELF, "Lancashire Constabulary"),
    ("DE6 1HN", "Derbyshire Dales", "Derbyshire", "Derbyshire Constabulary"),
    # Councils made or recoded lately.
    ("LA9 4UQ", "Westmorland and Furness", SELF, "Cumbria Constabulary"),
    ("CA1 1QS", "Cumberland", SELF, "Cumbria Constabulary"),
    ("S1 2HH", "Sheffield", SELF, "South Yorkshire Police"),
    ("S70 2TA", "Barnsley", SELF, "South Yorkshire Police"),
    # Islands.
    ("TR21 0LW", "Isles of Scilly", SELF, "Devon and Cornwall Police"),
    ("PO30 1UD", "Isle of Wight", SELF, "Hampshire and Isle of Wight Constabulary"),
    ("HS1 2BW", "Na h-Eileanan Siar", SELF, "Police Scotland"),
    ("ZE1 0LZ", "Shetland Islands", SELF, "Police Scotland"),
    # Wales, Scotland, Northern Ireland.
    ("CF10 4UW", "Cardiff", SELF, "South Wales Police"),
    ("SA1 3SN", "Swansea", SELF, "South Wales Police"),
    ("SY23 3UE", "Ceredigion", SELF, "Dyfed-Powys Police"),
    ("NP20 4UR", "Newport", SELF, "Gwent Police"),
    ("EH1 1YJ", "City of Edinburgh", SELF, "Police Scotland"),
    ("AB10 1AB", "Aberdeen City", SELF, "Police Scotland"),
    ("BT1 5GS", "Belfast", SELF, "Police Service of Northern Ireland"),
    ("BT48 6DQ", "Derry City and Strabane", SELF, "Police Service of Northern Ireland"),
    ("BT74 7BT", "Fermanagh and Omagh", SELF, "Police Service of Northern Ireland"),
    # No longer used: the package holds them without saying so.
    ("AB1 0AA", "Aberdeen City", SELF, "Police Scotland"),
    ("NPT 0AD", "Newport", SELF, "Gwent Police"),
    ("W1R 0AB", "Westminster", SELF, "Metropolitan Police"),
]


@pytest.mark.parametrize("postcode, authority, county, force", WHERE, ids=[row[0] for row in WHERE])
def test_a_postcode_is_where_the_facts_say(postcode, authority, county, force):
    found = locate(postcode)
    assert (found.authority.name, found.force.name) == (authority, force)
    assert found.upper_tier.name == (authority if county is SELF else county)
    row = FACTS[found.authority.code]
    assert found.upper_tier.code == row["upper_tier_code"]
    assert found.force.code == row["police_force_code"]
    assert (found.region or found.country).code == row["region_code"]


def test_every_authority_has_postcodes_and_each_of_them_resolves_as_the_facts_say(postcodes_file):
    one_each = sqlite3.connect(f"file:{postcodes_file}?mode=ro", uri=True)
    rows = one_each.execute(
        "SELECT authority.code, min(postcode.code) FROM postcode JOIN profile ON profile.id = profile"
        " JOIN authority ON authority.id = authority GROUP BY 1"
    ).fetchall()
    one_each.close()
    assert {code for code, _postcode in rows} == set(FACTS)
    for code, postcode in rows:
        found, row = locate(postcode), FACTS[code]
        assert (found.authority.code, found.upper_tier.code, found.force.code) == (
            row["code"],
            row["upper_tier_code"],
            row["police_force_code"],
        )


def test_places_are_listed_smallest_first():
    kinds = [(place.kind, place.name) for place in locate("cb23qj").areas]
    assert kinds == [
        ("postcode_sector", "CB2 3"),
        ("postcode_district", "CB2"),
        ("authority", "Cambridge"),
        ("upper_tier", "Cambridgeshire"),
        ("police", "Cambridgeshire Constabulary"),
        ("region", "East of England"),
        ("country", "England"),
    ]


def test_outside_england_there_is_no_region():
    found = locate("CF10 4UW")
    assert found.region is None
    assert [place.kind for place in found.areas][-2:] == ["police", "country"]


def test_a_place_is_said_in_everyday_words():
    assert locate("LS1 1UR").sentence == "In Leeds."
    assert locate("CB2 3QJ").sentence == "In Cambridge, Cambridgeshire."
    assert locate("10 Some Street, Leeds LS1 1UR").sentence == "We used LS1 1UR. In Leeds."


# --- Parts of a postcode


def test_a_district_in_several_councils_asks_which_with_the_largest_first():
    found = locate("LS29")
    assert type(found) is Split
    assert found.sentence == "LS29 lies in more than one council area. Which?"
    assert [share.authority.name for share in found.shares] == ["Bradford", "Leeds", "North Yorkshire"]
    assert sum(share.share for share in found.shares) == pytest.approx(1)
    assert [place.name for place in found.areas] == ["LS29", "Yorkshire and The Humber", "England"]


def test_a_district_in_one_council_is_as_good_as_an_answer():
    found = locate("ls7")
    assert (type(found), found.partial, found.point) == (Exact, True, None)
    assert [place.name for place in found.areas][:2] == ["LS7", "Leeds"]
    assert found.sentence == "LS7 is in Leeds. Add the rest of the postcode to be exact."


def test_a_sector_may_be_certain_where_its_district_is_not():
    assert locate("LS29 9").authority.name == "Bradford"
    assert [place.name for place in locate("LS29 9").areas][:3] == ["LS29 9", "LS29", "Bradford"]


def test_a_run_together_sector_is_found_when_there_is_no_such_district():
    assert locate("LS74").written == "LS7 4"
    assert locate("LS29").written == "LS29"


def test_a_postcode_area_lists_the_councils_it_touches():
    found = locate("N")
    assert {"Haringey", "Islington", "Hackney", "Enfield", "Barnet", "Camden"} <= {share.authority.name for share in found.shares}
    assert [place.name for place in found.areas] == ["Metropolitan Police", "London", "England"]
    assert locate("ZE").authority.name == "Shetland Islands"


def test_no_list_of_councils_is_longer_than_twenty():
    longest = max((locate(area) for area in ("SY", "DE", "PE", "NG", "B", "SE", "RG", "GU")), key=lambda found: len(found.shares))
    assert len(longest.shares) <= 20


def test_a_part_nobody_holds_is_unknown():
    assert type(locate("ZZ99")) is Unknown


# --- What is not held, or is nowhere here


def test_an_unknown_postcode_offers_its_district_and_says_how_old_the_list_is():
    found = locate("LS29 0ZZ")
    assert type(found) is Unknown
    assert [share.authority.name for share in found.choices] == ["Bradford", "Leeds", "North Yorkshire"]
    assert "We don't know that postcode." in found.sentence
    assert "January 2026" in found.sentence
    assert found.areas == ()


def test_an_unknown_postcode_offers_readings_that_exist():
    assert [(offer.spaced, offer.label) for offer in locate("BI1 1AA").suggestions] == [("B11 1AA", "Use B11 1AA, with a one")]


def test_a_misread_postcode_is_offered_as_a_button_and_not_searched():
    found = locate("LS1 OAA")
    assert type(found) is Refused
    assert [offer.label for offer in found.suggestions] == ["Use LS1 0AA, with a zero"]
    assert found.sentence == "Did you mean LS1 0AA?"
    assert locate("0X1 1BX").suggestions[0].label == "Use OX1 1BX, with the letter O"
    assert locate("5014 6WB").suggestions[0].label == "Use SO14 6WB"


def test_several_readings_are_all_offered():
    offers = tuple(Suggested(spaced, "") for spaced in ("LS1 1AA", "LS2 1AA", "LS3 1AA"))
    assert Refused("misread", suggestions=offers).sentence == "Did you mean LS1 1AA, LS2 1AA or LS3 1AA?"


@pytest.mark.parametrize(
    "typed, reason, said",
    [
        ("IM1 3PG", "crown_dependency", "Jersey, Guernsey and the Isle of Man are not covered."),
        ("JE1 1JJ", "crown_dependency", "Jersey, Guernsey and the Isle of Man are not covered."),
        ("GY1 2NB", "crown_dependency", "Jersey, Guernsey and the Isle of Man are not covered."),
        ("BF1 3AA", "bfpo", "BFPO address"),
        ("GX11 1AA", "gibraltar", "GX11 1AA is in Gibraltar"),
        ("D02 AF30", "eircode", "D02 AF30 looks like an Irish Eircode"),
        ("GIR 0AA", "girobank", "GIR 0AA is no longer used"),
        ("SO15 9AW", "no_place", "not where it is"),
    ],
)
def test_elsewhere_is_said_plainly(typed, reason, said):
    found = locate(typed)
    assert (type(found), found.reason, found.areas) == (Elsewhere, reason, ())
    assert said in found.sentence


def test_a_postcode_without_a_place_offers_the_councils_of_its_district():
    assert "Southampton" in [share.authority.name for share in locate("SO15 9AW").choices]


@pytest.mark.parametrize(
    "typed, said",
    [
        ("", "Give a postcode, or a town, ward or council."),
        ("Bad postcode", "Enter a full or partial UK postcode, like SW1A 1AA."),
        ("ЅW1A 1AA", "Character 1 looks like S but is a different character. Type it again."),
        ("SW1A\x00 1AA", "There is a hidden character in that. Type it again."),
        ("SW1A 1AA or SW1A 2AA?", "There is more than one postcode: SW1A 1AA, SW1A 2AA. Which?"),
        ("943 476 5919", "Do not enter an NHS number here. Enter only a postcode. Nothing was kept."),
        ("Jayden Smith 04/05/2015 SW1A 1AA", "Enter only a postcode. Do not enter a child's details. Nothing was kept."),
        ("A" * 100_000, "That is too long. Enter only a postcode."),
    ],
)
def test_what_is_refused_is_told_what_to_do(typed, said):
    found = locate(typed)
    assert (type(found), found.sentence) == (Refused, said)


@pytest.mark.parametrize("typed", ["943 476 5919", "Jayden Smith 04/05/2015 SW1A 1AA", "A" * 1000])
def test_nothing_about_a_child_is_kept_in_an_answer(typed):
    found = locate(typed)
    assert not found.may_show
    assert typed.split()[0] not in repr(found)


# --- Near a border


def test_a_near_council_is_named_with_its_distance():
    found = locate("LS29 6AA")
    assert [(near.authority.name, near.metres) for near in found.near] == [("Bradford", 200)]
    assert found.near_sentence == "Also near Bradford (200 metres)."
    assert locate("LS1 1UR").near_sentence == ""


def test_a_distance_is_never_too_short_and_hardly_too_long(postcodes_file):
    """Measured against every postcode around Leeds and Bradford, one by one."""
    connection = sqlite3.connect(f"file:{postcodes_file}?mode=ro", uri=True)
    held = connection.execute(
        "SELECT postcode.code, authority.code, easting, northing FROM postcode JOIN profile ON profile.id = profile"
        " JOIN authority ON authority.id = authority WHERE easting BETWEEN 411000 AND 425000 AND northing BETWEEN 431000 AND 447000"
    ).fetchall()
    connection.close()
    inside = [row for row in held if 413000 < row[2] < 423000 and 433000 < row[3] < 445000]
    for postcode, authority, easting, northing in inside[:: len(inside) // 150]:
        truly = {}
        for _code, other, e, n in held:
            if other != authority:
                truly[other] = min(truly.get(other, math.inf), math.hypot(e - easting, n - northing))
        said = {near.authority.code: near.metres for near in locate(postcode).near}
        assert {code for code, metres in truly.items() if metres <= 850} <= set(said), postcode
        for code, metres in said.items():
            assert truly[code] - 50 <= metres <= truly[code] + 200, postcode


# --- Grids


def test_a_british_and_an_irish_point_are_not_comparable():
    belfast, lancaster, derry = (locate_point(code) for code in ("BT1 5GS", "LA1 1PJ", "BT48 6DQ"))
    assert (belfast.grid, lancaster.grid) == ("ie", "gb")
    assert distance_m(belfast, lancaster) is None
    assert 95_000 < distance_m(belfast, derry) < 105_000
    assert distance_m(belfast, None) is None


def test_a_point_comes_from_a_whole_postcode_only():
    assert distance_m(locate_point("LS1 1UR"), Point(430000, 434000, "gb")) < 1000  # Leeds Civic Hall
    assert [locate_point(text) for text in ("LS1", "ZZ99 9ZZ", "SO15 9AW", "")] == [None] * 4


# --- What it costs and what it needs


@pytest.mark.django_db
def test_looking_up_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        for text in ("LS1 1UR", "LS29", "ZZ99 9ZZ", "IM1 3PG", "SWIA 1AA", "N", "nothing"):
            assert locate(text).sentence


def test_many_threads_look_up_at_once():
    wrong, failed = [], []

    def ask():
        try:
            for postcode, authority, _county, _force in WHERE * 5:
                if locate(postcode).authority.name != authority:
                    wrong.append(postcode)
        except AssertionError as problem:
            failed.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (wrong, failed) == ([], [])


def test_without_a_file_the_answer_says_so(settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "none.sqlite3"
    found = locate("LS1 1UR")
    assert (type(found), found.loaded) == (Unknown, False)
    assert found.sentence == "Postcodes cannot be looked up at the moment. Give a town, ward or council."
    assert type(locate("LS29")) is Unknown
    assert locate("SWIA 1AA").suggestions[0].spaced == "SW1A 1AA"
    assert locate("IM1 1AA").reason == "crown_dependency"


@pytest.mark.parametrize("content", [b"", b"not a database" * 1000])
def test_a_spoilt_file_is_no_file(settings, tmp_path, content, caplog):
    settings.POSTCODES_FILE = Path(tmp_path / "spoilt.sqlite3")
    settings.POSTCODES_FILE.write_bytes(content)
    assert locate("LS1 1UR").loaded is False
    assert "cannot be read" in caplog.text


def test_a_file_spoilt_in_the_middle_is_no_exception(settings, tmp_path, postcodes_file, caplog):
    settings.POSTCODES_FILE = tmp_path / "torn.sqlite3"
    whole = postcodes_file.read_bytes()
    settings.POSTCODES_FILE.write_bytes(whole[:200_000] + b"\xff" * 4_000_000 + whole[4_200_000:])
    assert {type(locate(postcode)) for postcode, *_ in WHERE} <= {Exact, Unknown}
