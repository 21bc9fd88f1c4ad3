"""Lines for a person: sizes, counts and tables."""

from pathlib import Path

import pytest
from conftest import TODAY

from bindery.catalogue import artifact_lines, guide_lines, human_size, summary_lines
from bindery.edition import Artifact, Claim, Edition
from bindery.order import Order
from bindery.outcome import Outcome

LEAFLET = Edition("a", "en-GB", "leaflet", "pdf")
BOOK = Edition("a-longer-name", "en-GB", "ebook", "epub")
ORDER = Order(Path("source"), Path("out"), TODAY)
CLAIMS = (Claim("PDF/UA-1", "a check"), Claim("PDF/A-2a", "a check"))


def artifact(edition: Edition, pages: int | None, claims: tuple[Claim, ...] = ()) -> Artifact:
    return Artifact(edition, edition.file_name, 64_321, "", pages, claims)


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (64_321, "64 kB"),
        (999_499, "999 kB"),
        (999_500, "1.0 MB"),
        (2_340_000, "2.3 MB"),
    ],
)
def test_a_size_is_said_as_people_say_it(size: int, words: str) -> None:
    assert human_size(size) == words


def test_artifacts_stand_in_columns() -> None:
    lines = artifact_lines([artifact(LEAFLET, 1, CLAIMS), artifact(BOOK, None)])
    assert lines == (
        "a.en-GB.leaflet.pdf             1 page  64 kB  PDF/UA-1, PDF/A-2a",
        "a-longer-name.en-GB.ebook.epub          64 kB",
    )


def test_no_guides_are_no_lines() -> None:
    assert guide_lines([]) == ()


def test_a_summary_names_the_standards_that_a_file_could_not_be_judged_by() -> None:
    """The book claims nothing because its format aims for nothing: that is not said."""
    artifacts = (artifact(LEAFLET, 8), artifact(BOOK, None))
    lines = summary_lines(Outcome(artifacts, (), ()), ORDER)
    assert lines[0] == "Made 2 files in out/"
    (said,) = [line for line in lines if "claims" in line]
    assert said == (
        "No file claims PDF/UA-1 or PDF/A-2a: page-validation, which proves that, is not "
        "installed. `handout doctor` says how to get it."
    )
    assert "claims" not in " ".join(
        summary_lines(Outcome((artifact(LEAFLET, 8, CLAIMS),), (), ()), ORDER)
    )
