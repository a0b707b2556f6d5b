"""The marking strip on top of a page: whose eyes the page is for."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from portal.accounts.markings import common_release


class Ground(StrEnum):
    """Which kind of rows a page shows."""

    RECORD = "record"
    EXERCISE = "exercise"
    DEAL = "deal"


@dataclass(frozen=True)
class Strip:
    """`only_for` lists the parties that may see every row of the page; empty = all parties of the deal."""

    ground: Ground
    only_for: tuple[str, ...] = ()

    @property
    def is_restricted(self) -> bool:
        return bool(self.only_for)


PUBLIC = Strip(Ground.RECORD)


def strip(*, is_exercise: bool, is_public: bool, releases: Iterable[list[str]] = ()) -> Strip:
    """The strip of a page that shows rows with these release lists (rows that the reader may see)."""
    if is_public:
        return PUBLIC
    ground = Ground.EXERCISE if is_exercise else Ground.DEAL
    return Strip(ground, tuple(common_release([codes for codes in releases if codes])))


def of_party(code: str) -> Strip:
    """The strip of a page that is for one party alone; for somebody without one (''), it holds public rows only."""
    return strip(is_exercise=False, is_public=not code, releases=[[code]] if code else [])


def in_words(strip: Strip) -> str:
    """The strip as papers and files print it; templates/parts/marking.html says the same on pages."""
    if strip.ground == Ground.RECORD:
        return _("Public record")
    only = f"{_('Only for')}: {', '.join(strip.only_for)}"
    told = only if strip.is_restricted else _("Released to all parties of the deal")
    return f"{_('Exercise')} · {told}" if strip.ground == Ground.EXERCISE else told
