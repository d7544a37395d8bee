"""The furniture of both sheets, around a map that holds little, as accepted pictures."""

import pytest

from bnip.operation import Operation
from cartoviewer.document.document import MapDocument
from cartoviewer.export.image import sheet_picture
from cartoviewer.scene.composition import compose
from resources.texts import Language
from tests import sheet_specimens as specimens
from tests.golden.conftest import Golden

pytestmark = [pytest.mark.usefixtures("qapp"), pytest.mark.golden]


def quiet_document() -> MapDocument:
    """The Region in an exercise: what a change of symbols or labels leaves as it is."""
    kept = [
        record for record in specimens.document() if isinstance(record, Operation) or record.id == "layer-region"
    ]
    return MapDocument({record.id: record for record in kept})


@pytest.mark.parametrize("language", [Language.FR_NL, Language.EN])
@pytest.mark.parametrize("template", ["situation_a4", "bnip_a3"])
def test_a_sheet_looks_as_accepted(golden: Golden, template: str, language: Language):
    composition = compose(
        quiet_document(), specimens.datasets(), specimens.sheet(template), language, specimens.PRINTED
    )
    golden(sheet_picture(composition, 60.0), f"sheet-{template}-{language.value.replace('+', '-')}")
