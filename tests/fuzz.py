"""Looks for a text, or settings, that break a promise of :mod:`invariants`, led by coverage.

``python tests/fuzz.py text`` (or ``settings``) begins with the cases of the suite, keeps in memory
what it learns from them, and stops at the first input that breaks a promise, which it writes to
``crash-…``. It needs atheris, which is not among the test packages: it has wheels for Linux alone.
What it finds becomes a case in ``tests/test_invariants.py`` before it is mended.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bindery"]):
    import invariants

    from bindery.markdown.blocks import COMPONENTS
from package_code import ROOT

_MOST = 4096  # bytes of an input: more only takes longer to try
_CASES = ROOT / "tests" / "cases"
_KEYS = ("ref", "version", "languages", "last-review", "limits.pages", "publisher.phone", "web")
_FENCES = ("::: contact helpline", "::: only print", *(f"::: {name}" for name in COMPONENTS), ":::")
_SIGNS = ("{contact:helpline}", "{fact:wait}", "[^1]", "[^1]: a", "[a](#b)", "![a](images/a.svg)")
_TARGETS: dict[str, tuple[Callable[[str], None], str]] = {
    "text": (invariants.judge_text, ".md"),
    "settings": (invariants.judge_settings, ".toml"),
}


def _seeds(folder: Path, ending: str) -> None:
    """Put the texts of the suite's cases, and the program's own such files, into ``folder``."""
    for place in (_CASES, ROOT / "source", ROOT / "bindery" / "rules"):
        for path in place.rglob(f"*{ending}"):
            for case in path.read_text("utf-8").split("=== next\n"):
                data = case.partition("=== finds\n")[0].encode()[:_MOST]
                (folder / sha256(data).hexdigest()[:16]).write_bytes(data)


def _words(file: Path) -> None:
    """Write what has a meaning to a reader of texts or settings, in the form of libFuzzer."""
    keys = [f'"{key} = "' for key in _KEYS]
    signs = [json.dumps(f"{sign}\n").replace("\\n", "\\x0a") for sign in (*_FENCES, *_SIGNS)]
    file.write_text("\n".join([*keys, *signs]) + "\n", "ascii")


def main() -> None:
    """Try inputs until one breaks a promise, or the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=_TARGETS)
    parser.add_argument("--seconds", type=int, default=300, help="how long to look (300)")
    parser.add_argument("--keep", type=Path, help="a folder for what is learnt, to go on from")
    asked = parser.parse_args()
    judge, ending = _TARGETS[asked.target]

    def attempt(data: bytes) -> None:
        judge(data.decode("utf-8", "ignore"))

    with tempfile.TemporaryDirectory() as name:
        seeds, words = Path(name) / "seeds", Path(name) / "words"
        seeds.mkdir()
        _seeds(seeds, ending)
        _words(words)
        folders = [*([str(asked.keep)] if asked.keep else []), str(seeds)]
        limits = [
            f"-dict={words}",
            f"-max_total_time={asked.seconds}",
            f"-max_len={_MOST}",
            "-timeout=30",
        ]
        atheris.Setup([sys.argv[0], *limits, "-rss_limit_mb=2048", *folders], attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
