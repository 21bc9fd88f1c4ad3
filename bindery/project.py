"""The folders of a project, read into guides with every diagnostic kept.

``source/`` holds ``handout.toml``, the two ledgers, and one folder for each guide: its
``guide.toml``, one Markdown file for each language, and its pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from .assets import Album
from .diagnostics import Diagnostic, Failure, Span, error, warning
from .guide import Guide
from .guide_folder import Folder, Shared, read_folder
from .ledger import Ledger
from .ledgers import read_contacts, read_facts
from .limits_settings import read_limits
from .reading import (
    CONTACTS,
    FACTS,
    GUIDE_SETTINGS,
    SETTINGS,
    TEXT_SUFFIX,
    file_name,
    holds_guide,
    list_folder,
    printable,
    read_text,
)
from .settings import Known, read_layer, region_of
from .toml_source import TomlSource, parse


@dataclass(frozen=True, slots=True)
class Project:
    """What was read: ``root`` is the folder around ``source/``, ``source`` the latter's name.

    ``guides`` holds every guide that could be read, in order of name and language, those
    with errors too, so that checks can say all there is to say of them; ``faulty`` names,
    by :attr:`Guide.path`, those that must not be printed. ``names`` are the folders found.
    ``diagnostics`` are all there are: the ``shared`` ones, and each folder's ``own``.
    """

    root: Path
    source: str
    guides: tuple[Guide, ...]
    ledger: Ledger
    diagnostics: tuple[Diagnostic, ...]
    shared: tuple[Diagnostic, ...]
    own: dict[str, tuple[Diagnostic, ...]]
    faulty: frozenset[str]
    names: frozenset[str]


def read(
    source: Path,
    today: date,
    formats: Collection[str],
    unread: Mapping[str, str] = MappingProxyType({}),
) -> Project:
    """Read the project whose texts lie in ``source``. ``formats`` are the known format names.

    Every fault of every file is in the result's ``diagnostics``. ``unread`` are folders of
    guides that are known and not to be read, with the references that they have.

    Raises:
        Failure: if there is no such folder, or no guide in it.
    """
    source = source.resolve()
    entries = _entries(source)
    folders = _guide_folders(source, entries)
    shared, found = _shared(source, Known(formats, today))
    found.extend(_strays(entries, shared))
    read_folders: dict[str, Folder] = {}
    for path in folders:
        if path.name in unread:
            continue
        if path.resolve().is_relative_to(shared.root):
            read_folders[path.name] = read_folder(path, shared)
        else:
            found.append(_outside(path, shared))
    guides = tuple(guide for folder in read_folders.values() for guide in folder.guides)
    refs = {guide.name: guide.settings.control.ref for guide in guides}
    found.extend(_same_refs(refs | dict(unread), source.name))
    own = {name: folder.diagnostics for name, folder in read_folders.items()}
    found_in = (fault for faults in own.values() for fault in faults)
    return Project(
        root=shared.root,
        source=source.name,
        guides=guides,
        ledger=shared.ledger,
        diagnostics=tuple(sorted({*found, *found_in}, key=lambda fault: fault.sort_key)),
        shared=tuple(found),
        own=own,
        faulty=frozenset().union(*(folder.faulty for folder in read_folders.values())),
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
        if entry.is_dir()
        and not entry.name.startswith(".")
        and (not entry.resolve().is_relative_to(source.parent) or _holds_guide(entry))
    )
    if not folders:
        hint = f"make a folder in it with a {GUIDE_SETTINGS} and a text, or run `handout new`"
        span = Span(source.name)
        raise Failure(error("no-guides", f"`{source.name}` holds no guide", span, hint))
    return folders


def _holds_guide(folder: Path) -> bool:
    """Whether there is a guide in ``folder``, or something that cannot be looked at."""
    inside = list_folder(folder, folder.name)
    return isinstance(inside, Diagnostic) or holds_guide(entry.name for entry in inside)


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
        if entry.name.endswith(TEXT_SUFFIX) and not entry.is_dir():
            message = f"`{printable(entry.name)}` is in no guide's folder"
            hint = "put it into a folder of its own, named by language: my-guide/en-GB.md"
            yield warning("missing-settings", message, Span(shared.name(entry)), hint)


def _same_refs(refs: Mapping[str, str], source: str) -> Iterator[Diagnostic]:
    """Two guides with one reference: someone will take the wrong one from the cupboard.

    ``refs`` are the references by guide, ``source`` is the name of the folder around them.
    """
    owners: dict[str, str] = {}
    for name, ref in sorted(refs.items()):
        if owners.setdefault(ref, name) != name:
            span = Span(f"{source}/{name}/{GUIDE_SETTINGS}")
            message = f"`{ref}` is the reference of `{owners[ref]}` too"
            yield warning("same-ref", message, span, "give each guide a reference of its own")
