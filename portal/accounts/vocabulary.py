"""Words of people and parties, as codes with their names."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Side(TextChoices):
    """What a party is in a deal. `unstated`: named in the public record, its part is not said."""

    SELLER = "seller", _("Seller")
    BUYER = "buyer", _("Buyer")
    SUPPLIER = "supplier", _("Supplier")
    THIRD = "third", _("Third party")
    UNSTATED = "unstated", _("Other party")


class Role(TextChoices):
    """What a person may do; the rights of each role stand in roles.py."""

    READER = "reader", _("Reader")
    OFFICER = "officer", _("Officer")
    APPROVER = "approver", _("Approver")
    ANALYST = "analyst", _("Analyst")
    ADMINISTRATOR = "administrator", _("Administrator")


class Language(TextChoices):
    ENGLISH = "en", "English"
    UKRAINIAN = "uk", "Українська"


class Density(TextChoices):
    COMPACT = "compact", _("Compact tables")
    ROOMY = "roomy", _("Roomy tables")
