"""Forms of the deal's pages."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.actions.sources import SourceWords
from procurement.actions.trials import Seen, TrialWords
from procurement.rules import ANSWERS, MAY_SAY
from procurement.vocabulary import ReasonCode, StatementKind


class StatementForm(forms.Form):
    """What somebody states about a milestone. `version` is the one the page showed; the action checks everything."""

    kind = forms.ChoiceField(label=_("What do you state?"), choices=StatementKind.choices)
    date = forms.CharField(label=_("Day"), required=False, max_length=10)
    start_date = forms.CharField(label=_("Start, for a forecast"), required=False, max_length=10)
    quantity = forms.DecimalField(label=_("Quantity, if partly met"), required=False, max_digits=20)
    reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    about = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=1)


class SpreadForm(forms.Form):
    """How sure the owner is of a duration, as typed; the action checks everything. No days: what was stated goes."""

    shortest = forms.IntegerField(label=_("Shortest, days"), required=False)
    likely = forms.IntegerField(label=_("Most likely, days"), required=False)
    longest = forms.IntegerField(label=_("Longest, days"), required=False)
    spread_reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    version = forms.IntegerField(min_value=1, max_value=10**9)


def sayable(state: str) -> list[tuple[str, str]]:
    """What can be stated in this state without naming another statement, as choices of the form."""
    return [
        (kind, str(StatementKind(kind).label)) for kind in MAY_SAY if state in MAY_SAY[kind] and kind not in ANSWERS
    ]


OBSERVED = range(1, 7)  # lines of the form for observed figures


class TrialForm(forms.Form):
    """A trial as typed; the observations stand in capability-1, figure-1, capability-2, ..."""

    held_on = forms.CharField(required=False, max_length=10)
    place = forms.CharField(required=False, max_length=200)
    conditions = forms.CharField(required=False, max_length=5000)
    note = forms.CharField(required=False, max_length=5000)
    engagement = forms.CharField(required=False, max_length=120)
    url = forms.CharField(required=False, max_length=1000)
    publisher = forms.CharField(required=False, max_length=200)
    language = forms.CharField(required=False, max_length=8)

    @property
    def words(self) -> TrialWords:
        """What the action takes."""
        given = self.cleaned_data
        source = SourceWords(url=given["url"], publisher=given["publisher"], language=given["language"])
        plain = {name: given[name] for name in ("held_on", "place", "conditions", "note", "engagement")}
        return TrialWords(**plain, source=source if given["url"] else SourceWords(), observed=_observed(self.data))


def _observed(typed: Mapping[str, str]) -> list[Seen]:
    """The lines up to the last one that is filled, so that a problem's number is the line's."""
    lines = [Seen(typed.get(f"capability-{n}", "")[:40], typed.get(f"figure-{n}", "")[:300]) for n in OBSERVED]
    while lines and not lines[-1].figure.strip():
        lines.pop()
    return lines


class EvaluationForm(forms.Form):
    """An evaluation as typed; the action checks what it says."""

    rating = forms.IntegerField(required=False)
    pros = forms.CharField(required=False, max_length=5000)
    cons = forms.CharField(required=False, max_length=5000)
    note = forms.CharField(required=False, max_length=5000)


class ReleaseForm(forms.Form):
    """To whom something of the own party is released, and why."""

    kind = forms.ChoiceField(choices=[("trial", "trial"), ("evaluation", "evaluation")])
    number = forms.IntegerField(min_value=1, max_value=2**62)
    reason = forms.CharField(required=False, max_length=5000)


class ProposalForm(forms.Form):
    """What somebody proposes of one milestone or term, as typed; the action checks everything."""

    reason_code = forms.ChoiceField(label=_("Kind of reason"), choices=ReasonCode.choices, required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    agreed_start = forms.CharField(required=False, max_length=10)
    agreed_finish = forms.CharField(required=False, max_length=10)
    cancelled = forms.BooleanField(required=False)
    text_en = forms.CharField(required=False, max_length=25_000)
    text_uk = forms.CharField(required=False, max_length=25_000)
    low = forms.CharField(required=False, max_length=30)
    high = forms.CharField(required=False, max_length=30)


class DecisionForm(forms.Form):
    """What somebody decides about a proposal. `version` is the one that the page showed."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse"), ("withdraw", "withdraw")])
    reason = forms.CharField(required=False, max_length=5000)
    version = forms.IntegerField(min_value=1, max_value=10**9)
