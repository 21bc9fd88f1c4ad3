"""The manual: a page for every rule, kept in ``bindery/rules/`` and read by name."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .diagnostics import Diagnostic, WrongUsage, did_you_mean, error

_PAGES = files(__package__) / "rules"
_SUFFIX = ".md"
ALL_RULES = "`handout explain` lists them all"
"""A hint where a name is like that of no rule."""


@cache
def rules() -> tuple[str, ...]:
    """The name of every rule that has a page, sorted."""
    names = (page.name for page in _PAGES.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def manual(rule: str) -> str:
    """The page of ``rule``, in Markdown.

    Raises:
        WrongUsage: ``unknown-rule`` if there is no such rule.
    """
    if rule not in rules():
        raise WrongUsage(unknown_rule(rule))
    return (_PAGES / (rule + _SUFFIX)).read_text(encoding="utf-8")


def unknown_rule(name: str) -> Diagnostic:
    """What there is to say of a name that no rule has."""
    hint = did_you_mean(name, rules(), ALL_RULES)
    return error("unknown-rule", f"no rule is called `{name}`", hint=hint)
