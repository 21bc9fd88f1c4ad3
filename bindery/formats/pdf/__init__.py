"""A leaflet's bytes: one HTML page laid out as a tagged PDF/UA and PDF/A file.

The way through this package: :mod:`.engine` lays the page out (``door`` is the only module
that knows WeasyPrint), :mod:`.boxes` reads the layout, :mod:`.structure` turns what it read
into a tree of tags, :mod:`.tags` and :mod:`.finish` write it into the file.
"""

from __future__ import annotations

from bindery.document import Document, Made


def make(document: Document) -> Made:
    """Lay out ``document.pages[0]`` and return the finished PDF with what its layout says.

    Nothing is read but ``document``: pictures and fonts come from ``document.files``, styles
    from ``document.stylesheets``, dates from ``document.metadata``. The same document gives
    the same bytes in every process and folder. Everything the engine had to say is in
    ``Made.diagnostics``; an error among them means the file must not be given to anyone.
    Raises :class:`~bindery.diagnostics.Failure` where there is nothing to return.
    """
    # WeasyPrint takes half a second to load: only those who make a PDF wait for it.
    from .engine import make_pdf  # noqa: PLC0415

    return make_pdf(document)


__all__ = ["make"]
