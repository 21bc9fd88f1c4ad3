"""A content stream painted again in other colours: every operator that sets one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bindery.pdf_objects import (
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    parse_content_stream,
    unparse_content_stream,
)

from .press_mixer import Mixer
from .press_objects import UnpaintableError, decimals, kind_of_space, mix

Instruction = ContentStreamInstruction | tuple[list[Any], Operator]

SPOT = "/Spot"  # what resources call the colour space of the spot colour

# Operators that set a colour, and what of: areas or lines. The first set its space as well.
_AT_ONCE = {
    "g": ("grey", "fill"),
    "G": ("grey", "stroke"),
    "rg": ("rgb", "fill"),
    "RG": ("rgb", "stroke"),
    "k": ("cmyk", "fill"),
    "K": ("cmyk", "stroke"),
}
_CHOOSE = {"cs": "fill", "CS": "stroke"}
_SET = {"sc": "fill", "scn": "fill", "SC": "stroke", "SCN": "stroke"}
_OF_COLOURS = frozenset({*_AT_ONCE, *_CHOOSE, *_SET})
_OWN = {
    ("/DeviceCMYK", "fill"): Operator("k"),
    ("/DeviceCMYK", "stroke"): Operator("K"),
    ("/DeviceGray", "fill"): Operator("g"),
    ("/DeviceGray", "stroke"): Operator("G"),
}
_OF_SPACE = {"fill": (Operator("cs"), Operator("scn")), "stroke": (Operator("CS"), Operator("SCN"))}
_BLACK = {"grey": (0,), "rgb": (0, 0, 0), "cmyk": (0, 0, 0, 1), "lab": (0, 0, 0)}
# Operators that name a resource, and its kind.
_NAMED = {"Do": "/XObject", "gs": "/ExtGState", "sh": "/Shading", "Tf": "/Font"}
_MARKS = frozenset({"BDC", "BMC", "EMC", "MP", "DP"})


@dataclass(frozen=True, slots=True)
class Ink:
    """How a file is painted: its colours by ``mixer``, those in ``spots`` as the spot colour.

    ``spot`` is the colour space of that, or None where there is none.
    """

    mixer: Mixer
    spots: frozenset[tuple[int, ...]] = frozenset()
    spot: Object | None = None


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The kinds of colour that the numbers of ``sc`` and ``SC`` now stand for."""

    fill: str = "grey"
    stroke: str = "grey"


@dataclass(slots=True)
class Repainting:
    """One content stream being painted again with ``ink``; ``used`` are the names it used."""

    ink: Ink
    resources: Object
    used: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    with_spot: bool = False
    _now: _Numbers = field(default_factory=_Numbers)
    _saved: list[_Numbers] = field(default_factory=list)
    _marks: list[bool] = field(default_factory=list)

    def run(self, content: Object) -> bytes:
        """The instructions of ``content`` in new colours, without tags."""
        self._now, self._saved, self._marks = _Numbers(), [], []
        return unparse_content_stream(list(self._repainted(parse_content_stream(content))))

    def _repainted(self, instructions: Iterable[Any]) -> Iterator[Instruction]:
        for instruction in instructions:
            name = str(instruction.operator)
            if name in _OF_COLOURS:
                yield from self._recoloured(name, list(instruction.operands))
            elif name in _MARKS:
                yield from self._marked(name, list(instruction.operands), instruction.operator)
            else:
                # Most of a page: handed on as it is, its operands not even taken out.
                self._note(name, instruction)
                yield instruction

    def _recoloured(self, name: str, operands: list[Any]) -> Iterator[Instruction]:
        if name in _AT_ONCE:
            kind, target = _AT_ONCE[name]
            self._now = replace(self._now, **{target: kind})
            yield from self._painted(kind, operands, target)
        elif name in _CHOOSE:
            yield from self._chosen(operands[0], _CHOOSE[name])
        else:
            yield from self._painted(getattr(self._now, _SET[name]), operands, _SET[name])

    def _note(self, name: str, instruction: ContentStreamInstruction) -> None:
        """Keep what an operator that sets no colour says."""
        if name == "q":
            self._saved.append(self._now)
        elif name == "Q" and self._saved:
            self._now = self._saved.pop()
        elif name in _NAMED:
            self.used[_NAMED[name]].add(str(instruction.operands[0]))
        elif name == "INLINE IMAGE":
            raise UnpaintableError("a picture in the midst of its text")

    def _chosen(self, name: Object, target: str) -> Iterator[Instruction]:
        """A colour space is chosen: its first colour is black."""
        spaces = self.resources.get("/ColorSpace", Dictionary())
        kind = kind_of_space(spaces.get(str(name), name))
        self._now = replace(self._now, **{target: kind})
        if kind == "pattern":
            yield [name], _OF_SPACE[target][0]
        else:
            yield from self._painted(kind, _BLACK[kind], target)

    def _painted(self, kind: str, operands: Iterable[Any], target: str) -> Iterator[Instruction]:
        if kind == "pattern":
            *numbers, name = operands
            if numbers:
                raise UnpaintableError("a pattern without colours of its own")
            self.used["/Pattern"].add(str(name))
            yield [name], _OF_SPACE[target][1]
            return
        numbers = list(operands)
        if kind == "rgb" and self.ink.spot is not None and _levels(numbers) in self.ink.spots:
            self.with_spot = True
            yield [Name(SPOT)], _OF_SPACE[target][0]
            yield [1], _OF_SPACE[target][1]
            return
        mixer = self.ink.mixer
        yield list(decimals(mix(mixer, kind, numbers))), _OWN[mixer.space, target]

    def _marked(self, name: str, operands: list[Any], operator: Operator) -> Iterator[Instruction]:
        """Marks are for tags; only those are kept that say what a text reads."""
        if name == "EMC":
            if self._marks and self._marks.pop():
                yield [], operator
        elif name in {"BDC", "BMC"}:
            given = operands[1] if len(operands) > 1 else None
            reads = isinstance(given, Dictionary) and "/ActualText" in given
            self._marks.append(reads)
            if reads and given is not None:
                yield [operands[0], Dictionary(ActualText=given["/ActualText"])], operator


def _levels(numbers: Iterable[Any]) -> tuple[int, ...]:
    return tuple(round(float(number) * 255) for number in numbers)
