"""Trials and evaluations of a model: what the own party saw and thinks, and what others released."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import Capability, DroneModel
from portal.accounts.models import User
from portal.faults import Fault
from portal.pagekit.faults import problems_of, told
from portal.pagekit.marking import of_party, strip
from procurement.actions.trials import RATINGS, add_evaluation, add_trial, release_evaluation, release_trial
from procurement.forms import OBSERVED, EvaluationForm, ReleaseForm, TrialForm
from procurement.queries.trials import Experience, engagements_to_choose, experience_of, parties_to_release_to
from procurement.views.common import may_state, person

GET_OR_POST = ["GET", "HEAD", "POST"]
Problems = Mapping[str, Sequence[str]]


def _model(request: HttpRequest, slug: str) -> DroneModel:
    model = DroneModel.objects.visible_to(request.user).filter(slug=slug).first()
    if model is None:
        raise Http404
    return model


def experience_context(found: Experience, user: User) -> dict[str, Any]:
    """What the sections of trials and evaluations need, and what may be done with them."""
    may = may_state(user)
    own = [row.trial.party_id for row in found.trials] + [row.party_id for row in found.evaluations]
    return {"may_state": may, "parties": parties_to_release_to(user) if may and user.party_id in own else []}


@require_http_methods(GET_OR_POST)
def experience(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/trials/`: trials and evaluations that the person may see; POST releases one of the own party."""
    model = _model(request, slug)
    if request.method != "POST":
        return _experience_page(request, model, {}, 200)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _experience_page(request, model, problems_of(form), 400)
    words: dict[str, Any] = {"to": request.POST.getlist("to"), "by": person(request), "at": timezone.now()}
    try:
        if form.cleaned_data["kind"] == "trial":
            release_trial(uid=form.cleaned_data["uid"], reason=form.cleaned_data["reason"], **words)
        else:
            release_evaluation(uid=form.cleaned_data["uid"], reason=form.cleaned_data["reason"], **words)
    except Fault as fault:
        return _experience_page(request, model, *told(fault))
    messages.success(request, _("It is released."))
    return _back(slug, f"{form.cleaned_data['kind']}s")


def _back(slug: str, section: str) -> HttpResponse:
    """To the sheet of the model, where the section stands."""
    return redirect(f"{reverse('model-detail', args=[slug])}#{section}")


def _experience_page(request: HttpRequest, model: DroneModel, problems: Problems, status: int) -> HttpResponse:
    found = experience_of(model, user=person(request))
    context = {
        "model": model,
        "trials": found.trials,
        "evaluations": found.evaluations,
        **experience_context(found, person(request)),
        "may_write": may_state(person(request)),
        "problems": problems,
        "strip": strip(is_exercise=False, is_public=not any(found.releases), releases=found.releases),
    }
    return render(request, "catalog/experience.html", context, status=status)


@require_http_methods(GET_OR_POST)
def new_trial(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/trials/new/`: the form that puts a trial on record."""
    model = _model(request, slug)
    if request.method != "POST":
        return _new_trial_page(request, model, {}, 200)
    form = TrialForm(request.POST)
    if not form.is_valid():
        return _new_trial_page(request, model, problems_of(form), 400)
    try:
        add_trial(model_slug=slug, words=form.words, by=person(request), at=timezone.now())
    except Fault as fault:
        return _new_trial_page(request, model, *told(fault))
    messages.success(request, _("The trial is on record, for your party only."))
    return _back(slug, "trials")


def _new_trial_page(request: HttpRequest, model: DroneModel, problems: Problems, status: int) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in TrialForm.base_fields}
    lines = [
        {
            "number": n,
            "capability": request.POST.get(f"capability-{n}", ""),
            "figure": request.POST.get(f"figure-{n}", ""),
            "errors": problems.get(f"figure-{n}", []),
        }
        for n in OBSERVED
    ]
    context = {
        "model": model,
        "lines": lines,
        "capabilities": Capability.objects.visible_to(request.user),
        "engagements": engagements_to_choose(person(request)),
        "typed": typed,
        "problems": problems,
        "may_write": may_state(person(request)),
        "strip": of_party(person(request).party_code),
    }
    return render(request, "catalog/trial_new.html", context, status=status)


@require_http_methods(GET_OR_POST)
def new_evaluation(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/evaluations/new/`: the form that puts an evaluation on record."""
    model = _model(request, slug)
    if request.method != "POST":
        return _new_evaluation_page(request, model, {}, 200)
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _new_evaluation_page(request, model, problems_of(form), 400)
    words = {**form.cleaned_data, "rating": form.cleaned_data["rating"] or 0}
    try:
        add_evaluation(model_slug=slug, by=person(request), at=timezone.now(), **words)
    except Fault as fault:
        return _new_evaluation_page(request, model, *told(fault))
    messages.success(request, _("The evaluation is on record, for your party only."))
    return _back(slug, "evaluations")


def _new_evaluation_page(request: HttpRequest, model: DroneModel, problems: Problems, status: int) -> HttpResponse:
    context = {
        "model": model,
        "ratings": [str(number) for number in RATINGS],
        "typed": {name: request.POST.get(name, "") for name in EvaluationForm.base_fields},
        "problems": problems,
        "may_write": may_state(person(request)),
        "strip": of_party(person(request).party_code),
    }
    return render(request, "catalog/evaluation_new.html", context, status=status)
