"""What the pages of sources show: what each page was cited for in the catalog."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from catalog.models import ApplicationStatement, Claim, DroneModel, Maker, Source
from catalog.naming import by_name
from catalog.queries.applications import applications_from
from catalog.queries.pages import claims_of
from catalog.search import MOST_WORDS
from portal.accounts.models import User

LONGEST_ADDRESS = 1000  # of a source: whoever asks for one may paste it whole


@dataclass(frozen=True)
class CitedInCatalog:
    """The claims, applications, models and makers that cite one source."""

    claims: Sequence[Claim]
    applications: Sequence[ApplicationStatement]
    models: Sequence[DroneModel]
    makers: Sequence[Maker]


def sources_of(user: User, *, words: str = "") -> QuerySet[Source]:
    """Sources that the person may see, by publisher, the newest first, with the number of their claims (`statements`).

    With `words`: those that hold each of them, see `with_words`.
    """
    rows = with_words(Source.objects.visible_to(user), words)
    of_it = Claim.objects.visible_to(user).filter(source=OuterRef("pk"), withdrawal=None).order_by()
    number = of_it.values("source").annotate(n=Count("pk")).values("n")  # asked for the rows of the page alone
    counted = rows.annotate(statements=Coalesce(Subquery(number), 0))
    return counted.order_by(Lower("publisher"), F("published_on").desc(), "slug")


def with_words(rows: QuerySet[Source], words: str) -> QuerySet[Source]:
    """The sources whose publisher, title or address holds each of the words; all of them when there is none.

    As everywhere only the first few words count: each one costs a look at every source.
    """
    for word in list(dict.fromkeys(words[:LONGEST_ADDRESS].split()))[:MOST_WORDS]:
        rows = rows.filter(Q(publisher__icontains=word) | Q(title__icontains=word) | Q(url__icontains=word))
    return rows


def source_of(slug: str, *, user: User) -> Source | None:
    """The source, None when it does not exist for this person."""
    return Source.objects.visible_to(user).filter(slug=slug).first()


def cited_in_catalog(source: Source, *, user: User) -> CitedInCatalog:
    """Four statements of SQL."""
    claims = claims_of(user).filter(source=source).select_related("model", "capability", "source")
    return CitedInCatalog(
        claims=list(claims.order_by("model__name_en", "capability__position", "id")),
        applications=applications_from(source, user=user),
        models=list(DroneModel.objects.visible_to(user).filter(source=source).order_by(*by_name())),
        makers=list(Maker.objects.visible_to(user).filter(source=source).order_by(*by_name())),
    )
