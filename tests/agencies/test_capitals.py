"""Names that the NHS prints in capitals read like names."""

import pytest

from agencies.registers.capitals import ordinary


@pytest.mark.parametrize(
    "printed, read",
    [
        ("THE DENSHAM SURGERY", "The Densham Surgery"),
        ("DR SMITH & PARTNERS", "Dr Smith & Partners"),
        ("ST ANN'S VALLEY CENTRE", "St Ann's Valley Centre"),
        ("ST ANN’S", "St Ann’s"),
        ("DR O'BRIEN'S PRACTICE", "Dr O'Brien's Practice"),
        ("D'ARCY HOUSE", "D'Arcy House"),
        ("MCDONALD MEDICAL CENTRE", "McDonald Medical Centre"),
        ("MC MEDICAL", "Mc Medical"),
        ("LEEDS NHS PMS PRACTICE II", "Leeds NHS PMS Practice II"),
        ("GP OOH SERVICE", "GP OOH Service"),
        ("JOSHI NA", "Joshi NA"),
        ("PATEL RK", "Patel RK"),
        ("DR A B PATEL", "Dr A B Patel"),
        ("NEWCASTLE UPON TYNE", "Newcastle upon Tyne"),
        ("STOCKTON-ON-TEES", "Stockton-on-Tees"),
        ("THE SURGERY (THE ANNEXE)", "The Surgery (The Annexe)"),
        ("6 THE BROADWAY", "6 The Broadway"),
        ("HOBART HSE,WANDSWORTH RD", "Hobart Hse, Wandsworth Rd"),
        ("1ST FLOOR, 13A HIGH ST", "1st Floor, 13A High St"),
        ("PRACTICE2 AT", "Practice2 At"),
        ("N.ORMESBY", "N.Ormesby"),
        ("BROUGHTON-IN-FURNESS", "Broughton-in-Furness"),
        ("WELL-BEING", "Well-Being"),
        ("", ""),
    ],
)
def test_capitals_become_ordinary_letters(printed, read):
    assert ordinary(printed) == read


@pytest.mark.parametrize("name", ["Already In Order", "iHealth NA", "St Ann's", "Ysgol y Castell"])
def test_what_has_small_letters_is_left_as_it_is(name):
    assert ordinary(name) == name
