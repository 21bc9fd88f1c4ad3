"""Web addresses tried out: what is asked, what is made of the answers, and what is never asked."""

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from click.testing import CliRunner
from conftest import Shop, brief

import handout
from bindery import links
from bindery.diagnostics import Failure

SETTINGS = """\
languages = ["en-GB"]

[publisher]
name = "A service"
web = "example.org/"
feedback = "Write to us: example.org/feedback, or a@example.org."
"""
TEXT = """\
# A guide

What it is for.

## A section

Read [this page](https://example.org/page#part) and [that](#a-section). Call {contact:site}.
"""


class _Site(BaseHTTPRequestHandler):
    """A small site: a path is its status, ``to=`` in it leads on; ``get`` knows no HEAD."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path))
        parts = urlsplit(self.path)
        name = parts.path[1:]
        self.send_response((501 if self.command == "HEAD" else 200) if name == "get" else int(name))
        for onward in parse_qs(parts.query).get("to", ()):
            self.send_header("Location", onward)
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def _leads(status: int, onward: str) -> str:
    """A page of the site that leads on."""
    return f"/{status}?{urlencode({'to': onward})}"


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    _Site.asked.clear()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _host(site: ThreadingHTTPServer) -> str:
    return f"127.0.0.1:{site.server_port}"


def _ask(site: ThreadingHTTPServer, path: str) -> links.Answer:
    return links.ask(f"http://{_host(site)}{path}", frozenset({_host(site)}))


# ---- which addresses


def test_every_address_of_texts_settings_and_ledgers_is_found_once(shop: Shop) -> None:
    shop.write("source/handout.toml", SETTINGS)
    shop.contact("site", phone="", web='"www.example.org/site"', url='"https://example.org/from"')
    shop.contact("unused", url='"http://example.org/unused"')
    shop.fact(url='"https://example.org/page"')
    shop.guide(
        TEXT, web='"example.org/a"', sources='[{ title = "A", url = "https://example.org/s" }]'
    )
    found = links.addresses(shop.read())
    assert {address: [str(place) for place in places] for address, places in found.items()} == {
        "http://example.org/unused": ["source/contacts.toml:16:7"],
        "https://example.org/": ["source/handout.toml:5:7"],
        "https://example.org/a": ["source/a-guide/guide.toml:7:7"],
        "https://example.org/feedback": ["source/handout.toml:6:12"],
        "https://example.org/from": ["source/contacts.toml:8:7"],
        "https://example.org/page": ["source/facts.toml:8:7", "source/a-guide/en-GB.md:7:7"],
        "https://example.org/s": ["source/a-guide/guide.toml:8:33"],
        "https://www.example.org/site": ["source/contacts.toml:7:7"],
    }
    chosen = links.addresses(shop.read(), ("a-guide",))
    assert "http://example.org/unused" not in chosen
    assert chosen["https://example.org/page"] == found["https://example.org/page"][1:]


# ---- what is made of the answers


@pytest.mark.parametrize(
    ("path", "status", "moved"),
    [
        ("/200", 200, ""),
        ("/204", 204, ""),
        ("/404", 404, ""),
        ("/get", 200, ""),
        (_leads(301, "/200"), 200, "/200"),
        (_leads(302, "/200"), 200, ""),
        (_leads(302, "/404"), 404, ""),
        (_leads(301, _leads(302, "/200")), 200, _leads(302, "/200")),
        (_leads(302, _leads(301, "/200")), 200, ""),
        ("/301", 301, ""),
    ],
)
def test_an_answer_is_that_of_the_last_page(
    site: ThreadingHTTPServer, path: str, status: int, moved: str
) -> None:
    answer = _ask(site, path)
    whole = f"http://{_host(site)}{moved}" if moved else ""
    assert answer == links.Answer(status, moved_to=whole)


def test_a_page_is_asked_for_without_its_content_first(site: ThreadingHTTPServer) -> None:
    _ask(site, "/200")
    _ask(site, "/404")
    assert _Site.asked == [("HEAD", "/200"), ("HEAD", "/404"), ("GET", "/404")]


def test_going_round_in_circles_comes_to_an_end(site: ThreadingHTTPServer) -> None:
    way = "/302"  # which leads nowhere
    for _ in range(5):
        way = _leads(302, way)
    assert _ask(site, way) == links.Answer(302)
    assert _ask(site, _leads(302, way)).problem == "it sends its visitors on more than 5 times"


@pytest.mark.parametrize(
    "onward",
    ["http://127.0.0.1:1/", "https://127.0.0.1/", "https://localhost/", "file:///x", "//[::1]/"],
)
def test_a_page_may_not_send_its_visitor_into_the_house(
    site: ThreadingHTTPServer, onward: str
) -> None:
    assert _ask(site, _leads(302, onward)).refused


def test_a_host_that_is_gone_is_told() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{unused.getsockname()[1]}"
        assert "refused" in links.ask(f"http://{host}/", frozenset({host})).problem


def test_findings_stand_where_the_address_is_written(shop: Shop, site: ThreadingHTTPServer) -> None:
    host = f"http://{_host(site)}"
    shop.write("source/handout.toml", 'languages = ["en-GB"]\n[publisher]\nname = "A service"\n')
    shop.guide(
        f"# A guide\n\nWhat it is for.\n\n## A section\n\n"
        f"[One]({host}/200) and [two]({host}/404).\n\n"
        f"[Three]({host}/403), [four]({host}{_leads(301, '/200')}) and [five]({host}/404).\n"
    )
    found, count = links.check_links(shop.read(), (), frozenset({_host(site)}))
    assert count == 4
    row = (shop.source / "a-guide" / "en-GB.md").read_text().split("\n")[8]
    assert [brief(fault).partition("en-GB.md:")[2] for fault in found] == [
        "7:{} dead-link".format(len(f"[One]({host}/200) and [") + 1),
        "9:2 unseen-link",
        f"9:{row.index('four') + 1} moved-link",
        f"9:{row.index('five') + 1} dead-link",
    ]


def _without_names(*known: str) -> Callable[..., list[object]]:
    """What looks hosts up where only ``known`` are found, none of which is public."""

    def look_up(host: str, *_rest: object, **_more: object) -> list[object]:
        if host in known:
            return [(0, 0, 0, "", ("127.0.0.1", 443))]
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    return look_up


@pytest.mark.parametrize(
    ("second", "known", "rules"),
    [
        ("example.net", (), ["dead-link"]),
        ("localhost", ("localhost",), ["dead-link", "unseen-link"]),
        ("example.org", (), ["dead-link", "dead-link"]),
    ],
)
def test_a_computer_without_a_network_is_told_once(
    shop: Shop,
    monkeypatch: pytest.MonkeyPatch,
    second: str,
    known: tuple[str, ...],
    rules: list[str],
) -> None:
    shop.write("source/handout.toml", 'languages = ["en-GB"]\n[publisher]\nname = "A service"\n')
    shop.guide(f"# A\n\nB.\n\n## C\n\n[D](https://example.org/a), [E](https://{second}/b).\n")
    monkeypatch.setattr(socket, "getaddrinfo", _without_names(*known))
    found, _ = links.check_links(shop.read())
    assert [fault.rule for fault in found] == rules
    offline = [fault for fault in found if fault.span is None]
    assert len(offline) == (second == "example.net"), "one host may be gone alone"
    assert all("this computer" in (fault.hint or "") for fault in offline)


# ---- what is never asked


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.215.14", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b::93.184.215.14", True),
        ("nonsense", False),
    ],
)
def test_only_the_public_internet_is_public(address: str, public: bool) -> None:  # noqa: FBT001
    assert links.is_public(address) is public


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/hostname",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://someone@localhost/",
        "https://0x7f000001/",
        "https:///page",
    ],
)
def test_other_addresses_are_not_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_arguments: object, **_options: object) -> socket.socket:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket, "create_connection", never)
    answer = links.ask(address)
    assert answer.status == 0
    assert answer.refused or "no host" in answer.problem


def _answers(*addresses: str) -> list[tuple[object, ...]]:
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 443)) for each in addresses]


def test_a_name_with_one_private_address_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = _answers("93.184.215.14", "10.0.0.1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_arguments, **_options: found)
    answer = links.ask("https://example.org/")
    assert answer == links.Answer(
        problem="`example.org` is not on the public internet", refused=True
    )


def test_the_connection_is_made_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[object] = []

    def connect(place: object, timeout: float) -> socket.socket:
        made.append(place)
        raise TimeoutError(timeout)

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_o: _answers("93.184.215.14"))
    monkeypatch.setattr(socket, "create_connection", connect)
    assert links.ask("https://example.org/").problem == "it did not answer in 10 seconds"
    assert made == [("93.184.215.14", 443)]


def test_a_line_that_is_not_secure_is_told(
    site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "is_public", lambda _address: True)
    answer = links.ask(f"https://127.0.0.1:{site.server_port}/200")
    assert answer.problem.startswith("its certificate is not good")


# ---- the command


def test_the_command_asks_and_says_how_it_went(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = {
        "https://example.org": links.Answer(200),
        "https://example.org/gone": links.Answer(410),
        "https://example.org/shy": links.Answer(403),
        "https://example.org/slow": links.Answer(problem="it is not there"),
        "https://example.org/old": links.Answer(200, moved_to="https://example.org/new"),
        "https://example.org/same": links.Answer(200, moved_to="https://www.example.org/same/"),
    }
    monkeypatch.setattr(links, "ask", lambda address, _trusted: answers[address])
    monkeypatch.chdir(shop.root)
    words = " ".join(f"[{address[20:] or 'top'}]({address})" for address in answers)
    shop.guide(f"# A guide\n\nWhat it is for.\n\n## A section\n\n{words}\n")
    arguments = ["links", "--report", "concise", "--today", "2026-11-24"]
    done = CliRunner().invoke(handout.main, arguments)
    assert done.exit_code == 1
    assert done.stdout == "Asked 6 addresses.\n"
    rows = [line.partition(": ")[2] for line in done.stderr.splitlines() if ".md:" in line]
    assert sorted(rows) == [
        "error[dead-link] `https://example.org/gone` says 410 Gone",
        "error[dead-link] `https://example.org/slow` does not answer: it is not there",
        "hint[moved-link] `https://example.org/old` has moved to `https://example.org/new`",
        "warning[unseen-link] `https://example.org/shy` turns programs away (403 Forbidden)",
    ]
    with pytest.raises(Failure, match="no guide `b-guide`"):
        links.check_links(shop.read(), ("b-guide",))
