"""What is known of a record and not edited in the form: measures, sources, when it was changed."""

from math import hypot

from bnip.drawing import Measurement, Shape
from bnip.geometry.operations import geometry_of, is_closed
from bnip.incident import Incident, Mark, Route
from bnip.record import HAND_PLACED, Place
from bnip.zone import Zone
from cartoviewer.document.drawings import PLACED, POINTS, Placed, is_locked, path_of
from cartoviewer.document.layer import Layer
from cartoviewer.document.record import AnyRecord
from cartoviewer.document.validity import holds
from cartoviewer.scene.measures import write_area, write_distance
from cartoviewer.ui.record_names import kind_names, record_names
from cartoviewer.ui.session import Session
from layers.gazetteer.found import Quality
from layers.gazetteer.wording import quality_words

__all__ = ["facts_of"]


def facts_of(record: AnyRecord, session: Session) -> list[str]:
    """Give the lines below the name of a record."""
    texts = session.texts
    facts: list[str] = []
    kind = texts.name(kind_names(record))
    if isinstance(record, PLACED) and kind != texts.name(record_names(record)):
        facts.append(kind)
    if isinstance(record, Incident | Mark):
        facts += _how_found(record.place, session)
    if (
        isinstance(record, Incident | Mark)
        and record.place.accuracy_m is not None
        and not record.place.is_corrected
    ):
        facts.append(texts("Known to within {metres} m", metres=texts.number(record.place.accuracy_m)))
    if isinstance(record, Zone | Shape) and record.radius_m is not None:
        facts.append(texts("Radius {metres} m", metres=texts.number(record.radius_m)))
    if isinstance(record, Route | Zone | Shape | Measurement) and not isinstance(record, POINTS):
        path = path_of(record)
        if is_closed(path):
            facts.append(texts("Area: {area}", area=write_area(float(geometry_of(path).area), texts)))
        elif len(path) > 1:
            facts.append(texts("Distance: {distance}", distance=write_distance(geometry_of(path).length, texts)))
    if isinstance(record, PLACED):
        facts += _time_facts(record, session)
    if isinstance(record, PLACED) and is_locked(session.document, record):
        facts.append(texts("Locked: it can be neither moved nor deleted."))
    if isinstance(record, Layer):
        facts += _layer_facts(record, session)
    return facts


def _time_facts(record: Placed, session: Session) -> list[str]:
    """Tell why a drawing is not on the map, where its time is the reason."""
    texts, moment = session.texts, session.map_moment
    if holds(record, moment):
        return []
    if record.valid_from is not None and moment < record.valid_from:
        return [texts("Not on the map yet: it holds from {moment}.", moment=texts.moment(record.valid_from))]
    if record.valid_until is not None:
        return [texts("No longer on the map: it held until {moment}.", moment=texts.moment(record.valid_until))]
    return []


def _how_found(place: Place, session: Session) -> list[str]:
    """Tell how a place was found, and how far it was corrected by hand."""
    texts = session.texts
    if place.quality not in list(Quality):
        return []
    told = texts("Found as: {quality}", quality=texts(quality_words(Quality(place.quality))))
    if place.found is None:
        return [told] if place.quality != HAND_PLACED else []
    metres = hypot(place.x - place.found[0], place.y - place.found[1])
    return [told, texts("Corrected by hand, {metres} m away", metres=texts.number(metres))]


def _layer_facts(layer: Layer, session: Session) -> list[str]:
    texts = session.texts
    try:
        card = session.datasets.get(layer.dataset).card if session.datasets is not None else None
    except KeyError:
        card = None
    if card is None:
        return [texts("The data of this layer are not in the dossier.")]
    facts = [
        texts.plural("{n} feature", "{n} features", card.count),
        texts("Source: {source}", source=card.source),
        texts("Data of {date}", date=texts.date(card.date)) if card.date else texts("Date of the data unknown"),
    ]
    return facts + ([card.credit] if card.credit else [])
