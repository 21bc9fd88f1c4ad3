"""The Markdown reader: text in, the parts of a guide and every fault out."""

from .engine import set_quotes
from .extent import RULE as TOO_LARGE
from .links import Link
from .reader import ReadText, read
from .reading import MEDIA, Terms

__all__ = ("MEDIA", "TOO_LARGE", "Link", "ReadText", "Terms", "read", "set_quotes")
