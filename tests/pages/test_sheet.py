"""The sheet of a model, and the pages of makers and sources: what they join, and what they hide."""

import pytest

from catalog.models import Claim, DroneModel, Source
from catalog.vocabulary import Kind
from portal.accounts.models import User
from procurement.models import Engagement, Order, Position
from tests.conftest import signed_in
from tests.support import factories

SHEET = "/catalog/magura-v5/"


def _page(user: User, path: str) -> str:
    answer = signed_in(user).get(path)
    assert answer.status_code == 200
    return answer.content.decode().replace("\u00a0", " ")


def test_the_sheet_says_first_what_sources_agree_and_disagree_on(olena: User) -> None:
    text = _page(olena, SHEET)
    assert "Sources disagree on payload, maximum speed, length and unit price (USD); they agree on range" in text
    assert text.index("Sources disagree") < text.index("Key figures") < text.index("When it was said")


def test_a_model_without_statements_has_a_sheet_too(olena: User) -> None:
    text = _page(olena, f"/catalog/{factories.drone_model(kind='other').slug}/")
    assert text.count("Nobody has stated a figure of this model yet.") == 2
    assert "When it was said" not in text


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_an_outline_of_its_own(olena: User, kind: str) -> None:
    mine, other = (_page(olena, f"/catalog/{factories.drone_model(kind=k).slug}/") for k in (kind, "other"))
    outline = mine[mine.index('class="silf"') : mine.index("</figure>")]
    assert kind == "other" or outline not in other
    assert outline.count('class="sil"') >= 1


def test_the_order_of_a_model_stands_on_its_sheet_for_the_parties_of_the_deal(olena: User, ivan: User) -> None:
    assert "EX-ORD-06" in _page(olena, SHEET)
    assert "Exercise ·" in _page(olena, SHEET)
    outside = _page(ivan, SHEET)
    assert "EX-ORD-06" not in outside
    assert "Public record" in outside


def test_an_order_marked_for_one_side_is_hidden_from_the_other(olena: User, john: User) -> None:
    order = Order.objects.get(code="EX-ORD-06")
    marked = factories.order(
        deal=order.deal, model=order.model, milestone=order.milestone, releasable_to=["EX-UA-SELL"], code="SECRET-ORD"
    )
    assert marked.code in _page(olena, SHEET)
    assert "Only for: EX-UA-SELL" in _page(olena, SHEET)
    assert marked.code not in _page(john, SHEET)


def test_texts_that_name_a_model_as_a_whole_word_are_listed(olena: User) -> None:
    model = factories.drone_model(name_en="Zarnytsia", name_uk="Зарниця", aliases=["Zz"])
    factories.engagement(subject_en="The Zarnytsia was shown. Zz!", slug="shown")
    factories.engagement(subject_en="Zarnytsias, many of them", slug="many")
    factories.engagement(subject_en="Only Zz", slug="short")
    factories.engagement(subject_en="Hidden Zarnytsia talk", slug="hidden", releasable_to=["EX-US-BUY"])
    text = _page(olena, f"/catalog/{model.slug}/")
    assert "The Zarnytsia was shown" in text
    assert [words for words in ("Zarnytsias, many", "Only Zz", "Hidden Zarnytsia") if words in text] == []


def test_a_name_with_signs_of_patterns_is_looked_for_as_it_is(olena: User) -> None:
    model = factories.drone_model(name_en="A(1)+[b]|.*", aliases=["C++ \\m"])
    assert "No deal, order or event" in _page(olena, f"/catalog/{model.slug}/")


def test_a_maker_shows_its_models(olena: User) -> None:
    maker = DroneModel.objects.get(slug="magura-v5").maker
    assert maker
    text = _page(olena, f"/makers/{maker.slug}/")
    assert "MAGURA V5" in text
    assert "800–830 km" in text
    assert f"/makers/{maker.slug}/" in _page(olena, "/makers/?page=1") + _page(olena, "/makers/?page=2")


def test_countries_and_languages_have_names(olena: User) -> None:
    maker = factories.maker(country="CHE")
    assert "Switzerland" in _page(olena, f"/makers/{maker.slug}/?lang=en")
    source = factories.source(language="sl")
    assert "словенська" in _page(olena, f"/sources/{source.slug}/?lang=uk")


def test_every_page_of_the_catalog_can_be_reached(olena: User) -> None:
    text = _page(olena, "/catalog/")
    for path in ("/makers/", "/sources/", "/catalog/coverage/", "/catalog/stale/", "/imports/", "/catalog/filters/"):
        assert f'href="{path}"' in text


def test_a_source_shows_everything_that_it_was_cited_for(olena: User) -> None:
    claim = Claim.objects.filter(model__slug="magura-v5", bound="up-to").select_related("source").first()
    assert claim
    assert "MAGURA V5" in _page(olena, f"/sources/{claim.source.slug}/")
    for row in (Engagement.objects.exclude(source=None).first(), Position.objects.exclude(source=None).first()):
        assert row
        assert row.source
        text = _page(olena, f"/sources/{row.source.slug}/")
        assert "In the deals" in text


def test_a_source_never_shows_what_is_marked_for_others(olena: User, john: User) -> None:
    source = factories.source()
    factories.engagement(subject_en="Quiet visit", releasable_to=["EX-US-BUY"], source=source)
    assert "Quiet visit" in _page(john, f"/sources/{source.slug}/")
    assert "Quiet visit" not in _page(olena, f"/sources/{source.slug}/")


def test_sources_are_found_by_words(olena: User) -> None:
    client = signed_in(olena)
    found = client.get("/sources/", {"q": "wp tech"}).context["page"].paginator.count
    assert found == Source.objects.filter(publisher__icontains="wp tech").count() > 0
    assert client.get("/sources/", {"q": "%_nobody"}).context["page"].paginator.count == 0


def test_absent_makers_and_sources_are_not_found(olena: User) -> None:
    for path in ("/makers/nobody/", "/sources/nobody/"):
        assert signed_in(olena).get(path).status_code == 404
