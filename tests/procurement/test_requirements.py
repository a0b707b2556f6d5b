"""What the services ask for against what is stated: no score, and the statements that decide stand beside."""

from decimal import Decimal
from itertools import product

import pytest

from catalog.models import DroneModel
from catalog.rules import Asked
from catalog.vocabulary import Match
from portal.accounts.models import User
from procurement.models import Requirement
from procurement.queries.requirements import answer_of, answered_by, judging, ranked, requirements_of
from procurement.requirement_rules import Wanted, condition, overall, rank
from tests.conftest import signed_in

TEN, TWENTY = Decimal(10), Decimal(20)


@pytest.mark.parametrize(
    ("level", "bound", "better", "ends", "asks"),
    [
        ("threshold", "at-least", "higher", (TEN, None), Asked(TEN, None, "km")),
        ("threshold", "up-to", "lower", (None, TEN), Asked(None, TEN, "km")),
        ("threshold", "up-to", "neither", (None, TEN), Asked(None, TEN, "km")),
        ("threshold", "up-to", "higher", (None, TEN), None),
        ("objective", "range", "higher", (TEN, TWENTY), Asked(TEN, TWENTY, "km")),
        ("threshold", "exact", "higher", (TEN, TEN), Asked(TEN, None, "km")),
        ("threshold", "exact", "lower", (TEN, TEN), Asked(None, TEN, "km")),
        ("planned", "at-least", "higher", (TEN, None), None),
        ("threshold", "text", "higher", (None, None), None),
    ],
)
def test_what_a_figure_allows(
    level: str, bound: str, better: str, ends: tuple[Decimal | None, Decimal | None], asks: Asked | None
) -> None:
    assert condition(Wanted(level, bound, better, *ends, "km")) == asks


def test_the_worst_threshold_answer_ranks_first_then_what_is_surely_met() -> None:
    meets, may, fails = [Match.MEETS, Match.MEETS], [Match.MEETS, Match.MAY], [Match.MEETS, Match.FAILS]
    assert sorted([fails, may, meets], key=lambda answers: rank(answers, [])) == [meets, may, fails]
    assert rank([Match.MAY], [Match.MEETS]) < rank([Match.MAY], [Match.MAY])
    assert overall([]) is None


def _air_claims(user: User) -> list[DroneModel]:
    from django.db.models import Prefetch

    from catalog.queries.pages import claims_of

    claims = Prefetch("claims", queryset=claims_of(user), to_attr="counting")
    return list(DroneModel.objects.visible_to(user).filter(domain="air").prefetch_related(claims))


def test_the_database_ranks_as_the_rule_does(olena: User) -> None:
    models = {model.slug: model for model in _air_claims(olena)}
    for requirement in requirements_of(olena):
        figures = judging(requirement)
        if requirement.domain != "air" or not figures:
            continue
        answers = [answer_of(model, model.counting, requirement) for model in models.values()]  # type: ignore[attr-defined]
        places = {
            found.model.slug: rank(
                [one.match for one in found.judgements if one.figure.level == "threshold"],
                [one.match for one in found.judgements if one.figure.level == "objective"],
            )
            for found in answers
        }
        in_database = [
            places[slug]
            for slug in ranked(DroneModel.objects.filter(domain="air"), figures).values_list("slug", flat=True)
        ]
        assert in_database == sorted(places.values()), requirement.slug


def test_page_and_api_tell_the_same_with_the_deciding_claims(olena: User) -> None:
    client = signed_in(olena)
    page = client.get("/requirements/drone-dominance/").context["found"]
    told = client.get("/api/v1/requirements/drone-dominance/models/").json()
    assert [row["model"] for row in told["results"]] == [row.model.slug for row in page.rows]
    assert told["answers"] == {match.value: count for match, count in page.answers.items()}
    by_model = {row["model"]: row for row in told["results"]}
    morok = by_model["morok"]
    assert morok["figures"][0]["match"] == "meets"
    assert len(morok["figures"][0]["claims"]) == 2


def test_bad_questions_are_refused(olena: User) -> None:
    client = signed_in(olena)
    assert client.get("/api/v1/requirements/drone-dominance/models/?match=maybe").status_code == 400
    assert client.get("/api/v1/requirements/nothing/models/").status_code == 404
    assert client.get("/requirements/nothing/").status_code == 404
    assert client.get("/requirements/branches/US-MOON/").status_code == 404


def test_every_requirement_and_every_branch_has_a_page(olena: User) -> None:
    client = signed_in(olena)
    for slug, branch in Requirement.objects.values_list("slug", "branch"):
        assert client.get(f"/requirements/{slug}/").status_code == 200
        assert client.get(f"/requirements/branches/{branch}/").status_code == 200


def test_the_matrix_says_in_each_cell_what_the_requirement_page_says(olena: User) -> None:
    client = signed_in(olena)
    matrix = client.get("/requirements/branches/US-JOINT/").context["found"]
    pages = {
        requirement.slug: {
            row["model"]: row["threshold"]
            for number in (1, 2, 3)
            for row in client.get(f"/api/v1/requirements/{requirement.slug}/models/?page={number}").json()["results"]
        }
        for requirement in matrix.requirements
    }
    for (model, cells), column in product(matrix.rows, range(len(matrix.requirements))):
        assert cells[column].threshold == pages[matrix.requirements[column].slug][model.slug]


def test_the_way_back_from_a_model(olena: User) -> None:
    morok = next(model for model in _air_claims(olena) if model.slug == "morok")
    found = answered_by(morok, morok.counting, user=olena)  # type: ignore[attr-defined]
    assert "artemis" in [one.requirement.slug for one in found if one.answer == Match.MEETS]
    assert all(one.says_something for one in found)
