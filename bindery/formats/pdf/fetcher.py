"""What the engine may open: the document's own files, from memory."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from bindery.document import File

from .door import URLFetcher, URLFetcherResponse

#: Every relative name in a document resolves under this address, which leads nowhere
#: (``.invalid`` is reserved for that). It is no ``file:`` address, so the engine cannot
#: go back to the disk for a picture that it has been given.
BASE = "https://asset.invalid/"


class MemoryFetcher(URLFetcher):  # type: ignore[misc]
    """Serves a document's files and refuses every other address.

    A refusal is logged by the engine, and every such log becomes a diagnostic. The class
    must derive from WeasyPrint's, which reads private fields of a fetcher when one refuses.
    """

    def __init__(self, files: dict[str, File]) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file that ``url`` names; ValueError for any other address."""
        file = self._files.get(name_of(url) or "")
        if file is None:
            raise ValueError("not one of the document's files")
        headers = {"Content-Type": file.media_type}
        return URLFetcherResponse(url, file.data, headers)


def name_of(url: str) -> str | None:
    """The document-relative name that ``url`` stands for; None if it lies elsewhere."""
    if not url.startswith(BASE):
        return None
    return unquote(urlsplit(url).path.removeprefix("/")) or None
