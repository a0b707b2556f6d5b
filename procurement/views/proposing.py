"""Making a proposal: what shall change, its effect on the plan, then sending it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.faults import Fault, Outdated
from portal.pagekit.faults import problems_of, told
from procurement.actions.proposals import checked, open_proposal, proposing_party
from procurement.forms import ProposalForm, field_of, part_field, seen_words, wanted_of
from procurement.models import Deal, Proposal
from procurement.proposal_rules import FIELDS, LONGEST_TEXT
from procurement.queries.agreed import Key
from procurement.queries.proposals import Offered, Part, Touched, differences, offered, preview, proposals_of
from procurement.views.common import asked_day, deal_or_404, person, strip_of
from procurement.vocabulary import LinkType, ReasonCode, Subject

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_OR_POST)
def proposal_new(request: HttpRequest, code: str) -> HttpResponse:
    """`/deals/<code>/proposals/new/?milestone=…`, `?term=`, `?link=`, `?order=`; `answers` counters another one.

    Agreed values may come along: `&agreed_start=2027-03-01&agreed_finish=2027-04-15`.
    """
    deal = deal_or_404(code, request)
    subject = _subject(request, deal)
    try:
        proposing_party(person(request))
    except Fault as fault:
        problems, status = told(fault)
        return _show(request, deal, subject, problems=problems, status=status)
    if request.method != "POST":
        return _show(request, deal, subject)
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _show(request, deal, subject, problems=problems_of(form), status=400)
    try:
        return _go_on(request, deal, subject, form.cleaned_data)
    except Fault as fault:
        problems, status = told(fault)
        own = {field_of(subject, name): texts for name, texts in problems.items()}
        return _show(request, deal, subject, problems=own, moved=_moved(subject, fault), status=status)


def _subject(request: HttpRequest, deal: Deal) -> Offered:
    """The milestone or term of the address, with what is agreed, and the proposal that is answered."""
    named = [(subject.value, request.GET[subject.value]) for subject in Subject if request.GET.get(subject.value)]
    found = offered(deal, named[0], user=person(request)) if len(named) == 1 else None
    if found is None or deal.is_public:
        raise Http404
    return found


def _go_on(request: HttpRequest, deal: Deal, subject: Offered, given: dict[str, Any]) -> HttpResponse:
    """Shows the effect first; sends when the person has asked for that."""
    wanted = wanted_of(subject, given, request.POST)
    if "send" not in request.POST:
        new = checked(deal_code=deal.code, wanted=wanted, by=person(request))
        shown = preview(deal, subject, new, user=person(request), status_date=asked_day(request))
        return _show(request, deal, subject, shown=shown)
    proposal = open_proposal(
        deal_code=deal.code,
        wanted=wanted,
        reason_code=given["reason_code"],
        by=person(request),
        at=timezone.now(),
        reason=given["reason"],
        answers=_answers(request),
    )
    told = _("Your proposal is sent. The other side finds it in its inbox.")
    if proposal.is_restricted:
        told = _("Your proposal is sent. Those who decide about it find it in their inbox.")
    messages.success(request, told)
    return redirect("proposal-detail", deal.code, proposal.name)


def _moved(subject: Offered, fault: Fault) -> list[Touched]:
    """What was agreed while the person typed: what he saw beside what is agreed now."""
    changed: Any = fault.current.get("changed", []) if isinstance(fault, Outdated) else []
    seen: dict[Key, dict[str, Any]] = {}
    for one in changed:
        key = (one["subject"], one["key"])
        seen.setdefault(key, dict(subject.old[key]))[one["field"]] = one["seen"]
    return differences({key: subject.rows[key] for key in seen}, seen, subject.old)


def _answers(request: HttpRequest) -> int | None:
    text = request.GET.get("answers", "")
    if text and not (text.isdecimal() and len(text) < 7):
        raise Http404
    return int(text) if text else None


def _named(request: HttpRequest, subject: Offered) -> dict[str, str]:
    """Values that the address brings along, as from trying out other dates: the form begins with them."""
    return {name: request.GET[name][:LONGEST_TEXT] for name in FIELDS[subject.key[0]] if name in request.GET}


def _start(subject: Offered, answered: Proposal | None) -> dict[str, Any]:
    """What the inputs hold first."""
    values = subject.start_from(answered)
    found: dict[str, Any] = dict(values[subject.key])
    for key, part in subject.parts.items():
        found |= {part_field(part.row, name): value for name, value in values[key].items()}
    return found


def _line(part: Part, typed: Mapping[str, Any]) -> dict[str, Any]:
    """A lot as a line of the form: its row, and the name and present content of each input."""
    names = {name: part_field(part.row, name) for name in part.present}
    return {"row": part.row, **{name: (field, typed.get(field) or "") for name, field in names.items()}}


def _show(
    request: HttpRequest,
    deal: Deal,
    subject: Offered,
    *,
    problems: Mapping[str, Sequence[str]] | None = None,
    shown: Any = None,
    moved: Sequence[Touched] = (),
    status: int = 200,
) -> HttpResponse:
    """The form with the present values, or with everything that was typed."""
    number = _answers(request)
    release = sorted(subject.row.releasable_to)
    same = proposals_of(person(request)).filter(deal=deal, releasable_to=release)
    answered = same.filter(number=number).first() if number else None
    if number and answered is None:
        raise Http404
    typed = request.POST.dict() if request.method == "POST" else _start(subject, answered) | _named(request, subject)
    context = {
        "deal": deal,
        "subject": subject,
        "answered": answered,
        "typed": typed,
        "moved": moved,
        "seen": seen_words(subject),
        "lots": [_line(part, typed) for part in subject.parts.values()],
        "codes": ReasonCode.choices,
        "link_types": LinkType.choices,
        "new_link": request.method != "POST" and answered is None and subject.is_new,
        "shown": shown,
        "may": status != 403 or request.method == "POST",
        "problems": problems or {},
        "strip": strip_of(deal, [subject.row]),
    }
    return render(request, "deals/proposal_new.html", context, status=status)
