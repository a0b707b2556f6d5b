"""What a rehearsal found, in the reader's language: kept as codes and digits, worded when the page is made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Capability, DroneModel
from catalog.stated import cure
from catalog.vocabulary import Unread
from exchange.models import Import
from exchange.queries.known import capabilities_of, models_named
from exchange.vocabulary import Means, Wrong
from portal.accounts.models import User

Row = Mapping[str, Any]
SHOWN_PROBLEMS = 200


@dataclass(frozen=True)
class ToldProblem:
    """A problem in the reader's language."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str


@dataclass(frozen=True)
class Said:
    """A figure of the plan, with all that the filter `stated` asks. `capability` None: kept in words (`says`)."""

    capability: Capability | None
    bound: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    condition: str
    publisher: str = ""
    says: str = ""


@dataclass(frozen=True)
class PlanLine:
    """A new statement and where it stands in the file; `against` are those that contradict it."""

    sheet: str
    row: int
    slug: str
    model: DroneModel | None
    said: Said
    url: str
    against: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Findings:
    """What the page of an upload tells of its last rehearsal."""

    problems: list[ToldProblem]
    disputes: list[PlanLine]
    rows: list[PlanLine]


def findings(row: Import, *, user: User) -> Findings:
    """Two statements of SQL; none before the first rehearsal."""
    disputes, rows = row.plan.get("disputes", []), row.plan.get("rows", [])
    models = models_named({one["model"] for one in (*disputes, *rows)}, user)
    known = capabilities_of(user) if disputes or rows else {}
    return Findings(
        problems=[_told(kept) for kept in row.problems[:SHOWN_PROBLEMS]],
        disputes=list(_lines(disputes, models, known)),
        rows=list(_lines(rows, models, known)),
    )


def _lines(
    kept: Iterable[Row], models: Mapping[str, DroneModel], known: Mapping[str, Capability]
) -> Iterable[PlanLine]:
    for one in kept:
        against = tuple(_said(other, known) for other in one.get("against", ()))
        model = models.get(one["model"])
        yield PlanLine(one["sheet"], one["row"], one["model"], model, _said(one, known), one.get("url", ""), against)


def _said(kept: Row | str, known: Mapping[str, Capability]) -> Said:
    """A kept figure. Uploads of the first version kept words."""
    if isinstance(kept, str) or "bound" not in kept:
        return Said(None, "", None, None, "", "", says=kept if isinstance(kept, str) else kept.get("says", ""))
    low, high = (None if kept[end] is None else Decimal(kept[end]) for end in ("low", "high"))
    figure = (kept["bound"], low, high, kept["unit"], kept["condition"])
    return Said(known.get(kept["capability"]), *figure, publisher=kept.get("publisher", ""))


def _told(kept: Sequence[Any]) -> ToldProblem:
    """A kept problem in words. Uploads of the first version kept the words themselves."""
    if len(kept) == 5:
        return ToldProblem(*kept)
    sheet, row, column, means, found, why, readings = kept
    named = column or (str(Means(means).label) if means else "")
    quoted = _("“%(found)s”") % {"found": found} if found else _("nothing")
    return ToldProblem(sheet, row, named, quoted, _expected(why, readings))


def _expected(why: str, readings: Sequence[str]) -> str:
    if why in Wrong.values:
        return str(Wrong(why).label) % {"readings": ", ".join(readings)}
    return cure(Unread(why), readings)
