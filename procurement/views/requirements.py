"""Pages of what the services ask for: `/requirements/`, one requirement's ranking, one branch's matrix."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.vocabulary import Match
from procurement.queries.requirements import judging, matrix, ranking, requirements_of
from procurement.views.common import person
from procurement.vocabulary import branch_name


@require_safe
def requirement_list(request: HttpRequest) -> HttpResponse:
    """Every requirement by branch, with what it asks for."""
    every = requirements_of(person(request))
    branches = [
        {"code": code, "name": branch_name(code), "rows": [(row, judging(row)) for row in rows]}
        for code, rows in groupby(every, key=lambda row: row.branch)
    ]
    return render(request, "requirements/requirement_list.html", {"branches": branches, "count": len(every)})


@require_safe
def requirement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One requirement: the models of its domain, best answer first, with the statements that decide."""
    requirement = next((row for row in requirements_of(person(request)) if row.slug == slug), None)
    if requirement is None:
        raise Http404
    asked = [Match(code) for code in request.GET.get("match", "").split(",") if code in Match.values]
    found = ranking(requirement, user=person(request), match=asked, number=request.GET.get("page", "1"))
    context = {
        "found": found,
        "requirement": requirement,
        "page": found.page,
        "branch": branch_name(requirement.branch),
    }
    return render(request, "requirements/requirement_detail.html", context)


@require_safe
def branch_matrix(request: HttpRequest, branch: str) -> HttpResponse:
    """Every model against every requirement of one branch."""
    found = matrix(branch, user=person(request), number=request.GET.get("page", "1"))
    if found is None:
        raise Http404
    context = {"found": found, "page": found.page, "branch": branch_name(branch)}
    return render(request, "requirements/branch_matrix.html", context)
