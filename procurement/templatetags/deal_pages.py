"""The bar of a deal's pages: `{% load deal_pages %}{% deal_bar %}`. The base template draws it on every deal page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procurement.models import Deal

register = template.Library()


@dataclass(frozen=True)
class DealPage:
    """A page of each deal: the name of its address, its label, and the names of the pages that stand below it.

    `of_parties`: a deal of the public record has no such page, since nobody agrees on anything there.
    """

    name: str
    label: Promise
    below: Sequence[str] = ()
    of_parties: bool = False


BAR: Sequence[Sequence[DealPage]] = (
    (DealPage("deal-detail", pgettext_lazy("of a deal", "Overview")),),
    (
        DealPage("deal-timeline", _("Timeline")),
        DealPage("milestone-list", _("Milestones"), below=["milestone-detail", "milestone-check"]),
        DealPage("what-if", _("What if"), of_parties=True),
        DealPage("deal-risk", _("Risk"), of_parties=True),
        DealPage("milestones-stale", _("Waiting for review"), of_parties=True),
    ),
    (
        DealPage("term-list", _("Terms"), below=["term-detail"]),
        DealPage("deal-text", _("Agreed text"), of_parties=True),
        DealPage(
            "proposal-list", _("Proposals"), below=["proposal-detail", "proposal-new", "link-new"], of_parties=True
        ),
    ),
    (
        DealPage("delivery-list", _("Deliveries"), of_parties=True),
        DealPage("payment-list", _("Payments"), of_parties=True),
        DealPage("production", _("Production"), of_parties=True),
    ),
    (DealPage("engagement-list", _("Engagements")), DealPage("deal-changes", _("Changes"))),
    (
        DealPage("baseline-list", _("Baselines"), below=["baseline-detail", "baseline-new"], of_parties=True),
        DealPage("variance", _("Variance"), of_parties=True),
        DealPage("slip-list", _("Slips"), of_parties=True),
        DealPage("trend", _("Trend"), of_parties=True),
    ),
)


@dataclass(frozen=True)
class Tab:
    """A page as the bar draws it; `current` is the value of aria-current, '' for the other pages."""

    label: Promise
    url: str
    current: str


@register.inclusion_tag("parts/deal_bar.html", takes_context=True)
def deal_bar(context: dict[str, Any]) -> dict[str, Any]:
    """The pages of the deal whose page this is, in groups; nothing on a page that belongs to no deal."""
    deal, match = context.get("deal"), getattr(context.get("request"), "resolver_match", None)
    if not isinstance(deal, Deal) or match is None or match.kwargs.get("code") != deal.code:
        return {"groups": []}
    groups = [[tab for page in group if (tab := _tab(page, deal, match.url_name))] for group in BAR]
    current = next((tab for group in groups for tab in group if tab.current), None)
    return {"groups": [group for group in groups if group], "current": current, "deal": deal}


def _tab(page: DealPage, deal: Deal, shown: str) -> Tab | None:
    """None when the deal has no such page, or the portal has none."""
    if page.of_parties and deal.is_public:
        return None
    try:
        url = reverse(page.name, args=[deal.code])
    except NoReverseMatch:
        return None
    return Tab(page.label, url, "page" if shown == page.name else "true" if shown in page.below else "")
