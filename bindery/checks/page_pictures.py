"""What pages bring with them: pictures sharp enough for paper, and their fonts."""

from __future__ import annotations

from collections.abc import Iterator

from bindery.diagnostics import Diagnostic, error, warning
from bindery.paper import Photo
from bindery.rasters.pictures import size

from .page_view import View
from .whereabouts import place_of_picture


def coarse_picture(view: View) -> Iterator[Diagnostic]:
    """Pictures with too few pixels for the size at which they are printed."""
    needed = view.document.legibility.per_inch
    for paper in view.papers:
        for photo in paper.photos:
            if photo.per_inch < needed - 1:
                name = _name(view, photo)
                width = round(photo.width * needed / photo.per_inch)
                yield warning(
                    "coarse-picture",
                    f"{name or 'a picture'} on page {paper.number + 1} has {photo.per_inch:.0f} "
                    f"pixels in an inch of paper, and needs {needed:g} to look sharp",
                    place_of_picture(view.document, name.strip("`")),
                    f"use one that is {width} pixels wide or more, or print it smaller",
                )


def strange_font(view: View) -> Iterator[Diagnostic]:
    """Fonts that the file asks for and does not bring: every machine puts another in its place."""
    for name in dict.fromkeys(font for paper in view.papers for font in paper.strange_fonts):
        yield error(
            "strange-font",
            f"the file uses the font `{name}` and does not have it in it",
            hint="let the style sheet name one of the fonts in `styles/fonts`",
        )


def _name(view: View, photo: Photo) -> str:
    """The document's name, between backticks, for a picture of so many pixels; empty if unsure."""
    names = [
        file.name
        for file in view.document.files.values()
        if file.media_type in {"image/png", "image/jpeg"}
        and size(file.data) in {(photo.width, photo.height), (photo.height, photo.width)}
    ]
    return f"`{names[0]}`" if len(names) == 1 else ""
