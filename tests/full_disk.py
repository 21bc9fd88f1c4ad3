"""A build whose disk fills up, as a program of its own: the disk is there for this program alone.

    python tests/full_disk.py PROJECT

Makes a disk of 1 MiB in place of the project's ``out`` folder, where the system lets somebody who
is not its administrator do so too; elsewhere the system lets this program write only small files.
Builds small files there, then large ones, which do not fit, then small ones again. Prints what
became of each build, as JSON.
"""

import ctypes
import errno
import hashlib
import json
import os
import resource
import signal
import sys
from datetime import date
from pathlib import Path

from conftest import TEXT, Shop

from bindery import build as building
from bindery.making import Answer
from bindery.manifest import MANIFEST
from bindery.plan import Job

GUIDES = 6
SMALL, LARGE = 1_000, 300_000
_NEW_USER, _NEW_MOUNTS = 0x10000000, 0x00020000
_PRIVATE, _RECURSIVE = 1 << 18, 1 << 14


def make(job: Job) -> tuple[Answer, ...]:
    """Files as large as the guide's title says."""
    size = LARGE if job.guide.title == "Large" else SMALL
    return tuple(Answer(str(e).encode().ljust(size, b"."), ()) for e in job.editions)


def own_disk(folder: Path) -> bool:
    """Mount a small disk on ``folder`` that nobody else sees; whether the system let us."""
    system = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if system.unshare(_NEW_USER | _NEW_MOUNTS) and system.unshare(_NEW_MOUNTS):
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
        Path("/proc/self/gid_map").write_text(f"0 {group} 1")
    except OSError:
        pass  # as the administrator we are in no world of our own, and need no map
    nowhere = ctypes.c_char_p(None)
    system.mount(nowhere, b"/", nowhere, _PRIVATE | _RECURSIVE, nowhere)
    return not system.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, b"size=1m")


def build(shop: Shop, title: str) -> dict[str, object]:
    """Build every guide with this title; what became of it, and of the files."""
    for number in range(GUIDES):
        text = TEXT.replace("A guide", title)
        shop.guide(text, f"guide-{number}", formats='["leaflet"]')
    outcome = shop.build(workers=2)
    files = shop.made()
    listed = json.loads(files[MANIFEST])["artifacts"]
    return {
        "made": [artifact.path for artifact in outcome.artifacts],
        "refused": [edition.file_name for edition in outcome.refused],
        "failed": outcome.failed,
        "said": sorted({fault.message.rpartition(": ")[2] for fault in outcome.diagnostics}),
        "rules": sorted({fault.rule for fault in outcome.diagnostics}),
        "sizes": {name: len(data) for name, data in files.items() if name != MANIFEST},
        "true": all(
            hashlib.sha256(files[entry["path"]]).hexdigest() == entry["sha256"] for entry in listed
        ),
    }


def main() -> None:
    """Build three times."""
    shop = Shop(Path(sys.argv[1]), date(2026, 11, 24))
    building.make = make  # as tests in its process do
    shop.out.mkdir()
    reason = errno.ENOSPC
    if not own_disk(shop.out):
        reason = errno.EFBIG
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGE // 2, LARGE // 2))
    builds = [build(shop, title) for title in ("Small", "Large", "Small")]
    print(json.dumps({"reason": os.strerror(reason).lower(), "builds": builds}))  # noqa: T201


if __name__ == "__main__":
    main()
