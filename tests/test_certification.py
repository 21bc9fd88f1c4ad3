"""An e-book says that it meets a standard only where somebody signed and nothing speaks against."""

import json
import re
import zipfile
from dataclasses import replace

import pytest
from conftest import Shop, brief
from epub_sample import document, page
from epubcheck_runner import epubcheck

from bindery import checks
from bindery.checks import epub_structure
from bindery.diagnostics import error
from bindery.document import Document, Made, Page
from bindery.edition import Claim
from bindery.formats import epub
from bindery.formats.epub_container import entries, pack
from bindery.guide import CERTIFIABLE, Certification

STANDARD = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
TABLE = f"""
[certification]
by = "Anytown Access & Co"
standard = "{STANDARD}"
version = "1.0"
"""
WHOLE = TABLE + 'credential = "Assessor"\nreport = "https://example.org/report?a=1&b=2"\n'
SIGNED = Certification("Anytown", STANDARD, "Assessor", "https://example.org/report")
BOOK = "a-guide.en-GB.ebook.epub"


def sign(shop: Shop, table: str, file: str = "source/a-guide/guide.toml") -> None:
    shop.guide() if not (shop.source / "a-guide").exists() else None
    path = shop.root / file
    shop.write(file, path.read_text("utf-8") + table)


def package(shop: Shop) -> str:
    with zipfile.ZipFile(shop.out / BOOK) as archive:
        return archive.read("EPUB/content.opf").decode()


def claims(shop: Shop) -> list[dict[str, str]]:
    listed = json.loads((shop.out / "manifest.json").read_bytes())["artifacts"]
    found: list[dict[str, str]] = next(e["claims"] for e in listed if e["path"] == BOOK)
    return found


def signed_document(**changes: object) -> Document:
    return document(certification=SIGNED, claims=(STANDARD,), **changes)


# ---- what a guide's settings do


def test_a_signature_stands_in_the_book_and_in_the_manifest(shop: Shop) -> None:
    sign(shop, WHOLE)
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    said = re.findall(r'<(?:meta property|link rel)="((?:dcterms:conf|a11y:)[^"]*)"', package(shop))
    assert said == [
        "dcterms:conformsTo",
        "a11y:certifiedBy",
        "a11y:certifierCredential",
        "a11y:certifierReport",
    ]
    assert f'id="conformance">{STANDARD}</meta>' in package(shop)
    assert ">Anytown Access &amp; Co</meta>" in package(shop)
    check = "signed by Anytown Access & Co; the build's own checks of the e-book"
    assert claims(shop) == [{"standard": STANDARD, "check": check}]
    assert not epubcheck([shop.out / BOOK])[shop.out / BOOK]


def test_a_book_that_has_no_leaflet_can_be_signed_for(shop: Shop) -> None:
    shop.guide(formats='["ebook"]')
    sign(shop, TABLE)
    assert not shop.build().failed
    assert [claim["standard"] for claim in claims(shop)] == [STANDARD]
    assert "certifierCredential" not in package(shop)
    assert "certifierReport" not in package(shop)


@pytest.mark.parametrize(
    ("table", "file"),
    [
        ("", "source/a-guide/guide.toml"),
        # What all guides share signs for none of them: nobody has seen the guide.
        (TABLE, "source/handout.toml"),
    ],
)
def test_without_a_signature_of_its_own_a_guide_claims_nothing(
    shop: Shop, table: str, file: str
) -> None:
    sign(shop, table, file)
    outcome = shop.build()
    assert not outcome.failed, outcome.diagnostics
    assert "conformsTo" not in package(shop)
    assert "certifi" not in package(shop)
    assert claims(shop) == []


def test_who_judges_may_stand_in_the_settings_of_all_guides(shop: Shop) -> None:
    sign(shop, TABLE.replace('version = "1.0"\n', ""), "source/handout.toml")
    sign(shop, '[certification]\nversion = "1.0"\n')
    assert not shop.build().failed
    assert [claim["standard"] for claim in claims(shop)] == [STANDARD]


def test_a_signature_is_for_one_version(shop: Shop) -> None:
    shop.guide(version='"1.1"')
    sign(shop, TABLE)
    outcome = shop.build()
    assert [brief(fault) for fault in outcome.diagnostics] == [
        "source/a-guide/guide.toml:11:11 certification-outdated"
    ]
    assert "conformsTo" not in package(shop)
    assert claims(shop) == []


@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("[certification]\n", ["missing-key"] * 3),
        (TABLE.replace("by", "buy"), ["unknown-key"]),
        (TABLE.replace("2.2", "2.3"), ["unknown-value"]),
        (TABLE + 'report = "a shelf"\n', ["bad-web"]),
        (TABLE.replace('"Anytown Access & Co"', '""'), ["empty-value"]),
        ("certification = true\n", ["wrong-type"]),
    ],
)
def test_a_wrong_signature_is_told(shop: Shop, table: str, rules: list[str]) -> None:
    shop.guide()
    path = shop.root / "source/a-guide/guide.toml"
    before = path.read_text("utf-8")
    shop.write("source/a-guide/guide.toml", before + table)
    assert [fault.rule for fault in shop.read().diagnostics] == rules


# ---- what a check can say against it


def test_a_signature_is_a_claim_where_nothing_speaks_against_it() -> None:
    whole = signed_document()
    proved, found = checks.of_made(whole, epub.make(whole))
    assert found == ()
    assert proved == (Claim(STANDARD, "signed by Anytown; the build's own checks of the e-book"),)


def test_a_standard_that_nobody_signed_for_is_not_claimed() -> None:
    whole = document(claims=(STANDARD,))
    made = epub.make(whole)
    assert b"conformsTo" not in entries(made.data)["EPUB/content.opf"]
    assert checks.of_made(whole, made) == ((), ())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('<img src="images/where.svg"/>', "a picture on page `front`, line 8"),
        ('<p><a href="#a"><img src="images/where.svg" alt=""/></a></p>', "a link"),
        ("<table><tr><td>1</td></tr></table>", "the table"),
    ],
)
def test_a_fault_in_the_book_keeps_the_claim_back(body: str, told: str) -> None:
    front = Page("front", "Words", "chapter", page(f'<h1 id="a">A</h1>{body}'))
    whole = signed_document(pages=(front,), outline=(), stylesheets=())
    proved, found = checks.of_made(whole, epub.make(whole))
    assert proved == ()
    assert [fault.rule for fault in found] == ["certification-refused"]
    assert told in found[0].message


def test_a_page_without_a_title_keeps_the_claim_back() -> None:
    whole = signed_document(front=page("<p>Words.</p>", title=" "), outline=())
    _, found = checks.of_made(whole, Made(b""))
    assert any("`front` has no title" in fault.message for fault in found)


def test_decoration_and_a_labelled_link_are_no_fault() -> None:
    body = '<img alt="" src="images/where.svg"/><a aria-label="Up" href="#a"></a>'
    front = Page("front", "Words", "chapter", page(f'<h1 id="a">A</h1>{body}'))
    whole = signed_document(pages=(front,), outline=(), stylesheets=())
    assert checks.of_made(whole, epub.make(whole))[0]


def test_whatever_another_check_finds_keeps_the_claim_back(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(shop, WHOLE)
    fault = error("epub-content", "something is wrong with it")
    monkeypatch.setattr(epub_structure, "check", lambda _document, _made: (fault,))
    whole = signed_document()
    assert checks.of_made(whole, epub.make(whole)) == ((), (fault,))
    assert "a-guide (en-GB, ebook)" in [str(edition) for edition in shop.build().refused]


# ---- the gate


@pytest.mark.parametrize(
    ("change", "to"),
    [
        (STANDARD, CERTIFIABLE[1]),
        (">Anytown<", ">Another town<"),
        (">Assessor<", ">Professor<"),
        ("example.org/report", "example.org/other"),
        ('property="dcterms:conformsTo"', 'property="dcterms:source"'),
    ],
)
def test_the_gate_sees_a_claim_that_is_not_what_was_signed(change: str, to: str) -> None:
    whole = signed_document()
    content = entries(epub.make(whole).data)
    text = content["EPUB/content.opf"].decode()
    assert change in text
    content["EPUB/content.opf"] = text.replace(change, to).encode()
    found = epub_structure.check(whole, Made(pack(content)))
    assert {fault.rule for fault in found} == {"epub-package"}


def test_the_gate_sees_a_claim_that_nobody_signed() -> None:
    made = epub.make(signed_document())
    unsigned = replace(signed_document(), certification=None)
    assert len(epub_structure.check(unsigned, made)) == 4
