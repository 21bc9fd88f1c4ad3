from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from functools import cache

import pytest
from epub_sample import FONTS, document, page
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import assume, given
from hypothesis import strategies as some

from bindery.diagnostics import Span
from bindery.document import File, Stylesheet
from bindery.font_files import UnusableFontError, characters
from bindery.font_tables import checksum
from bindery.formats.epub_fonts import Embedded, embed, words_of
from bindery.formats.epub_styles import Styles, flatten
from bindery.markup import parse

MAGIC = b"\x5f\x0f\x3c\xf5"  # in the table `head` of every font


def font(characters: str, *, embedding: int = 0) -> bytes:
    """A TrueType font with one box for each of ``characters``."""
    builder = FontBuilder(1000, isTTF=True)
    names = [".notdef", *(f"u{ord(c):04X}" for c in characters)]
    pen = TTGlyphPen(None)
    for draw, point in ((pen.moveTo, (0, 0)), (pen.lineTo, (0, 500)), (pen.lineTo, (500, 0))):
        draw(point)
    pen.closePath()
    glyph = pen.glyph()
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"u{ord(c):04X}" for c in characters})
    builder.setupGlyf(dict.fromkeys(names, glyph))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupOS2(fsType=embedding)
    builder.setupNameTable({"familyName": "Test", "licenseDescription": "Free."})
    builder.setupPost()
    target = io.BytesIO()
    builder.save(target)
    return target.getvalue()


def resealed(data: bytes) -> bytes:
    """A font whose tables are as it says that they are, whatever is in them."""
    changed = bytearray(data)
    (count,) = struct.unpack_from(">H", data, 4)
    for place in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack_from(">4sIII", data, place)
        told = checksum(tag.decode(), data[start : start + length])
        struct.pack_into(">I", changed, place + 4, told)
    return bytes(changed)


def styles(*families: str, used: Iterable[str] | None = None) -> Styles:
    faces = "".join(f'@font-face{{font-family:"{f}";src:url("fonts/{f}.ttf")}}' for f in families)
    stack = ",".join(f'"{f}"' for f in (families if used is None else used))
    flattened, findings = flatten((Stylesheet("a.css", f"{faces} p {{ font-family: {stack} }}"),))
    assert findings == ()
    return flattened


def files(**fonts: bytes) -> dict[str, File]:
    named = {f"fonts/{name}.ttf": data for name, data in fonts.items()}
    return {name: File(name, "font/ttf", data) for name, data in named.items()}


def covers(embedded: Embedded, name: str) -> set[str]:
    return set(map(chr, TTFont(io.BytesIO(embedded.files[name])).getBestCmap()))


def test_only_used_characters_are_kept() -> None:
    embedded, findings = embed(styles("a"), files(a=font("abcxyzA1. ")), "ab")
    assert findings == ()
    # Beside the text: the other case, and what readers draw by themselves.
    assert covers(embedded, "fonts/a.ttf") == set("abA1. ")


def test_families_share_the_characters() -> None:
    """A character goes to the first family that has it, as in a reader."""
    given = files(a=font("abc"), b=font("abcμ"))
    embedded, findings = embed(styles("a", "b"), given, "abμ")
    assert findings == ()
    assert covers(embedded, "fonts/b.ttf") == {"μ"}


def test_family_that_no_character_reaches_is_left_out() -> None:
    embedded, _ = embed(styles("a", "b"), files(a=font("abc"), b=font("жc1")), "abc")
    assert embedded.families == ("a",)
    assert list(embedded.files) == ["fonts/a.ttf"]


def test_family_that_no_style_uses_is_left_out() -> None:
    embedded, _ = embed(styles("a", "b", used=["a"]), files(a=font("a"), b=font("a")), "a")
    assert embedded.families == ("a",)


def test_what_styles_print_of_an_attribute_is_among_the_words() -> None:
    flattened, _ = flatten((Stylesheet("a.css", "a::after { content: '(' attr( href ) }"),))
    root = parse(page('<p title="no">see <a href="x?y=1">it</a></p>').encode())
    assert words_of([root], flattened).split() == ["see", "it", "(x?y=1"]


def test_without_fonts_nothing_is_embedded() -> None:
    assert embed(styles(), {}, "aж") == (Embedded({}, ()), ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no font", "cannot be read"),
        (b"", "cannot be read"),
        (font("ab")[:60], "cannot be read: it is cut off"),
        (font("ab")[:-200], "` is damaged: it is cut off"),
        (font("ab").replace(b"glyf", b"glyx"), "cannot be read: it has no table `glyf`"),
        (font(""), "cannot be read: it has no characters"),
        (b"OTTO" + font("ab")[4:], "is not a TrueType font"),
        (b"wOF2" + font("ab")[4:], "is not a TrueType font"),
        (font("ab", embedding=2), "may not be embedded"),
        (font("ab").replace(MAGIC, bytes(4)), "cannot be read: its table `head` is damaged"),
        (resealed(font("ab").replace(MAGIC, bytes(4))), "cannot be cut down"),
    ],
)
def test_unusable_font_is_an_error(data: bytes, said: str) -> None:
    embedded, findings = embed(styles("a"), files(a=data), "ab")
    assert embedded.files == {}
    assert [finding.rule for finding in findings] == ["unusable-font"]
    assert findings[0].span == Span("styles/fonts/a.ttf")
    assert said in findings[0].message


@given(data=some.data())
def test_one_bit_that_changes_in_a_table_is_told(data: some.DataObject) -> None:
    """Whichever it is: it may draw one figure as another."""
    whole = bytearray(bundled())
    (count,) = struct.unpack_from(">H", whole, 4)
    tables = [struct.unpack_from(">4s4xII", whole, 12 + 16 * number) for number in range(count)]
    tag, start, length = data.draw(some.sampled_from(tables))
    place = start + data.draw(some.integers(0, length - 1))
    # What `head` says of the whole file is no part of its own sum.
    assume(tag != b"head" or not 8 <= place - start < 12)
    whole[place] ^= 1 << data.draw(some.integers(0, 7))
    with pytest.raises(UnusableFontError):
        characters(bytes(whole))


@cache
def bundled() -> bytes:
    """A font that the program brings along."""
    return document().files[FONTS[0]].data


def test_bundled_font_keeps_its_licence_and_features() -> None:
    given = document()
    flattened, _ = flatten(given.stylesheets)
    embedded, _ = embed(flattened, given.files, "Give 25 mg")
    cut = TTFont(io.BytesIO(embedded.files[FONTS[0]]))
    assert "Open Font License" in str(cut["name"].getDebugName(13))
    original = TTFont(io.BytesIO(given.files[FONTS[0]].data))
    tags = {record.FeatureTag for record in original["GSUB"].table.FeatureList.FeatureRecord}
    kept = {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord}
    assert kept >= {"tnum"} & tags
    assert len(embedded.files[FONTS[0]]) < len(given.files[FONTS[0]].data) / 3
