"""The attacks: what is written into a good project to do harm.

What each must come to stands in ``tests/cases/hostile.txt``.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import chain

from conftest import CONTACT, DRAWING, GUIDE, HANDOUT, INCOMPLETE
from hostile_bytes import chunk, font, header, moving, noise, photograph, png, zeros
from hostile_project import HEAD, TEXT_FILE, Attack, Content, Link, Pipe
from package_code import ROOT

_SETTINGS = "source/a-guide/guide.toml"
_IMAGES = "source/a-guide/images"
_OWN = "".join(f"{key} = {value}\n" for key, value in GUIDE.items())
_NAMESPACES = (
    'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 40 30"'
)
_LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
_BOTH = ("leaflet", "ebook")


def _guide(ref: str = "REF-1", more: str = "") -> str:
    return f'ref = "{ref}"\n{_OWN}{more}\n'


def _equipment(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


# ---- Markdown

_WHOLE: dict[str, str | bytes] = {
    "text as UTF-16": f"{HEAD}Words.\n".encode("utf-16"),
    "text as Latin-1": f"{HEAD}caf\xe9\n".encode("latin-1"),
    "overlong UTF-8": HEAD.encode() + b"\xc0\xaf words\n",
    "half a character": HEAD.encode() + b"a \xed\xa0\x80 b\n",
    "empty text": "",
    "mark alone": "\ufeff",
    "a million letters": HEAD + "word " * 60_000,
    "two million letters": HEAD + "word " * 400_000,
}
_TEXTS = {
    "null": "a\x00b",
    "escape": "a \x1b[31m b",
    "vertical tab": "a\x0bb",
    "noncharacters": "a\uffffb \ufdd0",
    "stray tags": "a\U000e0041b",
    "line separator": "a\u2028b",
    "private use": "a \uf0b7 b",
    "override": "Take 5\u202e0.5 mg",
    "override by entity": "Take 5&#x202e;0.5 mg",
    "null and half a character by entity": "a &#0; b &#xd800; c &#xffff; d &#x7f; e",
    "invisible in a number": "Call 0300 1\u200b00 0212",
    "marks piled up": "a" + "\u0301" * 200,
    "every line piled up": ("a" + "\u0301" * 50 + " ") * 200,
    "HTML": "a <b>bold</b> c\n\n<script>alert(1)</script>\n\n<!-- hidden\n\nmore words",
    "HTML that attaches": '<base href="file:///">\n<link rel=attachment href="/etc/passwd">\n'
    '<a rel=attachment href="../secret">x</a>',
    "HTML that fetches": '<iframe src="http://127.0.0.1/"></iframe> <img src=x onerror=y>',
    "scripts as links": "[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) "
    "[d](file:///etc/passwd) [e](vbscript:x)",
    "scripts in disguise": "[a](java&#115;cript:x) [b](&#x6A;avascript:x) [c](java%73cript:x)",
    "scripts in angles": "<javascript:alert(1)> <file:///etc/passwd>",
    "links to files": "[a](other.md) [b](/etc/passwd) [c](//host/x) [d](../../x)",
    "link with hidden signs": "[a](https://exa&#x202e;mple.org) and [b](https://ex\u200bample.org)",
    "link of two scripts": "[bank](https://\u0430pple.com/)",
    "link that says another": "See [https://nhs.uk](https://evil.example)",
    "link with a name before": "[nhs](https://nhs.uk@evil.example/)",
    "number with hidden signs": "[us](tel:0300%E2%80%8B100)",
    "pictures from elsewhere": "![a](../../../outside/images/secret.svg)\n\n"
    "![b](%2e%2e/%2e%2e/outside/images/secret.svg)\n\n![c](/etc/passwd)\n\n"
    "![d](file:///etc/passwd)\n\n![e](http://127.0.0.1/x.png)\n\n![f](//h/x.png)\n\n"
    "![g](data:image/png;base64,AA)\n\n![h](..\\x.svg)",
    "picture with a script": '![a "onload=x](images/a.svg "b\\" onerror=\\"x")',
    "template": "{{ 7*7 }} {{ cycler.__init__.__globals__.os.popen('id') }} {% raw %}",
    "references out": "{contact:../../x} {contact:helpline.__class__} {fact:__proto__}",
    "attributes with scripts": "[a]{.cover onclick=x style=color:red} ### b {#a<b}",
    "language with a script": '[a]{lang="\\"><script>"}',
    "block from elsewhere": "::: contact ../../../etc/passwd\n:::\n\n::: only ../x\nq\n:::",
    "allowing what harms": "<!-- allow raw-html: x --> <b>x</b>\n\n<!-- allow too-large: y -->",
    "includes of others": "{{#include ../x}}\n\n\\input{/etc/passwd}",
    "quotations too deep": "> " * 400 + "word",
    "lists too deep": "\n".join("  " * depth + "- word" for depth in range(60)),
    "blocks too deep": "::: inset\n" * 300 + "word\n" + ":::\n" * 300,
    "brackets": "[" * 9_000,
    "links in links": "[a](" * 5_000,
    "pictures in pictures": "![" * 3_000,
    "stars": "*a **a " * 2_000,
    "stars in a row": "*" * 60_000 + "a",
    "backticks": "".join("a" + "`" * length for length in range(1, 200)),
    "half tags": "<a " * 30_000,
    "half entities": "&" * 60_000,
    "half comments": "<!--" * 20_000,
    "half addresses": "<http:" * 9_000,
    "braces": "{" * 60_000,
    "one address a thousand times": f"[a]: https://example.org/{'x' * 900}\n\n" + "[a] " * 9_000,
    "definitions": "".join(f"[a{number}]: /x\n" for number in range(2_000)),
    "a paragraph without end": "5 ml " * 20_000,
    "a word without end": "a" * 100_000,
    "a number without end": "0" * 100_000,
    "a word in a cell": f"| a | b |\n|---|---|\n| {'w' * 20_000} | b |",
    "bars": "|" * 60_000,
    "a table without end": "| a | b |\n|---|---|\n" + "| c | d |\n" * 5_000,
    "a table of few words": f"|{'a|' * 1_500}\n|{'-|' * 1_500}\n" + "|b|\n" * 60,
    "items without end": "- a\n" * 9_000,
    "headings without end": "### H\n\nw\n\n" * 1_000,
    "allowance without end": "<!-- allow " + "a " * 20_000 + ": x -->",
}
_HARMLESS = {
    "escaped template": "\\{\\{ 7\\*7 \\}\\} \\{% include 'x' %\\} Write `{{ 7*7 }}`.",
    "HTML as words": "Write `<script>x</script>`, \\<b>, &lt;i&gt; and `&amp;`.",
    "notes that call themselves": "a[^1]\n\n[^1]: see [^2]\n\n[^2]: see [^1]\n",
    "a formula": "=cmd|' /C calc'!A0 and @SUM(1) and \\$x\\$",
}


def _markdown() -> Iterator[Attack]:
    for name, content in _WHOLE.items():
        yield Attack(name, ((TEXT_FILE, content),))
    for name, words in _TEXTS.items():
        yield Attack(name, ((TEXT_FILE, f"{HEAD}{words}\n"),))
    for name, words in _HARMLESS.items():
        yield Attack(name, ((TEXT_FILE, f"{HEAD}{words}\n"),), formats=_BOTH)
    windows = f"\ufeff{HEAD}Words of an old editor.\n".replace("\n", "\r\n")
    yield Attack("text from Windows", ((TEXT_FILE, windows),))


# ---- settings and ledgers

_GUIDE_SETTINGS = {
    "null in a setting": 'notice = "a\x00b"',
    "override in a setting": 'notice = "5\u202e0"',
    "override by escape": 'notice = "5\\u202e0"',
    "half a character by escape": 'notice = "5\\ud800"',
    "override in a key": '"\\u202eab" = 1',
    "escape in a key": '"\\u001b[31m" = 1',
    "lists too deep in settings": "x = " + "[" * 5_000,
    "tables too deep in settings": "x = " + "{a=" * 300 + "1" + "}" * 300,
    "key without end": "a." * 20_000 + "b = 1",
    "header without end": "[" + "a." * 20_000 + "b]",
    "digits without end": f"pages = {{ leaflet = {'9' * 5_000} }}",
    "hexadecimal digits without end": f"pages = {{ leaflet = 0x{'f' * 20_000} }}",
    "numbers that are none": "pages = { leaflet = 1e400 }\nnotice = nan",
    "a setting without end": f'notice = "{"a" * 900_000}"',
    "a list without end": "reviewers = [" + ", ".join(f'"R {n}"' for n in range(20_000)) + "]",
    "tables without end": "".join(f'[[sources]]\ntitle = "S{n}"\n' for n in range(9_000)),
    "keys without end": "".join(f"k{n} = 1\n" for n in range(9_000)),
    "slips without end": "".join(f"k{n} = x\n" for n in range(9_000)),
    "a key of many letters": "a" * 200_000 + " = 1",
    "theme from elsewhere": 'theme = "../../outside/secret"',
    "theme with a null": 'theme = "calm\\u0000"',
    "profile from elsewhere": '[press]\nprofile = "../outside/secret.txt"',
    "profile of the system": '[press]\nprofile = "/etc/passwd"',
    "languages that are paths": 'languages = ["../../x", "en-GB\\u0000", "en/GB", ""]',
    "formats that are modules": 'formats = ["__init__", "../x"]',
    "script as an address": 'web = "javascript:alert(1)"',
    "file as an address": 'web = "file:///etc/passwd"',
    "address of two scripts": 'web = "https://\u0430pple.com"',
    "address with hidden signs": 'web = "https://exam\u200bple.org"',
    "address without end": f'web = "https://example.org/{"a" * 5_000}"',
    "address with a name before": 'web = "https://nhs.uk@evil.example"',
    "address that is half a network's": 'web = "https://[::1/x"',
    "postcodes without end": '[publisher]\naddress = "' + "AA1 " * 20_000 + '"',
    "the day before the first": '[[sources]]\ntitle = "x"\nchecked = 0001-01-01',
}
_PUBLISHER = {
    "an address in each word": 'feedback = "' + "a-" * 250 + '"',
    "letters for figures": 'phone = "0300 l00 O212"',
    "figures of another script": 'phone = "\u0660300 100 0212"',
    "hidden signs in a number": 'phone = "0300 100\u200b 0212"',
    "mail without end": 'email = "a@' + "a-" * 1_900 + '"',
}


def _with_settings(name: str, content: Content) -> Attack:
    return Attack(name, ((_SETTINGS, content),))


def _publisher(more: str) -> str:
    return HANDOUT.replace("[publisher]", f"{INCOMPLETE}[publisher]") + more + "\n"


def _contact(name: str, **own: str) -> Attack:
    entry = "".join(f"{key} = {value}\n" for key, value in (CONTACT | own).items())
    return Attack(
        name,
        (
            (TEXT_FILE, f"{HEAD}{{contact:helpline.title}}: call {{contact:helpline}}.\n"),
            ("source/contacts.toml", f"[helpline]\n{entry}"),
        ),
    )


def _settings() -> Iterator[Attack]:
    for name, more in _GUIDE_SETTINGS.items():
        yield _with_settings(name, _guide(more=more))
    yield _with_settings("settings as UTF-16", _guide().encode("utf-16"))
    yield _with_settings("settings as Latin-1", _guide().encode() + b'notice = "caf\xe9"\n')
    for name, more in _PUBLISHER.items():
        yield Attack(name, (("source/handout.toml", _publisher(more)),))
    html = (
        'notice = "<script>alert(1)</script> &amp; {{ 7*7 }} {% raw %}"\nauthors = ["<b>A</b>"]\n'
    )
    own = _guide(more=html).replace('authors = ["An author"]\n', "")
    page = 'feedback = "<script>x</script> {{ 7 }} [x](javascript:y)"'
    yield Attack(
        "HTML and templates in settings",
        ((_SETTINGS, own), ("source/handout.toml", _publisher(page))),
        formats=_BOTH,
    )
    yield _contact(
        "HTML in a ledger", title='"<script>x</script> {{ 7*7 }} **b** [x](javascript:y)"'
    )
    yield _contact("reference in a ledger", title='"{contact:helpline.title}"')
    yield _contact("override in a ledger", title='"a\u202eb"')
    yield _contact("letters for figures in a ledger", phone='"0300 l00 0212"')
    yield _contact("hidden signs in a ledger", phone='"0300 100\u200b 0212"')
    yield _contact("script in a ledger", web='"javascript:alert(1)"')
    yield _contact("title without end", title=f'"{"a" * 500_000}"')
    codes = "".join(f'in.pl-a{n:04}.title = "x"\n' for n in range(9_000))
    yield _contact("languages without end", kind=f'"support"\n{codes}')
    words = f'"support"\n[helpline.in.en-AU]\nhelps-with = "{"1,1 " * 100_000}"'
    yield _contact("numbers without end in another language", kind=words)
    names = '["../x"]\n["a\\u0000b"]\n[__class__]\n'
    yield Attack("entries that are paths", (("source/contacts.toml", names),))
    yield Attack("a picture for a ledger", (("source/facts.toml", photograph()),))


# ---- names and links


def _another(name: str, ref: str = "REF-2") -> tuple[tuple[str, Content], ...]:
    return ((f"source/{name}/guide.toml", _guide(ref)), (f"source/{name}/en-GB.md", f"{HEAD}x\n"))


def _shown(*names: str) -> tuple[str, str]:
    pictures = "\n\n".join(f"![A drawing](images/{name})" for name in names)
    return (TEXT_FILE, f"{HEAD}{pictures}\n")


_OUTSIDE: dict[str, str] = {
    "text": TEXT_FILE,
    "settings": _SETTINGS,
    "project settings": "source/handout.toml",
    "ledger": "source/contacts.toml",
    "style sheet": "styles/leaflet.css",
    "theme": "styles/themes/calm.css",
    "template": "templates/print/leaflet.html",
    "labels": "templates/labels/en.toml",
    "font": "styles/fonts/Own.ttf",
    "picture": f"{_IMAGES}/a.png",
}


def _files() -> Iterator[Attack]:
    for what, name in _OUTSIDE.items():
        shown = (_shown("a.png"),) if what == "picture" else ()
        up = "../" * name.count("/")
        yield Attack(f"{what} outside", (*shown, (name, Link(f"{up}../outside/secret.txt"))))
        yield Attack(f"{what} of the system", (*shown, (name, Link("/etc/passwd"))))
        yield Attack(f"{what} without end", (*shown, (name, Link("/dev/zero"))))
        yield Attack(f"{what} that is a pipe", (*shown, (name, Pipe())))
    yield Attack("text that leads to itself", ((TEXT_FILE, Link("en-GB.md")),))
    yield Attack("text that leads nowhere", ((TEXT_FILE, Link("gone.md")),))
    yield Attack("guide outside", (("source/b-guide", Link("../../outside")),))
    yield Attack("styles outside", (("styles", Link("../outside")),))
    images = Link("../../../outside/images")
    yield Attack("pictures outside", (_shown("secret.svg"), (_IMAGES, images)))
    yield Attack("ledger that is a folder", (("source/contacts.toml/x", "x"),))
    for name in ("nul", "A-guide", "a\x1b[31mb", "a\u202eb", "a\nb", "a" * 150):
        told = name.encode("unicode_escape").decode()[:20]
        yield Attack(f"guide called {told}", _another(name))
    device = (_shown("con.svg"), (f"{_IMAGES}/con.svg", DRAWING))
    yield Attack("picture called con", device)
    bad = (*_another("b"), ("source/b/en-GB.md", f"{HEAD}<b>x\n"))
    yield Attack("one bad guide of two", bad)


# ---- pictures

_DRAWINGS = {
    "script": "<script>alert(1)</script>",
    "foreign object": '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>',
    "image": '<image href="file:///etc/passwd"/><image xlink:href="http://127.0.0.1/"/>',
    "use of another file": '<use href="file:///etc/passwd#a"/><use href="b.svg#a"/>',
    "style": "<style>@import url(x);path{fill:red}</style>",
    "style sheet": '<?xml-stylesheet href="http://x/"?>',
    "transformation": '<x:stylesheet xmlns:x="http://www.w3.org/1999/XSL/Transform"/>',
    "inclusion": '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>',
    "depth": "<g>" * 5_000 + "</g>" * 5_000,
    "use of use": '<path id="a0" d="M0 0"/>'
    + "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(8)),
    "use of itself": '<g id="a"><use href="#a"/></g>',
    "gradient without end": '<linearGradient id="a" spreadMethod="repeat"/><g fill="url(#a)"/>',
    "numbers that are none": '<path d="M1e999 nan inf -1e-999 0"/>',
    "path that leads nowhere": '<path d="zzz 1 q"/>',
    "place that is none": '<rect x="nan" y="inf" width="9" height="9"/>',
    "name with a script": '<rect id="a&quot; onload=&quot;x"/>',
    "font from elsewhere": '<text font-family="url(x);serif">f</text>',
    "attributes without end": "<path " + " ".join(f"a{n}='1'" for n in range(5_000)) + "/>",
}
_RAW_DRAWINGS: dict[str, str | bytes] = {
    "external entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f"<svg {_NAMESPACES}><text>&x;</text></svg>",
    "a billion laughs": f'<!DOCTYPE svg [<!ENTITY a0 "ha">{_LAUGHS}]>'
    f"<svg {_NAMESPACES}><text>&a9;</text></svg>",
    "remote document type": f'<!DOCTYPE svg PUBLIC "x" "http://127.0.0.1/x"><svg {_NAMESPACES}/>',
    "UTF-7": '<?xml version="1.0" encoding="UTF-7"?>+ADw-script+AD4-',
    "UTF-16": DRAWING.encode("utf-16"),
    "packed": gzip.compress(DRAWING.encode(), mtime=0),
    "web page": "<!doctype html><html><script>x</script></html>",
    "drawing and PDF": f"{DRAWING}\n%PDF-1.4\n",
    "drawing and archive": DRAWING.encode() + b"PK\x05\x06" + bytes(18),
    "size without end": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ," * 200_000}"/>',
}


def _rasters() -> Iterator[tuple[str, bytes]]:
    yield "bomb of pixels", png((13_300, 13_300), data=b"")
    yield "two thousand million pixels a side", png((2**31 - 1, 2**31 - 1), data=b"")
    yield "no pixel", png((0, 0), data=b"")
    yield "a line of pixels", png((1, 65_000), data=b"")
    yield "bomb in a colour profile", png((8, 8), chunk(b"iCCP", b"x\0\0" + zeros(100)))
    yield "bomb in a text", png((8, 8), chunk(b"zTXt", b"x\0\0" + zeros(100)))
    yield "bomb in an international text", png((8, 8), chunk(b"iTXt", b"x\0\1\0\0\0" + zeros(100)))
    yield "damaged check sum", png((8, 8)).replace(b"IDAT", b"IDAT\0", 1)
    yield "two sizes", png((8, 8), header(60_000, 60_000))
    yield "moving", moving()
    yield "cut short", photograph()[:-60]
    yield "GIF", b"GIF89a" + bytes(20)
    yield "WebP", photograph("WEBP")
    program = b"%!PS-Adobe-3.0 EPSF\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n"
    yield "PostScript", program
    yield "PDF and photograph", b"%PDF-1.4\n" + photograph()
    yield "nothing", b""


def _jpegs() -> Iterator[tuple[str, bytes]]:
    size = b"\xff\xc0\0\x11\x08\0\x06\0\x08"
    whole = photograph("JPEG")
    yield "65,535 pixels a side", whole.replace(size, size[:5] + b"\xff\xff\xff\xff")
    yield "no height", whole.replace(size, size[:5] + b"\0\0\0\x08")
    yield "damaged coding", b"\xff\xd8\xff\xc9\0\x0b\x08\0\x08\0\x08\1\1\x11\0\xff\xd9"
    yield "JPEG cut short", whole[:-200]


def _pictures() -> Iterator[Attack]:
    drawings = ((name, f"<svg {_NAMESPACES}>\n{it}\n</svg>\n") for name, it in _DRAWINGS.items())
    for name, content in chain(drawings, _RAW_DRAWINGS.items()):
        yield Attack(f"drawing: {name}", (_shown("a.svg"), (f"{_IMAGES}/a.svg", content)))
    for name, data in _rasters():
        yield Attack(f"photograph: {name}", (_shown("a.png"), (f"{_IMAGES}/a.png", data)))
    for name, data in _jpegs():
        yield Attack(f"photograph: {name}", (_shown("a.jpg"), (f"{_IMAGES}/a.jpg", data)))
    passed: dict[str, Content] = {
        "a.png": photograph() + b"PK\x03\x04<?php system('id') ?>",
        "b.jpg": photograph("JPEG", comment=b"<script>x</script>" * 3_000),
        "c.jpg": photograph("JPEG", icc_profile=b"no profile" * 5_000),
        "d.png": png((8, 8), chunk(b"eXIf", b"MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 100)),
        "e.svg": f"<svg {_NAMESPACES}><text x='1' y='9' font-size='9'>&lt;b&gt;w</text></svg>",
        "f.svg": DRAWING.replace("<path", "<title>&lt;script&gt;</title><path"),
    }
    files = tuple((f"{_IMAGES}/{name}", data) for name, data in passed.items())
    name = "pictures that carry more than a picture"
    yield Attack(name, (_shown(*passed), *files), formats=_BOTH)


# ---- styles, templates, labels, fonts

_STYLES = {
    "import of a file": "@import url(file:///etc/passwd);",
    "import from the network": "@import url(http://127.0.0.1/x.css);",
    "pictures from elsewhere": "body{background:url(file:///etc/passwd)}"
    "h1{background:url(http://127.0.0.1/)} h2{background:url(../outside/images/secret.svg)}",
    "font from elsewhere": "@font-face{font-family:X;src:url(file:///etc/passwd)}",
    "content from elsewhere": "h1::before{content:url(file:///etc/passwd)}",
    "attachment": "p{-weasy-link:url(file:///etc/passwd)} a{rel:attachment}",
    "text that is not shown": "p{display:none}",
    "text of no size": "p{font-size:0}",
    "override": "p::before{content:'\u202e'}",
    "null": "p{color:\x00red}",
    "programs": "p{width:expression(alert(1));behavior:url(x.htc)}",
    "text without end": "p{font-size:1e9px}",
    "spacing without end": "p{letter-spacing:1e9px}",
    "depth": "p{" * 500,
    "values in values": "p{width:" + "calc(" * 500 + "1px" + ")" * 500 + "}",
    "a value of many parts": "p{width:calc(" + "1px + " * 20_000 + "1px)}",
    "a selector of many parts": "p" + " *" * 5_000 + "{color:red}",
    "selectors in selectors": ":not(" * 200 + "p" + ")" * 200 + "{color:red}",
    "itself": "@import url(leaflet.css);",
    "pages without end": "@page{size:1e7cm 1e7cm}",
    "pages of no size": "@page{size:1px 1px}",
    "a number without end": "p{counter-increment:a 999999999} "
    "p::before{content:counter(a,upper-roman)' '}",
    "a scale without end": "p{transform:scale(1e300)}",
    "a page for everything": "*{break-before:page}",
    "columns in columns": "p{columns:999999999}",
    "cells alone": "*{display:table-cell}",
    "lines of no height": "p{line-height:1e-9}",
}
_THEMES = {
    "brackets": "}{" * 5_000,
    "half comments": "/*" * 50_000,
    "open brackets": "{" * 50_000,
    "a word without end": "a" * 200_000,
    "blanks without end": ":root{--ink: " + " " * 100_000 + "x;}",
}
_TEMPLATES = {
    "program": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "classes": "{{ ''.__class__.__mro__ }}",
    "format": "{{ '{0.__class__}'.format(1) }}",
    "file above": "{% include '../../outside/secret.txt' %}",
    "file of the system": "{% include '/etc/passwd' %}",
    "itself": "{% include 'print/leaflet.html' %}",
    "extends itself": "{% extends 'print/leaflet.html' %}",
    "range without end": "{% for a in range(999999999) %}{% endfor %}",
    "half a statement": "{% if %}",
    "nothing known": "{{ nothing }}",
    "division by nothing": "{{ 1/0 }}",
    "change": "{{ guide.assets.clear() }}",
    "a macro in itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a day that is none": "{{ 'x'|day }}",
    "a number as words": "{{ 1|linked }}",
    "a filter that is none": "{{ 1|nothing }}",
    "half a block": "{% block a %}",
    "null": "a\x00b",
}
_LABELS = {
    "depth": "a = " + "[" * 3_000,
    "half a line": "a = \n",
    "key without end": "a." * 20_000 + "b = 1\n",
    "digits without end": "a = " + "9" * 5_000 + "\n",
    "override": '[control]\nversion = "5\u202e0"\n',
    "classes": '[control]\nversion = "{0.__class__}"\n',
}


def _looks() -> Iterator[Attack]:
    # In one line, so that the places of what follows stay as the sheet grows.
    sheet = _equipment("styles/leaflet.css").replace("\n", " ")
    for name, css in _STYLES.items():
        before = css.startswith("@import")
        content = f"{css}\n{sheet}" if before else f"{sheet}\n{css}\n"
        yield Attack(f"style: {name}", (("styles/leaflet.css", content),))
    yield Attack("style as Latin-1", (("styles/leaflet.css", b"caf\xe9"),))
    yield Attack("style of noise", (("styles/leaflet.css", noise(5_000)),))
    yield Attack("style without end", (("styles/leaflet.css", " " * 5_000_000),))
    for name, css in _THEMES.items():
        yield Attack(f"theme: {name}", (("styles/themes/calm.css", css),))
    for name, text in _TEMPLATES.items():
        file = ("templates/print/leaflet.html", text)
        yield Attack(f"template: {name}", (file,))
    for name, text in _LABELS.items():
        yield Attack(f"labels: {name}", (("templates/labels/en.toml", text),))
    for name, data in (("nothing", b""), ("noise", noise(5_000)), ("half", font()[:20_000])):
        yield Attack(f"font: {name}", (("styles/fonts/Own.ttf", data),))


ATTACKS: tuple[Attack, ...] = (
    *_markdown(),
    *_settings(),
    *_files(),
    *_pictures(),
    *_looks(),
)
