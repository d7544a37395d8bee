"""A layout of a file with the pictures that came along, looked at like any other picture."""

from bnip.layout import SheetTemplate
from bnip.picture import Picture
from cartoviewer.render.picture_reading import read_picture
from cartoviewer.scene.layout_file import layout_level, read_layout, shared_pictures, with_pictures
from layers.sensitivity import Sensitivity
from resources.texts import Texts

__all__ = ["read_whole_layout"]


def read_whole_layout(
    data: bytes, name: str, texts: Texts, sensitivity: Sensitivity = Sensitivity.CLEAR
) -> tuple[SheetTemplate, tuple[Picture, ...]]:
    """Give an arrangement, and the pictures that the dossier has to keep for it.

    They are as strict as `sensitivity`, and as the file says.

    Raises
    ------
    LayoutFileError
        The file is no layout, or a faulty one.
    PictureRefused
        A picture in it is refused.
    """
    arrangement = read_layout(data, name, texts)
    sensitivity = max(sensitivity, layout_level(data))
    found = {one.id: read_picture(one.data, one.name, sensitivity) for one in shared_pictures(data)}
    return with_pictures(arrangement, {key: one.id for key, one in found.items()}), tuple(found.values())
