"""The folders of a project, read into guides with every diagnostic kept.

``source/`` holds ``handout.toml``, the two ledgers, and one folder for each guide: its
``guide.toml``, one Markdown file for each language, and its pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath

from .assets import Album
from .diagnostics import Diagnostic, Failure, Span, error, warning
from .guide import Guide
from .guide_folder import SETTINGS as GUIDE_SETTINGS
from .guide_folder import SUFFIX, Folder, Shared, read_folder
from .ledger import Ledger
from .ledgers import read_contacts, read_facts
from .limits_settings import read_limits
from .reading import file_name, list_folder, printable, read_text
from .settings import Known, read_layer, region_of
from .toml_source import TomlSource, parse

SETTINGS = "handout.toml"
CONTACTS = "contacts.toml"
FACTS = "facts.toml"


@dataclass(frozen=True, slots=True)
class Project:
    """What was read: ``root`` is the folder around ``source/``, ``source`` the latter's name.

    ``guides`` holds every guide that could be read, in order of name and language, those
    with errors too, so that checks can say all there is to say of them; ``faulty`` names,
    by :attr:`Guide.path`, those that must not be printed. ``names`` are the folders found.
    """

    root: Path
    source: str
    guides: tuple[Guide, ...]
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[str]
    names: frozenset[str]


def read(source: Path, today: date, formats: Collection[str]) -> Project:
    """Read the project whose texts lie in ``source``. ``formats`` are the known format names.

    Every fault of every file is in the result's ``diagnostics``.

    Raises:
        Failure: if there is no such folder, or no guide in it.
    """
    source = source.resolve()
    entries = _entries(source)
    folders = _guide_folders(source, entries)
    shared, found = _shared(source, Known(formats, today))
    found.extend(_strays(entries, shared))
    read_folders: list[Folder] = []
    for path in folders:
        if path.resolve().is_relative_to(shared.root):
            read_folders.append(read_folder(path, shared))
        else:
            found.append(_outside(path, shared))
    guides = tuple(guide for folder in read_folders for guide in folder.guides)
    found.extend(fault for folder in read_folders for fault in folder.diagnostics)
    found.extend(_same_refs(guides))
    return Project(
        root=shared.root,
        source=source.name,
        guides=guides,
        ledger=shared.ledger,
        diagnostics=tuple(sorted(set(found), key=lambda fault: fault.sort_key)),
        faulty=frozenset().union(*(folder.faulty for folder in read_folders)),
        names=frozenset(path.name for path in folders),
    )


def _entries(source: Path) -> tuple[Path, ...]:
    """What lies in ``source``."""
    if not source.is_dir():
        hint = "go to your project's folder, or begin one with `handout init`"
        raise Failure(error("no-source", f"there is no folder `{source.name}` here", hint=hint))
    entries = list_folder(source, source.name)
    if isinstance(entries, Diagnostic):
        raise Failure(entries)
    return entries


def _guide_folders(source: Path, entries: Iterable[Path]) -> tuple[Path, ...]:
    """The folders among ``entries`` that hold settings or texts."""
    folders = tuple(
        entry
        for entry in entries
        if entry.is_dir() and not entry.name.startswith(".") and _holds_guide(entry)
    )
    if not folders:
        hint = f"make a folder in it with a {GUIDE_SETTINGS} and a text, or run `handout new`"
        span = Span(source.name)
        raise Failure(error("no-guides", f"`{source.name}` holds no guide", span, hint))
    return folders


def _holds_guide(folder: Path) -> bool:
    """Whether there is a guide in ``folder``, or something that cannot be looked at."""
    inside = list_folder(folder, folder.name)
    return isinstance(inside, Diagnostic) or any(
        entry.name == GUIDE_SETTINGS or entry.name.endswith(SUFFIX) for entry in inside
    )


def _shared(source: Path, known: Known) -> tuple[Shared, list[Diagnostic]]:
    """The settings and ledgers that all guides share, and what is wrong with them."""
    root = source.parent
    settings = _toml(root, source / SETTINGS)
    listed = settings.values.get("languages")
    codes = [code for code in listed if isinstance(code, str)] if isinstance(listed, list) else []
    known = replace(known, region=region_of(codes))
    defaults = read_layer(settings, known)
    known = replace(known, limits=read_limits(defaults.values.get("limits")))
    contacts = read_contacts(_toml(root, source / CONTACTS), known)
    facts = read_facts(_toml(root, source / FACTS), known)
    shared = Shared(
        root=root,
        defaults=defaults,
        known=known,
        ledger=Ledger(contacts.by_name, facts.by_name),
        album=Album(known.limits.pixels),
        faulty_entries=frozenset(
            [("contact", name) for name in contacts.faulty]
            + [("fact", name) for name in facts.faulty]
        ),
        unread_ledgers=frozenset(
            kind for kind, ledger in (("contact", contacts), ("fact", facts)) if not ledger.whole
        ),
    )
    return shared, [*defaults.diagnostics, *contacts.diagnostics, *facts.diagnostics]


def _toml(root: Path, path: Path) -> TomlSource:
    """A file of the project's own; nothing at all if it is not there."""
    file = file_name(path, root)
    if not path.is_symlink() and not path.exists():
        return TomlSource(file)
    text = read_text(root, path, file)
    if isinstance(text, Diagnostic):
        return TomlSource(file, diagnostics=(text,), whole=False)
    return parse(text, file)


def _outside(path: Path, shared: Shared) -> Diagnostic:
    message = f"`{printable(path.name)}` is a link that leads out of the project"
    hint = "put the folder itself in its place"
    return error("outside-project", message, Span(shared.name(path)), hint)


def _strays(entries: Iterable[Path], shared: Shared) -> Iterator[Diagnostic]:
    """Texts that lie beside the guides instead of in one."""
    for entry in entries:
        if entry.name.endswith(SUFFIX) and not entry.is_dir():
            message = f"`{printable(entry.name)}` is in no guide's folder"
            hint = "put it into a folder of its own, named by language: my-guide/en-GB.md"
            yield warning("missing-settings", message, Span(shared.name(entry)), hint)


def _same_refs(guides: Iterable[Guide]) -> Iterator[Diagnostic]:
    """Two guides with one reference: someone will take the wrong one from the cupboard."""
    owners: dict[str, str] = {}
    for guide in guides:
        ref = guide.settings.control.ref
        if owners.setdefault(ref, guide.name) != guide.name:
            span = Span(str(PurePosixPath(guide.path).with_name(GUIDE_SETTINGS)))
            message = f"`{ref}` is the reference of `{owners[ref]}` too"
            yield warning("same-ref", message, span, "give each guide a reference of its own")
