"""Which PDF structure type each HTML element becomes, and what else its tag says.

Types are those of PDF 1.7, which PDF/UA-1 and PDF/A-2 are built on. The few that only PDF 2
knows are declared in :data:`ROLE_MAP` as stand-ins for a type that PDF 1.7 has.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

ROLE_MAP = {"Aside": "Sect", "Strong": "Span", "Em": "Span"}

_ROLES = {
    "article": "Art",
    "section": "Sect",
    "nav": "Sect",
    "aside": "Aside",
    "div": "Div",
    "header": "Div",
    "footer": "Div",
    "hgroup": "Div",
    "figure": "Div",
    "address": "Div",
    "blockquote": "BlockQuote",
    "p": "P",
    "pre": "P",
    "ul": "L",
    "ol": "L",
    "dl": "L",
    "li": "LI",
    "dt": "Lbl",
    "dd": "LBody",
    "table": "Table",
    "caption": "Caption",
    "figcaption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "img": "Figure",
    "{http://www.w3.org/2000/svg}svg": "Figure",
    "strong": "Strong",
    "b": "Strong",
    "em": "Em",
    "i": "Em",
    "q": "Quote",
    "code": "Code",
    "kbd": "Code",
    "samp": "Code",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}

#: Types that stand in a line of text.
INLINE = frozenset({"Span", "Strong", "Em", "Quote", "Code", "Link", "Reference", "Lbl"})

#: Types that hold blocks: text directly in them gets a paragraph of its own.
GROUPING = frozenset({"Document", "Art", "Sect", "Aside", "Div", "BlockQuote"})

_NUMBERING = {
    "decimal": "Decimal",
    "decimal-leading-zero": "Decimal",
    "disc": "Disc",
    "circle": "Circle",
    "square": "Square",
    "lower-alpha": "LowerAlpha",
    "lower-latin": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "upper-latin": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}


def role_of(element: Element) -> str | None:
    """The structure type of ``element``; None where its content is its parent's."""
    tag = element.tag
    if tag == "a":
        return "Link" if element.get("href") else _spoken(element)
    if element.get("role") == "doc-footnote":
        return "Note"
    return _ROLES.get(tag) or _spoken(element)


def _spoken(element: Element) -> str | None:
    """Span for an element that changes how its text is read aloud, else None."""
    changes = language(element) or (element.tag == "abbr" and element.get("title"))
    return "Span" if changes and element.tag not in ("html", "body", "main") else None


def language(element: Element) -> str | None:
    """The language that ``element`` itself declares."""
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    return element.get("lang") or element.get("xml:lang") or element.get(xml)


def is_silent(element: Element) -> bool:
    """Whether ``element`` says that it is decoration, to be passed over by a reader."""
    if element.get("aria-hidden") == "true" or element.get("role") in ("presentation", "none"):
        return True
    return element.tag == "img" and element.get("alt") == ""


def alternative(element: Element) -> str:
    """What stands for a picture: its alternative text, then its long description."""
    words = [_name(element), element.get("aria-description", "")]
    return " ".join(part for part in (" ".join(word.split()) for word in words) if part)


def _name(element: Element) -> str:
    name = element.get("alt") or element.get("aria-label") or ""
    if not name:
        title = element.find("{http://www.w3.org/2000/svg}title")
        name = "" if title is None else "".join(title.itertext())
    return name


def readable(element: Element) -> str:
    """What a link is called: its label, its text, or the alternative of its picture."""
    text = element.get("aria-label") or " ".join("".join(element.itertext()).split())
    pictures = " ".join(filter(None, (picture.get("alt") for picture in element.iter("img"))))
    return text or pictures or element.get("title") or ""


def scope(cell: Element, *, in_head: bool, first: bool) -> str:
    """Which cells a ``th`` heads: what it says, else columns in the head and rows beside."""
    said = cell.get("scope", "").lower()
    if said.startswith("row"):
        return "Row"
    if said.startswith("col"):
        return "Column"
    return "Row" if first and not in_head else "Column"


def numbering(tag: str, marker: str, *, labelled: bool) -> str:
    """The numbering of a list whose items have the CSS marker style ``marker``.

    A style sheet may turn markers off and print its own; then ``labelled`` is true and the
    element's kind decides.
    """
    if marker in _NUMBERING:
        return _NUMBERING[marker]
    if not labelled:
        return "None"
    return "Decimal" if tag == "ol" else "Disc"
