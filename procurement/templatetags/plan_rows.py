"""What stands in every row of a plan: `{% load plan_rows %}{% state_of row %}`, `party_of`, `marking_of`.

The fragments are few and the rows are many, so each is drawn once for a language and kept.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.accounts.models import Party
from portal.pagekit.words import title
from procurement.models import Milestone
from procurement.queries.plan import PlanRow

register = template.Library()


@register.simple_tag
def state_of(row: PlanRow) -> SafeString:
    """How the milestone stands, as parts/state.html draws it."""
    return _state(get_language(), row.state.value, str(row.state.label), overdue=row.is_overdue)


@register.simple_tag
def party_of(party: Party) -> SafeString:
    """Shape and name of a party, as parts/party.html draws them."""
    return _party(party.side, title(party))


@register.simple_tag
def marking_of(milestone: Milestone) -> SafeString | str:
    """For whose eyes the milestone is, as parts/restricted.html says it; nothing when all may see it."""
    return _marking(get_language(), tuple(milestone.releasable_to)) if milestone.is_restricted else ""


@lru_cache(maxsize=256)
def _state(_language: str | None, state: str, label: str, *, overdue: bool) -> SafeString:
    return render_to_string("parts/state.html", {"state": state, "label": label, "overdue": overdue})


@lru_cache(maxsize=1024)
def _party(side: str, name: str) -> SafeString:
    return render_to_string("parts/party.html", {"party": {"side": side, "name_en": name, "name_uk": name}})


@lru_cache(maxsize=256)
def _marking(_language: str | None, parties: tuple[str, ...]) -> SafeString:
    return render_to_string("parts/restricted.html", {"milestone": {"is_restricted": True, "releasable_to": parties}})
