"""What people type where a postcode is asked for, and what each of it is taken for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from areas.postcodes import LONGEST, Partial, Postcode, Refusal, alternatives, parse

PALACE = Postcode("SW1A 1AA", "SW1A", "SW1A 1")


@pytest.mark.parametrize(
    "typed",
    [
        "sw1a1aa",
        "  SW1A  1AA  ",
        "SW1A 1AA",
        "sw1a-1aa",
        "SW1A–1AA",
        "SW1A\u00a01AA",
        "S W 1 A 1 A A",
        "SW1A\t1AA\r\n",
        "SW1A 1AA.",
        "(SW1A 1AA),",
        "\ufeffSW1A 1AA",  # a byte-order mark, as spreadsheets leave one
        "SW1A\u200b 1AA",  # a space of no width
        "ＳＷ１Ａ １ＡＡ",  # full-width letters
        "\u202aSW1A 1AA\u202c",  # marks that set the direction of writing
    ],
)
def test_however_it_is_spaced_or_cased_it_is_the_same_postcode(typed):
    assert parse(typed) == PALACE


@pytest.mark.parametrize(
    "typed, spaced, district, sector",
    [
        ("n17 9lj", "N17 9LJ", "N17", "N17 9"),
        ("n1 9ag", "N1 9AG", "N1", "N1 9"),
        ("ec1a1bb", "EC1A 1BB", "EC1A", "EC1A 1"),
        ("w1r0ab", "W1R 0AB", "W1R", "W1R 0"),  # recoded long ago, still asked for
        ("npt0ad", "NPT 0AD", "NPT", "NPT 0"),  # Newport's, the only outward code without a digit
        ("EH1 1YZ", "EH1 1YZ", "EH1", "EH1 1"),
        ("CF10 1AA", "CF10 1AA", "CF10", "CF10 1"),
        ("ZZ99 9ZZ", "ZZ99 9ZZ", "ZZ99", "ZZ99 9"),  # the right shape, whoever may hold it
    ],
)
def test_a_postcode_knows_its_district_and_sector(typed, spaced, district, sector):
    assert parse(typed) == Postcode(spaced, district, sector)


@pytest.mark.parametrize(
    "typed, part",
    [
        ("SW1A", Partial("district", "SW1A")),
        ("ls7", Partial("district", "LS7")),
        ("SW1A 1", Partial("sector", "SW1A 1")),
        ("sw1a1", Partial("sector", "SW1A 1")),
        ("LS7-4", Partial("sector", "LS7 4")),
        ("N171", Partial("sector", "N17 1")),
        ("LS74", Partial("district", "LS74", otherwise=Partial("sector", "LS7 4"))),
        ("N", Partial("area", "N")),
        ("ls", Partial("area", "LS")),
    ],
)
def test_part_of_a_postcode_is_taken_as_such(typed, part):
    assert parse(typed) == part


@pytest.mark.parametrize("typed", ["", "   ", "\t\r\n", "\u200b", "\ufeff"])
def test_nothing_is_nothing(typed):
    assert parse(typed) == Refusal("empty")


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("SWIA 1AA", [("SW1A 1AA", "I", "1")]),
        ("0X1 1AA", [("OX1 1AA", "0", "O")]),
        ("LS1 OAA", [("LS1 0AA", "O", "0")]),
        ("S01 4AA", [("SO1 4AA", "0", "O")]),
        ("LSl 4AA", [("LS1 4AA", "L", "1")]),
        ("5014 6WB", [("SO14 6WB", "", "")]),  # two characters differ, so no single one is named
    ],
)
def test_a_letter_taken_for_a_digit_is_offered_back_not_searched(typed, meant):
    refusal = parse(typed)
    assert refusal.kind == "misread"
    assert [(offer.spaced, offer.typed, offer.meant) for offer in refusal.suggestions] == meant


def test_a_postcode_of_the_right_shape_has_readings_one_character_away():
    assert [offer.spaced for offer in alternatives(parse("BI1 1AA"))] == ["B11 1AA"]
    assert "L57 4AA" in [offer.spaced for offer in alternatives(parse("LS7 4AA"))]


@pytest.mark.parametrize(
    "typed",
    [
        "SO144 6WB",
        "SO14 6WBA",
        "Bad postcode",
        "12345",
        "SW1A 1A0",
        "hi",
        "<script>alert(1)</script>",
        "SW1A 1AA'; DROP TABLE contact;--",
        "51.5010,-0.1416",
        "///filled.count.soap",
        "☃️",
        "GIR",
        "0113 496 0123",
    ],
)
def test_what_is_no_postcode_is_said_to_be_none(typed):
    assert parse(typed).kind == "not_a_postcode"
    assert parse(typed).written != ""


@pytest.mark.parametrize(
    "typed, kind, written",
    [
        ("BFPO 1234", "bfpo", "BFPO 1234"),
        ("bfpo12", "bfpo", "BFPO12"),
        ("BF1 3AA", "bfpo", "BF1 3AA"),
        ("BF1", "bfpo", "BF1"),
        ("GIR 0AA", "girobank", "GIR 0AA"),
        ("GX11 1AA", "gibraltar", "GX11 1AA"),
        ("gx11", "gibraltar", "GX11"),
        ("D02 AF30", "eircode", "D02 AF30"),
        ("d6wxy00", "eircode", "D6W XY00"),
    ],
)
def test_an_address_outside_the_country_is_recognised(typed, kind, written):
    assert (parse(typed).kind, parse(typed).written) == (kind, written)


@pytest.mark.parametrize(
    "typed, where",
    [("IM1 1AA", "the Isle of Man"), ("je2 4we", "Jersey"), ("GY1", "Guernsey"), ("JE", "Jersey"), ("IM2 4", "the Isle of Man")],
)
def test_an_island_is_named(typed, where):
    assert (parse(typed).kind, parse(typed).where) == ("crown_dependency", where)


@pytest.mark.parametrize(
    "typed, spaced",
    [
        ("10 Downing Street\r\nLondon SW1A 2AA", "SW1A 2AA"),
        ("Rose Cottage, Otley, LS21 1AA", "LS21 1AA"),
        ("Tŷ Gwyn, CF10 1AA", "CF10 1AA"),
        ("SW1A 1AA (home)", "SW1A 1AA"),
        ("LS7 4AA, LS7 4AA", "LS7 4AA"),
    ],
)
def test_the_one_postcode_in_an_address_is_taken_and_marked_as_such(typed, spaced):
    assert (parse(typed).spaced, parse(typed).from_text) == (spaced, True)


def test_an_island_in_an_address_is_still_an_island():
    assert parse("1 The Quay, Douglas, IM1 1AA").kind == "crown_dependency"


def test_of_two_postcodes_neither_is_taken():
    assert parse("SW1A 1AA or SW1A 2AA?").found == ("SW1A 1AA", "SW1A 2AA")


@pytest.mark.parametrize("typed, position, looks_like", [("ЅW1A 1AA", 1, "S"), ("SW1А 1AA", 4, "A"), ("LS7 4Αa", 6, "A")])
def test_a_look_alike_from_another_alphabet_is_named_and_never_folded(typed, position, looks_like):
    refusal = parse(typed)
    assert (refusal.kind, refusal.position, refusal.looks_like) == ("odd_character", position, looks_like)


def test_a_hidden_control_character_is_refused():
    assert (parse("SW1A\x00 1AA").kind, parse("SW1A\x00 1AA").looks_like) == ("odd_character", "")


@pytest.mark.parametrize("typed", ["943 476 5919", "9434765919", "943-476-5919", "for 943 476 5919 LS7 4AA"])
def test_an_nhs_number_is_refused_and_not_repeated(typed):
    assert parse(typed) == Refusal("nhs_number")


@pytest.mark.parametrize(
    "typed",
    [
        "Jayden Smith 04/05/2015 SW1A 1AA",
        "SW1A 1AA 4.5.15",
        "SW1A 1AA 2015-05-04",
        "4 May 2015",
        "4th May 2015, LS7 4AA",
        "DOB unknown LS7 4AA",
        "aged 7 LS7 4AA",
        "7 year old LS7 4AA",
    ],
)
def test_what_reads_like_a_childs_details_is_refused_and_not_repeated(typed):
    assert parse(typed) == Refusal("looks_like_a_child")


def test_a_long_text_is_refused_before_anything_reads_it():
    assert parse("A" * 100_000) == Refusal("too_long")
    assert parse("A" * (LONGEST + 1)) == Refusal("too_long")
    assert parse("A" * LONGEST).kind == "not_a_postcode"


@given(st.text(max_size=300))
def test_no_text_is_too_strange_for_an_answer(text):
    assert isinstance(parse(text), Postcode | Partial | Refusal)


@given(st.from_regex(r"[A-Za-z]{1,2}[1-9]\s?[0-9][abdABD]{2}", fullmatch=True))
def test_reading_what_was_read_gives_the_same(text):
    parsed = parse(text)
    if isinstance(parsed, Postcode):
        assert parse(parsed.spaced) == parsed
