"""Text put into XML at its place, and every other byte left as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable
from operator import itemgetter
from typing import AnyStr

from .markup import Element

_START_TAG = re.compile(rb"""<([^\s/>]+)(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*/?>""")


def inserted(text: AnyStr, insertions: Iterable[tuple[int, AnyStr]]) -> AnyStr:
    """``text`` with each of ``insertions`` at its offset, those of one offset as they come."""
    pieces: list[AnyStr] = []
    done = 0
    for place, new in sorted(insertions, key=itemgetter(0)):
        pieces += (text[done:place], new)
        done = place
    pieces.append(text[done:])
    return text[:0].join(pieces)


def start_tag(data: bytes, element: Element) -> bytes:
    """The start tag of ``element``, which was parsed from ``data``, as it stands there."""
    return _match(data, element)[0]


def after_name(data: bytes, element: Element) -> int:
    """The offset just after the element's name, where an attribute can be put in."""
    return _match(data, element).end(1)


def after_start_tag(data: bytes, element: Element) -> int:
    """The offset at which the content of ``element`` begins."""
    return _match(data, element).end()


def _match(data: bytes, element: Element) -> re.Match[bytes]:
    found = _START_TAG.match(data, element.start)
    if not found:
        raise AssertionError(f"no element starts at byte {element.start}")
    return found
