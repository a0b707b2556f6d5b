"""Forms of the catalog's pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.actions.applications import ApplicationWords
from catalog.actions.claim_words import ClaimWords
from catalog.actions.sources import SourceWords
from catalog.conditions import parse, units_of
from catalog.models import Capability
from catalog.vocabulary import Operator

PARTS = ("cap", "op", "v", "u")


@dataclass(frozen=True)
class ConditionForm:
    """One line of the list's form: figure, operator, number, unit. Without script it comes as four parameters."""

    capability: str
    operator: str
    number: str
    unit: str
    problem: str = ""

    @property
    def is_filled(self) -> bool:
        return bool(self.number.strip())


def condition_form(params: QueryDict, *, default_unit: str) -> ConditionForm:
    """The line as typed; range at least, in the reader's unit, when nothing is typed."""
    cap, op, number, unit = (params.get(part, "") for part in PARTS)
    return ConditionForm(cap or "range", op or Operator.AT_LEAST, number, unit or default_unit)


def with_condition(params: QueryDict, form: ConditionForm, known: Mapping[str, Capability]) -> QueryDict:
    """The address's parameters with the line's condition among the others. BadCondition when it cannot be asked."""
    left = params.copy()
    for part in (*PARTS, "page", "match"):
        left.pop(part, None)
    if form.is_filled:
        condition = parse(f"{form.capability}:{form.operator}:{form.number}:{form.unit}", known)
        if str(condition) not in left.getlist("figure"):
            left.appendlist("figure", str(condition))
    return left


def asked_units(capabilities: Iterable[Capability]) -> list[str]:
    """Every unit in which one of the capabilities can be asked for, in the order of the unit table."""
    return list(dict.fromkeys(unit for capability in capabilities for unit in units_of(capability)))


def _words(label: Any, length: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False)


class SaidForm(forms.Form):
    """Who says something, when and on which page; the action checks everything but the lengths."""

    stated_by = _words(_("Whose word it is"), 10)
    stated_on = _words(_("When it was said"), 10)
    source = _words(_("Source"), 120)
    url = _words(_("Address of the page"), 1000)
    publisher = _words(_("Publisher"), 200)
    title = _words(_("Title of the page"), 500)
    published_on = _words(_("Published on"), 10)
    language = _words(_("Language"), 8)

    @property
    def source_words(self) -> SourceWords:
        """An address that is typed counts before a source that is chosen."""
        given = self.cleaned_data
        page = {name: given[name] for name in ("url", "publisher", "title", "published_on", "language")}
        return SourceWords(slug="" if given["url"].strip() else given["source"], **page)

    def given(self, *names: str) -> dict[str, str]:
        """The fields of these names."""
        return {name: self.cleaned_data[name] for name in names}


class ClaimForm(SaidForm):
    """A figure as somebody types it."""

    capability = _words(_("What it is about"), 40)
    figure = _words(_("Figure"), 200)
    unit = _words(_("Unit"), 12)
    condition = _words(_("Condition, or the words of the source"), 5000)

    @property
    def words(self) -> ClaimWords:
        """What the action takes."""
        figure = self.given("capability", "figure", "unit", "condition", "stated_by", "stated_on")
        return ClaimWords(source=self.source_words, **figure)


class ApplicationForm(SaidForm):
    """An application as somebody types it."""

    application = _words(_("What it is meant or used for"), 20)
    condition = _words(_("In the words of the source"), 5000)

    @property
    def words(self) -> ApplicationWords:
        """What the action takes."""
        said = self.given("application", "condition", "stated_by", "stated_on")
        return ApplicationWords(source=self.source_words, **said)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = _words(_("Why"), 5000)


class LedgerForm(forms.Form):
    """What is done with a claim: check, prefer, stop preferring, withdraw."""

    do = forms.ChoiceField(choices=[(word, word) for word in ("check", "prefer", "unprefer", "withdraw")])
    reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    replaced_by = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    back = forms.CharField(required=False, max_length=200)
