"""``[certification]``: a person's word that a version of an e-book meets a standard.

Whether an e-book can be read by everyone is a judgement that no program makes. So the words that
say so stand in a book only where a guide's own settings sign for that very version;
``handout.toml`` may hold what is the same for all guides, but signs for none of them.
"""

from __future__ import annotations

from .contact_readers import url
from .diagnostics import Diagnostic, warning
from .fields import Field, Schema, Values, as_text, require
from .guide import CERTIFIABLE, Certification
from .readers import choice, words
from .toml_source import TomlSource

SCHEMA: Schema = {
    "by": words,
    "standard": choice(CERTIFIABLE),
    "version": words,
    "credential": words,
    "report": url,
}
_REQUIRED = ("by", "standard", "version")


def read_certification(
    values: Values, source: TomlSource, version: str, faults: list[Diagnostic]
) -> Certification | None:
    """The signature for a guide's ``version``, or None where it cannot count.

    ``values`` is the table, both files together; ``source`` is the guide's own file, which has
    such a table. What is missing, or signed for another version, goes to ``faults``.
    """
    field = Field(source, ("certification",), source.values.get("certification"), faults)
    if not require(field, values, _REQUIRED):
        return None
    signed = as_text(values, "version")
    if signed != version:
        message = f"version {signed} was certified, and this is version {version}"
        hint = "have the new e-book judged and write its version here; until then it claims nothing"
        span = source.value_span("certification", "version")
        faults.append(warning("certification-outdated", message, span, hint))
        return None
    return Certification(
        by=as_text(values, "by"),
        standard=as_text(values, "standard"),
        credential=as_text(values, "credential"),
        report=as_text(values, "report"),
    )
