"""TLP levels, their writing, and who may see them."""

import pytest

from layers.sensitivity import Audience, Sensitivity


def test_markings_are_written_as_tlp_two_writes_them():
    assert [level.marking for level in Sensitivity] == [
        "TLP:CLEAR",
        "TLP:GREEN",
        "TLP:AMBER",
        "TLP:AMBER+STRICT",
        "TLP:RED",
    ]


@pytest.mark.parametrize("level", list(Sensitivity))
def test_every_marking_is_read_back(level: Sensitivity):
    assert Sensitivity.parse(level.marking) is level
    assert Sensitivity.parse(level.name.lower()) is level


@pytest.mark.parametrize("stamp", ["BEPERKT", "RESTREINT", "CONFIDENTIEL", "GEHEIM", "SECRET", ""])
def test_legal_classifications_are_refused(stamp: str):
    with pytest.raises(ValueError, match="TLP:AMBER"):
        Sensitivity.parse(stamp)


def test_an_audience_sees_up_to_its_ceiling():
    assert not Audience.PUBLIC.may_see(Sensitivity.GREEN)
    assert Audience.PARTNERS.may_see(Sensitivity.AMBER)
    assert not Audience.PARTNERS.may_see(Sensitivity.AMBER_STRICT)
    assert all(Audience.INTERNAL.may_see(level) for level in Sensitivity)
