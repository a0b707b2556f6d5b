"""Pages of applications: put one on record, look at one, and take it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.actions.applications import add_application, withdraw_application
from catalog.forms import ApplicationForm, ReasonForm
from catalog.models import DroneModel
from catalog.queries.applications import application_of
from catalog.queries.pages import sources_of
from catalog.views.ledger import GET_OR_POST, Problems, may_write
from catalog.vocabulary import DroneRole, Speaker
from portal.faults import Fault
from portal.pagekit.door import person
from portal.pagekit.faults import problems_of, told


@require_http_methods(GET_OR_POST)
def new_application(request: HttpRequest, slug: str) -> HttpResponse:
    """`/catalog/<slug>/applications/new/`: the form that puts an application on record."""
    model = DroneModel.objects.visible_to(request.user).filter(slug=slug).first()
    if model is None:
        raise Http404
    if request.method != "POST":
        return _new_page(request, model, {}, 200)
    form = ApplicationForm(request.POST)
    if not form.is_valid():
        return _new_page(request, model, problems_of(form), 400)
    try:
        row = add_application(model_slug=slug, words=form.words, by=person(request), at=timezone.now())
    except Fault as fault:
        return _new_page(request, model, *told(fault))
    messages.success(request, _("The statement is on record."))
    return redirect("application-detail", row.pk)


def _new_page(request: HttpRequest, model: DroneModel, problems: Problems, status: int) -> HttpResponse:
    context = {
        "model": model,
        "applications": DroneRole.choices,
        "speakers": Speaker.choices,
        "sources": sources_of(model.pk, user=person(request)),
        "typed": {name: request.POST.get(name, "") for name in ApplicationForm.base_fields},
        "problems": problems,
        "may_write": may_write(person(request)),
    }
    return render(request, "catalog/application_new.html", context, status=status)


@require_http_methods(GET_OR_POST)
def application_detail(request: HttpRequest, number: int) -> HttpResponse:
    """`/catalog/applications/<number>/`: one application; POST takes it back, with the reason."""
    if request.method != "POST":
        return _detail_page(request, number, {}, 200)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        problems = problems_of(form)
        return _detail_page(request, number, problems, 400)
    try:
        reason = form.cleaned_data["reason"]
        withdraw_application(number=number, by=person(request), at=timezone.now(), reason=reason)
    except Fault as fault:
        return _detail_page(request, number, *told(fault))
    messages.success(request, _("The statement is withdrawn."))
    return redirect("application-detail", number)


def _detail_page(request: HttpRequest, number: int, problems: Problems, status: int) -> HttpResponse:
    row = application_of(number, user=person(request))
    if row is None:
        raise Http404
    withdrawal = getattr(row, "withdrawn_by", None)
    is_own = row.owner_id in (None, person(request).party_id)
    context = {
        "row": row,
        "model": row.model,
        "withdrawal": withdrawal,
        "typed": request.POST,
        "problems": problems,
        "may_withdraw": may_write(person(request)) and is_own and withdrawal is None,
    }
    return render(request, "catalog/application_detail.html", context, status=status)
