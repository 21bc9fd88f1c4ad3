"""Editions: the things a person can hold, by name and as the files that lie in ``out/``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """A guide in one language and one format: names the file and is the unit of work."""

    guide: str
    language: str
    format: str
    suffix: str

    @property
    def file_name(self) -> str:
        """The artifact's name in ``out/``."""
        return f"{self.guide}.{self.language}.{self.format}.{self.suffix}"

    def __str__(self) -> str:
        return f"{self.guide} ({self.language}, {self.format})"


def edition_in(file_name: str) -> Edition:
    """The edition whose :attr:`Edition.file_name` it is; what the name lacks is empty."""
    guide, language, format_, suffix = (*file_name.split(".", 3), "", "", "")[:4]
    return Edition(guide, language, format_, suffix)


@dataclass(frozen=True, slots=True)
class Claim:
    """A standard that a file declares, and the check that proved it in this build."""

    standard: str
    check: str


@dataclass(frozen=True, slots=True)
class Artifact:
    """A line of ``out/manifest.json``."""

    edition: Edition
    path: str
    size: int
    sha256: str
    page_count: int | None
    claims: tuple[Claim, ...] = ()
