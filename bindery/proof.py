"""A proof: every page of every format of a guide on one picture, to be looked over at a glance."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from .diagnostics import Failure, error
from .document import COVER_FILE
from .equipment import Equipment, equipment_for
from .lock import held
from .order import must_exist
from .pdf_pages import pictures_of_pages
from .rasters.pages import contact_sheet, greyed
from .source_folder import look
from .writing import write_atomically

_WIDTH = 240  # pixels a page
_FONT = "styles/fonts/AtkinsonHyperlegibleNext-Regular.ttf"


def prove(source: Path, out: Path, guide: str, tell: Callable[[str], None]) -> tuple[Path, ...]:
    """Draw the finished files of ``guide`` in ``out``, a PNG for each language; says which.

    What is for a press is drawn in grey too, as a proof of what a mono printer would make of it.
    While a build is at work in ``out`` it is waited for, and ``tell`` gets a sentence on that.
    Of ``source`` only the names of its guides are looked at.

    Raises:
        Failure: if there is no project or no such guide, ``nothing-built`` if there is no file
            of it.
    """
    folder = look(source)
    must_exist("guide", (guide,), folder.names)
    with held(out, tell):
        written = _drawn(out, guide, equipment_for(folder.root))
    if not written:
        message = f"there are no files of `{guide}` in `{out}`"
        raise Failure(error("nothing-built", message, hint=f"run `handout build {guide}` first"))
    return written


def _drawn(out: Path, guide: str, equipment: Equipment) -> tuple[Path, ...]:
    written = []
    for language in sorted({path.name.split(".")[1] for path in _files(out, guide)}):
        rows = [
            row
            for path in _files(out, guide)
            if path.name.split(".")[1] == language
            for row in _rows(path)
        ]
        path = out / f"{guide}.{language}.proof.png"
        write_atomically(path, contact_sheet(rows, equipment.read(_FONT), _WIDTH))
        written.append(path)
    return tuple(written)


def _files(out: Path, guide: str) -> list[Path]:
    return [path for path in sorted(out.glob(f"{guide}.*.*")) if path.suffix in {".pdf", ".epub"}]


def _rows(path: Path) -> Iterator[tuple[str, list[bytes]]]:
    """The pages of a file, below its name; of a book, the cover."""
    if path.suffix == ".epub":
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as book:
            covers = [name for name in book.namelist() if name.endswith(f"/{COVER_FILE}")]
            yield path.name, [book.read(name) for name in covers]
        return
    pages = list(pictures_of_pages(path.read_bytes(), 2 * _WIDTH))
    yield path.name, pages
    if path.name.split(".")[-2] == "press":
        yield f"{path.name}, in grey", [greyed(page) for page in pages]
