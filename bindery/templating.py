"""Templates. The only door to Jinja.

Author text is never template source: it reaches a template as a value, which is escaped, or
as a fragment that :mod:`bindery.markdown` made. Templates run in a sandbox, and an undefined
name is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from . import language as languages
from .bidirectional import value_apart
from .diagnostics import Diagnostic, Failure, Span, error
from .equipment import Equipment
from .guide import Block, Picture

_NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
# Outward and inward code, loosely (BS 7666): enough to know one when it is there.
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?) (\d[A-Z]{2})\b")
# An address as people write it in a sentence; its closing punctuation is told apart later.
_ADDRESS = re.compile(
    r"(?P<mail>[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,})"
    r"|(?:https?://)?\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b(?:/[^\s<>\"]*)?"
)
_CLOSING = ".,;:!?)'\N{RIGHT SINGLE QUOTATION MARK}\N{RIGHT DOUBLE QUOTATION MARK}"
_BELOW_A_SECTION = 3
# What a slip in a template or in a label that it fills in can raise.
_SLIPS = (
    jinja2.TemplateError,
    RecursionError,
    LookupError,
    TypeError,
    ValueError,
    ArithmeticError,
    AttributeError,
    AssertionError,  # of Babel, for a date that is none
)


# Compiling every template takes longer than filling it: once for each language is enough.
@cache
def _environment(equipment: Equipment, code: str) -> jinja2.Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        path = equipment.find(f"templates/{name}")
        return (equipment.read_text(f"templates/{name}"), str(path), None) if path else None

    environment = ImmutableSandboxedEnvironment(
        loader=jinja2.FunctionLoader(load),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
        trim_blocks=False,
        keep_trailing_newline=False,
    )
    environment.filters.update(
        markup=Markup,
        tel=telephone_uri,
        unbroken=unbroken,
        url=web_uri,
        short_address=short_address,
        postal=postal,
        apart=partial(_apart, code=code),
        autonyms=partial(_autonyms, code=code),
        linked=partial(linked, code=code),
        day=partial(_day, code=code),
        month=partial(languages.month_in_words, code=code),
        listed=partial(_listed, code=code),
    )
    return environment


def telephone_uri(phone: str) -> str:
    """A printed number as a link: ``tel:03001000212`` (RFC 3966, local numbers as dialled)."""
    return "tel:" + "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def unbroken(text: str) -> str:
    """Text that stays on one line: its spaces become no-break spaces."""
    return text.replace(" ", _NO_BREAK_SPACE)


def _day(day: date, code: str) -> str:
    """A date in words, which is not parted at the end of a line.

    One that runs from right to left may be: its numbers are looked for between blanks.
    """
    words = languages.day_in_words(day, code)
    return words if languages.direction(code) == "rtl" else unbroken(words)


def web_uri(address: str) -> str:
    """An address as a link: ``example.org/by-hand`` becomes ``https://example.org/by-hand``."""
    return address if "://" in address else f"https://{address}"


def short_address(address: str) -> str:
    """An address as a person reads it out: no scheme, no ``www.``, no closing slash."""
    return address.rpartition("://")[2].removeprefix("www.").rstrip("/")


def linked(sentence: str, code: str) -> Markup:
    """A sentence in the language ``code`` with the web and email addresses in it as links."""
    parts = []
    done = 0
    for address in _ADDRESS.finditer(sentence):
        shown = address[0].rstrip(_CLOSING)
        uri = f"mailto:{shown}" if address["mail"] else web_uri(shown)
        link = Markup('<a dir="ltr" href="{}">{}</a>').format(uri, shown)
        parts += [_apart(sentence[done : address.start()], code), link]
        done = address.start() + len(shown)
    return Markup("").join([*parts, _apart(sentence[done:], code)])


def postal(address: str) -> str:
    """An address with its United Kingdom postcode on one line."""
    return _POSTCODE.sub(rf"\1{_NO_BREAK_SPACE}\2", address)


class Filler:
    """Fills templates for one edition: its language, its words and its values stay the same.

    ``values`` are seen by every template. Two functions join them: ``parts(blocks, level)``
    fills ``templates/parts/<kind>.html`` for each block, and ``picture(picture)`` makes an
    image. A part sees its ``block`` and the ``level`` that a heading in it has: what is given,
    else that of the part around it, else 3.
    """

    def __init__(self, equipment: Equipment, code: str, values: Mapping[str, Any]) -> None:
        self.equipment, self._code = equipment, code
        self._environment = _environment(equipment, code)
        self._values = {**values, "parts": self._parts, "picture": self._picture}

    def knowing(self, more: Mapping[str, object]) -> Filler:
        """The same, with ``more`` values that every template sees."""
        return Filler(self.equipment, self._code, {**self._values, **more}) if more else self

    def fill(self, template: str, **values: object) -> str:
        """The text of ``template``.

        Raises:
            Failure: ``template-error`` with the template's file and line.
        """
        try:
            return self._environment.get_template(template).render(self._values, **values)
        except _SLIPS as problem:
            raise Failure(_diagnostic(template, problem)) from problem

    @jinja2.pass_context
    def _parts(
        self, around: jinja2.runtime.Context, blocks: Sequence[Block], level: int | None = None
    ) -> Markup:
        level = level or around.get("level", _BELOW_A_SECTION)
        filled = (
            self.fill(f"parts/{block.kind}.html", block=block, level=level).strip()
            for block in blocks
        )
        # What a template of the shop made is escaped already.
        return Markup("".join(part + "\n" for part in filled))  # noqa: S704

    def _picture(self, picture: Picture) -> Markup:
        return Markup(self.fill("parts/picture.html", picture=picture).strip())  # noqa: S704


def _apart(value: str, code: str) -> Markup:
    """A value that keeps its own order in a text that runs from right to left."""
    return Markup(value_apart(value, code))  # noqa: S704 - escaped where it is made


def _autonyms(codes: Sequence[str], code: str) -> Markup:
    """Languages in a list, each by its name in itself and marked as being in it."""
    names = [
        Markup('<span lang="{}" dir="{}">{}</span>').format(
            other, languages.direction(other), languages.autonym(other)
        )
        for other in codes
    ]
    # What stands between the names is Babel's, and nothing in it is markup.
    return Markup(languages.in_a_list(names, code)) if names else Markup("")  # noqa: S704


def _listed(words: Sequence[str], code: str) -> str:
    return languages.in_a_list(words, code) if words else ""


def _diagnostic(template: str, problem: Exception) -> Diagnostic:
    if isinstance(problem, jinja2.TemplateNotFound):
        return error(
            "missing-equipment",
            f"no template `{problem.name}`",
            Span(f"templates/{template}"),
            "put it back, or remove the name that asks for it",
        )
    if isinstance(problem, jinja2.TemplateSyntaxError):
        where = Span(f"templates/{problem.name or template}", problem.lineno)
    else:
        where = _place_in_template(problem) or Span(f"templates/{template}")
    message = str(problem) if not isinstance(problem, RecursionError) else "it includes itself"
    return error("template-error", message, where, "correct the template")


def _place_in_template(problem: Exception) -> Span | None:
    """The place in the innermost template: Jinja rewrites tracebacks to template lines."""
    place, trace = None, problem.__traceback__
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix in {".html", ".xhtml"}:
            inside = file.as_posix().rpartition("/templates/")[2]
            place = Span(f"templates/{inside}", trace.tb_lineno)
        trace = trace.tb_next
    return place
