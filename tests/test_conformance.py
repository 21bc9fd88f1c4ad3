"""The claims of a leaflet, judged by two validators that know nothing of each other.

What is proved in the build is proved here again by veraPDF, the reference. Both must also
see a fault when there is one: files are broken on purpose, each in one way.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conftest import Shop
from package_code import ROOT
from pdf_sample import CLAIMS, everything_made, leaflet
from validators import Verdict, qpdf_complaints, verapdf

from bindery.catalogue import summary_lines
from bindery.checks import conformance
from bindery.edition import Claim
from bindery.formats.pdf import make

Breaker = Callable[[pikepdf.Pdf], None]


def _first(pdf: pikepdf.Pdf, role: str) -> Any:
    return next(
        item
        for item in pdf.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name(f"/{role}")
    )


def _annotation(pdf: pikepdf.Pdf) -> Any:
    return next(page.Annots[0] for page in pdf.pages if "/Annots" in page)


def _no_alternative(pdf: pikepdf.Pdf) -> None:
    del _first(pdf, "Figure")["/Alt"]


def _no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def _skipped_heading(pdf: pikepdf.Pdf) -> None:
    _first(pdf, "H2").S = pikepdf.Name("/H4")


def _wordless_link(pdf: pikepdf.Pdf) -> None:
    del _annotation(pdf)["/Contents"]


def _loose_link(pdf: pikepdf.Pdf) -> None:
    del _annotation(pdf)["/StructParent"]


def _unmarked(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(b"0 0 1 rg 0 0 9 9 re f"))


def _no_metadata(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


def _no_colours(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/OutputIntents"]


def _hidden_link(pdf: pikepdf.Pdf) -> None:
    _annotation(pdf).F = 2


BROKEN: dict[str, tuple[Breaker, tuple[str, ...]]] = {
    "no-alternative": (_no_alternative, ("ua1",)),
    "no-language": (_no_language, ("ua1",)),
    "skipped-heading": (_skipped_heading, ("ua1",)),
    "wordless-link": (_wordless_link, ("ua1",)),
    "loose-link": (_loose_link, ("ua1",)),
    "unmarked": (_unmarked, ("ua1",)),
    "no-metadata": (_no_metadata, ("ua1", "2a")),
    "no-colours": (_no_colours, ("2a",)),
    "hidden-link": (_hidden_link, ("2a",)),
}
STANDARDS = {"ua1": "PDF/UA-1", "2a": "PDF/A-2a"}


SMALL = """
<h1>One</h1><h2>Two</h2><p>Two <a href="https://example.org">words</a>.</p>
<p><img src="images/a.svg" alt="Three" /></p><ul><li>four</li></ul>
"""


@pytest.fixture(scope="module")
def data() -> bytes:
    return make(leaflet(SMALL)).data


@pytest.fixture(scope="module")
def files(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Good files and broken ones, by name."""
    folder = tmp_path_factory.mktemp("pdf")
    good = {
        "everything": everything_made().data,
        "small": data,
        "to-the-left": make(leaflet("<h1>1 2 3</h1><p>4 5 6</p>", language="ar")).data,
    }
    paths = {}
    for name, content in good.items():
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(content)
    for name, (breaker, _) in BROKEN.items():
        paths[name] = folder / f"{name}.pdf"
        paths[name].write_bytes(_broken(data, breaker))
    return paths


@pytest.fixture(scope="module")
def verdicts(files: dict[str, Path]) -> dict[str, tuple[Verdict, ...]]:
    judged = verapdf(files.values())
    return {name: judged[path.resolve()] for name, path in files.items()}


def _broken(data: bytes, breaker: Breaker) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        breaker(pdf)
        target = BytesIO()
        pdf.save(target)
        return target.getvalue()


@pytest.mark.parametrize("name", ["everything", "small", "to-the-left"])
def test_verapdf_passes_what_we_make(name: str, verdicts: dict[str, tuple[Verdict, ...]]) -> None:
    assert [(each.flavour, each.broken) for each in verdicts[name]] == [("ua1", ()), ("2a", ())]
    assert all(each.passed for each in verdicts[name])


@pytest.mark.parametrize("name", ["everything", "small", "to-the-left"])
def test_the_build_proves_both_claims(name: str, files: dict[str, Path]) -> None:
    claims, found = conformance.prove(files[name].read_bytes(), CLAIMS)
    assert found == ()
    check = "page-validation 0.11.0"
    assert claims == (Claim("PDF/UA-1", check), Claim("PDF/A-2a", check))


@pytest.mark.parametrize("name", ["everything", "small"])
def test_qpdf_finds_the_file_sound(name: str, files: dict[str, Path]) -> None:
    assert qpdf_complaints(files[name]) == ""


@pytest.mark.parametrize("name", BROKEN)
def test_verapdf_sees_each_fault(name: str, verdicts: dict[str, tuple[Verdict, ...]]) -> None:
    failed = {each.flavour for each in verdicts[name] if not each.passed}
    assert failed >= set(BROKEN[name][1])


@pytest.mark.parametrize("name", BROKEN)
def test_the_build_sees_each_fault(name: str, files: dict[str, Path]) -> None:
    claims, found = conformance.prove(files[name].read_bytes(), CLAIMS)
    refused = {STANDARDS[flavour] for flavour in BROKEN[name][1]}
    assert refused.isdisjoint(claim.standard for claim in claims)
    assert {diagnostic.rule for diagnostic in found} == {"claim-unproved"}
    assert all(any(standard in each.message for each in found) for standard in refused)


def test_a_file_is_judged_by_what_it_claims_only(data: bytes) -> None:
    assert conformance.prove(data, ()) == ((), ())
    claims, found = conformance.prove(data, ("PDF/A-2a",))
    assert [claim.standard for claim in claims] == ["PDF/A-2a"]
    assert found == ()


def test_an_unknown_standard_is_a_mistake(data: bytes) -> None:
    with pytest.raises(ValueError, match="PDF/X-4"):
        conformance.prove(data, ("PDF/X-4",))


def test_what_is_no_pdf_proves_nothing() -> None:
    claims, found = conformance.prove(b"not a pdf", ("PDF/UA-1",))
    assert claims == ()
    assert [diagnostic.rule for diagnostic in found] == ["claim-unproved"]


def test_without_the_validator_nothing_is_claimed(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "page", None)
    monkeypatch.setattr(conformance, "find_spec", lambda _: None)
    conformance.available.cache_clear()
    try:
        assert not conformance.available()
        claims, found = conformance.prove(data, CLAIMS)
    finally:
        conformance.available.cache_clear()
    assert claims == ()
    (diagnostic,) = found
    assert "not installed" in diagnostic.message


def test_a_project_that_breaks_a_standard_gets_neither_claim_nor_file_and_is_told(
    shop: Shop,
) -> None:
    """Its template leaves a level of headings out, and no check was told to object."""
    section = (ROOT / "templates" / "parts" / "section.html").read_text("utf-8")
    shop.guide(formats='["leaflet", "web"]')
    good = shop.build()
    assert [len(artifact.claims) for artifact in good.artifacts] == [2, 0]
    bent = section.replace("<h2", "<h4").replace("</h2>", "</h4>")
    assert bent != section
    shop.write("templates/parts/section.html", bent)
    outcome = shop.build(formats=("leaflet",))
    assert outcome.artifacts == ()
    assert any("does not meet PDF/UA-1" in fault.message for fault in outcome.diagnostics)
    told = "\n".join(summary_lines(outcome, shop.order()))
    assert "PDF/UA-1" not in told
    assert "Not made, because of the errors above" in told
    assert "a-guide.en-GB.leaflet.pdf" in told


def test_without_a_proof_the_file_claims_nothing_and_the_summary_says_so(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.guide(formats='["leaflet"]')
    monkeypatch.setattr(conformance, "available", lambda: False)
    outcome = shop.build()
    assert [artifact.claims for artifact in outcome.artifacts] == [()]
    assert b"pdfuaid:part" not in shop.made()["a-guide.en-GB.leaflet.pdf"]
    told = "\n".join(summary_lines(outcome, shop.order()))
    assert "No file claims PDF/UA-1 or PDF/A-2a: page-validation, which proves that" in told
