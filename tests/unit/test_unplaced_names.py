"""What found no place on a map is told by its name, never by the id of a record."""

import numpy as np
import pytest
import shapely

from bnip.drawing import Form, Shape
from cartoviewer.scene.shape_elements import ShapeElements, _name
from resources.texts import Language, Names, Texts


@pytest.mark.parametrize("form", [Form.LINE, Form.POLYGON])
def test_a_drawn_shape_is_told_by_its_name(form):
    xy = np.array(((0.0, 0.0), (40.0, 0.0), (40.0, 40.0), (0.0, 0.0)))
    geometry = shapely.Polygon(xy) if form.is_area else shapely.LineString(xy)
    shape = Shape(id="f3a", form=form, names=Names("Itinéraire", "Route", "Route"), path=tuple(map(tuple, xy)))
    found = ShapeElements()
    _name(found, shape, geometry, xy, Texts(Language.FR_NL))
    assert [wish.words for wish in found.wishes] == ["Itinéraire\nRoute"]
