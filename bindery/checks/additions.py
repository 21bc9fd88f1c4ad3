"""What making a file may add to the elements of a page: everything else was lost or changed."""

from __future__ import annotations

# A wide table is shown as a list of its rows where there is no room for it: its parts then say
# what they are, and its cells of which column.
ADDED_TO_TABLES = {
    "table": frozenset({"role", "data-columns"}),
    "thead": frozenset({"role"}),
    "tbody": frozenset({"role"}),
    "tr": frozenset({"role"}),
    "th": frozenset({"role"}),
    "td": frozenset({"role", "data-label"}),
}
