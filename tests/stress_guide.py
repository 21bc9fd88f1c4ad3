"""A guide of 24 pages that asks a lot of a layout: long tables, deep lists, every block.

Its text is ``tests/cases/stress/en-GB.md``, about a service that does not exist. The pictures
are drawn here: line drawings with words, a photograph's worth of JPEG, a PNG with transparency.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from conftest import Shop
from package_code import ROOT
from PIL import Image, ImageDraw

NAME = "sleeping-well"
_CASE = ROOT / "tests" / "cases" / "stress"

_FACTS = {
    "minutes": ("20 minutes", "The plan takes 20 minutes a day."),
    "awake": ("20 minutes", "After lying awake for about 20 minutes, get up."),
    "window": ("5 hours and 30 minutes", "No sleep window is shorter than this."),
    "room": ("16C to 18C", "A bedroom is best at 16C to 18C."),
    "young": ("7 to 10 hours", "At 16 to 25 most people sleep 7 to 10 hours."),
    "middle": ("6 to 9 hours", "At 26 to 64 most people sleep 6 to 9 hours."),
    "older": ("5 to 8 hours", "At 65 and over most people sleep 5 to 8 hours."),
    "example": ("40 min", "In the example, sleep comes after 40 minutes."),
    "nap": ("30 minutes", "A nap is no longer than 30 minutes."),
}
_CONTACTS = {
    "sleep-line": {
        "title": "Riverbend Sleep Line",
        "phone": "0300 100 0212",
        "web": "https://www.example.org/sleep-line",
        "email": "sleep@example.org",
        "address": "Riverbend House, 24 Example Lane, Anytown AN1 1AA",
        "hours": "8am to 8pm, at weekends 10am to 4pm",
        "helps-with": "Sleep that does not come, classes, and places in them.",
        "kind": "service",
    },
    "carers": {
        "title": "Anytown Carers’ Night Desk",
        "phone": "0300 330 0700",
        "hours": "all day and all night",
        "helps-with": "A sitter for tonight, or somebody to talk to until it is light.",
    },
    "library": {
        "title": "Anytown Library of Questions",
        "phone": "",
        "web": "https://www.example.org/library/of/questions",
        "helps-with": "Books, recordings and large-print copies of this guide.",
    },
}

_PAPER, _TEAL, _SAND, _SAGE = "#ffffff", "#0b5563", "#fbf5ee", "#e5f0ee"
_INK, _BRICK = "#1d1d1b", "#b4432f"
_LINE = f'fill="none" stroke="{_INK}" stroke-linecap="round" stroke-linejoin="round"'


def _drawing(width: int, height: int, shapes: str) -> str:
    box = f'viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>\n{shapes}</svg>\n'


def _words(x: float, y: float, size: float, words: str, anchor: str = "middle") -> str:
    font = f'font-family="Atkinson Hyperlegible Next" font-size="{size}" fill="{_INK}"'
    return f'<text x="{x}" y="{y}" {font} text-anchor="{anchor}">{words}</text>\n'


def _path(data: str, width: float = 0.7) -> str:
    return f'<path d="{data}" {_LINE} stroke-width="{width}"/>\n'


def _night() -> str:
    """The cover: a window, the moon and hills."""
    return _drawing(
        148,
        115,
        f'<rect width="148" height="115" fill="{_TEAL}"/>\n'
        f'<circle cx="98" cy="38" r="15" fill="{_SAND}"/>\n'
        f'<path d="M0 92 C30 70 58 76 84 88 S130 92 148 78 V115 H0 Z" fill="{_SAGE}"/>\n'
        f'<path d="M30 0 V115 M118 0 V115 M30 58 H118 M74 0 V115" fill="none" '
        f'stroke="{_SAND}" stroke-width="2.4"/>\n',
    )


def _forces() -> str:
    """A chart of a day, with words at the lines."""
    return _drawing(
        160,
        84,
        f'<rect width="160" height="84" fill="{_SAND}"/>\n'
        f'<rect x="106" y="6" width="44" height="60" fill="{_SAGE}"/>\n'
        + _path("M10 66 H150 M10 6 V66")
        + f'<path d="M10 60 L106 16 L150 56" fill="none" stroke="{_TEAL}" stroke-width="1.4"/>\n'
        + f'<path d="M10 50 C40 20 66 20 92 30 S130 64 150 52" fill="none" stroke="{_BRICK}" '
        'stroke-width="1.4" stroke-dasharray="4 2"/>\n'
        + _words(58, 18, 6.5, "body clock")
        + _words(52, 58, 6.5, "sleep pressure", "start")
        + "".join(
            _words(x, 76, 6.5, hour) for x, hour in ((12, "7am"), (62, "3pm"), (106, "11pm"))
        ),
    )


def _bedroom() -> str:
    return _drawing(
        160,
        72,
        f'<rect width="160" height="72" fill="{_SAGE}"/>\n'
        f'<rect x="12" y="8" width="34" height="40" fill="{_TEAL}"/>\n'
        f'<path d="M12 8 H30 C28 22 30 36 26 48 H12 Z" fill="{_SAND}"/>\n'
        + _path("M12 8 H46 V48 H12 Z M64 58 V34 M64 50 H140 V60 M64 44 C80 36 120 40 140 50", 1)
        + _path("M60 60 H148 M148 44 a6 6 0 1 0 0.1 0 Z M148 56 V66", 1)
        + _words(100, 34, 7, "cool, dark, dull"),
    )


def _step(shapes: str, words: str) -> str:
    ground = f'<rect width="80" height="60" fill="{_SAND}"/>\n'
    return _drawing(80, 60, ground + shapes + _words(40, 55, 8, words))


def _alarm() -> str:
    hands = "M40 24 V13 M40 24 L48 28"
    return _step(_path(f"M40 6 a18 18 0 1 0 0.1 0 Z {hands} M24 8 l-6 5 M56 8 l6 5", 1), "6.30")


def _chair() -> str:
    chair = "M24 12 V32 H52 V24 M24 32 V44 M52 32 V44 M24 26 H18 V44"
    return _step(_path(f"{chair} M62 44 V18 M56 18 L60 8 H66 L70 18 Z", 1), "not yet")


def _round() -> str:
    """A wide picture in a step: bed, chair, bed."""
    stops = "".join(
        f'<rect x="{x}" y="12" width="34" height="22" rx="3" fill="{_SAGE}"/>\n'
        + _words(x + 17, 26, 7, word)
        for x, word in ((6, "bed"), (63, "chair"), (120, "bed"))
    )
    arrows = "".join(
        f'<path d="M{x} 23 h14 m-4 -4 l4 4 l-4 4" fill="none" stroke="{_BRICK}" '
        'stroke-width="1.2"/>\n'
        for x in (44, 101)
    )
    return _drawing(160, 46, f'<rect width="160" height="46" fill="{_SAND}"/>\n{stops}{arrows}')


def _street() -> bytes:
    """A photograph, or what compresses like one: two skies over a row of houses."""
    picture = Image.new("RGB", (1400, 640))
    pen = ImageDraw.Draw(picture)
    for x in range(1400):
        red, green, blue = (20, 32, 60) if x < 700 else (246, 214, 170)
        shade = (x * 7) % 23
        pen.line([(x, 0), (x, 640)], fill=(red + shade // 4, green + shade // 4, blue + shade // 3))
    for house in range(10):
        left, height = house * 140, 210 + (house * 67) % 160
        wall = (52, 44, 48) if house < 5 else (170, 96, 74)
        pen.rectangle([left + 6, 640 - height, left + 134, 640], fill=wall)
        for window in range(3):
            x, y = left + 24 + window * 36, 640 - height + 40
            pane = (250, 220, 120) if (house + window) % 4 == 0 else (90, 100, 112)
            pen.rectangle([x, y, x + 24, y + 44], fill=pane)
    return _bytes(picture, "JPEG", quality=85)


def _light() -> bytes:
    """The light of a day as a band that fades out at both ends."""
    band = Image.new("RGBA", (1200, 220))
    for x in range(1200):
        noon = 1 - abs(x - 480) / 720
        colour = (round(40 + 215 * noon), round(60 + 170 * noon), round(110 + 60 * noon))
        opacity = round(255 * min(1, x / 120, (1199 - x) / 120))
        band.paste((*colour, opacity), (x, 0, x + 1, 220))
    return _bytes(band, "PNG")


def _stars() -> bytes:
    """A decoration of few colours."""
    sky = Image.new("RGB", (1200, 165), _TEAL)
    pen = ImageDraw.Draw(sky)
    for star in range(40):
        x, y, radius = (star * 197) % 1190, (star * 61) % 157, 3 + star % 3
        pen.ellipse([x, y, x + 2 * radius, y + 2 * radius], fill=_SAND)
    return _bytes(sky.quantize(16), "PNG")


def _bytes(picture: Image.Image, kind: str, **options: int) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


_PICTURES: dict[str, Callable[[], str | bytes]] = {
    "night.svg": _night,
    "forces.svg": _forces,
    "bedroom.svg": _bedroom,
    "alarm.svg": _alarm,
    "chair.svg": _chair,
    "round.svg": _round,
    "street.jpg": _street,
    "light.png": _light,
    "stars.png": _stars,
}


def write(shop: Shop, **settings: str) -> None:
    """Put the guide into a shop, with its ledgers and pictures.

    ``settings`` are TOML values that stand before the guide's own: ``formats='["office"]'``.
    """
    own = "".join(f"{key} = {value}\n" for key, value in settings.items())
    shop.write(f"source/{NAME}/guide.toml", own + (_CASE / "guide.toml").read_text("utf-8"))
    shop.write(f"source/{NAME}/en-GB.md", (_CASE / "en-GB.md").read_bytes())
    for name, draw in _PICTURES.items():
        shop.write(f"source/{NAME}/images/{name}", draw())
    for name, (value, statement) in _FACTS.items():
        shop.fact(name, value=f'"{value}"', statement=f'"{statement}"')
    for name, entry in _CONTACTS.items():
        shop.contact(name, **{key: f'"{text}"' if text else "" for key, text in entry.items()})
