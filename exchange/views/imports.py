"""Pages of uploads: hand in, map, rehearse, apply, undo."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from catalog.vocabulary import Speaker
from exchange import forms
from exchange.actions import imports as actions
from exchange.composers.findings import findings
from exchange.importers.files import MOST_BYTES, BadFile
from exchange.importers.headings import Guesses
from exchange.models import Import
from exchange.queries.imports import import_of, imports_of, job_of, remembered
from exchange.queries.known import known_to
from exchange.vocabulary import ImportState
from portal.accounts import roles
from portal.accounts.models import User
from portal.faults import Conflict, Fault, Missing, Refused
from portal.jobs.models import JobState
from portal.pagekit.marking import Ground, Strip

GET_OR_POST = ["GET", "HEAD", "POST"]
PAGE_SIZE = 30
RENEWED = "3"  # seconds after which the page of a running import renews itself, without a script
STATUS: dict[type[Fault], int] = {Conflict: 409, Refused: 403}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # LoginRequiredMiddleware lets nobody else in
    return request.user


def _may(user: User) -> bool:
    return user.may(roles.CATALOG) and user.party is not None


def _strip(user: User) -> Strip:
    return Strip(Ground.DEAL, (user.party_code,) if user.party_code else ())


@require_http_methods(GET_OR_POST)
def import_list(request: HttpRequest) -> HttpResponse:
    """`/imports/`: the uploads of the own party, and the form for another one."""
    if request.method != "POST":
        return _list(request)
    try:
        row = _hand_in(request)
    except Refused as fault:
        return _list(request, problems=[fault.message], status=403)
    except Fault as fault:
        return _list(request, problems=[fault.message], status=400)
    return redirect("import-detail", row.pk)


def _hand_in(request: HttpRequest) -> Import:
    file = request.FILES.get("file")
    if file is None:
        raise BadFile(_("Choose a file."))
    content = file.read(MOST_BYTES + 1)
    return actions.hand_in(name=file.name or "", content=content, by=_person(request), at=timezone.now())


def _list(request: HttpRequest, *, problems: Sequence[str] = (), status: int = 200) -> HttpResponse:
    user = _person(request)
    page = Paginator(imports_of(user), PAGE_SIZE).get_page(request.GET.get("page", "1"))
    context = {"page": page, "may": _may(user), "problems": problems, "strip": _strip(user)}
    return render(request, "exchange/import_list.html", context, status=status)


@require_http_methods(GET_OR_POST)
def import_detail(request: HttpRequest, number: int) -> HttpResponse:
    """`/imports/<number>/`: one upload, and the next step with it."""
    if request.method != "POST":
        return _show(request, number)
    step = STEPS.get(request.POST.get("step", ""))
    try:
        problems = step(request, number) if step else [_("Choose what to do.")]
    except Missing:
        raise Http404 from None
    except Fault as fault:
        status = next((code for kind, code in STATUS.items() if isinstance(fault, kind)), 400)
        return _show(request, number, problems=[fault.message], status=status)
    return _show(request, number, problems=problems, status=400) if problems else redirect("import-detail", number)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _rehearse(request: HttpRequest, number: int) -> list[str]:
    user, now = _person(request), timezone.now()
    row = _found(number, user)
    mapping, problems = forms.read_mapping(actions.tables_of(row, user), known_to(user), request.POST)
    defaults, wrong = forms.read_defaults(request.POST, today=now.date())
    if problems or wrong:
        return problems + wrong
    actions.rehearse(number=number, mapping=mapping, defaults=defaults, by=user, at=now, version=_version(request))
    return []


def _apply(request: HttpRequest, number: int) -> list[str]:
    actions.put_in_line(number=number, by=_person(request), at=timezone.now(), version=_version(request))
    return []


def _undo(request: HttpRequest, number: int) -> list[str]:
    count = actions.undo(
        number=number,
        reason=request.POST.get("reason", ""),
        by=_person(request),
        at=timezone.now(),
        version=_version(request),
    )
    text = ngettext("%(count)s statement was withdrawn.", "%(count)s statements were withdrawn.", count)
    messages.success(request, text % {"count": count})
    return []


STEPS: Mapping[str, Callable[[HttpRequest, int], list[str]]] = {
    "rehearse": _rehearse,
    "apply": _apply,
    "undo": _undo,
}


def _found(number: int, user: User) -> Import:
    row = import_of(number, user=user)
    if row is None:
        raise Http404
    return row


def _show(request: HttpRequest, number: int, *, problems: Sequence[str] = (), status: int = 200) -> HttpResponse:
    """The upload; after a refusal with everything that was chosen still in the form."""
    user = _person(request)
    row = _found(number, user)
    job = job_of(row)
    context: dict[str, Any] = {
        "row": row,
        "may": _may(user),
        "problems": problems,
        "job": job,
        "waits": row.state == ImportState.QUEUED and job is not None and job.state != JobState.FAILED,
        "found": findings(row, user=user),
        "typed": request.POST if status != 200 else {},
        "strip": _strip(user),
    }
    if row.state in actions.MAY_MAP:
        context |= _mapping(request, row, user, context["typed"])
    answer = render(request, "exchange/import_detail.html", context, status=status)
    if context["waits"]:
        answer.headers["Refresh"] = RENEWED  # nothing can be typed on this page, so nothing is lost
    return answer


def _mapping(request: HttpRequest, row: Import, user: User, typed: Mapping[str, str]) -> dict[str, Any]:
    known, tables = known_to(user), actions.tables_of(row, user)
    saved = row.mapping or [remembered(user, table.signature) for table in tables]
    return {
        "sheets": forms.sheets(tables, Guesses(known.names()), saved, typed),
        "meanings": forms.meanings(known),
        "defaults": {**row.defaults, **{name: typed[name] for name in typed if name in forms.DEFAULTS}},
        "speakers": Speaker.choices,
        "tongues": forms.LANGUAGES.items(),
    }
