"""A line for whoever prints a sheet, to be laid over it where nothing else is printed.

It is set with the fonts of the leaflet, so that it can be in any language the leaflet is in.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

from bindery.document import Document, Made, Page, Stylesheet
from bindery.imposition import MM, Plan

#: The words that this module prints: how to print and fold each kind of sheet.
LABELS = ("sheet.booklet", "sheet.folded")

# As small as anything in a leaflet may be. Whatever the family is called, only the leaflet's
# own fonts are there to be found.
_CSS = """\
@page {{ margin: 0; size: {length:.3f}mm {width:.3f}mm }}
body {{ margin: 0 }}
p {{
  color: #4d4d4d;
  font: 10.5pt/{width:.3f}mm sans-serif;
  margin: 0;
  text-align: center;
  white-space: nowrap;
}}
"""
_HTML = """\
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" dir="{direction}">
<head><meta charset="utf-8" /><title>{title}</title></head>
<body><p aria-hidden="true">{text}</p></body>
</html>
"""


def lay_out_notice(document: Document, label: str, plan: Plan) -> Made:
    """A page with the words of ``label``, as long and as wide as the strip of ``plan``.

    All of it is artifact: it is for whoever prints the sheet, not for the reader.
    """
    # Heavy: only a build that lays out pages pays for it.
    from .pdf import make  # noqa: PLC0415

    metadata = document.metadata
    left, bottom, right, top = plan.strip
    html = _HTML.format(
        language=escape(metadata.language),
        direction=metadata.direction,
        title=escape(metadata.title),
        text=escape(metadata.labels[label]),
    )
    css = _CSS.format(length=(top - bottom) / MM, width=(right - left) / MM)
    fonts = {name: f for name, f in document.files.items() if f.media_type.startswith("font/")}
    return make(
        replace(
            document,
            pages=(Page("notice", metadata.title, "notice", html),),
            stylesheets=(Stylesheet("the printing instruction", css),),
            files=fonts,
            claims=(),
        )
    )
