"""A list that one click narrows: each choice with its count, as links that keep the rest of the address."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

R = TypeVar("R")
Choices = Mapping[str, tuple[str | Promise, Callable[[R], bool]]]


@dataclass(frozen=True)
class Choice:
    """One link: its words, how many rows it leads to, the address, and whether it is the present one."""

    label: str | Promise
    count: int
    query: str
    chosen: bool


@dataclass(frozen=True)
class Narrowed(Generic[R]):
    """The rows that are shown, what one may choose, and what is wrong with the address ('' for nothing)."""

    rows: Sequence[R]
    choices: Sequence[Choice]
    chosen: str
    problem: str


def narrowed(request: HttpRequest, name: str, every: Sequence[R], choices: Choices[R]) -> Narrowed[R]:
    """The rows that `?<name>=` asks for; all of them where it asks for nothing, or for what is no choice."""
    asked = request.GET.get(name, "")
    known = asked in choices
    shown = [row for row in every if choices[asked][1](row)] if known else every
    links = [Choice(_("All"), len(every), _query(request, name, ""), not known)]
    links += [
        Choice(label, sum(keeps(row) for row in every), _query(request, name, code), code == asked)
        for code, (label, keeps) in choices.items()
    ]
    return Narrowed(shown, links, asked if known else "", "" if known or not asked else _problem(name, asked, choices))


def _query(request: HttpRequest, name: str, value: str) -> str:
    params = request.GET.copy()
    params.pop("page", None)
    params.pop(name, None)
    if value:
        params[name] = value
    return f"?{params.urlencode()}"


def _problem(name: str, asked: str, choices: Choices[R]) -> str:
    told = {"name": name, "value": asked, "known": ", ".join(choices)}
    return _("“%(value)s” is no choice of %(name)s, so all rows are shown. Possible: %(known)s.") % told
