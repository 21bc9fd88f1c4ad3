"""The folders of a project, read into guides with every diagnostic kept.

``source/`` holds ``handout.toml``, the two ledgers, and one folder for each guide: its
``guide.toml``, one Markdown file for each language, and its pictures.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

from .assets import Album
from .diagnostics import Diagnostic
from .guide import Guide, Settings
from .guide_folder import Folder, Shared, read_folder
from .ledger import Contact, Fact, Ledger
from .ledger_words import with_views
from .ledgers import Entries, read_contacts, read_facts
from .limits_settings import read_limits
from .readers import is_code
from .reading import CONTACTS, FACTS, SETTINGS, file_name, read_text
from .settings import Known, read_layer, region_of
from .source_folder import SourceFolder, look, outside, same_refs
from .toml_source import TomlSource, parse
from .typesetting import typeset_ledger


@dataclass(frozen=True, slots=True)
class Project:
    """What was read: ``root`` is the folder around ``source/``, ``source`` the latter's name.

    ``guides`` holds every guide that could be read, in order of name and language, those
    with errors too, so that checks can say all there is to say of them; ``faulty`` names,
    by :attr:`Guide.path`, those that must not be printed. ``names`` are the folders found.
    ``withdrawn`` has the settings of those of them that give no guides because they are not to
    be made.
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
    withdrawn: dict[str, Settings] = field(default_factory=dict)


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
    folder = look(source)
    shared, found = read_shared(folder, today, formats)
    read_folders: dict[str, Folder] = {}
    for path in folder.guides:
        if path.name in unread:
            continue
        if fault := outside(path, folder.root):
            found.append(fault)
        else:
            read_folders[path.name] = read_folder(path, shared)
    guides = tuple(guide for each in read_folders.values() for guide in each.guides)
    refs = {guide.name: guide.settings.control.ref for guide in guides}
    found.extend(same_refs(refs | dict(unread), folder))
    own = {name: each.diagnostics for name, each in read_folders.items()}
    found_in = (fault for faults in own.values() for fault in faults)
    return Project(
        root=folder.root,
        source=folder.path.name,
        guides=guides,
        ledger=shared.ledger,
        diagnostics=tuple(sorted({*found, *found_in}, key=lambda fault: fault.sort_key)),
        shared=tuple(found),
        own=own,
        faulty=frozenset().union(*(each.faulty for each in read_folders.values())),
        names=folder.names,
        withdrawn={n: each.withdrawn for n, each in read_folders.items() if each.withdrawn},
    )


def read_shared(
    folder: SourceFolder, today: date, formats: Collection[str]
) -> tuple[Shared, list[Diagnostic]]:
    """What all guides share, the settings and ledgers, and every fault outside their folders."""
    shared, found = _shared(folder.path, Known(formats, today))
    return shared, [*found, *folder.diagnostics]


def _shared(source: Path, known: Known) -> tuple[Shared, list[Diagnostic]]:
    """The settings and ledgers that all guides share, and what is wrong with them."""
    root = source.parent
    settings = _toml(root, source / SETTINGS)
    listed = settings.values.get("languages")
    codes = [code for code in listed if isinstance(code, str)] if isinstance(listed, list) else []
    first = next(filter(is_code, codes), known.language)
    known = replace(known, region=region_of(codes), language=first)
    defaults = read_layer(settings, known)
    known = replace(known, limits=read_limits(defaults.values.get("limits")))
    contacts = read_contacts(_toml(root, source / CONTACTS), known)
    facts = read_facts(_toml(root, source / FACTS), known)
    ledger = typeset_ledger(Ledger(contacts.by_name, facts.by_name, known.language))
    shared = Shared(
        root=root,
        defaults=defaults,
        known=known,
        ledger=with_views(ledger),
        album=Album(known.limits.pixels),
        faulty_entries=frozenset((*_faulty("contact", contacts), *_faulty("fact", facts))),
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


def _faulty(kind: str, ledger: Entries[Contact] | Entries[Fact]) -> Iterator[tuple[str, str, str]]:
    """The entries that have an error, each with the language whose words it is in."""
    yield from ((kind, name, "") for name in ledger.faulty)
    yield from ((kind, name, code) for name, code in ledger.mistranslated)
