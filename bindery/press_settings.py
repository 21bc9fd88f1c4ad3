"""``[press]``: the press that guides are printed on, and the inks it has."""

from __future__ import annotations

from .contact_readers import url
from .diagnostics import Diagnostic, error
from .fields import Schema, Values, as_text
from .guide import Press
from .readers import colour_name, filled, path, words
from .toml_source import TomlSource

SCHEMA: Schema = {
    "profile": path,
    "condition": words,
    "condition-name": words,
    "registry": filled(url),
    "spot": colour_name,
}


def read_press(values: Values, source: TomlSource, faults: list[Diagnostic]) -> Press:
    """The press of the table ``values``, both files together; ``source`` names the profile.

    A profile of the project's own does not say by itself what it is for: that it is not said
    goes to ``faults``.
    """
    known = Press()
    profile = as_text(values, "profile")
    span = source.value_span("press", "profile") if profile else None
    if profile and "condition" not in values:
        hint = 'name what the profile is for, as its maker does: condition = "FOGRA51"'
        faults.append(error("missing-key", "`press` has no `condition`", span, hint))
    return Press(
        profile=profile or known.profile,
        condition=as_text(values, "condition", known.condition),
        condition_name=as_text(values, "condition-name", "" if profile else known.condition_name),
        registry=as_text(values, "registry", known.registry),
        spot=as_text(values, "spot"),
        span=span,
    )
