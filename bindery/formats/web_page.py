"""A web page made whole: its styles, fonts and pictures are written into it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

from bindery.diagnostics import Failure, error
from bindery.document import Document, Made, Stylesheet
from bindery.insertion import after_name, inserted
from bindery.markup import NotWellFormed, parse
from bindery.theme import Theme, read_theme

from .epub_fonts import words_of
from .epub_styles import flatten
from .font_faces import written_faces
from .web_colours import dark_tokens
from .web_files import insist, pictures
from .wide_tables import table_labels

# What is no comment and could hold the signs of one comes first.
_COMMENT = re.compile(r"""("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|/\*.*?\*/""", re.DOTALL)
_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_BLANKS = re.compile(r"\s*\n\s*")
_SOURCE = re.compile(r'(<img\b[^>]*?\ssrc=")([^"]+)(")')


def make(document: Document) -> Made:
    """``document`` as one HTML file that needs no other: the same bytes for the same document.

    Its last style sheet is the theme, from which the colours for dark screens are derived.

    Raises:
        Failure: if the page is not well-formed, or needs a file that is not there.
    """
    data = document.pages[0].html.encode()
    try:
        root = parse(data)
    except NotWellFormed as problem:
        message = f"the page is not well-formed: {problem.message}, line {problem.line}"
        hint = "mend the template that makes it"
        raise Failure(error("web-page", message, hint=hint)) from problem
    styles, _ = flatten(document.stylesheets)
    insist((name for face in styles.faces for name in face.urls), document.files)
    text = words_of([root], styles)
    faces, findings = written_faces(styles, document.files, text, styles.faces)
    theme, _ = read_theme(document.stylesheets[-1].css, document.stylesheets[-1].name)
    css = faces + _joined(document.stylesheets) + _dark(theme)
    # Browsers draw their own bar in the colour of the cover.
    bar = f'<meta name="theme-color" content="{theme.tokens["--brand"].value}" />\n'
    labels = ((after_name(data, part), text.encode()) for part, text in table_labels(root))
    html = inserted(data, labels).decode()
    shown = pictures(
        (unescape(found[1]) for found in _SOURCE.findall(html)), document.files, styles
    )
    html = _SOURCE.sub(lambda found: found[1] + escape(shown[unescape(found[2])]) + found[3], html)
    return Made(html.replace("</head>", f"{bar}{_style(css)}</head>", 1).encode(), findings)


def _joined(stylesheets: Iterable[Stylesheet]) -> str:
    """All style sheets in order, without comments and font faces."""
    css = "\n".join(sheet.css for sheet in stylesheets)
    css = _COMMENT.sub(lambda found: found[1] or "", css)
    return _BLANKS.sub("\n", _FACE.sub("", css)).strip() + "\n"


def _dark(theme: Theme) -> str:
    """The theme's colours on a dark screen."""
    lines = "".join(f"{name}: {value};\n" for name, value in dark_tokens(theme).items())
    return f"@media screen and (prefers-color-scheme: dark) {{\n:root {{\n{lines}}}\n}}\n"


def _style(css: str) -> str:
    """A style element that HTML and XML read alike, whatever is in the style sheets."""
    safe = css.replace("</", r"<\/").replace("]]>", r"]]\>")
    return f"<style>/*<![CDATA[*/\n{safe}/*]]>*/</style>\n"
