"""The benchmarks' projects: as many guides as asked for, all different, and all in order."""

import re
import sys
from collections import Counter
from pathlib import Path

from package_code import ROOT

from bindery.checking import check
from bindery.diagnostics import stops
from bindery.formats import FORMATS
from bindery.project import read

sys.path.insert(0, str(ROOT / "bench"))

import synthetic


def test_a_project_holds_the_originals_in_turn_and_every_guide_can_be_made(
    tmp_path: Path,
) -> None:
    source = synthetic.project(tmp_path, 7)
    project = read(source, synthetic.TODAY, [format_.name for format_ in FORMATS])
    assert [guide.name for guide in project.guides] == sorted(
        f"{(synthetic.FIRST, synthetic.EVERY_BLOCK, synthetic.STRESS)[number % 3]}-{number + 1:04}"
        for number in range(7)
    )
    refs = Counter(guide.settings.control.ref for guide in project.guides)
    assert max(refs.values()) == 1
    assert not stops(check(source, (), synthetic.TODAY), strict=False)


def test_a_variation_is_another_text_of_the_same_shape() -> None:
    text = "Words that were here stand there.\n\n- Milk from {fact:x} stays\n\n## Here words stand"
    first, second = (synthetic.reworded(text, number) for number in (1, 4))
    assert first != second
    assert [len(word) for word in first.split()] == [len(word) for word in text.split()]
    assert sorted(re.findall(r"\w+", first)) == sorted(re.findall(r"\w+", text))
    assert first.split("\n")[2:] == text.split("\n")[2:]


def test_the_same_call_writes_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for folder in ("one", "other"):
        synthetic.project(tmp_path / folder, 2, (synthetic.EVERY_BLOCK,))
        files = sorted((tmp_path / folder).rglob("*.*"))
        written.append([path.read_bytes() for path in files if path.is_file()])
    assert written[0] == written[1]
    assert len(written[0]) > len(("handout.toml", "contacts.toml", "facts.toml"))
