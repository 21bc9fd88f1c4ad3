"""WeasyPrint's log, as diagnostics: nothing it says is lost, and most of it is an error.

WeasyPrint drops what it cannot use - a declaration, a picture, a glyph - and only writes a
log line. A leaflet with something missing is not a leaflet, so those lines are read here.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bindery.diagnostics import Diagnostic, Severity, Span
from bindery.document import Stylesheet

# What a style sheet may ask for, and how it is called in the log: quoted, or an address.
_ASKED_FOR = frozenset({"picture-failed", "outside-file", "font-failed"})
_NAMED = re.compile(r"""['"]([^'"]+)['"]|(\w+:[^\s'"]+)""")
_PLACE = re.compile(r"\bat (\d+):(\d+)\b[,.:]? ?")


@dataclass(frozen=True, slots=True)
class Kind:
    """What one family of log lines means.

    ``pattern`` is matched at the start of a line; ``message`` may use its groups by number.
    """

    pattern: re.Pattern[str]
    rule: str
    severity: Severity
    message: str
    hint: str | None = None


def _kind(pattern: str, rule: str, message: str, hint: str | None = None) -> Kind:
    # A machine without the fast library makes a good leaflet slowly; all else loses something.
    severity = Severity.WARNING if rule == "slow-fonts" else Severity.ERROR
    return Kind(re.compile(pattern, re.DOTALL), rule, severity, message, hint)


KINDS = (
    _kind(
        r"\.notdef glyph rendered .*?: \"(.*)\" \(U\+([0-9A-F]+)\)",
        "missing-glyph",
        "no font of the leaflet has the character `{1}` (U+{2})",
        "use another character, or add a font that has it",
    ),
    _kind(
        r"Failed to load image at (['\"])(?:https://asset\.invalid/)?(.*?)\1: (.*)",
        "picture-failed",
        "the picture `{2}` cannot be drawn: {3}",
        "use a picture of this guide, and check that it opens in a browser",
    ),
    _kind(
        r"Failed to render SVG image (?:https://asset\.invalid/)?(.*)",
        "picture-failed",
        "the drawing `{1}` cannot be drawn",
        "save it again as plain SVG, without filters or linked pictures",
    ),
    _kind(r"Failed to load inline SVG: (.*)", "picture-failed", "a drawing cannot be drawn: {1}"),
    _kind(
        r"Failed to load (?:stylesheet|attachment)(?: at)?:? ?(?:https://asset\.invalid/)?(.*)",
        "outside-file",
        "the leaflet asks for a file that does not travel with it: `{1}`",
        "a leaflet is made from its own files only: remove the reference",
    ),
    _kind(
        r"No anchor #(.*) for internal URI reference",
        "missing-anchor",
        "a link leads to `#{1}`, which is not in the leaflet",
        "link to the id of a heading",
    ),
    _kind(
        r"Content discarded: target points to undefined anchor (.*)",
        "missing-anchor",
        "a page reference leads to {1}, which is not in the leaflet",
    ),
    _kind(r"Anchor defined twice: '(.*)'", "repeated-anchor", "two elements have the id `{1}`"),
    _kind(
        r"Font-face '(.*)' cannot be loaded",
        "font-failed",
        "the font `{1}` cannot be loaded",
        "the leaflet's fonts are found by name; a style sheet need not declare them",
    ),
    _kind(
        r"Using fontTools instead of HarfBuzz-Subset for font \"(.*)\"",
        "slow-fonts",
        "the font `{1}` is made smaller by a slow way that may change the file",
        "install the library libharfbuzz-subset",
    ),
    _kind(
        r"(Unable to (?:subset|instantiate|save)|Too many glyphs missing) .*?\"(.*?)\".*",
        "font-failed",
        "the font `{2}` cannot be embedded as it should be",
    ),
)


class Log(logging.Handler):
    """Collects diagnostics from WeasyPrint's log while :meth:`listening`.

    ``where`` turns a missing character into words about its place in the document.
    ``sheets`` are the style sheets that the log's positions may lie in.
    """

    def __init__(
        self, where: Callable[[str], str] = lambda _: "", sheets: Iterable[Stylesheet] = ()
    ) -> None:
        super().__init__(level=logging.WARNING)
        self._where = where
        self._lines = {sheet.name: sheet.css.splitlines() for sheet in sheets}
        self._sheet: str | None = None
        self._found: dict[Diagnostic, None] = {}

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What was heard so far, each thing once, in order."""
        return tuple(self._found)

    def add(self, *diagnostics: Diagnostic) -> None:
        """Note diagnostics that do not come from the log."""
        self._found.update(dict.fromkeys(diagnostics))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Within, WeasyPrint's warnings and errors come here and are printed nowhere."""
        logger = logging.getLogger("weasyprint")
        level, propagate = logger.level, logger.propagate
        logger.addHandler(self)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield
        finally:
            logger.removeHandler(self)
            logger.setLevel(level)
            logger.propagate = propagate

    @contextmanager
    def about(self, sheet: str) -> Iterator[None]:
        """Within, positions in log lines are places in the style sheet ``sheet``."""
        self._sheet = sheet
        try:
            yield
        finally:
            self._sheet = None

    def emit(self, record: logging.LogRecord) -> None:
        """Turn one log record into a diagnostic (called by :mod:`logging`)."""
        text = record.getMessage()
        found = self._placed(known(text), text) or self._about_styles(text)
        if found is None:
            severity = Severity.ERROR if record.levelno >= logging.ERROR else Severity.WARNING
            found = Diagnostic("engine-notice", severity, f"the PDF engine says: {text}")
        if found.rule == "missing-glyph":
            character = text.partition('"')[2].rpartition('"')[0]
            found = Diagnostic(
                found.rule,
                found.severity,
                found.message + self._where(character),
                found.span,
                found.hint,
            )
        self.add(found)

    def _placed(self, found: Diagnostic | None, text: str) -> Diagnostic | None:
        """``found`` with the place in a style sheet that asks for what ``text`` names, if known."""
        if found is None or found.rule not in _ASKED_FOR:
            return found
        named = _NAMED.search(text)
        words = (named[1] or named[2]).removeprefix("https://asset.invalid/") if named else ""
        sheets = [self._sheet] if self._sheet else list(self._lines)
        places = [(name, *self._place_of(words, name)) for name in sheets]
        places = [place for place in places if place[1] is not None]
        if len(places) == 1:
            return replace(found, span=Span(*places[0], length=len(words)))
        return replace(found, span=Span(self._sheet)) if self._sheet else found

    def _about_styles(self, text: str) -> Diagnostic | None:
        """A diagnostic for a line about a style sheet's text; None if it is about something else.

        Every line logged while a sheet is read is about that sheet, placed or not.
        """
        place = _PLACE.search(text)
        if self._sheet is None and place is None and not text.startswith("Ignored"):
            return None
        line, column = (int(number) for number in place.groups()) if place else (None, None)
        sheet = self._sheet or self._sheet_with(text, line)
        if sheet and place is None:
            line, column = self._quoted_place(text, sheet)
        message = " ".join(_PLACE.sub(" ", text).split()).strip(" .,").replace(" ,", ",")
        return Diagnostic(
            "style-ignored",
            Severity.ERROR,
            f"the PDF engine cannot use a style: {message}",
            Span(sheet, line, column) if sheet else None,
            "write it in a way that the engine knows, or keep it out of the leaflet's styles",
        )

    def _quoted_place(self, text: str, sheet: str) -> tuple[int | None, int | None]:
        """Where what ``text`` quotes stands in ``sheet``, if it stands there once."""
        quoted = re.search(r"'(.+)'", text)
        return self._place_of(quoted[1].strip() if quoted else "", sheet)

    def _place_of(self, words: str, sheet: str) -> tuple[int | None, int | None]:
        """Line and column of ``words`` in ``sheet``, if they stand there once."""
        css = "\n".join(self._lines.get(sheet, ()))
        if not words or css.count(words) != 1:
            return None, None
        before = css[: css.index(words)]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1

    def _sheet_with(self, text: str, line: int | None) -> str | None:
        """The one sheet that has the declaration which ``text`` quotes on ``line``.

        A value with a custom property in it is judged when it is used, long after its sheet
        was read.
        """
        quoted = re.search(r"`([\w-]+)", text)
        if quoted is None or line is None:
            return None
        sheets = [
            name
            for name, lines in self._lines.items()
            if line <= len(lines) and quoted[1] in lines[line - 1]
        ]
        return sheets[0] if len(sheets) == 1 else None


def known(text: str) -> Diagnostic | None:
    """The diagnostic for a log line of a known kind; None for any other."""
    for kind in KINDS:
        if match := kind.pattern.match(text):
            message = kind.message.format(match[0], *match.groups())
            return Diagnostic(kind.rule, kind.severity, message, None, kind.hint)
    return None
