"""Baselines as a person may see them: every baseline of a visible deal, and those rows whose milestone is visible."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from portal.accounts.models import User
from procurement.models import Baseline, BaselineMilestone, BaselineSignature, Deal


def baselines_of(user: User) -> QuerySet[Baseline]:
    """Every baseline that the person may see, with its signatures, in the order of their numbers."""
    signatures = BaselineSignature.objects.select_related("party", "signed_by").order_by("id")
    rows = Baseline.objects.visible_to(user).select_related("deal", "party", "taken_by")
    rows = rows.select_related("set_aside__party", "set_aside__set_by")
    return rows.prefetch_related(Prefetch("signatures", queryset=signatures)).order_by("deal_id", "number")


def baseline_rows_of(user: User) -> QuerySet[BaselineMilestone]:
    """Every row of a baseline whose milestone the person may see."""
    return BaselineMilestone.objects.visible_to(user).select_related("baseline__deal", "milestone__workstream")


@dataclass(frozen=True)
class Counted:
    """A baseline and how many of its rows the person may see."""

    baseline: Baseline
    rows: int


def baselines_of_deal(deal: Deal, *, user: User) -> list[Counted]:
    """The newest first. Three statements of SQL."""
    keys = baseline_rows_of(user).filter(baseline__deal=deal).values_list("baseline_id", flat=True)
    counts: dict[int, int] = {}
    for key in keys.order_by():
        counts[key] = counts.get(key, 0) + 1
    return [Counted(row, counts.get(row.pk, 0)) for row in baselines_of(user).filter(deal=deal).order_by("-number")]


@dataclass(frozen=True)
class BaselinePage:
    """A baseline with its rows, by workstream and date."""

    baseline: Baseline
    rows: Sequence[BaselineMilestone]


def baseline_page(deal: Deal, number: int, *, user: User) -> BaselinePage | None:
    """None when there is no such baseline for this person. Three statements of SQL."""
    baseline = baselines_of(user).filter(deal=deal, number=number).first()
    if baseline is None:
        return None
    rows = baseline_rows_of(user).filter(baseline=baseline).select_related("milestone__owner")
    ordered = rows.order_by("milestone__workstream__position", "start", "finish", "milestone__code")
    return BaselinePage(baseline, list(ordered))
