"""Making without layout, for tests of what is made and when: everything before it is real.

An edition becomes a digest of its document, so that it differs where the real one may.
"""

from __future__ import annotations

import pytest

from bindery import checks, making
from bindery.digests import fingerprint
from bindery.document import Document, Made
from bindery.edition import Claim
from bindery.plan import Job
from bindery.timing import Clock


def _laid_out(layout: Document, _job: Job, _clock: Clock) -> Made:
    return Made(fingerprint(layout).content.encode(), page_count=8)


def _made(task: making._Task, layout: Made, _job: Job) -> tuple[Made, Document]:
    edition = task.document.edition
    data = f"{edition}\n{fingerprint(task.document).content}\n{layout.data.decode()}\n"
    return Made(data.encode(), page_count=8), task.document


def make_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every edition made so until the end of the test."""
    monkeypatch.setattr(making, "_laid_out", _laid_out)
    monkeypatch.setattr(making, "_made", _made)
    monkeypatch.setattr(checks, "of_made", lambda *_: ((Claim("PDF/UA-1", "nobody"),), ()))
