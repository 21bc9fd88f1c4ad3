"""What points to a page, pointed to its seat on a sheet: tags, links and destinations.

The tree of tags itself stays: its order is the order of reading, whatever the sheets look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bindery.pdf_objects import Array, Dictionary, Name, Object, Pdf

# The places in a destination's array where it says how far across, and how far up.
_ACROSS = {"/XYZ": (2,), "/FitV": (2,), "/FitBV": (2,), "/FitR": (2, 4)}
_UP = {"/XYZ": (3,), "/FitH": (2,), "/FitBH": (2,), "/FitR": (3, 5)}
# Coordinates are written to a ten-thousandth of a point, less than a hair's breadth by far.
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Seat:
    """Where page number ``page`` went: ``form`` draws it on ``sheet``.

    What was at a point of the page is ``right`` and ``up`` of it on the sheet, in points.
    """

    page: int
    form: Object
    sheet: Object
    right: float
    up: float

    def moved(self, numbers: Iterable[Object]) -> Array:
        """Coordinates, across and up in turn, as they are on the sheet."""
        steps = (self.right, self.up)
        return Array([round(float(n) + steps[at % 2], _DIGITS) for at, n in enumerate(numbers)])


#: A tag's kid: a number of marked content, or an object.
Kid = int | Object
#: The seat of each page, by the number of the page's object.
Seats = dict[tuple[int, int], Seat]


def move_pointers(pdf: Pdf, seats: Seats) -> None:
    """Point all in ``pdf`` that points to a page with a seat to that seat, annotations too."""
    if "/StructTreeRoot" in pdf.Root:
        _move_tags(pdf.Root.StructTreeRoot, seats)
    # Before the annotations, which are found on the pages, leave them.
    for destination in list(_destinations(pdf)):
        _move_destination(destination, seats)
    for page in list(pdf.pages):
        if seat := seats.get(page.obj.objgen):
            _move_annotations(page.obj, seat)


# ---- tags


def _move_tags(root: Object, seats: Seats) -> None:
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        kids = _listed(tag.get("/K"))
        _move_picture_box(tag, kids, seats)
        if kids:
            tag.K = Array([_moved_kid(kid, tag, seats) for kid in kids])
        if seat := _seat_of(tag, seats):
            tag.Pg = seat.sheet
        waiting.extend(kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid)


def _listed(kids: Kid | None) -> list[Kid]:
    """A tag's kids as a list: one that is alone may stand without an array."""
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _seat_of(thing: Kid, seats: Seats) -> Seat | None:
    """The seat of the page that a tag or one of its kids says it is on."""
    page = thing.get("/Pg") if isinstance(thing, Dictionary) else None
    return None if page is None else seats.get(page.objgen)


def _moved_kid(kid: Kid, tag: Object, seats: Seats) -> Kid:
    """One kid of ``tag``: content of a page is content of the page's form now."""
    seat = _seat_of(kid, seats) or _seat_of(tag, seats)
    if seat is None:
        return kid
    if isinstance(kid, int):
        kid = Dictionary(Type=Name.MCR, MCID=kid)
    if kid.get("/Type") == Name.MCR:
        kid.Pg = seat.sheet
        if "/Stm" not in kid:  # content of a form within the page stays where it is
            kid.Stm = seat.form
    elif kid.get("/Type") == Name.OBJR:
        kid.Pg = seat.sheet
    return kid


def _move_picture_box(tag: Object, kids: list[Kid], seats: Seats) -> None:
    """A picture says where it lies, in the coordinates of what it is drawn on."""
    found = (_seat_of(thing, seats) for thing in (*kids, tag))
    seat = next((seat for seat in found if seat), None)
    for attributes in _listed(tag.get("/A")):
        if seat and isinstance(attributes, Dictionary) and "/BBox" in attributes:
            attributes.BBox = seat.moved(attributes.BBox)


# ---- annotations and destinations


def _move_annotations(page: Object, seat: Seat) -> None:
    for annotation in page.get("/Annots", Array()):
        for key in ("/Rect", "/QuadPoints"):
            if key in annotation:
                annotation[key] = seat.moved(annotation[key])
        annotation.P = seat.sheet
        if "/Annots" not in seat.sheet:
            seat.sheet.Annots = Array()
        seat.sheet.Annots.append(annotation)


def _move_destination(destination: Object | None, seats: Seats) -> None:
    """Move one explicit destination, an array of a page, a manner and coordinates."""
    if not isinstance(destination, Array) or not len(destination):
        return
    page = destination[0]
    seat = seats.get(page.objgen) if isinstance(page, Dictionary) else None
    if seat is None:
        return
    manner = str(destination[1])
    destination[0] = seat.sheet
    for places, step in ((_ACROSS, seat.right), (_UP, seat.up)):
        for at in places.get(manner, ()):
            if at < len(destination) and destination[at] is not None:
                destination[at] = round(float(destination[at]) + step, _DIGITS)


def _destinations(pdf: Pdf) -> Iterator[Object | None]:
    """Whatever may be an explicit destination: of names, of the outline, of links."""
    catalog = pdf.Root
    yield from catalog.get("/Dests", Dictionary()).values()
    for value in _named(catalog.get("/Names", Dictionary()).get("/Dests")):
        yield value.get("/D") if isinstance(value, Dictionary) else value
    for entry in _outline(catalog.get("/Outlines")):
        yield from _targets(entry)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", Array()):
            yield from _targets(annotation)


def _named(node: Object | None) -> Iterator[Object]:
    """The values of a name tree."""
    if node is not None:
        yield from list(node.get("/Names", Array()))[1::2]
        for kid in node.get("/Kids", Array()):
            yield from _named(kid)


def _outline(entry: Object | None) -> Iterator[Object]:
    """An outline's entry, those below it and those after it."""
    while entry is not None:
        yield entry
        yield from _outline(entry.get("/First"))
        entry = entry.get("/Next")


def _targets(thing: Object) -> Iterator[Object | None]:
    """Where an outline's entry or a link leads, said directly or through an action."""
    yield thing.get("/Dest")
    action = thing.get("/A")
    if isinstance(action, Dictionary):
        yield action.get("/D")
