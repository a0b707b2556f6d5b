"""A filter finds the same models on the page, in the API, and in both files that leave the portal."""

import json
import re
from collections.abc import Callable
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import RequestFactory
from django.test.client import ClientHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from catalog.conditions import units_of
from catalog.models import Capability, Maker
from catalog.queries.listing import PAGE_SIZE
from catalog.vocabulary import Domain, DroneRole, Kind, Match, ModelStatus, Operator
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.exchange.conftest import Table, from_csv, from_xlsx

Pairs = list[tuple[str, str]]
ROW = re.compile(r'name="m" form="tray" value="([^"]+)"')
WORDS = ["magura", "Магура", "лютий", "vfuehf", "fpv", "bober", "strike", "Antonov", "zzzz", "'", "a"]
NUMBERS = ["0", "1", "5", "12.4", "50", "100", "1500", "31,07"]
CODES = {"domain": Domain, "kind": Kind, "role": DroneRole, "status": ModelStatus}
EXAMPLES = settings(
    max_examples=500,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],  # a failing filter is short enough to be read as it is
    suppress_health_check=[HealthCheck.too_slow],
)


def _some(name: str, values: list[str], most: int) -> SearchStrategy[Pairs]:
    """The parameter with one to `most` of the values."""
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(
        lambda s: [(name, one) for one in s]
    )


def _conditions() -> SearchStrategy[Pairs]:
    """Up to three conditions, each with a unit that measures its capability."""
    known = [(row.code, unit) for row in Capability.objects.all() for unit in units_of(row)]
    one = st.tuples(st.sampled_from(known), st.sampled_from(Operator.values), st.sampled_from(NUMBERS))
    texts = one.map(lambda c: f"{c[0][0]}:{c[1]}:{c[2]}:{c[0][1]}")
    return st.lists(texts, min_size=1, max_size=3).map(lambda s: [("figure", text) for text in s])


def _match() -> SearchStrategy[Pairs]:
    """Which answers are wanted; seldom all, since those are the longest lists."""
    some = st.lists(st.sampled_from(Match.values), min_size=1, max_size=3).map(",".join)
    return st.one_of(st.just(""), some, some, some).map(lambda text: [("match", text)] if text else [])


def _filters() -> SearchStrategy[str]:
    """Query strings of one to four kinds of filter; seldom of one alone, since those are the longest lists."""
    makers = list(Maker.objects.values_list("slug", flat=True))
    stated = list(Capability.objects.values_list("code", flat=True))
    figures = st.tuples(_conditions(), _match()).map(lambda parts: [*parts[0], *parts[1]])
    kinds = [
        *(_some(name, words.values, 3) for name, words in CODES.items()),
        *(_some("maker", [*makers, "nobody"], 4), _some("has", stated, 2), _some("q", WORDS, 1), figures),
    ]
    places = st.sampled_from(range(len(kinds)))
    many = st.sampled_from([1, 2, 2, 3, 3, 3, 4])
    picked = many.flatmap(lambda n: st.lists(places, min_size=n, max_size=n, unique=True))
    parts = picked.flatmap(lambda chosen: st.tuples(*(kinds[place] for place in chosen)))
    return parts.map(lambda several: urlencode([pair for part in several for pair in part]))


class Reader:
    """A signed-in person. Unlike the test client, it keeps no copies of the contexts of templates, which takes long."""

    def __init__(self, user: User) -> None:
        self.factory, self.handler = RequestFactory(), ClientHandler()
        self.factory.cookies = signed_in(user).cookies

    def get(self, path: str) -> bytes:
        answer: Any = self.handler(self.factory.get(path).environ)
        assert answer.status_code == 200, path
        return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _on_pages(reader: Reader, query: str) -> list[str]:
    """The slugs of the rows of every page, as they stand in its HTML."""
    found: list[str] = []
    for number in count(1):
        text = reader.get(f"/catalog/?{query}&page={number}").decode()
        rows = ROW.findall(text)
        found += rows
        if 'rel="next"' not in text:
            return found
        assert len(rows) == PAGE_SIZE
    raise AssertionError


def _in_api(reader: Reader, query: str) -> list[str]:
    """The slugs of the list, followed from cursor to cursor."""
    found: list[str] = []
    path = f"/api/v1/drone-models/?{query}&page_size=70"
    while path:
        answer = json.loads(reader.get(path))
        found += [row["slug"] for row in answer["results"]]
        path = answer["next"] and "?".join(urlsplit(answer["next"])[2:4])
    return found


def _in_file(reader: Reader, query: str, ending: str, read: Callable[[bytes], Table]) -> list[str]:
    head, *rows = read(reader.get(f"/catalog/export.{ending}?{query}"))
    return [row[head.index("slug")] for row in rows]


@pytest.mark.slow
def test_five_hundred_filters_find_the_same_models_everywhere(john: User) -> None:
    reader = Reader(john)
    sizes: set[int] = set()

    @EXAMPLES
    @given(_filters())
    def the_same(query: str) -> None:
        found = _on_pages(reader, query)
        sizes.add(len(found))
        assert len(set(found)) == len(found)
        assert sorted(_in_api(reader, query)) == sorted(found)
        assert sorted(_in_file(reader, query, "csv", from_csv)) == sorted(found)
        assert sorted(_in_file(reader, query, "xlsx", from_xlsx)) == sorted(found)

    the_same()
    assert {0, 1} < sizes
    assert max(sizes) > PAGE_SIZE
