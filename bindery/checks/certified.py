"""What a person signed for, held against what can be seen without one.

A signature is a judgement of the words and pictures; it cannot make up for a fault in the file. So
a standard is claimed only where somebody signed for it and every check of this build passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bindery.diagnostics import Diagnostic, Severity, error
from bindery.document import Document
from bindery.edition import Claim
from bindery.markup import Element, NotWellFormed, parse

_CHECK = "signed by {by}; the build's own checks of the e-book"
_HINT = "mend it, or take [certification] out of guide.toml until it is mended"


def prove(
    document: Document, found: Iterable[Diagnostic]
) -> tuple[tuple[Claim, ...], tuple[Diagnostic, ...]]:
    """The claim that was signed for, or errors for what speaks against it.

    ``found`` is what other checks found in the made file: an error there keeps the claim back,
    and refuses the file by itself.
    """
    signed = document.certification
    if signed is None or signed.standard not in document.claims:
        return (), ()
    against = tuple(
        error("certification-refused", f"{signed.standard} cannot hold: {reason}", hint=_HINT)
        for page in document.pages
        for reason in _barriers(page.name, page.html)
    )
    if against or any(each.severity is Severity.ERROR for each in found):
        return (), against
    return (Claim(signed.standard, _CHECK.format(by=signed.by)),), ()


def _barriers(name: str, html: str) -> Iterator[str]:
    """Failures of WCAG, level A, that a page's own elements show."""
    try:
        root = parse(html.encode())
    except (NotWellFormed, UnicodeEncodeError):
        return  # which is an error already
    title = root.find("title")
    if title is None or not title.text().strip():
        yield f"page `{name}` has no title"
    for element in root.walk():
        where = f"on page `{name}`, line {element.line}"
        if element.tag == "img" and "alt" not in element.attributes:
            yield f"a picture {where} has no words for those who cannot see it"
        elif element.tag == "a" and "href" in element.attributes and not _name(element):
            yield f"a link {where} has no words"
        elif element.tag == "table" and element.find("th") is None:
            yield f"the table {where} has no headings"


def _name(link: Element) -> str:
    """What a link is called: its label, its words, or those of the picture in it."""
    words = [link.attributes.get("aria-label", ""), link.text()]
    words += [each.attributes.get("alt", "") for each in link.walk() if each.tag == "img"]
    return "".join(words).strip()
