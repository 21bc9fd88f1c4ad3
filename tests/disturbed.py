"""Builds that are killed, as a program of its own: it has loaded all, and forks for each build.

    python tests/disturbed.py FOLDER SEED TIMES

The guides have two texts that take turns. Each time a build of the other text is killed with
SIGKILL at a random moment; then every file must be that of one text or the other, whole, and the
list of artifacts true; and the next build must leave the same as one that nobody disturbed. Prints
a line for each thing that is not so.
"""

import gc
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from conftest import TEXT, Shop
from processes import in_session, wait_until

from bindery import build as building
from bindery.formats import FORMATS
from bindery.making import Answer
from bindery.manifest import MANIFEST
from bindery.plan import Job
from bindery.warming import load_engines

GUIDES = 5
NAMES = [format_.name for format_ in FORMATS]
WORKERS = 2
TEXTS = ("One", "Two")


def quick(job: Job) -> tuple[Answer, ...]:
    """Make what costs no time: files of some size that tell which text they are made of."""
    return tuple(
        Answer(f"{job.guide.title}: {edition}\n".encode() * 1500, (), 8) for edition in job.editions
    )


def write(shop: Shop, text: str) -> None:
    """Give every guide the text so called."""
    for number in range(GUIDES):
        shop.guide(TEXT.replace("A guide", text), f"guide-{number}", formats=json.dumps(NAMES))


def begin(shop: Shop) -> int:
    """Begin a build in a process, and a session, of its own; the process."""
    process = os.fork()
    if process:
        return process
    status = 1
    try:
        os.setsid()
        outcome = shop.build(workers=WORKERS)
        status = int(outcome.failed or len(outcome.artifacts) != GUIDES * len(NAMES))
    finally:
        os._exit(status)


def made(shop: Shop) -> dict[str, bytes]:
    """What is in the folder of artifacts, hidden files too."""
    return shop.made() if shop.out.exists() else {}


def undisturbed(shop: Shop, text: str) -> dict[str, bytes]:
    """What a build of a text leaves where nothing was before."""
    shutil.rmtree(shop.root, ignore_errors=True)
    shop.write("source/handout.toml", (Path(sys.argv[1]) / "handout.toml").read_text())
    write(shop, text)
    _, status = os.waitpid(begin(shop), 0)
    if status:
        raise SystemExit(f"a build that nobody disturbs fails: {status}")
    return made(shop)


def untrue(files: dict[str, bytes]) -> Iterator[str]:
    """Lines of the list of artifacts that are not true of the files."""
    for entry in json.loads(files.get(MANIFEST, b'{"artifacts": []}'))["artifacts"]:
        data = files.get(entry["path"], b"")
        if hashlib.sha256(data).hexdigest() != entry["sha256"] or len(data) != entry["size"]:
            yield f"the list is not true of {entry['path']}"


def torn(files: dict[str, bytes], whole: list[dict[str, bytes]]) -> Iterator[str]:
    """Files that are neither the old one nor the new one."""
    for name, data in files.items():
        is_ours = name != MANIFEST and not name.startswith(".")
        if is_ours and data not in {each.get(name) for each in whole}:
            yield f"{name} is neither old nor new"


def disturb(shop: Shop, whole: list[dict[str, bytes]], seconds: float) -> Iterator[str]:
    """Kill a build after so many seconds, build again, and tell what is not as it should be."""
    process = begin(shop)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    if not wait_until(lambda: not in_session(process), 10):
        yield "a worker is left"
    files = made(shop)
    yield from (*torn(files, whole), *untrue(files))
    if os.waitpid(begin(shop), 0)[1]:
        yield "the next build fails"
    files = made(shop)
    differing = sorted(n for n in {*files, *whole[0]} if files.get(n) != whole[0].get(n))
    yield from (f"after the next build {name} differs" for name in differing)
    left = [path.name for path in Path(tempfile.gettempdir()).iterdir()]
    yield from (f"{name} is left" for name in left)


def main() -> None:
    """Disturb so many builds."""
    folder, seed, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    building.make = quick
    load_engines()
    gc.freeze()  # what is loaded stays shared with every build
    shop = Shop(folder / "project")
    whole = [undisturbed(shop, text) for text in TEXTS]
    began = time.monotonic()
    undisturbed(shop, TEXTS[0])
    length = time.monotonic() - began
    chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
    for number in range(times):
        text = TEXTS[(number + 1) % 2]
        write(shop, text)
        ordered = whole if text == TEXTS[0] else whole[::-1]
        for problem in disturb(shop, ordered, chance.uniform(0, length)):
            print(f"{number}: {problem}")  # noqa: T201 (what the program is for)


if __name__ == "__main__":
    main()
