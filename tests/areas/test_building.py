"""Loading an ONSPD or NSPL file: what it adds, and what is said when it is not as it should be."""

import io
import itertools
import sqlite3
import zipfile

import pytest
from django.core.management import CommandError, call_command

from areas import sidefile, sources
from areas.answers import Elsewhere, Exact, Unknown
from areas.lookup import locate
from areas.models import PostcodeEdition
from audit.models import Event
from tests.areas.directory_files import NEW, OLD, ROWS, table, write_csv, write_zip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def served(settings, tmp_path):
    settings.POSTCODES_FILE = tmp_path / "served" / "postcodes.sqlite3"
    return settings.POSTCODES_FILE


def load(*args):
    """What the command prints; its progress is left out."""
    out = io.StringIO()
    call_command("load_postcodes", *args, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def refusal(path):
    with pytest.raises(CommandError) as refused:
        load(path)
    return str(refused.value)


@pytest.mark.parametrize("header", [OLD, NEW], ids=["with plain names", "with years in the names"])
def test_both_dialects_say_ward_icb_force_and_what_is_no_longer_used(tmp_path, header):
    assert load(write_csv(tmp_path, header=header)).startswith("9 postcodes of August 2025 (ONSPD_AUG_2025_UK.csv ")
    found = locate("ls74aa")
    assert [(place.kind, place.code) for place in found.areas] == [
        ("postcode_sector", "LS7 4"),
        ("postcode_district", "LS7"),
        ("ward", "E05011391"),
        ("authority", "E08000035"),
        ("icb", "E54000054"),
        ("police", "E23000010"),
        ("region", "E12000003"),
        ("country", "E92000001"),
    ]
    assert (found.easting, found.northing, found.grid, found.terminated) == (430500, 437500, "gb", False)
    assert found.edition == "August 2025"


def test_the_archive_brings_the_names_of_wards_and_icbs(tmp_path):
    load(write_zip(tmp_path))
    found = locate("LS7 4AA")
    assert (found.ward.name, found.icb.name) == ("Chapel Allerton", "West Yorkshire")
    assert found.sentence == "In Chapel Allerton, Leeds."


def test_an_old_postcode_is_where_it_was(tmp_path):
    load(write_zip(tmp_path))
    found = locate("LS7 4ZZ")
    assert (type(found), found.terminated, found.ended) == (Exact, True, "1996-06")
    assert found.sentence == "An old postcode. We used where it was: Chapel Allerton, Leeds."


def test_an_old_postcode_does_not_split_a_district_that_lies_in_one_council_today(tmp_path):
    load(write_csv(tmp_path))
    assert locate("LS7").authority.name == "Leeds"
    assert locate("LS7 9").authority.name == "Bradford"  # nothing else is left there


def test_an_old_postcode_is_nobodys_neighbour(tmp_path):
    load(write_csv(tmp_path))
    assert [(near.authority.name, near.metres) for near in locate("LS7 4AA").near] == [("Bradford", 500)]


def test_northern_ireland_keeps_its_own_grid_and_stand_in_codes_are_nobody(tmp_path):
    load(write_csv(tmp_path))
    assert locate("BT1 5GS").grid == "ie"
    assert locate("BT1 5GS").icb is None
    assert locate("CF10 1AA").icb is None
    assert type(locate("JE2 4WE")) is Elsewhere
    assert (type(locate("LS98 1AA")), locate("LS98 1AA").reason) == (Elsewhere, "no_place")


def test_a_council_newer_than_our_list_is_still_an_answer(tmp_path):
    load(write_csv(tmp_path, changes=[(2, "lad25cd", "E06000999")]))
    found = locate("LS7 4AA")
    assert (found.authority.code, found.upper_tier.code, found.region) == ("E06000999", "E06000999", None)
    assert (found.force.name, found.country.name) == ("West Yorkshire Police", "England")


def test_the_later_column_dialect_and_the_older_one_of_nspl_are_known_by_pattern(tmp_path):
    later = [name.replace("25cd", "26cd") for name in NEW]
    assert load(write_csv(tmp_path, name="NSPL_2026.csv", header=later)).startswith("9 postcodes of 2026 (")
    nspl = ["laua" if name == "oslaua" else name for name in OLD]
    assert load(write_csv(tmp_path, name="nspl.csv", header=nspl)).startswith("9 postcodes of nspl.csv (")


def test_councils_that_share_a_street_are_near_each_other(tmp_path):
    across_the_road = [(row[0], row[1], row[2], row[3], "430520", "437510", *row[6:]) for row in ROWS[4:5]]
    load(write_csv(tmp_path, rows=ROWS[:2] + across_the_road))
    assert [(near.authority.name, near.metres) for near in locate("LS7 4AA").near] == [("Bradford", 100)]
    assert [(near.authority.name, near.metres) for near in locate("BD18 3AA").near] == [("Leeds", 100)]


def test_names_in_an_older_encoding_are_read(tmp_path):
    path = write_zip(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("Documents/Wards of Wales.csv", "WD25CD,WD25NM\nW05001275,Tŷ Castell\n".encode("cp1252", "replace"))
        archive.writestr("Documents/More wards.csv", "WD25CD,WD25NM\nN08000301,Orangefiéld\n".encode("cp1252"))
    load(path)
    assert locate("BT1 5GS").ward.name == "Orangefiéld"


# --- The package


def test_the_package_is_read_as_it_lies_there():
    shares = []
    source = sources.from_package(shares.append)
    first = list(itertools.islice(source.rows, 20_000))
    source.rows.close()
    assert first[0][:1] + first[0][2:] == ("AB1 0AA", 385386, 801193, None)
    council, *others = next(key for key, number in source.profiles.items() if number == first[0][1])
    assert (council, others) == ("S12000033", [None, None, None])
    assert shares == [0]


# --- What is wrong, in one sentence


@pytest.mark.parametrize(
    "column, text, said",
    [
        ("pcds", "LS7 4A", "row 3: “LS7 4A” is not a postcode."),
        ("lad25cd", "Leeds", "row 3: “Leeds” is not an area code, which is a letter and eight digits."),
        ("wd25cd", "E0501139", "row 3: “E0501139” is not an area code, which is a letter and eight digits."),
        ("east1m", "430km", "row 3: a grid reference or date is not a whole number."),
        ("doterm", "June", "row 3: a grid reference or date is not a whole number."),
        ("doterm", "1996", "row 3: “1996” is not a month written as yyyymm."),
        ("north1m", "9999999", "row 3: the grid reference lies outside the United Kingdom."),
        ("north1m", "", "row 3: the grid reference lies outside the United Kingdom."),
        ("pcds", "LS7 4AA", "row 3: this postcode is there twice."),
    ],
)
def test_a_bad_row_is_named(tmp_path, column, text, said):
    assert refusal(write_csv(tmp_path, changes=[(3, column, text)])) == f"ONSPD_AUG_2025_UK.csv, {said}"


def test_a_nought_for_a_grid_reference_is_none(tmp_path):
    load(write_csv(tmp_path, changes=[(2, "east1m", "0"), (2, "north1m", "0")]))
    assert (locate("LS7 4AA").point, locate("LS7 4AA").authority.name) == (None, "Leeds")


def test_a_file_cut_short_is_refused(tmp_path):
    path = tmp_path / "cut.csv"
    path.write_text(table()[:700])
    assert "columns, the first row has 19." in refusal(path)


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "there is no column pcds"),
        (b"Organisation,Name\n1,2\n", "there is no column pcds"),
        (b"pcds,lad25cd,east1m\n", "there is no column osnrth1m or north1m."),
        (b"pcds,lad25cd,east1m,north1m\n", "holds no postcodes."),
        (b"\xff\xfe\x00\x01", "other.csv: from there on this is not text in UTF-8."),
        (b"pcds,lad25cd,east1m,north1m\n" + b"\xff" * 100, "this is not text in UTF-8."),
        (b"pcds,lad25cd,east1m,north1m\n" + b"x" * 200_000 + b"\n", "field larger than field limit"),
    ],
)
def test_another_sort_of_file_is_refused_with_what_is_missing(tmp_path, content, said):
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    assert said in refusal(path)


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    assert refusal(tmp_path / "none.csv") == "none.csv cannot be opened: No such file or directory."


def test_a_zip_without_a_table_is_refused(tmp_path):
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("README.txt", "Nothing here")
    assert refusal(path) == "empty.zip has no CSV file in it."


def test_a_damaged_zip_is_refused(tmp_path):
    path = write_zip(tmp_path)
    whole = bytearray(path.read_bytes())
    whole[100:130] = bytes(30)
    path.write_bytes(bytes(whole))
    assert refusal(path) == "ONSPD_AUG_2025_UK.csv is damaged in the zip file; fetch the zip file again."


# --- All or nothing, and again


def test_a_bad_file_leaves_the_old_one_served(tmp_path, served):
    load(write_csv(tmp_path))
    before = served.read_bytes()
    refusal(write_csv(tmp_path, name="bad.csv", changes=[(9, "pcds", "nonsense")]))
    assert served.read_bytes() == before
    assert locate("LS7 4AA").authority.name == "Leeds"
    assert sorted(path.name for path in served.parent.iterdir()) == ["postcodes.sqlite3", "postcodes.sqlite3.lock"]


def test_loading_twice_gives_the_same_and_is_recorded_once(tmp_path, served):
    assert load(write_csv(tmp_path)) == load(write_csv(tmp_path))
    assert PostcodeEdition.objects.get().count == len(ROWS)
    assert Event.objects.filter(verb="loaded postcodes").count() == 1


def test_the_next_look_up_uses_the_new_file(tmp_path, served):
    load(write_csv(tmp_path))
    assert locate("LS7 4AA").edition == "August 2025"
    held = sidefile.current()
    load(write_csv(tmp_path, name="ONSPD_NOV_2025_UK.csv", rows=ROWS[1:]))
    sidefile._served.look_again_at = 0  # a second goes by
    assert type(locate("LS7 4AA")) is Unknown
    assert locate("LS7 4AB").edition == "November 2025"
    assert held.postcode("LS7 4AA") is not None  # whoever was still reading the old one could


def test_a_file_of_another_format_is_built_again(tmp_path, served):
    load(write_csv(tmp_path))
    changed = sqlite3.connect(served)
    changed.execute("UPDATE meta SET value = '0' WHERE key = 'format'")
    changed.commit()
    changed.close()
    sidefile.forget()
    assert locate("LS7 4AA").loaded is False
    load(write_csv(tmp_path))
    sidefile._served.look_again_at = 0
    assert type(locate("LS7 4AA")) is Exact
