import msgspec
import pytest

from bnip.incident import Incident, Mark
from bnip.operation import Operation
from bnip.sheet import Sheet
from cartoviewer.document.document import MapDocument
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import encode_record
from cartoviewer.export.publication import Publication
from layers.sensitivity import Audience, Sensitivity
from resources.texts import Language, Names
from symbols.style import LabelStyle, Rule, Style, Symbology
from tests import sheet_specimens as specimens


def published(audience: Audience, document: MapDocument | None = None) -> Publication:
    return Publication.prepare(document or specimens.document(), specimens.datasets(), audience, Language.FR_NL)


def words(publication: Publication) -> str:
    """All that a publication carries, as text."""
    found = [encode_record(record).decode() for record in publication.document]
    for layer in publication.document.layers:
        dataset = publication.datasets.get(layer.dataset)
        found.append(msgspec.json.encode(dataset.card).decode())
        found += [str(dataset.row(index)) for index in range(dataset.card.count)]
    return "".join(found)


def test_only_the_gate_makes_a_publication():
    with pytest.raises(TypeError):
        Publication(object(), specimens.document(), specimens.datasets(), Audience.PUBLIC, Language.FR, None)


@pytest.mark.parametrize("audience", [Audience.PUBLIC, Audience.PARTNERS])
def test_nothing_above_the_audience_is_left_not_even_a_name(audience: Audience):
    assert "canary" not in words(published(audience)).lower()


def test_the_specimen_really_holds_what_is_searched_for():
    inside = words(published(Audience.INTERNAL))
    for canary in (
        "canary-layer-name",
        "canary-column-value",
        "canary-site-code",
        "canary-mark-name",
        "canary-note",
    ):
        assert canary in inside


def test_each_audience_sees_the_layers_of_its_level():
    levels = {audience: {layer.id for layer in published(audience).document.layers} for audience in Audience}
    assert levels[Audience.PUBLIC] == {"layer-cantons", "layer-region"}
    assert levels[Audience.PARTNERS] == levels[Audience.PUBLIC] | {
        "layer-shelters",
        "layer-depots",
        "layer-antennas",
    }
    assert levels[Audience.INTERNAL] == levels[Audience.PARTNERS] | {"layer-anpr_canary"}


def test_a_dataset_of_a_removed_layer_cannot_be_reached():
    publication = published(Audience.PARTNERS)
    assert publication.datasets.get("shelters".ljust(64, "0")).card.count == 14
    with pytest.raises(KeyError):
        publication.datasets.get("anpr_canary".ljust(64, "0"))


def test_a_removed_column_is_in_no_answer_of_the_dataset():
    dataset = published(Audience.PARTNERS).datasets.get("shelters".ljust(64, "0"))
    assert "key_holder" not in {field.name for field in dataset.card.fields}
    assert "key_holder" not in dataset.row(0)
    assert dataset.column("name_fr")[0] == "Centre 0"
    with pytest.raises(KeyError):
        dataset.column("key_holder")


def test_who_may_see_everything_gets_the_column():
    dataset = published(Audience.INTERNAL).datasets.get("shelters".ljust(64, "0"))
    assert dataset.column("key_holder")[0] == "canary-column-value"


def styled(*rules: Rule) -> MapDocument:
    document = specimens.document()
    layer = document.get("layer-shelters")
    assert isinstance(layer, Layer)
    made = msgspec.structs.replace(layer, symbology=Symbology(rules))
    return MapDocument({record.id: record for record in document} | {made.id: made})


def rules_left(*rules: Rule) -> tuple[Rule, ...]:
    layer = published(Audience.PARTNERS, styled(*rules)).document.get("layer-shelters")
    assert isinstance(layer, Layer)
    assert layer.symbology is not None
    return layer.symbology.rules


def test_a_class_made_by_a_removed_column_leaves_no_trace_of_it():
    rule = Rule(Names.same("canary-class"), Style(), when={"key_holder": ("canary-column-value",)})
    (left,) = rules_left(rule)
    assert not left.when
    assert left.names == Names("Centres d’accueil", "Opvangcentra", "Shelters")


def test_features_of_a_removed_class_fall_into_the_class_for_the_rest():
    rest = Rule(Names.same("the rest"), Style())
    rule = Rule(Names.same("canary-class"), Style(), when={"key_holder": ("x",)})
    assert rules_left(rule, rest)[0].names == rest.names


def test_a_label_does_not_read_a_removed_column():
    both = Rule(Names.same("a"), Style(label=LabelStyle(("key_holder", "name_fr"))))
    only = Rule(Names.same("b"), Style(label=LabelStyle(("key_holder",))), when={"name_fr": ("x",)})
    left = rules_left(only, both)
    assert left[0].style.label is None
    assert left[1].style.label is not None
    assert left[1].style.label.fields == ("name_fr",)


def test_records_above_the_audience_are_gone_and_the_others_are_kept():
    partners = published(Audience.PARTNERS).document
    assert {mark.id for mark in partners.of(Mark)} == {"mark-cmd.cpops", "mark-cmd.pma", "mark-cmd.peb"}
    assert [incident.id for incident in partners.of(Incident)] == ["incident"]


def test_the_list_of_a_sheets_layers_names_no_removed_layer():
    sheet = specimens.sheet(layers=("layer-cantons", "layer-anpr_canary"))
    assert published(Audience.PARTNERS).sheet(sheet).layers == ("layer-cantons",)


def test_a_list_of_removed_layers_only_does_not_become_all_layers():
    sheet = specimens.sheet(layers=("layer-anpr_canary",))
    assert published(Audience.PUBLIC).sheet(sheet).layers == ()


def test_a_sheet_above_the_audience_keeps_its_frame_and_loses_its_words():
    sheet = specimens.sheet(sensitivity=Sensitivity.AMBER, names=Names.same("canary-title"), author="canary-author")
    left = published(Audience.PUBLIC).sheet(sheet)
    assert b"canary" not in encode_record(left)
    assert (left.centre, left.scale, left.template) == (sheet.centre, sheet.scale, sheet.template)
    assert left.sensitivity is Sensitivity.CLEAR


def test_an_exercise_stays_an_exercise_for_everybody():
    document = specimens.document()
    operation = document.get("operation")
    assert isinstance(operation, Operation)
    secret = msgspec.structs.replace(operation, sensitivity=Sensitivity.RED, names=Names.same("canary-operation"))
    hidden = published(Audience.PUBLIC, MapDocument({r.id: r for r in document} | {secret.id: secret}))
    assert hidden.document.is_exercise
    assert "canary" not in words(hidden)


def test_a_real_operation_above_the_audience_is_gone():
    document = specimens.document(exercise=False)
    operation = document.get("operation")
    assert isinstance(operation, Operation)
    secret = msgspec.structs.replace(operation, sensitivity=Sensitivity.RED)
    hidden = published(Audience.PUBLIC, MapDocument({r.id: r for r in document} | {secret.id: secret}))
    assert hidden.document.operation is None


def test_the_document_itself_is_not_changed():
    document = specimens.document()
    published(Audience.PUBLIC, document)
    assert document == specimens.document()
    assert len(document.of(Sheet)) == 2


def test_datasets_are_taken_over_only_for_the_same_layers_and_the_same_audience():
    document, datasets = specimens.document(), specimens.datasets()

    def prepared(audience: Audience, shown: MapDocument, before: Publication | None) -> Publication:
        return Publication.prepare(shown, datasets, audience, Language.FR, before=before)

    wide = prepared(Audience.INTERNAL, document, None)
    assert prepared(Audience.INTERNAL, document, wide).datasets is wide.datasets
    assert prepared(Audience.PARTNERS, document, wide).datasets is not wide.datasets
    fewer = MapDocument({record.id: record for record in document if record.id != "layer-shelters"})
    assert prepared(Audience.INTERNAL, fewer, wide).datasets is not wide.datasets
    shelters = document.get("layer-shelters")
    assert isinstance(shelters, Layer)
    narrowed = prepared(Audience.INTERNAL, fewer, wide).datasets
    with pytest.raises(KeyError):
        narrowed.get(shelters.dataset)
