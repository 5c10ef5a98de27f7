"""Numbers as people write them and as telephones dial them."""

import pytest

from contacts.phones import dialled, understood, written


@pytest.mark.parametrize(
    "typed, to_dial, to_read",
    [
        ("0113 496 0142", "+441134960142", "0113 496 0142"),
        ("01134960142", "+441134960142", "0113 496 0142"),
        (" (0113) 496-0142 ", "+441134960142", "0113 496 0142"),
        ("+44 113 496 0142", "+441134960142", "0113 496 0142"),
        ("0044 113 496 0142", "+441134960142", "0113 496 0142"),
        ("+44 (0)113 496 0142", "+441134960142", "0113 496 0142"),
        ("020 7946 0018", "+442079460018", "020 7946 0018"),
        ("07700 900123", "+447700900123", "07700 900123"),
        ("01632 960 001", "+441632960001", "01632 960001"),
        ("0116 496 0123", "+441164960123", "0116 496 0123"),
        ("999", "999", "999"),
        ("101", "101", "101"),
        ("111", "111", "111"),
        (" 111 ", "111", "111"),
        ("116 123", "116123", "116 123"),
        ("116 000", "116000", "116 000"),
        ("18000", "18000", "18000"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
    ],
)
def test_a_number_is_dialled_in_full_and_read_as_it_is_printed_in_britain(typed, to_dial, to_read):
    assert (dialled(typed), written(typed)) == (to_dial, to_read)


@pytest.mark.parametrize("typed, to_dial", [("0" * 30, "0" * 30), ("switchboard", ""), ("", "")])
def test_what_nobody_can_parse_stays_as_it_is(typed, to_dial):
    assert (dialled(typed), written(typed)) == (to_dial, typed)


@pytest.mark.parametrize(
    "typed, extension, to_dial", [("0113 496 0142", "204", "+441134960142;ext=204"), ("101", "7", "101;ext=7")]
)
def test_an_extension_is_kept(typed, extension, to_dial):
    assert dialled(typed, extension) == to_dial


@pytest.mark.parametrize(
    "typed, number, extension",
    [
        ("01134960142", "0113 496 0142", ""),
        ("+44 113 496 0142", "0113 496 0142", ""),
        ("(0113) 496 0142 ext 204", "0113 496 0142", "204"),
        ("01632 960123", "01632 960123", ""),
        ("116 123", "116 123", ""),
        (" 101 ", "101", ""),
        ("+353 1 234 5678", "+353 1 234 5678", ""),
    ],
)
def test_a_number_somebody_types_is_kept_the_way_it_is_printed(typed, number, extension):
    assert understood(typed) == (number, extension)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "943 476 5919",
        "0101501234",
        "01/02/2016",
        "LS1 1UR",
        "0113",
        "call 101",
        "0113 496 0142 about him",
        "0" * 40,
        "0\x00",
        "²³",
    ],
)
def test_what_is_no_telephone_number_is_refused(typed):
    with pytest.raises(ValueError):
        understood(typed)
