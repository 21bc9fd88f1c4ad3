"""Pages of a finished PDF drawn on larger sheets, with all that a screen reader needs kept.

Each page becomes a form that a sheet draws. What pointed to a page (tags, links, destinations)
then points to the sheet and the form: see :mod:`.imposed_pointers`.
"""

from __future__ import annotations

from dataclasses import replace

from bindery.document import Made
from bindery.imposition import MM, Placement, Plan, Rectangle, Sheet, Size
from bindery.pdf_objects import Array, Dictionary, Name, Page, Pdf, open_pdf, save_pdf

from .imposed_pointers import Seat, Seats, move_pointers

MARK_MM = 3.0  # the length of a fold mark

# The operators of a mark, and what wraps all of them: production aids are no part of the text.
_MARK = "{x:.4f} {start:.4f} m {x:.4f} {end:.4f} l S"
_MARKS = "/Artifact <</Type /Page>> BDC\nq 0 G 0.5 w [1.5 1.5] 0 d\n{marks}\nQ\nEMC"


def page_sizes(data: bytes) -> tuple[Size, ...]:
    """The width and height in points of each page of the PDF ``data``, without its bleed."""
    with open_pdf(data) as pdf:
        boxes = [_box(page) for page in pdf.pages]
    return tuple((right - left, top - bottom) for left, bottom, right, top in boxes)


def on_sheets(made: Made, plan: Plan, notice: Made) -> Made:
    """The finished file ``made`` on the sheets of ``plan``, with the line of ``notice``.

    Pages and blocks are counted in sides of paper. How many lines a page has, and how full it
    is, is told of ``made`` and not again of its sheets.
    """
    return replace(
        made,
        data=impose(made.data, plan, notice.data),
        diagnostics=(*made.diagnostics, *notice.diagnostics),
        page_count=len(plan.sides),
        block_pages={block: plan.side_of[page] for block, page in made.block_pages.items()},
        page_lines=(),
        page_fill=(),
    )


def impose(data: bytes, plan: Plan, notice: bytes) -> bytes:
    """The PDF ``data`` drawn on the sheets of ``plan``, each of its pages once.

    The first page of the PDF ``notice``, all of it artifact, is turned on its side and laid
    into the strip that ``plan`` has for it. Tags, links, destinations, colours and metadata are
    kept, so that the sheets meet the standards that the pages met. ValueError if ``plan``
    leaves a page out or has one twice.
    """
    with open_pdf(data) as pdf, open_pdf(notice) as over:
        pages = list(pdf.pages)
        _insist_on_every_page(plan, len(pages))
        seats: Seats = {}
        for side in plan.sides:
            sheet = pdf.add_blank_page(page_size=plan.size)
            sheet.obj.Tabs = Name.S
            sheet.obj.Resources = Dictionary(XObject=Dictionary())
            taken = [_seat(pages[place.page - 1], place, sheet) for place in side.placements]
            seats.update((pages[seat.page - 1].obj.objgen, seat) for seat in taken)
            sheet.obj.Contents = pdf.make_stream(_content(side, taken, plan))
        _lay_over(pdf, pdf.pages[len(pages)], over.pages[0], plan)
        move_pointers(pdf, seats)
        del pdf.pages[: len(pages)]
        _advise(pdf)
        return save_pdf(pdf)


def _insist_on_every_page(plan: Plan, page_count: int) -> None:
    placed = sorted(place.page for side in plan.sides for place in side.placements)
    if placed != list(range(1, page_count + 1)):
        raise ValueError(f"the plan does not place each of {page_count} pages once: {placed}")


def _box(page: Page) -> Rectangle:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return left, bottom, right, top


def _seat(page: Page, place: Placement, sheet: Page) -> Seat:
    """Turn ``page`` into a form among the resources of ``sheet``."""
    left, bottom, _, _ = _box(page)
    form = page.as_form_xobject()
    sheet.obj.Resources.XObject[f"/Page{place.page}"] = form
    clip = zip(place.clip, (left, bottom, left, bottom), strict=True)
    form.BBox = Array([round(edge + corner, 4) for edge, corner in clip])
    if "/StructParents" in page.obj:
        # The way back from content to its tags keeps its key: only the content has moved.
        form.StructParents = page.obj.StructParents
    return Seat(place.page, form, sheet.obj, place.x - left, place.y - bottom)


def _content(side: Sheet, seats: list[Seat], plan: Plan) -> bytes:
    """The operators that draw one side: its pages, then the marks of its folds."""
    lines = [f"q 1 0 0 1 {s.right:.4f} {s.up:.4f} cm /Page{s.page} Do Q" for s in seats]
    ends = (plan.edge, plan.size[1] - plan.edge - MARK_MM * MM)
    marks = [
        _MARK.format(x=fold, start=end, end=end + MARK_MM * MM)
        for fold in side.folds
        for end in ends
    ]
    if marks:
        lines.append(_MARKS.format(marks="\n".join(marks)))
    return "\n".join(lines).encode()


def _lay_over(pdf: Pdf, sheet: Page, over: Page, plan: Plan) -> None:
    """Draw ``over``, a page of another file, in the strip of ``sheet``, to be read upwards."""
    sheet.obj.Resources.XObject.Notice = pdf.copy_foreign(over.as_form_xobject())
    _, bottom, right, _ = plan.strip
    turned = f"q 0 1 -1 0 {right:.4f} {bottom:.4f} cm /Notice Do Q"
    sheet.contents_add(pdf.make_stream(turned.encode()))


def _advise(pdf: Pdf) -> None:
    """Have the print dialogue offer full size, both sides, turned over the short edge."""
    preferences = pdf.Root.get("/ViewerPreferences", Dictionary())
    preferences.PrintScaling = Name("/None")
    preferences.Duplex = Name.DuplexFlipShortEdge
    pdf.Root.ViewerPreferences = preferences
