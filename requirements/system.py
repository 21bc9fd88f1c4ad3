"""Install the system packages that are missing, or say exactly what to install.

Run by ``make``, with the Python that the virtual environment is made from, before there is
one: ``python3 -m requirements.system build`` (or ``tests``). Does nothing where nothing is
missing, and asks for no password where no one is there to type it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence

from bindery.doctor import format_findings
from bindery.machine import Finding, Need, System, libraries
from bindery.programs import programs

_PATIENCE = ("-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3")
_INSTALL = ("install", "-y", "--no-install-recommends")


def main(purpose: str) -> int:
    """See to it that ``purpose`` ("build" or "tests") finds what it needs; the exit code."""
    missing = tuple(finding for finding in _looked_for(purpose) if finding.found is None)
    if not missing:
        return 0
    packages = debian_packages(missing)
    if shutil.which("apt-get") is None:
        _say("This machine lacks the following, and has no apt-get to install it with:\n")
        _say(format_findings(missing))
        return _stop(missing)
    prefix = _privilege()
    if prefix is None:
        _say("Some system packages are missing, and only root may install them. Run this:\n")
        _say(f"    apt-get update && apt-get {' '.join((*_INSTALL, *packages))}\n")
        return _stop(missing)
    return _install(prefix, packages)


def _stop(missing: Iterable[Finding]) -> int:
    """1 where nothing can be done without what is missing; 0 where a build only suffers."""
    if any(finding.need is not Need.PROOF for finding in missing):
        _say("Then run make again.")
        return 1
    _say("Going on without: " + " ".join(finding.cost for finding in missing))
    return 0


def debian_packages(missing: Iterable[Finding]) -> tuple[str, ...]:
    """What Debian and Ubuntu call the things in ``missing``, each once, in order."""
    names = (finding.packages.get(System.DEBIAN, "") for finding in missing)
    return tuple(dict.fromkeys(name for listed in names for name in listed.split()))


def _looked_for(purpose: str) -> Iterator[Finding]:
    # Debian packs the part of Python that puts pip into a virtual environment by itself.
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    found = "yes" if importlib.util.find_spec("ensurepip") else None
    cost = "Without it no virtual environment can be made."
    yield Finding("ensurepip", Need.BUILD, found, cost, {System.DEBIAN: package})
    yield from libraries()
    if purpose == "tests":
        yield from programs()


def _privilege() -> tuple[str, ...] | None:
    """What to put before a command that only root may run; None if nothing would do."""
    if os.geteuid() == 0:
        return ()
    if shutil.which("sudo") is None:
        return None
    asks_nothing = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ("sudo",) if asks_nothing.returncode == 0 or sys.stdin.isatty() else None


def _install(prefix: Sequence[str], packages: Sequence[str]) -> int:
    _say(f"Installing system packages: {' '.join(packages)}")
    apt_get = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *_PATIENCE)
    # A list that cannot be refreshed may still do: whether it does, the installing shows.
    subprocess.run([*apt_get, "-qq", "update"], check=False)
    command = [*apt_get, "-qq", *_INSTALL, *packages]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        _say(f"{done.stdout}\nThis failed: {' '.join(command)}")
        return 1
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
