"""Forms of the deal's pages."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from catalog.actions.sources import SourceWords
from portal.accounts import roles
from portal.accounts.models import User
from procurement.actions.drafting import Wanted
from procurement.actions.milestones import Words
from procurement.actions.statement_rows import Row
from procurement.actions.trials import Seen, TrialWords
from procurement.proposal_rules import FIELDS, Value, normal
from procurement.queries.agreed import Key
from procurement.queries.agreed_links import name_of
from procurement.queries.agreed_orders import LotRow
from procurement.queries.plan import PlanRow
from procurement.queries.proposals import Offered, Part
from procurement.rules import ANSWERS, MAY_SAY, NotNow, Said, check
from procurement.term_rules import Words as PositionWords
from procurement.vocabulary import LinkType, ReasonCode, StatementKind


class StatementForm(forms.Form):
    """What somebody states about a milestone. `version` is the one the page showed; the action checks everything."""

    kind = forms.ChoiceField(label=_("What do you state?"), choices=StatementKind.choices)
    date = forms.CharField(label=_("Day"), required=False, max_length=10)
    start_date = forms.CharField(label=_("Start, for a forecast"), required=False, max_length=10)
    quantity = forms.DecimalField(label=_("Quantity, if partly met"), required=False, max_digits=20)
    quantity_unit = forms.CharField(label=_("Unit"), required=False, max_length=12)
    reason_code = forms.ChoiceField(label=_("Kind of reason"), choices=ReasonCode.choices, required=False)
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
    uid = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=5000)


class ProposalForm(forms.Form):
    """What somebody proposes of one row, as typed; the action checks everything. Lots stand in lot-3-due_on, ..."""

    reason_code = forms.ChoiceField(label=_("Kind of reason"), choices=ReasonCode.choices, required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=5000)
    agreed_start = forms.CharField(required=False, max_length=10)
    agreed_finish = forms.CharField(required=False, max_length=10)
    cancelled = forms.BooleanField(required=False)
    text_en = forms.CharField(required=False, max_length=25_000)
    text_uk = forms.CharField(required=False, max_length=25_000)
    low = forms.CharField(required=False, max_length=30)
    high = forms.CharField(required=False, max_length=30)
    type = forms.CharField(required=False, max_length=2)
    lag_days = forms.CharField(required=False, max_length=12)
    quantity = forms.CharField(required=False, max_length=12)
    unit_price = forms.CharField(required=False, max_length=20)


SEEN = "seen"


def wanted_of(subject: Offered, given: Mapping[str, Any], typed: Mapping[str, str]) -> list[Wanted]:
    """What the form wants of the row and of its parts: those that differ, or the row alone when nothing does."""
    values = {name: given[name] for name in FIELDS[subject.key[0]]}
    seen = seen_in(typed.get(SEEN, ""))
    found = [Wanted(*key, _typed_part(part, typed), seen(key, part.present)) for key, part in subject.parts.items()]
    changed = [one for one in found if _differs(one, subject.old[one.name])]
    main = Wanted(*subject.key, values, seen(subject.key, subject.present))
    return [main, *changed] if not changed or _differs(main, subject.present) else changed


def seen_words(subject: Offered) -> str:
    """What is agreed of the row and of its parts, for the form to send back with what is typed."""
    return json.dumps([[*key, values] for key, values in subject.old.items()], ensure_ascii=False)


def seen_in(words: str) -> Callable[[Key, Mapping[str, Value]], dict[str, Value] | None]:
    """Reads what the form had shown of a row; None where it says nothing that can be read."""
    try:
        shown = {(str(subject), str(key)): dict(values) for subject, key, values in json.loads(words)}
    except (ValueError, TypeError):
        shown = {}

    def seen(key: Key, present: Mapping[str, Value]) -> dict[str, Value] | None:
        values = shown.get(key, {})
        return values if set(values) == set(present) else None

    return seen


def _typed_part(part: Part, typed: Mapping[str, str]) -> dict[str, Value]:
    return {name: typed.get(part_field(part.row, name), "").strip()[:30] or None for name in part.present}


def _differs(one: Wanted, present: Mapping[str, Value]) -> bool:
    given = {name: (value.strip() or None) if isinstance(value, str) else value for name, value in one.values.items()}
    return normal(one.subject, given) != dict(present)


def part_field(row: LotRow, name: str) -> str:
    """The input of a part's value."""
    return f"lot-{row.number}-{name}"


def field_of(subject: Offered, name: str) -> str:
    """The input that a problem is about: `EX-ORD-01.3.due_on` is lot-3-due_on in the form of that order."""
    rest = name.removeprefix(f"{subject.row.code}.")
    number, _dot, field = rest.partition(".")
    return f"lot-{number}-{field}" if field and number.isdecimal() else rest


class DecisionForm(forms.Form):
    """What somebody decides about a proposal. `version` is the one that the page showed."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse"), ("withdraw", "withdraw")])
    reason = forms.CharField(required=False, max_length=5000)
    version = forms.IntegerField(min_value=1, max_value=10**9)


NEEDS_MORE = frozenset({StatementKind.PARTLY_MET, StatementKind.WITHDRAWN})  # a quantity, a statement of their own
SHEET = 200  # rows that can be filled in at once: a browser's form has at most 1000 fields


def offered(row: PlanRow, user: User) -> list[tuple[str, str]]:
    """What this person can state of the milestone in one row of the table now, as choices; the rules decide."""
    return [(kind, str(StatementKind(kind).label)) for kind in MAY_SAY if _may_say(kind, row, user)]


def _may_say(kind: str, row: PlanRow, user: User) -> bool:
    if user.party is None or kind in NEEDS_MORE:
        return False
    if not user.may(roles.CONFIRM if kind == StatementKind.CONFIRMED else roles.STATE):
        return False
    report = row.facts.open_report
    about = report.number if report and kind in ANSWERS else None
    said = Said(0, kind, user.party.code, user.party.side, user.username, about=about)
    try:
        check(said, row.facts, internal=row.milestone.is_restricted, today=row.status_date)
    except NotNow:
        return False
    return True


def sheet_rows(typed: Mapping[str, str]) -> list[Row]:
    """The rows of the table in which something is filled in. Their fields end with the code of the milestone."""
    codes = [name.removeprefix("version-") for name in typed if name.startswith("version-")]
    return [_sheet_row(code, typed) for code in codes if any(typed.get(f"{name}-{code}") for name in FILLED)]


FILLED = ("kind", "start", "day")


def _sheet_row(code: str, typed: Mapping[str, str]) -> Row:
    kind, start, day = (typed.get(f"{name}-{code}", "").strip() for name in FILLED)
    version = typed.get(f"version-{code}", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else None
    return Row(code, seen, Words(kind, date=day, start_date=start))


class BaselineForm(forms.Form):
    """The name and note of a new baseline; the action checks them."""

    name = forms.CharField(required=False, max_length=1000)
    note = forms.CharField(required=False, max_length=10_000)


class BaselineStepForm(forms.Form):
    """Signing a baseline, or setting it aside. `version` is the one that the page showed."""

    step = forms.ChoiceField(choices=[("sign", "sign"), ("aside", "aside")])
    reason = forms.CharField(required=False, max_length=5000)
    version = forms.IntegerField(min_value=1, max_value=10**9)


class PositionForm(forms.Form):
    """What a party says of a term, as typed; the action checks everything. `audience`: all parties, or the own side."""

    text_en = forms.CharField(required=False, max_length=25_000)
    text_uk = forms.CharField(required=False, max_length=25_000)
    low = forms.CharField(required=False, max_length=40)
    high = forms.CharField(required=False, max_length=40)
    audience = forms.ChoiceField(
        choices=[("all", "all"), ("side", "side")],
        error_messages={"required": _("Choose who shall see it."), "invalid_choice": _("Choose who shall see it.")},
    )

    @property
    def words(self) -> PositionWords:
        """What the action takes."""
        return PositionWords(**{name: self.cleaned_data[name] for name in ("text_en", "text_uk", "low", "high")})


class WithdrawalForm(forms.Form):
    """Why something is taken back; the action asks for it."""

    reason = forms.CharField(required=False, max_length=5000)


class LinkForm(forms.Form):
    """Between which milestones a link shall be proposed; each field has to name one that the person sees."""

    before = forms.ChoiceField(label=_("The one that is waited for"))
    after = forms.ChoiceField(label=_("The one that waits"))
    type = forms.ChoiceField(label=_("Kind of link"), choices=LinkType.choices)

    def __init__(self, data: QueryDict, *, milestones: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        for name in ("before", "after"):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = milestones
            choice.error_messages = {"required": _("Choose a milestone."), "invalid_choice": _("Choose a milestone.")}

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("before") and given.get("before") == given.get("after"):
            self.add_error("after", _("A milestone does not wait for itself: choose another one."))
        return given

    @property
    def name(self) -> str:
        """The link as proposals name it."""
        return name_of(*(self.cleaned_data[field] for field in ("before", "after", "type")))
