"""The scripts in ``tests/readers``, which read books and pages in the system's Chromium.

Node, a browser or a package that is missing is a failure, never a reason to skip.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from validators import MissingValidatorError

from bindery.programs import CHROMIUM

READERS = Path(__file__).resolve().parent / "readers"
PATIENCE = 60  # seconds until a browser that does not start is given up, on a busy machine


def run(script: str, *arguments: str | Path) -> Any:
    """What ``tests/readers/<script>`` prints when it is run with ``arguments``, from JSON."""
    command = [_node(), str(READERS / script), *map(str, arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
        env=surroundings(),
    )
    if done.returncode:
        raise MissingValidatorError(f"{script} broke off:\n{done.stdout}\n{done.stderr}")
    return json.loads(done.stdout)


def surroundings() -> dict[str, str]:
    """The environment that scripts are run in: it names the browser."""
    return {
        **os.environ,
        "PUPPETEER_EXECUTABLE_PATH": _chromium(),
        "ACE_TIMEOUT_INITIAL": f"{PATIENCE * 1000}",
    }


def by_file(script: str, files: Iterable[Path]) -> dict[Path, Any]:
    """What ``script`` tells of each of ``files``, all read in one browser."""
    paths = [Path(file).resolve() for file in files]
    told = run(script, *paths)
    return {path: told[str(path)] for path in paths}


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise MissingValidatorError("no `node`: install nodejs")
    if not (READERS / "node_modules").is_dir():
        raise MissingValidatorError(f"no packages: run `npm ci` in {READERS}")
    return found


def _chromium() -> str:
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        raise MissingValidatorError("no `chromium`: install it")
    return found
