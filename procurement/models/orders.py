"""Orders, their lots, and payments. Money always has its currency."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from catalog.models import DroneModel
from portal.accounts.markings import MarkedQuerySet, Marking
from portal.history.events import kept, recorded
from portal.unnumbered import Unnumbered
from procurement.models.deals import Deal
from procurement.models.milestones import Milestone

CURRENCY = Q(currency__regex=r"^[A-Z]{3}$")


@kept
class Order(Marking):
    """A quantity of one model under a contract milestone. Hidden when its contract is hidden."""

    marked_by = ("", "milestone__")
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="orders")
    code = models.SlugField(max_length=60, unique=True)
    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="orders")
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="orders")
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Order"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=CURRENCY, name="order_money_has_currency"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_quantity_positive"),
            models.CheckConstraint(condition=Q(unit_price__gte=0), name="order_price_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code


@recorded
class Lot(Unnumbered):
    """A part of an order that is due together; accepted and rejected never exceed what was planned."""

    marked_by = ("order__", "order__milestone__")
    deal_path = "order__deal__"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveIntegerField()
    due_on = models.DateField()
    planned = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    accepted_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Lot"].as_manager()

    class Meta:
        ordering = ["order_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="lot_number_once_an_order"),
            models.CheckConstraint(
                condition=Q(planned__gte=F("accepted") + F("rejected")), name="lot_not_more_than_planned"
            ),
            models.CheckConstraint(
                condition=Q(accepted=0) | Q(accepted_on__isnull=False), name="lot_accepted_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} lot {self.number}"

    @property
    def shortfall(self) -> int:
        """Units that were due and not accepted."""
        return self.planned - self.accepted


@kept
class Payment(Marking):
    """Money due with a milestone. Paid amount and day belong together."""

    marked_by = ("", "milestone__")
    deal_path = "deal__"

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="payments")
    code = models.SlugField(max_length=60, unique=True)
    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="payments")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="payments")
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    currency = models.CharField(max_length=3, help_text="ISO 4217")
    paid_on = models.DateField(null=True, blank=True)
    paid_amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["Payment"].as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=CURRENCY, name="payment_money_has_currency"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="payment_amount_not_negative"),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True, paid_amount__isnull=True)
                | Q(paid_on__isnull=False, paid_amount__isnull=False, paid_amount__gte=0),
                name="payment_paid_how_much_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def shortfall(self) -> Decimal:
        """What was paid less than due; 0 while nothing is paid."""
        return max(Decimal(0), self.amount - self.paid_amount) if self.paid_amount is not None else Decimal(0)
