"""``handout check``: what there is to say of a project's guides, without making anything.

A project in which nothing has changed is answered from memory, and then nothing is loaded
that reads guides: this module and those it imports at the top know files and findings only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from pathlib import Path

from .diagnostics import Diagnostic, Failure, WrongUsage, stops, warning
from .explain import rules, unknown_rule
from .order import must_exist
from .reading import CONTACTS, FACTS, GUIDE_SETTINGS, SETTINGS, TEXT_SUFFIX, file_name, read_text
from .remembered import Found, Memory, folder_key, recall, remember, shared_key
from .source_folder import SourceFolder, look, same_refs

_THEMES = "styles/themes"
_IDLE = ("unlisted-language", "withdrawn-guide")  # each at the file of what is not made
_LABELS = "templates/labels"
_WITH_LABELS = ("en",)  # the languages that the program brings its words in


def check(
    source: Path,
    guides: Collection[str],
    today: date,
    *,
    workers: int = 0,
    with_memory: bool = False,
) -> tuple[Diagnostic, ...]:
    """Every finding about ``guides`` (names; all, if none) of the project around ``source``.

    ``workers`` processes share the work where there is enough for them. With ``with_memory``
    what was found in a folder is kept beside ``source``, and nothing in it is read again while
    all that the findings depend on is the same.

    Raises:
        Failure: if there is no project, or no guide of one of those names.
    """
    folder = look(source)
    must_exist("guide", guides, folder.names)
    shared, by_folder = _found(folder, today, workers, with_memory=with_memory)
    project = folder.path.resolve().parent
    found = [*shared.findings, *folder.diagnostics, *_theme_faults(project)]
    asked = [path for path in folder.guides if not guides or path.name in guides]
    for path in asked:
        found += by_folder[path].findings
    found += _label_faults(project, _languages(asked, project, found))
    refs = {path.name: by_folder[path].ref for path in folder.guides if by_folder[path].ref}
    found += (
        fault
        for fault in same_refs(refs, folder)
        if not guides or (fault.span and Path(fault.span.file).parent.name in guides)
    )
    # In a text that could not be read there may be what is allowed.
    if folder.guides and not guides and not stops(found, strict=False):
        used = {rule for path in folder.guides for rule in by_folder[path].allows}
        found += _unheeded(folder, set(shared.allows) - used)
    return tuple(sorted(set(found), key=lambda finding: finding.sort_key))


def _unheeded(folder: SourceFolder, idle: Collection[str]) -> Iterator[Diagnostic]:
    """That the settings of all guides allow the rules ``idle``, which no guide breaks."""
    if not idle:
        return
    # Only who has some pays for what tells the line.
    from .toml_source import parse  # noqa: PLC0415

    path = folder.path / SETTINGS
    name = file_name(path, folder.root)
    text = read_text(folder.root, path, name)
    source = parse(text if isinstance(text, str) else "", name)
    for rule in sorted(idle):
        span = source.key_span("allow", rule)
        yield warning("unused-allowance", f"no guide breaks `{rule}`", span, "delete the line")


def _theme_faults(project: Path) -> Iterator[Diagnostic]:
    """What is wrong with the themes of the project's own, whichever guides are set in them."""
    own = sorted((project / _THEMES).glob("*.css"))
    if not own:
        return
    # Most projects have none, and do not pay for what reads them.
    from .equipment import equipment_for  # noqa: PLC0415
    from .theme import read_theme  # noqa: PLC0415

    equipment = equipment_for(project)
    for path in own:
        name = f"{_THEMES}/{path.name}"
        try:
            yield from read_theme(equipment.read_text(name), name)[1]
        except Failure as failure:
            yield from failure.diagnostics


def _languages(
    guides: Iterable[Path], project: Path, findings: Iterable[Diagnostic]
) -> frozenset[str]:
    """The languages of the texts in ``guides``, without those that are found not to be made."""
    idle = {each.span.file for each in findings if each.span and each.rule in _IDLE}
    made = (guide for guide in guides if file_name(guide / GUIDE_SETTINGS, project) not in idle)
    texts = (text for guide in made for text in guide.glob(f"*{TEXT_SUFFIX}"))
    return frozenset(text.stem for text in texts if file_name(text, project) not in idle)


def _label_faults(project: Path, languages: frozenset[str]) -> Iterator[Diagnostic]:
    """What is wrong with the labels of the project's own, and which of ``languages`` has none."""
    own = {path.stem for path in (project / _LABELS).glob("*.toml")}
    if not own and all(code.split("-")[0] in _WITH_LABELS for code in languages):
        return
    # Most projects have one language, and do not pay for what reads labels.
    from .equipment import equipment_for  # noqa: PLC0415
    from .labels import labels, untranslated  # noqa: PLC0415
    from .language import fallbacks, is_language  # noqa: PLC0415

    equipment = equipment_for(project)
    for code in sorted(filter(is_language, own | languages)):
        try:
            labels(equipment, fallbacks(code))
            yield from untranslated(equipment, fallbacks(code))
        except Failure as failure:
            yield from failure.diagnostics


def _found(
    folder: SourceFolder, today: date, workers: int, *, with_memory: bool
) -> tuple[Found, dict[Path, Found]]:
    """What there is to say of what guides share, and of each guide's folder."""
    keys = _keys(folder, today) if with_memory else {}
    known = recall(folder.root) if keys else {}
    found = {path: known[key] for path, key in keys.items() if key in known}
    shared = found.pop(folder.path, None)
    unknown = [path for path in folder.guides if path not in found]
    if shared and not unknown:
        return shared, found
    # What reads guides takes longer to load than to find that none need be read.
    from .reviewing import review_folders  # noqa: PLC0415

    reviews = review_folders(folder, unknown, today, workers)
    found |= reviews.by_folder
    if keys:
        # Of a file that was changed while it was read nobody knows what was seen.
        settled = dict(keys.items() & _keys(folder, today).items())
        made = {folder.path: reviews.shared, **found}
        memory: Memory = {
            key: made[path] for path, key in settled.items() if path not in reviews.lost
        }
        remember(folder.root, memory)
    return reviews.shared, found


def _keys(folder: SourceFolder, today: date) -> dict[Path, str]:
    """The keys of ``source/`` and of each guide's folder, but of none that has no key."""
    shared = shared_key(folder.path, (SETTINGS, CONTACTS, FACTS), today)
    if shared is None:
        return {}
    keys = {path: folder_key(path, shared) for path in folder.guides}
    return {folder.path: shared} | {path: key for path, key in keys.items() if key}


def chosen(
    findings: Iterable[Diagnostic], select: Collection[str], ignore: Collection[str]
) -> tuple[Diagnostic, ...]:
    """The findings of the rules ``select`` (all, if none) that are not to ``ignore``.

    Raises:
        WrongUsage: ``unknown-rule`` for each name that no rule has.
    """
    if unknown := [name for name in (*select, *ignore) if name not in rules()]:
        raise WrongUsage(*map(unknown_rule, unknown))
    return tuple(
        finding
        for finding in findings
        if (not select or finding.rule in select) and finding.rule not in ignore
    )
