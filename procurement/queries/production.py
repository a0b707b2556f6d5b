"""What sites make month by month, and whether it is enough for the lots that are due.

The output of the month in which a lot is due counts whole. So a shortfall that is shown is certain by the plan: it is
there even if the whole month's output came before the lot was due.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from catalog.models import DroneModel
from portal.accounts.models import User
from procurement.models import Deal, Lot, ProductionSite, RampMonth


@dataclass(frozen=True)
class Month:
    """One model in one month at one site (or all): made by plan and in fact, and the same summed up from the start."""

    month: date
    planned: int
    actual: int | None
    planned_so_far: int
    actual_so_far: int


@dataclass(frozen=True)
class Line:
    """One model at one site, month by month."""

    model: DroneModel
    months: Sequence[Month]

    @property
    def planned(self) -> int:
        return sum(month.planned for month in self.months)

    @property
    def actual(self) -> int:
        return sum(month.actual or 0 for month in self.months)


@dataclass(frozen=True)
class Site:
    site: ProductionSite
    lines: Sequence[Line]


@dataclass(frozen=True)
class Short:
    """A day on which lots are due for which the planned output is too little, and by how many units."""

    day: date
    units: int


@dataclass(frozen=True)
class Output:
    """One model of the deal: what all sites make, what lots are due, at the status date and in the end."""

    model: DroneModel
    status_date: date
    months: Sequence[RampMonth] = field(default_factory=list)
    lots: Sequence[Lot] = field(default_factory=list)

    @property
    def planned(self) -> int:
        return sum(row.planned for row in self.months)

    @property
    def planned_to_date(self) -> int:
        """By plan up to the end of the month before the status date's: months that are over."""
        return sum(row.planned for row in self.months if _is_over(row.month, self.status_date))

    @property
    def actual(self) -> int:
        return sum(row.actual or 0 for row in self.months if row.month <= self.status_date)

    @property
    def due(self) -> int:
        return sum(lot.planned for lot in self.lots)

    @property
    def due_to_date(self) -> int:
        return sum(lot.planned for lot in self.lots if lot.due_on <= self.status_date)

    @property
    def short(self) -> Short | None:
        """The first day on which the plan makes too little for what is due; None when it is always enough."""
        due = 0
        for lot in self.lots:
            due += lot.planned
            made = sum(row.planned for row in self.months if row.month <= lot.due_on)
            if made < due:
                return Short(lot.due_on, due - made)
        return None


def _is_over(month: date, today: date) -> bool:
    return (month.year, month.month) < (today.year, today.month)


@dataclass(frozen=True)
class Production:
    outputs: Sequence[Output]
    sites: Sequence[Site]


def production_of(deal: Deal, *, user: User, status_date: date) -> Production:
    """What the reader may see of it, the model that is due first first. Three statements of SQL."""
    sites = list(ProductionSite.objects.visible_to(user).filter(deal=deal).order_by("code"))
    ramp = list(
        RampMonth.objects.visible_to(user)
        .filter(site__deal=deal)
        .select_related("model")
        .order_by("month", "site__code")
    )
    lots = list(
        Lot.objects.visible_to(user).filter(order__deal=deal).select_related("order__model").order_by("due_on", "id")
    )
    return Production(_outputs(ramp, lots, status_date), [_site(site, ramp) for site in sites])


def _outputs(ramp: Iterable[RampMonth], lots: Iterable[Lot], status_date: date) -> list[Output]:
    models: dict[int, DroneModel] = {}
    months, due = defaultdict(list), defaultdict(list)
    for lot in lots:
        models.setdefault(lot.order.model_id, lot.order.model)
        due[lot.order.model_id].append(lot)
    for row in ramp:
        models.setdefault(row.model_id, row.model)
        months[row.model_id].append(row)
    return [Output(model, status_date, months[key], due[key]) for key, model in models.items()]


def _site(site: ProductionSite, ramp: Iterable[RampMonth]) -> Site:
    of_model: dict[int, list[RampMonth]] = defaultdict(list)
    for row in ramp:
        if row.site_id == site.pk:
            of_model[row.model_id].append(row)
    return Site(site, [_line(rows) for rows in of_model.values()])


def _line(rows: Sequence[RampMonth]) -> Line:
    planned, actual, months = 0, 0, []
    for row in rows:
        planned, actual = planned + row.planned, actual + (row.actual or 0)
        months.append(Month(row.month, row.planned, row.actual, planned, actual))
    return Line(rows[0].model, months)
