"""Endpoints of production: where drones are to be made, and how many a month."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers

from portal.accounts.models import User
from portal.rest.views import RecordViewSet
from procurement import filters
from procurement.api.serializers import code, exercise, slug
from procurement.models import ProductionSite, RampMonth


class ProductionSiteSerializer(serializers.ModelSerializer[ProductionSite]):
    """A plant or line; `opened_on` is the day on which it opened, null while it has not."""

    deal = code()
    exercise = exercise("deal")

    class Meta:
        model = ProductionSite
        fields = [
            *["code", "deal", "exercise", "name_en", "name_uk", "country", "opened_on", "releasable_to", "version"],
        ]


class RampMonthSerializer(serializers.ModelSerializer[RampMonth]):
    """Units of one model at one site in one month, named by its first day; `actual` is null while nobody has told."""

    id = serializers.SerializerMethodField()
    deal = code(source="site.deal")
    exercise = exercise("site.deal")
    site = code()
    model = slug()

    class Meta:
        model = RampMonth
        fields = ["id", "deal", "exercise", "site", "model", "month", "planned", "actual"]

    def get_id(self, row: RampMonth) -> str:
        return f"{row.site.code}.{row.model.slug}.{row.month:%Y-%m}"


class ProductionSiteViewSet(RecordViewSet[ProductionSite]):
    """Plants and lines that the deal builds or uses."""

    serializer_class = ProductionSiteSerializer
    filterset_class = filters.ProductionSiteFilter
    lookup_field = "code"

    def rows(self, user: User) -> QuerySet[ProductionSite]:
        return ProductionSite.objects.visible_to(user).select_related("deal")


class RampMonthViewSet(RecordViewSet[RampMonth]):
    """Planned and actual output, month by month. A month is named SITE.MODEL.YYYY-MM."""

    serializer_class = RampMonthSerializer
    filterset_class = filters.RampMonthFilter
    lookup_value_regex = r"[A-Za-z0-9_-]{1,60}\.[A-Za-z0-9_-]{1,120}\.[0-9]{4}-(?:0[1-9]|1[0-2])"

    def rows(self, user: User) -> QuerySet[RampMonth]:
        return RampMonth.objects.visible_to(user).select_related("site__deal", "model")

    def get_object(self) -> RampMonth:
        site, model, month = self.kwargs["pk"].split(".")
        year, number = int(month[:4]), int(month[5:])
        named = self.get_queryset().filter(site__code=site, model__slug=model)
        found = named.filter(month=date(year, number, 1)).first() if year else None
        if found is None:
            raise Http404
        return found
