"""Forms of the deal's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procurement.rules import ANSWERS, MAY_SAY
from procurement.vocabulary import StatementKind


class StatementForm(forms.Form):
    """What somebody states about a milestone. `version` is the one the page showed; the action checks everything."""

    kind = forms.ChoiceField(label=_("What do you state?"), choices=StatementKind.choices)
    date = forms.CharField(label=_("Day"), required=False, max_length=10)
    start_date = forms.CharField(label=_("Start, for a forecast"), required=False, max_length=10)
    quantity = forms.DecimalField(label=_("Quantity, if partly met"), required=False, max_digits=20)
    reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    about = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=1)


def sayable(state: str) -> list[tuple[str, str]]:
    """What can be stated in this state without naming another statement, as choices of the form."""
    return [
        (kind, str(StatementKind(kind).label)) for kind in MAY_SAY if state in MAY_SAY[kind] and kind not in ANSWERS
    ]
