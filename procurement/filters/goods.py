"""Which lots and payments are asked for: the same words on the pages and in the lists of the API."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.filters import DayFilter
from procurement.models import Lot, Payment
from procurement.queries.money_and_goods import LotRow, PaymentRow
from procurement.vocabulary import LotState, PaymentState

LOTS: Mapping[str, tuple[str | Promise, Callable[[LotRow], bool]]] = {
    "due": (_("Due by now"), lambda row: row.is_due),
    "accepted": (pgettext_lazy("lots", "Accepted in full"), lambda row: row.state == LotState.ACCEPTED),
    "late": (_("Late or accepted in part"), lambda row: row.state in {LotState.OVERDUE, LotState.SHORT}),
    "ahead": (pgettext_lazy("lots", "Not due yet"), lambda row: row.state == LotState.AHEAD),
}
PAYMENTS: Mapping[str, tuple[str | Promise, Callable[[PaymentRow], bool]]] = {
    "due": (_("Due by now"), lambda row: row.is_due),
    "paid": (pgettext_lazy("payments", "Paid in full"), lambda row: row.state == PaymentState.PAID),
    "late": (_("Overdue or paid in part"), lambda row: row.state in {PaymentState.OVERDUE, PaymentState.SHORT}),
    "ahead": (pgettext_lazy("payments", "Not due yet"), lambda row: row.state == PaymentState.AHEAD),
}
DAY = _("the day for which this is computed; today when left out")


class AtADay(filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """Rows whose standing is computed at a day."""

    status_date = DayFilter(method="any_row", label=DAY)

    @property
    def day(self) -> date:
        return self.form.cleaned_data["status_date"] or timezone.now().date()

    def any_row(self, rows: QuerySet[Lot], name: str, value: object) -> QuerySet[Lot]:
        """The day alone leaves no row out."""
        return rows


class LotFilter(AtADay):
    deal = filters.CharFilter(field_name="order__deal__code")
    order = filters.CharFilter(field_name="order__code")
    lots = filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _keeps) in LOTS.items()], method="standing", label=_("Which lots")
    )

    class Meta:
        model = Lot
        fields = ["deal", "order", "lots"]

    def standing(self, rows: QuerySet[Lot], name: str, value: str) -> QuerySet[Lot]:
        keeps = LOTS[value][1]
        return rows.filter(pk__in=[lot.pk for lot in rows if keeps(LotRow(lot, self.day, 0, 0))])


class PaymentFilter(AtADay):
    deal = filters.CharFilter(field_name="deal__code")
    currency = filters.CharFilter()
    pay = filters.ChoiceFilter(
        choices=[(name, label) for name, (label, _keeps) in PAYMENTS.items()],
        method="standing",
        label=_("Which payments"),
    )

    class Meta:
        model = Payment
        fields = ["deal", "currency", "pay"]

    def standing(self, rows: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        keeps, none = PAYMENTS[value][1], Decimal(0)
        return rows.filter(pk__in=[row.pk for row in rows if keeps(PaymentRow(row, self.day, none, none))])
