"""One guide's folder: its settings, its languages and its pictures, read into guides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from .assets import Album, PictureFile, read_asset, too_many_pixels
from .diagnostics import Diagnostic, Severity, Span, error, suggestion, warning
from .guide import Asset, Guide, Picture, Settings
from .language import fallbacks
from .ledger import Ledger
from .ledger_words import seen_in
from .logo import read_logo
from .markdown import MEDIA, TOO_LARGE, ReadText, Terms
from .markdown import read as read_markdown
from .readers import MOST_IN_NAME, NAME, NAME_HINT, is_code
from .reading import (
    GUIDE_SETTINGS,
    TEXT_SUFFIX,
    file_name,
    is_reserved,
    list_folder,
    printable,
    read_text,
)
from .settings import WITHDRAWN, Known, Layer, merge, read_layer
from .toml_source import TomlSource, parse
from .typesetting import typeset_settings


@dataclass(frozen=True, slots=True)
class Shared:
    """What all guides of a project share.

    ``faulty_entries`` are those with an error: ledger, name and the language whose words it is
    in, empty for the entry's own ("contact", "helpline", "pl"). ``unread_ledgers`` are the ledgers
    that could not be read to their end, of which nothing can be called unknown.
    """

    root: Path
    defaults: Layer
    known: Known
    ledger: Ledger
    album: Album
    faulty_entries: frozenset[tuple[str, str, str]] = frozenset()
    unread_ledgers: frozenset[str] = frozenset()

    def name(self, path: Path) -> str:
        """The project-relative name of a file, for diagnostics."""
        return file_name(path, self.root)


@dataclass(frozen=True, slots=True)
class Folder:
    """What one guide's folder gave; ``faulty`` holds the paths of guides with errors.

    One that is withdrawn gives no guides, as its texts are not read: it has the settings that
    say so, ``withdrawn``.
    """

    guides: tuple[Guide, ...]
    diagnostics: tuple[Diagnostic, ...]
    faulty: frozenset[str]
    withdrawn: Settings | None = None


@dataclass(frozen=True, slots=True)
class _Visit:
    """One folder being read: the names of its files, its pictures so far, and its faults."""

    path: Path
    shared: Shared
    files: frozenset[str]
    faults: list[Diagnostic] = field(default_factory=list)
    pictures: dict[str, PictureFile] = field(default_factory=dict)

    @property
    def settings_file(self) -> str:
        return self.shared.name(self.path / GUIDE_SETTINGS)


def read_folder(path: Path, shared: Shared) -> Folder:
    """Read the guide in ``path``: every language, whatever is wrong with the others.

    A guide is made wherever there are settings for one, even with faults in its text, so
    that checks can say what else is wrong.
    """
    entries = list_folder(path, shared.name(path))
    if isinstance(entries, Diagnostic):
        return Folder((), (entries,), frozenset())
    visit = _Visit(path, shared, frozenset(entry.name for entry in entries))
    if not NAME.fullmatch(path.name) or is_reserved(path.name) or len(path.name) > MOST_IN_NAME:
        message = f"`{printable(path.name)}` cannot be the name of a guide"
        visit.faults.append(error("bad-name", message, Span(shared.name(path)), NAME_HINT))
    own = _own_settings(visit)
    settings, unmerged = merge(shared.defaults, own, shared.known)
    visit.faults.extend((*own.diagnostics, *unmerged))
    if settings and settings.control.status == WITHDRAWN:
        visit.faults.append(_withdrawal(visit, own))
        return Folder((), tuple(visit.faults), frozenset(), withdrawn=settings)
    logo = _logo(visit, own)
    codes = _languages(visit, own)
    spoiled = _has_error((*visit.faults, *shared.defaults.diagnostics))
    guides: list[Guide] = []
    faulty: set[str] = set()
    for code in codes:
        guide, found = _read_language(visit, code, settings)
        visit.faults.extend(found)
        if guide:
            guides.append(replace(guide, logo=logo))
            if spoiled or _has_error(found) or _prints_faulty(guide, shared):
                faulty.add(guide.path)
    return Folder(tuple(guides), tuple(visit.faults), frozenset(faulty))


def _own_settings(visit: _Visit) -> Layer:
    file = visit.settings_file
    if GUIDE_SETTINGS not in visit.files:
        fault = error(
            "missing-settings",
            f"`{printable(visit.path.name)}` has texts but no `{GUIDE_SETTINGS}`",
            Span(visit.shared.name(visit.path)),
            f"write {file}, or begin the guide with `handout new`",
        )
        return Layer(TomlSource(file, whole=False), {}, (fault,))
    text = read_text(visit.shared.root, visit.path / GUIDE_SETTINGS, file)
    if isinstance(text, Diagnostic):
        return Layer(TomlSource(file, whole=False), {}, (text,))
    return read_layer(parse(text, file), visit.shared.known)


def _withdrawal(visit: _Visit, own: Layer) -> Diagnostic:
    message = f"`{printable(visit.path.name)}` is withdrawn, and is not made"
    hint = "take its files out of the `out` folder, and tell the places that have the leaflet"
    return suggestion("withdrawn-guide", message, own.source.value_span("status"), hint)


def _logo(visit: _Visit, own: Layer) -> Asset | None:
    """The publisher's logo, if the settings name one that can be used."""
    read = read_logo(visit.shared.root, (visit.shared.defaults, own), visit.shared.album)
    visit.faults.extend(read.diagnostics if read else ())
    return read.asset if read else None


def _languages(visit: _Visit, own: Layer) -> tuple[str, ...]:
    """The languages to read: those listed that have a text, or all there are if none is listed."""
    layer = own if "languages" in own.values else visit.shared.defaults
    texts = {name.removesuffix(TEXT_SUFFIX) for name in visit.files if name.endswith(TEXT_SUFFIX)}
    if not layer.languages:
        return tuple(sorted(code for code in texts if is_code(code)))
    for code in layer.languages:
        if code not in texts:
            visit.faults.append(
                error(
                    "missing-translation",
                    f"`{printable(visit.path.name)}` has no `{code}{TEXT_SUFFIX}`",
                    layer.language_span(code),
                    _rename_hint(visit, code, texts - set(layer.languages)),
                )
            )
    if not layer.language_refused:
        # What is only to be renamed is told where it is missing.
        missing = {code.lower() for code in layer.languages if code not in texts}
        strays = sorted(
            stem for stem in texts - set(layer.languages) if stem.lower() not in missing
        )
        visit.faults.extend(_unlisted(visit, stem) for stem in strays)
    return tuple(code for code in layer.languages if code in texts)


def _rename_hint(visit: _Visit, code: str, strays: set[str]) -> str:
    """What to do about a missing text: rename one that is nearly called so, or write it."""
    wanted = f"{code}{TEXT_SUFFIX}"
    near = [f"{stem}{TEXT_SUFFIX}" for stem in strays if stem.lower() == code.lower()]
    # Windows hides the ending that it adds, and nobody sees why it is not the same name.
    near += [name for name in visit.files if name.lower() == f"{wanted}.txt".lower()]
    if near:
        return f"rename `{min(near)}` to `{wanted}`"
    where = visit.shared.name(visit.path / f"{code}{TEXT_SUFFIX}")
    return f"write {where}, or take `{code}` out of `languages`"


def _unlisted(visit: _Visit, stem: str) -> Diagnostic:
    file = visit.shared.name(visit.path / f"{stem}{TEXT_SUFFIX}")
    hint = f"take it out of the folder: guides are named by language, such as en-GB{TEXT_SUFFIX}"
    if is_code(stem):
        hint = f'add "{stem}" to `languages` in {visit.settings_file}, or delete the file'
    return warning(
        "unlisted-language", f"`{printable(stem)}{TEXT_SUFFIX}` is not made", Span(file), hint
    )


def _read_language(
    visit: _Visit, code: str, settings: Settings | None
) -> tuple[Guide | None, tuple[Diagnostic, ...]]:
    """One language's text and pictures as a guide, if there is enough to make one."""
    shared = visit.shared
    path = visit.path / f"{code}{TEXT_SUFFIX}"
    file = shared.name(path)
    words = read_text(shared.root, path, file)
    if isinstance(words, Diagnostic):
        return None, (words,)
    text = read_markdown(words, file, code, _terms(shared, code, settings))
    found = list(_known_faults(text.diagnostics, shared))
    assets: dict[str, Asset] = {}
    for picture in text.pictures:
        read = _read_picture(visit, picture)
        found.extend(read.diagnostics)
        if read.asset:
            assets[picture.asset] = read.asset
    found.extend(too_many_pixels(text.pictures, assets, shared.known.limits.all_pixels))
    if settings is None or any(fault.rule == TOO_LARGE for fault in found):
        return None, tuple(found)  # checks would take for ever over what is too large
    return _guide(visit, (code, file), text, settings, assets), tuple(found)


def _terms(shared: Shared, code: str, settings: Settings | None) -> Terms:
    """What a text in the language ``code`` may name: ledger entries, audiences and formats."""
    return Terms(
        ledger=seen_in(shared.ledger, code),
        today=shared.known.today,
        audiences=settings.audience if settings else (),
        media=tuple(dict.fromkeys((*MEDIA, *shared.known.formats))),
        nesting=shared.known.limits.nesting,
    )


def _guide(
    visit: _Visit,
    written: tuple[str, str],
    text: ReadText,
    settings: Settings,
    assets: dict[str, Asset],
) -> Guide:
    """The parts put together; ``written`` is the language and the file that the text is in."""
    language, file = written
    return Guide(
        name=visit.path.name,
        language=language,
        path=file,
        title=text.title,
        summary=text.summary,
        settings=typeset_settings(settings, language),
        lead=text.lead,
        sections=text.sections,
        footnotes=text.footnotes,
        cover=text.cover,
        assets=assets,
        contacts=text.contacts,
        facts=text.facts,
        wording=text.wording,
    )


def _read_picture(visit: _Visit, picture: Picture) -> PictureFile:
    """A picture's file, read once however many texts show it."""
    known = visit.pictures.get(picture.asset)
    if known:
        return known
    folded = picture.asset.lower()
    twin = next((name for name in visit.pictures if name.lower() == folded), None)
    if twin:
        message = f"`{picture.asset}` and `{twin}` are one file on Windows and macOS"
        return PictureFile(None, (error("bad-name", message, picture.span, "rename one of them"),))
    file = visit.shared.name(visit.path / picture.asset)
    read = read_asset(visit.path, picture.asset, file, picture.span, visit.shared.album)
    if read.asset:
        visit.pictures[picture.asset] = read
    return read


def _known_faults(faults: Iterable[Diagnostic], shared: Shared) -> Iterable[Diagnostic]:
    """The faults of a text, without "no such entry" where the ledger was not read to its end."""
    doubtful = {f"unknown-{ledger}" for ledger in shared.unread_ledgers}
    return (fault for fault in faults if fault.rule not in doubtful)


def _prints_faulty(guide: Guide, shared: Shared) -> bool:
    """Whether the guide prints an entry that has an error, or one that could not be read."""
    used = {("contact", name) for name in guide.contacts} | {("fact", name) for name in guide.facts}
    languages = ("", *fallbacks(guide.language))
    return any(
        ledger in shared.unread_ledgers or (ledger, name, language) in shared.faulty_entries
        for ledger, name in used
        for language in languages
    )


def _has_error(faults: Iterable[Diagnostic]) -> bool:
    return any(fault.severity is Severity.ERROR for fault in faults)
