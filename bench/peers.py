"""Our e-book beside those of other programs: the same Markdown, judged by the same judges.

    pip install pypandoc_binary sphinx myst-parser
    python bench/peers.py [--rounds 5]

The packages above are for this comparison alone. Prints a table in Markdown. The text is the
first guide in plain Markdown, without blocks of our own, so that everyone reads all of it.
Time is the wall time of a whole run from the command line, as a median, and as a ratio to ours:
machines differ and are noisy. The runs take turns, so that a slow minute slows all.

EPUBCheck is errors / warnings, Ace violations; pages and landmarks are the lines listed, "told"
the facts of accessibility in the metadata, and "same" whether two runs gave the same bytes.

Below the table stands how long our book alone takes in a program that runs already, page
numbers aside, over pandoc's whole run.
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from ace_runner import ace  # noqa: E402 (found through the lines above)
from epubcheck_runner import epubcheck  # noqa: E402
from figures import surroundings  # noqa: E402

from bindery.compose import compose  # noqa: E402
from bindery.equipment import equipment_for  # noqa: E402
from bindery.formats import FORMATS, format_named  # noqa: E402
from bindery.project import read  # noqa: E402

TODAY = date(2026, 11, 24)
GUIDE = "expressing-by-hand"
TITLE = "Expressing breast milk by hand"
# What the standards ask a book to tell of itself, or advise.
TOLD = (
    *("schema:accessMode", "schema:accessModeSufficient", "schema:accessibilityFeature"),
    *("schema:accessibilityHazard", "schema:accessibilitySummary"),
)
# The same clock for everyone who asks: some then make the same book twice.
SURROUNDINGS = surroundings(SOURCE_DATE_EPOCH="1795478400")


@dataclass(frozen=True, slots=True)
class Peer:
    """A program that makes an e-book of the project in a folder: ``run`` gives its path."""

    name: str
    run: Callable[[Path], Path]


def plain(source: Path) -> str:
    """The first guide in Markdown that every program reads: no blocks, attributes or ledgers."""
    text = (source / GUIDE / "en-GB.md").read_text("utf-8")
    facts = tomllib.loads((source / "facts.toml").read_text("utf-8"))
    contacts = tomllib.loads((source / "contacts.toml").read_text("utf-8"))
    text = re.sub(r"\{fact:([\w-]+)\}", lambda name: facts[name[1]]["value"], text)
    text = re.sub(r"\{contact:([\w-]+)\}", lambda name: contacts[name[1]]["phone"], text)
    text = re.sub(r"\{[.#][^}]*\}", "", text)
    text = re.sub(r"^:::.*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"^### (.*)$", r"\1", text, flags=re.MULTILINE)
    return f"{text.rstrip()}\n\nAsk if you are not sure.[^1]\n\n[^1]: Your midwife can show you.\n"


def stock(folder: Path) -> None:
    """The project that everyone works on: our guide's folder, with the plain text."""
    shutil.copytree(ROOT / "source", folder / "source")
    guide = folder / "source" / GUIDE
    (guide / "en-GB.md").write_text(plain(ROOT / "source"), "utf-8")
    settings = (guide / "guide.toml").read_text("utf-8")
    settings = re.sub(
        r"^formats = .*$", 'formats = ["leaflet", "ebook"]', settings, flags=re.MULTILINE
    )
    (guide / "guide.toml").write_text(
        re.sub(r"^pages = .*\n", "", settings, flags=re.MULTILINE), "utf-8"
    )


# ---- the programs


def _command(folder: Path, *words: str | Path) -> None:
    subprocess.run(words, check=True, capture_output=True, cwd=folder, env=SURROUNDINGS)


def ours(folder: Path) -> Path:
    """The command, as anyone types it: the book with the page numbers of its leaflet."""
    out = folder / "out"
    _command(
        folder,
        *(
            sys.executable,
            ROOT / "handout.py",
            "build",
            "--force",
            "--format",
            "ebook",
            "--jobs",
            "0",
        ),
        *("--today", f"{TODAY}", "--source", folder / "source", "--out", out),
    )
    return out / f"{GUIDE}.en-GB.ebook.epub"


def pandoc(folder: Path) -> Path:
    """Pandoc, with the title, the language and an identifier."""
    package = importlib.util.find_spec("pypandoc")
    if package is None or package.origin is None:
        raise SystemExit("pip install pypandoc_binary sphinx myst-parser")
    made = folder / "pandoc.epub"
    _command(
        folder / "source" / GUIDE,
        *(Path(package.origin).parent / "files" / "pandoc", "en-GB.md", "--output", made),
        *("--metadata", f"title={TITLE}", "--metadata", "lang=en-GB", "--toc"),
        *("--metadata", "identifier=peers"),  # or it makes one up each time
    )
    return made


SPHINX = f"""\
project = {TITLE!r}
author = "Handout sample team"
extensions = ["myst_parser"]
root_doc = "en-GB"
language = "en"
epub_show_urls = "no"
"""


def sphinx(folder: Path) -> Path:
    """Sphinx, with MyST to read Markdown."""
    guide = folder / "source" / GUIDE
    (guide / "conf.py").write_text(SPHINX, "utf-8")
    _command(folder, sys.executable, "-m", "sphinx", "-q", "-b", "epub", guide, folder / "sphinx")
    return next((folder / "sphinx").glob("*.epub"))


DOCUMENTED = """
import re, sys
from pathlib import Path
from ebooklib import epub
from markdown_it import MarkdownIt

guide, made, title = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
text = (guide / "en-GB.md").read_text("utf-8")
book = epub.EpubBook()
book.set_identifier("peers")
book.set_title(title)
book.set_language("en-GB")
book.add_author("Handout sample team")
chapters = []
for number, part in enumerate(re.split(r"(?m)^(?=## )", text)):
    name = re.sub(r"^#+ ", "", part.splitlines()[0])
    chapter = epub.EpubHtml(title=name, file_name=f"chapter{number}.xhtml", lang="en-GB")
    chapter.content = MarkdownIt().enable("table").render(part)
    book.add_item(chapter)
    chapters.append(chapter)
for picture in sorted((guide / "images").glob("*.svg")):
    book.add_item(epub.EpubItem(
        file_name=f"images/{picture.name}", media_type="image/svg+xml", content=picture.read_bytes()
    ))
book.toc = chapters
book.spine = ["nav", *chapters]
book.add_item(epub.EpubNcx())
book.add_item(epub.EpubNav())
epub.write_epub(made, book)
"""


def ebooklib(folder: Path) -> Path:
    """EbookLib as its documentation shows it, with markdown-it to read the text."""
    made = folder / "ebooklib.epub"
    _command(folder, sys.executable, "-c", DOCUMENTED, folder / "source" / GUIDE, made, TITLE)
    return made


PEERS = (
    Peer("ours", ours),
    Peer("pandoc", pandoc),
    Peer("Sphinx", sphinx),
    Peer("EbookLib as documented", ebooklib),
)


# ---- what there is to see


def _seconds(peer: Peer, folder: Path) -> tuple[float, Path]:
    start = time.perf_counter()
    made = peer.run(folder)
    return time.perf_counter() - start, made


def measured(base: Path, rounds: int) -> tuple[dict[str, float], dict[str, Path], dict[str, bool]]:
    """Median seconds, a book, and whether two books were the same, of each program."""
    folders = {}
    for peer in PEERS:
        for name in ("one", "two"):
            folders[peer.name, name] = base / peer.name.replace(" ", "-") / name
            stock(folders[peer.name, name])
    times: dict[str, list[float]] = {peer.name: [] for peer in PEERS}
    books, same = {}, {}
    for turn in range(rounds + 1):
        for peer in PEERS:
            spent, books[peer.name] = _seconds(peer, folders[peer.name, "one"])
            times[peer.name] += [spent] if turn else []  # the first warms the disk's cache
    for peer in PEERS:
        other = peer.run(folders[peer.name, "two"])
        same[peer.name] = other.read_bytes() == books[peer.name].read_bytes()
    return {name: statistics.median(each) for name, each in times.items()}, books, same


@dataclass(frozen=True, slots=True)
class Seen:
    """What is in a book: how many pages and landmarks are listed, and what it tells of itself."""

    pages: int
    landmarks: int
    told: int
    cover: bool


def seen(book: Path) -> Seen:
    """What is in a book, whoever made it."""
    with zipfile.ZipFile(book) as archive:
        names = archive.namelist()
        package = next(archive.read(name).decode() for name in names if name.endswith(".opf"))
        texts = [archive.read(name).decode() for name in names if "html" in name.rpartition(".")[2]]
    return Seen(
        pages=_listed(texts, "page-list"),
        landmarks=_listed(texts, "landmarks"),
        told=sum(f'"{name}"' in package for name in TOLD),
        cover='properties="cover-image"' in package,
    )


def _listed(pages: Sequence[str], kind: str) -> int:
    lists = (re.search(rf'<nav[^>]*"{kind}".*?</nav>', page, flags=re.DOTALL) for page in pages)
    return sum(found[0].count("<li") for found in lists if found)


def table(base: Path, rounds: int) -> tuple[list[str], float]:
    """The rows of the table, and the median seconds of pandoc's whole run."""
    times, books, same = measured(base, rounds)
    errors, violations = epubcheck(books.values()), ace(books.values())
    rows = [
        "| program | EPUBCheck | Ace | pages | landmarks | told | cover | same | kB | s | ratio |",
        "|:--|--:|--:|--:|--:|--:|:--|:--|--:|--:|--:|",
    ]
    for name, book in books.items():
        there = seen(book)
        heavy = [each.severity for each in errors[book.resolve()]]
        counts = (sum(each in {"ERROR", "FATAL"} for each in heavy), heavy.count("WARNING"))
        cells = (
            *(name, f"{counts[0]} / {counts[1]}", len(violations[book.resolve()])),
            *(there.pages or "no", there.landmarks or "no", f"{there.told} of {len(TOLD)}"),
            *("yes" if there.cover else "no", "yes" if same[name] else "no"),
            *(round(book.stat().st_size / 1000), f"{times[name]:.2f}"),
            f"{times[name] / times['ours']:.2f}",
        )
        rows.append(f"| {' | '.join(map(str, cells))} |")
    return rows, times["pandoc"]


def warm(folder: Path, rounds: int) -> float:
    """Median seconds for the book alone in a program that runs already, without page numbers."""
    stock(folder)
    project = read(folder / "source", TODAY, [format_.name for format_ in FORMATS])
    equipment = equipment_for(project.root)
    ebook = format_named("ebook")
    spent = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        document = compose(project.guides[0], ebook, equipment)
        ebook.make(replace(document, claims=()))
        spent.append(time.perf_counter() - start)
    return statistics.median(spent[1:])


def main() -> None:
    """Make, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        rows, theirs = table(Path(name), rounds)
        own = warm(Path(name) / "warm", rounds)
    print("\n".join(rows))
    print(
        f"\nOur book alone, warm, over pandoc's whole run: {own / theirs:.2f} "
        f"(median of {rounds}: {own * 1000:.0f} ms over {theirs * 1000:.0f} ms)"
    )


if __name__ == "__main__":
    main()
