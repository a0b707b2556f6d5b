"""What must hold of all agreed values together once a proposal is applied."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from portal.accounts.models import User
from procurement.models import Deal
from procurement.proposal_rules import Value
from procurement.queries.agreed import Key
from procurement.queries.agreed_links import circle_with, standing_twice
from procurement.queries.agreed_orders import sums
from procurement.vocabulary import Subject

Values = Mapping[Key, Mapping[str, Value]]
Problems = dict[str, list[str]]


def problems_of_whole(deal: Deal, old: Values, new: Values, *, user: User) -> Problems:
    """What would be wrong, by `<name>.<field>`. `old` and `new` hold the same rows, each with all of its fields."""
    links = {name: (old[kind, name], new[kind, name]) for kind, name in new if kind == Subject.LINK}
    orders = {name: values for (kind, name), values in new.items() if kind == Subject.ORDER}
    lots = {name: values for (kind, name), values in new.items() if kind == Subject.LOT}
    problems = _of_links(deal, links, user) if links else {}
    return {**problems, **_of_orders(deal, orders, lots, user)} if orders or lots else problems


def _of_orders(
    deal: Deal, orders: Mapping[str, Mapping[str, Value]], lots: Mapping[str, Mapping[str, Value]], user: User
) -> Problems:
    text = _("The lots of %(code)s add up to %(planned)s, and the order is for %(quantity)s. Change both together.")
    return {
        f"{code}.quantity": [text % {"code": code, "planned": planned, "quantity": quantity}]
        for code, quantity, planned in sums(deal, orders, lots, user=user)
    }


def _of_links(deal: Deal, links: Mapping[str, tuple[Mapping[str, Value], Mapping[str, Value]]], user: User) -> Problems:
    twice = standing_twice(deal, links, user=user)
    if twice:
        return {
            f"{name}.type": [_("There is such a link between these milestones already: change that one.")]
            for name in twice
        }
    circle = circle_with(deal, links, user=user)
    if not circle:
        return {}
    names = " → ".join([*circle, circle[0]])
    drawn = next(name for name, (_old, new) in links.items() if new["type"] is not None)
    text = _("The links would run in a circle: %(names)s. Change or remove one of them.") % {"names": names}
    return {f"{drawn}.type": [text]}
