"""What the value of a declaration names: files, families, sizes in pixels.

Values are lists of tinycss2's tokens, as ``epub_styles`` reads them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def has_pixels(tokens: Iterable[Any]) -> bool:
    """Whether any length among ``tokens`` is in ``px``; nought is no length."""
    return any(
        (token.type == "dimension" and token.lower_unit == "px" and token.value)
        or (token.type == "function" and has_pixels(token.arguments))
        for token in tokens
    )


def urls_in(tokens: Iterable[Any]) -> Iterator[str]:
    """The files that ``tokens`` name, as written."""
    for token in tokens:
        if token.type == "url":
            yield token.value
        elif token.type == "function" and token.lower_name == "url":
            yield from (part.value for part in token.arguments if part.type == "string")
        elif token.type == "function":
            yield from urls_in(token.arguments)


def families_in(value: Iterable[Any]) -> tuple[str, ...]:
    """Family names in a ``font-family`` or ``font`` value; sizes and keywords do no harm."""
    names: list[list[str]] = [[]]
    for part in value:
        if part == ",":
            names.append([])
        elif part.type in {"ident", "string"}:
            names[-1].append(part.value.lower())
    return tuple(" ".join(words) for words in names if words)
