"""Programs that make an e-book of one project: ours, pandoc, Sphinx, and EbookLib as documented."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from figures import surroundings

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 24)
GUIDE = "expressing-by-hand"
TITLE = "Expressing breast milk by hand"
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
        *(sys.executable, ROOT / "handout.py", "build", "--force", "--format", "ebook"),
        *("--jobs", "0", "--today", f"{TODAY}", "--source", folder / "source", "--out", out),
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
