"""The Markdown reader: text in, the parts of a guide and every fault out."""

from .links import Link
from .reader import ReadText, read
from .reading import MEDIA, Terms

__all__ = ("MEDIA", "Link", "ReadText", "Terms", "read")
