"""Web addresses of a project tried out over the network: only when somebody asks for it.

An address comes from a text that may be anybody's, so that it is treated with care: only
https, only hosts of the public internet (of every answer of its name, and again after every
redirection), the connection made to the very address that was looked at, nothing of a page
kept, and a few at a time. Proxies of the surroundings are not used.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urldefrag, urljoin, urlsplit

from . import __version__
from .diagnostics import Diagnostic, Span, error, suggestion, warning
from .guide import Guide, settings_of, source_of
from .order import must_exist
from .project import Project

AT_A_TIME = 4
SECONDS = 10
MOST_MOVES = 5

_MOVES = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
# The page is there, and is not shown to programs, or not now.
_TURNED_AWAY = frozenset({401, 403, 405, 407, 429, 451, 503, 999})
_FAILURE = 400
_WRITTEN = re.compile(r"https?://[^\s<>\"]+|(?<![\w@/.])(?:[\w-]+\.)+[a-z]{2,}/[^\s<>\"]*")
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)
_HTTPS, _HTTP = 443, 80
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # of the other internet protocol


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered.

    ``status`` is that of HTTP, 0 where there was none: then ``problem`` says why.
    ``moved_to`` is where it says that it has moved for good. ``refused`` tells that the address
    was not asked at all, because it does not lead to the public web, ``unfound`` that nobody
    knows its host.
    """

    status: int = 0
    problem: str = ""
    moved_to: str = ""
    refused: bool = False
    unfound: bool = False


class _Unfound(OSError):
    """Nobody knows where the host of the address is."""


class _Refused(Exception):
    """The address leads somewhere that is not to be asked."""


def check_links(
    project: Project, guides: Collection[str] = (), trusted: frozenset[str] = frozenset()
) -> tuple[tuple[Diagnostic, ...], int]:
    """Everything to say of the addresses of ``guides`` (names; all, if none), and how many.

    ``trusted`` are hosts with their port ("127.0.0.1:8000") that are asked although they are
    not public, and without encryption.

    Raises:
        Failure: if there is no guide of one of those names.
    """
    must_exist("guide", guides, project.names)
    places = addresses(project, guides)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        asked = pool.map(lambda address: ask(address, trusted), places)
        answers = dict(zip(places, asked, strict=True))
    offline = tuple(_offline(answers))
    found = set(offline)
    for address, answer in answers.items():
        for place in places[address] if not (offline and answer.unfound) else ():
            found.update(_findings(address, answer, place))
    return tuple(sorted(found, key=lambda finding: finding.sort_key)), len(places)


# ---- which addresses there are


def addresses(project: Project, guides: Collection[str] = ()) -> Mapping[str, tuple[Span, ...]]:
    """Each address of texts, settings and ledgers as it is asked for, and where it is written."""
    names = frozenset(guides)
    found: dict[str, dict[Span, None]] = defaultdict(dict)
    chosen = [guide for guide in project.guides if not names or guide.name in names]
    for written, place in (*_in_ledgers(project, chosen, names), *_in_guides(chosen)):
        if address := _whole(written):
            found[address][place] = None
    return {address: tuple(found[address]) for address in sorted(found)}


def _whole(written: str) -> str:
    """An address with its scheme and without what follows ``#``; empty for what is no web's."""
    address = urldefrag(written.strip()).url
    if not address or _OTHER_SCHEME.match(address):
        return ""
    return address if "://" in address else f"https://{address}"


def _in_ledgers(
    project: Project, guides: list[Guide], names: frozenset[str]
) -> Iterator[tuple[str, Span]]:
    """Addresses of entries: of all, or of those that the chosen guides print."""
    used = {("contact", name) for guide in guides for name in guide.contacts}
    used |= {("fact", name) for guide in guides for name in guide.facts}
    for contact in project.ledger.contacts.values():
        if not names or ("contact", contact.name) in used:
            yield contact.web, contact.places.get("web", contact.span)
            for translation in contact.translations.values():
                yield (
                    translation.words.get("web", ""),
                    translation.places.get("web", translation.span),
                )
            yield contact.provenance.url, contact.places.get("url", contact.span)
    for fact in project.ledger.facts.values():
        if not names or ("fact", fact.name) in used:
            yield fact.provenance.url, fact.places.get("url", fact.span)


def _in_guides(guides: list[Guide]) -> Iterator[tuple[str, Span]]:
    for guide in guides:
        settings = guide.settings
        yield settings.publisher.web, settings_of(guide, "publisher", "web")
        yield settings.web, settings_of(guide, "web")
        for match in _WRITTEN.finditer(settings.publisher.feedback):
            place = settings_of(guide, "publisher", "feedback")
            yield match.group().rstrip(".,;:!?)"), place
        for number, source in enumerate(settings.control.sources):
            yield source.url, source_of(guide, number, "url")
        for passage in guide.wording.passages:
            start = 0
            for run in passage.runs:
                if run.href.startswith(("https://", "http://")) and run.origin != "contact":
                    yield run.href, passage.place(start, start + len(run.text))
                start += len(run.text)


# ---- what they answer


def ask(address: str, trusted: frozenset[str] = frozenset()) -> Answer:
    """What ``address`` answers to a program that only wants to know whether it is there."""
    moved_to, for_good, first = "", True, address
    try:
        for _ in range(MOST_MOVES + 1):
            status, onward = _visit(address, trusted)
            if status not in _MOVES or not onward:
                return Answer(status, moved_to=moved_to)
            for_good = for_good and status in _FOR_GOOD
            address = urljoin(address, onward)
            moved_to = address if for_good else moved_to
    except _Refused as refusal:
        return Answer(problem=str(refusal), refused=True)
    except ssl.SSLError as problem:
        return Answer(problem=f"its certificate is not good: {problem.reason or problem}")
    except TimeoutError:
        return Answer(problem=f"it did not answer in {SECONDS} seconds")
    except (OSError, http.client.HTTPException, ValueError) as problem:
        unfound = isinstance(problem, _Unfound) and address == first
        return Answer(problem=str(problem) or type(problem).__name__, unfound=unfound)
    return Answer(problem=f"it sends its visitors on more than {MOST_MOVES} times")


def _visit(address: str, trusted: frozenset[str]) -> tuple[int, str]:
    """The status of one address, and where it sends its visitors; without its content."""
    status, onward = _request("HEAD", address, trusted)
    if status >= _FAILURE:  # not every site knows how to answer that
        status, onward = _request("GET", address, trusted)
    return status, onward


def _request(method: str, address: str, trusted: frozenset[str]) -> tuple[int, str]:
    parts = urlsplit(address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(address, trusted)
    agent = f"handout-links/{__version__}"
    try:
        connection.request(method, _encoded(path), headers={"User-Agent": agent, "Accept": "*/*"})
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()


def _encoded(path: str) -> str:
    """A path as it goes over the line: other letters than ASCII's in percent signs."""
    return "".join(
        sign if sign.isascii() and sign > " " else "".join(f"%{byte:02X}" for byte in sign.encode())
        for sign in path
    )


def _connection(address: str, trusted: frozenset[str]) -> http.client.HTTPConnection:
    """A connection to an address that may be asked, already made to a place that was looked at."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if f"{host}:{parts.port}" in trusted and parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port or _HTTP, timeout=SECONDS)
    if parts.scheme != "https":
        raise _Refused("only https is looked at")
    if not host or parts.username is not None:
        raise _Refused("it is not the address of a host")
    port = parts.port or _HTTPS
    name = host.encode("idna").decode()
    connection = http.client.HTTPSConnection(name, port, timeout=SECONDS)
    plain = socket.create_connection((_public(name, port), port), timeout=SECONDS)
    try:
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=name)
    except BaseException:
        plain.close()
        raise
    return connection


def _public(host: str, port: int) -> str:
    """An internet address of ``host``.

    Raises:
        _Refused: if one of its addresses is not of the public internet.
        _Unfound: if it has none.
    """
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as problem:
        raise _Unfound(f"there is no host `{host}`") from problem
    found = [str(answer[4][0]) for answer in answers]
    if not found or not all(is_public(each) for each in found):
        raise _Refused(f"`{host}` is not on the public internet")
    return found[0]


def is_public(address: str) -> bool:
    """Whether an internet address, or the one that it carries inside, is of the public net."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        carried = ipaddress.IPv4Address(ip.packed[12:]) if ip in _TRANSLATED else None
        ip = ip.ipv4_mapped or ip.sixtofour or carried or ip
    return ip.is_global and not ip.is_multicast


# ---- what there is to say


def _offline(answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    """That no host was found at all: hardly are all of several gone at once."""
    asked = {address: answer for address, answer in answers.items() if not answer.refused}
    hosts = sorted({urlsplit(address).hostname or "" for address in asked})
    if len(hosts) > 1 and all(answer.unfound for answer in asked.values()):
        message = f"none of {len(hosts)} hosts was found, such as `{hosts[0]}`"
        hint = "see whether this computer is on the network, then try again"
        yield error("dead-link", message, hint=hint)


def _findings(address: str, answer: Answer, place: Span) -> Iterator[Diagnostic]:
    if answer.refused:
        hint = "look at it yourself"
        yield warning("unseen-link", f"`{address}` was not asked: {answer.problem}", place, hint)
    elif answer.problem:
        hint = "try again later, then find the page's new address"
        yield error("dead-link", f"`{address}` does not answer: {answer.problem}", place, hint)
    elif answer.status in _TURNED_AWAY:
        message = f"`{address}` turns programs away ({_status(answer.status)})"
        yield warning("unseen-link", message, place, "look at it yourself")
    elif answer.status >= _FAILURE:
        message = f"`{address}` says {_status(answer.status)}"
        yield error("dead-link", message, place, "find the page's new address")
    elif answer.moved_to and _bare(answer.moved_to) != _bare(address):
        message = f"`{address}` has moved to `{answer.moved_to}`"
        hint = "see whether it still says the same; a short address may lead to a longer one"
        yield suggestion("moved-link", message, place, hint)


def _bare(address: str) -> str:
    """An address without what two ways to write it differ in."""
    return address.partition("://")[2].removeprefix("www.").rstrip("/")


def _status(status: int) -> str:
    return f"{status} {http.client.responses.get(status, '')}".strip()
