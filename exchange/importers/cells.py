"""Cells that say nothing."""

from datetime import date

NOTHING = {"", "-", "–", "—", "?", "n/a", "na", "none", "unknown", "н/д", "нд", "немає", "невідомо", "немає даних"}


def is_nothing(text: str | date) -> bool:
    """True for an empty cell and for the many ways to write that nothing is known."""
    return isinstance(text, str) and text.casefold() in NOTHING
