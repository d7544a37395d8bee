"""Default styles: quiet, complete, one place for each number."""

import pytest

from layers.schema import schemas
from layers.shapes import GeometryKind
from symbols.catalogue import catalogue
from symbols.grammar import Symbol
from symbols.symbology import band_of, default_symbology, grey, mark_size_mm, palette_colour

SCALES = (1_500, 5_000, 10_000, 25_000, 75_000)


def all_rules():
    for schema in schemas().values():
        for kind in schema.kinds:
            for rule in default_symbology(schema.style, GeometryKind(kind).value).rules:
                yield schema, rule


def test_every_schema_has_a_style_of_its_own():
    shared = [id_ for id_, schema in schemas().items() if default_symbology(schema.style) == default_symbology("?")]
    assert shared == ["generic"]


def test_every_symbol_of_a_style_is_in_the_catalogue():
    codes = {rule.style.mark.symbol for _, rule in all_rules() if rule.style.mark}
    assert codes
    assert {Symbol.parse(code).id for code in codes} <= set(catalogue())


def test_rules_ask_only_for_fields_and_values_of_their_schema():
    for schema, rule in all_rules():
        for name, values in rule.when.items():
            field = schema.field(name)
            assert field is not None, (schema.id, name)
            known = {allowed.id for allowed in field.values}
            if known:
                assert set(values) - {""} <= known, (schema.id, name)


def test_labels_ask_only_for_fields_of_their_schema():
    for schema, rule in all_rules():
        if rule.style.label and schema.id != "generic":
            assert any(schema.field(field) for field in rule.style.label.fields), schema.id


def test_every_class_that_is_drawn_has_a_name_in_three_languages():
    for schema, rule in all_rules():
        if schema.id != "generic":
            assert all((rule.names.fr, rule.names.nl, rule.names.en)), schema.id


@pytest.mark.parametrize("scale", SCALES)
def test_no_text_is_smaller_than_six_points(scale):
    sizes = [rule.style.label.size_pt for _, rule in all_rules() if rule.style.label]
    assert min(sizes) >= 6


def test_symbols_shrink_with_the_scale():
    assert [mark_size_mm(scale) for scale in SCALES] == [8, 8, 6, 5, 4]
    assert "".join(map(band_of, SCALES)) == "ABCDE"


def test_the_ground_keeps_off_the_colours_of_the_crisis():
    crisis = {"#D7191C", "#F58220", "#FFD400", "#C8102E", "#00843D", "#0057B8", "#E87722"}
    for _, rule in all_rules():
        style = rule.style
        used = {part.colour for part in (style.fill, style.stroke, style.band, style.ground) if part}
        assert not used & crisis


def test_greys_of_neighbours_stay_apart():
    assert grey("#FBFAF7") == "#F9F9F9"
    road, casing = int(grey("#FFFFFF")[1:3], 16), int(grey("#D6CFC5")[1:3], 16)
    assert road - casing > 40
    assert grey("#D7191C") == grey("#d7191c")


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("paper", "built_up", 2),
        ("built_up", "park", 4),
        ("built_up", "industry", 2),
        ("built_up", "building", 8),
        ("built_up", "water", 10),
        ("built_up", "wood", 8),
        ("park", "wood", 5),
        ("park", "sport", 3),
        ("park", "water", 10),
        ("wood", "water", 5),
        ("building", "public_building", 8),
        ("street", "built_up", 4),
        ("street", "local_edge", 15),
        ("rail", "tram", 8),
        ("rail", "metro", 8),
    ],
)
def test_neighbours_stay_apart_in_grey(one, other, least):
    greys = [grey(palette_colour(name)) for name in (one, other)]
    assert all(shade[1:3] == shade[3:5] == shade[5:] for shade in greys)
    assert abs(lightness(greys[0]) - lightness(greys[1])) >= least


def test_each_colour_of_the_palette_has_one_grey():
    assert grey(palette_colour("rail")) != grey(palette_colour("metro"))
    colours = [palette_colour(name) for name in ("park", "sport", "wood", "water", "built_up", "building")]
    assert len(set(map(grey, colours))) == len(colours)


def test_nothing_of_the_ground_has_the_colours_of_the_crisis():
    # Saturated reds, oranges and yellows belong to zones and incidents; the motorway is a pale tint.
    for _, rule in all_rules():
        for part in (rule.style.fill, rule.style.ground, rule.style.stroke):
            if part is None:
                continue
            red, _, blue = (int(part.colour[at : at + 2], 16) for at in (1, 3, 5))
            assert not (red > 190 and red - blue > 110), part.colour


def lightness(shade):
    value = int(shade[1:3], 16) / 255
    luminance = value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return 116 * luminance ** (1 / 3) - 16
