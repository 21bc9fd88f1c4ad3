"""Files: only regular ones of the project, of a leaflet's size, in UTF-8."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TEXT, Shop, brief

from bindery.diagnostics import Failure
from bindery.markdown.extent import MOST_LETTERS, MOST_PARTS
from bindery.reading import MOST_TEXT_BYTES, real_inside


def test_a_link_out_of_the_project_is_refused(shop: Shop, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "en-GB.md").write_text("# Secret\n")
    (outside / "contacts.toml").write_text("secret = 1\n")
    shop.guide()
    (shop.source / "a-guide/en-GB.md").unlink()
    (shop.source / "a-guide/en-GB.md").symlink_to(outside / "en-GB.md")
    (shop.source / "linked").symlink_to(outside)
    (shop.source / "contacts.toml").symlink_to(outside / "contacts.toml")
    assert shop.faults() == [
        "source/a-guide/en-GB.md outside-project",
        "source/contacts.toml outside-project",
        "source/linked outside-project",
    ]
    assert shop.read().guides == ()


def test_a_way_is_followed_as_the_system_follows_it(tmp_path: Path) -> None:
    folder, outside = tmp_path / "project", tmp_path / "project-too"
    for each in (folder / "a" / "b", outside):
        each.mkdir(parents=True)
        (each / "file").write_bytes(b"")
    (folder / "in").symlink_to("a/b")
    (folder / "out").symlink_to(outside)
    (folder / "a" / "up").symlink_to("..")
    (folder / "loop").symlink_to("loop")
    (tmp_path / "other").symlink_to(folder)
    ways = ["", "a", "a/b/file", "a/gone/x", "in/file", "out", "out/file", "a/up/in", "a/../a/b"]
    ways += ["../project-too/file", "a/up/../project-too", "loop/x", "a/up/out/file"]
    for start in (folder, tmp_path / "other"):
        for path in [*(start / way for way in ways), outside / "file", tmp_path, Path("/")]:
            real = os.path.realpath(path)
            inside = Path(real).is_relative_to(os.path.realpath(start))
            found = real_inside(start, path)
            assert (found and os.path.realpath(found)) == (real if inside else None), path
            assert found is None or not Path(found).is_symlink(), path


def test_a_link_inside_the_project_is_followed(shop: Shop) -> None:
    shop.guide(name="a")
    shop.guide(name="b")
    (shop.source / "b/en-GB.md").unlink()
    (shop.source / "b/en-GB.md").symlink_to("../a/en-GB.md")
    assert shop.faults() == []
    assert shop.read().guides[1].path == "source/b/en-GB.md"


def test_what_is_no_file_is_refused_at_once(shop: Shop) -> None:
    shop.guide()
    (shop.source / "a-guide/en-GB.md").unlink()
    os.mkfifo(shop.source / "a-guide/en-GB.md")
    (shop.source / "facts.toml").mkdir()
    (shop.source / "contacts.toml").symlink_to("gone.toml")
    assert shop.faults() == [
        "source/a-guide/en-GB.md bad-file",
        "source/contacts.toml bad-file",
        "source/facts.toml bad-file",
    ]


def test_a_text_beyond_the_limit_is_refused(shop: Shop) -> None:
    shop.guide()
    settings = (shop.source / "handout.toml").read_text("utf-8")
    shop.write("source/handout.toml", settings.ljust(MOST_TEXT_BYTES, "\n"))
    assert shop.faults() == []
    shop.write("source/handout.toml", settings.ljust(MOST_TEXT_BYTES + 1, "\n"))
    assert "source/handout.toml bad-file" in shop.faults()


def test_a_guide_larger_than_a_book_is_refused_before_anything_is_made_of_it(shop: Shop) -> None:
    shop.guide(TEXT.ljust(MOST_LETTERS))
    assert shop.faults() == []
    shop.guide(TEXT.ljust(MOST_LETTERS + 1))
    assert shop.faults() == ["source/a-guide/en-GB.md:8 too-large"]
    shop.guide(f"{TEXT}\n" + "- An item\n" * (MOST_PARTS + 1))
    (fault,) = shop.faults()
    assert fault.startswith("source/a-guide/en-GB.md:")
    assert fault.endswith(" too-large")
    assert shop.read().guides == (), "checks would take for ever over it"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"# A\r\n\r\n\xe9\r\n", ":3:1"),
        (b"# A\n\nCaf\xc3\xa9 caf\xe9\n", ":3:9"),
        (b"\xef\xbb\xbf# A \xff", ":1:5"),
        ("# A\n".encode("utf-16"), ""),
        ("# A guide\n".encode("utf-16-le"), ""),
        ("# A guide\n".encode("utf-16-be"), ""),
        (b"PK\x03\x04\x14\x00\x06\x00", ""),
        (b"{\\rtf1\\ansi Words.}", ""),
    ],
)
def test_a_text_in_another_encoding_is_refused_at_its_first_such_byte(
    shop: Shop, data: bytes, place: str
) -> None:
    shop.guide()
    shop.write("source/a-guide/en-GB.md", data)
    assert shop.faults() == [f"source/a-guide/en-GB.md{place} bad-encoding"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"Don\x92t", "byte 0x92 (`\u2019` in Windows-1252) is not UTF-8"),
        (b"\x81", "byte 0x81 is not UTF-8"),
        (b"PK\x03\x04", "this is a document of a word processor, not plain text"),
        (b"%PDF-1.7", "this is a PDF, not plain text"),
        ("# A guide\n".encode("utf-16-le"), "the file is saved as UTF-16"),
    ],
)
def test_what_an_author_saved_instead_of_a_text_is_called_by_its_name(
    shop: Shop, data: bytes, message: str
) -> None:
    shop.guide()
    shop.write("source/a-guide/en-GB.md", data)
    (fault,) = shop.read().diagnostics
    assert fault.message == message
    assert fault.hint


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_byte_order_mark_and_any_newlines_are_read_alike(shop: Shop, newline: str) -> None:
    shop.guide()
    (plain,) = shop.read().guides
    for path in sorted(shop.source.rglob("*.[mt][do]*")):
        text = path.read_text()
        path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", newline).encode())
    assert shop.faults() == []
    assert shop.read().guides == (plain,)


@pytest.mark.parametrize("closed", ["source", "source/b"])
def test_a_folder_that_may_not_be_looked_at_is_named(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, closed: str
) -> None:
    shop.guide(name="a")
    shop.guide(name="b")
    real = Path.iterdir

    def iterdir(path: Path) -> Iterator[Path]:
        if path == shop.root.resolve() / closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", iterdir)
    if closed == "source":
        with pytest.raises(Failure, match="`source` cannot be read: permission denied"):
            shop.read()
    else:
        assert shop.faults() == ["source/b bad-file"]
        assert [guide.name for guide in shop.read().guides] == ["a"]


def test_a_file_that_may_not_be_read_is_named(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, flags: int) -> int:
        raise PermissionError(13, "Permission denied", str(path), flags)

    shop.guide()
    monkeypatch.setattr(os, "open", refuse)
    assert {fault.partition(" ")[2] for fault in shop.faults()} == {"bad-file"}


@pytest.mark.skipif(sys.platform == "darwin", reason="names there are always letters")
def test_names_that_are_no_letters_are_reported_in_letters(shop: Shop) -> None:
    shop.guide(languages='["en-GB"]')
    source = os.fsencode(shop.source)
    os.rename(source + b"/a-guide", source + b"/\xff-guide")  # noqa: PTH104 (bytes have no Path)
    for name in (b"/\xff-guide/\xfe.md", b"/\xfd.md"):
        with open(source + name, "wb"):  # noqa: PTH123 (as above)
            pass
    project = shop.read()
    assert [brief(fault) for fault in project.diagnostics] == [
        "source/?-guide bad-name",
        "source/?-guide/?.md unlisted-language",
        "source/?.md missing-settings",
    ]
    for fault in project.diagnostics:
        assert fault.message.encode()
        assert (fault.hint or "").encode()
