"""The architecture as a test: who may import whom, and what may be loaded at the start."""

import ast
import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter

import pytest
from package_code import ROOT, Module, modules

# A module imports from its own floor and those below. A package stands for all its modules.
FLOORS: tuple[set[str], ...] = (
    {"bindery", "diagnostics", "excerpt"},
    {
        *(
            "guide",
            "document",
            "edition",
            "ledger",
            "ledger_words",
            "numerals",
            "language",
            "bidirectional",
            "text_safety",
            "equipment",
            "labels",
        ),
        *("font_files", "font_tables"),
        *("report", "explain", "writing", "machine", "programs", "limits"),
        *("cascade", "css_queries", "css_syntax", "css_values"),
        *(
            "imposition",
            "markup",
            "insertion",
            "paper",
            "pdf_objects",
            "pdf_glyphs",
            "pdf_pages",
            "pdf_tags",
            "phone",
            "qr",
            "readability",
            "sentences",
            "recolouring",
            "snapshot",
            "theme",
            "wording",
            "web_addresses",
            "reading",
            "toml_source",
            "toml_places",
            "toml_slips",
        ),
        *("digests", "engines", "lock", "manifest", "order", "outcome", "record", "seals"),
        *("garbage", "interruption", "scratch"),
        "timing",
    },
    {"markdown"},
    {
        *("press_profile", "press_settings", "limits_settings", "release_record", "remembered"),
        *("project", "guide_folder", "settings", "ledgers", "fields", "readers", "contact_readers"),
        "ledger_languages",
        *("survey", "source_folder", "typesetting"),
        *(
            "addresses",
            "assets",
            "certification",
            "drawings",
            "logo",
            "rasters",
            "samples",
            "svg_subset",
        ),
    },
    {
        "chapters",
        "completeness",
        "compose",
        "enclosures",
        "needs",
        "selection",
        "templating",
        "web_values",
        "checks",
        "formats",
    },
    {
        *("build", "checking", "corrections", "making", "plan", "reviewing", "warming"),
        *("cluster", "travel", "workforce"),
        *("crew", "worker", "confinement", "deaths"),
        *("delivery", "due", "freshness", "memory", "reasons", "suspects"),
    },
    {
        "catalogue",
        "scaffold",
        "doctor",
        "proof",
        "release",
        "ledger_report",
        "links",
        "options",
        "terminal",
        "watching",
    },
    {"handout"},
)
# The three wings of one floor: none imports another.
WINGS: tuple[set[str], ...] = (
    {
        *("chapters", "completeness", "compose", "enclosures", "needs"),
        *("selection", "templating", "web_values"),
    },
    {"checks"},
    {"formats"},
)

# Each outside library has one door, the only module that imports it. A package of its own is one
# (pictures), and the command line is said in three: what can be asked for, how it is told, and what
# is seen.
DOORS = {
    "PIL": tuple(f"bindery.rasters.{name}" for name in ("inks", "pages", "pictures")),
    "babel": "bindery.language",
    "click": ("bindery.options", "bindery.terminal", "handout"),
    "cssselect2": "bindery.cascade",
    "defusedxml": "bindery.drawings",
    "distributed": "bindery.cluster",
    "ebooklib": "bindery.formats.epub",
    "uharfbuzz": "bindery.font_files",
    "jinja2": "bindery.templating",
    "markdown_it": "bindery.markdown.engine",
    "markupsafe": "bindery.templating",
    "mdit_py_plugins": "bindery.markdown.engine",
    "page": "bindery.checks.conformance",
    "phonenumbers": "bindery.phone",
    "pikepdf": "bindery.pdf_objects",
    "pydyf": "bindery.formats.pdf.door",
    "pypdfium2": "bindery.pdf_pages",
    "segno": "bindery.qr",
    "watchfiles": "bindery.watching",
    "tinycss2": "bindery.css_syntax",
    "weasyprint": "bindery.formats.pdf.door",
    "zxingcpp": "bindery.qr",
}

# What costs time to import, and is paid for by the commands that need it.
HEAVY = {
    "PIL",
    "babel",
    "distributed",
    "ebooklib",
    "uharfbuzz",
    "jinja2",
    "lxml",
    "markdown_it",
    "pikepdf",
    "weasyprint",
    "zxingcpp",
}

MODULES = {module.name: module for module in modules()}


def _imports(module: Module) -> Iterator[tuple[str, int]]:
    """The full name of everything that ``module`` imports anywhere in it, and the line."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((each.name, node.lineno) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = module.source(node)
            for each in node.names:
                inner = f"{origin}.{each.name}"
                yield (inner if inner in MODULES else origin), node.lineno


def _part(name: str) -> str:
    """The word for a module in the tables: of one in a package, the package."""
    return name.split(".")[1] if name.startswith("bindery.") else name


def _floor(name: str) -> int:
    """The floor of a module; above all of them if it has none, which a test of its own tells."""
    floors = (number for number, names in enumerate(FLOORS) if _part(name) in names)
    return next(floors, len(FLOORS))


def _wing(name: str) -> int | None:
    return next((number for number, names in enumerate(WINGS) if _part(name) in names), None)


INSIDE = [
    (module.name, target, line)
    for module in MODULES.values()
    for target, line in _imports(module)
    if target in MODULES
]


def test_every_module_has_one_floor_and_every_name_a_module() -> None:
    listed = [name for names in FLOORS for name in names]
    assert len(listed) == len(set(listed))
    assert set(listed) == {_part(name) for name in MODULES}
    assert {name for names in WINGS for name in names} <= set(listed)


def test_nothing_is_imported_upwards() -> None:
    upward = [
        f"{name}:{line} imports {target}"
        for name, target, line in INSIDE
        if _floor(target) > _floor(name)
    ]
    assert not upward


def test_no_wing_imports_another() -> None:
    across = [
        f"{name}:{line} imports {target}"
        for name, target, line in INSIDE
        if None not in {_wing(name), _wing(target)} and _wing(name) != _wing(target)
    ]
    assert not across


def test_no_module_imports_itself_through_others() -> None:
    graph = defaultdict(set)
    for name, target, _ in INSIDE:
        # A package's face imports its modules, and they may use nothing of it in turn.
        if target != name:
            graph[name].add(target)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as problem:
        pytest.fail(" -> ".join(problem.args[1]))


def test_every_outside_library_has_one_door() -> None:
    outside = defaultdict(set)
    for module in MODULES.values():
        for target, _ in _imports(module):
            library = target.split(".")[0]
            if library not in {*sys.stdlib_module_names, "bindery", "handout"}:
                outside[library].add(module.name)
    doors = {
        library: {door} if isinstance(door, str) else set(door) for library, door in DOORS.items()
    }
    assert outside == doors


def test_help_and_completion_load_nothing_heavy() -> None:
    program = "import json, sys, handout; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = {name.split(".")[0] for name in json.loads(done.stdout)}
    assert "handout" in loaded
    assert loaded & HEAVY == set()
