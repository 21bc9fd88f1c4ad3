"""The leaflet with everything in it, made once for the tests that read its file and its tags."""

from __future__ import annotations

import pytest
from pdf_sample import everything, everything_made
from pdf_tree import Tag, TaggedPdf

from bindery.document import Document, Made


@pytest.fixture(scope="session")
def document() -> Document:
    """What it is made from."""
    return everything()


@pytest.fixture(scope="session")
def made() -> Made:
    """What was made of it."""
    return everything_made()


@pytest.fixture(scope="session")
def tagged(made: Made) -> TaggedPdf:
    """Its file, read back with its tags."""
    return TaggedPdf(made.data)


@pytest.fixture(scope="session")
def tree(tagged: TaggedPdf) -> Tag:
    """Its tags, from the root."""
    return tagged.tree
